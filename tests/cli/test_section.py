"""`section`: asked for, listed, changed, moved, removed; what does not fit is one line."""

from __future__ import annotations

import pytest


@pytest.fixture
def surveyed(run, coded):
    file = coded.with_name("survei.csv")
    file.write_text("id,usaha,biaya\nK1,jalan,3600\nD1,henti,3600\n", encoding="utf-8")
    assert run("attribute", "import", coded, file).code == 0
    return coded


def test_sections_are_asked_for_and_put_in_order(run, surveyed):
    assert (
        run("section", "add", surveyed, "attribute", "name=usaha", "--title", "Usaha").out
        == "section 1: Usaha\n"
    )
    made = run("section", "add", surveyed, "value", "cost=biaya", "per=usaha=jalan", "--json").json
    assert (made["number"], made["settings"]) == (2, {"cost": "biaya", "per": ["usaha", "jalan"]})
    assert run("section", "move", surveyed, 2, 1).out == "section 1: Value for money\n"
    assert run("section", "edit", surveyed, 1, "unit=Rp", "per=", "--note", "Catatan.").code == 0
    rows = run("section", "list", surveyed, "--json").json
    assert [(row["kind"], row["settings"], row["note"]) for row in rows] == [
        ("value", {"cost": "biaya", "unit": "Rp"}, "Catatan."), ("attribute", {"name": "usaha"}, ""),
    ]  # fmt: skip
    assert "cost=biaya unit=Rp" in run("section", "list", surveyed).out
    shown = run("section", "show", surveyed, 2).out
    assert (
        shown.startswith("Usaha\n")
        and "jalan" in shown
        and all(len(line) <= 100 for line in shown.split("\n"))
    )
    known = run("section", "show", surveyed, rows[1]["id"], "--json").json
    assert known == {**rows[1], "text": shown}
    assert run("section", "show", surveyed, 3).err.startswith("error: there is no section 3")
    out = surveyed.with_name("r.md")
    assert run("report", surveyed, "--out", out, "--accept-leaks").code == 0
    assert "Catatan." in out.read_text(encoding="utf-8")
    assert run("section", "remove", surveyed, rows[0]["id"]).code == 0
    assert len(run("section", "list", surveyed, "--json").json) == 1
    assert run("undo", surveyed).code == 0
    assert len(run("section", "list", surveyed, "--json").json) == 2
    assert "asked for a section of the report" in run("log", surveyed).out


def test_kinds_are_told_with_their_settings(run):
    out = run("section", "kinds").out
    assert "joint: codes over the values" in out and "codes      the codes (needed)" in out
    assert "tampilan" not in out and "kode menurut nilai" in run("--lang", "id", "section", "kinds").out
    kinds = {row["kind"]: row["settings"] for row in run("section", "kinds", "--json").json}
    assert kinds["agreement"][1]["name"] == "unit"


def test_what_does_not_fit_is_one_line(run, surveyed):
    for words in (
        ("add", surveyed, "nihil"),
        ("add", surveyed, "attribute", "usaha"),
        ("add", surveyed, "attribute", "kind=x"),
        ("add", surveyed, "attribute", "name=tinggi"),
        ("edit", surveyed, 1, "name=usaha"),
        ("edit", surveyed, 1),
        ("move", surveyed, 1, 1),
        ("remove", surveyed, 1),
    ):
        ran = run("section", *words)
        assert ran.code == 2 and ran.err.count("\n") == 1 and ran.err.startswith("error:"), words
