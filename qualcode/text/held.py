"""Which project files this process has open: nothing else in it may open and close them.

Where a process closes any handle of a file, POSIX takes all its locks on that file away, those of SQLite too. The
next program to close the project would then think it was the last, and take the log away from under the first.
SQLite knows this of its own handles, so connecting once more is safe; plain reading is not.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

File = tuple[int, int]
_lock = threading.RLock()
_connections: dict[File, int] = {}
"""How many connections there are to each file, by device and number of the file."""


def is_held(path: Path) -> bool:
    """Whether this process has the file at `path` open as a project."""
    with _lock:
        return number(path) in _connections


@contextmanager
def left_alone(path: Path) -> Iterator[bool]:
    """Whether the file may be opened plainly; as long as the block goes on nobody opens it as a project."""
    with _lock:
        yield not is_held(path)


def take(path: Path) -> File | None:
    """Count one connection more to the file at `path`; to be told before it is opened. Gives what `let_go` wants."""
    with _lock:
        if (file := number(path)) is not None:
            _connections[file] = _connections.get(file, 0) + 1
        return file


def let_go(file: File | None) -> None:
    """Count one connection less."""
    with _lock:
        if file is not None:
            _connections[file] -= 1
            if not _connections[file]:
                del _connections[file]


def number(path: Path) -> File | None:
    """The device and number of the file at `path`; None where none stands or it cannot be looked at."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
