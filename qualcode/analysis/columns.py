"""The arrays analysis works on, and to whom each coding belongs.

A million codings never become a million objects: codings and turns arrive as columns of numpy arrays and
stay so. Offsets are Unicode code points, half-open `[start, end)`; sources, informants and codes are row
numbers of tables the caller holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOBODY = -1

NO_VALENCE, STRENGTHENS, WEAKENS, MIXED_VALENCE = 0, 1, 2, 3
"""The valence of a coding, as small numbers in `Codings.valence`."""


def _ints(length: int = 0) -> Ints:
    return np.zeros(length, dtype=np.int64)


@dataclass(frozen=True)
class Codings:
    """Codings, one per row; all arrays have the same length."""

    source: Ints
    start: Ints
    end: Ints
    code: Ints
    coder: Ints
    valence: Ints

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True)
class Turns:
    """Turns and reflective parts of all sources, one per row, in any order; those of a source do not overlap."""

    source: Ints
    start: Ints
    end: Ints
    informant: Ints
    """Row of the informant who speaks, or -1 for an unmapped speaker."""
    counts: Bools
    """False for the interviewer, for bystanders, and for reflective parts of field notes."""

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True)
class Sources:
    """What stands in for an unmapped speaker, one row per source."""

    single: Ints
    """Row of the source's only informant, or -1."""
    session: Bools
    """Whether the source is a focus group session, which is one unit whoever speaks."""

    def __len__(self) -> int:
        return len(self.single)


@dataclass(frozen=True)
class Attribution:
    """To whom codings belong: one row per coding and unit, in the order of codings.

    Units are numbered informants first: unit `u` is informant `u`, or source `u - informants` from there on.
    A coding that counts for nobody has no row; one over two informants' turns has two.
    """

    coding: Ints
    unit: Ints
    speaker: Ints
    """Row of the informant who speaks, also within a session; -1 where unmapped."""
    informants: int

    def __len__(self) -> int:
        return len(self.coding)


def attribute(codings: Codings, turns: Turns, sources: Sources, informants: int) -> Attribution:
    """The unit of each coding, by the turns it overlaps.

    The informant of each overlapping turn that counts; the source's only informant where that turn's speaker
    is unmapped or no turn is overlapped; else the source itself. A coding whose overlapping turns all do not
    count (interviewer, bystander, reflective part) belongs to nobody.
    """
    coding, turn, overlaps = _overlaps(codings, turns)
    counted = turns.counts[turn]
    coding, turn = coding[counted], turn[counted]
    loose = np.flatnonzero(overlaps == 0)
    rows = np.concatenate([coding, loose])
    speaker = np.concatenate([turns.informant[turn], np.full(len(loose), NOBODY, dtype=np.int64)])
    source = codings.source[rows]
    speaker = np.where(speaker == NOBODY, sources.single[source], speaker)
    unit = np.where((speaker == NOBODY) | sources.session[source], informants + source, speaker)
    return _distinct(rows, unit, speaker, informants)


def _overlaps(codings: Codings, turns: Turns) -> tuple[Ints, Ints, Ints]:
    """Rows of overlapping (coding, turn) pairs, and how many turns each coding overlaps."""
    if not len(turns):
        return _ints(), _ints(), _ints(len(codings))
    width = int(max(turns.end.max(), codings.end.max(initial=0))) + 1
    order = np.lexsort((turns.start, turns.source))
    starts = (turns.source * width + turns.start)[order]
    ends = (turns.source * width + turns.end)[order]
    base = codings.source * width
    first = np.searchsorted(ends, base + codings.start, side="right")
    beyond = np.searchsorted(starts, base + codings.end, side="left")
    overlaps = np.maximum(beyond - first, 0)
    coding = np.repeat(np.arange(len(codings), dtype=np.int64), overlaps)
    offset = np.arange(len(coding), dtype=np.int64) - np.repeat(np.cumsum(overlaps) - overlaps, overlaps)
    return coding, order[np.repeat(first, overlaps) + offset], overlaps


def _distinct(coding: Ints, unit: Ints, speaker: Ints, informants: int) -> Attribution:
    """Each coding once per unit and speaker, also where it runs over several turns of one person."""
    order = np.lexsort((speaker, unit, coding))
    coding, unit, speaker = coding[order], unit[order], speaker[order]
    new = np.ones(len(coding), dtype=np.bool_)
    new[1:] = (np.diff(coding) != 0) | (np.diff(unit) != 0) | (np.diff(speaker) != 0)
    return Attribution(coding[new], unit[new], speaker[new], informants)
