"""Words in a few lines: where there is no room for all of them they end in a sign, and a key shows them whole."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.app import RenderResult
from textual.geometry import Size
from textual.screen import Screen
from textual.visual import VisualType
from textual.widgets import Static

from qualcode.tui.page import RunningHead, key_of

_BETWEEN = (" · ", "   ")
"""What stands between two facts on a line."""


def left_out(screen: Screen[Any]) -> list[str]:
    """All that the widgets of a page cut short, each whole; a widget says it by a property `left_out`."""
    # What the page is about comes first, and the line above it, which is on every page, last.
    widgets = sorted(screen.query("*"), key=lambda widget: isinstance(widget, RunningHead))
    said = (str(getattr(widget, "left_out", "")) for widget in widgets if widget.display)
    return list(dict.fromkeys(words for words in said if words))


class Cut(Static):
    """Text that is never cut without saying so: as high as its words up to its greatest height."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, markup=False)
        self._whole = Text()

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show other words."""
        self._whole = content if isinstance(content, Text) else Text(str(content))
        super().update(self._whole, layout=layout)

    @property
    def left_out(self) -> str:
        """All the words, where not all are seen; else nothing."""
        size = self.content_size
        return self._whole.plain if size.area and len(self._lines(size.width)) > size.height else ""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as all the words take."""
        return len(self._lines(width)) if width and self._whole else 0

    def render(self) -> RenderResult:
        """As many lines as there is room for, the last of them with the sign if it is not the last of all."""
        width, height = self.content_size
        if not self.left_out:
            return super().render()
        shown = self._lines(width)[:height]
        sign = f" … {key_of(self.screen, 'app.notices')}".rstrip()
        last = shown[-1][: _end(shown[-1].plain, width - cell_len(sign))]
        return Text("\n").join([*shown[:-1], last.append(sign, "bold")])

    def _lines(self, width: int) -> list[Text]:
        return list(self._whole.wrap(self.app.console, width))


def _end(line: str, width: int) -> int:
    """Where a line is cut that has `width` cells left: behind a whole fact, else a whole word, so that no number is torn."""
    room = len(set_cell_size(line, width).rstrip()) if cell_len(line) > width else len(line.rstrip())
    fact = max(line.rfind(between, 0, room + len(between)) for between in _BETWEEN)
    word = line.rfind(" ", 0, room + 1) if room < len(line.rstrip()) else room
    return next((place for place in (fact, word) if place > 0), room)
