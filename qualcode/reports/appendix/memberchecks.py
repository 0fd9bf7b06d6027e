"""Member checks: which finding was shown to whom, and what came of it; a refusal is told like any other answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Column, Paragraph, Row, Table, cell, text
from qualcode.reports.painting import long_date
from qualcode.reports.parts import head


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding shown to an informant."""

    informant: str
    day: date | None
    number: str
    """Of the finding, as F1."""
    claim: str
    outcome: str
    """`confirmed`, `corrected`, `refused` or `pending`."""
    comment: str


@dataclass(frozen=True, slots=True)
class MemberChecks:
    """All member checks."""

    rows: tuple[Checked, ...]
    unchecked: tuple[str, ...] = ()
    """Findings that nobody was shown, as F2."""

    @property
    def is_empty(self) -> bool:
        """True where nobody was shown anything."""
        return not self.rows


def memberchecks(body: MemberChecks, _front: Front) -> Iterator[Block]:
    """No., informant, date, what was shown, result and what was said; then the findings nobody was shown."""
    if body.is_empty:
        yield Paragraph(text(_("No finding has been shown to an informant yet.")))
        return
    yield Table(
        _("Member checks"),
        (
            *(Column(0.5, "centre"), Column(0.8), Column(1.4)),
            *(Column(2.3), Column(1.1), Column(2.5)),
        ),
        (head(_("No."), _("Informant"), _("Date"), _("Finding shown"), _("Result"), _("What was said")),),
        tuple(
            Row(
                (
                    cell(str(number)),
                    cell(row.informant, bold=True),
                    cell(long_date(row.day) if row.day else "–"),
                    cell(f"{row.number}. {row.claim}"),
                    cell(words.outcome(row.outcome)),
                    cell(row.comment or "–"),
                )
            )
            for number, row in enumerate(body.rows, 1)
        ),
        anchor="memberchecks-table",
    )
    if body.unchecked:
        yield Paragraph(
            text(_("Shown to nobody: {findings}.", findings=", ".join(body.unchecked))), style="small"
        )
