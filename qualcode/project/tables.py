"""Reading tables that people make in a spreadsheet and save as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _


def read_table(file: Path, needed: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """(line number, row) for each row of a CSV with a header; values stripped, `;` and `,` both understood.

    Raises NotFound where there is no file, BadInput where it is not such a table, lacks a needed column or has
    no rows.
    """
    rows = [(line, {k: v.strip() for k, v in row.items()}) for line, row in read_exact(file, needed)]
    if not rows:
        raise BadInput(_("{path} has no rows", path=file))
    return rows


def read_exact(file: Path, needed: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """Like `read_table`, but values keep their spaces and newlines, and there may be no rows."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(_("there is no file {path}", path=file)) from None
    except (OSError, UnicodeDecodeError):
        raise BadInput(_("{path} is not a CSV text in UTF-8", path=file)) from None
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = set(needed) - set(reader.fieldnames or ())
    if missing:
        names = ", ".join(sorted(missing))
        raise BadInput(_("{path}: the first line must name the columns {names}", path=file, names=names))
    try:
        return [(reader.line_num, {k: v or "" for k, v in row.items() if k}) for row in reader]
    except csv.Error as error:
        raise BadInput(_("{path} is not a CSV: {reason}", path=file, reason=error)) from None
