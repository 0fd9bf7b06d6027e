"""Follows the text of a Word file down its pages, from the styles of the file and the widths of its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from qualcode.reports.document import (
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
from qualcode.reports.docx_divided import LEAST_LINES, divided
from qualcode.reports.docx_lines import told_widths
from qualcode.reports.docx_measures import Measure, Measures
from qualcode.reports.docx_rows import Piece, pieces
from qualcode.reports.docx_sized import BESIDE, Sized, added, cut_at, lengthened, numbered_height, stacked
from qualcode.reports.docx_tables import FACTS_NAME_WIDTH, cell_style
from qualcode.reports.docx_widths import steady
from qualcode.reports.layout import POINTS, Layout
from qualcode.reports.svg import ratio

TOGETHER = 0.45
"""A table that takes at most this share of a page goes to the next one rather than being parted."""

LEAST_START = 0.2
"""Where less than this share of a page is left, a long table begins on the next, and a heading where there is less still."""
LEAST_BELOW_HEADING = 0.1

SURE, DRIFT = 0.015, 0.01
"""Share of a page that is left empty for what cannot be reckoned: always, and for each page since one began for sure."""

PARTED = 0.012
"""As much more at the end of a part of a table: a line that breaks in two here must not push the last row over."""

MUCH = 0.12
"""A tall row is parted where moving all of it to the next page would leave as much of a page empty."""

SMALLEST = 0.75
"""To this share of its size a picture is made smaller, so that it fits on the page: its letters can still be read."""

LOST = 8
"""After so many pages nobody knows where on a page the next line stands."""

AVERAGE_AT_MOST = 0.6
"""No text is wider than this for each of its letters, in units of their size: a quick look before reckoning lines."""

TOP_LINE = 1.0
"""Points of the line above a table."""

ABOVE_NOTES = 16.0
"""Points of the line above footnotes."""

ROW_LINE = 0.6
"""Points of the line under a row."""

LEAST_ENTRIES = 3
"""So many entries at least stand below the heading of a list, if it has them."""

LEADER = " . . 999"
"""What an entry of the contents needs at its end at least."""

PARAGRAPH_STYLES = {"body": "Normal", "lead": "Claim", "small": "Remark"}
HEADING_STYLES = {
    "section": ("Heading1", "Heading2", "Heading3"),
    "appendix": ("AppendixHeading", "AppendixHeading2", "AppendixHeading2"),
    "plain": ("PlainHeading", "PlainHeading2", "PlainHeading2"),
}


@dataclass(frozen=True, slots=True)
class Parts:
    """How a table is set."""

    cuts: tuple[int, ...]
    """The pieces (`docx_rows`) at which a part begins, the first part's left out."""
    together: bool = False
    """All of it stays on one page."""
    pieces: Sequence[Piece] = field(default=(), compare=False)
    widths: Sequence[float] = field(default=(), compare=False)
    """Of its columns, in points."""


