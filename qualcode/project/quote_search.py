"""One query put to the codings of a project: which of them it asks for, grouped, sorted and made quotes of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.analysis import evidence as ev
from qualcode.analysis.columns import NOBODY, Ints
from qualcode.analysis.counts import span_numbers
from qualcode.analysis.query import Field, Node, terms, written
from qualcode.i18n import _
from qualcode.model import Coder, Coding, Study, TextVersion
from qualcode.project import material
from qualcode.project.citations import Citations
from qualcode.project.code_tree import code_tree
from qualcode.project.facet import Progress
from qualcode.project.figures import CodeHead
from qualcode.project.kept import kept_of
from qualcode.project.material import Chosen, Material, speaks_alone
from qualcode.project.places import line_numbers, line_starts_of
from qualcode.project.quote_groups import Grouping, Same, grouping, places_in_order
from qualcode.project.quote_rows import Quote, QuoteCoding, QuoteGroup, Quotes, Tally
from qualcode.project.quote_terms import VALENCES, Terms
from qualcode.store.transaction import table_of


class Retrieval:
    """One query put to the project."""

    def __init__(self, read: Callable[[], Any], session: Session, tree: Node, progress: Progress) -> None:
        progress(0, 3, _("reading the codings"))
        self._read = read
        self._progress = progress
        self._session = session
        self._tree = tree
        self._coders = {coder.id: coder.name for coder in session.scalars(select(Coder))}
        whole = material.load(session)
        self._second = material.second_coders(session) - self._named_coders()
        self._material = kept_of(session).material(session, Chosen(without=self._second))
        self._left_out = len(whole.columns) - len(self._material.columns)
        self._terms = Terms(session, self._material, progress)

    def _named_coders(self) -> frozenset[int]:
        """The coders that the query asks for by name."""
        asked = [term for term, wanted in terms(self._tree) if wanted and term.field is Field.CODER]
        names = {term.value.casefold() for term in asked}
        return frozenset(id_ for id_, name in self._coders.items() if name.casefold() in names)

    def found(self, by: str, sort: str) -> Quotes:
        """The quotes, grouped and sorted."""
        self._progress(1, 3, _("asking"))
        found, quote = self._material, self._terms.asked.quote
        chosen = np.flatnonzero(self._terms.asked.select(self._tree))
        self._progress(2, 3, _("putting them in order"))
        same = Same(found.columns.id[chosen], quote[chosen], chosen)
        rows = same.rows
        heads, _parents = code_tree(self._session)
        code_row = {head.key: row for row, head in enumerate(heads)}
        groups = grouping(by, self._session, found, rows, heads, self._coders, same)
        placed = places_in_order(sort, groups, found, rows, code_row)
        rows, groups = rows[placed], groups.in_order(placed)
        tally = self._tally(rows)
        make = _Maker(self._read, self._session, found, self._coders, heads, same)
        numbers = found.columns.id[rows].tolist()
        return Quotes(written(self._tree), by, rows, self._groups(groups, rows), tally, numbers, make.quote)

    def _groups(self, groups: Grouping, rows: Ints) -> list[QuoteGroup]:
        cuts = np.flatnonzero(np.diff(groups.of)) + 1
        edges = [0, *cuts.tolist(), len(rows)] if len(rows) else []
        made = []
        for first, last in pairwise(edges):
            key, label = groups.names[int(groups.of[first])]
            people, _others = self._units(rows[first:last])
            made.append(QuoteGroup(key, label, first, last, len(people)))
        return made

    def _units(self, rows: Ints) -> tuple[set[int], set[int]]:
        """The informants (and sessions), and the documents, whose words these are."""
        owners, units = self._material.attribution, self._material.units
        chosen = np.unique(owners.unit[self._material.owners(rows)]).tolist()
        people = {unit for unit in chosen if units[unit].kind in (ev.INFORMANT, ev.SESSION)}
        return people, set(chosen) - people

    def _tally(self, rows: Ints) -> Tally:
        found = self._material
        people, others = self._units(rows)
        spans = span_numbers(found.codings.of(rows))
        groups = found.unit_groups()[found.owners(rows)]
        every = found.speaking | people
        return Tally(
            quotes=len(rows),
            passages=len(np.unique(spans)),
            informants=len(people),
            of_informants=sum(found.units[unit].kind in (ev.INFORMANT, ev.SESSION) for unit in every),
            groups=len(set(groups.tolist()) - {NOBODY}),
            of_groups=len(found.groups),
            documents=len(others),
            left_out=self._left_out,
            second_coders=tuple(self._coders[id_] for id_ in sorted(self._second) if self._left_out),
        )


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
        study = session.scalars(select(Study)).first() or Study()
        self._citations = Citations(found.sources, study.citation)
        self._group = found.unit_groups()
        self._source = lru_cache(256)(self._read_source)

    def quote(self, row: int) -> Quote:
        """The quote that a row of the codings stands for."""
        found = self._found
        cols = found.columns
        place_ = int(found.codings.source[row])
        source = found.sources[place_]
        body, starts, kept = self._source(place_)
        start, stop = int(cols.start[row]), int(cols.stop[row])
        owned = found.owners(np.array([row]))
        speakers = dict.fromkeys(int(n) for n in found.attribution.speaker[owned] if n != NOBODY)
        said_by = [found.informants[n].code for n in speakers]
        groups = dict.fromkeys(found.groups[n].name for n in self._group[owned] if n != NOBODY)
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
            codings=tuple(self._coding(int(n), kept) for n in self._same[row]),
        )

    def _coding(self, row: int, kept: dict[int, tuple[UUID, str]]) -> QuoteCoding:
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

    def _read_source(self, row: int) -> tuple[str, Sequence[int], dict[int, tuple[UUID, str]]]:
        """Text and line starts of a source, and id and memo of its codings."""
        source = self._found.sources[row].id
        versions, codings = table_of(TextVersion), table_of(Coding)
        with self._read() as session:
            body, starts = session.execute(
                select_columns(versions.c.body, versions.c.line_starts)
                .where(versions.c.source_id == source)
                .order_by(versions.c.number.desc())
                .limit(1)
            ).one()
            kept = session.execute(
                select_columns(codings.c.id, codings.c.uid, codings.c.memo).where(
                    codings.c.source_id == source
                )
            )
            return body, line_starts_of(starts), {id_: (uid, memo) for id_, uid, memo in kept}
