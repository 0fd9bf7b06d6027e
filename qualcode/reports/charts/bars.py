"""Codes one below the other: bars of prominence, and coefficients with their intervals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import floor

from qualcode.i18n import _
from qualcode.reports.charts.colours import DARK, INK, LIGHT, MIDDLE, SOFT
from qualcode.reports.charts.data import AgreementChart, Bar, Mark, ProminenceChart
from qualcode.reports.charts.sheet import LETTERS, SMALL, STRIPES, WIDTH, Sheet, fitted, width_of
from qualcode.reports.charts.telling import coefficient, edges_words, figure_words, ratio

NAME, LINE, BAR, GAP = 142.0, 11.0, 11.0, 8.0
"""Points for a code's name, a line of it, a bar, and what lies between two rows."""


def prominence(chart: ProminenceChart) -> Sheet:
    """A bar for each code: dark who strengthens it, striped who mentions it otherwise, light who does not."""
    names = [fitted(bar.name or bar.code, NAME - 8) for bar in chart.bars]
    tops, bottom = _rows(names, 34.0)
    sheet = Sheet(bottom)
    _legend(sheet, [(DARK, "", _("present or strengthens")), (MIDDLE, STRIPES, _("spoken of otherwise")),
                    (LIGHT, "", _("not spoken of"))])  # fmt: skip
    reach = _("groups")
    right = max(
        30.0, width_of(reach, SMALL), *(width_of(f"{bar.reached}/{bar.groups}") for bar in chart.bars)
    )
    count = max(30.0, *(width_of(ratio(bar.strengthen, bar.n), bold=True) for bar in chart.bars))
    end = WIDTH - right - count - 18
    sheet.words(WIDTH - right - 10, 28, "k+/n", size=SMALL, align="right", colour=SOFT)
    sheet.words(WIDTH, 28, reach, size=SMALL, align="right", colour=SOFT)
    for bar, name, top in zip(chart.bars, names, tops, strict=True):
        middle = _named(sheet, name, top, bold=False)
        _bar(sheet, bar, middle - BAR / 2, end)
        line = middle + LETTERS * 0.36
        sheet.words(WIDTH - right - 10, line, ratio(bar.strengthen, bar.n), align="right", bold=True)
        sheet.words(WIDTH, line, f"{bar.reached}/{bar.groups}", align="right")
    return sheet


def _bar(sheet: Sheet, bar: Bar, top: float, end: float) -> None:
    unit = (end - NAME) / max(bar.n, 1)
    sheet.box(NAME, top, end - NAME, BAR, LIGHT)
    if bar.mention > bar.strengthen:
        left = NAME + unit * bar.strengthen
        sheet.box(left, top, unit * (bar.mention - bar.strengthen), BAR, MIDDLE, edge="white", hatch=STRIPES)
    if bar.strengthen:
        sheet.box(NAME, top, unit * bar.strengthen, BAR, DARK)
    if bar.n <= MARKED:
        for cut in range(1, bar.n):
            x = NAME + unit * cut
            sheet.line([(x, top), (x, top + BAR)], 0.8, colour="white")


FEW = 16
"""More rows stand closer, so that they fit a page."""

MARKED = 40
"""Up to so many informants each is a piece of the bar that can be counted."""

TENTATIVE, RELIABLE = 2 / 3, 0.8
"""Krippendorff's thresholds, which are those of alpha and of no other coefficient."""


