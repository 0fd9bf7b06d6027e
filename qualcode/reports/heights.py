"""How many lines a text takes, reckoned without a program that lays pages out.

The widths are those of Times, which are those of the free fonts drawn to stand in for it; lines are broken where Word
and LibreOffice break them: at spaces and behind hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qualcode.reports.document import Runs

LETTERS = (
    (0.19, "'|"),
    (0.25, " ,.·\N{NO-BREAK SPACE}"),
    (0.278, "/:;\\ijlt"),
    (0.333, "!()-I[]`fr‘’"),
    (0.389, "Js"),
    (0.408, '"'),
    (0.444, "?acez“”é"),
    (0.48, "{}"),
    (0.556, "FPS"),
    (0.564, "+<=>−±≠~"),
    (0.611, "ELTZ"),
    (0.667, "BCR"),
    (0.722, "ADGHKNOQUVXYw"),
    (0.778, "&m"),
    (0.833, "%"),
    (0.889, "M"),
    (0.944, "W@"),
    (1.0, "—…→"),
)
OTHER, WIDE = 0.5, 1.0
"""Of every other letter of Latin, and of letters beyond it."""
BOLD = 1.06
LINE = 1.15
"""Height of a line over the size of its letters."""

SPACE = 0.25

_WIDTH = {letter: width for width, letters in LETTERS for letter in letters}
_PIECES = re.compile(r"[^ \n\t-]*-|[^ \n\t-]+|[ \n\t]")


@lru_cache(maxsize=65536)
def width(word: str) -> float:
    """How wide `word` is, in units of its letters' size."""
    return sum([_WIDTH.get(letter) or (OTHER if letter < "\u0250" else WIDE) for letter in word])


def lines(runs: Runs, room: float) -> int:
    """How many lines `runs` take where `room` is their width in units of the letters' size; at least one."""
    count, at, gap = 1, 0.0, 0.0
    room = max(room, 1.0)  # a column of a crowded table may be narrower than a letter
    for run in runs:
        factor = BOLD if run.bold else 1.0
        for piece in [run.text] if run.unbroken else _PIECES.findall(run.text):
            if piece == " ":
                gap = SPACE * factor
                continue
            if piece == "\n":
                count, at, gap = count + 1, 0.0, 0.0
                continue
            if piece == "\t":
                at, gap = at + 2.0, 0.0
                continue
            wide = width(piece) * factor
            if at and at + gap + wide > room:
                count, at = count + 1, 0.0
            at += (gap if at else 0.0) + wide
            gap = 0.0
            while at > room:
                count, at = count + 1, at - room
    return count


def tallest(cells: Sequence[tuple[Runs, float]]) -> int:
    """The lines of a row: of its cell with the most; each with its width in units of the letters' size."""
    return max((lines(runs, room) for runs, room in cells), default=1)
