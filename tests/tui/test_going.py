"""Leaving a page while it still waits for what it asked for; moving on it without asking anybody."""

from __future__ import annotations

import asyncio
import builtins
import os
from typing import Any

import pytest

from qualcode.project import Project
from qualcode.tui.page import RunningHead
from qualcode.tui.reader import Reader
from qualcode.tui.screens.people import PeoplePage
from tests.tui.pages import open_app, press, reading, settled


async def test_an_answer_that_comes_while_a_page_is_taken_away_finds_it_gone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(project) as (app, pilot):
        await settled(app, pilot)
        desk = app.desk
        assert desk is not None
        asked, answered = asyncio.Event(), asyncio.Event()
        ask = desk.ask

        async def slowly(work: Any) -> Any:
            found = await ask(work)
            asked.set()
            await answered.wait()
            return found

        async def taken_away(_head: RunningHead) -> None:
            await asyncio.sleep(0.02)  # the table is gone by now, and the page is not yet
            answered.set()
            await asyncio.sleep(0.02)

        monkeypatch.setattr(desk, "ask", slowly)
        monkeypatch.setattr(RunningHead, "on_unmount", taken_away, raising=False)
        await pilot.press("p")
        await asyncio.wait_for(asked.wait(), 10)
        assert isinstance(app.screen, PeoplePage)
        await pilot.press("escape")
        await asyncio.wait_for(answered.wait(), 10)
        await settled(app, pilot)
        assert not isinstance(app.screen, PeoplePage)


async def test_no_move_asks_the_database_or_the_disk(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(project) as (app, pilot):
        asked: list[str] = []

        def refuse(*_words: object, **_more: object) -> None:
            asked.append("asked")
            raise AssertionError("a move asked the project or the disk")

        for owner, name in (
            (Project, "read"),
            (Project, "attempt"),
            (Project, "write"),
            (builtins, "open"),
            (os, "open"),
        ):
            monkeypatch.setattr(owner, name, refuse)
        reader = app.screen.query_one(Reader)
        seen = set()
        for key in (
            "j",
            "j",
            "k",
            "w",
            "j",
            "right",
            "down",
            "up",
            "s",
            "t",
            "a",
            "pagedown",
            "home",
            "end",
            "N",
        ):
            await press(app, pilot, key)
            seen.add(reader.target)
        monkeypatch.undo()
        assert len(seen) > 5 and not asked
