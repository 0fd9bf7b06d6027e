"""Coding every place of some words: first what that would be, then all of it as one action."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import category
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Code, Coder, Coding, Source
from qualcode.project.facet import Progress
from qualcode.project.lookup import find
from qualcode.project.places import Place, place
from qualcode.project.project import Project
from qualcode.project.search import Hit
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.clusters import snap

Stretch = tuple[int, int]

CONTEXT = 40
"""Code points shown on either side of what would be coded."""


class Around(StrEnum):
    """How much around a hit is coded."""

    WORDS = "words"
    SENTENCE = "sentence"
    TURN = "turn"


@dataclass(frozen=True)
class PlannedCoding:
    """A stretch that would be coded; offsets in code points, half-open."""

    source: UUID
    source_name: str
    start: int
    end: int
    lines: str
    text: str
    before: str
    after: str
    hits: int
    """How many of the places found lie in it."""
    counted: bool
    """False for the interviewer's words and reflective notes."""
    tagged: bool
    """Whether this coder has tagged it so already; it is left as it is."""


def plan(
    project: Project,
    words: str,
    code: str | int,
    *,
    source: str | int | None,
    around: Around,
    parts: bool,
    progress: Progress,
) -> Sequence[PlannedCoding]:
    """What coding every place of `words` would tag, by source and place; each stretch once.

    Without `parts` only whole words are places: "kas" is none in "dikasih".
    Raises BadInput for an empty search and NotFound for a code or source that is not there.
    """
    found = project.search.find(words, source=source, progress=progress)
    by_source: dict[UUID, list[Hit]] = {}
    for hit in found:
        by_source.setdefault(hit.source, []).append(hit)
    planned: list[PlannedCoding] = []
    with project.read() as session:
        wanted = find(session, Code, code)
        coder = session.scalars(select(Coder).where(table_of(Coder).c.name == project.coder)).first()
        for done, (uid, hits) in enumerate(by_source.items()):
            progress(done, len(by_source), hits[0].source_name)
            at = place(session, find(session, Source, uid))
            hits = hits if parts else [hit for hit in hits if is_whole(at.text, hit.start, hit.end)]
            tagged = _tagged(session, at.source.id, wanted.id, coder.id) if coder else set()
            planned += _planned(at, hits, _grower(project, at, around), tagged)
    return planned


def carry_out(tx: Transaction, planned: Collection[PlannedCoding], code: str | int) -> list[Coding]:
    """Tag every planned stretch that is not tagged so already; raises BadInput where none is left."""
    wanted = find(tx.session, Code, code)
    rows = []
    sources: dict[UUID, tuple[int, set[Stretch]]] = {}
    for stretch in planned:
        if stretch.source not in sources:
            source = find(tx.session, Source, stretch.source)
            sources[stretch.source] = source.id, _tagged(tx.session, source.id, wanted.id, tx.coder.id)
        source_id, tagged = sources[stretch.source]
        if (stretch.start, stretch.end) not in tagged:
            tagged.add((stretch.start, stretch.end))
            rows.append(
                Coding(
                    source_id=source_id,
                    start=stretch.start,
                    stop=stretch.end,
                    code_id=wanted.id,
                    coder_id=tx.coder.id,
                    created_at=tx.at,
                )
            )
    if not rows:
        raise BadInput(_("nothing is left to be coded {code}", code=wanted.code))
    return tx.insert_all(rows)


def is_whole(text: str, start: int, stop: int) -> bool:
    """Whether `text[start:stop]` neither begins nor ends inside a longer word; a hyphen parts words."""
    return not any(
        0 < edge < len(text) and _in_word(text[edge - 1]) and _in_word(text[edge]) for edge in (start, stop)
    )


def _in_word(char: str) -> bool:
    """Letters, digits and the marks written on letters."""
    return char.isalnum() or category(char).startswith("M")


def _planned(
    at: Place, hits: Sequence[Hit], grow: Callable[[Stretch], Stretch], tagged: set[Stretch]
) -> list[PlannedCoding]:
    counts: dict[Stretch, int] = {}
    for hit in hits:
        stretch = snap(at.text, *grow((hit.start, hit.end)))
        counts[stretch] = counts.get(stretch, 0) + 1
    return [
        PlannedCoding(
            source=at.source.uid,
            source_name=at.source.name,
            start=start,
            end=end,
            lines=at.lines(start, end),
            text=at.text[start:end],
            before=at.text[max(start - CONTEXT, 0) : start],
            after=at.text[end : end + CONTEXT],
            hits=number,
            counted=bool(at.counting_turns(start, end)),
            tagged=(start, end) in tagged,
        )
        for (start, end), number in sorted(counts.items())
    ]


def _grower(project: Project, at: Place, around: Around) -> Callable[[Stretch], Stretch]:
    """From a hit to what is coded around it: what reaches over two sentences or turns takes both."""
    if around is Around.WORDS:
        return lambda stretch: stretch
    if around is Around.TURN:
        bounds = [(turn.start, turn.stop) for turn in at.turns]
    else:
        bounds = [(int(start), int(stop)) for start, stop in project.suggestions.units(at.source).sentences]
    starts = [start for start, _stop in bounds]

    def grow(stretch: Stretch) -> Stretch:
        first = bisect_right(starts, stretch[0]) - 1
        last = bisect_right(starts, stretch[1] - 1) - 1
        begin = bounds[first][0] if first >= 0 and bounds[first][1] > stretch[0] else stretch[0]
        end = bounds[last][1] if last >= 0 else stretch[1]
        return min(begin, stretch[0]), max(end, stretch[1])

    return grow


def _tagged(session: Session, source: int, code: int, coder: int) -> set[Stretch]:
    table = table_of(Coding)
    rows = session.execute(
        select(table.c.start, table.c.stop).where(
            table.c.source_id == source, table.c.code_id == code, table.c.coder_id == coder
        )
    )
    return {(start, stop) for start, stop in rows}
