"""From records to what the page shows: codes with letters and hues, turns with speakers, codings with spans."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.i18n import language
from qualcode.tui.painting import HUES
from qualcode.tui.reader import Bounds, CodedSpan, CodeLook, TurnLook

if TYPE_CHECKING:
    from uuid import UUID

    from qualcode.model import Code, Coding
    from qualcode.project import Project
    from qualcode.project.places import Place


@dataclass(frozen=True)
class CodeCard:
    """A code as the picker and the status line show it."""

    key: int
    """Its number in the project."""
    code: str
    """Its short id, as KP-TRN."""
    name: str
    definition: str
    example: str
    letters: str
    """The two letters that apply it: its own shortcut, or ones that no other code has."""
    pinned: int | None
    leaf: bool
    depth: int
    look: CodeLook

    @property
    def tail(self) -> str:
        """The last part of its short id: what people type to get it."""
        return self.code.rsplit("-", 1)[-1]


@dataclass(frozen=True)
class Opened:
    """One source, ready to be read."""

    id: UUID
    number: int
    name: str
    text: str
    line_starts: array[int]
    turns: Sequence[TurnLook]
    speakers: Sequence[str]
    """Labels as they stand in the file."""
    informants: Sequence[str]
    """Codes of those who speak in it."""


def in_language(record: object, field: str) -> str:
    """`field` in the person's language, else in the other one."""
    first = language()
    other = "en" if first == "id" else "id"
    return str(getattr(record, f"{field}_{first}", "") or getattr(record, f"{field}_{other}", ""))


def code_cards(codes: Sequence[Code]) -> dict[int, CodeCard]:
    """Cards by the codes' numbers, in the order of the tree; a branch shares one hue with its codes."""
    by_key = {code.id: code for code in codes}
    parents = {code.parent_id for code in codes}
    colours: dict[int, int] = {}
    cards = {}
    letters = _letters(codes)
    for code in codes:
        line = [code]
        while (parent := line[-1].parent_id) is not None and parent in by_key and len(line) < 20:
            line.append(by_key[parent])
        top = line[-1].id
        named = next((c.colour.upper() for c in line if c.colour), "")
        if top not in colours:
            colours[top] = len(colours) % len(HUES)
        number = HUES.index(named) if named in HUES else colours[top]
        name = in_language(code, "name") or code.code
        letter = code.code.rsplit("-", 1)[-1][:1].upper() or "?"
        cards[code.id] = CodeCard(
            key=code.id,
            code=code.code,
            name=name,
            definition=in_language(code, "short_def") or in_language(code, "full_def"),
            example=in_language(code, "typical").strip('"“”'),
            letters=letters[code.id],
            pinned=code.pinned,
            leaf=code.id not in parents,
            depth=len(line) - 1,
            look=CodeLook(letter, name, number),
        )
    return cards


def spans_of(codings: Sequence[Coding]) -> list[CodedSpan]:
    """Codings as the reader takes them."""
    return [CodedSpan(coding.uid, coding.start, coding.stop, coding.code_id) for coding in codings]


def opened(project: Project, source: str) -> Opened:
    """A source with its turns as the page shows them; raises NotFound."""
    at = project.sources.place(source)
    people = {row.number: (number, row.id) for number, row in enumerate(project.informants.list())}
    return Opened(
        id=at.source.uid,
        number=at.source.id,
        name=at.source.name,
        text=at.text,
        line_starts=at.line_starts,
        turns=_turns(at, people),
        speakers=tuple(dict.fromkeys(turn.speaker for turn in at.turns if turn.speaker)),
        informants=tuple(people[key][1] for key in at.participants if key in people),
    )


def coder_names(project: Project) -> dict[int, str]:
    """The names of all coders, by number."""
    from sqlmodel import select

    from qualcode.model import Coder

    with project.read() as session:
        return {coder.id: coder.name for coder in session.scalars(select(Coder))}


def used_codes(project: Project) -> list[int]:
    """Numbers of the codes in use, those used most first."""
    from sqlalchemy import func
    from sqlmodel import select

    from qualcode.model import Coding
    from qualcode.store.transaction import table_of

    code = table_of(Coding).c.code_id
    with project.read() as session:
        rows = session.execute(select(code).group_by(code).order_by(func.count().desc(), code))
        return [int(row[0]) for row in rows]


def bounds_of(project: Project, source: str, turns: Sequence[TurnLook]) -> tuple[Bounds, Bounds]:
    """Words and sentences of a source from the language room, without those that are the label of one of its turns."""
    words, sentences = project.suggestions.edges(source)
    labels = [(turn.start, turn.words) for turn in turns if turn.start < turn.words]
    return _bounds(*words, labels), _bounds(*sentences, labels)


def _letters(codes: Sequence[Code]) -> dict[int, str]:
    """Two letters for each code, by its number: its own shortcut, and for codes without one what would be proposed."""
    from qualcode.project.shortcuts import proposed_shortcut

    found = {code.id: code.shortcut.casefold() for code in codes if code.shortcut}
    for code in sorted(codes, key=lambda code: code.id):
        if code.id not in found:
            found[code.id] = proposed_shortcut(code.code, in_language(code, "name"), found.values())
    return found


def _turns(at: Place, people: Mapping[int, tuple[int, str]]) -> list[TurnLook]:
    looks = []
    single = at.participants[0] if len(at.participants) == 1 else None
    for turn in at.turns:
        counts = at.counts(turn)
        who = turn.informant_id or (single if turn.role == "informant" else None)
        number, code = people.get(who or 0, (0, turn.speaker or ""))
        looks.append(
            TurnLook(
                start=turn.label_start,
                end=turn.stop,
                number=turn.number,
                speaker=code,
                hue=number,
                body=turn.start,
                asking=not counts,
            )
        )
    return looks


def _bounds(starts: array[int], ends: array[int], labels: Sequence[tuple[int, int]]) -> Bounds:
    """Stretches without those inside a label; labels come in order."""
    kept_starts, kept_ends, place = array("I"), array("I"), 0
    for begin, words in labels:
        first = bisect_left(starts, begin, place)
        last = bisect_left(starts, words, first)
        kept_starts += starts[place:first]
        kept_ends += ends[place:first]
        for number in range(first, last):
            if ends[number] > words:
                kept_starts.append(starts[number])
                kept_ends.append(ends[number])
        place = last
    return Bounds(kept_starts + starts[place:], kept_ends + ends[place:])
