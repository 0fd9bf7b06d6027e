"""What a page can show, each with its key on one line; a click takes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from qualcode.tui.painting import one_line
from qualcode.tui.said_keys import key_for


class WayBar(Static):
    """The ways in their order, the one taken reversed; where not all names fit, keys stand for the others."""

    DEFAULT_CSS = (
        "WayBar { height: 1; padding: 0 1; color: $page-muted; text-wrap: nowrap; text-overflow: ellipsis; }"
    )

    class Taken(Message):
        """A person clicked a way."""

        def __init__(self, way: str) -> None:
            super().__init__()
            self.way = way

    def __init__(self, part: str, ways: Sequence[str], word: Callable[[str, bool], str]) -> None:
        """`part` and a way are the name of its binding; `word` gives the name of a way, or (True) a short one."""
        super().__init__(markup=False)
        self._part = part
        self._ways = ways
        self._word = word
        self._way = ways[0]
        self._more = ""
        self._ends: list[int] = []

    def show(self, way: str, more: str = "") -> None:
        """Another way is taken; `more` stands behind its name where there is room."""
        self._way, self._more = way, more
        self.refresh()

    def _cells(self, short: bool, more: int, pad: str, *, alone: bool = False) -> list[str]:
        """Every way as it stands there, `more` cells of what stands behind the one taken."""
        cells = []
        for way in self._ways:
            key = key_for(f"{self._part}.{way}")
            name = self._word(way, short)
            if way == self._way and self._more and more:
                name = f"{name} {one_line(self._more, more)}"
            cells.append(f"{pad}{key} " if alone and way != self._way else f"{pad}{key} {name} ")
        return cells

    @property
    def left_out(self) -> str:
        """Every way by its whole name, where only short ones or keys are seen; else nothing."""
        shown = "".join(self._fitting())
        if all(self._word(way, False) in shown for way in self._ways):
            return ""
        return " · ".join(cell.strip() for cell in self._cells(False, 30, ""))

    def _fitting(self) -> list[str]:
        """All of them, in the longest words for which there is room."""
        fitting: list[str] = []
        for fitting in (
            self._cells(False, 30, " "),
            self._cells(True, 14, " "),
            self._cells(True, 0, " "),
            self._cells(True, 0, ""),
            self._cells(True, 14, " ", alone=True),
        ):
            if sum(map(cell_len, fitting)) - 1 <= self.size.width:  # the last blank may go
                break
        return fitting

    def render(self) -> Text:
        """All of them on one line."""
        fitting = self._fitting()
        fitting[-1] = fitting[-1] if self._ways[-1] == self._way else fitting[-1].rstrip()
        text = Text(no_wrap=True, overflow="ellipsis")
        self._ends = []
        for cell, way in zip(fitting, self._ways, strict=True):
            text.append(cell, Style(reverse=True, bold=True) if way == self._way else Style())
            self._ends.append(text.cell_len)
        return text

    def on_click(self, event: events.Click) -> None:
        """Take the way under the mouse."""
        at = event.get_content_offset(self)
        if at is not None:
            for way, end in zip(self._ways, self._ends, strict=False):
                if at.x < end:
                    self.post_message(self.Taken(way))
                    return
