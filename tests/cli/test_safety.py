"""What must not happen to files and people: nothing is written over, nothing leaves unseen, nothing is kept silent."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from qualcode.cli import output
from qualcode.cli.main import main
from qualcode.project import Project
from qualcode.store import engine
from qualcode.text.leaks import scan

EXPORTS = [
    (["report", "P", "--out", "F"], "md"),
    (["report", "P", "--out", "F"], "html"),
    (["memo", "export", "P", "F"], "md"),
    (["codebook", "export", "P", "F"], "yaml"),
    (["codebook", "export", "P", "F"], "csv"),
    (["network", "P", "--export", "F"], "graphml"),
    (["network", "P", "--export", "F"], "svg"),
]


@pytest.fixture
def noted(coded, run):
    """The project with a memo, so that there is one to export."""
    assert run("memo", "add", coded, "Who keeps the book?").code == 0
    return coded


def filled(words, project, file):
    return [{"P": project, "F": file}.get(word, word) for word in words]


# what stands where an export is to go


@pytest.mark.parametrize(("words", "suffix"), EXPORTS)
def test_an_export_replaces_one_of_its_kind_through_links_and_nothing_else(
    run, noted, tmp_path, words, suffix
):
    place = tmp_path / "out"
    place.mkdir()
    old, link = place / f"old.{suffix}", place / f"link.{suffix}"
    old.write_text("an earlier one")
    old.chmod(0o600)
    link.symlink_to(old.name)
    ran = run(*filled(words, noted, link))
    assert ran.code == 0, ran.err
    assert link.is_symlink()
    assert old.read_bytes() != b"an earlier one"
    assert old.stat().st_mode & 0o777 == 0o600
    [kept] = {path.name for path in place.iterdir()} - {old.name, link.name}
    assert (place / kept).read_text() == "an earlier one"  # somebody's work is not thrown away


@pytest.mark.parametrize(("words", "suffix"), EXPORTS)
def test_an_export_never_replaces_a_pipe_a_folder_or_a_project(run, noted, tmp_path, words, suffix):
    place = tmp_path / "out"
    place.mkdir()
    pipe, folder, other = (place / f"{name}.{suffix}" for name in ("pipe", "folder", "other"))
    os.mkfifo(pipe)
    folder.mkdir()
    (folder / "inside").touch()
    shutil.copy(noted, other)
    looping = place / f"loop.{suffix}"
    looping.symlink_to(looping.name)
    aside = place / f"aside.{suffix}"
    aside.symlink_to(pipe.name)
    before = other.read_bytes()
    for target in (pipe, other, looping, aside, *([] if words[0] == "report" else [folder])):
        ran = run(*filled(words, noted, target))
        assert ran.code == 2, target
        assert ran.err.count("\n") == 1 and target.name in ran.err
    assert pipe.is_fifo() and other.read_bytes() == before and looping.is_symlink()


def test_a_transcript_is_never_taken_for_a_report(run, noted, tmp_path):
    transcript = tmp_path / "W02.txt"
    before = transcript.read_bytes()
    ran = run("report", noted, "--out", transcript, "--format", "md")
    assert (ran.code, "is not a report; choose another name" in ran.err) == (2, True)
    # The first transcript ends in .md as a report does, and is known by what it holds.
    for words in (
        ["report", noted, "--out", tmp_path / "W01.md"],
        ["memo", "export", noted, tmp_path / "W01.md"],
    ):
        ran = run(*words)
        assert (ran.code, "was read in as a source" in ran.err) == (2, True)
    assert transcript.read_bytes() == before


def test_nothing_is_written_under_the_name_of_a_project_or_its_log(run, noted, tmp_path):
    for name in ("new.qualcode", "P.qualcode-wal"):
        assert run("report", noted, "--out", tmp_path / name, "--format", "md").code == 2
        assert run("memo", "export", noted, tmp_path / name).code == 2
        assert not (tmp_path / name).exists()


def test_an_export_without_memos_leaves_no_file(run, project, tmp_path):
    ran = run("memo", "export", project, tmp_path / "memos.md")
    assert (ran.code, "there is no memo yet" in ran.err) == (2, True)
    assert not (tmp_path / "memos.md").exists()


def test_a_demo_built_anew_leaves_what_is_no_report(run, tmp_path):
    (tmp_path / "kube-triangulation.pdf").symlink_to(tmp_path / "pipe.pdf")
    os.mkfifo(tmp_path / "pipe.pdf")
    assert "is not a file" in run("demo", "--at", tmp_path, "--no-open").err


# an answer that cannot be printed


class Full(io.StringIO):
    """A standard output on a full disk."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_change_that_cannot_be_told_is_told_to_be_made(noted, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Full())
        patch.setattr("qualcode.cli.main._let_go_of_output", lambda: None)
        assert main(["memo", "add", str(noted), "x"]) == 2
        said = capsys.readouterr().err
        assert main(["memo", "list", str(noted)]) == 2
        read = capsys.readouterr().err
        assert main(["memo", "add", str(noted), "y", "--json"]) == 2
    assert said.startswith("error: the answer could not be printed (the disk is full); the change was made")
    assert said.count("\n") == 1
    assert read == "error: the answer could not be printed (the disk is full)\n"
    with Project.open(noted, write=False) as opened:
        assert [memo.body for memo in opened.notes.memos()][1:] == ["x", "y"]


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_closed_streams_stop_nothing(project, closed):
    command = f'"{sys.executable}" -m qualcode memo add "{project}" "kept" {closed}'
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with Project.open(project, write=False) as opened:
        assert [memo.body for memo in opened.notes.memos()] == ["kept"]
        assert not opened.history.check()


