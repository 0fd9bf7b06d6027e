"""The supervision card (kartu bimbingan): a row for each meeting, made of the comments that belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qualcode.i18n import _, ngettext
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Column, Facts, Paragraph, Row, Table, cell, text
from qualcode.reports.painting import long_date
from qualcode.reports.parts import head
from qualcode.reports.remarks import Remark, approved, suggesting


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
    meetings = _meetings(body.rows)
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
                    cell(long_date(day)),
                    cell(_matter(remarks)),
                    cell("\n".join(_notes(remarks))),
                    cell(_followed(remarks)),
                    cell(),
                )
            )
            for number, (day, remarks) in enumerate(meetings, 1)
        ),
        anchor="supervision-table",
        source="",
    )


def _meetings(remarks: Sequence[Remark]) -> list[tuple[date, list[Remark]]]:
    """The comments of each meeting with its day, in the order of days; without a meeting those of a day."""
    found: dict[str | date, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.meeting.casefold() or remark.day, []).append(remark)
    return sorted(((_day(said), said) for said in found.values()), key=lambda one: one[0])


def _day(remarks: Sequence[Remark]) -> date:
    """The day on which most was said at a meeting, the earliest of several.

    Comments of Word know when they were written, what stood in a form has the day it was read in: words count first.
    """
    days = Counter(remark.day for remark in suggesting(remarks) or remarks)
    return min(days, key=lambda day: (-days[day], day))


def _notes(remarks: Sequence[Remark]) -> Iterator[str]:
    """What was said, a line each; approvals without a word are counted."""
    if stays := approved(remarks):
        yield stays
    for one in suggesting(remarks):
        yield f"{one.about}: {one.body}"


def _matter(remarks: Sequence[Remark]) -> str:
    meeting = remarks[0].meeting
    kinds = {"code": _("codes"), "coding": _("coded passages"), "finding": _("findings")}
    said = [remark.about for remark in suggesting(remarks)] or [kinds[remark.approves] for remark in remarks]
    about = ", ".join(dict.fromkeys(said))
    return f"{meeting}: {about}" if meeting else about


def _followed(remarks: Sequence[Remark]) -> str:
    said = [answer.body for remark in remarks for answer in remark.answers]
    still = sum(not remark.settled for remark in remarks)
    if still:
        said.append(ngettext("{n} still open", "{n} still open", still))
    return "\n".join(said) or _("settled")
