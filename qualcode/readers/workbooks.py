"""Workbooks before the library that reads their cells gets them: what would cost it more memory than there is.

It makes room for every cell between the first and the last that is filled, whatever stands between them; one stray
cell at the far end of a sheet then ends the whole program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import python_calamine

from qualcode.errors import Unreadable
from qualcode.i18n import _
from qualcode.readers.guard import Archive, local

MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
"""What a sheet can have at all."""
MAX_CELLS = 5_000_000
"""Cells from A1 to the last filled row and column."""

_PLACE = re.compile(r"([A-Za-z]+)([0-9]+)")
_CELLS = tuple("sheetData".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_OTHER_KINDS = frozenset({"content.xml", "xl/workbook.bin"})
"""Parts of kinds of workbooks (.ods, .xlsb) whose extent nobody checks; the library would open them by any name."""


def opened(data: bytes) -> tuple[Archive, python_calamine.CalamineWorkbook]:
    """A workbook (.xlsx) that may be read, and the parts it is made of.

    Raises Unreadable for one that is damaged, protected, unpacks to too much, or has a filled cell too far off.
    """
    archive = Archive(data)
    if not data.startswith(b"PK") or _OTHER_KINDS & {part.lower() for part in archive.parts}:
        raise Unreadable(_("the file is damaged or cut short"))
    for part in archive.parts:
        content = archive.read(part)  # the library unpacks by itself, so what is too large is refused before
        if any(sign in content for sign in _CELLS):
            _check_extent(content)
    try:
        return archive, python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
    except python_calamine.PasswordError:
        raise Unreadable(_("the file is protected by a password; save it without one")) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Unreadable(_("the file is damaged or cut short")) from None


def _check_extent(sheet: bytes) -> None:
    """Raise Unreadable where the filled cells of a sheet reach too far."""
    rows = columns = 0
    for name, row, column in _filled(sheet):
        rows, columns = max(rows, row), max(columns, column)
        if rows > MAX_ROWS or columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
            shown = name if len(name) <= 20 else name[:19] + "…"
            raise Unreadable(
                _(
                    "cell {cell} makes the sheet too large to read: {rows} rows, {columns} columns; "
                    "delete the rows and columns beyond your table and save it again",
                    cell=shown,
                    rows=rows,
                    columns=columns,
                )
            )


def _filled(sheet: bytes) -> Iterator[tuple[str, int, int]]:
    """The filled cells of a sheet as name, row and column, from 1; no tree of them all is built."""
    from lxml import etree  # not needed for text files

    if any("<!DOCTYPE".encode(encoding) in sheet for encoding in ("ascii", "utf-16-le", "utf-16-be")):
        raise Unreadable(_("the file carries a document type declaration, which is not allowed"))
    row = column = 0
    try:
        for event, element in etree.iterparse(
            BytesIO(sheet), ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
        ):
            if event == "start":
                if local(element) == "row":
                    row, column = _number(element.get("r"), row + 1), 0
                continue
            if local(element) == "c":
                place = element.get("r")
                match = _PLACE.fullmatch(place) if place is not None else None
                if place is not None and match is None:
                    raise Unreadable(_("the file is damaged or cut short"))
                at = _number(match[2], 0) if match else row
                column = _letters(match[1]) if match else column + 1
                if len(element):
                    yield place or f"{_name(column)}{at}", at, column
            if local(element) in ("c", "row"):
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        raise Unreadable(_("the file is damaged or cut short")) from None


def _number(given: str | None, missing: int) -> int:
    """A row as it is written; one of more digits than any sheet has rows is beyond them all."""
    if given is None:
        return missing
    if not (given.isascii() and given.isdigit()) or int(given[:9]) == 0:
        raise Unreadable(_("the file is damaged or cut short"))
    return int(given) if len(given) <= 15 else 10**15


def _letters(given: str) -> int:
    """The column that letters name, from 1."""
    number = 0
    for letter in given[:12].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _name(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
