"""Bringing an older project file to today's schema: a snapshot first, then one transaction, then a check."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from qualcode.errors import QualcodeError, StoreError
from qualcode.i18n import _
from qualcode.store import backup, reasons, shelf, snapshots
from qualcode.store.engine import file_url, inspect

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(path: Path, migrations: Path = MIGRATIONS, target: str = "head") -> Path:
    """Upgrade the file at `path` and give the path of the verified snapshot taken before.

    Where none can be taken in its folder, it lies beside the project; without one nothing is upgraded. Foreign keys are off while tables are rebuilt (a rebuilt parent would take its children along) and checked
    before the commit. Raises StoreError where it fails; the file is then as it was.
    """
    snapshot = _kept(path)
    engine = create_engine(file_url(path), poolclass=StaticPool)

    def connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            _upgrade(connection, migrations, target)
            # Revisions are named by the schema number they lead to, so the file's header follows from them.
            head = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            connection.exec_driver_sql(f"PRAGMA user_version = {int(head)}")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StoreError(_("upgrading would lose {n} references; nothing was changed", n=len(broken)))
    except DatabaseError as error:
        raise StoreError(
            _("upgrading failed, nothing was changed: {reason}", reason=reasons.of_file(error))
        ) from None
    finally:
        engine.dispose()
    return snapshot


def _kept(path: Path) -> Path:
    """A copy of the project as it is now; raises StoreError where none can be made."""
    try:
        taken = snapshots.take(path, shelf.Reason.BEFORE) or snapshots.of_place(path)[0]
        return taken.path
    except QualcodeError:
        beside = backup.free(path.with_name(f"{path.stem}-before-{inspect(path) + 1}{path.suffix}"))
        backup.copy(path, beside)
        return beside


def migrate_server(engine: Engine, migrations: Path = MIGRATIONS, target: str = "head") -> None:
    """Upgrade the project on a server in one transaction; raises StoreError where it fails, nothing is changed then."""
    try:
        with engine.begin() as connection:
            _upgrade(connection, migrations, target)
    except DatabaseError as error:
        raise StoreError(
            _("upgrading failed, nothing was changed: {reason}", reason=reasons.of_server(error))
        ) from None


def _upgrade(connection: Connection, migrations: Path, target: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
