"""Whether the file that is open still stands under its name: others may move, remove or replace it meanwhile.

A system that lets them goes on writing to the file that was opened, wherever it is now, and where it has no name any
more it ends with the last connection. Windows does not let them.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from qualcode.text.held import File, number

_ENDS = ("-wal", "-shm")
_GONE = (errno.ENOENT, errno.ENOTDIR)
_F_GETPATH = 50
"""Asks macOS where an open file stands; Python names it there only."""


class Standing:
    """The file that this process has open under one path, by its number.

    Nothing is opened to look: closing it again would take the locks of SQLite away.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._own: File | None = None
        self._logs: dict[Path, File] = {}
        self._astray = False

    def note(self) -> None:
        """Take what stands there for the file that was opened: a connection has just been made."""
        if self._own is None:
            self._own = number(self._path)
        self._note_logs()

    def holds(self) -> bool:
        """Whether the open file stands there; once it did not, it does not even where it was moved back."""
        if os.name == "nt" or self._own is None or self._astray:
            return not self._astray
        try:
            now = os.stat(self._path)
        except OSError as error:  # of a disk that does not answer the write itself will tell
            self._astray = error.errno in _GONE
            return not self._astray
        there = now.st_dev, now.st_ino
        if there == self._own:
            self._note_logs()
        else:  # some file systems number anew; then what is open there has the new number
            self._astray = _handle(self._own) is not None or _handle(there) is None
        return not self._astray

    def name(self) -> Path | None:
        """Where the open file stands now, if it has another name and the system tells it."""
        handle = None if self._own is None else _handle(self._own)
        if handle is None:
            return None
        with suppress(OSError, ValueError, ImportError):
            if os.path.isdir("/proc/self/fd"):
                found = Path(os.readlink(f"/proc/self/fd/{handle}"))
            else:
                import fcntl

                told = fcntl.fcntl(handle, _F_GETPATH, bytes(1024))
                found = Path(os.fsdecode(told.rstrip(b"\0")))
            if number(found) == self._own:
                return found
        return None

    def sweep(self) -> None:
        """Take the logs of the open file away from beside another one, which they would ruin."""
        for log, own in self._logs.items():
            if number(log) == own:
                with suppress(OSError):
                    log.unlink()

    def _note_logs(self) -> None:
        if len(self._logs) < len(_ENDS):
            for end in _ENDS:
                log = self._path.with_name(self._path.name + end)
                if log not in self._logs and (found := number(log)) is not None:
                    self._logs[log] = found


def _handle(file: File) -> int | None:
    """A handle that this process has of a file, or None."""
    with suppress(OSError, ValueError):
        for name in os.listdir("/dev/fd"):
            with suppress(OSError, ValueError):
                found = os.fstat(int(name))
                if (found.st_dev, found.st_ino) == file:
                    return int(name)
    return None
