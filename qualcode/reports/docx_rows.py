"""Rows of numbered lines, which may be parted between two lines: the end of a page then leaves no blank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from qualcode.reports.document import GAP, Cell, Row, Run, Runs


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays together of a row: all of it, or one of its numbered lines with what stands beside it."""

    row: Row
    whole: Row
    """The row of the table it belongs to."""
    place: int
    """Which one that is."""
    begins: bool = True
    """Is the first of its row."""
    parted: bool = False
    """Is a part of a row that the end of a page parts anywhere."""


def pieces(rows: Sequence[Row]) -> list[Piece]:
    """The pieces of the rows of a table in order."""
    return [
        Piece(part, row, place, not number)
        for place, row in enumerate(rows)
        for number, part in enumerate(_parted(row))
    ]


def joined(given: Sequence[Piece]) -> list[Row]:
    """Rows of pieces that stand on one page."""
    return [_joined(list(parts)) for _place, parts in groupby(given, lambda one: one.place)]


def text_lines(runs: Runs) -> list[Runs]:
    """`runs` parted at their line ends; at least one line."""
    made: list[list[Run]] = [[]]
    for run in runs:
        if "\n" not in run.text:
            made[-1].append(run)
            continue
        *parts, last = run.text.split("\n")
        for part in parts:
            if part:
                made[-1].append(replace(run, text=part, footnote=()))
            made.append([])
        if last or run.footnote:
            made[-1].append(replace(run, text=last))
    return [tuple(line) for line in made]


def numbered_lines(runs: Runs) -> list[tuple[str, Runs]]:
    """The lines of a cell that each begin with a number: the number, and what follows the gap behind it."""
    made = []
    for line in text_lines(runs):
        number, _gap, said = line[0].text.partition(GAP) if line else ("", "", "")
        made.append((number, (*((replace(line[0], text=said),) if said else ()), *line[1:])))
    return made


def _parted(row: Row) -> Iterator[Row]:
    leading = next((cell.numbers for cell in row.cells if len(cell.numbers) > 1), ())
    if not leading:
        yield row
        return
    numbered = [(cell, text_lines(cell.runs) if cell.numbers else []) for cell in row.cells]
    ends = (*leading[1:], float("inf"))
    for first, (start, end) in enumerate(zip(leading, ends, strict=True)):
        low = start if first else float("-inf")
        cells = tuple(_between(cell, lines, low, end, not first) for cell, lines in numbered)
        yield replace(row, cells=cells) if not first else Row(cells, section=row.section, continues=True)


def _between(cell: Cell, lines: Sequence[Runs], low: float, end: float, first: bool) -> Cell:
    """The lines of a cell that belong to the lines of the text from `low` to before `end`."""
    if not cell.numbers:
        return cell if first else Cell((), cell.shade, cell.span, cell.align)
    kept = [(number, line) for number, line in zip(cell.numbers, lines, strict=False) if low <= number < end]
    runs = _with_line_ends([line for _n, line in kept])
    return Cell(runs, cell.shade, cell.span, cell.align, tuple(n for n, _line in kept))


def _joined(parts: Sequence[Piece]) -> Row:
    first = parts[0].row
    if parts[0].parted:
        return first
    leading = next((cell.numbers for cell in parts[0].whole.cells if len(cell.numbers) > 1), ())
    if len(parts) >= len(leading):
        return parts[0].whole
    cells = []
    for same in zip(*(part.row.cells for part in parts), strict=True):
        filled = [cell for cell in same if cell.numbers]
        runs = _with_line_ends([cell.runs for cell in filled]) if filled else same[0].runs
        cells.append(replace(same[0], runs=runs, numbers=tuple(n for cell in filled for n in cell.numbers)))
    if not parts[0].begins:  # Who speaks is said once more where a part of what they say begins a page.
        whole = parts[0].whole.cells
        cells = [
            cell if cell.runs or own.numbers else replace(cell, runs=own.runs)
            for cell, own in zip(cells, whole, strict=True)
        ]
    return replace(first, cells=tuple(cells))


def _with_line_ends(lines: Sequence[Runs]) -> Runs:
    made: list[Run] = []
    for number, line in enumerate(lines):
        if number:
            made.append(Run("\n"))
        made.extend(line)
    return tuple(made)
