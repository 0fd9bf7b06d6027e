"""Codes counted by informants and segments, parents as unions, and prominence."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.columns import Attribution, Codings
from qualcode.analysis.counts import CodeCell, CodeCounts, CodeTally, Seats, count, prominence

# codes: 0 trust (a branch) with 1 and 2 below it; 3 alone
PARENTS = [-1, 0, 0, -1]
# informants 0 1 2 in column 0; 3 in column 1; 4 is a document of column 1
SEATS = Seats(np.arange(5), np.array([0, 0, 0, 1, 1]), np.array([True, True, True, True, False]))


def counted(*rows: tuple[int, int, int] | tuple[int, int, int, int]) -> CodeCounts:
    """Rows are (unit, code, valence) on spans of their own, or with the start of the span as fourth."""
    spans = [row[3] if len(row) > 3 else number * 10 for number, row in enumerate(rows)]  # type: ignore[misc]
    table = np.array([row[:3] for row in rows], dtype=np.int64).reshape(-1, 3)
    start = np.array(spans, dtype=np.int64)
    number = np.arange(len(rows), dtype=np.int64)
    codings = Codings(number * 0, start, start + 5, table[:, 1], number * 0, table[:, 2])
    attribution = Attribution(number, table[:, 0], table[:, 0], informants=5)
    return count(codings, attribution, SEATS.column[table[:, 0]], SEATS, 2, PARENTS)


marked = st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 3), st.integers(0, 9))


@settings(max_examples=60, deadline=None)
@given(st.lists(marked, max_size=10), st.lists(marked, max_size=10))
def test_codings_taken_out_leave_what_the_others_give(
    kept: list[tuple[int, int, int, int]], out: list[tuple[int, int, int, int]]
) -> None:
    def put(tally: CodeTally, rows: list[tuple[int, int, int, int]], source: int, sign: int = 1) -> None:
        unit, code, valence, start = np.array(rows, dtype=np.int64).reshape(-1, 4).T
        number = np.arange(len(rows), dtype=np.int64)
        codings = Codings(number * 0 + source, start, start + 5, code, number * 0, valence)
        tally.put(codings, Attribution(number, unit, unit, informants=5), SEATS.column[unit], sign)

    tally, wanted = (CodeTally(SEATS, 2, PARENTS) for _each in range(2))
    put(tally, kept, 0)
    put(tally, out, 1)
    put(tally, out, 1, -1)
    put(wanted, kept, 0)
    assert tally.counts() == wanted.counts()


def test_a_talkative_informant_is_counted_once() -> None:
    result = counted((0, 1, 1), (0, 1, 1), (0, 1, 1), (1, 1, 0))
    cell = result.cells[1][0]
    assert (cell.k, cell.n, cell.plus, cell.minus, cell.mixed, cell.segments) == (2, 3, 1, 0, 0, 4)


@pytest.mark.parametrize(
    ("valences", "plus", "minus", "mixed"),
    [([1], 1, 0, 0), ([2], 0, 1, 0), ([3], 0, 0, 1), ([1, 2], 0, 0, 1), ([0], 0, 0, 0), ([0, 1], 1, 0, 0)],
)
def test_valences_of_one_informant(valences: list[int], plus: int, minus: int, mixed: int) -> None:
    cell = counted(*[(0, 3, valence) for valence in valences]).cells[3][0]
    assert (cell.k, cell.plus, cell.minus, cell.mixed) == (1, plus, minus, mixed)


def test_a_parent_is_the_union_of_its_children() -> None:
    result = counted((0, 1, 1, 0), (0, 2, 1, 0), (1, 2, 2, 50))
    parent = result.cells[0][0]
    assert (parent.k, parent.plus, parent.minus, parent.segments) == (2, 1, 1, 2)
    assert counted((0, 1, 1), (0, 2, 2)).cells[0][0].mixed == 1


def test_the_same_span_from_two_coders_is_one_segment() -> None:
    assert counted((0, 1, 0, 30), (0, 1, 0, 30)).cells[1][0].segments == 1


def test_documents_stand_beside_the_informants() -> None:
    cell = counted((3, 3, 1), (4, 3, 1)).cells[3][1]
    assert (cell.k, cell.n, cell.segments) == (1, 1, 1)
    assert (cell.documents, cell.document_segments) == (1, 1)


def test_totals_count_a_unit_of_two_columns_once() -> None:
    seats = Seats(np.array([0, 0]), np.array([0, 1]), np.array([True, True]))
    two = np.arange(2)
    codings = Codings(two * 0, two * 10, two * 10 + 5, two * 0, two * 0, two * 0 + 1)
    result = count(codings, Attribution(two, two * 0, two * 0, 1), two, seats, 2, [-1])
    assert [cell.k for cell in result.cells[0]] == [1, 1]
    assert (result.totals[0].k, result.totals[0].n, result.totals[0].segments) == (1, 1, 2)


def test_nothing_coded_gives_zeros_and_no_codes_gives_nothing() -> None:
    cell = counted().cells[0][0]
    assert (cell.k, cell.n, cell.segments) == (0, 3, 0)
    empty = np.zeros(0, dtype=np.int64)
    assert count(Codings(*[empty] * 6), Attribution(*[empty] * 3, 0), empty, SEATS, 2, []).cells == ()


def test_circles_and_strangers_are_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        empty = np.zeros(0, dtype=np.int64)
        count(Codings(*[empty] * 6), Attribution(*[empty] * 3, 0), empty, SEATS, 2, [1, 0])
    with pytest.raises(ValueError, match="seat"):
        one = np.zeros(1, dtype=np.int64)
        count(
            Codings(one, one, one + 1, one, one, one),
            Attribution(one, one + 7, one, 5),
            one,
            SEATS,
            2,
            PARENTS,
        )


def cells_of(*plus_and_segments: tuple[list[int], int]) -> CodeCounts:
    """One code per entry: k+ of each column (of 4), and the segments."""
    cells = tuple(
        tuple(CodeCell(4, plus, plus, 0, 0, 0) for plus in pluses) for pluses, _segments in plus_and_segments
    )
    totals = tuple(
        CodeCell(4 * len(pluses), sum(pluses), sum(pluses), 0, 0, segments)
        for pluses, segments in plus_and_segments
    )
    return CodeCounts(cells, totals)


def test_prominence_ranks_by_informants_then_reach_and_never_by_segments() -> None:
    table = cells_of(([1, 1], 900), ([3, 0], 1), ([2, 1], 2))
    assert [(place.rank, place.code) for place in prominence(table, [0, 1, 2])] == [(1, 2), (2, 1), (3, 0)]


def test_equal_places_stay_equal() -> None:
    table = cells_of(([1, 1], 5), ([2, 0], 5), ([1, 1], 9))
    assert [(place.rank, place.code) for place in prominence(table, [0, 1, 2])] == [(1, 0), (1, 2), (3, 1)]
    assert prominence(table, [0])[0].reach == (2, 2)


rows = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 3)), max_size=20)


@settings(max_examples=80, deadline=None)
@given(rows, st.randoms())
def test_bounds_hold_and_order_does_not_matter(drawn: list[tuple[int, int, int]], rng: random.Random) -> None:
    placed = [(*row, number * 10) for number, row in enumerate(drawn)]
    result = counted(*placed)
    for row in (*result.cells, result.totals):
        for cell in row:
            assert cell.plus + cell.minus + cell.mixed <= cell.k <= cell.n
            assert cell.k <= cell.segments
    for column in range(2):
        assert result.cells[0][column].k >= max(result.cells[code][column].k for code in (1, 2))
    assert counted(*rng.sample(placed, k=len(placed))) == result
