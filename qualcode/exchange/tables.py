"""CSV that people open in a spreadsheet: reading whatever it saved, writing what it opens without running formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from qualcode.exchange.problems import FileProblems, Problem, read_file
from qualcode.i18n import _

_DELIMITERS = ",;\t"
_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""A spreadsheet takes a cell that begins so for a formula, or drops the sign."""


@dataclass(frozen=True)
class Row:
    """One row below the heading."""

    line: int
    """The line it begins on, counted from 1."""
    cells: Mapping[str, str]
    """By column; columns the file does not have are absent."""

    def get(self, column: str) -> str:
        """The cell without white space around it; empty where there is none."""
        return self.cells.get(column, "").strip()


def read_table(
    source: Path | str,
    columns: Collection[str] | None,
    required: Iterable[str],
    name: str = "table.csv",
    called: Mapping[str, str] = MappingProxyType({}),
) -> tuple[str, list[Row]]:
    """The name of a CSV file (`source` a Path) or text (a str, called `name`), and its rows; blank rows left out.

    `columns` are those a table may have; None allows any, and then keeps the names of those not required as they
    are; `called` leads from what else they may be called to their names. The separator (comma, semicolon, tab) is
    the one of the heading; lines above it that begin with "# " are remarks. Raises FileProblems where columns are unknown,
    doubled or missing, or a row has more cells than the heading.
    """
    if isinstance(source, Path):
        name, source = source.name, read_file(source)
    source, skipped = _without_hint(source.removeprefix("\ufeff"))
    heading = source.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    problems: list[Problem] = []
    rows: list[Row] = []
    # strict: a quote in the wrong place is told, not swallowed with the rest of the file
    reader = csv.reader(io.StringIO(source, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    line = skipped + 1
    try:
        for cells in reader:
            if not names:
                names = headings(cells, line, columns, required, problems, called)
            elif any(map(str.strip, cells)):
                if any(map(str.strip, cells[len(names) :])):
                    problems.append(Problem(line, _("more cells than the heading has columns")))
                plain = [unguard(cell) if cell[:1] == "'" else cell for cell in cells]
                rows.append(Row(line, dict(zip(names, plain, strict=False))))
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(line, _("not CSV: {why}", why=error)))
    if not names:
        problems.append(Problem(1, _("the file is empty")))
    if problems:
        raise FileProblems(name, problems)
    return name, rows


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> str:
    """CSV text with a byte order mark, so that Excel reads it as UTF-8; cells that look like formulas are guarded."""
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue()


def guard(cell: str) -> str:
    """`cell` with an apostrophe in front where a spreadsheet would take it for a formula; `unguard` takes it off."""
    return "'" + cell if cell.startswith(_FORMULA) or unguard(cell) != cell else cell


def unguard(cell: str) -> str:
    """What `guard` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell


def _without_hint(text: str) -> tuple[str, int]:
    """Without what may stand above a heading, and how many lines that was.

    Lines that begin with "# " say something to people; the line `sep=;` is wanted by some spreadsheets.
    """
    skipped = 0
    while True:
        first, _newline, rest = text.partition("\n")
        if not (first.startswith("# ") or first.strip().lower() in {f"sep={mark}" for mark in _DELIMITERS}):
            return text, skipped
        text, skipped = rest, skipped + 1


def headings(
    cells: Sequence[str],
    line: int,
    columns: Collection[str] | None,
    required: Iterable[str],
    problems: list[Problem],
    called: Mapping[str, str] = MappingProxyType({}),
) -> list[str]:
    """The columns that the cells of a heading name, as `read_table` takes them; what is wrong comes to `problems`."""
    required = list(required)
    meant = {_plain(one): name for one, name in called.items()}
    plain = [meant.get(_plain(cell), _plain(cell)) for cell in cells]
    names = [
        p if columns is not None or p in required else c.strip() for p, c in zip(plain, cells, strict=True)
    ]
    while names and not names[-1]:
        names.pop()
    for name in names:
        if columns is None and name:
            continue
        if columns is None or name not in columns:
            problems.append(Problem(line, _("unknown column {name}", name=name or "?")))
    for name in sorted({n for n in names if names.count(n) > 1}):
        problems.append(Problem(line, _("{name} stands here twice", name=name)))
    for name in required:
        if name not in names:
            problems.append(Problem(line, _("the column {name} is missing", name=name)))
    return names


def _plain(heading: str) -> str:
    return heading.strip().lower().replace(" ", "_")
