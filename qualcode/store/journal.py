"""The journal: undo stack and audit trail at once.

Each coder has a chain of events; an event's hash covers the one before, so a changed or missing row is found.
A chain cut at its end is not: that is why reports print the head.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import IntegrityError

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Coder, Coding, Event, EventContent, EventKind, uuid7
from qualcode.store.changes import Change, canonical, decode, encode
from qualcode.store.transaction import Transaction, table_of

GENESIS = bytes(32)


@dataclass(frozen=True)
class Head:
    """The end of one coder's chain."""

    coder: str
    seq: int
    hash: bytes


def append(
    tx: Transaction,
    coder: Coder,
    kind: EventKind,
    action: str,
    summary: str,
    changes: list[Change],
    target_id: int | None = None,
) -> int:
    """Write an event and its content at the end of `coder`'s chain; gives the event's id."""
    events, contents = table_of(Event), table_of(EventContent)
    seq, previous = tx.memory.heads.get(coder.id) or _head(tx.connection, coder.id)
    seq += 1
    salt, content = os.urandom(16), encode(changes)
    digest = hashlib.sha256(salt + content).digest()
    event: dict[str, Any] = {
        "id": tx.new_ids(events, 1)[0],
        "uid": uuid7(),
        "coder_id": coder.id,
        "seq": seq,
        "at": tx.at,
        "kind": kind,
        "action": action,
        "summary": summary,
        "target_id": target_id,
        "digest": digest,
        "previous": previous,
        "hash": _link(previous, digest, coder.uid, seq, tx.at, kind, action, summary, target_id),
    }
    body = {
        "id": tx.new_ids(contents, 1)[0],
        "uid": uuid7(),
        "event_id": event["id"],
        "salt": salt,
        "body": zlib.compress(content, 1),
    }
    tx.database.add_rows(tx.connection, events, [event])
    tx.database.add_rows(tx.connection, contents, [body])
    tx.memory.heads[coder.id] = (seq, event["hash"])
    return int(event["id"])


def _head(connection: Connection, coder_id: int) -> tuple[int, bytes]:
    events = table_of(Event)
    last = connection.execute(
        select(events.c.seq, events.c.hash)
        .where(events.c.coder_id == coder_id)
        .order_by(events.c.seq.desc())
        .limit(1)
    ).first()
    return (last.seq, last.hash) if last else (0, GENESIS)


def _link(
    previous: bytes,
    digest: bytes,
    coder: UUID,
    seq: int,
    at: datetime,
    kind: EventKind,
    action: str,
    summary: str,
    target_id: int | None,
) -> bytes:
    meta = [coder.hex, seq, at.astimezone(UTC).isoformat(), kind.value, action, summary, target_id]
    return hashlib.sha256(previous + digest + canonical(meta)).digest()


def undo(tx: Transaction) -> tuple[Event, EventKind]:
    """Take back the coder's own last action that is not taken back yet; raises BadInput where there is none."""
    done, _undone = stacks(tx.connection, tx.coder.id)
    if not done:
        raise BadInput(_("there is nothing to undo"))
    event = tx.get(Event, done[-1])
    _replay(tx, [change.inverse() for change in reversed(_content(tx, event.id))])
    return event, EventKind.UNDO


def redo(tx: Transaction) -> tuple[Event, EventKind]:
    """Do again what was taken back last, as long as nothing new was done since."""
    _done, undone = stacks(tx.connection, tx.coder.id)
    if not undone:
        raise BadInput(_("there is nothing to redo"))
    event = tx.get(Event, undone[-1])
    # The undoing kept the full rows, bulk columns too; its inverse brings them back.
    last_undo = tx.all(
        Event, table_of(Event).c.target_id == event.id, table_of(Event).c.kind == EventKind.UNDO
    )[-1]
    _replay(tx, [change.inverse() for change in reversed(_content(tx, last_undo.id))])
    return event, EventKind.REDO


def _replay(tx: Transaction, changes: list[Change]) -> None:
    try:
        for change in changes:
            tx.apply(change)
    except IntegrityError:
        raise BadInput(_("this cannot be taken back: others have built on it since")) from None


def stacks(connection: Connection, coder_id: int) -> tuple[list[int], list[int]]:
    """Ids of a coder's events that stand and can be undone, and of those that can be redone, last on top."""
    events = table_of(Event)
    done: list[int] = []
    undone: list[int] = []
    rows = connection.execute(
        select(events.c.id, events.c.kind, events.c.target_id)
        .where(events.c.coder_id == coder_id)
        .order_by(events.c.seq)
    )
    for row in rows:
        match row.kind:
            case EventKind.DO:
                done.append(row.id)
                undone.clear()
            case EventKind.UNDO:
                undone.append(done.pop())
            case EventKind.REDO:
                done.append(undone.pop())
    return done, undone


