"""Who used which code where, against the plain way of counting it character by character."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.agreement import Reason, cohen_kappa, patterns, table_interval
from qualcode.analysis.agreement.intervals import Interval, NoInterval
from qualcode.analysis.agreement.patterns import Marks, Sample, count_characters, count_units, used_in
from qualcode.analysis.agreement.presence import (
    ALPHA,
    COEFFICIENTS,
    FOR_TWO,
    HOLSTI,
    KAPPA,
    PERCENT,
    POSITIVE,
    coefficient,
    interval,
    specific,
    values,
)

LENGTH, SOURCES, CODES = 30, 3, 3


def sample(*stretches: tuple[int, int, int]) -> Sample:
    return Sample(*np.array(sorted(stretches), dtype=np.int64).reshape(-1, 3).T)


def marks(*rows: tuple[int, int, int, int, int]) -> Marks:
    return Marks(*np.array(rows, dtype=np.int64).reshape(-1, 5).T)


def test_a_coding_uses_its_code_in_every_stretch_it_touches():
    given_ = sample((0, 0, 10), (0, 10, 20), (1, 0, 5))
    used = used_in(marks((0, 9, 11, 0, 0), (0, 10, 12, 0, 1), (1, 4, 5, 2, 1)), given_, CODES)
    assert used.tolist() == [[1, 0, 0], [3, 0, 0], [0, 0, 2]]
    assert count_units(used, 2).tolist() == [[1, 1, 0, 1], [3, 0, 0, 0], [2, 0, 1, 0]]


def test_characters_outside_the_sample_count_for_nobody():
    given_ = sample((0, 5, 10), (0, 15, 20))
    counts = count_characters(marks((0, 0, 30, 0, 0), (0, 8, 17, 0, 1)), given_, CODES, 2)
    assert counts.tolist() == [[0, 6, 0, 4], [10, 0, 0, 0], [10, 0, 0, 0]]


def test_codings_of_one_coder_that_overlap_count_once():
    given_ = sample((0, 0, 30))
    counts = count_characters(marks((0, 0, 10, 1, 0), (0, 5, 12, 1, 0), (0, 12, 14, 1, 0)), given_, CODES, 1)
    assert counts[1].tolist() == [16, 14]


def test_nothing_given_or_nothing_coded():
    assert count_characters(marks(), sample((0, 0, 9)), 2, 2).tolist() == [[9, 0, 0, 0]] * 2
    assert count_characters(marks((0, 0, 9, 0, 0)), sample(), 2, 2).tolist() == [[0, 0, 0, 0]] * 2
    assert used_in(marks((0, 0, 9, 0, 0)), sample(), 2).shape == (0, 2)


spans = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 12)).map(
    lambda p: (p[0], min(p[0] + p[1], LENGTH))
)
cuts = st.lists(st.integers(0, LENGTH), max_size=6, unique=True).map(sorted)
samples = st.lists(cuts, min_size=SOURCES, max_size=SOURCES).map(
    lambda sources: sample(*((s, a, b) for s, places in enumerate(sources) for a, b in zip(places[::2], places[1::2], strict=False)))
)  # fmt: skip
codings = st.lists(
    st.tuples(st.integers(0, SOURCES - 1), spans, st.integers(0, CODES - 1), st.integers(0, 2)), max_size=25
).map(lambda rows: marks(*((s, a, b, code, coder) for s, (a, b), code, coder in rows)))


@settings(max_examples=150, deadline=None)
@given(samples, codings)
def test_both_ways_of_counting_agree_with_looking_at_each_character(given_, marked):
    masks = np.zeros((SOURCES, LENGTH, CODES), dtype=int)
    for s, a, b, code, coder in zip(
        marked.source, marked.start, marked.end, marked.code, marked.coder, strict=True
    ):
        masks[s, a:b, code] |= 1 << coder
    characters = np.zeros((CODES, 8), dtype=int)
    units = []
    for s, a, b in zip(given_.source, given_.start, given_.end, strict=True):
        for code in range(CODES):
            characters[code] += np.bincount(masks[s, a:b, code], minlength=8)
        units.append(np.bitwise_or.reduce(masks[s, a:b], axis=0).tolist())
    assert count_characters(marked, given_, CODES, 3).tolist() == characters.tolist()
    assert used_in(marked, given_, CODES).tolist() == units


@pytest.mark.parametrize(
    ("coders", "often", "part", "far"),
    [
        (9, 1, 50_000, 0),
        (4, 20_000, 50_000, 0),
        (4, 100, 50_000, 0),
        (8, 20, 50_000, 0),
        (3, 3, 2, 0),
        (3, 3, 50_000, 2**22),
        (3, 3, 50_000, 2**40),
        (9, 1, 50_000, 2**40),
    ],
)
def test_many_coders_many_codings_many_parts_and_long_texts_count_the_same(
    coders, often, part, far, monkeypatch
):
    """The ways round what does not fit side by side into one number, a sample worked on piece by piece, and a text
    that goes on for `far` characters, of which the last seven are coded."""
    monkeypatch.setattr(patterns, "_TOGETHER", part)
    chance = np.random.default_rng(3)
    n = 40
    start = chance.integers(0, 200, n)
    rows = np.stack([
        chance.integers(0, 5, n), start, start + chance.integers(1, 60, n),
        chance.integers(0, 2, n), chance.integers(0, coders, n),
    ])  # fmt: skip
    last = [[4], [300 + far - 7], [300 + far], [1], [0]] if far else np.zeros((5, 0), dtype=np.int64)
    marked = Marks(*np.concatenate([rows, np.repeat(rows[:, :1], often, axis=1), last], axis=1))
    given_ = sample(
        *((s, 20 * k, 20 * k + 13) for s in range(5) for k in range(12)),
        *([(4, 300, 300 + far)] if far else []),
    )
    masks = np.zeros((5, 300, 2), dtype=int)
    for s, a, b, code, coder in rows.T:
        masks[s, a:b, code] |= 1 << coder
    wanted = np.zeros((2, 1 << coders), dtype=int)
    for s, a, b in zip(given_.source, given_.start, given_.end, strict=True):
        for code in range(2):
            wanted[code] += np.bincount(masks[s, a:b, code], minlength=1 << coders)
    if far:
        wanted[:, 0] += far
        wanted[1, :2] += [-7, 7]
    assert np.array_equal(count_characters(marked, given_, 2, coders), wanted)


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 4).flatmap(lambda m: st.lists(st.integers(0, 9), min_size=2**m, max_size=2**m)))
def test_many_samples_at_once_give_what_one_gives(counts):
    coders = (len(counts) - 1).bit_length()
    one = np.array(counts, dtype=np.int64)
    for name in COEFFICIENTS:
        if coders > 2 and name in FOR_TWO:
            continue
        single = coefficient(name, one, coders)
        [many] = values(name, np.array([counts], dtype=np.float64), coders) if one.sum() else [np.nan]
        assert (single.value is None) == bool(np.isnan(many)), name
        assert single.value is None or single.value == pytest.approx(many), name


def test_a_code_nobody_used_has_no_coefficient_and_no_percentage_either():
    counts = np.array([40, 0, 0, 0], dtype=np.int64)
    for name in COEFFICIENTS:
        assert coefficient(name, counts, 2).reason is Reason.UNUSED
        assert isinstance(interval(name, counts, 2), NoInterval)
    assert coefficient(PERCENT, counts, 2).observed == 1
    assert specific(counts, 2) == (None, None)


def test_specific_agreement_of_a_rare_code_tells_what_the_percentage_hides():
    rare = np.array([98, 1, 1, 0], dtype=np.int64)
    assert specific(rare, 2) == (0, pytest.approx(196 / 198))
    assert coefficient(HOLSTI, rare, 2).value == coefficient(PERCENT, rare, 2).value == pytest.approx(0.98)
    three = np.array(
        [5, 0, 0, 2, 0, 0, 0, 3], dtype=np.int64
    )  # three coders: 2 units of two users, 3 of three
    assert coefficient(POSITIVE, three, 3).value == specific(three, 3)[0], "more coders than two have it too"
    assert specific(three, 3) == (pytest.approx((2 * 2 + 3 * 6) / (13 * 2)), pytest.approx(5 * 6 / (17 * 2)))


def test_an_interval_is_missing_below_ten_units_or_where_samples_are_undefined_and_nowhere_else():
    assert interval(ALPHA, np.array([5, 1, 1, 2]), 2) is NoInterval.FEW_UNITS
    assert isinstance(interval(ALPHA, np.array([5, 1, 1, 3]), 2), Interval), "ten units are enough"
    assert isinstance(interval(ALPHA, np.array([98, 2, 1, 5]), 2), Interval), (
        "8 uses of 106 are few, not undefined"
    )
    assert interval(ALPHA, np.array([105, 0, 0, 1]), 2) is NoInterval.UNDEFINED_SAMPLES


def test_stretches_of_characters_that_differ_are_cut_where_who_used_what_changes():
    rows = [
        (0, 2, 8, 0, 0),
        (0, 5, 12, 0, 1),
        (0, 20, 26, 1, 0),
        (0, 22, 24, 0, 1),
        (1, 0, 5, 0, 0),
        (1, 0, 5, 0, 1),
    ]
    marked = patterns.Marks(*np.array(rows).T)
    given_ = patterns.Sample(np.array([0, 0, 1]), np.array([0, 10, 0]), np.array([10, 30, 9]))
    found = patterns.differing(marked, given_, 2)
    assert list(zip(found.source.tolist(), found.start.tolist(), found.end.tolist(), strict=True)) == [
        (0, 2, 5), (0, 8, 10), (0, 10, 12), (0, 20, 22), (0, 22, 24), (0, 24, 26),
    ]  # fmt: skip


def test_an_interval_of_a_code_is_the_one_of_its_table():
    counts = np.array([50, 10, 20, 20], dtype=np.int64)
    ours, theirs = interval(KAPPA, counts, 2), table_interval(cohen_kappa, [[20, 10], [20, 50]])
    assert ours is not None
    assert theirs is not None
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=0.02)
