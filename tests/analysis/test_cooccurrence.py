"""Codes that meet: who speaks of both in the same words, and in how many pairs of passages."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis import cooccurrence
from qualcode.analysis.columns import Attribution, Codings
from qualcode.analysis.cooccurrence import Meetings, MeetingTally, Undefined, meetings

Row = tuple[int, int, int, int, int]
"""Source, start, end, code, unit."""


def given_codings(rows: list[Row]) -> tuple[Codings, Attribution]:
    table = np.array([row[:4] for row in rows], dtype=np.int64).reshape(-1, 4).T
    zeros = np.zeros(len(rows), dtype=np.int64)
    codings = Codings(table[0], table[1], table[2], table[3], zeros, zeros)
    unit = np.array([row[4] for row in rows], dtype=np.int64)
    spoken = np.flatnonzero(unit >= 0)
    return codings, Attribution(spoken, unit[spoken], unit[spoken], 4)


def counted(rows: list[Row], parents: list[int], units: int = 4, documents: tuple[int, ...] = ()) -> Meetings:
    people = np.array([number not in documents for number in range(units)], dtype=np.bool_)
    return meetings(*given_codings(rows), people, parents)


FLAT = [-1, -1, -1]


def test_informants_and_pairs_of_passages() -> None:
    rows: list[Row] = [
        (0, 0, 10, 0, 0), (0, 5, 15, 1, 0), (0, 8, 20, 1, 0),
        (1, 0, 10, 0, 1), (1, 30, 40, 1, 1),
        (2, 0, 10, 1, 2), (3, 0, 10, 0, 3), (3, 0, 10, 1, 3),
    ]  # fmt: skip
    cell = counted(rows, FLAT, documents=(3,)).of(0, 1)
    assert cell is not None
    assert (cell.informants, cell.documents, cell.segments) == (1, 1, 3)
    assert (cell.both, cell.either, cell.first, cell.second) == (2, 3, 3, 5)
    assert cell.jaccard == pytest.approx(2 / 3)
    assert cell.coefficient == pytest.approx(3 / 5)
    assert not cell.unequal


def test_nobody_mentions_either_is_undefined_with_its_reason() -> None:
    cell = counted([(0, 0, 5, 0, 0)], FLAT).of(1, 2)
    assert cell is not None
    assert (cell.jaccard, cell.reason, cell.coefficient) == (None, Undefined.NEITHER, None)


def test_many_with_many_may_exceed_one_and_unequal_codes_are_marked() -> None:
    rows: list[Row] = [(0, n, 20 + n, n % 2, 0) for n in range(6)]
    cell = counted(rows, FLAT).of(0, 1)
    assert cell is not None and cell.segments == 9
    assert cell.coefficient is None
    rows = [(0, 10 * n, 10 * n + 5, 0, 0) for n in range(6)] + [(0, 0, 5, 1, 0)]
    cell = counted(rows, FLAT).of(0, 1)
    assert cell is not None and cell.unequal and cell.coefficient == pytest.approx(1 / 6)


@pytest.mark.parametrize("units", [1, 64, 65, 200])
def test_who_mentions_two_codes_is_counted_over_any_number_of_informants(units: int) -> None:
    """Codings of sources in any order, and documents that count for nobody."""
    mentions = np.random.default_rng(units).random((units, 3)) < 0.4
    rows: list[Row] = [
        (50_000_000 * (units - unit), 9 * code, 9 * code + 5, int(code), int(unit))
        for unit, code in np.argwhere(mentions)
    ]
    table = counted(rows, FLAT, units, documents=(0,))
    people = mentions[1:].astype(int)
    assert table.both.tolist() == (people.T @ people).tolist()
    assert table.either[0, 1] == (people[:, 0] | people[:, 1]).sum()
    assert table.passages.tolist() == mentions.sum(axis=0).tolist() and not table.segments.any()


def test_a_codebook_without_codes_has_no_pairs() -> None:
    assert counted([], []).both.shape == (0, 0)


def test_a_parent_is_the_union_and_no_pair_with_its_own() -> None:
    rows: list[Row] = [(0, 0, 10, 1, 0), (0, 0, 10, 2, 0), (0, 5, 15, 3, 0)]
    table = counted(rows, [-1, 0, 0, -1])
    assert table.of(0, 1) is None and table.of(1, 0) is None and table.of(0, 0) is None
    siblings, parent = table.of(1, 2), table.of(0, 3)
    assert siblings is not None and siblings.segments == 1
    assert parent is not None and (parent.segments, parent.first) == (1, 1)


def test_what_counts_for_nobody_meets_nothing() -> None:
    cell = counted([(0, 0, 10, 0, -1), (0, 0, 10, 1, 0)], FLAT).of(0, 1)
    assert cell is not None and cell.segments == 0


def test_what_two_coders_tagged_alike_is_one_passage() -> None:
    rows: list[Row] = [(0, 0, 10, 0, 0), (0, 0, 10, 0, 0), (0, 5, 12, 1, 0)]
    cell = counted(rows, FLAT).of(0, 1)
    assert cell is not None and (cell.segments, cell.first) == (1, 1)


spans = st.tuples(st.integers(0, 1), st.integers(0, 30), st.integers(1, 12), st.integers(0, 2)).map(
    lambda row: (row[0], row[1], row[1] + row[2], row[3], row[0])
)


@settings(max_examples=100, deadline=None)
@given(st.lists(spans, max_size=12))
def test_tables_are_symmetric_and_count_what_the_definition_says(rows: list[Row]) -> None:
    table = counted(rows, FLAT, units=2)
    for name in ("informants", "documents", "segments", "both", "either"):
        array = getattr(table, name)
        assert (array == array.T).all()
    once = set(rows)
    for a, b in ((0, 1), (0, 2), (1, 2)):
        pairs = [
            (x, y) for x in once for y in once
            if x[3] == a and y[3] == b and x[0] == y[0] and x[1] < y[2] and x[2] > y[1]
        ]  # fmt: skip
        cell = table.of(a, b)
        assert cell is not None
        assert cell.segments == len(pairs)
        assert cell.informants == len({x[4] for x, _y in pairs})


@settings(max_examples=100, deadline=None)
@given(
    st.lists(spans, max_size=12),
    st.lists(spans, max_size=12),
    st.sampled_from([FLAT, [-1, 0, 0], [1, -1, -1]]),
)
def test_a_source_taken_out_and_put_in_again_leaves_what_is_there(
    before: list[Row], after: list[Row], parents: list[int]
) -> None:
    people = np.array([True, False])
    tally = MeetingTally(people, parents)
    tally.put(*given_codings(before))
    changed = [row for row in before if row[0] == 1]
    tally.put(*given_codings(changed), sign=-1)
    kept = [row for row in before if row[0] == 0]
    new = [row for row in after if row[0] == 1]
    tally.put(*given_codings(new))
    wanted, found = meetings(*given_codings(kept + new), people, parents), tally.meetings()
    for field in fields(Meetings):
        assert np.array_equal(getattr(found, field.name), getattr(wanted, field.name)), field.name


@pytest.mark.parametrize("many", [3, 100, 400])
def test_passages_that_lie_over_many_others_meet_each_of_them(
    many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cooccurrence, "_MANY", 50)
    rows: list[Row] = [(0, 0, 10 * many, 0, 0), *((0, 10 * n, 10 * n + 5, 1, 0) for n in range(many))]
    rows += [(1, 0, 10, 0, 1), (1, 5, 8, 2, 1)]
    table = counted(rows, FLAT)
    one, other = table.of(0, 1), table.of(0, 2)
    assert one is not None and other is not None
    assert (one.segments, one.informants, other.segments) == (many, 1, 1)
