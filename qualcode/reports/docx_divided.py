"""A tall row of a table parted between two of its lines, where moving all of it would leave much of a page empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qualcode.reports.document import Cell, Row, Run, Runs, plain
from qualcode.reports.docx_measures import Measure
from qualcode.reports.docx_rows import text_lines
from qualcode.reports.docx_sized import BESIDE

LEAST_LINES = 3
"""So many lines at least stay, and as many go to the next page."""


def divided(row: Row, widths: Sequence[float], measure: Measure, height: float) -> tuple[Row, Row] | None:
    """`row` with what fits into `height` points, and a row of what does not; None where one of them had too few lines.

    `widths` are those of the columns without what is free beside their words. A cell of which all but a line fits gives
    two lines to the next page, so that none stands there alone.
    """
    if any(cell.numbers for cell in row.cells):
        return None
    room = int(height // measure.line)
    column, starts = 0, list[list[tuple[int, int]]]()
    for cell in row.cells:
        across = sum(widths[column : column + cell.span]) + BESIDE * (cell.span - 1)
        column += cell.span
        starts.append(measure.starts(cell.runs, across))
    tallest = 1 + max(map(len, starts))
    room = min(room, tallest - LEAST_LINES)
    if room < LEAST_LINES:
        return None
    parts = [_divided(cell, begun, room) for cell, begun in zip(row.cells, starts, strict=True)]
    above, below = (tuple(cells) for cells in zip(*parts, strict=True))
    return replace(row, cells=above), Row(_named(below, row), continues=True, kind=row.kind)


def _named(below: tuple[Cell, ...], row: Row) -> tuple[Cell, ...]:
    """The cells that go on, what names the row above them once more: the first line of its first cell.

    Where that is a number and all of the next cell stayed, its first line comes, too.
    """
    made = list(below)
    place = next((number for number, cell in enumerate(row.cells) if cell.runs), 0)
    made[place] = _headed(below[place], row.cells[place])
    after = place + 1
    is_number = plain(row.cells[place].runs).strip().rstrip(".").isdigit()
    if is_number and after < len(made) and not made[after].runs:
        made[after] = _headed(made[after], row.cells[after])
    return tuple(made)


def _headed(below: Cell, whole: Cell) -> Cell:
    """What goes on of a cell under its first line, unless it begins within that."""
    lines = text_lines(whole.runs)
    rest = sum(len(plain(line)) for line in lines[1:])
    if len(plain(below.runs).replace("\n", "")) > rest:
        return below
    return replace(below, runs=(*lines[0], Run("\n"), *below.runs) if below.runs else lines[0])


def _divided(cell: Cell, starts: Sequence[tuple[int, int]], room: int) -> tuple[Cell, Cell]:
    if len(starts) < room:
        return cell, replace(cell, runs=())
    number, place = starts[min(room, len(starts) - 1) - 1]
    above, below = runs_parted(cell.runs, number, place)
    return replace(cell, runs=above), replace(cell, runs=below)


def runs_parted(runs: Runs, number: int, place: int) -> tuple[Runs, Runs]:
    """`runs` before and from `place` in the run at `number`, without the line end or the gap between them.

    The footnote of a run that is parted is called at its end.
    """
    parted = runs[number]
    above, below = parted.text[:place].rstrip(" \n"), parted.text[place:]
    first = [*runs[:number], *([replace(parted, text=above, footnote=())] if above else [])]
    if not above and first:
        first[-1] = _without_end(first[-1])
    rest = (replace(parted, text=below), *runs[number + 1 :]) if below else runs[number + 1 :]
    return tuple(first), rest


def _without_end(run: Run) -> Run:
    return run if run.unbroken else replace(run, text=run.text.rstrip(" \n"))
