"""Where something stands in a source: its turn, its lines, and whose words they are."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from sys import byteorder

from sqlalchemy import ColumnElement
from sqlmodel import Session, select

from qualcode.errors import NotFound, StoreError
from qualcode.i18n import _
from qualcode.model import Method, Participation, Source, TextVersion, Turn, TurnKind, TurnRole
from qualcode.store.transaction import load, table_of
from qualcode.text.lines import lines_of

FIELD_METHODS = frozenset({Method.OBSERVATION, Method.DOCUMENT, Method.LITERATURE})
"""Methods whose unlabelled text counts for the source itself."""


def words_count(method: Method, role: TurnRole, kind: TurnKind, speaker: str | None) -> bool:
    """Whether words of such a turn count, are cued and may be evidence.

    Informants' words do, and the unlabelled text of an observation, document or literature note; the
    interviewer's, a heading's and a reflective part's never do.
    """
    if kind in (TurnKind.REFLECTIVE, TurnKind.HEADING):
        return False
    return role == TurnRole.INFORMANT or (
        role == TurnRole.OTHER and speaker is None and method in FIELD_METHODS
    )


def counting_turn() -> ColumnElement[bool]:
    """The rule of `words_count`, asked of the database: of rows of turns and of their sources."""
    turns, sources = table_of(Turn), table_of(Source)
    nobody = (turns.c.role == TurnRole.OTHER) & turns.c.speaker.is_(None)
    return turns.c.kind.not_in((TurnKind.REFLECTIVE, TurnKind.HEADING)) & (
        (turns.c.role == TurnRole.INFORMANT) | (nobody & sources.c.method.in_(sorted(FIELD_METHODS)))
    )


@dataclass(frozen=True)
class Unit:
    """Whom a passage counts for: an informant, or the source itself. Ids of the project file."""

    informant_id: int | None
    source_id: int


@dataclass(frozen=True)
class Place:
    """One source with its current text and turns, in order."""

    source: Source
    version: TextVersion
    turns: tuple[Turn, ...]
    participants: tuple[int, ...]
    """Ids of the informants who speak in it."""

    @property
    def text(self) -> str:
        """The current text."""
        return self.version.body

    @cached_property
    def line_starts(self) -> array[int]:
        """Starts of the numbered lines, code points."""
        return line_starts_of(self.version.line_starts)

    @cached_property
    def _starts(self) -> list[int]:
        return [turn.start for turn in self.turns]

    @cached_property
    def _label_starts(self) -> list[int]:
        return [turn.label_start for turn in self.turns]

    def lines(self, start: int, stop: int) -> str:
        """The line numbers of a span, as "45-52" or "45"."""
        return line_numbers(self.line_starts, start, stop)

    def turns_of(self, start: int, stop: int) -> tuple[Turn, ...]:
        """The turns whose words the span touches, in order."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        return tuple(t for t in self._from(first, stop) if t.start < stop and t.stop > start)

    def begun_in(self, start: int, stop: int) -> tuple[Turn, ...]:
        """The turns that begin in the span with their label, or with their words where they have none, in order."""
        starts = self._label_starts
        return self.turns[bisect_left(starts, start) : bisect_left(starts, stop)]

    def _from(self, first: int, stop: int) -> list[Turn]:
        last = bisect_right(self._starts, stop)
        return list(self.turns[first:last])

    def counting_turns(self, start: int, stop: int) -> tuple[Turn, ...]:
        """Those of them whose words count: informants' words, or the plain text of a document or observation."""
        return tuple(t for t in self.turns_of(start, stop) if self.counts(t))

    def counts(self, turn: Turn) -> bool:
        """Whether words of this turn count: not the interviewer's, not a reflective part, not a heading."""
        return words_count(self.source.method, turn.role, turn.kind, turn.speaker)

    def unit(self, start: int, stop: int) -> Unit | None:
        """Whom a coding of this span counts for (methods 1.3), or None where nothing in it counts.

        The informant of the turn it touches; else the source's single informant; else the source itself. A focus
        group is one unit: its speakers are not independent.
        """
        turns = self.counting_turns(start, stop)
        if not turns:
            return None
        if self.source.method == Method.FGD or self.source.method in FIELD_METHODS:
            return Unit(None, self.source.id)
        named = [t.informant_id for t in turns if t.informant_id is not None]
        if named:
            return Unit(named[0], self.source.id)
        if len(self.participants) == 1:
            return Unit(self.participants[0], self.source.id)
        return Unit(None, self.source.id)


def line_starts_of(packed: bytes) -> array[int]:
    """Starts of the numbered lines as a text version keeps them."""
    starts = array("I")
    starts.frombytes(packed)
    if byteorder == "big":
        starts.byteswap()
    return starts


def line_numbers(starts: Sequence[int], start: int, stop: int) -> str:
    """The line numbers of a span, as "45-52" or "45"."""
    first, last = lines_of(starts, start, stop)
    return str(first) if first == last else f"{first}-{last}"


def place(session: Session, source: Source) -> Place:
    """The current text and turns of `source`.

    Raises NotFound where it has no text, StoreError where the text is not the one that was read in.
    """
    version = text_of(session, source)
    turns = load(
        session, Turn, table_of(Turn).c.text_version_id == version.id, order=(table_of(Turn).c.start,)
    )
    return Place(source, version, tuple(turns), participants(session, source))


def text_of(session: Session, source: Source) -> TextVersion:
    """The current text of `source`, without its turns, which take several times its room; raises as `place` does."""
    version = session.scalars(
        select(TextVersion)
        .where(table_of(TextVersion).c.source_id == source.id)
        .order_by(table_of(TextVersion).c.number.desc())
        .limit(1)
    ).first()
    if version is None:
        raise NotFound(_("{source} has no text", source=source.name))
    if hashlib.sha256(version.body.encode()).hexdigest() != version.sha256:
        raise StoreError(
            _(
                "the text of {source} is not the one that was read in: the project is damaged",
                source=source.name,
            )
        )
    return version


def participants(session: Session, source: Source) -> tuple[int, ...]:
    """Ids of the informants who speak in it."""
    table = table_of(Participation)
    return tuple(
        session.scalars(
            select(table.c.informant_id).where(table.c.source_id == source.id).order_by(table.c.id)
        ).all()
    )
