"""The two lines under the text: codes on their digits or letters, and where one is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from qualcode.i18n import _, ngettext
from qualcode.tui.looks import CodeCard
from qualcode.tui.painting import hue, ink_on, one_line
from qualcode.tui.reader import Unit
from qualcode.tui.reader.view import Position
from qualcode.tui.said_keys import key_for


class PinBar(Static):
    """The codes on the digits, as many as fit; while a code's letters are typed, the codes they may mean."""

    DEFAULT_CSS = "PinBar { height: 1; padding: 0 1; color: $page-muted; }"

    class Taken(Message):
        """The code on a digit was clicked."""

        def __init__(self, digit: int) -> None:
            super().__init__()
            self.digit = digit

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._cards: Mapping[int, CodeCard] | None = None
        self._codes = 0
        self._places: list[tuple[int, int]] = []
        """Where each code on a digit ends, in cells, and the digit."""
        self._letters: str | None = None
        self._meant: Sequence[CodeCard] = ()

    def show(self, cards: Mapping[int, CodeCard], codes: int) -> None:
        """Other codes on the digits, of so many codes there are."""
        self._cards, self._codes = cards, codes
        self.refresh()

    def spell(self, letters: str | None, meant: Sequence[CodeCard]) -> None:
        """The letters typed and the codes they may still mean; None shows the digits again."""
        self._letters, self._meant = letters, meant
        self.refresh()

    def render(self) -> Text:
        """Digit, letter and name of each."""
        text = Text(no_wrap=True, overflow="ellipsis")
        self._places = []
        if self._letters is not None:
            return self._spelling(text)
        if self._cards is None:
            return text.append(_("opening …"))
        if not self._cards:
            none = _("No codes yet: {key} makes one", key=key_for("transcript.code"))
            if not self._codes:
                return text.append(none)
            return text.append(
                _(
                    "{first}–{last} take the codes you use · {code} picks one · {pin} pins it",
                    first=key_for("reader.code_1"),
                    last=key_for("reader.code_9"),
                    code=key_for("transcript.code"),
                    pin=key_for("transcript.pin"),
                )
            )
        # Digit, letter, a blank before the name and two behind it.
        names = _fitting(list(self._cards.values()), self.size.width - 1 - 5 * len(self._cards))
        for (digit, card), name in zip(self._cards.items(), names, strict=True):
            text.append(f"{digit}", "bold").append(card.look.letter, self._chip(card))
            if name:
                text.append(f" {name}", "" if card.pinned else "italic")
            self._places.append((text.cell_len, digit))
            text.append("  ")
        return text

    def on_click(self, event: events.Click) -> None:
        """Take the code under the mouse."""
        at = event.get_content_offset(self)
        digit = next((digit for end, digit in self._places if at is not None and at.x < end), None)
        if digit is not None:
            self.post_message(self.Taken(digit))

    def _spelling(self, text: Text) -> Text:
        text.append(f"{key_for('reader.shortcut')}{self._letters}", "bold").append("…  ")
        if not self._meant:
            return text.append(_("no code has these letters · Esc"))
        for card in self._meant:
            name = f" {one_line(card.name, 16)}  "
            if text.cell_len + len(name) + 3 > self.size.width - 2:
                return text.append("…")
            text.append(card.letters, "bold").append(name)
        return text

    def _chip(self, card: CodeCard) -> Style:
        if self.app.native_ansi_color:
            return Style(reverse=True)
        ground = hue(card.look.hue)
        return Style(color=ink_on(ground), bgcolor=ground.hex, bold=True)


def _fitting(cards: Sequence[CodeCard], room: int) -> list[str]:
    """A name for each code in `room` cells for all, else a short id for each, so that what is seen is of one kind; where
    these have no room the last ones go, as the letters must do for them."""
    names = [one_line(card.name) for card in cards]
    if sum(map(cell_len, names)) <= room:
        return names
    names = [one_line(card.tail, 10) for card in cards]
    for number in reversed(range(len(cards))):
        if sum(map(cell_len, names)) <= room:
            break
        names[number] = ""
    return names


