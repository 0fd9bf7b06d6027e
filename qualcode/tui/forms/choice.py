"""A few values beside each other, one of which is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from qualcode.i18n import _

_GAP = 2


class Choice(Widget, can_focus=True):
    """A few values beside each other, as many to a line as there is room; arrows or a first letter take one."""

    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; padding: 0 1; border-left: wide $page-rule; background: $surface; }
    Choice:focus { border-left: wide $primary; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down", "move(1)", _("Next"), id="choice.next", show=False, tooltip=_("The next value")),
        Binding("left,up", "move(-1)", _("Previous"), id="choice.previous", show=False,
                tooltip=_("The previous value")),
    ]  # fmt: skip
    chosen: reactive[int] = reactive(-1)

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = options
        values = [name for name, _words in options]
        self.set_reactive(Choice.chosen, values.index(value) if value in values else -1)

    @property
    def value(self) -> str:
        """The value taken; empty where none is."""
        return self._options[self.chosen][0] if self.chosen >= 0 else ""

    def cell(self, number: int) -> Text:
        """How a value is shown; as wide when it is taken as when it is not."""
        words = self._options[number][1]
        return Text(f"[{words}]", "bold reverse") if number == self.chosen else Text(f" {words} ")

    def letter(self, number: int) -> str:
        """The letter, in lower case, that takes a value."""
        return self._options[number][1][:1].casefold()

    def _lines(self, width: int) -> list[list[int]]:
        """Which values stand on each line; one that is wider than `width` has a line of its own."""
        lines: list[list[int]] = [[]]
        used = 0
        for number in range(len(self._options)):
            wide = self.cell(number).cell_len + _GAP
            if lines[-1] and used + wide - _GAP > width:
                lines.append([])
                used = 0
            lines[-1].append(number)
            used += wide
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for each line."""
        return len(self._lines(width))

    def render(self) -> Text:
        """All values, the one taken reversed and marked."""
        gap = Text(" " * _GAP)
        rows = (gap.join(self.cell(number) for number in line) for line in self._lines(self.size.width))
        text = Text("\n").join(rows)
        text.no_wrap, text.overflow = True, "ellipsis"
        return text

    def action_move(self, step: int) -> None:
        """Take the next or previous value."""
        if self._options:
            count = len(self._options)
            self.chosen = (self.chosen + step) % count if self.chosen >= 0 else (0 if step > 0 else count - 1)

    def on_key(self, event: events.Key) -> None:
        """A letter takes the next value it stands for."""
        if event.key == "enter":
            event.stop()
            self.post_message(self.Submitted())
        elif event.character and event.character.isprintable():
            order = [(self.chosen + step) % len(self._options) for step in range(1, len(self._options) + 1)]
            for number in order:
                if self.letter(number) == event.character.casefold():
                    event.stop()
                    self.chosen = number
                    return

    def on_click(self, event: events.Click) -> None:
        """Take the value under the mouse."""
        at = event.get_content_offset(self)
        lines = self._lines(self.size.width)
        if at is None or at.y >= len(lines):
            return
        place = 0
        for number in lines[at.y]:
            place += cell_len(self.cell(number).plain) + _GAP
            if at.x < place:
                self.chosen = number
                return
