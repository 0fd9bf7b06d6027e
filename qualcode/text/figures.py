"""Figures rounded so that none looks like nothing, or like all, that is not: .9955 is >0.99 and not 1.00."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_NOISE = 1e-9
"""What arithmetic leaves behind of a zero or a one."""


def rounded(value: float, places: int = 2, whole: float = 1.0) -> str:
    """`value` with so many decimals and a point: "0.56", "<0.01" of what is more than nothing, ">0.99" of less than all.

    A half goes up, as a reader with a pencil rounds: 0.125 is 0.13, not the even 0.12. `whole` is all of it: 1, or 100
    of per cents. What rounds to nothing has no sign but where it is less.
    """
    if abs(value) < _NOISE or abs(abs(value) - whole) < _NOISE:
        value = float(round(value))
    step = Decimal(1).scaleb(-places)
    found = Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP)
    if found.is_zero():
        return f"{abs(found):f}" if not value else f"<{step:f}" if value > 0 else f">-{step:f}"
    limit = Decimal(repr(float(whole)))
    if abs(found) == limit and abs(value) < whole:
        return f">{(limit - step).quantize(step):f}" if value > 0 else f"<-{(limit - step).quantize(step):f}"
    return f"{found:f}"


def limit(value: float, places: int = 2) -> float:
    """A limit of an interval, rounded plainly: it is written as what it rounds to, also as 0 or 1.

    "<0.01" says that something is more than nothing; of a limit, which says how far an estimate may reach, it is noise.
    """
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)) + 0.0


def per_cent(share: float, places: int = 0) -> str:
    """A share of one in per cent, with a point: "12%", "<1%", ">99%"."""
    return rounded(share * 100, places, 100.0) + "%"
