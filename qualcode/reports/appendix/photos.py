"""Captions of the photographs; the pictures themselves are put in by hand, since the project keeps none."""

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
class Caption:
    """What one photograph shows."""

    caption: str
    day: date | None
    site: str
    reference: str
    """Of the source it was taken with, as O1."""
    method: str


@dataclass(frozen=True, slots=True)
class Photos:
    """The captions in the order of the sources."""

    rows: tuple[Caption, ...]

    @property
    def is_empty(self) -> bool:
        """True without a caption."""
        return not self.rows


def reminder(body: object) -> str:
    """What to see to before photographs are shown; empty for a body without any."""
    if not isinstance(body, Photos) or body.is_empty:
        return ""
    return _(
        "photographs: see to it that whoever can be recognised has agreed to being shown, or is made unrecognisable; "
        "the project does not know it"
    )


def photos(body: Photos, _front: Front) -> Iterator[Block]:
    """No., what is seen, date, place and source, with room for the picture."""
    if body.is_empty:
        yield Paragraph(
            text(
                _(
                    "No caption of a photograph has been entered yet. They are read as an attribute of sources named "
                    "photo: qualcode attribute import PROJECT FILE.csv with the columns source and photo; several "
                    "captions of one source are separated by a vertical bar (|)."
                )
            )
        )
        return
    yield Table(
        _("Photographs"),
        (Column(0.5, "centre"), Column(3.0), Column(1.3), Column(1.4), Column(1.0)),
        (head(_("No."), _("What is seen"), _("Date"), _("Place"), _("Source")),),
        tuple(
            Row(
                (
                    cell(str(number)),
                    cell(row.caption),
                    cell(long_date(row.day) if row.day else "–"),
                    cell(row.site or "–"),
                    cell(f"{row.reference}, {words.method(row.method)}"),
                )
            )
            for number, row in enumerate(body.rows, 1)
        ),
        anchor="photos-table",
    )
