"""`project.sources`: files of material, their text and their turns."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from sys import byteorder
from uuid import UUID

from sqlmodel import select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import (
    Group,
    IdentityField,
    Informant,
    Method,
    OriginalFile,
    Question,
    Source,
    Subject,
    TextVersion,
    Turn,
    TurnKind,
    TurnRole,
)
from qualcode.project.facet import Facet, Progress, one_of, uncollected
from qualcode.project.groups import ensure_group
from qualcode.project.lookup import find
from qualcode.project.places import Place, place
from qualcode.project.respondents import Respondents, file_name, refuse_one_for_all, unknown_warning
from qualcode.project.source_rows import SourceRow, TurnRow, find_source, labels_of, source_rows, turn_rows
from qualcode.project.speaking import informant_called, names_of_speakers, participate, recast, speaking_in
from qualcode.readers import SPOKEN, Reading, assign_roles, label_key, read_all
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.lines import line_starts


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
        progress: Progress | None = None,
    ) -> Sequence[Source]:
        """Read files in as sources, all of them or none, and give them.

        Args:
            files: in any format the readers know; a file with several interviews gives several sources.
            informants: codes of those who speak in it; they must be known. The rows of a survey name their own.
            group: who produced it; a group named first is created.
            about: informants or groups it is about.
            speakers: label in the file → informant code; labels not named follow the rules of the readers.
            interviewer: labels of the interviewer.
            again: read a file that was read before once more.
            progress: told (steps done, steps, name of the file), twice a file; where it raises, nothing is read in.

        Raises: Unreadable, NotFound, or BadInput where a file was read in before.
        """
        if not files:
            raise BadInput(_("name at least one file"))
        if wave < 1:
            raise BadInput(_("a wave is 1 or more"))
        chosen = one_of(Method, method, "method")
        mapping, labels = dict(speakers or {}), list(interviewer)
        codes, subjects = list(informants), list(about)
        read = list[Sequence[Reading]]()
        with uncollected():
            for done, file in enumerate(files):
                if progress is not None:
                    progress(done, 2 * len(files), Path(file).name)
                read.append(read_all(Path(file)))
        _refuse_strange({s for parts in read for r in parts for s in r.speakers}, [*mapping, *labels], read)

        def work(tx: Transaction) -> Sequence[Source]:
            producer = None if group is None else ensure_group(tx, group)
            given = {label: informant_called(tx.session, code) for label, code in mapping.items()}
            named = [informant_called(tx.session, code) for code in codes]
            if not again:
                _refuse_known(tx, read)
            added = []
            known = Respondents(tx)
            for done, parts in enumerate(read, start=len(read)):
                if progress is not None:
                    progress(done, 2 * len(read), parts[0].name)
                if named:
                    refuse_one_for_all(parts)
                answering = [named or known.of(reading) for reading in parts]
                unknown = sum(r.survey and not who for r, who in zip(parts, answering, strict=True))
                # Said once for all rows, as what was repaired in a file is.
                about_rows = unknown_warning(parts, unknown if chosen in SPOKEN else 0)
                for part, (reading, who) in enumerate(zip(parts, answering, strict=True)):
                    of_group = producer or (None if who else known.group_of(reading))
                    source = tx.insert(
                        Source(
                            name=reading.name,
                            method=chosen,
                            group_id=of_group.id if of_group else None,
                            collected_on=collected_on,
                            wave=wave,
                            site=site,
                            situation=situation,
                            duration_minutes=duration_minutes,
                            format=reading.format,
                            file_sha=reading.sha256,
                            details=dict(reading.metadata),
                            warnings=[*reading.warnings, *(about_rows if part == 0 else [])],
                        )
                    )
                    tx.insert_all(_subject(tx, source, name) for name in subjects)
                    if part == 0:  # the parts of one file share its bytes, which are kept once
                        name = file_name(reading, parts)
                        tx.insert(OriginalFile(source_id=source.id, name=name, body=reading.original))
                    tx.insert_all(
                        IdentityField(source_id=source.id, label=label, value=value)
                        for label, value in reading.identity.items()
                    )
                    _insert_text(tx, source, reading, who, given, labels)
                    added.append(source)
            return added

        names = [file_name(parts[0], parts) for parts in read]
        with uncollected():
            return self.project.write("source.add", work, summary=", ".join(names[:3]))

    def list(self) -> Sequence[SourceRow]:
        """Every source, in the order they were added."""
        with self.project.read() as session:
            return source_rows(session, session.scalars(select(Source).order_by(table_of(Source).c.id)).all())

    def get(self, source: str | int | UUID) -> SourceRow:
        """One source; raises NotFound or Ambiguous."""
        with self.project.read() as session:
            return source_rows(session, [find_source(session, source)])[0]

    def labels(self) -> Mapping[UUID, str]:
        """How tables and references call each source, as W1 or FGD1, in the current language."""
        with self.project.read() as session:
            labels, columns = labels_of(session), table_of(Source).c
            return {row.uid: labels[row.id] for row in session.execute(select(columns.id, columns.uid))}

    def text(self, source: str | int | UUID | Source) -> str:
        """The stored text of a source."""
        return self.place(source).text

    def place(self, source: str | int | UUID | Source) -> Place:
        """A source with its text, turns and line numbers."""
        with self.project.read() as session:
            return place(session, find_source(session, source))

    def turns(self, source: str | int | UUID | Source) -> Sequence[TurnRow]:
        """The turns of a source, in order."""
        with self.project.read() as session:
            return turn_rows(session, place(session, find_source(session, source)).turns)

    def remove(self, source: str | int | UUID) -> None:
        """Remove a source with its text, codings and evidence, as one action that can be undone."""
        with self.project.read() as session:
            gone = find_source(session, source)
        self.project.write(
            "source.remove", lambda tx: tx.delete(find_source(tx.session, gone.uid)), summary=gone.name
        )

    def edit(
        self, source: str | int | UUID, *, informants: Iterable[str] | None = None, **values: object
    ) -> Source:
        """Change what is said about a source: name, method, group, collected_on, wave, site, situation,
        duration_minutes, note.

        `informants` are the codes of those who speak in it, in place of those named before. With them, and with
        another method, turns are given anew to whom the rules give them; what a person corrected stays.

        Raises BadInput where a value cannot be, or one who is to go speaks in turns that a person gave to them.
        """
        codes = None if informants is None else list(dict.fromkeys(informants))

        def work(tx: Transaction) -> Source:
            found = find_source(tx.session, source)
            changes = _checked(values)
            if "group" in changes:
                group = changes.pop("group")
                changes["group_id"] = None if group is None else ensure_group(tx, str(group)).id
            method = one_of(Method, str(changes.get("method", found.method.value)), "method")
            if "method" in changes:
                changes["method"] = method
            named = (
                speaking_in(tx.session, found)
                if codes is None
                else [informant_called(tx.session, code) for code in codes]
            )
            if codes is not None or method != found.method:
                recast(tx, found, method, named)
            return tx.update(found, **changes) if changes else found

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
        given, labels = dict(mapping or {}), list(interviewer)
        asking = {label_key(label) for label in labels}

        def work(tx: Transaction) -> None:
            found = find_source(tx.session, source)
            at = place(tx.session, found)
            _refuse_strange(
                {t.speaker for t in at.turns if t.speaker is not None}, [*given, *labels], found.name
            )
            informants = {
                label_key(label): informant_called(tx.session, code) for label, code in given.items()
            }
            participate(tx, found, informants.values())
            for turn in at.turns:
                key = None if turn.speaker is None else label_key(turn.speaker)
                if key in asking:
                    tx.update(turn, role=TurnRole.INTERVIEWER, informant_id=None)
                elif key in informants:
                    tx.update(turn, role=TurnRole.INFORMANT, informant_id=informants[key].id)

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
        """Correct one turn: its role, whose words it holds, or the guide's question it asks, 0 for none."""

        def work(tx: Transaction) -> Turn:
            at = place(tx.session, find_source(tx.session, source))
            turn = next((t for t in at.turns if t.number == number), None)
            if turn is None:
                raise BadInput(_("{source} has no turn {number}", source=at.source.name, number=number))
            changes: dict[str, object] = {}
            if informant is not None:
                speaking = informant_called(tx.session, informant)
                participate(tx, at.source, [speaking])
                changes |= {"informant_id": speaking.id, "role": TurnRole.INFORMANT}
            if role is not None:
                changes["role"] = one_of(TurnRole, role, "role")
                if changes["role"] != TurnRole.INFORMANT:
                    changes["informant_id"] = None
            if question is not None:
                changes["question_id"] = find(tx.session, Question, question).id if question else None
            return tx.update(turn, **changes)

        return self.project.write("source.turn", work)


