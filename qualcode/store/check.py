"""Whether everything in a project file is as it should be; a line for each thing that is not."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, create_engine, select

from qualcode.i18n import _
from qualcode.model import METADATA, Coding, Event, EventContent, Source, TextVersion
from qualcode.model.nouns import noun
from qualcode.store import journal, schema
from qualcode.store.changes import Digest, Row, bulk_columns, decode
from qualcode.store.database import kind_of
from qualcode.store.engine import MAGIC
from qualcode.store.transaction import table_of

PAGE = 4096
"""Bytes; no project is smaller."""

UNJOURNALED = frozenset({"event", "event_content", "pack", "units"})


def check(connection: Connection) -> Iterator[str]:
    """Problems of the file, the texts, the spans, the references and the history; nothing where all is well."""
    yield from kind_of(connection).damage(connection)
    if connection.dialect.name == "sqlite":
        yield from _strangers(connection)
    yield from _texts(connection)
    yield from _spans(connection)
    yield from journal.verify(connection)
    yield from _state(connection)


def damaged(path: Path) -> list[str]:
    """What SQLite says of a project file that cannot be opened as a project, a line each."""
    if not path.is_file():
        return []
    try:
        with path.open("rb") as file:
            begins = file.read(len(MAGIC))
        if begins != MAGIC:
            if path.suffix != ".qualcode" or path.stat().st_size < PAGE:
                return []
            return [_("{path} does not begin as a project does: its first bytes are damaged", path=path.name)]
        with closing(sqlite3.connect(path.resolve().as_uri() + "?mode=ro", uri=True)) as connection:
            lines = [
                str(line) for (line,) in connection.execute("PRAGMA integrity_check(20)") if line != "ok"
            ]
    except sqlite3.Error as error:
        lines = [str(error)]
    except OSError:
        return []
    return [_("the file itself: {problem}", problem=" ".join(line.split())) for line in lines]


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


@cache
def _parts() -> frozenset[tuple[str, str]]:
    """What a project's file consists of: (kind, name) pairs, SQLite's own left out."""
    engine = create_engine("sqlite://")
    try:
        schema.create(engine)
        with engine.connect() as connection:
            return frozenset((row[0], row[1]) for row in connection.exec_driver_sql(_PARTS))
    finally:
        engine.dispose()


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
    for body in rows:
        if body is None:
            return  # content was removed for good: what it held can no longer be told
        try:
            changes = decode(body)
        except (ValueError, zlib.error):
            return  # the chain has said so already
        for change in changes:
            key = (change.table, change.id)
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
