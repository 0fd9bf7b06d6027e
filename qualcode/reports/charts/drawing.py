"""Every figure drawn; the same values in the same language give the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.reports import svg
from qualcode.reports.charts.bars import agreement, prominence
from qualcode.reports.charts.curve import saturation
from qualcode.reports.charts.data import (
    AgreementChart,
    Chart,
    MatrixChart,
    NetworkChart,
    ProminenceChart,
    SaturationChart,
)
from qualcode.reports.charts.heat import matrix
from qualcode.reports.charts.library import ours
from qualcode.reports.charts.sheet import DOTS_PER_INCH, Sheet
from qualcode.reports.charts.telling import alt, caption

KINDS = ("png", "svg", "pdf")

DRAWN: Mapping[type, Callable[[Any], Sheet]] = {
    ProminenceChart: prominence,
    MatrixChart: matrix,
    SaturationChart: saturation,
    AgreementChart: agreement,
}


def picture(chart: Chart) -> str:
    """The figure as SVG for a report, in the current language; its words stay words."""
    if isinstance(chart, NetworkChart):
        return chart.svg
    with ours():
        return DRAWN[type(chart)](chart).plain()


def file_bytes(chart: Chart, kind: str) -> bytes:
    """The figure as a file of its own: png of 300 dots an inch, svg or pdf, with its caption and what it shows in words.

    Raises BadInput for another kind.
    """
    if kind not in KINDS:
        raise BadInput(_("a figure is written to .png, .svg or .pdf, not {given}", given=kind or "''"))
    if isinstance(chart, NetworkChart):
        return _network(chart, kind)
    with ours():
        return DRAWN[type(chart)](chart).bytes(kind, {"title": caption(chart), "alt": alt(chart)})


def _network(chart: NetworkChart, kind: str) -> bytes:
    title, told = caption(chart), alt(chart)
    match kind:
        case "png":
            words = {"Title": title, "Description": told, "Software": "qualcode"}
            return svg.with_words(svg.to_png(chart.svg, DOTS_PER_INCH), words)
        case "pdf":
            return svg.to_pdf(chart.svg, title, told)
    return svg.told(chart.svg, title, told).encode()
