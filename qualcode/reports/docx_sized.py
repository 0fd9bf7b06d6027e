"""How high a table of a Word file is, piece by piece, and where it may be cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.reports.document import Cell, Table
from qualcode.reports.docx_measures import Measure
from qualcode.reports.docx_rows import Piece, numbered_lines

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


def lengthened(parted: Sequence[Piece], cuts: Sequence[int]) -> int:
    """The last cut, set earlier where it leaves too little for a page of its own."""
    before = cuts[-2] if len(cuts) > 1 else 0
    if len(parted) - cuts[-1] >= LAST_ROWS or cuts[-1] - before <= 2 * LAST_ROWS:
        return cuts[-1]
    return len(parted) - LAST_ROWS
