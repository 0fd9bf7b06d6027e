"""Engines for one SQLite project file: one connection that writes, others that only read.

Only the writing connection checkpoints (SQLite before 3.51.3 can damage a WAL that two connections reset at
once), and readers are held to `query_only`, so that nothing but the writer thread can change a project.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
import weakref
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote_from_bytes

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from qualcode.errors import NotFound, StoreError
from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.store.reasons import code_of
from qualcode.store.search import VOCABULARY
from qualcode.text import held

APPLICATION_ID = 0x51434F44
"""`QCOD`: what marks a SQLite file as ours."""

SCHEMA = 2
"""Number of the newest schema, in `user_version`."""

MAGIC = b"SQLite format 3\x00"

Connect = Callable[[], sqlite3.Connection]
Through = Callable[[Connect], sqlite3.Connection]
"""Makes each connection of an engine by the way given; may refuse."""

_HELD = "held"
"""Under this name a connection knows the file it is to."""


def inspect(path: Path) -> int:
    """The schema number of the project file at `path`, read from its header alone.

    Raises NotFound where there is none, StoreError where it is not a qualcode project or too new.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
            raise StoreError(_("{path} is not a file", path=path))  # reading a pipe would wait for ever
        with held.left_alone(path) as alone:
            if not alone:  # it was looked at when it was opened
                return SCHEMA
            with path.open("rb") as file:
                header = file.read(100)
    except FileNotFoundError:
        raise NotFound(_("there is no project {path}", path=path)) from None
    except IsADirectoryError:
        raise StoreError(_("{path} is a folder, not a project", path=path)) from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise StoreError(_("{path} is not a file", path=path)) from None
        raise StoreError(_("cannot read {path}: {reason}", path=path, reason=why(error))) from None
    wal = path.with_name(path.name + "-wal")
    if len(header) < 100 or not header.startswith(MAGIC):
        raise StoreError(_("{path} is not a qualcode project", path=path))
    if int.from_bytes(header[68:72]) != APPLICATION_ID and not wal.exists():
        raise StoreError(_("{path} is a database of another program, not a qualcode project", path=path))
    version = int.from_bytes(header[60:64])
    if version > SCHEMA:
        raise StoreError(_("{path} was made by a newer qualcode; please update qualcode", path=path))
    return version


def at_once(connect: Connect) -> sqlite3.Connection:
    """Refuses nothing."""
    return connect()


def writing_engine(path: Path, through: Through = at_once) -> Engine:
    """The engine of the writer thread: one connection, durable commits, foreign keys enforced."""
    engine = _watched(
        lambda connect: create_engine("sqlite://", creator=connect, poolclass=StaticPool),
        path,
        lambda: through(lambda: sqlite3.connect(path, check_same_thread=False, timeout=5.0)),
    )

    def connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "mmap_size=0",
            "wal_autocheckpoint=1000",
        ):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _watched(
    engine_of: Callable[[Connect], Engine],
    path: Path,
    connect: Connect,
) -> Engine:
    """The engine that `engine_of` makes of a way to connect, here `connect`; as long as it is connected `path` is held."""
    waiting: list[held.File | None] = []

    def connected() -> sqlite3.Connection:
        # Counted before it is opened: whoever reads it plainly is through by then, and nobody begins.
        file = held.take(path)
        try:
            connection = connect()
        except BaseException:
            held.let_go(file)
            raise
        waiting.append(file)
        return connection

    def opened(_connection: Any, record: Any) -> None:
        # One that is forgotten before it is closed is closed with its record, and nobody is told.
        record.info[_HELD] = weakref.finalize(record, held.let_go, waiting.pop())

    def closed(_connection: Any, record: Any) -> None:
        if (let_go := record.info.pop(_HELD, None)) is not None:
            let_go()

    engine = engine_of(connected)
    event.listen(engine, "connect", opened)
    event.listen(engine, "close", closed)
    return engine


def file_url(path: Path) -> URL:
    """What SQLAlchemy calls the file at `path`, whatever signs are in its name."""
    return URL.create("sqlite", database=str(path))


def file_uri(path: PurePath) -> str:
    """What SQLite calls the file at an absolute `path`.

    A folder of another machine, as Windows writes it or makes of a drive letter, has no host in it: SQLite takes
    none but this machine.
    """
    place = quote_from_bytes(path.as_posix().encode("utf-8", "surrogateescape"), safe="/:")
    return ("file://" if place.startswith("/") else "file:///") + place


def reading_uri(path: Path) -> str:
    """What to call the file at `path` so that SQLite reads it, also where nothing may be written."""
    # Where nothing may be written and no log is pending, SQLite must be told not to look for one.
    pending = path.with_name(path.name + "-wal").exists()
    frozen = not pending and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    return file_uri(path.resolve()) + ("?mode=ro&immutable=1" if frozen else "?mode=rw")


def connect_reading(path: Path, *, timeout: float = 5.0) -> sqlite3.Connection:
    """A connection for reading the file at `path`, also where its disk has no room for the index of a log.

    It waits `timeout` seconds for others.

    Raises sqlite3.Error; where the disk is full and something is still in the log that the file has no room for, or
    somebody else has the file open, that of the full disk.
    """
    try:
        return _reached(reading_uri(path), timeout)
    except sqlite3.Error as error:
        if code_of(error) not in _NO_ROOM:
            raise
        try:
            settle(path)
        except sqlite3.OperationalError as other:
            if code_of(other) not in _NO_ROOM:  # it is in use
                raise error from None
        if _pending(path):
            raise
    return _reached(file_uri(path.resolve()) + "?mode=ro&immutable=1", timeout)


def settle(path: Path) -> None:
    """Fold the log of a file that nobody has open into it, without an index, and take both away.

    Raises sqlite3.Error: busy where somebody has it open.
    """
    log, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    if not os.path.lexists(log) and not os.path.lexists(index):
        return
    with closing(sqlite3.connect(file_uri(path.resolve()) + "?mode=rw", uri=True, timeout=0.5)) as alone:
        # Asked for before the first look, the index is kept in memory, and nobody else comes in.
        alone.execute("PRAGMA locking_mode=EXCLUSIVE")
        alone.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        with suppress(OSError):
            index.unlink()


def _reached(uri: str, timeout: float) -> sqlite3.Connection:
    """A connection that has looked at the file, which SQLite else does only later."""
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=timeout)
    try:
        connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
    except UnicodeDecodeError:  # what SQLite says repeats damaged bytes of the file
        connection.close()
        raise sqlite3.DatabaseError("could not decode what is wrong with the file") from None
    except BaseException:
        connection.close()
        raise
    return connection


def _pending(path: Path) -> bool:
    """Whether a log stands beside the file that holds something."""
    try:
        return path.with_name(path.name + "-wal").stat().st_size > 0
    except OSError:
        return False


_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN})
"""How SQLite calls it that the log or its index cannot be made."""


def reading_engine(path: Path, through: Through = at_once) -> Engine:
    """An engine whose connections cannot change the project; each block sees one consistent state."""
    engine = _watched(
        lambda connect: create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4),
        path,
        lambda: through(lambda: connect_reading(path)),
    )

    def connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for (
            table
        ) in VOCABULARY:  # views of the index that live in the connection; once it is read-only, too late
            connection.execute(table)
        for pragma in ("query_only=ON", "wal_autocheckpoint=0", "trusted_schema=OFF", "mmap_size=0"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine
