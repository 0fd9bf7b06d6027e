"""Cases with a good and a bad outcome, before and after: what the same people say of one period and of another.

A change is looked for only in units that speak of both periods: silence about a period is no absence in it. A code is
a topic, so what may change is whether it is mentioned and with what valence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from qualcode.analysis.columns import Attribution, Bools, Codings, Ints
from qualcode.analysis.counts import CodeCounts, Seats, branches_of, count, marks_of, with_branches


class State(StrEnum):
    """What a unit says of a code in one period."""

    ABSENT = "absent"
    MENTIONED = "mentioned"
    """Without a valence."""
    STRENGTHENS = "strengthens"
    WEAKENS = "weakens"
    MIXED = "mixed"


STATES = tuple(State)
"""What the numbers of the states stand for."""


@dataclass(frozen=True)
class Change:
    """One code within the units of one outcome that speak of both periods."""

    n: int
    """These units."""
    gained: int
    """Of n, without the code first and with it later, ..."""
    lost: int
    """... with it first and without it later, ..."""
    turned: int
    """... with it both times, with another valence, ..."""
    kept: int
    """... with it both times, with the same."""


@dataclass(frozen=True)
class UnitChange:
    """One unit for which a code is not what it was; rows of unit, outcome and code."""

    unit: int
    outcome: int
    code: int
    before: State
    after: State


@dataclass(frozen=True)
class CrossCase:
    """Codes over outcome × period, and what changed."""

    counts: CodeCounts
    """Columns are the periods of the first outcome, then those of the second ...; n are units that speak of the period."""
    changes: tuple[tuple[Change, ...], ...]
    """By code and outcome, from the first period to the last."""
    units: tuple[UnitChange, ...]
    """Every change of leaves and branches, by outcome, unit and code."""
    both: tuple[frozenset[int], ...]
    """By outcome: the units that speak of the first and of the last period."""


def cross_case(
    codings: Codings,
    attribution: Attribution,
    outcome: Ints,
    period: Ints,
    outcomes: int,
    periods: int,
    counted: Bools,
    parents: Sequence[int],
) -> CrossCase:
    """Cross codes with outcome and period.

    `outcome` has one entry per row of the attribution, `period` one per coding (-1: none); `counted` says of each unit
    whether it is an informant (or a session) rather than a document.
    """
    when = period[attribution.coding]
    column = np.where((outcome >= 0) & (when >= 0), outcome * periods + when, -1)
    placed = column >= 0
    taken = np.unique(np.stack((attribution.unit[placed], column[placed])), axis=1)
    seats = Seats(taken[0], taken[1], counted[taken[0]])
    counts = count(codings, attribution, column, seats, outcomes * periods, parents)

    unit, one, other, of_outcome = _both(seats, outcomes, periods)
    state = _states(codings, attribution, column, seats, parents)
    before, after = state[one], state[other]
    changes = []
    for code in range(len(parents)):
        row = []
        for place in range(outcomes):
            first, last = before[of_outcome == place, code], after[of_outcome == place, code]
            stayed = (first > 0) & (last > 0)
            row.append(
                Change(
                    n=len(first),
                    gained=int(((first == 0) & (last > 0)).sum()),
                    lost=int(((first > 0) & (last == 0)).sum()),
                    turned=int((stayed & (first != last)).sum()),
                    kept=int((stayed & (first == last)).sum()),
                )
            )
        changes.append(tuple(row))
    return CrossCase(
        counts,
        tuple(changes),
        tuple(
            UnitChange(
                int(unit[row]),
                int(of_outcome[row]),
                code,
                STATES[before[row, code]],
                STATES[after[row, code]],
            )
            for row in np.lexsort((unit, of_outcome)).tolist()
            for code in np.flatnonzero(before[row] != after[row]).tolist()
        ),
        tuple(frozenset(unit[of_outcome == place].tolist()) for place in range(outcomes)),
    )


def _both(seats: Seats, outcomes: int, periods: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Units that speak of the first and of the last period: unit, both rows of the seats, and outcome."""
    if periods < 2:
        none = np.zeros(0, dtype=np.int64)
        return none, none, none, none
    rows = np.flatnonzero(seats.counted)
    outcome, period = seats.column[rows] // periods, seats.column[rows] % periods
    key = seats.unit[rows] * outcomes + outcome
    first, last = period == 0, period == periods - 1
    keys, one, other = np.intersect1d(key[first], key[last], return_indices=True)
    return keys // max(outcomes, 1), rows[first][one], rows[last][other], keys % max(outcomes, 1)


def _states(
    codings: Codings, attribution: Attribution, column: Ints, seats: Seats, parents: Sequence[int]
) -> Ints:
    """Seat × code: the number of the state."""
    placed = column >= 0
    width = int(column.max(initial=0)) + 1
    seat = np.searchsorted(
        seats.unit * width + seats.column, attribution.unit[placed] * width + column[placed]
    )
    rows = attribution.coding[placed]
    branches = branches_of(parents)
    seen, plus, minus = (
        with_branches(table, branches)
        for table in marks_of(seat, codings.code[rows], codings.valence[rows], len(seats.unit), len(parents))
    )
    return np.select([plus & minus, plus, minus, seen], [4, 2, 3, 1], 0).astype(np.int64)
