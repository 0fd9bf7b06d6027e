"""`project.sources`: files of material, their text and their turns."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from sys import byteorder
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import (
    Alias,
    Coding,
    Group,
    IdentityField,
    Informant,
    Method,
    OriginalFile,
    Participation,
    Question,
    Source,
    Subject,
    TextVersion,
    Turn,
    TurnKind,
    TurnRole,
)
from qualcode.project.facet import Facet, one_of
from qualcode.project.informants import ensure_group
from qualcode.project.lookup import find
from qualcode.project.places import Place, place
from qualcode.readers import Reading, assign_roles, read_all
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.lines import line_starts
from qualcode.text.spans import merge


@dataclass(frozen=True)
class SourceRow:
    """A source as lists show it; lengths in code points."""

    id: UUID
    number: int
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
    time_start_ms: int | None
    time_end_ms: int | None


class SourcesFacet(Facet):
    """Sources: what was read in once and is never changed."""

    def add(
        self,
        *files: str | Path,
        method: str | Method = Method.INTERVIEW,
        informants: Iterable[str] = (),
        group: str | None = None,
        about: Iterable[str] = (),
        collected_on: date | None = None,
        wave: int = 1,
        site: str = "",
        situation: str = "",
        duration_minutes: int | None = None,
        speakers: Mapping[str, str] | None = None,
        interviewer: Iterable[str] = (),
        again: bool = False,
    ) -> Sequence[Source]:
        """Read files in as sources, all of them or none, and give them.

        Args:
            files: in any format the readers know; a file with several interviews gives several sources.
            informants: codes of those who speak in it; they must be known.
            group: who produced it; a group named first is created.
            about: informants or groups it is about.
            speakers: label in the file → informant code; labels not named follow the rules of the readers.
            interviewer: labels of the interviewer.
            again: read a file that was read before once more.

        Raises: Unreadable, NotFound, or BadInput where a file was read in before.
        """
        readings = [reading for file in files for reading in read_all(Path(file))]
        if not readings:
            raise BadInput(_("name at least one file"))
        if wave < 1:
            raise BadInput(_("a wave is 1 or more"))
        chosen = one_of(Method, method, "method")
        codes, subjects, labels = list(informants), list(about), list(interviewer)

        def work(tx: Transaction) -> Sequence[Source]:
            producer = None if group is None else ensure_group(tx, group)
            added = []
            for reading in readings:
                if not again:
                    _not_known(tx, reading)
                speaking = codes or ([reading.informant_hint] if reading.informant_hint else [])
                who = [find(tx.session, Informant, code) for code in speaking]
                source = tx.insert(
                    Source(
                        name=reading.name,
                        method=chosen,
                        group_id=producer.id if producer else None,
                        collected_on=collected_on,
                        wave=wave,
                        site=site,
                        situation=situation,
                        duration_minutes=duration_minutes,
                        format=reading.format,
                        file_sha=reading.sha256,
                        details=dict(reading.metadata),
                        warnings=list(reading.warnings),
                    )
                )
                tx.insert_all(Participation(source_id=source.id, informant_id=i.id) for i in who)
                tx.insert_all(_subject(tx, source, name) for name in subjects)
                tx.insert(OriginalFile(source_id=source.id, name=reading.name, body=reading.original))
                tx.insert_all(
                    IdentityField(source_id=source.id, label=label, value=value)
                    for label, value in reading.identity.items()
                )
                _insert_text(tx, source, reading, who, speakers or {}, labels)
                added.append(source)
            return added

        return self.project.write("source.add", work, summary=", ".join(r.name for r in readings[:3]))

    def list(self) -> Sequence[SourceRow]:
        """Every source, in the order they were added."""
        with self.project.read() as session:
            return _rows(session, session.scalars(select(Source).order_by(table_of(Source).c.id)).all())

    def get(self, source: str | int | UUID) -> SourceRow:
        """One source; raises NotFound or Ambiguous."""
        with self.project.read() as session:
            return _rows(session, [find(session, Source, source)])[0]

    def text(self, source: str | int | UUID | Source) -> str:
        """The stored text of a source."""
        return self.place(source).text

    def place(self, source: str | int | UUID | Source) -> Place:
        """A source with its text, turns and line numbers."""
        with self.project.read() as session:
            return place(session, find(session, Source, source))

    def turns(self, source: str | int | UUID | Source) -> Sequence[TurnRow]:
        """The turns of a source, in order."""
        with self.project.read() as session:
            codes = {i.id: i.code for i in session.scalars(select(Informant))}
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
                    time_start_ms=t.time_start_ms,
                    time_end_ms=t.time_end_ms,
                )
                for t in place(session, find(session, Source, source)).turns
            ]

    def coded_shares(self) -> Mapping[UUID, float]:
        """Share of each source's countable words (turns that count, in characters) that carries any code."""
        shares: dict[UUID, float] = {}
        with self.project.read() as session:
            table = table_of(Coding)
            spans: dict[int, list[tuple[int, int]]] = {}
            for row in session.execute(select(table.c.source_id, table.c.start, table.c.stop)):
                spans.setdefault(row.source_id, []).append((row.start, row.stop))
            for source in session.scalars(select(Source)):
                at = place(session, source)
                counted = [(t.start, t.stop) for t in at.turns if at.counts(t)]
                total = sum(stop - start for start, stop in counted)
                coded = merge(spans.get(source.id, []))
                covered = sum(
                    max(0, min(stop, b) - max(start, a)) for start, stop in counted for a, b in coded
                )
                shares[source.uid] = covered / total if total else 0.0
        return shares

    def remove(self, source: str | int | UUID) -> None:
        """Remove a source with its text, codings and evidence, as one action that can be undone."""
        self.project.write("source.remove", lambda tx: tx.delete(find(tx.session, Source, source)))

    def edit(self, source: str | int | UUID, **values: object) -> Source:
        """Change what is said about a source: name, method, group, collected_on, wave, site, situation, note."""

        def work(tx: Transaction) -> Source:
            found = find(tx.session, Source, source)
            changes = dict(values)
            allowed = {
                "name",
                "method",
                "group",
                "collected_on",
                "wave",
                "site",
                "situation",
                "duration_minutes",
                "note",
            }
            if set(changes) - allowed:
                raise BadInput(_("a source has no {field}", field=", ".join(sorted(set(changes) - allowed))))
            if "method" in changes:
                changes["method"] = one_of(Method, str(changes["method"]), "method")
            if "group" in changes:
                group = changes.pop("group")
                changes["group_id"] = None if group is None else ensure_group(tx, str(group)).id
            return tx.update(found, **changes)

        return self.project.write("source.edit", work)

    def speakers(
        self,
        source: str | int | UUID,
        mapping: Mapping[str, str] | None = None,
        interviewer: Iterable[str] = (),
    ) -> Sequence[TurnRow]:
        """Say whose words the labels of a source mark: label → informant code, or the interviewer's.

        An informant named here speaks in the source from now on. Raises BadInput for a label that is not there.
        """
        given, labels = dict(mapping or {}), set(interviewer)

        def work(tx: Transaction) -> None:
            found = find(tx.session, Source, source)
            at = place(tx.session, found)
            known = {t.speaker for t in at.turns if t.speaker is not None}
            strange = sorted((set(given) | labels) - known)
            if strange:
                raise BadInput(
                    _(
                        "{source} has no speaker {label}; it has {known}",
                        source=found.name,
                        label=", ".join(strange),
                        known=", ".join(sorted(known)) or "–",
                    )
                )
            informants = {label: find(tx.session, Informant, code) for label, code in given.items()}
            for informant in informants.values():
                if informant.id not in at.participants and not tx.first(
                    Participation,
                    table_of(Participation).c.source_id == found.id,
                    table_of(Participation).c.informant_id == informant.id,
                ):
                    tx.insert(Participation(source_id=found.id, informant_id=informant.id))
            for turn in at.turns:
                if turn.speaker in informants:
                    tx.update(turn, role=TurnRole.INFORMANT, informant_id=informants[turn.speaker].id)
                elif turn.speaker in labels:
                    tx.update(turn, role=TurnRole.INTERVIEWER, informant_id=None)

        self.project.write("source.speakers", work)
        return self.turns(source)

    def correct_turn(
        self,
        source: str | int | UUID,
        number: int,
        *,
        role: str | TurnRole | None = None,
        informant: str | None = None,
        question: int | None = None,
    ) -> Turn:
        """Correct one turn: its role, whose words it holds, or the guide question it asks."""

        def work(tx: Transaction) -> Turn:
            at = place(tx.session, find(tx.session, Source, source))
            turn = next((t for t in at.turns if t.number == number), None)
            if turn is None:
                raise BadInput(_("{source} has no turn {number}", source=at.source.name, number=number))
            changes: dict[str, object] = {}
            if informant is not None:
                changes |= {
                    "informant_id": find(tx.session, Informant, informant).id,
                    "role": TurnRole.INFORMANT,
                }
            if role is not None:
                changes["role"] = one_of(TurnRole, role, "role")
                if changes["role"] != TurnRole.INFORMANT:
                    changes["informant_id"] = None
            if question is not None:
                changes["question_id"] = find(tx.session, Question, question).id
            return tx.update(turn, **changes)

        return self.project.write("source.turn", work)


