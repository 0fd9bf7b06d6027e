"""What analysis needs of a project, read once: who speaks where, and to whom each coding belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.analysis import evidence as ev
from qualcode.analysis.columns import NOBODY, Attribution, Bools, Codings, Ints, Sources, Turns, attribute
from qualcode.analysis.counts import distinct, span_numbers
from qualcode.analysis.retrieval import quote_numbers
from qualcode.i18n import language
from qualcode.model import (
    Assignment,
    Coder,
    Group,
    Informant,
    Method,
    Participation,
    Source,
    Subject,
)
from qualcode.project.citations import Citations
from qualcode.project.lookup import find
from qualcode.project.places import FIELD_METHODS
from qualcode.project.turn_columns import counting_places, row_of
from qualcode.store.columns import CodingColumns, columns
from qualcode.store.transaction import load as load_all
from qualcode.store.transaction import table_of

_OF_ALL = (
    "informant_row", "source_row", "group_name", "itself", "stand_ins", "_units", "voices", "speaking", "people", "counted_kinds", "counted",
    "_cited", "_bare_sites",
    "_alone", "_group_of_informant", "_group_of_source", "_source_ids",
)  # fmt: skip
"""What a material works out once that has nothing to do with codings."""


@dataclass(frozen=True)
class Material:
    """Groups, informants, sources, turns that count and codings of a project, numbered by row for the arrays.

    Units are numbered informants first, then sources, as in `Attribution`.
    """

    groups: tuple[Group, ...]
    """The groups that have an informant or produced a source, in the order they were made."""
    informants: tuple[Informant, ...]
    sources: tuple[Source, ...]
    turns: Turns
    columns: CodingColumns
    """The codings by ids of the project file, as many and in the order of `codings`."""
    speakers: dict[int, frozenset[int]]
    """Rows of the informants who speak in a source, by row of the source."""
    subjects: dict[int, frozenset[str]]
    """What a source says it is about, by row of the source."""

    @cached_property
    def informant_row(self) -> dict[int, int]:
        """Row of an informant by id."""
        return {informant.id: row for row, informant in enumerate(self.informants)}

    @cached_property
    def source_row(self) -> dict[int, int]:
        """Row of a source by id."""
        return {source.id: row for row, source in enumerate(self.sources)}

    @cached_property
    def group_name(self) -> dict[int, str]:
        """Name of a group by id."""
        return {group.id: group.name for group in self.groups}

    @cached_property
    def itself(self) -> tuple[bool, ...]:
        """For each source, whether it is the unit whoever speaks in it."""
        return tuple(speaks_itself(source.method) for source in self.sources)

    @cached_property
    def codings(self) -> Codings:
        """All codings; code and coder are ids of the project file."""
        cols = self.columns
        wide = [
            part.astype(np.int64) for part in (cols.start, cols.stop, cols.code, cols.coder, cols.valence)
        ]
        return Codings(np.searchsorted(self._source_ids, cols.source.astype(np.int64)), *wide)

    @cached_property
    def _source_ids(self) -> Ints:
        return np.array([source.id for source in self.sources], dtype=np.int64)

    @cached_property
    def _alone(self) -> Bools:
        return np.array([speaks_alone(s.method) for s in self.sources], dtype=np.bool_)

    @cached_property
    def _group_of_informant(self) -> Ints:
        place = {group.id: number for number, group in enumerate(self.groups)}
        return np.array([place[i.group_id] for i in self.informants], dtype=np.int64)

    @cached_property
    def _group_of_source(self) -> Ints:
        place = {group.id: number for number, group in enumerate(self.groups)}
        return np.array([place.get(s.group_id or 0, NOBODY) for s in self.sources], dtype=np.int64)

    @cached_property
    def stand_ins(self) -> Sources:
        """Who stands in for an unmapped speaker, by row of the source."""
        single = [
            min(who) if len(who := self.speakers[row]) == 1 else NOBODY for row in range(len(self.sources))
        ]
        return Sources(np.array(single, dtype=np.int64), np.array(self.itself, dtype=np.bool_))

    @cached_property
    def attribution(self) -> Attribution:
        """Whom each coding counts for."""
        return attribute(self.codings, self.turns, self.stand_ins, len(self.informants))

    @cached_property
    def quotes(self) -> Ints:
        """The number of the quote that each coding is one coding of."""
        return quote_numbers(self.codings, self.spans)

    @cached_property
    def spans(self) -> Ints:
        """The same number for codings of the same span, in the order of spans."""
        return span_numbers(self.codings)

    @cached_property
    def _by_code(self) -> tuple[Ints, Ints]:
        """Rows of the codings, code by code, and where those of each code begin."""
        code = self.columns.code
        small = (
            code.astype(np.uint16) if code.max(initial=0) < 1 << 16 else code
        )  # which numpy sorts by counting
        rows = np.argsort(small, kind="stable")
        return rows, np.searchsorted(small[rows], np.arange(int(code.max(initial=0)) + 2))

    def of_codes(self, codes: Sequence[int]) -> Ints:
        """The rows of the codings of some codes, given by id, in their order."""
        rows, begins = self._by_code
        parts = [rows[begins[code] : begins[code + 1]] for code in codes if code + 1 < len(begins)]
        if len(parts) == 1:
            return parts[0]
        return np.sort(np.concatenate(parts)) if parts else rows[:0]

    @cached_property
    def _owned(self) -> Ints:
        """Where the rows of the attribution of each coding begin, and behind the last where they end."""
        many = np.bincount(self.attribution.coding, minlength=len(self.codings))
        return np.concatenate([[0], np.cumsum(many)])

    def owners(self, codings: Ints) -> tuple[Ints, Ints]:
        """Rows of the attribution of codings given by row, and how many each has."""
        first = self._owned[codings]
        many = self._owned[codings + 1] - first
        if (many == 1).all():  # as nearly always
            return first, many
        return np.repeat(first - np.cumsum(many) + many, many) + np.arange(many.sum()), many

    @cached_property
    def speaking(self) -> Ints:
        """The units that speak, coded or not, in order."""
        found: set[int] = set()
        for row, who in self.speakers.items():
            found |= {len(self.informants) + row} if self.itself[row] else who
        return np.array(sorted(found), dtype=np.int64)

    @cached_property
    def people(self) -> Bools:
        """Of each unit whether it is an informant or a session, and no document."""
        return np.array([unit.kind in (ev.INFORMANT, ev.SESSION) for unit in self.units], dtype=np.bool_)

    @cached_property
    def counted_kinds(self) -> frozenset[str]:
        """Kinds of units that tables of counts have in n: people, and where no source is anybody's talk, documents.

        A study of documents and observations alone would else count nobody. Literature is no field data.
        """
        methods = {source.method for source in self.sources}
        if methods - {Method.LITERATURE} and all(speaks_alone(method) for method in methods):
            return frozenset({ev.SOURCE})
        return frozenset({ev.INFORMANT, ev.SESSION})

    @cached_property
    def counted(self) -> Bools:
        """Of each unit whether it is one of these."""
        return np.array([unit.kind in self.counted_kinds for unit in self.units], dtype=np.bool_)

    @property
    def counts_documents(self) -> bool:
        """Whether tables of counts have documents in n, since nobody speaks."""
        return ev.SOURCE in self.counted_kinds

    def citations(self, template: str) -> Citations:
        """How quotes of the sources are cited."""
        wanted = template, language()
        if wanted not in self._cited:
            self._cited[wanted] = Citations(self.sources, template)
        return self._cited[wanted]

    @cached_property
    def _cited(self) -> dict[tuple[str, str], Citations]:
        return {}

    @property
    def units(self) -> tuple[ev.Unit, ...]:
        """Every informant, then every source, as a unit; sources go by the label that cites them, as FGD1."""
        if (wanted := language()) not in self._units:
            self._units[wanted] = self._units_now()
        return self._units[wanted]

    @cached_property
    def _units(self) -> dict[str, tuple[ev.Unit, ...]]:
        return {}

    def _units_now(self) -> tuple[ev.Unit, ...]:
        people = [ev.Unit(informant.code, informant.code) for informant in self.informants]
        taken = {informant.code.casefold() for informant in self.informants}
        labels = self.citations("")
        kinds = {Method.FGD: ev.SESSION, Method.LITERATURE: ev.LITERATURE}
        things = []
        for row, source in enumerate(self.sources):
            label = labels.label(source.id)
            if label.casefold() in taken:  # somebody's code reads like the label of a source
                label = f"{label} ({source.name})"
            members = len(self.speakers[row]) if source.method == Method.FGD else 0
            things.append(
                ev.Unit(f"source:{source.uid}", label, kinds.get(source.method, ev.SOURCE), members)
            )
        return (*people, *things)

    @cached_property
    def voices(self) -> tuple[ev.Voice, ...]:
        """Everybody and everything that speaks, coded or not."""
        found: dict[ev.Voice, None] = {}
        for row in range(len(self.sources)):
            whole = len(self.informants) + row
            for speaker in sorted(self.speakers[row]):
                if not speaks_alone(self.sources[row].method):
                    found[self.voice(row, whole if self.itself[row] else speaker, speaker)] = None
            if speaks_alone(self.sources[row].method) or (self.itself[row] and not self.speakers[row]):
                found[self.voice(row, whole, NOBODY)] = None
        return tuple(found)

    def voice(self, source: int, unit: int, speaker: int) -> ev.Voice:
        """The voice of a unit in a source; all three are rows, the speaker perhaps -1."""
        record = self.sources[source]
        group = record.group_id
        if speaker != NOBODY and not speaks_alone(record.method):
            group = self.informants[speaker].group_id
        return ev.Voice(
            unit=self.units[unit].key,
            source=str(record.uid),
            method=record.method.value,
            group=None if group is None else self.group_name[group],
            wave=record.wave,
            subjects=self._subjects(source, unit),
            speakers=self._speakers_of(source, group) if record.method == Method.FGD else frozenset(),
        )

    def _speakers_of(self, source: int, group: int | None) -> frozenset[str]:
        """Codes of those of a group who speak in a session, rows and id given."""
        people = (self.informants[row] for row in self.speakers[source])
        return frozenset(one.code for one in people if one.group_id == group)

    def _subjects(self, source: int, unit: int) -> frozenset[str]:
        """Whom or what a unit's words in a source tell about: what the source names, else whose it is."""
        record, named = self.sources[source], self.subjects[source]
        if speaks_alone(record.method):
            own = {f"group:{self.group_name[record.group_id]}"} if record.group_id is not None else set()
            return named or frozenset(own) or self._site(record)
        people = self.speakers[source] if self.itself[source] else {unit} - {len(self.informants) + source}
        about = {f"informant:{self.informants[row].code}" for row in people}
        about |= {f"group:{self.group_name[self.informants[row].group_id]}" for row in people}
        return named | about | self._site(record)

    def _site(self, source: Source) -> frozenset[str]:
        return frozenset({f"site:{source.site}"}) & self._bare_sites

    @cached_property
    def _bare_sites(self) -> frozenset[str]:
        """Sites that are all a note or document says it is about: only these join it with what was said there."""
        return frozenset(
            f"site:{source.site}"
            for row, source in enumerate(self.sources)
            if source.site
            and speaks_alone(source.method)
            and source.group_id is None
            and not self.subjects[row]
        )

    def with_codings(self, columns: CodingColumns, turns: Turns | None = None) -> Material:
        """The same with other codings; what was worked out of the rest is not worked out again."""
        other = replace(self, columns=columns, turns=turns or self.turns)
        other.__dict__.update({name: self.__dict__[name] for name in _OF_ALL if name in self.__dict__})
        return other

    def of_source(self, row: int, columns: CodingColumns) -> Material:
        """The same with these codings of one source, and its turns only."""
        here = slice(*np.searchsorted(self.turns.source, [row, row + 1]).tolist())
        return self.with_codings(
            columns, Turns(*(getattr(self.turns, field.name)[here] for field in fields(Turns)))
        )

    def unit_groups(self) -> Ints:
        """For each row of the attribution, the place of its group among `groups`, or -1."""
        return self._unit_groups

    @cached_property
    def _unit_groups(self) -> Ints:
        rows = self.attribution
        source = self.codings.source[rows.coding]
        groups = self._group_of_source[source]
        personal = (rows.speaker != NOBODY) & ~self._alone[source]
        groups[personal] = self._group_of_informant[rows.speaker[personal]]
        return groups


