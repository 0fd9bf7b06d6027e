"""What the command line tells of an export that could give somebody away, and of one that was written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qualcode.cli.main import main

NAME = "Tarmini"
PHONE = "0812 3456 7890"


@pytest.fixture
def named(coded, run):
    """The project with a real name in a memo, a code and an actor, and with the name of K1 known."""
    assert run("informant", "edit", coded, "K1", "--alias", f"Bu {NAME}").code == 0
    assert run("memo", "add", coded, f"Bu {NAME} ragu", "--title", f"Soal {NAME}").code == 0
    assert run("codebook", "edit", coded, "KP-AGT", "--set", f"short_def_id=cara {NAME}").code == 0
    assert run("actor", "add", coded, f"warung {NAME}", "--group", "LAIN").code == 0
    assert run("tie", "add", coded, "K1", f"warung {NAME}", "--type", "aid").code == 0
    return coded


def exports(project, place):
    return [
        ["report", project, "--out", place / "r.md"],
        ["memo", "export", project, place / "m.md"],
        ["codebook", "export", project, place / "c.yaml"],
        ["codebook", "export", project, place / "c.csv"],
        ["network", project, "--export", place / "g.graphml"],
        ["network", project, "--export", place / "g.svg"],
        ["share", project, place / "s"],
    ]


def test_every_export_puts_codes_in_place_of_names(run, named, tmp_path):
    for words in exports(named, tmp_path):
        ran = run(*words)
        assert (ran.code, ran.err) == (0, ""), words
    files = [
        tmp_path / name for name in ("r.md", "m.md", "c.yaml", "c.csv", "g.graphml", "g.svg", "s.qualcode")
    ]
    assert not [
        file.name for file in files if NAME.lower() in file.read_bytes().decode("utf-8", "replace").lower()
    ]
    for words in (["memo", "export", named], ["codebook", "export", named]):
        ran = run(*words)
        assert ran.code == 0 and "[K1]" in ran.out and NAME not in ran.out


def test_what_goes_to_the_screen_is_looked_through_and_its_places_stand_beside_it(run, named):
    assert run("memo", "add", named, f"satu\ndua {PHONE}").code == 0
    ran = run("memo", "export", named)
    assert (ran.code, ran.out) == (4, "")
    assert "  memo 2, line 2: phone number “" in ran.err and PHONE not in ran.err
    assert ran.err.splitlines()[-1].startswith("error: 1 place could tell who somebody is")
    assert json.loads(run("memo", "export", named, "--json").out)["places"][0]["where"] == "memo 2, line 2"
    assert PHONE in run("memo", "export", named, "--accept-leaks").out
    assert "memo 2, baris 2: nomor telepon" in run("--lang", "id", "memo", "export", named).err


def test_all_places_are_listed_where_many_are(run, named, tmp_path):
    for number in range(8):
        assert run("memo", "add", named, f"081234567{number}90").code == 0
    ran = run("memo", "export", named, tmp_path / "m.md")
    assert ran.code == 4 and ran.out.count("phone number") == 8
    assert "and 3 more" in ran.err and ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "only 1 person with group = PGL: those who know"), ("id", "hanya 1 orang dengan kelompok = PGL")],
)
def test_small_groups_are_told_where_groups_are_shown(run, named, tmp_path, language, said):
    for words in exports(named, tmp_path):
        ran = run("--lang", language, *words)
        if words[0] in ("report", "network"):
            assert f"! {said}" in ran.out, words
    assert "umur = 41" in ran.out  # a shared copy has the attributes, too
    report = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert "Kurang dari tiga informan: " in report and "PGL (1)" in report
    for words in exports(named, tmp_path)[:2]:
        made = run(*words, "--json").json
        assert bool(made["remarks"]) == (words[0] == "report")


def test_a_name_of_two_people_is_told(run, named, tmp_path):
    assert run("informant", "edit", named, "D1", "--alias", NAME).code == 0
    assert "! one name stands for K1/D1" in run("memo", "export", named, tmp_path / "m.md").out
    assert "[K1/D1]" in (tmp_path / "m.md").read_text(encoding="utf-8")
    assert "! one name stands for K1/D1" in run("memo", "export", named).err


def test_real_names_in_a_table_are_kept_apart_and_are_no_attribute(run, project, tmp_path):
    table = tmp_path / "orang.csv"
    table.write_text(
        f"id,group,nama,panggilan,umur\nK7,PGL,Siti {NAME},Ning;Mbak Ning,41\n", encoding="utf-8"
    )
    (row,) = run("informant", "import", project, table, "--json").json
    assert row["attributes"] == {"umur": 41}
    assert run("memo", "add", project, f"Siti {NAME} dan Mbak Ning").code == 0
    assert "[K7] dan Mbak [K7]" in run("memo", "export", project).out
    ran = run("informant", "edit", project, "K7", "--attr", "Nama=Siti")
    assert (ran.code, "--alias" in ran.err) == (2, True)
    assert main(["informant", "edit", str(project), "K7"]) == 2


@pytest.mark.parametrize(("language", "formats"), [("id", ("docx", "html", "pdf", "md")), ("en", ("md",))])
def test_the_sample_study_leaves_without_a_question(run, study, tmp_path, language, formats):
    project = Path(shutil.copy(study / "kube.qualcode", tmp_path))
    assert run("memo", "add", project, "Catatan 2024-05-31 14:30, 12:345, b.45-52").code == 0
    reports = [["report", project, "--format", kind, "--lang", language, "--out", tmp_path / f"x.{kind}"] for kind in formats]  # fmt: skip
    for words in [*reports, *exports(project, tmp_path)[1:]]:
        ran = run("--lang", language, *words)
        assert ran.code == 0, (words, ran.err)
    assert run("check", tmp_path / "s.qualcode").code == 0
    report = (tmp_path / "x.md").read_text(encoding="utf-8")
    names = ("Yanti", "Warni", "Endah", "Tumi", "Marsi", "Darmo", "Hendro", "Sulis", "Galih", "Parni")
    assert not [name for name in names if name in report]
