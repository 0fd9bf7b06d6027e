"""`qualcode saturation`: one line says the result or why there is none."""

from __future__ import annotations


def test_the_result_or_its_reason_is_told(run, coded):
    shown = run("saturation", coded)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("not enough data: 2 coded units, and a base of 4 with a run of 2 needs 6")
    assert "nan" not in shown.out
    document = run("saturation", coded, "--base", 1, "--run", 1, "--threshold", 0, "--json").json
    assert (document["notation"], document["reason"], document["n"]) == (None, "NOT_REACHED", 2)
    assert [unit["new"] for unit in document["units"]] == [1, 1]
    assert document["runs"] == [{"first": 2, "last": 2, "new": 1, "ratio": 1.0, "confirms": False}]
    file = coded.with_name("s.csv")
    run("saturation", coded, "--base", 1, "--run", 1, "--threshold", 0, "--export", file)
    head, *_units, last = file.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("No.,Unit,Date,New,Codes,Run,Run from,New in the run,confirms,")
    assert ",1,2,1,no," in last, "the run that ends there"
    indonesian = run("--lang", "id", "saturation", coded)
    assert indonesian.out.startswith("data belum cukup: 2 satuan dikode")


def test_an_empty_project_and_wrong_values_are_one_line(run, project):
    assert run("saturation", project).out.startswith("not enough data: 0 coded units")
    for words in (["--base", "0"], ["--threshold", "x"], ["--group", "nobody"], ["--codes", "some"]):
        refused = run("saturation", project, *words)
        assert refused.code == 2 and len(refused.err.splitlines()) == 1
