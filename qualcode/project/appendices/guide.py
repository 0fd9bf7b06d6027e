"""The interview guide for its appendix."""

from __future__ import annotations

from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.guide import Guide, GuideRow


def guide(of: Gathering, _asked: Asked) -> Guide:
    """Every question by number."""
    return Guide(
        tuple(
            GuideRow(
                number=row.number,
                focus=row.focus,
                indicator=row.indicator,
                question=row.question,
                group=of.groups.get(row.group or "", ""),
                method=row.method,
            )
            for row in of.project.notes.guide()
        )
    )
