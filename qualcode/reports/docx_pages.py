"""On which page of a Word file everything stands, and where its long tables are parted so that each part can say so.

A word processor repeats the head of a table on each page and cannot say "continued" there: Word knows the pages only when
it shows them. So a table that runs over the end of a page is set in parts, each on a page of its own, as a person does
by hand. How much a page holds is reckoned here from the styles of the file and the widths of its letters, carefully: a
part may leave a few lines empty and does not run over. What takes less than half a page is kept together instead. The
same reckoning gives the pages that the contents name before anybody opens the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TypeGuard

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
from qualcode.reports.docx_measures import Measure, Measures
from qualcode.reports.docx_rows import Piece, numbered_lines, pieces
from qualcode.reports.docx_tables import FACTS_NAME_WIDTH, cell_style
from qualcode.reports.layout import POINTS, Layout
from qualcode.reports.svg import ratio

TOGETHER = 0.45
"""A table that takes at most this share of a page goes to the next one rather than being parted."""

LEAST_START = 0.2
"""Where less than this share of a page is left, a long table begins on the next, and a heading where there is less still."""
LEAST_BELOW_HEADING = 0.1

SURE, DRIFT = 0.015, 0.01
"""Share of a page that is left empty for what cannot be reckoned: always, and for each page since one began for sure."""

LOST = 8
"""After so many pages nobody knows where on a page the next line stands."""

LAST_ROWS = 3
"""The last part of a table has at least so many rows, where it can."""

AVERAGE_AT_MOST = 0.6
"""No text is wider than this for each of its letters, in units of their size: a quick look before reckoning lines."""

TOP_LINE = 1.0
"""Points of the line above a table."""

ABOVE_NOTES = 16.0
"""Points of the line above footnotes."""

ROW_LINE = 0.6
"""Points of the line under a row."""

LEADER = " . . 999"
"""What an entry of the contents needs at its end at least."""

MOST_HEADINGS = 3
LEADING = 4
"""So many short blocks before a wide table do not need an upright page of their own."""

PARAGRAPH_STYLES = {"body": "Normal", "lead": "Claim", "small": "Remark"}
HEADING_STYLES = {
    "section": ("Heading1", "Heading2", "Heading3"),
    "appendix": ("AppendixHeading", "AppendixHeading2", "AppendixHeading2"),
    "plain": ("PlainHeading", "PlainHeading", "PlainHeading"),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """How a table is set."""

    cuts: tuple[int, ...]
    """The pieces (`docx_rows`) at which a part begins, the first part's left out."""
    together: bool = False
    """All of it stays on one page."""
    pieces: Sequence[Piece] = field(default=(), compare=False)


@dataclass(slots=True)
class Plan:
    """Where everything stands."""

    parts: dict[int, Parts] = field(default_factory=dict)
    """How each table is set, by its position."""
    pages: dict[int, int] = field(default_factory=dict)
    """The page each block begins on, the first one being that of the layout."""
    breaks: set[int] = field(default_factory=set)
    """Positions of blocks that begin on a new page, because there is too little left of the one before."""


def planned(document: Document, measures: Measures, turned: frozenset[int]) -> Plan:
    """The pages of `document` in a file whose styles are `measures`; the blocks at `turned` stand on turned pages."""
    pager = _Pager(document, measures, 0 in turned)
    plan = Plan()
    is_turned = 0 in turned
    for style, said in (("Title", document.title), ("Subtitle", document.subtitle)):
        pager.flow(style, (Run(said, bold=measures[style].bold),))
    for position, block in enumerate(document.blocks):
        if (position in turned) != is_turned:
            is_turned = not is_turned
            pager.begin(is_turned)
        if (headings := _headings(document.blocks, position)) and pager.is_low(headings):
            _break(plan, pager, position)
        match block:
            case Table():
                _table(plan, pager, position, block)
            case Figure():
                height, before = pager.figure(block), measures["Picture"].before
                if pager.moves(height, before, is_led=_is_led(document.blocks, position)):
                    _move(plan, pager, position)
                plan.pages[position] = pager.block(block)
            case Facts():
                _facts(plan, pager, position, block)
            case _:
                plan.pages[position] = pager.block(block)
    return plan


