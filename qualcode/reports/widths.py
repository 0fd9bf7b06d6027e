"""How wide the columns of a table must be, so that no word is broken and no head runs into the next.

Widths of letters are those of Times Roman, rounded up into classes: close enough for every serif that a report is
painted in, and the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

LETTERS = (
    (0.28, "ijlt.,;:'|/"),
    (0.34, "frI()[]-‐`"),
    (0.40, "sJ"),
    (0.45, "acez"),
    (0.57, "FPSE+−±≠=<>&"),
    (0.62, "LTZ→"),
    (0.68, "BCR"),
    (0.73, "ADGHKNOQUVXYw"),
    (0.79, "m"),
    (0.92, "MW—…"),
)
OTHER = 0.51
"""Width of every other character, as digits and b, d, o."""
BOLD = 1.13
LONGEST = 16.0
"""A word wider than this may be broken: an address, or somebody holding a key down."""

WIDENESS = {
    "times new roman": 1.0,
    "times": 1.0,
    "liberation serif": 1.0,
    "tinos": 1.0,
    "garamond": 1.0,
    "calibri": 1.06,
    "carlito": 1.06,
    "cambria": 1.1,
    "caladea": 1.1,
    "book antiqua": 1.12,
    "palatino linotype": 1.12,
    "verdana": 1.3,
    "tahoma": 1.18,
    "courier new": 1.4,
}
"""How much wider than Times other fonts run, by their names in small letters."""
OTHER_WIDENESS = 1.15
"""Of every other font, as Arial."""

_WIDTH = {letter: width for width, letters in LETTERS for letter in letters}
_GAPS = re.compile(r"[ \t\n\u200b]+")


def wideness(font: str) -> float:
    """How much wider than Times the letters of `font` run."""
    return WIDENESS.get(font.strip().casefold(), OTHER_WIDENESS)


@lru_cache(maxsize=65536)
def word_width(word: str, bold: bool = False) -> float:
    """About how wide `word` is, in units of its letters' size."""
    return sum(_WIDTH.get(letter, OTHER) for letter in word) * (BOLD if bold else 1.0)


def longest_word(text: str, bold: bool = False) -> float:
    """The width of the widest word of `text`, in units of its letters' size; at most `LONGEST`."""
    return min(LONGEST, max((word_width(word, bold) for word in _GAPS.split(text)), default=0.0))


def shared(wished: Sequence[float], least: Sequence[float], total: float) -> list[float]:
    """`total` shared out as `wished`, but to no column less than its `least`.

    Where even the least do not fit, they are made smaller in proportion.
    """
    if sum(least) >= total:
        return [total * one / sum(least) for one in least]
    fixed: set[int] = set()
    while True:
        room = total - sum(least[n] for n in fixed)
        wish = sum(one for n, one in enumerate(wished) if n not in fixed)
        widths = [
            least[n] if n in fixed else room * one / wish if wish else 0.0 for n, one in enumerate(wished)
        ]
        short = {n for n, width in enumerate(widths) if n not in fixed and width < least[n]}
        if not short:
            return widths
        fixed |= short


def least_widths(columns: int, rows: Iterable[Iterable[tuple[int, str, bool]]]) -> list[float]:
    """The width of each column's widest word; `rows` give column, text and boldness of what stands in them."""
    least = [0.0] * columns
    for row in rows:
        for column, text, bold in row:
            least[column] = max(least[column], longest_word(text, bold))
    return least
