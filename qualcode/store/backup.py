"""Copies of a project file: whole, compact, verified before they get their name."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from qualcode.errors import BadInput, NotFound, StoreError
from qualcode.i18n import _
from qualcode.store.engine import inspect


def copy(project: Path, target: Path) -> None:
    """Write a verified copy of the project file to `target`, also while somebody writes to it.

    Raises NotFound, StoreError, or BadInput where the target exists or cannot be written; then nothing is left.
    """
    inspect(project)
    if target.exists():
        raise BadInput(_("{path} exists already", path=target))
    if not target.parent.is_dir():
        raise NotFound(_("there is no folder {path}", path=target.parent))
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(project.resolve().as_uri() + "?mode=rw", uri=True)) as source:
            source.execute("PRAGMA query_only=ON")
            source.execute("PRAGMA wal_autocheckpoint=0")
            with closing(sqlite3.connect(part)) as copied:
                source.backup(copied)
                copied.execute("PRAGMA journal_mode=WAL")
                problem = copied.execute("PRAGMA quick_check").fetchone()[0]
        if problem != "ok":
            raise StoreError(_("the copy does not hold: {problem}", problem=problem))
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(_("cannot write {path}: {reason}", path=target, reason=error)) from None
    finally:
        for left in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
            with suppress(OSError):
                left.unlink()