def speaks_alone(method: Method) -> bool:
    """Whether a source of this method speaks for itself: a document, an observation note, literature."""
    return method in FIELD_METHODS


def speaks_itself(method: Method) -> bool:
    """Whether such a source is one unit whoever speaks in it; a focus group session is, too."""
    return speaks_alone(method) or method == Method.FGD


def load(session: Session) -> Material:
    """The material with everybody's codings, of literature too: what is read and quoted, and not what is counted.

    What a project that is open has read before is not read again as long as nothing changed.
    """
    from qualcode.project.kept import kept_of  # which keeps materials

    return kept_of(session).material(session, Chosen())


def counting(session: Session, coder: str | None = None) -> Material:
    """The material that figures are of: its codings and turns are those of `Chosen.counting`."""
    from qualcode.project.kept import kept_of

    return kept_of(session).material(session, Chosen.counting(session, coder))


@dataclass(frozen=True)
class Chosen:
    """Which codings are meant, by ids of coders and sources."""

    only: int | None = None
    without: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    """Sources whose words are left out."""

    @classmethod
    def counting(cls, session: Session, coder: str | None, *, literature: bool = False) -> Chosen:
        """Those that figures are of: of `coder`, else of everybody but second coders, without those of literature.

        A second coding is there to be compared with the first, and counted beside it every passage would count
        twice; literature corroborates and is no field data. Raises NotFound for an unknown coder.
        """
        apart = frozenset() if literature else _works(session)
        if coder is not None:
            return cls(only=find(session, Coder, coder).id, apart=apart)
        return cls(without=second_coders(session), apart=apart)

    def columns(self, cols: CodingColumns) -> CodingColumns:
        """Those of the codings."""
        if self.apart:
            cols = cols.of(np.flatnonzero(~np.isin(cols.source, sorted(self.apart))))
        if self.only is not None:
            return cols.of(np.flatnonzero(cols.coder == self.only))
        return cols.of(np.flatnonzero(~np.isin(cols.coder, sorted(self.without)))) if self.without else cols

    def part(self, whole: Material) -> Material:
        """The same material with those codings, and the turns of the sources that are meant."""
        own = self.columns(whole.columns)
        if self.apart:
            here = ~np.isin(whole.turns.source, [whole.source_row[source] for source in self.apart])
            turns = Turns(*(getattr(whole.turns, field.name)[here] for field in fields(Turns)))
            return whole.with_codings(own, turns)
        return whole if own is whole.columns else whole.with_codings(own)


