"""`code`, `codebook`, `suggest`: tags and what they are made of."""

from __future__ import annotations

import csv
import io

from qualcode.project import Project


def test_a_listed_coding_has_the_keys_programs_rely_on(run, coded, span_of):
    first, second = run("code", "list", coded, "--json").json
    source = run("source", "list", coded, "--json").json[0]
    start, end = map(int, span_of("Kami saling percaya").split(":"))
    known = {k: first[k] for k in ("source", "start", "end", "code", "coder", "valence", "text")}
    assert known == {
        "source": source["id"],
        "start": start,
        "end": end,
        "code": "KP-AGT",
        "coder": "ana",
        "valence": "strengthens",
        "text": "Kami saling percaya",
    }
    assert (second["coder"], second["valence"]) == ("budi", "weakens")


def test_a_table_shows_no_internal_ids(run, coded):
    out = run("code", "list", coded).out
    assert all(row["id"] not in out for row in run("code", "list", coded, "--json").json)
    assert out.splitlines()[0].split() == [
        "No.",
        "Source",
        "Lines",
        "Code",
        "Informant",
        "Valence",
        "Coder",
        "Text",
    ]


def test_headings_and_valences_are_translated(run, coded):
    out = run("--lang", "id", "code", "list", coded).out
    assert out.splitlines()[0].split() == [
        "No.",
        "Berkas",
        "Baris",
        "Kode",
        "Informan",
        "Valensi",
        "Pengode",
        "Teks",
    ]
    assert "menguatkan" in out


def test_codings_are_filtered(run, coded):
    def codes(*words: object) -> list[str]:
        return [row["code"] for row in run("code", "list", coded, *words, "--json").json]

    assert codes("--code", "KP") == ["KP-AGT", "KP-TRN"]
    assert codes("--code", "KP-TRN") == codes("--group", "DIN") == codes("--coder", "budi") == ["KP-TRN"]
    assert codes("--source", "W01.md") == codes("--informant", "K1") == ["KP-AGT"]


def test_a_span_counts_code_points_and_keeps_clusters_whole(run, project, span_of):
    words = [
        "--source",
        "W01.md",
        "--span",
        span_of("bulan. 🙂"),
        "--code",
        "KP-TRN",
        "--memo",
        "senyum",
        "--json",
    ]
    row = run("code", "add", project, *words).json
    assert (row["text"], row["memo"]) == ("bulan. 🙂", "senyum")


def test_a_coding_is_edited_and_removed(run, coded, span_of):
    words = [
        "--span",
        span_of("saling percaya"),
        "--code",
        "KP-PGR",
        "--period",
        "sebelum",
        "--no-valence",
        "--json",
    ]
    row = run("code", "edit", coded, 1, *words).json
    assert (row["text"], row["code"], row["period"], row["valence"]) == (
        "saling percaya",
        "KP-PGR",
        "sebelum",
        None,
    )
    assert run("code", "remove", coded, row["id"], 2).out == "removed 2 codings, as evidence of F1\n"
    assert run("code", "list", coded, "--json").json == []
    assert run("finding", "list", coded, "--json").json[0]["evidence"] == []


def test_codings_come_from_a_table_all_or_none(run, project, span_of):
    start, end = span_of("Iuran dicatat").split(":")
    rows = [
        ["source", "start", "end", "code", "coder", "quote"],
        ["W01.md", start, end, "KP-TRN", "citra", "Iuran dicatat"],
    ]
    file = project.with_name("codings.csv")

    def write() -> None:
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        file.write_text(text.getvalue(), encoding="utf-8")

    write()
    (row,) = run("code", "import", project, file, "--json").json
    assert (row["coder"], row["text"]) == ("citra", "Iuran dicatat")
    rows += [
        ["W01.md", 0, 8, "KP-AGT", "citra", ""],
        ["W01.md", start, end, "KP-AGT", "citra", "not what stands there"],
    ]
    write()
    ran = run("code", "import", project, file)
    assert ran.code == 2
    assert len(run("code", "list", project, "--json").json) == 1


def test_codings_are_linked(run, coded):
    assert run("code", "link", coded, 2, "cause_of", 1, "--json").json["kind"] == "cause_of"


def test_a_coder_named_first_is_made_known(run, project, span_of):
    words = ["--source", 1, "--span", span_of("percaya"), "--code", "KP-AGT", "--coder", "dewi", "--json"]
    assert run("code", "add", project, *words).json["coder"] == "dewi"
    assert run("undo", project, "--coder", "ana").code == 0  # her own last action, not dewi's
    assert len(run("code", "list", project, "--json").json) == 1


