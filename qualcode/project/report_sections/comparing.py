"""Saturation and agreement as data of a report's sections: they stand in a report only where one asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qualcode.analysis.agreement import reason_words
from qualcode.analysis.agreement.presence import SHARES
from qualcode.project.agreement import SIGNS, TURN, missing_intervals
from qualcode.project.report_gathering import Gathering
from qualcode.reports.sections.data import (
    AgreementBody,
    AgreementRow,
    Measured,
    RunRow,
    SaturationBody,
    StepRow,
)


def saturation(of: Gathering, given: Mapping[str, Any]) -> SaturationBody:
    """New codes unit by unit, the runs, the result and what has to stand beside it."""
    found = of.project.analysis.saturation(**given)
    figure = found.figure
    return SaturationBody(
        result=found.verdict_words(),
        base=figure.base,
        steps=tuple(
            StepRow(step.unit, step.when, new, known)
            for step, new, known in zip(found.steps, figure.new, figure.curve, strict=True)
        ),
        runs=tuple(
            RunRow(run.first, run.last, run.new, run.ratio, run == figure.confirmed) for run in figure.runs
        ),
        warnings=tuple(found.warnings()),
        unit=found.unit,
    )


def agreement(of: Gathering, given: Mapping[str, Any]) -> AgreementBody:
    """Agreement of the coders named, else of the first coder and everybody who was given turns."""
    coders = given.get("coders") or compared(of)
    found = of.project.agreement.compare(coders, unit=given.get("unit", TURN))
    return AgreementBody(
        coders=found.coders,
        counted=found.unit,
        n=found.n,
        turns=found.turns,
        sources=found.sources,
        coefficients=found.coefficients,
        rows=tuple(
            AgreementRow(
                row.code.code,
                row.code.name,
                row.leaf,
                row.used,
                tuple(
                    Measured(one.value, reason_words(one.reason) if one.reason else "")
                    for one in (row.values[name] for name in found.coefficients)
                ),
                tuple(
                    None if (edges := row.intervals.get(name)) is None else (edges.low, edges.high)
                    for name in found.coefficients
                ),
                tuple(
                    SIGNS[row.no_interval[name]] if name in row.no_interval and name not in SHARES else ""
                    for name in found.coefficients
                ),
                row.prevalence,
                row.specific,
            )
            for row in found.rows
        ),
        means=tuple(found.mean(name) for name in found.coefficients),
        differing=found.disagreements.units,
        unused=len(found.unused),
        why=found.reason_words(),
        missing=tuple(missing_intervals(row for row in found.rows if any(row.used))),
        remarks=tuple(found.remarks()),
    )


def compared(of: Gathering) -> list[str]:
    """The first coder and everybody who was given turns; nobody where nobody codes."""
    return list(of.project.coders.compared().names)
