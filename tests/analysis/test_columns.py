"""To whom a coding belongs, and that a million of them stay quick."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.columns import Codings, Ints, Sources, Turns, attribute, overlaps

INTERVIEW, FGD, NOTE = 0, 1, 2
SOURCES = Sources(single=np.array([0, -1, -1]), itself=np.array([False, True, True]))
# source, start, end, informant; what lies between is the interviewer's or reflective
TURNS = [
    (INTERVIEW, 10, 30, 0),
    (INTERVIEW, 40, 60, -1),  # an unmapped speaker of a one-informant interview
    (FGD, 0, 20, 1),
    (FGD, 20, 40, 2),
    (NOTE, 0, 50, -1),
]


def turns(rows: list[tuple[int, int, int, int]] = TURNS) -> Turns:
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Turns(table[:, 0], table[:, 1], table[:, 2], table[:, 3])


def spans_of(source: Ints, start: Ints, end: Ints) -> Codings:
    return Codings(source, start, end, source * 0, source * 0, source * 0)


def owners(*spans: tuple[int, int, int]) -> list[set[tuple[int, int]]]:
    """(unit, speaker) of each span (source, start, end)."""
    table = np.array(spans, dtype=np.int64).reshape(-1, 3)
    codings = spans_of(table[:, 0], table[:, 1], table[:, 2])
    found = attribute(codings, turns(), SOURCES, informants=3)
    result: list[set[tuple[int, int]]] = [set() for _ in spans]
    for coding, unit, speaker in zip(found.coding, found.unit, found.speaker, strict=True):
        assert (int(unit), int(speaker)) not in result[coding]
        result[coding].add((int(unit), int(speaker)))
    return result


def test_a_coding_belongs_to_the_informant_of_its_turn() -> None:
    assert owners((INTERVIEW, 12, 15)) == [{(0, 0)}]


def test_an_unmapped_speaker_is_the_only_informant_of_the_source() -> None:
    assert owners((INTERVIEW, 45, 50)) == [{(0, 0)}]


def test_interviewer_words_count_for_nobody_and_mixed_spans_for_the_informant() -> None:
    assert owners((INTERVIEW, 0, 10), (INTERVIEW, 5, 15), (INTERVIEW, 2, 58)) == [set(), {(0, 0)}, {(0, 0)}]


def test_touching_a_turn_is_not_overlapping_it() -> None:
    assert owners((INTERVIEW, 30, 40), (INTERVIEW, 29, 31)) == [set(), {(0, 0)}]


def test_a_session_is_the_unit_and_knows_its_speakers() -> None:
    assert owners((FGD, 5, 8), (FGD, 15, 25)) == [{(3 + FGD, 1)}, {(3 + FGD, 1), (3 + FGD, 2)}]


def test_a_note_speaks_for_itself_and_its_reflective_part_for_nobody() -> None:
    assert owners((NOTE, 0, 20), (NOTE, 55, 60)) == [{(3 + NOTE, -1)}, set()]


def test_without_turns_nothing_counts() -> None:
    codings = spans_of(np.array([0, 2]), np.array([1, 1]), np.array([2, 2]))
    assert len(attribute(codings, turns([]), SOURCES, informants=3)) == 0


spans = st.tuples(st.integers(0, 2), st.integers(0, 90), st.integers(1, 30))


@settings(max_examples=100, deadline=None)
@given(st.lists(spans, max_size=15))
def test_the_arrays_say_what_a_loop_says(drawn: list[tuple[int, int, int]]) -> None:
    given_spans = [(source, start, start + length) for source, start, length in drawn]
    expected = []
    for source, start, end in given_spans:
        over = [turn for turn in TURNS if turn[0] == source and turn[1] < end and start < turn[2]]
        speakers = [int(SOURCES.single[source]) if turn[3] == -1 else turn[3] for turn in over]
        expected.append(
            {(3 + source if who == -1 or SOURCES.itself[source] else who, who) for who in speakers}
        )
    assert owners(*given_spans) == expected


@pytest.mark.parametrize("in_order", [True, False])
def test_codings_over_many_turns_overlap_each_of_them(in_order: bool) -> None:
    """Also where neither codings nor turns stand in order."""
    chance = np.random.default_rng(5)
    said = [(source, 20 * n, 20 * n + 13, 0) for source in range(2) for n in range(15)]
    start = chance.integers(0, 300, 80)
    coded = np.stack([chance.integers(0, 2, 80), start, start + chance.integers(1, 200, 80)], axis=1)
    if in_order:
        coded = coded[np.lexsort((coded[:, 1], coded[:, 0]))]
    else:
        chance.shuffle(said)
    wanted = {
        (row, turn)
        for row, (source, begin, end) in enumerate(coded.tolist())
        for turn, (where, first, last, _who) in enumerate(said)
        if where == source and first < end and begin < last
    }
    coding, turn = overlaps(spans_of(*coded.T), turns(said))
    assert len(coding) == len(wanted) and set(zip(coding.tolist(), turn.tolist(), strict=True)) == wanted
    assert coding.tolist() == sorted(coding.tolist())


def test_a_million_codings_take_seconds_at_most() -> None:
    random = np.random.default_rng(1)
    many = 1_000_000
    start = random.integers(0, 99_000, many)
    source = random.integers(0, 200, many)
    codings = spans_of(source, start, start + random.integers(1, 300, many))
    place = np.arange(200 * 1000)
    place = place[place % 2 == 0]
    all_turns = Turns(place // 1000, place % 1000 * 100, place % 1000 * 100 + 100, place // 1000)
    sources = Sources(np.arange(200), np.zeros(200, dtype=np.bool_))
    began = time.process_time()
    found = attribute(codings, all_turns, sources, informants=200)
    assert time.process_time() - began < 8
    assert len(found) > many / 2 and np.array_equal(found.unit, source[found.coding])