def read(session: Session) -> Material:
    """The material as it stands in the database, with everybody's codings."""
    informants = tuple(load_all(session, Informant, order=(table_of(Informant).c.id,)))
    sources = tuple(load_all(session, Source, order=(table_of(Source).c.id,)))
    used = {i.group_id for i in informants} | {s.group_id for s in sources}
    named_groups = tuple(session.scalars(select(Group).order_by(table_of(Group).c.id)))
    groups = tuple(group for group in named_groups if group.id in used)
    people = {informant.id: row for row, informant in enumerate(informants)}
    places = {source.id: row for row, source in enumerate(sources)}
    turns = _turns(session, sources, informants)

    speakers: dict[int, set[int]] = {row: set() for row in range(len(sources))}
    for part in session.execute(select_columns(*table_of(Participation).c)):
        speakers[places[part.source_id]].add(people[part.informant_id])
    heard = turns.informant != NOBODY
    pairs = distinct(turns.source[heard] * (len(informants) + 1) + turns.informant[heard])
    for pair in pairs.tolist():
        speakers[pair // (len(informants) + 1)].add(pair % (len(informants) + 1))

    names = {group.id: group.name for group in named_groups}
    subjects: dict[int, set[str]] = {row: set() for row in range(len(sources))}
    for subject in session.scalars(select(Subject)):
        about = subjects[places[subject.source_id]]
        if subject.informant_id is not None:
            about.add(f"informant:{informants[people[subject.informant_id]].code}")
        if subject.group_id is not None:
            about.add(f"group:{names[subject.group_id]}")
    return Material(
        groups=groups,
        informants=informants,
        sources=sources,
        turns=turns,
        columns=columns(session.connection()),
        speakers={row: frozenset(who) for row, who in speakers.items()},
        subjects={row: frozenset(what) for row, what in subjects.items()},
    )


def _turns(session: Session, sources: Sequence[Source], informants: Sequence[Informant]) -> Turns:
    """The turns that count of each source's newest text."""
    source, start, end, informant = counting_places(session, sources)
    return Turns(source, start, end, row_of(informant, [one.id for one in informants]))


def _works(session: Session) -> frozenset[int]:
    """Ids of the sources that are works of literature."""
    table = table_of(Source)
    return frozenset(session.scalars(select(table.c.id).where(table.c.method == Method.LITERATURE)))


def second_coders(session: Session) -> frozenset[int]:
    """Ids of the coders who were assigned turns: their codings are for comparison and are not counted."""
    return frozenset(session.scalars(select(table_of(Assignment).c.coder_id).distinct()))
