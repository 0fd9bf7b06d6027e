"""How two states of a project differ, out of the journal: each row as it was at a moment and as it is now."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select as select_columns
from sqlmodel import Session

from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _
from qualcode.model import Coder, Event, EventContent
from qualcode.project.project import Project
from qualcode.store import snapshots
from qualcode.store.changes import Digest, Row, decode
from qualcode.store.copies import last_change
from qualcode.store.transaction import table_of
from qualcode.text.addresses import typed_path


@dataclass
class Net:
    """What became of one row between two moments, however often it was changed in between."""

    table: str
    id: int
    before: Row | None
    """The columns that changed, as they were; the whole row where it went, None where it was not there."""
    after: Row | None
    """The same as it is now."""
    at: datetime
    """When it was changed last, ..."""
    coder: str
    """... and by whom."""
    actions: list[str] = field(default_factory=list)
    """What was done to it, as `code.edit`, in order."""

    def was(self, column: str) -> object:
        """A column before; None where there was none or it is as it was."""
        return (self.before or {}).get(column)

    def now(self, column: str) -> object:
        """A column after."""
        return (self.after or {}).get(column)

    def differs(self, *columns: str) -> bool:
        """Whether any of these columns is other than it was."""
        return any(not _same(self.was(column), self.now(column)) for column in columns)


@dataclass(frozen=True)
class Differences:
    """All that differs."""

    rows: tuple[Net, ...]
    """In the order in which they were first touched."""
    untold: int
    """Entries whose content was removed for good or cannot be read: what they did is not among the rows."""

    def of(self, table: str) -> list[Net]:
        """The rows of one table."""
        return [row for row in self.rows if row.table == table]


def moment(project: Project, since: str) -> datetime | None:
    """When a day (UTC) began, a snapshot was made, or the state of a copy had come about; None for the empty string.

    Raises: BadInput where `since` is nothing of this, or a copy of another project; StoreError where it cannot be read.
    """
    if not since:
        return None
    try:
        return datetime.combine(date.fromisoformat(since), time(), UTC)
    except ValueError:
        pass
    with suppress(NotFound):
        return snapshots.find(project.place, since).at.astimezone(UTC)
    copy = typed_path(since)
    if not copy.is_file():
        raise BadInput(
            _(
                "--since is a day, as 2026-03-31, the file of a backup, or a name or number that "
                "qualcode snapshots lists, not {given}",
                given=since,
            )
        )
    study, last = last_change(copy)
    if study != project.study().uid:
        raise BadInput(_("--since: {path} is a copy of another project", path=copy))
    return last and last + timedelta.resolution


def differences(session: Session, since: datetime | None) -> Differences:
    """How the project differs from what it was at `since`, or from nothing at all."""
    events, contents, coders = table_of(Event), table_of(EventContent), table_of(Coder)
    query = (
        select_columns(events.c.at, events.c.action, coders.c.name, contents.c.body)
        .join_from(events, coders, coders.c.id == events.c.coder_id)
        .outerjoin(contents, contents.c.event_id == events.c.id)
        .order_by(events.c.id)
    )
    found: dict[tuple[str, int], Net] = {}
    untold = 0
    for at, action, coder, body in session.execute(query):
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if since is not None and at < since:
            continue
        try:
            changes = decode(body) if body is not None else None
        except (ValueError, zlib.error):  # `check` tells of the damage
            changes = None
        if changes is None:
            untold += 1
            continue
        for change in changes:
            key = change.table, change.id
            known = found.get(key)
            if known is None:
                found[key] = Net(*key, change.before, change.after, at, coder, [action])
                continue
            _go_on(known, change.before, change.after)
            known.at, known.coder = at, coder
            if known.actions[-1] != action:
                known.actions.append(action)
    return Differences(tuple(_differing(found.values())), untold)


def _same(one: object, other: object) -> bool:
    """Whether two values are one, of which either may stand as its digest."""
    if isinstance(one, Digest) and isinstance(other, str | bytes):
        other = Digest.of(other)
    elif isinstance(other, Digest) and isinstance(one, str | bytes):
        one = Digest.of(one)
    return one == other


def _go_on(net: Net, before: Row | None, after: Row | None) -> None:
    """One more change of the same row."""
    if net.before is not None and before is not None:
        net.before = {**before, **net.before}
    if after is None:
        net.after = None
    elif net.after is None or before is None:
        net.after = after
    else:
        net.after = {**net.after, **after}


def _differing(rows: Iterable[Net]) -> Iterable[Net]:
    """Without what came and went, and without what is as it was."""
    for row in rows:
        if row.before is not None and row.after is not None:
            if row.differs(*{*row.before, *row.after}):
                yield row
        elif row.before is not row.after:
            yield row
