"""A project written anew without real names: every text replaced, every span moved with its words.

Identity tables and original bytes stay behind, and so does the history, which repeats what was written: the copy
begins with one entry that names the state it was made of. Ids are kept, so that a supervisor's remarks on the copy
can find their way back; only the study's own id is new, as the copy is not a copy to go on with in its place.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session, select

from qualcode.i18n import _
from qualcode.model import (
    IDENTITY,
    METADATA,
    Coder,
    Coding,
    EventKind,
    Record,
    Source,
    Study,
    Suggestion,
    TextVersion,
    TieEvidence,
    Turn,
    uuid7,
)
from qualcode.project.names import Names
from qualcode.store import journal
from qualcode.store.check import UNJOURNALED
from qualcode.store.transaction import Transaction, table_of

R = TypeVar("R", bound=Record)

SHARE = "project.share"
"""The action a shared copy begins with."""

AS_IT_IS = frozenset(
    {
        ("coder", "name"),
        ("text_version", "body"),
        ("text_version", "sha256"),
        ("source", "file_sha"),
        ("source", "format"),
        ("study", "language"),
        ("source", "language"),
    }
)
"""Text columns in which no name is looked for: coders sign with their names, the rest is not words or done apart."""


def models() -> list[type[Record]]:
    """The records a shared copy holds, those referred to before those that refer."""
    by_table = {table_of(model).name: model for model in Record.__subclasses__()}
    hidden = UNJOURNALED | {table_of(model).name for model in IDENTITY}
    return [by_table[table.name] for table in METADATA.sorted_tables if table.name not in hidden]


def words(record: Record) -> Iterator[tuple[str, Any]]:
    """(column, value) of everything in a record that people wrote, but for transcripts."""
    table = table_of(type(record))
    for column in table.columns:
        value, place = getattr(record, column.name), (table.name, column.name)
        # Exactly str: a member of an enumeration is one, too. An attribute's value may be a number.
        written = type(value) is str or isinstance(value, dict | list) or place == ("attribute", "value")
        if written and place not in AS_IT_IS:
            yield column.name, value


class SharedCopy:
    """The records of a project as they stand in a shared copy."""

    def __init__(self, session: Session, names: Names) -> None:
        aliases = names.aliases
        self._session = session
        self._actors = names.actors
        self._aliases = aliases
        versions = session.scalars(select(TextVersion).order_by(table_of(TextVersion).c.number)).all()
        self._texts = {version.id: aliases.replaced(version.body) for version in versions}
        self._current = {version.source_id: self._texts[version.id] for version in versions}
        self._taken: set[tuple[str, str, str]] = set()

    def records(self) -> Iterator[Record]:
        """Every record, with names replaced and spans moved; raises ValueError where a span would not hold."""
        for model in models():
            rows = self._session.scalars(select(model).order_by(table_of(model).c.id)).all()
            yield from self._moved(model, rows)

    def write(self, connection: Connection, coder: str, head: str) -> None:
        """Enter the records into an empty project file, as one entry of `coder` (or the first there is)."""
        # A code may come before its parent, a comment before what it answers.
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        tx = Transaction(connection, None)
        tx.insert_all(self.records())
        coders = tx.all(Coder)
        tx.coder = next((known for known in coders if known.name == coder), coders[0])
        summary = _("shared copy of {head}", head=head[:12])
        journal.append(tx, tx.coder, EventKind.BASELINE, SHARE, summary, tx.changes)

    def _moved(self, model: type[Record], rows: Sequence[Record]) -> Iterable[Record]:
        if model is Coding:
            return self._codings([self._plain(row) for row in rows if isinstance(row, Coding)])
        return [self._one(self._plain(row)) for row in rows]

    def _one(self, record: Record) -> Record:
        match record:
            case Study():
                return _with(record, uid=uuid7())
            case Source():
                return _with(record, file_sha="")
            case TextVersion():
                return self._text(record)
            case Turn():
                return self._turn(record)
            case Suggestion() | TieEvidence():
                start, stop = self._current[record.source_id].span(record.start, record.stop)
                return _with(record, start=start, stop=stop)
        return record

    def _plain(self, record: R) -> R:
        """A record with names replaced in all its words; what must be unique stays so."""
        table = table_of(type(record))
        changed: dict[str, Any] = {}
        for name, value in words(record):
            match table.name, name:
                case "informant", "code":
                    continue  # It is what names are replaced by; where it reads like one, the copy is stopped.
                case "source", "name":
                    new = self._aliases.file_name(value)
                case "actor", "name":
                    new = self._actors[value]
                case _:
                    new = self._replaced(value)
            if table.columns[name].unique:
                new = self._free(table.name, name, new)
            changed[name] = new
        return _with(record, **changed)

    def _replaced(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._aliases.replace(value)
        if isinstance(value, dict):
            return {self._replaced(key): self._replaced(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._replaced(item) for item in value]
        return value

    def _free(self, table: str, column: str, value: str) -> str:
        free, number = value, 2
        while (table, column, free) in self._taken:
            free, number = f"{value} ({number})", number + 1
        self._taken.add((table, column, free))
        return free

    def _text(self, version: TextVersion) -> TextVersion:
        done = self._texts[version.id]
        # The old lines, not new ones: a citation means the same line in both files.
        starts = unpacked(version.line_starts)
        lines = array("I", [done.offsets.start(start) for start in starts])
        digest = hashlib.sha256(done.text.encode()).hexdigest()
        return _with(
            version, body=done.text, sha256=digest, length=len(done.text), line_starts=_packed(lines)
        )

    def _turn(self, turn: Turn) -> Turn:
        done = self._texts[turn.text_version_id]
        start, stop = done.span(turn.start, turn.stop)
        return _with(
            turn, label_start=min(done.offsets.start(turn.label_start), start), start=start, stop=stop
        )

    def _codings(self, codings: Sequence[Coding]) -> Iterator[Coding]:
        taken: set[tuple[int, int, int, int, int]] = set()
        for coding in codings:
            done = self._current[coding.source_id]
            start, stop = done.span(coding.start, coding.stop)
            moved = _with(coding, start=start, stop=stop)
            # Two spans that ended inside one name have become one; the later gives way, and says so.
            while _place(moved) in taken and moved.stop - moved.start > 1:
                moved = _with(
                    moved, stop=moved.stop - 1, review=_("its edge stood inside a name that was replaced")
                )
            taken.add(_place(moved))
            yield moved


def _place(coding: Coding) -> tuple[int, int, int, int, int]:
    return coding.source_id, coding.start, coding.stop, coding.code_id, coding.coder_id


def _with(record: R, **values: Any) -> R:
    columns = {column.name: getattr(record, column.name) for column in table_of(type(record)).columns}
    return type(record)(**{**columns, **values})


def unpacked(body: bytes) -> array[int]:
    """The starts of lines that a text version keeps as bytes."""
    starts = array("I")
    starts.frombytes(body)
    if sys.byteorder == "big":
        starts.byteswap()
    return starts


def _packed(starts: array[int]) -> bytes:
    if sys.byteorder == "big":
        starts.byteswap()
    return starts.tobytes()
