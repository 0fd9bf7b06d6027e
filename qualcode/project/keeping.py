"""What an open project does for its own safety: snapshots when it closes and before large changes, room on a full disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import func
from sqlmodel import select

from qualcode.errors import QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.model import Event, Study
from qualcode.store import ballast, snapshots, traces
from qualcode.store.database import full_disk
from qualcode.store.lease import Lease
from qualcode.store.shelf import Reason
from qualcode.store.store import Store
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.addresses import is_server

T = TypeVar("T")

BULK = frozenset(
    """actor.remove code.merge code.remove codebook.import coding.import guide.import informant.import
    informant.remove source.remove source.speakers""".split()  # noqa: SIM905
)
"""Actions that change much at once by their nature; the state before them is kept."""

MANY = 25
"""Changed records from which on any action counts as one of these."""


def opened(place: str | Path, *, write: bool, coder: str) -> tuple[Store, bool]:
    """The store at a place, and whether the ballast was thrown off: a disk without any room cannot even be read.

    Raises as `Store` does; StoreError says so where it is the full disk that stands in the way.
    """
    try:
        return _read_once(Store(place, write=write, coder=coder)), False
    except StoreError:
        if is_server(place) or not ballast.is_full(Path(place)):
            raise
        if not ballast.drop(Path(place)):
            if not write:
                raise StoreError(_("the disk is full: {path} cannot be opened before something on it is removed", path=place)) from None  # fmt: skip
            raise StoreError(full_disk(writing=True)) from None
        return Store(place, write=write, coder=coder), True


def _read_once(store: Store) -> Store:
    """The store, if it can be read: SQLite looks at a file only then."""
    try:
        with store.read() as session:
            session.scalar(select(table_of(Study).c.id).limit(1))
    except BaseException as error:
        store.close()
        if isinstance(error, QualcodeError) or not isinstance(error, Exception) or store.database.shared:
            raise
        damaged = _("the project file is damaged; restore a backup, or run qualcode check")
        raise StoreError(damaged) from error
    return store


def room_was_made() -> str:
    """What is said when the ballast was thrown off."""
    return _("the disk is full; some room was set free, so that you can clean up now")


class Keeper:
    """Watches one open project; nothing it does ever stands in the way of work or of closing."""

    def __init__(self, store: Store, place: str | Path) -> None:
        self.after: timedelta | None = None
        """How old the last snapshot must be for closing to take another; None takes none."""
        self._failing = Lock()
        self.notice = ""
        """One line for the person where a snapshot could not be taken or the disk is full; else empty."""
        self.tell: Callable[[str], None] | None = None
        """Called with each such line at once, in whatever thread it comes up."""
        self._store = store
        self._place = place
        self._closed = False
        self._first = self._last_event() if store.writable else 0
        store.watch(self._say)

    def before(self, action: str, work: Callable[[Transaction], T]) -> Callable[[Transaction], T]:
        """`work`, with a snapshot of the state before it where the action changes much at once."""
        if self.after is None:
            return work

        def kept(tx: Transaction) -> T:
            result = work(tx)
            # What is not committed yet is in no copy, so this is the state before, and only now is it known how much
            # changes. It happens in the writer's thread: the screen does not wait.
            if action in BULK or len(tx.changes) >= MANY:
                self._take(Reason.BEFORE)
            return result

        return kept

    def failed(self, future: Future[Any]) -> None:
        """Where an action failed for want of room, throw the ballast off; who calls twice waits for the first."""
        if (
            future.cancelled()
            or not isinstance(future.exception(), StoreError)
            or self._store.database.shared
        ):
            return
        with self._failing:
            if ballast.drop(self._store.path):
                self._say(room_was_made())

    def close(self) -> None:
        """Close the store and, where the project was changed since it was opened, take a snapshot that is due."""
        if self._closed:
            return
        self._closed = True
        changed = self._store.writable and self._first != self._last_event()
        self._store.close()
        if self._store.astray:  # the place is another's now
            return
        if not self._store.writable and not self._store.database.shared:
            Lease(self._store.path).sweep()
        if changed and self.after is not None and snapshots.due(self._place, self.after):
            self._take(Reason.CLOSE)
        if self._store.writable and self.after is not None:
            traces.remember(self._place, went_on=changed)

    def _take(self, reason: Reason) -> None:
        try:
            snapshots.take(self._place, reason)
        except QualcodeError as error:
            self._say(error.message)

    def _say(self, line: str) -> None:
        self.notice = line
        if self.tell is not None:
            self.tell(line)

    def _last_event(self) -> int:
        """Id of the last entry of the history; -1 where it cannot be read."""
        try:
            with self._store.read() as session:
                return session.scalar(select(func.max(table_of(Event).c.id))) or 0
        except QualcodeError:
            return -1
