"""What a person codes in an hour, kept apart from the app: the cursor, the project, and both after each key."""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from qualcode.text.lines import line_starts
from qualcode.tui.coding_forms import new_short_id
from qualcode.tui.looks import lane_signs

Stretch = tuple[int, int]

CODES = {
    "KP-MSY": "Musyawarah",
    "KP-TRN": "Transparansi",
    "NR-LGR": "Norma luntur",
    "JR-BND": "Ikatan erat",
    "JR-LNK": "Hubungan luar",
    "HS-USH": "Usaha maju",
}
"""Short ids and names; each lies on a digit, in this order."""
PEOPLE = ("D1", "D2", "D3", "D4", "D5", "D6")
TIES = {"t": "trust", "i": "info", "k": "kinship", "m": "money"}
STANCES = {"s": "supports", "c": "contradicts", "q": "qualifies"}

_WORDS = re.findall(
    r"\w+",
    "anggota bantuan cicilan dagangan edaran fasilitas gotong hutang iuran jadwal kelompok ladang "
    "modal nota obrolan pasar rapat sawah tabungan usaha warung yayasan zakat bendahara catatan desa "
    "ekonomi fokus giliran hasil izin jujur kerja laporan musim niat omongan percaya rukun saling "
    "tetangga umum waktu yakin ",
)


def talk(chance: random.Random, turns: int = 30) -> str:
    """An invented interview: question and answer by turns; every sentence is letters, blanks and a full stop."""
    said = []
    for number in range(turns):
        asked = number % 2 == 0
        sentences = [_sentence(chance) for _n in range(1 if asked else chance.randint(2, 4))]
        said.append(("P: " if asked else "K1: ") + " ".join(sentences))
    return "\n\n".join(said) + "\n"


def _sentence(chance: random.Random) -> str:
    return " ".join(chance.sample(_WORDS, chance.randint(3, 7))).capitalize() + "."


@dataclass(frozen=True, order=True)
class Tag:
    """One coding."""

    start: int
    end: int
    code: str
    memo: str = ""
    stance: str = ""

    @property
    def place(self) -> tuple[str, int, int]:
        """What no two codings have alike."""
        return self.code, self.start, self.end


@dataclass(frozen=True)
class Study:
    """What a project holds, as far as these actions change it."""

    tags: tuple[Tag, ...] = ()
    codes: tuple[str, ...] = tuple(CODES.values())
    ties: tuple[tuple[str, str], ...] = ()
    memos: tuple[tuple[int, str], ...] = ()

    def without(self, *gone: Tag) -> Study:
        """Without these codings."""
        return replace(self, tags=tuple(tag for tag in self.tags if tag not in gone))

    def having(self, *new: Tag) -> Study:
        """With these codings."""
        return replace(self, tags=tuple(sorted((*self.tags, *new))))

    def has(self, code: str, start: int, end: int) -> bool:
        """Whether just that is coded so."""
        return (code, start, end) in {tag.place for tag in self.tags}


@dataclass(frozen=True)
class Cursor:
    """What is chosen, and what a move begins from."""

    unit: str
    caret: int
    start: int
    end: int
    exact: bool = False
    anchor: int | None = None
    placed: bool = False
    """Whether the caret stands where it was put, and not where its unit begins."""

    @classmethod
    def first(cls, text: Text) -> Cursor:
        """Where a text that was never read opens."""
        start, end = text.at("sentence", 0)
        return cls("sentence", start, start, end)


