"""By mouse what the keys do: rows, lines at the foot, the picker, cells, the text, forms and questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import DataTable, OptionList

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.going import Go, Where
from qualcode.tui.grid import CellGrid
from qualcode.tui.picker import CodePicker
from qualcode.tui.reader import Reader
from tests.tui.pages import codings, fill, open_app, settled


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    fill(project, tmp_path)
    return project


class Mouse:
    """Clicks and waits for what comes of it."""

    def __init__(self, app: QualcodeApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def __call__(self, on: Any, at: tuple[int, int] = (2, 1), times: int = 1) -> None:
        assert await self.pilot.click(on, offset=at, times=times)
        await settled(self.app, self.pilot)

    async def foot(self, words: str) -> None:
        """Click the key with these words at the foot."""
        await settled(self.app, self.pilot)
        keys = [key for key in self.app.screen.query("FooterKey") if key.description == words]  # type: ignore[attr-defined]
        await self(keys[0], (1, 0))

    async def go(self, where: Where) -> None:
        while len(self.app.screen_stack) > 3:
            await self.app.pop_screen()
        self.app.screen.post_message(Go(where))
        await settled(self.app, self.pilot)

    @property
    def page(self) -> str:
        return type(self.app.screen).__name__

    def one(self, kind: type[Widget]) -> Any:
        return self.app.screen.query_one(kind)


async def test_pages_are_used_by_the_mouse_alone(study: Project) -> None:
    before = len(codings(study))
    async with open_app(study, (100, 30)) as (app, pilot):
        mouse = Mouse(app, pilot)
        # Contents: a click chooses a source, another one on it opens it; so does a line of what waits.
        await mouse(DataTable, (3, 2))
        assert mouse.one(DataTable).cursor_row == 1
        await mouse(DataTable, (40, 2))  # in whichever column, whatever the pause
        assert mouse.page == "TranscriptPage" and "ke-39" in mouse.one(Reader).text
        # Text: click, double click, triple click, drag, wheel; the picker by foot and row.
        left = mouse.one(Reader).text.index("Kasnya") - mouse.one(Reader).text.index("Kami")
        row = next(y for y in range(9) if "Kami" in mouse.one(Reader).render_line(y).text)
        x = mouse.one(Reader).render_line(row).text.index("Kasnya")
        assert left > 0
        await mouse(Reader, (x + 1, row), 2)
        assert chosen(mouse) == "Kasnya"
        await mouse(Reader, (x + 1, row), 3)
        assert chosen(mouse) == "Kasnya dibuka semua."
        await pilot.mouse_down(Reader, offset=(x, row))
        await pilot.hover(Reader, offset=(x + 8, row))
        await pilot.mouse_up(Reader, offset=(x + 8, row))
        await settled(app, pilot)
        assert chosen(mouse).startswith("Kasnya d")
        mouse.one(Reader).scroll_down(animate=False)
        await settled(app, pilot)
        await mouse.foot("Code")
        assert isinstance(app.screen, CodePicker)
        await mouse(OptionList, (4, 0))
        assert mouse.page == "TranscriptPage" and len(codings(study)) == before + 1
        await mouse.foot("Undo")
        assert len(codings(study)) == before
        # A cell opens its quotes, a quote its place.
        await mouse.go(Where.MATRICES)
        grid = mouse.one(CellGrid)
        await mouse(grid, (grid.size.width - 3, 2))
        assert grid.column == grid._furthest
        await mouse(grid, (grid.size.width - 3, 2))
        assert mouse.page == "QuotesPage"
        # A second click on a memo goes where it is; a claim, the evidence and a form are reached as well.
        await mouse.go(Where.MEMOS)
        await mouse(DataTable, (3, 1))
        if mouse.page == "MemosPage":
            await mouse(DataTable, (3, 1))
        assert mouse.page == "TranscriptPage"
        await mouse.go(Where.FINDINGS)
        await mouse("#claims", (3, 1))
        assert mouse.app.screen.query_one("#claims", OptionList).highlighted == 1
        await mouse.foot("Edit")
        assert mouse.page == "Form"
        await mouse("#cancel", (2, 0))
        assert mouse.page == "FindingsPage"
        await mouse.foot("Help")
        assert mouse.page == "HelpPage"


def chosen(mouse: Mouse) -> str:
    reader = mouse.one(Reader)
    return str(reader.text[slice(*reader.target)])
