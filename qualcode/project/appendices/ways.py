"""Findings over groups, methods and times for their appendices."""

from __future__ import annotations

from collections.abc import Callable

from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.ways import Crossed


def by(way: str) -> Callable[[Gathering, Asked], Crossed]:
    """What gathers the triangulation by `group`, `method` or `wave`."""

    def gather(of: Gathering, _asked: Asked) -> Crossed:
        matrix = next((one for one in of.report.matrices if one.by == way), None)
        return Crossed(way, matrix, of.report.findings)

    return gather
