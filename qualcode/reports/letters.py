"""How wide the letters of a font are, and how high its lines, without the font itself.

The widths stand in `layouts/letters.txt`, so that a report is laid out the same on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

WIDTHS = Path(__file__).parent / "layouts" / "letters.txt"
TIMES, UNKNOWN = "times new roman", "arial"

THOUSAND = 1000

WIDE = 1.0
"""Width of a letter beyond Latin, which may be as wide as high."""
LATIN = "\u0250"
"""The first letter behind those of Latin."""

CLEAR, HIGHER = 1.13, 1.03
"""How much wider and higher than Arial a font is taken to be of which nothing is known.

Where it is missing, a wide one stands in for it.
"""

REMEMBERED = 65536
"""Words whose width is kept."""

_SAME = {"\N{NO-BREAK SPACE}": " ", "\N{FIGURE SPACE}": "0", "\N{ZERO WIDTH NO-BREAK SPACE}": ""}


class Letters:
    """A font: widths in units of the letters' size, by letter: of the upright letters, the bold ones and those in italics."""

    def __init__(
        self,
        upright: Mapping[str, float],
        bold: Mapping[str, float],
        italic: Mapping[str, float],
        line: float,
    ) -> None:
        self.upright, self.bold, self.italic = upright, bold, italic
        self.line = line
        """Height of a line over the size of its letters."""
        self._looks = (upright, bold, italic)
        self._known: tuple[dict[str, float], ...] = ({}, {}, {})

    def width(self, word: str, bold: bool = False, italic: bool = False) -> float:
        """How wide `word` is; bold letters in italics are as wide as bold ones."""
        look = 1 if bold else 2 if italic else 0
        known = self._known[look]
        found = known.get(word)
        if found is None:
            widths = self._looks[look]
            found = sum([_width(letter, widths) for letter in word])
            if len(known) < REMEMBERED:
                known[word] = found
        return found


def _width(letter: str, widths: Mapping[str, float]) -> float:
    letter = _SAME.get(letter, letter)
    if not letter:
        return 0.0
    found = widths.get(letter)
    if found is None:
        found = widths["n"] if letter < LATIN else 0.5 if letter == "\N{EN SPACE}" else WIDE
    return found


@cache
def letters(font: str) -> Letters:
    """The letters of the font of this name; those of a wide one where it is not known."""
    fonts = _fonts()
    found = fonts.get(font.strip().casefold())
    if found is None:
        other = fonts[UNKNOWN]
        return _widened(other, CLEAR, other.line * HIGHER)
    return found


@cache
def _fonts() -> Mapping[str, Letters]:
    lines = [
        line for line in WIDTHS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    characters = lines[0].partition(": ")[2]
    fonts: dict[str, Letters] = {}
    rest = iter(lines[1:])
    for head in rest:
        names, _colon, said = head.partition(": ")
        line, _as, other = said.partition(" as ")
        if other:
            like, _space, times = other.rpartition(" ")
            made = _widened(fonts[like], float(times), float(line))
        else:
            upright, bold, italic = (_read(characters, next(rest)) for _look in range(3))
            made = Letters(upright, bold, italic, float(line))
        fonts |= dict.fromkeys(names.split(", "), made)
    return fonts


def _read(characters: str, widths: str) -> dict[str, float]:
    return {
        letter: int(width) / THOUSAND for letter, width in zip(characters, widths.split(" "), strict=True)
    }


def _widened(other: Letters, factor: float, line: float) -> Letters:
    upright, bold, italic = (_times(widths, factor) for widths in (other.upright, other.bold, other.italic))
    return Letters(upright, bold, italic, line)


def _times(widths: Mapping[str, float], factor: float) -> dict[str, float]:
    return {letter: width * factor for letter, width in widths.items()}
