"""The open project file: many may read, one thread writes.

`write` hands a function to the writer thread, which runs it in one transaction, writes its event and commits;
its future resolves only after COMMIT has returned. `read` gives a session that sees one consistent state and
cannot change anything.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from qualcode.errors import BadInput, Busy, QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.model import Coder, EventKind
from qualcode.store import journal
from qualcode.store.database import Database, database_at
from qualcode.store.engine import SCHEMA
from qualcode.store.transaction import Memory, Transaction, table_of

T = TypeVar("T")

IDLE_SECONDS = 2.0
"""How long the writer waits for work before it moves the log into the file."""


@dataclass
class _Job:
    work: Callable[[Connection, Memory], Any]
    future: Future[Any]


class Store:
    """One project file, opened for reading or, with the lease, for writing."""

    def __init__(self, path: Path | str, *, write: bool, coder: str = "") -> None:
        """Open an existing project; raises NotFound, StoreError, or Busy where somebody else writes."""
        self.database = database_at(path)
        self.path = self.database.path
        old = self.database.version() != SCHEMA
        if write or old:  # who reads an older file upgrades it first, and that is writing
            self.database.hold(coder)
        try:
            if old and (version := self.database.version()) != SCHEMA:  # nobody else did while we waited
                self.database.upgrade(version)
            if not write:
                self.database.free()
            self._reading: Engine = self.database.reading()
            self._writer = _Writer(self.database) if write else None
        except BaseException:
            self.database.free()
            raise

    @classmethod
    def create(cls, path: Path | str) -> None:
        """Make an empty project; raises BadInput where one stands already or the place cannot be written."""
        database = database_at(path)
        try:
            database.create()
        except Exception as error:  # noqa: BLE001  told in words a person understands, or as it is
            raise explained(error, database, writing=True) from None

    @property
    def astray(self) -> str:
        """What has become of the place, where what was opened is not there any more; empty as long as it is."""
        return self.database.gone() if self._writer is None else self._writer.astray

    def watch(self, tell: Callable[[str], None]) -> None:
        """Call `tell` with that line, in the writer's thread, as soon as it is noticed."""
        if self._writer is not None:
            self._writer.tell = tell

    @property
    def writable(self) -> bool:
        """Whether this store holds the lease."""
        return self._writer is not None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session over one consistent state; what it gives is detached and read-only."""
        try:
            with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
                yield session
        except QualcodeError:
            raise
        except Exception as error:
            told = explained(error, self.database)
            if told is error:
                raise
            raise told from None

    def write(
        self,
        action: str,
        work: Callable[[Transaction], T],
        *,
        coder: str,
        summary: str = "",
        kind: EventKind = EventKind.DO,
    ) -> Future[T]:
        """Run `work` in one transaction and journal it as `action` by `coder` (made known if new).

        An action that changed nothing leaves no event. Errors reach the future; nothing of a failed action stays.
        """

        def job(connection: Connection, memory: Memory) -> T:
            tx = _begin(connection, coder, memory)
            result = work(tx)
            _finish(tx, kind, action, tx.summary or summary)
            return result

        return self._submit(job)

    def undo(self, coder: str) -> Future[str]:
        """Take back the coder's own last action; gives what it was, as `coding.add`."""
        return self._submit(lambda connection, memory: _step_back(connection, memory, coder, journal.undo))

    def redo(self, coder: str) -> Future[str]:
        """Do the coder's last undone action again; gives what it was."""
        return self._submit(lambda connection, memory: _step_back(connection, memory, coder, journal.redo))

    def maintain(self, work: Callable[[Connection], T]) -> Future[T]:
        """Run cache upkeep in the writer thread: a transaction that changes no record and leaves no event."""

        def job(connection: Connection, memory: Memory) -> T:
            memory.clear()
            return work(connection)

        return self._submit(job)

    def _submit(self, work: Callable[[Connection, Memory], T]) -> Future[T]:
        if self._writer is None:
            raise Busy(_("{project} is open for reading only", project=self.path.name))
        return self._writer.submit(work)

    def close(self) -> None:
        """Finish what is queued, fold the log into the file and give the lease back; safe to call twice."""
        self._reading.dispose()
        if self._writer is not None:
            self._writer.close()
        self.database.free()


def _begin(connection: Connection, name: str, memory: Memory) -> Transaction:
    """A transaction of the coder called `name`, who is made known first if new (an event of its own)."""
    tx = Transaction(connection, None, memory)
    coder = memory.coders.get(name) or tx.first(Coder, table_of(Coder).c.name == name)
    if coder is None:
        if not name.strip():
            raise BadInput(_("a coder needs a name"))
        coder = tx.insert(Coder(name=name))
        journal.append(tx, coder, EventKind.BASELINE, "coder.add", name, tx.changes)
        tx.changes = []
    memory.coders[name] = tx.coder = coder
    return tx


def _finish(tx: Transaction, kind: EventKind, action: str, summary: str, target: int | None = None) -> None:
    tx.drop_stale_packs()
    if tx.changes:
        journal.append(tx, tx.coder, kind, action, summary, tx.changes, target)


