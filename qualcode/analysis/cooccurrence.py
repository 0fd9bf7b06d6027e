"""Codes that meet: in whose words, and in how many passages, codings of two codes share characters.

Who speaks is what counts; pairs of passages are shown beside it. A parent stands for the union of itself and all
below it, and two codes of one branch are no pair: every passage of the lower one is one of the higher one, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.columns import Attribution, Bools, Codings, Ints
from qualcode.analysis.counts import add_at, branches_of, changes, distinct, span_numbers, with_ancestors

UNEQUAL = 5
"""A code this many times as frequent as the other makes the coefficient of passages small whatever they do."""


class Undefined(StrEnum):
    """Why there is no coefficient."""

    NEITHER = "neither"
    """Nobody mentions either code."""


@dataclass(frozen=True)
class Meeting:
    """Two codes together."""

    informants: int
    """Informants in whose words passages of both share characters."""
    documents: int
    """Documents, observations and works of literature that hold such passages."""
    segments: int
    """Pairs of passages that share characters."""
    both: int
    """Informants who mention both codes, wherever."""
    either: int
    """Informants who mention one at least."""
    first: int
    """Passages of the first code."""
    second: int
    """Passages of the second code."""

    @property
    def jaccard(self) -> float | None:
        """Informants with both of informants with one at least; None where nobody mentions either."""
        return self.both / self.either if self.either else None

    @property
    def reason(self) -> Undefined | None:
        """Why `jaccard` is None."""
        return None if self.either else Undefined.NEITHER

    @property
    def coefficient(self) -> float | None:
        """n12 / (n1 + n2 - n12) over passages, as ATLAS.ti has it; above 1 where many share characters with many."""
        rest = self.first + self.second - self.segments
        return self.segments / rest if rest > 0 else None

    @property
    def unequal(self) -> bool:
        """Whether one code is so much more frequent that the coefficient of passages says little."""
        low, high = sorted((self.first, self.second))
        return low > 0 and high > UNEQUAL * low


@dataclass(frozen=True)
class Meetings:
    """Every pair of codes; arrays are code × code and symmetric."""

    informants: Ints
    documents: Ints
    segments: Ints
    both: Ints
    either: Ints
    passages: Ints
    """Passages of each code."""
    related: Bools
    """Whether two codes lie on one branch, or are the same: no pair."""

    def of(self, first: int, second: int) -> Meeting | None:
        """Two codes together; None where they lie on one branch."""
        if self.related[first, second]:
            return None
        pair = first, second
        return Meeting(
            informants=int(self.informants[pair]),
            documents=int(self.documents[pair]),
            segments=int(self.segments[pair]),
            both=int(self.both[pair]),
            either=int(self.either[pair]),
            first=int(self.passages[first]),
            second=int(self.passages[second]),
        )


def meetings(codings: Codings, attribution: Attribution, counted: Bools, parents: Sequence[int]) -> Meetings:
    """Every pair of codes, from the codings that count for somebody.

    `counted` says of each unit whether it is an informant (or a session) rather than a document; `parents` has one
    entry per code (-1: a root), by which codes are numbered in `codings`.
    """
    tally = MeetingTally(counted, parents)
    tally.put(codings, attribution)
    return tally.meetings()


class MeetingTally:
    """Pairs of codes, counted so that the codings of a source can be taken out and others put in.

    Passages of different sources never meet, so everything in it is a sum over sources.
    """

    def __init__(self, counted: Bools, parents: Sequence[int]) -> None:
        size = len(parents)
        self._counted, self._parents = counted, parents
        self._related = _related(branches_of(parents), size)
        self._unit_bits = len(counted).bit_length()
        narrow = (size * size) << self._unit_bits < 2**31
        self._segments = np.zeros((size, size), dtype=np.int64)
        self._passages = np.zeros(size, dtype=np.int64)
        self._mentions = np.zeros((len(counted), size), dtype=np.int32)
        """Passages of each unit and code."""
        self._keys: NDArray[np.signedinteger] = np.zeros(0, dtype=np.int32 if narrow else np.int64)
        """Pairs of codes and the unit in whose words they meet, as one number each, in order."""
        self._times = np.zeros(0, dtype=np.int64)
        """How often they do there."""
        self._units = np.zeros((2, size * size), dtype=np.int64)
        """Units in whose words a pair meets: all of them, and those that are documents."""

    def put(self, codings: Codings, attribution: Attribution, sign: int = 1) -> None:
        """Add the codings of whole sources, or take them out with a `sign` of -1."""
        size, units = len(self._parents), (1 << self._unit_bits) - 1
        mentions, keys = [np.zeros(0, self._keys.dtype)], [np.zeros(0, self._keys.dtype)]
        for part, owners in _parts(codings, attribution):
            rows = _Rows.of(part, owners, self._parents, self._unit_bits, self._keys.dtype)
            mentions.append(rows.unit * size + rows.code)
            add_at(self._passages, rows.code if rows.single else rows.code[rows.leads], sign)
            known = (rows.code << self._unit_bits) | rows.unit
            for one, other in rows.meeting():
                first, second = known.take(one), known.take(other)
                shared = (first ^ second) & units == 0
                a, b = first >> self._unit_bits, second >> self._unit_bits
                pairs = a * size + b
                leads = pairs if rows.single else pairs[rows.leads[one] & rows.leads[other]]
                add_at(self._segments, leads, sign)
                pairs = np.minimum(a, b) * size + np.maximum(a, b)
                key = (pairs << self._unit_bits) | (first & units)
                keys.append(key if shared.all() else key[shared])
        add_at(self._mentions, np.concatenate(mentions), sign)
        self._meet(np.concatenate(keys), sign)

    def _meet(self, keys: Ints, sign: int) -> None:
        """Count meetings; sorts `keys`, in which one that happens several times stands as often."""
        if not len(keys):
            return
        keys.sort()
        first = np.flatnonzero(changes(keys))
        times = np.empty(len(first), dtype=np.int64)
        np.subtract(first[1:], first[:-1], out=times[:-1])
        times[-1] = len(keys) - first[-1]
        keys, times = keys.take(first), times if sign == 1 else sign * times
        if not len(self._keys):
            self._keys, self._times = keys, times
            change: int | Ints = 1
        else:
            at = np.searchsorted(self._keys, keys)
            new = self._keys[np.minimum(at, len(self._keys) - 1)] != keys
            if new.any():
                self._keys = np.insert(self._keys, at[new], keys[new])
                self._times = np.insert(self._times, at[new], 0)
                at = np.searchsorted(self._keys, keys)
            before = self._times[at] > 0
            self._times[at] += times
            change = (self._times[at] > 0).astype(np.int64) - before
        pair = keys >> self._unit_bits
        add_at(self._units[0], pair, change)
        beside = ~self._counted[keys & ((1 << self._unit_bits) - 1)]
        if beside.any():
            add_at(self._units[1], pair[beside], change if isinstance(change, int) else change[beside])

    def meetings(self) -> Meetings:
        """The table as it is now."""
        size = len(self._parents)
        every, documents = (table.reshape(size, size) for table in self._units)
        informants = every - documents
        both = _both_mentioned(self._mentions[self._counted] > 0)
        one = both.diagonal()
        return Meetings(
            informants=informants + informants.T,
            documents=documents + documents.T,
            segments=self._segments + self._segments.T,
            both=both,
            either=one[:, None] + one[None, :] - both,
            passages=self._passages.copy(),
            related=self._related,
        )


def _both_mentioned(mention: Bools) -> Ints:
    """How many units mention both codes of every pair, code × code, from units × codes.

    Units are bits side by side, 64 in a number. A product of matrices would say the same, but is shared out among
    threads that wait for each other longer than this takes.
    """
    units, codes = mention.shape
    bits = np.zeros((codes, -(-units // 64)), dtype=np.uint64)
    bits.view(np.uint8)[:, : -(-units // 8)] = np.packbits(mention, axis=0).T
    both = np.zeros((codes, codes), dtype=np.int64)
    for of_one, row in zip(bits, both, strict=True):
        np.sum(np.bitwise_count(bits & of_one), axis=1, out=row)
    return both


_TOGETHER = 100_000
"""Codings worked on at once, so that what is made on the way stays in the processor's cache."""


