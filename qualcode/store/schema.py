"""Making a new project file, and bringing an older one up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine

from qualcode.errors import StoreError
from qualcode.i18n import _
from qualcode.model import METADATA
from qualcode.store import search
from qualcode.store.engine import APPLICATION_ID, SCHEMA


def create(engine: Engine) -> None:
    """Lay the tables of a new project file, marked as ours and with today's schema number."""
    with engine.begin() as connection:
        lay(connection)


def lay(connection: Connection) -> None:
    """The same on a connection, in whatever transaction it is in."""
    METADATA.create_all(connection)
    search.create(connection)
    stamp(connection)


def stamp(connection: Connection) -> None:
    """Mark the file as ours and as being of today's schema."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA}")
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    )
    connection.exec_driver_sql("DELETE FROM alembic_version")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (f"{SCHEMA:04}",))


def upgrade(path: Path, version: int) -> None:
    """Bring an older file to today's schema, after a snapshot; Alembic is loaded only here."""
    if version == SCHEMA:
        return
    from qualcode.store.migrate import migrate

    if version == 0:
        raise StoreError(_("{path} was never finished; please make the project again", path=path))
    migrate(path)
