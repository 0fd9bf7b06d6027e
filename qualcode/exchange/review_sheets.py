"""A filled-in review pack read back from a workbook, whatever program saved it and wherever rows and columns went."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from qualcode.errors import Unreadable
from qualcode.exchange.review_pack import (
    COMMENT,
    DECISION,
    LARGEST,
    NAME,
    OTHER,
    ROUND,
    Answer,
    Filled,
    Mark,
    heading,
    mark_in,
    place_of,
    said_by,
)
from qualcode.exchange.review_xlsx import LISTS
from qualcode.exchange.tables import unguard
from qualcode.i18n import _
from qualcode.readers.guard import Archive, attribute, local, xml
from qualcode.readers.workbooks import opened
from qualcode.text.normal import normalise

if TYPE_CHECKING:
    from lxml import etree

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_KEY = re.compile(r"qc:(mark|name|decision|other|comment)")


@dataclass(frozen=True)
class Cell:
    """What stands in a cell."""

    text: str
    formula: bool = False
    """Computed, or an error: nothing that somebody wrote."""


Rows = dict[int, dict[int, Cell]]
"""Row number (from 1) and column (from 1) to the cells that hold something."""


def read_workbook(data: bytes) -> Filled:
    """What a supervisor filled in; raises Unreadable for a file that is damaged, does harm or holds macros."""
    archive, _book = opened(data)
    if any("vbaproject" in part.lower() for part in archive.parts):
        raise Unreadable(_("the file holds macros; save it as .xlsx or .docx without them"))
    strings = _strings(archive)
    parts = dict(_sheets(archive))
    sheets = {name: _rows(archive.read(part), strings) for name, part in parts.items()}
    labels = _labels(sheets.pop(LISTS, {}))
    answers: list[Answer] = []
    lost: list[tuple[str, str]] = []
    known = {NAME: "", ROUND: ""}
    for name, rows in sheets.items():
        columns, headed = _columns(rows)
        notes = _notes(archive, parts[name])
        if DECISION in columns or COMMENT in columns:
            found = list(_answers(name, rows, columns, headed, labels))
            answers += [replace(answer, remarks=notes.pop(row, ())) for row, answer in found]
        elif columns:
            answers.append(Answer(name, None, faults=(_("no column for answers can be told any more"),)))
        else:
            for mark, words in _said(rows):
                known[mark] = known[mark] or words
        lost += [(_row_name(name, row), note) for row, said in sorted(notes.items()) for note in said]
    return Filled(known[NAME], known[ROUND], tuple(answers), tuple(lost))


def _columns(rows: Rows) -> tuple[dict[str, int], set[int]]:
    """Which column is which, and the rows that say so: by the hidden row of keys, else by ids and headings."""
    for number, cells in rows.items():
        keys = {found[1]: column for column, cell in cells.items() if (found := _KEY.fullmatch(cell.text))}
        if "mark" in keys or DECISION in keys:
            heads = {n for n, row in rows.items() if _headings(row)}
            return keys, {number} | heads
    columns: dict[str, int] = {}
    headed: set[int] = set()
    for number, cells in rows.items():
        if named := _headings(cells):
            columns, headed = {**named, **columns}, headed | {number}
        for column, cell in cells.items():
            if "mark" not in columns and mark_in(cell.text) is not None:
                columns["mark"] = column
    return columns, headed


def _headings(cells: Mapping[int, Cell]) -> dict[str, int]:
    """The places that a row heads, where it is one of headings: at least two of them."""
    found = {place: column for column, cell in cells.items() if (place := place_of(cell.text))}
    return found if len(found) > 1 else {}


def _answers(
    sheet: str, rows: Rows, columns: Mapping[str, int], headed: set[int], labels: Mapping[str, Mark]
) -> Iterator[tuple[int, Answer]]:
    """Row numbers and what was filled in there."""
    for number, cells in sorted(rows.items()):
        if number in headed:
            continue
        at = columns.get("mark")
        mark = mark_in(cells[at].text) if at in cells else None
        typed: dict[str, str] = {}
        faults: list[str] = []
        for place in (DECISION, OTHER, COMMENT):
            cell = cells.get(columns.get(place, 0))
            if cell is not None and cell.formula:
                faults.append(_("{column}: a formula or an error, which is no answer", column=heading(place)))
            elif cell is not None:
                typed[place] = cell.text
        answer = Answer(
            _row_name(sheet, number),
            mark,
            typed.get(DECISION, ""),
            typed.get(OTHER, ""),
            labels.get(typed.get(OTHER, "")),
            typed.get(COMMENT, ""),
            faults=tuple(faults),
        )
        if mark is not None or not answer.empty:
            yield number, answer


def _row_name(sheet: str, row: int) -> str:
    return _("{sheet}, row {n}", sheet=sheet, n=row)


def _labels(rows: Rows) -> dict[str, Mark]:
    """What codes are called in the lists, and their marks, which stand to the right."""
    found: dict[str, Mark] = {}
    for cells in rows.values():
        for column, cell in cells.items():
            mark = mark_in(cell.text)
            if mark is not None and (label := cells.get(column - 1)) is not None:
                found[label.text] = mark
    return found


def _said(rows: Rows) -> Iterator[tuple[str, str]]:
    """Who answers, and when, beside the mark or the heading that asks for it."""
    for _number, cells in sorted(rows.items()):
        ordered = [cell.text for _column, cell in sorted(cells.items()) if not cell.formula]
        asked = [place for place, text in enumerate(ordered) if said_by(text)]
        if asked and asked[-1] + 1 < len(ordered):
            yield said_by(ordered[asked[-1]]), ordered[asked[-1] + 1]


def _sheets(archive: Archive) -> Iterator[tuple[str, str]]:
    """Names of the sheets and the parts they lie in."""
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


def _notes(archive: Archive, sheet: str) -> dict[int, tuple[str, ...]]:
    """Notes that were stuck on cells of a sheet, by row.

    Newer programs keep a conversation beside each note; then the note only says that one should look there.
    """
    folder, _slash, file = sheet.rpartition("/")
    links = f"{folder}/_rels/{file}.rels"
    if links not in archive.parts:
        return {}
    said: dict[str, list[tuple[str, str]]] = {"comment": [], "threadedComment": []}
    for link in xml(archive.read(links)):
        part = posixpath.normpath(posixpath.join("/" + folder, attribute(link, "Target") or "")).lstrip("/")
        if (attribute(link, "Type") or "").rpartition("/")[2] in ("comments", "threadedComment") and (
            part in archive.parts
        ):
            for note in xml(archive.read(part)).iter():
                if local(note) in said:
                    words = normalise(_text(note)).text.strip()
                    said[local(note)].append((attribute(note, "ref") or "", words))
    threaded = {place for place, _words in said["threadedComment"]}
    every = [one for one in said["comment"] if one[0] not in threaded] + said["threadedComment"]
    found: dict[int, tuple[str, ...]] = {}
    for place, words in every:
        at = _PLACE.fullmatch(place)
        if at is not None and words:
            found[int(at[2])] = (*found.get(int(at[2]), ()), words)
    return found


def _strings(archive: Archive) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.parts:
        return []
    return [_text(one) for one in xml(archive.read("xl/sharedStrings.xml")) if local(one) == "si"]


def _text(element: etree._Element) -> str:
    """The words of a string, its pieces joined, without the readings of signs that some programs add."""
    return "".join(
        part.text or ""
        for part in element.iter()
        if local(part) in ("t", "text") and not any(local(outer) == "rPh" for outer in part.iterancestors())
    )


def _rows(data: bytes, strings: list[str]) -> Rows:
    rows: Rows = {}
    row = column = 0
    for element in xml(data).iter():
        name = local(element)
        if name == "row":
            given = attribute(element, "r")
            row, column = (int(given) if given else row + 1), 0
            if len(rows) > LARGEST:
                raise Unreadable(_("the file has more rows than a review pack can have"))
        elif name == "c":
            place = _PLACE.fullmatch(attribute(element, "r") or "")
            column = _number(place[1]) if place else column + 1
            cell = _cell(element, strings)
            if cell.text or cell.formula:
                rows.setdefault(row, {})[column] = cell
    return rows


def _cell(element: etree._Element, strings: list[str]) -> Cell:
    kind = attribute(element, "t")
    parts = {local(part): part for part in element}
    if "f" in parts or kind == "e":
        return Cell("", formula=True)
    if kind == "inlineStr":
        text = _text(parts["is"]) if "is" in parts else ""
    else:
        text = (parts["v"].text or "") if "v" in parts else ""
        if kind == "s":
            text = strings[int(text)] if text.isdigit() and int(text) < len(strings) else ""
    # What a spreadsheet cannot hold it writes as _xHHHH_.
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
    return Cell(unguard(normalise(text).text.strip()))


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