def test_an_unforeseen_error_after_the_change_does_not_deny_it(run, project, monkeypatch):
    def fail(*_given: object, **_more: object) -> None:
        raise ZeroDivisionError("late")

    monkeypatch.setattr("qualcode.cli.memo.done", fail)
    assert "after the change was made" in run("memo", "add", project, "x").err


# every problem can be seen

BOOK = """\
codebook: b
codes:
  - code: A
    name: {id: Satu}
    colour: red
  - code: B
    parent: NONE
    name: {id: Dua}
"""


def test_lint_lists_every_problem_of_a_file(run, project, tmp_path):
    book = tmp_path / "book.yaml"
    book.write_text(BOOK)
    for words in (["codebook", "lint", book], ["codebook", "lint", project, book]):
        ran = run(*words)
        assert ran.code == 2
        assert [line.split(":")[0] for line in ran.out.splitlines()] == [
            "book.yaml, line 5",
            "book.yaml, line 7",
        ]
        assert ran.err.count("\n") == 1
        listed = json.loads(run(*words, "--json").out)
        assert [problem["line"] for problem in listed["problems"]] == [5, 7]
    imported = run("codebook", "import", project, book, "--json")
    assert [problem["line"] for problem in json.loads(imported.out)["problems"]] == [5, 7]
    assert imported.err.count("\n") == 1


def test_a_shortcut_people_have_by_heart_stays_with_its_code(run, project, tmp_path):
    assert run("codebook", "edit", project, "KP-AGT", "--set", "shortcut=zz").code == 0
    book = tmp_path / "book.yaml"
    book.write_text("codebook: b\ncodes:\n  - code: NEW\n    name: {id: Baru}\n    shortcut: zz\n")
    assert run("codebook", "import", project, book).code == 0
    codes = {code["code"]: code["shortcut"] for code in run("codebook", "show", project, "--json").json}
    assert codes["KP-AGT"] == "zz"
    assert len(codes["NEW"]) == 2 and codes["NEW"] != "zz"


def test_a_codebook_read_twice_fits_itself(run, project, tmp_path):
    assert run("codebook", "export", project, tmp_path / "own.yaml").code == 0
    assert run("codebook", "import", project, tmp_path / "own.yaml", "--json").json["added"] == []


def test_codings_read_twice_name_file_line_and_span(run, project, tmp_path):
    table = tmp_path / "codes.csv"
    table.write_text("source,start,end,code\nW01.md,44,51,KP-AGT\nW01.md,52,58,KP-AGT\n")
    assert run("code", "import", project, table).code == 0
    ran = run("code", "import", project, table, "--json")
    assert ran.err == "error: codes.csv, line 2: 44:51 is coded KP-AGT already (and 1 more problem)\n"
    assert [problem["line"] for problem in json.loads(ran.out)["problems"]] == [2, 3]


