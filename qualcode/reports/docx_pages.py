"""Where the long tables of a Word file are parted, so that each part can say what it continues.

A word processor repeats the head of a table on each page and cannot say "continued" there: Word knows the pages only when
it shows them. So a table that runs over the end of a page is set in parts, each on a page of its own, as a person does
by hand. How much a page holds is reckoned here, carefully: a part may leave a few lines empty and does not run over.
A table that is not much longer than half a page is kept together instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.reports.document import (
    CELL_PADDING,
    Block,
    Cell,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    plain,
)
from qualcode.reports.heights import LINE, lines
from qualcode.reports.layout import POINTS, Layout
from qualcode.reports.svg import ratio
from qualcode.reports.widths import wideness

TOGETHER = 0.45
"""A table that takes at most this share of a page goes to the next one rather than being parted."""

LEAST_START = 0.25
"""Where less than this share of a page is left, a long table begins on the next."""

SURE, DRIFT = 0.03, 0.03
"""Share of a page that is left empty for what cannot be reckoned: always, and for each page since one began for sure."""

LOST = 5
"""After so many pages nobody knows where on a page the next line stands."""

LAST_ROWS = 3
"""The last part of a table has at least so many rows, where it can."""

NOTICED = 0.08
"""Share of a page that something must take for its place to matter to what follows."""

AVERAGE_AT_MOST = 0.6
"""No text is wider than this for each of its letters, in units of their size: a quick look before reckoning lines."""

ROW_LINE = 0.5
"""Points of the line under a row."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How a table is set."""

    cuts: tuple[int, ...]
    """The rows at which a part begins, the first part's left out."""
    new_page: bool = False
    """It begins on a new page."""
    together: bool = False
    """All of it stays on one page."""


def parted(document: Document, *, known: bool = True) -> dict[int, Parts]:
    """How each table is set, by its position. `known` is False where the styles of text are those of another file."""
    pager = _Pager(document.layout, known)
    parts: dict[int, Parts] = {}
    turned = False
    pager.text(2.4 * document.layout.size + 40)
    for position, block in enumerate(document.blocks):
        if (position in document.landscape) != turned:
            turned = not turned
            pager.begin(turned)
        if isinstance(block, Table):
            parts[position] = pager.table(block)
        else:
            pager.block(block, document)
    return parts


