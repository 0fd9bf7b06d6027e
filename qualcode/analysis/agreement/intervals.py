"""Intervals by percentile bootstrap over units; seeded, so that the same project gives the same figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.analysis.agreement.result import Agreement
from qualcode.analysis.agreement.tables import square
from qualcode.i18n import _

SEED = 20210
RESAMPLES = 1000
LEVEL = 0.95

FEWEST_UNITS = 10
MOST_UNDEFINED = 0.05


class NoInterval(StrEnum):
    """Why a coefficient has no interval."""

    FEW_UNITS = "fewer than 10 units"
    UNDEFINED_SAMPLES = "undefined in more than 5 % of the samples"
    CHARACTERS = "characters are not drawn one by one"
    PLACES = "it is about places and not about units"
    UNDEFINED = "the coefficient itself is undefined"


def no_interval_words(reason: NoInterval) -> str:
    """The reason in the person's language."""
    return {
        NoInterval.FEW_UNITS: _("fewer than 10 units"),
        NoInterval.UNDEFINED_SAMPLES: _("undefined in more than 5% of the samples drawn"),
        NoInterval.CHARACTERS: _("characters of one passage are not drawn one by one"),
        NoInterval.PLACES: _("it compares where passages begin and end, and no units are drawn"),
        NoInterval.UNDEFINED: _("the coefficient itself is undefined"),
    }[reason]


@dataclass(frozen=True)
class Interval:
    """Where the coefficient would lie in 95 of 100 samples of as many units, if units were drawn at random."""

    low: float
    high: float
    resamples: int
    """Those in which the coefficient was defined."""


def bootstrap(
    statistic: Callable[[NDArray[np.int64]], Agreement],
    units: int,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval | None:
    """The interval of `statistic`, which is given row numbers of units, drawn with replacement.

    None below 10 units, and where more than 5 % of the resamples leave the coefficient undefined.
    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13.
    """
    if units < FEWEST_UNITS:
        return None
    draw = np.random.default_rng(seed)
    return percentiles([statistic(draw.integers(0, units, units)).value for _turn in range(resamples)])


def table_interval(
    statistic: Callable[[ArrayLike], Agreement],
    table: ArrayLike,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Interval | None:
    """As `bootstrap`, for a coefficient of a q × q table of counts of units.

    Drawing units with replacement is drawing the cells of their table from a multinomial distribution.
    """
    counts = square(table)
    units = int(counts.sum())
    if units < FEWEST_UNITS:
        return None
    drawn = np.random.default_rng(seed).multinomial(units, counts.ravel() / units, resamples)
    return percentiles([statistic(cells.reshape(counts.shape)).value for cells in drawn])


def percentiles(values: ArrayLike | list[float | None]) -> Interval | None:
    """The interval that holds the middle 95 % of the values; None or nan stand for undefined ones."""
    found = np.array(values, dtype=np.float64)
    defined = found[~np.isnan(found)]
    if len(found) - len(defined) > MOST_UNDEFINED * len(found):
        return None
    low, high = np.quantile(defined, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high), len(defined))
