"""The coding table (reduksi data): every coded passage with its indicator, code, category, theme and what it supports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from qualcode.i18n import _, ngettext
from qualcode.reports.appendix.binding import Front
from qualcode.reports.appendix.places import row_anchor
from qualcode.reports.document import Block, Cell, Column, Note, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.parts import head, paraphrased, quoted, reference, translated, uncounted, withheld
from qualcode.reports.remarks import Remark, beside


@dataclass(frozen=True, slots=True)
class Reduced:
    """A passage under a code."""

    branch: str
    """The branch of the codebook, which is its focus or indicator."""
    code: str
    name: str
    quote: str
    """What may be printed of it."""
    reference: str
    paraphrase: bool
    categories: tuple[str, ...]
    themes: tuple[str, ...]
    findings: tuple[str, ...]
    """Findings it is evidence of, as F1."""
    translation: str = ""
    """Where it is in another language than the report, and somebody translated it."""
    remarks: tuple[Remark, ...] = ()
    """Comments on it, where the report is to show them."""
    id: str = ""
    """Source, start and stop, as the ids of quotes begin."""
    mark: str = ""
    """As a remark on it has it, where the report may come back."""
    literature: bool = False
    """Stands in a work of literature, and is in no figure on field data."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """Passages by branch and code, in the order of the codebook and of their places."""

    rows: tuple[Reduced, ...]
    word: str
    """What the study calls it: reduksi data or kondensasi data."""
    withheld: int = 0
    """Passages that may not be printed."""
    uncounted: int = 0
    """Passages that are nobody's words."""

    @property
    def is_empty(self) -> bool:
        """True without a coded passage."""
        return not self.rows


def reduction(body: Reduction, front: Front) -> Iterator[Block]:
    """No., quote with reference, code, category, theme and finding, under a row for each branch."""
    if body.is_empty:
        yield Paragraph(text(_("Nothing has been coded yet.")))
        return
    said = [withheld(body.withheld)] if body.withheld else []
    own = sum(row.paraphrase for row in body.rows)
    said += [paraphrased(own)] if own else []
    said += [uncounted(body.uncounted)] if body.uncounted else []
    if said:
        yield Note(text(" ".join(said)))
    categories = any(row.categories for row in body.rows)
    themes = any(row.themes for row in body.rows)
    optional = (*((_("Category"),) if categories else ()), *((_("Theme"),) if themes else ()))
    rows: list[Row] = []
    number = 0
    for branch, under in groupby(body.rows, key=lambda row: row.branch):
        over = Cell((Run(branch, bold=True),), span=4 + len(optional), align="left")
        rows.append(Row((over,), section=True))
        for row in under:
            number += 1
            rows.append(_row(number, row, categories, themes, front))
    yield Table(
        _("Coding table ({word})", word=body.word),
        (Column(0.5, "right"), Column(3.6), Column(1.3), *(Column(1.1) for _n in optional), Column(0.8)),
        (head(_("No."), _("Quote and reference"), _("Code"), *optional, _("Finding")),),
        tuple(rows),
        anchor="reduction-table",
        note=text(_note(body)),
        landscape=bool(optional),
        dense=True,
    )


def _note(body: Reduction) -> str:
    """Which rows are in no number, and why there can be more of them than passages."""
    said = []
    if works := sum(row.literature for row in body.rows):
        said.append(
            ngettext(
                "{n} row is of literature, which corroborates and is in no number on field data.",
                "{n} rows are of literature, which corroborates and is in no number on field data.",
                works,
            )
        )
    if len({row.id for row in body.rows}) < len(body.rows):
        said.append(
            _("A passage under several codes stands under each of them; in a branch it is counted once.")
        )
    return " ".join(said)


def _row(number: int, row: Reduced, categories: bool, themes: bool, front: Front) -> Row:
    return Row(
        (
            cell(str(number)),
            Cell(
                (
                    *quoted(row.quote, row.paraphrase),
                    reference(row.reference, front.places.line(row.reference), front.citing),
                    *translated(row.translation),
                )
            ),
            Cell((Run(row.code, code=True), Run(f" {row.name}"))),
            *((cell(", ".join(row.categories) or "–"),) if categories else ()),
            *((cell(", ".join(row.themes) or "–"),) if themes else ()),
            cell(", ".join(row.findings) or "–"),
        ),
        row_anchor(number),
        comments=beside(row.remarks),
        mark=row.mark,
        kind="literature" if row.literature else "",
    )
