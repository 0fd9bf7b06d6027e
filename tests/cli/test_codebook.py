"""`codebook`: everything the codebook page can do, from the command line."""

from __future__ import annotations

import re

from qualcode.project import Project


def test_a_code_gets_a_shortcut_and_fields_are_set_by_name(run, project):
    made = run("codebook", "add", project, "KP-BKU", "--parent", "KP", "--name", "Buku kas", "--json").json
    assert len(made["shortcut"]) == 2
    edited = run(
        "codebook", "edit", project, "KP-BKU", "--set", "shortcut=ZZ", "--set", "colour=sky",
        "--set", "pinned=4", "--set", "short_def_id=Buku yang dibuka", "--json",
    ).json  # fmt: skip
    assert (edited["shortcut"], edited["colour"], edited["pinned"]) == ("zz", "#56b4e9", 4)
    refused = run("codebook", "edit", project, "KP-AGT", "--set", "shortcut=zz")
    assert refused.code == 2 and "KP-BKU" in refused.err


def test_merging_is_told_before_it_is_done(run, coded):
    told = run("codebook", "merge", coded, "KP-TRN", "KP-AGT", "--preview", "--json").json
    assert (told["codings"], told["sources"], told["findings"]) == (1, 1, ["F1"])
    out = run("codebook", "merge", coded, "KP-TRN", "KP-AGT", "--preview").out
    assert "1 coding moves, in 1 source" in out and "nothing was changed" in out
    assert any(row["code"] == "KP-TRN" for row in run("codebook", "show", coded, "--json").json)
    run("codebook", "pin", coded, "KP-TRN", "3")
    shown = run("codebook", "show", coded).out
    assert re.search(r"KP-TRN +.*'\w\w 3 ", shown) and "without second coders" in shown


def test_removing_is_told_before_it_is_done_and_asks_about_codes_below(run, coded):
    told = run("codebook", "remove", coded, "KP", "--children", "remove", "--preview", "--json").json
    assert told["codings"] == 2 and told["codes"][0] == "KP" and told["findings"] == ["F1"]
    assert run("codebook", "remove", coded, "KP").code == 2
    assert run("codebook", "remove", coded, "KP", "--children", "up").code == 0
    rows = {row["code"]: row["parent"] for row in run("codebook", "show", coded, "--json").json}
    assert "KP" not in rows and rows["KP-AGT"] == ""


def test_the_history_of_a_code_is_told(run, project):
    run("codebook", "add", project, "KP-BKU", "--name", "Buku kas", "--set", "short_def_id=Buku yang dibuka")
    run("codebook", "edit", project, "KP-BKU", "--set", "short_def_id=Buku kas yang dibuka", "--set", "reason=bimbingan 2", "--coder", "budi")  # fmt: skip
    changes = run("codebook", "history", project, "KP-BKU", "--json").json
    assert [(c["coder"], c["what"], c["version"]) for c in changes] == [
        ("ana", "added", 1),
        ("budi", "changed", 2),
    ]
    out = run("codebook", "history", project, "KP-BKU").out
    assert "Buku{+ kas+} yang dibuka" in out and "bimbingan 2" in out and "budi  changed it" in out


def test_a_code_and_the_log_are_told_in_words_and_names(run, coded):
    out = run("codebook", "show", coded, "KP-TRN", "--lang", "id").out
    assert (
        "Id pendek [code]" in out
        and "Status [status]" in out
        and "deduktif" in out
        and "own_colour" not in out
    )
    with Project.open(coded, coder="ana") as opened:
        ids = [str(opened.codebook.show(code).id) for code in ("KP-TRN", "KP-AGT")]
        opened.codebook.merge(ids[0], into=ids[1])
    told = run("log", coded).out
    assert "KP-TRN → KP-AGT" in told and ids[0] not in told and ids[1] not in told


def test_categories_and_themes_are_made_changed_and_removed(run, project):
    run("codebook", "category", project, "Uang", "--code", "KP-TRN", "--theme", "Percaya", "--note", "kas")
    changed = run("codebook", "category", project, "uang", "--name", "Dana", "--json").json
    assert (changed["name"], changed["codes"], changed["theme"], changed["note"]) == (
        "Dana",
        ["KP-TRN"],
        "Percaya",
        "kas",
    )
    rows = run("codebook", "categories", project, "KP-AGT", "Dana", "Rukun", "--json").json
    assert [row["name"] for row in rows] == ["Dana", "Rukun"]
    assert (
        run("codebook", "theme", project, "Percaya", "--name", "Saling percaya", "--json").json["name"]
        == "Saling percaya"
    )
    assert [row["name"] for row in run("codebook", "theme", project, "--json").json] == ["Saling percaya"]
    assert run("codebook", "theme", project, "Saling percaya", "--remove").code == 0
    assert run("codebook", "category", project, "Rukun", "--remove").code == 0
    assert [(row["name"], row["theme"]) for row in run("codebook", "category", project, "--json").json] == [
        ("Dana", None)
    ]
