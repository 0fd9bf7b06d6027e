"""Which of several quotes to show where there is room for one, and how it is cut to its room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

LONGEST = 200
"""Characters of a quote in a cell; the whole of it stands in the findings chapter."""


class Printed(Protocol):
    """Words with a mark for those that are the researcher's."""

    @property
    def text(self) -> str: ...
    @property
    def paraphrase(self) -> bool: ...


P = TypeVar("P", bound=Printed)


def best(
    quotes: Sequence[P], *, room: int | None = LONGEST, weight: Callable[[P], int] = lambda _quote: 0
) -> P | None:
    """The quote to show of several; among equals the one that stands first.

    One in the informant's own words comes before a paraphrase, then one of more `weight`, then the longest that need
    not be cut to `room` characters, else the shortest. None where there is no quote.
    """
    if not quotes:
        return None
    own = [one for one in quotes if not one.paraphrase] or list(quotes)
    heaviest = max(map(weight, own))
    left = [one for one in own if weight(one) == heaviest]
    whole = [one for one in left if room is None or len(one.text) <= room]
    return max(whole, key=lambda one: len(one.text)) if whole else min(left, key=lambda one: len(one.text))


def shortened(said: str) -> str:
    """`said` on one line, cut between words where it is longer than a cell takes."""
    line = " ".join(said.split())
    if len(line) <= LONGEST:
        return line
    return line[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + " […]"
