"""Two codings made one: what the one that goes said, proved and was linked to hangs on the one that stays."""

from __future__ import annotations

from typing import Any

from qualcode.i18n import _
from qualcode.model import Coding, CodingLink, Comment, Evidence, Memo, Record, Suggestion
from qualcode.store.transaction import Transaction, table_of

TEXTS = ("period", "memo", "paraphrase", "interpretation", "translation", "review")
NOTES: tuple[type[Record], ...] = (Memo, Comment, Suggestion)


def join(tx: Transaction, gone: Coding, kept: Coding, origin: str) -> Coding:
    """Put what `gone` says into `kept` and delete `gone`; gives `kept`.

    Where their valences differ, `kept` keeps its own and a person is asked to look again; `origin` is what `gone` is
    called there.
    """
    values: dict[str, Any] = {}
    for name in TEXTS:
        mine, other = getattr(kept, name), getattr(gone, name)
        if other and other not in mine:
            values[name] = f"{mine}\n{other}" if mine else other
    if kept.valence is None:
        values["valence"] = gone.valence
    elif gone.valence not in (None, kept.valence):
        said = _("merged with {code}, which said: {valence}", code=origin, valence=gone.valence.value)
        values["review"] = "\n".join(filter(None, (values.get("review", kept.review), said)))
    kept = tx.update(kept, **values)
    for link in tx.all(CodingLink):
        if {link.from_coding_id, link.to_coding_id} == {gone.id, kept.id}:
            tx.delete(link)
    repoint(tx, Evidence, "coding_id", gone.id, kept.id, ("finding_id", "coder_id"))
    repoint(tx, CodingLink, "from_coding_id", gone.id, kept.id, ("to_coding_id", "kind"))
    repoint(tx, CodingLink, "to_coding_id", gone.id, kept.id, ("from_coding_id", "kind"))
    for model in NOTES:
        repoint(tx, model, "coding_id", gone.id, kept.id, ())
    tx.delete(gone)
    return kept


def repoint(
    tx: Transaction, model: type[Record], column: str, old: int, kept: int, unique: tuple[str, ...]
) -> None:
    """Let rows that point at `old` point at `kept`, but for those that would then stand there twice."""
    table = table_of(model)
    taken = {tuple(getattr(row, name) for name in unique) for row in tx.all(model, table.c[column] == kept)}
    for row in tx.all(model, table.c[column] == old):
        if not unique or tuple(getattr(row, name) for name in unique) not in taken:
            tx.update(row, **{column: kept})
