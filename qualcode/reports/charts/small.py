"""Small charts that every report has, as SVG in the colours of the figures; they are drawn without a library.

A report that asks for no figure loads none, and a hundred charts cost nothing. Every bar and point stands beside its
number.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qualcode.reports.charts.colours import DARK, INK, LIGHT, MIDDLE
from qualcode.reports.data import ProminenceRow
from qualcode.reports.painting import painted_line
from qualcode.reports.svg import FONT

WIDTH, BAR, GAP, LETTER = 560, 15, 9, 11.5
"""Points; `LETTER` is the size of all words."""


def prominence_chart(rows: Sequence[ProminenceRow], labels: tuple[str, str, str], undefined: str) -> str:
    """Bars of k+ of n, one an aspect: dark what strengthens it, middle the other informants who speak of it.

    `labels` are the words of the legend: strengthens, mentioned otherwise, not mentioned. Where nobody could have
    spoken of it there is no bar, and `undefined` says so.
    """
    left, count, top = 210, 66, 26
    span, parts = WIDTH - left - count, []
    x = max(0, WIDTH - sum(26 + round(len(label) * 5.6) for label in labels))
    for colour, label in zip((DARK, MIDDLE, LIGHT), labels, strict=True):
        parts += [_box(x, 2, 11, colour, 11), _text(x + 15, 11.5, label)]
        x += 26 + round(len(label) * 5.6)
    for position, row in enumerate(rows):
        y = top + position * (BAR + GAP)
        parts.append(_text(left - 8, y + 11.5, _cut(row.name, 38), "end"))
        if not row.n:
            parts.append(_text(left, y + 11.5, undefined))
            continue
        unit = span / row.n
        parts += [_box(left, y, span, LIGHT), _box(left, y, unit * row.k, MIDDLE)]
        parts.append(_box(left, y, unit * row.strengthens, DARK))
        for cut in range(1, row.n):
            at = left + unit * cut
            parts.append(
                f'<line x1="{at:.1f}" y1="{y}" x2="{at:.1f}" y2="{y + BAR}" stroke="#ffffff" stroke-width="1"/>'
            )
        parts.append(_text(WIDTH - count + 8, y + 11.5, f"{row.strengthens}/{row.n}"))
    return _svg(top + len(rows) * (BAR + GAP), parts)


def bars(rows: Sequence[tuple[str, int, str]], of: int) -> str:
    """A bar for each (label, count, words beside it), on a light one that stands for all, `of` so many."""
    left, count = 190, 96
    span, parts = WIDTH - left - count, []
    for place, (label, found, words) in enumerate(rows):
        y = place * (BAR + GAP) + 2
        parts.append(_text(left - 8, y + 11.5, _cut(label, 34), "end"))
        parts += [_box(left, y, span, LIGHT), _box(left, y, span * found / max(of, 1), DARK)]
        parts.append(_text(WIDTH - count + 8, y + 11.5, words))
    return _svg(len(rows) * (BAR + GAP) + 4, parts)


def curve(known: Sequence[int], fresh: Sequence[int], labels: Sequence[str], words: tuple[str, str]) -> str:
    """Different codes after each unit as a line, new codes of each as bars below it; `words` name the two."""
    left, top, height = 34, 46, 170
    most = max(known, default=0) or 1
    step = (WIDTH - left - 12) / max(len(known), 1)
    parts = [_box(left, 4, 11, DARK, 11), _text(left + 16, 13.5, words[0])]
    parts += [_box(left + 250, 4, 11, MIDDLE, 11), _text(left + 266, 13.5, words[1])]
    points = []
    for place, (count, new, label) in enumerate(zip(known, fresh, labels, strict=True)):
        x = left + step * (place + 0.5)
        points.append((x, top + height - height * count / most))
        tall = height * new / most
        parts.append(_box(x - min(step * 0.3, 14), top + height - tall, min(step * 0.6, 28), MIDDLE, tall))
        parts.append(_text(x, top + height + 15, painted_line(label)[:10], "middle"))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(
        f'<line x1="{left}" y1="{top + height}" x2="{WIDTH - 8}" y2="{top + height}" stroke="{INK}"/>'
    )
    parts.append(f'<polyline points="{line}" fill="none" stroke="{DARK}" stroke-width="1.6"/>')
    for (x, y), count in zip(points, known, strict=True):
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{DARK}"/>')
        parts.append(_text(x, y - 7, str(count), "middle"))
    return _svg(top + height + 24, parts)


def _svg(height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
        f'width="{WIDTH}" height="{height:g}">{"".join(parts)}</svg>'
    )


def _box(x: float, y: float, width: float, colour: str, height: float = BAR) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{LETTER}" font-family="{FONT}" '
        f'text-anchor="{anchor}" fill="{INK}">{escape(words)}</text>'
    )


def _cut(label: str, letters: int) -> str:
    name = painted_line(label)
    return name if len(name) <= letters else name[: letters - 1] + "…"
