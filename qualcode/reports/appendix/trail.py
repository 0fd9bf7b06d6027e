"""The audit trail after Lincoln and Guba (1985) and Halpern: dated decisions, work week by week, and what proves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from qualcode.i18n import _, ngettext
from qualcode.reports import words
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Cell, Column, Facts, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.painting import long_date, whole
from qualcode.reports.parts import head, reference
from qualcode.reports.sections.comparing import compared_words, mean_words
from qualcode.reports.sections.data import AgreementBody


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about codes, findings or the study; several of a kind on one day by one person are one."""

    day: date
    coder: str
    decided: str
    """What was done, in the report's words."""
    about: tuple[str, ...]
    """Codes or findings it was about."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """Entries of the change log in one week, by what they were about."""

    first: date
    """Its Monday."""
    codings: int
    codebook: int
    findings: int
    data: int
    notes: int
    """Memos and comments."""
    others: int


@dataclass(frozen=True, slots=True)
class Version:
    """A code whose definition was changed."""

    code: str
    version: int
    coder: str
    day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Override:
    """A finding of which a person judges otherwise than the computation."""

    finding: str
    computed: str
    verdict: str
    reason: str
    coder: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Titled:
    """A memo on the researcher's own part or on method: its title, never its words."""

    day: date
    coder: str
    kind: str
    """In the report's words."""
    name: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What there is for the four criteria of trustworthiness."""

    findings: int = 0
    sufficient: int = 0
    """Ways of triangulation that have enough to compare."""
    checks: int = 0
    negatives: int = 0
    comments: int = 0
    informants: int = 0
    sources: int = 0
    described: int = 0
    """Sources with a place or situation."""
    codes: int = 0
    entries: int = 0
    evidence: int = 0
    memos: int = 0


@dataclass(frozen=True, slots=True)
class Trail:
    """What was decided when and why, and what proves that nothing was changed behind it."""

    tally: Tally
    decisions: tuple[Decision, ...]
    weeks: tuple[Week, ...]
    versions: tuple[Version, ...]
    agreements: tuple[AgreementBody, ...]
    """Those that a section of the report asks for."""
    overrides: tuple[Override, ...]
    memos: tuple[Titled, ...]
    coders: tuple[str, ...]
    """Who has a chain of entries."""
    problems: tuple[str, ...]
    """What does not hold in the chains."""

    @property
    def is_empty(self) -> bool:
        """True where nothing was decided or written yet."""
        return not (self.decisions or self.overrides or self.memos)


def trail(body: Trail, front: Front) -> Iterator[Block]:
    """The criteria with what there is for each, the proof, decisions, weeks, versions, agreement, verdicts, memos."""
    if body.is_empty:
        yield Paragraph(text(_("Nothing has been decided or noted yet.")))
        return
    yield _criteria(body.tally)
    yield _proof(body, front)
    if body.decisions:
        yield _decisions(body)
    if body.weeks:
        yield _weeks(body)
    yield from _versions(body)
    for one in body.agreements:
        said = compared_words(one)
        if means := mean_words(one):
            said += " " + _("Mean (codes): {means}.", means=means)
        yield Paragraph((Run(_("Agreement between coders") + ": ", bold=True), Run(said)))
    if body.overrides:
        yield _overrides(body)
    if body.memos:
        yield _memos(body)


def _criteria(tally: Tally) -> Table:
    rows = (
        (
            _("Credibility"),
            _(
                "{findings} findings; ways of triangulation with enough to compare: {ways}; member checks: {checks}; "
                "negative cases: {negatives}; comments: {comments}",
                findings=tally.findings,
                ways=tally.sufficient,
                checks=tally.checks,
                negatives=tally.negatives,
                comments=tally.comments,
            ),
        ),
        (
            _("Transferability"),
            _(
                "{informants} informants described by group and role; {sources} sources, {described} of them with place "
                "or situation",
                informants=tally.informants,
                sources=tally.sources,
                described=tally.described,
            ),
        ),
        (
            _("Dependability"),
            _(
                "{codes} codes with versions; {entries} entries in the change log, each with who and when",
                codes=tally.codes,
                entries=whole(tally.entries),
            ),
        ),
        (
            _("Confirmability"),
            _(
                "{evidence} links from findings to quotes with their lines; {memos} memos on method and the "
                "researcher's own part",
                evidence=tally.evidence,
                memos=tally.memos,
            ),
        ),
    )
    return Table(
        _("What there is for each criterion"),
        (Column(1.3), Column(4.2)),
        (head(_("Criterion"), _("In this study")),),
        tuple(Row((cell(name, bold=True), cell(said + "."))) for name, said in rows),
        anchor="trail-criteria",
        note=text(_("Criteria after Lincoln and Guba (1985); categories of the trail after Halpern (1983).")),
    )


def _proof(body: Trail, front: Front) -> Facts:
    verified = (
        "; ".join(body.problems)
        if body.problems
        else _("every entry follows from the one before, none is missing or was changed")
    )
    return Facts(
        (
            (_("Chain head"), (Run(front.journal_head, code=True),)),
            (_("Verified"), text(verified)),
            (_("Chains of"), text(", ".join(body.coders))),
        )
    )


def _decisions(body: Trail) -> Table:
    return Table(
        _("Decisions"),
        (Column(0.5, "centre"), Column(1.7), Column(0.9), Column(2.6), Column(1.8)),
        (head(_("No."), _("Date"), _("By"), _("Decision"), _("Reason")),),
        tuple(
            Row(
                (
                    cell(str(number)),
                    cell(long_date(one.day)),
                    cell(one.coder),
                    Cell(
                        (
                            Run(one.decided[:1].upper() + one.decided[1:]),
                            *([Run(": " + ", ".join(one.about), bold=True)] if one.about else []),
                        )
                    ),
                    cell(one.reason or "–"),
                )
            )
            for number, one in enumerate(body.decisions, 1)
        ),
        anchor="trail-decisions",
        note=text(_("What was taken back is left out; several of a kind on one day stand together.")),
    )


def _weeks(body: Trail) -> Table:
    counted = [field.name for field in fields(Week) if field.name != "first"]
    return Table(
        _("Entries of the change log by week"),
        (Column(1.9), *(Column(1.0, "right") for _name in counted)),
        (
            head(
                _("Week from"),
                _("Codings"),
                _("Codebook"),
                _("Findings"),
                _("Data"),
                _("Notes"),
                _("Others"),
            ),
        ),
        tuple(
            Row((cell(long_date(week.first)), *(cell(whole(getattr(week, name))) for name in counted)))
            for week in body.weeks
        ),
        anchor="trail-weeks",
    )


def _versions(body: Trail) -> Iterator[Block]:
    if not body.versions:
        yield Paragraph(text(_("Every code stands in its first version.")))
        return
    yield Table(
        _("Codes in a later version"),
        (Column(1.1), Column(0.8, "centre"), Column(1.7), Column(1.0), Column(2.4)),
        (head(_("Code"), _("Version"), _("Date"), _("By"), _("Reason")),),
        tuple(
            Row(
                (
                    Cell((Run(one.code, code=True),)),
                    cell(str(one.version)),
                    cell(long_date(one.day) if one.day else "–"),
                    cell(one.coder or "–"),
                    cell(one.reason or "–"),
                )
            )
            for one in body.versions
        ),
        anchor="trail-versions",
    )


def _overrides(body: Trail) -> Table:
    return Table(
        _("Verdicts that a person gave beside the computed ones"),
        (Column(0.8), Column(1.2), Column(1.2), Column(2.4), Column(1.7)),
        (head(_("Finding"), _("Computed"), _("Given"), _("Reason"), _("By")),),
        tuple(
            Row(
                (
                    Cell((reference(one.finding),)),
                    cell(words.label(one.computed)),
                    cell(words.label(one.verdict)),
                    cell(one.reason or "–"),
                    cell("\n".join(filter(None, (one.coder, long_date(one.day) if one.day else "")))),
                )
            )
            for one in body.overrides
        ),
        anchor="trail-overrides",
    )


def _memos(body: Trail) -> Table:
    return Table(
        _("Memos on method and the researcher's own part"),
        (Column(1.7), Column(1.0), Column(1.1), Column(3.1)),
        (head(_("Date"), _("By"), _("Kind"), _("Title")),),
        tuple(
            Row((cell(long_date(one.day)), cell(one.coder), cell(one.kind), cell(one.name or "–")))
            for one in body.memos
        ),
        anchor="trail-memos",
        note=text(ngettext("Title only.", "Titles only.", len(body.memos))),
    )
