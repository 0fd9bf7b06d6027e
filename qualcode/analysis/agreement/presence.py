"""Every coefficient for one code, which coders used or did not: from counts of patterns, for many samples at once.

The same formulas as in `tables`, `raters` and `alpha`, written for two categories (used, not used) and for arrays
of samples, because an interval wants a thousand of them for every code. The tests hold both to each other.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.agreement.alpha import alpha_of_counts
from qualcode.analysis.agreement.intervals import (
    FEWEST_UNITS,
    RESAMPLES,
    SEED,
    Interval,
    NoInterval,
    percentiles,
)
from qualcode.analysis.agreement.raters import brennan_prediger_raters, fleiss_kappa, gwet_ac1_raters
from qualcode.analysis.agreement.result import Agreement, Reason, undefined
from qualcode.analysis.agreement.tables import (
    brennan_prediger,
    cohen_kappa,
    gwet_ac1,
    scott_pi,
    specific_agreement,
)
from qualcode.analysis.columns import Ints

Floats = NDArray[np.float64]

PERCENT, HOLSTI, KAPPA, PI, BP, AC1, FLEISS, ALPHA, POSITIVE, U_ALPHA = (
    "percent", "holsti", "kappa", "pi", "bp", "ac1", "fleiss", "alpha", "positive", "u-alpha",
)  # fmt: skip
COEFFICIENTS = (PERCENT, HOLSTI, KAPPA, PI, BP, AC1, FLEISS, ALPHA, POSITIVE)
"""Short names of the coefficients of counts, as options and JSON have them."""

ASKABLE = (*COEFFICIENTS, U_ALPHA)
"""All that can be asked for; u-alpha is about where passages lie, so counts do not give it."""

SHARES = frozenset({PERCENT, HOLSTI})
"""Those that are a share of the units judged alike, written in per cent."""

FOR_TWO = frozenset({HOLSTI, KAPPA, PI})
"""Those defined for two coders only; Fleiss' kappa is what stands beside pi for more."""

NAMES = {
    PERCENT: "percent agreement",
    HOLSTI: "Holsti",
    KAPPA: "Cohen's kappa",
    PI: "Scott's pi",
    BP: "Brennan-Prediger",
    AC1: "Gwet's AC1",
    FLEISS: "Fleiss' kappa",
    ALPHA: "Krippendorff's alpha",
    POSITIVE: "positive agreement",
}


def coefficient(name: str, counts: Ints, coders: int) -> Agreement:
    """One coefficient from `counts`, units (or characters) by pattern.

    A code that nobody used is UNUSED for every coefficient, the percentage too: agreeing about its absence everywhere
    would be a hundred per cent of nothing. The share stays as `observed`. Holsti's 2A / (N1 + N2) is the percentage
    here, because both coders judged every unit.
    """
    total = int(counts.sum())
    if coders < 2:
        return undefined(NAMES[name], Reason.ONE_CODER, total)
    if not total:
        return undefined(NAMES[name], Reason.NO_PAIRABLE, 0)
    unused = not counts[1:].any()
    if unused or name in SHARES:
        shared = float(_observed(counts.astype(np.float64), coders))
        if unused:
            return undefined(NAMES[name], Reason.UNUSED, total, shared)
        return Agreement(NAMES[name], shared, total, observed=shared)
    if name in FOR_TWO or (coders == 2 and name in (BP, AC1, POSITIVE)):
        # Patterns are neither, first, second, both; in a table of two the first coder's judgements are the rows.
        return _TABLES[name](counts[::-1].reshape(2, 2).T)
    if name == POSITIVE:
        shares = list(specific(counts, coders))
        observed = float(_observed(counts.astype(np.float64), coders))
        return Agreement(
            "specific agreement", shares[0], total, observed=observed, figures={"by_category": shares}
        )
    users = _users(coders)
    judged, times = np.stack([users, coders - users], axis=1).astype(np.float64), counts.astype(np.float64)
    if name == ALPHA:
        return alpha_of_counts(judged, ["used", "not used"], times=times)
    return _RATERS[name](judged, times)


