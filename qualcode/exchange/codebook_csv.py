"""Codebooks as CSV, one code a row: `load_codebook_csv` and `dump_codebook_csv`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from qualcode.exchange.codebook import BILINGUAL, STATUSES, TYPES, CodebookFile, CodeSpec, stated_fields
from qualcode.exchange.codebook_check import check_codes
from qualcode.exchange.problems import FileProblems, Problem
from qualcode.exchange.tables import Row, read_table, write_table
from qualcode.i18n import _

_LISTS = {"cues_id": "cues_id", "cues_en": "cues_en", "exclude": "cue_excludes"}
_TEXTS = (*(f"{key}_{language}" for key in BILINGUAL for language in ("id", "en")),)
_PLAIN = ("source_theory", "domain", "colour", "author", "reason", "shortcut")
COLUMNS = (
    "code", "parent", *_TEXTS, *_LISTS, "source_theory", "type", "domain", "colour", "status", "version",
    "author", "changed_at", "reason", "shortcut",
)  # fmt: skip
"""Cues stand in one cell, separated by semicolons."""
REQUIRED = ("code",)


def load_codebook_csv(source: Path | str, name: str = "codebook.csv") -> CodebookFile:
    """The codebook in a CSV file (a Path) or text (a str); it is called as the file, without suffix.

    Only `code` and one of `name_id` and `name_en` must be there. Raises FileProblems with every problem and its line.
    """
    return codebook_of_rows(*read_table(source, COLUMNS, REQUIRED, name))


def codebook_of_rows(name: str, rows: Sequence[Row]) -> CodebookFile:
    """The codebook whose codes are these rows of the file `name`; raises FileProblems."""
    problems: list[Problem] = []
    codes = [_read_row(row, problems) for row in rows]
    ordered, wrong = check_codes(codes, [row.line for row in rows])
    problems += wrong
    if not rows:
        problems.append(Problem(1, _("there is no code in this codebook")))
    if problems:
        raise FileProblems(name, problems)
    stated = {
        code.code: stated_fields(code, {column for column in row.cells if row.get(column)})
        for code, row in zip(codes, rows, strict=True)
    }
    lines = {code.code: {"code": row.line} for code, row in zip(codes, rows, strict=True)}
    return CodebookFile(Path(name).stem, tuple(ordered), stated=stated, file=name, lines=lines)


def _read_row(row: Row, problems: list[Problem]) -> CodeSpec:
    def wrong(text: str) -> None:
        problems.append(Problem(row.line, text))

    def choice(column: str, options: tuple[str, ...], default: str) -> str:
        text = row.get(column) or default
        if text not in options:
            wrong(
                _(
                    "{column}: expected one of {options}, found {text}",
                    column=column,
                    options=", ".join(options),
                    text=text,
                )
            )
        return text

    values: dict[str, Any] = {key: row.get(key) for key in ("code", "parent", *_TEXTS, *_PLAIN)}
    if not values["code"]:
        wrong(_("{name} is missing", name="code"))
    for column, key in _LISTS.items():
        values[key] = tuple(cue.strip() for cue in row.get(column).split(";") if cue.strip())
    values["colour"] = values["colour"].lower()
    values["origin"] = choice("type", TYPES, TYPES[0])
    values["status"] = choice("status", STATUSES, STATUSES[0])
    try:
        values["version"] = int(row.get("version") or 1)
    except ValueError:
        wrong(_("expected a whole number, found {text}", text=row.get("version")))
    try:
        values["changed_on"] = date.fromisoformat(row.get("changed_at")) if row.get("changed_at") else None
    except ValueError:
        wrong(_("expected a date such as 2026-01-31, found {text}", text=row.get("changed_at")))
    return CodeSpec(**values)


def dump_codebook_csv(codebook: CodebookFile, delimiter: str = ",") -> str:
    """The codes of `codebook` as CSV text for a spreadsheet; reading it gives the same codes."""
    return write_table(COLUMNS, (_cells(spec) for spec in codebook.codes), delimiter)


def _cells(spec: CodeSpec) -> list[str]:
    special = {
        "type": spec.origin,
        "version": str(spec.version),
        "changed_at": spec.changed_on.isoformat() if spec.changed_on else "",
        **{column: "; ".join(getattr(spec, key)) for column, key in _LISTS.items()},
    }
    return [special[c] if c in special else getattr(spec, c) for c in COLUMNS]
