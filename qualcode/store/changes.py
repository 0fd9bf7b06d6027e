"""Change sets: what an event did to which rows, as canonical bytes.

A change is (table, id, before, after); a row is a mapping of column to plain value, `None` where there is no
row. A changed row lists only the columns that changed. Bulk columns (a transcript's text, a file's bytes) stand
as a digest when a row is added and in full when it goes, so the journal does not double the project, and
every change can still be taken back.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum as Choice
from functools import cache
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Enum, Integer, String, Table
from sqlmodel.sql.sqltypes import AutoString

from qualcode.errors import BadInput
from qualcode.i18n import _

Row = dict[str, Any]
_AT_ONCE = 500


class Change(NamedTuple):
    """One row before and after."""

    table: str
    id: int
    before: Row | None
    after: Row | None

    def inverse(self) -> Change:
        """What takes this change back."""
        return Change(self.table, self.id, self.after, self.before)


@dataclass(frozen=True)
class Digest:
    """Stands for a bulk value."""

    sha256: str

    @classmethod
    def of(cls, value: str | bytes) -> Digest:
        """The digest of a text (as UTF-8) or of bytes."""
        return cls(hashlib.sha256(value.encode() if isinstance(value, str) else value).hexdigest())


@cache
def bulk_columns(table: Table) -> frozenset[str]:
    """Names of the columns whose content the journal does not repeat."""
    return frozenset(c.name for c in table.columns if c.info.get("bulk"))


def refuse_unfit(table: Table, rows: Iterable[Row]) -> None:
    """Raise BadInput for what only one of the databases would take.

    That is text that holds NUL, a number of more than 32 bits, and anything else where a number belongs.
    """
    texts, numbers = _plain_columns(table)
    for row in rows:
        for name in texts:
            if (value := row.get(name)) is not None and "\0" in value:
                raise BadInput(_("text may not hold the character NUL (U+0000)"))
        for name in numbers:
            value = row.get(name)
            if value is not None and (type(value) is not int or not -LIMIT <= value < LIMIT):
                raise BadInput(_("{value} is no number that can be kept here", value=str(value)[:40]))


LIMIT = 2**31
"""Whole numbers are below this."""


@cache
def _plain_columns(table: Table) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of the columns of text, not of choices, and of whole numbers."""
    return (
        tuple(
            c.name
            for c in table.columns
            if isinstance(c.type, String | AutoString) and not isinstance(c.type, Enum)
        ),
        tuple(c.name for c in table.columns if isinstance(c.type, Integer)),
    )


def digested(table: Table, row: Row) -> Row:
    """`row` with its bulk values replaced by digests."""
    bulk = bulk_columns(table)
    if not bulk:
        return row
    return {key: Digest.of(value) if key in bulk else value for key, value in row.items()}


_AS_IT_IS = frozenset((int, str, float, bool, type(None)))


def _plain_row(row: Row | None) -> Row | None:
    if row is None:
        return None
    return {k: v if type(v) in _AS_IT_IS else _plain(v) for k, v in row.items()}


def _plain(value: Any) -> Any:
    match value:
        case UUID():  # every row has one, so it is asked first
            return {"$u": f"{value.int:032x}"}
        case datetime():
            return {"$t": value.isoformat()}
        case Choice():
            return value.value
        case date():
            return {"$d": value.isoformat()}
        case bytes():
            return {"$b": base64.b64encode(value).decode()}
        case Digest():
            return {"$sha256": value.sha256}
        case dict() | list():
            return {"$j": value}
        case _:
            return value


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    ((mark, content),) = plain.items()
    match mark:
        case "$t":
            return datetime.fromisoformat(content)
        case "$d":
            return date.fromisoformat(content)
        case "$u":
            return UUID(hex=content)
        case "$b":
            return base64.b64decode(content)
        case "$sha256":
            return Digest(content)
        case _:
            return content


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, UTF-8: the same value, the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def encode(changes: Iterable[Change]) -> bytes:
    """Canonical JSON of `changes`; by parts, as no other thread gets on while one is made."""
    plain = ([c.table, c.id, _plain_row(c.before), _plain_row(c.after)] for c in changes)
    parts = iter(lambda: list(islice(plain, _AT_ONCE)), [])
    return b"[" + b",".join(canonical(part)[1:-1] for part in parts) + b"]"


def decode(body: bytes) -> list[Change]:
    """The changes in `body`, what `encode` gave, deflated; raises ValueError or zlib.error where it is damaged."""
    return [
        Change(
            table,
            id_,
            *(None if r is None else {k: _value(v) for k, v in r.items()} for r in (before, after)),
        )
        for table, id_, before, after in json.loads(zlib.decompress(body))
    ]
