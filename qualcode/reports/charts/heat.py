"""A matrix of codes: each cell shaded by its share, with its numbers."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.reports.charts.colours import INK, SHADES, SOFT
from qualcode.reports.charts.data import Heat, MatrixChart
from qualcode.reports.charts.sheet import LETTERS, SMALL, WIDTH, Sheet, fitted, width_of
from qualcode.reports.charts.telling import ratio
from qualcode.reports.painting import painted_line, whole
from qualcode.reports.parts import LEVELS_FROM

NAME, LINE, PAD = 160.0, 11.0, 5.0
FEW = 16
"""More rows stand closer, so that they fit a page."""
GRID = "#b5b5b5"
EMPTY = "////"
WIDE, NARROW = 4, 120.0
"""Beside more columns than these the names have less room."""
UPWARDS = 90.0
"""Room for a name that stands upwards."""


def matrix(chart: MatrixChart) -> Sheet:
    """Codes below each other, columns beside each other; where nobody speaks a cell is striped."""
    left = _names_width(chart)
    width = (WIDTH - left) / len(chart.columns)
    names = [
        fitted(row.name or row.code, left - 8 - _indent(row.depth), bold=not row.depth) for row in chart.rows
    ]
    numbers = [ratio(cell.k, cell.n) for row in chart.rows for cell in row.cells]
    short = max(width_of(words, SMALL - 1) for words in numbers) > width - 3
    upwards = any(_word(column, SMALL - 1) > width - 3 for column in chart.columns)
    heads = _heads(chart, width, upwards=upwards)
    pad = PAD if len(names) <= FEW else PAD / 2.5
    top = 24.0 + (
        max(width_of(head[0], SMALL, bold=True) for head in heads) if upwards else max(map(len, heads)) * 10
    )
    top += 12 if short else 0
    sheet = Sheet(top + sum(max(1, len(name)) * LINE + 2 * pad for name in names) + 4)
    empty = _("no document") if chart.of_documents else _("no informant")
    if all(cell.n for row in chart.rows for cell in row.cells):
        empty = ""
    few = any(0 < cell.n < LEVELS_FROM for row in chart.rows for cell in row.cells)
    _legend(sheet, empty, short=short, few=few)
    for place, head in enumerate(heads):
        middle, foot = left + width * (place + 0.5), top - (17 if short else 5)
        if short:
            n = max(row.cells[place].n for row in chart.rows)
            sheet.words(middle, top - 5, whole(n), size=SMALL - 1, align="center", colour=SOFT)
        if upwards:
            sheet.words(middle + SMALL / 2, foot, head[0], size=SMALL, bold=True, upwards=True)
            continue
        for number, line in enumerate(reversed(head)):
            sheet.words(middle, foot - number * 10, line, size=SMALL - 1, align="center", bold=True)
    for row, name in zip(chart.rows, names, strict=True):
        tall = max(1, len(name)) * LINE + 2 * pad
        for number, line in enumerate(name):
            sheet.words(_indent(row.depth), top + pad + number * LINE + LETTERS, line, bold=not row.depth)
        for place, cell in enumerate(row.cells):
            _cell(sheet, cell, (left + width * place, top, width, tall), short=short)
        top += tall
    return sheet


def _heads(chart: MatrixChart, width: float, *, upwards: bool) -> list[list[str]]:
    """The columns' names in lines; where a word finds no room they stand upwards, each on one line."""
    if upwards:
        return [fitted(column, UPWARDS, SMALL, bold=True, most=1) or ["–"] for column in chart.columns]
    return [fitted(column, width - 3, SMALL - 1, bold=True, most=3) for column in chart.columns]


def _names_width(chart: MatrixChart) -> float:
    """As wide as the widest name, as far as there is room for it."""
    return min(
        NAME if len(chart.columns) <= WIDE else NARROW,
        10.0
        + max(
            width_of(painted_line(row.name or row.code)[:60], bold=not row.depth) + _indent(row.depth)
            for row in chart.rows
        ),
    )


def _word(text: str, size: float) -> float:
    """The width of its longest word."""
    return max((width_of(word, size, bold=True) for word in painted_line(text)[:400].split()), default=0.0)


def shade(cell: Heat) -> int:
    """0 for nobody and where a share would be of fewer than three, then a step for each begun quarter."""
    return 0 if not cell.k or cell.n < LEVELS_FROM else min(4, 1 + (4 * cell.k - 1) // cell.n)


def _cell(sheet: Sheet, cell: Heat, place: tuple[float, float, float, float], *, short: bool) -> None:
    """A cell with k of n; `short` without n, which then stands above the column."""
    x, y, width, height = place
    middle = x + width / 2
    if not cell.n:
        sheet.box(x, y, width, height, "white", edge=GRID, hatch=EMPTY)
        sheet.box(middle - 6, y + height / 2 - 6, 12, 12, "white")
        sheet.words(middle, y + height / 2 + 3, "–", align="center")
        return
    step = shade(cell)
    sheet.box(x, y, width, height, SHADES[step], edge=GRID)
    words = whole(cell.k) if short else ratio(cell.k, cell.n)
    size = LETTERS if width_of(words) < width - 3 else SMALL - 1
    sheet.words(middle, y + height / 2 + size * 0.36, words, size=size, align="center",
                colour="white" if step == 4 else INK)  # fmt: skip


def _legend(sheet: Sheet, empty: str, *, short: bool, few: bool) -> None:
    none = f"0, n < {LEVELS_FROM}" if few else "0"
    steps = zip(SHADES, (none, "≤ 25%", "≤ 50%", "≤ 75%", "≤ 100%"), strict=True)
    entries = [(fill, "", words) for fill, words in steps]
    if empty:
        entries.append(("white", EMPTY, empty))
    x = WIDTH - sum(width_of(words, SMALL) + 23 for _fill, _hatch, words in entries) + 9
    for fill, hatch, words in entries:
        sheet.box(x, 1, 10, 9, fill, edge=GRID, hatch=hatch)
        sheet.words(x + 14, 9, words, size=SMALL)
        x += width_of(words, SMALL) + 23
    sheet.words(0, 9, _("k; n above the column") if short else "k/n", size=SMALL, colour=SOFT)


def _indent(depth: int) -> float:
    return min(depth, 3) * 8.0
