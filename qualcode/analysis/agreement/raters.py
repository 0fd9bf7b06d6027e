"""Two or more coders, from counts: row u, column k says how many coders put unit u into category k.

The observed agreement comes from units with two judgements or more; a unit with one still tells how often a category
is used (Gwet 2014, Handbook of Inter-Rater Reliability, ch. 2). The number of columns is the number of categories
there were to choose from, used or not. With `times`, each row stands for that many units.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.analysis.agreement.result import Agreement, Reason, corrected, undefined
from qualcode.errors import BadInput
from qualcode.i18n import _

Floats = NDArray[np.float64]


def fleiss_kappa(counts: ArrayLike, times: ArrayLike | None = None) -> Agreement:
    """Fleiss' kappa: chance from the shares of the categories over all coders.

    Units may have different numbers of coders; each counts alike. Figures: `shares` and, where all units have the
    same number of coders, `by_category`, the kappa of each category against the others (None for one that all or
    none used).
    Source: Fleiss 1971, Psychological Bulletin 76:378-382.
    """
    table, weight = _judged(counts, times)
    if (trouble := _trouble("Fleiss' kappa", table, weight)) is not None:
        return trouble
    shares = _shares(table, weight)
    figures: dict[str, Any] = {"shares": shares.tolist()}
    coders = table.sum(axis=1)
    if (coders == coders[0]).all():
        figures["by_category"] = _by_category(table, weight, shares)
    return corrected(
        "Fleiss' kappa", _observed(table, weight), float(shares @ shares), _pairable(table, weight), figures
    )


def gwet_ac1_raters(counts: ArrayLike, times: ArrayLike | None = None) -> Agreement:
    """Gwet's AC1 for two or more coders. Figures: `shares`. Source: Gwet 2008, BJMSP 61:29-48."""
    table, weight = _judged(counts, times)
    if (trouble := _trouble("Gwet's AC1", table, weight)) is not None:
        return trouble
    shares = _shares(table, weight)
    expected = float((shares * (1 - shares)).sum() / (len(shares) - 1))
    return corrected(
        "Gwet's AC1",
        _observed(table, weight),
        expected,
        _pairable(table, weight),
        {"shares": shares.tolist()},
    )


def brennan_prediger_raters(counts: ArrayLike, times: ArrayLike | None = None) -> Agreement:
    """Brennan and Prediger's coefficient for two or more coders (free-marginal kappa): chance is 1 / q.

    Source: Randolph 2005, Free-marginal multirater kappa.
    """
    table, weight = _judged(counts, times)
    if (trouble := _trouble("Brennan-Prediger", table, weight)) is not None:
        return trouble
    return corrected(
        "Brennan-Prediger", _observed(table, weight), 1 / table.shape[1], _pairable(table, weight)
    )


def _judged(counts: ArrayLike, times: ArrayLike | None) -> tuple[Floats, Floats]:
    """Units with at least one judgement, and how often each is there. Raises BadInput where these are no counts."""
    try:
        table = np.asarray(counts, dtype=np.float64)
        weight = np.ones(len(table)) if times is None else np.asarray(times, dtype=np.float64)
    except (TypeError, ValueError):
        table = weight = np.array(np.nan)
    if table.size == 0 and table.ndim <= 2:
        return np.empty((0, table.shape[1] if table.ndim == 2 else 0)), np.empty(0)
    if (
        table.ndim != 2
        or weight.shape != table.shape[:1]
        or not _are_counts(table)
        or not _are_counts(weight)
    ):
        raise BadInput(_("Counts of units × categories are needed: whole numbers, none below 0."))
    judged = (table.sum(axis=1) > 0) & (weight > 0)
    return table[judged], weight[judged]


def _are_counts(numbers: Floats) -> bool:
    return bool(np.isfinite(numbers).all() and (numbers >= 0).all() and not (numbers % 1).any())


def _trouble(name: str, table: Floats, weight: Floats) -> Agreement | None:
    """The undefined result where nothing can be computed."""
    n = _pairable(table, weight)
    if not n:
        return undefined(name, Reason.NO_PAIRABLE, 0)
    observed = _observed(table, weight)
    if table.shape[1] < 2:
        return undefined(name, Reason.TOO_FEW, n, observed)
    if np.count_nonzero(table.sum(axis=0)) == 1:
        return undefined(name, Reason.ALL_SAME, n, observed)
    return None


def _pairable(table: Floats, weight: Floats) -> int:
    """Units with at least two judgements."""
    return int(weight[table.sum(axis=1) >= 2].sum())


def _observed(table: Floats, weight: Floats) -> float:
    """The mean over units of the share of pairs of coders that agree."""
    several = table.sum(axis=1) >= 2
    table, weight = table[several], weight[several]
    coders = table.sum(axis=1)
    return float(np.average(((table**2).sum(axis=1) - coders) / (coders * (coders - 1)), weights=weight))


def _shares(table: Floats, weight: Floats) -> Floats:
    shares: Floats = np.average(table / table.sum(axis=1, keepdims=True), axis=0, weights=weight)
    return shares


def _by_category(table: Floats, weight: Floats, shares: Floats) -> list[float | None]:
    coders = table[0].sum()
    split = weight @ (table * (coders - table))
    chance = weight.sum() * coders * (coders - 1) * shares * (1 - shares)
    return [float(1 - s / c) if c else None for s, c in zip(split, chance, strict=True)]
