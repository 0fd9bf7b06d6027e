"""Which codings a query asks for, computed on columns.

A code stands for all passages that bear it: its own codings, and codings of other codes that share a character with
one of them. Of what satisfies a query, the codings of the codes that it names are given; a query that names none
gives all. So `A and B` gives the codings of A and of B where the two meet, and `A not B` those of A that no B
touches. What is behind `not` and `near` is a condition and names nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product

import numpy as np

from qualcode.analysis.columns import Bools, Codings, Ints
from qualcode.analysis.counts import changes, span_numbers
from qualcode.analysis.query import And, Field, Near, Node, Not, Or, Term

CODES = (Field.CODE, Field.ONLY)


@dataclass(frozen=True)
class Places:
    """Where codings stand: source and `[start, end)`, in characters or in turns."""

    source: Ints
    start: Ints
    end: Ints

    @classmethod
    def of(cls, codings: Codings) -> Places:
        """In characters."""
        return cls(codings.source, codings.start, codings.end)

    def touched(self, chosen: Bools, within: int | None = None) -> Ints:
        """For each coding, how many of the chosen share a character with it, itself included if chosen.

        With `within`, how many stand at most that many characters away; what only touches stands 0 away.
        """
        reach = 0 if within is None else within
        low = 0 if within is None else 1
        width = int(self.end.max(initial=0)) + 2 * reach + 2
        base = self.source * width + reach
        starts = np.sort((base + self.start)[chosen])
        ends = np.sort((base + self.end)[chosen])
        begun = np.searchsorted(starts, base + self.end + reach + low, side="left")
        over = np.searchsorted(ends, base + self.start - reach - low, side="right")
        return (begun - over).astype(np.int64)


@dataclass(frozen=True)
class Asked:
    """What a query is put to.

    Args:
        places: the codings in characters.
        quote: the same number for codings of one passage with one code, by whatever coder.
        term: the codings for which a term holds; for a code those that carry it themselves.
        turns: the same codings, in turns; asked for only where a query needs them.
    """

    places: Places
    quote: Ints
    term: Callable[[Term], Bools]
    turns: Callable[[], Places]

    def select(self, node: Node) -> Bools:
        """The codings that a query asks for."""
        if isinstance(node, Term):  # what a code alone asks for is what it names
            return self.term(node)
        return _any([one.given for one in self._ways(node)], len(self.quote))

    def _ways(self, node: Node) -> list[_Way]:
        """The ways in which a query can be satisfied."""
        match node:
            case Term(field) if field in CODES:
                own = self.term(node)
                return [_Way(self.places.touched(own) > 0, own)]
            case Term():
                return [_Way(self.term(node), None)]
            case Not(part):
                bears = _any([way.holds for way in self._ways(part)], len(self.quote))
                return [_Way(~bears, None)]
            case Near(distance, part):
                return [_Way(self._near(distance, self.select(part)), None)]
            case And(parts):
                found = [self._ways(part) for part in parts]
                return [self._together(chosen) for chosen in product(*found)]
            case Or(parts):
                return self._merged([way for part in parts for way in self._ways(part)])

    def _together(self, ways: Sequence[_Way]) -> _Way:
        every = np.ones(len(self.quote), dtype=np.bool_)
        named = [way.named for way in ways if way.named is not None]
        holds = reduce(np.logical_and, (way.holds for way in ways), every)
        return _Way(holds, reduce(np.logical_or, named) if named else None)

    def _merged(self, ways: Sequence[_Way]) -> list[_Way]:
        """Ways that name codes as one, and those that name none as another: the same, and fewer."""
        merged = []
        naming = [(way, way.named) for way in ways if way.named is not None]
        if naming:
            holds = _any([way.holds for way, _own in naming], len(self.quote))
            merged.append(_Way(holds, _any([own for _way, own in naming], len(self.quote))))
        rest = [way.holds for way in ways if way.named is None]
        return [*merged, _Way(_any(rest, len(self.quote)), None)] if rest else merged

    def _near(self, distance: int | None, chosen: Bools) -> Bools:
        places, within = (self.turns(), None) if distance is None else (self.places, distance)
        own = np.bincount(self.quote, weights=chosen, minlength=len(self.quote)).astype(np.int64)[self.quote]
        return places.touched(chosen, within) > own


@dataclass(frozen=True)
class _Way:
    """Where a query holds, and which codings it names (None: all)."""

    holds: Bools
    named: Bools | None

    @property
    def given(self) -> Bools:
        return self.holds if self.named is None else self.holds & self.named


def _any(masks: Sequence[Bools], length: int) -> Bools:
    return reduce(np.logical_or, masks, np.zeros(length, dtype=np.bool_))


def quote_numbers(codings: Codings, spans: Ints | None = None) -> Ints:
    """The same number for codings of one passage with one code: what several coders tagged alike is one quote.

    `spans` are the `span_numbers`, where they are known already.
    """
    bits = int(codings.code.max(initial=0)).bit_length()
    keys = ((span_numbers(codings) if spans is None else spans) << bits) | codings.code
    order = np.argsort(keys, kind="stable")
    numbers = np.empty(len(codings), dtype=np.int64)
    numbers[order] = np.cumsum(changes(keys[order])) - 1
    return numbers


def holding(codings: Codings, source: int, hits: Sequence[tuple[int, int]]) -> Bools:
    """The codings of a source whose words hold one of `hits`, places `[start, end)` in order."""
    found = np.zeros(len(codings), dtype=np.bool_)
    if not hits:
        return found
    places = np.array(hits, dtype=np.int64)
    rows = np.flatnonzero(codings.source == source)
    first = np.searchsorted(places[:, 0], codings.start[rows])
    inside = first < len(places)
    found[rows[inside]] = places[first[inside], 1] <= codings.end[rows[inside]]
    return found
