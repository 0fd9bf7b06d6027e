"""Quotes on their way out of the project: names replaced by codes, consent kept, each with its reference."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session, select

from qualcode.i18n import _
from qualcode.model import Coding, Informant, Source, Study
from qualcode.project.citations import Citations
from qualcode.project.consent import silenced
from qualcode.project.names import names_of
from qualcode.project.places import Place, place
from qualcode.project.report_quotes import joined
from qualcode.store.transaction import table_of


@dataclass(frozen=True)
class Said:
    """One quote as it may leave the project."""

    text: str
    """Its words or a paraphrase, names replaced; empty where neither may be given."""
    reference: str
    paraphrase: bool

    @property
    def printed(self) -> str:
        """Words between quotation marks with the reference behind; a paraphrase without marks, and says so."""
        if not self.text:
            return _("[may not be quoted] {reference}", reference=self.reference)
        if self.paraphrase:
            return _("{text} [paraphrase] {reference}", text=self.text, reference=self.reference)
        return f"“{self.text}” {self.reference}"


class Quoting:
    """Makes quotes that may leave the project, from one session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._places: dict[int, Place] = {}
        self._aliases = names_of(session).aliases
        self._silenced = silenced(session)
        self._codes = {informant.id: informant.code for informant in session.scalars(select(Informant))}

    @cached_property
    def _citations(self) -> Citations:
        study = self._session.scalars(select(Study)).first() or Study()
        sources = self._session.scalars(select(Source).order_by(table_of(Source).c.id)).all()
        return Citations(sources, study.citation)

    def said(self, coding: Coding) -> Said:
        """A coding's words as they may leave the project."""
        at = self._place(coding.source_id)
        speakers = self._speakers(at, coding.start, coding.stop)
        # Whoever's words stand in it, also where it counts for somebody else.
        heard = {turn.informant_id for turn in at.turns_of(coding.start, coding.stop)}
        allowed = self._silenced.isdisjoint(speakers) and self._silenced.isdisjoint(heard)
        words = joined(at, coding.start, coding.stop, self._codes) if allowed else coding.paraphrase
        codes = [self._codes[one] for one in speakers]
        reference = self._citations.cite(at.source.id, codes, at.lines(coding.start, coding.stop))
        return Said(self._aliases(words), reference, not allowed)

    def _place(self, source_id: int) -> Place:
        if source_id not in self._places:
            source = self._session.get_one(Source, source_id)
            self._places[source_id] = place(self._session, source)
        return self._places[source_id]

    def _speakers(self, at: Place, start: int, stop: int) -> list[int]:
        """Ids of the informants whose words a span holds, each once, in order."""
        single = at.participants[0] if len(at.participants) == 1 else None
        found = [turn.informant_id or single for turn in at.counting_turns(start, stop)]
        return [one for one in dict.fromkeys(found) if one is not None]
