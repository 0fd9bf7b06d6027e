"""Spreadsheets: surveys whose rows are an informant's answers, and transcripts kept as a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO, StringIO

import python_calamine

from qualcode.errors import Unreadable
from qualcode.i18n import _
from qualcode.readers.columns import columns_of, row_block
from qualcode.readers.guard import MAX_FILE, MAX_RATIO, Archive
from qualcode.readers.identity import is_identity
from qualcode.readers.reading import Block, Extract
from qualcode.text.normal import normalise, read_text

Rows = list[list[str]]

csv.field_size_limit(MAX_FILE)  # one answer may be longer than the module's 128 KB

_ID = re.compile(
    r"id|kode|kode[ _](?:informan|responden)|code|informan|informant|responden(?:t)?|(?:id|no\.?|nomor)[ _]?"
    r"(?:informan|informant|responden|respondent)|respondent|participant",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"timestamp|cap waktu|stempel waktu|waktu pengisian|tanggal|date|start ?date|end ?date", re.IGNORECASE
)


def read_csv(data: bytes) -> list[Extract]:
    """One extract a row of answers, or the one transcript the table holds. Raises Unreadable."""
    done = read_text(data)
    delimiter = max(",;\t", key=lambda sign: _outside_quotes(done.text, sign))
    try:
        rows = list(csv.reader(StringIO(done.text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(_("the table cannot be read: {why}", why=error)) from None
    return _extracts(rows, "", done.repaired)


def read_xlsx(data: bytes) -> list[Extract]:
    """As `read_csv`, for every sheet of a workbook. Raises Unreadable."""
    _refuse_bombs(Archive(data))
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
    except python_calamine.PasswordError:
        raise Unreadable(_("the file is protected by a password; save it without one")) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise Unreadable(_("the file is damaged or cut short")) from None
    filled = [(name, [[_cell(value) for value in row] for row in rows]) for name, rows in sheets if rows]
    found: list[Extract] = []
    for name, rows in filled:
        found += _extracts(rows, name if len(filled) > 1 else "", 0)
    return found


def _extracts(rows: Rows, sheet: str, repaired: int) -> list[Extract]:
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return []
    if columns_of(rows[0]):
        return [Extract([row_block(row, 1) for row in rows], "block", name=sheet, repaired=repaired)]
    header = [
        " ".join(normalise(cell).text.split()) or _("column {n}", n=n) for n, cell in enumerate(rows[0], 1)
    ]
    found: list[Extract] = []
    for number, row in enumerate(rows[1:], 2):
        extract = _answers(header, row, sheet, number)
        found.append(extract if found else replace(extract, repaired=extract.repaired + repaired))
    return found


def _answers(header: list[str], row: list[str], sheet: str, number: int) -> Extract:
    who, identity, metadata = None, dict[str, str](), dict[str, str]()
    blocks: list[Block] = []
    question = repaired = 0
    for name, cell in zip(header, [*row, *[""] * len(header)], strict=False):
        done = normalise(cell.strip())
        repaired += done.repaired
        if who is None and _ID.fullmatch(name):
            who = done.text
        elif is_identity(name):
            identity[name] = done.text
        elif _STAMP.fullmatch(name):
            metadata[name] = done.text
        else:
            question += 1
            blocks.append(Block(f"{question}. {name}", question=question))
            blocks += [Block(line) for line in done.text.split("\n")]
            blocks.append(Block(""))
    label = who or str(number)
    return Extract(
        blocks[:-1],
        "block",
        metadata=metadata,
        identity=identity,
        repaired=repaired,
        name=f"{sheet} {label}".strip(),
        informant_hint=who or None,
    )


def _outside_quotes(text: str, sign: str) -> int:
    line = re.sub(r'"[^"]*"', "", text[:20_000]).split("\n", 1)[0]
    return line.count(sign)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _refuse_bombs(archive: Archive) -> None:
    """Calamine unpacks by itself, so the sizes are judged before."""
    infos: Iterable[tuple[int, int]] = ((i.file_size, i.compress_size) for i in archive.parts.values())
    if any(
        size > MAX_FILE or (size > 1024**2 and size > MAX_RATIO * max(packed, 1)) for size, packed in infos
    ):
        raise Unreadable(_("the file unpacks to far more than a document needs; it is not opened"))
