"""Report `triangulation`: study, informants, codebook, prominence, graph, findings, and the matrices behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from qualcode.analysis import counted
from qualcode.i18n import _, ngettext, using
from qualcode.reports import words
from qualcode.reports.appendices import code_groups, codings, legend, works
from qualcode.reports.charts.small import prominence_chart
from qualcode.reports.data import ProminenceRow, TriangulationReport
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.findings import findings
from qualcode.reports.graph import graph, ties
from qualcode.reports.matrices import appendix_matrices
from qualcode.reports.painting import long_date, whole
from qualcode.reports.parts import (
    codings_words,
    consent_notes,
    head,
    prominence_shade,
    small_groups,
    uncounted,
)
from qualcode.reports.parts import (
    counted as counted_run,
)
from qualcode.reports.quote_ways import Ways
from qualcode.reports.remarks import beside, once
from qualcode.reports.sections.painters import sections


def triangulation(report: TriangulationReport) -> Document:
    """The document of report `triangulation`, in the language of its data."""
    with using(report.language):
        return Document(
            title=_("Triangulation report"),
            subtitle=report.study.title,
            language=report.language,
            created=report.last_event,
            blocks=tuple(once(_blocks(report))),
            author=report.study.researcher,
            software=f"qualcode {report.version}",
            properties=(("journal-head", report.journal_head), ("qualcode-version", report.version)),
            year=report.study.year,
        )


def _blocks(report: TriangulationReport) -> Iterator[Block]:
    yield from _opening(report)
    yield from _study(report)
    yield from _codebook(report)
    yield from _prominence(report)
    if report.network is not None:
        yield from graph(report.network)
    yield from findings(report)
    yield from sections(report.sections, Ways(report))
    yield from legend(report.unit)
    yield from appendix_matrices(report)
    yield from code_groups(report)
    if report.network is not None:
        yield from ties(report.network)
    yield from codings(report)
    yield from works()


def _opening(report: TriangulationReport) -> Iterator[Block]:
    units = ngettext("{n} informant", "{n} informants", len(report.informants))
    works = sum(source.method == "literature" for source in report.sources)
    sources = ngettext("{n} field source", "{n} field sources", len(report.sources) - works)
    material = f"{units}, {sources}, " + codings_words(report.counted_codings)
    if works:
        beside = ngettext("{n} work of literature", "{n} works of literature", works)
        material += f"; {beside}, " + codings_words(report.literature_codings)
    study = report.study
    if study.notice:
        yield Note(text(study.notice))
    place = ", ".join(str(part) for part in (study.institution, study.year) if part)
    yield Facts(
        (
            *(((_("Researcher"), text(study.researcher)),) if study.researcher else ()),
            *(((_("Institution"), text(place)),) if place else ()),
            (_("State of the project"), text(long_date(report.last_event.date()))),
            (_("Material"), text(material)),
            (_("Findings"), text(whole(len(report.findings)))),
            (_("Made with"), text(f"qualcode {report.version}")),
            (_("Journal head"), (Run(report.journal_head, code=True),)),
        )
    )
    yield Paragraph(
        text(
            _(
                "Informants and sources appear by code only. Every number in a matrix leads to the quotes it was "
                "counted from; a quote is cited by source, informant and line, as in {example}.",
                example=next((quote.reference for quote in report.codings), _("(W1/K2/l.45-52)")),
            )
        ),
        style="small",
    )
    if report.second_coders:
        names = ", ".join(report.second_coders)
        yield Paragraph(
            text(_("Second codings, there to compare coders, are not counted: {names}.", names=names)),
            style="small",
        )
    if report.uncounted:
        yield Paragraph(text(uncounted(report.uncounted)), style="small")
    yield from consent_notes(report)
    yield Contents()


def _study(report: TriangulationReport) -> Iterator[Block]:
    study = report.study
    yield Heading(_("The study and its informants"), anchor="study")
    for part in study.description.split("\n\n"):
        if part.strip():
            yield Paragraph(text(part.strip()))
    if study.site:
        yield Paragraph(text(_("Place of the study: {site}.", site=study.site)))
    if study.questions:
        yield Paragraph((Run(_("Research questions"), bold=True),), style="lead")
        yield ListBlock(tuple(text(question.text) for question in study.questions), ordered=True)
    ways = Ways(report)
    if report.informants:
        yield Table(
            _("Informants by group"),
            (Column(0.7), Column(1.7), Column(1.1), Column(0.8, "right"), Column(0.9, "right"), Column(1.2)),
            (head(_("Code"), _("Group"), _("Role"), _("Sources"), _("Codings"), _("May be quoted")),),
            tuple(
                Row(
                    (
                        cell(person.code, bold=True),
                        cell(words.column("group", person.group)),
                        cell(words.role(person.role)),
                        cell(whole(person.sources)),
                        _linked(person.codings, ways.of_unit(person.code), person.withheld),
                        cell(_("no") if not person.may_quote else _("yes") if person.asked else "–"),
                    )
                )
                for person in report.informants
            ),
            anchor="tbl-informants",
            note=text(counted.session_remark(report.unit)),
        )
        yield from small_groups(report)
    else:
        yield Paragraph(text(_("No informant has been entered yet.")))
    if report.sources:
        yield Table(
            _("Sources of data"),
            (Column(0.8), Column(1.2), Column(1.2), Column(2.3), Column(0.7, "right"), Column(0.9, "right")),
            (head(_("Source"), _("Method"), _("From"), _("Date"), _("Lines"), _("Codings")),),
            tuple(
                Row(
                    (
                        cell(source.reference, bold=True),
                        cell(words.method(source.method)),
                        cell(", ".join(source.informants) or words.column("group", source.group)),
                        _when(source.day, source.wave),
                        cell(whole(source.lines)),
                        _linked(source.codings, ways.of_source(source.reference), source.withheld),
                    )
                )
                for source in report.sources
            ),
            anchor="tbl-sources",
            note=text(
                _(
                    "Lines are those of the text as read, the same in the program and in every citation. A coding is "
                    "one passage under one code; literature corroborates and is in no figure on field data."
                )
            ),
        )


def _linked(count: int, behind: tuple[str, ...], withheld: int) -> Cell:
    """A count that leads to the quotes behind it."""
    return Cell((counted_run(whole(count), behind, withheld=withheld),))


def _when(day: date | None, wave: int | None) -> Cell:
    runs = [Run(long_date(day), unbroken=True)] if day else []
    if wave is not None:
        runs.append(Run((", " if runs else "") + words.column("wave", str(wave))))
    return Cell(tuple(runs))


def _codebook(report: TriangulationReport) -> Iterator[Block]:
    yield Heading(_("The codebook in brief"), anchor="codebook")
    if not report.codes:
        yield Paragraph(text(_("The codebook is empty.")))
        return
    ways, beside_them = Ways(report), _beside(report)
    yield Table(
        _("Codes, their meaning and their use"),
        (Column(1.05), Column(1.6), Column(3.0), Column(1.0, "right"), Column(1.25, "right")),
        (
            head(
                _("Code"),
                _("Name"),
                _("Definition"),
                counted.heading(report.unit),
                _("Passages of all field data"),
            ),
        ),
        tuple(
            Row(
                (
                    Cell((Run(code.code, code=True),)),
                    cell(code.name, bold=code.level == 0),
                    cell(code.definition),
                    ways.cell(whole(code.informants), code.code, uncounted=beside_them)
                    if code.informants
                    else cell("0"),
                    ways.passages(code.codings, code.code, uncounted=("literature",)),
                ),
                section=code.level == 0,
                comments=beside(code.remarks),
                mark=code.mark,
                about=f"{code.code} {code.name}".rstrip(),
            )
            for code in report.codes
        ),
        anchor="tbl-codebook",
        note=text(
            _(
                "Passages are those of documents and observations. A branch counts each document and each passage once, "
                "whatever the number of its codes: the codes below it can come to more."
            )
        )
        if report.counts_documents
        else text(_("Nothing has been coded yet, so all counts are 0."))
        if not any(code.codings for code in report.codes)
        else (
            Run(
                _(
                    "Passages are those of interviews, focus groups, observations and documents; those of {who} "
                    "alone stand in ",
                    who=counted.several(report.unit),
                )
            ),
            Run("–", link="tbl-prominence", label=True),
            Run(", " + _("those that may be printed in ")),
            Run("–", link="codings", label=True),
            Run(
                ". "
                + _(
                    "A branch counts each {one} and each passage once, whatever the number of its codes: the "
                    "codes below it can come to more.",
                    one=counted.single(report.unit),
                )
            ),
        ),
    )


def _prominence(report: TriangulationReport) -> Iterator[Block]:
    of_documents = report.counts_documents
    yield Heading(
        _("How far each aspect reaches among the documents")
        if of_documents
        else _("How far each aspect reaches among the {who}", who=counted.several(report.unit)),
        anchor="prominence",
    )
    rows = report.prominence
    if not any(row.k or row.segments for row in rows):
        yield Paragraph(text(_("Nothing has been coded yet.")))
        return
    yield Paragraph(text(_how_ranked(report.unit)))
    ways = Ways(report)
    labels = (_("present or strengthens"), _("spoken of otherwise"), _("not spoken of"))
    branches = [row for row in rows if row.level == 0] or list(rows)
    undefined = _("nobody was heard")
    beside_them = _beside(report)
    yield Figure(
        prominence_chart(branches, labels, undefined),
        _("Documents in which each aspect is present")
        if of_documents
        else _("{who} in whose words each aspect is present", who=counted.heading(report.unit)),
        "; ".join(f"{row.name} {_share(row.strengthens, row.n, undefined)}" for row in branches),
        anchor="fig-prominence",
    )
    yield Table(
        _("{who} by aspect", who=counted.heading(report.unit)),
        (
            *(Column(0.6, "centre"), Column(1.05), Column(2.0)),
            *(Column(0.6, "centre") for _n in range(3)),
            *(_NARROW,) * 3,
        ),
        (
            head(
                _("Rank"),
                _("Code"),
                _("Aspect"),
                "k+",
                f"k{words.MINUS}",
                "k±",
                _("k of n"),
                _("Groups"),
                _("Passages of {who}", who=counted.several(report.unit)),
            ),
        ),
        tuple(
            Row(
                (
                    cell(_rank(row, rows)),
                    Cell((Run(row.code, code=True),)),
                    cell(row.name, bold=row.level == 0),
                    *(
                        ways.toned(whole(count), row.code, toned)
                        for count, toned in zip(
                            (row.strengthens, row.weakens, row.mixed), row.tones, strict=True
                        )
                    ),
                    ways.cell(
                        _share(row.k, row.n, "–"),
                        row.code,
                        uncounted=beside_them,
                        shade=prominence_shade(row.k, row.n),
                    ),
                    ways.cell(_share(row.groups, row.of_groups, "–"), row.code, uncounted=beside_them)
                    if row.groups
                    else cell(_share(row.groups, row.of_groups, "–")),
                    ways.passages(row.segments, row.code, uncounted=beside_them)
                    if row.segments
                    else cell("0"),
                ),
                about=f"{row.code} {row.name}".rstrip(),
            )
            for row in rows
        ),
        anchor="tbl-prominence",
        note=text(f"{_counted(report.unit)} {_ranks()}"),
    )


def _beside(report: TriangulationReport) -> tuple[str, ...]:
    """Whose quotes stand under a code and are not in the number of those who speak of it."""
    return ("literature",) if report.counts_documents else ("document", "literature")


def _how_ranked(unit: str) -> str:
    if unit == counted.DOCUMENTS:
        return _(
            "Nobody's talk is in this study, so documents are counted, not quotes: a long document weighs no more than "
            "a short one. Bearing an aspect is mention and not strength: aspects are ranked by the documents in which "
            "it is present or strengthens (+), then by the groups reached, whose documents these are; how often it is "
            "coded ranks nothing."
        )
    words = _(
        "Counted are {who}, not quotes, so that a talkative {one} weighs no more than another. Speaking of an "
        "aspect is mention and not strength: aspects are ranked by the {who} in whose words it is present or "
        "strengthens (+), then by the groups reached; how often it is coded ranks nothing.",
        who=counted.several(unit),
        one=counted.single(unit),
    )
    return " ".join(filter(None, (words, counted.session_remark(unit))))


def _counted(unit: str) -> str:
    if unit == counted.DOCUMENTS:
        return _(
            "k: documents that bear the aspect, by valence of their codings: + present or strengthens, − absent or "
            "weakens, ± both; a document without a valence is in k alone. n: documents and observations of the field. "
            "Groups: those whose documents these are."
        )
    return _(
        "k: {who} that speak of the aspect, by valence of their codings: + present or strengthens, "
        "− absent or weakens, ± both; {one} without a valence is in k alone. n: {who} that could have spoken of it. "
        "Groups: those in which somebody speaks of it.",
        who=counted.several(unit),
        one=counted.one(unit),
    )


def _ranks() -> str:
    return _(
        "Rank: by k+, then by groups, branches among themselves and the codes below them among themselves; = is a tie."
    )


def _rank(row: ProminenceRow, rows: Sequence[ProminenceRow]) -> str:
    """Its place among its peers, with a sign where it shares it."""
    peers = [one for one in rows if bool(one.level) == bool(row.level) and one.rank == row.rank]
    return f"{row.rank}=" if len(peers) > 1 else str(row.rank)


def _share(part: int, whole: int, undefined: str) -> str:
    return f"{part}/{whole}" if whole else undefined


_NARROW = Column(1.1, "centre")