class _Pager:
    """Follows the text down its pages, in points."""

    def __init__(self, layout: Layout, known: bool) -> None:
        self.layout = layout
        self.known = known
        self.size = layout.size
        self.letters = layout.table_size * wideness(layout.font)
        self.line = layout.table_size * (LINE if wideness(layout.font) in (1.0, 1.15) else 1.25)
        self.begin(False)

    def begin(self, turned: bool | None = None) -> None:
        """A page begins here for sure."""
        if turned is not None:
            self.width, self.height = self.layout.text_width(turned), self.layout.text_height(turned)
        self.used, self.pages = 0.0, 0

    @property
    def left(self) -> float:
        """Points that are left on the page, what cannot be reckoned taken off."""
        drift = DRIFT * self.pages if self.known else 2 * DRIFT * (self.pages + 1)
        return self.height * (1 - SURE - drift) - self.used

    @property
    def is_lost(self) -> bool:
        return self.pages >= (LOST if self.known else 1)

    def text(self, height: float) -> None:
        """Text of this height that may run over the end of the page."""
        over, self.used = divmod(self.used + height, self.height)
        self.pages += int(over)

    def solid(self, height: float) -> None:
        """Something of this height that goes to the next page where it does not fit."""
        doubt = self.height - self.used - self.left
        if height > NOTICED * self.height and abs(self.height - self.used - height) < doubt:
            self.pages += LOST  # it may stand on this page or on the next
        if self.used + height > self.height and self.used:
            self.pages, self.used = self.pages + 1, 0.0
        self.text(height)

    def block(self, block: Block, document: Document) -> None:
        size, spacing = self.size, self.layout.line_spacing
        match block:
            case PageBreak():
                self.begin()
            case Heading():
                before, letters = ((18, size + 2), (16, size), (12, size))[block.level - 1]
                self.solid(
                    before
                    + 8
                    + self._lines((Run(block.text),), letters, 30) * letters * LINE * 1.1
                    + 2 * size
                )
                self.used -= 2 * size
            case Paragraph() if block.style == "small":
                self.text(
                    13 + self._lines(block.runs, self.layout.table_size) * self.layout.table_size * LINE
                )
            case Paragraph() if block.style == "lead":
                self.solid(14 + self._lines(block.runs, size) * size * LINE * 1.25)
            case Paragraph():
                self.text(6 + self._lines(block.runs, size) * size * LINE * spacing)
            case Quote():
                self._quote(block)
            case Figure():
                height = self.layout.picture(block.width_cm, ratio(block.svg))[1] * POINTS
                caption = (
                    self._lines((Run(block.caption),), self.layout.caption_size)
                    * self.layout.caption_size
                    * LINE
                )
                note = self._lines(block.note, self.layout.table_size) * self.line + 13 if block.note else 0
                self.solid(height + 24 + caption + note)
            case Note():
                self.solid(14 + self._lines(block.runs, size - 1, 20) * (size - 1) * LINE * 1.1)
            case ListBlock():
                for item in block.items:
                    self.text(3 + self._lines(item, size, 28) * size * LINE * 1.25)
            case Facts():
                for _name, value in block.pairs:
                    self.text(3 + lines(value, (0.73 * self.width - CELL_PADDING) / self.letters) * self.line)
                self.text(12)
            case Contents():
                entries = sum(_is_listed(one, block.kind) for one in document.blocks)
                self.text(30 + entries * (size * LINE * 1.1 + 2))

    def _quote(self, block: Quote) -> None:
        size = self.size
        if block.is_block:
            self.text(3 + self._lines(block.lead, size, 14) * size * LINE * 1.1)
            self.text(8 + self._lines((Run(f"{block.text} {block.reference}"),), size, 57) * size * LINE)
        else:
            said = (*block.lead, Run(f"“{block.text}” {block.reference}"))
            self.solid(5 + self._lines(said, size, 14) * size * LINE * 1.1)
        if block.translation:
            self.text(8 + self._lines((Run(block.translation),), size, 57) * size * LINE)

    def _lines(self, runs: Runs, letters: float, less: float = 0.0) -> int:
        return lines(runs, (self.width - less) / (letters * wideness(self.layout.font)))

    def table(self, block: Table) -> Parts:
        """How a table is set that begins here; the text goes on below it."""
        caption_size = self.layout.caption_size
        caption = 16 + self._lines((Run(f"Tabel 99. {block.caption}"),), caption_size) * caption_size * LINE
        note = 12.0
        if block.note:
            note = 13 + self._lines(block.note, self.layout.table_size) * self.line
        widths = block.widths(self.width, self.layout.cell_letters)
        head = caption + sum(self._row(block, cells, widths) for cells in block.header)
        rows = [self._row(block, row.cells, widths) for row in block.rows]
        total = head + sum(rows) + note
        if total <= self.left or total <= TOGETHER * self.height or block.is_short:
            self.solid(total)
            return Parts((), together=total <= self.height * (1 - SURE))
        new_page = self.is_lost or self.left < LEAST_START * self.height
        if new_page:
            self.begin()
            if total <= self.left:
                self.used = total
                return Parts((), new_page=True, together=True)
        cuts: list[int] = []
        room, filled = self.left - head, 0.0
        for position, height in enumerate(rows):
            tail = note if position == len(rows) - 1 else 0.0
            if filled and filled + height + tail > room:
                cut = position
                while cut - 1 > (cuts[-1] if cuts else 0) and block.rows[cut - 1].section:
                    cut -= 1
                cuts.append(cut)
                self.begin()
                room, filled = self.left - head, sum(rows[cut:position])
            filled += height
        if (
            cuts
            and len(rows) - cuts[-1] < LAST_ROWS
            and cuts[-1] - (cuts[-2] if len(cuts) > 1 else 0) > 2 * LAST_ROWS
        ):
            cuts[-1] = len(rows) - LAST_ROWS
        self.begin()
        self.text(head + sum(rows[cuts[-1] if cuts else 0 :]) + note)
        return Parts(tuple(cuts), new_page=new_page)

    def _row(self, block: Table, cells: tuple[Cell, ...], widths: list[float]) -> float:
        most, column = 1, 0
        for cell in cells:
            room = sum(widths[column : column + cell.span]) - CELL_PADDING
            said = plain(cell.runs)
            if len(said) * self.letters * AVERAGE_AT_MOST > room or "\n" in said:
                most = max(most, lines(cell.runs, room / self.letters))
            column += cell.span
        return most * self.line + (0.0 if block.dense else 3.0) + ROW_LINE


def _is_listed(block: Block, kind: str) -> bool:
    if kind == "headings":
        return isinstance(block, Heading) and block.level < 3 and bool(block.anchor)
    return isinstance(block, Table if kind == "tables" else Figure)
