"""Charts drawn as SVG, legible in greyscale and without colour."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qualcode.reports.data import ProminenceRow
from qualcode.reports.painting import painted_line
from qualcode.reports.svg import FONT

_WIDTH, _LABEL, _COUNT, _BAR, _GAP, _TOP = 560, 210, 66, 15, 9, 26
_DARK, _MIDDLE, _LIGHT = "#333333", "#8c8c8c", "#d4d4d4"


def prominence_chart(rows: Sequence[ProminenceRow], labels: tuple[str, str, str], undefined: str) -> str:
    """Bars of k+ of n, one an aspect: dark what strengthens it, middle the other informants who speak of it.

    `labels` are the words of the legend: strengthens, mentioned otherwise, not mentioned. Where nobody could have
    spoken of it there is no bar, and `undefined` says so.
    """
    span = _WIDTH - _LABEL - _COUNT
    parts: list[str] = []
    x = max(0, _WIDTH - sum(26 + round(len(label) * 5.6) for label in labels))
    for colour, label in zip((_DARK, _MIDDLE, _LIGHT), labels, strict=True):
        parts.append(_rect(x, 2, 11, 11, colour) + _text(x + 15, 11.5, label, 11.5))
        x += 26 + round(len(label) * 5.6)
    for position, row in enumerate(rows):
        y = _TOP + position * (_BAR + _GAP)
        name = painted_line(row.name)
        name = name if len(name) <= 38 else name[:37] + "…"
        parts.append(_text(_LABEL - 8, y + 11.5, name, 11.5, "end"))
        if not row.n:
            parts.append(_text(_LABEL, y + 11.5, undefined, 11.5))
            continue
        unit = span / row.n
        parts.append(_rect(_LABEL, y, span, _BAR, _LIGHT))
        parts.append(_rect(_LABEL, y, unit * row.k, _BAR, _MIDDLE))
        parts.append(_rect(_LABEL, y, unit * row.strengthens, _BAR, _DARK))
        for cut in range(1, row.n):
            left = _LABEL + unit * cut
            parts.append(
                f'<line x1="{left:.1f}" y1="{y}" x2="{left:.1f}" y2="{y + _BAR}" stroke="#ffffff" stroke-width="1"/>'
            )
        parts.append(_text(_WIDTH - _COUNT + 8, y + 11.5, f"{row.strengthens}/{row.n}", 11.5))
    height = _TOP + len(rows) * (_BAR + _GAP)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}">{"".join(parts)}</svg>'
    )


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" fill="{colour}"/>'


def _text(x: float, y: float, words: str, size: float, anchor: str = "start") -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-family="{FONT}" '
        f'text-anchor="{anchor}" fill="#1a1a1a">{escape(words)}</text>'
    )
