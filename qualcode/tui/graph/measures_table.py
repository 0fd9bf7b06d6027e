"""The measures of a graph as a table: a row a node, a column a measure; the cell in focus is explained by its page."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from qualcode.tui.graph.picture import Measure, Measures
from qualcode.tui.grid import HEAD, CellGrid, fit
from qualcode.tui.painting import one_line

_NAME, _CELL = 20, 11
"""Columns that the name of a node and that of a measure take at most."""


class MeasuresTable(CellGrid[tuple[str, str]]):
    """Names stay while whole columns scroll; what is undefined is a dash, whose reason is told when it is in focus."""

    DEFAULT_CSS = """
    MeasuresTable { background: $background; color: $foreground; height: 1fr; scrollbar-size: 1 1;
                    overflow: hidden scroll; padding: 0 1; }
    MeasuresTable > .measures--muted { color: $page-muted; }
    MeasuresTable > .measures--rule { color: $page-rule; }
    MeasuresTable > .measures--row { background: $surface; }
    MeasuresTable:ansi > .measures--muted { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"measures--muted", "measures--rule", "measures--row"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._measures = Measures((), ())
        self._corner = ""
        self._name_cells = self._cell = 8

    def show(self, measures: Measures, corner: str) -> None:
        """Show another graph's measures; the cursor stays where it was, as far as there is such a cell."""
        self._measures, self._corner = measures, corner
        names = [cell_len(name) for _key, name in measures.rows]
        self._name_cells = min(max([cell_len(corner), *names]), _NAME) + 1
        heads = [cell_len(one.name) for one in measures.columns]
        cells = [cell_len(one.cell(key)) for one in measures.columns for key, _name in measures.rows]
        self._cell = min(max([*heads, *cells, 5]), _CELL) + 2
        self.virtual_size = Size(self.size.width, len(measures.rows) + HEAD)
        self._keep_cursor()
        self._scroll_columns()
        self.refresh()

    def explained(self) -> str:
        """The cell in focus in words: value or reason, of how many it is, and what it means."""
        if self.chosen is None or not self._measures.columns:
            return ""
        key, name = self.chosen
        measure = self.measure
        value = measure.why.get(key) or measure.values.get(key) or "–"
        return f"{name} · {measure.name}: {value} · {measure.n}\n{measure.definition}"

    @property
    def measure(self) -> Measure:
        """The measure under the cursor."""
        return self._measures.columns[self._column]

    # -- what the grid asks ---------------------------------------------------------------------------------------

    @property
    def chosen(self) -> tuple[str, str] | None:
        """Key and name of the row under the cursor."""
        rows = self._measures.rows
        return rows[self._row] if self._row < len(rows) else None

    @property
    def _count(self) -> tuple[int, int]:
        return len(self._measures.rows), len(self._measures.columns)

    @property
    def _furthest(self) -> int:
        return max(len(self._measures.columns) - 1, 0)

    @property
    def _visible(self) -> int:
        return max((self.scrollable_content_region.width - self._name_cells - 1) // self._cell, 1)

    def _place(self, row: int) -> tuple[int, int]:
        return row, 1

    def _at(self, x: int, line: int) -> tuple[int, int]:
        row = line if 0 <= line < len(self._measures.rows) else -1
        column = (x - self._name_cells) // self._cell
        return row, min(self._first + column, self._furthest) if column >= 0 else -1

    # -- painting -------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Other columns fit."""
        self._scroll_columns()
        self.refresh()

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The head and its rule stay; under them the nodes scroll."""
        base, width = self.rich_style, self.size.width
        if y == 0:
            segments = self._head()
        elif y == 1:
            segments = [Segment("─" * width, self.get_component_rich_style("measures--rule"))]
        else:
            segments = self._body(y - HEAD + self.scroll_offset.y)
        return Strip(segments).adjust_cell_length(width, base).simplify()

    def _head(self) -> list[Segment]:
        base, muted = self.rich_style, self.get_component_rich_style("measures--muted")
        more = "‹" if self._first else " "
        segments = [Segment(fit(self._corner, self._name_cells), muted)]
        for number in self._shown_columns():
            name = self._right(self._measures.columns[number].name)
            name = more + name[1:] if number == self._first else name
            segments.append(Segment(name, base + Style(bold=True) if number == self._column else muted))
        return [*segments, Segment(" ›" if self._shown_columns().stop < self._count[1] else "", muted)]

    def _body(self, row: int) -> list[Segment]:
        if row >= len(self._measures.rows):
            return []
        key, name = self._measures.rows[row]
        here = row == self._row
        base = self.rich_style + (
            self.get_component_rich_style("measures--row", partial=True) if here else Style()
        )
        segments = [
            Segment(fit(one_line(name, self._name_cells - 1), self._name_cells), base + Style(bold=here))
        ]
        for number in self._shown_columns():
            cell = self._right(self._measures.columns[number].cell(key))
            focus = here and number == self._column
            segments.append(Segment(cell[:2], base))
            segments.append(Segment(cell[2:], base + Style(reverse=True, bold=True) if focus else base))
        return segments

    def _right(self, words: str) -> str:
        """`words` at the right edge of a cell."""
        shown = one_line(words, self._cell - 2)
        return " " * (self._cell - cell_len(shown)) + shown
