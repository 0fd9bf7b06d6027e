"""The revision table: what was suggested at which meeting, what was done about it, and room for page and initials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from qualcode.i18n import _
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Cell, Column, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.painting import long_date
from qualcode.reports.parts import head
from qualcode.reports.remarks import Remark, approved, suggesting


@dataclass(frozen=True, slots=True)
class Revisions:
    """Comments round by round."""

    rows: tuple[Remark, ...]
    only: str = ""
    """The round that was asked for; empty is all."""

    @property
    def is_empty(self) -> bool:
        """True without a comment."""
        return not self.rows


def revisions(body: Revisions, _front: Front) -> Iterator[Block]:
    """No., suggestion, what was done, page and initials; a row over each meeting, and one that counts its approvals."""
    if body.is_empty:
        yield Paragraph(
            text(
                _("No comment was made at {meeting}.", meeting=body.only)
                if body.only
                else _("Nobody has commented on a code, a passage or a finding yet.")
            )
        )
        return
    rows: list[Row] = []
    number = 0
    for meeting, found in groupby(body.rows, key=lambda remark: remark.meeting):
        remarks = list(found)
        over = Cell((Run(meeting or _("without a meeting"), bold=True),), span=5, align="left")
        rows.append(Row((over,), section=True))
        if stays := approved(remarks):
            rows.append(Row((cell(), cell(stays), cell(_("nothing to revise")), cell(), cell())))
        for remark in suggesting(remarks):
            number += 1
            rows.append(
                Row(
                    (
                        cell(str(number)),
                        suggestion(remark),
                        Cell(tuple(answered(remark))),
                        cell(", ".join(dict.fromkeys(one.pages for one in remark.answers if one.pages))),
                        cell(),
                    )
                )
            )
    yield Table(
        _("Suggestions and revisions"),
        (Column(0.5, "centre"), Column(2.6), Column(2.6), Column(0.8), Column(0.8)),
        (head(_("No."), _("Suggestion"), _("Revision"), _("Page"), _("Initials")),),
        tuple(rows),
        anchor="revisions-table",
    )


def suggestion(remark: Remark) -> Cell:
    """What was suggested, of what, by whom and when."""
    return Cell(
        (
            Run(f"{remark.about}: ", bold=True),
            Run(remark.body),
            Run(f"\n{remark.author}, {long_date(remark.day)}", italic=True),
        )
    )


def answered(remark: Remark) -> Iterator[Run]:
    """What was answered, without the pages, which have a column, and whether it is settled."""
    for one in remark.answers:
        yield Run(f"{one.words} ")
        yield Run(f"({one.author}, {long_date(one.day)})\n", italic=True)
    yield Run(_("settled") if remark.settled else _("still open"), bold=not remark.settled)