def agreement(chart: AgreementChart) -> Sheet:
    """A dot with its interval for each code; where there is no value, why."""
    names = [fitted(f"{mark.name or mark.code}", NAME - 8, bold=not mark.leaf) for mark in chart.marks]
    tops, bottom = _rows(names, 16.0)
    sheet = Sheet(bottom + 30)
    known = [x for mark in chart.marks for x in (mark.value, mark.low) if x is not None]
    least = max(-1.0, min(0.0, floor(4 * min(known, default=0.0)) / 4))
    room = max(
        (width_of(_value(chart, mark)) for mark in chart.marks if mark.value is not None), default=40.0
    )
    left, right = NAME + 4, WIDTH - room - 12

    def at(value: float) -> float:
        return left + (right - left) * (min(max(value, least), 1.0) - least) / (1 - least)

    _scale(sheet, chart, least, at, bottom)
    for mark, name, top in zip(chart.marks, names, tops, strict=True):
        middle = _named(sheet, name, top, bold=not mark.leaf)
        line = middle + LETTERS * 0.36
        if mark.value is None:
            why = fitted(_("undefined: {why}", why=mark.why), WIDTH - left - 8, SMALL, most=1)[0]
            sheet.box(left + 4, middle - 6, width_of(why, SMALL) + 6, 12, "white")
            sheet.words(left + 7, line, why, size=SMALL, italic=True, colour=INK)
            continue
        if mark.low is not None and mark.high is not None:
            sheet.line([(at(mark.low), middle), (at(mark.high), middle)], 1.4, colour=DARK)
            for end in (mark.low, mark.high):
                sheet.line([(at(end), middle - 3.5), (at(end), middle + 3.5)], 1.4, colour=DARK)
        sheet.dot(at(mark.value), middle, 3.2)
        sheet.words(WIDTH, line, _value(chart, mark), align="right")
    return sheet


def _value(chart: AgreementChart, mark: Mark) -> str:
    return f"{figure_words(chart.coefficient, mark.value or 0.0)}{edges_words(chart.coefficient, mark)}"


def _scale(
    sheet: Sheet, chart: AgreementChart, least: float, at: Callable[[float], float], bottom: float
) -> None:
    ticks = sorted({least, 0.0, 0.5, 1.0} | ({-0.5} if least == -1 else set()))
    for tick in ticks:
        sheet.line([(at(tick), 12), (at(tick), bottom)], 0.5, colour="#d0d0d0")
        sheet.words(
            at(tick),
            bottom + 11,
            figure_words(chart.coefficient, tick),
            size=SMALL,
            align="center",
            colour=SOFT,
        )
    if chart.coefficient == "alpha":
        for threshold in (TENTATIVE, RELIABLE):
            sheet.line([(at(threshold), 12), (at(threshold), bottom)], 0.9, colour=SOFT, dash="--")
        sheet.words(
            at(TENTATIVE) - 2, 8, figure_words("", TENTATIVE, 3), size=SMALL, align="right", colour=SOFT
        )
        sheet.words(at(RELIABLE) - 2, 8, figure_words("", RELIABLE, 1), size=SMALL, colour=SOFT)
    sheet.words(
        (at(least) + at(1.0)) / 2, bottom + 24, coefficient(chart.coefficient), size=SMALL, align="center"
    )


def _rows(names: Sequence[Sequence[str]], top: float) -> tuple[list[float], float]:
    """Where each row begins, and where the last one ends."""
    tops, gap = [], GAP if len(names) <= FEW else GAP / 2
    for name in names:
        tops.append(top)
        top += max(1, len(name)) * LINE + gap
    return tops, top


def _named(sheet: Sheet, name: Sequence[str], top: float, *, bold: bool) -> float:
    """A code's name in its row; gives the middle of the row."""
    for place, line in enumerate(name):
        sheet.words(NAME - 6, top + place * LINE + LETTERS, line, align="right", bold=bold)
    return top + max(1, len(name)) * LINE / 2


def _legend(sheet: Sheet, entries: Sequence[tuple[str, str, str]]) -> None:
    widths = [width_of(words, SMALL) + 26 for _fill, _hatch, words in entries]
    x = max(0.0, WIDTH - sum(widths) + 12)
    for (fill, hatch, words), width in zip(entries, widths, strict=True):
        sheet.box(x, 1, 10, 9, fill, edge="white" if hatch else "none", hatch=hatch)
        sheet.words(x + 14, 9, words, size=SMALL)
        x += width
