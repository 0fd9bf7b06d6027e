"""Whether everything in a project file is as it should be; a line for each thing that is not."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.exc import DBAPIError

from qualcode.i18n import _, ngettext
from qualcode.model import METADATA, Coding, Event, EventContent, Source, TextVersion
from qualcode.model.nouns import noun
from qualcode.store import journal, reasons, schema, search
from qualcode.store.changes import Digest, Row, bulk_columns, decode
from qualcode.store.database import kind_of
from qualcode.store.engine import MAGIC, SCHEMA, file_uri
from qualcode.store.transaction import table_of
from qualcode.text import held

PAGE = 4096
"""Bytes; no project is smaller."""

INTEGRITY = "PRAGMA integrity_check(20)"
"""At most so many places are looked for in a damaged file."""

HIGHEST = 2**31 - 1
"""The last id a database can give."""

UNJOURNALED = frozenset({"event", "event_content", "pack", "units"})


def check(connection: Connection) -> Iterator[str]:
    """Problems of the file, the texts, the spans, the references and the history; nothing where all is well.

    Raises StoreError where the database cannot be reached any more.
    """
    parts: list[tuple[Callable[[Connection], Iterator[str]], str]] = [
        (kind_of(connection).damage, _("the pages of the file")),
        (_texts, _("texts")),
        (_spans, _("codings")),
        (journal.verify, _("history")),
        (_state, _("records")),
    ]
    if connection.dialect.name == "sqlite":
        parts[1:1] = [(_strangers, _("tables")), (_shapes, _("tables")), (_index, _("search index"))]
    for part, name in parts:
        try:
            yield from part(connection)
        except Exception as error:  # bytes that are no value any more fail in any way
            # A disk or a server that does not answer says nothing of the project.
            if connection.dialect.name != "sqlite" and isinstance(error, DBAPIError):
                raise
            if reasons.code_of(error) in reasons.DISK:
                raise
            yield _("part of the project cannot be read any more: {part}", part=name)


def damaged(path: Path) -> list[str]:
    """What is damaged of a project file that cannot be opened as a project, a line each.

    Nothing where it is no damage: no project, a full disk, rights, another program.
    """
    if not path.is_file():
        return []
    try:
        with held.left_alone(path) as alone:
            begins = _beginning(path) if alone else MAGIC
        if begins != MAGIC:
            if path.suffix != ".qualcode" or path.stat().st_size < PAGE:
                return []
            return [_("{path} does not begin as a project does: its beginning is damaged", path=path.name)]
        with closing(sqlite3.connect(file_uri(path.resolve()) + "?mode=ro", uri=True)) as connection:
            connection.text_factory = bytes
            found = [line for (line,) in connection.execute(INTEGRITY) if line != b"ok"]
    except OSError:
        return []
    except Exception as error:  # noqa: BLE001  bytes that are no value any more fail in any way
        return [] if reasons.code_of(error) in reasons.DISK else [_places(1) + reasons.detail(error)]
    return [_places(len(found))] if found else []


def _beginning(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(MAGIC))


def _places(n: int) -> str:
    return ngettext("the file is damaged inside ({n} place)", "the file is damaged inside ({n} places)", n)


def pages(connection: Connection) -> Iterator[str]:
    """One line where SQLite finds the pages of the file damaged; its own words help nobody."""
    found = [line for line in connection.exec_driver_sql(INTEGRITY).scalars() if line != "ok"]
    if found:
        yield _places(len(found))


def _strangers(connection: Connection) -> Iterator[str]:
    """Tables, views, triggers and indexes that a project does not have, and those that are missing."""
    rows = connection.exec_driver_sql(_PARTS).all()
    found = {(row[0], row[1]) for row in rows}
    for kind, name in sorted(found - _parts()):
        yield _(
            "the file holds a {kind} {name} that is not part of a project", kind=_KINDS[kind](), name=name
        )
    for kind, name in sorted(_parts() - found):
        yield _("the file lacks the {kind} {name}", kind=_KINDS[kind](), name=name)


_PARTS = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
_KINDS: dict[str, Callable[[], str]] = {
    "table": lambda: _("table"),
    "index": lambda: _("index"),
    "view": lambda: _("view"),
    "trigger": lambda: _("trigger"),
}


@contextmanager
def _memory() -> Iterator[Connection]:
    """A database in memory."""
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@cache
def _parts() -> frozenset[tuple[str, str]]:
    """What a project's file consists of: (kind, name) pairs, SQLite's own left out."""
    with _memory() as connection:
        schema.lay(connection)
        return frozenset((row[0], row[1]) for row in connection.exec_driver_sql(_PARTS))


def _shapes(connection: Connection) -> Iterator[str]:
    """Tables and indexes whose columns, references or rules of uniqueness are not those of a project."""
    expected = _expected_shape()
    for name, shape in _shape(connection).items():
        if shape != expected.get(name, shape):
            yield _("the table or index {name} is not as a project has it", name=name)


def _shape(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """What SQLite makes of the description of each table and index; how it is worded does not count."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for query in _SHAPES:
        for name, *rest in connection.exec_driver_sql(query):
            found.setdefault(name, []).append(tuple(rest))
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


@cache
def _expected_shape() -> dict[str, list[tuple[object, ...]]]:
    with _memory() as connection:
        schema.lay(connection)
        return _shape(connection)


