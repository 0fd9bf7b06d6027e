"""Counts, shares, averages, cross-tables and value-for-money ratios of attributes; pure, for any sequence of values.

What does not exist is a figure without a value and with a reason, never 0, 1 or nan. None among values is "not
recorded": it is counted apart and enters nothing. Nothing here tests for significance.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import NormalDist

from qualcode.i18n import _


class Reason(StrEnum):
    """Why a figure is undefined."""

    NO_VALUES = "no values"
    TOO_FEW = "too few"
    """A spread needs two values."""
    NOT_RANDOM = "not random"
    """An interval says something of those who were not asked, and only where chance chose who was."""
    NOTHING_BELOW = "nothing below"
    """What would be divided by is 0."""
    NO_PAIRS = "no pairs"
    """No row has both of the numbers."""


def reason_words(reason: Reason) -> str:
    """The reason in the person's language."""
    return {
        Reason.NO_VALUES: _("undefined: nothing is recorded"),
        Reason.TOO_FEW: _("undefined: fewer than two values"),
        Reason.NOT_RANDOM: _("no interval: not a random sample"),
        Reason.NOTHING_BELOW: _("undefined: what it is divided by is 0"),
        Reason.NO_PAIRS: _("undefined: no row has both numbers"),
    }[reason]


@dataclass(frozen=True)
class Figure:
    """A number with the count it is of, or the reason why there is none."""

    value: float | None
    n: int
    reason: Reason | None = None


@dataclass(frozen=True)
class Interval:
    """What a share of everybody may plausibly be, from the share of a random sample."""

    low: float
    high: float
    confidence: float = 0.95


# -- counts and shares ---------------------------------------------------------------------------------


def share(k: int, n: int) -> Figure:
    """k of n, 0 … 1; undefined where n is 0. Raises ValueError where k is not one of 0 … n."""
    if not 0 <= k <= n:
        raise ValueError(f"{k} is not a part of {n}")
    return Figure(k / n, n) if n else Figure(None, 0, Reason.NO_VALUES)


