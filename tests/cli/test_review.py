"""`qualcode review`: a pack goes out and comes home."""

from __future__ import annotations

from tests.project.filling import fill_sheet


def test_a_pack_goes_out_is_filled_in_and_comes_home(coded, run):
    out = coded.parent / "p.xlsx"
    made = run("review", "export", coded, "--out", out, "--lang", "en", "--sample", "100%", "--json").json
    assert (made["files"], made["codings"] > 0, made["findings"]) == ([str(out)], True, 1)
    fill_sheet(out, 4, {"H3": "Approve", "I3": "Ya."})
    told = run("review", "import", coded, out)
    assert told.code == 2 and "--by NAME" in told.err
    tried = run("review", "import", coded, out, "--by", "Bu Dosen", "--dry-run")
    assert "carried out: status: tentative → final" in tried.out and "Nothing was written" in tried.out
    assert run("comment", "list", coded, "--json").json == []
    done = run("review", "import", coded, out, "--by", "Bu Dosen", "--round", "bimbingan 3", "--json").json
    assert (done["who"], done["round"], [row["fate"] for row in done["rows"]]) == (
        "Bu Dosen",
        "bimbingan 3",
        ["done"],
    )
    assert run("comment", "list", coded, "--json").json[0]["body"] == "Approve.\nYa."
    filled = out.read_bytes()
    again = run("review", "export", coded, "--out", out, "--lang", "en", "--lang", "id")
    (kept,) = coded.parent.glob("p (*).xlsx")
    assert kept.read_bytes() == filled != out.read_bytes()
    assert f"what stood there is kept as {kept.name}" in again.out
    run("review", "export", coded, "--out", out, "--lang", "en")
    assert len([*coded.parent.glob("p*.xlsx")]) == 2
    assert "brought in the answers of a review" in run("log", coded).out
    assert run("undo", coded).code == 0
    assert run("comment", "list", coded, "--json").json == []


def test_what_cannot_be_is_told_in_one_line(coded, run):
    for words, told in (
        (("export", coded, "--what", "memos"), "codebook, codings, findings"),
        (("export", coded, "--sample", "200%"), "20%"),
        (("export", coded, "--seed", "3"), "--seed is for --sample"),
        (("export", coded, "--by", "code"), "--by is for --sample"),
        (("export", coded, "--out", ""), "--out has no name"),
        (("import", coded, coded.parent / "gone.xlsx"), "there is no file"),
    ):
        ran = run("review", *words)
        assert ran.code == 2 and told in ran.err and ran.err.count("\n") == 1, ran.err


def test_what_is_not_carried_out_is_told_whole_and_a_report_without_comments_does_not_come_back(coded, run):
    out = coded.parent / "p.xlsx"
    run("review", "export", coded, "--out", out, "--lang", "en")
    words = "Kalimat ini panjang sekali dan tetap harus dapat dibaca sampai kata yang paling akhir."
    fill_sheet(out, 4, {"H3": "Approve", "I3": words})
    assert run("finding", "edit", coded, "F1", "--claim", "Kas tidak dibuka.").code == 0
    told = run("review", "import", coded, out, "--by", "Bu Dosen", "--dry-run").out
    table, whole = told.split("In full, what was not carried out:\n")
    assert "since the pack was writt…" in table and words not in table
    assert f"Approve · {words}\n    only kept in words: it was changed since the pack was written\n" in whole
    report = coded.parent / "r.docx"
    assert run("report", coded, "--template", "reduction", "--out", report).code == 0
    ran = run("review", "import", coded, report)
    assert ran.code == 2 and "can be read back that was written with comments" in ran.err
