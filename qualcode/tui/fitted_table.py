"""A table whose columns fit the window, also after it was made wider or narrower."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from qualcode.tui.painting import fitted
from qualcode.tui.returning import Returning

WORDS = 12
"""Cells that a column of words needs at least, where one that can be spared is shown beside it."""


class RowTable(DataTable[Text]):
    """A table whose cursor is a row, so that Home and End lead to the first and last one."""

    def on_click(self, event: events.Click) -> None:
        """A click on the chosen row opens it, also where the cell is another one than was clicked before."""
        meta = event.style.meta
        if meta.get("row") == self.cursor_row and meta.get("column", -1) >= 0:
            self.cursor_coordinate = Coordinate(self.cursor_row, meta["column"])

    def action_scroll_home(self) -> None:
        """The first row."""
        self.action_scroll_top()

    def action_scroll_end(self) -> None:
        """The last row."""
        self.action_scroll_bottom()


class FittedTable(RowTable):
    """Rows of words, cut with an ellipsis where the window is too narrow; the cursor is a row."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(cursor_type="row", id=id)
        self._heads: Sequence[str] = ()
        self._lines: Sequence[Sequence[str]] = ()
        self._keys: Sequence[str] = ()
        self._style: Callable[[int], str] = lambda _row: ""
        self._numbers: Collection[int] = ()
        self._spare: Sequence[int] = ()
        self._laid = 0
        self._returning = Returning()
        self._forward = -1
        """The row that stands back no more, as it is under the cursor."""

    def show(
        self,
        heads: Sequence[str],
        lines: Sequence[Sequence[str]],
        *,
        keys: Sequence[str] = (),
        style: Callable[[int], str] | None = None,
        numbers: Collection[int] = (),
        spare: Sequence[int] = (),
    ) -> None:
        """Show these rows; `style` gives the style of each by its number, `keys` its key. The cursor stays;
        where there are keys it goes to what comes back by undo.

        `numbers` are the columns that hold figures: they stand to the right, units under units, and are never cut. Those of `spare` are
        left out, the first of them first, where the window has too little room for all.
        """
        self._heads, self._lines, self._keys, self._numbers = heads, lines, keys, numbers
        self._spare = spare
        self._style = style or (lambda _row: "")
        self._lay(self._returning.place(self, keys, self.cursor_row) if keys else self.cursor_row)

    def on_resize(self, event: events.Resize) -> None:
        """Fit them anew."""
        if self._heads and self.app.size.width != self._laid:
            self._lay(self.cursor_row)

    def _lay(self, at: int) -> None:
        self._forward = -1
        self.clear(columns=True)
        self._laid = self.app.size.width
        # The table spans the window but for a blank on each side, and each cell has one on each of its own.
        room = self._laid - 4
        kept = self._with_room(room)
        lines = [[line[column] for column in kept] for line in self._lines]
        whole = [n for n, column in enumerate(kept) if column in self._numbers]
        heads, *cells = fitted([self._heads[column] for column in kept], lines, room, whole)
        for number, head in enumerate(heads):
            wide = max([cell_len(head), *(cell_len(line[number]) for line in cells)])
            if kept[number] in self._numbers:
                head = _right(head, wide)
                for line in cells:
                    line[number] = _right(line[number], wide)
            self.add_column(Text(head, no_wrap=True), width=wide)
        for number, line in enumerate(cells):
            key = self._keys[number] if self._keys else None
            self.add_row(*(Text(cell, self._style(number)) for cell in line), key=key)
        self.move_cursor(row=min(at, max(len(cells) - 1, 0)))
        self._bring_forward(self.cursor_row)

    def _with_room(self, room: int) -> list[int]:
        """The columns that are shown: so many that each has room for some words."""
        lines = (self._heads, *self._lines)
        wide = [max(cell_len(line[n]) for line in lines) for n in range(len(self._heads))]
        wide = [2 + (cells if n in self._numbers else min(cells, WORDS)) for n, cells in enumerate(wide)]
        kept = list(range(len(wide)))
        for column in self._spare:
            if sum(wide[n] for n in kept) > room:
                kept.remove(column)
        return kept

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Words that stand back come forward under the cursor: on its band nobody could read them."""
        self._bring_forward(event.cursor_row)

    def _bring_forward(self, row: int) -> None:
        for number, style in ((self._forward, self._style), (row, lambda _row: "")):
            if 0 <= number < self.row_count and "dim" in self._style(number):
                for column, cell in enumerate(self.get_row_at(number)):
                    self.update_cell_at(Coordinate(number, column), Text(cell.plain, style(number)))
        self._forward = row


def _right(text: str, width: int) -> str:
    """`text` at the right edge of `width` cells."""
    return " " * (width - cell_len(text)) + text
