"""`quotes` and `counts`: what a query finds, cited or linked, and tables over every kind of column."""

from __future__ import annotations

import pytest

from qualcode.project import Project


def test_quotes_have_the_keys_programs_rely_on(run, coded):
    found = run("quotes", coded, "KP-AGT or KP-TRN", "--group-by", "group", "--json").json
    assert {k: found[k] for k in ("query", "group_by", "quotes", "informants", "of_informants", "reach")} == {
        "query": "KP-AGT or KP-TRN", "group_by": "group", "quotes": 2, "informants": 2, "of_informants": 2,
        "reach": "2/2",
    }  # fmt: skip
    assert [(group["label"], len(group["quotes"])) for group in found["groups"]] == [("PGL", 1), ("DIN", 1)]
    [quote] = found["groups"][0]["quotes"]
    assert {k: quote[k] for k in ("code", "informants", "groups", "reference", "text", "counted")} == {
        "code": "KP-AGT", "informants": ["K1"], "groups": ["PGL"], "reference": "(W1/K1/l.2)",
        "text": "Kami saling percaya", "counted": True,
    }  # fmt: skip
    [coding] = run("code", "list", coded, "--code", "KP-AGT", "--json").json
    assert quote["codings"] == [
        {"id": coding["id"], "number": 1, "coder": "ana", "valence": "strengthens", "period": "", "memo": ""}
    ]


def test_quotes_are_printed_for_people(run, coded):
    out = run("quotes", coded, "KP", "--group-by", "informant", "--sort", "newest").out
    assert "K1 – 1 quote · 1 informant" in out
    assert "(W1/K1/l.2)  KP-AGT  strengthens  PGL  ana  #1" in out
    assert out.endswith("2 quotes · 2 of 2 informants · 2 of 2 groups\n")
    assert "2 kutipan" in run("--lang", "id", "quotes", coded, "KP").out
    assert run("quotes", coded, '"hilang"').out == "nothing found\n"


def test_what_stands_around_is_shown_where_asked(run, coded):
    assert "⟨Kami saling percaya⟩. Iuran dicatat" in run("quotes", coded, "KP-AGT", "--context", "turn").out
    found = run("quotes", coded, "KP-AGT", "--context", "beside", "--json").json
    assert "Bagaimana ceritanya" in found["groups"][0]["quotes"][0]["before"]
    assert run("quotes", coded, "KP-AGT", "--context", "page").code == 2


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("KP-AGX", "error: query, character 1: there is no code KP-AGX"),
        ("KP and", "error: query, character 4:"),
    ],
)
def test_a_mistake_is_one_line_with_its_place(run, coded, query, said):
    ran = run("quotes", coded, query)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said) and ran.err.count("\n") == 1


def test_quotes_are_cited_with_codes_in_place_of_names(run, coded):
    assert run("quotes", coded, "KP-AGT", "--cited").out == "“Kami saling percaya” (W1/K1/l.2)\n"
    cited = run("quotes", coded, "KP-AGT", "--cited", "--json").json
    assert {k: cited[k] for k in ("query", "quotes", "text")} == {
        "query": "KP-AGT",
        "quotes": 1,
        "text": "“Kami saling percaya” (W1/K1/l.2)",
    }
    assert len(cited["remarks"]) == 2  # a group of one


def test_what_is_found_becomes_evidence_as_one_action(run, coded):
    made = run("quotes", coded, "KP", "--claim", "Iuran jalan.", "--stance", "qualifies", "--json").json
    assert (made["number"], made["quotes"]) == (2, 2)
    assert run("quotes", coded, "finding:F2", "--json").json["quotes"] == 2
    assert (
        run("quotes", coded, "KP-AGT", "--link", "F2", "--stance", "supports").out
        == "F2: supports, before it was: qualifies\n"
    )
    run("undo", coded)
    run("undo", coded)
    assert len(run("finding", "list", coded, "--json").json) == 1


@pytest.mark.parametrize(
    "words", [["--link", "F1"], ["--stance", "supports"], ["--link", "F1", "--claim", "x", "--stance", "supports"],
              ["--link", "F1", "--stance", "loves"], ["--link", "F9", "--stance", "supports"], ["--sort", "x"],
              ["--group-by", "x"]],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(run, coded, words):
    ran = run("quotes", coded, "KP", *words)
    assert ran.code == 2 and ran.err.startswith("error: ")


@pytest.mark.parametrize(
    ("by", "columns"),
    [("wave", ["1"]), ("attr:umur", ["41", "not recorded"]), ("attr:UMUR", ["41", "not recorded"])],
)
def test_codes_are_counted_over_times_and_attributes(run, coded, by, columns):
    table = run("counts", coded, "--by", by, "--json").json
    assert (table["by"], table["columns"]) == (by, columns)
    cells = [cell for row in table["rows"] for cell in [*row["cells"].values(), row["total"]]]
    with Project.open(coded, write=False) as opened:
        for cell in cells:
            found = opened.quotes.find(cell["query"]).as_json()
            assert found["passages"] == cell["segments"] + cell["document_segments"]
    assert run("quotes", coded, cells[0]["query"], "--json").code == 0


def test_codes_that_meet_are_pairs_with_their_query(run, coded, span_of):
    assert run("counts", coded, "--by", "cooccurrence").out == "no two codes share any words\n"
    run(
        "code",
        "add",
        coded,
        "--source",
        "W01.md",
        "--span",
        span_of("saling percaya. Iuran"),
        "--code",
        "NR-RES",
    )
    table = run("counts", coded, "--by", "cooccurrence", "--json").json
    pair = next(pair for pair in table["pairs"] if pair["first"] == "KP-AGT" and pair["second"] == "NR-RES")
    assert {k: pair[k] for k in ("informants", "segments", "jaccard", "query")} == {
        "informants": 1, "segments": 1, "jaccard": 1.0, "query": "KP-AGT NR-RES counted:yes",
    }  # fmt: skip
    assert run("quotes", coded, pair["query"], "--json").json["quotes"] == 2
    assert (
        "KP-AGT  NR-RES           1         1  1.00  1.00"
        in run("counts", coded, "--by", "cooccurrence", "--coefficient", "c").out
    )


def test_tables_are_written_as_csv(run, coded):
    file = coded.with_name("t.csv")
    assert run("counts", coded, "--export", file, "--json").json["file"] == str(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert (
        lines[0] == "Code,Name,PGL,DIN,Total" and lines[1].startswith("KP,") and lines[1].endswith(",1,1,2")
    )
    assert run("counts", coded, "--export", file, "--count", "segments").code == 0
    assert not file.read_text(encoding="utf-8-sig").splitlines()[-1].startswith("n,")
    for words in (["--export", file.with_suffix(".txt")], ["--export", file, "--count", "x"], ["--by", "x"],
                  ["--by", "attr:x"]):  # fmt: skip
        assert run("counts", coded, *words).code == 2


def test_a_column_without_any_source_is_no_zero(run, coded):
    run("informant", "add", coded, "M1", "--group", "SEPI")
    line = next(line for line in run("counts", coded).out.splitlines() if line.startswith("KP "))
    assert "NA" in line.split()
    row = next(row for row in run("counts", coded, "--json").json["rows"] if row["code"] == "KP")
    assert row["cells"]["SEPI"]["n"] == 0
