"""The findings of report `triangulation`: an overview, then a section for each with its quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from qualcode.analysis import counted
from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.data import (
    Adjudication,
    CellRow,
    EvidenceQuote,
    FigureEvidence,
    FindingSection,
    MemberCheckRow,
    TriangulationReport,
)
from qualcode.reports.document import (
    Block,
    Column,
    Facts,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Row,
    Run,
    Runs,
    Table,
    cell,
    text,
)
from qualcode.reports.matrices import matrix_cell, member_words, quote_anchors, quoted_groups
from qualcode.reports.painting import long_date, true_minus
from qualcode.reports.parts import head, not_printed, paraphrase_run, quote_notes, scope_words, withheld
from qualcode.reports.remarks import beside
from qualcode.reports.sections.data import AttributeBody

FIGURE_ANCHORS = {"prominence": "fig-prominence", "network": "fig-network", "table": "tbl-code-groups"}
"""Where a report shows what a figure of evidence speaks of."""

NEEDS_EXPLANATION = ("PARTIAL", "DISSONANCE")


def findings(report: TriangulationReport) -> Iterator[Block]:
    """The chapter of findings: how to read it, the matrix of all, a section for each."""
    yield Heading(_("Findings and their triangulation"), anchor="findings")
    if not report.findings:
        yield Paragraph(text(_("No finding has been written yet, so there is nothing to triangulate.")))
        return
    yield Paragraph(
        (
            Run(
                _(
                    "A finding is a claim in one sentence. Every quote linked to it supports, contradicts or qualifies "
                    "the claim; the researcher decided which. The status is computed from {who}, never from the "
                    "number of quotes, and one contrary {one} is enough to end an agreement. The definition is "
                    "adapted from Farmer et al. (2006); how symbols are read stands in ",
                    who=counted.several(counted.people(report.unit)),
                    one=counted.single(counted.people(report.unit)),
                )
            ),
            Run(_("the appendix"), link="legend", label=True),
            Run("."),
        )
    )
    yield _overview(report)
    for position, finding in enumerate(report.findings, 1):
        yield from section(position, finding, report)


def _overview(report: TriangulationReport) -> Table:
    return Table(
        _("Findings and their status"),
        (Column(0.5), Column(3.2), Column(1.9), Column(1.15, "centre"), Column(1.1, "centre")),
        (
            head(
                _("No."), _("Finding"), _("Status"), _("Groups"), counted.heading(counted.people(report.unit))
            ),
        ),
        tuple(row for position, finding in enumerate(report.findings, 1) for row in _rows(position, finding)),
        anchor="tbl-findings",
        note=(
            Run(
                _(
                    "Groups that report of those that have a source; {who} with a stance of those in scope.",
                    who=counted.several(counted.people(report.unit)),
                )
            ),
            Run(" " + _("The full matrices stand in the appendix: ")),
            Run("–", link="tbl-by-group", label=True),
        ),
    )


def _rows(position: int, finding: FindingSection) -> Iterator[Row]:
    yield Row(
        (
            cell(finding.number, bold=True, link=f"f{position}"),
            cell(finding.claim),
            cell(words.row_verdict(finding.row)),
            cell(f"{finding.row.reporting}/{finding.row.columns}", link=f"f{position}-row"),
            cell(f"{finding.row.k}/{finding.row.n}", link=f"f{position}-row"),
        ),
        mark=finding.mark,
    )
    own = finding.adjudication
    if own is not None:
        said = _("researcher's own: {verdict}", verdict=words.verdict(own.verdict))
        yield Row(
            (cell(), cell(f"{said} ({_made(own)}). " + _("Reason: {reason}", reason=own.reason), span=4)),
            continues=True,
        )
    if checked := member_words(finding):
        yield Row((cell(), cell(_("member check") + ": " + "; ".join(checked), span=4)), continues=True)


def _made(own: Adjudication) -> str:
    """Who gave an own verdict, and when."""
    when = ", ".join(part for part in (long_date(own.day) if own.day else "", own.time) if part)
    return ", ".join(part for part in (own.author, when) if part) or "–"


def section(position: int, finding: FindingSection, report: TriangulationReport) -> Iterator[Block]:
    """One finding: claim, matrix row, quotes by group, explanation, adjudication, figures, member checks."""
    anchor = f"f{position}"
    yield Heading(_("Finding {number}", number=finding.number), level=2, anchor=anchor)
    yield Paragraph(
        (Run(finding.claim, bold=True),), style="lead", comments=beside(finding.remarks), mark=finding.mark
    )
    yield Facts(tuple(finding_facts(finding)))
    yield _finding_row(anchor, finding)
    yield from _quotes(anchor, finding, report)
    yield from _figures(finding.figures, report)
    yield from _explanation(finding)
    yield from member_checks(finding)


def member_checks(finding: FindingSection) -> Iterator[Block]:
    """What informants said when they were shown the finding."""
    if finding.member_checks:
        yield Paragraph((Run(_("Member check"), bold=True),), style="lead")
        yield ListBlock(
            tuple(
                text(". ".join(part for part in (_checked(c), c.comment) if part))
                for c in finding.member_checks
            )
        )


def _checked(check: MemberCheckRow) -> str:
    when = f", {long_date(check.day)}" if check.day else ""
    return f"{check.informant}: {words.outcome(check.outcome)}{when}"


def finding_facts(finding: FindingSection) -> Iterator[tuple[str, Runs]]:
    """What is known of a finding besides its quotes, as names and values."""
    row = finding.row
    if finding.question:
        yield _("Research question"), text(f"{finding.question.number}. {finding.question.text}")
    if finding.theme:
        yield _("Theme"), text(finding.theme)
    if finding.indicator:
        yield _("Indicator"), text(finding.indicator)
    if finding.codes:
        yield _("Codes"), code_runs(finding.codes)
    yield _("Stage"), text(_("final") if finding.final else _("tentative"))
    computed = words.row_verdict(row)
    if finding.adjudication is None:
        yield _("Status"), (Run(computed, bold=True),)
    else:
        made = finding.adjudication
        yield _("Status, computed"), text(computed)
        yield (
            _("Status, adjudicated"),
            (
                Run(words.verdict(made.verdict), bold=True),
                Run(f" ({_made(made)}). " + _("Reason: {reason}", reason=made.reason)),
            ),
        )
    yield (
        _("Coverage"),
        text(words.coverage(row)),
    )
    if finding.scope:
        yield _("Scope"), text(scope_words(finding))
    if finding.not_asked:
        yield _("Not asked"), text(", ".join(finding.not_asked))
    if row.silent:
        yield _("Silent"), text(", ".join(words.column("group", name) for name in row.silent))
    if row.remarks:
        yield _("To know"), text("; ".join(row.remarks))
    labels = Counter(label for _a, _b, label in row.pairs)
    if labels:
        order = ("AGREEMENT", "PARTIAL", "DISSONANCE", "SILENCE", "NA")
        shown = [f"{words.label(label)} {labels[label]}" for label in order if labels[label]]
        yield _("Pairs of groups"), text(", ".join(shown))


def _finding_row(anchor: str, finding: FindingSection) -> Table:
    groups = {name: f"{anchor}-g{i}" for i, name in enumerate(quoted_groups(finding), 1)}
    anchors = quote_anchors(int(anchor[1:]), finding)
    cells = finding.row.cells
    head = [cell(words.column("group", c.column), bold=True) for c in cells]
    columns = [Column(1.0, "centre") for _c in cells] + [Column(1.3)]
    return Table(
        caption=_("Finding {number} across the groups", number=finding.number),
        columns=tuple(columns),
        header=((*head, cell(_("Status"), bold=True)),),
        rows=(
            Row(
                (
                    *(matrix_cell(c, groups.get(c.column, ""), anchors) for c in cells),
                    cell(words.row_verdict(finding.row)),
                ),
                about=finding.number,
            ),
            *_unit_rows(cells),
        ),
        anchor=f"{anchor}-row",
    )


def _unit_rows(cells: Sequence[CellRow]) -> Iterator[Row]:
    if any(c.units for c in cells):
        units = (
            ", ".join(true_minus(unit).replace(" ", "\N{NO-BREAK SPACE}", 1) for unit in c.units)
            for c in cells
        )
        yield Row((*(cell(shown) for shown in units), cell(_("who takes a stance"))), continues=True)


def code_runs(codes: Sequence[str]) -> Runs:
    """Codes with commas between them."""
    runs: list[Run] = []
    for code in codes:
        if runs:
            runs.append(Run(", "))
        runs.append(Run(code, code=True))
    return tuple(runs)


def _quotes(anchor: str, finding: FindingSection, report: TriangulationReport) -> Iterator[Block]:
    if not finding.quotes and not finding.withheld:
        yield Note(text(_("No quote is linked to this finding yet.")), "warning")
    anchors = quote_anchors(int(anchor[1:]), finding)
    signs = {c.column: c for c in finding.row.cells}
    for number, group in enumerate(quoted_groups(finding), 1):
        shown = f" · {words.symbol(signs[group])}" if group in signs else ""
        kept_back = signs[group].withheld if group in signs else 0
        said = (Run(" · "), not_printed(kept_back)) if kept_back else ()
        yield Paragraph(
            (Run(words.column("group", group), bold=True), Run(shown), *said),
            style="lead",
            anchor=f"{anchor}-g{number}",
        )
        for quote in finding.quotes:
            if quote.group == group:
                yield Quote(
                    text=quote.text,
                    reference=quote.reference,
                    lead=_lead(quote),
                    translation=quote.translation,
                    paraphrase=quote.paraphrase,
                    anchor=anchors[quote.id],
                    language=quote.language,
                    comments=beside(quote.remarks),
                    notes=quote_notes(report.citing, quote),
                    mark=quote.mark,
                )
    if finding.withheld:
        yield Note(text(withheld(finding.withheld)))


def _lead(quote: EvidenceQuote) -> Runs:
    runs = [Run(quote.unit, bold=True)]
    if quote.method != "interview":
        runs.append(Run(f" ({words.method(quote.method)})"))
    by = f" ({quote.coder})" if quote.coder else ""
    runs.append(Run(f", {words.stance(quote.stance)}{by}"))
    if quote.period:
        runs.append(Run(f", {words.period(quote.period)}"))
    if quote.codes:
        runs += [Run(" ["), *code_runs(quote.codes), Run("]")]
    if quote.paraphrase:
        runs += [Run(" "), paraphrase_run()]
    return (*runs, Run(": "))


def _figures(figures: Sequence[FigureEvidence], report: TriangulationReport) -> Iterator[Block]:
    if not figures:
        return
    yield Paragraph((Run(_("Figures that speak for the claim"), bold=True),), style="lead")
    items: list[Runs] = []
    for figure in figures:
        kind = _("attribute") if figure.attribute else words.figure_kind(figure.kind)
        parts = [Run(kind[:1].upper() + kind[1:])]
        if figure.value:
            parts.append(Run(f": {figure.value}"))
        if figure.note:
            parts.append(Run(f". {figure.note}"))
        if anchor := _anchor(figure, report):
            parts += [Run(" ("), Run(kind, link=anchor, label=True), Run(")")]
        items.append(tuple(parts))
    yield ListBlock(tuple(items))


def _anchor(figure: FigureEvidence, report: TriangulationReport) -> str:
    """Where the report shows what a figure says; empty where it does not."""
    if not figure.attribute:
        return FIGURE_ANCHORS.get(figure.kind, "")
    for number, section in enumerate(report.sections, 1):
        body = section.body
        if isinstance(body, AttributeBody) and body.name.casefold() == figure.attribute.casefold():
            return f"section{number}-values1"
    return ""


def _explanation(finding: FindingSection) -> Iterator[Block]:
    row = finding.row
    if finding.explanation:
        yield Paragraph((Run(_("Explanation"), bold=True),), style="lead")
        for part in finding.explanation.split("\n\n"):
            yield Paragraph(text(part.strip()))
    elif row.verdict in NEEDS_EXPLANATION or row.split or row.changed:
        yield Note(
            text(
                _(
                    "The sources do not agree and nobody has explained why yet. Write the explanation before this "
                    "report is handed in."
                )
            ),
            "warning",
        )
    if finding.negative_case:
        yield Paragraph((Run(_("Negative case"), bold=True),), style="lead")
        yield Paragraph(text(finding.negative_case))
    if finding.negated:
        yield Note(
            text(
                _(
                    "The claim says that something is not so. Silence does not support such a claim: check that each "
                    "supporting quote states the absence, or write the claim in its positive form."
                )
            ),
            "warning",
        )
