"""One query put to the codings of a project: which of them it asks for, grouped, sorted and made quotes of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import select as select_columns
from sqlmodel import Session

from qualcode.analysis import counted
from qualcode.analysis.columns import NOBODY, Bools, Ints
from qualcode.analysis.counts import distinct
from qualcode.analysis.evidence import LITERATURE
from qualcode.analysis.query import Field, Node, terms, written
from qualcode.i18n import _
from qualcode.model import Coder, Coding, Method, Source, Study, TextVersion
from qualcode.project import material
from qualcode.project.citations import OWN_TEMPLATE
from qualcode.project.facet import Progress
from qualcode.project.figures import CodeHead
from qualcode.project.kept import kept_of
from qualcode.project.material import Chosen, Material, speaks_alone
from qualcode.project.places import line_numbers, line_starts_of
from qualcode.project.quote_groups import Grouping, Same, grouping, places_in_order
from qualcode.project.quote_rows import Quote, QuoteCoding, QuoteGroup, Quotes, Tally
from qualcode.project.quote_terms import VALENCES, Terms, coding_numbers
from qualcode.project.turn_columns import newest
from qualcode.project.units_counted import unit_of
from qualcode.store.transaction import table_of


class Retrieval:
    """One query put to the project."""

    def __init__(self, read: Callable[[], Any], session: Session, tree: Node, progress: Progress) -> None:
        progress(0, 3, _("reading the codings"))
        self._read = read
        self._progress = progress
        self._session = session
        self._tree = tree
        coders = table_of(Coder)
        self._coders: dict[int, str] = {
            id_: name for id_, name in session.execute(select_columns(coders.c.id, coders.c.name))
        }
        whole = material.load(session)
        self._second = material.second_coders(session) - self._named_coders() - self._coders_of_named(whole)
        self._material = kept_of(session).material(session, Chosen(without=self._second))
        self._whole = whole
        self._coded = len(whole.columns) > 0
        self._terms = Terms(session, self._material, progress)

    def _named_coders(self) -> frozenset[int]:
        """The coders that the query asks for by name."""
        asked = [term for term, wanted in terms(self._tree) if wanted and term.field is Field.CODER]
        names = {term.value.casefold() for term in asked}
        return frozenset(id_ for id_, name in self._coders.items() if name.casefold() in names)

    def _coders_of_named(self, whole: Material) -> frozenset[int]:
        """The coders of codings that the query asks for by their numbers."""
        asked = [term for term, wanted in terms(self._tree) if wanted and term.field is Field.CODING]
        numbers = [number for term in asked for number in coding_numbers(term)]
        if not numbers:
            return frozenset()
        return frozenset(whole.columns.coder[np.isin(whole.columns.id, numbers)].tolist())

    def found(self, by: str, sort: str) -> Quotes:
        """The quotes, grouped and sorted."""
        self._progress(1, 3, _("asking"))
        found = self._material
        chosen = self._terms.rows(self._tree)
        self._progress(2, 3, _("putting them in order"))
        same = Same(found.columns.id[chosen], found.quotes[chosen], chosen)
        rows = same.rows
        heads, _parents = self._terms.heads
        code_row = {head.key: row for row, head in enumerate(heads)}
        groups = grouping(by, self._session, found, rows, heads, self._coders, same)
        spans = found.spans[rows]
        placed = places_in_order(sort, groups, found, rows, spans, code_row)
        rows, groups = rows[placed], groups.in_order(placed)
        tally = self._tally(rows, passages=len(distinct(spans)))
        make = _Maker(self._read, self._session, found, self._coders, heads, same)
        numbers = found.columns.id[rows].tolist()
        return Quotes(
            written(self._tree), by, rows, self._groups(groups, rows, tally), tally, numbers, make.quotes
        )

    def _groups(self, groups: Grouping, rows: Ints, tally: Tally) -> list[QuoteGroup]:
        cuts = np.flatnonzero(np.diff(groups.of)) + 1
        edges = [0, *cuts.tolist(), len(rows)] if len(rows) else []
        made = []
        for first, last in pairwise(edges):
            key, label = groups.names[int(groups.of[first])]
            whole = last - first == len(rows)
            people = tally.informants if whole else int(self._people(rows[first:last]).sum())
            made.append(QuoteGroup(key, label, first, last, people))
        return made

    def _people(self, rows: Ints) -> Bools:
        """Of each different unit whose words these are, whether it is an informant or a session."""
        found = self._material
        return found.people[np.unique(found.attribution.unit[found.owners(rows)[0]])]

    def _speakers(self, owned: Ints) -> int:
        """How many people speak within sessions in these rows of the attribution."""
        rows = self._material.attribution
        inside = (rows.unit[owned] >= rows.informants) & (rows.speaker[owned] != NOBODY)
        return len(np.unique(rows.speaker[owned][inside]))

    def _tally(self, rows: Ints, passages: int) -> Tally:
        found = self._material
        owned, many = found.owners(rows)
        left_out = self._left_out_here()
        works = np.array([source.method == Method.LITERATURE for source in found.sources], dtype=np.bool_)
        units = np.flatnonzero(np.bincount(found.attribution.unit[owned]))
        units = units[[found.units[unit].kind != LITERATURE for unit in units.tolist()]]
        people = found.people[units]
        every = np.union1d(found.speaking, units[people])
        groups = np.bincount(found.unit_groups()[owned] + 1, minlength=1)[1:]
        return Tally(
            quotes=len(rows),
            passages=passages,
            informants=int(people.sum()),
            of_informants=int(found.people[every].sum()),
            groups=int((groups > 0).sum()),
            of_groups=len(found.groups),
            documents=int((~people).sum()),
            left_out=int(sum(left_out.values())),
            second_coders=tuple(left_out),
            coded=self._coded,
            unit=counted.people(unit_of(found)),
            speakers=self._speakers(owned),
            uncounted=int((many == 0).sum()),
            uncoded=() if len(rows) else self._uncoded(),
            literature=int(works[found.codings.source[rows]].sum()),
        )

    def _uncoded(self) -> tuple[str, ...]:
        """The codes that the query asks for and that nobody has tagged anything with."""
        every = Terms(self._session, self._whole)
        asked = [
            term for term, wanted in terms(self._tree) if wanted and term.field in (Field.CODE, Field.ONLY)
        ]
        return tuple(dict.fromkeys(term.value for term in asked if not len(every.rows(term))))

    def _left_out_here(self) -> dict[str, int]:
        """Codings of second coders for which the query holds too, by the coders' names."""
        if not self._second:
            return {}
        every = Terms(self._session, self._whole).rows(self._tree)
        theirs = self._whole.columns.coder[every]
        counted = {id_: int((theirs == id_).sum()) for id_ in sorted(self._second)}
        return {self._coders[id_]: n for id_, n in counted.items() if n}


