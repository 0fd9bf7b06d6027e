"""What people said of a finding, in lines: their own verdict, member checks, and how much there is to compare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.tui.painting import safe

if TYPE_CHECKING:
    from qualcode.project.defence import Standing
    from qualcode.project.evidence import CheckRow
    from qualcode.project.findings import FindingRow


def decided(row: FindingRow, *, full: bool = False) -> str:
    """A person's own verdict, in `full` with who gave it, when and why; empty where nobody did."""
    from qualcode.analysis.labels import verdict_name

    if not row.adjudicated:
        return ""
    name = verdict_name(row.adjudicated)
    if not full:
        return name
    day = f"{row.adjudicated_at:%Y-%m-%d}" if row.adjudicated_at else ""
    by = ", ".join(part for part in (row.adjudicated_by or "", day) if part)
    return f"{name} ({safe(by)}): {safe(' '.join(row.adjudication_reason.split()))}"


def checked(check: CheckRow) -> str:
    """One member check, a refusal with a sign before it."""
    from qualcode.reports.words import outcome

    told = _("member check, {informant}", informant=safe(check.informant))
    words = f"{told}: {outcome(check.result)}" + (f" ({safe(check.note)})" if check.note else "")
    return f"✗ {words}" if check.result == "refused" else words


def standing_line(standing: Mapping[str, Standing]) -> str:
    """Which kinds of triangulation have two or more to compare, and which have not."""
    return " · ".join(f"{'✓' if one.met else '–'} {one.words}" for one in standing.values())
