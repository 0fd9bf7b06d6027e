"""Ballast: a file that is thrown overboard when the disk is full, so that there is room to clean up.

A database needs room even to delete. The ballast lies beside the snapshots and helps projects on the same disk.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from qualcode.store import shelf

SIZE = 4 << 20
"""Bytes of the file, and the room below which a disk counts as full."""

NOTHING = 1 << 18
"""Bytes that opening a project takes beside it, amply counted."""

AMPLE = 16 * SIZE
"""Bytes that must be free before the ballast is taken on again."""


def path() -> Path:
    """Where the ballast lies."""
    return shelf.root() / "ballast"


def load() -> bool:
    """Take the ballast on where there is ample room and none yet; gives whether it is there."""
    place = path()
    with suppress(OSError):
        if place.exists():
            return place.stat().st_size == SIZE
        place.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(place.parent).free >= AMPLE:
            return _write(place)
    return False


def is_full(project: Path) -> bool:
    """Whether so little is left on the project's disk that it cannot be opened."""
    with suppress(OSError):
        return shutil.disk_usage(project.parent).free < NOTHING
    return False


def drop(project: Path) -> bool:
    """Throw the ballast off where the project's disk is full and it is the same disk; gives whether that made room."""
    with suppress(OSError):
        full = shutil.disk_usage(project.parent).free < SIZE
        if full and path().stat().st_dev == project.parent.stat().st_dev:
            path().unlink()
            return True
    return False


def _write(place: Path) -> bool:
    draft = place.with_name(f"{place.name}-{os.getpid()}")
    try:
        with draft.open("xb") as file:
            file.write(os.urandom(SIZE))  # noise, so that no file system squeezes it to nothing
            os.fsync(file.fileno())
        os.replace(draft, place)
        return True
    finally:
        draft.unlink(missing_ok=True)
