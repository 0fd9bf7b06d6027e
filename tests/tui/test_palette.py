"""The palette knows what the whole app can do, wherever one is, and Enter runs what stands for the words typed."""

from __future__ import annotations

import time
from typing import Any

import pytest
from textual.app import App
from textual.command import CommandList

from qualcode.i18n import using
from qualcode.project import Project
from qualcode.tui import palette
from qualcode.tui.going import Where
from qualcode.tui.palette import Palette, elsewhere
from qualcode.tui.screens.codebook import CodebookPage
from qualcode.tui.screens.journal import JournalPage
from tests.tui.pages import open_app, reading, settled
from tests.waiting import until


def found(app: App[Any]) -> list[str]:
    """What the palette lists."""
    return [str(option.prompt) for listed in app.screen.query(CommandList) for option in listed.options]


async def test_enter_runs_what_was_typed_and_not_what_stood_in_the_list_before(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(language: str) -> Any:
        time.sleep(0.3)
        return elsewhere(language)

    monkeypatch.setattr(palette, "elsewhere", slowly)
    before = project.history.head()
    async with reading(project, (100, 30)) as (app, pilot):
        app.action_command_palette()
        await until(lambda: isinstance(app.screen, Palette))
        await until(lambda: len(found(app)) > 20, lambda: found(app))
        assert found(app)[0].startswith("Go to: ") and app.screen.query_one(CommandList).highlighted is None
        await pilot.press(*"journal", "enter")
        await until(lambda: isinstance(app.screen, JournalPage), lambda: app.screen)
        await settled(app, pilot)
    assert project.history.head() == before


async def test_what_another_page_does_is_found_by_its_words_and_leads_there(project: Project) -> None:
    async with open_app(project, (100, 30)) as (app, pilot):
        for words in ("journal", "change log", "riwayat", "undo"):
            app.action_command_palette()
            await until(lambda: isinstance(app.screen, Palette))
            await pilot.press(*("space" if sign == " " else sign for sign in words))
            await until(
                lambda: any("Go to: Change log" in line for line in found(app)[:1]), lambda: found(app)
            )
            await pilot.press("escape")
            await settled(app, pilot)
        app.action_command_palette()
        await until(lambda: isinstance(app.screen, Palette))
        await pilot.press(*"zqxw")
        await until(lambda: getattr(app.screen, "_found_for", None) == "zqxw")
        assert found(app) == ["No command is called that"]  # as soon as all is looked through
        await pilot.press(*["backspace"] * 4, *"merge")
        await until(
            lambda: any("Codebook: " in line and "opens the page" in line for line in found(app)),
            lambda: found(app),
        )
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, CodebookPage), lambda: app.screen)


def test_every_page_says_what_it_can_do() -> None:
    every = elsewhere("en")
    assert len(every) > 100 and all(one.name and one.words.strip() for one in every)
    with using("id"):
        assert {one.where for one in elsewhere("id")} < {*palette._WORDS} == {*Where} - {Where.TRANSCRIPT}
