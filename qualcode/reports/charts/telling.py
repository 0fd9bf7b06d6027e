"""What figures say in words: captions, alternative texts, notes. Needs no matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from qualcode.analysis.counted import several, share, single
from qualcode.i18n import _, ngettext
from qualcode.reports.charts.data import (
    AgreementChart,
    Chart,
    FigureBody,
    Mark,
    MatrixChart,
    NetworkChart,
    ProminenceChart,
    SaturationChart,
)
from qualcode.reports.painting import number, painted_line, percent, whole
from qualcode.text.figures import limit

TOLD = 8
"""So many rows an alternative text names; a table holds the rest."""


def ratio(k: int, n: int) -> str:
    """k of n."""
    return f"{whole(k)}/{whole(n)}"


def coefficient(name: str) -> str:
    """A coefficient's name."""
    names = {
        "percent": _("Percent"),
        "kappa": "Cohen κ",
        "pi": "Scott π",
        "bp": "Brennan–Prediger",
        "ac1": "Gwet AC1",
        "fleiss": "Fleiss κ",
        "alpha": "Krippendorff α",
        "positive": _("Positive agreement"),
        "holsti": "Holsti",
        "u-alpha": "u-α",
    }
    return names.get(name, name)


def figure_words(name: str, value: float, places: int = 2) -> str:
    """A coefficient as it is written: a share of agreement in percent, else two decimals."""
    return percent(value, 0) if name in ("percent", "holsti") else number(value, places)


def edges_words(name: str, mark: Mark) -> str:
    """The interval, behind a blank; the sign that says why where there is none."""
    if mark.low is None or mark.high is None:
        return mark.sign
    return f" [{figure_words(name, limit(mark.low))}; {figure_words(name, limit(mark.high))}]"


def caption(chart: Chart) -> str:
    """What stands below the figure."""
    match chart:
        case ProminenceChart(of_documents=True):
            return _(
                "Prominence of codes: documents in which each is present or strengthens (k+), of all (n)"
            )
        case ProminenceChart():
            return _(
                "Prominence of codes: {who} in whose words each is present or strengthens (k+), of all heard (n)",
                who=several(chart.unit),
            )
        case MatrixChart(of_documents=True):
            return _(
                "Codes over {columns}: documents that bear each (k) of those there are (n)",
                columns=chart.over,
            )
        case MatrixChart():
            return _(
                "Codes over {columns}: {who} that mention each (k) of those who speak there (n)",
                columns=chart.over,
                who=several(chart.unit),
            )
        case SaturationChart():
            return _("New codes by {unit}, and saturation", unit=single(chart.unit))
        case AgreementChart():
            return _(
                "Agreement between {coders} code by code: {coefficient}",
                coders=", ".join(chart.coders),
                coefficient=coefficient(chart.coefficient),
            )
        case NetworkChart():
            return _("Informants, mentioned actors and their ties, by class")


def alt(chart: Chart) -> str:
    """What the figure shows, for those who cannot see it."""
    return painted_line(ALT[type(chart)](chart))


def _prominence(chart: ProminenceChart) -> str:
    told = [
        (
            _(
                "{name}: present or strengthens in {k} of {n} documents, of {reached} of {groups} groups; borne by "
                "{mention}"
            )
            if chart.of_documents
            else _(
                "{name}: present or strengthens with {share}, in {reached} of {groups} groups; spoken of by {mention}"
            )
        ).format(
            name=bar.name or bar.code,
            k=whole(bar.strengthen),
            n=whole(bar.n),
            share=share(chart.unit, bar.strengthen, bar.n),
            reached=bar.reached,
            groups=bar.groups,
            mention=whole(bar.mention),
        )
        for bar in chart.bars
    ]
    return _("Bars, the most prominent code first.") + " " + _listed(told)


def _matrix(chart: MatrixChart) -> str:
    cells = [
        (cell.k / cell.n, cell.n, row.name or row.code, column, cell)
        for row in chart.rows
        for column, cell in zip(chart.columns, row.cells, strict=True)
        if cell.n
    ]
    highest = sorted(cells, key=lambda one: (-one[0], -one[1]))
    told = [
        _("{code} in {column} {k} of {n}", code=code, column=column, k=whole(cell.k), n=whole(cell.n))
        for _share, _n, code, column, cell in highest
        if cell.k
    ]
    silent = [
        column
        for place, column in enumerate(chart.columns)
        if all(not row.cells[place].n for row in chart.rows)
    ]
    parts = [
        _(
            "Matrix of {codes} codes over {columns}, {names}.",
            codes=len(chart.rows),
            columns=chart.over,
            names=", ".join(chart.columns),
        ),
        _("Highest: {cells}", cells=_listed(told)) if told else _("Every cell is 0."),
    ]
    if silent:
        none = _("No document in: {columns}.") if chart.of_documents else _("No informant in: {columns}.")
        parts.append(none.format(columns=", ".join(silent)))
    return " ".join(parts)


