"""The audit trail for its appendix: out of the journal, and of what findings, codes and memos carry themselves."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.model import (
    Code,
    Consent,
    ConsentStatus,
    Event,
    EventContent,
    EventKind,
    Finding,
    Informant,
    MemoKind,
    SectionKind,
)
from qualcode.model.values import value_word
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.statistics import wanted
from qualcode.project.code_history import reason_words
from qualcode.project.deeds import deed, matter
from qualcode.project.history import EventRow
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.trail import Decision, Override, Tally, Titled, Trail, Version, Week
from qualcode.reports.sections.data import AgreementBody
from qualcode.store import journal
from qualcode.store.changes import Change, decode
from qualcode.store.transaction import table_of

DECISIONS = frozenset(
    """study.build study.edit codebook.import research_question.add guide.import
    code.add code.edit code.merge code.move code.remove coding.in_vivo coding.recode
    category.set category.remove theme.set theme.remove
    finding.add finding.edit finding.adjudicate finding.mark finding.unmark finding.remove finding.check
    coder.assign coder.unassign source.add source.remove source.turn""".split()  # noqa: SIM905
)
"""What decides about the study, against what is done every day."""

WEEKLY = {"coding": "codings", "code": "codebook", "finding": "findings", "source": "data", "memo": "notes"}
"""Matters of the history to columns of the table by week; all others are `others`."""

MEMOS = (MemoKind.REFLEXIVE, MemoKind.METHOD)

REASONS = ("reason", "adjudication_reason")
"""Columns in which somebody said why."""


def trail(of: Gathering, _asked: Asked) -> Trail:
    """Everything of the trail; short, as a reader follows decisions and not every tag."""
    log = of.project.history.log()
    with of.project.read() as session:
        decisions = tuple(_joined(_Decisions(session).of(log)))
        problems = tuple(journal.verify(session.connection()))
        versions = tuple(_versions(session))
        withdrawn = _withdrawn(session)
    memos = tuple(
        Titled(memo.created_at.date(), memo.author, value_word(memo.kind), memo.title)
        for memo in of.project.notes.memos()
        if memo.kind in MEMOS and memo.informant not in withdrawn
    )
    asked = wanted(SectionKind.AGREEMENT)(of)
    bodies = of.project.sections.bodies(of, SectionKind.AGREEMENT) if asked else ()
    return Trail(
        tally=_tally(of, len(log), len(memos)),
        decisions=decisions,
        weeks=tuple(_weeks(log)),
        versions=versions,
        agreements=tuple(body for body in bodies if isinstance(body, AgreementBody)),
        overrides=tuple(_overrides(of)),
        memos=memos,
        coders=tuple(row.coder for row in of.project.history.heads()),
        problems=problems,
    )


@dataclass(frozen=True)
class _Made:
    """What one entry of the history decided."""

    row: EventRow
    about: tuple[str, ...]
    reason: str


class _Decisions:
    def __init__(self, session: Session) -> None:
        self._codes = {code.id: code.code for code in session.scalars(select(Code))}
        self._findings = {one.id: one.number for one in session.scalars(select(Finding))}
        events, contents = table_of(Event), table_of(EventContent)
        self._bodies: dict[int, bytes] = {
            number: body
            for number, body in session.execute(
                select_columns(events.c.id, contents.c.body)
                .join_from(contents, events, contents.c.event_id == events.c.id)
                .where(
                    events.c.action.in_([one for one in DECISIONS if one.startswith(("code.", "finding."))])
                )
                .where(events.c.kind == EventKind.DO)
            )
        }

    def of(self, log: Sequence[EventRow]) -> Iterator[_Made]:
        """The decisions that stand, in order."""
        known = {row.number: self._decoded(row.number) for row in log if row.number in self._bodies}
        for changes in known.values():
            for change in changes:
                if change.table == "code":
                    self._codes.setdefault(
                        change.id, str({**(change.before or {}), **(change.after or {})}.get("code", "?"))
                    )
                elif change.table == "finding":
                    self._findings.setdefault(change.id, (change.before or {}).get("number", "?"))
        for row in log:
            if row.action in DECISIONS and (row.in_force or row.kind == EventKind.BASELINE):
                changes = known.get(row.number, [])
                yield _Made(row, tuple(self._about(row.action, changes)), _reason(changes))

    def _decoded(self, number: int) -> list[Change]:
        try:
            return decode(self._bodies[number])
        except (ValueError, zlib.error):  # told among the problems
            return []

    def _about(self, action: str, changes: list[Change]) -> list[str]:
        if action == "code.merge":
            gone = [self._codes[c.id] for c in changes if c.table == "code" and c.after is None]
            into = Counter(
                change.after["code_id"]
                for change in changes
                if change.table == "coding" and change.after and "code_id" in change.after
            ).most_common(1)
            return [" → ".join([*gone, *(self._codes.get(code, "?") for code, _n in into)])]
        if action.startswith("code."):
            rows = [
                c
                for c in changes
                if c.table == "code" and set({**(c.before or {}), **(c.after or {})}) - {"position"}
            ]
            return list(dict.fromkeys(self._codes[change.id] for change in rows))
        ids = [
            change.id if change.table == "finding" else _finding_of(change)
            for change in changes
            if change.table == "finding" or _finding_of(change) is not None
        ]
        return list(dict.fromkeys(f"F{self._findings.get(id_ or 0, '?')}" for id_ in ids))


def _finding_of(change: Change) -> int | None:
    found = {**(change.before or {}), **(change.after or {})}.get("finding_id")
    return found if isinstance(found, int) else None


def _reason(changes: Iterable[Change]) -> str:
    found = dict.fromkeys(
        reason_words(str(change.after[name])).strip()
        for change in changes
        if change.after and change.table in ("code", "finding", "finding_unit")
        for name in REASONS
        if change.after.get(name)
    )
    return "; ".join(found)


def _joined(made: Iterable[_Made]) -> Iterator[Decision]:
    """Those of a kind that one person made on one day for one reason as one."""
    for _key, group in groupby(
        made, key=lambda one: (one.row.at.date(), one.row.coder, one.row.action, one.reason)
    ):
        rows = list(group)
        first = rows[0].row
        about = tuple(dict.fromkeys(name for one in rows for name in one.about))
        said = deed(first.action)
        if not about and len(rows) > 1:
            said += f" ({len(rows)}×)"
        yield Decision(first.at.date(), first.coder, said, about, rows[0].reason)


def _weeks(log: Iterable[EventRow]) -> Iterator[Week]:
    def monday(row: EventRow) -> date:
        day = row.at.date()
        return day - timedelta(days=day.weekday())

    counts: dict[date, Counter[str]] = {}
    for row in log:
        counts.setdefault(monday(row), Counter())[WEEKLY.get(matter(row.action), "others")] += 1
    for first, found in sorted(counts.items()):
        yield Week(first, *(found[name] for name in (*WEEKLY.values(), "others")))


def _versions(session: Session) -> Iterator[Version]:
    codes = table_of(Code)
    for code in session.scalars(select(Code).where(codes.c.version > 1).order_by(codes.c.code)):
        yield Version(code.code, code.version, code.author, code.changed_on, reason_words(code.reason))


def _withdrawn(session: Session) -> frozenset[str]:
    consents, people = table_of(Consent), table_of(Informant)
    return frozenset(
        session.scalars(
            select_columns(people.c.code)
            .join_from(people, consents, consents.c.informant_id == people.c.id)
            .where(consents.c.status == ConsentStatus.WITHDRAWN)
        )
    )


def _overrides(of: Gathering) -> Iterator[Override]:
    for finding in of.report.findings:
        own = finding.adjudication
        if own is not None:
            yield Override(finding.number, finding.row.verdict, own.verdict, own.reason, own.author, own.day)


def _tally(of: Gathering, entries: int, memos: int) -> Tally:
    report = of.report
    field = of.passages.material.sources
    return Tally(
        findings=len(report.findings),
        sufficient=sum(matrix.sufficient and bool(matrix.rows) for matrix in report.matrices),
        checks=sum(len(finding.member_checks) for finding in report.findings),
        negatives=sum(bool(finding.negative_case) for finding in report.findings),
        comments=len(of.project.comments.list()),
        informants=len(report.informants),
        sources=len(field),
        described=sum(bool(source.site or source.situation) for source in field),
        codes=len(report.codes),
        entries=entries,
        evidence=sum(len(finding.quotes) + finding.withheld for finding in report.findings),
        memos=memos,
    )
