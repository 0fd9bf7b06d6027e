"""Quotes on their way into a report: names replaced, consent kept, each with whom it counts for and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlmodel import Session, select

from qualcode.analysis.columns import NOBODY
from qualcode.i18n import language
from qualcode.model import Code, Coder, Coding, Method, Source, Study, TurnRole
from qualcode.project import material
from qualcode.project.citations import Citations
from qualcode.project.consent import silenced
from qualcode.project.names import NAMELESS, names_of, names_somebody
from qualcode.project.places import Place, place
from qualcode.store.transaction import table_of


@dataclass(frozen=True)
class Owner:
    """Whom a passage counts for in a report."""

    key: str
    """The unit's key in the analysis."""
    label: str
    """Informant code, or the reference of a source that speaks for itself."""
    group: str
    """Name of the group, or empty."""


@dataclass(frozen=True)
class Passage:
    """A coding as a report may print it."""

    coding: Coding
    code: str
    owners: tuple[Owner, ...]
    reference: str
    text: str
    """What may be printed: the words, a paraphrase, or nothing."""
    paraphrase: bool
    translation: str
    speakers: tuple[str, ...] = ()
    """Codes of those who speak in it, of a session."""

    @property
    def span(self) -> tuple[int, int, int]:
        """Source, start and stop."""
        return self.coding.source_id, self.coding.start, self.coding.stop


def span_id(span: tuple[int, int, int]) -> str:
    """Source, start and stop as the beginning of an id, which sorts as they do."""
    source, start, stop = span
    return f"{source:06}-{start:09}-{stop:09}"