_SHAPES = (
    """SELECT m.name, x.name, x.type, x."notnull", x.dflt_value, x.pk
    FROM sqlite_master m, pragma_table_xinfo(m.name) x WHERE m.type = 'table'""",
    """SELECT m.name, x."table", x."from", x."to", x.on_update, x.on_delete
    FROM sqlite_master m, pragma_foreign_key_list(m.name) x WHERE m.type = 'table'""",
    """SELECT m.name, x.name, x."unique", x.origin, x.partial
    FROM sqlite_master m, pragma_index_list(m.name) x WHERE m.type = 'table' AND x."unique" = 1""",
    """SELECT m.name, x.seqno, x.name, x."desc", x.coll, x."key"
    FROM sqlite_master m, pragma_index_xinfo(m.name) x WHERE m.type = 'index'""",
)


def _index(connection: Connection) -> Iterator[str]:
    """Whether the search index is the one that the texts give."""
    versions = table_of(TextVersion)
    with _memory() as anew:
        search.create(anew)
        for row in connection.execute(select(versions.c.id, versions.c.body).order_by(versions.c.id)):
            search.add(anew, row.id, row.body)
        for table in search.VOCABULARY:
            anew.exec_driver_sql(table)
        if any(
            connection.exec_driver_sql(words).all() != anew.exec_driver_sql(words).all() for words in _WORDS
        ):
            yield _("the search index does not fit the texts, so that searching may miss places")


_WORDS = (
    "SELECT term, doc, cnt FROM temp.text_words",
    'SELECT count(*), sum(doc), sum(doc * doc), sum("offset"), sum(doc * "offset") FROM temp.text_places',
)
"""Every word; and sums over all its places, in which no single one can change unseen."""


def _texts(connection: Connection) -> Iterator[str]:
    versions, sources = table_of(TextVersion), table_of(Source)
    rows = connection.execute(
        select(versions.c.body, versions.c.sha256, versions.c.length, sources.c.name).join_from(
            versions, sources
        )
    )
    for row in rows:
        if hashlib.sha256(row.body.encode()).hexdigest() != row.sha256 or len(row.body) != row.length:
            yield _("the text of {source} is not the one that was read in", source=row.name)


def _spans(connection: Connection) -> Iterator[str]:
    versions, codings, sources = table_of(TextVersion), table_of(Coding), table_of(Source)
    ordered = select(versions.c.source_id, versions.c.length).order_by(versions.c.number)
    lengths = {row.source_id: row.length for row in connection.execute(ordered)}
    names = {row.id: row.name for row in connection.execute(select(sources.c.id, sources.c.name))}
    for row in connection.execute(select(codings.c.id, codings.c.source_id, codings.c.start, codings.c.stop)):
        if not 0 <= row.start < row.stop <= lengths.get(row.source_id, 0):
            yield _(
                "coding {id} lies outside the text of {source}",
                id=row.id,
                source=names.get(row.source_id, row.source_id),
            )


def _state(connection: Connection) -> Iterator[str]:
    """Rows that are not what the journal says they are: changed, missing, or never entered."""
    events, contents = table_of(Event), table_of(EventContent)
    rows = connection.execute(
        select(contents.c.body).select_from(events).outerjoin(contents).order_by(events.c.id)
    ).scalars()
    expected: dict[tuple[str, int], Row] = {}
    given: dict[str, int] = {}
    for body in rows:
        if body is None:
            yield _("the content of an entry of the history is missing")
            return  # what it held can no longer be told
        try:
            changes = decode(body)
        except (ValueError, zlib.error):
            return  # the chain has said so already
        for change in changes:
            key = (change.table, change.id)
            given[change.table] = max(change.id, given.get(change.table, 0))
            if change.after is None:
                expected.pop(key, None)
            else:
                expected[key] = {**expected.get(key, {}), **change.after}
    for table in METADATA.sorted_tables:
        if table.name in UNJOURNALED:
            continue
        bulk = bulk_columns(table)
        for row in connection.execute(select(table)).mappings():
            recorded = expected.pop((table.name, row["id"]), None)
            if recorded is None:
                yield _("{table} {id} is in no entry of the history", table=noun(table.name), id=row["id"])
                continue
            current = {k: Digest.of(v) if k in bulk else v for k, v in row.items()}
            changed = [k for k, v in recorded.items() if k in current and current[k] != v]
            if changed:
                yield _(
                    "{table} {id} was changed outside qualcode: {columns}",
                    table=noun(table.name),
                    id=row["id"],
                    columns=", ".join(changed),
                )
    for table_name, id_ in expected:
        yield _("{table} {id} is missing", table=noun(table_name), id=id_)
    yield from _counts(connection, given)


def _counts(connection: Connection, given: dict[str, int]) -> Iterator[str]:
    """The counts by which no id is given twice, from the highest `given` of each table; and the schema's number."""
    last = kind_of(connection).last_ids(connection)
    for model in (Event, EventContent):
        table = table_of(model)
        given[table.name] = connection.scalar(select(func.max(table.c.id))) or 0
    for name, highest in given.items():
        if not highest <= last.get(name, 0) <= HIGHEST:
            yield _("the count of {table} is not right: a number could be given twice", table=noun(name))
    if connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() != [
        f"{SCHEMA:04}"
    ]:
        yield _("the number of the project's form is not right")
