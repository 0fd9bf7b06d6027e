"""`project.search`: words in the texts, whatever their case and accents, with exact places."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import bindparam, select

from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _
from qualcode.model import Source, TextVersion
from qualcode.project.facet import Facet, Progress
from qualcode.project.lookup import find
from qualcode.project.places import line_numbers, line_starts_of
from qualcode.store.transaction import table_of
from qualcode.text.fold import find_all, fold

CONTEXT = 40
"""Code points shown on either side of a hit."""


_EVERY_VERSION = select(table_of(TextVersion).c.id, table_of(TextVersion).c.source_id).order_by(
    table_of(TextVersion).c.source_id, table_of(TextVersion).c.number
)


@dataclass(frozen=True)
class Hit:
    """A place where the words stand; offsets in code points, half-open."""

    source: UUID
    source_name: str
    start: int
    end: int
    lines: str
    text: str
    before: str
    after: str


class SearchFacet(Facet):
    """Finds words, also inside longer ones ("percaya" in "dipercaya")."""

    def find(
        self,
        words: str,
        *,
        source: str | int | None = None,
        limit: int | None = None,
        progress: Progress | None = None,
    ) -> Sequence[Hit]:
        """Every place of `words`, by source and place; raises BadInput for an empty search.

        `progress` is told (texts looked through, texts, name of the next one).
        """
        if not words.strip():
            raise BadInput(_("search for at least one letter"))
        needle = fold(normalize("NFC", words))
        versions, sources = table_of(TextVersion), table_of(Source)
        hits: list[Hit] = []
        with self.project.read() as session:
            connection = session.connection()
            every = connection.execute(_EVERY_VERSION).all()
            newest = {row.source_id: row.id for row in every}  # the last one of each source
            if source is not None:
                found = find(session, Source, source)
                if found.id not in newest:
                    raise NotFound(_("{source} has no text", source=found.name))
                wanted = [newest[found.id]]
            else:
                few = self.project.store.database.candidates(connection, needle, [row.id for row in every])
                wanted = [id_ for id_ in newest.values() if few is None or id_ in few]
            text_of = (
                select(versions.c.body, versions.c.line_starts, sources.c.uid, sources.c.name)
                .join_from(versions, sources)
                .where(versions.c.id == bindparam("version"))
            )
            for done, id_ in enumerate(wanted):
                row = connection.execute(text_of, {"version": id_}).one()
                if progress is not None:
                    progress(done, len(wanted), row.name)
                starts: array[int] | None = None
                for start, stop in find_all(row.body, words):
                    if starts is None:
                        starts = line_starts_of(row.line_starts)
                    hits.append(
                        Hit(
                            source=row.uid,
                            source_name=row.name,
                            start=start,
                            end=stop,
                            lines=line_numbers(starts, start, stop),
                            text=row.body[start:stop],
                            before=row.body[max(start - CONTEXT, 0) : start],
                            after=row.body[stop : stop + CONTEXT],
                        )
                    )
                    if limit is not None and len(hits) >= limit:
                        return hits
        return hits
