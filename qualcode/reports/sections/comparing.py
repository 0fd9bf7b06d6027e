"""Saturation of codes and agreement between coders, as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcode.analysis.counted import DOCUMENTS
from qualcode.analysis.counted import one as one_counted
from qualcode.i18n import _, ngettext
from qualcode.reports.charts.small import curve
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Figure,
    ListBlock,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.painting import long_date, number, percent, whole
from qualcode.reports.parts import head
from qualcode.reports.sections.data import AgreementBody, AgreementRow, Measured, SaturationBody
from qualcode.reports.sections.place import At
from qualcode.text.figures import limit

PERCENT, HOLSTI = "percent", "holsti"
SHARES = frozenset({PERCENT, HOLSTI})
"""The coefficients that are a share and are written as one."""


def saturation(body: SaturationBody, at: At) -> Iterator[Block]:
    """The result, the curve, new codes unit by unit, the runs, and the warnings."""
    yield Paragraph((Run(_("Result: {result}.", result=body.result.rstrip(".")), bold=True),), style="lead")
    if body.steps:
        yield _curve(body, at)
        yield _steps(body, at)
    if body.runs:
        yield _runs(body, at)
    if body.warnings:
        yield ListBlock(tuple(text(warning) for warning in body.warnings))


def _curve(body: SaturationBody, at: At) -> Figure:
    known, fresh = [step.known for step in body.steps], [step.new for step in body.steps]
    names = [step.who for step in body.steps]
    return Figure(
        curve(known, fresh, names, (_("different codes so far"), _("new codes"))),
        _("Codes known after each unit"),
        "; ".join(f"{step.who} +{step.new} = {step.known}" for step in body.steps),
        anchor=at("curve"),
    )


def _steps(body: SaturationBody, at: At) -> Table:
    return Table(
        _("New codes unit by unit"),
        (
            Column(0.5, "right"),
            Column(1.4),
            Column(1.6),
            Column(1.0, "right"),
            Column(1.2, "right"),
            Column(0.8),
        ),
        (head(_("No."), _("Unit"), _("Date"), _("New codes"), _("Codes so far"), _("Note")),),
        tuple(
            Row(
                (
                    cell(whole(place)),
                    cell(step.who, bold=True),
                    cell(long_date(step.day) if step.day else "–"),
                    cell(whole(step.new)),
                    cell(whole(step.known)),
                    cell(_("base") if place <= body.base else ""),
                )
            )
            for place, step in enumerate(body.steps, 1)
        ),
        anchor=at("steps"),
        note=text(
            _(
                "A unit is {one} that is coded, at its date; nobody's talk is in this study.",
                one=one_counted(body.unit),
            )
            if body.unit == DOCUMENTS
            else _(
                "A unit is {one} that is coded, at its date; documents and observations are not counted.",
                one=one_counted(body.unit),
            )
        ),
    )


def _runs(body: SaturationBody, at: At) -> Table:
    return Table(
        _("Runs of consecutive units"),
        (Column(1.2), Column(1.2, "right"), Column(1.6, "right"), Column(1.4)),
        (head(_("Units"), _("New codes"), _("Of the codes of the base"), _("Note")),),
        tuple(
            Row(
                (
                    cell(f"{run.first}–{run.last}" if run.last > run.first else whole(run.first)),
                    cell(whole(run.new)),
                    cell("–" if run.ratio is None else percent(run.ratio)),
                    cell(_("confirms") if run.confirms else ""),
                )
            )
            for run in body.runs
        ),
        anchor=at("runs"),
        note=text(_("The rule is that of Guest, Namey and Chen (2020).")),
    )


def agreement(body: AgreementBody, at: At) -> Iterator[Block]:
    """Who was compared over what, every code with its coefficients, the means; or why nothing was compared."""
    yield Paragraph(text(" ".join([compared_words(body), *body.remarks])))
    if body.why:
        return
    rows = [row for row in body.rows if any(row.used)]
    if not rows:
        yield Paragraph(text(_("None of them used a code there.")))
        return
    wide = [
        Column(1.1),
        Column(1.8),
        Column(1.0, "right"),
        Column(0.9, "right"),
        Column(1.2, "right"),
        *(Column(1.2, "right") for _name in body.coefficients),
    ]
    yield Table(
        _("Agreement code by code"),
        tuple(wide),
        (
            head(
                _("Code"),
                _("Name"),
                _("Used"),
                _("Prevalence"),
                _("Applies / not"),
                *(_coefficient(name) for name in body.coefficients),
            ),
        ),
        (*(_row(row, body) for row in rows), _means(body)),
        anchor=at("agreement"),
        note=text(
            " ".join(
                [
                    _("Used: units in which each coder used the code, in the order of the coders."),
                    _(
                        "Prevalence: the mean share of units. Applies / not: positive and negative specific agreement, "
                        "of what one coder says the share that the other says too."
                    ),
                    _("The mean is of the codes for which a coefficient is defined, without branches."),
                    *([_("Brackets: percentile bootstrap, 95%.")] if _has_intervals(rows) else []),
                    *(f"{line}." for line in body.missing),
                    _("An α of 0.8 and more is relied on, from 0.667 tentatively (Krippendorff)."),
                    *_unused(body.unused),
                ]
            )
        ),
    )


def compared_words(body: AgreementBody) -> str:
    """Who was compared over what, or why nothing was."""
    names = ", ".join(body.coders)
    if body.why and not names:
        return _("Nothing could be compared: {why}.", why=body.why)
    if body.why:
        return _("Nothing could be compared ({coders}): {why}.", coders=names, why=body.why)
    return _(
        "Compared: {coders}, over {n} units ({unit}) in {turns} turns of {sources} sources that all of them were "
        "assigned. In {differing} of these {n} units they differ.",
        coders=names,
        n=whole(body.n),
        unit=_unit(body.counted),
        turns=whole(body.turns),
        sources=whole(body.sources),
        differing=whole(body.differing),
    )


def mean_words(body: AgreementBody) -> str:
    """The mean of each coefficient in a line, with the number of codes it is of; empty where none is defined."""
    return ", ".join(
        f"{_coefficient(name)} {_shown(name, value)} ({codes})"
        for name, (value, codes) in zip(body.coefficients, body.means, strict=True)
        if value is not None
    )


def _has_intervals(rows: Sequence[AgreementRow]) -> bool:
    return any(edges is not None for row in rows for edges in row.intervals)


def _unused(count: int) -> list[str]:
    if not count:
        return []
    return [
        ngettext(
            "{n} code that nobody used there is left out, of the means too.",
            "{n} codes that nobody used there are left out, of the means too.",
            count,
        )
    ]


def _row(row: AgreementRow, body: AgreementBody) -> Row:
    figures = (
        _figure(name, figure, edges, sign)
        for name, figure, edges, sign in zip(
            body.coefficients, row.figures, row.intervals, row.signs, strict=True
        )
    )
    used = " / ".join(whole(n) for n in row.used)
    return Row(
        (
            Cell((Run(row.code, code=True),)),
            cell(row.name, bold=not row.leaf),
            cell(used),
            *_always(row),
            *figures,
        )
    )


def _always(row: AgreementRow) -> tuple[Cell, Cell]:
    """What stands beside every coefficient: a rare code agrees by being left out."""
    shares = ("–" if share is None else percent(share, 0) for share in (row.prevalence, *row.specific))
    prevalence, applies, not_so = shares
    return cell(prevalence), cell(f"{applies} / {not_so}")


def _figure(name: str, figure: Measured, edges: tuple[float, float] | None, sign: str) -> Cell:
    if figure.value is None:
        return cell(figure.why)
    shown = _shown(name, figure.value)
    if edges is None:
        return cell(shown + sign)
    return Cell(
        (
            Run(f"{shown} "),
            Run(f"[{_shown(name, limit(edges[0]))}; {_shown(name, limit(edges[1]))}]", unbroken=True),
        )
    )


def _means(body: AgreementBody) -> Row:
    means = (
        cell("–" if value is None else f"{_shown(name, value)} ({codes})", bold=True)
        for name, (value, codes) in zip(body.coefficients, body.means, strict=True)
    )
    return Row((cell(_("Mean (codes)"), bold=True, span=5), *means))


def _shown(name: str, value: float) -> str:
    return percent(value, 0) if name in SHARES else number(value)


def _unit(value: str) -> str:
    return {"turn": _("turns"), "sentence": _("sentences"), "character": _("characters")}[value]


def _coefficient(name: str) -> str:
    names = {
        PERCENT: _("Percent"),
        "kappa": "Cohen κ",
        "pi": "Scott π",
        "bp": "Brennan–Prediger",
        "ac1": "Gwet AC1",
        "fleiss": "Fleiss κ",
        "alpha": "Krippendorff α",
        HOLSTI: "Holsti",
        "u-alpha": "u-α",
    }
    return names.get(name, name)
