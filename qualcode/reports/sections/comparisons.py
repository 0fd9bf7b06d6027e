"""Codes compared, as blocks: how many speak of each, then what they say side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qualcode.analysis.counted import heading, several
from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.document import Block, Cell, Column, Paragraph, Row, Table, cell, text
from qualcode.reports.painting import painted_line
from qualcode.reports.parts import head, prominence_shade
from qualcode.reports.sections.behind import code_cell, count_runs, quoted_runs, shares
from qualcode.reports.sections.crossing_data import CodeName, CompareBody, Quoted
from qualcode.reports.sections.place import At

SIDE_BY_SIDE = 3
"""Columns of quotes that can be read beside each other; more are set below in another table."""
COUNTS = 6
"""Columns of numbers in one table."""


def compare(body: CompareBody, at: At) -> Iterator[Block]:
    """Numbers, then contrasting quotes side by side: of codes and columns, what is fewer stands across."""
    if body.why:
        yield Paragraph(text(body.why))
        return
    contrast = _Contrast.of(body, at)
    yield from _numbers(body, contrast, at)
    yield from contrast.tables()


def _numbers(body: CompareBody, contrast: _Contrast, at: At) -> Iterator[Block]:
    for places in shares(len(body.columns), COUNTS):
        yield Table(
            _("{who} by code and {by}", who=heading(body.unit), by=_by_words(body.by)),
            (Column(2.0), *(Column(1.1, "centre") for _place in places)),
            (head(_("Code"), *(contrast.columns[place] for place in places)),),
            tuple(
                Row(
                    (
                        code_cell(CodeName(row.code, row.name)),
                        *(
                            Cell(
                                tuple(count_runs(row.cells[place], contrast.way(number, place))),
                                shade=prominence_shade(row.cells[place].k, row.cells[place].n),
                            )
                            for place in places
                        ),
                    )
                )
                for number, row in enumerate(body.rows)
            ),
            anchor=at(f"counts{places.start + 1}"),
            note=text(
                _(
                    "k/n: {who} that speak of the code or one below it, of those who speak there; + present or "
                    "strengthens, − absent or weakens, ± both; the darker, the larger the share where n is at least 3. Each "
                    "number leads to its quotes.",
                    who=several(body.unit),
                )
            ),
        )


def _by_words(by: str) -> str:
    known = {"group": _("group"), "method": _("method"), "wave": _("time")}
    return known.get(by) or painted_line(by)


@dataclass(frozen=True)
class _Contrast:
    """The quotes of codes and columns, with what is fewer across."""

    at: At
    codes: Sequence[CodeName]
    columns: Sequence[str]
    quoted: Sequence[Sequence[Quoted]]
    """By code and column."""
    codes_across: bool

    @classmethod
    def of(cls, body: CompareBody, at: At) -> _Contrast:
        codes = [CodeName(row.code, row.name) for row in body.rows]
        columns = [painted_line(words.column(body.by, name)) for name in body.columns]
        quoted = [[one.quoted for one in row.cells] for row in body.rows]
        return cls(at, codes, columns, quoted, len(codes) <= len(columns))

    def way(self, code: int, column: int) -> str:
        """The anchor of the row of quotes that a number leads to; empty where none may be printed."""
        one = self.quoted[code][column]
        if not one.said and not one.references:
            return ""
        across, down = (code, column) if self.codes_across else (column, code)
        width = len(self.codes) if self.codes_across else len(self.columns)
        part = next(n for n, some in enumerate(shares(width, SIDE_BY_SIDE)) if across in some)
        return self._anchor(part, down)

    def _anchor(self, part: int, down: int) -> str:
        return self.at(f"said{part + 1}-{down + 1}")

    def tables(self) -> Iterator[Block]:
        """Every row has a quote in it; the tables are as many as are needed to stand side by side."""
        width = len(self.codes) if self.codes_across else len(self.columns)
        height = len(self.columns) if self.codes_across else len(self.codes)
        for part, across in enumerate(shares(width, SIDE_BY_SIDE)):
            rows = []
            for down in range(height):
                cells = [self._quoted(one, down) for one in across]
                if any(_any(one) for one in cells):
                    told = (Cell(tuple(quoted_runs(one))) if _any(one) else cell("–") for one in cells)
                    rows.append(Row((self._head_of(down), *told), anchor=self._anchor(part, down)))
            if rows:
                yield Table(
                    _("What is said, side by side"),
                    (Column(1.2), *(Column(2.6) for _one in across)),
                    ((cell(), *(self._head(one) for one in across)),),
                    tuple(rows),
                    anchor=self.at(f"said{part + 1}"),
                    note=text(_("Quotes are chosen so that everybody has one before anybody has two.")),
                    dense=True,
                )

    def _quoted(self, across: int, down: int) -> Quoted:
        return self.quoted[across][down] if self.codes_across else self.quoted[down][across]

    def _head(self, across: int) -> Cell:
        return (
            code_cell(self.codes[across], bold=True)
            if self.codes_across
            else cell(self.columns[across], bold=True)
        )

    def _head_of(self, down: int) -> Cell:
        return cell(self.columns[down], bold=True) if self.codes_across else code_cell(self.codes[down])


def _any(one: Quoted) -> bool:
    return bool(one.said or one.references or one.withheld)
