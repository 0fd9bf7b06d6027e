"""Saturation of codes over informants, after Guest, Namey and Chen (2020, PLOS ONE 15(5):e0232076).

The first `base` units give the codes that everything is compared with. A run is so many consecutive units, and runs
slide by one unit; its ratio is the codes it brings that were not there before, of the codes of the base. The first run
whose ratio is no higher than the threshold confirms the units before it: "6+2" are six units and a run of two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

BASE, RUN, THRESHOLD = 4, 2, 0.05
"""What the authors propose first; bases of 4 to 6, runs of 2 or 3 and thresholds of 0.05 or 0 are in use."""


class Unsaturated(StrEnum):
    """Why there is no point of saturation."""

    TOO_FEW = "TOO_FEW"
    """Fewer units than the base and one run."""
    EMPTY_BASE = "EMPTY_BASE"
    """The base holds no code, so nothing can be divided by it."""
    NOT_REACHED = "NOT_REACHED"
    """Every run brings more than the threshold allows."""


@dataclass(frozen=True)
class Run:
    """Consecutive units and what they bring; units are counted from 1."""

    first: int
    last: int
    new: int
    """Codes that no unit before the run has, as far as they are first found in it."""
    ratio: float | None
    """`new` of the codes of the base; None where the base is empty."""


@dataclass(frozen=True)
class Saturation:
    """New codes unit by unit, and the point at which no more is learned."""

    new: tuple[int, ...]
    """Codes first found in each unit, in the order of the units."""
    base: int
    run: int
    threshold: float
    base_codes: int | None
    """Different codes in the base; None where there are fewer units than that."""
    runs: tuple[Run, ...]
    confirmed: Run | None
    """The first run that brings no more than the threshold allows."""
    reason: Unsaturated | None
    """Why there is none."""

    @property
    def n(self) -> int:
        """Units."""
        return len(self.new)

    @property
    def curve(self) -> tuple[int, ...]:
        """Different codes after each unit."""
        return tuple(accumulate(self.new))

    @property
    def reached(self) -> int | None:
        """Units before the confirming run."""
        return None if self.confirmed is None else self.confirmed.first - 1

    @property
    def late(self) -> int:
        """Codes first found after the confirming run; 0 where there is none."""
        return 0 if self.confirmed is None else sum(self.new[self.confirmed.last :])

    @property
    def notation(self) -> str | None:
        """Units and confirming run, as "6+2"."""
        return None if self.reached is None else f"{self.reached}+{self.run}"


def saturation(
    new: Sequence[int], *, base: int = BASE, run: int = RUN, threshold: float = THRESHOLD
) -> Saturation:
    """Where codes are saturated, from the numbers of codes first found in each unit.

    `threshold` is a share of the base's codes, at least 0 and below 1. Raises ValueError for a base or run below 1,
    a threshold outside that, or a negative number of codes.
    """
    if base < 1 or run < 1 or not 0 <= threshold < 1 or min(new, default=0) < 0:
        raise ValueError(
            "base and run are at least 1, the threshold is from 0 to below 1, no number is negative"
        )
    numbers = tuple(new)
    if len(numbers) < base + run:
        known = sum(numbers[:base]) if len(numbers) >= base else None
        return Saturation(numbers, base, run, threshold, known, (), None, Unsaturated.TOO_FEW)
    codes = sum(numbers[:base])
    runs = []
    for first in range(base, len(numbers) - run + 1):
        brought = sum(numbers[first : first + run])
        runs.append(Run(first + 1, first + run, brought, brought / codes if codes else None))
    confirmed = next((one for one in runs if one.ratio is not None and one.ratio <= threshold), None)
    if not codes:
        reason: Unsaturated | None = Unsaturated.EMPTY_BASE
    else:
        reason = Unsaturated.NOT_REACHED if confirmed is None else None
    return Saturation(numbers, base, run, threshold, codes, tuple(runs), confirmed, reason)


def first_found(units: Iterable[Iterable[int]]) -> list[list[int]]:
    """For each unit, the codes that no unit before it has, in the order in which they are given."""
    known: set[int] = set()
    result = []
    for codes in units:
        fresh = [code for code in dict.fromkeys(codes) if code not in known]
        known.update(fresh)
        result.append(fresh)
    return result
