"""Findings, their evidence and their matrices as the data of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlmodel import Session, select

from qualcode.analysis import counted, labels
from qualcode.analysis import stance as st
from qualcode.analysis import triangulation as tri
from qualcode.exchange.review_pack import Kind
from qualcode.i18n import language
from qualcode.language.negation import NEGATORS
from qualcode.model import (
    Code,
    Coder,
    Evidence,
    Finding,
    FindingCode,
    FindingStatus,
    FindingUnit,
    Group,
    Informant,
    MemberCheck,
    Record,
    ResearchQuestion,
    ScopeMark,
    Source,
    Stance,
    Theme,
)
from qualcode.project.attribute_figures import ATTRIBUTE, VALUE
from qualcode.project.finding_scope import everybody, of_everybody, who_marked
from qualcode.project.report_quotes import Owner, Passage, Passages, span_id
from qualcode.project.report_remarks import Remarks
from qualcode.project.units_counted import unit_of
from qualcode.reports.appendix.places import span_of
from qualcode.reports.data import (
    Adjudication,
    CellRow,
    EvidenceQuote,
    FigureEvidence,
    FindingSection,
    Matrix,
    MatrixRow,
    MemberCheckRow,
    Question,
)
from qualcode.reports.remarks import Remark
from qualcode.store.transaction import table_of

R = TypeVar("R", bound=Record)

SELDOM = frozenset(["jarang", "jarang-jarang", "seldom", "rarely"])

Triangulations = Mapping[str, tri.Triangulation]
"""By "group", "method", "wave" and "group-method"; by "coder" where several judged."""


@dataclass(frozen=True)
class _Linked:
    """A quote in the section of a finding, and the units whose words it holds."""

    quote: EvidenceQuote
    units: frozenset[str]
    group: str
    """The group's name, not its label."""
    coders: frozenset[str]
    """Who gave it this stance."""


