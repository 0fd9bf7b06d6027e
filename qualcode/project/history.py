"""`project.history`: what happened, by whom; whether all is well; copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import select

from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _
from qualcode.model import Coder, Event, EventKind
from qualcode.project.facet import Facet
from qualcode.project.project import SUFFIX, new_path, project_path
from qualcode.project.subjects import Subject, subjects
from qualcode.store import backup, journal
from qualcode.store.backup import free
from qualcode.store.check import check, damaged
from qualcode.store.database import restore_to_server
from qualcode.store.transaction import table_of
from qualcode.text.addresses import is_server, typed_path


@dataclass(frozen=True)
class EventRow:
    """One entry of the history of changes."""

    id: UUID
    number: int
    at: datetime
    coder: str
    kind: str
    action: str
    summary: str
    """What it was done to, without informants' words or names."""
    hash: str
    target: int | None = None
    """Number of the entry that was taken back or done again."""
    in_force: bool | None = None
    """Of an action that can be taken back, whether it stands now; None for what takes back or does again."""


@dataclass(frozen=True)
class HeadRow:
    """Where one coder's chain ends."""

    coder: str
    events: int
    hash: str


class HistoryFacet(Facet):
    """The journal read, the project checked and copied."""

    def log(self, *, coder: str | None = None, last: int | None = None) -> Sequence[EventRow]:
        """Entries in the order they happened; `last` gives only the newest so many."""
        events, coders = table_of(Event), table_of(Coder)
        with self.project.read() as session:
            query = (
                select(Event, coders.c.name)
                .join(Coder, coders.c.id == events.c.coder_id)
                .order_by(events.c.id.desc())
            )
            if coder is not None:
                query = query.where(coders.c.name == coder)
            if last is not None:
                query = query.limit(last)
            connection = session.connection()
            standing = {
                number
                for id_ in session.scalars(select(coders.c.id))
                for number in journal.stacks(connection, id_)[0]
            }
            rows = [
                EventRow(
                    e.uid, e.id, e.at, name, e.kind.value, e.action, e.summary, e.hash.hex(), e.target_id,
                    e.id in standing if e.kind == EventKind.DO else None,
                )
                for e, name in session.execute(query)
            ]  # fmt: skip
        return rows[::-1]

    def subjects(self) -> dict[int, Subject]:
        """What each entry was about, by its number: names in place of ids, and for a coding code, place and words.

        An entry of which nothing more can be told than its action is missing; what was taken back or done again is
        told under the number of the action itself. Holds informants' words, so it is for the screen only.
        """
        with self.project.read() as session:
            return subjects(session)

    def standing(self, coder: str | None = None) -> Sequence[int]:
        """Numbers of the entries that the coder can still take back, oldest first."""
        name = coder or self.project.coder
        with self.project.read() as session:
            who = session.scalars(select(Coder).where(table_of(Coder).c.name == name)).first()
            return [] if who is None else journal.stacks(session.connection(), who.id)[0]

    def undo_to(self, entry: int, coder: str | None = None) -> int:
        """Take back everything the coder did after that entry, the newest first; gives how many actions.

        What others did stays. Each action is taken back by itself and can be done again by `redo`. Raises NotFound
        where there is no such entry, BadInput where there is nothing to take back, or where others have built on an
        action since: then what came after it is taken back already.
        """
        with self.project.read() as session:
            if session.scalars(select(Event).where(table_of(Event).c.id == entry)).first() is None:
                raise NotFound(_("there is no entry {n} in the change log", n=entry))
        later = [number for number in self.standing(coder) if number > entry]
        if not later:
            raise BadInput(_("nothing to take back after entry {n}", n=entry))
        for _number in later:
            self.project.undo(coder)
        return len(later)

    def heads(self) -> Sequence[HeadRow]:
        """The end of every coder's chain."""
        with self.project.read() as session:
            return [HeadRow(h.coder, h.seq, h.hash.hex()) for h in journal.heads(session.connection())]

    def head(self) -> str:
        """One hash over all coders' heads, hex: printed on reports, and how copies are told apart."""
        with self.project.read() as session:
            return journal.head_hash(session.connection())

    def last_change(self) -> datetime | None:
        """When the project was last changed: the date of its reports."""
        with self.project.read() as session:
            return session.scalars(
                select(table_of(Event).c.at).order_by(table_of(Event).c.id.desc()).limit(1)
            ).first()

    def check(self) -> Sequence[str]:
        """What is wrong with the project, a line each: file, texts, spans, references, history."""
        with self.project.read() as session:
            return list(check(session.connection()))

    def backup(self, target: str | Path) -> Path:
        """Write a verified copy of the whole project, real names included, and give its path.

        A name without the suffix of projects gets it; into a folder it goes under the project's name and the day.
        Nothing is ever overwritten.
        """
        path = typed_path(target)
        if path.is_dir():
            path = free(path / f"{self.project.path.stem} {datetime.now():%Y-%m-%d}{SUFFIX}")
        else:
            path = new_path(target)
        self.project.store.database.copy(path)
        return path


def damage(project: str | Path) -> Sequence[str]:
    """What is wrong with a project's file that cannot even be opened, a line each; nothing where it is no damage."""
    return [] if is_server(project) else damaged(project_path(project))


def restore(file: str | Path, project: str | Path) -> Path:
    """Put a backup back as a new project file, or into the empty database of a server that `project` names.

    Gives the file, or the database's name. Raises BadInput where a project stands there already.
    """
    if is_server(project):
        return restore_to_server(project_path(file), str(project))
    target = new_path(project)
    if target.exists():
        raise BadInput(_("{path} exists already; move it away first", path=target))
    backup.copy(project_path(file), target)
    return target