def _headings(blocks: Sequence[Block], position: int) -> int:
    """How many headings follow one another from here; none where there is one before them, or no heading."""
    if position and isinstance(blocks[position - 1], Heading):
        return 0
    return sum(
        1
        for _one in takewhile(
            lambda one: isinstance(one, Heading), blocks[position : position + MOST_HEADINGS]
        )
    )


def _break(plan: Plan, pager: _Pager, position: int) -> None:
    plan.breaks.add(position)
    pager.begin()


def _move(plan: Plan, pager: _Pager, position: int) -> None:
    """Begin a new page with what leads to the block."""
    first = _led(plan, pager.document.blocks, position)
    if first not in plan.breaks:
        _break(plan, pager, first)
        for before in range(first, position):
            plan.pages[before] = pager.block(pager.document.blocks[before])


def _table(plan: Plan, pager: _Pager, position: int, block: Table) -> None:
    size = pager.sized(block)
    if pager.goes_on(size, is_led=_is_led(pager.document.blocks, position)):
        _move(plan, pager, position)
    plan.parts[position], plan.pages[position] = pager.table(size)


def _facts(plan: Plan, pager: _Pager, position: int, block: Facts) -> None:
    height = pager.facts(block)
    together = height <= TOGETHER * pager.height
    if together and pager.moves(height, is_led=_is_led(pager.document.blocks, position)):
        _move(plan, pager, position)
    plan.parts[position] = Parts((), together=together)
    plan.pages[position] = pager.block(block)


def _is_led(blocks: Sequence[Block], position: int) -> bool:
    """Whether what stands before it stays on its page, as headings and claims do."""
    before = blocks[position - 1] if position else None
    return isinstance(before, Heading) or (isinstance(before, Paragraph) and before.style == "lead")


def _led(plan: Plan, blocks: Sequence[Block], position: int) -> int:
    """The first of the headings and the short paragraph that lead to a table: where it goes, they go."""
    first = position
    if first and isinstance(blocks[first - 1], Paragraph) and first - 1 not in plan.breaks:
        before = first - 1
        if before and isinstance(blocks[before - 1], Heading):
            first = before
    while first and isinstance(blocks[first - 1], Heading) and first not in plan.breaks:
        first -= 1
    return first


@dataclass(slots=True)
class _Sized:
    """A table with the heights of its parts."""

    block: Table
    caption: float
    head: float
    pieces: list[Piece]
    heights: list[list[float]]
    """Of each cell of each piece."""
    feet: list[float]
    """Of the footnotes that each piece calls."""
    note: float
    rest: float
    """What a row takes beside its words."""
    before: float
    after: float
    """What stands free above the caption and below the note."""

    @property
    def rows(self) -> float:
        """All rows together."""
        return _stacked(self, 0, len(self.pieces))

    @property
    def total(self) -> float:
        """All of it."""
        return self.caption + self.head + self.rows + self.note


def _stacked(size: _Sized, start: int, end: int) -> float:
    """The height of the pieces from `start` to before `end`; those of one row stand beside each other, cell by cell."""
    filled = 0.0
    cells: list[float] = []
    for number in range(start, end):
        filled, cells = _added(size, number, filled, cells, begins=number == start)
    return filled


def _added(
    size: _Sized, number: int, filled: float, cells: list[float], *, begins: bool
) -> tuple[float, list[float]]:
    """The height with one more piece, and that of the cells of its row so far."""
    own = size.heights[number]
    filled += size.feet[number]
    if begins or size.pieces[number].begins:
        return filled + max(own) + size.rest, own
    more = [one + other for one, other in zip(cells, own, strict=True)]
    return filled - max(cells) + max(more), more


