"""The supervision card (kartu bimbingan): a row for each meeting, made of the comments that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from qualcode.i18n import _, ngettext
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Column, Facts, Paragraph, Row, Table, cell, text
from qualcode.reports.painting import long_date
from qualcode.reports.parts import head
from qualcode.reports.remarks import Remark


@dataclass(frozen=True, slots=True)
class Supervision:
    """Comments of supervisors by meeting and day."""

    rows: tuple[Remark, ...]
    authors: tuple[str, ...]
    """The supervisors."""

    @property
    def is_empty(self) -> bool:
        """True where no supervisor commented."""
        return not self.rows


def supervision(body: Supervision, front: Front) -> Iterator[Block]:
    """Whose card it is, then No., date, matter, notes, what followed and room for initials."""
    yield Facts(
        tuple(
            (name, text(value))
            for name, value in (
                (_("Student"), front.researcher),
                (_("Title"), front.title),
                (_("Institution"), front.institution),
                (_("Supervisors"), ", ".join(body.authors)),
            )
            if value
        )
    )
    if body.is_empty:
        yield Paragraph(
            text(
                _(
                    "No supervisor has commented yet. Comments are made in the program, or come back with a review "
                    "pack."
                )
            )
        )
        return
    meetings = [
        list(found) for _key, found in groupby(body.rows, key=lambda remark: (remark.meeting, remark.day))
    ]
    yield Table(
        _("Supervision card"),
        (
            *(Column(0.5, "centre"), Column(1.2), Column(1.4)),
            *(Column(2.6), Column(2.0), Column(0.9)),
        ),
        (
            head(
                _("No."),
                _("Date"),
                _("Matter"),
                _("Notes and suggestions"),
                _("What followed"),
                _("Initials"),
            ),
        ),
        tuple(
            Row(
                (
                    cell(str(number)),
                    cell(long_date(remarks[0].day)),
                    cell(_matter(remarks)),
                    cell("\n".join(f"{one.about}: {one.body}" for one in remarks)),
                    cell(_followed(remarks)),
                    cell(),
                )
            )
            for number, remarks in enumerate(meetings, 1)
        ),
        anchor="supervision-table",
        source="",
    )


def _matter(remarks: Sequence[Remark]) -> str:
    meeting = remarks[0].meeting
    about = ", ".join(dict.fromkeys(remark.about for remark in remarks))
    return f"{meeting}: {about}" if meeting else about


def _followed(remarks: Sequence[Remark]) -> str:
    said = [answer.body for remark in remarks for answer in remark.answers]
    still = sum(not remark.settled for remark in remarks)
    if still:
        said.append(ngettext("{n} still open", "{n} still open", still))
    return "\n".join(said) or _("settled")
