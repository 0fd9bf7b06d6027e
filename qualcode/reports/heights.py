"""How many lines a text takes, reckoned without a program that lays pages out.

Lines are broken where Word and LibreOffice break them: at spaces and behind hyphens.
"""

from __future__ import annotations

import re

from qualcode.reports.document import Runs
from qualcode.reports.letters import TIMES, Letters, letters

TAB = 2.0
"""Width of a tab in units of the letters' size."""

_PIECES = re.compile(r"[^ \n\t-]*-|[^ \n\t-]+|[ \n\t]")


def lines(
    runs: Runs,
    room: float,
    font: Letters | None = None,
    first: float = 0.0,
    *,
    bold: bool = False,
    italic: bool = False,
) -> int:
    """How many lines `runs` take in `font`, by default Times, where `room` is their width in units of the letters' size.

    The `first` line is so much wider; all is `bold` or in italics where the style says so. At least one.
    """
    return 1 + len(line_starts(runs, room, font, first, bold=bold, italic=italic))


def line_starts(
    runs: Runs,
    room: float,
    font: Letters | None = None,
    first: float = 0.0,
    *,
    bold: bool = False,
    italic: bool = False,
) -> list[tuple[int, int]]:
    """Where each line but the first begins: the position of its run, and in it that of its first word.

    A word that is wider than a line is no place to part a text at: its further lines begin where it does.
    """
    font = font or letters(TIMES)
    starts: list[tuple[int, int]] = []
    at, gap = -first, 0.0
    room = max(room, 1.0)  # a column of a crowded table may be narrower than a letter
    for number, run in enumerate(runs):
        look = (bold or run.bold, italic or run.italic)
        behind = 0
        for piece in [run.text] if run.unbroken else _PIECES.findall(run.text):
            here, behind = behind, behind + len(piece)
            if piece == " ":
                gap = font.width(" ", *look)
                continue
            if piece == "\n":
                starts.append((number, behind))
                at, gap = 0.0, 0.0
                continue
            if piece == "\t":
                at, gap = at + TAB, 0.0
                continue
            wide = font.width(piece, *look)
            if at and at + gap + wide > room:
                starts.append((number, here))
                at = 0.0
            at += (gap if at else 0.0) + wide
            gap = 0.0
            while at > room:
                starts.append((number, here))
                at -= room
    return starts
