"""One transaction of the writer: every row written through it is also written down for the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, func, select, update
from sqlmodel import Session, SQLModel

from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _
from qualcode.model import METADATA, Coder, Pack, Record, now, uuid7
from qualcode.model.nouns import noun
from qualcode.store.changes import Change, Digest, Row, bulk_columns, digested, refuse_unfit
from qualcode.store.database import kind_of

R = TypeVar("R", bound=Record)

_NO_FIELDS: set[str] = set()


@dataclass
class Memory:
    """What the writer knows without asking, as long as nobody else writes; a failure makes it forget."""

    coders: dict[str, Coder] = field(default_factory=dict)
    heads: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    """Number and hash of each coder's last event, by the coder's id."""
    ids: dict[str, int] = field(default_factory=dict)
    """The last id given in each table."""
    unpacked: set[int] = field(default_factory=set)
    """Sources that have no pack."""

    def clear(self) -> None:
        """Know nothing."""
        self.coders.clear()
        self.heads.clear()
        self.ids.clear()
        self.unpacked.clear()


class Transaction:
    """Inserts, updates and deletions of one action, recorded with their rows before and after.

    Records given out are detached values; `insert`, `update` and `delete` write at once, in order.
    """

    def __init__(self, connection: Connection, coder: Coder | None, memory: Memory | None = None) -> None:
        self.connection = connection
        self.database = kind_of(connection)
        self.changes: list[Change] = []
        self.summary = ""
        """What the journal is to say of it, where only the work itself finds that out."""
        self.at: datetime = now()
        self.memory = memory or Memory()
        self._coder = coder
        self._touched_sources: set[int] = set()

    @cached_property
    def session(self) -> Session:
        """For reading inside the transaction."""
        return Session(bind=self.connection, autoflush=False, expire_on_commit=False)

    @property
    def coder(self) -> Coder:
        """Who acts."""
        if self._coder is None:
            raise BadInput(_("say who you are: no coder was named"))
        return self._coder

    @coder.setter
    def coder(self, coder: Coder) -> None:
        self._coder = coder

    # reading

    def all(self, model: type[R], *conditions: Any) -> list[R]:
        """Every row of `model` that meets the conditions, by id."""
        statement = select(model).where(*conditions).order_by(table_of(model).c.id)
        return self._detached(self.session.scalars(statement).all())

    def first(self, model: type[R], *conditions: Any) -> R | None:
        """The first such row by id, or None."""
        found = self.session.scalars(
            select(model).where(*conditions).order_by(table_of(model).c.id).limit(1)
        ).all()
        return self._detached(found)[0] if found else None

    def get(self, model: type[R], id_: int) -> R:
        """The row with this id; raises NotFound."""
        found = self.first(model, table_of(model).c.id == id_)
        if found is None:
            raise NotFound(
                _("there is no {what} number {id} any more", what=noun(table_of(model).name), id=id_)
            )
        return found

    def _detached(self, rows: Sequence[R]) -> list[R]:
        self.session.expunge_all()
        return list(rows)

    # writing

    def insert(self, record: R) -> R:
        """Write a new record and give it its id."""
        self.insert_all([record])
        return record

    def insert_all(self, records: Iterable[R]) -> list[R]:
        """Write new records, in one statement for each run of the same kind, and give them their ids."""
        records = list(records)
        for model, run in groupby(records, type):
            table = table_of(model)
            these = list(run)
            new = [one for one in these if one.id is None]
            for one, id_ in zip(new, self.new_ids(table, len(new)), strict=True):
                one.id = id_
            names = column_names(table)
            self._insert_rows(table, [{name: getattr(one, name) for name in names} for one in these])
        return records

    def write_rows(self, model: type[Record], rows: Sequence[Row]) -> None:
        """Write many new rows, each with a value for every column but `id` and `uid`, which they are given.

        The quick way for thousands of rows; `insert_all` asks less.
        """
        table = table_of(model)
        for row, id_ in zip(rows, self.new_ids(table, len(rows)), strict=True):
            row["id"], row["uid"] = id_, uuid7()
        self._insert_rows(table, list(rows))

    def insert_rows(self, model: type[R], rows: Sequence[Row]) -> list[R]:
        """`write_rows`, and give their records."""
        self.write_rows(model, rows)
        make = maker(model)
        return [make(row.items()) for row in rows]

    def update(self, record: R, **values: Any) -> R:
        """Change columns of a record; gives the new value of it. Nothing happens where nothing differs."""
        table = table_of(type(record))
        current = self._row(table, record.id)
        if current is None:
            raise NotFound(_("there is no {what} number {id} any more", what=noun(table.name), id=record.id))
        changed = {k: v for k, v in values.items() if current[k] != v}
        if changed:
            self._apply(table, Change(table.name, record.id, {k: current[k] for k in changed}, changed))
        return type(record)(**{**current, **changed})

    def delete(self, record: Record) -> None:
        """Delete a record and what hangs on it, following each reference's `on_delete`."""
        self._delete(table_of(type(record)), record.id)

    def apply(self, change: Change) -> None:
        """Make a recorded change happen (undo and redo); raises BadInput where the row has moved on since."""
        table = METADATA.tables[change.table]
        current = self._row(table, change.id)
        if (change.before is None) != (current is None) or (
            current is not None and change.before is not None and not _fits(current, change.before)
        ):
            raise BadInput(_("this cannot be taken back: something it touched has been changed since"))
        if change.before is not None and change.after is None:
            change = Change(change.table, change.id, current, None)
        self._apply(table, change)

    # inside

    def _insert_rows(self, table: Table, rows: list[Row]) -> None:
        if not rows:
            return
        self.database.add_rows(self.connection, table, rows)
        if table.name == "coding":  # by the thousand, so not one by one
            self._touched_sources.update(row["source_id"] for row in rows)
        else:
            for row in rows:
                self._touch(table, row)
                self._index(table, None, row)
        name = table.name
        self.changes.extend(Change(name, row["id"], None, digested(table, row)) for row in rows)

    def _apply(self, table: Table, change: Change) -> None:
        before, after = change.before, change.after
        if after is None:
            self.connection.execute(delete(table).where(table.c.id == change.id))
            self._touch(table, before or {})
            self._index(table, before, None)
        elif before is None:
            self.database.add_rows(self.connection, table, [after])
            self._touch(table, after)
            self._index(table, None, after)
            change = Change(change.table, change.id, None, digested(table, after))
        else:
            refuse_unfit(table, [after])
            self._touch(table, self._row(table, change.id) or {})
            self.connection.execute(update(table).where(table.c.id == change.id).values(after))
            self._touch(table, after)
        self.changes.append(change)

    def _delete(self, table: Table, id_: int) -> None:
        for child, column in referring(table):
            rule = child.c[column].info.get("on_delete", "refuse")
            ids = list(self.connection.scalars(select(child.c.id).where(child.c[column] == id_)))
            if ids and rule == "refuse":
                raise BadInput(
                    _("cannot remove this {what}: {n} {other} still refer to it").format(
                        what=noun(table.name), n=len(ids), other=noun(child.name)
                    )
                )
            for child_id in ids:
                if rule == "cascade":
                    self._delete(child, child_id)
                else:
                    self._apply(child, Change(child.name, child_id, {column: id_}, {column: None}))
        row = self._row(table, id_)
        if row is not None:  # a row reached twice is gone already
            self._apply(table, Change(table.name, id_, row, None))

    def _row(self, table: Table, id_: int) -> Row | None:
        row = self.connection.execute(select(table).where(table.c.id == id_)).mappings().first()
        return None if row is None else dict(row)

    def new_ids(self, table: Table, n: int) -> list[int]:
        """The next ids of a table; ids are never used twice, not even those of deleted rows."""
        return self.database.new_ids(self.connection, table, n, self.memory.ids)

    def _touch(self, table: Table, row: Row) -> None:
        if table.name == "coding" and "source_id" in row:
            self._touched_sources.add(row["source_id"])
        elif table.name == "coder":
            self.memory.coders.clear()

    def _index(self, table: Table, before: Row | None, after: Row | None) -> None:
        if table.name == "text_version":
            if before is not None:
                self.database.unindex(self.connection, before["id"], before["body"])
            if after is not None:
                self.database.index(self.connection, after["id"], after["body"])

    def drop_stale_packs(self) -> None:
        """Forget the packed columns of every source whose codings changed."""
        stale = self._touched_sources - self.memory.unpacked
        if stale:
            self.connection.execute(delete(table_of(Pack)).where(table_of(Pack).c.source_id.in_(stale)))
            self.memory.unpacked |= stale

    def count(self, model: type[Record], *conditions: Any) -> int:
        """How many rows of `model` meet the conditions."""
        statement = select(func.count()).select_from(table_of(model)).where(*conditions)
        return int(self.connection.scalar(statement) or 0)


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a record class."""
    table = model.__table__  # type: ignore[attr-defined]
    assert isinstance(table, Table)
    return table


@cache
def column_names(table: Table) -> tuple[str, ...]:
    """Names of the columns of `table`, in order."""
    return tuple(column.name for column in table.columns)


@cache
def maker(model: type[R]) -> Callable[[Iterable[tuple[str, Any]]], R]:
    """A function that makes a record of `model` from the name and value of every column.

    The constructor looks at every field and tells SQLAlchemy of each change to it. Records are values and need
    neither; where there are thousands of them, doing without is many times quicker. What is made so has no state of
    SQLAlchemy's: it can be read and compared, and no session takes it.
    """
    new, put = object.__new__, object.__setattr__

    def make(values: Iterable[tuple[str, Any]]) -> R:
        made = new(model)
        put(made, "__dict__", dict(values))
        put(made, "__pydantic_fields_set__", _NO_FIELDS)
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made

    return make


def load(session: Session, model: type[R], *conditions: Any, order: Sequence[Any]) -> list[R]:
    """The records of `model` that meet the conditions; quicker than the session where there are many."""
    statement = select(*table_of(model).c).where(*conditions).order_by(*order)
    names, make = column_names(table_of(model)), maker(model)
    return [make(zip(names, row, strict=True)) for row in session.connection().execute(statement).all()]


@cache
def referring(table: Table) -> tuple[tuple[Table, str], ...]:
    """Every (table, column) of the journaled records whose foreign key points at `table`."""
    return tuple(
        (child, key.parent.name)
        for child in METADATA.sorted_tables
        if "id" in child.c
        for key in sorted(child.foreign_keys, key=lambda k: k.parent.name)
        if key.column.table is table
    )


def _fits(current: Row, recorded: Row) -> bool:
    """Whether the recorded values are still those of the row; bulk values are compared by digest."""
    return all(
        (Digest.of(current[k]) == v) if isinstance(v, Digest) else (_same(current[k], v))
        for k, v in recorded.items()
        if k in current
    )


def _same(one: Any, other: Any) -> bool:
    return bool(one == other)


__all__ = ["Transaction", "bulk_columns", "referring", "table_of"]
