"""A table of numbers with heat: codes against groups, informants, methods, times, attributes or codes.

The number always stands there; the block beside it and the shade behind it only help the eye.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size
from textual.strip import Strip

from qualcode.i18n import _
from qualcode.tui.grid import HEAD, CellGrid, fit
from qualcode.tui.painting import one_line

BLOCKS = "▁▂▃▄▅▆▇█"
DEEPEST = 0.42
"""How much of the heat's colour the hottest cell takes: with more, its number is hard to read."""

SEEN, NAMED = 6, 24
"""So many columns are seen at once where there is room; where there are more, names keep so many cells."""
SINGLE = 0.4
"""How much of its shade a number of one alone has."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One number."""

    text: str
    heat: float = 0.0
    """From 0 (nothing) to 1 (all there could be)."""
    quiet: bool = False
    """Nothing there, or no number at all."""
    single: bool = False
    """Of one only: there or not there, which no full block shows as if it were all of many."""


def share_cell(text: str, k: int, n: int, *, quiet: bool) -> HeatCell:
    """k of n with the share as its heat."""
    return HeatCell(text, k / n if n else 0.0, quiet, n == 1)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One code."""

    id: Hashable
    """What the owner knows it by."""
    label: str
    """Its short id."""
    name: str
    depth: int
    cells: Sequence[HeatCell]
    total: HeatCell


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """One column."""

    name: str
    short: str
    """Where the name does not fit."""


class HeatMatrix(CellGrid[HeatRow]):
    """Codes against columns; the arrows move from cell to cell, Enter opens one."""

    DEFAULT_CSS = """
    HeatMatrix { background: $background; color: $foreground; height: 1fr; scrollbar-size: 1 1;
                 overflow: hidden scroll; padding: 0 1; }
    HeatMatrix > .heat--muted { color: $page-muted; }
    HeatMatrix > .heat--rule { color: $page-rule; }
    HeatMatrix > .heat--row { background: $surface; }
    HeatMatrix > .heat--hot { color: $secondary; }
    HeatMatrix:ansi > .heat--muted { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"heat--muted", "heat--rule", "heat--row", "heat--hot"}

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: Sequence[HeatColumn] = ()
        self._rows: Sequence[HeatRow] = ()
        self._total = ""
        self._heading = ""
        self._label = 12
        self._cell = 8
        self._last = 8

    def show(
        self, columns: Sequence[HeatColumn], rows: Sequence[HeatRow], total: str, head: str = ""
    ) -> None:
        """Show other numbers; each row has one cell a column and a last one under `total` (empty: none is shown).

        `head` stands over the rows; without it they are codes.
        """
        chosen = self.chosen
        self._columns, self._rows, self._total = columns, rows, total
        self._heading = head or _("Code")
        if chosen is not None:
            self._row = next((n for n, row in enumerate(rows) if row.id == chosen.id), self._row)
        self._keep_cursor()
        self._set()
        if rows:
            self.action_move(0, 0)

    @property
    def chosen(self) -> HeatRow | None:
        """The row under the cursor."""
        return self._rows[self._row] if self._row < len(self._rows) else None

    @property
    def left_out(self) -> str:
        """Names of columns and rows that are not seen whole; else nothing."""
        columns = [(one.short, one.name) for one in self._columns if not cell_len(one.name) < self._cell]
        rows = [
            (row.label, row.name)
            for row in self._rows
            if cell_len(row.name) > max(self._label - 2 * row.depth - cell_len(row.label) - 2, 0)
        ]
        cut = [f"{short}: {name}" if short not in name else name for short, name in (*columns, *rows)]
        return " · ".join(dict.fromkeys(cut))

    # -- setting and painting -------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Set it for another width."""
        self._set()

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self.refresh()

    def _set(self) -> None:
        width = self.scrollable_content_region.width
        if width < 20:
            return
        numbers = [cell for row in self._rows for cell in row.cells]
        widest = max((cell_len(cell.text) for cell in numbers), default=3) + 3
        totals = max((cell_len(row.total.text) for row in self._rows), default=0) + 2
        self._last = max(totals, cell_len(self._total) + 1) if self._total else 0
        ids = max((2 * row.depth + cell_len(row.label) for row in self._rows), default=4) + 2
        names = (
            max((2 * row.depth + cell_len(f"{row.label} {row.name}") for row in self._rows), default=4) + 2
        )
        count = max(len(self._columns), 1)
        full = max((cell_len(column.name) for column in self._columns), default=4) + 2
        short = max((cell_len(column.short) for column in self._columns), default=4) + 2
        room = width - self._last - 2
        # Names of codes come first, then names of columns in full; a column never becomes narrower than its numbers.
        self._cell = max(widest, min(short, 12))
        least = ids if count <= SEEN else max(ids, min(names, NAMED))
        self._label = max(least, min(names, room - self._cell * min(count, SEEN)))
        self._cell = max(self._cell, min(full, (room - self._label) // count))
        self.virtual_size = Size(width, len(self._rows) + HEAD)
        self._scroll_columns()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The head and its rule stay; under them the rows scroll."""
        width = self.size.width
        if y == 0:
            segments = self._head()
        elif y == 1:
            segments = [Segment("─" * width, self.get_component_rich_style("heat--rule"))]
        else:
            segments = self._body(y - HEAD + self.scroll_offset.y)
        return Strip(segments).adjust_cell_length(width, self.rich_style).simplify()

    def _head(self) -> list[Segment]:
        base, muted = self.rich_style, self.get_component_rich_style("heat--muted")
        more = "‹" if self._first else " "
        segments = [
            Segment(fit(one_line(self._heading, self._label), self._label), muted),
            Segment(more, muted),
        ]
        for number in self._shown_columns():
            column = self._columns[number]
            name = column.name if cell_len(column.name) < self._cell else column.short
            here = number == self._column
            style = base + Style(bold=True) if here else muted
            segments.append(Segment(_right(one_line(name, self._cell - 1), self._cell), style))
        more = "›" if self._shown_columns().stop < len(self._columns) else " "
        here = self._column == len(self._columns)
        style = base + Style(bold=True) if here else muted
        return [*segments, Segment(more, muted), Segment(_right(self._total, self._last), style)]

    def _body(self, number: int) -> list[Segment]:
        if not 0 <= number < len(self._rows):
            return []
        row = self._rows[number]
        chosen = number == self._row
        band = self.get_component_rich_style("heat--row", partial=True) if chosen else Style()
        base = self.rich_style + band
        muted = self.get_component_rich_style("heat--muted") + band
        head = base + Style(bold=row.depth == 0 or chosen)
        label = "  " * row.depth + row.label
        name = one_line(row.name, max(self._label - cell_len(label) - 2, 0)) if row.name else ""
        rest = self._label - cell_len(label)
        segments = [
            Segment(label, head),
            Segment(fit(f" {name}" if rest > min(6, cell_len(row.name) + 1) else "", rest) + " ", muted),
        ]
        for column in self._shown_columns():
            here = chosen and column == self._column
            segments += self._number(row.cells[column], self._cell, here, base, muted)
        segments.append(Segment(" ", base))
        if self._last:
            here = chosen and self._column == len(self._columns)
            segments += self._number(row.total, self._last, here, base, muted, shaded=False)
        return segments

    def _number(
        self, cell: HeatCell, width: int, here: bool, base: Style, muted: Style, *, shaded: bool = True
    ) -> list[Segment]:
        """A number to the right of its cell, with a block for its heat."""
        heat = max(0.0, min(cell.heat, 1.0)) if shaded else 0.0
        if cell.single:
            heat *= SINGLE
        block = BLOCKS[min(int(heat * len(BLOCKS)), len(BLOCKS) - 1)] if heat and not cell.single else " "
        text = _right(one_line(cell.text, width - 1 - shaded), width - 1 - shaded)
        style, beside = muted if cell.quiet else base, base
        if here:
            style = beside = base + Style(reverse=True, bold=True)
        elif heat and not self.app.native_ansi_color:
            style += self._shade(heat, base)
            beside = style + Style(color=self.get_component_rich_style("heat--hot").color)
        return [Segment(" ", base), Segment(text, style), *([Segment(block, beside)] if shaded else [])]

    def _shade(self, heat: float, base: Style) -> Style:
        """The shade behind a number: a part of the heat's colour over the page's."""
        hot = self.get_component_rich_style("heat--hot").color
        if base.bgcolor is None or hot is None:
            return Style()
        page, colour = Color.from_rich_color(base.bgcolor), Color.from_rich_color(hot)
        shade = page.blend(colour, DEEPEST * heat)
        return Style(bgcolor=RichColor.from_rgb(shade.r, shade.g, shade.b))

    # -- what the cursor goes over --------------------------------------------------------------------------------

    @property
    def _count(self) -> tuple[int, int]:
        return len(self._rows), len(self._columns)

    @property
    def _furthest(self) -> int:
        return len(self._columns) if self._total else max(len(self._columns) - 1, 0)

    @property
    def _visible(self) -> int:
        room = self.scrollable_content_region.width - self._label - self._last - 2
        return max(room // self._cell, 1)

    def _place(self, row: int) -> tuple[int, int]:
        return row, 1

    def _at(self, x: int, line: int) -> tuple[int, int]:
        row = line if line < len(self._rows) else -1
        place = (x - self._label - 1) // self._cell
        if place < 0:
            return row, -1
        column = self._first + place if place < self._visible else self._furthest
        return row, min(column, self._furthest)


def _right(text: str, width: int) -> str:
    """`text` at the right of `width` cells."""
    return " " * max(width - cell_len(text), 0) + text
