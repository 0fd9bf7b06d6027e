"""Which item a row or card of a filled-in pack is about: its words say it, and its id only where they fit together.

Who sorts the columns that can be seen leaves the hidden ids where they were; who copies a card takes an id along.
Every id stands beside the prints of the words it belongs to, so the words find their own id again.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable

from qualcode.exchange.review_pack import Mark
from qualcode.exchange.review_prints import Tag

FEWEST = 2
"""Fields that must be seen before a row without any of its own words counts as another's."""


class Seat(enum.Enum):
    """How a row and its id stand to each other."""

    HOME = enum.auto()
    """They fit, or nothing tells against it."""
    FOUND = enum.auto()
    """The words are those of another id of the file, which is certain."""
    ASTRAY = enum.auto()
    """They contradict each other, and nobody can tell which is meant."""


class Seats:
    """The ids of one file, each with the prints of its words.

    Args:
        tags: of every row or card.
    """

    def __init__(self, tags: Iterable[Tag]) -> None:
        known = {tag.mark: tag for tag in tags if tag.mark is not None and tag.prints}
        self._tags = list(known.values())
        self._claims: dict[str, list[Tag]] = {}
        for tag in self._tags:
            for one in tag.telling:
                self._claims.setdefault(one, []).append(tag)
        self._often = Counter(one for tag in self._tags for one in set(tag.prints))

    def of(self, tag: Tag, seen: frozenset[str]) -> tuple[Tag, Seat]:
        """The tag that a row is about, and how that is known; `seen` are prints of the words that stand in it."""
        if tag.mark is None or not tag.prints or not seen:
            return tag, Seat.HOME
        own = self._sealed(tag)
        if own is None:
            return tag, Seat.ASTRAY
        if seen.issuperset(own.telling):
            return own, Seat.HOME if own.mark == tag.mark else Seat.FOUND
        others = [
            other
            for one in seen.difference(own.prints)
            for other in self._claims.get(one, ())
            if other.mark is not None and own.mark is not None and other.mark.kind is own.mark.kind
        ]
        whole: dict[Mark | None, Tag] = {one.mark: one for one in others if seen.issuperset(one.telling)}
        if len(whole) == 1:
            return next(iter(whole.values())), Seat.FOUND
        if others or own.mark != tag.mark:
            return own, Seat.ASTRAY
        theirs = any(one in seen and self._often[one] == 1 for one in own.prints)
        if theirs or seen.intersection(own.telling) or len(seen) < FEWEST:
            return own, Seat.HOME
        return own, Seat.ASTRAY

    def _sealed(self, tag: Tag) -> Tag | None:
        """The tag whose id the prints were written for; None where it is not in the file."""
        if tag.fits(tag.mark):
            return tag
        found = [one for one in self._tags if tag.fits(one.mark)]
        if len(found) != 1:
            return None
        return Tag(found[0].mark, tag.language, tag.prints, tag.seal)
