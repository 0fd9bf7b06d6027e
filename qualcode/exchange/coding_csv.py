"""Codings as CSV, one a row, each with the words it covers beside its span: `load_codings` and `dump_codings`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from pathlib import Path

from qualcode.exchange.problems import FileProblems, Problem
from qualcode.exchange.tables import Row, read_table, write_table
from qualcode.i18n import _

COLUMNS = (
    "id", "source", "start", "end", "quote", "code", "coder", "valence", "period", "memo", "paraphrase",
    "interpretation", "translation",
)  # fmt: skip
VALENCES = ("strengthens", "weakens", "mixed")

_NEEDED = dict.fromkeys(("id", "source", "start", "end", "code"), "")


@dataclass(frozen=True)
class CodingRow:
    """One coding of a table; names of things, not yet looked up."""

    id: str
    """The table's own name for it, so that evidence can point at it; may be empty."""
    source: str
    start: int
    """Offset in code points into the stored text, from 0."""
    end: int
    """Offset behind the last code point."""
    quote: str
    """The words of the span, exactly; empty means: not to be compared."""
    code: str
    coder: str = ""
    valence: str = ""
    period: str = ""
    memo: str = ""
    paraphrase: str = ""
    interpretation: str = ""
    translation: str = ""
    line: int = field(default=0, compare=False)
    """Where the row begins in its file."""


def load_codings(source: Path | str, name: str = "codings.csv") -> tuple[str, list[CodingRow]]:
    """The name of a codings file (`source` a Path) or text (a str, called `name`), and its rows in order.

    Columns `source`, `start`, `end` and `code` must be there. Raises FileProblems with every problem and its line.
    """
    name, rows = read_table(source, COLUMNS, ("source", "start", "end", "code"), name)
    problems: list[Problem] = []
    codings = [_read_row(row, problems) for row in rows]
    first: dict[str, int] = {}
    for coding in codings:
        if coding.id and first.setdefault(coding.id, coding.line) != coding.line:
            text = _("the id {id} is already used in line {line}", id=coding.id, line=first[coding.id])
            problems.append(Problem(coding.line, text))
    if problems:
        raise FileProblems(name, problems)
    return name, codings


def _read_row(row: Row, problems: list[Problem]) -> CodingRow:
    def wrong(text: str) -> None:
        problems.append(Problem(row.line, text))

    def offset(column: str) -> int:
        text = texts[column]
        if not (text.isascii() and text.isdigit()):
            wrong(_("{column}: expected a whole number, found {text}", column=column, text=text or "?"))
            return -1
        return int(text[:12])

    # Looked at once each: a table may have tens of thousands of rows.
    texts = {**_NEEDED, **{column: cell.strip() for column, cell in row.cells.items()}}
    for column in ("source", "code"):
        if not texts[column]:
            wrong(_("{name} is missing", name=column))
    valence = texts.get("valence", "")
    if valence and valence not in VALENCES:
        options = ", ".join(VALENCES)
        wrong(_("{column}: expected one of {options}, found {text}", column="valence", options=options, text=valence))  # fmt: skip
    start, end = offset("start"), offset("end")
    if -1 < end <= start:
        wrong(_("the span {start}:{end} is empty", start=start, end=end))
    given = {**texts, "start": start, "end": end, "quote": row.cells.get("quote", ""), "line": row.line}
    return CodingRow(**given)  # type: ignore[arg-type]


def dump_codings(codings: Iterable[CodingRow], delimiter: str = ",") -> str:
    """The codings as CSV text for a spreadsheet; reading it gives the same rows."""
    return write_table(
        COLUMNS, ([str(cell) for cell in astuple(coding)[:-1]] for coding in codings), delimiter
    )
