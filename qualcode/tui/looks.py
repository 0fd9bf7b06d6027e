"""From records to what the page shows: codes with letters and hues, turns with speakers, codings with spans."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits
from typing import TYPE_CHECKING

from qualcode.i18n import language
from qualcode.tui.painting import HUES
from qualcode.tui.reader import Bounds, CodedSpan, CodeLook, TurnLook

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel import Session

    from qualcode.model import Code, Coding, Source, TextVersion
    from qualcode.project import Project


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
    uid: str = ""
    """What it is known by for good, also where its short id changes."""

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
    signs = lane_signs((code.id, code.code, code.name_id or code.name_en) for code in codes)
    for code in codes:
        line = [code]
        while (parent := line[-1].parent_id) is not None and parent in by_key and len(line) < 20:
            line.append(by_key[parent])
        top = line[-1].id
        named = next((c.colour.upper() for c in line if c.colour.upper() in HUES), "")
        if top not in colours:
            colours[top] = len(colours) % len(HUES)
        number = HUES.index(named) if named else colours[top]
        name = in_language(code, "name") or code.code
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
            look=CodeLook(signs[code.id], name, number),
            uid=str(code.uid),
        )
    return cards


def lane_signs(codes: Iterable[tuple[int, str, str]]) -> dict[int, str]:
    """A sign for each code, by its number, that no other code has: what stands for it where there is one cell.

    `codes` are number, short id and name. The oldest code chooses first, so that a new one changes none that is there:
    a capital letter of its short id, from the last part on, or of its name, else a small one, else any that is left.
    Where all letters and digits are taken, a code has the first letter of its last part, as another one does.
    """
    found: dict[int, str] = {}
    left = dict.fromkeys(ascii_uppercase + ascii_lowercase + digits)
    for number, code, name in sorted(codes):
        tail = code.rsplit("-", 1)[-1]
        own = [char for char in f"{tail}{code}{name}".upper() if char in ascii_uppercase]
        wished = [*own, *(char.lower() for char in own), *left]
        found[number] = next((char for char in wished if char in left), tail[:1].upper() or "?")
        left.pop(found[number], None)
    return found


def spans_of(codings: Sequence[Coding]) -> list[CodedSpan]:
    """Codings as the reader takes them."""
    return [CodedSpan(coding.uid, coding.start, coding.stop, coding.code_id) for coding in codings]


def opened(project: Project, source: str) -> Opened:
    """A source with its turns as the page shows them; raises NotFound.

    Turns go to what the page keeps of them one by one: as records, those of a long source would take several times
    the room of its text.
    """
    from qualcode.model import Source
    from qualcode.project.lookup import find
    from qualcode.project.places import line_starts_of, participants, text_of

    people = {row.number: (number, row.id) for number, row in enumerate(project.informants.list())}
    with project.read() as session:
        found = find(session, Source, source)
        version, speaking = text_of(session, found), participants(session, found)
        turns, speakers = _turns(session, found, version, speaking, people)
    return Opened(
        id=found.uid,
        number=found.id,
        name=found.name,
        text=version.body,
        line_starts=line_starts_of(version.line_starts),
        turns=turns,
        speakers=speakers,
        informants=tuple(people[key][1] for key in speaking if key in people),
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


def codes_by_first_use(project: Project) -> list[int]:
    """Numbers of the codes in use, those used first in front."""
    from sqlalchemy import func
    from sqlmodel import select

    from qualcode.model import Coding
    from qualcode.store.transaction import table_of

    coding = table_of(Coding).c
    with project.read() as session:
        rows = session.execute(select(coding.code_id).group_by(coding.code_id).order_by(func.min(coding.id)))
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


def _turns(
    session: Session,
    source: Source,
    version: TextVersion,
    speaking: Sequence[int],
    people: Mapping[int, tuple[int, str]],
) -> tuple[list[TurnLook], tuple[str, ...]]:
    """The turns of a text, and whose labels stand in it."""
    from sqlalchemy import select

    from qualcode.model import Turn, TurnRole
    from qualcode.project.places import words_count
    from qualcode.store.transaction import table_of

    turn = table_of(Turn).c
    asked = (turn.label_start, turn.start, turn.stop, turn.number, turn.speaker, turn.role, turn.kind)
    rows = session.execute(
        select(*asked, turn.informant_id).where(turn.text_version_id == version.id).order_by(turn.start)
    )
    single = speaking[0] if len(speaking) == 1 else None
    looks, labels = list[TurnLook](), dict[str, None]()
    for begins, start, stop, number, speaker, role, kind, informant in rows:
        who = informant or (single if role == TurnRole.INFORMANT else None)
        hue, code = people.get(who or 0, (0, speaker or ""))
        counts = words_count(source.method, role, kind, speaker)
        looks.append(TurnLook(begins, stop, number, code, hue, start, not counts))
        if speaker:
            labels.setdefault(speaker)
    return looks, tuple(labels)


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
