"""The comments of a study's file: what was said of it at which meeting, what was answered, and what is settled.

They are made on the days the file tells, for a supervision card is a table of days.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Code, Coder, Coding, Comment, CommentStatus, Finding, Record
from qualcode.project import lookup
from qualcode.store.transaction import Transaction

if TYPE_CHECKING:
    from qualcode.project.study_file import Item

AT = time(10, tzinfo=UTC)
"""The time of day of a comment whose day alone is known."""

Find = Callable[[type[Any], Any], Record]
"""The record of a kind by the name a file gives it."""


def enter_comment(tx: Transaction, item: Item, find: Find, coding: Callable[[str], Coding]) -> None:
    """Make a comment with its answers.

    Raises: BadInput where it is not on just one code, coding or finding; NotFound for one that there is not.
    """
    on: dict[str, Callable[[str], Record]] = {
        "code": lambda name: find(Code, name),
        "coding": coding,
        "finding": lambda name: lookup.find(tx.session, Finding, name),
    }
    named = [name for name in on if item.get(name)]
    if len(named) != 1:
        raise BadInput(_("name one thing the comment is on: a code, a coding or a finding"))
    target: dict[str, Any] = {f"{named[0]}_id": on[named[0]](item.get(named[0])).id}
    meeting = item.get("round", "")
    thread = tx.insert(
        Comment(
            body=item.get("body"),
            coder_id=find(Coder, item.get("author")).id,
            round=meeting,
            status=CommentStatus.RESOLVED if item.get("settled") else CommentStatus.OPEN,
            created_at=_moment(item.get("date"), tx.at),
            **target,
        )
    )
    for answer in item.get("answers", ()):
        tx.insert(
            Comment(
                body=answer.get("body"),
                coder_id=find(Coder, answer.get("author")).id,
                round=meeting,
                parent_id=thread.id,
                created_at=_moment(answer.get("date"), tx.at),
            )
        )


def _moment(day: date | None, otherwise: datetime) -> datetime:
    return datetime.combine(day, AT) if day else otherwise
