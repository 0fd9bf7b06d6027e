"""The appendices of report `triangulation`: how it is read, codes by group, the quotes behind every count, works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from qualcode.analysis import counted
from qualcode.analysis.counted import several
from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.data import CodedQuote, CodeGroupCell, CodeRow, TriangulationReport
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Heading,
    ListBlock,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.parts import (
    QUOTES,
    codings_words,
    consent_notes,
    head,
    prominence_shade,
    quoted,
    reference,
)
from qualcode.reports.parts import counted as counted_run
from qualcode.reports.quote_ways import Ways
from qualcode.reports.remarks import beside

WORKS = (
    (
        "Burt, R. S. (1992). ",
        "Structural holes: The social structure of competition",
        ". Harvard University Press.",
    ),
    (
        "Farmer, T., Robinson, K., Elliott, S. J., & Eyles, J. (2006). Developing and implementing a triangulation "
        + "protocol for qualitative health research. ",
        "Qualitative Health Research, 16",
        "(3), 377–394.",
    ),
    (
        "Freeman, L. C. (1977). A set of measures of centrality based on betweenness. ",
        "Sociometry, 40",
        "(1), 35–41.",
    ),
    (
        "Krackhardt, D., & Stern, R. N. (1988). Informal networks and organizational crises: An experimental "
        + "simulation. ",
        "Social Psychology Quarterly, 51",
        "(2), 123–140.",
    ),
)
"""Author and year, with the title of an article; what is set in italics; the rest."""


def legend(unit: str) -> Iterator[Block]:
    """How symbols and statuses are read, and whose definition it is; columns count `unit`, as `analysis.counted` has it."""
    who = several(unit)
    yield PageBreak()
    yield Heading(_("How symbols and statuses are read"), kind="appendix", anchor="legend")
    yield Paragraph(
        text(
            _(
                "The way of comparing is adapted from Farmer et al. (2006): what they call agreement, partial "
                "agreement, silence and dissonance is computed here from the stance that the researcher gave to "
                "every quote. It is a reading aid and no verdict on the truth."
            )
        )
    )
    rows = (
        ("+", _("all {who} with a stance support the claim", who=who)),
        (words.MINUS, _("all {who} with a stance contradict the claim", who=who)),
        ("±", _("{who} qualify the claim, or speak for and against it themselves", who=who)),
        ("≠", _("some {who} of the column support the claim and others contradict it", who=who)),
        ("0", _("silent: could have spoken of it and did not; silence is never taken for agreement")),
        (_("not asked"), _("nobody of the column was asked")),
        (_("out of scope"), _("the scope of the finding leaves all of the column out")),
        (_("documents only"), _("documents or observations speak for the column, and no informant could")),
        (_("no source"), _("there is no source of that kind")),
    )
    yield _legend_table(_("Symbols of a cell"), _("Symbol"), rows, "tbl-symbols")
    verdicts = (
        (words.verdict("AGREEMENT"), _("all that report support the claim, or all contradict it")),
        (words.verdict("PARTIAL"), _("none contradicts another outright, but some only qualify the claim")),
        (words.verdict("DISSONANCE"), _("some support and others contradict, between columns or within one")),
        (words.verdict("UNTRIANGULATED"), _("exactly one column reports: nothing to compare it with")),
        (words.verdict("NO_DATA"), _("no column reports")),
    )
    yield _legend_table(_("Status of a finding"), _("Status"), verdicts, "tbl-verdicts")
    yield Paragraph(
        text(
            _(
                "Coverage is the number of columns that report over those that have a source. Documents and "
                "observations stand beside the informants and are not in n; the speakers of one focus group are one "
                "unit. Literature corroborates and is not counted as field data."
            )
        )
    )


def _legend_table(caption: str, first: str, rows: tuple[tuple[str, str], ...], anchor: str) -> Table:
    return Table(
        caption,
        (Column(1.2), Column(4.0)),
        (head(first, _("Meaning")),),
        tuple(Row((cell(name, bold=True), cell(meaning))) for name, meaning in rows),
        anchor=anchor,
        source="",
    )


def code_groups(report: TriangulationReport) -> Iterator[Block]:
    """Codes across groups; every number leads to its quotes."""
    if not report.code_groups:
        return
    yield Heading(_("Codes by group"), kind="appendix", anchor="code-groups")
    ways = Ways(report)
    yield Table(
        _("{who} by code and group", who=counted.heading(report.unit)),
        (Column(2.1), *(Column(1.3, "centre") for _g in report.columns)),
        ((*head(_("Code")), *(cell(words.column("group", name), bold=True) for name in report.columns)),),
        tuple(
            Row(
                (
                    Cell((Run(row.code, code=True), Run(f" {row.name}"))),
                    *(
                        _code_cell(one, ways.behind(row.code, name))
                        for name, one in zip(report.columns, row.cells, strict=True)
                    ),
                )
            )
            for row in report.code_groups
        ),
        anchor="tbl-code-groups",
        note=text(
            _(
                "k/n documents of the group that bear it, then how many by valence; the darker, the larger the share "
                "where n is at least 3. This is coverage and not agreement: a code has no truth value."
            )
            if report.counts_documents
            else _(
                "k/n {who} of the group who speak of it, then how many by valence; the darker, the larger the "
                "share where n is at least 3. This is coverage and not agreement: a code has no truth value.",
                who=counted.several(report.unit),
            )
        ),
        landscape=len(report.columns) > 5,
        dense=True,
    )


def _code_cell(value: CodeGroupCell, behind: tuple[str, ...]) -> Cell:
    parts = [f"{value.k}/{value.n}"] if value.n else []
    parts += [_("+{n} doc", n=value.documents)] if value.documents else []
    parts += [_("+{n} literature", n=value.literature)] if value.literature else []
    signed = words.signed(value.strengthens, value.weakens, value.mixed)
    shown = counted_run(" ".join(parts) or "–", behind, withheld=value.withheld)
    return Cell((shown, Run(f"\n{signed}" if signed else "")), shade=prominence_shade(value.k, value.n))


def codings(report: TriangulationReport) -> Iterator[Block]:
    """Every quote that was counted and may be printed, by code."""
    if not report.codings:
        return
    yield PageBreak()
    yield Heading(_("Quotes behind the counts"), kind="appendix", anchor=QUOTES)
    ways = Ways(report)
    codes = {code.code: code for code in report.codes}
    rows: list[Row] = []
    for code, coded in groupby(ways.rows, key=lambda row: row.shown.code):
        known = codes.get(code)
        title = f"{code} {known.name}" if known and known.name else code
        count = f" · {_printed(known)}" if known else ""
        rows.append(Row((Cell((Run(title, bold=True), Run(count)), span=2),), section=True))
        for one in coded:
            lead = (Run(words.column("group", one.shown.group) + ": ", bold=True),) if one.first else ()
            row = Row(
                (cell(one.shown.unit, bold=True), Cell((*lead, *_run_on(one.quotes, report.citing)))),
                one.anchor,
                continues=not one.first,
                kind=ways.kind(one.shown.unit),
                comments=beside(remark for quote in one.quotes for remark in quote.remarks),
            )
            rows.append(row)
    yield Table(
        _("Quotes by code"),
        (Column(0.6), Column(6.5)),
        (head(_("Unit"), _("Group, quote and reference")),),
        tuple(rows),
        anchor="tbl-codings",
        note=text(
            _(
                "A group is named before the first of its quotes. Before a quote: + present or strengthens, − absent or weakens, "
                "± both, as the researcher judged the quote."
            )
        ),
        dense=True,
    )
    yield from consent_notes(report)


def _printed(code: CodeRow) -> str:
    """How many of the passages counted for a code stand below, and how many works beside them."""
    if code.withheld:
        shown = _(
            "{printed} of {n} ({withheld} not printed)",
            printed=code.own - code.withheld,
            n=code.own,
            withheld=code.withheld,
        )
    else:
        shown = codings_words(code.own)
    return f"{shown}, " + _("+{n} literature", n=code.literature) if code.literature else shown


def _run_on(quotes: Iterable[CodedQuote], citing: str) -> Iterator[Run]:
    """The quotes of one unit one after another, each with its sign and reference."""
    for number, quote in enumerate(quotes):
        sign = {"strengthens": "+ ", "weakens": f"{words.MINUS} ", "mixed": "± "}.get(quote.valence, "")
        yield Run(("  " if number else "") + sign)
        yield from quoted(quote.text, quote.paraphrase)
        yield reference(quote.reference, citing=citing)


def works() -> Iterator[Block]:
    """The works that the methods follow."""
    yield Heading(_("Works the methods follow"), kind="appendix", anchor="works")
    yield ListBlock(
        tuple((Run(title), Run(journal, italic=True), Run(pages)) for title, journal, pages in WORKS)
    )