def _not_known(tx: Transaction, reading: Reading) -> None:
    known = tx.first(
        Source, table_of(Source).c.file_sha == reading.sha256, table_of(Source).c.name == reading.name
    ) or tx.first(Source, table_of(Source).c.file_sha == reading.sha256)
    # The parts of one file share its bytes; they differ by name.
    if known is not None and ("#" not in reading.name or known.name == reading.name):
        raise BadInput(
            _(
                "{file} was read in already, as {source}",
                file=reading.name,
                source=f"{known.name} ({known.id})",
            )
        )


def _subject(tx: Transaction, source: Source, name: str) -> Subject:
    group = tx.first(Group, table_of(Group).c.name == name)
    if group is not None:
        return Subject(source_id=source.id, group_id=group.id)
    return Subject(source_id=source.id, informant_id=find(tx.session, Informant, name).id)


def _insert_text(
    tx: Transaction,
    source: Source,
    reading: Reading,
    informants: Sequence[Informant],
    mapping: Mapping[str, str],
    interviewer: Iterable[str],
) -> None:
    starts = line_starts(reading.text)
    version = tx.insert(
        TextVersion(
            source_id=source.id,
            body=reading.text,
            sha256=hashlib.sha256(reading.text.encode()).hexdigest(),
            length=len(reading.text),
            line_starts=_packed(starts),
        )
    )
    codes = {i.code: i.id for i in informants}
    names = {
        alias.name: i.code
        for i in informants
        for alias in tx.all(Alias, table_of(Alias).c.informant_id == i.id)
    }
    given = {label: find(tx.session, Informant, code) for label, code in mapping.items()}
    for informant in given.values():
        if informant.code not in codes:
            codes[informant.code] = informant.id
            tx.insert(Participation(source_id=source.id, informant_id=informant.id))
    roles = assign_roles(
        reading.turns,
        [i.code for i in informants],
        {**names, **{label: i.code for label, i in given.items()}},
        tuple(interviewer),
        method=source.method.value,
    )
    questions = {q.number: q.id for q in tx.all(Question)}
    tx.insert_all(
        Turn(
            text_version_id=version.id,
            number=turn.number,
            label_start=turn.label_start,
            start=turn.start,
            stop=turn.end,
            speaker=turn.speaker,
            role=TurnRole(role),
            kind=TurnKind(turn.kind),
            informant_id=codes[code] if code else None,
            question_id=questions.get(turn.question_number or 0) if role == TurnRole.INTERVIEWER else None,
            time_start_ms=turn.time_start_ms,
            time_end_ms=turn.time_end_ms,
        )
        for turn, (role, code) in zip(reading.turns, roles, strict=True)
    )


def _packed(starts: array[int]) -> bytes:
    if byteorder == "big":
        starts = array("I", starts)
        starts.byteswap()
    return starts.tobytes()


def _rows(session: Session, sources: Iterable[Source]) -> list[SourceRow]:
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
    coding_counts = {
        row[0]: row[1]
        for row in session.execute(select(codings.c.source_id, func.count()).group_by(codings.c.source_id))
    }
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
                sha256=text.sha256,
                warnings=tuple(source.warnings),
            )
        )
    return rows
