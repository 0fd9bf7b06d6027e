"""A project on a server is backed up into files here, listed, brought back, opened by command and app; no password stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qualcode.cli.main import main
from qualcode.errors import BadInput, StoreError
from qualcode.model import Code
from qualcode.project import Project
from qualcode.project.backups import list_snapshots, notices, restore, saved_line
from qualcode.store import ballast, shelf, snapshots
from qualcode.store.shelf import Reason


@pytest.fixture
def second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the snapshots go."""
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "cadangan"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "cadangan"


@pytest.fixture
def url(server: Callable[..., str], second: Path) -> str:
    """A project on the server with one memo, the password of its user in the address."""
    url = server().replace("postgres:@", "postgres:rahasia@")
    with Project.create(url, coder="Rara", title="Studi bersama") as project:
        project.notes.add_memo("satu")
    return url


def bodies(place: str | Path) -> list[str]:
    with Project.open(place, write=False) as project:
        return [memo.body for memo in project.notes.memos()]


def test_closing_after_a_change_leaves_a_file_that_opens(url, second):
    with Project.open(url, snapshot_after=snapshots.ALWAYS) as project:
        assert project.sharing.saved_line() == "saved · no backup yet"
    assert list_snapshots(url) == []
    with Project.open(url, snapshot_after=snapshots.ALWAYS) as project:
        project.notes.add_memo("dua")
        head = project.keeper.notice
    (row,) = list_snapshots(url)
    assert head == "" and bodies(row.path) == ["satu", "dua"]
    with Project.open(row.path, write=False) as copied, Project.open(url, write=False) as project:
        assert copied.history.check() == [] and copied.history.head() == project.history.head()
        assert project.sharing.saved_line() == "saved · last backup: just now"
    with Project.open(url, snapshot_after=snapshots.HOURLY) as project:
        project.notes.add_memo("tiga")
    assert len(list_snapshots(url)) == 1  # within the hour
    assert notices(url) == []


def test_the_state_before_a_large_change_is_kept(url):
    with Project.open(url, snapshot_after=snapshots.HOURLY) as project:
        project.write("code.add", lambda tx: tx.insert_all([Code(code=f"X{n}") for n in range(30)]))
        (row,) = project.sharing.snapshots()
        assert row.reason == "before a large change"
        with Project.open(row.path, write=False) as before:
            assert before.codebook.list() == [] and bodies(row.path) == ["satu"]


def test_no_password_is_written_to_disk(url, second, tmp_path):
    snapshots.take(url, Reason.ASKED)
    assert list_snapshots(url)[0].changed != "–"
    for file in tmp_path.rglob("*"):
        if file.is_file():
            assert b"rahasia" not in file.read_bytes(), file
    assert shelf.last(url) is not None and shelf.last(url.replace("rahasia", "lain")) is not None


def test_a_backup_comes_back_as_a_file_and_into_an_empty_database(url, server, tmp_path):
    snapshots.take(url, Reason.ASKED)
    with pytest.raises(BadInput, match="not replaced"):
        restore(url, "1", replace=True)
    made, kept = restore(url, "1")
    assert kept is None and made.parent == tmp_path and made.suffix == ".qualcode"
    assert bodies(made) == ["satu"]
    empty = server()
    assert main(["restore", str(made), empty]) == 0
    assert bodies(empty) == ["satu"]


def test_the_list_is_there_when_the_server_is_not(url, second):
    snapshots.take(url, Reason.ASKED)
    gone = url.replace("?host=", "?port=1&host=")
    place = second / next(second.iterdir()).name / "project.json"
    place.write_text(place.read_text().replace(shelf.place_name(url), shelf.place_name(gone)))
    with pytest.raises(StoreError):
        Project.open(gone)
    assert len(list_snapshots(gone)) == 1 and "just now" in saved_line(gone)


