"""For whom a finding is meant: marks of its scope, who set them and why, and what evidence forbids.

A mark without a unit says that the scope is everybody's again. It stands where a scope was taken away after there was
evidence, so that this is printed with its reason as a narrowing is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import (
    Coder,
    Coding,
    Event,
    EventContent,
    Evidence,
    Finding,
    FindingUnit,
    Group,
    Informant,
    ScopeMark,
    Source,
)
from qualcode.project.facet import one_of
from qualcode.project.lookup import find
from qualcode.project.places import place
from qualcode.store.changes import decode
from qualcode.store.transaction import Transaction, table_of


@dataclass(frozen=True)
class Scope:
    """Whom a finding is meant for, where somebody said so."""

    units: tuple[str, ...]
    """Informants, groups and sources by name; none: everybody again."""
    reason: str
    by: str
    """Who said so last, where the journal tells, ..."""
    at: datetime | None
    """... and when."""


def marked(
    tx: Transaction,
    finding: str | int,
    mark: str | ScopeMark,
    informants: Iterable[str],
    groups: Iterable[str],
    sources: Iterable[str],
    reason: str,
) -> list[FindingUnit]:
    """Mark units; see `FindingsFacet.mark`."""
    found = find(tx.session, Finding, finding)
    chosen = one_of(ScopeMark, mark, "mark")
    owners = [
        *({"informant_id": find(tx.session, Informant, name).id} for name in informants),
        *({"group_id": find(tx.session, Group, name).id} for name in groups),
        *({"source_id": find(tx.session, Source, name).id} for name in sources),
    ]
    if not owners:
        raise BadInput(_("name an informant, group or source"))
    units = tx.insert_all(
        FindingUnit(
            finding_id=found.id,
            mark=chosen,
            reason=reason,
            informant_id=owner.get("informant_id"),
            group_id=owner.get("group_id"),
            source_id=owner.get("source_id"),
        )
        for owner in owners
    )
    evidence_stays_in_scope(tx, found)
    if chosen is ScopeMark.IN_SCOPE:
        _reason_once_there_is_evidence(tx, found, reason)
    return list(units)


def opened(tx: Transaction, finding: str | int, reason: str) -> None:
    """Take the marks of a finding away; see `FindingsFacet.unmark`."""
    found = find(tx.session, Finding, finding)
    marks = [
        unit
        for unit in tx.all(FindingUnit, table_of(FindingUnit).c.finding_id == found.id)
        if not of_everybody(unit)
    ]
    if any(unit.mark == ScopeMark.IN_SCOPE for unit in marks) and _has_evidence(tx, found):
        _reason_once_there_is_evidence(tx, found, reason)
        tx.insert(FindingUnit(finding_id=found.id, mark=ScopeMark.IN_SCOPE, reason=reason))
    for unit in marks:
        tx.delete(unit)


def of_everybody(unit: FindingUnit) -> bool:
    """Whether a mark says that the scope is everybody's again."""
    return unit.informant_id is None and unit.group_id is None and unit.source_id is None


def scopes(session: Session) -> Mapping[UUID, Scope]:
    """The scope of every finding for which somebody set one, by the finding's id."""
    table = table_of(FindingUnit)
    rows = session.execute(
        select(FindingUnit, table_of(Finding).c.uid)
        .join(Finding, table_of(Finding).c.id == table.c.finding_id)
        .where(table.c.mark == ScopeMark.IN_SCOPE)
        .order_by(table.c.id)
    ).all()
    if not rows:
        return {}
    names: dict[str, dict[int, str]] = {
        "informant_id": {one.id: one.code for one in session.scalars(select(Informant))},
        "group_id": {one.id: one.name for one in session.scalars(select(Group))},
        "source_id": dict(
            session.execute(select_columns(table_of(Source).c.id, table_of(Source).c.name)).all()
        ),
    }
    said = who_marked(session)
    marks: dict[UUID, list[FindingUnit]] = {}
    for unit, finding in rows:
        marks.setdefault(finding, []).append(unit)
    found = {}
    for finding, units in marks.items():
        by, at = next((said[unit.id] for unit in reversed(units) if unit.id in said), ("", None))
        called = (
            known[getattr(unit, field)]
            for unit in units
            for field, known in names.items()
            if getattr(unit, field)
        )
        reasons = dict.fromkeys(unit.reason for unit in units if unit.reason)
        found[finding] = Scope(tuple(dict.fromkeys(called)), "; ".join(reasons), by, at)
    return found


