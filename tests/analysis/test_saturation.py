"""Saturation after Guest, Namey and Chen: base, runs that slide, threshold, notation, and what is undefined."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.saturation import Unsaturated, first_found, saturation

EARLY = [12, 10, 8, 7]
"""Thirty-seven codes in the first four units."""


@pytest.mark.parametrize(
    ("new", "base", "run", "threshold", "notation"),
    [
        ([4, 3, 2, 1, 1, 0, 0, 0], 4, 2, 0.05, "5+2"),
        ([4, 3, 2, 1, 0, 0, 0], 4, 3, 0.05, "4+3"),
        ([*EARLY, 4, 3, 1, 0], 4, 2, 0.05, "6+2"),
        ([*EARLY, 4, 3, 1, 0, 0], 4, 2, 0.0, "7+2"),
        ([20, 0, 0, 0, 1, 0], 4, 2, 0.05, "4+2"),
    ],
)
def test_the_notation(new: list[int], base: int, run: int, threshold: float, notation: str) -> None:
    found = saturation(new, base=base, run=run, threshold=threshold)
    assert (found.notation, found.reason) == (notation, None)


def test_runs_overlap_and_are_of_the_base() -> None:
    found = saturation([4, 3, 2, 1, 1, 0, 0, 0])
    assert found.base_codes == 10
    assert [(one.first, one.last, one.new, one.ratio) for one in found.runs] == [
        (5, 6, 1, 0.1),
        (6, 7, 0, 0.0),
        (7, 8, 0, 0.0),
    ]
    assert found.curve == (4, 7, 9, 10, 11, 11, 11, 11)
    assert found.reached == 5


def test_the_published_example() -> None:
    found = saturation([*EARLY, 4, 3, 1, 0])
    assert found.base_codes == 37
    assert [one.new for one in found.runs] == [7, 4, 1]
    assert [one.ratio for one in found.runs] == pytest.approx([0.189, 0.108, 0.027], abs=0.0006)


def test_what_is_undefined_says_why() -> None:
    steady = saturation([4] * 8)
    assert (steady.notation, steady.reason) == (None, Unsaturated.NOT_REACHED)
    assert [one.ratio for one in steady.runs] == [0.5, 0.5, 0.5]
    few = saturation([4, 3, 0, 0, 0])
    assert (few.notation, few.reason, few.base_codes, few.runs) == (None, Unsaturated.TOO_FEW, 7, ())
    assert saturation([4, 3]).base_codes is None
    assert saturation([]).reason is Unsaturated.TOO_FEW
    empty = saturation([0, 0, 0, 0, 2, 0])
    assert (empty.notation, empty.reason) == (None, Unsaturated.EMPTY_BASE)
    assert [one.ratio for one in empty.runs] == [None]


@pytest.mark.parametrize("wrong", [{"base": 0}, {"run": 0}, {"threshold": 1.0}, {"threshold": -0.1}])
def test_numbers_that_mean_nothing_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        saturation([1, 0, 0, 0, 0, 0], **wrong)  # type: ignore[arg-type]


def test_a_code_is_new_once() -> None:
    assert first_found([[1, 2, 1], [2, 3], [], [1, 4]]) == [[1, 2], [3], [], [4]]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 6), max_size=14), st.integers(1, 6), st.integers(1, 3))
def test_the_confirming_run_is_the_first_quiet_one(new: list[int], base: int, run: int) -> None:
    found = saturation(new, base=base, run=run)
    assert (found.notation is None) == (found.reason is not None)
    quiet = [one for one in found.runs if one.ratio is not None and one.ratio <= found.threshold]
    assert found.confirmed == (quiet[0] if quiet else None)
    assert all(one.last - one.first + 1 == run for one in found.runs)
