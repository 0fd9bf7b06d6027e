"""A matrix of codes: each cell shaded by its share, with its numbers."""

from __future__ import annotations

from qualcode.i18n import _
from qualcode.reports.charts.data import Heat, MatrixChart
from qualcode.reports.charts.sheet import INK, LETTERS, SHADES, SMALL, SOFT, WIDTH, Sheet, fitted, width_of
from qualcode.reports.charts.telling import ratio
from qualcode.reports.painting import painted_line

NAME, LINE, PAD = 160.0, 11.0, 5.0
FEW = 16
"""More rows stand closer, so that they fit a page."""
GRID = "#b5b5b5"
EMPTY = "////"


def matrix(chart: MatrixChart) -> Sheet:
    """Codes below each other, columns beside each other; where nobody speaks a cell is striped."""
    left = _names_width(chart)
    width = (WIDTH - left) / len(chart.columns)
    size = SMALL if all(_word(column, SMALL) <= width - 4 for column in chart.columns) else SMALL - 1
    heads = [fitted(column, width - 4, size, bold=True, most=3) for column in chart.columns]
    names = [
        fitted(row.name or row.code, left - 8 - _indent(row.depth), bold=not row.depth) for row in chart.rows
    ]
    pad = PAD if len(names) <= FEW else PAD / 2.5
    top = 20.0 + max(len(head) for head in heads) * 10 + 4
    height = top + sum(max(1, len(name)) * LINE + 2 * pad for name in names)
    sheet = Sheet(height + 4)
    _legend(sheet, empty=any(not cell.n for row in chart.rows for cell in row.cells))
    for place, head in enumerate(heads):
        first = top - 5 - (len(head) - 1) * 10
        for number, line in enumerate(head):
            x = left + width * (place + 0.5)
            sheet.words(x, first + number * 10, line, size=size, align="center", bold=True)
    for row, name in zip(chart.rows, names, strict=True):
        tall = max(1, len(name)) * LINE + 2 * pad
        for number, line in enumerate(name):
            sheet.words(_indent(row.depth), top + pad + number * LINE + LETTERS, line, bold=not row.depth)
        for place, cell in enumerate(row.cells):
            _cell(sheet, cell, left + width * place, top, width, tall)
        top += tall
    return sheet


def _names_width(chart: MatrixChart) -> float:
    """As wide as the widest name, as far as there is room for it."""
    return min(
        NAME,
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
    """0 for nobody, then a step for each begun quarter of the informants."""
    return 0 if not cell.k else min(4, 1 + (4 * cell.k - 1) // max(cell.n, 1))


def _cell(sheet: Sheet, cell: Heat, x: float, y: float, width: float, height: float) -> None:
    if not cell.n:
        sheet.box(x, y, width, height, "white", edge=GRID, hatch=EMPTY)
        sheet.box(x + width / 2 - 6, y + height / 2 - 6, 12, 12, "white")
        sheet.words(x + width / 2, y + height / 2 + 3, "–", align="center")
        return
    step = shade(cell)
    sheet.box(x, y, width, height, SHADES[step], edge=GRID)
    words = ratio(cell.k, cell.n)
    size = LETTERS if width_of(words) < width - 2 else SMALL - 1
    sheet.words(x + width / 2, y + height / 2 + size * 0.36, words, size=size, align="center",
                colour="white" if step == 4 else INK)  # fmt: skip


def _legend(sheet: Sheet, *, empty: bool) -> None:
    steps = zip(SHADES, ("0", "≤ 25%", "≤ 50%", "≤ 75%", "≤ 100%"), strict=True)
    entries = [(fill, "", words) for fill, words in steps]
    if empty:
        entries.append(("white", EMPTY, _("no informant")))
    x = WIDTH - sum(width_of(words, SMALL) + 23 for _fill, _hatch, words in entries) + 9
    for fill, hatch, words in entries:
        sheet.box(x, 1, 10, 9, fill, edge=GRID, hatch=hatch)
        sheet.words(x + 14, 9, words, size=SMALL)
        x += width_of(words, SMALL) + 23
    sheet.words(0, 9, "k/n", size=SMALL, colour=SOFT)


def _indent(depth: int) -> float:
    return min(depth, 3) * 8.0
