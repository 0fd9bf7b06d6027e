"""Passages that lie within others or are followed by them, in the same person's words."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.code_order import InOrder, Ordered, orders, until_characters, until_turn
from qualcode.analysis.columns import Attribution, Codings, Ints, Turns

Row = tuple[int, int, int, int, int]
"""Source, start, end, code, unit (-1: nobody)."""
PARENTS = [-1, 0, -1, -1]
PEOPLE = np.array([True, True, True, False])


def columns(rows: list[Row]) -> tuple[Codings, Attribution]:
    table = np.array([row[:4] for row in rows], dtype=np.int64).reshape(-1, 4).T
    zeros = np.zeros(len(rows), dtype=np.int64)
    unit = np.array([row[4] for row in rows], dtype=np.int64)
    spoken = np.flatnonzero(unit >= 0)
    codings = Codings(table[0], table[1], table[2], table[3], zeros, zeros)
    return codings, Attribution(spoken, unit[spoken], unit[spoken], 4)


def pair(rows: list[Row], first: int, second: int, until: Ints | None = None) -> InOrder:
    found = orders(*columns(rows), PEOPLE, PARENTS, until).of(first, second)
    assert found is not None
    return found


NESTED: list[Row] = [
    (0, 10, 20, 2, 0), (0, 5, 30, 3, 0),  # within
    (0, 40, 60, 2, 0), (0, 50, 70, 3, 0),  # only shares characters
    (1, 0, 9, 2, 1), (1, 0, 9, 3, 1),  # the same place is within, both ways
    (2, 0, 9, 2, 3), (2, 0, 20, 3, 3),  # a document
    (3, 0, 9, 2, 1), (3, 0, 20, 3, 2),  # another person's words
    (4, 0, 9, 2, -1), (4, 0, 20, 3, -1),  # nobody's words
]  # fmt: skip


def test_within_is_not_the_same_both_ways() -> None:
    inner = pair(NESTED, 2, 3)
    assert (inner.informants, inner.documents, inner.segments) == (2, 1, 3)
    assert (inner.first, inner.mention) == (5, 2)
    outer = pair(NESTED, 3, 2)
    assert (outer.informants, outer.documents, outer.segments) == (1, 0, 1)


def test_followed_within_so_many_characters() -> None:
    rows: list[Row] = [
        (0, 0, 10, 2, 0),
        (0, 10, 15, 3, 0),
        (0, 100, 110, 2, 0),
        (0, 131, 140, 3, 0),
        (0, 5, 8, 3, 0),
    ]
    codings, _owners = columns(rows)
    assert pair(rows, 2, 3, until_characters(codings, 0)).segments == 1, "what touches follows at once"
    assert pair(rows, 2, 3, until_characters(codings, 20)).segments == 1
    assert pair(rows, 2, 3, until_characters(codings, 21)).segments == 2
    assert pair(rows, 3, 2, until_characters(codings, 20)).segments == 0


def test_followed_in_the_same_turn() -> None:
    zeros = np.zeros(2, dtype=np.int64)
    turns = Turns(zeros, np.array([0, 50]), np.array([48, 90]), zeros)
    rows: list[Row] = [
        (0, 0, 10, 2, 0),
        (0, 47, 49, 3, 0),
        (0, 60, 70, 2, 0),
        (0, 90, 95, 3, 0),
        (0, 40, 49, 2, 0),
    ]
    codings, _owners = columns(rows)
    until = until_turn(codings, turns)
    assert until.tolist() == [47, 47, 89, 90, 47]
    assert pair(rows, 2, 3, until).segments == 1


def test_a_parent_is_the_union_and_one_branch_is_no_pair() -> None:
    rows: list[Row] = [(0, 10, 20, 1, 0), (0, 5, 30, 2, 0)]
    assert pair(rows, 0, 2) == pair(rows, 1, 2)
    assert orders(*columns(rows), PEOPLE, PARENTS).of(0, 1) is None
    codings, owners = columns(NESTED)
    assert Ordered(codings, owners, PARENTS).of(2, 3).tolist() == [0, 4, 6]


def test_nothing_coded_gives_zeros() -> None:
    assert pair([], 2, 3) == InOrder(0, 0, 0, 0, 0)
    assert orders(*columns([]), PEOPLE, []).informants.shape == (0, 0)


PLACE = st.tuples(
    st.integers(0, 1), st.integers(0, 15), st.integers(1, 9), st.integers(2, 3), st.integers(-1, 3)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PLACE, max_size=12), st.integers(0, 6))
def test_as_if_every_pair_were_looked_at(given_rows: list[Row], reach: int) -> None:
    rows = [(source, start, start + length, code, unit) for source, start, length, code, unit in given_rows]
    codings, _owners = columns(rows)

    def brute(follows: bool) -> tuple[int, int]:
        spans, people = set(), set()
        for source, start, end, code, unit in rows:
            for other, begin, stop, second, who in rows:
                near = end <= begin <= end + reach if follows else begin <= start and end <= stop
                if (code, second, source, unit) == (2, 3, other, who) and unit >= 0 and near:
                    spans.add((source, start, end))
                    people |= {unit} - {3}
        return len(spans), len(people)

    within, followed = pair(rows, 2, 3), pair(rows, 2, 3, until_characters(codings, reach))
    assert (within.segments, within.informants) == brute(False)
    assert (followed.segments, followed.informants) == brute(True)
