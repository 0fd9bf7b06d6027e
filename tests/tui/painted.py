"""What the terminal would show, cell by cell with its colours; as a picture (SVG), and how well it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.color import Color

from qualcode.tui.app import QualcodeApp
from qualcode.tui.page import TooSmall
from qualcode.tui.painting import contrast

_WIDE, _HIGH = 8, 17
"""Pixels of a cell."""

_STEPS = (
    (0, 0, 0),
    (178, 24, 24),
    (24, 130, 24),
    (150, 100, 0),
    (35, 80, 190),
    (150, 40, 150),
    (0, 120, 130),
)
_BRIGHT = ((110, 110, 110), (255, 105, 97), (90, 210, 90), (240, 200, 80), (110, 160, 255), (225, 130, 225),
           (95, 215, 215))  # fmt: skip
_TERMINALS = {
    True: TerminalTheme((0, 0, 0), (220, 220, 220), [*_STEPS, (220, 220, 220)], [*_BRIGHT, (255, 255, 255)]),
    False: TerminalTheme(
        (255, 255, 255), (20, 20, 20), [*_STEPS, (225, 225, 225)], [*_BRIGHT, (255, 255, 255)]
    ),
}
"""The colours of a dark and of a light terminal: what a theme of the terminal's own colours is drawn in here."""


@dataclass(frozen=True)
class Stretch:
    """Cells of one row in one style, from `column` on."""

    column: int
    row: int
    text: str
    ink: Color
    paper: Color
    bold: bool
    italic: bool
    line: str
    """As SVG names what goes under or through it; empty for nothing."""

    @property
    def contrast(self) -> float:
        """From 1 to 21, as WCAG 2 reckons it."""
        return contrast(self.ink, self.paper)


def stretches(app: QualcodeApp) -> Iterator[Stretch]:
    """Everything on the screen, row by row."""
    terminal = _TERMINALS[app.current_theme.dark]
    for row, strip in enumerate(app.screen._compositor.render_strips()):
        column = 0
        for style, segments in groupby(strip, lambda segment: segment.style or Style()):
            parts = list(segments)
            ink, paper = _colours(style, terminal)
            line = (
                "line-through" if style.strike else "underline" if style.underline or style.underline2 else ""
            )
            text = "".join(segment.text for segment in parts)
            yield Stretch(column, row, text, ink, paper, bool(style.bold), bool(style.italic), line)
            column += Segment.get_line_length(parts)


def _colours(style: Style, terminal: TerminalTheme) -> tuple[Color, Color]:
    ink = _seen(style.color, terminal, ink=True)
    paper = _seen(style.bgcolor, terminal, ink=False)
    if style.dim:
        ink = paper.blend(ink, 0.66)
    return (paper, ink) if style.reverse else (ink, paper)


def _seen(colour: RichColor | None, terminal: TerminalTheme, *, ink: bool) -> Color:
    return Color(*(colour or RichColor.default()).get_truecolor(terminal, foreground=ink))


def picture(app: QualcodeApp) -> str:
    """The screen as SVG: one rectangle for each ground, one text for each stretch; days and hours are always the same."""
    found = list(stretches(app))
    width, height = app.size
    page = found[0].paper.hex
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width * _WIDE} {height * _HIGH}"',
        ' font-family="monospace" font-size="13.2">',
        f'<rect width="100%" height="100%" fill="{page}"/>',
    ]
    for one in found:
        x, y = one.column * _WIDE, one.row * _HIGH
        wide = Segment.get_line_length([Segment(one.text)]) * _WIDE
        if one.paper.hex != page:
            lines.append(f'<rect x="{x}" y="{y}" width="{wide}" height="{_HIGH}" fill="{one.paper.hex}"/>')
        if one.text.strip():
            looks = "".join(
                [' font-weight="bold"' * one.bold, ' font-style="italic"' * one.italic,
                 f' text-decoration="{one.line}"' if one.line else ""]
            )  # fmt: skip
            lines.append(
                f'<text x="{x}" y="{y + 13}" fill="{one.ink.hex}"{looks} textLength="{wide}">{_kept(one.text)}</text>'
            )
    return _timeless("\n".join([*lines, "</svg>", ""]))


def _kept(text: str) -> str:
    """For SVG, which draws several blanks as one."""
    return escape(text).replace(" ", "\N{NO-BREAK SPACE}")


def _timeless(drawn: str) -> str:
    return re.sub(r"\b\d\d:\d\d\b", "12:00", re.sub(r"\b20\d\d-\d\d-\d\d\b", "2026-01-01", drawn))


_RULES = re.compile("[─-▟⠀-⣿·⋅]+")
"""Lines, bars, shades and the dots of drawn ties and empty cells: what they say is also said in words or signs."""


def hard_to_read(app: QualcodeApp) -> list[str]:
    """Words below 4.5:1 and signs below 3:1, each with where it stands and its colours; of a form what is in it."""
    found = []
    box = next(child for child in app.screen.children if not isinstance(child, TooSmall))
    inside = box.region if app.screen.is_modal else app.screen.region
    for one in stretches(app):
        if not inside.contains(one.column, one.row):
            continue
        text = _RULES.sub("", one.text).strip()
        least = 4.5 if any(letter.isalnum() for letter in text) else 3.0
        if text and one.contrast < least:
            found.append(
                f"row {one.row} column {one.column}: {text[:40]!r} {one.ink.hex} on {one.paper.hex} {one.contrast:.2f}"
            )
    return found
