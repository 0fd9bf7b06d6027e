"""`qualcode coder` and `qualcode agreement`."""

from __future__ import annotations

from qualcode import Project


def test_a_second_coder_is_given_turns_and_compared(run, coded):
    coders = run("coder", "list", coded, "--json").json
    first = coders[0]["name"]
    assert run("coder", "assign", coded, "Budi", "--json").json == {"coder": "Budi", "assigned": 3}
    silent = run("agreement", coded, "--coder", first, "--coder", "Budi").out
    assert "Nothing to compare: Budi has coded nothing in these turns." in silent and "assign" not in silent
    with Project.open(coded, coder="Budi") as project:
        start = project.sources.text("W02.txt").index("iuran mereka")
        project.codings.add("W02.txt", start, start + 5, "KP-MSY")
    table = run("agreement", coded, "--coder", first, "--coder", "Budi", "--json").json
    assert (table["coders"], table["unit"], table["n"], table["reason"]) == ([first, "Budi"], "turn", 3, None)
    used = {row["code"]: row for row in table["codes"] if any(row["used"])}
    assert used
    for row in used.values():
        assert set(row["coefficients"]) == {"percent", "kappa", "ac1", "alpha"}
    assert table["disagreements"][0]["codes"]["Budi"] == []
    shown = run("agreement", coded, "--coder", first, "--coder", "Budi", "--unit", "sentence")
    assert (shown.code, shown.err) == (0, "")
    assert "Disagreements, the worst first" in shown.out
    [mean] = [line.split() for line in shown.out.splitlines() if line.startswith("mean")]
    assert any(word.endswith("%") for word in mean), "the mean of percentages is one"
    assert "in no mean" in shown.out and "applies / not" in shown.out
    assert "no interval: fewer than 10 units" in shown.out and "In brackets" not in shown.out
    row = next(iter(used.values()))
    assert {"prevalence", "positive_agreement", "negative_agreement"} <= set(row)
    asked = ("agreement", coded, "--coder", first, "--coder", "Budi", "--coefficient")
    told, document = (
        run("--lang", "id", *asked, "kappa").out,
        run("--lang", "id", *asked, "kappa", "--json").out,
    )
    assert ",00" in told and ".00" not in told and '"value": 0.0' in document, (
        "a comma for people, a point in JSON"
    )
    assert "Holsti" in run(*asked, "holsti").out and "u-α" in run(*asked, "u-alpha").out
    assert "nan" not in shown.out.split()
    by_character = ("agreement", coded, "--coder", first, "--coder", "Budi", "--unit", "character")
    assert "u-α: whether a code's passages begin and end" in run(*by_character).out
    assert "characters in" in run(*by_character).out
    edges = {
        row["code"]: row["u_alpha"] for row in run(*by_character, "--json").json["codes"] if any(row["used"])
    }
    assert set(edges) == set(used) and all(one["n"] > 0 for one in edges.values())
    assert run("coder", "unassign", coded, "Budi", "--json").json == {"coder": "Budi", "unassigned": 3}


def test_without_a_second_coder_the_reason_is_told(run, coded):
    shown = run("agreement", coded, "--coder", "ana")
    assert shown.code == 0
    assert "only one coder" in shown.out
    empty = coded.with_name("kosong.qualcode")
    run("new", empty, "--coder", "ana")
    nobody = run("agreement", empty).out
    assert nobody.startswith("Nothing to compare: nobody has coded yet.")
    document = run("agreement", empty, "--json").json
    assert (document["reason"], document["reason_words"]) == ("NOBODY", "nobody has coded yet")
    assert run("agreement", coded, "--coder", "ana", "--json").json["reason"] == "ONE_CODER"
    assert "assigned no turn in common" in run("agreement", coded).out, (
        "two coded, and nobody said what to compare"
    )


def test_a_wrong_unit_or_coder_is_one_line(run, coded):
    first = run("coder", "list", coded, "--json").json[0]["name"]
    for words in (
        ["--coder", "Zed"],
        ["--coder", first, "--unit", "page"],
        ["--coder", first, "--coefficient", "q"],
    ):
        ran = run("agreement", coded, *words)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("error: ")
        assert ran.err.count("\n") == 1
    assert run("coder", "assign", coded, "Budi", "--share", "2").code == 2


def test_a_list_of_sources_counts_codings_as_quotes_do_without_second_coders(run, coded):
    listed = run("source", "list", coded, "--json").json
    assert "second coders" not in run("source", "list", coded).out
    run("coder", "assign", coded, "Budi")
    with Project.open(coded, coder="Budi") as project:
        start = project.sources.text("W02.txt").index("iuran mereka")
        project.codings.add("W02.txt", start, start + 5, "KP-MSY")
    then = run("source", "list", coded, "--json").json
    assert [row["codings"] for row in then] == [row["codings"] for row in listed]
    assert sum(row["codings"] for row in then) == run("quotes", coded, "--json").json["quotes"]
    assert [row["all_codings"] for row in then] == [
        row["codings"] + (row["name"] == "W02.txt") for row in listed
    ]
    assert run("source", "list", coded).out.endswith("without second coders, as in quotes and reports\n")
