"""A sample of codings, drawn from each group, code or informant, that comes out the same for the same seed."""

from __future__ import annotations

import enum
import math
import random
import re
from collections.abc import Callable, Sequence

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.project.report_quotes import Passage


class Stratum(enum.StrEnum):
    """What a sample is drawn from each of."""

    GROUP = "group"
    CODE = "code"
    INFORMANT = "informant"


_KEYS: dict[Stratum, Callable[[Passage], str]] = {
    Stratum.GROUP: lambda passage: passage.owners[0].group,
    Stratum.CODE: lambda passage: passage.code,
    Stratum.INFORMANT: lambda passage: passage.owners[0].key,
}

_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*(%?)")


def share_of(given: str) -> float:
    """A share as people write it: 20%, 0.2 or 0,2; raises BadInput where it is not above 0 and at most 1."""
    found = _SHARE.fullmatch(given.strip())
    share = float(found[1].replace(",", ".")) / (100 if found[2] else 1) if found else 0.0
    if not 0 < share <= 1:
        raise BadInput(_("a sample is a share, as 20% or 0.2, not {given}", given=given or "''"))
    return share


def drawn(passages: Sequence[Passage], share: float, by: Stratum, seed: int) -> list[Passage]:
    """That share of each stratum, rounded up, so that each has one at least; in the order given."""
    strata: dict[str, list[Passage]] = {}
    for passage in passages:
        strata.setdefault(_KEYS[by](passage), []).append(passage)
    chance = random.Random(seed)
    chosen: set[int] = set()
    for key in sorted(strata):
        # By lasting id: a copy of the project draws the same.
        pool = sorted(strata[key], key=lambda one: one.coding.uid)
        # The digits beyond are of the computer's fractions: 0.1 of 30 is 3, not 4.
        wanted = math.ceil(round(share * len(pool), 9))
        chosen.update(one.coding.id for one in chance.sample(pool, wanted))
    return [one for one in passages if one.coding.id in chosen]