_AT_ONCE = 200
"""Quotes whose texts are in memory at a time."""


class _Maker:
    """Makes the quotes that are looked at."""

    def __init__(
        self,
        read: Callable[[], Any],
        session: Session,
        found: Material,
        coders: dict[int, str],
        heads: Sequence[CodeHead],
        same: Same,
    ) -> None:
        self._read = read
        self._found = found
        self._coders = coders
        self._heads = {head.key: head for head in heads}
        self._same = same
        template = session.scalar(select_columns(table_of(Study).c.citation))
        self._citations = found.citations(OWN_TEMPLATE if template is None else template)
        self._group = found.unit_groups()
        self._texts: dict[int, tuple[str, Sequence[int]]] = {}
        """Texts and line starts of the sources read last, by row."""

    def quotes(self, rows: Ints) -> list[Quote]:
        """The quotes that some rows of the codings stand for."""
        if len(rows) > _AT_ONCE:
            return [
                quote
                for first in range(0, len(rows), _AT_ONCE)
                for quote in self.quotes(rows[first : first + _AT_ONCE])
            ]
        place, codings = self._same.of(rows)
        owned, many = self._found.owners(rows)
        with self._read() as session:
            kept = self._read_codings(session, self._found.columns.id[codings].tolist())
            self._read_sources(session, np.unique(self._found.codings.source[rows]).tolist())
        cuts = np.flatnonzero(np.diff(place)) + 1
        every = zip(
            rows.tolist(), np.split(codings, cuts), np.split(owned, np.cumsum(many)[:-1]), strict=True
        )
        return [self._quote(row, own, whose, kept) for row, own, whose in every] if len(rows) else []

    def _quote(self, row: int, codings: Ints, owned: Ints, kept: Mapping[int, tuple[UUID, str]]) -> Quote:
        found = self._found
        cols = found.columns
        place_ = int(found.codings.source[row])
        source = found.sources[place_]
        body, starts = self._texts[place_]
        start, stop = int(cols.start[row]), int(cols.stop[row])
        speakers = dict.fromkeys(n for n in found.attribution.speaker[owned].tolist() if n != NOBODY)
        said_by = [found.informants[n].code for n in speakers]
        groups = dict.fromkeys(found.groups[n].name for n in self._group[owned].tolist() if n != NOBODY)
        head = self._heads[int(cols.code[row])]
        lines = line_numbers(starts, start, stop)
        return Quote(
            source=source.uid,
            source_name=source.name,
            start=start,
            end=stop,
            lines=lines,
            code=head.code,
            code_name=head.name,
            informants=() if speaks_alone(source.method) else tuple(said_by),
            groups=tuple(groups),
            counted=bool(len(owned)),
            method=source.method.value,
            wave=source.wave,
            reference=self._citations.cite(source.id, said_by, lines),
            text=body[start:stop],
            codings=tuple(self._coding(n, kept) for n in codings.tolist()),
        )

    def _coding(self, row: int, kept: Mapping[int, tuple[UUID, str]]) -> QuoteCoding:
        cols = self._found.columns
        number = int(cols.id[row])
        uid, memo = kept[number]
        valence = VALENCES[int(cols.valence[row])]
        return QuoteCoding(
            id=uid,
            number=number,
            coder=self._coders[int(cols.coder[row])],
            valence=None if not cols.valence[row] else valence,
            period=cols.periods[int(cols.period[row])],
            memo=memo,
        )

    def _read_sources(self, session: Session, rows: Sequence[int]) -> None:
        if not self._texts.keys() >= set(rows):
            by_id = {self._found.sources[row].id: row for row in rows}
            table, texts = table_of(Source), table_of(TextVersion)
            found = session.execute(
                select_columns(table.c.id, texts.c.body, texts.c.line_starts)
                .join_from(table, texts)
                .where(table.c.id.in_(by_id), newest(of=table))
            )
            self._texts = {by_id[id_]: (body, line_starts_of(starts)) for id_, body, starts in found}

    def _read_codings(self, session: Session, numbers: Sequence[int]) -> dict[int, tuple[UUID, str]]:
        """Id and memo of codings by their running numbers."""
        table = table_of(Coding)
        chosen = select_columns(table.c.id, table.c.uid, table.c.memo).where(table.c.id.in_(numbers))
        return {id_: (uid, memo) for id_, uid, memo in session.execute(chosen)}