_TABLES: dict[str, Callable[[Ints], Agreement]] = {
    KAPPA: cohen_kappa,
    PI: scott_pi,
    BP: brennan_prediger,
    AC1: gwet_ac1,
    POSITIVE: specific_agreement,
}
_RATERS: dict[str, Callable[[Floats, Floats], Agreement]] = {
    BP: brennan_prediger_raters,
    AC1: gwet_ac1_raters,
    FLEISS: fleiss_kappa,
}


def specific(counts: Ints, coders: int) -> tuple[float | None, float | None]:
    """Positive and negative specific agreement: of the pairs of judgements with one that says used (not used), the
    share with two that do. None where nobody said so, and both for a code that nobody used.

    Source: Cicchetti & Feinstein 1990, J Clin Epidemiol 43:551-558; for more than two coders Fleiss, Levin & Paik 2003,
    Statistical Methods for Rates and Proportions, ch. 18.
    """
    users = _users(coders)
    if coders < 2 or not counts[1:].sum():
        return None, None
    shares = []
    for said in (users, coders - users):
        given = int(counts @ said) * (coders - 1)
        shares.append(int(counts @ (said * (said - 1))) / given if given else None)
    return shares[0], shares[1]


def interval(name: str, counts: Ints, coders: int) -> Interval | NoInterval:
    """The bootstrap interval of the coefficient over units, or why there is none.

    There is none below 10 units, and where more than 5 % of the samples leave the coefficient undefined, as they do
    where a code was used in a handful of units only.
    """
    units = int(counts.sum())
    if units < FEWEST_UNITS:
        return NoInterval.FEW_UNITS
    drawn = np.random.default_rng(SEED).multinomial(units, counts / units, RESAMPLES)
    return percentiles(values(name, drawn.astype(np.float64), coders)) or NoInterval.UNDEFINED_SAMPLES


def values(name: str, samples: Floats, coders: int) -> Floats:
    """The coefficient of every row of `samples`, samples × patterns; nan where it is undefined."""
    total = samples.sum(axis=1)
    observed = _observed(samples, coders)
    if name in SHARES:
        return np.where(samples[:, 1:].any(axis=1), observed, np.nan)
    used = samples @ _users(coders) / (total * coders)
    with np.errstate(divide="ignore", invalid="ignore"):
        if name == POSITIVE:
            users = _users(coders)
            alike = samples @ (users * (users - 1)) / (samples @ users * (coders - 1))
            return np.where(samples[:, 1:].any(axis=1), alike, np.nan)
        if name == ALPHA:
            given = total * coders
            found = 1 - (1 - observed) / (2 * used * (1 - used) * given / (given - 1))
        else:
            chance = _chance(name, samples, total, used)
            found = (observed - chance) / (1 - chance)
    return np.where((used == 0) | (used == 1), np.nan, found)


def _chance(name: str, samples: Floats, total: Floats, used: Floats) -> Floats:
    """The agreement expected by chance."""
    if name == BP:
        return np.full_like(used, 0.5)
    if name == AC1:
        return 2 * used * (1 - used)
    if name == KAPPA:
        _none, first, second, both = samples.T
        one, other = (both + first) / total, (both + second) / total
        by_each: Floats = one * other + (1 - one) * (1 - other)
        return by_each
    by_shares: Floats = used**2 + (1 - used) ** 2
    return by_shares


def _observed(samples: Floats, coders: int) -> Floats:
    """The mean share of pairs of coders that agree, of each sample."""
    users = _users(coders)
    apart = users * (coders - users) / (coders * (coders - 1) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        shared: Floats = 1 - samples @ apart / samples.sum(axis=-1)
    return shared


def _users(coders: int) -> Ints:
    """How many coders are in each pattern."""
    return np.array([pattern.bit_count() for pattern in range(1 << coders)], dtype=np.int64)
