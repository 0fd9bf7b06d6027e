"""What an open project does for its own safety: snapshots when it closes and before large changes, room on a full disk."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func
from sqlmodel import select

from qualcode.errors import QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.model import Event
from qualcode.store import ballast, snapshots
from qualcode.store.copies import identify
from qualcode.store.engine import SCHEMA, inspect
from qualcode.store.snapshots import Reason
from qualcode.store.store import Store
from qualcode.store.transaction import Transaction, table_of

T = TypeVar("T")

BULK = frozenset(
    """actor.remove code.merge code.remove codebook.import coding.import guide.import informant.import
    informant.remove source.remove""".split()  # noqa: SIM905
)
"""Actions that change much at once; the state before them is kept."""


class Keeper:
    """Watches one open project; nothing it does ever stands in the way of work or of closing."""

    def __init__(self, store: Store) -> None:
        self.after: timedelta | None = None
        """How old the last snapshot must be for closing to take another; None takes none."""
        self.notice = ""
        """One line for the person where a snapshot could not be taken or the disk is full; else empty."""
        self._store = store
        self._closed = False
        self._first = self._last_event() if store.writable else 0

    def before(self, action: str, work: Callable[[Transaction], T]) -> Callable[[Transaction], T]:
        """`work`, with a snapshot of the state before it where the action changes much at once."""
        if self.after is None or action not in BULK or not self._is_file:
            return work

        def kept(tx: Transaction) -> T:
            # In the writer's thread: what is not committed yet is in no copy, and the screen does not wait.
            self._take(Reason.BEFORE)
            return work(tx)

        return kept

    def failed(self, future: Future[Any]) -> None:
        """Where an action failed for want of room, throw the ballast off."""
        if (
            not future.cancelled()
            and isinstance(future.exception(), StoreError)
            and ballast.drop(self._store.path)
        ):
            self.notice = _("the disk is full; some room was set free, so that you can clean up now")

    def close(self) -> None:
        """Close the store and, where the project was changed since it was opened, take a snapshot that is due."""
        if self._closed:
            return
        self._closed = True
        changed = self._is_file and self._store.writable and self._first != self._last_event()
        self._store.close()
        if changed and self.after is not None and self._due(self.after):
            self._take(Reason.CLOSE)
            ballast.load()

    @property
    def _is_file(self) -> bool:
        """Whether the project is a file here; a server's project is copied by its own means."""
        return self._store.path.is_file()

    def _due(self, after: timedelta) -> bool:
        with suppress(QualcodeError):
            return snapshots.due(identify(self._store.path).study, after)
        return True

    def _take(self, reason: Reason) -> None:
        try:
            snapshots.take(self._store.path, reason)
        except QualcodeError as error:
            self.notice = error.message

    def _last_event(self) -> int:
        """Id of the last entry of the history; -1 where it cannot be read."""
        try:
            with self._store.read() as session:
                return session.scalar(select(func.max(table_of(Event).c.id))) or 0
        except QualcodeError:
            return -1


def before_upgrade(path: Path) -> None:
    """Keep an older project file as it is before opening upgrades it; where that fails, the upgrade keeps its own."""
    with suppress(QualcodeError):
        if 0 < inspect(path) < SCHEMA:
            snapshots.take(path, Reason.BEFORE)