def _content(tx: Transaction, event_id: int) -> list[Change]:
    content = tx.first(EventContent, table_of(EventContent).c.event_id == event_id)
    if content is None:
        raise BadInput(_("this cannot be taken back: its content was removed for good"))
    return decode(content.body)


def last_event(connection: Connection) -> int:
    """The id of the newest event: as long as it is the same, so is everything in the project. 0 before the first."""
    return connection.scalar(select(func.max(table_of(Event).c.id))) or 0


@dataclass(frozen=True)
class Touched:
    """What events changed."""

    tables: frozenset[str]
    """Names of the tables in which rows came, went or changed."""
    coded: frozenset[int]
    """Ids of the sources whose codings did."""


def touched_since(connection: Connection, event: int, at_most: int) -> Touched | None:
    """What changed since `event`; None where that is more than `at_most` packed bytes, or was removed for good."""
    events, contents, codings = table_of(Event), table_of(EventContent), table_of(Coding)
    size = func.coalesce(func.sum(func.length(contents.c.body)), 0)
    newer = events.outerjoin(contents, contents.c.event_id == events.c.id)
    kept, ids, whole = connection.execute(
        select(func.count(contents.c.id), func.count(events.c.id), size)
        .select_from(newer)
        .where(events.c.id > event)
    ).one()
    if kept < ids or whole > at_most:
        return None
    tables: set[str] = set()
    coded: set[int] = set()
    changed: set[int] = set()
    for body in connection.scalars(select(contents.c.body).where(contents.c.event_id > event)):
        for change in decode(body):
            tables.add(change.table)
            if change.table == codings.name:
                sources = {
                    row["source_id"] for row in (change.before, change.after) if row and "source_id" in row
                }
                coded |= sources
                if not sources:
                    changed.add(change.id)
    coded |= set(connection.scalars(select(codings.c.source_id).where(codings.c.id.in_(changed))))
    return Touched(frozenset(tables), frozenset(coded))


def heads(connection: Connection) -> list[Head]:
    """The end of every coder's chain, by coder name."""
    events, coders = table_of(Event), table_of(Coder)
    rows = connection.execute(
        select(coders.c.name, events.c.seq, events.c.hash)
        .join_from(events, coders, events.c.coder_id == coders.c.id)
        .order_by(events.c.seq)
    )
    last = {row.name: Head(row.name, row.seq, row.hash) for row in rows}
    return [last[name] for name in sorted(last)]  # in Python: each database has its own order of names


def head_hash(connection: Connection) -> str:
    """One hash over all coders' heads, hex: what reports print and two copies of a project are compared by."""
    return hashlib.sha256(b"".join(head.hash for head in heads(connection))).hexdigest()


def verify(connection: Connection) -> Iterator[str]:
    """What does not hold in the chains, a line each; nothing where all is well."""
    events, contents, coders = table_of(Event), table_of(EventContent), table_of(Coder)
    who = {row.id: row for row in connection.execute(select(coders))}
    content = {row.event_id: row for row in connection.execute(select(contents))}
    ends: dict[int, tuple[int, bytes]] = {}
    for row in connection.execute(select(events).order_by(events.c.coder_id, events.c.seq)):
        seq, previous = ends.get(row.coder_id, (0, GENESIS))
        coder = who.get(row.coder_id)
        name = coder.name if coder is not None else "?"
        ends[row.coder_id] = (row.seq, row.hash)
        if row.seq != seq + 1:
            yield _("history of {coder}: entry {n} is missing", coder=name, n=seq + 1)
            continue
        if (
            coder is None
            or row.previous != previous
            or row.hash
            != _link(
                previous,
                row.digest,
                coder.uid,
                row.seq,
                row.at,
                row.kind,
                row.action,
                row.summary,
                row.target_id,
            )
        ):
            yield _("history of {coder}: entry {n} was changed", coder=name, n=row.seq)
            continue
        body = content.get(row.id)
        if body is not None:
            try:
                intact = hashlib.sha256(body.salt + zlib.decompress(body.body)).digest() == row.digest
            except zlib.error:
                intact = False
            if not intact:
                yield _("history of {coder}: the content of entry {n} was changed", coder=name, n=row.seq)
