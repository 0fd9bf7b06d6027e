"""Krippendorff's alpha: any number of coders, any level of measurement, missing judgements allowed."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from enum import StrEnum
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.agreement.result import Agreement, Reason, undefined
from qualcode.errors import BadInput
from qualcode.i18n import _

Floats = NDArray[np.float64]


class Level(StrEnum):
    """How far two judgements are apart."""

    NOMINAL = "nominal"
    """Alike or not."""
    ORDINAL = "ordinal"
    """By the number of judgements between them in rank order."""
    INTERVAL = "interval"
    """By their difference."""
    RATIO = "ratio"
    """By their difference relative to their sum."""


def krippendorff_alpha(data: Sequence[Sequence[Any]], level: str = "nominal") -> Agreement:
    """Krippendorff's alpha of `data`, coders × units, with None (or nan) where a judgement is missing.

    Judgements are labels of any kind for `nominal`, numbers for the other levels (`ordinal` takes anything that
    can be sorted). `n` counts pairable values. Figures: `values` in order, `coincidences` as a matrix over them,
    `units` that two or more coders judged, `level`. Raises BadInput for an unknown level, for rows of different
    length and for judgements that have no such level.
    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; 2019, Content Analysis, ch. 12.
    """
    name = "Krippendorff's alpha"
    try:
        scale = Level(level)
    except ValueError:
        raise BadInput(
            _(
                "A level of measurement is one of {levels}, not “{given}”.",
                levels=", ".join(Level),
                given=level,
            )
        ) from None
    if len({len(judgements) for judgements in data}) > 1:
        raise BadInput(_("Every coder needs one judgement per unit, or nothing where it is missing."))
    if len(data) < 2:
        return undefined(name, Reason.ONE_CODER, 0, figures={"level": scale.value})
    values, counts = _counts(data, scale)
    return alpha_of_counts(counts, values, scale)


def alpha_of_counts(
    counts: Floats, values: Sequence[Any], level: Level = Level.NOMINAL, times: Floats | None = None
) -> Agreement:
    """Alpha from `counts`, units × values: how many coders gave the unit that value; `values` in rank order.

    With `times`, each row stands for that many units.
    """
    name = "Krippendorff's alpha"
    weight = np.ones(len(counts)) if times is None else np.asarray(times, dtype=np.float64)
    pairable = (counts.sum(axis=1) >= 2) & (weight > 0)
    counts, weight = counts[pairable], weight[pairable]
    figures: dict[str, Any] = {"level": level.value, "units": round(weight.sum())}
    if not len(counts):
        return undefined(name, Reason.NO_PAIRABLE, 0, figures=figures)
    coders = counts.sum(axis=1)
    weighted = counts * (weight / (coders - 1))[:, None]
    coincidences = weighted.T @ counts - np.diag(weighted.sum(axis=0))
    totals = coincidences.sum(axis=1)
    n = totals.sum()
    distance = _distances(values, totals, level)
    figures |= {"values": list(values), "coincidences": coincidences.tolist()}
    observed = float((coincidences * distance).sum() / n)
    expected = float((np.outer(totals, totals) * distance).sum() / (n * (n - 1)))
    if not expected:
        return undefined(name, Reason.ALL_SAME, round(n), observed, figures)
    return Agreement(name, 1 - observed / expected, round(n), None, observed, expected, figures)


def _counts(data: Sequence[Sequence[Any]], level: Level) -> tuple[list[Any], Floats]:
    """The values that were given, in order, and for each unit how often it was given each."""
    given = [[None if _missing(value) else value for value in judgements] for judgements in data]
    found: set[Hashable] = {value for judgements in given for value in judgements if value is not None}
    values = _sorted(found, level)
    place = {value: k for k, value in enumerate(values)}
    counts = np.zeros((len(given[0]), len(values)))
    for judgements in given:
        for unit, value in enumerate(judgements):
            if value is not None:
                counts[unit, place[value]] += 1
    return values, counts


def _missing(value: Any) -> bool:
    return value is None or (isinstance(value, float | np.floating) and bool(np.isnan(value)))


def _sorted(found: set[Hashable], level: Level) -> list[Any]:
    numbers = all(isinstance(value, int | float | np.number) for value in found)
    if not numbers and level in (Level.INTERVAL, Level.RATIO):
        raise BadInput(_("The level “{level}” needs numbers.", level=level.value))
    if level in (Level.INTERVAL, Level.RATIO) and not all(isfinite(value) for value in found):  # type: ignore[arg-type]
        raise BadInput(_("The level “{level}” needs finite numbers.", level=level.value))
    if level is Level.RATIO and any(value < 0 for value in found):  # type: ignore[operator]
        raise BadInput(_("The level “{level}” needs numbers from 0 up.", level=level.value))
    try:
        return sorted(found)
    except TypeError:
        if level is Level.ORDINAL:
            raise BadInput(
                _("The level “{level}” needs values that have an order.", level=level.value)
            ) from None
        return sorted(found, key=repr)


def _distances(values: Sequence[Any], totals: Floats, level: Level) -> Floats:
    """The squared distance of every pair of values."""
    if level is Level.NOMINAL:
        return 1.0 - np.eye(len(totals))
    if level is Level.ORDINAL:
        # The judgements ranked between two values, the values themselves by half.
        middle = np.cumsum(totals) - totals / 2
        ordinal: Floats = (middle[:, None] - middle[None, :]) ** 2
        return ordinal
    scale = np.asarray(values, dtype=np.float64)
    apart = scale[:, None] - scale[None, :]
    if level is Level.RATIO:
        together = scale[:, None] + scale[None, :]
        # Both are 0 only where the two values are one.
        apart = np.divide(apart, together, out=np.zeros_like(apart), where=together != 0)
    squared: Floats = apart**2
    return squared
