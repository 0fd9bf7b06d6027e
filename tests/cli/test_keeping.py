"""`new`, `undo`, `redo`, `log`, `check`, `backup`, `restore`, `study`, and two people at one project."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from qualcode.cli.main import main
from qualcode.errors import StoreError
from qualcode.project import Project
from qualcode.project.backups import news
from qualcode.store import shelf


def test_new_makes_a_project_with_codes(run, tmp_path):
    made = run(
        "new", tmp_path / "N", "--codebook", "social-capital", "--title", "Judul", "--lang", "en", "--json"
    ).json
    assert made == {"path": str(tmp_path / "N.qualcode"), "codes": 29}
    settings = run("study", "show", tmp_path / "N", "--json").json
    assert (settings["title"], settings["language"]) == ("Judul", "en")


def test_the_last_person_is_the_one_who_undoes(run, coded):
    undone = run("undo", coded, "--json").json
    assert undone == {"undone": "finding.link", "coder": "ana"}
    assert len(run("finding", "list", coded, "--json").json[0]["evidence"]) == 1
    assert run("redo", coded).out == "did again: linked evidence (ana)\n"
    assert len(run("finding", "list", coded, "--json").json[0]["evidence"]) == 2
    assert "others have built on it" in run("undo", coded, "--coder", "budi").err


def test_the_log_tells_who_did_what(run, coded):
    rows = run("log", coded, "--json").json
    assert {"id", "number", "at", "coder", "kind", "action", "hash"} <= set(rows[0])
    assert [row["action"] for row in run("log", coded, "--coder", "budi", "--json").json] == [
        "coder.add",
        "coding.add",
    ]
    assert len(run("log", coded, "--last", 2, "--json").json) == 2
    assert "linked evidence" in run("log", coded).out


def test_a_whole_project_passes_the_check(run, coded):
    assert run("check", coded, "--json").json["ok"] is True
    assert run("check", coded).code == 0


def test_a_changed_text_fails_the_check(run, coded):
    with sqlite3.connect(coded) as database:
        database.execute("UPDATE text_version SET body = replace(body, 'percaya', 'curiga') WHERE id = 1")
    database.close()
    ran = run("check", coded, "--json")
    assert ran.code == 1
    assert ran.err.startswith("error: ")
    assert ran.err.count("\n") == 1
    said = json.loads(ran.out)
    assert said["ok"] is False
    assert said["problems"]


def test_a_backup_comes_back_whole_and_says_what_it_holds(run, coded, tmp_path):
    made = run("backup", coded, tmp_path / "b.qualcode", "--json").json
    assert made["real_names"] is True
    assert "nama asli" in run("--lang", "id", "backup", coded, tmp_path / "c.qualcode").out
    assert run("restore", tmp_path / "b.qualcode", tmp_path / "R", "--json").json["path"] == str(
        tmp_path / "R.qualcode"
    )
    assert run("code", "list", tmp_path / "R", "--json").json == run("code", "list", coded, "--json").json
    assert run("restore", tmp_path / "b.qualcode", coded).code == 2  # never over a project


def test_settings_are_changed(run, project):
    words = ["--title", "Modal sosial", "--site", "Sukamaju", "--year", 2024, "--strict-agreement", "--json"]
    settings = run("study", "edit", project, *words).json
    assert [settings[k] for k in ("title", "site", "year", "strict_agreement")] == [
        "Modal sosial",
        "Sukamaju",
        2024,
        True,
    ]


def test_a_second_writer_is_told_who_writes_and_reading_goes_on(run, coded):
    holder = (
        "import sys\nfrom qualcode import Project\n"
        f"with Project.open({str(coded)!r}, coder='citra'):\n"
        "    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None and other.stdout.readline() == b"held\n"
        for words in (["undo", coded], ["memo", "add", coded, "x"], ["suggest", coded]):
            ran = run(*words)
            assert (ran.code, ran.out) == (3, "")
            assert ran.err.startswith("error: ")
            assert "citra" in ran.err
            assert ran.err.count("\n") == 1
        assert (
            "dipakai" in run("--lang", "id", "undo", coded).err
            or "citra" in run("--lang", "id", "undo", coded).err
        )
        for words in (
            ["source", "list"], ["code", "list"], ["triangulate"], ["counts"], ["network"], ["search"], ["log"],
            ["check"], ["finding", "list"], ["suggest", "list"], ["codebook", "show"], ["report", "--format", "md"],
        ):  # fmt: skip
            given = (
                [*words[:2], coded, *words[2:]]
                if words[0] in ("source", "code", "finding", "suggest", "codebook")
                else [words[0], coded, *words[1:]]
            )
            if words == ["search"]:
                given.append("percaya")
            assert run(*given).code == 0, words
        assert run("backup", coded, coded.with_name("b.qualcode")).code == 0
        assert other.stdin is not None
        other.stdin.close()
        other.wait()
    assert run("undo", coded).code == 0


def test_python_sees_what_the_command_line_did(coded):
    with Project.open(coded, write=False) as opened:
        assert [row.code for row in opened.codings.list()] == ["KP-AGT", "KP-TRN"]


def test_a_sample_that_somebody_went_on_with_is_kept_before_it_is_built_anew(project, tmp_path, monkeypatch):
    from qualcode.cli.demo import _nobody_writing
    from qualcode.project.backups import list_snapshots

    with _nobody_writing(project):
        pass
    assert [row.reason for row in list_snapshots(project)] == ["before a large change"]
    (tmp_path / "file").touch()
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "file" / "x"))
    with pytest.raises(StoreError, match="no backup was made"), _nobody_writing(project):
        pytest.fail("it was replaced")


def test_a_path_that_was_dragged_in_is_understood(run, project, tmp_path):
    place = tmp_path / "ruang kerja é"
    place.mkdir()
    moved = project.rename(place / "studi saya.qualcode")
    for given in (f"'{moved}'", f'"{moved}" ', f"file://{str(moved).replace(' ', '%20')}", str(moved)[:-9]):
        assert run("memo", "list", given).code == 0, given
    made = run("new", f"'{place}/baru'", "--json").json["path"]
    assert made == str(place / "baru.qualcode")


def test_the_list_of_backups_tells_what_changed(run, project):
    assert run("memo", "add", project, "x").code == 0
    (row,) = run("snapshots", project, "--json").json
    assert row["changed"] and row["reason"] == "on closing"
    assert "change" in run("snapshots", project).out
    assert "Yang berubah" in run("--lang", "id", "snapshots", project).out


@pytest.fixture
def parted(project, tmp_path):
    """The project and a copy on a stick, in both of which somebody went on."""
    stick = tmp_path / "usb" / "P.qualcode"
    stick.parent.mkdir()
    shutil.copy(project, stick)
    assert main(["memo", "add", str(stick), "di flashdisk"]) == 0
    assert main(["memo", "add", str(project), "di sini"]) == 0
    return stick


def test_a_command_that_only_reads_tells_that_both_copies_went_on_once_a_day(
    run, parted, project, monkeypatch
):
    first = run("informant", "list", parted, "--json")
    assert first.err.startswith("! work went on in both copies") and str(project) in first.err
    assert len(json.loads(first.out)) == 2
    assert run("informant", "list", parted).err == "" == run("source", "list", parted).err
    yesterday(parted)
    assert "both copies" in run("source", "list", parted).err
    (shelf.root() / "told.json").unlink()
    (shelf.root() / "told.json").mkdir()  # cannot be noted
    for _time in range(2):
        again = run("informant", "list", parted)
        assert again.code == 0 and "both copies" in again.err


def yesterday(place, hours: int = 25) -> None:
    """Let what was told about a place be so many hours old."""
    file = shelf.root() / "told.json"
    told = json.loads(file.read_text())
    at = datetime.now(UTC) - timedelta(hours=hours)
    told[shelf.place_name(place)] = {matter: at.isoformat() for matter in told[shelf.place_name(place)]}
    file.write_text(json.dumps(told))


def test_a_command_that_changes_something_tells_once_an_hour(run, parted):
    assert "both copies" in run("memo", "add", parted, "a").err
    assert run("memo", "add", parted, "b").err == ""
    yesterday(parted, hours=2)
    assert run("memo", "list", parted).err == ""
    assert "both copies" in run("memo", "add", parted, "c").err


def test_a_synchronised_folder_is_told_from_the_first_command_on(run, tmp_path, project):
    documents = tmp_path / "OneDrive" / "Documents"
    documents.mkdir(parents=True)
    for name in ("p", "q"):
        made = run("new", documents / name)
        assert made.code == 0 and made.err.startswith("! this folder is synchronised by OneDrive")
    assert run("informant", "list", documents / "p").err == ""  # told a moment ago
    yesterday(documents / "p.qualcode")
    assert "OneDrive" in run("informant", "list", documents / "p").err
    shutil.copy(project, tmp_path / "cadangan.qualcode")
    assert "OneDrive" in run("restore", tmp_path / "cadangan.qualcode", documents / "r").err
    assert "disinkronkan" in run("--lang", "id", "new", documents / "s").err


def test_another_copy_put_in_place_is_told_by_the_next_command(run, parted, project):
    parted.replace(project)
    ran = run("informant", "list", project)
    assert ran.err.startswith("! ") and "put in its place" in ran.err and ran.err.count("\n") == 1


def test_telling_costs_little(project):
    news(project, timedelta(days=1))  # what is imported then is counted elsewhere
    began = time.process_time()
    for _round in range(10):
        news(project, timedelta(days=1))
    assert (time.process_time() - began) / 10 < 0.05
