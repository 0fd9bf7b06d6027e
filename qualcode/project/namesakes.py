"""Names that people tell things apart by: of one spelling, and of signs that can be seen."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model.nouns import noun
from qualcode.project.lookup import NAMES
from qualcode.store.transaction import table_of

_HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")
"""What turns or breaks a line without being seen."""


def a_new_name(session: Session, model: Any, name: str, but: int | None = None) -> str:
    """`name` without white space around it, where no other record of `model` has it in another spelling.

    A record of exactly this name is no hindrance. `but` is the id of a record that may be spelt so.

    Raises: BadInput where a name differs only by case from one there is, or holds a control character.
    """
    name = visible(name.strip())
    table = table_of(model)
    column = table.c[NAMES[model]]
    known = {row[1]: row[0] for row in session.execute(select(table.c.id, column))}
    if name not in known:
        for other, id_ in known.items():
            if _key(other) == _key(name) and id_ != but:
                raise BadInput(
                    _(
                        "there is a {what} {other} already; write it so, or take a name that differs by more than "
                        "capital letters",
                        what=noun(table.name),
                        other=other,
                    )
                )
    return name


def visible(text: str) -> str:
    """`text`, where it is one line without control characters; raises BadInput."""
    for sign in text:
        if sign in _HIDDEN or unicodedata.category(sign) == "Cc":
            raise BadInput(
                _("{name} holds a control character (U+{code})", name=ascii(text), code=f"{ord(sign):04X}")
            )
    return text


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
