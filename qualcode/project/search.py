"""`project.search`: words in the texts, whatever their case and accents, with exact places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Source
from qualcode.project.facet import Facet
from qualcode.project.lookup import find
from qualcode.project.places import place
from qualcode.store.transaction import table_of
from qualcode.text.fold import find_all

CONTEXT = 40
"""Code points shown on either side of a hit."""


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

    def find(self, words: str, *, source: str | int | None = None, limit: int | None = None) -> Sequence[Hit]:
        """Every place of `words`, by source and place; raises BadInput for an empty search."""
        if not words.strip():
            raise BadInput(_("search for at least one letter"))
        hits: list[Hit] = []
        with self.project.read() as session:
            sources = (
                [find(session, Source, source)]
                if source is not None
                else session.scalars(select(Source).order_by(table_of(Source).c.id)).all()
            )
            for one in sources:
                at = place(session, one)
                for start, stop in find_all(at.text, words):
                    hits.append(
                        Hit(
                            source=one.uid,
                            source_name=one.name,
                            start=start,
                            end=stop,
                            lines=at.lines(start, stop),
                            text=at.text[start:stop],
                            before=at.text[max(start - CONTEXT, 0) : start],
                            after=at.text[stop : stop + CONTEXT],
                        )
                    )
                    if limit is not None and len(hits) >= limit:
                        return hits
        return hits
