"""What a coefficient gives: a value or the reason why there is none, with the figures it was computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from qualcode.i18n import _


class Reason(StrEnum):
    """Why a coefficient is undefined. An undefined coefficient is None, never 0, 1 or nan."""

    ALL_SAME = "all the same"
    """Every judgement fell into one category: agreement by chance is certain, nothing can be told from it."""
    UNUSED = "unused"
    """No coder used the code in what was compared; agreeing about its absence everywhere says nothing."""
    NO_PAIRABLE = "nothing pairable"
    """No unit was judged by two coders."""
    ONE_CODER = "one coder"
    """There is nobody to agree with."""
    NOBODY = "nobody"
    """Nobody has coded yet."""
    IDLE = "nothing to do"
    """Somebody was assigned nothing and coded nothing, or only supervises: whose silence says nothing."""
    SILENT = "coded nothing"
    """Somebody coded nothing in what was assigned, so has not begun: what was not coded is no judgement."""
    TOO_FEW = "too few"
    """Too few units, or a single category to choose from."""


def reason_words(reason: Reason) -> str:
    """The reason in the person's language."""
    return {
        Reason.ALL_SAME: _("all judgements are the same"),
        Reason.UNUSED: _("no coder used this code"),
        Reason.NO_PAIRABLE: _("no unit was coded by two coders"),
        Reason.ONE_CODER: _("only one coder"),
        Reason.NOBODY: _("nobody has coded yet"),
        Reason.IDLE: _("somebody was assigned no turn and coded nothing"),
        Reason.SILENT: _("somebody has coded nothing in these turns"),
        Reason.TOO_FEW: _("too few units"),
    }[reason]


@dataclass(frozen=True)
class Agreement:
    """One coefficient over one set of judgements."""

    name: str
    """The coefficient's usual name in English."""
    value: float | None
    """The coefficient; None where it is undefined, and then `reason` says why."""
    n: int
    """Units that entered it (for alpha: pairable values; for u-alpha: characters)."""
    reason: Reason | None = None
    observed: float | None = None
    """Observed agreement; for the alpha family observed disagreement."""
    expected: float | None = None
    """Agreement expected by chance; for the alpha family expected disagreement."""
    figures: Mapping[str, Any] = field(default_factory=dict)
    """Further intermediate figures by name; each function says which."""

    def as_json(self) -> dict[str, Any]:
        """Plain values, undefined as null with its reason."""
        return {
            "name": self.name,
            "value": self.value,
            "reason": self.reason.name if self.reason else None,
            "reason_words": reason_words(self.reason) if self.reason else None,
            "n": self.n,
            "observed": self.observed,
            "expected": self.expected,
            **self.figures,
        }


def corrected(
    name: str, observed: float, expected: float, n: int, figures: Mapping[str, Any] | None = None
) -> Agreement:
    """(observed - expected) / (1 - expected): agreement corrected for chance."""
    return Agreement(name, (observed - expected) / (1 - expected), n, None, observed, expected, figures or {})


def undefined(
    name: str, reason: Reason, n: int, observed: float | None = None, figures: Mapping[str, Any] | None = None
) -> Agreement:
    """No value, and why."""
    return Agreement(name, None, n, reason, observed, None, figures or {})
