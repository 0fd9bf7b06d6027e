"""The code picker: type a few letters, see what the code means, Enter applies; a new name makes a new code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.i18n import _
from qualcode.tui.looks import CodeCard
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.painting import hue, ink_on, one_line, safe
from qualcode.tui.said_keys import key_for

_NEW = "new"
_ENOUGH = 2


@dataclass(frozen=True)
class Picked:
    """What a person took: codes that are there, and where they named one to be made its name."""

    keys: tuple[int, ...]
    new_name: str = ""


class CodePicker(ModalScreen[Picked | None]):
    """Codes by name, short id or definition, those used last first; definition and example of the one in focus.

    Two letters or more that begin the last part of one short id only (KP-TRN: `tr`), or a code's shortcut in full,
    put that code in focus, so that Enter takes it. Nothing is taken before Enter: letters that follow would
    otherwise run as keys of the page below. A name that begins with + is always a new code.

    Tab marks the code in focus; Enter then takes all that are marked. Where `several` codes are asked for from the
    beginning, so does a blank, and before any letter a digit marks the code that is on it.
    """

    DEFAULT_CSS = """
    CodePicker { align: center middle; background: $background 60%; }
    CodePicker > Vertical { width: 100; max-width: 98%; height: 22; max-height: 98%; background: $background;
                            border: round $border; border-title-color: $primary; padding: 0 1; }
    CodePicker .quote { color: $page-muted; text-style: italic; height: auto; max-height: 2; }
    CodePicker Input, CodePicker Input:focus { border: none; border-bottom: solid $border; background: $background; padding: 0; height: 2; }
    CodePicker OptionList { width: 1fr; height: 1fr; border: none; background: $background; padding: 0;
                            scrollbar-size-vertical: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    CodePicker OptionList:ansi > .option-list--option-highlighted { text-style: reverse; }
    CodePicker #meaning { width: 1fr; height: 1fr; padding: 0 0 0 2; border-left: solid $page-rule; }
    CodePicker.narrow OptionList { width: 3fr; }
    CodePicker.narrow #meaning { width: 2fr; padding: 0 0 0 1; }
    CodePicker #hint { height: 1; color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "mark", _("Mark"), id="picker.mark", show=False, priority=True,
                tooltip=_("Mark this code and take more")),
        Binding(
            "escape", "dismiss(None)", _("Cancel"), id="picker.leave", show=False, tooltip=_("Apply nothing")
        ),
        Binding("down", "move(1)", _("Next"), id="picker.next", show=False, tooltip=_("The next code")),
        Binding(
            "up", "move(-1)", _("Previous"), id="picker.previous", show=False, tooltip=_("The previous code")
        ),
    ]  # fmt: skip

    def __init__(
        self,
        cards: Sequence[CodeCard],
        recent: Sequence[int],
        quote: str,
        *,
        title: str = "",
        may_create: bool = True,
        several: bool = False,
        digits: Mapping[int, int] | None = None,
    ) -> None:
        """`recent` are keys of codes used last, `digits` those of codes on a digit; `title` says what a code is asked for.

        Without `may_create` one code that is there is taken, and a name nobody has gives nothing.
        """
        super().__init__()
        self._several = several
        self._digits = digits or {}
        self._digit_of = {key: digit for digit, key in self._digits.items()}
        self._marked: dict[int, CodeCard] = {}
        self._last: CodeCard | None = None
        """The one marked last: it stays in focus."""
        rank = {key: place for place, key in enumerate(recent)}
        self._cards = sorted(cards, key=lambda card: (rank.get(card.key, len(rank)),))
        self._shown: list[CodeCard] = []
        self._quote = quote
        self._title = title or _("Code")
        self._may_create = may_create

    def compose(self) -> ComposeResult:
        """What is to be coded, the letters typed, the codes, and what the one in focus means."""
        with Vertical() as box:
            box.border_title = self._title
            if self._quote:
                yield Static(f"“{one_line(self._quote, 180)}”", classes="quote", markup=False)
            asked = _("letters of a code, or a new name") if self._may_create else _("letters of a code")
            yield Input(placeholder=asked)
            with Horizontal():
                options = MarkedList()
                options.can_focus = False  # a click takes a code and leaves the letters where they are typed
                yield options
                yield Static(id="meaning", markup=False)
            yield Static(self._hint(), id="hint", markup=False)

    def _hint(self) -> str:
        if self._marked:
            names = ", ".join(card.code for card in self._marked.values())
            return _("Marked: {codes} · Enter applies them", codes=names)
        mark, leave = key_for("picker.mark"), key_for("picker.leave")
        if not self._may_create:
            return _("Enter takes it · {leave}", leave=leave)
        if self._several:
            return _(
                "Space, {mark} or digits mark · Enter applies · + new code · {leave}", mark=mark, leave=leave
            )
        return _("Enter applies · {mark} marks several · + new code · {leave}", mark=mark, leave=leave)

    @property
    def _narrow(self) -> bool:
        return self.app.size.width < 96

    def on_resize(self) -> None:
        """More of the room for the codes where there is little."""
        self.set_class(self._narrow, "narrow")

    def on_mount(self) -> None:
        """All codes to begin with."""
        self._list("")
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Fewer codes with each letter; where several are taken, a blank marks and a digit alone does."""
        typed = event.input.value  # what came behind the letter this is about stands there already
        if self._several and not typed.startswith("+"):
            if typed.endswith(" "):
                event.input.value = typed.rstrip()
                self.action_mark()
                return
            pinned = [self._digits.get(int(digit)) for digit in typed if digit.isdecimal()]
            if typed and len(pinned) == len(typed) and None not in pinned:
                event.input.value = ""
                for key in pinned:
                    self._mark(next(card for card in self._cards if card.key == key))
                return
        self._list(typed.strip())

    def action_mark(self) -> None:
        """Mark the code in focus, or no longer; the letters are done with."""
        place = self.query_one(OptionList).highlighted
        if self._may_create and place is not None and place < len(self._shown):
            self._mark(self._shown[place])

    def _mark(self, card: CodeCard) -> None:
        if self._marked.pop(card.key, None) is None:
            self._marked[card.key] = card
        self._last = card
        field = self.query_one(Input)
        if field.value:
            field.value = ""
        else:
            self._list("")
        self.query_one("#hint", Static).update(self._hint())

    def _list(self, typed: str) -> None:
        wanted = typed.removeprefix("+").strip()
        fresh = typed.startswith("+")
        self._shown = [] if fresh else ranked(self._cards, wanted)
        if (on_it := on_digit(self._cards, self._digits, typed)) is not None:
            self._shown = [on_it, *(card for card in self._shown if card is not on_it)]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(self._line(card), id=str(card.key)) for card in self._shown)
        known = {card.name.casefold() for card in self._cards} | {
            card.code.casefold() for card in self._cards
        }
        if self._may_create and wanted and wanted.casefold() not in known:
            options.add_option(
                Option(Text(_("New code: {name}", name=one_line(wanted, 40)), "bold"), id=_NEW)
            )
        meant = quick_match(self._cards, typed)
        if meant is None and not typed:
            meant = self._last
        first = self._shown.index(meant) if meant is not None else 0
        options.highlighted = first if options.option_count else None
        self._explain()

    def _line(self, card: CodeCard) -> Text:
        ground = hue(card.look.hue)
        chip = Style(color=ink_on(ground), bgcolor=ground.hex, bold=True)
        if self.app.native_ansi_color:
            chip = Style(reverse=True, bold=True)
        pin = self._digit_of.get(card.key) or card.pinned or " "
        # Its part of the box, less the scrollbar and what it stands in by; the list itself is not laid out yet.
        box = min(self.app.size.width * 98 // 100, 100) - 4
        part = (box * 3 // 5 if self._narrow else box // 2) - 3
        text = Text.assemble((f" {card.look.letter} ", chip), (f" {pin} ", "dim"))
        if self._marked:
            text.append("[x] " if card.key in self._marked else "[ ] ", "bold")
        # In columns: short id, two letters, and the name in all the room that is left.
        wide = min(max(cell_len(other.code) for other in self._cards), 12)
        text.append(set_cell_size(one_line(card.code, wide), wide))
        shortcut = f"'{card.letters}" if card.letters else ""
        text.append(f" {shortcut:<3} ", "dim")
        return text.append(one_line(card.name, max(part - text.cell_len, 6)))

    def on_option_list_option_highlighted(self) -> None:
        """Say what the code in focus means."""
        self._explain()

    def _explain(self) -> None:
        place = self.query_one(OptionList).highlighted
        if place is None or place >= len(self._shown):
            self.query_one("#meaning", Static).update(self._no_meaning(fresh=place is not None))
            return
        card = self._shown[place]
        text = Text.assemble(
            (safe(card.name), "bold"), "\n", (safe(card.code), "dim"), "\n\n", safe(card.definition)
        )
        if card.example:
            text.append(f"\n\n“{safe(card.example)}”", "italic")
        self.query_one("#meaning", Static).update(text)

    def _no_meaning(self, fresh: bool) -> str:
        """What is said where no code is in focus; `fresh` where a new one is."""
        if fresh:
            return _("Enter makes a code of this name; what it means can be written later, in the codebook.")
        if self._may_create:
            return _("Type the name of a new code.")
        return _("No code holds these letters.") if self._cards else _("There is no other code to take.")

    def action_move(self, step: int) -> None:
        """Go through the codes while the letters stay."""
        options = self.query_one(OptionList)
        if options.option_count:
            options.highlighted = ((options.highlighted or 0) + step) % options.option_count

    def on_input_submitted(self) -> None:
        """Enter takes the code in focus."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self._take(place)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click takes a code."""
        self._take(event.option_index)

    def _take(self, place: int) -> None:
        typed = self.query_one(Input).value.strip()
        if place >= len(self._shown):
            self.dismiss(Picked(tuple(self._marked), typed.removeprefix("+").strip()))
        elif self._marked and not typed:
            self.dismiss(Picked(tuple(self._marked)))
        else:
            self.dismiss(Picked(tuple({**self._marked, self._shown[place].key: None})))

    def on_click(self, event: events.Click) -> None:
        """A click beside the picker leaves."""
        if event.widget is self:
            self.dismiss(None)


