"""What a query selects on columns, compared with the definition spelled out coding by coding."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.columns import Bools, Codings
from qualcode.analysis.query import Near, Term, parse
from qualcode.analysis.retrieval import Asked, Places, holding, quote_numbers

Row = tuple[int, int, int, int]
"""Source, start, end, code."""


def codings(rows: list[Row]) -> Codings:
    table = np.array(rows, dtype=np.int64).reshape(-1, 4).T
    zeros = np.zeros(len(rows), dtype=np.int64)
    return Codings(table[0], table[1], table[2], table[3], zeros, zeros)


def asked(rows: list[Row]) -> Asked:
    """Codes are called A, B, C …; a turn is ten characters long."""
    given_ = codings(rows)

    def term(one: Term) -> Bools:
        if one.field == "source":
            return given_.source == int(one.value)
        return given_.code == ord(one.value) - ord("A")

    turns = Places(given_.source, given_.start // 10, (given_.end - 1) // 10 + 1)
    return Asked(Places.of(given_), quote_numbers(given_), term, lambda: turns)


def selected(query: str, rows: list[Row]) -> list[int]:
    return np.flatnonzero(asked(rows).select(parse(query))).tolist()


ROWS: list[Row] = [(0, 0, 10, 0), (0, 5, 15, 1), (0, 20, 30, 1), (0, 31, 40, 0), (1, 0, 10, 1), (0, 8, 9, 2)]


def test_codes_meet_where_they_share_a_character() -> None:
    assert selected("A", ROWS) == [0, 3]
    assert selected("A B", ROWS) == [0, 1]
    assert selected("A or B", ROWS) == [0, 1, 2, 3, 4]
    assert selected("A not B", ROWS) == [3]
    assert selected("not A", ROWS) == [2, 4]
    assert selected("A B C", ROWS) == [0, 1, 5]


def test_what_touches_is_no_character_away_and_in_another_source_is_never_near() -> None:
    rows: list[Row] = [(0, 0, 10, 0), (0, 10, 20, 1), (1, 0, 10, 1)]
    assert selected("A B", rows) == []
    assert selected("A near:0 B", rows) == [0]
    assert selected("B near:9999999 A", rows) == [1]
    assert selected("A near:0 A", rows) == []


def test_the_same_passage_by_another_coder_is_not_near_itself() -> None:
    rows: list[Row] = [(0, 0, 10, 0), (0, 0, 10, 0), (0, 50, 60, 0)]
    assert selected("A near:30 A", rows) == []
    assert selected("A near:40 A", rows) == [0, 1, 2]
    assert quote_numbers(codings(rows)).tolist() == [0, 0, 1]


def test_near_in_turns_is_the_same_turn() -> None:
    rows: list[Row] = [(0, 0, 5, 0), (0, 6, 9, 1), (0, 11, 12, 1), (0, 18, 25, 0)]
    assert selected("A near:turn B", rows) == [0, 3]
    assert selected("B near:turn A", rows) == [1, 2]


def test_an_or_with_something_else_than_codes_gives_both_sides() -> None:
    assert selected("C or source:1", ROWS) == [4, 5]
    assert selected("(C or source:1) B", ROWS) == [1, 4, 5]


def test_without_codings_nothing_is_selected() -> None:
    assert selected("A near:5 B", []) == []
    assert selected("", []) == []


def test_words_lie_wholly_inside() -> None:
    given_ = codings([(0, 0, 10, 0), (0, 5, 15, 0), (1, 0, 10, 0)])
    assert holding(given_, 0, [(2, 6), (9, 12)]).tolist() == [True, True, False]
    assert holding(given_, 0, [(8, 11)]).tolist() == [False, True, False]
    assert holding(given_, 0, []).tolist() == [False, False, False]


spans = st.tuples(st.integers(0, 1), st.integers(0, 40), st.integers(1, 15), st.integers(0, 2)).map(
    lambda row: (row[0], row[1], row[1] + row[2], row[3])
)


@settings(max_examples=150, deadline=None)
@given(st.lists(spans, max_size=14), st.integers(0, 12))
def test_columns_give_what_the_definition_says(rows: list[Row], distance: int) -> None:
    def meets(one: Row, code: int) -> bool:
        return any(o[3] == code and o[0] == one[0] and o[1] < one[2] and o[2] > one[1] for o in rows)

    def near(one: Row, code: int) -> bool:
        gaps = [
            max(o[1] - one[2], one[1] - o[2], 0) for o in rows if o[3] == code and o[0] == one[0] and o != one
        ]
        return any(gap <= distance for gap in gaps)

    places = list(enumerate(rows))
    assert selected("A B", rows) == [n for n, r in places if r[3] in (0, 1) and meets(r, 0) and meets(r, 1)]
    assert selected("A not B", rows) == [n for n, r in places if r[3] == 0 and not meets(r, 1)]
    assert selected("not A", rows) == [n for n, r in places if not meets(r, 0)]
    tree = asked(rows).select(Near(distance, parse("B")))
    assert np.flatnonzero(tree).tolist() == [n for n, r in places if near(r, 1)]
    assert selected("(A or B) C", rows) == [
        n for n, r in places if (meets(r, 0) or meets(r, 1)) and meets(r, 2)
    ]
