"""Coded characters and passages per thousand words, parents as unions, only words that count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.columns import Codings, Turns
from qualcode.analysis.cooccurrence import Meeting
from qualcode.analysis.density import Density, densities

PARENTS = [-1, 0, 0, -1]
TURNS = Turns(np.array([0, 0, 1]), np.array([0, 60, 0]), np.array([50, 100, 110]), np.array([0, 0, 1]))
"""Two hundred characters; 50 to 60 of the first source are the interviewer's."""


def dense(*rows: tuple[int, int, int, int], words: tuple[int, int, int] = (10, 10, 20)) -> list[Density]:
    source, start, end, code = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    return densities(Codings(source, start, end, code, code * 0, code * 0), TURNS, words, PARENTS)


def test_a_character_is_coded_once_and_a_parent_is_the_union() -> None:
    found = dense((0, 0, 20, 1), (0, 10, 30, 1), (0, 25, 40, 2), (1, 0, 10, 1))
    assert [(one.segments, one.characters) for one in found] == [(4, 50), (3, 40), (1, 15), (0, 0)]
    assert found[1].share == pytest.approx(40 / 200)
    assert found[1].per_thousand == pytest.approx(75.0)
    assert (found[3].share, found[3].per_thousand) == (0.0, 0.0)


def test_only_words_that_count_are_counted() -> None:
    found = dense((0, 40, 70, 3), (0, 51, 59, 3), (0, 40, 70, 3))
    assert (found[3].segments, found[3].characters) == (1, 20)


def test_nothing_to_divide_by_is_undefined() -> None:
    empty = np.zeros(0, dtype=np.int64)
    (none,) = densities(Codings(*[empty] * 6), Turns(*[empty] * 4), [], [-1])
    assert (none.share, none.per_thousand, none.segments) == (None, None, 0)
    assert dense((0, 0, 20, 1), words=(0, 0, 0))[1].per_thousand is None


def test_the_published_coefficient_of_passages() -> None:
    pair = Meeting(informants=1, documents=0, segments=5, both=1, either=1, first=100, second=10)
    assert pair.coefficient == pytest.approx(0.04762, abs=0.00001)
    assert pair.unequal


ROW = st.tuples(st.integers(0, 1), st.integers(0, 90), st.integers(1, 20), st.integers(0, 3))


@settings(max_examples=50, deadline=None)
@given(st.lists(ROW, max_size=10))
def test_as_if_every_character_were_looked_at(given_rows: list[tuple[int, int, int, int]]) -> None:
    rows = [(source, start, start + length, code) for source, start, length, code in given_rows]
    counting = {(0, at) for at in [*range(50), *range(60, 100)]} | {(1, at) for at in range(110)}
    for code, one in enumerate(dense(*rows)):
        below = (0, 1, 2) if code == 0 else (code,)
        coded = {(s, at) for s, start, end, c in rows if c in below for at in range(start, end)} & counting
        assert one.characters == len(coded)