def _saturation(chart: SaturationChart) -> str:
    steps = "; ".join(f"{one.who} +{one.new} = {one.known}" for one in chart.steps)
    return _(
        "Curve over {n} {units} in their order: {result}. New codes and codes so far: {steps}.",
        n=len(chart.steps),
        units=several(chart.unit),
        result=chart.result.rstrip("."),
        steps=steps,
    )


def _agreement(chart: AgreementChart) -> str:
    def told(mark: Mark) -> str:
        name = mark.name or mark.code
        if mark.value is None:
            return _("{name} undefined ({why})", name=name, why=mark.why)
        return f"{name} {figure_words(chart.coefficient, mark.value)}{edges_words(chart.coefficient, mark)}"

    head = (
        _("{coefficient} of {coders} over {n} {units}, with intervals.")
        if _has_intervals(chart)
        else _("{coefficient} of {coders} over {n} {units}.")
    )
    parts = [
        head.format(
            coefficient=coefficient(chart.coefficient),
            coders=", ".join(chart.coders),
            n=whole(chart.n),
            units=units(chart.counted),
        )
    ]
    if chart.mean is not None:
        mean = figure_words(chart.coefficient, chart.mean)
        parts.append(
            ngettext("Mean {mean}, of {n} code.", "Mean {mean}, of {n} codes.", chart.codes, mean=mean)
        )
    return " ".join([*parts, _listed(told(mark) for mark in chart.marks)])


def _has_intervals(chart: AgreementChart) -> bool:
    return any(mark.low is not None for mark in chart.marks)


def _network(chart: NetworkChart) -> str:
    most = ", ".join(f"{name} ({count})" for name, count in chart.degrees)
    parts = [
        _(
            "Graph of {informants} informants and {actors} actors who were only mentioned. Tied pairs: bonding "
            "{bonding}, bridging {bridging}, linking {linking}, without a class {undefined}.",
            informants=chart.interviewed,
            actors=chart.mentioned,
            bonding=chart.bonding,
            bridging=chart.bridging,
            linking=chart.linking,
            undefined=chart.undefined,
        )
    ]
    if most:
        parts.append(_("Most neighbours: {names}.", names=most))
    if chart.ties:
        parts.append(_("Ties: {ties}.", ties=chart.ties))
    return " ".join(parts)


ALT: Mapping[type, Callable[[Any], str]] = {
    ProminenceChart: _prominence,
    MatrixChart: _matrix,
    SaturationChart: _saturation,
    AgreementChart: _agreement,
    NetworkChart: _network,
}


def units(value: str) -> str:
    """What was compared, in the plural."""
    return {"turn": _("turns"), "sentence": _("sentences"), "character": _("characters")}[value]


def source(body: FigureBody) -> str:
    """Whose work it is, below table or figure."""
    return _("Source: the researcher's own work, {year}", year=str(body.year))


def notes(body: FigureBody) -> list[str]:
    """What a reader has to know beside the picture."""
    lines = []
    match body.chart:
        case ProminenceChart(of_documents=True):
            lines.append(_("Groups: those with a document that bears the code."))
        case ProminenceChart():
            lines.append(_("Groups: those in which somebody speaks of the code."))
        case MatrixChart(things=True, of_documents=False):
            lines.append(_("n counts informants, and documents and observations by themselves."))
        case AgreementChart():
            if _has_intervals(body.chart):
                lines.append(_("Brackets and lines: percentile bootstrap, 95%."))
            if body.chart.coefficient == "u-alpha":
                lines.append(_("u-α: whether the passages of a code begin and end at the same places."))
            if body.chart.coefficient == "alpha":
                lines.append(_("An α of 0.8 and more is relied on, from 0.667 tentatively (Krippendorff)."))
        case SaturationChart(result=result):
            lines.append(_("Result: {result}.", result=result.rstrip(".")))
            lines.append(_("The rule is that of Guest, Namey and Chen (2020)."))
    lines += body.remarks
    if body.left_out:
        lines.append(
            ngettext(
                "{n} more found no room in the figure; its table has it.",
                "{n} more found no room in the figure; its table has them.",
                body.left_out,
            )
        )
    return lines


def _listed(told: Iterable[str]) -> str:
    every = list(told)
    more = len(every) - TOLD
    end = "; " + ngettext("{n} more", "{n} more", more) if more > 0 else ""
    return "; ".join(every[:TOLD]) + end + "."
