"""How two copies of one project stand to each other, told from their histories alone.

Each coder's chain in one copy is the beginning of the same coder's chain in the other as long as nobody went on in
both; where both went on, the chains part, and the first entries that differ say since when.
"""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from qualcode.errors import QualcodeError, StoreError
from qualcode.i18n import _, ngettext
from qualcode.model import Coder, Event, Study
from qualcode.store import journal, reasons
from qualcode.store.database import database_at
from qualcode.store.engine import connect_reading, inspect
from qualcode.store.transaction import table_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kin(enum.StrEnum):
    """How one copy stands to another."""

    SAME = "same"
    AHEAD = "ahead"
    """The first holds everything of the second, and more."""
    BEHIND = "behind"
    BOTH = "both"
    """Each holds something the other lacks."""
    OTHER = "other"
    """They are not copies of one project."""


@dataclass(frozen=True)
class Entry:
    """One entry of a history."""

    at: datetime
    coder: str
    action: str


@dataclass(frozen=True)
class Relation:
    """How two copies stand to each other."""

    kin: Kin
    here: int = 0
    """Entries only the first copy holds."""
    there: int = 0
    """Entries only the second copy holds."""
    first_here: Entry | None = None
    """The earliest of those of the first."""
    first_there: Entry | None = None

    def line(self, other: str) -> str:
        """What a person is told; `other` names the second copy."""
        match self.kin:
            case Kin.SAME:
                return _("{other} holds the same", other=other)
            case Kin.AHEAD:
                return ngettext(
                    "{other} is older: it lacks {n} change",
                    "{other} is older: it lacks {n} changes",
                    self.here,
                    other=other,
                )
            case Kin.BEHIND:
                return ngettext(
                    "{other} is newer: it holds {n} change more",
                    "{other} is newer: it holds {n} changes more",
                    self.there,
                    other=other,
                )
            case Kin.BOTH:
                return _(
                    "work went on in both copies: {here} since {since}, {there} in {other} since "
                    "{other_since}; neither replaces the other, keep both",
                    here=ngettext("{n} change here", "{n} changes here", self.here),
                    since=_when(self.first_here),
                    there=self.there,
                    other=other,
                    other_since=_when(self.first_there),
                )
        return _("{other} is another project", other=other)


def _when(entry: Entry | None) -> str:
    if entry is None:
        return "–"
    return f"{entry.at.astimezone():%Y-%m-%d %H:%M} ({entry.coder})"


@dataclass(frozen=True)
class Identity:
    """What tells a project and its state."""

    study: UUID
    """Lasting id of the project."""
    head: str
    """One hash over all coders' heads, hex."""
    title: str


def identify(project: str | Path) -> Identity:
    """Which project a file or server holds and in which state; raises NotFound or StoreError."""
    with reading(project) as connection:
        study = table_of(Study)
        row = connection.execute(select(study.c.uid, study.c.title)).first()
        if row is None:
            raise StoreError(_("{path} was never finished; please make the project again", path=project))
        return Identity(row.uid, journal.head_hash(connection), row.title)


def last_change(project: str | Path) -> tuple[UUID, datetime | None]:
    """Which project a file or server holds and when it was changed last (UTC); raises NotFound or StoreError."""
    with reading(project) as connection:
        last = connection.scalar(select(func.max(table_of(Event).c.at)))
    if last is not None and last.tzinfo is None:
        last = last.replace(tzinfo=UTC)
    return identify(project).study, last


def same_project(study: UUID, file: Path) -> bool:
    """Whether a file holds the project of that lasting id, told at once; False also where it cannot be read."""
    return _study(file) == study.bytes


def _study(project: Path) -> object:
    with suppress(QualcodeError, sqlite3.Error, ValueError):
        inspect(project)
        with closing(connect_reading(project)) as connection:
            connection.execute("PRAGMA query_only=ON")
            row = connection.execute("SELECT uid FROM study").fetchone()
            return row[0] if row else None
    return None


def compare(here: str | Path, there: str | Path) -> Relation:
    """How the copy `here` stands to the one `there`; neither is changed. Raises NotFound or StoreError."""
    with reading(here) as one, reading(there) as other:
        return relation(one, other)


def relation(here: Connection, there: Connection) -> Relation:
    """The same for two open projects."""
    studies = [connection.scalar(select(table_of(Study).c.uid)) for connection in (here, there)]
    if studies[0] != studies[1]:
        return Relation(Kin.OTHER)
    chains = _chains(here), _chains(there)
    # The newest entry both hold ends what they share of a coder's chain: hashes cover everything before.
    shared = {
        coder: _common(chains[0].get(coder, []), chains[1].get(coder, []))
        for coder in {**chains[0], **chains[1]}
    }
    here_count, first_here = _beyond(here, chains[0], shared)
    there_count, first_there = _beyond(there, chains[1], shared)
    kin = {
        (False, False): Kin.SAME,
        (True, False): Kin.AHEAD,
        (False, True): Kin.BEHIND,
        (True, True): Kin.BOTH,
    }[here_count > 0, there_count > 0]
    return Relation(kin, here_count, there_count, first_here, first_there)


@contextmanager
def reading(project: str | Path) -> Iterator[Connection]:
    """A connection to a project that reads one state and leaves nothing behind."""
    database = database_at(project)
    database.version()
    engine = database.reading()
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        shown = database.path if database.shared else project
        reason = reasons.of_server(error) if database.shared else reasons.of_file(error)
        raise StoreError(_("cannot read {path}: {reason}", path=shown, reason=reason)) from None
    except (LookupError, ValueError) as error:  # bytes that are no value any more
        if database.shared:
            raise
        raise StoreError(
            _("cannot read {path}: {reason}", path=project, reason=reasons.of_file(error))
        ) from None
    finally:
        engine.dispose()


def _chains(connection: Connection) -> dict[UUID, list[bytes]]:
    """Hashes of each coder's events, in order."""
    events, coders = table_of(Event), table_of(Coder)
    rows = connection.execute(
        select(coders.c.uid, events.c.hash)
        .join_from(events, coders, events.c.coder_id == coders.c.id)
        .order_by(events.c.coder_id, events.c.seq)
    )
    chains: dict[UUID, list[bytes]] = {}
    for row in rows:
        chains.setdefault(row.uid, []).append(row.hash)
    return chains


def _common(one: list[bytes], other: list[bytes]) -> int:
    """How many entries two chains share at their beginning."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[middle - 1] == other[middle - 1]:
            low = middle
        else:
            high = middle - 1
    return low


def _beyond(
    connection: Connection, chains: Mapping[UUID, list[bytes]], shared: Mapping[UUID, int]
) -> tuple[int, Entry | None]:
    """How many entries stand beyond what is shared, and the earliest of them."""
    events, coders = table_of(Event), table_of(Coder)
    count, firsts = 0, []
    for coder, hashes in chains.items():
        extra = len(hashes) - shared[coder]
        if extra:
            count += extra
            firsts.append(hashes[shared[coder]])
    if not firsts:
        return 0, None
    row = connection.execute(
        select(events.c.at, coders.c.name, events.c.action)
        .join_from(events, coders, events.c.coder_id == coders.c.id)
        .where(events.c.hash.in_(firsts))
        .order_by(events.c.at, events.c.id)
        .limit(1)
    ).one()
    return count, Entry(row.at, row.name, row.action)
