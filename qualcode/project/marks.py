"""Where in a source something is noted: memos on its turns and codings, and comments that wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select as select_columns

from qualcode.model import Coding, Comment, CommentStatus, Memo, Source, TextVersion, Turn
from qualcode.project.lookup import find
from qualcode.store.transaction import table_of

if TYPE_CHECKING:
    from qualcode.project.project import Project


@dataclass(frozen=True)
class Mark:
    """A stretch `[start, end)` of a source, in code points, about which something is noted."""

    start: int
    end: int
    memos: int
    comments: int
    """Threads that are open."""


def marks_of(project: Project, source: str | int) -> Sequence[Mark]:
    """What is noted about turns and codings of the current text of a source, by place; no text is read."""
    codings, memos, comments = table_of(Coding), table_of(Memo), table_of(Comment)
    turns, versions = table_of(Turn), table_of(TextVersion)
    counts: dict[tuple[int, int], list[int]] = {}
    with project.read() as session:
        key = find(session, Source, source).id
        newest = (
            select_columns(versions.c.id)
            .where(versions.c.source_id == key)
            .order_by(versions.c.number.desc())
            .limit(1)
            .scalar_subquery()
        )
        place = codings.c.start, codings.c.stop
        here = codings.c.source_id == key
        queries = (
            (0, select_columns(*place).where(here, codings.c.memo != "")),
            (0, select_columns(*place).join(memos, memos.c.coding_id == codings.c.id).where(here)),
            (
                0,
                select_columns(turns.c.start, turns.c.stop)
                .join(memos, memos.c.turn_id == turns.c.id)
                .where(turns.c.text_version_id == newest),
            ),
            (
                1,
                select_columns(*place)
                .join(comments, comments.c.coding_id == codings.c.id)
                .where(here, comments.c.status == CommentStatus.OPEN, comments.c.parent_id.is_(None)),
            ),
        )
        for which, query in queries:
            for start, stop in session.execute(query):
                counts.setdefault((start, stop), [0, 0])[which] += 1
    return [Mark(start, end, *both) for (start, end), both in sorted(counts.items())]
