"""How high a table of a Word file is, piece by piece, and where it may be cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.reports.document import Cell, Table
from qualcode.reports.docx_measures import Measure
from qualcode.reports.docx_rows import Piece, numbered_lines

BESIDE = 8.5
"""Points that are free beside the words of a cell: its margins in our styles."""

LAST_ROWS = 3
"""The last part of a table has at least so many rows, where it can."""


@dataclass(slots=True)
class Sized:
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
    widths: list[float]
    """Of the columns, without what is free beside their words."""
    measure: Measure
    """Of the words in its cells."""

    @property
    def columns(self) -> list[float]:
        """The widths of its columns, with what is free beside their words."""
        return [width + BESIDE for width in self.widths]

    @property
    def rows(self) -> float:
        """All rows together."""
        return stacked(self, 0, len(self.pieces))

    @property
    def total(self) -> float:
        """All of it."""
        return self.caption + self.head + self.rows + self.note


def stacked(size: Sized, start: int, end: int) -> float:
    """The height of the pieces from `start` to before `end`; those of one row stand beside each other, cell by cell."""
    filled = 0.0
    cells: list[float] = []
    for number in range(start, end):
        filled, cells = added(size, number, filled, cells, begins=number == start)
    return filled


def added(
    size: Sized, number: int, filled: float, cells: list[float], *, begins: bool
) -> tuple[float, list[float]]:
    """The height with one more piece, and that of the cells of its row so far."""
    own = size.heights[number]
    filled += size.feet[number]
    if begins or size.pieces[number].begins:
        return filled + max(own) + size.rest, own
    more = [one + other for one, other in zip(cells, own, strict=True)]
    return filled - max(cells) + max(more), more


def numbered_height(cell: Cell, room: float, measure: Measure, numbered: Measure) -> float:
    """The height of a cell whose lines belong to numbered lines; none where it has no line here."""
    if not cell.runs:
        return 0.0
    if not cell.leads:
        return measure.line * measure.count(cell.runs, room)
    return sum(numbered.line * numbered.hung(said, room) for _number, said in numbered_lines(cell.runs))


def cut_at(parted: Sequence[Piece], number: int, least: int) -> int:
    """Where to cut at most at `number`: no heading of rows, and no single line of a row, stays behind or goes alone.

    Nor does the first row go alone that belongs to the one before it, as what is concluded of a finding.
    """
    cut = number
    if cut - 1 > least and _follows(parted[cut]) and not _follows(parted[cut - 1]):
        cut -= 1
    while cut - 1 > least and parted[cut - 1].row.section:
        cut -= 1
    is_inside = not parted[cut].begins
    goes_alone = is_inside and (cut + 1 == len(parted) or parted[cut + 1].begins)
    if goes_alone and cut - 1 > least:
        cut -= 1
    if cut - 1 > least and not parted[cut].begins and parted[cut - 1].begins:
        cut -= 1
    return cut


def _follows(piece: Piece) -> bool:
    return piece.begins and piece.whole.continues


def lengthened(size: Sized, cuts: Sequence[int], enough: float) -> int:
    """The last cut, set earlier where it leaves too little for a page of its own: few rows that are not `enough` high."""
    parted, last = size.pieces, cuts[-1]
    before = cuts[-2] if len(cuts) > 1 else 0
    is_enough = len(parted) - last >= LAST_ROWS or stacked(size, last, len(parted)) >= enough
    if is_enough or parted[last].parted or last - before <= 2 * LAST_ROWS:
        return last
    return cut_at(parted, len(parted) - LAST_ROWS, before)
