"""A project in a PostgreSQL database of its own: the same records, journal and facets, for several machines.

The server needs no extensions. Text is ordered by code point (collation "C"), as SQLite does. The right to write
is an advisory lock held by the writing connection itself, so that the server frees it when that connection ends.
"""

from __future__ import annotations

import getpass
import platform
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Enum,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import NullPool, StaticPool
from sqlmodel.sql.sqltypes import AutoString

from qualcode.errors import BadInput, Busy, Held, NotFound, QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.model import METADATA
from qualcode.store import backup
from qualcode.store.changes import Row, refuse_unfit
from qualcode.store.database import Database, Told, full_disk, untold
from qualcode.store.engine import APPLICATION_ID, SCHEMA
from qualcode.store.reasons import detail, of_server

TIMEOUT_SECONDS = 10
"""How long a server may take to answer the first time."""


class PostgreSQL(Database):
    """A database on a server, named by a URL: `postgresql://user@host/database`."""

    shared = True

    def __init__(self, url: str) -> None:
        self._url = _parsed(url)
        self.path = Path(str(self._url.database))
        self._coder = ""
        self._writing: Engine | None = None

    @property
    def name(self) -> str:
        """The address as it may be shown: without user and password."""
        host = self._url.host or self._url.query.get("host") or ""
        return f"postgresql://{'' if str(host).startswith('/') else host}/{self._url.database}"

    # the place

    def version(self) -> int:
        """From the table Alembic keeps."""
        with self._connection() as connection:
            ours = _has(connection, "event_content") and _has(connection, "alembic_version")
            version = (
                connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
                if ours
                else None
            )
        if version is None or not str(version).isdigit():
            raise NotFound(_("there is no project {path}", path=self.name))
        if int(version) > SCHEMA:
            raise StoreError(_("{path} was made by a newer qualcode; please update qualcode", path=self.name))
        return int(version)

    def create(self) -> None:
        """Lay the tables in an empty database, all of them or none."""
        with self._connection() as connection:
            found = connection.exec_driver_sql(
                "SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'p') "
                "AND relnamespace = current_schema()::regnamespace"
            ).scalar()
            if found:
                raise BadInput(
                    _("{path} is not empty; a project needs a database of its own", path=self.name)
                )
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
            if encoding != "UTF8":
                raise BadInput(
                    _("the database keeps its text as {encoding}; a project needs UTF8", encoding=encoding)
                )
            _ordered_by_code_point(METADATA).create_all(connection)
            connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
            connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{SCHEMA:04}')")
            connection.commit()

    def upgrade(self, version: int) -> None:
        """In one transaction."""
        from qualcode.store.migrate import MIGRATIONS, migrate_server

        migrate_server(self.writing(), MIGRATIONS)

    def hold(self, coder: str) -> None:
        """By the lock of the writing connection, which is made here."""
        self._coder = coder
        engine = self.writing()
        try:
            engine.connect().close()
        except DBAPIError as error:
            self.free()
            raise self._unreachable(error) from None
        except BaseException:
            self.free()
            raise

    def free(self) -> None:
        """End the writing connection, and the lock with it."""
        if self._writing is not None:
            self._writing.dispose()
            self._writing = None

    def reading(self) -> Engine:
        """Connections that see one state and cannot change it."""
        return self._engine(
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
            pool_size=4,
            pool_pre_ping=True,
        )

    def writing(self) -> Engine:
        """The one connection that writes; a new one in its place takes the lock again or fails."""
        if self._writing is None:
            self._writing = self._engine(poolclass=StaticPool, isolation_level="READ COMMITTED")
            event.listen(self._writing, "connect", self._take)
        return self._writing

    def fold(self, engine: Engine, *, last: bool) -> None:
        """Nothing: the server does this."""

    def copy(self, target: Path, told: Told = untold) -> None:
        """Row by row into a new project file."""
        engine = self.reading()
        try:
            backup.write_file(engine, target, told)
        except DBAPIError as error:
            raise self._unreachable(error) from None
        finally:
            engine.dispose()

    def _engine(self, **options: Any) -> Engine:
        who = f"qualcode {self._coder} ({_user()}, {platform.node()})"
        try:
            return create_engine(
                self._url,
                connect_args={"connect_timeout": TIMEOUT_SECONDS, "application_name": _cut(who)},
                hide_parameters=True,
                **options,
            )
        except ImportError:
            raise StoreError(
                _("PostgreSQL needs a part that is not installed: pip install 'qualcode[server]'")
            ) from None

    def _connection(self) -> Any:
        engine = self._engine(poolclass=NullPool)
        try:
            return engine.connect()
        except DBAPIError as error:
            raise self._unreachable(error) from None

    def _unreachable(self, error: DBAPIError) -> QualcodeError:
        state = _state(error)
        known = self.understood(error) if state and not state.startswith(_GONE) else None
        return known or StoreError(
            _("cannot reach {path}: {reason}", path=self.name, reason=self._reason(error))
        )

    def _reason(self, error: DBAPIError) -> str:
        """Why, in words of ours; what the server or the network said on request, without the password."""
        reason = of_server(error) + detail(error)
        for secret in (self._url.password, self._url.query.get("password")):
            if secret:
                reason = reason.replace(str(secret), "…")
        return reason

    def _take(self, raw: Any, _record: Any) -> None:
        with closing(raw.cursor()) as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", (APPLICATION_ID,))
            if cursor.fetchone()[0]:
                for setting in _LASTING:
                    cursor.execute(setting)
                raw.commit()
                return
            cursor.execute(
                "SELECT application_name, backend_start FROM pg_stat_activity JOIN pg_locks USING (pid) "
                "WHERE locktype = 'advisory' AND granted AND objid = %s "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
                (APPLICATION_ID,),
            )
            found = cursor.fetchone()
        raw.close()
        holder = (found[0] if found else "").removeprefix("qualcode ") or _("another process")
        raise Held(
            _(
                "{project} is open for writing elsewhere: {holder}. Close it there first; commands that only read work."
            ).format(project=self.name, holder=holder),
            holder,
            found[1] if found else None,
        )

    # on a connection

    def candidates(self, connection: Connection, needle: str, texts: Iterable[int]) -> set[int] | None:
        """None: an index of words knows nothing of what stands inside them, and that is found here too."""
        return None

    @staticmethod
    def new_ids(connection: Connection, table: Table, n: int, known: dict[str, int]) -> list[int]:
        """From the table's sequence, which never gives a number twice."""
        if not n:
            return []
        rows = connection.execute(
            text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :n)"),
            {"name": f'"{table.name}"', "n": n},
        )
        return [id_ for (id_,) in rows]

    @staticmethod
    def last_ids(connection: Connection) -> dict[str, int]:
        """From the sequences."""
        rows = connection.exec_driver_sql(
            "SELECT c.relname, coalesce(pg_sequence_last_value(s.oid), 0) "
            "FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i') "
            "JOIN pg_class c ON c.oid = d.refobjid "
            "WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace"
        )
        return {name: int(last) for name, last in rows}

    @staticmethod
    def count_from(connection: Connection, table: Table, last: int) -> None:
        """In the sequence."""
        connection.execute(
            text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
            {"name": f'"{table.name}"', "last": last},
        )

    @staticmethod
    def add_rows(connection: Connection, table: Table, rows: list[Row]) -> None:
        """Many in one statement."""
        refuse_unfit(table, rows)
        connection.execute(insert(table), rows)

    @staticmethod
    def index(connection: Connection, text_version_id: int, body: str) -> None:
        """Nothing: every text is looked at."""

    @staticmethod
    def unindex(connection: Connection, text_version_id: int, body: str) -> None:
        """Nothing either."""

    @staticmethod
    def damage(connection: Connection) -> Iterator[str]:
        """Nothing: pages and references are the server's to keep."""
        return iter(())

    @staticmethod
    def understood(error: Exception, *, writing: bool = False) -> QualcodeError | None:
        """By PostgreSQL's five letters."""
        if not isinstance(error, DBAPIError):
            return None
        state = _state(error)
        if state == "53100":
            return StoreError(full_disk(writing=writing))
        if state in ("42501", "25006"):
            return StoreError(_("this user of the database may not do that"))
        if isinstance(error, DataError):
            return BadInput(_("this does not fit the rest of the project"))
        if state in ("40001", "40P01", "55P03"):
            return Busy(_("another program is using the project just now; try again"))
        lost = isinstance(error, OperationalError | InterfaceError) and not state
        if lost or error.connection_invalidated or state.startswith(_GONE):
            return StoreError(
                _("the connection to the database was lost; see whether the last step was kept")
            )
        if state.startswith(("3F", "42")):  # a table is gone, or there is no place for one
            return StoreError(
                _("the database refuses: a part of the project is missing there") + detail(error)
            )
        return None