_SAID = frozenset(
    ["name", "method", "group", "collected_on", "wave", "site", "situation", "duration_minutes", "note"]
)
"""What can be changed about a source."""


def _checked(values: Mapping[str, object]) -> dict[str, object]:
    """Values of a source that can be; raises BadInput."""
    if strange := set(values) - _SAID:
        raise BadInput(_("a source has no {field}", field=", ".join(sorted(strange))))
    if "name" in values and not str(values["name"]).strip():
        raise BadInput(_("a source needs a name"))
    wave = values.get("wave", 1)
    if not isinstance(wave, int) or wave < 1:
        raise BadInput(_("a wave is 1 or more"))
    return dict(values)


def _refuse_known(tx: Transaction, read: Sequence[Sequence[Reading]]) -> None:
    """Raise BadInput for a file whose bytes were read in before, or that is named twice."""
    seen = dict[str, str]()
    for parts in read:
        name, sha = file_name(parts[0], parts), parts[0].sha256
        known = tx.first(Source, table_of(Source).c.file_sha == sha)
        if known is not None:
            source = f"{known.name} ({known.id})"
            raise BadInput(_("{file} was read in already, as {source}", file=name, source=source))
        if sha in seen:
            raise BadInput(_("{file} and {other} are the same file", file=name, other=seen[sha]))
        seen[sha] = name


