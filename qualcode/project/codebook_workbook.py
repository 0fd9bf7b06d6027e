"""Codebooks in workbooks (.xlsx), as a spreadsheet saves the CSV of one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from qualcode.errors import BadInput, Unreadable
from qualcode.exchange.codebook import CodebookFile
from qualcode.exchange.codebook_csv import COLUMNS, REQUIRED, codebook_of_rows
from qualcode.exchange.problems import FileProblems, Problem
from qualcode.exchange.tables import Row, headings, unguard
from qualcode.i18n import _
from qualcode.project.workbooks import read_sheet
from qualcode.text.normal import normalise


def load_codebook_workbook(path: Path) -> CodebookFile:
    """The codebook in the first sheet of a workbook that holds something, with the columns of a CSV.

    Raises BadInput where it cannot be read, FileProblems with every problem and its row.
    """
    try:
        sheet = read_sheet(path)
    except Unreadable as error:
        raise BadInput(f"{path.name}: {error.message}") from None
    problems = [
        Problem(line, _("{column}: a formula; put the value it gives in its place", column=column))
        for line, column in sheet.formulas
    ]
    problems += [
        Problem(line, _("{column}: an error of the workbook in place of a value", column=column))
        for line, column in sheet.errors
    ]
    names = headings(sheet.columns, 1, COLUMNS, REQUIRED, problems)
    if problems:
        raise FileProblems(path.name, problems)
    known = dict(zip(sheet.columns, names, strict=True))
    rows = [
        Row(line, {known[column]: _words(cell) for column, cell in cells.items()})
        for line, cells in sheet.rows
    ]
    return codebook_of_rows(path.name, rows)


def _words(cell: Any) -> str:
    """A cell as a CSV has it."""
    match cell:
        case None:
            return ""
        case float() if cell.is_integer():
            return str(int(cell))
        case date():
            return cell.isoformat()[:10]
        case _:
            return unguard(normalise(str(cell)).text)
