"""What differs between the databases a project can live in: a SQLite file, or PostgreSQL.

Everything else in this room is written once, in SQLAlchemy's terms.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from sqlalchemy import Connection, Engine, Table

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.store.changes import Row
from qualcode.text.addresses import is_server, server_url

Told = Callable[[int, int], None]
"""Told how many of how many parts are copied; whatever it raises ends the copying, which then leaves nothing."""


def untold(_done: int, _of: int) -> None:
    """Nobody waits."""


class Database(ABC):
    """Where one project lives, and how its kind of database does what SQL leaves open."""

    path: Path
    """The file; for a server the database's name, so that what is named after a project has a name."""
    shared: ClassVar[bool]
    """Whether others may write beside the holder of the lease; then nothing may be remembered."""

    # the place

    @abstractmethod
    def version(self) -> int:
        """The number of its schema; raises NotFound or StoreError where there is no project of ours."""

    @abstractmethod
    def create(self) -> None:
        """Lay an empty project; raises BadInput where one stands already."""

    @abstractmethod
    def upgrade(self, version: int) -> None:
        """Bring it from this schema to today's; raises StoreError."""

    @abstractmethod
    def hold(self, coder: str) -> None:
        """Take the right to write; raises Busy, telling who has it."""

    def sign(self, coder: str) -> None:  # noqa: B027
        """Say that this coder writes now, where that can be said while the right to write is held."""

    @abstractmethod
    def free(self) -> None:
        """Give the right to write back."""

    @abstractmethod
    def reading(self) -> Engine:
        """An engine that changes nothing; each of its transactions sees one state."""

    @abstractmethod
    def writing(self) -> Engine:
        """The engine of the writer thread: one connection, durable commits, foreign keys enforced."""

    @abstractmethod
    def fold(self, engine: Engine, *, last: bool) -> None:
        """Tidy up from the writing connection: when it has nothing to do, and at last before closing."""

    @abstractmethod
    def copy(self, target: Path, told: Told = untold) -> None:
        """Write the project to a new `.qualcode` file; raises BadInput, NotFound or StoreError, and what `told` does."""

    @abstractmethod
    def candidates(self, connection: Connection, needle: str, texts: Iterable[int]) -> set[int] | None:
        """Which of the text versions may hold the folded `needle`; None where every one must be looked at.

        `texts` are the ids of all text versions there are, `connection` is one of `reading`.
        """

    # on a connection

    @staticmethod
    @abstractmethod
    def new_ids(connection: Connection, table: Table, n: int, known: dict[str, int]) -> list[int]:
        """`n` ids never used in `table` before; `known` is the writer's memory of the last ones given."""

    @staticmethod
    @abstractmethod
    def last_ids(connection: Connection) -> dict[str, int]:
        """The last id given in each table, also where the row is gone."""

    @staticmethod
    @abstractmethod
    def count_from(connection: Connection, table: Table, last: int) -> None:
        """Take `last` for the last id given in `table`."""

    @staticmethod
    @abstractmethod
    def add_rows(connection: Connection, table: Table, rows: list[Row]) -> None:
        """Insert whole rows."""

    @staticmethod
    @abstractmethod
    def index(connection: Connection, text_version_id: int, body: str) -> None:
        """Enter a text into the search index."""

    @staticmethod
    @abstractmethod
    def unindex(connection: Connection, text_version_id: int, body: str) -> None:
        """Take a text out of the search index; `body` is what was entered."""

    @staticmethod
    @abstractmethod
    def damage(connection: Connection) -> Iterator[str]:
        """What the database itself finds wrong, a line each."""

    @staticmethod
    @abstractmethod
    def understood(error: Exception, *, writing: bool = False) -> QualcodeError | None:
        """What the database's error means to a person, or None; `writing` where something was to be changed."""

    def bar(self) -> str:
        """Why nobody can write where it lies, in a few words; empty where somebody can."""
        return ""

    def is_held(self) -> bool:
        """Whether somebody seems to hold the right to write; asking takes nothing from anybody."""
        return True

    def stands(self) -> bool:
        """Whether what was opened still stands at its place; else nothing that is written there is kept."""
        return True

    def gone(self) -> str:
        """What is told where it does not; else empty."""
        return ""

    def rescue(self, engine: Engine) -> str:
        """Keep what the writing connection holds though its place has gone; gives a line that says where.

        Raises StoreError, which says why it could not be kept.
        """
        raise NotImplementedError

    def abandon(self) -> None:  # noqa: B027  most have nothing to do
        """Take away what an opening that failed has left beside the project."""


def full_disk(*, writing: bool) -> str:
    """What is told of a disk without room; that nothing was changed only where something was to be."""
    return _("the disk is full; nothing was changed") if writing else _("the disk is full")


def database_at(place: str | Path) -> Database:
    """The database that `place` names: a file's path, or `postgresql://…`."""
    from qualcode.store import sqlite

    if is_server(place):
        from qualcode.store import postgres

        return postgres.PostgreSQL(server_url(place))
    return sqlite.SQLiteFile(Path(place))


def kind_of(connection: Connection) -> type[Database]:
    """The kind of database at the other end of `connection`."""
    if connection.dialect.name == "postgresql":
        from qualcode.store import postgres

        return postgres.PostgreSQL
    from qualcode.store import sqlite

    return sqlite.SQLiteFile


def restore_to_server(file: Path, url: str) -> Path:
    """Put a project file into the empty database at `url`; gives the database's name."""
    from qualcode.store import postgres, sqlite

    url = server_url(url)
    postgres.restore(sqlite.SQLiteFile(file), url)
    return postgres.PostgreSQL(url).path
