"""The right to write a project: one process at a time, freed by the system when that process dies."""

from __future__ import annotations

import errno
import getpass
import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

from filelock import FileLock, Timeout

from qualcode.errors import Barred, Busy, Held, StoreError
from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.text.held import File, number

_BARS = (errno.EROFS, errno.EACCES, errno.EPERM)
"""Refusals of a folder that will be the same the next time."""


class Lease:
    """An exclusive lock beside the project file; while it is held, a note says who holds it."""

    def __init__(self, project: Path) -> None:
        self._project = project
        self._file = project.with_name(project.name + "-lock")
        self._note = project.with_name(project.name + "-holder")
        self._lock = FileLock(self._file, timeout=0, thread_local=False)
        self._since = ""
        self._own: File | None = None

    def take(self, coder: str) -> None:
        """Hold the lease; raises Held naming the holder, or StoreError where the folder cannot be written: Barred where
        that will not change by itself."""
        try:
            self._lock.acquire()
        except Timeout:
            holder, since = self._holder()
            raise Held(
                _(
                    "{project} is open for writing elsewhere: {holder}. Close it there first; commands that only read work."
                ).format(project=self._project.name, holder=holder),
                holder,
                since,
            ) from None
        except OSError as error:
            said = _("cannot write in {folder}: {reason}").format(
                folder=self._project.parent, reason=why(error)
            )
            raise (Barred if error.errno in _BARS else StoreError)(said) from None
        self._own = number(self._file)
        self._since = datetime.now(UTC).isoformat(timespec="seconds")
        self.sign(coder)

    def sign(self, coder: str) -> None:
        """Say that this coder writes, to whoever comes while the lease is held."""
        if not self._lock.is_locked:
            return
        with suppress(OSError):
            self._note.write_text(
                json.dumps(
                    {
                        "coder": coder,
                        "user": _user(),
                        "machine": platform.node(),
                        "process": os.getpid(),
                        "since": self._since,
                    }
                ),
                encoding="utf-8",
            )

    def free(self) -> None:
        """Give the lease back and leave nothing behind."""
        if not self._lock.is_locked:
            return
        if (
            number(self._file) == self._own
        ):  # else the folder was moved, and what stands here now is another's
            with suppress(OSError):
                self._note.unlink()
            # Unlinked while held: a waiter that locked the old file notices that it is gone and tries again.
            with suppress(OSError):
                self._file.unlink()
        self._lock.release()
        with suppress(OSError):
            if os.name == "nt":  # an open file cannot be unlinked there, so only now
                self._file.unlink()

    def sweep(self) -> None:
        """Take away what a holder that was killed left lying; where somebody holds the lease, nothing."""
        if self._file.exists() or self._note.exists():
            with suppress(Busy, StoreError):
                self.take("")
                self.free()

    def bar(self) -> str:
        """Why nobody can write in the folder; empty where it can be written."""
        folder = self._project.parent
        if os.access(folder, os.W_OK):
            return ""
        try:
            with TemporaryFile(dir=folder):
                return ""
        except OSError as error:
            return why(error)

    @property
    def is_held(self) -> bool:
        """Whether the lock file stands there; only one that was killed leaves it behind."""
        return self._file.exists()

    def _holder(self) -> tuple[str, datetime | None]:
        """Who holds it, and since when."""
        try:
            who = json.loads(self._note.read_text(encoding="utf-8"))
            holder = _("{coder} ({user} on {machine}, process {process})").format(**who)
        except (OSError, ValueError, KeyError, TypeError):
            return _("another process"), None
        try:
            return holder, datetime.fromisoformat(who["since"])
        except (ValueError, KeyError, TypeError):  # an older qualcode holds it
            return holder, None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # the last on Windows, where nothing says it
        return "?"