def test_the_codebook_goes_out_and_comes_back(run, project):
    shown = run("codebook", "show", project, "--json").json
    assert sum(row["leaf"] for row in shown) == 25
    for suffix in ("yaml", "csv"):
        file = project.with_name(f"book.{suffix}")
        assert run("codebook", "export", project, file).code == 0
        assert run("new", project.with_name(suffix), "--codebook", file).code == 0
        again = run("codebook", "show", project.with_name(suffix), "--json").json
        assert [(row["code"], row["parent"], row["full_def_id"], row["cues_id"]) for row in again] == [
            (row["code"], row["parent"], row["full_def_id"], row["cues_id"]) for row in shown
        ]


def test_the_codebook_is_printed_as_yaml(run, project):
    assert run("codebook", "export", project, "--json").json["text"] == run("codebook", "export", project).out


def test_codes_are_kept_up(run, project):
    row = run(
        "codebook", "add", project, "BR", "--name", "Baru", "--set", "cues_id=baru, anyar", "--json"
    ).json
    assert (row["name_id"], row["cues_id"]) == ("Baru", ["baru", "anyar"])
    assert (
        run("codebook", "edit", project, "BR", "--set", "short_def_id=Yang baru", "--json").json[
            "short_def_id"
        ]
        == "Yang baru"
    )
    assert run("codebook", "move", project, "BR", "--parent", "KP", "--json").json["parent"] == "KP"
    assert run("codebook", "pin", project, "BR", 1, "--json").json["pinned"] == 1
    assert (
        run("codebook", "category", project, "Perubahan", "--code", "BR", "--theme", "Waktu", "--json").json[
            "theme"
        ]
        == "Waktu"
    )
    assert run("codebook", "merge", project, "BR", "KP-AGT", "--json").json["code"] == "KP-AGT"
    assert run("codebook", "show", project, "BR").code == 2
    assert run("codebook", "remove", project, "KP").code == 2


def test_lint_asks_what_a_supervisor_would(run, project):
    remarks = run("codebook", "lint", project, "--json").json
    assert {"kind", "codes", "text"} <= set(remarks[0])
    assert "unused" in {remark["kind"] for remark in remarks}
    file = project.with_name("book.yaml")
    run("codebook", "export", project, file)
    assert "unused" not in {
        remark["kind"] for remark in run("codebook", "lint", project, file, "--json").json
    }


def test_suggestions_wait_for_a_person(run, project):
    found = run("suggest", project, "--json").json
    assert len(found) > 1
    assert run("suggest", "list", project, "--json").json == found
    assert run("code", "list", project, "--json").json == []
    coding = run("suggest", "accept", project, found[0]["id"], "--json").json
    assert (coding["code"], coding["text"], coding["valence"]) == (found[0]["code"], found[0]["text"], None)
    assert run("suggest", "reject", project, *(row["number"] for row in found[1:])).code == 0
    assert run("suggest", project, "--json").json == []
    assert run("suggest", "accept", project, found[0]["number"]).code == 2


def test_nothing_is_done_in_the_name_of_nobody(run, project):
    with Project.open(project, write=False) as opened:
        assert {row.coder for row in opened.history.log()} == {"ana"}


def test_codings_are_given_another_shape(run, coded, span_of):
    place = ("--source", "W01.md", "--span", span_of("Kami saling percaya"))
    made = run(
        "code", "add", coded, *place, "--code", "KP-TRN", "--code", "KP-MSY", "--coder", "ana", "--json"
    ).json
    assert {row["code"] for row in made} == {"KP-TRN", "KP-MSY"}
    number = str(made[0]["number"])
    parts = run("code", "split", coded, number, str(made[0]["start"] + 5), "--coder", "ana", "--json").json
    assert [row["text"] for row in parts] == ["Kami ", "saling percaya"]
    merged = run(
        "code", "merge", coded, *(str(row["number"]) for row in parts), "--coder", "ana", "--json"
    ).json
    assert (merged["number"], merged["text"]) == (made[0]["number"], "Kami saling percaya")
    [row] = run("code", "recode", coded, "KP-AGT", number, "--coder", "budi", "--json").json
    assert (row["code"], row["text"]) == ("KP-AGT", "Kami saling percaya")
    run("undo", coded, "--coder", "budi")


def test_every_hit_is_shown_first_and_then_tagged(run, coded):
    shown = run("code", "hits", coded, "percaya", "--code", "KP-MSY", "--preview", "--json").json
    assert shown and all(row["text"].lower() == "percaya" and not row["tagged"] for row in shown)
    made = run("code", "hits", coded, "percaya", "--code", "KP-MSY", "--coder", "ana", "--json").json
    assert [(row["start"], row["code"]) for row in made] == [(row["start"], "KP-MSY") for row in shown]
    assert run("code", "hits", coded, "percaya", "--code", "KP-MSY", "--coder", "ana").code == 2
    run("undo", coded, "--coder", "ana")
    assert not run("code", "list", coded, "--code", "KP-MSY", "--json").json
    piece = ("code", "hits", coded, "perca", "--code", "KP-MSY", "--preview", "--json")
    assert not run(*piece).json
    (first, *_others) = run(*piece, "--parts").json
    assert (first["text"].lower(), first["after"][:2]) == ("perca", "ya")