class Pager:
    """Follows the text down its pages, in points."""

    def __init__(self, document: Document, measures: Measures, turned: bool) -> None:
        self.document = document
        self.layout: Layout = document.layout
        self.measures = measures
        self.flows = not self.layout.part_tables
        """Tables run on over the ends of pages."""
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
        end = self.used + height
        over = max(
            0, int((end - after) // self.height)
        )  # what is free below does not go over to the next page
        self.used = min(end - over * self.height, self.height)
        self.page += over
        self.since += over
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

    def shrunk(self, block: Figure) -> Figure:
        """`block` as wide as what is left of the page allows, where it is to be made a little smaller for that."""
        over = self.figure(block) - self._shared(self.measures["Picture"].before) - self.left
        return self._smaller(block, over) if self.used else block

    def giving_way(self, block: Figure, follows: Block | None) -> Figure:
        """`block` a little smaller where a short table that follows then has room on its page."""
        if not isinstance(follows, Table) or self._is_long(size := self.sized(follows)):
            return block
        height = self.figure(block)
        end = self.used + height - self._shared(self.measures["Picture"].before)
        goes = bool(self.used) and end > self.height
        left = self.height * (1 - SURE - DRIFT * (self.since + goes)) - (height if goes else end)
        return self._smaller(block, size.total - size.after - left)

    def _smaller(self, block: Figure, over: float) -> Figure:
        """`block` lower by what it is `over`, in points, where that leaves letters that can be read."""
        across, down = self._picture(block)
        scale = 1.0 - (over + 1.0) / POINTS / down if down else 1.0
        return replace(block, width_cm=round(across * scale, 3)) if over > 0 and scale >= SMALLEST else block

    def _picture(self, block: Figure) -> tuple[float, float]:
        return self.layout.picture(block.width_cm, ratio(block.svg), self.width > self.height)

    def figure(self, block: Figure) -> float:
        """The height of a picture with its caption and note."""
        height = self._picture(block)[1] * POINTS
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
        names = FACTS_NAME_WIDTH * self.width - BESIDE
        values = (1 - FACTS_NAME_WIDTH) * self.width - BESIDE
        tall = 0.0
        for name, value in block.pairs:
            count = max(measure.count((Run(name),), names), measure.count(value, values))
            tall += count * measure.line + measure.before + measure.after
        return tall

    def _facts(self, block: Facts) -> int:
        height = self.facts(block)
        page = self.solid(height) if height <= TOGETHER * self.height else self.text(height)
        self.flow("TableEnd", ())
        return page

    def _contents(self, block: Contents) -> int:
        listed = self._listed(block)
        page = self.page
        if not listed:
            return page
        line = self.measures["TOC1"].line
        head = self.measures["TOCHeading"]
        page = self.solid(self._tall("TOCHeading", (Run("x"),)) + line, before=head.before)
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

    def _listed(self, block: Contents) -> list[tuple[str, Heading | Table | Figure]]:
        return [
            (self.document.numbers.get(position, ""), one)
            for position, one in enumerate(self.document.blocks)
            if _is_listed(one, block.kind)
        ]

    def starts_low(self, block: Contents) -> bool:
        """Whether a list must be told to begin on a new page, to have its first entries below its heading.

        LibreOffice does not keep the two together: it makes a section of what the field of a list comes to.
        """
        entries = min(len(self._listed(block)), LEAST_ENTRIES)
        head, line = self.measures["TOCHeading"], self.measures["TOC1"]
        height = self._tall("TOCHeading", (Run("x"),)) + entries * (line.line + line.after)
        return entries > 0 and self.moves(height, head.before, is_led=True)

    def sized(self, block: Table) -> Sized:
        """`block` with its heights on the page here."""
        caption = self._tall("TableCaption", (Run(f"Tabel 99. {block.caption}"),))
        under = "Remark" if block.note else "TableEnd"
        note = self._tall(under, block.note)
        measure = self.measures[cell_style(block, "left")]
        numbered = self.measures["TableLines"]
        usual = block.widths(self.width, self.layout.cell_letters)
        columns = told_widths(block, usual, numbered) if block.is_told else steady(block, usual, measure)
        widths = [width - BESIDE for width in columns]
        rest = measure.before + measure.after + ROW_LINE
        parted = pieces(block.rows)
        heights = [self._cells(piece.row.cells, widths, measure, numbered) for piece in parted]
        head = TOP_LINE + sum(
            max(self._cells(cells, widths, measure, numbered)) + rest for cells in block.header
        )
        feet = [sum(self._foot(cell.runs) for cell in piece.row.cells) for piece in parted]
        above, below = self.measures["TableCaption"].before, self.measures[under].after
        return Sized(block, caption, head, parted, heights, feet, note, rest, above, below, widths, measure)

    @staticmethod
    def _cells(
        cells: tuple[Cell, ...], widths: list[float], measure: Measure, numbered: Measure
    ) -> list[float]:
        """The height of the words of each cell."""
        column, made = 0, []
        for cell in cells:
            room = sum(widths[column : column + cell.span]) + BESIDE * (cell.span - 1)
            column += cell.span
            if not cell.runs or cell.numbers:
                made.append(numbered_height(cell, room, measure, numbered))
                continue
            said = plain(cell.runs)
            is_short = len(said) * measure.size * AVERAGE_AT_MOST <= room and "\n" not in said
            made.append(measure.line * (1 if is_short else measure.count(cell.runs, room)))
        return made if any(made) else [measure.line, *made[1:]]

    def _needs(self, size: Sized) -> float:
        """The height of all of the table here."""
        return size.total - self._shared(size.before) - size.after

    def _is_long(self, size: Sized) -> bool:
        """Whether it is parted rather than kept together where it does not fit."""
        if size.block.is_short:
            return size.total > self.height * (1 - SURE)
        return size.total > TOGETHER * self.height

    def goes_on(self, size: Sized, *, is_led: bool) -> bool:
        """Whether it must be told to begin on a new page: for want of room, or because nobody knows how much there is."""
        if not self.used or self._needs(size) <= self.left:
            return False
        if not self._is_long(size):
            return self.moves(size.total - size.after, size.before, is_led=is_led)
        first = size.caption + size.head + (max(size.heights[0]) + size.rest if size.heights else 0.0)
        if size.feet and (size.feet[0] or size.pieces[0].row.section):
            least = first
        else:
            least = min(first, size.caption + size.head + size.rest + 2 * LEAST_LINES * size.measure.line)
        return self.since >= LOST or self.left < max(LEAST_START * self.height, least)

    def table(self, size: Sized) -> tuple[Parts, int]:
        """How the table is set that begins here, and its page; the text goes on below it."""
        if self._needs(size) <= self.left or not self._is_long(size):
            page = self.solid(size.total, before=size.before, after=size.after)
            return Parts((), size.total <= self.height * (1 - SURE), size.pieces, size.columns), page
        page = self.page
        cuts: list[int] = []
        number, begins = 0, True
        filled, cells = size.caption - self._shared(size.before) + size.head, list[float]()
        above: dict[int, float] = {}
        while number < len(size.pieces):
            above[number] = filled
            more, taller = added(size, number, filled, cells, begins=begins)
            last = number == len(size.pieces) - 1
            needed = more + (size.note - size.after if last else PARTED * self.height)
            if needed > self.left and self.flows:
                if not begins:
                    self._next_part(filled)
                    filled, begins = size.head, True
                    continue
            elif needed > self.left:
                cut = number if begins else cut_at(size.pieces, number, cuts[-1] if cuts else 0)
                if is_parted := self._parts(size, cut, self.left - above[cut]):
                    filled = above[cut] + max(size.heights[cut]) + size.rest
                if is_parted or not begins:
                    number = cut + is_parted
                    cuts.append(number)
                    self._next_part(filled)
                    filled, begins = self._continued(size), True
                    continue
            filled, cells, begins = more, taller, False
            number += 1
        if cuts and (shorter := lengthened(size, cuts, MUCH * self.height)) != cuts[-1]:
            cuts[-1] = shorter
            filled = self._continued(size) + stacked(size, shorter, len(size.pieces))
        self.text(filled + size.note, after=size.after)
        return Parts(tuple(cuts), pieces=size.pieces, widths=size.columns), page

    def _parts(self, size: Sized, number: int, left: float) -> bool:
        """Part the row of a piece between two lines where much would stay empty; whether it could be."""
        free = left - size.rest - PARTED * self.height
        piece = size.pieces[number]
        if left < MUCH * self.height or not piece.begins or size.feet[number]:
            return False
        found = divided(piece.row, size.widths, size.measure, free)
        if found is None:
            return False
        size.pieces[number : number + 1] = [replace(piece, row=row, parted=True) for row in found]
        numbered = self.measures["TableLines"]
        size.heights[number : number + 1] = [
            self._cells(row.cells, size.widths, size.measure, numbered) for row in found
        ]
        size.feet.insert(number, 0.0)
        return True

    def _next_part(self, filled: float) -> None:
        """Begin the page of a further part; what is higher than a page ran over it."""
        self.page += 1 + int((self.used + filled) // self.height)
        self.used, self.after, self.since = 0.0, 0.0, 0

    def _continued(self, size: Sized) -> float:
        """What stands above the rows of a further part."""
        return self._tall("TableContinued", (Run("Tabel 99 (lanjutan)"),)) + size.head


def _is_listed(block: Block, kind: str) -> TypeGuard[Heading | Table | Figure]:
    if kind == "headings":
        return isinstance(block, Heading) and block.level < 3 and bool(block.anchor)
    return isinstance(block, Table if kind == "tables" else Figure)
