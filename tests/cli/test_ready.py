"""`ready`: what an examiner will ask, and what to close before."""

from __future__ import annotations


def test_all_findings_with_what_is_to_be_closed_first(run, coded):
    shown = run("ready", coded, "--json").json
    (finding,) = shown["findings"]
    assert (finding["finding"], finding["verdict"], finding["coverage"]) == ("F1", "DISSONANCE", "2/2")
    assert [group["symbol"] for group in finding["who"]] == ["+", "-"]
    assert finding["strongest"]["stance"] == "supports" and finding["contrary"]["stance"] == "contradicts"
    assert finding["triangulation"]["group"] == {"n": 2, "met": True, "words": "sources: 2 groups report"}
    assert shown["holes"][0]["kind"] == "no explanation" and shown["holes"][0]["finding"] == "F1"
    assert "who.k" in shown["definitions"]
    out = run("ready", coded).out
    assert "explanation missing: F1" in out and "write why the sources differ" in out


def test_one_finding_in_full_in_both_languages(run, coded):
    run("finding", "adjudicate", coded, "F1", "partial", "--reason", "D1 speaks of another year")
    out = run("ready", coded, "F1").out
    for words in ("own: partial agreement (ana", "Strongest quote\n  “Kami", "✓ sources: 2 groups report"):
        assert words in out
    assert "An examiner will ask\n  The sources give “dissonance between columns”" in out
    assert "Penguji akan bertanya" in run("--lang", "id", "ready", coded, "F1").out
    assert run("ready", coded, "F9").code == 2


def test_without_findings_there_is_nothing_to_defend(run, project):
    empty = run("ready", project, "--json").json
    assert empty["findings"] == empty["holes"] == [] and empty["reason"].startswith("No findings yet")
    for command in ("ready", "triangulate"):
        assert run(command, project).out.startswith("No findings yet. To add one: qualcode finding add")
