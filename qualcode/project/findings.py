"""`project.findings`: claims, the evidence for and against them, and what a person decides about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.analysis.seats import WAYS
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import (
    CheckResult,
    Code,
    Coder,
    Coding,
    Evidence,
    FigureKind,
    Finding,
    FindingCode,
    FindingStatus,
    FindingUnit,
    Informant,
    MemberCheck,
    ResearchQuestion,
    ScopeMark,
    Source,
    Stance,
    Theme,
    Verdict,
)
from qualcode.project import finding_scope
from qualcode.project.evidence import (
    CheckRow,
    EvidenceRow,
    check_rows,
    codes_of,
    evidence_rows,
    linked_as,
    measured,
    new_finding,
    no_evidence,
    put_evidence,
    stance_of,
)
from qualcode.project.facet import Facet, not_one_of, one_of
from qualcode.project.finding_scope import Scope
from qualcode.project.lookup import find
from qualcode.project.places import place
from qualcode.store.transaction import Transaction, table_of


@dataclass(frozen=True)
class FindingRow:
    """A finding as lists show it."""

    id: UUID
    number: int
    claim: str
    codes: Sequence[str]
    research_question: int | None
    theme: str | None
    indicator: str
    scope_note: str
    status: str
    explanation: str
    negative_case: str
    adjudicated: str | None
    adjudication_reason: str
    adjudicated_by: str | None
    adjudicated_at: datetime | None
    evidence: Sequence[EvidenceRow]
    member_checks: Sequence[CheckRow]


class FindingsFacet(Facet):
    """Findings and their evidence; every stance is set by a person."""

    def add(self, claim: str, *, codes: Iterable[str] = (), **values: Any) -> Finding:
        """Add a claim of one sentence; it gets the next number (F1, F2 …).

        `values` may be research_question, theme (created when named first), indicator, scope_note, status,
        explanation, negative_case.
        """
        wanted = list(codes)

        def work(tx: Transaction) -> Finding:
            finding = new_finding(tx, claim, _columns(tx, values))
            _set_codes(tx, finding, wanted)
            return finding

        return self.project.write("finding.add", work)

    def edit(
        self,
        finding: str | int,
        *,
        claim: str | None = None,
        codes: Iterable[str] | None = None,
        **values: Any,
    ) -> Finding:
        """Change a finding's claim, codes or the values that `add` takes."""

        def work(tx: Transaction) -> Finding:
            found = find(tx.session, Finding, finding)
            changes = _columns(tx, values)
            if claim is not None:
                if not claim.strip():
                    raise BadInput(_("a finding needs a claim"))
                changes["claim"] = " ".join(claim.split())
            if codes is not None:
                _set_codes(tx, found, codes)
            return tx.update(found, **changes)

        return self.project.write("finding.edit", work)

    def remove(self, finding: str | int) -> None:
        """Remove a finding with its evidence links; the codings stay."""
        with self.project.read() as session:
            gone = find(session, Finding, finding)
        self.project.write(
            "finding.remove",
            lambda tx: tx.delete(find(tx.session, Finding, str(gone.uid))),
            summary=str(gone.uid),
        )

    def list(self) -> Sequence[FindingRow]:
        """Every finding by number, with its evidence."""
        with self.project.read() as session:
            return _rows(session)

    def get(self, finding: str | int | UUID) -> FindingRow:
        """One finding with its evidence; raises NotFound."""
        with self.project.read() as session:
            number = find(session, Finding, finding).number
            return next(row for row in _rows(session) if row.number == number)

    def evidence_in(self, finding: str | int | UUID, by: str, column: str) -> Sequence[EvidenceRow]:
        """The evidence behind one cell of `analysis.triangulate(by)`; `column` is the key of a column.

        Raises NotFound for an unknown finding, BadInput for another `by`; a column that is not there has none.
        """
        from qualcode.project.material import load
        from qualcode.project.stances import in_column

        if by not in WAYS:
            raise BadInput(not_one_of("--by", by, WAYS))
        with self.project.read() as session:
            found = find(session, Finding, finding)
            inside = in_column(session, found, by, column, load(session))
            coders = {c.id: c.name for c in session.scalars(select(Coder))}
            rows = evidence_rows(session, coders).get(found.id, ())
        return tuple(row for row in rows if row.number in inside)

    def link(
        self,
        finding: str | int,
        coding: str | int | UUID,
        stance: str | Stance,
        *,
        period: str = "",
        note: str = "",
    ) -> Evidence:
        """Make a coding evidence of a finding with a stance, or change its stance.

        Raises BadInput where nothing in the coding counts: interviewers' words and reflective notes are no
        evidence.
        """

        def work(tx: Transaction) -> Evidence:
            found, tagged = find(tx.session, Finding, finding), find(tx.session, Coding, coding)
            chosen = one_of(Stance, stance, "stance")
            if place(tx.session, tx.get(Source, tagged.source_id)).unit(tagged.start, tagged.stop) is None:
                raise BadInput(no_evidence())
            tx.summary = linked_as(found, chosen, [stance_of(tx, found, tagged)])
            return put_evidence(tx, found, tagged, chosen, period=period, note=note)

        return self.project.write("finding.link", work)

    def link_figure(
        self,
        finding: str | int,
        figure: str | FigureKind,
        *,
        note: str = "",
        query: dict[str, Any] | None = None,
        value: dict[str, Any] | None = None,
    ) -> Evidence:
        """Back a comparative claim with a figure (prominence, network, table); it enters no cell.

        What the figure says now is kept with it, unless `value` gives what came out elsewhere.
        """
        kind = one_of(FigureKind, figure, "figure")
        asked = dict(query or {})
        if value is None:
            with self.project.read() as session:
                codes = codes_of(session, find(session, Finding, finding))
            value = measured(self.project, kind, asked, codes)

        def work(tx: Transaction) -> Evidence:
            return tx.insert(
                Evidence(
                    finding_id=find(tx.session, Finding, finding).id,
                    coder_id=tx.coder.id,
                    figure=kind,
                    note=note,
                    query=asked,
                    value=value,
                )
            )

        return self.project.write("finding.link", work)

    def unlink(self, finding: str | int, evidence: str | int | UUID) -> None:
        """Take evidence away from a finding: by its own id or number, or by the coding's id."""

        def work(tx: Transaction) -> None:
            found = find(tx.session, Finding, finding)
            table = table_of(Evidence)
            mine = tx.all(Evidence, table.c.finding_id == found.id)
            codings = {
                c.id: str(c.uid)
                for c in tx.all(Coding, table_of(Coding).c.id.in_([e.coding_id for e in mine]))
            }
            given = str(evidence).strip().lower()
            hits = [
                e for e in mine if given in (str(e.uid), e.uid.hex) or codings.get(e.coding_id or 0) == given
            ]
            if not hits:
                hits = [e for e in mine if given == str(e.id)]
            if not hits:
                raise BadInput(_("F{n} has no evidence {given}", n=found.number, given=evidence))
            for hit in hits:
                tx.delete(hit)
            tx.summary = str(found.uid)

        self.project.write("finding.unlink", work)

    def explain(self, finding: str | int, text: str) -> Finding:
        """Write why sources differ ("penjelasan")."""

        def work(tx: Transaction) -> Finding:
            return tx.update(find(tx.session, Finding, finding), explanation=text.strip())

        return self.project.write("finding.explain", work)

    def adjudicate(self, finding: str | int, verdict: str | Verdict | None, reason: str = "") -> Finding:
        """Put a person's verdict beside the computed one, with reason, author and time; None takes it back."""

        def work(tx: Transaction) -> Finding:
            found = find(tx.session, Finding, finding)
            if verdict is None:
                return tx.update(
                    found, adjudicated=None, adjudication_reason="", adjudicated_by=None, adjudicated_at=None
                )
            if not reason.strip():
                raise BadInput(_("an own verdict needs a reason"))
            return tx.update(
                found,
                adjudicated=one_of(Verdict, str(verdict).upper(), "verdict"),
                adjudication_reason=reason.strip(),
                adjudicated_by=tx.coder.id,
                adjudicated_at=tx.at,
            )

        return self.project.write("finding.adjudicate", work)

    def mark(
        self,
        finding: str | int,
        mark: str | ScopeMark,
        *,
        informants: Iterable[str] = (),
        groups: Iterable[str] = (),
        sources: Iterable[str] = (),
        reason: str = "",
    ) -> Sequence[FindingUnit]:
        """Say of units that they are in the finding's scope, or were not asked about it.

        Any in-scope mark closes the scope to the marked units. Once there is evidence a change of scope needs a
        reason, because it may be made to fit; reports print it with who gave it and when, as the journal has it. Raises
        BadInput without that reason, and where a unit with evidence would leave the scope or count as not asked.
        """
        people, columns, files = list(informants), list(groups), list(sources)
        return self.project.write(
            "finding.mark",
            lambda tx: finding_scope.marked(tx, finding, mark, people, columns, files, reason.strip()),
        )

    def unmark(self, finding: str | int, reason: str = "") -> None:
        """Take every scope mark of a finding away: its scope is everybody again.

        Where there is evidence and the scope was narrower this needs a reason too, and is printed as a narrowing is.
        Raises BadInput without it.
        """
        self.project.write("finding.unmark", lambda tx: finding_scope.opened(tx, finding, reason.strip()))

    def scopes(self) -> Mapping[UUID, Scope]:
        """The scope of every finding for which somebody set one: units, reason, who said so last and when."""
        with self.project.read() as session:
            return finding_scope.scopes(session)

    def member_check(
        self,
        finding: str | int,
        informant: str,
        result: str | CheckResult,
        *,
        checked_on: date | None = None,
        note: str = "",
    ) -> MemberCheck:
        """Record what an informant said of a finding."""

        def work(tx: Transaction) -> MemberCheck:
            return tx.insert(
                MemberCheck(
                    finding_id=find(tx.session, Finding, finding).id,
                    informant_id=find(tx.session, Informant, informant).id,
                    result=one_of(CheckResult, result, "result"),
                    checked_on=checked_on,
                    note=note,
                    created_at=tx.at,
                )
            )

        return self.project.write("finding.check", work)


