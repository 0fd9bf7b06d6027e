"""What stands behind a finding: codings with their stances, and figures with what they said when they were linked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.model import (
    Code,
    Coding,
    Evidence,
    FigureKind,
    Finding,
    FindingCode,
    Informant,
    MemberCheck,
    Stance,
)
from qualcode.model.values import value_word
from qualcode.project import attribute_figures
from qualcode.store.transaction import Transaction, table_of

if TYPE_CHECKING:
    from qualcode.project.project import Project


@dataclass(frozen=True)
class EvidenceRow:
    """A coding or a figure linked to a finding."""

    id: UUID
    number: int
    coding: UUID | None
    stance: str | None
    figure: str | None
    period: str
    note: str
    value: Mapping[str, Any]
    coder: str


@dataclass(frozen=True)
class CheckRow:
    """What an informant said of a finding shown to him or her."""

    id: UUID
    informant: str
    result: str
    checked_on: date | None
    note: str


def new_finding(tx: Transaction, claim: str, columns: Mapping[str, Any] | None = None) -> Finding:
    """Insert a finding with the next number; raises BadInput where the claim is empty."""
    text = " ".join(claim.split())
    if not text:
        raise BadInput(_("a finding needs a claim"))
    used = (finding.number for finding in tx.all(Finding))
    return tx.insert(Finding(number=max(used, default=0) + 1, claim=text, **(columns or {})))


def no_evidence() -> str:
    """Why a passage is refused in which nothing counts."""
    return _("only informants' words are evidence; this passage holds none")


@dataclass(frozen=True)
class Linked:
    """What became of codings that were made evidence of a finding."""

    finding: UUID
    number: int
    stance: Stance
    new: int
    """Codings that were not linked to it."""
    before: tuple[Stance, ...]
    """The stance that each of the others had."""

    @property
    def changed(self) -> bool:
        """Whether anything is other than before."""
        return self.new > 0 or any(stance != self.stance for stance in self.before)

    @property
    def words(self) -> str:
        """In one line, with the stances of before where they are given up."""
        fields = {"finding": f"F{self.number}", "stance": value_word(self.stance.value)}
        former = list(dict.fromkeys(value_word(old.value) for old in self.before if old != self.stance))
        if not self.changed:
            return _("{finding}: {stance}, as before; nothing was changed", **fields)
        if self.new + len(self.before) == 1:
            if former:
                return _("{finding}: {stance}, before it was: {former}", former=former[0], **fields)
            return _("Evidence of {finding}: {stance}", **fields)
        parts = [ngettext("{n} quote linked to {finding}: {stance}", "{n} quotes linked to {finding}: {stance}",
                          self.new, **fields)] if self.new else [f"{fields['finding']}: {fields['stance']}"]  # fmt: skip
        if former:
            turned = sum(old != self.stance for old in self.before)
            parts.append(
                ngettext("{n} was: {former}", "{n} were: {former}", turned, former=", ".join(former))
            )
        if same := sum(old == self.stance for old in self.before):
            parts.append(ngettext("{n} as before", "{n} as before", same))
        return " · ".join(parts)


def linked_as(finding: Finding, stance: Stance, before: Sequence[Stance | None]) -> str:
    """What the history says of it, without words of any language; `Subject` puts words in."""
    former = dict.fromkeys(old.value for old in before if old is not None and old != stance)
    return f"{finding.uid} · " + " → ".join([*former, stance.value])


def stance_of(tx: Transaction, finding: Finding, coding: Coding) -> Stance | None:
    """What the coder who acts has a coding do to a finding; None where nothing."""
    old = _own(tx, finding, coding)
    return old.stance if old is not None else None


def _own(tx: Transaction, finding: Finding, coding: Coding) -> Evidence | None:
    table = table_of(Evidence)
    return tx.first(
        Evidence,
        table.c.finding_id == finding.id,
        table.c.coding_id == coding.id,
        table.c.coder_id == tx.coder.id,
    )


def put_evidence(
    tx: Transaction, finding: Finding, coding: Coding, stance: Stance, *, period: str = "", note: str = ""
) -> Evidence:
    """Make a coding evidence of a finding, or change what the coder said of it before; empty words change nothing."""
    old = _own(tx, finding, coding)
    if old is not None:
        return tx.update(old, stance=stance, period=period or old.period, note=note or old.note)
    return tx.insert(
        Evidence(
            finding_id=finding.id,
            coding_id=coding.id,
            coder_id=tx.coder.id,
            stance=stance,
            period=period,
            note=note,
        )
    )


def measured(
    project: Project, kind: FigureKind, asked: dict[str, Any], codes: Sequence[str]
) -> dict[str, Any]:
    """What a figure says now; `asked` gets what was asked for."""
    analysis = project.analysis
    match kind:
        case FigureKind.PROMINENCE:
            rows = analysis.prominence()
            return {r.code: {"rank": r.rank, "plus": r.plus, "k": r.k, "n": r.n} for r in rows}
        case FigureKind.NETWORK:
            focal = next((group.name for group in project.informants.groups() if group.focal), None)
            asked.setdefault("focal", focal)
            measures = analysis.network(asked["focal"]).as_json()["measures"]
            assert isinstance(measures, dict)
            return {name: measures[name] for name in ("counts", "shares", "ei", "expected_ei")}
        case FigureKind.TABLE if attribute_figures.ATTRIBUTE in asked:
            return attribute_figures.counted(
                project, asked[attribute_figures.ATTRIBUTE], asked[attribute_figures.VALUE]
            )
        case FigureKind.TABLE:
            asked.setdefault("by", "group")
            table = analysis.counts(asked["by"])
            asked.setdefault("codes", list(codes))
            totals = zip(table.codes, table.counts.totals, strict=True)
            return {
                c.code: {"plus": t.plus, "k": t.k, "n": t.n} for c, t in totals if c.code in asked["codes"]
            }


def codes_of(session: Session, finding: Finding) -> Sequence[str]:
    """The codes a finding is about, in the order in which they were given."""
    codes, links = table_of(Code), table_of(FindingCode)
    return session.scalars(
        select(codes.c.code)
        .join_from(links, codes, links.c.code_id == codes.c.id)
        .where(links.c.finding_id == finding.id)
        .order_by(links.c.id)
    ).all()


def evidence_rows(session: Session, coders: Mapping[int, str]) -> Mapping[int, Sequence[EvidenceRow]]:
    """The evidence of every finding by its id, in the order in which it was linked."""
    found: dict[int, list[EvidenceRow]] = {}
    linked = session.execute(
        select(Evidence, table_of(Coding).c.uid)
        .outerjoin(Coding, table_of(Coding).c.id == table_of(Evidence).c.coding_id)
        .order_by(table_of(Evidence).c.id)
    )
    for row, coding in linked:
        found.setdefault(row.finding_id, []).append(
            EvidenceRow(
                id=row.uid,
                number=row.id,
                coding=coding,
                stance=row.stance.value if row.stance else None,
                figure=row.figure.value if row.figure else None,
                period=row.period,
                note=row.note,
                value=row.value,
                coder=coders[row.coder_id],
            )
        )
    return found


def check_rows(session: Session) -> Mapping[int, Sequence[CheckRow]]:
    """The member checks of every finding by its id, in the order in which they were recorded."""
    codes = {informant.id: informant.code for informant in session.scalars(select(Informant))}
    found: dict[int, list[CheckRow]] = {}
    for check in session.scalars(select(MemberCheck).order_by(table_of(MemberCheck).c.id)):
        who = codes[check.informant_id]
        found.setdefault(check.finding_id, []).append(
            CheckRow(check.uid, who, check.result.value, check.checked_on, check.note)
        )
    return found
