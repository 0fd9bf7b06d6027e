"""Merging one code into another: nothing that hung on the first is lost."""

from __future__ import annotations

from qualcode.model import CategoryCode, Code, Coding, FindingCode
from qualcode.project.joining import NOTES, join, repoint
from qualcode.store.transaction import Transaction, table_of


def merge_codes(tx: Transaction, old: Code, kept: Code) -> Code:
    """Move everything from `old` to `kept` and delete `old`; gives `kept`."""
    kept = _take_over_children(tx, old, kept)
    for coding in tx.all(Coding, table_of(Coding).c.code_id == old.id):
        twin = _at_same_place(tx, coding, kept)
        if twin is None:
            tx.update(coding, code_id=kept.id)
        else:
            join(tx, coding, twin, old.code)
    repoint(tx, CategoryCode, "code_id", old.id, kept.id, ("category_id",))
    repoint(tx, FindingCode, "code_id", old.id, kept.id, ("finding_id",))
    for model in NOTES:
        repoint(tx, model, "code_id", old.id, kept.id, ())
    tx.delete(tx.get(Code, old.id))
    return tx.get(Code, kept.id)


def _take_over_children(tx: Transaction, old: Code, kept: Code) -> Code:
    """Codes under `old` go under `kept`; `kept` itself, where it stands below `old`, takes the place of `old`."""
    above = {code.id: code.parent_id for code in tx.all(Code)}
    at = above[kept.id]
    while at is not None and at != old.id:
        at = above[at]
    if at == old.id:
        kept = tx.update(kept, parent_id=old.parent_id, position=old.position)
    last = max((c.position for c in tx.all(Code, table_of(Code).c.parent_id == kept.id)), default=-1)
    children = tx.all(Code, table_of(Code).c.parent_id == old.id)
    for number, child in enumerate(sorted(children, key=lambda c: (c.position, c.id)), last + 1):
        tx.update(child, parent_id=kept.id, position=number)
    return kept


def _at_same_place(tx: Transaction, coding: Coding, code: Code) -> Coding | None:
    table = table_of(Coding)
    return tx.first(
        Coding,
        table.c.source_id == coding.source_id,
        table.c.start == coding.start,
        table.c.stop == coding.stop,
        table.c.coder_id == coding.coder_id,
        table.c.code_id == code.id,
    )