def test_informants_that_do_not_fit_name_file_and_lines(run, project, tmp_path):
    table = tmp_path / "people.csv"
    table.write_text("id,group,level\nA1,ANG,0\nk1,PGL,\nA2,ang,1\nA3,ANG,-1\n,ANG,\n")
    ran = run("informant", "import", project, table, "--json")
    assert ran.err.startswith("error: people.csv, line 3: ") and "K1 already" in ran.err
    assert [problem["line"] for problem in json.loads(ran.out)["problems"]] == [3, 4, 5, 6]
    assert len(run("informant", "list", project, "--json").json) == 2


def test_retagging_a_coding_as_another_says_so(run, coded, span_of):
    words = ["--source", "W01.md", "--span", span_of("Kami saling percaya")]
    assert run("code", "add", coded, *words, "--code", "KP-TRN").code == 0
    ran = run("code", "edit", coded, 3, "--code", "KP-AGT")
    assert (ran.code, "is coded KP-AGT already" in ran.err) == (2, True)
    bad = run("code", "add", coded, *words, "--code", "KP-AGT", "--valence", "good")
    assert "valence is one of" in bad.err


# damage


@pytest.mark.parametrize("how", ["first bytes", "cut", "middle"])
def test_a_damaged_file_fails_the_check_with_what_is_wrong(run, coded, how):
    data = bytearray(coded.read_bytes())
    if how == "first bytes":
        data[:16] = bytes(16)
    elif how == "cut":
        del data[len(data) // 2 :]
    else:
        data[4096 : len(data) // 2] = b"\xa5" * (len(data) // 2 - 4096)
    coded.write_bytes(data)
    ran = run("check", coded, "--json")
    assert ran.code == 1
    said = json.loads(ran.out)
    assert said["problems"] and "qualcode check" not in ran.out + ran.err
    assert ran.err.count("\n") == 1


def test_strangers_in_the_file_are_found(run, coded):
    with closing(sqlite3.connect(coded)) as database, database:
        database.execute("CREATE TABLE loot (x)")
        database.execute("CREATE VIEW peek AS SELECT * FROM coding")
        database.execute("CREATE TRIGGER spy AFTER INSERT ON coding BEGIN DELETE FROM memo; END")
        database.execute("DROP INDEX ix_turn_place")
    ran = run("check", coded, "--json")
    assert ran.code == 1
    assert json.loads(ran.out)["problems"] == [
        "the file holds a table loot that is not part of a project",
        "the file holds a trigger spy that is not part of a project",
        "the file holds a view peek that is not part of a project",
        "the file lacks the index ix_turn_place",
    ]
    with closing(sqlite3.connect(coded)) as database, database:
        database.execute("ALTER TABLE loot RENAME TO 'lo\t\not'")
    ran = run("check", coded)
    assert len(ran.out.splitlines()) == 4 and ran.err.count("\n") == 1
    assert "a table lo  ot that" in ran.out


# names, numbers, nothing


@pytest.mark.parametrize("name", ["", ".", "..", "/"])
def test_a_project_needs_a_name(run, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    for words in (["new", name], ["restore", tmp_path / "x.qualcode", name], ["share", "x", name]):
        ran = run(*words)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert "a project needs a name" in ran.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("words", "existing"),
    [
        (["informant", "add", "P", "N1", "--group", "pgl"], "PGL"),
        (["informant", "edit", "P", "K1", "--group", "Pgl"], "PGL"),
        (["informant", "add", "P", "k1", "--group", "PGL"], "K1"),
        (["informant", "edit", "P", "D1", "--code", "k1"], "K1"),
        (["group", "edit", "P", "dIN", "--note", "x"], "DIN"),
        (["source", "edit", "P", "W01.md", "--group", "din"], "DIN"),
        (["memo", "add", "P", "x", "--coder", "Ana"], "ana"),
    ],
)
def test_a_name_that_differs_only_by_case_is_refused_with_the_one_there_is(run, project, words, existing):
    ran = run(*filled(words, project, None))
    assert ran.code == 2
    assert f" {existing} already; write it so" in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ["informant", "add", "P", "N1", "--group", "PGL", "--level", "-1"],
        ["informant", "edit", "P", "K1", "--level", "-1"],
        ["group", "edit", "P", "PGL", "--level", "-1"],
    ],
)
def test_levels_begin_at_nought(run, project, words):
    assert "a level is a whole number from 0, not -1" in run(*filled(words, project, None)).err


