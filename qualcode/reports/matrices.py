"""The matrices of report `triangulation`, and the way from every cell to the quotes it was counted from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qualcode.analysis import counted
from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.data import (
    CellRow,
    FindingSection,
    Matrix,
    MatrixRow,
    TriangulationReport,
)
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Heading,
    Note,
    PageBreak,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.parts import not_printed, reference

WIDE_FROM = 4
"""A matrix with this many columns and a claim in every row does not fit an upright page."""


def appendix_matrices(report: TriangulationReport) -> Iterator[Block]:
    """The matrices by each way findings are compared; all but that by group with the quotes behind each cell."""
    captions = {
        "group": _("Triangulation by source: findings and informant groups"),
        "method": _("Triangulation by method: findings and kinds of data"),
        "wave": _("Triangulation by time: findings and times of collection"),
        "coder": _("Triangulation by researcher: findings and coders"),
        "group-method": _("Methods within each group: findings, groups and kinds of data"),
    }
    shown = [m for m in report.matrices if m.by in captions]
    if not shown:
        return
    yield PageBreak()
    yield Heading(_("Triangulation matrices"), kind="appendix", anchor="matrices")
    for value in shown:
        if not value.sufficient:
            yield Note(text(insufficient(value.by)))
        if value.rows and value.columns:
            yield from matrix(value, report, captions[value.by], full=value.by != "group")


def matrix_cell(value: CellRow, link: str, anchors: Mapping[str, str]) -> Cell:
    """A cell of a matrix; its number leads to the quotes it was counted from, whose `anchors` are named by their ids."""
    behind = tuple(anchor for quote, anchor in anchors.items() if quote in value.quotes) if link else ()
    withheld = value.withheld if value.quotes else 0
    run = Run(words.symbol(value), link=link, behind=behind, withheld=withheld)
    return Cell((run,), shade=words.shade(value), align="centre")


def quoted_groups(finding: FindingSection) -> list[str]:
    """Groups that have a quote, printed or not, in the order of the matrix, those without a column last."""
    columns = [c.column for c in finding.row.cells]
    named = {quote.group for quote in finding.quotes} | {c.column for c in finding.row.cells if c.withheld}
    return [name for name in columns if name in named] + sorted(named.difference(columns))


def quote_anchors(position: int, finding: FindingSection) -> dict[str, str]:
    """Coding id to the anchor of its quote in the section of the finding."""
    return {quote.id: f"f{position}-q{n}" for n, quote in enumerate(finding.quotes, 1)}


def matrix(
    value: Matrix, report: TriangulationReport, caption: str, *, full: bool = False
) -> Iterator[Block]:
    """Findings across columns; a `full` one is followed by the quotes behind its cells."""
    wide = len(value.columns) >= WIDE_FROM
    sections = {finding.number: (n, finding) for n, finding in enumerate(report.findings, 1)}
    rows: list[Row] = []
    behind: list[Row] = []
    nested = value.by == "group-method"
    for place, row in enumerate(value.rows):
        group = words.column("group", row.within) if nested else ""
        if row.finding not in sections:
            continue
        position, finding = sections[row.finding]
        anchors = quote_anchors(position, finding)
        cells: list[Cell] = []
        start = 1
        if nested:
            # A finding has a row for each group: its cells are numbered through.
            start = 1 + sum(len(other.cells) for other in value.rows[:place] if other.finding == row.finding)
        for number, one in enumerate(row.cells, start):
            anchor = _way(value, position, number, one, finding)
            cells.append(matrix_cell(one, anchor, anchors))
            if full and anchor:
                behind.append(_behind(value, anchor, position, row, one, finding))
        rows.append(
            Row(
                (
                    Cell((Run(row.finding, bold=True, link=f"f{position}"),)),
                    cell(group or row.claim),
                    *cells,
                    cell(status_words(row, value.by, finding)),
                ),
                about=f"{row.finding} · {group}" if group else "",
            )
        )
    names = [words.column(value.by, name) for name in value.columns]
    yield Table(
        caption=caption,
        columns=(
            Column(0.45),
            Column(2.2),
            *(Column(1.0, "centre") for _name in names),
            Column(1.35),
        ),
        header=(
            (
                cell(_("No."), bold=True),
                cell(_("Group") if nested else _("Finding"), bold=True),
                *(cell(name, bold=True) for name in names),
                cell(_("Status"), bold=True),
            ),
        ),
        rows=tuple(rows),
        anchor=f"tbl-by-{value.by}",
        note=text(_note(value.by, counted.people(report.unit))),
        landscape=wide,
    )
    if behind:
        yield Table(
            caption=_("Quotes behind the cells: {caption}", caption=caption[:1].lower() + caption[1:]),
            columns=(Column(0.5), Column(1.2), Column(4.0)),
            header=(
                (
                    cell(_("No."), bold=True),
                    cell(_column_head(value.by), bold=True),
                    cell(_("Quotes"), bold=True),
                ),
            ),
            rows=tuple(behind),
            anchor=f"tbl-behind-{value.by}",
            dense=True,
        )


def status_words(row: MatrixRow, by: str, finding: FindingSection) -> str:
    """The computed verdict; by group also a person's own, and what informants said when they were shown the finding."""
    lines = [f"{words.row_verdict(row)}, {row.reporting}/{row.columns}"]
    if by != "group":
        return lines[0]
    if finding.adjudication is not None:
        own = words.verdict(finding.adjudication.verdict)
        lines.append(_("researcher's own: {verdict}", verdict=own))
    return "\n".join(lines + member_words(finding))


