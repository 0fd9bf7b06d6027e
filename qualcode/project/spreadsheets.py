"""Tables for a spreadsheet: a heading and rows of words, which leave the project as a .csv file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import BadInput
from qualcode.exchange.tables import write_table
from qualcode.i18n import _
from qualcode.project.writing import write_file

if TYPE_CHECKING:
    from qualcode.project.project import Project

Sheet = tuple[list[str], list[list[str]]]
"""Heading and rows."""


def figure(value: float | None) -> str:
    """A number as a spreadsheet of any country can take it in: a point, no unit; empty where there is none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def write_sheet(
    project: Project,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    file: str | Path,
    *,
    accept_leaks: bool,
) -> Path:
    """Write a table to a .csv file, real names in it replaced and no cell a formula.

    Raises BadInput for another suffix, or where the file cannot be written or something else stands there; LeakFound
    where it could tell who somebody is and that is not accepted.
    """
    path = Path(file)
    if path.suffix.lower() != ".csv":
        raise BadInput(_("a table is written to a .csv file, not {given}", given=path.suffix or "''"))
    replace = project.sharing.names().aliases.replace
    cells = [[replace(cell) for cell in row] for row in (heads, *rows)]
    words = [(_("table"), cell) for row in cells for cell in row if not cell.isdigit()]
    project.sharing.guard(words, file=path, accept_leaks=accept_leaks)
    return write_file(
        project, path, write_table(cells[0], cells[1:]), kind_suffixes=(".csv",), kind=_("a table")
    )
