"""Units a person reads and codes in: word, sentence, turn, answer; each a stretch `[start, end)` of code points.

Words and sentences come as arrays from the language room; until they arrive a plain rule stands in, which looks at
no more than a few thousand characters around the place, so that it costs the same in a text of any length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Stretch = tuple[int, int]

_REACH = 3000
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_SENTENCE = re.compile(r"[^.!?…\n]*[.!?…]+[\"'”’)\]]*|[^.!?…\n]+")


class Unit(StrEnum):
    """What the cursor takes in one step, small to large."""

    WORD = "word"
    SENTENCE = "sentence"
    TURN = "turn"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class TurnLook:
    """One turn of the transcript as the page shows it; turns lie in order and do not overlap."""

    start: int
    """Offset of its first code point, its label included."""
    end: int
    """Offset behind its last."""
    number: int
    """Its number in the source, from 1."""
    speaker: str = ""
    """Who speaks, short: the informant's code where known, else the label."""
    hue: int = 0
    """Which of the speakers' colours; the same informant has the same one everywhere."""
    body: int = -1
    """Where the spoken words begin, behind the label; -1: at the start."""
    asking: bool = False
    """Whether the interviewer speaks; such words are not counted and are set back on the page."""

    @property
    def words(self) -> int:
        """Where the spoken words begin."""
        return self.body if self.body >= 0 else self.start


@dataclass(frozen=True)
class Bounds:
    """Starts and ends of units as parallel, sorted arrays."""

    starts: Sequence[int]
    ends: Sequence[int]

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """The number of the unit that holds `offset`, else of the next one; `len(self)` behind the last."""
        return bisect_right(self.ends, offset)


@dataclass
class Units:
    """The units of one text."""

    text: str
    turns: Sequence[TurnLook] = ()
    words: Bounds | None = None
    sentences: Bounds | None = None
    _begins: list[int] = field(init=False)
    _turns: Bounds = field(init=False)
    _answers: Bounds = field(init=False)

    def __post_init__(self) -> None:
        self._begins = [turn.start for turn in self.turns]
        self._turns = Bounds([turn.words for turn in self.turns], [turn.end for turn in self.turns])
        self._answers = _answers(self.turns)

    def at(self, unit: Unit, offset: int) -> Stretch:
        """The unit that holds `offset`, or the next one where `offset` is between two; at the end the last."""
        return self._near(unit, offset) or self.before(unit, offset) or (offset, offset)

    def after(self, unit: Unit, offset: int) -> Stretch | None:
        """The unit that begins at or behind `offset`, None at the end."""
        found = self._near(unit, offset)
        if found and found[0] < offset:
            found = self._near(unit, found[1])
        return found if found and found[0] >= offset else None

    def before(self, unit: Unit, offset: int) -> Stretch | None:
        """The last unit that begins before `offset`, None at the beginning."""
        bounds = self._bounds(unit)
        if bounds is not None:
            number = bisect_right(bounds.starts, offset - 1) - 1
            return (bounds.starts[number], bounds.ends[number]) if number >= 0 else None
        place = offset
        while place > 0:
            low = max(self.text.rfind("\n", 0, place) + 1, place - _REACH)
            found = None
            for stretch in self._by_rule(unit, low, min(self._line_end(low), place + _REACH)):
                if stretch[0] >= offset:
                    break
                found = stretch
            if found:
                return found
            place = low - 1
        return None

    def turn_at(self, offset: int) -> TurnLook | None:
        """The turn whose words or label hold `offset`."""
        number = self._turns.at(offset)
        if number < len(self.turns) and self.turns[number].start <= offset:
            return self.turns[number]
        return None

    def turn_beginning(self, start: int, end: int) -> TurnLook | None:
        """The first turn that begins in `[start, end)`."""
        number = bisect_left(self._begins, start)
        return self.turns[number] if number < len(self.turns) and self._begins[number] < end else None

    def place(self, unit: Unit, offset: int) -> tuple[int, int]:
        """Which unit of its turn `offset` is in, from 1, and how many the turn has; (0, 0) outside of turns."""
        turn = self.turn_at(offset)
        if turn is None or unit in (Unit.TURN, Unit.ANSWER):
            return 0, 0
        bounds = self._bounds(unit)
        if bounds is None:
            end = min(turn.end, turn.words + 4 * _REACH)
            bounds = _bounds_of(self._by_rule(unit, turn.words, end))
        first, last = bounds.at(turn.words), bisect_right(bounds.starts, turn.end - 1)
        return min(max(bounds.at(offset) - first + 1, 1), max(last - first, 1)), max(last - first, 1)

    def within(self, unit: Unit, start: int, end: int) -> int:
        """How many units begin in `[start, end)`, that which holds `start` included."""
        bounds = self._bounds(unit)
        if bounds is not None:
            return max(bisect_left(bounds.starts, end) - bounds.at(start), 0)
        count, place = 0, start
        while (found := self._near(unit, place)) and found[0] < end:
            count, place = count + 1, found[1]
        return count

    def _near(self, unit: Unit, offset: int) -> Stretch | None:
        bounds = self._bounds(unit)
        if bounds is not None:
            number = bounds.at(offset)
            return (bounds.starts[number], bounds.ends[number]) if number < len(bounds) else None
        text, place = self.text, offset
        while place < len(text):
            low, high = text.rfind("\n", 0, place) + 1, self._line_end(place)
            low, high = max(low, place - _REACH), min(high, place + _REACH)
            for start, end in self._by_rule(unit, low, high):
                if end > offset:
                    return start, end
            place = max(high, place) + 1
        return None

    def _bounds(self, unit: Unit) -> Bounds | None:
        match unit:
            case Unit.WORD:
                return self.words
            case Unit.SENTENCE:
                return self.sentences
            case Unit.TURN:
                return self._turns if self.turns else None
            case Unit.ANSWER:
                return self._answers if self.turns else None

    def _line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def _by_rule(self, unit: Unit, low: int, high: int) -> Iterator[Stretch]:
        """Units of a stretch of text by the plain rule, without blanks at their edges and speakers' labels."""
        text = self.text
        if unit in (Unit.TURN, Unit.ANSWER):
            candidates: Iterator[Stretch] = iter([(low, high)])
        else:
            pattern = _WORD if unit is Unit.WORD else _SENTENCE
            candidates = (found.span() for found in pattern.finditer(text, low, high))
        for start, end in candidates:
            turn = self.turn_at(start)
            if turn is not None and start < turn.words < end:
                start = turn.words
            while start < end and text[start].isspace():
                start += 1
            while end > start and text[end - 1].isspace():
                end -= 1
            if start < end:
                yield start, end


def _answers(turns: Sequence[TurnLook]) -> Bounds:
    """Question and reply together: each run of the interviewer's turns with what follows up to the next one."""
    starts: list[int] = []
    ends: list[int] = []
    asked_before = False
    for turn in turns:
        if not starts or (turn.asking and not asked_before):
            starts.append(turn.words)
            ends.append(turn.end)
        ends[-1] = turn.end
        asked_before = turn.asking
    return Bounds(starts, ends)


def _bounds_of(stretches: Iterator[Stretch]) -> Bounds:
    found = list(stretches)
    return Bounds([start for start, _end in found], [end for _start, end in found])
