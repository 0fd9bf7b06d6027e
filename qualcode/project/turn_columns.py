"""The turns of a project as columns: the database hands those of a text over as one line of numbers.

A row for each takes many times longer, and tables of counts need all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

import numpy as np
from sqlalchemy import ColumnElement, String, Table, cast, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.analysis.columns import NOBODY, Ints
from qualcode.model import Source, TextVersion, Turn
from qualcode.project.places import counting_turn, words_count
from qualcode.store.transaction import table_of


def row_of(ids: Ints, known: Sequence[int]) -> Ints:
    """The row of each id among those `known`, which stand in order; -1 for one that does not."""
    keys = np.array([*known, np.iinfo(np.int64).max], dtype=np.int64)
    rows = np.searchsorted(keys, ids)
    return np.where(keys[rows] == ids, rows, NOBODY)


def counting_places(
    session: Session, sources: Sequence[Source], *conditions: ColumnElement[bool]
) -> tuple[Ints, Ints, Ints, Ints]:
    """Where the turns stand whose words count and that meet the conditions, in the newest text of `sources`.

    Rows of sources, starts, ends and ids of the informants who speak (0 for nobody), by place.
    """
    texts, turns, table = table_of(TextVersion), table_of(Turn), table_of(Source)
    numbers = (turns.c.start, turns.c.stop, func.coalesce(turns.c.informant_id, 0))
    # A line for each number: no text is joined of several.
    lines = (func.aggregate_strings(cast(number, String), " ") for number in numbers)
    found = session.execute(
        select_columns(*(table.c.id, *lines))
        .select_from(table)
        .join(texts)
        .join(turns, turns.c.text_version_id == texts.c.id)
        .where(newest(of=table), counting_turn(), *conditions)
        .group_by(table.c.id)
        .order_by(table.c.id)
    ).all()
    if not found:
        return (np.zeros(0, dtype=np.int64),) * 4
    ids, *columns = zip(*found, strict=True)
    rows = row_of(np.array(ids), [source.id for source in sources])
    source = np.repeat(rows, [line.count(" ") + 1 for line in columns[0]])
    start, end, informant = (np.fromstring(" ".join(lines), dtype=np.int64, sep=" ") for lines in columns)
    order = np.lexsort((start, source))
    order = order[source[order] != NOBODY]
    return source[order], start[order], end[order], informant[order]


def newest(*, of: Table) -> ColumnElement[bool]:
    """Of rows of text versions joined to `of`, the sources: whether it is the newest text of its source."""
    texts = table_of(TextVersion).alias("later")
    latest = select(func.max(texts.c.number)).where(texts.c.source_id == of.c.id).correlate(of)
    return table_of(TextVersion).c.number == latest.scalar_subquery()


def turn_edges(session: Session, sources: Collection[UUID]) -> dict[UUID, tuple[str, Ints]]:
    """The newest text of each of these sources, and where its turns begin (with their labels) and end, in order."""
    table, texts, turns = table_of(Source), table_of(TextVersion), table_of(Turn)
    here = (table.c.uid.in_(sources), newest(of=table))
    bodies = select_columns(*(table.c.uid, texts.c.body)).join_from(table, texts).where(*here)
    edge = cast(turns.c.label_start, String) + " " + cast(turns.c.stop, String)
    lines = (
        select_columns(*(table.c.uid, func.aggregate_strings(edge, " ")))
        .join_from(table, texts)
        .join(turns, turns.c.text_version_id == texts.c.id)
        .where(*here)
        .group_by(table.c.uid)
    )
    edges = {
        uid: np.sort(np.fromstring(line, dtype=np.int64, sep=" ").reshape(-1, 2), axis=0)
        for uid, line in session.execute(lines)
    }
    nothing = np.zeros((0, 2), dtype=np.int64)
    return {uid: (body, edges.get(uid, nothing)) for uid, body in session.execute(bodies)}


def counting_turns(
    session: Session, sources: Sequence[Source]
) -> list[tuple[int, int, int, int, int | None]]:
    """The turns whose words count, in the newest text of `sources`, in the order of both.

    Each as its id, the row of its source, start, end and the id of the informant who speaks, if one does.
    """
    versions, turns = table_of(TextVersion), table_of(Turn)
    newest: dict[int, int] = {}
    for version, source in session.execute(
        select(versions.c.id, versions.c.source_id).order_by(versions.c.source_id, versions.c.number)
    ):
        newest[source] = version
    row_of = {newest[s.id]: (row, s.method) for row, s in enumerate(sources) if s.id in newest}
    names = ("id", "text_version_id", "start", "stop", "informant_id", "role", "speaker", "kind")
    found = session.execute(
        select_columns(*(turns.c[name] for name in names)).order_by(turns.c.text_version_id, turns.c.start)
    )
    rows = []
    for turn, version, start, stop, informant, role, speaker, kind in found:
        if version not in row_of:
            continue
        row, method = row_of[version]
        if words_count(method, role, kind, speaker):
            rows.append((turn, row, start, stop, informant))
    rows.sort(key=lambda turn: turn[1:3])
    return rows
