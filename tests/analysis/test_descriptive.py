"""Counts, intervals, averages and ratios against published and worked values."""

from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.analysis import descriptive as d


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_as_published(k: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3."""
    found = d.wilson(k, n)
    assert found is not None and (found.low, found.high) == pytest.approx((low, high), abs=0.00006)


def test_seventeen_of_thirty_eight_households() -> None:
    assert d.share(17, 38).value == pytest.approx(0.447, abs=0.0005)
    found = d.wilson(17, 38)
    # by hand: z = 1.959964, (17/38 + z²/76 ± z √(p(1-p)/38 + z²/5776)) / (1 + z²/38)
    assert found is not None and (found.low, found.high) == pytest.approx((0.3015, 0.6025), abs=0.0005)


def test_value_for_money_of_the_thirty_eight_households() -> None:
    """2.4 and 1.2 million each, 136.8 in all; 17 still in business: 8.05 million for each of these."""
    cost = [2.4 + 1.2] * 38
    per = d.cost_per(cost, [True] * 17 + [False] * 21)
    assert (per.above, per.below, per.n, per.left_out) == (pytest.approx(136.8), 17, 38, 0)
    assert per.value == pytest.approx(8.05, abs=0.005)
    assert d.economy([90, 45], [100, 50]).value == pytest.approx(90)
    assert d.efficiency([80], [100]).value == 80 and d.effectiveness([17], [38]).value == pytest.approx(
        44.7, abs=0.05
    )


def test_ratios_are_of_the_rows_that_have_both_numbers() -> None:
    found = d.economy([90, None, 50], [100, 100, None])
    assert (found.value, found.n, found.left_out) == (90, 1, 2)
    assert d.economy([None], [100]).reason is d.Reason.NO_PAIRS and d.economy([], []).value is None
    assert d.effectiveness([5], [0]).reason is d.Reason.NOTHING_BELOW
    assert d.cost_per([3.6, 3.6], [False, False]).reason is d.Reason.NOTHING_BELOW


def test_counts_keep_what_is_missing_apart() -> None:
    found = d.frequencies(["yes", None, "no", "yes"], order=["no", "perhaps"])
    assert found == d.Frequencies((("no", 1), ("perhaps", 0), ("yes", 2)), 3, 1)


def test_a_summary_of_numbers() -> None:
    found = d.summary([4, 1, None, 3, 2])
    assert (found.n, found.missing, found.total.value, found.mean.value) == (4, 1, 10, 2.5)
    assert (found.least.value, found.lower_quartile.value, found.median.value) == (1, 1.75, 2.5)
    assert (found.upper_quartile.value, found.most.value) == (3.25, 4)
    assert found.deviation.value == pytest.approx(1.29099, abs=0.00001)


def test_undefined_is_a_reason_and_never_a_number() -> None:
    empty = d.summary([None])
    for figure in (empty.total, empty.mean, empty.median, empty.deviation, empty.most, d.share(0, 0)):
        assert figure.value is None and figure.reason is d.Reason.NO_VALUES and figure.n == 0
    assert d.deviation([3]).reason is d.Reason.TOO_FEW and d.mean([3]).value == 3
    assert d.wilson(0, 0) is None
    with i18n.using("id"):
        assert all("definisi" in d.reason_words(one) for one in d.Reason if one is not d.Reason.NOT_RANDOM)


@pytest.mark.parametrize(("k", "n"), [(3, 2), (-1, 2)])
def test_what_is_no_part_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError):
        d.share(k, n)
    with pytest.raises(ValueError):
        d.wilson(k, n)
    with pytest.raises(ValueError):
        d.quantile([1.0], k)


def test_one_property_over_another() -> None:
    table = d.cross(["a", "b", "a", None], ["x", "x", "y", "x"], columns=["y"])
    assert (table.rows, table.columns, table.counts) == (("a", "b"), ("y", "x"), ((1, 1), (0, 1)))
    assert (table.n, table.missing, table.row_sums, table.column_sums) == (3, 1, (2, 1), (1, 2))
    assert table.of_row(0, 0).value == 0.5 and table.of_column(0, 0).value == 1
    assert d.cross([], [], ["a"], ["x"]).of_row(0, 0).reason is d.Reason.NO_VALUES


numbers = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20)


@settings(max_examples=50, deadline=None)
@given(numbers, st.floats(0, 1))
def test_averages_are_those_of_numpy_and_the_standard_library(values: list[float], p: float) -> None:
    assert d.quantile(values, p).value == pytest.approx(float(np.quantile(values, p)), abs=1e-6)
    assert d.mean(values).value == pytest.approx(statistics.fmean(values))
    assert d.deviation(values).value == pytest.approx(statistics.stdev(values), abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_mirrors(part: tuple[int, int]) -> None:
    k, n = part
    found, other = d.wilson(k, n), d.wilson(n - k, n)
    assert found is not None and other is not None
    assert 0 <= found.low <= k / n <= found.high <= 1
    assert found.low == pytest.approx(1 - other.high) and found.high == pytest.approx(1 - other.low)