def test_commands_take_the_address(url, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("QUALCODE_LANG", "en")
    assert main(["memo", "add", url, "dua"]) == 0
    assert main(["snapshots", url]) == 0
    said = capsys.readouterr()
    assert "on closing" in said.out and said.err == "" and "rahasia" not in said.out
    assert main(["snapshots", url, "--restore", "1"]) == 0
    assert main(["snapshots", url, "--restore", "1", "--replace"]) == 2
    assert main(["backup", url, str(tmp_path)]) == 0
    said = capsys.readouterr()
    assert said.err.count("\n") == 1 and "rahasia" not in said.out + said.err
    day = f"{datetime.now(UTC).astimezone():%Y-%m-%d}"
    assert any(day in p.name for p in tmp_path.glob("*.qualcode"))


def test_the_ballast_of_this_disk_is_not_thrown_off_for_a_server(url, monkeypatch):
    ballast.load()
    monkeypatch.setattr(ballast, "drop", lambda _path: pytest.fail("dropped"))
    with Project.open(url, snapshot_after=snapshots.ALWAYS) as project:

        def fail(tx):
            raise StoreError("full")

        with pytest.raises(StoreError):
            project.write("x", fail)


async def test_the_app_opens_it_backs_it_up_and_remembers_it(url, tmp_path):
    from textual.widgets import Input

    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.forms import Form
    from qualcode.tui.recent import Memory
    from qualcode.tui.screens.contents import ContentsPage
    from qualcode.tui.screens.home import HomePage
    from tests.tui.test_app import rows
    from tests.tui.test_kept import on, until

    app = QualcodeApp(None, Memory())
    async with app.run_test(size=(110, 30)) as pilot:
        await pilot.press("o")
        await until(app, pilot, on(app, Form))
        app.screen.query_one("#field-path", Input).value = url
        await pilot.press("enter")
        await until(app, pilot, on(app, ContentsPage))
        assert app.desk is not None and app.desk.title == "Studi bersama"
        await app.desk.write("memo.add", lambda project: project.notes.add_memo("dua"))
        await pilot.press("escape", "escape")
        await until(app, pilot, on(app, HomePage))
        assert "Studi bersama" in rows(app) and "rahasia" not in rows(app) and "not there" not in rows(app)
        assert "last backup: just now" in rows(app)
        await pilot.press("b")
        await until(app, pilot, lambda: "on closing" in rows(app))
        await pilot.press("enter")
        await until(app, pilot, on(app, Form))
        assert "in its place" not in rows(app)
        await pilot.press("ctrl+s")
        await until(app, pilot, lambda: "brought back as" in rows(app))
        await pilot.press("escape", "escape")
        await until(app, pilot, on(app, HomePage))
        await pilot.press("enter")  # the address without a password: this server asks for none
        await until(app, pilot, on(app, ContentsPage))
        await app.action_quit()
    (made,) = tmp_path.glob("*.qualcode")
    assert bodies(made) == ["satu", "dua"]
    assert "rahasia" not in (tmp_path / "data" / "qualcode" / "recent.json").read_text()


def test_a_server_and_its_copies_that_all_went_on_are_named_everywhere(
    url, server, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("QUALCODE_LANG", "en")
    other, file, again = server(), tmp_path / "pg.qualcode", tmp_path / "pgfile.qualcode"
    steps = (
        ["memo", "add", url, "awal"],
        ["backup", url, file],
        ["restore", file, again],
        ["restore", file, other],
    )
    for words in steps:
        assert main([str(word) for word in words]) == 0
    assert capsys.readouterr().err == "" and notices(url) == notices(again) == notices(other) == []
    for place in (url, again, other):
        assert main(["memo", "add", str(place), f"lanjut {str(place)[-6:]}"]) == 0
    shown = {place: shelf.place_name(place).partition("?")[0] for place in (url, other)} | {again: str(again)}
    for place, lines in ((place, notices(place)) for place in shown):
        assert len(lines) == 2 and all("both copies" in line for line in lines)
        for one in shown:
            assert any(shown[one] in line for line in lines) == (one != place)
        assert "rahasia" not in "".join(lines)
    assert notices(file) and all("newer" in line for line in notices(file))  # the backup itself did not go on
    capsys.readouterr()
    assert main(["memo", "list", str(again), "--json"]) == 0
    said = capsys.readouterr()
    assert said.err.count("! work went on in both copies") == 2 and said.out.startswith("[")


def test_a_server_that_holds_less_than_it_did_here_is_told(url, server, tmp_path):
    empty, old = server(), tmp_path / "lama.qualcode"
    with Project.open(url, write=False) as project:
        project.history.backup(old)
    assert main(["restore", str(old), empty]) == 0
    with Project.open(url, snapshot_after=snapshots.HOURLY) as project:
        project.notes.add_memo("dua")
    name, there = shelf.place_name(url), shelf.place_name(empty)
    for place in second_notes():
        place.write_text(place.read_text().replace(there, "x").replace(name, there))
    assert any("older copy was put in its place" in line for line in notices(empty))
    for row in list_snapshots(empty):
        row.path.unlink()
    assert any("there is no backup" in line for line in notices(empty))


def second_notes() -> list[Path]:
    """What is noted beside the snapshots."""
    return list(shelf.root().glob("*/p*.json"))
