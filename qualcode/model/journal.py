"""The journal's rows: what happened, by whom; and, apart, what exactly changed.

The chain hashes a salted digest of the content, so content can be removed (an informant withdraws) and the
chain still verifies.
"""

import enum
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from qualcode.model.base import Record, choice, constraints, ref


class EventKind(enum.StrEnum):
    """Whether something was done, taken back, or done again."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"
    BASELINE = "baseline"
    """Done, and not to be undone: a project's beginning, a coder's first appearance."""


class Event(Record, table=True):
    """One action of one coder; never changed after it is written."""

    __table_args__: ClassVar[Any] = constraints(UniqueConstraint("coder_id", "seq"))
    coder_id: int = ref("coder.id", "refuse", index=False)
    seq: int
    """Running number of this coder's events, from 1."""
    at: datetime
    kind: EventKind = Field(default=EventKind.DO, sa_type=choice(EventKind), nullable=False)
    action: str
    """What was done, as `coding.add`."""
    summary: str = ""
    """What it was done to, without informants' words or names."""
    target_id: int | None = Field(default=None)
    """The event taken back or done again."""
    digest: bytes = Field(sa_type=LargeBinary)
    """SHA-256 of salt and content."""
    previous: bytes = Field(sa_type=LargeBinary)
    """Hash of this coder's event before; 32 zero bytes for the first."""
    hash: bytes = Field(sa_type=LargeBinary)
    """SHA-256 over previous, digest and the columns above."""


class EventContent(Record, table=True):
    """What an event changed: every row before and after."""

    event_id: int = ref("event.id", "refuse", unique=True)
    salt: bytes = Field(sa_type=LargeBinary)
    body: bytes = Field(sa_type=LargeBinary)
    """Canonical JSON of the changes, deflated."""