class Passages:
    """All codings that count, ready to print; reads everything it needs of one session at once."""

    def __init__(self, session: Session) -> None:
        self.material = material.load(session)
        self.study = session.scalars(select(Study)).first() or Study()
        self.citations = Citations(self.material.sources, self.study.citation)
        self.places = {source.id: place(session, source) for source in self.material.sources}
        self.people = {informant.id: informant.code for informant in self.material.informants}
        self._silenced = silenced(session)
        self.silenced = frozenset(self.people[one] for one in self._silenced)
        self.names = names_of(session)
        self.scrub = self.names.aliases
        self._codes = {code.id: code.code for code in session.scalars(select(Code))}
        self._second = material.second_coders(session)
        self.second_coders = tuple(
            coder.name for coder in session.scalars(select(Coder)) if coder.id in self._second
        )
        table = table_of(Coding)
        self._codings = session.scalars(
            select(Coding).order_by(table.c.source_id, table.c.start, table.c.stop, table.c.id)
        ).all()

    def _foreign(self, source: Source) -> bool:
        """Whether readers of a report in the current language need a translation of this source."""
        return (source.language or self.study.language) != language()

    def is_literature(self, passage: Passage) -> bool:
        """Whether a passage stands in a work of literature, which corroborates and is no field data."""
        return self.places[passage.span[0]].source.method == Method.LITERATURE

    def language_of(self, passage: Passage) -> str:
        """Language of the source a passage stands in."""
        return self.places[passage.span[0]].source.language or self.study.language

    @cached_property
    def by_coding(self) -> dict[int, Passage]:
        """Id of a coding to its passage; codings that count for nobody are left out."""
        owners = self._owners
        return {
            coding.id: self._passage(coding, owners[coding.id])
            for coding in self._codings
            if coding.id in owners
        }

    @cached_property
    def counted(self) -> tuple[Passage, ...]:
        """The passages that figures are counted from: all but those of second coders."""
        return tuple(p for p in self.by_coding.values() if p.coding.coder_id not in self._second)

    @cached_property
    def uncounted(self) -> int:
        """How many passages under a code are nobody's words, as an interviewer's, each once whoever set it."""
        owners = self._owners
        return len(
            {
                (coding.source_id, coding.start, coding.stop, coding.code_id)
                for coding in self._codings
                if coding.id not in owners and coding.coder_id not in self._second
            }
        )

    @cached_property
    def _owners(self) -> dict[int, list[tuple[Owner, str]]]:
        """Coding id to the units it counts for, each with the informant who speaks ("" for none)."""
        found = self.material
        rows, places = found.attribution, found.unit_groups().tolist()
        ids = found.columns.id.tolist()
        owners: dict[int, list[tuple[Owner, str]]] = {}
        whose = zip(rows.coding.tolist(), rows.unit.tolist(), rows.speaker.tolist(), places, strict=True)
        for coding, unit, speaker, group in whose:
            name = "" if group == NOBODY else found.groups[group].name
            owner = Owner(found.units[unit].key, self.unit_label(found.units[unit].key), name)
            said_by = "" if speaker == NOBODY else found.informants[speaker].code
            owners.setdefault(ids[coding], []).append((owner, said_by))
        return owners

    def unit_label(self, key: str) -> str:
        """A unit as a report calls it: an informant's code, or a source's reference."""
        return self._labels.get(key, key)

    @cached_property
    def _labels(self) -> dict[str, str]:
        return {unit.key: unit.label for unit in self.material.units}

    def _passage(self, coding: Coding, owners: Sequence[tuple[Owner, str]]) -> Passage:
        at = self.places[coding.source_id]
        speakers = [code for _owner, code in owners if code]
        # Whoever's words stand in it, also where it counts for somebody else.
        heard = {turn.informant_id for turn in at.turns_of(coding.start, coding.stop)}
        allowed = self.silenced.isdisjoint(speakers) and self._silenced.isdisjoint(heard)
        words = joined(at, coding.start, coding.stop, self.people) if allowed else coding.paraphrase
        return Passage(
            coding=coding,
            code=self._codes[coding.code_id],
            owners=tuple(dict.fromkeys(owner for owner, _code in owners)),
            reference=self.cite(at, coding.start, coding.stop, speakers),
            text=self.scrub(words),
            paraphrase=not allowed,
            translation=self.scrub(coding.translation) if allowed and self._foreign(at.source) else "",
            speakers=tuple(dict.fromkeys(speakers)) if at.source.method == Method.FGD else (),
        )

    @cached_property
    def _by_span(self) -> dict[tuple[int, int, int], Passage]:
        """Place of words to a coding of them that may be printed."""
        return {passage.span: passage for passage in self.by_coding.values() if passage.text}

    def said(self, at: Place, start: int, stop: int) -> tuple[str, bool]:
        """What may be printed of a span, coded or not, and whether it is a paraphrase; empty where nothing may."""
        coded = self._by_span.get((at.source.id, start, stop))
        if coded is not None:
            return coded.text, coded.paraphrase
        unit = at.unit(start, stop)
        heard = {turn.informant_id for turn in at.turns_of(start, stop)} | {
            unit.informant_id if unit else None
        }
        if not self._silenced.isdisjoint(heard):
            return "", False
        return self.scrub(joined(at, start, stop, self.people)), False

    def cite(self, at: Place, start: int, stop: int, speakers: Iterable[str] | None = None) -> str:
        """The reference of a span; without `speakers` they are looked up in its turns."""
        if speakers is None:
            unit = at.unit(start, stop)
            speakers = [self.people[unit.informant_id]] if unit and unit.informant_id else []
        return self.citations.cite(at.source.id, list(dict.fromkeys(speakers)), at.lines(start, stop))


def joined(at: Place, start: int, stop: int, people: Mapping[int, str]) -> str:
    """The words of a span as a quote: lines of one turn run on, each turn begins a line.

    A label that reads like a name gives way to its informant's code; `people` are codes by id.
    """
    lines: list[str] = []
    place = start
    for turn in at.begun_in(start, stop):
        if turn.label_start == turn.start:
            continue
        lines.append(at.text[place : turn.label_start])
        place = turn.label_start
        if (
            turn.speaker
            and turn.role != TurnRole.INTERVIEWER
            and names_somebody(turn.speaker, people.values())
        ):
            place = min(turn.start, stop)
            label = people.get(turn.informant_id or 0, NAMELESS)
            lines.append(f"{label}: {at.text[place : min(turn.stop, stop)]}")
            place = min(turn.stop, stop)
    lines.append(at.text[place:stop])
    return "\n".join(part for line in lines if (part := " ".join(line.split())))
