"""The codes of a project in the order of the codebook's tree, for tables that have a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sqlalchemy import Row
from sqlalchemy import select as select_columns
from sqlmodel import Session, select

from qualcode.analysis.columns import Codings
from qualcode.model import Code
from qualcode.project.figures import CodeHead
from qualcode.store.transaction import table_of


def code_tree(session: Session) -> tuple[list[CodeHead], list[int]]:
    """The codes, parents before their children, and the row of each one's parent (-1 for a branch at the top)."""
    children: dict[int | None, list[Row[Any]]] = {}
    table = table_of(Code)
    wanted = (table.c.id, table.c.code, table.c.name_id, table.c.name_en, table.c.parent_id)
    for code in session.execute(select_columns(*wanted).order_by(table.c.position, table.c.id)):
        children.setdefault(code.parent_id, []).append(code)
    heads: list[CodeHead] = []
    parents: list[int] = []
    waiting = [(code, 0, -1) for code in reversed(children.get(None, []))]
    while waiting:
        code, depth, parent = waiting.pop()
        row = len(heads)
        heads.append(CodeHead(code.id, code.code, code.name_id, code.name_en, depth))
        parents.append(parent)
        waiting += [(child, depth + 1, row) for child in reversed(children.get(code.id, []))]
    return heads, parents


def children_of(session: Session, code: int | None) -> list[int]:
    """Ids of the codes right below one, or of the branches at the top."""
    table = table_of(Code)
    above = table.c.parent_id.is_(None) if code is None else table.c.parent_id == code
    return [child.id for child in session.scalars(select(Code).where(above))]


def by_row(codings: Codings, codes: Sequence[CodeHead]) -> Codings:
    """The codings with codes by their rows in the tree instead of by id.

    Raises ValueError where a code is not in the tree, as one that was made after the tree was read.
    """
    if not len(codings):
        return codings
    keys = np.array([code.key for code in codes], dtype=np.int64)
    order = np.argsort(keys)
    place = np.searchsorted(keys, codings.code, sorter=order)
    if not len(keys) or not np.array_equal(keys[order.take(place, mode="clip")], codings.code):
        raise ValueError("a code that is not in the tree")
    return replace(codings, code=order[place])
