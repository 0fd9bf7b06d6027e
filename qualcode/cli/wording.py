"""Lists whose fields hold fixed values: raw for programs, in words for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from qualcode.cli.output import Column, show
from qualcode.i18n import _


def show_worded(
    rows: Iterable[Any], columns: Sequence[Column], fixed: Collection[str], *, as_json: bool
) -> None:
    """Like `show`; the fields named in `fixed` stand in the person's language, which JSON does not know."""
    if as_json:
        show(rows, columns, as_json=True)
    else:
        show([in_words(row, columns, fixed) for row in rows], columns, as_json=False)


def in_words(row: Any, columns: Sequence[Column], fixed: Collection[str]) -> dict[str, Any]:
    """The fields that `columns` show of a row, those named in `fixed` in words."""
    from qualcode.model.values import (
        value_word,  # here, as every list of records has the model loaded already
    )

    found = {
        field: row[field] if isinstance(row, Mapping) else getattr(row, field) for _head, field in columns
    }
    return {
        field: value_word(value) if field in fixed and isinstance(value, str) else value
        for field, value in found.items()
    }


def no_findings() -> str:
    """What to do where there are no findings yet."""
    return _('No findings yet. To add one: qualcode finding add PROJECT "The claim in one sentence."')
