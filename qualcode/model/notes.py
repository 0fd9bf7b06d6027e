"""What people write beside the data: memos and comments."""

import enum
from datetime import datetime

from sqlmodel import Field

from qualcode.model.base import Record, choice, now, ref


class MemoKind(enum.StrEnum):
    """What a memo is about."""

    CONCEPT = "concept"
    METHOD = "method"
    REFLEXIVE = "reflexive"
    THEORY = "theory"
    SUPERVISOR = "supervisor"


class CommentStatus(enum.StrEnum):
    """Whether a comment still waits."""

    OPEN = "open"
    RESOLVED = "resolved"


class Memo(Record, table=True):
    """A dated note; it outlives what it is attached to."""

    kind: MemoKind = Field(default=MemoKind.CONCEPT, sa_type=choice(MemoKind), nullable=False)
    title: str = ""
    body: str
    coder_id: int = ref("coder.id", "refuse")
    code_id: int | None = ref("code.id", "clear")
    coding_id: int | None = ref("coding.id", "clear")
    source_id: int | None = ref("source.id", "clear")
    turn_id: int | None = ref("turn.id", "clear")
    finding_id: int | None = ref("finding.id", "clear")
    informant_id: int | None = ref("informant.id", "clear")
    created_at: datetime = Field(default_factory=now)


class Comment(Record, table=True):
    """A remark of a reviewer on a code, a coding or a finding, answered in a thread."""

    body: str
    coder_id: int = ref("coder.id", "refuse")
    round: str = ""
    """Which meeting it belongs to: bimbingan 3, sempro, sidang."""
    status: CommentStatus = Field(default=CommentStatus.OPEN, sa_type=choice(CommentStatus), nullable=False)
    parent_id: int | None = ref("comment.id", "cascade", optional=True)
    code_id: int | None = ref("code.id", "cascade", optional=True)
    coding_id: int | None = ref("coding.id", "cascade", optional=True)
    finding_id: int | None = ref("finding.id", "cascade", optional=True)
    created_at: datetime = Field(default_factory=now)