_GONE = ("08", "57P")
"""How PostgreSQL's numbers for a connection that is lost, or cannot be had, begin."""

_LASTING = (
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
    "SELECT set_config('tcp_keepalives_idle', '30', false)",
    "SELECT set_config('tcp_keepalives_interval', '10', false)",
    "SELECT set_config('tcp_keepalives_count', '3', false)",
)
"""What the writing connection asks for: that COMMIT waits for the disk, and that the server notices within a minute
when the machine of whoever writes is gone, and frees the lock."""


def _state(error: DBAPIError) -> str:
    """PostgreSQL's five letters for an error; empty where it does not come from the server."""
    return getattr(error.orig, "sqlstate", None) or ""


def restore(file: Database, url: str) -> None:
    """Put a project's rows into the empty database at `url`, all of them or none; raises as opening it does."""
    if file.version() != SCHEMA:
        raise StoreError(_("{path} is of an older qualcode; open it once, then restore it", path=file.path))
    target = PostgreSQL(url)
    target.create()
    source_engine, engine = file.reading(), target._engine(poolclass=NullPool)
    try:
        with source_engine.connect() as source, engine.begin() as connection:
            keys = connection.exec_driver_sql(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint "
                "WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
            ).all()
            # A code may stand below one that comes later: references are looked at when everything is there.
            for table, key in keys:
                connection.exec_driver_sql(f'ALTER TABLE {table} ALTER CONSTRAINT "{key}" DEFERRABLE')
            connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")
            backup.copy_rows(source, connection)
            connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
            for table, key in keys:
                connection.exec_driver_sql(f'ALTER TABLE {table} ALTER CONSTRAINT "{key}" NOT DEFERRABLE')
    except BaseException as error:
        with suppress(DBAPIError), engine.begin() as connection:
            METADATA.drop_all(connection)
            connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
        if isinstance(error, DBAPIError):
            raise target._unreachable(error) from None
        raise
    finally:
        source_engine.dispose()
        engine.dispose()


def _parsed(url: str) -> URL:
    scheme, _colon, rest = url.partition(":")
    try:
        parsed = make_url(f"{scheme}://{rest.lstrip('/')}" if not rest.startswith("///") else url)
    except (ArgumentError, ValueError):
        parsed = None
    # A name with @ is a user and password without a server, and would be shown.
    if parsed is None or not parsed.database or "@" in parsed.database:
        raise BadInput(_("a project on a server is named postgresql://user@host/database"))
    return parsed.set(drivername="postgresql+psycopg")


def _ordered_by_code_point(metadata: MetaData) -> MetaData:
    """The tables with text columns that are compared as SQLite does it, whatever the server's language."""
    copied = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        for column in table.to_metadata(copied).columns:
            if isinstance(column.type, String | AutoString) and not isinstance(column.type, Enum):
                column.type = String(getattr(column.type, "length", None), collation="C")
    return copied


def _has(connection: Connection, table: str) -> bool:
    return bool(connection.scalar(text("SELECT to_regclass(:name)"), {"name": table}))


def _cut(name: str) -> str:
    """What PostgreSQL keeps of an application's name: 63 bytes of ASCII."""
    return name.encode("ascii", "replace").decode()[:63]


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "?"
