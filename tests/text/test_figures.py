"""Rounding that hides nothing."""

from __future__ import annotations

import pytest

from qualcode.i18n import using
from qualcode.reports import painting
from qualcode.reports.sections.data import Share
from qualcode.reports.sections.shown import interval_words
from qualcode.text.figures import limit, per_cent, rounded


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.9955, ">0.99"), (1, "1.00"), (0.004, "<0.01"), (0, "0.00"), (-0.001, ">-0.01"), (-0.999, "<-0.99"),
     (0.125, "0.13"), (1 - 1e-12, "1.00"), (1e-12, "0.00"), (2.001, "2.00")],
)  # fmt: skip
def test_no_coefficient_looks_like_none_or_all_that_is_not(value: float, shown: str) -> None:
    assert rounded(value) == shown


@pytest.mark.parametrize(
    ("share", "places", "shown"),
    [(0.9955, 0, ">99%"), (0.004, 0, "<1%"), (1, 0, "100%"), (0, 0, "0%"), (0.125, 1, "12.5%"),
     (0.9999, 1, ">99.9%"), (0.0001, 1, "<0.1%")],
)  # fmt: skip
def test_nor_does_a_share(share: float, places: int, shown: str) -> None:
    assert per_cent(share, places) == shown


def test_limits_of_an_interval_are_rounded_plainly() -> None:
    assert [rounded(limit(value)) for value in (-0.003, 0.997, 0.125, -0.28)] == [
        "0.00",
        "1.00",
        "0.13",
        "-0.28",
    ]
    assert per_cent(limit(0.997)) == "100%"


def test_limits_of_a_share_are_rounded_plainly_too() -> None:
    with using("en"):
        assert interval_words(Share(1, 2000, 0.0005, 0.0002, 0.9998)) == "0.0% – 100.0%"


def test_reports_say_it_in_both_languages() -> None:
    with using("id"):
        assert (painting.number(0.9955), painting.percent(0.0001)) == (">0,99", "<0,1%")
