"""What becomes of the rows of a filled-in pack: their fates, and the steps that are to be written for them."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from qualcode.exchange.review_pack import Choice, Kind
from qualcode.i18n import _
from qualcode.model import Code, CodeStatus, Coding, Finding, FindingStatus, Record

MODELS: dict[Kind, type[Code | Coding | Finding]] = {
    Kind.CODE: Code,
    Kind.CODING: Coding,
    Kind.FINDING: Finding,
}
STATUS: dict[tuple[Kind, Choice], CodeStatus | FindingStatus] = {
    (Kind.CODE, Choice.APPROVE): CodeStatus.APPROVED,
    (Kind.CODE, Choice.CHANGE): CodeStatus.REVIEW,
    (Kind.FINDING, Choice.APPROVE): FindingStatus.FINAL,
    (Kind.FINDING, Choice.CHANGE): FindingStatus.TENTATIVE,
}
"""What a decision makes of the status."""

Target = tuple[int | None, int | None, int | None]
"""Code, coding and finding of a comment; one of them is its."""

_SIGN = b"qcrv"
_ORDER = tuple(Choice)


class Fate(enum.StrEnum):
    """What becomes of a row."""

    DONE = "done"
    """The decision is carried out, a comment kept."""
    NOTED = "noted"
    """A comment without a decision is kept."""
    KEPT = "kept"
    """The decision cannot be carried out; it is kept in words, as a comment that waits, or in a memo."""
    KNOWN = "known"
    """It was brought home before."""
    REFUSED = "refused"
    """Nothing of it can be taken; it stays in the file."""


@dataclass(frozen=True)
class ReviewRow:
    """One row or card of a file, or words beside it, and what becomes of it."""

    where: str
    on: str
    """code, coding or finding; empty where that cannot be told."""
    about: str
    """The code, the passage's place and code, or F1."""
    decision: str
    """One of `Choice`, or empty."""
    comment: str
    fate: str
    said: str
    """What happens, or why it cannot, in words."""
    author: str = ""
    """Who says it, where that is not the one who answers."""


def told(row: ReviewRow) -> str:
    """What becomes of a row, and how or why, in words."""
    words = {
        Fate.DONE: _("carried out"),
        Fate.NOTED: "",
        Fate.KEPT: _("only kept in words"),
        Fate.KNOWN: "",
        Fate.REFUSED: _("not taken"),
    }
    return ": ".join(filter(None, (words[Fate(row.fate)], row.said)))


def spoken(row: ReviewRow) -> str:
    """The words of a row, with who says them where that is not the one who answers."""
    return f"{row.author}: {row.comment}" if row.author else row.comment


@dataclass(frozen=True)
class Thread:
    """A comment to be written."""

    id: UUID
    """Made of what is said, so that the same answer is known again."""
    body: str
    settled: bool = False
    author: str = ""
    """Who says it, where that is not the one who answers."""
    at: datetime | None = None
    """When it was written, where the file tells."""


@dataclass(frozen=True)
class Note:
    """A line of a memo, for words that no comment can keep: what they were about is gone, or was never told."""

    line: str
    source: int | None = None
    turn: int | None = None


@dataclass(frozen=True)
class Step:
    """A row with what is to be written for it."""

    row: ReviewRow
    record: Record | None = None
    choice: Choice | None = None
    """To be carried out."""
    code: Code | None = None
    """To be given instead."""
    threads: tuple[Thread, ...] = ()
    note: Note | None = None

    @property
    def writes(self) -> bool:
        """Whether anything is written for it."""
        return bool(self.choice or self.threads or self.note)


def answer_id(parts: Iterable[str], choice: Choice | None) -> UUID:
    """An id (UUID version 8, RFC 9562) made of what was said; it tells by itself that it is a decision, and which.

    So a second supervisor's answer is seen to differ from the first one's, also in a copy of the project.
    """
    said = hashlib.sha256("\0".join(parts).encode()).digest()
    raw = bytearray(_SIGN + said[:11] + bytes([_ORDER.index(choice) + 1 if choice else 0]))
    raw[6] = 0x80 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return UUID(bytes=bytes(raw))


def decided_by(id_: UUID) -> Choice | None:
    """The decision that the comment with this id keeps; None for any other comment."""
    number = id_.bytes[-1]
    if id_.version != 8 or id_.bytes[:4] != _SIGN or not 0 < number <= len(_ORDER):
        return None
    return _ORDER[number - 1]


def kind_of_record(record: Record) -> Kind:
    """What a record is to a pack."""
    return next(kind for kind, model in MODELS.items() if isinstance(record, model))


def kind_name(kind: Kind) -> str:
    """What a kind is called in rows."""
    return {Kind.CODE: "code", Kind.CODING: "coding", Kind.FINDING: "finding"}[kind]


def target(record: Record) -> Target:
    """Code, coding and finding of a comment on a record."""
    place = list(MODELS).index(kind_of_record(record))
    return (
        record.id if place == 0 else None,
        record.id if place == 1 else None,
        record.id if place == 2 else None,
    )
