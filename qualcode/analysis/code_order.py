"""Codes in order: passages of one code that lie within, or are followed by, passages of another in the same words.

Both passages must be of one unit in one source. A parent stands for the union of itself and all below it, and two
codes of one branch are no pair. Who speaks is what counts; passages are shown beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.analysis.columns import Attribution, Bools, Codings, Ints, Turns, overlaps
from qualcode.analysis.counts import branches_of, span_numbers


@dataclass(frozen=True)
class InOrder:
    """A first code whose passages lie within, or are followed by, those of a second one."""

    informants: int
    """Informants in whose words this is so."""
    documents: int
    """Documents, observations and works of literature in which it is so."""
    segments: int
    """Passages of the first code of which it is so."""
    first: int
    """Passages of the first code."""
    mention: int
    """Informants who mention the first code."""


@dataclass(frozen=True)
class Orders:
    """Every ordered pair of codes; matrices are first × second code."""

    informants: Ints
    documents: Ints
    segments: Ints
    passages: Ints
    mention: Ints
    related: Bools
    """Whether two codes lie on one branch, or are the same: no pair."""

    def of(self, first: int, second: int) -> InOrder | None:
        """Two codes in this order; None where they lie on one branch."""
        if self.related[first, second]:
            return None
        pair = first, second
        return InOrder(
            informants=int(self.informants[pair]),
            documents=int(self.documents[pair]),
            segments=int(self.segments[pair]),
            first=int(self.passages[first]),
            mention=int(self.mention[first]),
        )


@dataclass(frozen=True)
class Passages:
    """Different coded spans, once for each unit whose words they hold; codes as whole branches."""

    span: Ints
    """Number of the span, by row; spans have rows one after the other."""
    unit: Ints
    codes: Bools
    """Code × span: whether the span bears the code or one below it."""
    starts: Ints
    """Start, end and last place as one number each, which keeps source and unit apart."""
    ends: Ints
    until: Ints | None
    coding_span: Ints
    """The span of each coding, -1 where it counts for nobody."""

    @classmethod
    def of(
        cls, codings: Codings, attribution: Attribution, parents: Sequence[int], until: Ints | None
    ) -> Passages:
        """From the codings that count; `until` is the last place, by coding, where one that follows may begin."""
        numbers = span_numbers(codings)
        counting = np.unique(attribution.coding)
        spans, first = np.unique(numbers[counting], return_index=True)
        held = counting[first]
        own = np.zeros((len(parents), len(spans)), dtype=np.bool_)
        own[codings.code[counting], np.searchsorted(spans, numbers[counting])] = True
        codes = np.array([own[below].any(axis=0) for below in branches_of(parents)]).reshape(own.shape)
        span, unit = np.unique(
            np.stack((np.searchsorted(spans, numbers[attribution.coding]), attribution.unit)), axis=1
        )
        coding_span = np.full(len(codings), -1, dtype=np.int64)
        coding_span[counting] = np.searchsorted(spans, numbers[counting])

        source = codings.source[held][span]
        last = None if until is None else until[held][span]
        width = int(codings.end.max(initial=0)) + 2
        units = int(unit.max(initial=0)) + 1
        base = np.unique(source * units + unit, return_inverse=True)[1].reshape(-1).astype(np.int64) * width
        return cls(
            span=span,
            unit=unit,
            codes=codes,
            starts=base + codings.start[held][span],
            ends=base + codings.end[held][span],
            until=None if last is None else base + np.minimum(last, width - 1),
            coding_span=coding_span,
        )

    def hits(self, second: int) -> Bools:
        """The rows that lie within a passage of the code, or that one follows."""
        chosen = self.codes[second, self.span]
        order = np.argsort(self.starts[chosen], kind="stable")
        starts = self.starts[chosen][order]
        if self.until is None:
            farthest = np.maximum.accumulate(self.ends[chosen][order])
            before = np.searchsorted(starts, self.starts, side="right") - 1
            found = before >= 0
            found[found] = farthest[before[found]] >= self.ends[found]
            return found
        begun = np.searchsorted(starts, self.until, side="right")
        return begun > np.searchsorted(starts, self.ends, side="left")


def orders(
    codings: Codings,
    attribution: Attribution,
    counted: Bools,
    parents: Sequence[int],
    until: Ints | None = None,
) -> Orders:
    """Every ordered pair of codes.

    Without `until`, the first lies within the second; with it (by coding, the last place where one that follows may
    begin, as of `until_characters` and `until_turn`) the first is followed by the second. `counted` says of each unit
    whether it is an informant (or a session) rather than a document.
    """
    passages = Passages.of(codings, attribution, parents, until)
    size = len(parents)
    segments, informants, documents = (np.zeros((size, size), dtype=np.int64) for _number in range(3))
    for second in range(size):
        rows = np.flatnonzero(passages.hits(second))
        segments[:, second] = passages.codes[:, np.unique(passages.span[rows])].sum(axis=1)
        speak = _speak(passages, rows, len(counted))
        informants[:, second] = speak[:, counted].sum(axis=1)
        documents[:, second] = speak[:, ~counted].sum(axis=1)
    every = _speak(passages, np.arange(len(passages.span)), len(counted))
    below = np.zeros((size, size), dtype=np.bool_)
    for code, found in enumerate(branches_of(parents)):
        below[code, found] = True
    return Orders(
        informants,
        documents,
        segments,
        passages.codes.sum(axis=1, dtype=np.int64),
        every[:, counted].sum(axis=1, dtype=np.int64),
        below | below.T,
    )


class Ordered:
    """The codings behind every pair of `orders`; what belongs to one second code is looked for once."""

    def __init__(
        self, codings: Codings, attribution: Attribution, parents: Sequence[int], until: Ints | None = None
    ) -> None:
        self._passages = Passages.of(codings, attribution, parents, until)
        self._code = codings.code
        self._branches = branches_of(parents)
        self._behind: dict[int, Ints] = {}

    def of(self, first: int, second: int) -> Ints:
        """The codings of the first code, or of one below it, of which `orders` counts that it is so."""
        if second not in self._behind:
            passages = self._passages
            spans = np.zeros(passages.codes.shape[1] + 1, dtype=np.bool_)
            spans[passages.span[passages.hits(second)]] = True
            self._behind[second] = np.flatnonzero(spans[passages.coding_span])
        rows = self._behind[second]
        return rows[np.isin(self._code[rows], self._branches[first])]


def until_characters(codings: Codings, characters: int) -> Ints:
    """The last place where a passage begins that follows each coding within so many characters."""
    return codings.end + characters


def until_turn(codings: Codings, turns: Turns) -> Ints:
    """The last place of the turn in which each coding ends, or its start where it ends in none that counts."""
    coding, turn = overlaps(codings, turns)
    last = codings.start.copy()
    np.maximum.at(last, coding, turns.end[turn] - 1)
    return last


def _speak(passages: Passages, rows: Ints, units: int) -> Bools:
    """Code × unit: whether the unit has one of these rows with the code."""
    found = np.zeros((len(passages.codes), units), dtype=np.bool_)
    code, pair = np.nonzero(passages.codes[:, passages.span[rows]])
    found[code, passages.unit[rows][pair]] = True
    return found
