"""`project.defence`: each finding as it will be defended, what an examiner will ask, and what to close before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

import qualcode
from qualcode.analysis import defence as d
from qualcode.analysis import labels
from qualcode.analysis import stance as st
from qualcode.analysis import triangulation as tri
from qualcode.analysis.defence_words import hole_advice, hole_name, question_words, standing_words
from qualcode.analysis.evidence import FIELD_METHODS
from qualcode.i18n import _, language, using
from qualcode.model import Assignment, Coding, Evidence, Finding, Source, TextVersion, Turn
from qualcode.project.citations import Citations
from qualcode.project.facet import Facet, Progress, unwatched
from qualcode.project.lookup import find
from qualcode.project.names import names_of
from qualcode.project.report_data import NEVER
from qualcode.project.report_findings import FindingsData
from qualcode.project.report_gathering import gathering
from qualcode.project.report_privacy import scrubbed
from qualcode.project.report_quotes import Passages
from qualcode.reports import words
from qualcode.reports.best import best
from qualcode.reports.data import CellRow, EvidenceQuote, FindingSection
from qualcode.reports.defence import Case, DefenceReport, OpenPoint
from qualcode.store.transaction import table_of

WAYS = (tri.GROUP, tri.METHOD, tri.WAVE, tri.CODER)


@dataclass(frozen=True)
class HoleRow:
    """Something to close before the examination."""

    kind: str
    """One of `qualcode.analysis.defence.HOLES`."""
    names: tuple[str, ...]
    """The groups, informants or methods it is about, as a report calls them."""
    name: str
    """The kind in words."""
    advice: str
    """What closes it."""


@dataclass(frozen=True)
class Standing:
    """One kind of triangulation of a finding: how much there is to compare."""

    n: int
    met: bool
    """Whether two or more can be compared."""
    words: str


@dataclass(frozen=True)
class Defence:
    """A finding as it will be defended; real names replaced and consent kept, as in a report."""

    section: FindingSection
    """Everything that speaks for and against it."""
    verdict: str
    """What was computed, in words."""
    own_verdict: str
    """What a person decided, in words; empty where nobody did."""
    strongest: EvidenceQuote | None
    """A quote that supports the claim: of an informant who does nothing else, in his or her own words, from the group
    in which most do, the longest of these."""
    contrary: EvidenceQuote | None
    """The same for those who contradict it; without them of those who qualify it."""
    question: str
    """What an examiner will ask first."""
    holes: tuple[HoleRow, ...]
    standing: Mapping[str, Standing]
    """By group, method, wave and coder."""
    groups: tuple[str, ...] = ()
    """The groups of `who`, as the project calls them."""

    @property
    def number(self) -> str:
        """The finding's number, as F1."""
        return self.section.number

    @property
    def who(self) -> Sequence[CellRow]:
        """What each group says."""
        return self.section.row.cells

    def case(self) -> Case:
        """The finding as report `ready` prints it."""
        return Case(
            section=self.section,
            strongest=self.strongest,
            contrary=self.contrary,
            question=self.question,
            standing=tuple((standing.met, standing.words) for standing in self.standing.values()),
            points=tuple(OpenPoint(hole.name, hole.names, hole.advice) for hole in self.holes),
        )

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints."""
        section, row = self.section, self.section.row
        return {
            "finding": section.number,
            "claim": section.claim,
            "verdict": row.verdict,
            "verdict_words": self.verdict,
            "adjudication": section.adjudication,
            "coverage": f"{row.reporting}/{row.columns}",
            "units": f"{row.k}/{row.n}",
            "who": [
                {
                    "group": c.column,
                    "symbol": c.symbol,
                    "k": c.k,
                    "n": c.n,
                    "units": c.units,
                    "beside": c.others,
                }
                for c in row.cells
            ],
            "strongest": self.strongest,
            "contrary": self.contrary,
            "scope": {
                "units": section.scope,
                "reason": section.scope_reason,
                "by": section.scope_author,
                "day": section.scope_day,
                "time": section.scope_time,
            },
            "withheld": section.withheld,
            "explanation": section.explanation,
            "negative_case": section.negative_case,
            "member_checks": section.member_checks,
            "triangulation": self.standing,
            "question": self.question,
            "holes": self.holes,
        }


class DefenceFacet(Facet):
    """The way into an examination; everything is computed when asked for, nothing is written."""

    def list(self, progress: Progress = unwatched) -> Sequence[Defence]:
        """Every finding by number; `progress` is told of each way to triangulate."""
        return self._read(progress)

    def ready(self, finding: str | int) -> Defence:
        """One finding; raises NotFound."""
        with self.project.read() as session:
            number = f"F{find(session, Finding, finding).number}"
        return next(one for one in self._read() if one.number == number)

    def report(self, language: str, *, comments: bool = False) -> DefenceReport:
        """What report `ready` says, in `language`; `comments` stand in it beside what they are on."""
        with using(language):
            found = self._read(comments=comments)
            study = self.project.study()
            with self.project.read() as session:
                title = names_of(session).aliases.replace(study.title)
                sources = session.scalars(select(Source).order_by(table_of(Source).c.id)).all()
            return DefenceReport(
                title=title,
                researcher=study.researcher,
                language=language,
                last_event=self.project.history.last_change() or NEVER,
                journal_head=self.project.history.head(),
                version=qualcode.__version__,
                cases=tuple(one.case() for one in found),
                points=open_points(found),
                citing=Citations(sources, study.citation).reading(),
                year=study.year,
            )

    def _read(self, progress: Progress = unwatched, *, comments: bool = False) -> tuple[Defence, ...]:
        crossed = {}
        for done, by in enumerate(WAYS):
            progress(done, len(WAYS) + 1, _("crossing the findings"))
            crossed[by] = self.project.analysis.triangulate(by)
        progress(len(WAYS), len(WAYS) + 1, _("gathering the quotes"))
        with self.project.read() as session:
            begun = gathering(self.project, session, language(), comments=comments)
            passages, groups = begun.passages, begun.groups
            replace = passages.names.aliases.replace
            data = FindingsData(session, passages, crossed, groups, {}, begun.remarks)
            sections = [scrubbed(section, replace) for section in data.sections()]
            methods = _methods(session)
            coders = _coders_compared(session)
            keys = {str(f.uid): f.id for f in session.scalars(select(Finding))}
        found = []
        for number, section in enumerate(sections):
            rows = {by: table.rows[number] for by, table in crossed.items()}
            id_ = keys[rows[tri.GROUP].finding]
            case = _case(section, methods.get(id_, ()))
            enough = d.sufficiency(rows, coders.get(id_, 0))
            found.append(_defence(section, rows, case, enough, groups, passages))
        return tuple(found)


def evidence_number(quote: EvidenceQuote) -> int:
    """The running number of the piece of evidence that a quote of a report was taken from."""
    return int(quote.id.split("-")[3])


def in_order(found: Sequence[Defence]) -> list[tuple[Defence, HoleRow]]:
    """Every hole with its finding, what is to be closed first at the top."""
    every = [(one, hole) for one in found for hole in one.holes]
    return sorted(every, key=lambda pair: d.HOLES.index(pair[1].kind))


def open_points(found: Sequence[Defence]) -> tuple[OpenPoint, ...]:
    """Every kind of hole with the findings that have it, as "F3 (MAS)", what is to be closed first at the top."""
    places: dict[str, list[str]] = {}
    advice: dict[str, str] = {}
    for one, hole in in_order(found):
        where = f"{one.number} ({', '.join(hole.names)})" if hole.names else one.number
        places.setdefault(hole.name, []).append(where)
        advice[hole.name] = hole.advice
    return tuple(OpenPoint(name, tuple(where), advice[name]) for name, where in places.items())


def _defence(
    section: FindingSection,
    rows: Mapping[str, tri.Row],
    case: d.Case,
    enough: d.Sufficiency,
    groups: Mapping[str, str],
    passages: Passages,
) -> Defence:
    def named(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(called.get(name) or words.method(name) for name in names)

    called = {unit.label: unit.label for unit in passages.material.units} | dict(groups)

    row = rows[tri.GROUP]
    verdict = labels.verdict_words(row)
    own = section.adjudication
    own_verdict = labels.verdict_name(own.verdict) if own else ""
    asked = d.question(rows, case)
    asked = d.Question(asked.kind, named(asked.names), named(asked.against))
    numbers = (enough.groups, enough.methods, enough.waves, enough.coders)
    return Defence(
        section=section,
        verdict=verdict,
        own_verdict=own_verdict,
        strongest=_best(section, row, passages, ("supports",)),
        contrary=_best(section, row, passages, ("contradicts", "qualifies")),
        question=question_words(asked, computed=verdict, own=own_verdict),
        holes=tuple(
            HoleRow(hole.kind, named(hole.names), hole_name(hole.kind), hole_advice(hole.kind))
            for hole in d.holes(rows, case)
        ),
        groups=tuple(row.cells),
        standing={
            by: Standing(n, met, standing_words(by, n))
            for n, (by, met) in zip(numbers, enough.met().items(), strict=True)
        },
    )


def _case(section: FindingSection, methods: Sequence[str]) -> d.Case:
    checks: dict[str, list[str]] = {}
    for check in section.member_checks:
        checks.setdefault(check.outcome, []).append(check.informant)
    return d.Case(
        explained=bool(section.explanation),
        negative_case=bool(section.negative_case),
        checks=checks,
        methods=methods,
        adjudicated=section.adjudication.verdict if section.adjudication else None,
        negated=section.negated,
        scope_reason=bool(section.scope_reason),
        quotable=len(section.quotes),
    )


def _best(
    section: FindingSection, row: tri.Row, passages: Passages, stances: Sequence[str]
) -> EvidenceQuote | None:
    """The quote to show for the first of `stances` there is; among equals the one that stands first."""
    sign = st.PLUS if stances[0] == "supports" else st.MINUS
    plain: dict[str, int] = {}
    for cell in row.cells.values():
        for stance in cell.unit_stances:
            if stance.symbol == sign:
                plain[passages.unit_label(stance.unit.key)] = cell.plus if sign == st.PLUS else cell.minus

    def support(quote: EvidenceQuote) -> int:
        return max((plain[unit] for unit in quote.unit.split(", ") if unit in plain), default=0)

    field = [quote for quote in section.quotes if quote.method in FIELD_METHODS]
    for wanted in stances:
        if fitting := [quote for quote in field if quote.stance == wanted]:
            return best([quote for quote in fitting if support(quote)] or fitting, room=None, weight=support)
    return None


def _methods(session: Session) -> Mapping[int, Sequence[str]]:
    """The field methods that brought evidence, by finding, in their order."""
    used: dict[int, set[str]] = {}
    linked = session.execute(
        select(table_of(Evidence).c.finding_id, table_of(Source).c.method)
        .join(Coding, table_of(Coding).c.id == table_of(Evidence).c.coding_id)
        .join(Source, table_of(Source).c.id == table_of(Coding).c.source_id)
        .distinct()
    )
    for finding, method in linked:
        used.setdefault(finding, set()).add(str(method))
    return {finding: [m for m in FIELD_METHODS if m in methods] for finding, methods in used.items()}


def _coders_compared(session: Session) -> Mapping[int, int]:
    """How many coders coded the same turns of a finding's evidence, at most, by finding.

    As agreement has it: a coder without assignments had every turn of the sources he or she coded in.
    """
    coded: dict[int, set[int]] = {}
    pairs = select(table_of(Coding).c.source_id, table_of(Coding).c.coder_id).distinct()
    for source, coder in session.execute(pairs):
        coded.setdefault(source, set()).add(coder)
    given: dict[int, list[tuple[int, int, int]]] = {}
    assigned = session.execute(
        select(
            table_of(TextVersion).c.source_id,
            table_of(Turn).c.start,
            table_of(Turn).c.stop,
            table_of(Assignment).c.coder_id,
        )
        .join(Turn, table_of(Turn).c.id == table_of(Assignment).c.turn_id)
        .join(TextVersion, table_of(TextVersion).c.id == table_of(Turn).c.text_version_id)
    )
    for source, start, stop, coder in assigned:
        given.setdefault(source, []).append((start, stop, coder))
    second = {coder for turns in given.values() for _start, _stop, coder in turns}
    found: dict[int, int] = {}
    linked = session.execute(
        select(
            table_of(Evidence).c.finding_id,
            table_of(Coding).c.source_id,
            table_of(Coding).c.start,
            table_of(Coding).c.stop,
        ).join(Coding, table_of(Coding).c.id == table_of(Evidence).c.coding_id)
    )
    for finding, source, start, stop in linked:
        here = {c for a, b, c in given.get(source, ()) if a < stop and start < b} & coded[source]
        found[finding] = max(found.get(finding, 0), len(here | (coded[source] - second)))
    return found