def fitted(
    parts: Sequence[str],
    codes: Sequence[tuple[str, str]],
    chosen: int | None,
    noted: Sequence[str],
    width: int,
) -> Text:
    """Where one is, the codes here and what is noted, in so many cells; what gives way first is what is said elsewhere.

    `codes` are names with their short forms, the one at `chosen` in brackets of its own: it and what is noted are always
    seen. First the other codes are shortened, then all, then the speaker and the line go, then the other codes, and at
    last the parts from the second on. Whatever of these parts has room all the same stays.
    """

    def marked(number: int, name: str) -> str:
        return f"›{name}‹" if number == chosen else name

    def line(without: Collection[int], said: Sequence[str]) -> Text:
        where = " · ".join(part for number, part in enumerate(parts) if number not in without)
        text = Text(where, no_wrap=True, overflow="ellipsis")
        if said:
            text.append("  ").append(" · ".join(said), "bold")
        if noted:
            text.append("  ").append(" · ".join(noted))
        return text

    names = [marked(number, name) for number, (name, _tail) in enumerate(codes)]
    tails = [marked(number, tail) for number, (_name, tail) in enumerate(codes)]
    mixed = [names[number] if number == chosen else tail for number, tail in enumerate(tails)]
    first = chosen or 0
    one = [tails[first], f"+{len(codes) - 1}"] if len(codes) > 1 else tails
    ways = [(0, names), (0, mixed), (0, tails)]
    ways += [(1, tails), (2, tails)]
    ways += [(gone, one) for gone in range(2, max(len(parts), 3))]
    for gone, said in ways:
        text = line(without := range(1, gone + 1), said)
        if text.cell_len <= width:
            break
    away = set(without)
    for number in sorted(without, reverse=True):
        if (more := line(away - {number}, said)).cell_len <= width:
            text, away = more, away - {number}
    return text


def where_words(at: Position, chosen: int, narrowed: str, hit: tuple[int, int]) -> list[str]:
    """Turn, speaker, line, unit n/m; `chosen` is how many characters are, `hit` which place found of how many."""
    parts = [_("line {n}", n=at.line)]
    if at.turn is not None:
        parts = [_("turn {n}", n=at.turn.number), at.turn.speaker or "–", *parts]
    if at.turn is not None and at.last is not None:
        end, line = at.last
        between = f"{at.turn.speaker or '–'} … {end.speaker or '–'}"
        turns = _("turns {first}–{last}", first=at.turn.number, last=end.number)
        parts = [turns, between, _("lines {first}–{last}", first=at.line, last=line)]
    if at.exact:
        parts.append(ngettext("{n} character", "{n} characters", chosen))
    elif at.taken > 1:
        parts.append(units_name(at.unit, at.taken))
    elif at.count:
        parts.append(f"{unit_name(at.unit)} {at.number}/{at.count}")
    else:
        parts.append(unit_name(at.unit))
    if hit[0]:
        parts.append(_("place {n}/{of}", n=hit[0], of=hit[1]))
    if narrowed:
        parts.append(narrowed)
    return parts


def unit_name(unit: Unit) -> str:
    """A unit in the person's language."""
    return {
        Unit.WORD: _("word"),
        Unit.SENTENCE: _("sentence"),
        Unit.TURN: _("turn"),
        Unit.ANSWER: _("answer"),
    }[unit]


def units_name(unit: Unit, n: int) -> str:
    """So many of a unit, in the person's language."""
    match unit:
        case Unit.WORD:
            return ngettext("{n} word", "{n} words", n)
        case Unit.SENTENCE:
            return ngettext("{n} sentence", "{n} sentences", n)
        case Unit.TURN:
            return ngettext("{n} turn", "{n} turns", n)
        case Unit.ANSWER:
            return ngettext("{n} answer", "{n} answers", n)