class FindingsData:
    """Reads findings with everything that hangs on them.

    Args:
        session: one consistent state.
        passages: all codings, ready to print.
        crossed: the findings by each way they are compared.
        groups: name of each group to what the report calls it.
        figures: kind of figure to what it says just now.
        remarks: comments to stand beside findings and quotes.
    """

    def __init__(
        self,
        session: Session,
        passages: Passages,
        crossed: Triangulations,
        groups: Mapping[str, str],
        figures: Mapping[str, str],
        remarks: Remarks,
    ) -> None:
        self._passages, self._scrub = passages, passages.scrub
        self._crossed, self._groups, self._figures = crossed, groups, figures
        self._remarks = remarks
        self._findings = _all(session, Finding, "number")
        self._evidence = _by_finding(_all(session, Evidence))
        self._units = _by_finding(_all(session, FindingUnit))
        self._marked_by = who_marked(session) if self._units else {}
        self._checks = _by_finding(_all(session, MemberCheck))
        self._codes_of = _by_finding(_all(session, FindingCode))
        self._codes = {code.id: code.code for code in _all(session, Code)}
        self._coders = {coder.id: coder.name for coder in _all(session, Coder)}
        self._themes = {theme.id: theme.name for theme in _all(session, Theme)}
        self._questions = {q.id: q for q in _all(session, ResearchQuestion)}
        self._informants = {informant.id: informant.code for informant in _all(session, Informant)}
        self._group_names = {group.id: group.name for group in _all(session, Group)}
        self._sources = {source.id: source for source in _all(session, Source)}
        self._unit_counted = counted.people(unit_of(passages.material))
        every = {finding.id: self._quotes(finding) for finding in self._findings}
        self._linked = {key: [one for one in found if one.quote.text] for key, found in every.items()}
        self._kept_back = {key: [one for one in found if not one.quote.text] for key, found in every.items()}
        self._rows = {by: {row.finding: row for row in table.rows} for by, table in crossed.items()}

    def sections(self) -> tuple[FindingSection, ...]:
        """One section a finding, in the order of their numbers."""
        return tuple(self._section(finding) for finding in self._findings)

    def matrices(self) -> tuple[Matrix, ...]:
        """By group, method and wave; by coder, and by method within each group, only where these hold something."""
        made = [self._nested() if by == tri.GROUP_METHOD else self._matrix(by) for by in self._crossed]
        return tuple(one for one in made if one.rows or one.by not in (tri.CODER, tri.GROUP_METHOD))

    def _matrix(self, by: str) -> Matrix:
        table = self._crossed[by]
        sufficient = any(tri.TOO_FEW_COLUMNS not in row.flags for row in table.rows)
        rows = [self._row(by, finding) for finding in self._findings] if sufficient or by == tri.GROUP else []
        if by == tri.CODER:
            rows = [row for row in rows if row.columns > 1]
        return Matrix(by, tuple(self._label(by, c.label) for c in table.columns), tuple(rows), sufficient)

    def _nested(self) -> Matrix:
        """Methods across, a row for each group of a finding that several methods looked at and somebody spoke in."""
        parts = [
            (finding, group, part)
            for finding in self._findings
            for group, part in (self._rows[tri.GROUP_METHOD][str(finding.uid)].parts or {}).items()
            if tri.TOO_FEW_COLUMNS not in part.flags and part.coverage[0]
        ]
        columns = self._crossed[tri.GROUP_METHOD].columns
        held = {
            c.method
            for c in columns
            for _finding, _group, part in parts
            if c.key in part.cells and not part.cells[c.key].absent
        }
        methods = tuple(dict.fromkeys(c.method for c in columns if c.method in held))
        rows = []
        for finding, group, part in parts:
            seats = {c.method: c for c in columns if c.group == group}
            row = self._crossed_row(finding, part, tri.METHOD, [seats[name] for name in methods])
            rows.append(replace(row, within=self._groups.get(group, group)))
        return Matrix(tri.GROUP_METHOD, methods, tuple(rows))

    def _label(self, by: str, name: str) -> str:
        return self._groups.get(name, name) if by == tri.GROUP else name

    def _section(self, finding: Finding) -> FindingSection:
        marks = self._units.get(finding.id, [])
        scope = [mark for mark in marks if mark.mark == ScopeMark.IN_SCOPE]
        narrowed = [mark for mark in scope if not of_everybody(mark)]
        author, at = next(
            (self._marked_by[m.id] for m in reversed(scope) if m.id in self._marked_by), ("", None)
        )
        reasons = dict.fromkeys(reason for mark in scope if (reason := mark.reason.strip()))
        evidence = self._evidence.get(finding.id, [])
        about = self._questions.get(finding.research_question_id or 0)
        supported = any(item.stance == Stance.SUPPORTS for item in evidence)
        return FindingSection(
            number=f"F{finding.number}",
            mark=self._remarks.mark(Kind.FINDING, finding.uid),
            claim=self._scrub(finding.claim),
            row=self._row(tri.GROUP, finding),
            question=None if about is None else self._question(about),
            theme=self._themes.get(finding.theme_id or 0, ""),
            indicator=finding.indicator,
            codes=tuple(self._codes[link.code_id] for link in self._codes_of.get(finding.id, [])),
            final=finding.status == FindingStatus.FINAL,
            scope=tuple(dict.fromkeys(self._marked(mark) for mark in narrowed or scope)),
            scope_reason=self._scrub(
                "; ".join(part for part in (finding.scope_note.strip(), *reasons) if part)
            ),
            scope_author=author,
            scope_day=at.date() if at else None,
            scope_time=f"{at:%H:%M} UTC" if at else "",
            not_asked=tuple(dict.fromkeys(self._marked(m) for m in marks if m.mark == ScopeMark.NOT_ASKED)),
            quotes=tuple(item.quote for item in self._linked[finding.id]),
            withheld=self._withheld(finding),
            explanation=self._scrub(finding.explanation),
            negative_case=self._scrub(finding.negative_case),
            negated=supported and denies(finding.claim),
            adjudication=self._adjudication(finding),
            figures=tuple(
                self._figure(item.figure.value, item) for item in evidence if item.figure is not None
            ),
            member_checks=tuple(
                MemberCheckRow(
                    self._informants[c.informant_id], c.result.value, self._scrub(c.note), c.checked_on
                )
                for c in self._checks.get(finding.id, [])
            ),
            remarks=self._remarks.of_finding(f"F{finding.number}"),
        )

    def _figure(self, kind: str, item: Evidence) -> FigureEvidence:
        name = item.query.get(ATTRIBUTE, "")
        asked = f"{name}={item.query.get(VALUE, '')}" if name else kind
        value = self._scrub(self._figures.get(asked, ""))
        return FigureEvidence(kind, self._scrub(item.note), value, self._scrub(name))

    def _question(self, question: ResearchQuestion) -> Question:
        words = (question.text_en if language() == "en" else "") or question.text
        return Question(str(question.number), self._scrub(words))

    def _adjudication(self, finding: Finding) -> Adjudication | None:
        if finding.adjudicated is None:
            return None
        return Adjudication(
            verdict=finding.adjudicated.value,
            reason=self._scrub(finding.adjudication_reason),
            author=self._coders.get(finding.adjudicated_by or 0, ""),
            day=finding.adjudicated_at.date() if finding.adjudicated_at else None,
            time=f"{finding.adjudicated_at:%H:%M} UTC" if finding.adjudicated_at else "",
        )

    def _marked(self, mark: FindingUnit) -> str:
        if mark.informant_id is not None:
            return self._informants[mark.informant_id]
        if mark.group_id is not None:
            return self._groups[self._group_names[mark.group_id]]
        return everybody() if of_everybody(mark) else self._passages.citations.label(mark.source_id or 0)

    def _evidence_passages(self, finding: Finding) -> Iterator[tuple[Evidence, Passage]]:
        for item in self._evidence.get(finding.id, []):
            passage = self._passages.by_coding.get(item.coding_id or 0)
            if passage is not None:
                yield item, passage

    def _withheld(self, finding: Finding) -> int:
        return len({passage.span for _item, passage in self._evidence_passages(finding) if not passage.text})

    def _quotes(self, finding: Finding) -> list[_Linked]:
        """The quotes; the same words with the same stance stand once, with all their codes.

        Those without a text may not be printed.
        """
        found: dict[tuple[object, ...], _Linked] = {}
        stances: dict[tuple[int, int, int], set[tuple[str, int]]] = {}
        for item, passage in self._evidence_passages(finding):
            stances.setdefault(passage.span, set()).add((str(item.stance), item.coder_id))
        for item, passage in self._evidence_passages(finding):
            differ = len({stance for stance, _coder in stances[passage.span]}) > 1
            coder = self._coders[item.coder_id] if differ else ""
            for group in dict.fromkeys(owner.group for owner in passage.owners):
                owners = [owner for owner in passage.owners if owner.group == group]
                key = (passage.span, item.stance, group, coder, bool(passage.text))
                judge = self._coders[item.coder_id]
                if key in found:
                    beside = self._remarks.of_passage(passage.span, passage.code)
                    found[key] = _joined(found[key], passage.code, judge, beside)
                else:
                    found[key] = _Linked(
                        self._quote(item, passage, owners, coder),
                        frozenset(owner.key for owner in owners),
                        group,
                        frozenset({judge}),
                    )
        place = {name: number for number, name in enumerate(self._groups)}
        return sorted(
            found.values(), key=lambda one: (place.get(one.group, len(place)), one.quote.unit, one.quote.id)
        )

    def _quote(self, item: Evidence, passage: Passage, owners: list[Owner], coder: str) -> EvidenceQuote:
        source = self._sources[passage.coding.source_id]
        group = owners[0].group
        return EvidenceQuote(
            id=f"{span_id(passage.span)}-{item.id:09}-{group}",
            text=passage.text,
            reference=passage.reference,
            stance=str(item.stance),
            unit=", ".join(owner.label for owner in owners),
            group=self._groups.get(group, ""),
            method=source.method.value,
            wave=source.wave,
            codes=(passage.code,),
            coder=coder,
            valence=passage.coding.valence.value if passage.coding.valence else "",
            translation=passage.translation,
            paraphrase=passage.paraphrase,
            period=item.period or passage.coding.period,
            language=self._passages.language_of(passage),
            remarks=self._remarks.of_passage(passage.span, passage.code),
            mark=self._remarks.mark(Kind.CODING, passage.coding.uid),
        )

    def _row(self, by: str, finding: Finding) -> MatrixRow:
        return self._crossed_row(finding, self._rows[by][str(finding.uid)], by, self._crossed[by].columns)

    def _crossed_row(
        self, finding: Finding, row: tri.Row, by: str, columns: Sequence[tri.Column]
    ) -> MatrixRow:
        linked, kept_back = self._linked[finding.id], self._kept_back[finding.id]
        return MatrixRow(
            finding=f"F{finding.number}",
            claim=self._scrub(finding.claim),
            verdict=row.verdict,
            direction=row.direction or "",
            dissonance=row.dissonance or "",
            split=tri.SPLIT_COLUMN in row.flags,
            reporting=row.coverage[0],
            columns=row.coverage[1],
            k=row.units[0],
            n=row.units[1],
            unit=self._unit_counted,
            silent=tuple(self._label(by, name) for name in row.silent),
            cells=tuple(
                self._cell(by, column, row.cells[column.key], linked, kept_back) for column in columns
            ),
            pairs=tuple(
                (self._label(by, a), self._label(by, b), label) for (a, b), label in row.pairs.items()
            ),
            remarks=(
                *(labels.flag_words(flag) for flag in sorted(row.flags)),
                *filter(
                    None,
                    [labels.lenient_words((self._label(by, a), self._label(by, b)) for a, b in row.lenient)],
                ),
            ),
            nothing=labels.nothing_words(row, by),
            changed=by == tri.WAVE and bool(row.changed),
        )

    def _cell(
        self,
        by: str,
        column: tri.Column,
        cell: tri.Cell,
        linked: list[_Linked],
        kept_back: list[_Linked],
    ) -> CellRow:
        units = {stance.unit.key for stance in (*cell.unit_stances, *cell.documents)}
        here, hidden = (
            [one for one in found if one.units & units and _sits(by, one, column)]
            for found in (linked, kept_back)
        )
        return CellRow(
            column=column.method or self._label(by, column.label),
            symbol=cell.symbol,
            k=cell.k,
            n=cell.n,
            others=tuple(part for part in (labels.documents_words(cell),) if part),
            units=tuple(self._unit(stance) for stance in (*cell.unit_stances, *cell.documents)),
            quotes=tuple(one.quote.id for one in here),
            one_person=cell.one_person,
            withheld=len({span_of(one.quote) for one in hidden} - {span_of(one.quote) for one in here}),
        )

    def _unit(self, stance: st.UnitStance) -> str:
        label = self._passages.unit_label(stance.unit.key)
        sense = "" if stance.symbol in (st.PLUS, st.MINUS) else f" ({labels.sense_words(stance)})"
        who = ", ".join(self._passages.unit_label(speaker) for speaker in stance.speakers)
        return f"{label}{f' ({who})' if who else ''} {stance.symbol}{sense}"


