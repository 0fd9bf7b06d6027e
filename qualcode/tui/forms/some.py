"""A list from which any number of values is taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from qualcode.i18n import _
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.painting import one_line

WIDTH = 58
"""Cells of a line; the form is no wider."""


class Some(MarkedList):
    """Values with a box before each; Space, Enter or a click takes one or gives it back, a letter goes to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", _("Take"), id="some.take", show=False,
                tooltip=_("Take this one, or give it back")),
    ]  # fmt: skip

    def __init__(
        self, options: Sequence[tuple[str, str]], taken: Collection[str] = (), *, id: str | None = None
    ) -> None:
        self._options_given = options
        self._taken = set(taken)
        super().__init__(*(Option(self._line(n)) for n in range(len(options))), id=id, markup=False)
        values = [value for value, _words in options]
        self.highlighted = next((n for n, value in enumerate(values) if value in self._taken), 0)

    @property
    def taken(self) -> list[str]:
        """The values that are taken, in the order of the list."""
        return [value for value, _words in self._options_given if value in self._taken]

    def take(self, values: Collection[str]) -> None:
        """Let these be taken, and no others."""
        self._taken = set(values)
        for number in range(len(self._options_given)):
            self.replace_option_prompt_at_index(number, self._line(number))

    def _line(self, number: int) -> Text:
        value, words = self._options_given[number]
        indent = len(words) - len(words.lstrip())
        box, style = ("[x] ", "bold") if value in self._taken else ("[ ] ", "")
        return Text(box + " " * indent + one_line(words, WIDTH - indent), style, no_wrap=True)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take it or give it back; the form stays where it is."""
        event.stop()
        self._taken ^= {self._options_given[event.option_index][0]}
        self.replace_option_prompt_at_index(event.option_index, self._line(event.option_index))

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next value that begins with it."""
        count, begin = len(self._options_given), -1 if self.highlighted is None else self.highlighted
        if not (event.character and event.character.isalnum()):
            return
        for step in range(1, count + 1):
            number = (begin + step) % count
            if self._options_given[number][1].lstrip().casefold().startswith(event.character.casefold()):
                event.stop()
                self.highlighted = number
                return
