"""Home and contents say how a project is kept: backups listed and brought back, notices that stay, doors that hold."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable, Input, OptionList, Static

from qualcode.i18n import using
from qualcode.project import Project
from qualcode.project.backups import list_snapshots
from qualcode.store import snapshots
from qualcode.store.shelf import Reason
from qualcode.tui import app as tui_app
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Ask, Choice, Form
from qualcode.tui.keymap import Keymap
from qualcode.tui.recent import Memory
from qualcode.tui.screens.backups import BackupsPage
from qualcode.tui.screens.contents import ContentsPage
from qualcode.tui.screens.home import HomePage
from tests import waiting
from tests.tui.test_app import rows, settled

SIZE = (110, 30)


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Recent projects and backups of this test alone."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "cadangan"))
    yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed project with one memo."""
    with Project.create(tmp_path / "studi kami", coder="Rini", title="Studi kecil") as project:
        project.notes.add_memo("satu")
    return project.path


def bodies(path: Path) -> list[str]:
    with Project.open(path, write=False) as project:
        return [memo.body for memo in project.notes.memos()]


def alone(path: Path) -> bool:
    """Whether nothing but the one file lies there."""
    return [p.name for p in path.parent.iterdir() if p.name.startswith(path.name)] == [path.name]


def remembered(*places: Path | str) -> Memory:
    memory = Memory()
    for place in places:
        memory.open(place, f"Judul {place}"[-30:])
    return memory


