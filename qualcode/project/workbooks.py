"""One sheet of a workbook (.xlsx) as rows of typed cells, with the places of formulas and errors.

The library that reads the cells gives a formula's last value as if somebody had written it; so the sheet's own XML is
asked which cells are computed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import python_calamine

from qualcode.errors import BadInput, Unreadable
from qualcode.i18n import _
from qualcode.readers.guard import Archive, attribute, load, local, xml
from qualcode.readers.workbooks import opened

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(frozen=True)
class Sheet:
    """A sheet below its heading."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, Any]], ...]
    """Row number and cells by column; blank rows are left out."""
    formulas: tuple[tuple[int, str], ...]
    """Row number and column of cells that are computed."""
    errors: tuple[tuple[int, str], ...]
    """The same of cells that hold an error, as #DIV/0!."""


def read_sheet(path: Path, sheet: str | None = None) -> Sheet:
    """The sheet called `sheet`, by default the first that is shown and holds something.

    The first row that is not blank is the heading. Raises NotFound and Unreadable for files that cannot be read,
    BadInput for an unknown sheet, doubled columns and a workbook without rows.
    """
    archive, book = opened(load(path))
    try:
        shown = [
            m.name for m in book.sheets_metadata if m.visible == python_calamine.SheetVisibleEnum.Visible
        ]
        if sheet is not None and sheet not in book.sheet_names:
            names = ", ".join(book.sheet_names)
            raise BadInput(_("{path} has no sheet {name}; there are: {known}", path=path.name, name=sheet, known=names))  # fmt: skip
        for name in shown if sheet is None else [sheet]:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(not _blank(cell) for row in rows for cell in row):
                return _sheet(path, rows, _special(archive, name))
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Unreadable(_("the file is damaged or cut short")) from None
    raise BadInput(_("{path} has no rows", path=path.name))


def _sheet(path: Path, rows: list[list[Any]], special: dict[str, list[tuple[int, int]]]) -> Sheet:
    top = next(n for n, row in enumerate(rows) if any(not _blank(cell) for cell in row))
    names = [" ".join(str(cell).split()) for cell in rows[top]]
    named = [(place, name) for place, name in enumerate(names) if name]
    twice = [name for place, name in named if name in names[:place]]
    if twice:
        raise BadInput(f"{path.name}: " + _("{name} stands here twice", name=twice[0]))
    found = [
        (number, {name: row[place] if place < len(row) else None for place, name in named})
        for number, row in enumerate(rows[top + 1 :], top + 2)
        if any(not _blank(cell) for cell in row) or any(number == line for line, _p in special["errors"])
    ]
    if not found:
        raise BadInput(_("{path} has no rows", path=path.name))
    heads = dict(named)

    def places(kind: str) -> tuple[tuple[int, str], ...]:
        return tuple((line, heads.get(place, "?")) for line, place in special[kind])

    return Sheet(tuple(name for _place, name in named), tuple(found), places("formulas"), places("errors"))


def _blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _special(archive: Archive, name: str) -> dict[str, list[tuple[int, int]]]:
    """Row number (from 1) and column (from 0) of the computed cells of a sheet, and of those with an error."""
    found: dict[str, list[tuple[int, int]]] = {"formulas": [], "errors": []}
    for cell in xml(archive.read(_part(archive, name))).iter():
        place = _PLACE.fullmatch(attribute(cell, "r") or "") if local(cell) == "c" else None
        if place is None:
            continue
        at = int(place[2]), _column(place[1])
        if any(local(part) == "f" for part in cell):
            found["formulas"].append(at)
        elif attribute(cell, "t") == "e":
            found["errors"].append(at)
    return found


def _part(archive: Archive, name: str) -> str:
    """Where the XML of a sheet lies in the file."""
    key = next(
        attribute(sheet, "id")
        for sheet in xml(archive.read("xl/workbook.xml")).iter()
        if local(sheet) == "sheet" and attribute(sheet, "name") == name
    )
    for link in xml(archive.read("xl/_rels/workbook.xml.rels")).iter():
        if attribute(link, "Id") == key:
            target = str(attribute(link, "Target"))
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise Unreadable(_("the file is damaged or cut short"))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
