"""`triangulate`, `counts`, `network`, `report`, `search`: what is computed, and that nothing is written."""

from __future__ import annotations

import pytest

from qualcode.project import Project


def test_the_matrix_has_the_keys_programs_rely_on(run, coded):
    matrix = run("triangulate", coded, "--json").json
    assert (matrix["by"], matrix["columns"]) == ("group", ["PGL", "DIN"])
    (row,) = matrix["rows"]
    finding = run("finding", "list", coded, "--json").json[0]
    known = {
        k: row[k]
        for k in ("finding", "claim", "verdict", "direction", "dissonance", "coverage", "units", "silent")
    }
    assert known == {
        "finding": finding["id"],
        "claim": finding["claim"],
        "verdict": "DISSONANCE",
        "direction": None,
        "dissonance": "between",
        "coverage": "2/2",
        "units": "2/2",
        "silent": [],
    }
    assert {k: row["cells"]["PGL"][k] for k in ("symbol", "k", "n")} == {"symbol": "+", "k": 1, "n": 1}
    assert row["cells"]["DIN"]["symbol"] == "-"
    assert row["pairs"] == {"PGL|DIN": "DISSONANCE"}
    assert matrix["unit"] == "informant" and "cells.k" in matrix["definitions"]


def test_a_cell_opens_just_its_quotes(run, coded):
    for by in ("group", "group-method"):
        (row,) = run("triangulate", coded, "--by", by, "--json").json["rows"]
        for cells in (row["cells"], *(part["cells"] for part in (row["parts"] or {}).values())):
            for cell in cells.values():
                assert len(cell["units"]) == cell["k"] == len(cell["codings"]) == 1
                found = run("quotes", coded, cell["query"], "--json").json
                assert found["quotes"] == found["informants"] == 1 and cell["units"][0]["unit"] in (
                    "K1",
                    "D1",
                )
                assert cell["query"].partition(":")[2] == str(cell["codings"][0])


@pytest.mark.parametrize(("by", "columns"), [("method", ["interview"]), ("wave", ["1"])])
def test_other_ways_to_cross(run, coded, by, columns):
    matrix = run("triangulate", coded, "--by", by, "--json").json
    assert (matrix["by"], matrix["columns"]) == (by, columns)


def test_coders_and_methods_within_groups(run, coded):
    matrix = run("triangulate", coded, "--by", "coder", "--json").json
    assert matrix["columns"] == ["ana"] and matrix["rows"][0]["outside"] == [
        {"unit": "K1", "id": "K1", "symbol": "+"}
    ]
    nested = run("triangulate", coded, "--by", "group-method", "--json").json
    assert nested["rows"][0]["parts"]["PGL"]["cells"]["PGL × interview"]["symbol"] == "+"
    assert "wawancara" in run("--lang", "id", "triangulate", coded, "--by", "group-method").out
    assert run("triangulate", coded, "--by", "coder", "--coder", "ana").code == 2


def test_a_verdict_of_ones_own_and_a_refusal_stand_beside_what_was_computed(run, coded):
    run("finding", "adjudicate", coded, "F1", "partial", "--reason", "D1 speaks of another year")
    run("finding", "check", coded, "F1", "D1", "refused", "--note", "not so")
    (row,) = run("triangulate", coded, "--json").json["rows"]
    assert (row["verdict"], row["adjudicated"]["verdict"], row["adjudicated"]["by"]) == (
        "DISSONANCE",
        "PARTIAL",
        "ana",
    )
    assert row["adjudicated"]["at"] and row["adjudicated"]["reason"] == "D1 speaks of another year"
    assert [(check["informant"], check["result"]) for check in row["member_checks"]] == [("D1", "refused")]
    out = run("triangulate", coded).out
    assert "own: partial agreement (ana, " in out and "D1: refused (not so)" in out


def test_the_printed_matrix_explains_its_signs(run, coded):
    out = run("triangulate", coded).out
    assert "dissonance between columns" in out
    assert "all who speak of it contradict it" in out
    assert "bertentangan" in run("--lang", "id", "triangulate", coded).out


def test_counts_go_by_informants(run, coded):
    table = run("counts", coded, "--json").json
    row = next(row for row in table["rows"] if row["code"] == "KP-TRN")
    assert {k: row["cells"]["DIN"][k] for k in ("n", "k", "minus")} == {"n": 1, "k": 1, "minus": 1}
    assert row["total"]["segments"] == 1
    assert table["definitions"]["k"]
    assert {"rank", "code", "plus", "n", "reach"} <= set(table["prominence"][0])
    assert run("counts", coded, "--by", "informant", "--json").json["columns"] == ["K1", "D1"]
    assert "1/2 -1" in run("counts", coded, "--by", "method").out


