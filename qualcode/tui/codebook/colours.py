"""Colours of codes as a form offers them: by name and letter, so that nobody has to tell them apart by eye."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text
from textual.color import Color

from qualcode.i18n import _
from qualcode.project.palette import PALETTE
from qualcode.tui.forms import Choice
from qualcode.tui.painting import ink_on


def colour_name(value: str) -> str:
    """The name of a colour in the person's language; for one that is not of the palette its `#rrggbb`."""
    names = {
        "orange": _("orange"),
        "sky": _("sky blue"),
        "green": _("green"),
        "yellow": _("yellow"),
        "blue": _("blue"),
        "vermilion": _("vermilion"),
        "purple": _("purple"),
    }
    return next((names[name] for name, colour in PALETTE.items() if colour == value), value)


def colour_options(own: str, *, outermost: bool) -> list[tuple[str, str]]:
    """None of its own and the palette; `own` as well where it is another colour, so that it can be kept."""
    none = _("by its place") if outermost else _("the branch's")
    values = dict.fromkeys((*PALETTE.values(), *((own,) if own else ())))
    return [("", none), *((value, colour_name(value)) for value in values)]


class ColourChoice(Choice):
    """The palette: each colour with the letter that takes it, and its name."""

    def cell(self, number: int) -> Text:
        """A stamp in the colour with its letter, as codes have one, and the name."""
        value, words = self._options[number]
        taken = number == self.chosen
        name = (f"[{words}]", "bold reverse") if taken else (f" {words} ", "")
        return Text.assemble((f" {self.letter(number).upper()} ", self._stamp(value)), name)

    def letter(self, number: int) -> str:
        """The first letter of a name that no name before it has."""
        return own_letters([words for _value, words in self._options])[number]

    def _stamp(self, value: str) -> Style:
        if not value or self.app.native_ansi_color:
            return Style(bold=True)
        ground = Color.parse(value)
        return Style(color=ink_on(ground), bgcolor=ground.hex, bold=True)


def own_letters(names: Sequence[str]) -> list[str]:
    """A letter of each name, in lower case, that none before has; its first one where every letter is taken."""
    letters: list[str] = []
    for name in names:
        own = [letter for letter in name.casefold() if letter.isalnum()] or [""]
        letters.append(next((letter for letter in own if letter not in letters), own[0]))
    return letters
