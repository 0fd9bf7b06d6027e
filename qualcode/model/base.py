"""What every record shares: an integer key for joins, a lasting uid, and columns that mean the same on SQLite and PostgreSQL.

Table classes do not validate (SQLModel skips it for tables), so input is checked by the use cases before a
record is made. Records leave the store detached and are treated as values: nobody changes one in place.
"""

import enum
import os
import re
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, Literal, TypeVar
from uuid import UUID

from sqlalchemy import Enum, LargeBinary, MetaData, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import declared_attr
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""All tables; the naming convention is what lets a migration find a constraint again."""


class Uid(TypeDecorator[UUID]):
    """A UUID as 16 bytes on SQLite and as the native type on PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """16 raw bytes unless the database has a type of its own."""
        return dialect.type_descriptor(Uuid() if dialect.name == "postgresql" else LargeBinary(16))

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        """To the database."""
        return value if value is None or dialect.name == "postgresql" else value.bytes

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        """From the database."""
        return value if value is None or isinstance(value, UUID) else UUID(bytes=bytes(value))


_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A new UUID version 7 (RFC 9562): 48 bits of milliseconds, then a counter and randomness; ever increasing here."""
    global _last
    with _lock:
        # 12 bits of sub-millisecond time keep ids of one process in the order they were made.
        now = time.time_ns() * 4096 // 1_000_000
        _last = now if now > _last else _last + 1
        stamp = _last
    high = (stamp >> 12) << 16 | 0x7000 | stamp & 0xFFF
    low = 0b10 << 62 | int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=high << 64 | low)


def now() -> datetime:
    """The present moment, aware, to the second: what the journal and records keep."""
    return datetime.now(UTC).replace(microsecond=0)


E = TypeVar("E", bound=enum.StrEnum)


def choice(kind: type[enum.StrEnum]) -> Any:
    """The column type of an enumeration: text with a check constraint, the same on every database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=24,
        name=kind.__name__.lower(),
        values_callable=lambda e: [member.value for member in e],
    )


OnDelete = Literal["cascade", "clear", "refuse"]


def ref(target: str, on_delete: OnDelete, **more: Any) -> Any:
    """A foreign key to `target` ("table.id").

    `on_delete` says what a deletion of the target does to this row: `cascade` deletes it too, `clear` empties
    the column, `refuse` keeps the target. The transaction does it row by row, so that the journal knows.
    """
    optional = on_delete == "clear" or more.pop("optional", False)
    settings: dict[str, Any] = {
        "foreign_key": target,
        "nullable": optional,
        "index": more.pop("index", True),
        "sa_column_kwargs": {"info": {"on_delete": on_delete}},
    }
    return Field(None if optional else ..., **settings, **more)


BULK: Mapping[str, Any] = {"info": {"bulk": True}}
"""`sa_column_kwargs` of a large column: the journal keeps its digest when a row is added, its content when it goes."""


class Table(SQLModel):
    """Names tables in snake case and puts them into our metadata."""

    metadata: ClassVar[MetaData] = METADATA

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()


class Record(Table):
    """The base of every journaled record."""

    __table_args__: ClassVar[Any] = {"sqlite_autoincrement": True}  # an id is never given twice

    id: int = Field(default=None, primary_key=True)
    """Key inside this file; given by the store."""
    uid: UUID = Field(default_factory=uuid7, sa_type=Uid, unique=True, nullable=False)
    """Lasting identity, kept through copies and exchange files."""


def constraints(*items: Any) -> Any:
    """`__table_args__` with constraints added to what every table has."""
    return (*items, {"sqlite_autoincrement": True})
