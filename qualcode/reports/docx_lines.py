"""Columns and letters of tables that tell a text line by line: a numbered line is to stand on one line.

Who quotes "line 45" counts by the numbers; a line that runs over by a word makes two of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from qualcode.reports.document import Runs, Table
from qualcode.reports.docx_measures import ROOM, Measure
from qualcode.reports.docx_rows import numbered_lines
from qualcode.reports.docx_sized import BESIDE
from qualcode.reports.letters import Letters
from qualcode.reports.widths import LONGEST, shared

USUAL = 0.99
"""Share of the lines of a text that its column is made wide enough for; longer ones have names in them that stand for others."""

MOST = 0.95
"""Share of all lines that are to fit, or else smaller letters are taken."""

STEP, SMALLEST = 0.5, 9.0
"""Points by which letters grow smaller, and how small they become at most."""


def told_widths(block: Table, usual: Sequence[float], lines: Measure) -> list[float]:
    """`usual` widths in points with as much for the numbered lines as most of them need, where the others can give it.

    `lines` is the style of the lines, in whose letters all of the table is set.
    """
    place, wide, least = _needs(block, lines.font)
    need = _usual(wide) * lines.size / ROOM + lines.indent + BESIDE
    if usual[place] >= need:
        return list(usual)
    rest = [one * lines.size / ROOM + BESIDE for one in least]
    total = sum(usual)
    need = max(usual[place], min(need, total - sum(rest)))
    others = [number for number in range(len(usual)) if number != place]
    given = shared([usual[number] for number in others], rest, total - need)
    made = dict(zip(others, given, strict=True))
    return [made.get(number, need) for number in range(len(usual))]


def told_size(tables: Sequence[Table], points: float, font: Letters, size: float, indent: float) -> float:
    """The size of the letters, `size` or smaller, at which most lines stand on one line in tables `points` wide.

    `indent` is what stands before the words of a line, in units of the letters' size.
    """
    known = [_needs(block, font) for block in tables]
    count = sum(len(wide) for _place, wide, _least in known)
    least = min(size, SMALLEST)
    while size > least:
        fitting = 0
        for _place, wide, others in known:
            free = points - (len(others) + 1) * BESIDE
            room = free * ROOM / size - sum(others) - indent
            fitting += sum(1 for one in wide if one <= room)
        if fitting >= MOST * count:
            break
        size = max(size - STEP, least)
    return size


def _needs(block: Table, font: Letters) -> tuple[int, list[float], list[float]]:
    """The column of the lines, the width of each line, and the least of each other column, in units of the letters' size."""
    place, wide = 0, list[float]()
    least = [0.0] * len(block.columns)
    for cells in (*block.header, *block.bodies):
        column = 0
        for cell in cells:
            if cell.leads:
                place = column
                wide.extend(
                    sum(font.width(run.text, run.bold, run.italic) for run in said)
                    for _number, said in numbered_lines(cell.runs)
                )
            elif cell.span == 1:
                least[column] = max(least[column], _longest(cell.runs, font))
            column += cell.span
    del least[place]
    return place, wide, least


def _longest(runs: Runs, font: Letters) -> float:
    """The width of the widest word."""
    words = ((run, [run.text] if run.unbroken else run.text.split()) for run in runs)
    return min(
        LONGEST,
        max((font.width(word, run.bold, run.italic) for run, parts in words for word in parts), default=0.0),
    )


def _usual(wide: Sequence[float]) -> float:
    """A width that nearly all have room in."""
    return sorted(wide)[max(0, ceil(len(wide) * USUAL) - 1)]
