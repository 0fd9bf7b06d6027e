"""The state of consent, informant by informant: a table of what was agreed to, not the forms themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qualcode.i18n import _
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Column, Paragraph, Row, Table, cell, text
from qualcode.reports.painting import long_date
from qualcode.reports.parts import head


@dataclass(frozen=True, slots=True)
class Agreed:
    """What one informant agreed to."""

    informant: str
    status: str
    """`given`, `refused`, `withdrawn`, `pending`, or empty where nothing was recorded."""
    day: date | None
    form: str
    """How it was given: written, recorded."""
    may_quote: bool


@dataclass(frozen=True, slots=True)
class Consents:
    """Consent of every informant."""

    rows: tuple[Agreed, ...]

    @property
    def is_empty(self) -> bool:
        """True without an informant."""
        return not self.rows


def consent(body: Consents, _front: Front) -> Iterator[Block]:
    """No., code, consent, date, form and whether words may be quoted, and how many have given theirs."""
    if body.is_empty:
        yield Paragraph(text(_("No informant has been entered yet.")))
        return
    given = sum(row.status == "given" for row in body.rows)
    yield Paragraph(
        text(_("{given} of {n} informants have given their consent.", given=given, n=len(body.rows)))
    )
    yield Table(
        _("Consent of the informants"),
        (Column(0.5, "centre"), Column(0.8), Column(1.4), Column(1.9), Column(2.0), Column(1.2)),
        (head(_("No."), _("Code"), _("Consent"), _("Date"), _("Form of consent"), _("May be quoted")),),
        tuple(
            Row(
                (
                    cell(str(number)),
                    cell(row.informant, bold=True),
                    cell(_status(row.status)),
                    cell(long_date(row.day) if row.day else "–"),
                    cell(row.form or "–"),
                    cell(
                        _("no")
                        if not row.may_quote
                        else _("yes")
                        if row.status not in ("", "pending")
                        else "–"
                    ),
                )
            )
            for number, row in enumerate(body.rows, 1)
        ),
        anchor="consent-table",
        note=text(
            _(
                "The signed forms are kept by the researcher and are in no report. The words of whoever did not agree "
                "to be quoted, refused or withdrew are printed nowhere."
            )
        ),
    )


def _status(value: str) -> str:
    words = {
        "given": _("given"),
        "refused": _("refused"),
        "withdrawn": _("withdrawn"),
        "pending": _("not given yet"),
    }
    return words.get(value, _("not recorded"))