class Text:
    """The units of an interview, found by patterns that only fit texts as `talk` makes them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows = line_starts(text)
        labels = [found.span() for found in re.finditer(r"^(P|K1): ", text, re.MULTILINE)]
        ends = [text.index("\n", end) for _start, end in labels]
        self.turns = [(start, end, stop) for (start, end), stop in zip(labels, ends, strict=True)]
        spoken = [(end, stop) for _start, end, stop in self.turns]
        self.units: dict[str, list[Stretch]] = {
            "word": self._within(spoken, r"[A-Za-z]+"),
            "sentence": self._within(spoken, r"[A-Z][^.]*\."),
            "turn": spoken,
            "answer": [(spoken[n][0], spoken[n + 1][1]) for n in range(0, len(spoken), 2)],
        }

    def _within(self, spoken: Sequence[Stretch], pattern: str) -> list[Stretch]:
        return [found.span() for a, b in spoken for found in re.compile(pattern).finditer(self.text, a, b)]

    def at(self, unit: str, offset: int) -> Stretch:
        """The unit there, else the next, else the last."""
        units = self.units[unit]
        return next((one for one in units if one[1] > offset), units[-1])

    def after(self, unit: str, offset: int) -> Stretch | None:
        """The first unit that begins there or later."""
        return next((one for one in self.units[unit] if one[0] >= offset), None)

    def before(self, unit: str, offset: int) -> Stretch | None:
        """The last unit that begins before."""
        return next((one for one in reversed(self.units[unit]) if one[0] < offset), None)

    def turn(self, offset: int) -> int | None:
        """The number of the turn, from 1; None between two."""
        for number, (start, _words, end) in enumerate(self.turns, 1):
            if start <= offset < end:
                return number
        return None

    def speaker(self, offset: int) -> str:
        """Who speaks there."""
        turn = self.turn(offset)
        return "" if turn is None else ("P" if turn % 2 else "K1")

    def places(self, word: str) -> list[Stretch]:
        """Every place of a word."""
        return [found.span() for found in re.finditer(re.escape(word), self.text, re.IGNORECASE)]

    def whole_places(self, word: str) -> list[Stretch]:
        """Every place where a word stands by itself."""
        pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
        return [found.span() for found in re.finditer(pattern, self.text, re.IGNORECASE)]

    def row_texts(self) -> Iterator[tuple[int, int, str]]:
        """Each row that has words: where it begins and ends, and the words."""
        for start, end in zip(self.rows, [*self.rows[1:], len(self.text)], strict=True):
            if shown := self.text[start:end].strip():
                yield start, end, shown


@dataclass
class Model:
    """The app as it must be."""

    text: Text
    cursor: Cursor
    study: Study = field(default_factory=Study)
    done: list[Study] = field(default_factory=list)
    undone: list[Study] = field(default_factory=list)
    events: int = 0
    last_code: str = ""
    words: str = ""
    shown: str = ""
    """The only code that is shown; empty: all."""

    # -- the cursor -----------------------------------------------------------------------------------------------

    def stand(self, offset: int, unit: str = "") -> None:
        """On the unit there."""
        unit = unit or self.cursor.unit
        start, end = self.text.at(unit, offset)
        self.cursor = Cursor(unit, start, start, end)

    def choose(self, anchor: int, caret: int) -> None:
        """Exactly between the two."""
        low, high = min(anchor, caret), max(anchor, caret)
        self.cursor = Cursor(self.cursor.unit, caret, low, high, True, anchor)

    def step(self, way: int) -> None:
        """The next or previous unit."""
        cursor, text = self.cursor, self.text
        if way > 0:
            found = text.after(cursor.unit, max(cursor.end, cursor.caret))
        else:
            found = text.before(cursor.unit, cursor.start)
        self.stand(found[0] if found else cursor.start)

    def take_unit(self, unit: str) -> None:
        """Another unit, or one more of the same."""
        cursor = self.cursor
        if unit == cursor.unit and not cursor.exact:
            if found := self.text.after(unit, cursor.end):
                self.cursor = replace(cursor, end=found[1])
        else:
            self.stand(cursor.start if cursor.exact else cursor.caret, unit)

    def resize_unit(self, way: int) -> None:
        """A larger or smaller kind of unit."""
        kinds = list(self.text.units)
        place = kinds.index(self.cursor.unit) + way
        if 0 <= place < len(kinds):
            caret = self.cursor.caret
            self.stand(caret, kinds[place])
            if way < 0:
                self.cursor = replace(self.cursor, caret=caret, placed=True)

    def extend(self, way: int) -> None:
        """One edge, one letter."""
        cursor = self.cursor
        if cursor.exact and cursor.anchor is not None:
            anchor, caret = cursor.anchor, cursor.caret
        elif cursor.placed:
            anchor = caret = cursor.caret
        else:
            anchor, caret = cursor.start, cursor.end
        self.choose(anchor, max(0, min(caret + way, len(self.text.text))))

    def advance(self) -> None:
        """Behind what was coded."""
        found = self.text.after(self.cursor.unit, self.cursor.end)
        self.stand(found[0] if found else self.cursor.start)

    @property
    def seen(self) -> list[Tag]:
        """The codings that are shown."""
        return [tag for tag in self.study.tags if not self.shown or tag.code == self.shown]

    def touching(self) -> list[Tag]:
        """The codings at what is chosen."""
        start, end = self.cursor.start, max(self.cursor.end, self.cursor.start + 1)
        return [tag for tag in self.seen if tag.start < end and tag.end > start]

    def neighbour(self, way: int) -> Tag | None:
        """The next or previous coding that is there once."""
        order = sorted(self.seen, key=lambda tag: (tag.start, -tag.end))
        here = self.cursor.start
        if way > 0:
            found = next((tag for tag in order if tag.start > here), None)
        else:
            found = next((tag for tag in reversed(order) if tag.start < here), None)
        alike = [tag for tag in order if found and (tag.start, tag.end) == (found.start, found.end)]
        return found if len(alike) == 1 else None

    def go(self, tag: Tag) -> None:
        """To a coding; the edge at its beginning is the one that moves."""
        self.choose(tag.end, tag.start)

    # -- the project ----------------------------------------------------------------------------------------------

    def write(self, study: Study) -> None:
        """One more action that can be taken back."""
        self.done.append(self.study)
        self.undone.clear()
        self.study = study
        self.events += 1

    def undo(self) -> None:
        """As it was before."""
        self.undone.append(self.study)
        self.study = self.done.pop()
        self.events += 1
        if self.last_code not in self.study.codes:
            self.last_code = ""

    def redo(self) -> None:
        """As it was again."""
        self.done.append(self.study)
        self.study = self.undone.pop()
        self.events += 1

    def code(self, *codes: str, advance: bool = True) -> bool:
        """Codes on what is chosen; False where one is there already or rows would be too full to be checked."""
        start, end = self.cursor.start, self.cursor.end
        crowd = [tag for tag in self.study.tags if tag.start < end + 130 and tag.end > start - 130]
        if start == end or len(crowd) > 11 or any(self.study.has(code, start, end) for code in codes):
            return False
        self.write(self.study.having(*(Tag(start, end, code) for code in codes)))
        self.last_code = codes[0]
        if advance:
            self.advance()
        return True

    # -- what the screen must say ---------------------------------------------------------------------------------

    def where(self) -> str:
        """The beginning of the status line."""
        cursor, text = self.cursor, self.text
        parts = [f"line {bisect_right(text.rows, cursor.caret)}"]
        if turn := text.turn(cursor.start):
            parts = [f"turn {turn}", text.speaker(cursor.start), *parts]
            stop = cursor.start + max(len(text.text[cursor.start : cursor.end].rstrip()), 1)
            if (last := text.turn(stop - 1)) and last != turn:
                lines = [bisect_right(text.rows, edge) for edge in (cursor.start, stop - 1)]
                parts = [
                    f"turns {turn}–{last}",
                    f"{text.speaker(cursor.start)} … {text.speaker(stop - 1)}",
                    f"lines {lines[0]}–{lines[1]}",
                ]
        if cursor.exact:
            count = cursor.end - cursor.start
            parts.append(f"{count} character" + ("" if count == 1 else "s"))
        elif (
            many := sum(cursor.start < high and low < cursor.end for low, high in text.units[cursor.unit])
        ) > 1:
            parts.append(f"{many} {cursor.unit}s")
        elif cursor.unit in ("turn", "answer") or turn is None:
            parts.append(cursor.unit)
        else:
            _start, words, end = text.turns[turn - 1]
            within = [unit for unit in text.units[cursor.unit] if words <= unit[0] < end]
            place = next((n for n, unit in enumerate(within, 1) if unit[1] > cursor.start), len(within))
            parts.append(f"{cursor.unit} {place}/{len(within)}")
        return " · ".join(parts)

    def lanes(self, start: int, end: int) -> tuple[Counter[str], int]:
        """For a row: the letters of codings that begin in it, and how many others go through it."""
        touching = [tag for tag in self.seen if tag.start < end and tag.end > start]
        found = signs(self.study.codes)
        begin = Counter(found[tag.code] for tag in touching if tag.start >= start)
        return begin, len(touching) - sum(begin.values())


def signs(names: Sequence[str]) -> dict[str, str]:
    """What stands in the margin for each of these codes, the oldest first."""
    known = {name: code for code, name in CODES.items()}
    codes: list[str] = []
    for name in names:
        codes.append(known.get(name) or new_short_id(name, codes))
    found = lane_signs((n, code, name) for n, (code, name) in enumerate(zip(codes, names, strict=True)))
    return {name: found[n] for n, name in enumerate(names)}
