"""`project.suggestions`: codes proposed by cue words, and the words and sentences of a text.

A suggestion is nothing until a person accepts it. Only words that count are looked at: informants' turns and the plain
text of documents, observations and literature, never the interviewer's words nor reflective notes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.language.cues import CueHit, CueMatcher
from qualcode.language.units import Units
from qualcode.model import (
    Code,
    CodeStatus,
    Coding,
    Source,
    Suggestion,
    SuggestionStatus,
    TextVersion,
    Valence,
)
from qualcode.project.facet import Facet, Progress, one_of, unwatched
from qualcode.project.lookup import find
from qualcode.project.places import Place, place
from qualcode.project.reading_units import ReadingUnits, Rules, study_of
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.clusters import snap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from qualcode.project.reading_units import Edges


@dataclass(frozen=True)
class SuggestionRow:
    """A suggestion as lists show it; the span is a whole sentence, offsets in code points, half-open."""

    id: UUID
    number: int
    source: UUID
    source_name: str
    start: int
    end: int
    lines: str
    code: str
    cue: str
    """The cue as the codebook has it."""
    word: str
    """The words of the text that match it."""
    negated: bool
    evidence: str
    """The words that deny the cue, or empty."""
    hint: str | None
    """The valence a person may want to set (`weakens` for a denied cue); never set by accepting alone."""
    status: str
    text: str


Found = Mapping[int, "list[Suggestion]"]
"""Suggestions by the id of the source they stand in."""


class SuggestionsFacet(Facet):
    """Suggestions from cues, and the reading units they stand on."""

    @cached_property
    def _reading(self) -> ReadingUnits:
        return ReadingUnits(self.project)

    def units(self, source: str | int | UUID | Source) -> Units:
        """Words and sentences of a source's current text, from the project where they are kept there.

        Computed, and kept where the project is open for writing, if they are missing or older rules made them.
        Raises NotFound where there is no such source or it has no text.
        """
        return self._reading.units(source)

    def edges(self, source: str | int | UUID | Source) -> tuple[Edges, Edges]:
        """Like `units`, as starts and ends of the words and of the sentences.

        What is missing is computed by another process where there can be one, so that this one stays small and
        quick. Raises also BadInput where `call_off` was called meanwhile.
        """
        return self._reading.edges(source)

    def call_off(self) -> None:
        """Stop what `edges` lets another process compute: nobody waits for it any more."""
        self._reading.call_off()

    def find(self, source: str | int | UUID | Source | None = None) -> Sequence[SuggestionRow]:
        """Look for the codebook's cues in one source, or in all, and give the suggestions that now wait there.

        One suggestion for a sentence and code; none where that code tags part of the sentence already, and none where
        a person has decided before. Waiting suggestions that no longer hold are taken away. One action.
        """
        self.keep(self.look(source))
        return self.list(source)

    def look(
        self, source: str | int | UUID | Source | None = None, *, progress: Progress = unwatched
    ) -> Found:
        """The first half of `find`, which takes long and writes nothing.

        `progress` is told (sources looked through, sources, name of the next one).
        """
        with self.project.read() as session:
            sources = [find(session, Source, source)] if source is not None else _with_text(session)
            matchers, study = _matchers(session), study_of(session)
        found: dict[int, list[Suggestion]] = {}
        for done, one in enumerate(sources):
            progress(done, len(sources), one.name)
            with self.project.read() as session:
                at = place(session, one)
            rules = Rules.at(at, study)
            hits = matchers[rules.language].find(at.text, _counting(at, self._reading.of(at, rules)))
            found[one.id] = _first_of_each(hits, one.id)
        return found

    def keep(self, found: Found) -> None:
        """The second half of `find`: write down what was found, as one action."""
        self.project.write("suggestion.find", lambda tx: _refresh(tx, found))

    def list(
        self,
        source: str | int | UUID | Source | None = None,
        *,
        status: str | SuggestionStatus = SuggestionStatus.PENDING,
        code: str | int | None = None,
    ) -> Sequence[SuggestionRow]:
        """Suggestions by source and place: those that wait, or those accepted or rejected."""
        wanted = one_of(SuggestionStatus, status, "status")
        with self.project.read() as session:
            table = table_of(Suggestion)
            conditions: list[Any] = [table.c.status == wanted]
            if source is not None:
                conditions.append(table.c.source_id == find(session, Source, source).id)
            if code is not None:
                conditions.append(table.c.code_id == find(session, Code, code).id)
            rows = session.scalars(
                select(Suggestion)
                .where(*conditions)
                .order_by(table.c.source_id, table.c.start, table.c.code_id, table.c.id)
            ).all()
            return _described(session, rows)

    def accept(self, suggestion: str | int | UUID, *, valence: str | Valence | None = None) -> Coding:
        """Tag the suggested sentence as the current coder and give the coding; the valence stays unset unless given.

        Raises NotFound, and BadInput where the suggestion was decided before.
        """

        def work(tx: Transaction) -> Coding:
            waiting = _waiting(tx, suggestion)
            body = place(tx.session, find(tx.session, Source, waiting.source_id)).text
            start, stop = snap(body, waiting.start, waiting.stop)
            table = table_of(Coding)
            chosen = None if valence is None else one_of(Valence, valence, "valence")
            coding = tx.first(
                Coding,
                table.c.source_id == waiting.source_id,
                table.c.start == start,
                table.c.stop == stop,
                table.c.code_id == waiting.code_id,
                table.c.coder_id == tx.coder.id,
            )
            if coding is None:
                coding = tx.insert(
                    Coding(
                        source_id=waiting.source_id,
                        start=start,
                        stop=stop,
                        code_id=waiting.code_id,
                        coder_id=tx.coder.id,
                        valence=chosen,
                        created_at=tx.at,
                    )
                )
            elif chosen is not None:
                coding = tx.update(coding, valence=chosen)
            tx.update(waiting, status=SuggestionStatus.ACCEPTED, coding_id=coding.id, decided_by=tx.coder.id)
            return coding

        return self.project.write("suggestion.accept", work)

    def reject(self, *suggestions: str | int | UUID) -> None:
        """Say no; the same code is not suggested for these sentences again. One action.

        Raises NotFound, and BadInput where one was decided before.
        """

        def work(tx: Transaction) -> None:
            for suggestion in suggestions:
                waiting = _waiting(tx, suggestion)
                tx.update(waiting, status=SuggestionStatus.REJECTED, decided_by=tx.coder.id)

        self.project.write("suggestion.reject", work)


def _with_text(session: Session) -> list[Source]:
    table, version = table_of(Source), table_of(TextVersion)
    return list(
        session.scalars(
            select(Source).where(table.c.id.in_(select(version.c.source_id))).order_by(table.c.id)
        ).all()
    )


def _matchers(session: Session) -> dict[str, CueMatcher]:
    """A matcher for each language; codes are named by their row id."""
    codes = [code for code in session.scalars(select(Code)).all() if code.status != CodeStatus.RETIRED]
    excludes = {str(code.id): code.cue_excludes for code in codes}
    return {
        "id": CueMatcher({str(code.id): code.cues_id for code in codes}, "id", excludes=excludes),
        "en": CueMatcher({str(code.id): code.cues_en for code in codes}, "en", excludes=excludes),
    }


def _counting(at: Place, units: Units) -> Units:
    """The units with only those sentences that stand in turns whose words count."""
    import numpy as np  # a reader, who asks for `edges`, does without it

    starts = units.sentences[:, 0]
    keep: NDArray[np.bool_] = np.zeros(len(starts), dtype=np.bool_)
    for turn in at.turns:
        if at.counts(turn):
            first, last = np.searchsorted(starts, (turn.start, turn.stop))
            keep[first:last] = True
    return Units(units.words, units.sentences[keep])


def _first_of_each(hits: Iterable[CueHit], source_id: int) -> list[Suggestion]:
    """One suggestion for each sentence and code: its first cue."""
    first: dict[tuple[int, int, str], CueHit] = {}
    for hit in hits:
        first.setdefault((hit.start, hit.end, hit.code), hit)
    return [
        Suggestion(
            source_id=source_id,
            start=hit.start,
            stop=hit.end,
            code_id=int(hit.code),
            cue=hit.cue,
            word=hit.word,
            negated=hit.negated,
            evidence=hit.evidence if hit.negated else "",
        )
        for hit in first.values()
    ]


def _refresh(tx: Transaction, found: Found) -> None:
    """Take away waiting suggestions that no longer hold and add the new ones, source by source."""
    known_codes = set(tx.session.scalars(select(table_of(Code).c.id)))
    known_sources = set(tx.session.scalars(select(table_of(Source).c.id)))
    new: list[Suggestion] = []
    for source_id, suggestions in found.items():
        if source_id not in known_sources:
            continue
        taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
        codings = table_of(Coding)
        for start, stop, code in tx.session.execute(
            select(codings.c.start, codings.c.stop, codings.c.code_id).where(codings.c.source_id == source_id)
        ):
            taken[code].append((start, stop))
        waiting: dict[tuple[Any, ...], Suggestion] = {}
        for old in tx.all(Suggestion, table_of(Suggestion).c.source_id == source_id):
            if old.status == SuggestionStatus.PENDING:
                waiting[_content(old)] = old
            else:
                taken[old.code_id].append((old.start, old.stop))
        open_ = [
            s
            for s in suggestions
            if s.code_id in known_codes and not _touches(taken[s.code_id], s.start, s.stop)
        ]
        contents = {_content(s) for s in open_}
        for content, old in waiting.items():
            if content not in contents:
                tx.delete(old)
        new.extend(s for s in open_ if _content(s) not in waiting)
    tx.insert_all(new)


def _content(suggestion: Suggestion) -> tuple[Any, ...]:
    """What makes two suggestions the same to a person."""
    s = suggestion
    return s.start, s.stop, s.code_id, s.cue, s.word, s.negated, s.evidence


def _touches(spans: Iterable[tuple[int, int]], start: int, stop: int) -> bool:
    return any(a < stop and start < b for a, b in spans)


def _waiting(tx: Transaction, given: str | int | UUID) -> Suggestion:
    suggestion = find(tx.session, Suggestion, given)
    if suggestion.status == SuggestionStatus.ACCEPTED:
        raise BadInput(_("suggestion {number} was accepted already", number=suggestion.id))
    if suggestion.status == SuggestionStatus.REJECTED:
        raise BadInput(_("suggestion {number} was rejected already", number=suggestion.id))
    return suggestion


def _described(session: Session, suggestions: Iterable[Suggestion]) -> list[SuggestionRow]:
    codes = {code.id: code.code for code in session.scalars(select(Code))}
    places: dict[int, Place] = {}
    rows = []
    for suggestion in suggestions:
        if suggestion.source_id not in places:
            places[suggestion.source_id] = place(session, find(session, Source, suggestion.source_id))
        at = places[suggestion.source_id]
        rows.append(
            SuggestionRow(
                id=suggestion.uid,
                number=suggestion.id,
                source=at.source.uid,
                source_name=at.source.name,
                start=suggestion.start,
                end=suggestion.stop,
                lines=at.lines(suggestion.start, suggestion.stop),
                code=codes[suggestion.code_id],
                cue=suggestion.cue,
                word=suggestion.word,
                negated=suggestion.negated,
                evidence=suggestion.evidence,
                hint=Valence.WEAKENS.value if suggestion.negated else None,
                status=suggestion.status.value,
                text=at.text[suggestion.start : suggestion.stop],
            )
        )
    return rows
