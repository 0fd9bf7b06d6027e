"""What pages of records have in common: a table, the one in focus in full below, a word where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import DataTable, Static

from qualcode.tui.desk import Desk
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.page import Page


class ListedPage(Page):
    """A table of records, the newest first, and the one in focus in full below."""

    DEFAULT_CSS = """
    ListedPage DataTable { height: 1fr; padding: 0 1; }
    ListedPage #words { height: 7; padding: 0 1; border-top: solid $page-rule; overflow-y: auto;
                     scrollbar-size-vertical: 1; }
    ListedPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                     color: $page-muted; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: Sequence[Any] = ()

    def body(self) -> ComposeResult:
        """The table, or what to do where it is empty; the words below."""
        yield FittedTable()
        yield Static(self.nothing(), id="empty", markup=False)
        yield Static(id="words", markup=False)

    def on_mount(self) -> None:
        """Begin in the table."""
        self.query_one(DataTable).focus()

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self.fetch()

    def fetch(self) -> object:
        """Read the rows in a worker and `fill` them in."""

    def nothing(self) -> str:
        """What to do where there is nothing."""
        return ""

    def in_full(self, row: Any) -> Text:
        """The one in focus."""
        return Text()

    def fill(self, rows: Sequence[Any], heads: list[str], lines: list[list[str]], quiet: set[int]) -> None:
        """Show these rows; those in `quiet` stand back."""
        self._rows = rows
        keys = [str(row.id) for row in rows]
        self.query_one(FittedTable).show(
            heads, lines, keys=keys, style=lambda row: "dim" if row in quiet else ""
        )
        for name, shown in (("DataTable", bool(rows)), ("#words", bool(rows)), ("#empty", not rows)):
            self.query_one(name).display = shown
        self.offer(bool(rows))
        self._explain()

    @property
    def chosen(self) -> Any:
        """The row in focus, or None."""
        at = self.query_one(DataTable).cursor_row
        return self._rows[at] if at < len(self._rows) else None

    def on_data_table_row_highlighted(self) -> None:
        """Show it in full."""
        self._explain()

    def _explain(self) -> None:
        row = self.chosen
        self.query_one("#words", Static).update(Text() if row is None else self.in_full(row))


def moment(at: datetime) -> str:
    """When something happened, by the clock of this machine."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