def scope_words(scope: Scope) -> str:
    """The scope in one line: for whom, why, and who said so when."""
    when = f"{scope.at:%Y-%m-%d %H:%M} UTC" if scope.at else ""
    by = ", ".join(part for part in (scope.by, when) if part)
    beside = "; ".join(part for part in (scope.reason, by) if part)
    return (", ".join(scope.units) or everybody()) + (f" ({beside})" if beside else "")


def everybody() -> str:
    """What stands where a scope was taken away."""
    return _("everybody again")


def who_marked(session: Session) -> Mapping[int, tuple[str, datetime]]:
    """Who set each mark of a scope, and when, as the journal has it; marks that came with a study are not in it."""
    events, coders, contents = table_of(Event), table_of(Coder), table_of(EventContent)
    rows = session.execute(
        select_columns(events.c.at, coders.c.name, contents.c.body)
        .join(coders, coders.c.id == events.c.coder_id)
        .join(contents, contents.c.event_id == events.c.id)
        .where(events.c.action.in_(["finding.mark", "finding.unmark"]))
        .order_by(events.c.id)
    )
    return {
        change.id: (name, at)
        for at, name, body in rows
        for change in decode(body)
        if change.table == "finding_unit" and change.after is not None
    }


def evidence_stays_in_scope(tx: Transaction, finding: Finding) -> None:
    """Raises BadInput where a unit with evidence is out of the finding's scope, or counts as not asked."""
    marks = tx.all(FindingUnit, table_of(FindingUnit).c.finding_id == finding.id)
    inside = {_meant(m) for m in marks if m.mark == ScopeMark.IN_SCOPE and not of_everybody(m)}
    outside = {_meant(m) for m in marks if m.mark == ScopeMark.NOT_ASKED}
    groups = {i.id: i.group_id for i in tx.all(Informant)}
    for evidence in tx.all(
        Evidence, table_of(Evidence).c.finding_id == finding.id, table_of(Evidence).c.coding_id.is_not(None)
    ):
        coding = tx.get(Coding, evidence.coding_id or 0)
        source = tx.get(Source, coding.source_id)
        unit = place(tx.session, source).unit(coding.start, coding.stop)
        if unit is None:
            continue
        informant = unit.informant_id
        group = groups[informant] if informant is not None else source.group_id

        mine = {("informant", informant), ("group", group), ("source", coding.source_id)}
        if (inside and mine.isdisjoint(inside)) or not mine.isdisjoint(outside):
            raise BadInput(_("a unit with evidence cannot leave the scope of F{n}", n=finding.number))


def _reason_once_there_is_evidence(tx: Transaction, finding: Finding, reason: str) -> None:
    if not reason and _has_evidence(tx, finding):
        raise BadInput(_("F{n} has evidence already: a change of its scope needs a reason", n=finding.number))


def _has_evidence(tx: Transaction, finding: Finding) -> bool:
    table = table_of(Evidence)
    return tx.first(Evidence, table.c.finding_id == finding.id, table.c.coding_id.is_not(None)) is not None


def _meant(unit: FindingUnit) -> tuple[str, int | None]:
    if unit.informant_id is not None:
        return "informant", unit.informant_id
    return ("group", unit.group_id) if unit.group_id is not None else ("source", unit.source_id)
