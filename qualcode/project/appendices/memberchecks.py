"""Member checks for their appendix."""

from __future__ import annotations

from datetime import date

from qualcode.project.appendices.asked import Asked
from qualcode.project.report_gathering import Gathering
from qualcode.reports.appendix.memberchecks import Checked, MemberChecks


def memberchecks(of: Gathering, _asked: Asked) -> MemberChecks:
    """Every member check, by day, then by finding; those without a day come last."""
    rows = [
        Checked(check.informant, check.day, finding.number, finding.claim, check.outcome, check.comment)
        for finding in of.report.findings
        for check in finding.member_checks
    ]
    return MemberChecks(
        rows=tuple(sorted(rows, key=lambda row: row.day or date.max)),
        unchecked=tuple(f.number for f in of.report.findings if not f.member_checks),
    )
