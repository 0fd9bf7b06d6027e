"""Line numbers ("baris"): a text wrapped by words once, so that a citation means the same line everywhere."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence

from qualcode.text.clusters import cluster_end, cluster_start

WIDTH = 60
"""Code points in a line, the blanks at its end not counted."""

_BLANK = r"[^\S\n\u00a0\u202f]"
_WORDS = re.compile(rf"[^\n]{{0,{WIDTH}}}(?={_BLANK}|\n|\Z){_BLANK}*\n?")


def line_starts(text: str) -> array[int]:
    """The offset at which each line begins; the first is 0, also in an empty text.

    A line holds whole words up to 60 code points and the blanks behind them; `\\n` ends a line; a longer word is cut
    where a character ends. A text without blanks (Javanese or Thai script) is cut every 60 code points.
    """
    starts = array("I", [0])
    place, length = 0, len(text)
    while place < length:
        found = _WORDS.match(text, place)
        if found and found.end() > place:
            place = found.end()
        else:
            cut = cluster_start(text, place + WIDTH)
            place = cut if cut > place else cluster_end(text, place + WIDTH)
        if place < length:
            starts.append(place)
    return starts


def line_of(starts: Sequence[int], offset: int) -> int:
    """The number, from 1, of the line that holds `offset`."""
    return bisect_right(starts, offset)


def lines_of(starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The numbers, from 1, of the first and last line of `[start, end)`."""
    return line_of(starts, start), line_of(starts, max(start, end - 1))
