"""The project at a glance: how far each source is coded, when it was last touched, and what waits for a person."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.model import (
    Assignment,
    Code,
    Coding,
    Comment,
    CommentStatus,
    Event,
    EventContent,
    Evidence,
    Finding,
    Informant,
    Memo,
    Method,
    Source,
    Suggestion,
    SuggestionStatus,
    TextVersion,
    Tie,
    Turn,
)
from qualcode.project.coders import compared
from qualcode.project.places import words_count
from qualcode.project.source_rows import SourceRow, source_rows
from qualcode.store.changes import decode
from qualcode.store.transaction import table_of
from qualcode.text.spans import merge

if TYPE_CHECKING:
    from qualcode.project.project import Project

LATEST = 500
"""Of so many of the newest changes of codings and memos the sources are looked up; older ones count by when what is
there now was made."""
LONGEST = 20_000
"""Bytes of a change that is still looked into; longer ones are mostly files of codings read in, which are dated."""


@dataclass(frozen=True)
class Spot:
    """Where something waits: a stretch `[start, end)` of a source, a code, or a finding."""

    source: UUID | None = None
    start: int = 0
    end: int = 0
    code: str = ""
    finding: UUID | None = None


@dataclass(frozen=True)
class Waiting:
    """How many of one kind wait, and the first of them."""

    count: int = 0
    first: Spot = field(default_factory=Spot)


@dataclass(frozen=True)
class Progress:
    """A source and how far it is."""

    row: SourceRow
    share: float
    """Of its countable words, in characters, that carry any code."""
    uncoded: int
    """Its countable turns that no coding touches."""
    touched: datetime | None
    """When a coding or a memo in it last changed."""


@dataclass(frozen=True)
class Overview:
    """What there is, and what waits."""

    sources: Sequence[Progress]
    informants: int
    ties: int
    findings: int
    uncoded: Waiting
    """Countable turns that no coding touches."""
    reviews: Waiting
    """Codings that somebody should look at again, as their text was corrected."""
    comments: Waiting
    """Comments that are open, the answers to them not counted."""
    suggestions: Waiting
    unexplained: Waiting
    """Findings with evidence and no explanation."""
    sample: bool
    """Whether it was built from a study that comes with qualcode."""
    disagreements: Waiting
    """Turns assigned to several coders that they coded differently, as `agreement.compare` by turn counts them."""


@dataclass(frozen=True)
class _Turn:
    id: int
    source: int
    start: int
    stop: int


@dataclass(frozen=True)
class _Span:
    id: int
    source: int
    start: int
    stop: int
    code: int
    coder: int
    review: str


def overview(project: Project) -> Overview:
    """The project as it stands; one pass over turns and codings, no text is read."""
    with project.read() as session:
        sources = session.scalars(select(Source).order_by(table_of(Source).c.id)).all()
        spans = _spans(session)
        turns = _counting(session, sources)
        covered = {source: merge((s.start, s.stop) for s in of) for source, of in spans.items()}
        bare = [turn for turn in turns if not _touching(covered.get(turn.source, ()), turn)]
        touched = _touched(session, spans)
        uids = {source.id: source.uid for source in sources}
        shares = _shares(turns, covered)
        uncoded = Counter(turn.source for turn in bare)
        progress = [
            Progress(row, shares.get(source.id, 0.0), uncoded[source.id], touched.get(source.id))
            for source, row in zip(sources, source_rows(session, sources), strict=True)
        ]
        reviews = [span for of in spans.values() for span in of if span.review]
        count = partial(_count, session)
        return Overview(
            sources=progress,
            informants=count(Informant),
            ties=count(Tie),
            findings=count(Finding),
            uncoded=_waiting([Spot(uids[turn.source], turn.start, turn.stop) for turn in bare]),
            reviews=_waiting([Spot(uids[span.source], span.start, span.stop) for span in reviews]),
            comments=_comments(session, {s.id: s for of in spans.values() for s in of}, uids),
            suggestions=Waiting(count(Suggestion, table_of(Suggestion).c.status == SuggestionStatus.PENDING)),
            unexplained=_unexplained(session),
            sample=_built(session),
            disagreements=Waiting(_disagreements(session, turns, spans)),
        )


def coding_count(project: Project) -> int:
    """How many codings there are."""
    with project.read() as session:
        return _count(session, Coding)


def is_sample(project: Project) -> bool:
    """Whether the project was built from a study that comes with qualcode."""
    with project.read() as session:
        return _built(session)


def _built(session: Session) -> bool:
    return _count(session, Event, table_of(Event).c.action == "study.build") > 0


def _waiting(spots: Sequence[Spot]) -> Waiting:
    return Waiting(len(spots), spots[0]) if spots else Waiting()


def _count(session: Session, model: Any, *where: ColumnElement[bool]) -> int:
    return int(session.scalar(select_columns(func.count()).select_from(table_of(model)).where(*where)) or 0)


def _spans(session: Session) -> dict[int, list[_Span]]:
    """Every coding by the id of its source, in order of place."""
    t = table_of(Coding)
    found: dict[int, list[_Span]] = {}
    rows = session.execute(
        select_columns(
            t.c.id, t.c.source_id, t.c.start, t.c.stop, t.c.code_id, t.c.coder_id, t.c.review
        ).order_by(t.c.source_id, t.c.start, t.c.stop)
    )
    for row in rows:
        found.setdefault(row.source_id, []).append(_Span(*row))
    return found


def _counting(session: Session, sources: Iterable[Source]) -> list[_Turn]:
    """Turns of the newest texts whose words count, by source and place."""
    versions, turns = table_of(TextVersion), table_of(Turn)
    newest = {
        source: version
        for version, source in session.execute(
            select_columns(versions.c.id, versions.c.source_id).order_by(versions.c.number)
        )
    }
    of = {newest[source.id]: source for source in sources if source.id in newest}
    names = ("id", "text_version_id", "start", "stop", "role", "kind", "speaker")
    found = []
    for key, version, start, stop, role, kind, speaker in session.execute(
        select_columns(*(turns.c[name] for name in names)).order_by(turns.c.text_version_id, turns.c.start)
    ):
        source = of.get(version)
        if source is not None and words_count(source.method, role, kind, speaker):
            found.append(_Turn(key, source.id, start, stop))
    return sorted(found, key=lambda turn: (turn.source, turn.start))


def _touching(merged: Sequence[tuple[int, int]], turn: _Turn) -> Sequence[tuple[int, int]]:
    """Those of the merged spans that touch a turn."""
    first = bisect_right(merged, turn.start, key=lambda span: span[1])
    return merged[first : bisect_left(merged, turn.stop, first, key=lambda span: span[0])]


def _shares(turns: Iterable[_Turn], covered: Mapping[int, Sequence[tuple[int, int]]]) -> dict[int, float]:
    total, coded = Counter[int](), Counter[int]()
    for turn in turns:
        total[turn.source] += turn.stop - turn.start
        for start, stop in _touching(covered.get(turn.source, ()), turn):
            coded[turn.source] += min(stop, turn.stop) - max(start, turn.start)
    return {source: coded[source] / size for source, size in total.items() if size}


# -- when a source was last touched -----------------------------------------------------------------------------------


def _touched(session: Session, spans: Mapping[int, Sequence[_Span]]) -> dict[int, datetime]:
    """When a coding or memo last changed, by the id of the source it stands in."""
    of_coding = {span.id: source for source, of in spans.items() for span in of}
    latest: dict[int, datetime] = {}
    for source, at in _made(session, of_coding):
        latest[source] = max(at, latest.get(source, at))
    for source, at in _changed(session, of_coding):
        latest[source] = max(at, latest.get(source, at))
    return latest


def _made(session: Session, of_coding: Mapping[int, int]) -> Iterator[tuple[int, datetime]]:
    """When the codings and memos that are there now were made."""
    codings = table_of(Coding)
    newest = select_columns(codings.c.source_id, func.max(codings.c.created_at)).group_by(codings.c.source_id)
    for source, at in session.execute(newest):
        yield int(source), at
    memos, turns, versions = table_of(Memo), table_of(Turn), table_of(TextVersion)
    rows = session.execute(
        select_columns(memos.c.source_id, memos.c.coding_id, versions.c.source_id, memos.c.created_at)
        .outerjoin(turns, turns.c.id == memos.c.turn_id)
        .outerjoin(versions, versions.c.id == turns.c.text_version_id)
    )
    for own, coding, through_turn, at in rows:
        about = own or through_turn or of_coding.get(coding or 0)
        if about is not None:
            yield int(about), at


def _changed(session: Session, of_coding: Mapping[int, int]) -> Iterator[tuple[int, datetime]]:
    """When codings and memos were changed or removed, from the newest entries of the journal."""
    events, contents = table_of(Event), table_of(EventContent)
    rows = session.execute(
        select_columns(events.c.at, contents.c.body)
        .join(contents, contents.c.event_id == events.c.id)
        .where(
            events.c.action.like("coding.%") | events.c.action.like("memo.%"),
            func.length(contents.c.body) < LONGEST,
        )
        .order_by(events.c.id.desc())
        .limit(LATEST)
    )
    for at, body in rows:
        for change in decode(body):
            row = {**(change.before or {}), **(change.after or {})}
            coding = change.id if change.table == "coding" else row.get("coding_id")
            changed = row.get("source_id") or of_coding.get(coding or 0)
            if changed is not None:
                yield int(changed), at


# -- what waits -------------------------------------------------------------------------------------------------------


def _comments(session: Session, spans: Mapping[int, _Span], uids: Mapping[int, UUID]) -> Waiting:
    t = table_of(Comment)
    query = select(Comment).where(t.c.status == CommentStatus.OPEN, t.c.parent_id.is_(None)).order_by(t.c.id)
    found = session.scalars(query).all()
    if not found:
        return Waiting()
    one = found[0]
    spot = Spot()
    if one.coding_id is not None and one.coding_id in spans:
        span = spans[one.coding_id]
        spot = Spot(uids[span.source], span.start, span.stop)
    elif one.finding_id is not None:
        spot = Spot(finding=session.get_one(Finding, one.finding_id).uid)
    elif one.code_id is not None:
        spot = Spot(code=session.get_one(Code, one.code_id).code)
    return Waiting(len(found), spot)


def _unexplained(session: Session) -> Waiting:
    finding, evidence = table_of(Finding), table_of(Evidence)
    uids = session.scalars(
        select_columns(finding.c.uid)
        .where(finding.c.explanation == "", finding.c.id.in_(select_columns(evidence.c.finding_id)))
        .order_by(finding.c.number)
    ).all()
    return _waiting([Spot(finding=uid) for uid in uids])


def _disagreements(session: Session, turns: Sequence[_Turn], spans: Mapping[int, Sequence[_Span]]) -> int:
    """Turns that all coders were assigned and for which they do not name the same codes; not branches, not literature.

    None while one of them has coded nothing there yet.
    """
    t = table_of(Assignment)
    given: dict[int, set[int]] = {}
    for coder, turn in session.execute(select_columns(t.c.coder_id, t.c.turn_id)):
        given.setdefault(coder, set()).add(turn)
    coders = {coder.id for coder in compared(session).coders}
    given = {coder: own for coder, own in given.items() if coder in coders}
    if not given or len(coders) < 2:
        return 0
    common = set.intersection(*given.values())
    source = table_of(Source).c
    books = set(session.scalars(select_columns(source.id).where(source.method == Method.LITERATURE)))
    parents = set(session.scalars(select_columns(table_of(Code).c.parent_id)))
    found, begun = 0, set[int]()
    for turn in turns:
        if turn.id in common and turn.source not in books:
            used: dict[int, set[int]] = {coder: set() for coder in coders}
            for span in spans.get(turn.source, ()):
                here = span.start < turn.stop and span.stop > turn.start and span.code not in parents
                if here and span.coder in coders:
                    used[span.coder].add(span.code)
            begun |= {coder for coder, codes in used.items() if codes}
            found += int(len({frozenset(codes) for codes in used.values()}) > 1)
    return found if begun == coders else 0
