"""Whether everything in a project file is as it should be; a line for each thing that is not."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from qualcode.i18n import _
from qualcode.model import METADATA, Coding, Event, EventContent, Source, TextVersion
from qualcode.model.nouns import noun
from qualcode.store import journal
from qualcode.store.changes import Digest, Row, bulk_columns, decode
from qualcode.store.database import kind_of
from qualcode.store.transaction import table_of

UNJOURNALED = frozenset({"event", "event_content", "pack", "units"})


def check(connection: Connection) -> Iterator[str]:
    """Problems of the file, the texts, the spans, the references and the history; nothing where all is well."""
    yield from kind_of(connection).damage(connection)
    yield from _texts(connection)
    yield from _spans(connection)
    yield from journal.verify(connection)
    yield from _state(connection)


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