class _Pager:
    """Follows the text down its pages, in points."""

    def __init__(self, document: Document, measures: Measures, turned: bool) -> None:
        self.document = document
        self.layout: Layout = document.layout
        self.measures = measures
        self.page = self.layout.page_start
        self.width, self.height = self.layout.text_width(turned), self.layout.text_height(turned)
        self.used, self.after, self.since = 0.0, 0.0, 0

    def begin(self, turned: bool | None = None) -> None:
        """A page begins here for sure, and where `turned` says so another section of them."""
        if turned is not None:
            self.width, self.height = self.layout.text_width(turned), self.layout.text_height(turned)
        if self.used:
            self.page += 1
        self.used, self.after, self.since = 0.0, 0.0, 0

    @property
    def left(self) -> float:
        """Points that are left on the page, what cannot be reckoned taken off."""
        return self.height * (1 - SURE - DRIFT * self.since) - self.used

    def is_low(self, headings: int) -> bool:
        """Whether too little is left for so many headings with something below them."""
        return self.used > 0 and self.left < headings * LEAST_BELOW_HEADING * self.height

    def text(self, height: float, least: float = 0.0, *, before: float = 0.0, after: float = 0.0) -> int:
        """Text of this height that may run over the end of the page, after its first lines; gives its page.

        Of what the text above leaves free and what this one wants `before` it, the larger holds.
        """
        height -= self._shared(before)
        if self.used and self.used + least > self.height:
            self._over()
        page = self.page
        over, self.used = divmod(self.used + height, self.height)
        self.page += int(over)
        self.since += int(over)
        self.after = after
        return page

    def solid(self, height: float, *, before: float = 0.0, after: float = 0.0) -> int:
        """Something of this height that goes to the next page where it does not fit; gives its page."""
        if self.used and self.used + height - self._shared(before) - after > self.height:
            self._over()
        return self.text(height, before=before, after=after)

    def is_doubtful(self, height: float, before: float = 0.0) -> bool:
        """Whether something of this height may stand on this page or go to the next one, nobody knows."""
        height -= self._shared(before)
        doubt = self.height - self.used - self.left
        return self.used > 0 and abs(self.height - self.used - height) < doubt

    def moves(self, height: float, before: float = 0.0, *, is_led: bool) -> bool:
        """Whether something of this height must be told to begin on a new page: doubtful, or it takes others along."""
        over = self.used > 0 and height - self._shared(before) > self.left
        return (over and is_led) or self.is_doubtful(height, before)

    def _shared(self, before: float) -> float:
        return min(before, self.after) if self.used and self.measures.collapse else 0.0

    def _over(self) -> None:
        self.page, self.since, self.used, self.after = self.page + 1, self.since + 1, 0.0, 0.0

    def block(self, block: Block) -> int:
        """Set a block that is no table; gives its page."""
        match block:
            case PageBreak():
                self.begin()
                return self.page
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self.flow(PARAGRAPH_STYLES[block.style], block.runs)
            case Quote():
                return self._quote(block)
            case Figure():
                return self.solid(self.figure(block), before=self.measures["Picture"].before)
            case Note():
                return self._whole("Note", block.runs)
            case ListBlock():
                page = self.page
                for item in block.items:
                    self.flow("ListNumber" if block.ordered else "ListBullet", (Run("1.\t"), *item))
                return page
            case Facts():
                return self._facts(block)
            case Contents():
                return self._contents(block)
        raise TypeError(block)

    def figure(self, block: Figure) -> float:
        """The height of a picture with its caption and note."""
        turned = self.width > self.height
        height = self.layout.picture(block.width_cm, ratio(block.svg), turned)[1] * POINTS
        picture = self.measures["Picture"]
        caption = self._tall("Caption", (Run(f"Gambar 9. {block.caption}"),))
        note = self._tall("Remark", block.note) if block.note else 0.0
        return picture.before + height + picture.after + caption + note

    def _tall(self, style: str, runs: Runs) -> float:
        shown = tuple(self.document.resolve(run) if run.label else run for run in runs)
        return self.measures[style].height(shown, self.width) + self._foot(runs)

    def _foot(self, runs: Runs) -> float:
        """The height of the footnotes that are called, with the line above the first."""
        notes = [run.footnote for run in runs if run.footnote]
        if not notes:
            return 0.0
        measure = self.measures["FootnoteText"]
        return ABOVE_NOTES + sum(measure.height((Run("9 "), *note), self.width) for note in notes)

    def flow(self, style: str, runs: Runs) -> int:
        """A paragraph of which two lines at least stand on a page."""
        measure = self.measures[style]
        least = measure.before + 2 * measure.line
        return self.text(self._tall(style, runs), least, before=measure.before, after=measure.after)

    def _whole(self, style: str, runs: Runs) -> int:
        """A paragraph that is not parted."""
        measure = self.measures[style]
        return self.solid(self._tall(style, runs), before=measure.before, after=measure.after)

    def _heading(self, block: Heading) -> int:
        measure = self.measures[HEADING_STYLES[block.kind][block.level - 1]]
        number = "Lampiran XX. " if block.kind == "appendix" else "1.1.1  "
        height = measure.height((Run(number + block.text, bold=measure.bold),), self.width)
        below = 2 * self.measures["Normal"].line
        page = self.solid(height + below, before=measure.before)
        self.used, self.after = self.used - below, measure.after
        return page

    def _quote(self, block: Quote) -> int:
        if block.is_block:
            page = self.flow("QuoteLead", block.lead)
            self.flow("Quote", (Run(f"{block.text} "), *block.cited))
        else:
            page = self._whole("ShortQuote", (*block.lead, Run(f"“{block.text}” "), *block.cited))
        if block.translation:
            self.flow("QuoteTranslation", (Run(block.translation),))
        return page

    def facts(self, block: Facts) -> float:
        """The height of names and values."""
        measure = self.measures["TableText"]
        room = self.width - 2 * CELL_PADDING
        tall = 0.0
        for name, value in block.pairs:
            names, values = FACTS_NAME_WIDTH * room, (1 - FACTS_NAME_WIDTH) * room
            count = max(measure.count((Run(name),), names), measure.count(value, values))
            tall += count * measure.line + measure.before + measure.after
        return tall

    def _facts(self, block: Facts) -> int:
        height = self.facts(block)
        page = self.solid(height) if height <= TOGETHER * self.height else self.text(height)
        self.flow("TableEnd", ())
        return page

    def _contents(self, block: Contents) -> int:
        listed = [
            (self.document.numbers.get(position, ""), one)
            for position, one in enumerate(self.document.blocks)
            if _is_listed(one, block.kind)
        ]
        page = self.page
        if not listed:
            return page
        line = self.measures["TOC1"].line
        head = self.measures["TOCHeading"]
        self.solid(self._tall("TOCHeading", (Run("x"),)) + line, before=head.before)
        self.used, self.after = self.used - line, head.after
        words = self.document.words
        for number, one in listed:
            if isinstance(one, Heading):
                word = f"{words.appendix} " if one.kind == "appendix" and one.level == 1 else ""
                self._whole(f"TOC{one.level}", (Run(f"{word}{number}  {one.text}{LEADER}"),))
            else:
                word = words.table if isinstance(one, Table) else words.figure
                self._whole("TableofFigures", (Run(f"{word} {number}. {one.caption}{LEADER}"),))
        return page

    def sized(self, block: Table) -> _Sized:
        """`block` with its heights on the page here."""
        caption = self._tall("TableCaption", (Run(f"Tabel 99. {block.caption}"),))
        under = "Remark" if block.note else "TableEnd"
        note = self._tall(under, block.note)
        widths = [width - CELL_PADDING for width in block.widths(self.width, self.layout.cell_letters)]
        measure = self.measures[cell_style(block, "left")]
        numbered = self.measures["TableLines"]
        rest = measure.before + measure.after + ROW_LINE
        parted = pieces(block.rows)
        heights = [self._cells(piece.row.cells, widths, measure, numbered) for piece in parted]
        head = TOP_LINE + sum(
            max(self._cells(cells, widths, measure, numbered)) + rest for cells in block.header
        )
        feet = [sum(self._foot(cell.runs) for cell in piece.row.cells) for piece in parted]
        above, below = self.measures["TableCaption"].before, self.measures[under].after
        return _Sized(block, caption, head, parted, heights, feet, note, rest, above, below)

    @staticmethod
    def _cells(
        cells: tuple[Cell, ...], widths: list[float], measure: Measure, numbered: Measure
    ) -> list[float]:
        """The height of the words of each cell."""
        column, made = 0, []
        for cell in cells:
            room = sum(widths[column : column + cell.span]) + CELL_PADDING * (cell.span - 1)
            column += cell.span
            if not cell.runs or cell.numbers:
                made.append(_numbered_height(cell, room, measure, numbered))
                continue
            said = plain(cell.runs)
            is_short = len(said) * measure.size * AVERAGE_AT_MOST <= room and "\n" not in said
            made.append(measure.line * (1 if is_short else measure.count(cell.runs, room)))
        return made if any(made) else [measure.line, *made[1:]]

    def _needs(self, size: _Sized) -> float:
        """The height of all of the table here."""
        return size.total - self._shared(size.before) - size.after

    def _is_long(self, size: _Sized) -> bool:
        """Whether it is parted rather than kept together where it does not fit."""
        if size.block.is_short:
            return size.total > self.height * (1 - SURE)
        return size.total > TOGETHER * self.height

    def goes_on(self, size: _Sized, *, is_led: bool) -> bool:
        """Whether it must be told to begin on a new page: for want of room, or because nobody knows how much there is."""
        if not self.used or self._needs(size) <= self.left:
            return False
        if not self._is_long(size):
            return self.moves(size.total - size.after, size.before, is_led=is_led)
        first = size.caption + size.head + (max(size.heights[0]) + size.rest if size.heights else 0.0)
        return self.since >= LOST or self.left < max(LEAST_START * self.height, first)

    def table(self, size: _Sized) -> tuple[Parts, int]:
        """How the table is set that begins here, and its page; the text goes on below it."""
        if self._needs(size) <= self.left or not self._is_long(size):
            page = self.solid(size.total, before=size.before, after=size.after)
            return Parts((), size.total <= self.height * (1 - SURE), size.pieces), page
        page = self.page
        cuts: list[int] = []
        number, begins = 0, True
        filled, cells = size.caption - self._shared(size.before) + size.head, list[float]()
        while number < len(size.pieces):
            more, added = _added(size, number, filled, cells, begins=begins)
            last = number == len(size.pieces) - 1
            if not begins and more + (size.note - size.after if last else 0.0) > self.left:
                number = _cut(size.pieces, number, cuts[-1] if cuts else 0)
                cuts.append(number)
                self._next_part(filled)
                filled, begins = self._continued(size), True
                continue
            filled, cells, begins = more, added, False
            number += 1
        if cuts and (shorter := _lengthened(size.pieces, cuts)) != cuts[-1]:
            cuts[-1] = shorter
            filled = self._continued(size) + _stacked(size, shorter, len(size.pieces))
        self.text(filled + size.note, after=size.after)
        return Parts(tuple(cuts), pieces=size.pieces), page

    def _next_part(self, filled: float) -> None:
        """Begin the page of a further part; what is higher than a page ran over it."""
        self.page += 1 + int((self.used + filled) // self.height)
        self.used, self.after, self.since = 0.0, 0.0, 0

    def _continued(self, size: _Sized) -> float:
        """What stands above the rows of a further part."""
        return self._tall("TableContinued", (Run("Tabel 99 (lanjutan)"),)) + size.head


def _numbered_height(cell: Cell, room: float, measure: Measure, numbered: Measure) -> float:
    """The height of a cell whose lines belong to numbered lines; none where it has no line here."""
    if not cell.runs:
        return 0.0
    if not cell.leads:
        return measure.line * measure.count(cell.runs, room)
    return sum(numbered.line * numbered.hung(said, room) for _number, said in numbered_lines(cell.runs))


def _cut(parted: Sequence[Piece], number: int, least: int) -> int:
    """Where to cut at most at `number`: no heading of rows, and no single line of a row, stays behind or goes alone."""
    cut = number
    while cut - 1 > least and parted[cut - 1].row.section:
        cut -= 1
    is_inside = not parted[cut].begins
    goes_alone = is_inside and (cut + 1 == len(parted) or parted[cut + 1].begins)
    if goes_alone and cut - 1 > least:
        cut -= 1
    if cut - 1 > least and not parted[cut].begins and parted[cut - 1].begins:
        cut -= 1
    return cut


def _lengthened(parted: Sequence[Piece], cuts: Sequence[int]) -> int:
    """The last cut, set earlier where it leaves too little for a page of its own."""
    before = cuts[-2] if len(cuts) > 1 else 0
    if len(parted) - cuts[-1] >= LAST_ROWS or cuts[-1] - before <= 2 * LAST_ROWS:
        return cuts[-1]
    return len(parted) - LAST_ROWS


def _is_listed(block: Block, kind: str) -> TypeGuard[Heading | Table | Figure]:
    if kind == "headings":
        return isinstance(block, Heading) and block.level < 3 and bool(block.anchor)
    return isinstance(block, Table if kind == "tables" else Figure)


def turned_blocks(document: Document) -> frozenset[int]:
    """The blocks on turned pages; a report that comes to a wide table after a few lines begins turned."""
    turned = document.landscape
    first = min(turned, default=0)
    lead = document.blocks[:first]
    if first and len(lead) <= LEADING and all(isinstance(one, Note | Facts | Paragraph) for one in lead):
        return turned | frozenset(range(first))
    return turned
