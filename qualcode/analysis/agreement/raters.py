"""Two or more coders, from counts: row u, column k says how many coders put unit u into category k.

The observed agreement comes from units with two judgements or more; a unit with one still tells how often a category
is used (Gwet 2014, Handbook of Inter-Rater Reliability, ch. 2). The number of columns is the number of categories
there were to choose from, used or not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.analysis.agreement.result import Agreement, Reason, corrected, undefined
from qualcode.errors import BadInput
from qualcode.i18n import _

Floats = NDArray[np.float64]


def fleiss_kappa(counts: ArrayLike) -> Agreement:
    """Fleiss' kappa: chance from the shares of the categories over all coders.

    Units may have different numbers of coders; each counts alike. Figures: `shares` and, where all units have the
    same number of coders, `by_category`, the kappa of each category against the others (None for one that all or
    none used).
    Source: Fleiss 1971, Psychological Bulletin 76:378-382.
    """
    table = _judged(counts)
    if (trouble := _trouble("Fleiss' kappa", table)) is not None:
        return trouble
    shares = _shares(table)
    figures: dict[str, Any] = {"shares": shares.tolist()}
    coders = table.sum(axis=1)
    if (coders == coders[0]).all():
        figures["by_category"] = _by_category(table, shares)
    return corrected("Fleiss' kappa", _observed(table), float(shares @ shares), _pairable(table), figures)


def gwet_ac1_raters(counts: ArrayLike) -> Agreement:
    """Gwet's AC1 for two or more coders. Figures: `shares`. Source: Gwet 2008, BJMSP 61:29-48."""
    table = _judged(counts)
    if (trouble := _trouble("Gwet's AC1", table)) is not None:
        return trouble
    shares = _shares(table)
    expected = float((shares * (1 - shares)).sum() / (len(shares) - 1))
    return corrected("Gwet's AC1", _observed(table), expected, _pairable(table), {"shares": shares.tolist()})


def brennan_prediger_raters(counts: ArrayLike) -> Agreement:
    """Brennan and Prediger's coefficient for two or more coders (free-marginal kappa): chance is 1 / q.

    Source: Randolph 2005, Free-marginal multirater kappa.
    """
    table = _judged(counts)
    if (trouble := _trouble("Brennan-Prediger", table)) is not None:
        return trouble
    return corrected("Brennan-Prediger", _observed(table), 1 / table.shape[1], _pairable(table))


def _judged(counts: ArrayLike) -> Floats:
    """Units with at least one judgement. Raises BadInput where this is no table of counts."""
    try:
        table = np.asarray(counts, dtype=np.float64)
    except (TypeError, ValueError):
        table = np.empty(0)
    if table.size == 0 and table.ndim <= 2:
        return np.empty((0, table.shape[1] if table.ndim == 2 else 0))
    if table.ndim != 2 or not np.isfinite(table).all() or (table < 0).any():
        raise BadInput(_("Counts of units × categories are needed, none below 0."))
    judged: Floats = table[table.sum(axis=1) > 0]
    return judged


def _trouble(name: str, table: Floats) -> Agreement | None:
    """The undefined result where nothing can be computed."""
    n = _pairable(table)
    if not n:
        return undefined(name, Reason.NO_PAIRABLE, 0)
    observed = _observed(table)
    if table.shape[1] < 2:
        return undefined(name, Reason.TOO_FEW, n, observed)
    if np.count_nonzero(table.sum(axis=0)) == 1:
        return undefined(name, Reason.ALL_SAME, n, observed)
    return None


def _pairable(table: Floats) -> int:
    """Units with at least two judgements."""
    return int((table.sum(axis=1) >= 2).sum())


def _observed(table: Floats) -> float:
    """The mean over units of the share of pairs of coders that agree."""
    table = table[table.sum(axis=1) >= 2]
    coders = table.sum(axis=1)
    return float((((table**2).sum(axis=1) - coders) / (coders * (coders - 1))).mean())


def _shares(table: Floats) -> Floats:
    shares: Floats = (table / table.sum(axis=1, keepdims=True)).mean(axis=0)
    return shares


def _by_category(table: Floats, shares: Floats) -> list[float | None]:
    coders = table[0].sum()
    split = (table * (coders - table)).sum(axis=0)
    chance = len(table) * coders * (coders - 1) * shares * (1 - shares)
    return [float(1 - s / c) if c else None for s, c in zip(split, chance, strict=True)]
