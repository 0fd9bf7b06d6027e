"""What is asked of a report and would have no effect is told in one line, and nothing is written."""

from __future__ import annotations


def test_what_has_no_effect_or_no_place_is_refused_in_one_line(run, coded, tmp_path):
    run("comment", "add", coded, "Yakin?", "--coding", 1, "--round", "bimbingan 3")
    own, empty = tmp_path / "own.md.j2", tmp_path / "empty.md.j2"
    own.write_text("{{ title }}!", encoding="utf-8")
    empty.write_text("{# nothing #}\n", encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    before = {path for path in coded.parent.iterdir()}
    for words, told in (
        (("--format", "docx", "--out", out / "x.pdf"), "ends in .docx"),
        (("--template", own, "--out", out / "x.docx"), "ends in .md"),
        (("--template", own, "--format", "md"), "not by --format; Markdown"),
        (("--template", own, "--pages-from", "3"), "--pages-from is not for"),
        (("--template", empty, "--out", out / "e.md"), "gives nothing"),
        (("--out", ""), "--out has no name"),
        (
            ("--template", "lampiran", "--with", "coreq", "--without", "coreq"),
            "with --with and with --without",
        ),
        (("--out", "-"), "is no file's name"),
        (("--since", "2026-01-01"), "--since is for --template changes"),
        (("--template", "codebook", "--with", "coreq"), "--with is for --template lampiran"),
        (("--template", "codebook", "--round", "bimbingan 3"), "--round is for --template revisions"),
        (("--template", "revisions", "--round", "sempr0"), "the meetings are: bimbingan 3"),
        (("--list", "--template", "nope"), "--list lists every report"),
    ):
        ran = run("report", coded, *words)
        assert ran.code == 2 and told in ran.err and ran.err.count("\n") == 1, (words, ran.err)
    assert not list(out.iterdir()) and {path for path in coded.parent.iterdir()} == before
    plain = ("report", coded, "--template", "codebook", "--format", "md", "--out", out / "bab 4.1")
    assert "bab 4.1.md" in run(*plain).out and [file.name for file in out.iterdir()] == ["bab 4.1.md"]
    titles = {language: run("report", coded, "--list", "--lang", language).out for language in ("id", "en")}
    assert "Kartu bimbingan" in titles["id"] and "Supervision card" in titles["en"]
    asked = ("report", coded, "--template", "revisions", "--round", "Bimbingan 3", "--out", out / "r.md")
    assert run(*asked).code == 0 and "Yakin?" in (out / "r.md").read_text(encoding="utf-8")
    layout = tmp_path / "mine.yaml"
    layout.write_text("tables:\n  tbl-nope:\n    caption: X\n", encoding="utf-8")
    asked = ("report", coded, "--template", "codebook", "--layout", layout, "--out", out / "c.md")
    assert (
        "! mine.yaml, line 2: this report has no table tbl-nope; it has tbl-codebook-table" in run(*asked).out
    )
    assert run(*asked, "--json").json["remarks"][0].startswith("mine.yaml, line 2: ")
