"""The quotes behind the numbers of a section: a dense table below it, with a row for each cell to lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.document import Block, Cell, Column, Row, Run, Runs, Table, cell, text
from qualcode.reports.parts import head, not_printed, reference
from qualcode.reports.sections.crossing_data import CodeCount, CodeName, Quoted
from qualcode.reports.sections.place import At
from qualcode.reports.sections.shown import quote_runs


class Behind:
    """Collects quotes while a table is made, and gives the way to each."""

    def __init__(self, at: At, *, codes: bool = False) -> None:
        self._at, self._codes = at, codes
        """Whether each quote names its codes."""
        self._count = 0
        self._rows: list[Row] = []
        self._head = ""
        self._others = False
        """Whether any quotes are only named by their reference."""

    def head(self, words: str) -> None:
        """Begin a part of the table; it is left out where nothing follows it."""
        self._head = words

    def way(self, what: Runs, quoted: Quoted) -> str:
        """The anchor of these quotes, of the cell called `what`; empty where none may be printed."""
        if not quoted.said and not quoted.references:
            return ""
        self._others = self._others or bool(quoted.references)
        if self._head:
            self._rows.append(Row((cell(self._head, bold=True, span=2),), section=True))
            self._head = ""
        self._count += 1
        anchor = self._at(f"q{self._count}")
        self._rows.append(Row((Cell(what), Cell(tuple(quoted_runs(quoted, codes=self._codes)))), anchor))
        return anchor

    def table(self, caption: str, what: str) -> Iterator[Block]:
        """The quotes; nothing where no number had any."""
        if self._rows:
            yield Table(
                caption,
                (Column(1.5), Column(5.0)),
                (head(what, _("Quotes and references")),),
                tuple(self._rows),
                anchor=self._at("quotes"),
                note=text(
                    _(
                        "Of many quotes the first are printed and the others named by their reference; their words "
                        "stand in the appendix of quotes."
                    )
                )
                if self._others
                else (),
                dense=True,
            )


def shares(count: int, most: int) -> Iterator[range]:
    """So many columns over as few tables as hold at most `most`, about as many in each."""
    parts = -(-count // most) or 1
    for part in range(parts):
        yield range(count * part // parts, count * (part + 1) // parts)


def count_runs(one: CodeCount, way: str) -> Iterator[Run]:
    """k/n leading to its quotes, what stands beside it, and informants by valence."""
    parts = [f"{one.k}/{one.n}"] if one.n else []
    parts += [_("+{n} doc", n=one.documents)] if one.documents else []
    parts += [_("+{n} literature", n=one.literature)] if one.literature else []
    yield Run(" ".join(parts) or "–", link=way)
    if signed := words.signed(one.plus, one.minus, one.mixed):
        yield Run(f" ({signed})")


def quoted_runs(quoted: Quoted, *, codes: bool = False) -> Iterator[Run]:
    """Quotes one after another, each with who says it and its reference, then the references of the others."""
    for number, quote in enumerate(quoted.said):
        if number:
            yield Run("\n")
        sign = {"strengthens": "+ ", "weakens": "− ", "mixed": "± "}.get(quote.valence, "")
        if codes:
            yield Run(quote.code, code=True)
            yield Run(" ")
        yield Run(sign)
        yield from quote_runs(quote)
    if quoted.references:
        yield Run("\n" if quoted.said else "")
        yield Run(_("others: "), italic=True)
        yield from reference_runs(quoted.references)
    if quoted.withheld:
        yield Run("\n" if quoted.said or quoted.references else "")
        yield not_printed(quoted.withheld)


def reference_runs(references: Sequence[str]) -> Iterator[Run]:
    """References with semicolons between them."""
    for number, one in enumerate(references):
        if number:
            yield Run("; ")
        yield reference(one)


def code_runs(named: CodeName) -> Runs:
    """A code with its name behind it."""
    if named.name == named.code:
        return (Run(named.code, code=True),)
    return Run(named.code, code=True), Run(f" {named.name}")


def code_cell(named: CodeName, *, bold: bool = False) -> Cell:
    """A code with its name, in a table."""
    runs = code_runs(named)
    return Cell((runs[0], *(Run(run.text, bold=bold) for run in runs[1:])))


def listed(names: Sequence[str]) -> Cell:
    """Names with commas between them, or a dash."""
    return cell(", ".join(names) or "–")
