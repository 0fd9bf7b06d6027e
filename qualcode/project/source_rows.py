"""Sources and turns as lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from unicodedata import normalize
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, select

from qualcode.errors import NotFound
from qualcode.i18n import _
from qualcode.model import (
    Assignment,
    Coding,
    Group,
    Informant,
    Participation,
    Question,
    Source,
    Subject,
    TextVersion,
    Turn,
)
from qualcode.project.citations import numbered
from qualcode.project.lookup import alike, find
from qualcode.store.transaction import table_of

_SHOWN = 8  # parts of a file that a message names


@dataclass(frozen=True)
class SourceRow:
    """A source as lists show it; lengths in code points."""

    id: UUID
    number: int
    label: str
    """How tables and references call it, as W1 or FGD1."""
    name: str
    method: str
    informant: str | None
    """The single informant's code, or None where there are none or several."""
    informants: Sequence[str]
    group: str | None
    """The group that produced it, else that of its single informant."""
    about: Sequence[str]
    date: date | None
    wave: int
    site: str
    characters: int
    turns: int
    codings: int
    """Passages under a code as quotes and reports count them: once whoever set it, without those of second coders."""
    all_codings: int
    """Every coding of every coder."""
    sha256: str
    """Of the stored text, UTF-8."""
    warnings: Sequence[str]


@dataclass(frozen=True)
class TurnRow:
    """A turn as `show` gives it; [start, end) are the words without their label."""

    number: int
    label_start: int
    start: int
    end: int
    speaker: str | None
    role: str
    kind: str
    informant: str | None
    question: int | None
    """Number of the guide's question that is asked here."""
    time_start_ms: int | None
    time_end_ms: int | None


def find_source(session: Session, given: str | int | UUID | Source) -> Source:
    """The source that `given` means, its label too, or its file's name without the suffix where no other has it.

    A file of several parts may be meant by its name where one is left.

    Raises NotFound, which names the parts of a file that has several, or Ambiguous.
    """
    try:
        return find(session, Source, given)
    except NotFound:
        labelled = {label.casefold(): key for key, label in labels_of(session).items()}
        if (key := labelled.get(str(given).casefold())) is not None:
            return session.get_one(Source, key)
        sources = session.scalars(select(Source)).all()
        same = [source for source in sources if alike(PurePath(source.name).stem) == alike(given)]
        if len(same) == 1:
            return same[0]
        start = normalize("NFC", f"{given}#")
        parts = [source for source in sources if source.name.startswith(start)]
        if len(parts) == 1:
            return parts[0]
        if not parts:
            raise
        names = ", ".join(f"{part.name} ({part.id})" for part in parts[:_SHOWN])
        more = ", …" if len(parts) > _SHOWN else ""
        raise NotFound(_("{name} has parts: {parts}", name=given, parts=names + more)) from None


def turn_rows(session: Session, turns: Iterable[Turn]) -> list[TurnRow]:
    """Turns with the codes of their informants and the numbers of their questions."""
    codes = {i.id: i.code for i in session.scalars(select(Informant))}
    questions = {q.id: q.number for q in session.scalars(select(Question))}
    return [
        TurnRow(
            number=t.number,
            label_start=t.label_start,
            start=t.start,
            end=t.stop,
            speaker=t.speaker,
            role=t.role.value,
            kind=t.kind.value,
            informant=codes.get(t.informant_id or 0),
            question=questions.get(t.question_id or 0),
            time_start_ms=t.time_start_ms,
            time_end_ms=t.time_end_ms,
        )
        for t in turns
    ]


def labels_of(session: Session) -> dict[int, str]:
    """What sources are called in the current language, by id."""
    columns = table_of(Source).c
    every = session.execute(select(columns.id, columns.method).order_by(columns.id))
    return {
        key: f"{letter}{number}"
        for key, (letter, number) in numbered((row.id, row.method) for row in every).items()
    }


def source_rows(session: Session, sources: Iterable[Source]) -> list[SourceRow]:
    """Sources with their people, the size of their current text and how often they are coded."""
    informants = {i.id: i for i in session.scalars(select(Informant))}
    groups = {g.id: g.name for g in session.scalars(select(Group))}
    speaking: dict[int, list[Informant]] = {}
    for row in session.scalars(select(Participation).order_by(table_of(Participation).c.id)):
        speaking.setdefault(row.source_id, []).append(informants[row.informant_id])
    about: dict[int, list[str]] = {}
    for subject in session.scalars(select(Subject).order_by(table_of(Subject).c.id)):
        name = groups[subject.group_id] if subject.group_id else informants[subject.informant_id or 0].code
        about.setdefault(subject.source_id, []).append(name)
    versions, turns, codings = table_of(TextVersion), table_of(Turn), table_of(Coding)
    # Ordered by version number, so that the current text is the one that stays.
    texts = {
        row.source_id: row
        for row in session.execute(
            select(versions.c.id, versions.c.source_id, versions.c.length, versions.c.sha256).order_by(
                versions.c.number
            )
        )
    }
    turn_counts = {
        row[0]: row[1]
        for row in session.execute(
            select(turns.c.text_version_id, func.count()).group_by(turns.c.text_version_id)
        )
    }
    every = select(codings.c.source_id, func.count()).group_by(codings.c.source_id)
    once = (
        select(codings.c.source_id, codings.c.start, codings.c.stop, codings.c.code_id)
        .where(codings.c.coder_id.not_in(select(table_of(Assignment).c.coder_id)))
        .distinct()
        .subquery()
    )
    counted = select(once.c.source_id, func.count()).group_by(once.c.source_id)
    coding_counts, all_counts = (
        {row[0]: row[1] for row in session.execute(query)} for query in (counted, every)
    )
    labels = labels_of(session)
    rows = []
    for source in sources:
        people = speaking.get(source.id, [])
        single = people[0] if len(people) == 1 else None
        group = source.group_id or (single.group_id if single else None)
        text = texts[source.id]
        rows.append(
            SourceRow(
                id=source.uid,
                number=source.id,
                label=labels[source.id],
                name=source.name,
                method=source.method.value,
                informant=single.code if single else None,
                informants=tuple(i.code for i in people),
                group=groups.get(group or 0),
                about=tuple(about.get(source.id, ())),
                date=source.collected_on,
                wave=source.wave,
                site=source.site,
                characters=text.length,
                turns=turn_counts.get(text.id, 0),
                codings=coding_counts.get(source.id, 0),
                all_codings=all_counts.get(source.id, 0),
                sha256=text.sha256,
                warnings=tuple(source.warnings),
            )
        )
    return rows