def _columns(tx: Transaction, values: Mapping[str, Any]) -> dict[str, Any]:
    """Column values of a finding from what a person gave."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        match name:
            case "research_question":
                columns["research_question_id"] = (
                    None if value is None else find(tx.session, ResearchQuestion, value).id
                )
            case "theme":
                columns["theme_id"] = None if not value else _theme(tx, str(value)).id
            case "status":
                columns["status"] = one_of(FindingStatus, value, "status")
            case "indicator" | "scope_note" | "explanation" | "negative_case":
                columns[name] = str(value or "").strip()
            case _:
                raise BadInput(_("a finding has no {field}", field=name))
    return columns


def _theme(tx: Transaction, name: str) -> Theme:
    return tx.first(Theme, table_of(Theme).c.name == name) or tx.insert(Theme(name=name))


def _set_codes(tx: Transaction, finding: Finding, codes: Iterable[str]) -> None:
    wanted = {find(tx.session, Code, code).id: None for code in codes}
    table = table_of(FindingCode)
    for old in tx.all(FindingCode, table.c.finding_id == finding.id):
        if old.code_id in wanted:
            del wanted[old.code_id]
        else:
            tx.delete(old)
    tx.insert_all(FindingCode(finding_id=finding.id, code_id=code_id) for code_id in wanted)


def _rows(session: Session) -> list[FindingRow]:
    codes = {c.id: c.code for c in session.scalars(select(Code))}
    coders = {c.id: c.name for c in session.scalars(select(Coder))}
    themes = {t.id: t.name for t in session.scalars(select(Theme))}
    questions = {q.id: q.number for q in session.scalars(select(ResearchQuestion))}
    evidence, checks = evidence_rows(session, coders), check_rows(session)
    about: dict[int, list[str]] = {}
    for link in session.scalars(select(FindingCode).order_by(table_of(FindingCode).c.id)):
        about.setdefault(link.finding_id, []).append(codes[link.code_id])
    return [
        FindingRow(
            id=f.uid,
            number=f.number,
            claim=f.claim,
            codes=tuple(about.get(f.id, ())),
            research_question=questions.get(f.research_question_id or 0),
            theme=themes.get(f.theme_id or 0),
            indicator=f.indicator,
            scope_note=f.scope_note,
            status=f.status.value,
            explanation=f.explanation,
            negative_case=f.negative_case,
            adjudicated=f.adjudicated.value if f.adjudicated else None,
            adjudication_reason=f.adjudication_reason,
            adjudicated_by=coders.get(f.adjudicated_by or 0),
            adjudicated_at=f.adjudicated_at,
            evidence=tuple(evidence.get(f.id, ())),
            member_checks=tuple(checks.get(f.id, ())),
        )
        for f in session.scalars(select(Finding).order_by(table_of(Finding).c.number))
    ]