def _step_back(connection: Connection, memory: Memory, coder: str, step: Callable[[Transaction], Any]) -> str:
    tx = Transaction(connection, None, memory)
    known = tx.first(Coder, table_of(Coder).c.name == coder)
    if known is None:
        raise BadInput(_("no coder named {name} has done anything here", name=coder))
    tx.coder = known
    event, kind = step(tx)
    _finish(tx, kind, event.action, event.summary, event.id)
    return str(event.action)


class _Writer:
    """The thread that owns the writing connection and does every checkpoint."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engine = database.writing()
        self._jobs: queue.Queue[_Job | None] = queue.Queue()
        self._memory = Memory()
        self._closed = False
        self.astray = ""
        self._kept = False
        """Whether what was open when it went astray is kept."""
        self.tell: Callable[[str], None] | None = None
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("SELECT 1")
        except Exception as error:  # noqa: BLE001  a damaged file fails in any way
            self._engine.dispose()
            database.abandon()
            raise explained(error, database, writing=True) from None
        self._thread = threading.Thread(target=self._run, name="qualcode-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection, Memory], T]) -> Future[T]:
        future: Future[T] = Future()
        if self._closed:
            future.set_exception(StoreError(_("the project is closed")))
        else:
            self._jobs.put(_Job(work, future))
        return future

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        dirty = False
        while True:
            try:
                job = self._jobs.get(timeout=IDLE_SECONDS if dirty or not self._database.shared else None)
            except queue.Empty:
                if self._stands() and dirty:
                    self._database.fold(self._engine, last=False)
                dirty = False
                continue
            if job is None:
                break
            if not job.future.set_running_or_notify_cancel():
                continue
            if self._database.shared:
                self._memory.clear()
            try:
                self._stand()
                with self._engine.begin() as connection:
                    result = job.work(connection, self._memory)
                self._stand()  # else what was just written is in no file any more, but in the one that is kept
            except BaseException as error:  # noqa: BLE001  whatever failed belongs to whoever asked for it
                self._memory.clear()
                job.future.set_exception(explained(error, self._database, writing=True))
            else:
                dirty = True
                job.future.set_result(result)
        if self._stands():
            # Packs are made again by whoever needs them: whatever is wrong with them is no reason not to close.
            with suppress(Exception), self._engine.begin() as connection:
                from qualcode.store import columns  # brings numpy, which nothing that only codes needs

                columns.store_missing(connection)
            self._database.fold(self._engine, last=True)
        with suppress(Exception):
            self._engine.dispose()

    def _stands(self) -> bool:
        """Whether what was opened still stands at its place; as soon as it does not, what it holds is kept."""
        if not self._kept and self._database.stands():
            return True
        if not self._kept:
            before = self.astray
            try:
                self.astray = self._database.rescue(self._engine)
                self._kept = True
            except StoreError as error:
                self.astray = error.message
            if self.tell is not None and self.astray != before:
                self.tell(self.astray)
        return False

    def _stand(self) -> None:
        """Raises StoreError, unless what was opened still stands at its place."""
        if not self._stands():
            raise StoreError(self.astray)


def explained(error: BaseException, database: Database, *, writing: bool = False) -> BaseException:
    """`error` as something a person can act on: by the database's kind of it, or because the project is damaged.

    A damaged record can fail anywhere and in any way, so the project is looked at before an error counts as ours.
    """
    if isinstance(error, QualcodeError) or not isinstance(error, Exception):
        return error
    if isinstance(error, IntegrityError) and not _id_given_twice(error):
        if "unique" in str(error.orig).lower():
            return BadInput(_("this exists already"))
        return BadInput(_("this does not fit the rest of the project"))
    if isinstance(error, UnicodeEncodeError):
        return BadInput(_("something that was given is no valid text (UTF-8)"))
    return database.understood(error, writing=writing) or _damage(database) or error


def _id_given_twice(error: IntegrityError) -> bool:
    words = str(error.orig)
    return (words.startswith("UNIQUE") and words.endswith(".id")) or '"pk_' in words


def _damage(database: Database) -> QualcodeError | None:
    """The first thing that is wrong with the project, or None."""
    from qualcode.store.check import check

    try:
        engine = database.reading()
        try:
            with engine.connect() as connection:
                problem = next(check(connection), None)
        finally:
            engine.dispose()
    except QualcodeError as error:
        return error
    except Exception as error:  # noqa: BLE001  a file of which not even that can be read is damaged
        known = database.understood(error)
        if known is not None or database.shared:
            return known
        problem = _("part of the project cannot be read any more: {part}", part=_("tables"))
    if problem is None:
        return None
    return StoreError(_("the project is damaged: {problem}. Restore a backup", problem=problem))


def coders(session: Session) -> list[Coder]:
    """Every coder, by name."""
    return list(session.scalars(select(Coder).order_by(table_of(Coder).c.name)).all())
