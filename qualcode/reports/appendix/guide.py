"""The interview guide (kisi-kisi): what was to be asked of whom, and by which method."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import Block, Column, Paragraph, Row, Table, cell, text
from qualcode.reports.parts import head


@dataclass(frozen=True, slots=True)
class GuideRow:
    """A question of the guide."""

    number: int
    focus: str
    indicator: str
    question: str
    group: str
    """The group it is for; empty is everybody."""
    method: str
    """`interview`, `observation`, `document` or `fgd`."""


@dataclass(frozen=True, slots=True)
class Guide:
    """The interview guide."""

    rows: tuple[GuideRow, ...]

    @property
    def is_empty(self) -> bool:
        """True without a question."""
        return not self.rows


def guide(body: Guide, _front: Front) -> Iterator[Block]:
    """No, focus, indicator, question, informants and method, as faculties ask for it."""
    if body.is_empty:
        yield Paragraph(text(_("No question of an interview guide has been entered yet.")))
        return
    yield Table(
        _("Interview guide"),
        (Column(0.5, "centre"), Column(1.1), Column(1.3), Column(3.6), Column(1.0), Column(1.0)),
        (head(_("No."), _("Focus"), _("Indicator"), _("Question"), _("Informants"), _("Method")),),
        tuple(
            Row(
                (
                    cell(str(row.number)),
                    cell(row.focus),
                    cell(row.indicator),
                    cell(row.question),
                    cell(words.column("group", row.group) if row.group else _("all")),
                    cell(words.method(row.method)),
                )
            )
            for row in body.rows
        ),
        anchor="guide-table",
    )
