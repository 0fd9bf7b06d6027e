"""Colours for codes that everybody can tell apart, by name."""

from __future__ import annotations

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
