"""Outcome × period with change in the same units, and branches that meet in a turn or a source."""

from __future__ import annotations

import numpy as np

from qualcode.analysis.columns import Attribution, Codings
from qualcode.analysis.cross_case import Change, CrossCase, State, cross_case
from qualcode.analysis.frames import FrameCell, Frames

PARENTS = [-1, 0, -1]
COUNTED = np.array([True, True, True, True, False])
GOOD, BAD = 0, 1
BEFORE, AFTER = 0, 1

Row = tuple[int, int, int, int, int]
"""Unit, outcome, period, code, valence."""


def crossed(rows: list[Row], periods: int = 2) -> CrossCase:
    unit, outcome, period, code, valence = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    number = np.arange(len(rows), dtype=np.int64)
    codings = Codings(number * 0, number * 10, number * 10 + 5, code, number * 0, valence)
    return cross_case(
        codings, Attribution(number, unit, unit, 4), outcome, period, 2, periods, COUNTED, PARENTS
    )


ROWS: list[Row] = [
    (0, GOOD, BEFORE, 2, 2), (0, GOOD, AFTER, 2, 1), (0, GOOD, AFTER, 1, 1),
    (1, GOOD, BEFORE, 2, 1), (1, GOOD, AFTER, 2, 1), (1, GOOD, AFTER, 2, 1),
    (2, BAD, BEFORE, 2, 0), (2, BAD, AFTER, 1, 0),
    (3, BAD, AFTER, 2, 2),
    (4, BAD, BEFORE, 2, 0), (4, BAD, AFTER, 2, 1),
    (3, BAD, -1, 1, 0),
]  # fmt: skip


def test_a_cell_counts_units_of_those_who_speak_of_the_period() -> None:
    cells = crossed(ROWS).counts.cells[2]
    assert [(cell.k, cell.n) for cell in cells] == [(2, 2), (2, 2), (1, 1), (1, 2)]
    assert [(cell.plus, cell.minus) for cell in cells] == [(1, 1), (2, 0), (0, 0), (0, 1)]
    assert [cell.documents for cell in cells] == [0, 0, 1, 1]


def test_change_is_within_units_that_speak_of_both_periods() -> None:
    found = crossed(ROWS)
    assert found.changes[2] == (
        Change(n=2, gained=0, lost=0, turned=1, kept=1),
        Change(n=1, gained=0, lost=1, turned=0, kept=0),
    )
    assert found.changes[0] == found.changes[1], "a parent is the union of what is below it"
    assert found.changes[1] == (Change(2, 1, 0, 0, 0), Change(1, 1, 0, 0, 0))
    told = [(one.unit, one.outcome, one.code, one.before, one.after) for one in found.units if one.code]
    assert told == [
        (0, GOOD, 1, State.ABSENT, State.STRENGTHENS),
        (0, GOOD, 2, State.WEAKENS, State.STRENGTHENS),
        (2, BAD, 1, State.ABSENT, State.MENTIONED),
        (2, BAD, 2, State.MENTIONED, State.ABSENT),
    ]


def test_a_unit_whose_valences_differ_is_mixed() -> None:
    rows: list[Row] = [(0, GOOD, BEFORE, 2, 1), (0, GOOD, BEFORE, 2, 2), (0, GOOD, AFTER, 2, 3)]
    assert crossed(rows).changes[2][GOOD] == Change(1, 0, 0, 0, 1)
    assert crossed(rows).units == ()


def test_one_period_or_nothing_coded_shows_no_change() -> None:
    one = crossed([(0, GOOD, BEFORE, 2, 1)], periods=1)
    assert [change.n for change in one.changes[2]] == [0, 0]
    assert one.counts.cells[2][GOOD].k == 1
    nothing = crossed([])
    assert (nothing.units, nothing.changes[2][0]) == ((), Change(0, 0, 0, 0, 0))


def test_codes_meet_in_the_frame_of_one_unit() -> None:
    #              turn 0: both codes   turn 1: one     turn 2: two people's  turn 3: a document
    frame = np.array([0, 0, 1, 2, 2, 3, 3])
    unit = np.array([0, 0, 0, 1, 2, 4, 4])
    code = np.array([1, 2, 2, 1, 2, 1, 2])
    frames = Frames.of(frame, unit, code, COUNTED, PARENTS)
    assert frames.cell(1, 2) == FrameCell(frames=2, informants=1, documents=1)
    assert frames.cell(0, 2) == frames.cell(1, 2)
    assert frames.cell(2) == FrameCell(frames=4, informants=2, documents=1)
    assert frames.cell() == FrameCell(frames=4, informants=3, documents=1)
    assert frames.behind(1, 2).tolist() == [0, 1, 5, 6] and frames.behind(2).tolist() == [1, 2, 4, 6]
    empty = np.zeros(0, dtype=np.int64)
    assert Frames.of(empty, empty, empty, COUNTED, PARENTS).cell(1, 2) == FrameCell(0, 0, 0)
