"""Triangulation tables as faculties ask for them: by source, by technique and by time, each cell with its best quote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.appendix.binding import Front
from qualcode.reports.best import best, shortened
from qualcode.reports.data import CellRow, FindingSection, Matrix, MatrixRow
from qualcode.reports.document import Block, Cell, Column, Note, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.matrices import insufficient, status_words
from qualcode.reports.parts import counted, head, not_printed, quoted, reference
from qualcode.reports.remarks import beside

AT_ONCE = 5
"""Columns of one table; more are split over several."""


@dataclass(frozen=True, slots=True)
class Crossed:
    """Findings over groups, methods or times."""

    by: str
    """`group`, `method` or `wave`."""
    matrix: Matrix | None
    findings: tuple[FindingSection, ...]

    @property
    def is_empty(self) -> bool:
        """True without a finding that anything speaks for."""
        return self.matrix is None or not self.matrix.rows or not self.matrix.columns


def crossed(body: Crossed, front: Front) -> Iterator[Block]:
    """No., finding, a column for each group, method or time, and status; below it what is to be known and the conclusion."""
    matrix = body.matrix
    if matrix is None or body.is_empty:
        missing = _("No finding has been written yet, so there is nothing to compare.")
        yield Paragraph(text(insufficient(body.by) if body.findings else missing))
        return
    if not matrix.sufficient:
        yield Note(text(insufficient(matrix.by)))
    findings = {finding.number: finding for finding in body.findings}
    rows = [(row, findings[row.finding]) for row in matrix.rows if row.finding in findings]
    for first in range(0, len(matrix.columns), AT_ONCE):
        part = range(first, min(first + AT_ONCE, len(matrix.columns)))
        yield _table(body.by, matrix, rows, part, front)


def _table(
    by: str,
    matrix: Matrix,
    rows: Sequence[tuple[MatrixRow, FindingSection]],
    part: range,
    front: Front,
) -> Table:
    captions = {
        "group": _("Triangulation by source"),
        "method": _("Triangulation by technique"),
        "wave": _("Triangulation by time"),
    }
    names = [words.column(by, matrix.columns[place]) for place in part]
    last = part.stop == len(matrix.columns)
    return Table(
        captions[by]
        + ("" if len(part) == len(matrix.columns) else ": " + ", ".join(name.lower() for name in names)),
        (
            *(Column(0.45, "centre"), Column(1.6)),
            *(Column(1.9) for _name in names),
            *((Column(1.2),) if last else ()),
        ),
        (
            head(
                _("No."),
                _("Finding"),
                *(name[:1].upper() + name[1:] for name in names),
                *((_("Status"),) if last else ()),
            ),
        ),
        tuple(_rows(by, rows, part, last, front)),
        anchor=f"by-{by}-{part.start + 1}",
        note=text(
            _(
                "+ supports, − contradicts, ± qualifies, ≠ within the column some support and others contradict, 0 silent: "
                "could have spoken of it and did not. (k/n): k of the n who could speak of it; † rests on one of them; +n "
                "doc: documents or observations beside them. Not asked, no source and out of scope are no silence."
            )
        ),
        landscape=True,
        dense=True,
    )


def _rows(
    by: str, rows: Sequence[tuple[MatrixRow, FindingSection]], part: range, last: bool, front: Front
) -> Iterator[Row]:
    """A row for each finding, and below it, as wide as the table, what is to be known and what is concluded of it."""
    width = 1 + len(part) + last
    for row, finding in rows:
        yield Row(
            (
                cell(row.finding, bold=True),
                cell(row.claim),
                *(_cell(row.cells[place], finding, front) for place in part),
                *((cell(status_words(row, by, finding)),) if last else ()),
            ),
            comments=beside(finding.remarks),
            mark=finding.mark,
        )
        if last:
            for name, said in _below(by, row, finding):
                told = (Run(f"{name}: ", bold=True), Run(said))
                yield Row((cell(), Cell(told, span=width)), continues=True)


def _below(by: str, row: MatrixRow, finding: FindingSection) -> Iterator[tuple[str, str]]:
    """What the program has to say of a row, and apart from it what the researcher concluded."""
    if row.remarks:
        yield _("To know"), "; ".join(row.remarks) + "."
    if by == "group" and finding.explanation:
        yield _("Conclusion"), finding.explanation


def _cell(value: CellRow, finding: FindingSection, front: Front) -> Cell:
    """The symbol with k/n, then the best quote that was counted there."""
    quotes = [one for one in finding.quotes if one.id in value.quotes and one.text]
    behind = front.places.quotes(quotes)
    said = [counted(words.symbol(value), behind, withheld=value.withheld, bold=True)]
    if quote := best(quotes):
        shown = shortened(quote.text)
        said += quoted(shown, quote.paraphrase, before="\n")
        way = front.places.cited(quote.reference, quote.text, quote.paraphrase)
        said.append(reference(quote.reference, way, front.citing))
    if value.withheld:
        said += [Run("\n"), not_printed(value.withheld)]
    return Cell(tuple(said), shade=words.shade(value))
