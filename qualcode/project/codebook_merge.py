"""Merging one code into another: nothing that hung on the first is lost."""

from __future__ import annotations

from typing import Any

from qualcode.i18n import _
from qualcode.model import (
    CategoryCode,
    Code,
    Coding,
    CodingLink,
    Comment,
    Evidence,
    FindingCode,
    Memo,
    Record,
    Suggestion,
)
from qualcode.store.transaction import Transaction, table_of

TEXTS = ("period", "memo", "paraphrase", "interpretation", "translation", "review")
NOTES: tuple[type[Record], ...] = (Memo, Comment, Suggestion)


def merge_codes(tx: Transaction, old: Code, kept: Code) -> Code:
    """Move everything from `old` to `kept` and delete `old`; gives `kept`."""
    kept = _take_over_children(tx, old, kept)
    for coding in tx.all(Coding, table_of(Coding).c.code_id == old.id):
        twin = _at_same_place(tx, coding, kept)
        if twin is None:
            tx.update(coding, code_id=kept.id)
        else:
            _join(tx, coding, twin, old)
    _repoint(tx, CategoryCode, "code_id", old.id, kept.id, ("category_id",))
    _repoint(tx, FindingCode, "code_id", old.id, kept.id, ("finding_id",))
    for model in NOTES:
        _repoint(tx, model, "code_id", old.id, kept.id, ())
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


def _join(tx: Transaction, coding: Coding, twin: Coding, old: Code) -> None:
    """Put what `coding` says into `twin`, which covers the same words for the same coder, and delete `coding`."""
    values: dict[str, Any] = {}
    for name in TEXTS:
        mine, other = getattr(twin, name), getattr(coding, name)
        if other and other not in mine:
            values[name] = f"{mine}\n{other}" if mine else other
    if twin.valence is None:
        values["valence"] = coding.valence
    elif coding.valence not in (None, twin.valence):
        said = _("merged with {code}, which said: {valence}", code=old.code, valence=coding.valence.value)
        values["review"] = "\n".join(filter(None, (values.get("review", twin.review), said)))
    tx.update(twin, **values)
    for link in tx.all(CodingLink):
        if {link.from_coding_id, link.to_coding_id} == {coding.id, twin.id}:
            tx.delete(link)
    _repoint(tx, Evidence, "coding_id", coding.id, twin.id, ("finding_id", "coder_id"))
    _repoint(tx, CodingLink, "from_coding_id", coding.id, twin.id, ("to_coding_id", "kind"))
    _repoint(tx, CodingLink, "to_coding_id", coding.id, twin.id, ("from_coding_id", "kind"))
    for model in NOTES:
        _repoint(tx, model, "coding_id", coding.id, twin.id, ())
    tx.delete(coding)


def _repoint(
    tx: Transaction, model: type[Record], column: str, old: int, kept: int, unique: tuple[str, ...]
) -> None:
    """Let rows that point at `old` point at `kept`, but for those that would then stand there twice."""
    table = table_of(model)
    taken = {tuple(getattr(row, name) for name in unique) for row in tx.all(model, table.c[column] == kept)}
    for row in tx.all(model, table.c[column] == old):
        if not unique or tuple(getattr(row, name) for name in unique) not in taken:
            tx.update(row, **{column: kept})