def member_words(finding: FindingSection) -> list[str]:
    """Member checks on one line each kind: "refused: K2, K4"; what was refused stands first."""
    every = ("refused", "corrected", "confirmed", "pending")
    who = {kind: [c.informant for c in finding.member_checks if c.outcome == kind] for kind in every}
    return [f"{words.outcome(kind)}: {', '.join(who[kind])}" for kind in every if who[kind]]


def _note(by: str, unit: str) -> str:
    if by == "coder":
        return _(
            "A column is a coder's reading of the sources that another coder read too: what differs is the reading and "
            "not what informants said. Symbols and k/n are read as in the other matrices; each cell leads to its quotes."
        )
    if by == "group-method":
        return _(
            "Only groups that several kinds of data look at stand here. The verdict is of one group, from one kind of data "
            "to another; a document is about the group that made it, or about the one it is said to be about."
        )
    return _(
        "The symbol is followed by the {who} with a stance of those who could have one (k/n); † rests on one "
        "person. The darker a cell, the more there is to explain. Each cell leads to its quotes.",
        who=counted.several(unit),
    )


def _column_head(by: str) -> str:
    return {
        "method": _("Method"),
        "wave": _("Time"),
        "coder": _("Coder"),
        "group-method": _("Group and method"),
    }.get(by, _("Group"))


def _way(value: Matrix, position: int, number: int, one: CellRow, finding: FindingSection) -> str:
    """The anchor a cell leads to; none where it was counted from no quote."""
    if value.by == "group":
        groups = quoted_groups(finding)
        return f"f{position}-g{groups.index(one.column) + 1}" if one.column in groups else ""
    return f"f{position}-{value.by}{number}" if one.quotes or one.withheld else ""


def _behind(
    value: Matrix, anchor: str, position: int, row: MatrixRow, one: CellRow, finding: FindingSection
) -> Row:
    anchors = quote_anchors(position, finding)
    runs: list[Run] = []
    for quote in finding.quotes:
        if quote.id in one.quotes:
            runs += [Run("; ")] if runs else []
            runs += [
                reference(quote.reference, link=anchors[quote.id]),
                Run(f" {words.stance(quote.stance)}"),
            ]
    if one.withheld:
        runs += [Run("; ")] if runs else []
        runs.append(not_printed(one.withheld))
    named = words.column(value.by, one.column)
    if row.within:
        named = f"{words.column('group', row.within)}, {named}"
    return Row((cell(finding.number, bold=True), cell(named), Cell(tuple(runs))), anchor)


def insufficient(by: str) -> str:
    """Why a matrix cannot be called triangulation."""
    return {
        "method": _(
            "Triangulation by method needs two methods on the same subject; this study does not have them."
        ),
        "wave": _(
            "Triangulation by time needs the same informant at two times; this study does not have that."
        ),
    }.get(by, _("Triangulation by source needs two groups; this study does not have them."))
