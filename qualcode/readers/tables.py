"""Spreadsheets: surveys whose rows are an informant's answers, and transcripts kept as a table."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO

import python_calamine

from qualcode.errors import Unreadable
from qualcode.i18n import _
from qualcode.readers.columns import columns_of, row_block
from qualcode.readers.guard import MAX_FILE
from qualcode.readers.identity import is_identity
from qualcode.readers.reading import Block, Extract
from qualcode.readers.workbooks import opened
from qualcode.text.normal import normalise, read_text

Rows = list[list[str]]

csv.field_size_limit(MAX_FILE)  # one answer may be longer than the module's 128 KB

_ID = re.compile(
    r"id|kode|code|(?:(?:id|kode|code|no\.?|nomor|nama)[ _]?(?:dan |/ ?)?(?:kode )?)?"
    r"(?:informan|informant|responden|respondent|partisipan|participant|narasumber|subjek)(?:[ _]?(?:id|code))?",
    re.IGNORECASE,
)
_GROUP = re.compile(
    r"(?:nama )?(?:kelompok|grup|group)(?: (?:informan|responden|narasumber|informant))?|"
    r"(?:kategori|jenis|unsur)(?: (?:informan|responden|narasumber))|informant group",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"no\.?|nomor|no\.? urut|nomor urut|#|timestamp|(?:cap|stempel) waktu|waktu(?: (?:pengisian|wawancara))?|"
    r"(?:hari|jam|pukul)|(?:hari[ ,/]*)?(?:tanggal|tgl\.?)(?: (?:pengisian|wawancara))?|date|(?:start|end) ?(?:date|time)|"
    r"completion time|lokasi|tempat|location|place|site|pewawancara|enumerator|interviewer|peneliti|bahasa|language|"
    r"(?:lama|sejak|tahun) (?:menjadi anggota|bergabung|bekerja)|skor|score|gelombang|wave",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"(?:alamat |address )?e-?mail(?: address)?|username|nama ?pengguna|inisial|initials|nama ?/ ?inisial|"
    r"dusun|desa|kelurahan|kecamatan|kabupaten|kota|domisili|rt|rw|rt ?/ ?rw|penghasilan|pendapatan",
    re.IGNORECASE,
)
_LONGEST_NAME = 80  # code points; more than that names no column
_ASIDE = re.compile(
    r"^\d{1,2}[.)]\s*|\s*\([^)]*\)|(?:\s+(?:anda|ibu|bapak|saudara|aktif|bapak ?/ ?ibu|ibu ?/ ?bapak|"
    r"responden|informan|narasumber))+\s*$|\s*[:*]+\s*$",
    re.IGNORECASE,
)
"""What a form says beside the name of a column: "2. Umur Anda (tahun):" is Umur."""


def read_csv(data: bytes) -> list[Extract]:
    """One extract a row of answers, or the one transcript the table holds. Raises Unreadable."""
    done = read_text(data)
    delimiter = max(",;\t", key=lambda sign: _outside_quotes(done.text, sign))
    _refuse_open_quote(done.text, delimiter)
    try:
        rows = list(csv.reader(StringIO(done.text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable(_("the table cannot be read: {why}", why=error)) from None
    return _extracts(rows, "", done.repaired)


def read_xlsx(data: bytes) -> list[Extract]:
    """As `read_csv`, for every sheet of a workbook. Raises Unreadable."""
    _archive, book = opened(data)
    try:
        sheets = [(name, book.get_sheet_by_name(name).to_python()) for name in book.sheet_names]
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
    kinds = _kinds(header)
    identity, metadata = dict[str, str](), dict[str, str]()
    blocks: list[Block] = []
    who = group = None
    question = repaired = 0
    for name, kind, cell in zip(header, kinds, [*row, *[""] * len(header)], strict=False):
        done = normalise(cell.strip())
        repaired += done.repaired
        if kind == "id":
            who = done.text or None
        elif kind == "identity":
            identity[name] = done.text
        elif kind in ("group", "attribute"):
            metadata[name] = done.text
            group = group or (done.text or None if kind == "group" else None)
        else:
            question += 1
            blocks.append(Block(f"{question}. {name}", question=question))
            blocks += [Block(line) for line in done.text.split("\n")]
            blocks.append(Block(""))
    return Extract(
        blocks[:-1],
        "block",
        metadata=metadata,
        identity=identity,
        repaired=repaired,
        name=f"{sheet} {who or number}".strip(),
        informant_hint=who,
        group_hint=group,
        survey=True,
    )


def _kinds(header: Sequence[str]) -> list[str]:
    """What each column is: who answers (`id`, one at most), `identity`, `group`, `attribute` or `question`."""
    kinds = [_kind(name) for name in header]
    ids = [n for n, kind in enumerate(kinds) if kind == "id"]
    # "Kode informan" says more than "id", and that more than a name; what is not chosen is the person's own.
    chosen = min(
        ids,
        key=lambda n: ("nama" in header[n].casefold(), header[n].casefold() == "id", n),
        default=None,
    )
    kinds = ["identity" if kind == "id" and n != chosen else kind for n, kind in enumerate(kinds)]
    if chosen is not None and "nama" in header[chosen].casefold():
        kinds[chosen] = "identity"
    return kinds


def _kind(name: str) -> str:
    if name.endswith("?") or len(name) > _LONGEST_NAME:
        return "question"
    bare = _ASIDE.sub("", name).strip()
    while bare != (shorter := _ASIDE.sub("", bare).strip()):
        bare = shorter
    for pattern, kind in ((_ID, "id"), (_GROUP, "group"), (_ATTRIBUTE, "attribute"), (_PERSONAL, "identity")):
        if pattern.fullmatch(name) or (bare and pattern.fullmatch(bare)):
            return kind
    return "identity" if is_identity(name) or is_identity(bare) else "question"


def _refuse_open_quote(text: str, delimiter: str) -> None:
    """Raise Unreadable where a quotation mark swallows lines: it is never closed, or closed by that of another field."""
    starts = re.compile(rf'(?:^|(?<=[{re.escape(delimiter)}\n\r]))"')
    place = 0
    while start := starts.search(text, place):
        end = _QUOTED.match(text, start.end())
        after = text[end.end() : end.end() + 1] if end else ""
        swallowed = end is not None and after not in ("", delimiter, "\n", "\r") and "\n" in end.group()
        if end is None or swallowed:
            line = text.count("\n", 0, start.start()) + 1
            raise Unreadable(_("line {n} opens a quotation mark that is not closed", n=line))
        place = end.end()


_QUOTED = re.compile(r'(?:[^"]++|"")*+"')


def _outside_quotes(text: str, sign: str) -> int:
    line = re.sub(r'"[^"]*"', "", text[:20_000]).split("\n", 1)[0]
    return line.count(sign)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
