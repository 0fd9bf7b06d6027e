"""The history of a code out of the journal: who changed what and when, and which words of a definition differ."""

from __future__ import annotations

import enum
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from sqlmodel import Session, select

from qualcode.i18n import _
from qualcode.model import Code, Coder, Event, EventContent
from qualcode.project.codes import DEFINITION
from qualcode.store.changes import Change, decode
from qualcode.store.transaction import table_of

FIELDS = ("code", "parent_id", *DEFINITION, "pinned")
"""What the history tells of, in the order of a form; the place among siblings is left out."""
_STAMPS = ("version", "author", "changed_on", "reason")


class Piece(enum.StrEnum):
    """What became of a stretch of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


_PACKAGED_REASON = "Versi pertama / first version"
"""What the packaged codebook gives as the reason of its codes, for readers of both languages."""


@dataclass(frozen=True)
class Stretch:
    """Words that stayed, went or came; all stretches but those that came, joined, are the text before."""

    piece: Piece
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field before and after."""

    field: str
    """The name `codebook edit --set` knows it by; `parent` for the code it stands under."""
    before: str
    after: str
    difference: Sequence[Stretch]
    """Word by word."""


@dataclass(frozen=True)
class CodeChange:
    """What one action did to a code."""

    number: int
    """Of the entry in the history of changes."""
    at: datetime
    coder: str
    kind: str
    """`do`, `undo`, `redo` or `baseline`."""
    action: str
    """As `code.edit`."""
    what: str
    """`added`, `changed` or `removed`."""
    version: int
    """Of the definition, afterwards."""
    reason: str
    """Why, where somebody said so."""
    fields: Sequence[FieldChange]


def changes_of(session: Session, code: Code) -> Sequence[CodeChange]:
    """Every change of `code`, oldest first; actions that only moved it among its siblings are left out.

    Entries whose content was removed for good cannot be told of any more.
    """
    events, coders, contents = table_of(Event), table_of(Coder), table_of(EventContent)
    rows = session.execute(
        select(Event, coders.c.name, contents.c.body)
        .join(Coder, coders.c.id == events.c.coder_id)
        .join(EventContent, contents.c.event_id == events.c.id)
        .order_by(events.c.id)
    )
    names = {one.id: one.code for one in session.scalars(select(Code))}
    found: list[CodeChange] = []
    version, reason = code.version, code.reason
    for event, coder, body in rows:
        # Looking at the bytes first is many times quicker than making objects of what changed no code.
        if b'["code",' not in zlib.decompress(body):
            continue
        for change in decode(body):
            if change.table != "code":
                continue
            row = change.after or change.before or {}
            names.setdefault(change.id, str(row.get("code", "")))
            if change.id != code.id:
                continue
            after = change.after or {}
            version = int(after.get("version", version))
            reason = str(after["reason"]) if "reason" in after else ""
            fields = _fields(change, names)
            if fields or None in (change.before, change.after):
                found.append(
                    CodeChange(
                        number=event.id,
                        at=event.at,
                        coder=coder,
                        kind=event.kind.value,
                        action=event.action,
                        what=_what(change),
                        version=version,
                        reason=reason,
                        fields=fields,
                    )
                )
    return _joined(found)


def _what(change: Change) -> str:
    if change.before is None:
        return "added"
    return "removed" if change.after is None else "changed"


def _joined(changes: Sequence[CodeChange]) -> list[CodeChange]:
    """Several changes of one action as one: a code that is made is given its shortcut right after."""
    joined: list[CodeChange] = []
    for change in changes:
        last = joined[-1] if joined else None
        if last is None or last.number != change.number or "removed" in (last.what, change.what):
            joined.append(change)
            continue
        firsts = {one.field: one for one in last.fields}
        for one in change.fields:
            before = firsts[one.field].before if one.field in firsts else one.before
            firsts[one.field] = FieldChange(one.field, before, one.after, difference(before, one.after))
        joined[-1] = CodeChange(
            last.number, last.at, last.coder, last.kind, last.action, last.what, change.version,
            change.reason or last.reason, tuple(firsts.values()),
        )  # fmt: skip
    return joined


def _fields(change: Change, names: dict[int, str]) -> tuple[FieldChange, ...]:
    before, after = change.before or {}, change.after or {}
    found = []
    for name in FIELDS:
        if name in _STAMPS or not (name in before or name in after):
            continue
        one, other = (_text(row.get(name), name, names) for row in (before, after))
        if one != other:
            found.append(FieldChange(name.removesuffix("_id") if name == "parent_id" else name, one, other,
                                     difference(one, other)))  # fmt: skip
    return tuple(found)


def _text(value: Any, name: str, names: dict[int, str]) -> str:
    if value is None:
        return ""
    if name == "parent_id":
        return names.get(value, "?")
    if isinstance(value, enum.Enum):
        return str(value.value)
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def difference(before: str, after: str) -> Sequence[Stretch]:
    """Which words of `before` stayed, which went and which came, in reading order.

    A single space between two changed words goes with them, so that a rewritten clause reads as one.
    """
    old, new = _words(before), _words(after)
    runs: list[tuple[bool, list[str], list[str]]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        space = not "".join(old[a:b]).strip() and (b < len(old) or d < len(new))
        if runs and not runs[-1][0] and (tag != "equal" or space):
            runs[-1][1].extend(old[a:b])
            runs[-1][2].extend(new[c:d])
        else:
            runs.append((tag == "equal", old[a:b], new[c:d]))
    stretches = []
    for same, gone, came in runs:
        if same:
            stretches.append(Stretch(Piece.SAME, "".join(gone)))
        else:
            stretches += [Stretch(Piece.GONE, "".join(gone)), Stretch(Piece.NEW, "".join(came))]
    return tuple(stretch for stretch in stretches if stretch.text)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def marked(stretches: Sequence[Stretch]) -> str:
    """A difference in plain characters: what went as [-words-], what came as {+words+}."""
    marks = {Piece.SAME: ("", ""), Piece.GONE: ("[-", "-]"), Piece.NEW: ("{+", "+}")}
    return "".join(marks[s.piece][0] + s.text + marks[s.piece][1] for s in stretches)


def reason_words(reason: str) -> str:
    """Why a code became as it is: that of the packaged codebook in the person's language, any other as written."""
    return _("first version") if reason == _PACKAGED_REASON else reason


def field_name(field: str) -> str:
    """The words for a field of a code, in the person's language."""
    names = {
        "code": _("Short id"),
        "parent": _("Stands under"),
        "name": _("Name"),
        "short_def": _("Definition in short"),
        "full_def": _("Definition in full"),
        "use_when": _("Use it when"),
        "not_when": _("Do not use it when"),
        "typical": _("Typical example"),
        "atypical": _("Borderline example"),
        "cues": _("Cue words"),
        "cue_excludes": _("Not a cue in"),
        "source_theory": _("Theory it comes from"),
        "origin": _("Origin"),
        "domain": _("Domain"),
        "colour": _("Colour"),
        "status": _("Status"),
        "version": _("Version"),
        "author": _("Author"),
        "changed_on": _("Changed on"),
        "reason": _("Reason for the change"),
        "shortcut": _("Shortcut"),
        "pinned": _("Digit in the transcript"),
    }
    stem, _underscore, tongue = field.rpartition("_")
    if tongue in ("id", "en") and stem in names:
        return f"{names[stem]} ({_('Indonesian') if tongue == 'id' else _('English')})"
    return names.get(field, field)
