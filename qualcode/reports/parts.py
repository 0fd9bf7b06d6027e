"""Small pieces that several sections of a report share."""

from __future__ import annotations

from qualcode.i18n import ngettext
from qualcode.reports.document import Cell, cell

LEVELS_FROM = 3
"""Prominence levels are told apart only where this many informants could have spoken."""


def head(*names: str) -> tuple[Cell, ...]:
    """The header row of a table."""
    return tuple(cell(name, bold=True) for name in names)


def codings_words(count: int) -> str:
    """How many codings, in words."""
    return ngettext("{n} coding", "{n} codings", count)


def withheld(count: int) -> str:
    """The sentence that says how many quotes were left out and why."""
    return ngettext(
        "{n} quote is counted but not printed, because the informant does not want to be quoted.",
        "{n} quotes are counted but not printed, because their informants do not want to be quoted.",
        count,
    )


def prominence_shade(k: int, n: int) -> int:
    """Shade by prominence: below a third, below two thirds, above; none for too few informants."""
    if n < LEVELS_FROM or k * 3 < n:
        return 0
    return 2 if k * 3 >= 2 * n else 1