def wilson(k: int, n: int, confidence: float = 0.95) -> Interval | None:
    """Wilson's score interval of the share k/n, within 0 … 1; None where n is 0.

    For a random sample only: of people who were chosen on purpose it says nothing. Without continuity correction.
    Source: Wilson, E. B. (1927), Journal of the American Statistical Association 22:209-212. Raises ValueError where k
    is not one of 0 … n, or the confidence not between 0 and 1.
    """
    if not 0 <= k <= n or not 0 < confidence < 1:
        raise ValueError(f"no interval of {k} in {n} at {confidence}")
    if not n:
        return None
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    p, square = k / n, z * z
    middle = (p + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    low = 0.0 if k == 0 else max(middle - half, 0.0)
    return Interval(low, 1.0 if k == n else min(middle + half, 1.0), confidence)


@dataclass(frozen=True)
class Frequencies:
    """How often each value stands."""

    counts: tuple[tuple[Hashable, int], ...]
    n: int
    """Recorded values."""
    missing: int


def frequencies(values: Sequence[Hashable | None], order: Sequence[Hashable] = ()) -> Frequencies:
    """Each value with its count, those of `order` first (also where nobody has one), the others as they first stand."""
    found = Counter(value for value in values if value is not None)
    names = list(dict.fromkeys([*order, *(value for value in values if value is not None)]))
    n = found.total()
    return Frequencies(tuple((name, found[name]) for name in names), n, len(values) - n)


# -- numbers ---------------------------------------------------------------------------------------------


def mean(values: Sequence[float | None]) -> Figure:
    """The arithmetic mean, in the unit of the values."""
    known = _known(values)
    return _figure(math.fsum(known) / len(known) if known else None, known)


def median(values: Sequence[float | None]) -> Figure:
    """The middle value, or the mean of the two in the middle."""
    return quantile(values, 0.5)


def quantile(values: Sequence[float | None], p: float) -> Figure:
    """The value below which a share `p` lies, between neighbours by proportion: (n - 1) p + 1 in order.

    Definition 7 of Hyndman & Fan (1996), The American Statistician 50:361-365, that of R and numpy by default. Raises
    ValueError for `p` outside 0 … 1.
    """
    if not 0 <= p <= 1:
        raise ValueError(f"no quantile {p}")
    known = sorted(_known(values))
    if not known:
        return Figure(None, 0, Reason.NO_VALUES)
    place = (len(known) - 1) * p
    below = math.floor(place)
    above = min(below + 1, len(known) - 1)
    return Figure(known[below] + (place - below) * (known[above] - known[below]), len(known))


def deviation(values: Sequence[float | None]) -> Figure:
    """The standard deviation of a sample, with n - 1; undefined of fewer than two values."""
    known = _known(values)
    if len(known) < 2:
        return Figure(None, len(known), Reason.TOO_FEW if known else Reason.NO_VALUES)
    middle = math.fsum(known) / len(known)
    return Figure(
        math.sqrt(math.fsum((value - middle) ** 2 for value in known) / (len(known) - 1)), len(known)
    )


@dataclass(frozen=True)
class Summary:
    """What numbers amount to, all in their own unit."""

    n: int
    missing: int
    total: Figure
    mean: Figure
    deviation: Figure
    least: Figure
    lower_quartile: Figure
    median: Figure
    upper_quartile: Figure
    most: Figure


def summary(values: Sequence[float | None]) -> Summary:
    """Sum, mean, standard deviation, least and most, median and quartiles."""
    known = _known(values)
    return Summary(
        n=len(known),
        missing=len(values) - len(known),
        total=_figure(math.fsum(known) if known else None, known),
        mean=mean(known),
        deviation=deviation(known),
        least=quantile(known, 0),
        lower_quartile=quantile(known, 0.25),
        median=median(known),
        upper_quartile=quantile(known, 0.75),
        most=quantile(known, 1),
    )


def _known(values: Sequence[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _figure(value: float | None, known: Sequence[float]) -> Figure:
    return Figure(value, len(known), None if known else Reason.NO_VALUES)


# -- cross-tables ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CrossTable:
    """One property over another; rows and columns in the order given, with their sums."""

    rows: tuple[Hashable, ...]
    columns: tuple[Hashable, ...]
    counts: tuple[tuple[int, ...], ...]
    """`counts[row][column]`."""
    n: int
    """Those for whom both are recorded."""
    missing: int
    """Those for whom one is not."""

    @property
    def row_sums(self) -> tuple[int, ...]:
        """How many have the value of each row."""
        return tuple(map(sum, self.counts))

    @property
    def column_sums(self) -> tuple[int, ...]:
        """How many have the value of each column."""
        return tuple(sum(row[column] for row in self.counts) for column in range(len(self.columns)))

    def of_row(self, row: int, column: int) -> Figure:
        """The share of a row that stands in a column."""
        return share(self.counts[row][column], self.row_sums[row])

    def of_column(self, row: int, column: int) -> Figure:
        """The share of a column that stands in a row."""
        return share(self.counts[row][column], self.column_sums[column])


def cross(
    first: Sequence[Hashable | None],
    second: Sequence[Hashable | None],
    rows: Sequence[Hashable] = (),
    columns: Sequence[Hashable] = (),
) -> CrossTable:
    """How often each value of `first` meets each of `second`; both have one entry per unit, in the same order.

    `rows` and `columns` give an order. Raises ValueError where one is longer than the other.
    """
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    found = Counter(pairs)
    down = tuple(dict.fromkeys([*rows, *(a for a, _b in pairs)]))
    along = tuple(dict.fromkeys([*columns, *(b for _a, b in pairs)]))
    counts = tuple(tuple(found[a, b] for b in along) for a in down)
    return CrossTable(down, along, counts, len(pairs), len(first) - len(pairs))


# -- value for money -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ratio:
    """One sum over another, from the rows that have both."""

    value: float | None
    """In per cent, or in the unit of what is divided for a cost."""
    above: float
    below: float
    n: int
    """Rows that have both numbers."""
    left_out: int
    """Rows that have one of them."""
    reason: Reason | None = None


def economy(spent: Sequence[float | None], budget: Sequence[float | None]) -> Ratio:
    """What was spent of the budget, in per cent: spent / budget × 100 (Mardiasmo); below 100 is saved."""
    return _percent(spent, budget)


def efficiency(cost: Sequence[float | None], result: Sequence[float | None]) -> Ratio:
    """What a result cost, in per cent: cost / result × 100 (Mardiasmo), both in one unit; below 100 is efficient."""
    return _percent(cost, result)


def effectiveness(result: Sequence[float | None], target: Sequence[float | None]) -> Ratio:
    """What was reached of the target, in per cent: result / target × 100 (Mardiasmo)."""
    return _percent(result, target)


def cost_per(cost: Sequence[float | None], reached: Sequence[bool | None]) -> Ratio:
    """The cost of all, in its own unit, over the number who reached something. No impact: nobody is compared.

    `cost` and `reached` have one entry per unit; units that lack one of the two are left out.
    """
    return _over(cost, [None if one is None else float(one) for one in reached])


def _percent(above: Sequence[float | None], below: Sequence[float | None]) -> Ratio:
    found = _over(above, below)
    return Ratio(
        None if found.value is None else 100 * found.value,
        found.above,
        found.below,
        found.n,
        found.left_out,
        found.reason,
    )


def _over(above: Sequence[float | None], below: Sequence[float | None]) -> Ratio:
    both = [(a, b) for a, b in zip(above, below, strict=True) if a is not None and b is not None]
    alone = sum((a is None) != (b is None) for a, b in zip(above, below, strict=True))
    top, bottom = math.fsum(a for a, _b in both), math.fsum(b for _a, b in both)
    if not both:
        return Ratio(None, top, bottom, 0, alone, Reason.NO_PAIRS)
    if bottom == 0:
        return Ratio(None, top, bottom, len(both), alone, Reason.NOTHING_BELOW)
    return Ratio(top / bottom, top, bottom, len(both), alone)
