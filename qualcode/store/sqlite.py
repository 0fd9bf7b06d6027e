"""A project in a SQLite file: what makes it one file, one writer, and quick."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from functools import cache
from os.path import lexists
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, Table, insert, text
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DatabaseError, DBAPIError

from qualcode.errors import BadInput, Busy, QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.model.nouns import noun
from qualcode.store import backup, schema, search, shelf
from qualcode.store.changes import Row, refuse_unfit
from qualcode.store.database import Database, Told, full_disk, untold
from qualcode.store.engine import Connect, inspect, reading_engine, settle, writing_engine
from qualcode.store.lease import Lease
from qualcode.store.reasons import code_of
from qualcode.store.standing import Standing


class SQLiteFile(Database):
    """A `.qualcode` file."""

    shared = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lease = Lease(path)
        self._standing = Standing(path)
        self._vocabulary: search.Vocabulary | None = None

    def version(self) -> int:
        """From the file's header."""
        return inspect(self.path)

    def create(self) -> None:
        """Lay the tables in a new file; nothing half-made stays."""
        try:
            with self.path.open("xb"):
                pass
        except FileExistsError:
            raise BadInput(_("{path} exists already", path=self.path)) from None
        except OSError as error:
            raise BadInput(_("cannot write {path}: {reason}", path=self.path, reason=why(error))) from None
        try:
            engine = self.writing()
            schema.create(engine)
            self.fold(engine, last=True)
            engine.dispose()
        except BaseException:
            self.path.unlink(missing_ok=True)
            raise

    def upgrade(self, version: int) -> None:
        """After a snapshot."""
        schema.upgrade(self.path, version)

    def hold(self, coder: str) -> None:
        """By a lock file beside it; raises StoreError for a file that has a second name, where it would not be seen."""
        if self.path.stat().st_nlink > 1:
            raise StoreError(
                _(
                    "{path} is one file under two names (a hard link), and two logs would ruin it; "
                    "copy it and open the copy",
                    path=self.path,
                )
            )
        self._lease.take(coder)

    def sign(self, coder: str) -> None:
        """In the note beside the lock file."""
        self._lease.sign(coder)

    def free(self) -> None:
        """Take the lock file away."""
        self._lease.free()

    def bar(self) -> str:
        """By the folder, in which the log and the lock file would stand."""
        try:
            return self._lease.bar()
        except OSError:  # the folder is gone, and that is told elsewhere
            return ""

    def is_held(self) -> bool:
        """By the lock file."""
        return self._lease.is_held

    def abandon(self) -> None:
        """The log without entries and the piece of its index that a full disk had room for."""
        with suppress(sqlite3.Error, OSError):
            settle(self.path)

    def reading(self) -> Engine:
        """Several connections that are held to reading."""
        return reading_engine(self.path, self._through)

    def writing(self) -> Engine:
        """The one connection that writes."""
        return writing_engine(self.path, self._through)

    def _through(self, connect: Connect) -> sqlite3.Connection:
        """A connection to the file that was opened first, or none: two files must not share a log."""
        if gone := self.gone():
            raise StoreError(gone)
        connection = connect()
        self._standing.note()
        return connection

    def fold(self, engine: Engine, *, last: bool) -> None:
        """Move the log into the file, as far as readers in the middle of their work allow.

        While nothing is written the log is empty then: who copies or replaces the file meanwhile finds all in it.
        """
        with suppress(DatabaseError, sqlite3.Error, ValueError), closing(engine.raw_connection()) as raw:
            cursor = raw.cursor()
            if not last:  # nobody waits for readers; what they hold up is moved the next time
                cursor.execute("PRAGMA busy_timeout=0")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                cursor.execute("PRAGMA busy_timeout=5000")

    def stands(self) -> bool:
        """Whether the file at the path is the one that is open."""
        return self._standing.holds()

    def gone(self) -> str:
        """Whether another file stands there, or none."""
        if self.stands():
            return ""
        if lexists(self.path):
            return _("another file stands at {path}", path=self.path)
        return _("{path} is not there any more", path=self.path)

    def rescue(self, engine: Engine) -> str:
        """In the file itself, where it was moved; else in a copy beside its place, or where the snapshots lie."""
        self._standing.sweep()
        said = self.gone()
        moved = self._standing.name()
        if moved is not None and self._folded(engine, moved):
            return _("{said}; all that was saved is in {kept}, open that one", said=said, kept=moved)
        name = f"{self.path.stem} (kept {datetime.now():%Y-%m-%d %H.%M}){self.path.suffix}"
        reason = ""
        for folder in (self.path.parent, shelf.root()):
            try:
                if folder == shelf.root():
                    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                kept = backup.free(folder / name)
                with closing(engine.raw_connection()) as raw:
                    backup.copy_open(cast(sqlite3.Connection, raw.driver_connection), kept)
            except (QualcodeError, OSError) as error:
                reason = reason or (error.message if isinstance(error, QualcodeError) else why(error))
            else:
                shown = kept.name if folder == self.path.parent else kept
                return _("{said}; what you did since is kept in {kept}", said=said, kept=shown)
        raise StoreError(
            _("{said}; what you did since could not be kept: {reason}", said=said, reason=reason)
        )

    def _folded(self, engine: Engine, moved: Path) -> bool:
        """Whether the log is in the file that has another name now; not where somebody works in it there."""
        lease = Lease(moved)
        try:
            lease.take("")
        except QualcodeError:
            return False
        try:
            with closing(engine.raw_connection()) as raw:
                busy = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except (DatabaseError, sqlite3.Error):
            return False
        finally:
            lease.free()
        return not busy

    def copy(self, target: Path, told: Told = untold) -> None:
        """Page by page."""
        backup.copy(self.path, target, told)

    def candidates(self, connection: Connection, needle: str, texts: Iterable[int]) -> set[int] | None:
        """By the words of the index, which are kept until the texts change."""
        texts = frozenset(texts)
        if self._vocabulary is None or self._vocabulary.texts != texts:
            self._vocabulary = search.Vocabulary(connection, texts)
        return self._vocabulary.candidates(connection, needle)

    @staticmethod
    def new_ids(connection: Connection, table: Table, n: int, known: dict[str, int]) -> list[int]:
        """Counted on from the last one given."""
        if table.name not in known:
            used = connection.scalar(
                text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}
            )
            known[table.name] = int(used or 0)
        first = known[table.name] + 1
        known[table.name] += n
        return list(range(first, first + n))

    @staticmethod
    def last_ids(connection: Connection) -> dict[str, int]:
        """From SQLite's own count."""
        return {
            name: seq for name, seq in connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence")
        }

    @staticmethod
    def count_from(connection: Connection, table: Table, last: int) -> None:
        """In SQLite's own count."""
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        connection.execute(
            text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), {"name": table.name, "last": last}
        )

    @staticmethod
    def add_rows(connection: Connection, table: Table, rows: list[Row]) -> None:
        """Past SQLAlchemy's handling of every single parameter, which takes longer than the insertion."""
        refuse_unfit(table, rows)
        sql, columns = _insertion(table, connection.dialect)
        bound = [_bound([row[name] for row in rows], to) for name, to in columns]
        connection.exec_driver_sql(sql, list(zip(*bound, strict=True)))

    @staticmethod
    def index(connection: Connection, text_version_id: int, body: str) -> None:
        """In FTS5."""
        search.add(connection, text_version_id, body)

    @staticmethod
    def unindex(connection: Connection, text_version_id: int, body: str) -> None:
        """From FTS5."""
        search.drop(connection, text_version_id, body)

    @staticmethod
    def damage(connection: Connection) -> Iterator[str]:
        """Pages, and rows that refer to nothing."""
        from qualcode.store.check import pages

        yield from pages(connection)
        for table, rowid, target, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
            yield _(
                "{table} {id} refers to a {target} that is not there",
                table=noun(table),
                id=rowid,
                target=noun(target),
            )

    @staticmethod
    def understood(error: Exception, *, writing: bool = False) -> QualcodeError | None:
        """By SQLite's number; what Python says of bytes that are no text has none."""
        problem = error.orig if isinstance(error, DBAPIError) else error
        match code_of(error):
            case sqlite3.SQLITE_FULL:
                return StoreError(full_disk(writing=writing))
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
                return StoreError(_("the project file or its folder cannot be written"))
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
                return Busy(_("another program is using the project file just now; try again"))
            case sqlite3.SQLITE_CANTOPEN:
                return StoreError(_("the project file cannot be opened any more; is its disk still there?"))
            case sqlite3.SQLITE_IOERR:
                return StoreError(
                    _("the disk does not read or write as it should; see whether the last step was kept")
                )
            case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
                return StoreError(_("the project file is damaged; restore a backup, or run qualcode check"))
        if isinstance(problem, UnicodeDecodeError) or "could not decode" in str(problem).lower():
            return StoreError(_("the project file is damaged; restore a backup, or run qualcode check"))
        return None


def _bound(values: list[Any], to: Callable[[Any], Any] | None) -> list[Any]:
    """The values of one column in SQLite's form; often all of them are one, as the time of an action."""
    if to is None:
        return values
    first = values[0]
    if all(value is first for value in values):
        return [to(first)] * len(values)
    return [to(value) for value in values]


@cache
def _insertion(
    table: Table, dialect: Dialect
) -> tuple[str, tuple[tuple[str, Callable[[Any], Any] | None], ...]]:
    """The SQL that adds a row, and the columns in its order with what brings their values into SQLite's form."""
    names = [column.name for column in table.columns]
    sql = str(insert(table).compile(dialect=dialect, column_keys=names))
    return sql, tuple(
        (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in names
    )