async def until(app: QualcodeApp, pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    await waiting.until(holds, lambda: rows(app))
    await settled(app, pilot)


def on(app: QualcodeApp, page: type) -> Callable[[], bool]:
    return lambda: isinstance(app.screen, page)


def error(app: QualcodeApp) -> str:
    return str(app.screen.query_one(".error", Static).render())


async def test_a_project_opened_from_home_is_backed_up_when_it_is_left(path: Path) -> None:
    app = QualcodeApp(None, remembered(path))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        with using("id"):
            app.screen.on_option_list_option_highlighted()
            await pilot.pause()
            assert "tersimpan · belum ada cadangan" in rows(app)
        await pilot.press("enter")
        await until(app, pilot, lambda: "no backup yet (b)" in rows(app))
        assert app.desk is not None
        await app.desk.write("memo.add", lambda project: project.notes.add_memo("dua"))
        await pilot.press("escape", "escape")
        await until(app, pilot, on(app, HomePage))
        assert "saved · last backup: just now" in rows(app)
        await pilot.press("enter")
        await until(app, pilot, lambda: "last backup: just now (b)" in rows(app))
        await app.action_quit()
    (row,) = list_snapshots(path)
    assert bodies(row.path) == ["satu", "dua"] and alone(path)


async def test_a_new_project_is_backed_up_too(tmp_path: Path) -> None:
    app = QualcodeApp(None, Memory())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("n")
        await until(app, pilot, on(app, Form))
        app.screen.query_one("#field-path", Input).value = f"'{tmp_path}/ruang kerja é/baru'"
        app.screen.query_one("#field-coder", Input).value = "Rini"
        await pilot.press(*"Studi", "enter")
        await until(app, pilot, lambda: bool(error(app)))  # there is no such folder, and what was typed stays
        assert app.screen.query_one("#field-title", Input).value == "Studi"
        (tmp_path / "ruang kerja é").mkdir()
        app.screen.query_one("#field-codebook", Input).value = "nothing.yaml"
        await pilot.press("enter")
        await until(app, pilot, lambda: "nothing" in error(app))
        assert list((tmp_path / "ruang kerja é").iterdir()) == []
        app.screen.query_one("#field-codebook", Input).value = ""
        app.screen.query_one("#field-begin", Choice).focus()
        await pilot.press("a", "enter")
        assert "name the codebook's file" in error(app)
        app.screen.query_one("#field-begin", Choice).focus()
        await pilot.press("e", "enter")
        await until(app, pilot, on(app, ContentsPage))
        assert app.desk is not None and not app.desk.project.codebook.list()
        await app.action_quit()
    made = tmp_path / "ruang kerja é" / "baru.qualcode"
    assert len(list_snapshots(made)) == 1 and alone(made)


async def test_the_open_form_stays_with_what_was_typed_until_it_went_well(path: Path) -> None:
    app = QualcodeApp(None, Memory())
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("o")
        await until(app, pilot, on(app, Form))
        wrong = str(path.with_name("tidak ada.qualcode"))
        field = app.screen.query_one("#field-path", Input)
        field.value = wrong
        await pilot.press("enter")
        await until(app, pilot, lambda: "there is no project" in error(app))
        assert field.value == wrong and app.desk is None
        field.value = str(path).replace(" ", "\\ ") + " " if os.name != "nt" else f'"{path}"'
        await pilot.press("enter")
        await until(app, pilot, on(app, ContentsPage))
        assert app.desk is not None and app.desk.project.path == path
        await app.action_quit()


async def test_a_backup_is_brought_back_in_the_projects_place_from_home(path: Path) -> None:
    snapshots.take(path, Reason.ASKED)
    with Project.open(path, snapshot_after=snapshots.ALWAYS) as project:
        project.notes.add_memo("dua")
    app = QualcodeApp(None, remembered(path))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b")
        await until(app, pilot, lambda: "wrote a memo" in rows(app))
        shown = rows(app)
        assert shown.index("on closing") < shown.index("asked for")  # the newest first
        assert "MB" in shown and "1 change: wrote a memo" in shown
        await pilot.press("down", "enter")
        await until(app, pilot, on(app, Form))
        app.screen.query_one(Choice).chosen = 1
        await pilot.press("ctrl+s")
        await until(app, pilot, on(app, Ask))
        await pilot.press("y")
        await until(app, pilot, on(app, ContentsPage))
        await until(app, pilot, lambda: "kept as a backup itself" in rows(app))
        assert app.desk is not None
        assert [memo.body for memo in app.desk.project.notes.memos()] == ["satu"]
        await app.action_quit()
    assert any(bodies(row.path) == ["satu", "dua"] for row in list_snapshots(path))
    assert alone(path)


async def test_no_means_no_and_escape_leads_back(path: Path) -> None:
    snapshots.take(path, Reason.ASKED)
    app = QualcodeApp(None, remembered(path))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("b")
        await until(app, pilot, lambda: "asked for" in rows(app))
        before = path.read_bytes()
        await pilot.press("enter")
        await until(app, pilot, on(app, Form))
        app.screen.query_one(Choice).chosen = 1
        await pilot.press("ctrl+s")
        await until(app, pilot, on(app, Ask))
        await pilot.press("n")
        await until(app, pilot, on(app, BackupsPage))
        await pilot.press("n")
        await until(app, pilot, lambda: "holds this state already" in rows(app))
        await pilot.press("escape")
        await until(app, pilot, on(app, HomePage))
        assert path.read_bytes() == before


async def test_a_backup_is_brought_back_beside_an_open_project(path: Path, tmp_path: Path) -> None:
    snapshots.take(path, Reason.ASKED)
    (tmp_path / "hasil").mkdir()
    project = Project.open(path, snapshot_after=snapshots.ALWAYS)
    app = QualcodeApp(project, Memory())
    async with app.run_test(size=SIZE) as pilot:
        await until(app, pilot, lambda: "last backup: just now (b)" in rows(app))
        await pilot.press("b")
        await until(app, pilot, lambda: "asked for" in rows(app))
        await pilot.press("enter")
        await until(app, pilot, on(app, Form))
        field = app.screen.query_one("#field-folder", Input)
        field.value = str(tmp_path / "tidak ada")
        await pilot.press("ctrl+s")
        await until(app, pilot, lambda: "there is no folder" in error(app))
        field.value = f'"{tmp_path / "hasil"}"'
        await pilot.press("ctrl+s")
        await until(app, pilot, lambda: "brought back as" in rows(app))
        await pilot.press("escape")
        await until(app, pilot, on(app, ContentsPage))
        await app.action_quit()
    (made,) = (tmp_path / "hasil").iterdir()
    assert bodies(made) == ["satu"] and made.suffix == ".qualcode"


async def test_an_open_project_is_closed_replaced_and_opened_again(path: Path) -> None:
    snapshots.take(path, Reason.ASKED)
    app = QualcodeApp(Project.open(path, snapshot_after=snapshots.ALWAYS), Memory())
    async with app.run_test(size=SIZE) as pilot:
        await settled(app, pilot)
        assert app.desk is not None
        await app.desk.write("memo.add", lambda project: project.notes.add_memo("dua"))
        await pilot.press("b")
        await until(app, pilot, lambda: "asked for" in rows(app))
        await pilot.press("enter")
        await until(app, pilot, on(app, Form))
        app.screen.query_one(Choice).chosen = 1
        await pilot.press("ctrl+s")
        await until(app, pilot, on(app, Ask))
        await pilot.press("y")
        await until(app, pilot, on(app, ContentsPage))
        assert [memo.body for memo in app.desk.project.notes.memos()] == ["satu"]
        await app.action_quit()
    assert any(bodies(row.path) == ["satu", "dua"] for row in list_snapshots(path))


async def test_a_project_that_is_gone_is_shown_so_comes_back_or_leaves_the_list(path: Path) -> None:
    snapshots.take(path, Reason.ASKED)
    path.unlink()
    app = QualcodeApp(None, remembered(path))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause()
        assert "not there any more" in rows(app) and "b brings it back" in rows(app)
        await pilot.press("b")
        await until(app, pilot, lambda: "asked for" in rows(app))
        await pilot.press("enter")
        await until(app, pilot, on(app, Form))
        app.screen.query_one(Choice).chosen = 1
        await pilot.press("ctrl+s")
        await until(app, pilot, on(app, Ask))
        await pilot.press("y")
        await until(app, pilot, on(app, ContentsPage))
        await pilot.press("escape", "escape")
        await until(app, pilot, on(app, HomePage))
        assert bodies(path) == ["satu"]
        path.unlink()
        await pilot.press("enter")
        await until(app, pilot, on(app, Ask))
        await pilot.press("y")
        await until(app, pilot, on(app, HomePage))
        assert app.screen.query_one(OptionList).option_count == 3 and not app.memory.recent
        assert "choose" not in rows(app)
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(app.screen, HomePage)


async def test_notices_of_keys_folder_and_copies_stay_on_the_contents(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mistakes = Keymap({}, tuple(f"line {n}: there is no {n}" for n in range(1, 6)))
    monkeypatch.setattr(tui_app, "load_keymap", lambda: mistakes)
    place = tmp_path / "OneDrive - Universitas"
    place.mkdir()
    moved = Path(shutil.move(path, place / "studi.qualcode"))
    copy = Path(shutil.copy(moved, place / "studi (1).qualcode"))
    for one, words in ((moved, "sini"), (copy, "sana")):
        with Project.open(one) as project:
            project.notes.add_memo(words)
    app = QualcodeApp(None, remembered(moved))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(app, pilot, lambda: app.desk is not None and len(app.desk.notices) == 7)
        (toast,) = app._notifications
        assert toast.title == "7 notices; ! shows all"
        app.clear_notifications()
        await pilot.press("p")
        await settled(app, pilot)
        await pilot.press("escape")
        await until(app, pilot, on(app, ContentsPage))
        await pilot.pause()
        *_, told, saved, _foot = rows(app).rstrip().splitlines()
        assert told.strip() == "! Own keys: line 1: there is no 1 · 7 notices, ! shows all"
        assert saved.strip().startswith("saved · no backup yet")
        await pilot.press("exclamation_mark")
        await settled(app, pilot)
        seen = ""
        for _ in range(7):
            seen += " ".join(rows(app).split())
            await pilot.press("down")
            await settled(app, pilot)
        assert "1/7 Own keys: line 1: there is no 1" in seen and "Own keys: line 5: there is no 5" in seen
        assert "synchronised by OneDrive" in seen and "work went on in both copies" in seen
        await pilot.press("escape")
        await settled(app, pilot)
        await app.action_quit()
    assert bodies(copy) == ["satu", "sana"]


async def test_a_backup_that_could_not_be_made_is_told_on_home_and_in_the_shell(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = QualcodeApp(None, remembered(path))
    (tmp_path / "file").touch()
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(app, pilot, on(app, ContentsPage))
        monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "file" / "x"))
        assert app.desk is not None
        await app.desk.write("memo.add", lambda project: project.notes.add_memo("dua"))
        await pilot.press("escape", "escape")
        await until(app, pilot, on(app, HomePage))
        assert "! no backup was made" in rows(app)
        await pilot.press("enter")
        await until(app, pilot, on(app, ContentsPage))
        await app.desk.write("memo.add", lambda project: project.notes.add_memo("tiga"))
        await app.action_quit()
    assert "no backup was made" in app.parting and bodies(path) == ["satu", "dua", "tiga"] and alone(path)


async def test_saved_is_not_said_where_a_write_failed(path: Path) -> None:
    app = QualcodeApp(Project.open(path, snapshot_after=snapshots.ALWAYS), Memory())
    async with app.run_test(size=SIZE) as pilot:
        await until(app, pilot, lambda: "no backup yet (b)" in rows(app))

        def fail(project: Project) -> None:
            raise OSError("no such luck")

        assert app.desk is not None
        await app.desk.write("memo.add", fail)
        await pilot.pause()
        assert "saved · " not in rows(app) and "not saved" in rows(app)
        await app.action_quit()


def test_a_server_is_remembered_without_its_password(tmp_path: Path) -> None:
    memory = Memory()
    memory.open(
        "postgresql://rara:rahasia@db.kampus.example:5433/studi?password=rahasia2&sslmode=require", "Studi"
    )
    memory.stop("postgresql://rara@db.kampus.example:5433/studi?sslmode=require", "s", 7)
    memory.save()
    kept = (tmp_path / "data" / "qualcode" / "recent.json").read_text(encoding="utf-8")
    assert "rahasia" not in kept
    (row,) = Memory.load().recent
    assert row.path == "postgresql://rara@db.kampus.example:5433/studi?sslmode=require" and not row.gone
    assert row.places == {"s": 7}


async def test_a_server_that_wants_a_password_is_asked_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    app = QualcodeApp(None, remembered("postgresql://rara:rahasia@127.0.0.1:1/studi"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await until(app, pilot, on(app, Form))
        assert "cannot reach" in rows(app) and "rahasia" not in rows(app)
        await pilot.press(*"sandi", "enter")
        await until(app, pilot, lambda: "cannot reach" in error(app))
        assert app.screen.query_one("#field-password", Input).value == "sandi" and "sandi" not in rows(app)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (160, 50)])
async def test_home_and_backups_fit_every_window(path: Path, size: tuple[int, int]) -> None:
    snapshots.take(path, Reason.ASKED)
    memory = remembered(*[path.with_name(f"lain {n}.qualcode") for n in range(9)], path)
    app = QualcodeApp(None, memory)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "last backup: just now" in rows(app)
        assert "Quit" in rows(app).splitlines()[-1] and "Backups" in rows(app).splitlines()[-1]
        await pilot.press("b")
        await until(app, pilot, lambda: "asked f" in rows(app))
        assert app.screen.query_one(DataTable).size.width <= size[0]
        assert "Back" in rows(app).splitlines()[-1]
