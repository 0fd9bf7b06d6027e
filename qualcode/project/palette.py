"""Colours for codes that everybody can tell apart, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

PALETTE = {
    "orange": "#e69f00",
    "sky": "#56b4e9",
    "green": "#009e73",
    "yellow": "#f0e442",
    "blue": "#0072b2",
    "vermilion": "#d55e00",
    "purple": "#cc79a7",
}
"""The seven colours of Okabe and Ito (2008), apart also with every common kind of colour blindness."""


def colour_value(given: str) -> str:
    """`given` as it is kept: a name of the palette as its `#rrggbb`, anything else in lower case."""
    text = given.strip().lower()
    return PALETTE.get(text, text)


def next_colour(outermost: Sequence[str]) -> str:
    """The colour for a new outermost code: of those fewest have the first, as `#rrggbb`.

    `outermost` are the colours of the outermost codes there are, in the order of the tree. One without a colour
    (empty) is shown in that of its place, and so has that.
    """
    palette = list(PALETTE.values())
    shown = (colour or palette[place % len(palette)] for place, colour in enumerate(outermost))
    worn = Counter(shown)
    return min(palette, key=lambda colour: worn[colour])
