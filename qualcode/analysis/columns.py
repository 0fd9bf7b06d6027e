"""The arrays analysis works on, and to whom each coding belongs.

A million codings never become a million objects: codings and turns arrive as columns of numpy arrays and
stay so. Offsets are Unicode code points, half-open `[start, end)`; sources, informants and codes are row
numbers of tables the caller holds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NOBODY = -1

NO_VALENCE, STRENGTHENS, WEAKENS, MIXED_VALENCE = 0, 1, 2, 3
"""The valence of a coding, as small numbers in `Codings.valence`."""


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

    def of(self, rows: Ints | slice) -> Codings:
        """Those of some rows."""
        return Codings(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True)
class Turns:
    """The turns of all sources whose words count, one per row, in any order; those of a source do not overlap.

    Left out are the interviewer's, bystanders', headings and reflective parts of field notes.
    """

    source: Ints
    start: Ints
    end: Ints
    informant: Ints
    """Row of the informant who speaks, or -1 for an unmapped speaker."""

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True)
class Sources:
    """What stands in for an unmapped speaker, one row per source."""

    single: Ints
    """Row of the source's only informant, or -1."""
    itself: Bools
    """Whether the source is the unit whoever speaks: a focus group session, a document, an observation."""

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

    The informant of each such turn; the source's only informant where the speaker is unmapped; else the source
    itself. A coding that overlaps no turn that counts belongs to nobody.
    """
    coding, _turn, unit, speaker = owners(codings, turns, sources, informants)
    return _distinct(coding, unit, speaker, informants)


def owners(
    codings: Codings, turns: Turns, sources: Sources, informants: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Rows of codings and of the turns that count which they overlap, with unit and speaker, by coding."""
    coding, turn = overlaps(codings, turns)
    speaker, source = turns.informant[turn], codings.source[coding]
    speaker = np.where(speaker == NOBODY, sources.single[source], speaker)
    unit = np.where((speaker == NOBODY) | sources.itself[source], informants + source, speaker)
    return coding, turn, unit, speaker


_STEPS = 3
"""So many turns a coding runs over are stepped through one by one."""


def overlaps(codings: Codings, turns: Turns) -> tuple[Ints, Ints]:
    """Rows of overlapping (coding, turn) pairs, by coding."""
    width = int(max(turns.end.max(initial=0), codings.end.max(initial=0))) + 1
    starts = turns.source * width + turns.start
    order = np.argsort(starts, kind="stable")  # done at once where they stand in order, as nearly always
    starts = starts[order]
    ends = (turns.source * width + turns.end)[order]
    base = codings.source * width
    begin, end = base + codings.start, base + codings.end
    if np.any(begin[1:] < begin[:-1]):
        first = np.searchsorted(ends, begin, side="right")
        beyond = np.searchsorted(starts, end, side="left")
    else:  # as the store gives them, where looking the few turns up among the many codings is several times quicker
        reached = np.searchsorted(begin, ends, side="left")
        first = np.cumsum(np.bincount(reached, minlength=len(begin) + 1)[:-1])
        beyond, after = first.copy(), np.append(starts, np.iinfo(np.int64).max)
        # Most codings end in the turn they begin in, or the next; those over many are looked up.
        further = np.flatnonzero(after.take(beyond) < end)
        for _turn in range(_STEPS):
            beyond[further] += 1
            further = further[after.take(beyond[further]) < end[further]]
        beyond[further] = np.searchsorted(starts, end[further], side="left")
    overlaps = np.maximum(beyond - first, 0)
    coding = np.repeat(np.arange(len(codings), dtype=np.int64), overlaps)
    offset = np.arange(len(coding), dtype=np.int64) - np.repeat(np.cumsum(overlaps) - overlaps, overlaps)
    return coding, order[np.repeat(first, overlaps) + offset]


def _distinct(coding: Ints, unit: Ints, speaker: Ints, informants: int) -> Attribution:
    """Each coding once per unit and speaker, also where it runs over several turns of one person."""
    units, speakers = int(unit.max(initial=0)) + 1, informants + 1
    # One number for each: they are nearly in order, as codings are.
    keys = (coding * units + unit) * speakers + speaker + 1
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    new = np.ones(len(coding), dtype=np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    order = order[new]
    return Attribution(coding[order], unit[order], speaker[order], informants)
