"""The whole text beside the page in one column: how densely it is coded, what of it is in view, where hits are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.reader.walker import Walker

_SHADES = " ░▒▓█"
"""From not coded to coded nearly throughout: told apart by shape, whatever the colours."""
_CARET, _HIT, _VIEW = "◂", "•", "▐"


class Minimap(Widget):
    """Two cells wide: density, and beside it the caret, hits and what is in view. A click or a drag goes there."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Minimap { width: 2; height: 1fr; background: $background; color: $page-muted; }
    """

    def __init__(self, sheet: Walker, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._sheet = sheet
        self._edges: list[int] = []
        self._shades = ""
        self._hits: frozenset[int] = frozenset()
        self._caret = -1
        self._view = range(0)

    def on_mount(self) -> None:
        """Follow what is in view."""
        self.watch(self._sheet, "scroll_y", self.look, init=False)

    def on_resize(self) -> None:
        """Other cells."""
        self.recount(0, len(self._sheet.text))

    def recount(self, start: int, end: int) -> None:
        """Codings, hits or rows of `[start, end)` are others now."""
        sheet, height = self._sheet, self.size.height
        cells = min(height, sheet.rows)
        edges = [sheet.offset_of_row(cell * sheet.rows // cells) for cell in range(cells)] if cells else []
        edges.append(len(sheet.text))
        if edges != self._edges:
            self._edges, self._shades = edges, " " * cells
            start, end = 0, edges[-1]
            self._caret, self._view = -1, range(0)
            self.refresh()
        first, last = self._cell(start), self._cell(max(end - 1, start))
        if cells:
            part = self._edges[first : last + 2]
            shades = "".join(map(_shade, sheet.coded(part), map(int.__sub__, part[1:], part[:-1])))
            self._change(first, shades)
            hits = frozenset(self._cell(hit[0]) for hit in sheet.hits)
            self._refresh(hits ^ self._hits)
            self._hits = hits
        self.look()

    def look(self) -> None:
        """The page was scrolled, or the caret stands elsewhere."""
        sheet, cells = self._sheet, len(self._edges) - 1
        if cells < 1:
            return
        caret = self._cell(sheet.caret)
        top, height = sheet.scroll_offset.y, sheet.size.height
        view = range(0)
        if height < sheet.rows:
            last = sheet.offset_of_row(min(top + height, sheet.rows) - 1)
            view = range(self._cell(sheet.offset_of_row(top)), self._cell(last) + 1)
        self._refresh({caret, self._caret} if caret != self._caret else ())
        self._refresh(set(view) ^ set(self._view))
        self._caret, self._view = caret, view

    def render_line(self, y: int) -> Strip:
        """One cell of the whole."""
        style = self.rich_style
        if y >= len(self._shades):
            return Strip([Segment("  ", style)])
        if y == self._caret:
            mark, look = _CARET, style + Style(bold=True)
        elif y in self._hits:
            mark, look = _HIT, style + Style(bold=True)
        else:
            mark, look = (_VIEW if y in self._view else " "), style
        return Strip([Segment(self._shades[y], style), Segment(mark, look)])

    def _cell(self, offset: int) -> int:
        return min(max(bisect_right(self._edges, offset) - 1, 0), max(len(self._edges) - 2, 0))

    def _change(self, first: int, shades: str) -> None:
        old = self._shades
        self._shades = old[:first] + shades + old[first + len(shades) :]
        self._refresh([n for n in range(first, first + len(shades)) if self._shades[n] != old[n]])

    def _refresh(self, cells: Collection[int]) -> None:
        for cell in cells:
            if 0 <= cell < self.size.height:
                self.refresh(Region(0, cell, self.size.width, 1))

    # -- mouse --------------------------------------------------------------------------------------------------

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Go there."""
        if event.button == 1:
            self.capture_mouse()
            self._go(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag along the text."""
        if self.app.mouse_captured is self:
            self._go(event.y)

    def on_mouse_up(self) -> None:
        """The end of a drag."""
        self.release_mouse()

    def _go(self, cell: int) -> None:
        sheet, cells = self._sheet, len(self._edges) - 1
        if cells > 0:
            cell = min(max(cell, 0), cells - 1)
            sheet.scroll_to(
                y=max(cell * sheet.rows // cells - sheet.size.height // 2, 0), animate=False, immediate=True
            )
            sheet.go_to(self._edges[cell])


def _shade(coded: int, length: int) -> str:
    share = coded / length if length else 0.0
    return _SHADES[0 if not coded else 1 + (share > 0.2) + (share > 0.5) + (share > 0.85)]