def on_digit(cards: Sequence[CodeCard], digits: Mapping[int, int], typed: str) -> CodeCard | None:
    """The code on the digit that was typed alone, by `digits` or as it is pinned: it stands first and Enter takes it."""
    if len(typed) != 1 or not typed.isdecimal():
        return None
    key = digits.get(int(typed))
    held = (one for one in cards if one.key == key or (key is None and one.pinned == int(typed)))
    return next(held, None)


def quick_match(cards: Sequence[CodeCard], typed: str) -> CodeCard | None:
    """The one code that the letters can only mean: its shortcut, or the beginning of the last part of its short id.

    None below two letters, and where another code's name or short id begins so, too.
    """
    letters = typed.casefold()
    if len(letters) < _ENOUGH or not letters.isalnum():
        return None
    by_shortcut = [card for card in cards if card.letters == letters]
    if len(by_shortcut) == 1:
        return by_shortcut[0]
    fitting = [
        card for card in cards if card.leaf and any(word.startswith(letters) for word in _beginnings(card))
    ]
    one = fitting[0] if len(fitting) == 1 else None
    return one if one is not None and one.tail.casefold().startswith(letters) else None


def ranked(cards: Sequence[CodeCard], typed: str) -> list[CodeCard]:
    """Codes that fit the letters, best first; all of them, in the order given, where there are no letters."""
    letters = typed.casefold()
    if not letters:
        return [card for card in cards if card.leaf] + [card for card in cards if not card.leaf]
    scored = [
        (score, place, card) for place, card in enumerate(cards) if (score := _score(card, letters)) < 9
    ]
    return [card for _score_, _place, card in sorted(scored, key=lambda row: row[:2])]


def _score(card: CodeCard, letters: str) -> int:
    if card.tail.casefold().startswith(letters) or card.letters == letters:
        return 0
    if card.code.casefold().startswith(letters):
        return 1
    if any(word.startswith(letters) for word in _beginnings(card)):
        return 2
    if letters in card.name.casefold():
        return 3
    if re.search(".*?".join(map(re.escape, letters)), f"{card.code} {card.name}".casefold()):
        return 4
    return 5 if letters in card.definition.casefold() else 9


def _beginnings(card: CodeCard) -> list[str]:
    return [card.code.casefold(), card.tail.casefold(), *re.findall(r"\w+", card.name.casefold())]
