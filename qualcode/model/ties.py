"""Who is tied to whom, recorded from quotes."""

import enum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from qualcode.model.base import Record, choice, constraints, ref
from qualcode.model.codings import Valence


class TieType(enum.StrEnum):
    """What flows along a tie."""

    TRUST = "trust"
    AID = "aid"
    INFO = "info"
    KINSHIP = "kinship"
    MONEY = "money"
    AUTHORITY = "authority"
    COOPERATION = "cooperation"
    CONFLICT = "conflict"


class Tie(Record, table=True):
    """A tie between two informants or mentioned actors."""

    __table_args__: ClassVar[Any] = constraints(
        CheckConstraint("(from_informant_id IS NULL) != (from_actor_id IS NULL)", name="one_from"),
        CheckConstraint("(to_informant_id IS NULL) != (to_actor_id IS NULL)", name="one_to"),
    )
    from_informant_id: int | None = ref("informant.id", "cascade", optional=True)
    from_actor_id: int | None = ref("actor.id", "cascade", optional=True)
    to_informant_id: int | None = ref("informant.id", "cascade", optional=True)
    to_actor_id: int | None = ref("actor.id", "cascade", optional=True)
    type: TieType = Field(sa_type=choice(TieType), nullable=False)
    directed: bool = False
    strength: int | None = None
    """1 weak … 3 strong; None not judged."""
    valence: Valence | None = Field(default=None, sa_type=choice(Valence), nullable=True)
    nominated_by: int | None = ref("informant.id", "clear")
    note: str = ""


class TieEvidence(Record, table=True):
    """A passage that shows a tie."""

    tie_id: int = ref("tie.id", "cascade")
    source_id: int = ref("source.id", "cascade")
    start: int
    stop: int
