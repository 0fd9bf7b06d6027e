"""What answers were about that is not in the project any more: where their words are kept instead."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlmodel import select

from qualcode.exchange.review_pack import Kind, Mark
from qualcode.i18n import _
from qualcode.model import EventContent, Record
from qualcode.project.reviews.fates import MODELS
from qualcode.project.reviews.standing import Standing
from qualcode.store.changes import decode
from qualcode.store.transaction import table_of


@dataclass(frozen=True)
class Refuge:
    """Where words about a thing that is gone are kept."""

    about: str
    """What it was, in words; empty where nobody knows any more."""
    record: Record | None = None
    """What a comment can hang on in its place: the same passage under another code, else the code it had."""
    source: int | None = None
    turn: int | None = None
    """Where a memo can hang, where there is no such thing."""


class Gone:
    """What was removed from a project, as its history has it; content that was erased is not looked for."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def was_here(self, mark: Mark) -> bool:
        """Whether the history knows of it."""
        return mark.id in self._removed

    def refuge(self, mark: Mark) -> Refuge:
        """Where words about it are kept."""
        row = self._removed.get(mark.id)
        if row is None:
            return Refuge("")
        if mark.kind is Kind.CODE:
            return Refuge(str(row["code"]))
        if mark.kind is Kind.FINDING:
            return Refuge(f"F{row['number']}")
        source, start, stop = row["source_id"], row["start"], row["stop"]
        code = self._standing.codes.get(row["code_id"])
        about = self._standing.passage(code.code if code else "?", source, start, stop)
        same = [
            one
            for one in self._standing.codings
            if (one.source_id, one.start, one.stop) == (source, start, stop)
        ]
        same.sort(key=lambda one: (one.coder_id != row["coder_id"], one.id))
        if same or code:
            return Refuge(about, same[0] if same else code)
        at = self._standing.place(source)
        if at is None:
            return Refuge(about)
        turns = at.turns_of(start, stop)
        return Refuge(about, None, source, turns[0].id if turns else None)

    @cached_property
    def _removed(self) -> Mapping[UUID, dict[str, Any]]:
        """The last state of every code, passage and finding that was removed, by id."""
        tables = {table_of(model).name for model in MODELS.values()}
        contents = table_of(EventContent)
        found: dict[UUID, dict[str, Any]] = {}
        for body in self._standing.session.scalars(select(contents.c.body).order_by(contents.c.event_id)):
            try:
                changes = decode(body)
            except (ValueError, zlib.error):  # `check` tells of the damage
                continue
            for change in changes:
                if change.table in tables and change.before is not None and change.after is None:
                    found[change.before["uid"]] = change.before
        return found


def kept_where(refuge: Refuge, standing: Standing) -> str:
    """What happens to words about a thing that is gone."""
    gone = _("it is not in the project any more") if refuge.about else _("nothing in this project has its id")
    if refuge.record is not None:
        kept = _("kept as a comment on {what}", what=standing.about(refuge.record))
    elif refuge.source is not None:
        kept = _("kept in a memo on the source")
    else:
        kept = _("kept in a memo")
    return f"{gone}; {kept}"
