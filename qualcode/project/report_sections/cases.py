"""Outcomes over periods for a report: cases before and after, with what changed for each person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlmodel import Session, select

from qualcode.analysis import evidence as ev
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Coding
from qualcode.project.attributes import attribute_column
from qualcode.project.case_tables import CrossCaseTable, state_words
from qualcode.project.quote_groups import period_words
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_quotes import Owner, Passage
from qualcode.project.report_sections.quoting import branches, literature_in, quoted
from qualcode.project.report_sections.settings import texts
from qualcode.project.units_counted import unit_of
from qualcode.reports.sections.crossing_data import (
    CaseBody,
    CaseRow,
    ChangeCount,
    CodeCount,
    PersonChange,
    Quoted,
)
from qualcode.store.transaction import table_of

QUOTES_OF_A_CHANGE = 2

Spot = tuple[str, int, int]
"""A code (its own, none below it), an outcome and a period."""


def periods(session: Session, name: str, given: Any) -> list[str]:
    """Periods that codings speak about, from the first to the last."""
    wanted = texts(session, name, given)
    used = {one.strip() for one in session.scalars(select(table_of(Coding).c.period).distinct())} - {""}
    known = {one.casefold(): one for one in sorted(used)}
    if missing := [one for one in wanted if one.casefold() not in known]:
        said = ", ".join(known.values()) or "–"
        raise BadInput(
            _("no coding speaks of the period {name}; there are: {known}", name=missing[0], known=said)
        )
    return [known[one.casefold()] for one in wanted]


def case(gathering: Gathering, given: Mapping[str, Any]) -> CaseBody:
    """The codes over an outcome and periods, and everybody for whom a code is not what it was."""
    table = gathering.project.crossings.cross_case(
        given["outcome"], periods=given.get("periods"), codes=given.get("codes")
    )
    return _Case(gathering, table).body()


class _Case:
    """One table with the passages behind it."""

    def __init__(self, gathering: Gathering, table: CrossCaseTable) -> None:
        self._gathering, self._table = gathering, table
        self._below = branches(table.codes)
        self._at: dict[Spot, list[tuple[Passage, Owner]]] = {}
        units = gathering.passages.material.units
        self._people = {unit.key for unit in units if unit.kind in (ev.INFORMANT, ev.SESSION)}
        self._speaking: dict[tuple[int, int], set[str]] = {}
        for passage, owner, outcome, period in self._placed():
            self._at.setdefault((passage.code, outcome, period), []).append((passage, owner))
            if owner.key in self._people:
                self._speaking.setdefault((outcome, period), set()).add(owner.label)

    def _placed(self) -> Iterable[tuple[Passage, Owner, int, int]]:
        """Every passage by whom it counts for, under which outcome, about which period."""
        found = self._gathering.passages.material
        with self._gathering.project.read() as session:
            value = attribute_column(session, found, self._table.outcome).of_codings(found).tolist()
        rows, ids = found.attribution, found.columns.id.tolist()
        outcomes: dict[tuple[int, str], set[int]] = {}
        for coding, unit, one in zip(rows.coding.tolist(), rows.unit.tolist(), value, strict=True):
            if one >= 0:
                outcomes.setdefault((ids[coding], found.units[unit].key), set()).add(one)
        period = {name.casefold(): place for place, name in enumerate(self._table.periods)}
        for passage in self._gathering.passages.counted:
            about = period.get(passage.coding.period.strip().casefold())
            if about is not None:
                for owner in passage.owners:
                    for outcome in sorted(outcomes.get((passage.coding.id, owner.key), ())):
                        yield passage, owner, outcome, about

    def body(self) -> CaseBody:
        table = self._table
        places = [(o, p) for o in range(len(table.outcomes)) for p in range(len(table.periods))]
        rows = [self._row(row) for row in table.rows]
        rows = [row for row in rows if any(c.k or c.documents or c.literature for c in row.cells)]
        return CaseBody(
            outcome=table.outcome,
            outcomes=table.outcomes,
            periods=tuple(map(period_words, table.periods)),
            speaking=tuple(tuple(sorted(self._speaking.get(place, ()))) for place in places),
            rows=tuple(rows),
            changes=tuple(self._changes()),
            warnings=tuple(table.warnings()),
            why=self._why(bool(rows)),
            unit=unit_of(self._gathering.passages.material),
        )

    def _why(self, held: bool) -> str:
        if not self._table.periods:
            return _(
                "No coding says which period it speaks of, so there is no before and no after to compare."
            )
        if not held:
            return _("No coding of these codes has an outcome and one of these periods.")
        return ""

    def _passages(self, code: str, outcome: int, period: int, unit: str | None = None) -> list[Passage]:
        """In the order of their places."""
        found = [
            passage
            for below in self._below[code]
            for passage, owner in self._at.get((below, outcome, period), ())
            if unit in (None, owner.key)
        ]
        return sorted(found, key=lambda passage: passage.span)

    def _row(self, row: int) -> CaseRow:
        table = self._table
        head = table.codes[row]
        width = len(table.periods)
        cells = []
        for place, cell in enumerate(table.crossed.counts.cells[row]):
            outcome, period = place // width, place % width
            works = literature_in(self._gathering, self._passages(head.code, outcome, period))
            own = (passage for passage, _owner in self._at.get((head.code, outcome, period), ()))
            cells.append(
                CodeCount(
                    cell.k,
                    cell.n,
                    cell.plus,
                    cell.minus,
                    cell.mixed,
                    cell.documents,
                    works,
                    quoted(self._gathering, own),
                )
            )
        return CaseRow(
            code=head.code,
            name=head.name,
            level=head.depth,
            leaf=len(self._below[head.code]) == 1,
            cells=tuple(cells),
            changes=tuple(
                ChangeCount(one.n, one.gained, one.lost, one.turned, one.kept)
                for one in table.crossed.changes[row]
            ),
        )

    def _changes(self) -> Iterable[PersonChange]:
        """Changes of codes that a person set; a branch changes with the codes below it and is not told again."""
        table, last = self._table, len(self._table.periods) - 1
        group_of = {owner.key: owner.group for passages in self._at.values() for _passage, owner in passages}
        keys = {unit.label: unit.key for unit in self._gathering.passages.material.units}
        for one in table.crossed.units:
            head, unit = table.codes[one.code], keys[table.units[one.unit]]
            spots = [self._at.get((head.code, one.outcome, period), ()) for period in (0, last)]
            if one.code in table.rows and any(owner.key == unit for spot in spots for _p, owner in spot):
                yield PersonChange(
                    unit=self._gathering.passages.unit_label(unit),
                    group=self._gathering.groups.get(group_of.get(unit, ""), ""),
                    outcome=table.outcomes[one.outcome],
                    code=head.code,
                    name=head.name,
                    before=state_words(one.before),
                    after=state_words(one.after),
                    earlier=self._told(head.code, one.outcome, 0, unit),
                    later=self._told(head.code, one.outcome, last, unit),
                )

    def _told(self, code: str, outcome: int, period: int, unit: str) -> Quoted:
        passages = self._passages(code, outcome, period, unit)
        return quoted(self._gathering, passages, QUOTES_OF_A_CHANGE)