def test_the_network_has_nodes_ties_and_measures(run, coded):
    run("tie", "add", coded, "K1", "D1", "--type", "aid")
    shown = run("network", coded, "--focal", "PGL", "--json").json
    assert [node["id"] for node in shown["nodes"]] == ["D1", "K1"] or {n["id"] for n in shown["nodes"]} == {
        "K1",
        "D1",
    }
    assert shown["ties"][0]["class"] == "linking"
    assert shown["measures"]["shares"]["linking"] == 1
    assert "linking" in run("network", coded).out


def test_the_printed_network_names_parts_waves_and_warnings(run, coded, span_of):
    run("tie", "add", coded, "K1", "D1", "--type", "aid", "--strength", 2, "--nominated-by", "K1")
    out = run("network", coded).out
    assert "E*" in out and "components" in out and "not a census" in out
    assert "1/1 (100%)" in out and "1.000 (n 1)" in out and "Brokerage roles" in out
    assert "1,000 (n 1)" in run("network", coded, "--lang", "id").out
    assert run("network", coded, "--wave", 1, "--json").json["measures"]["pairs"] == 0
    blank = run("network", coded, "--wave", 1).out
    assert "ei PGL         – (undefined: " in blank and "  E-I  – D1, K1: undefined: " in blank
    assert run("network", coded, "--of", "code-informant", "--json").json["measures"]["ties"] == 2
    assert "KP-AGT" in run("network", coded, "--of", "codes").out
    file = coded.with_name("codes.graphml")
    assert run("network", coded, "--of", "codes", "--export", file, "--json").json["file"] == str(file)
    assert run("network", coded, "--of", "codes", "--focal", "PGL").code == 2
    assert run("network", coded, "--of", "people").code == 2


def test_an_empty_network_says_why_there_is_no_number(run, project):
    shown = run("network", project, "--json").json
    assert shown["measures"]["ei"] is None
    assert shown["undefined"]["ei"] and "qualcode tie add" in shown["reason"]
    counted = run("counts", project, "--json").json
    assert "Nothing has been coded yet" in counted["reason"]


@pytest.mark.parametrize("suffix", ["graphml", "gexf", "svg"])
def test_the_network_is_written_to_files(run, coded, suffix):
    file = coded.with_name(f"graph.{suffix}")
    assert run("network", coded, "--export", file, "--json").json["file"] == str(file)
    assert file.read_text(encoding="utf-8").lstrip().startswith("<")


def test_reports_are_listed(run, coded):
    rows = run("report", coded, "--list", "--json").json
    names = [row["name"] for row in rows]
    assert names[:2] == ["triangulation", "ready"] and names[-1] == "lampiran"
    assert all(row["formats"] == ["docx", "html", "pdf", "xlsx", "md"] and row["title"] for row in rows)


@pytest.mark.parametrize(("format", "head"), [("docx", b"PK"), ("html", b"<!"), ("md", b"")])
def test_a_report_is_written_beside_the_project_and_changes_nothing(run, coded, format, head):
    with Project.open(coded, write=False) as opened:
        before = opened.history.head()
    path = coded.with_name(f"P-triangulation.{format}")
    assert run("report", coded, "--format", format, "--json").json["path"] == str(path)
    assert path.read_bytes().startswith(head)
    first = path.read_bytes()
    assert run("report", coded, "--format", format).out.startswith(f"wrote {path}\n")
    assert path.read_bytes() == first
    with Project.open(coded, write=False) as opened:
        assert opened.history.head() == before


def test_a_report_is_in_the_language_asked_for(run, coded):
    texts = []
    for language in ("id", "en"):
        file = coded.with_name(f"{language}.md")
        assert run("report", coded, "--lang", language, "--out", file).code == 0
        texts.append(file.read_text(encoding="utf-8"))
    assert "Temuan" in texts[0]
    assert "Finding" in texts[1]


def test_search_gives_exact_places(run, project):
    (hit,) = run("search", project, "PERCAYA", "--json").json
    text = run("source", "show", project, hit["source"], "--json").json["text"]
    assert text[hit["start"] : hit["end"]] == hit["text"] == "percaya"
    assert "[percaya]" in run("search", project, "percaya").out
    assert len(run("search", project, "iuran", "--json").json) == 2
    assert len(run("search", project, "iuran", "--source", "W02.txt", "--json").json) == 1


def test_literature_is_called_so_and_is_no_document(run, study):
    by_method = run("counts", study / "kube.qualcode", "--by", "method").out
    assert "+1 literature" in by_method and "doc" not in by_method.split("\n\n")[0].split("\n", 1)[1]
    assert "+1 pustaka" in run("--lang", "id", "counts", study / "kube.qualcode", "--by", "method").out
