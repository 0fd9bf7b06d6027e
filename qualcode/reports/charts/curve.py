"""The curve of saturation."""

from __future__ import annotations

from collections.abc import Callable

from qualcode.analysis.counted import several
from qualcode.i18n import _
from qualcode.reports.charts.colours import DARK, MIDDLE, SOFT
from qualcode.reports.charts.data import SaturationChart
from qualcode.reports.charts.sheet import LETTERS, SMALL, STRIPES, WIDTH, Sheet, fitted, width_of

LEFT, TOP, TALL = 8.0, 64.0, 160.0
BASE = "#f1f1f1"


def saturation(chart: SaturationChart) -> Sheet:
    """Codes known after each unit as a line, new ones as striped bars; the base is shaded, the point marked."""
    sheet = Sheet(TOP + TALL + 32)
    step = (WIDTH - LEFT - 6) / len(chart.steps)
    most = max(chart.steps[-1].known, 1)
    foot = TOP + TALL

    def x(place: float) -> float:
        return LEFT + step * place

    def y(count: float) -> float:
        return foot - TALL * count / most

    _legend(sheet)
    base = min(chart.base, len(chart.steps))
    sheet.box(x(0), TOP - 18, step * base, TALL + 18, BASE)
    sheet.words(x(0) + 2, TOP - 22, _("base"), size=SMALL, colour=SOFT)
    if chart.reached:
        _point(sheet, chart, x)
    sheet.line([(LEFT, foot), (WIDTH, foot)], 0.8)
    wide = min(step * 0.6, 26.0)
    for place, one in enumerate(chart.steps):
        if one.new:
            sheet.box(
                x(place + 0.5) - wide / 2,
                y(one.new),
                wide,
                foot - y(one.new),
                MIDDLE,
                edge="white",
                hatch=STRIPES,
            )
    sheet.line([(x(place + 0.5), y(one.known)) for place, one in enumerate(chart.steps)], 1.6, colour=DARK)
    every = 1 + int(22 // step)
    for place, one in enumerate(chart.steps):
        middle, behind = x(place + 0.5), len(chart.steps) - 1 - place
        shown = not behind or (place % every == 0 and behind >= every)
        sheet.dot(middle, y(one.known), 3.0 if step > 9 else 1.6)
        if shown:
            sheet.words(middle, y(one.known) - 7, str(one.known), align="center", bold=True)
            if place and foot - y(one.new) + 10 < foot - y(one.known) - 6:
                sheet.words(middle, y(one.new) - 3, f"+{one.new}", size=SMALL, align="center")
            name = fitted(one.who, step * every - 3, SMALL, most=1)
            sheet.words(middle, foot + 12, name[0] if name else "", size=SMALL, align="center")
    axis = _("{units} in their order", units=several(chart.unit))
    sheet.words((LEFT + WIDTH) / 2, foot + 28, axis, size=SMALL, align="center", colour=SOFT)
    return sheet


def _point(sheet: Sheet, chart: SaturationChart, x: Callable[[float], float]) -> None:
    """Where it is reached, with the run that confirms below the notation."""
    at, foot = x(chart.reached), TOP + TALL
    sheet.line([(at, TOP - 36), (at, foot)], 1.0, dash="--", colour=DARK)
    words = _("saturated: {notation}", notation=chart.notation)
    wide = width_of(words, LETTERS, bold=True)
    left = min(at + 4, WIDTH - wide)
    sheet.words(left, TOP - 29, words, bold=True)
    first, last = chart.confirmed
    sheet.line([(x(first - 1) + 3, TOP - 22), (x(last) - 3, TOP - 22)], 2.4, colour=DARK)


def _legend(sheet: Sheet) -> None:
    sheet.line([(LEFT, 6), (LEFT + 14, 6)], 1.6, colour=DARK)
    sheet.dot(LEFT + 7, 6, 3.0)
    known = _("different codes so far")
    sheet.words(LEFT + 20, 9, known, size=SMALL)
    left = LEFT + 20 + width_of(known, SMALL) + 16
    sheet.box(left, 1, 10, 9, MIDDLE, edge="white", hatch=STRIPES)
    sheet.words(left + 14, 9, _("new codes"), size=SMALL)
