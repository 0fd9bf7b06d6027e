"""Figures as data of a report's section, or of a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from qualcode.analysis.agreement import reason_words
from qualcode.analysis.agreement.presence import SHARES, U_ALPHA
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.network.drawing import PRINT_WIDTH, graph_svg, ties_words
from qualcode.project.agreement import CHARACTER, SIGNS, TURN, missing_intervals
from qualcode.project.figures import CountTable
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_sections.comparing import compared
from qualcode.project.report_sections.comparisons import ATTRIBUTE
from qualcode.project.seatings import GROUP, METHOD, WAVE
from qualcode.project.units_counted import unit_of
from qualcode.reports import words
from qualcode.reports.charts.data import (
    AgreementChart,
    Bar,
    Chart,
    FigureBody,
    Heat,
    HeatRow,
    Mark,
    MatrixChart,
    NetworkChart,
    ProminenceChart,
    SaturationChart,
    Step,
)

ROWS, MATRIX_ROWS, COLUMNS = 25, 32, 10
"""What a figure on a page has room for; a codebook with more rows is shown by its top branches."""
MOST = 5
"""Those with the most neighbours that are named."""

TAKES: Mapping[str, Sequence[str]] = {
    "prominence": ("codes", "coder"),
    "matrix": ("by", "codes", "coder"),
    "saturation": ("base", "run", "threshold", "which", "order", "group", "coder"),
    "agreement": ("coders", "unit", "coefficient", "codes"),
    "network": ("group",),
}
"""What there are figures of, and the settings that mean something for each."""


def fits(given: Mapping[str, Any]) -> None:
    """Raises BadInput for a setting that means nothing for the figure asked for."""
    of = given["of"]
    for name in given:
        if name != "of" and name not in TAKES[of]:
            allowed = ", ".join(TAKES[of])
            raise BadInput(
                _(
                    "a figure of {of} has no setting {name}; it has: {allowed}",
                    of=of,
                    name=name,
                    allowed=allowed,
                )
            )


def figure(of: Gathering, given: Mapping[str, Any]) -> FigureBody:
    """What the figure shows; what is empty or undefined says why."""
    fits(given)
    last = of.project.history.last_change()
    found = GATHERED[given["of"]](of, given)
    year = of.passages.study.year or (last.year if last else 0)
    return FigureBody(found.chart, found.why, year, found.left_out, found.remarks)


class Gathered(NamedTuple):
    """A chart, or why there is none."""

    chart: Chart | None
    why: str = ""
    left_out: int = 0
    """Rows or columns that found no room."""
    remarks: tuple[str, ...] = ()
    """What has to stand beside it."""


def _prominence(of: Gathering, given: Mapping[str, Any]) -> Gathered:
    rows = of.project.analysis.prominence(given.get("codes"), coder=given.get("coder"))
    if not of.project.codebook.records():
        return Gathered(None, _("the codebook is empty"))
    if not rows:
        return Gathered(None, _("no informant has been heard yet"))
    if not any(row.k for row in rows):
        return Gathered(None, _("nothing has been coded yet"))
    bars = tuple(Bar(row.code, row.name, row.plus, row.k, row.n, *row.reach) for row in rows[:ROWS])
    chart = ProminenceChart(bars, unit_of(of.passages.material))
    return Gathered(chart, left_out=max(0, len(rows) - ROWS))


def _matrix(of: Gathering, given: Mapping[str, Any]) -> Gathered:
    over = given.get("by", GROUP)
    table = of.project.analysis.counts(over, coder=given.get("coder"))
    whole = len(table.codes) <= MATRIX_ROWS
    wanted = given.get("codes") or [code.code for code in table.codes if whole or not code.depth]
    shown = {code.code: row for row, code in enumerate(table.codes)}
    rows = [shown[code] for code in wanted]
    if not rows:
        return Gathered(None, _("the codebook is empty"))
    if not any(table.counts.totals[row].k for row in rows):
        return Gathered(None, _("nothing has been coded yet"))
    # A group without an informant is a finding; a column that only documents are in is none.
    every = [
        column
        for column, name in enumerate(table.columns)
        if name in of.groups or any(table.counts.cells[row][column].n for row in rows)
    ]
    columns = every[:COLUMNS]
    top = min(table.codes[row].depth for row in rows)
    chart = MatrixChart(
        _over(over),
        tuple(_column(of, table, column) for column in columns),
        tuple(
            HeatRow(
                table.codes[row].code,
                table.codes[row].name,
                table.codes[row].depth - top,
                tuple(
                    Heat(cell.k, cell.n) for cell in (table.counts.cells[row][column] for column in columns)
                ),
            )
            for row in rows[:MATRIX_ROWS]
        ),
        over == METHOD,
        table.unit,
    )
    left_out = max(0, len(rows) - MATRIX_ROWS) + len(every) - len(columns)
    return Gathered(chart, left_out=left_out)


def _over(over: str) -> str:
    names = {GROUP: _("groups"), METHOD: _("methods"), WAVE: _("times")}
    return names.get(over, over.removeprefix(ATTRIBUTE))


def _column(of: Gathering, table: CountTable, column: int) -> str:
    name = table.columns[column]
    if table.by == GROUP:
        return of.groups.get(name, name) or words.column(GROUP, "")
    return words.column(table.by, name) if table.by in (METHOD, WAVE) else name


def _saturation(of: Gathering, given: Mapping[str, Any]) -> Gathered:
    asked = {name: value for name, value in given.items() if name not in ("of", "which")}
    found = of.project.analysis.saturation(**asked, codes=given.get("which", "all"))
    if not found.steps:
        return Gathered(None, found.reason_words() or _("nothing has been coded yet"))
    run = found.figure.confirmed
    chart = SaturationChart(
        tuple(
            Step(step.unit, new, known)
            for step, new, known in zip(found.steps, found.figure.new, found.figure.curve, strict=True)
        ),
        found.figure.base,
        found.verdict_words(),
        found.notation or "",
        found.figure.reached or 0,
        (run.first, run.last) if run else (0, 0),
        found.unit,
    )
    return Gathered(chart, remarks=tuple(found.warnings()))


def _agreement(of: Gathering, given: Mapping[str, Any]) -> Gathered:
    name = given.get("coefficient", "alpha")
    coders = given.get("coders") or compared(of)
    if len(coders) < 2:
        return Gathered(None, _("only one coder") if coders else _("nobody has coded yet"))
    found = of.project.agreement.compare(coders, unit=given.get("unit", TURN), coefficients=[name])
    if found.reason_words():
        return Gathered(None, found.reason_words())
    wanted = set(given.get("codes", ()))
    rows = [row for row in found.rows if (row.code.code in wanted if wanted else any(row.used) and row.leaf)]
    if not rows:
        return Gathered(None, _("no coder used a code in the turns compared"))
    marks = []
    for row in rows[:ROWS]:
        value, edges = row.values[name], row.intervals.get(name)
        marks.append(
            Mark(
                row.code.code,
                row.code.name,
                row.leaf,
                value.value,
                reason_words(value.reason) if value.reason else "",
                edges.low if edges else None,
                edges.high if edges else None,
                "" if name in SHARES or (why := row.no_interval.get(name)) is None else SIGNS[why],
            )
        )
    mean, codes = found.mean(name)
    unit, n = found.unit, found.n
    if name == U_ALPHA:  # which is over characters whatever was counted
        unit, n = CHARACTER, rows[0].values[name].n
    chart = AgreementChart(name, unit, n, found.coders, tuple(marks), mean, codes)
    missing = (f"{line}." for line in missing_intervals(rows[:ROWS]))
    remarks = (*missing, *found.remarks())
    return Gathered(chart, left_out=max(0, len(rows) - ROWS), remarks=remarks)


def _network(of: Gathering, given: Mapping[str, Any]) -> Gathered:
    whole = of.project.analysis.network(given.get("group"))
    if not whole.shown.ties:
        return Gathered(None, _("no tie has been recorded yet"))
    shown = whole.renamed(of.passages.names)
    part, counts = shown.shown, shown.measures.shares.counts
    degrees = sorted(
        ((node.label, shown.measures.of_node[node.key].degree) for node in part.nodes),
        key=lambda one: (-one[1], one[0]),
    )
    chart = NetworkChart(
        svg=graph_svg(part, shown.positions, shown.group_names, width=PRINT_WIDTH),
        interviewed=sum(node.interviewed for node in part.nodes),
        mentioned=sum(not node.interviewed for node in part.nodes),
        bonding=counts["bonding"],
        bridging=counts["bridging"],
        linking=counts["linking"],
        undefined=counts["undefined"],
        degrees=tuple(one for one in degrees[:MOST] if one[1]),
        ties=ties_words(part),
    )
    return Gathered(chart, remarks=tuple(shown.warnings()))


GATHERED: Mapping[str, Callable[[Gathering, Mapping[str, Any]], Gathered]] = {
    "prominence": _prominence,
    "matrix": _matrix,
    "saturation": _saturation,
    "agreement": _agreement,
    "network": _network,
}
