"""Copies asked for on screen: what could tell who somebody is stops one to share; called off, they leave nothing."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest
from textual.widgets import Input, Static

from qualcode.project import Project
from qualcode.project.facet import Progress
from qualcode.tui.doing import CalledOff
from qualcode.tui.going import Go, Where
from qualcode.tui.leaving import LeakForm
from qualcode.tui.screens.backups import BackupsPage
from qualcode.tui.screens.contents import ContentsPage
from tests.tui.pages import open_app, press, rows, settled
from tests.waiting import until

PHONE = "0812 3456 7890"


async def test_a_copy_to_share_is_written_from_the_contents_and_asks_about_what_is_left(
    project: Project, tmp_path: Path
) -> None:
    copy = tmp_path / "bagi.qualcode"

    async def ask() -> None:
        await until(lambda: isinstance(app.screen, ContentsPage))
        await press(app, pilot, "w")
        app.screen.query_one("#field-file", Input).value = str(copy)
        await press(app, pilot, "enter")
        await until(lambda: isinstance(app.screen, LeakForm))
        await settled(app, pilot)  # on the screen and in focus, as it is for whoever reads it

    project.findings.add(f"Telepon {PHONE}.")
    async with open_app(project) as (app, pilot):
        await ask()
        assert "finding" in rows(app) and PHONE not in rows(app)
        await press(app, pilot, "enter", "enter")  # leaving it is chosen
        await until(lambda: any("Nothing was written" in one.message for one in app._notifications))
        assert not list(tmp_path.glob("bagi*"))
        await ask()
        await press(app, pilot, "tab", "w", "enter")
        await until(lambda: any("Written" in one.message for one in app._notifications))
    with Project.open(copy, write=False) as shared:
        assert shared.codings.list() == project.codings.list() and len(shared.history.log()) == 1


def test_a_copy_that_is_called_off_leaves_nothing(project: Project, tmp_path: Path) -> None:
    def progress(done: int, of: int, _what: str) -> None:
        if done == of:
            raise CalledOff("x")

    with pytest.raises(CalledOff):
        project.sharing.share(tmp_path / "bagi", progress=progress)
    assert not list(tmp_path.glob("bagi*"))


async def test_escape_calls_off_a_backup_and_then_leaves_its_page(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, go_on = Event(), Event()

    def slow(place: object, *, progress: Progress) -> bool:
        progress(1, 300, "copying")
        going.set()
        assert go_on.wait(20)
        progress(2, 300, "copying")
        raise AssertionError("not called off")

    monkeypatch.setattr("qualcode.project.backups.keep", slow)
    async with open_app(project) as (app, pilot):
        app.screen.post_message(Go(Where.BACKUPS))
        await until(lambda: isinstance(app.screen, BackupsPage))
        await pilot.press("n")
        await until(going.is_set)
        said = app.screen.query_one("#said", Static)
        await until(lambda: "1/300 · Esc" in str(said.render()))
        await pilot.press("escape")
        go_on.set()
        await until(lambda: "called off" in str(said.render()))
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, BackupsPage))