def _parts(codings: Codings, attribution: Attribution) -> Iterator[tuple[Codings, Attribution]]:
    """The codings of a few sources at a time, where they stand by source; else all of them."""
    ends = np.append(np.flatnonzero(codings.source[1:] != codings.source[:-1]) + 1, len(codings))
    if len(codings) and np.any(np.diff(codings.source[ends - 1]) < 0):
        ends = ends[-1:]
    low = 0
    while low < len(codings):
        high = int(ends[min(int(np.searchsorted(ends, low + _TOGETHER)), len(ends) - 1)])
        first, behind = np.searchsorted(attribution.coding, [low, high])
        here = slice(first, behind)
        yield (
            codings.of(slice(low, high)),
            Attribution(
                attribution.coding[here] - low,
                attribution.unit[here],
                attribution.speaker[here],
                attribution.informants,
            ),
        )
        low = high


_MANY = 500_000
"""Pairs looked at in one go where passages overlap many others."""
_STEPS = 64
"""So many neighbours are looked at one after the other, before the rest is laid out at once."""


@dataclass(frozen=True)
class _Rows:
    """A passage, a code it stands for and a unit whose words it holds, one per row, by place.

    A passage that stands for several codes or holds several units' words has a row for each combination.
    """

    start: Ints
    """Of the passage, with all sources laid end to end."""
    end: Ints
    code: Ints
    unit: Ints
    leads: Bools
    """Whether it is the first row of its passage and code."""
    single: bool
    """Whether every row is."""

    @classmethod
    def of(
        cls,
        codings: Codings,
        attribution: Attribution,
        parents: Sequence[int],
        unit_bits: int,
        kind: np.dtype[Any],
    ) -> _Rows:
        """The rows of codings, at least one, that count for somebody; codes and units as numbers of `kind`."""
        width, first = int(codings.end.max()) + 1, int(codings.source.min())
        place = np.int32 if (int(codings.source.max()) - first + 1) * width < 2**31 else np.int64
        base = (codings.source - first).astype(place) * width
        start, end = base + codings.start.astype(place), base + codings.end.astype(place)
        if max(parents, default=-1) == -1 and _all_differ(start, end, codings.code, attribution):
            held, unit = attribution.coding, attribution.unit
            code, leads = codings.code.take(held), np.ones(len(held), dtype=np.bool_)
        else:
            spans = span_numbers(codings)
            rows, codes = with_ancestors(codings.code[attribution.coding], parents)
            code_bits = len(parents).bit_length()
            span = spans[attribution.coding][rows] << (code_bits + unit_bits)
            keys = distinct(span | (codes << unit_bits) | attribution.unit[rows])
            passage, unit = keys >> unit_bits, keys & ((1 << unit_bits) - 1)
            code, leads = passage & ((1 << code_bits) - 1), changes(passage)
            # Any coding of a span tells where it is.
            holder = np.zeros(int(spans.max(initial=-1)) + 1, dtype=np.int64)
            holder[spans] = np.arange(len(spans))
            held = holder[passage >> code_bits]
        return cls(
            start.take(held),
            end.take(held),
            code.astype(kind),
            unit.astype(kind),
            leads,
            bool(leads.all()),
        )

    def meeting(self) -> Iterator[tuple[Ints, Ints]]:
        """Pairs of rows whose passages share characters, each pair once, by and by.

        Rows stand by where they begin, so a row meets those behind it until one begins where it ends.
        """
        one = np.flatnonzero(self.start[1:] < self.end[:-1])
        for step in range(1, _STEPS):
            if not len(one):
                return
            other = one + step
            yield one, other
            one = one[: np.searchsorted(other, len(self.start) - 1)]
            meets = self.start.take(one + (step + 1)) < self.end.take(one)
            one = one.take(np.flatnonzero(meets))  # several times quicker than by truth values
        begin = one + _STEPS
        many = np.searchsorted(self.start, self.end[one], side="left") - begin
        before = np.concatenate([[0], np.cumsum(many)])
        low = 0
        while low < len(one):
            high = max(low + 1, int(np.searchsorted(before, before[low] + _MANY, side="right")) - 1)
            part = many[low:high]
            offset = np.arange(part.sum()) - np.repeat(np.cumsum(part) - part, part)
            yield np.repeat(one[low:high], part), np.repeat(begin[low:high], part) + offset
            low = high


def _all_differ(start: Ints, end: Ints, code: Ints, attribution: Attribution) -> bool:
    """Whether codings stand in order and each is a passage with a code and a unit of its own, as nearly always.

    Says no where that is not plain from neighbours.
    """
    coding = attribution.coding
    if np.any(start[1:] < start[:-1]) or np.any(coding[1:] <= coding[:-1]):
        return False
    again = ~(changes(start) | changes(end))
    return not np.any(again & ~changes(code)) and not np.any(again[1:] & again[:-1])


def _related(branches: Sequence[Ints], size: int) -> Bools:
    below = np.zeros((size, size), dtype=np.bool_)
    for code, found in enumerate(branches):
        below[code, found] = True
    return below | below.T
