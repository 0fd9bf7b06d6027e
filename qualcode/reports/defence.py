"""Report `ready`: a page for each finding to take into the examination, and the list of what to close before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from qualcode.i18n import _, using
from qualcode.reports import words
from qualcode.reports.data import EvidenceQuote, FindingSection
from qualcode.reports.document import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Run,
    Runs,
    Table,
    cell,
    text,
)
from qualcode.reports.findings import finding_facts, member_checks
from qualcode.reports.painting import true_minus
from qualcode.reports.parts import head, paraphrase_run, quote_notes, withheld
from qualcode.reports.remarks import beside, once


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something to close before the examination."""

    name: str
    about: tuple[str, ...]
    """The groups, informants or methods it is about; of a whole study, the findings."""
    advice: str


@dataclass(frozen=True, slots=True)
class Case:
    """A finding as it will be defended."""

    section: FindingSection
    strongest: EvidenceQuote | None
    contrary: EvidenceQuote | None
    question: str
    standing: tuple[tuple[bool, str], ...]
    """Each kind of triangulation: whether there is enough to compare, and how much there is."""
    points: tuple[OpenPoint, ...]


@dataclass(frozen=True, slots=True)
class DefenceReport:
    """Everything the report says."""

    title: str
    """Of the study."""
    researcher: str
    language: str
    last_event: datetime
    journal_head: str
    version: str
    cases: tuple[Case, ...]
    points: tuple[OpenPoint, ...]
    """What is open about any of them, what is to be closed first at the top."""
    citing: str = ""
    """How references to sources are read."""
    year: int | None = None
    """Of the study."""


def defence(report: DefenceReport) -> Document:
    """The document of report `ready`, in the language of its data."""
    with using(report.language):
        return Document(
            title=_("Ready for the examination"),
            subtitle=report.title,
            language=report.language,
            created=report.last_event,
            blocks=tuple(once(_blocks(report))),
            author=report.researcher,
            software=f"qualcode {report.version}",
            properties=(("journal-head", report.journal_head), ("qualcode-version", report.version)),
            year=report.year,
        )


def _blocks(report: DefenceReport) -> Iterator[Block]:
    if not report.cases:
        yield Paragraph(text(_("No finding has been written yet, so there is nothing to defend.")))
        return
    yield Heading(_("To be closed first"), anchor="open")
    if report.points:
        yield ListBlock(
            tuple(
                (
                    Run(f"{point.name}: ", bold=True),
                    Run(f"{', '.join(point.about)}. "),
                    Run(point.advice, italic=True),
                )
                for point in report.points
            )
        )
    else:
        yield Paragraph(text(_("Nothing is open.")))
    for position, case in enumerate(report.cases, 1):
        yield PageBreak()
        yield from _page(position, case, report.citing)


def _page(position: int, case: Case, citing: str) -> Iterator[Block]:
    section = case.section
    yield Heading(_("Finding {number}", number=section.number), anchor=f"f{position}")
    yield Paragraph(
        (Run(section.claim, bold=True),), style="lead", comments=beside(section.remarks), mark=section.mark
    )
    yield Facts(tuple(finding_facts(section)))
    yield Table(
        _("Who says what"),
        (Column(1.4), Column(0.9, "centre"), Column(3.0)),
        (head(_("Group"), "k/n", _("Units")),),
        tuple(
            Row(
                (
                    cell(words.column("group", one.column)),
                    cell(words.symbol(one)),
                    cell(", ".join(map(true_minus, one.units)) or "–"),
                )
            )
            for one in section.row.cells
        ),
        anchor=f"f{position}-row",
    )
    yield from _quote(_("Strongest quote"), case.strongest, citing)
    yield from _quote(_("Contrary quote"), case.contrary, citing)
    if section.withheld:
        yield Note(text(withheld(section.withheld)))
    for title, written in (
        (_("Explanation"), section.explanation),
        (_("Negative case"), section.negative_case),
    ):
        yield _lead(title)
        yield Paragraph(text(written or _("not written yet")))
    yield from member_checks(section)
    yield _lead(_("Enough to compare"))
    yield Paragraph(text("; ".join(f"{'✓' if met else '–'} {said}" for met, said in case.standing)))
    yield _lead(_("An examiner will ask"))
    yield Paragraph((Run(case.question, italic=True),))
    if case.points:
        yield _lead(_("To be closed first"))
        yield ListBlock(tuple(_point(point) for point in case.points))


def _point(point: OpenPoint) -> Runs:
    about = f" ({', '.join(point.about)})" if point.about else ""
    return (Run(point.name + about, bold=True), Run(f": {point.advice}"))


def _quote(title: str, quote: EvidenceQuote | None, citing: str) -> Iterator[Block]:
    yield _lead(title)
    if quote is None:
        yield Paragraph(text(_("none")))
        return
    mark: Runs = (Run(" "), paraphrase_run()) if quote.paraphrase else ()
    yield Quote(
        text=quote.text,
        reference=quote.reference,
        lead=(Run(quote.unit, bold=True), Run(f", {words.stance(quote.stance)}"), *mark, Run(": ")),
        translation=quote.translation,
        paraphrase=quote.paraphrase,
        language=quote.language,
        comments=beside(quote.remarks),
        mark=quote.mark,
        notes=quote_notes(citing, quote),
    )


def _lead(title: str) -> Paragraph:
    return Paragraph((Run(title, bold=True),), style="lead")
