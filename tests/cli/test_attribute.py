"""`attribute`: tables read in or refused line by line, counts, joint displays, value for money."""

from __future__ import annotations

import pytest


@pytest.fixture
def surveyed(run, coded):
    file = coded.with_name("survei.csv")
    file.write_text("id,usaha,biaya,hasil\nK1,jalan,3600,17\nD1,henti,3600,0\n", encoding="utf-8")
    assert run("attribute", "import", coded, file).out.startswith("read 3 attributes in 2 rows: 6 new values")
    return coded


def test_attributes_are_listed_and_described(run, surveyed):
    rows = run("attribute", "list", surveyed, "--json").json["rows"]
    assert [(row["name"], row["kind"], row["n"]) for row in rows] == [
        ("umur", "number", 1), ("usaha", "text", 2), ("biaya", "number", 2), ("hasil", "number", 2),
    ]  # fmt: skip
    (known,) = run("attribute", "describe", surveyed, "usaha", "--json").json["rows"]
    assert known["values"][0] == {"value": "henti", "count": 1, "share": 0.5, "interval": None}
    out = run("attribute", "describe", surveyed).out
    assert "50%" in out and ".0%" not in out and "Median" in out and "no random sample" in out
    assert "bukan sampel acak" in run("--lang", "id", "attribute", "describe", surveyed, "usaha").out
    assert run("attribute", "import", surveyed, surveyed.with_name("survei.csv"), "--random-sample").code == 0
    assert "95%" in run("attribute", "describe", surveyed, "usaha").out


def test_a_table_that_does_not_fit_is_told_line_by_line(run, surveyed):
    file = surveyed.with_name("salah.csv")
    file.write_text("id,umur\nK1,muda\nK7,3\nD1,=A1\n", encoding="utf-8")
    ran = run("attribute", "import", surveyed, file)
    assert ran.code == 2 and ran.err.count("\n") == 1
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == ["line 2", "line 3", "line 4"]
    assert '"line": 3' in run("attribute", "import", surveyed, file, "--json").out
    assert run("attribute", "list", surveyed, "--json").json["rows"][0]["n"] == 1


def test_figures_stand_beside_quotes(run, surveyed):
    out = run("attribute", "cross", surveyed, "usaha", "--code", "KP-AGT").out
    assert "jalan: 1/1 (100%) +1" in out and "saling percaya" in out
    known = run("attribute", "cross", surveyed, "biaya", "--code", "KP-AGT", "--quotes", 0, "--json").json
    assert known["rows"][0]["numbers"]["mentioned"]["mean"] == 3600
    assert "1 (100%)" in run("attribute", "cross", surveyed, "usaha", "--by", "group").out
    assert "usaha × group" in run("attribute", "cross", surveyed, "usaha").out
    assert run("attribute", "cross", surveyed, "usaha", "--by", "group", "--code", "KP-AGT").code == 2
    assert run("attribute", "cross", surveyed, "usaha", "--code", "KP-AGT", "--quotes", -1).code == 2


def test_value_for_money_says_what_it_is_not(run, surveyed):
    words = ["attribute", "value", surveyed, "--cost", "biaya", "--per", "usaha=jalan"]
    assert run(*words, "--json").json["ratios"]["cost_per"]["value"] == 7200
    assert "7200 / 1" in run(*words).out
    assert "bukan dampak, tanpa pembanding" in run("--lang", "id", *words).out
    nobody = run("attribute", "value", surveyed, "--cost", "biaya", "--per", "usaha=x").out
    assert "undefined: nobody has usaha = x; its values are: henti, jalan" in nobody
    assert run("attribute", "value", surveyed).code == 2
