"""Two coders over one set of categories.

A table holds counts of units: row i, column j counts the units that the first coder put into category i and the
second into j. Its size q is the number of categories there were to choose from, used or not.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qualcode.analysis.agreement.result import Agreement, Reason, corrected, undefined
from qualcode.errors import BadInput
from qualcode.i18n import _

Floats = NDArray[np.float64]


def square(table: ArrayLike) -> Floats:
    """The table as floats; an empty one is 0 × 0. Raises BadInput where it is not q × q, or holds what is no count."""
    try:
        counts = np.asarray(table, dtype=np.float64)
    except (TypeError, ValueError):
        counts = np.empty(1)
    if counts.shape == (0,):
        return np.empty((0, 0))
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.shape[0] == 0:
        raise BadInput(_("A table of agreement has as many rows as columns, all of them counts."))
    whole = isinstance(table, np.ndarray) and np.issubdtype(table.dtype, np.integer)
    if not (whole or np.isfinite(counts).all()) or (counts < 0).any():
        raise BadInput(_("A table of agreement holds counts of units, none below 0."))
    if not whole and (counts % 1).any():
        raise BadInput(_("A table of agreement holds counts of units, which are whole numbers."))
    return counts


def percent_agreement(a: Sequence[Hashable | None], b: Sequence[Hashable | None]) -> Agreement:
    """The share of units that both coders judged alike; `a` and `b` hold one label per unit, None where missing.

    Figures: `agreed`, units judged alike. Raises BadInput where the lists differ in length.
    """
    pairs = _pairs(a, b)
    if not pairs:
        return undefined("percent agreement", Reason.NO_PAIRABLE, 0, figures={"agreed": 0})
    agreed = sum(left == right for left, right in pairs)
    share = agreed / len(pairs)
    return Agreement("percent agreement", share, len(pairs), observed=share, figures={"agreed": agreed})


def holsti(a: Sequence[Hashable | None], b: Sequence[Hashable | None]) -> Agreement:
    """Twice the common judgements over all judgements of both coders: 2A / (N1 + N2).

    Differs from `percent_agreement` where a coder left units out. Figures: `agreed`, `decisions` of each coder.
    Source: Holsti 1969, Content Analysis for the Social Sciences and Humanities, p. 140.
    """
    pairs = _pairs(a, b)
    decisions = [sum(label is not None for label in labels) for labels in (a, b)]
    agreed = sum(left == right for left, right in pairs)
    figures = {"agreed": agreed, "decisions": decisions}
    if not sum(decisions):
        return undefined("Holsti", Reason.NO_PAIRABLE, 0, figures=figures)
    share = 2 * agreed / sum(decisions)
    return Agreement("Holsti", share, len(pairs), observed=share, figures=figures)


def cohen_kappa(table: ArrayLike) -> Agreement:
    """Cohen's kappa: chance from each coder's own shares.

    Figures: `shares`, the shares of the categories for each coder. Source: Cohen 1960, EPM 20:37-46.
    """

    def chance(p: Floats) -> tuple[float, dict[str, Any]]:
        rows, columns = p.sum(axis=1), p.sum(axis=0)
        return float(rows @ columns), {"shares": [rows.tolist(), columns.tolist()]}

    return _by_chance("Cohen's kappa", table, chance)


def scott_pi(table: ArrayLike) -> Agreement:
    """Scott's pi: chance from the shares of both coders together.

    Figures: `shares` of the categories. Source: Scott 1955, Public Opinion Quarterly 19:321-325.
    """

    def chance(p: Floats) -> tuple[float, dict[str, Any]]:
        shares = _mean_shares(p)
        return float(shares @ shares), {"shares": shares.tolist()}

    return _by_chance("Scott's pi", table, chance)


def brennan_prediger(table: ArrayLike) -> Agreement:
    """Brennan and Prediger's coefficient (Bennett's S; PABAK for two categories): chance is 1 / q.

    Source: Brennan & Prediger 1981, EPM 41:687-699.
    """
    return _by_chance("Brennan-Prediger", table, lambda p: (1 / len(p), {}))


def gwet_ac1(table: ArrayLike) -> Agreement:
    """Gwet's AC1: chance from how evenly the categories are used; steady where a code is rare.

    Figures: `shares` of the categories. Source: Gwet 2008, BJMSP 61:29-48.
    """

    def chance(p: Floats) -> tuple[float, dict[str, Any]]:
        shares = _mean_shares(p)
        return float((shares * (1 - shares)).sum() / (len(p) - 1)), {"shares": shares.tolist()}

    return _by_chance("Gwet's AC1", table, chance)


def specific_agreement(table: ArrayLike) -> Agreement:
    """How often one coder's use of a category is shared by the other: 2 n_kk / (n_k. + n_.k) for each category k.

    `value` is that of the first category, which in a table of presence and absence is presence (positive
    agreement); `figures["by_category"]` has all of them, None for a category nobody used.
    Source: Cicchetti & Feinstein 1990, J Clin Epidemiol 43:551-558.
    """
    counts = square(table)
    used = counts.sum(axis=0) + counts.sum(axis=1)
    shares = [2 * counts[k, k] / used[k] if used[k] else None for k in range(len(counts))]
    by_category = [None if share is None else float(share) for share in shares]
    total = int(counts.sum())
    if not total:
        return undefined("specific agreement", Reason.NO_PAIRABLE, 0, figures={"by_category": by_category})
    observed = float(np.trace(counts) / counts.sum())
    reason = Reason.UNUSED if by_category[0] is None else None
    return Agreement(
        "specific agreement", by_category[0], total, reason, observed, None, {"by_category": by_category}
    )


def _by_chance(
    name: str, table: ArrayLike, chance: Callable[[Floats], tuple[float, dict[str, Any]]]
) -> Agreement:
    """A coefficient that differs from its sisters only in what it calls chance."""
    counts = square(table)
    n = counts.sum()
    if not n:
        return undefined(name, Reason.NO_PAIRABLE, 0)
    p = counts / n
    observed = float(np.trace(p))
    if len(p) < 2:
        return undefined(name, Reason.TOO_FEW, int(n), observed)
    # One cell of the diagonal holds everything: some coefficients would print 1 here and others divide by zero.
    if p.max() == 1 and observed == 1:
        return undefined(name, Reason.ALL_SAME, int(n), observed)
    expected, figures = chance(p)
    return corrected(name, observed, expected, int(n), figures)


def _mean_shares(p: Floats) -> Floats:
    shares: Floats = (p.sum(axis=0) + p.sum(axis=1)) / 2
    return shares


def _pairs(a: Sequence[Hashable | None], b: Sequence[Hashable | None]) -> list[tuple[Hashable, Hashable]]:
    """Units that both judged."""
    if len(a) != len(b):
        raise BadInput(
            _("Both coders need one judgement per unit: {a} and {b} were given.", a=len(a), b=len(b))
        )
    return [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
