"""What every table of cells has: a cursor that goes from cell to cell, columns that scroll under a head that stays."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.scroll_view import ScrollView

from qualcode.i18n import _

R = TypeVar("R")
"""What a row of the table is."""

HEAD = 2
"""Screen rows of the head and its rule."""


class CellMessage(Message, Generic[R]):
    """A row and the number of a column, from 0; the number of columns stands for the one that stays."""

    def __init__(self, grid: CellGrid[R], row: R, column: int) -> None:
        super().__init__()
        self.grid = grid
        self.row = row
        self.column = column

    @property
    def control(self) -> CellGrid[R]:
        """The grid it happened in."""
        return self.grid


class CellChosen(CellMessage[R]):
    """The cursor stands on another cell."""


class CellOpened(CellMessage[R]):
    """A person pressed Enter on a cell or clicked it twice."""


class CellGrid(ScrollView, Generic[R], can_focus=True):
    """Rows against columns; a subclass sets and paints them and says what a cell means."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right,l", "move(1,0)", _("Right"), id="matrix.right", show=False, tooltip=_("One column right")
        ),
        Binding(
            "left,h", "move(-1,0)", _("Left"), id="matrix.left", show=False, tooltip=_("One column left")
        ),
        Binding("down,j", "move(0,1)", _("Down"), id="matrix.down", show=False, tooltip=_("Next row")),
        Binding("up,k", "move(0,-1)", _("Up"), id="matrix.up", show=False, tooltip=_("Previous row")),
        Binding("home", "move(0,-9999)", _("First"), id="matrix.first", show=False, tooltip=_("First row")),
        Binding("end", "move(0,9999)", _("Last"), id="matrix.last", show=False, tooltip=_("Last row")),
        Binding("pagedown", "page(1)", _("Page down"), id="matrix.pagedown", show=False, tooltip=_("A page down")),
        Binding("pageup", "page(-1)", _("Page up"), id="matrix.pageup", show=False, tooltip=_("A page up")),
        Binding("enter", "open", _("Quotes"), id="matrix.open", tooltip=_("Show the quotes behind this cell")),
    ]  # fmt: skip

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._row = 0
        self._column = 0
        self._first = 0

    # -- what a subclass says -------------------------------------------------------------------------------------

    @property
    def _count(self) -> tuple[int, int]:
        """Rows, and columns that scroll; one more column, the last, stays."""
        raise NotImplementedError

    @property
    def _furthest(self) -> int:
        """The last column the cursor goes to: the one behind those that scroll."""
        return self._count[1]

    @property
    def _visible(self) -> int:
        """How many columns fit at once."""
        raise NotImplementedError

    def _place(self, row: int) -> tuple[int, int]:
        """Top and height of a row, in screen rows under the head."""
        raise NotImplementedError

    def _at(self, x: int, line: int) -> tuple[int, int]:
        """Row and column under a place; -1 for none."""
        raise NotImplementedError

    @property
    def chosen(self) -> R | None:
        """The row under the cursor; None where there are no rows."""
        raise NotImplementedError

    def _told(self, opened: bool) -> None:
        """Say that the cursor stands on another cell, or that a person opens it."""
        if (row := self.chosen) is not None:
            self.post_message((CellOpened if opened else CellChosen)(self, row, self._column))

    # -- columns and cursor ---------------------------------------------------------------------------------------

    @property
    def column(self) -> int:
        """The column under the cursor; the number of columns stands for the last one, which stays."""
        return self._column

    def _keep_cursor(self) -> None:
        """Where there are fewer rows or columns than before, the cursor stays inside."""
        self._row = min(self._row, max(self._count[0] - 1, 0))
        self._column = min(self._column, self._furthest)

    def _scroll_columns(self) -> None:
        columns = self._count[1]
        column = min(self._column, max(columns - 1, 0))
        self._first = max(0, min(self._first, column, max(columns - self._visible, 0)))
        self._first = max(self._first, column - self._visible + 1)

    def _shown_columns(self) -> range:
        return range(self._first, min(self._first + self._visible, self._count[1]))

    def action_move(self, x: int, y: int) -> None:
        """Go to another cell."""
        rows = self._count[0]
        if not rows:
            return
        self._row = max(0, min(self._row + y, rows - 1))
        self._column = max(0, min(self._column + x, self._furthest))
        self._scroll_columns()
        (top, high), height = self._place(self._row), self.size.height - HEAD
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True, immediate=True)
        elif top + high > self.scroll_offset.y + height:
            self.scroll_to(y=top + high - height, animate=False, force=True, immediate=True)
        self.refresh()
        self._told(opened=False)

    def action_page(self, way: int) -> None:
        """Go a page down or up."""
        if self._count[0]:
            high = self._place(self._row)[1]
            self.action_move(0, way * max((self.size.height - HEAD) // max(high, 1) - 1, 1))

    def action_open(self) -> None:
        """Say that a person wants to see what is behind this cell."""
        if self._count[0]:
            self._told(opened=True)

    def on_click(self, event: events.Click) -> None:
        """Choose the cell under the mouse; open it where it is the chosen one already."""
        at = event.get_content_offset(self)
        if at is None or at.y < HEAD:
            return
        row, column = self._at(at.x, at.y - HEAD + self.scroll_offset.y)
        if row < 0:
            return
        before = self._row, self._column
        self.action_move(0 if column < 0 else column - self._column, row - self._row)
        if before == (self._row, self._column):
            self.action_open()


def fit(text: str, width: int) -> str:
    """`text` padded to `width` cells."""
    return text + " " * max(width - cell_len(text), 0)