def denies(claim: str) -> bool:
    """Whether a claim holds a negator: a hint that silence would not support it.

    What is rare is there, so words of frequency deny nothing.
    """
    return not (NEGATORS - SELDOM).isdisjoint(re.findall(r"[\w'-]+", claim.casefold()))


def _sits(by: str, one: _Linked, column: tri.Column) -> bool:
    """Whether a quote counts in a column; a document may be about another group than its own."""
    if by == tri.CODER:
        return column.key in one.coders
    if by == tri.GROUP:
        return one.group == column.key
    if column.method:
        return one.quote.method == column.method and one.group in ("", column.group)
    if by == tri.METHOD:
        return one.quote.method == column.key
    return str(one.quote.wave) == column.key


def _joined(one: _Linked, code: str, coder: str, remarks: Sequence[Remark]) -> _Linked:
    """The quote with one more code or coder, and the comments on it there."""
    new = not set(remarks) <= set(one.quote.remarks)
    quote = replace(
        one.quote,
        codes=tuple(dict.fromkeys((*one.quote.codes, code))),
        remarks=(*one.quote.remarks, *remarks) if new else one.quote.remarks,
    )
    return replace(one, quote=quote, coders=one.coders | {coder})


def _all(session: Session, model: type[R], order: str = "id") -> list[R]:
    return list(session.scalars(select(model).order_by(table_of(model).c[order])))


def _by_finding(records: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for record in records:
        found.setdefault(record.finding_id, []).append(record)
    return found
