"""Copies of a project: whole, verified before they get their name; between a file and a server row by row."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, select
from sqlalchemy.pool import StaticPool

from qualcode.errors import BadInput, NotFound, QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.model import METADATA, TextVersion
from qualcode.store import reasons, schema
from qualcode.store.database import Told, kind_of, untold
from qualcode.store.engine import connect_reading, file_url, inspect
from qualcode.text.file_names import check_name

ROWS = 2000
"""Rows copied at a time."""

PAGES = 1000
"""Pages of a file copied at a time, 4 MB as a rule."""


def copy(project: Path, target: Path, told: Told = untold) -> None:
    """Write a verified copy of the project file to `target`, also while somebody writes to it.

    Raises NotFound, StoreError, or BadInput where the target exists or cannot be written; then nothing is left.
    """
    inspect(project)
    with closing(_reader(project)) as source:
        source.execute("BEGIN")  # one state, whatever is written meanwhile
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        copy_open(source, target, told)


def copy_open(source: sqlite3.Connection, target: Path, told: Told = untold) -> None:
    """Like `copy`, but of what an open connection sees, wherever its file is now."""
    with _becoming(target) as part:
        with closing(sqlite3.connect(part)) as copied:
            source.backup(copied, pages=PAGES, progress=lambda _code, left, all_: told(all_ - left, all_))
            copied.execute("PRAGMA journal_mode=WAL")
            problem = copied.execute("PRAGMA quick_check").fetchone()[0]
        if problem != "ok":
            raise StoreError(_("the copy does not hold: {problem}", problem=_("it is damaged inside")))


def _reader(project: Path) -> sqlite3.Connection:
    """A connection that only reads; raises StoreError, which blames the project and not the copy."""
    try:
        connection = connect_reading(project)
        try:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA wal_autocheckpoint=0")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except (sqlite3.Error, ValueError):
            connection.close()
            raise
    except (sqlite3.Error, ValueError) as error:
        reason = reasons.of_file(error)
        raise StoreError(_("cannot read {path}: {reason}", path=project, reason=reason)) from None
    return connection


@contextmanager
def told_as(draft: Path, target: Path) -> Iterator[None]:
    """Errors about a draft name the file that it is to become: nobody named the draft."""
    try:
        yield
    except QualcodeError as error:
        given, meant = (" ".join(path.name.split()) for path in (draft, target))
        error.args = (error.message.replace(given, meant), *error.args[1:])
        raise


def free(path: Path) -> Path:
    """`path`, or the same name with a number where something stands there."""
    number, target = 2, path
    while os.path.lexists(target):
        target = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return target


def write_file(source: Engine, target: Path, told: Told = untold) -> None:
    """Write a project of any database to a new file; its chains of history go along and still verify."""
    with _becoming(target) as part, source.connect() as rows:
        engine = create_engine(file_url(part), poolclass=StaticPool)
        try:
            schema.create(engine)
            with engine.begin() as file:
                copy_rows(rows, file, told)
            with engine.connect() as file:
                broken = file.exec_driver_sql("PRAGMA foreign_key_check").first()
                problem = file.exec_driver_sql("PRAGMA quick_check").scalar()
                file.exec_driver_sql("PRAGMA journal_mode=WAL")
        finally:
            engine.dispose()
        if broken is not None or problem != "ok":
            raise StoreError(_("the copy does not hold: {problem}", problem=_("it is damaged inside")))


def copy_rows(source: Connection, target: Connection, told: Told = untold) -> None:
    """Copy every record, and the count of ids given, into empty tables; what can be computed again stays behind."""
    kind = kind_of(target)
    last = kind_of(source).last_ids(source)
    tables = [table for table in METADATA.sorted_tables if "id" in table.c]
    for done, table in enumerate(tables):
        told(done, len(tables))
        rows = source.execution_options(yield_per=ROWS).execute(select(table).order_by(table.c.id)).mappings()
        for some in rows.partitions():
            kind.add_rows(target, table, [dict(row) for row in some])
            if table.name == TextVersion.__tablename__:
                for row in some:
                    kind.index(target, row["id"], row["body"])
        if last.get(table.name):
            kind.count_from(target, table, last[table.name])


def keep_name(path: Path) -> None:
    """Put the name of a file on the disk, too: a power cut could take it back. Systems that cannot do it at once."""
    with suppress(OSError):
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _becoming(target: Path) -> Iterator[Path]:
    """A path to write a copy to; it gets the name `target` when it is whole and on disk, else nothing is left."""
    check_name(target)
    if target.exists():
        raise BadInput(_("{path} exists already", path=target))
    if not target.parent.is_dir():
        raise NotFound(_("there is no folder {path}", path=target.parent))
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.rename(target)
        keep_name(target)
    except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
        reason = why(error) if isinstance(error, OSError) else reasons.of_file(error)
        raise StoreError(_("cannot write {path}: {reason}", path=target, reason=reason)) from None
    finally:
        for left in (part, part.with_name(part.name + "-wal"), part.with_name(part.name + "-shm")):
            with suppress(OSError):
                left.unlink()
