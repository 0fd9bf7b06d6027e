"""A window with no room says so over whatever is on top, and what was said of one page does not lie over another."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import Any

from textual.screen import ModalScreen, Screen

import qualcode.tui
from qualcode.project import Project
from qualcode.tui.codebook import HistorySheet, RemarksSheet
from qualcode.tui.forms import Ask, Form, Line
from qualcode.tui.page import TooSmall
from qualcode.tui.palette import Palette
from qualcode.tui.picker import CodePicker
from qualcode.tui.screens.backups import BackupsPage
from qualcode.tui.screens.help import HelpPage
from qualcode.tui.screens.transcript.hits import FoundPage
from qualcode.tui.tour import TourCard, steps
from tests.tui.pages import open_app, press, rows, settled


def every_screen() -> list[type[Screen[Any]]]:
    found = dict[type[Screen[Any]], None]()
    for module in pkgutil.walk_packages(qualcode.tui.__path__, "qualcode.tui."):
        for _name, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, Screen) and one.__module__.startswith("qualcode."):
                found[one] = None
    return list(found)


def test_no_screen_takes_from_the_app_how_it_says_that_it_has_no_room() -> None:
    screens = every_screen()
    assert len(screens) > 40 and {Ask, CodePicker, FoundPage, Palette, TourCard} <= set(screens)
    for screen in screens:
        own = vars(screen)
        assert screen.HORIZONTAL_BREAKPOINTS is None and screen.VERTICAL_BREAKPOINTS is None, screen
        assert "layers:" not in own.get("DEFAULT_CSS", "") + own.get("CSS", ""), screen


async def test_every_kind_of_screen_says_that_the_window_is_too_small(project: Project) -> None:
    async with open_app(project, (59, 24)) as (app, pilot):
        below = app.screen
        shown: list[Screen[Any]] = [
            Ask("Sure?"),
            Form("Form", [Line("one", "One")]),
            CodePicker([], [], "words"),
            FoundPage("words", []),
            RemarksSheet([]),
            HistorySheet("KP", []),
            HelpPage(below),
            Palette(),
            TourCard(steps(sample=False)[0], 1, 2, below),
            BackupsPage(project.path, "Studi"),
        ]
        kinds = [one for one in every_screen() if ModalScreen in one.__bases__]
        bare = [one for one in kinds if not any(isinstance(made, one) for made in shown)]
        assert not bare
        for screen in shown:
            await app.push_screen(screen)
            await settled(app, pilot)
            said = [row for row in rows(app).splitlines() if row.strip()]
            assert len(said) == 1 and "too small" in said[0], (screen, said)
            assert len(screen.query(TooSmall)) == 1
            await app.pop_screen()
        # Nobody sees what a key would do: none does anything, but Escape.
        await press(app, pilot, "enter", "1", "ctrl+p", "question_mark")
        assert app.screen is below and not app.query("Palette")
        await app.push_screen(Ask("Sure?"))
        await press(app, pilot, "y", "enter")
        assert isinstance(app.screen, Ask)
        await press(app, pilot, "escape")
        assert app.screen is below


async def test_what_was_said_of_a_page_goes_with_it_but_a_failure_stays(project: Project) -> None:
    async with open_app(project) as (app, pilot):

        def told() -> list[str]:
            return [notice.message for notice in app._notifications]

        await press(app, pilot, "c")
        app.notify("Nothing to remark")
        await settled(app, pilot)
        assert told() == ["Nothing to remark"]
        await press(app, pilot, "escape")
        assert told() == []
        app.notify("About the contents")
        await settled(app, pilot)
        await app.push_screen(Ask("Sure?"))
        assert told() == []
        app.notify("Said by the question")
        await press(app, pilot, "n")
        assert told() == ["Said by the question"]
        app.notify("The disk is full", severity="error")
        await press(app, pilot, "c")
        assert told() == ["The disk is full"]
