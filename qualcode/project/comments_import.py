"""Comments of a copy brought home: what a supervisor remarked on a shared copy, by the ids that both files hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.i18n import _, ngettext
from qualcode.model import Code, Coder, Coding, Comment, CommentStatus, Event, EventContent, Finding, Record
from qualcode.store.changes import decode
from qualcode.store.transaction import Transaction, table_of

if TYPE_CHECKING:
    from qualcode.project.project import Project

TARGETS: tuple[tuple[type[Record], str], ...] = (
    (Code, "code_id"),
    (Coding, "coding_id"),
    (Finding, "finding_id"),
)


@dataclass(frozen=True)
class Brought:
    """What came with a copy."""

    comments: int
    """New threads."""
    replies: int
    """New answers."""
    settled: int
    """Threads that were resolved, or opened again, in the copy."""
    lost: int
    """Comments and answers on what is not here any more: they stay in the copy."""

    @property
    def nothing(self) -> bool:
        """Whether nothing changes here."""
        return not (self.comments or self.replies or self.settled)

    def words(self) -> str:
        """What came, in the person's language, on one line."""
        parts = [
            ngettext("{n} new comment", "{n} new comments", self.comments),
            ngettext("{n} new answer", "{n} new answers", self.replies),
        ]
        if self.settled:
            parts.append(ngettext("{n} settled or reopened", "{n} settled or reopened", self.settled))
        if self.lost:
            parts.append(_("{n} on what is not here any more", n=self.lost))
        return " · ".join(parts)


@dataclass(frozen=True)
class Remark:
    """A comment as it stands in the copy."""

    record: Comment
    coder: Coder
    parent: UUID | None
    target: tuple[type[Record], str, UUID] | None
    """What it is on: the record's class, the column of a comment for it, and its lasting id."""
    new: bool
    """Whether it was written in the copy; else only whether it waits was changed there."""


def remarks_of(copy: Project, known: frozenset[UUID]) -> Sequence[Remark]:
    """What was done to comments in `copy` by entries of its history that are not among the `known`, by number."""
    with copy.read() as session:
        made, touched = _changed(session, known)
        table = table_of(Comment)
        rows = session.scalars(
            select(Comment).where(table.c.id.in_(made | touched)).order_by(table.c.id)
        ).all()
        coders = {one.id: one for one in session.scalars(select(Coder))}
        return [_remark(session, row, coders[row.coder_id], row.id in made) for row in rows]


def bring(tx: Transaction, remarks: Sequence[Remark]) -> Brought:
    """Write what is new of `remarks`, and whether threads wait."""
    table, coders = table_of(Comment), table_of(Coder)
    comments = replies = settled = lost = 0
    for remark in remarks:
        there = remark.record
        here = tx.first(Comment, table.c.uid == there.uid)
        if here is not None:
            if here.parent_id is None and here.status != there.status:
                tx.update(here, status=CommentStatus(there.status))
                settled += 1
            continue
        if not remark.new:
            continue
        on = _here(tx, remark)
        if on is None:
            lost += 1
            continue
        who = tx.first(Coder, coders.c.name == remark.coder.name) or tx.insert(
            Coder(name=remark.coder.name, role=remark.coder.role)
        )
        tx.insert(
            Comment(
                uid=there.uid,
                body=there.body,
                coder_id=who.id,
                round=there.round,
                status=there.status,
                created_at=there.created_at,
                **on,
            )
        )
        comments, replies = comments + (remark.parent is None), replies + (remark.parent is not None)
    return Brought(comments, replies, settled, lost)


def entries_of(session: Session) -> frozenset[UUID]:
    """The lasting ids of every entry of a history."""
    return frozenset(session.scalars(select(table_of(Event).c.uid)))


def _changed(session: Session, known: frozenset[UUID]) -> tuple[set[int], set[int]]:
    """Numbers of comments written by entries that are not known, and of those otherwise changed by them."""
    events, contents = table_of(Event), table_of(EventContent)
    made, touched = set[int](), set[int]()
    for uid, body in session.execute(
        select_columns(events.c.uid, contents.c.body)
        .join(contents, contents.c.event_id == events.c.id)
        .where(events.c.action.like("comment.%"))
        .order_by(events.c.id)
    ):
        if uid not in known:
            for change in decode(body):
                if change.table == "comment":
                    (touched if change.before is not None else made).add(change.id)
    return made, touched


def _remark(session: Session, row: Comment, coder: Coder, new: bool) -> Remark:
    parent = session.get_one(Comment, row.parent_id).uid if row.parent_id is not None else None
    for model, column in TARGETS:
        key = getattr(row, column)
        if key is not None:
            return Remark(row, coder, parent, (model, column, session.get_one(model, key).uid), new)
    return Remark(row, coder, parent, None, new)


def _here(tx: Transaction, remark: Remark) -> dict[str, int] | None:
    """What a new comment is on, as columns of it; None where that is not here."""
    if remark.parent is not None:
        thread = tx.first(Comment, table_of(Comment).c.uid == remark.parent)
        return None if thread is None else {"parent_id": thread.id}
    if remark.target is None:
        return None
    model, column, uid = remark.target
    found = tx.first(model, table_of(model).c.uid == uid)
    return None if found is None else {column: found.id}
