"""Who tagged what: coders, assignments, codings, links between them and suggestions."""

import enum
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Record, choice, constraints, now, ref


class CoderRole(enum.StrEnum):
    """What a coder may be to the study."""

    CODER = "coder"
    SUPERVISOR = "supervisor"


class Valence(enum.StrEnum):
    """What a passage says of its code: present, absent, both; set by a person only."""

    STRENGTHENS = "strengthens"
    WEAKENS = "weakens"
    MIXED = "mixed"


class LinkKind(enum.StrEnum):
    """How one coding leads to another."""

    CAUSE_OF = "cause_of"
    SOLUTION_TO = "solution_to"
    BEFORE = "before"


class SuggestionStatus(enum.StrEnum):
    """A suggestion waits until a person decides."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Coder(Record, table=True):
    """A person who codes or reviews; the actor of the journal."""

    name: str = Field(unique=True)
    role: CoderRole = Field(default=CoderRole.CODER, sa_type=choice(CoderRole), nullable=False)


class Assignment(Record, table=True):
    """A coder is to code a turn (second coding compares assigned turns only)."""

    __table_args__: ClassVar[Any] = constraints(UniqueConstraint("coder_id", "turn_id"))
    coder_id: int = ref("coder.id", "refuse")
    turn_id: int = ref("turn.id", "cascade")


class Coding(Record, table=True):
    """A span of a source tagged with a code by a coder; offsets in code points, [start, stop)."""

    __table_args__: ClassVar[Any] = constraints(
        UniqueConstraint("source_id", "start", "stop", "code_id", "coder_id"),
        Index("ix_coding_code", "code_id", "source_id", "start"),
        CheckConstraint("start >= 0 AND stop > start", name="span"),
    )
    source_id: int = ref("source.id", "cascade", index=False)
    start: int
    stop: int
    code_id: int = ref("code.id", "cascade", index=False)
    coder_id: int = ref("coder.id", "refuse")
    valence: Valence | None = Field(default=None, sa_type=choice(Valence), nullable=True)
    period: str = ""
    """Time spoken about (before, after …); not when it was said."""
    memo: str = ""
    paraphrase: str = ""
    interpretation: str = ""
    translation: str = ""
    review: str = ""
    """Why a person should look again (a corrected transcript moved its edge)."""
    created_at: datetime = Field(default_factory=now)


class CodingLink(Record, table=True):
    """Cause → problem, solution → problem, before → after."""

    __table_args__: ClassVar[Any] = constraints(UniqueConstraint("from_coding_id", "to_coding_id", "kind"))
    from_coding_id: int = ref("coding.id", "cascade")
    to_coding_id: int = ref("coding.id", "cascade")
    kind: LinkKind = Field(sa_type=choice(LinkKind), nullable=False)
    note: str = ""


class Suggestion(Record, table=True):
    """A code proposed for a span by its cue words; nothing until a person accepts it."""

    source_id: int = ref("source.id", "cascade")
    start: int
    stop: int
    code_id: int = ref("code.id", "cascade")
    cue: str
    word: str
    """The word or phrase found."""
    negated: bool = False
    evidence: str = ""
    """Why it counts as negated, or empty."""
    status: SuggestionStatus = Field(
        default=SuggestionStatus.PENDING, sa_type=choice(SuggestionStatus), nullable=False
    )
    coding_id: int | None = ref("coding.id", "clear")
    decided_by: int | None = ref("coder.id", "refuse", optional=True)
