"""A project that another process writes: read meanwhile, followed, and written as soon as it is free."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from textual.widgets import Input, Static

from qualcode.errors import Held
from qualcode.project import Project
from qualcode.tui import meanwhile
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Ask, Form
from qualcode.tui.recent import Memory
from qualcode.tui.screens.contents import ContentsPage
from qualcode.tui.screens.home import HomePage
from tests.tui.keys_pressed import Keys, presses
from tests.tui.pages import FIRST, open_app, press, rows, settled
from tests.waiting import until


def told(app: QualcodeApp) -> list[str]:
    return [notice.message for notice in app._notifications]


@presses("app.write")
async def test_what_is_only_read_follows_refuses_and_is_taken_over(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meanwhile, "FOLLOW_SECONDS", 0.02)
    with Project.open(project.path, write=False) as reader:
        async with open_app(reader) as (app, pilot):
            assert app.desk is not None
            assert rows(app).splitlines()[0].endswith("read-only")
            assert "! Only reading: somebody else is working in this project. F8 tries to write." in rows(app)
            await press(app, pilot, "p", "a")
            assert not isinstance(app.screen, Form)
            assert told(app) == [app.desk.refusal()]
            await press(app, pilot, "escape", "enter", "1")
            assert told(app) == [app.desk.refusal()] and "read-only" in rows(app)
            assert not project.codings.list()
            app.clear_notifications()
            await press(app, pilot, "u")
            assert told(app) == [app.desk.refusal()]
            page = app.screen
            project.codings.add("K1.txt", *FIRST, "KP-MSY")
            await until(lambda: "Musyawarah" in rows(app), lambda: rows(app))
            assert app.screen is page
            app.clear_notifications()
            keys = Keys(app, pilot)
            await keys("app.write")
            assert told(app)[0].startswith("Still held by Rini")
            project.close()
            await keys("app.write")
            await until(lambda: rows(app).splitlines()[0].endswith("saved"), lambda: rows(app))
            assert app.screen is page and "app.write" not in {
                active.binding.id for active in app.screen.active_bindings.values() if active.enabled
            }
            await press(app, pilot, "1")
            assert len(app.desk.project.codings.list()) == 2
            app.desk.project.close()


async def test_what_lies_on_a_disk_that_can_only_be_read_is_offered_for_reading_and_said_to_be_so(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()

    def refused(*_given: Any, **_options: Any) -> None:
        raise OSError(errno.EROFS, "")

    app = QualcodeApp(None, Memory())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        with monkeypatch.context() as only_read:
            only_read.setattr(FileLock, "acquire", refused)
            only_read.setattr(os, "access", lambda path, mode: Path(path) != project.path.parent)
            only_read.setattr("qualcode.store.lease.TemporaryFile", refused)
            await press(app, pilot, "o")
            app.screen.query_one("#field-path", Input).value = str(project.path)
            await press(app, pilot, "enter")
            assert isinstance(app.screen, Ask)
            asked = str(app.screen.query_one("VerticalScroll Static", Static).render())
            assert "the disk can only be read\n\nYou can read the project" in asked
            await press(app, pilot, "y")
            assert "! Nothing can be written here: the disk can only be read. F8 tries again." in rows(app)
            await press(app, pilot, "enter", "1")
            assert app.desk is not None and app.desk.refusal() in told(app)
        # Nobody was there at any time.
        assert app.desk.refusal() == "Only reading; nobody else is working here. F8 opens it for writing."
        await press(app, pilot, "f8", "1")
        assert app.desk.project.codings.list()
        await app.action_quit()


async def test_a_project_that_is_held_is_offered_for_reading(project: Project) -> None:
    memory = Memory()
    memory.open(project.path, "Studi kecil")
    app = QualcodeApp(None, memory)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Ask)
        asked = " ".join(rows(app).split())
        assert "Somebody is working in this project since" in asked and "Rini" in asked
        await press(app, pilot, "n")
        assert isinstance(app.screen, HomePage) and app.desk is None
        await press(app, pilot, "o")
        app.screen.query_one("#field-path", Input).value = str(project.path)
        await press(app, pilot, "enter")
        assert isinstance(app.screen, Ask)
        await press(app, pilot, "y")
        assert isinstance(app.screen, ContentsPage) and "read-only" in rows(app)
        assert memory.recent[0].path == str(project.path)
        await app.action_quit()
    with pytest.raises(Held):  # whoever writes still holds it
        Project.open(project.path)
