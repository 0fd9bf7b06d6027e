"""What entries of the history were about: names in place of ids, and of a coding its code, place and first words."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session

from qualcode.i18n import _
from qualcode.model import (
    Code,
    Coder,
    Coding,
    Event,
    EventContent,
    EventKind,
    Finding,
    Informant,
    Memo,
    Source,
    TextVersion,
)
from qualcode.model.values import value_word
from qualcode.project.places import line_numbers, line_starts_of
from qualcode.store.changes import Change, decode
from qualcode.store.transaction import table_of

LARGEST = 200_000
"""Bytes of content (deflated) beyond which an entry, as of a large import, is told by its summary alone."""

WORDS = 160
"""Code points of a passage that are shown."""

_ABOUT_PLACES = ("coding.%", "suggestion.accept", "suggestion.reject", "memo.%", "finding.%")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMES = ("code", "name", "number")
"""The columns by one of which people know a record, the best first."""


@dataclass(frozen=True)
class Subject:
    """What an entry was about; `source` and offsets (code points, half-open) where it is about a place in a text."""

    name: str
    """Codes, or whatever the entry's summary names."""
    source: UUID | None = None
    """None too where the source is gone."""
    source_name: str = ""
    lines: str = ""
    start: int = -1
    end: int = -1
    words: str = ""
    """The first words of the passage; empty where its text was corrected since it went."""
    more: int = 0
    """How many passages more it was about."""
    code: str = ""
    """The one code it was about, as it is called now; empty where it is gone."""
    memo: UUID | None = None
    """The memo it was about; None where it is gone."""
    finding: UUID | None = None
    """The finding it was about; None where it is gone."""


def subjects(session: Session) -> dict[int, Subject]:
    """By the entry's number; an entry of which nothing is known but its action is missing."""
    return _Subjects(session).found()


