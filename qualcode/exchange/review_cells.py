"""The cells of a workbook as somebody typed them, read from its parts: words, and days a spreadsheet made of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qualcode.errors import Unreadable
from qualcode.exchange.review_pack import LARGEST
from qualcode.exchange.tables import unguard
from qualcode.i18n import _
from qualcode.readers.guard import Archive, attribute, local, xml
from qualcode.text.normal import normalise

if TYPE_CHECKING:
    from lxml import etree

PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
"""The name of a cell: column and row."""
_DAYS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Numbers of a workbook's own formats that show a number as a day or a time (ECMA-376, 18.8.30)."""
_NO_DATE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|General')
"""Pieces of a format whose letters say nothing of days."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell."""

    text: str
    formula: str = ""
    """What it is computed by, or the error it shows: nothing that somebody wrote as words."""


Rows = dict[int, dict[int, Cell]]
"""Row number (from 1) and column (from 1) to the cells that hold something."""


class Cells:
    """The sheets of one workbook."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.sheets = dict(_sheets(archive))
        """Names of the sheets, in order, and the parts they lie in."""
        self._strings = _strings(archive)
        self._dated = _dated(archive)
        self._first_day = datetime(1904, 1, 1) if _counts_from_1904(archive) else datetime(1899, 12, 30)

    def rows(self, part: str) -> Rows:
        """The filled cells of a sheet; raises Unreadable where there are more rows than a pack can have."""
        rows: Rows = {}
        row = column = 0
        for element in xml(self._archive.read(part)).iter():
            name = local(element)
            if name == "row":
                given = attribute(element, "r")
                row, column = (int(given) if given else row + 1), 0
                if len(rows) > LARGEST:
                    raise Unreadable(_("the file has more rows than a review pack can have"))
            elif name == "c":
                place = PLACE.fullmatch(attribute(element, "r") or "")
                column = _number(place[1]) if place else column + 1
                cell = self._cell(element)
                if cell.text or cell.formula:
                    rows.setdefault(row, {})[column] = cell
        return rows

    def _cell(self, element: etree._Element) -> Cell:
        kind = attribute(element, "t")
        parts = {local(part): part for part in element}
        value = (parts["v"].text or "") if "v" in parts else ""
        if "f" in parts or kind == "e":
            return Cell("", f"={parts['f'].text}" if "f" in parts and parts["f"].text else value or "=")
        if kind == "inlineStr":
            value = text_of(parts["is"]) if "is" in parts else ""
        elif kind == "s":
            value = self._strings[int(value)] if value.isdigit() and int(value) < len(self._strings) else ""
        elif kind == "b":
            value = "FALSE" if value == "0" else "TRUE"
        elif kind in (None, "n") and value and attribute(element, "s") in self._dated:
            value = self._day(value)
        # What a spreadsheet cannot hold it writes as _xHHHH_.
        value = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), value)
        return Cell(unguard(normalise(value).text.strip()))

    def _day(self, number: str) -> str:
        """A day as ISO 8601: a spreadsheet makes one of words like 3/4, and a number of the day."""
        try:
            at = self._first_day + timedelta(days=round(float(number), 6))
        except (ValueError, OverflowError):
            return number
        return at.date().isoformat() if at.time() == datetime.min.time() else at.isoformat(" ", "minutes")


def text_of(element: etree._Element) -> str:
    """The words of a string, its pieces joined, without the readings of signs that some programs add."""
    return "".join(
        part.text or ""
        for part in element.iter()
        if local(part) in ("t", "text") and not any(local(outer) == "rPh" for outer in part.iterancestors())
    )


def _sheets(archive: Archive) -> Iterator[tuple[str, str]]:
    links = {
        attribute(link, "Id"): attribute(link, "Target") or ""
        for link in xml(archive.read("xl/_rels/workbook.xml.rels"))
    }
    for sheet in xml(archive.read("xl/workbook.xml")).iter():
        if local(sheet) == "sheet":
            target = links.get(attribute(sheet, "id"), "")
            part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            if part in archive.parts:
                yield attribute(sheet, "name") or "?", part


def _counts_from_1904(archive: Archive) -> bool:
    return any(
        local(one) == "workbookPr" and attribute(one, "date1904") in ("1", "true")
        for one in xml(archive.read("xl/workbook.xml"))
    )


def _strings(archive: Archive) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.parts:
        return []
    return [text_of(one) for one in xml(archive.read("xl/sharedStrings.xml")) if local(one) == "si"]


def _dated(archive: Archive) -> frozenset[str]:
    """Numbers of the looks that show a number as a day or a time."""
    if "xl/styles.xml" not in archive.parts:
        return frozenset()
    days = {str(number) for number in _DAYS}
    looks: list[str] = []
    for part in xml(archive.read("xl/styles.xml")):
        for one in part:
            if local(one) == "numFmt" and re.search(
                "[dmyhs]", _NO_DATE.sub("", attribute(one, "formatCode") or ""), re.IGNORECASE
            ):
                days.add(attribute(one, "numFmtId") or "")
            elif local(part) == "cellXfs":
                looks.append(attribute(one, "numFmtId") or "0")
    return frozenset(str(place) for place, number in enumerate(looks) if number in days)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
