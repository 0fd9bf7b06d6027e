"""Codes that meet: in whose words, and in how many passages, codings of two codes share characters.

Who speaks is what counts; pairs of passages are shown beside it. A parent stands for the union of itself and all
below it, and two codes of one branch are no pair: every passage of the lower one is one of the higher one, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from qualcode.analysis.columns import Attribution, Bools, Codings, Ints
from qualcode.analysis.counts import branches_of, span_numbers
from qualcode.analysis.retrieval import Places

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
    size = len(parents)
    branches = branches_of(parents)
    rows = np.unique(attribution.coding)
    numbers = span_numbers(codings)
    spans, first = np.unique(numbers[rows], return_index=True)
    held = rows[first]
    places = Places(codings.source[held], codings.start[held], codings.end[held])

    own = np.zeros((size, len(spans)), dtype=np.bool_)
    own[codings.code[rows], np.searchsorted(spans, numbers[rows])] = True
    whole = np.array([own[below].any(axis=0) for below in branches]).reshape(size, len(spans))

    owner = np.unique(
        np.stack((np.searchsorted(spans, numbers[attribution.coding]), attribution.unit)), axis=1
    )
    segments = np.zeros((size, size), dtype=np.int64)
    meets = np.zeros((size, size, len(counted)), dtype=np.bool_)
    for code in range(size):
        touched = places.touched(whole[code])
        segments[:, code] = whole @ touched
        shared = whole & (touched > 0)
        meets[:, code] = _speak(shared, owner, len(counted))
    together = meets & meets.transpose(1, 0, 2)
    mention = _speak(whole, owner, len(counted))[:, counted].astype(np.int64)
    one, both = mention.sum(axis=1), mention @ mention.T
    return Meetings(
        informants=together[:, :, counted].sum(axis=2, dtype=np.int64),
        documents=together[:, :, ~counted].sum(axis=2, dtype=np.int64),
        segments=segments,
        both=both,
        either=one[:, None] + one[None, :] - both,
        passages=whole.sum(axis=1, dtype=np.int64),
        related=_related(branches, size),
    )


def _speak(passages: Bools, owner: Ints, units: int) -> Bools:
    """Code × unit: whether the unit has one of the code's passages."""
    found = np.zeros((len(passages), units), dtype=np.bool_)
    code, pair = np.nonzero(passages[:, owner[0]])
    found[code, owner[1][pair]] = True
    return found


def _related(branches: Sequence[Ints], size: int) -> Bools:
    below = np.zeros((size, size), dtype=np.bool_)
    for code, found in enumerate(branches):
        below[code, found] = True
    return below | below.T