def _refuse_strange(known: set[str], labels: Iterable[str], where: str | Sequence[Sequence[Reading]]) -> None:
    """Raise BadInput for a label that nobody in the text carries."""
    keys = {label_key(speaker) for speaker in known}
    strange = sorted(label for label in labels if label_key(label) not in keys)
    if strange:
        name = where if isinstance(where, str) else ", ".join(parts[0].name for parts in where)
        raise BadInput(
            _(
                "{source} has no speaker {label}; it has {known}",
                source=name,
                label=", ".join(strange),
                known=", ".join(sorted(known)) or "–",
            )
        )


def _subject(tx: Transaction, source: Source, name: str) -> Subject:
    group = tx.first(Group, table_of(Group).c.name == name)
    if group is not None:
        return Subject(source_id=source.id, group_id=group.id)
    return Subject(source_id=source.id, informant_id=informant_called(tx.session, name).id)


def _insert_text(
    tx: Transaction,
    source: Source,
    reading: Reading,
    informants: Sequence[Informant],
    mapping: Mapping[str, Informant],
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
    here = {label_key(speaker) for speaker in reading.speakers}
    given = {label: informant for label, informant in mapping.items() if label_key(label) in here}
    speaking = list({i.id: i for i in (*informants, *given.values())}.values())
    participate(tx, source, speaking)
    codes = {i.code: i.id for i in speaking}
    names = names_of_speakers(tx, informants)
    roles = assign_roles(
        reading.turns,
        [i.code for i in informants],
        {**names, **{label: i.code for label, i in given.items()}},
        tuple(interviewer),
        method=source.method.value,
    )
    tx.write_rows(
        Turn,
        [
            {
                "text_version_id": version.id,
                "number": turn.number,
                "label_start": turn.label_start,
                "start": turn.start,
                "stop": turn.end,
                "speaker": turn.speaker,
                "role": TurnRole(role),
                "kind": TurnKind(turn.kind),
                "informant_id": codes[code] if code else None,
                "question_id": None,
                "time_start_ms": turn.time_start_ms,
                "time_end_ms": turn.time_end_ms,
            }
            for turn, (role, code) in zip(reading.turns, roles, strict=True)
        ],
    )


def _packed(starts: array[int]) -> bytes:
    if byteorder == "big":
        starts = array("I", starts)
        starts.byteswap()
    return starts.tobytes()
