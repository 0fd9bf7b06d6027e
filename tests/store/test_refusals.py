"""What a disk or a server refuses is told in words of ours, in both languages, and is no damage; reading goes on."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qualcode import i18n
from qualcode.cli.main import main
from qualcode.errors import StoreError
from qualcode.model import Memo
from qualcode.project import Project
from qualcode.store import reasons
from qualcode.store.check import damaged
from qualcode.store.postgres import PostgreSQL
from qualcode.store.sqlite import SQLiteFile

THEIR_WORDS = re.compile(
    r"disk I/O|database or disk|disk image|malformed|unable to open|readonly database|is locked|Tree \d|rowid|"
    r"is the server running|connection refused|errno|resolve host|\.part\b|restoring|unrecognized",
    re.IGNORECASE,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with an informant."""
    with Project.create(tmp_path / "studi.qualcode", coder="Rara") as project:
        project.informants.add("K1", "PGL")
    return project.path


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file system of 2 MB."""
    place = tmp_path / "stik"
    place.mkdir()
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk can be mounted by root on Linux only")
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "cadangan"))
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path) -> None:
    """Leave not one byte."""
    with (disk / "film.mp4").open("wb") as film:
        film.write(bytes(shutil.disk_usage(disk).free))
    assert shutil.disk_usage(disk).free == 0


@pytest.fixture
def full(path: Path, disk: Path) -> Path:
    """The project on that disk, with nothing left."""
    work = Path(shutil.copy(path, disk / path.name))
    fill(disk)
    return work


READING = ["check {p}", "informant list {p}", "backup {p} {out}/s", "share {p} {out}/b", "report {p} --out {out}/l.md"]  # fmt: skip


@pytest.mark.parametrize("command", READING)
def test_a_project_on_a_disk_without_any_room_is_read(full, tmp_path, capsys, command):
    assert main(command.format(p=full, out=tmp_path).split()) == 0, capsys.readouterr().err
    assert sorted(p.name for p in full.parent.iterdir()) == ["film.mp4", "studi.qualcode"]


WRITING = ["memo add {p} x", "backup {p} {disk}/lagi", "share {p} {disk}/lagi", "new {disk}/baru", "restore {p} {disk}/r"]  # fmt: skip


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("command", WRITING)
def test_what_needs_room_says_so(full, capsys, monkeypatch, command, language):
    monkeypatch.setenv("QUALCODE_LANG", language)
    before = full.read_bytes()
    assert main(command.format(p=full, disk=full.parent).split()) == 2
    said = capsys.readouterr().err
    assert ("disk is full" if language == "en" else "diska penuh") in said and said.count("\n") == 1
    assert not THEIR_WORDS.search(said), said
    assert sorted(p.name for p in full.parent.iterdir()) == ["film.mp4", "studi.qualcode"]
    assert full.read_bytes() == before


def test_a_log_for_which_there_is_no_room_is_kept_and_told(path, disk, capsys):
    """A program that was killed left changes in the log; they come back as soon as there is room."""
    work = disk / path.name
    with Project.open(path, coder="Rara") as project:
        for n in range(12):
            project.notes.add_memo(f"{n} " + "panjang " * 500)
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", f"{work}{end}")
    fill(disk)
    assert main(["memo", "list", str(work)]) == 2
    said = capsys.readouterr().err
    assert "disk is full" in said and "nothing was changed" not in said and said.count("\n") == 1
    (disk / "film.mp4").unlink()
    with Project.open(work, write=False) as project:
        assert len(project.notes.memos()) == 12 and project.history.check() == []


def test_a_reader_of_a_full_disk_does_not_read_past_somebody_who_writes(path, disk):
    """As long as somebody has the file open, what is in his log must be read, too."""
    work = Path(shutil.copy(path, disk / path.name))
    with Project.open(work, coder="Rara") as writer:
        writer.notes.add_memo("satu")
        fill(disk)
        with Project.open(work, write=False) as reader:
            assert [memo.body for memo in reader.notes.memos()] == ["satu"]
    (disk / "film.mp4").unlink()


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_copy_that_cannot_be_written_is_named_as_the_person_named_it(path, disk, capsys, monkeypatch, language):  # fmt: skip
    monkeypatch.setenv("QUALCODE_LANG", language)
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for command in ("share {p} {disk}/s", "backup {p} {disk}/s", "restore {p} {disk}/s"):
        assert main(command.format(p=path, disk=disk).split()) == 2
        said = capsys.readouterr().err
        assert str(disk / "s.qualcode") in said and not THEIR_WORDS.search(said), said


def refusal(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize("name", ["FULL", "IOERR", "CANTOPEN", "BUSY", "LOCKED", "READONLY", "NOMEM", "PERM"])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_what_a_disk_refuses_is_no_damage_and_has_words(path, capsys, monkeypatch, name, language):
    """Also in the middle of checking, when much was read already."""
    monkeypatch.setenv("QUALCODE_LANG", language)

    def refused(*_given: object, **_options: object) -> None:
        raise refusal(getattr(sqlite3, f"SQLITE_{name}") | 5 << 8)

    monkeypatch.setattr("qualcode.store.check.closing", refused)
    assert damaged(path) == []
    monkeypatch.setattr("qualcode.store.check._texts", refused)
    assert main(["check", str(path)]) in (2, 3)
    out, said = capsys.readouterr()
    assert out == "" and said.count("\n") == 1 and not THEIR_WORDS.search(said), said
    assert not re.search("damaged;|rusak;|QUALCODE_DEBUG", said), said


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_damage_is_counted_and_has_no_words_of_sqlite(path, capsys, monkeypatch, language):
    monkeypatch.setenv("QUALCODE_LANG", language)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA writable_schema=ON")
        file.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE code (~' WHERE name = 'code'")
        file.commit()
    for command in ("check {p}", "backup {p} {p}2", "code list {p}", "memo add {p} x"):
        assert main(command.format(p=path).split()) in (1, 2)
        said = "".join(capsys.readouterr())
        assert ("damaged" if language == "en" else "rusak") in said and not THEIR_WORDS.search(said), said


def test_words_of_the_database_are_for_whoever_looks_for_a_fault(monkeypatch):
    assert "I/O" not in reasons.of_file(refusal(sqlite3.SQLITE_IOERR))
    monkeypatch.setenv("QUALCODE_DEBUG", "1")
    assert reasons.of_file(refusal(sqlite3.SQLITE_IOERR)).endswith("[disk I/O error]")


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(
    ("address", "english", "indonesian"),
    [
        ("postgresql://rara@127.0.0.1:1/studi", "no server answers there", "tidak ada server yang menjawab"),
        ("postgresql://rara@nowhere.invalid/studi", "no server of this name", "tidak ada server dengan nama"),
    ],
)
def test_a_server_out_of_reach_is_told_in_words_of_ours(capsys, monkeypatch, address, english, indonesian, language):  # fmt: skip
    pytest.importorskip("psycopg")
    monkeypatch.setenv("QUALCODE_LANG", language)
    assert main(["memo", "list", address]) == 2
    said = capsys.readouterr().err
    assert (english if language == "en" else indonesian) in said and said.count("\n") == 1
    assert not THEIR_WORDS.search(said), said


def test_nothing_was_changed_is_said_only_where_something_was_to_be():
    error = refusal(sqlite3.SQLITE_FULL)
    assert SQLiteFile.understood(error) is not None and PostgreSQL.understood(error) is None
    assert [str(SQLiteFile.understood(error, writing=asked)) for asked in (True, False)] == [
        "the disk is full; nothing was changed",
        "the disk is full",
    ]


def test_an_opening_that_fails_in_a_way_nobody_foresaw_is_damage(path, monkeypatch):
    def fall(*_given: object) -> None:
        raise UnicodeDecodeError("utf-8", b"\xdf", 0, 1, "invalid")

    monkeypatch.setattr("qualcode.project.keeping.table_of", fall)
    for write in (True, False):
        with pytest.raises(StoreError, match="damaged"):
            Project.open(path, write=write)
    monkeypatch.undo()
    with Project.open(path) as project:  # nobody holds it
        project.write("memo.add", lambda tx: tx.insert(Memo(body="x", coder_id=tx.coder.id)))