@pytest.mark.parametrize(
    "words",
    [
        ["code", "edit", "P", "1"],
        ["finding", "edit", "P", "F1"],
        ["informant", "edit", "P", "K1"],
        ["study", "edit", "P"],
        ["codebook", "edit", "P", "KP-AGT"],
        ["memo", "edit", "P", "1"],
    ],
)
def test_an_edit_of_nothing_says_so(run, coded, words):
    ran = run(*filled(words, coded, None))
    assert (ran.code, "nothing to change" in ran.err) == (2, True)


# signs that steer a terminal

STEERING = "\x1b]0;x\x07\x9b31m\u202eevil\u2069"


def test_no_sign_that_steers_a_terminal_is_printed(run, project, tmp_path):
    file = tmp_path / "steering.txt"
    file.write_text(f"Informan: Kami {STEERING} percaya.\n", encoding="utf-8")
    assert run("source", "add", project, file).code == 0
    with Project.open(project) as opened:
        opened.findings.add(f"Claim {STEERING}")
    for words in (
        ["source", "show", project, "steering.txt"],
        ["search", project, "percaya"],
        ["finding", "list", project],
    ):
        ran = run(*words)
        assert ran.code == 0
        assert not set("\x1b\x07\x9b\u202e\u2069") & set(ran.out)
    assert "\u241b" in run("finding", "list", project).out
    assert run("finding", "list", project, "--json").json[0]["claim"] == f"Claim {STEERING}"


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x9b", "\u202e"])
def test_names_with_hidden_signs_are_refused(run, project, tmp_path, sign):
    for words in (
        ["finding", "add", project, f"a{sign}b"],
        ["informant", "add", project, f"a{sign}b", "--group", "PGL"],
        ["nonsense" + sign],
    ):
        ran = run(*words)
        assert ran.code == 2 and sign not in ran.err
    table = tmp_path / "people.csv"
    table.write_text(f"id,group\nA{sign}1,ANG\n", encoding="utf-8")
    ran = run("informant", "import", project, table)
    assert ran.code == 2 and sign not in ran.err


def test_what_is_printed_keeps_its_words():
    assert output.painted("Café\té 👩‍👩‍👧\n\u200f") == "Café\té 👩‍👩‍👧\n\u200f"


def test_no_cell_breaks_its_row(capsys):
    output.print_table(["Code", "k\t+"], [["A1\tB\nC", "2"], ["A2\r", "10"], ["  A3\u2028", "3"]])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        ["Code", "k", "+"],
        ["A1", "B", "C", "2"],
        ["A2␍", "10"],
        ["A3\\u2028", "3"],
    ]
    assert len({len(line) for line in lines}) == 1 and "\t" not in "".join(lines)


# files that are none


@pytest.mark.parametrize("what", ["pipe", "loop"])
def test_pipes_and_loops_are_no_files(run, project, tmp_path, what):
    for suffix in ("qualcode", "yaml", "csv"):
        place = tmp_path / f"x.{suffix}"
        if what == "pipe":
            os.mkfifo(place)
        else:
            place.symlink_to(place.name)
    for words in (
        ["source", "list", tmp_path / "x.qualcode"],
        ["memo", "add", tmp_path / "x.qualcode", "y"],
        ["check", tmp_path / "x.qualcode"],
        ["restore", tmp_path / "x.qualcode", tmp_path / "R"],
        ["codebook", "import", project, tmp_path / "x.yaml"],
        ["codebook", "lint", tmp_path / "x.yaml"],
        ["code", "import", project, tmp_path / "x.csv"],
        ["informant", "import", project, tmp_path / "x.csv"],
    ):
        ran = run(*words)
        assert (ran.code, "is not a file" in ran.err) == (2, True), words


def test_a_file_nobody_may_read_is_said_to_be_so(run, project, tmp_path, monkeypatch):
    (tmp_path / "b.yaml").write_text("codebook: b\n")
    refused = PermissionError(errno.EACCES, "Permission denied")

    def deny(*_given: object, **_more: object) -> None:
        raise refused

    monkeypatch.setattr(Path, "read_bytes", deny)
    ran = run("codebook", "import", project, tmp_path / "b.yaml")
    assert (ran.code, "cannot be read: no permission" in ran.err) == (2, True)
    monkeypatch.setattr(Path, "open", deny)
    ran = run("source", "list", project)
    assert (ran.code, "cannot read" in ran.err) == (2, True)


