"""Small charts of sections, as SVG: legible in greyscale, every bar and point with its number."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qualcode.reports.painting import painted_line
from qualcode.reports.svg import FONT

WIDTH, LABEL, COUNT, BAR, GAP = 560, 190, 96, 15, 9
DARK, LIGHT, INK = "#333333", "#d4d4d4", "#1a1a1a"
LETTERS = 34
"""Characters of a label."""


def bars(rows: Sequence[tuple[str, int, str]], of: int) -> str:
    """A bar for each (label, count, words beside it), on a light one that stands for all, `of` so many."""
    span, parts = WIDTH - LABEL - COUNT, []
    for place, (label, count, words) in enumerate(rows):
        y = place * (BAR + GAP) + 2
        name = painted_line(label)
        name = name if len(name) <= LETTERS else name[: LETTERS - 1] + "…"
        parts.append(_text(LABEL - 8, y + 11.5, name, "end"))
        parts.append(_bar(LABEL, y, span, LIGHT))
        parts.append(_bar(LABEL, y, span * count / max(of, 1), DARK))
        parts.append(_text(WIDTH - COUNT + 8, y + 11.5, words))
    return _svg(len(rows) * (BAR + GAP) + 4, parts)


def curve(known: Sequence[int], fresh: Sequence[int], labels: Sequence[str], words: tuple[str, str]) -> str:
    """Different codes after each unit as a line, new codes of each as bars below it; `words` name the two."""
    left, top, height = 34, 46, 170
    most = max(known, default=0) or 1
    step = (WIDTH - left - 12) / max(len(known), 1)
    parts = [_bar(left, 4, 11, DARK, 11), _text(left + 16, 13.5, words[0])]
    parts += [_bar(left + 250, 4, 11, "#8c8c8c", 11), _text(left + 266, 13.5, words[1])]
    points = []
    for place, (count, new, label) in enumerate(zip(known, fresh, labels, strict=True)):
        x = left + step * (place + 0.5)
        points.append((x, top + height - height * count / most))
        tall = height * new / most
        parts.append(_bar(x - min(step * 0.3, 14), top + height - tall, min(step * 0.6, 28), "#8c8c8c", tall))
        parts.append(_text(x, top + height + 15, painted_line(label)[:10], "middle"))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(
        f'<line x1="{left}" y1="{top + height}" x2="{WIDTH - 8}" y2="{top + height}" stroke="{INK}"/>'
    )
    parts.append(f'<polyline points="{line}" fill="none" stroke="{DARK}" stroke-width="1.6"/>')
    for (x, y), count in zip(points, known, strict=True):
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{DARK}"/>' + _text(x, y - 7, str(count), "middle")
        )
    return _svg(top + height + 24, parts)


def _svg(height: float, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
        f'width="{WIDTH}" height="{height:g}">{"".join(parts)}</svg>'
    )


def _bar(x: float, y: float, width: float, colour: str, height: float = BAR) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="11.5" font-family="{FONT}" '
        f'text-anchor="{anchor}" fill="{INK}">{escape(words)}</text>'
    )