class _Subjects:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._gone: dict[tuple[str, int], Mapping[str, Any]] = {}

    def found(self) -> dict[int, Subject]:
        contents = {number: list(self._decoded(body)) for number, body in self._bodies()}
        for changes in contents.values():
            for change in changes:
                # Whatever a change lists in full can be named, also when its row is gone.
                for row in (change.before, change.after):
                    if row and "uid" in row:
                        self._gone.setdefault((change.table, change.id), row)
        events = table_of(Event)
        rows = self._session.execute(
            select_columns(events.c.id, events.c.action, events.c.summary).where(
                events.c.kind != EventKind.UNDO
            )
        ).all()
        told = {}
        for number, action, summary in rows:
            changes = contents.get(number, [])
            about = (
                self._place(changes)
                if action.startswith(("coding.", "suggestion."))
                else self._memo(changes)
                if action.startswith("memo.")
                else None
            )
            if about is None and summary:
                about = self._named(summary, action)
            if action.startswith("finding."):
                about = self._finding(changes, about)
            if about is not None:
                told[number] = about
        return told

    def _bodies(self) -> Iterable[tuple[int, bytes]]:
        """The contents that say more than the summary: of codings, and where the summary holds an id."""
        events, contents = table_of(Event), table_of(EventContent)
        places = [events.c.action.like(pattern) for pattern in _ABOUT_PLACES]
        return self._session.execute(
            select_columns(events.c.id, contents.c.body)
            .join_from(contents, events, contents.c.event_id == events.c.id)
            .where(events.c.kind == EventKind.DO)
            .where(or_(*places, events.c.summary.like("%________-____-____-____-____________%")))
            .where(func.length(contents.c.body) < LARGEST)
        )

    @staticmethod
    def _decoded(body: bytes) -> Iterator[Change]:
        try:
            yield from decode(body)
        except (ValueError, zlib.error):  # `check` tells of the damage
            return

    # -- names ----------------------------------------------------------------------------------------------------

    def _named(self, summary: str, action: str) -> Subject:
        """The summary with every id replaced by a name; the code it is about, where there is one."""
        said = _UUID.sub(lambda found: self._names.get(UUID(found[0]), found[0]), summary)
        if action == "finding.link":
            finding, _dot, stances = said.partition(" · ")
            words = " → ".join(value_word(stance) for stance in stances.split(" → "))
            return Subject(f"{finding} · {words}" if stances else said)
        codes = [part for part in said.split(" → ") if part in self._live_codes]
        return Subject(said, code=codes[-1] if codes and action.startswith("code.") else "")

    def _memo(self, changes: Sequence[Change]) -> Subject | None:
        """The memo that was written, changed or removed, by its number, what it is on and its first words."""
        change = next((change for change in changes if change.table == table_of(Memo).name), None)
        if change is None:
            return None
        now = self._memos.get(change.id)
        row = now or self._gone.get((change.table, change.id), {})
        parts = [_("memo {n}", n=change.id)]
        finding = self._findings.get(row.get("finding_id") or 0)
        parts += [f"F{finding[1]}"] if finding else []
        code = self._codes.get(row.get("code_id") or 0, "")
        parts += [code] if code else []
        words = " ".join(str(row.get("title") or row.get("body") or "").split())[:WORDS]
        return Subject(
            " · ".join(parts),
            words=words,
            code=code,
            memo=now["uid"] if now else None,
            finding=finding[0] if finding else None,
        )

    def _finding(self, changes: Sequence[Change], about: Subject | None) -> Subject | None:
        """The same with the finding that is there, or what it is called where nothing else was said."""
        name = table_of(Finding).name
        ids = [
            change.id if change.table == name else row["finding_id"]
            for change in changes
            if (row := change.after or change.before) and (change.table == name or row.get("finding_id"))
        ]
        found = next((self._findings[id_] for id_ in ids if id_ in self._findings), None)
        if found is None:
            return about
        uid, number, claim = found
        return replace(about or Subject(f"F{number}", words=claim[:WORDS]), finding=uid)

    @cached_property
    def _findings(self) -> dict[int, tuple[UUID, int, str]]:
        """Lasting id, number and claim of the findings there are."""
        table = table_of(Finding)
        rows = self._session.execute(
            select_columns(table.c.id, table.c.uid, table.c.number, table.c.claim)
        ).all()
        return {id_: (uid, number, " ".join(claim.split())) for id_, uid, number, claim in rows}

    @cached_property
    def _memos(self) -> dict[int, Mapping[str, Any]]:
        """The memos there are."""
        table = table_of(Memo)
        columns = (table.c.id, table.c.uid, table.c.title, table.c.body, table.c.finding_id, table.c.code_id)
        return {row["id"]: dict(row) for row in self._session.execute(select_columns(*columns)).mappings()}

    @cached_property
    def _names(self) -> dict[UUID, str]:
        """What every record that has a name is called; of those that are gone what they were called last."""
        names: dict[UUID, str] = {}
        for (kind, _id), row in self._gone.items():
            name = next((row[column] for column in _NAMES if row.get(column)), None)
            if name is not None and isinstance(row["uid"], UUID):
                names[row["uid"]] = f"F{name}" if kind == table_of(Finding).name else str(name)
        for model, column in ((Code, "code"), (Coder, "name"), (Source, "name"), (Informant, "code")):
            table = table_of(model)
            names.update(
                (uid, name)
                for uid, name in self._session.execute(select_columns(table.c.uid, table.c[column]))
            )
        findings = table_of(Finding)
        numbers = self._session.execute(select_columns(findings.c.uid, findings.c.number))
        return names | {uid: f"F{number}" for uid, number in numbers}

    @cached_property
    def _live_codes(self) -> frozenset[str]:
        return frozenset(self._codes.values())

    @cached_property
    def _codes(self) -> dict[int, str]:
        table = table_of(Code)
        return {id_: code for id_, code in self._session.execute(select_columns(table.c.id, table.c.code))}

    def _code(self, id_: int) -> str:
        gone = self._gone.get(("code", id_), {})
        return self._codes.get(id_) or str(gone.get("code", "?"))

    # -- places ---------------------------------------------------------------------------------------------------

    def _place(self, changes: Sequence[Change]) -> Subject | None:
        """What changes of codings or suggestions were about, by the first of them."""
        here = [change for change in changes if change.table in ("coding", "suggestion")]
        codings = [change for change in here if change.table == "coding"] or here
        rows = [(change, row) for change in codings if (row := self._row(change)) is not None]
        if not rows:
            return None
        names = list(dict.fromkeys(self._code_words(change, row) for change, row in rows))
        name = ", ".join(names[:3]) + (" …" if len(names) > 3 else "")
        change, row = rows[0]
        now = self._live.get(change.id) if change.table == "coding" else None
        start, stop = (now["start"], now["stop"]) if now else (row["start"], row["stop"])
        source = self._source(row["source_id"])
        code = self._codes.get((now or row)["code_id"], "")
        if source is None:
            return Subject(name, more=len(rows) - 1, code=code)
        uid, source_name, body, starts, versions = source
        # Where a text was corrected, only a coding that is there has kept its place.
        sure = now is not None or versions == 1
        return Subject(
            name,
            uid,
            source_name,
            line_numbers(starts, start, stop) if sure and stop <= len(body) else "",
            start if sure else -1,
            stop if sure else -1,
            body[start : min(stop, start + WORDS)] if sure else "",
            len(rows) - 1,
            code,
        )

    def _row(self, change: Change) -> Mapping[str, Any] | None:
        """The whole row that a change is about."""
        for row in (change.after, change.before):
            if row and "source_id" in row and "start" in row and "stop" in row:
                return row
        live = self._live.get(change.id) if change.table == "coding" else None
        return live or self._gone.get((change.table, change.id))

    def _code_words(self, change: Change, row: Mapping[str, Any]) -> str:
        before, after = (change.before or {}).get("code_id"), (change.after or {}).get("code_id")
        if before and after and before != after:
            return f"{self._code(before)} → {self._code(after)}"
        return self._code(row["code_id"])

    @cached_property
    def _live(self) -> dict[int, Mapping[str, Any]]:
        """The codings there are."""
        table = table_of(Coding)
        columns = (table.c.id, table.c.source_id, table.c.code_id, table.c.start, table.c.stop)
        return {row["id"]: dict(row) for row in self._session.execute(select_columns(*columns)).mappings()}

    def _source(self, id_: int) -> tuple[UUID, str, str, Sequence[int], int] | None:
        """Id, name, newest text, starts of its lines and how many versions there are; None where it is gone."""
        if id_ not in self._texts:
            sources, versions = table_of(Source), table_of(TextVersion)
            found = self._session.execute(
                select_columns(
                    sources.c.uid, sources.c.name, versions.c.body, versions.c.line_starts, versions.c.number
                )
                .join_from(versions, sources, versions.c.source_id == sources.c.id)
                .where(sources.c.id == id_)
                .order_by(versions.c.number.desc())
                .limit(1)
            ).first()
            self._texts[id_] = None if found is None else (
                found[0], found[1], found[2], line_starts_of(found[3]), found[4]
            )  # fmt: skip
        return self._texts[id_]

    @cached_property
    def _texts(self) -> dict[int, tuple[UUID, str, str, Sequence[int], int] | None]:
        return {}
