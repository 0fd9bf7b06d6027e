"""Finding a record by what a person typed: its id, its name where that is unique, or its number in a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from unicodedata import normalize
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import Ambiguous, NotFound
from qualcode.i18n import _
from qualcode.model import (
    Actor,
    Category,
    Code,
    Coder,
    Finding,
    Group,
    Informant,
    Question,
    Record,
    ResearchQuestion,
    Source,
    Theme,
)
from qualcode.model.nouns import noun
from qualcode.store.transaction import table_of

R = TypeVar("R", bound=Record)

NAMES: dict[type[Record], str] = {
    Source: "name",
    Informant: "code",
    Group: "name",
    Actor: "name",
    Code: "code",
    Coder: "name",
    Category: "name",
    Theme: "name",
    Finding: "number",
    Question: "number",
    ResearchQuestion: "number",
}
"""The column people name a record by."""

_AT_ONCE = 500
"""How many records one question asks for: SQLite takes so many values at least."""


def find(session: Session, model: type[R], given: str | int | UUID | R) -> R:
    """The record of `model` that `given` means.

    Tried in order: a record itself, a UUID, a name (exact, then whatever its case and composition; F1 for finding 1), the
    running number of a list. Raises NotFound, or Ambiguous where a name fits several.
    """
    if isinstance(given, model):
        return given
    table = table_of(model)
    text = str(given).strip()
    uid = given if isinstance(given, UUID) else _uuid(text)
    if uid is not None:
        found = _matching(session, model, table.c.uid == uid)
        if found:
            return found[0]
    name = NAMES.get(model)
    if name is not None and name != "number":
        found = _matching(session, model, table.c[name] == text)
        if not found:
            found = [r for r in _matching(session, model) if alike(getattr(r, name)) == alike(text)]
        if len(found) > 1:
            raise Ambiguous(
                _("{n} {what} records are called {name}; give the number or id of one: {ids}").format(
                    n=len(found), what=noun(table.name), name=text, ids=", ".join(str(r.id) for r in found)
                )
            )
        if found:
            return found[0]
    digits = text[1:] if model is Finding and text[:1] in "Ff" else text
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        column = table.c[name] if name == "number" else table.c.id
        found = _matching(session, model, column == int(digits))
        if found:
            return found[0]
    raise NotFound(_("there is no {what} {name}", what=noun(table.name), name=text or "''"))


def find_all(session: Session, model: type[R], given: Sequence[str | int | UUID | R]) -> list[R]:
    """The record of each, as `find` gives it; running numbers, of which there may be thousands, in a few questions."""
    numbers = [number for number in given if isinstance(number, int)]
    table = table_of(model)
    by_number: dict[int, R] = {}
    if NAMES.get(model) is None:
        for first in range(0, len(numbers), _AT_ONCE):
            wanted = table.c.id.in_(numbers[first : first + _AT_ONCE])
            by_number |= {record.id: record for record in _matching(session, model, wanted)}
    return [
        by_number[one] if isinstance(one, int) and one in by_number else find(session, model, one)
        for one in given
    ]


def alike(name: object) -> str:
    """A name whatever its case, and whether its accents stand apart, as in file names of macOS."""
    return normalize("NFC", str(name)).casefold()


def _matching(session: Session, model: type[R], *conditions: Any) -> list[R]:
    rows = session.scalars(select(model).where(*conditions).order_by(table_of(model).c.id)).all()
    return list(rows)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if len(text) >= 32 else None
    except ValueError:
        return None