def test_a_file_without_the_right_to_read_is_said_to_be_so(run, project, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_given: False)
    assert "cannot read" in run("source", "list", project).err


def test_a_backup_needs_no_right_to_write_beside_the_project(run, coded, tmp_path, monkeypatch):
    """Where nothing may be written SQLite must not be asked for a log; the rights are only played here."""
    asked: list[str] = []
    real = sqlite3.connect

    def connect(name: object, *given: object, **more: object) -> sqlite3.Connection:
        asked.append(str(name))
        return real(name, *given, **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(engine.os, "access", lambda _path, right: right == os.R_OK)
    monkeypatch.setattr(sqlite3, "connect", connect)
    assert run("backup", coded, tmp_path / "b.qualcode").code == 0
    assert any("P.qualcode?mode=ro&immutable=1" in name for name in asked)


# snapshots and copies for others


def test_a_large_change_leaves_a_snapshot_that_comes_back(run, coded, tmp_path):
    book = tmp_path / "b.yaml"
    book.write_text("codebook: b\ncodes:\n  - code: NEW\n    name: {id: Baru}\n")
    assert run("codebook", "import", coded, book).code == 0
    rows = run("snapshots", coded, "--json").json
    before = next(row for row in rows if row["reason"] == "before a large change")
    assert "before a large change" in run("snapshots", coded).out
    beside = run("snapshots", coded, "--restore", before["number"], "--json").json["path"]
    shown = run("codebook", "show", beside, "--json")
    assert "NEW" not in {row["code"] for row in json.loads(shown.out)}
    assert shown.err.startswith(f"! {coded.name} is newer")
    assert run("snapshots", coded, "--replace").code == 2
    made = run("snapshots", coded, "--restore", before["name"], "--replace", "--json").json
    assert made["path"] == str(coded) and made["kept"]
    assert "NEW" not in {row["code"] for row in run("codebook", "show", coded, "--json").json}
    coded.unlink()
    assert run("snapshots", coded, "--restore", 1, "--replace").code == 0
    assert run("check", coded).code == 0


def test_a_snapshot_that_cannot_be_taken_is_told_and_stops_nothing(run, project, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "file" / "inside"))
    ran = run("memo", "add", project, "x")
    assert ran.code == 0
    assert ran.err.startswith("! no backup was made")
    assert ran.out == "wrote memo 1\n"


def test_a_synchronised_folder_is_told_on_writing_only(run, project, tmp_path):
    place = tmp_path / "Dropbox"
    place.mkdir()
    moved = Path(shutil.copy(project, place / "P.qualcode"))
    assert "Dropbox" in run("memo", "add", moved, "x").err
    assert run("memo", "list", moved).err == ""


PHONE = "0812 3456 7890"


@pytest.fixture
def telling(noted, run):
    """The project with a phone number in a memo, a code's field and a claim."""
    assert run("memo", "add", noted, f"Call {PHONE}").code == 0
    assert run("codebook", "edit", noted, "KP-AGT", "--set", f"short_def_id=Hubungi {PHONE}").code == 0
    assert run("finding", "edit", noted, "F1", "--claim", f"Trust, see {PHONE}.").code == 0
    return noted


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["report", "P", "--out", "F"], "r.html"),
        (["memo", "export", "P", "F"], "m.md"),
        (["codebook", "export", "P", "F"], "c.yaml"),
        (["share", "P", "F"], "s.qualcode"),
    ],
)
def test_what_could_tell_who_somebody_is_leaves_only_when_accepted(run, telling, tmp_path, words, name):
    file = tmp_path / name
    ran = run(*filled(words, telling, file))
    assert ran.code == 4
    assert ran.err.startswith("error: ") and ran.err.count("\n") == 1
    assert "--accept-leaks" in ran.err and PHONE not in ran.out + ran.err
    assert not file.exists()
    places = json.loads(run(*filled(words, telling, file), "--json").out)["places"]
    assert {place["kind"] for place in places} == {"phone number"}
    assert run(*filled(words, telling, file), "--accept-leaks").code == 0
    assert file.exists()


def test_hashes_and_ids_are_nobodys_numbers():
    made = "9" * 64 + " 12345678-1234-1234-1234-123456789012 3501234567890123"
    assert [made[leak.start : leak.stop] for leak in scan(made)] == ["3501234567890123"]
