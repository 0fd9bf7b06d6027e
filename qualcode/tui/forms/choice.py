"""A few values beside each other, one of which is taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from qualcode.i18n import _


class Choice(Widget, can_focus=True):
    """A few values beside each other; arrows or a first letter take one."""

    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; padding: 0 1; border-left: wide $page-rule; background: $surface; }
    Choice:focus { border-left: wide $primary; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down", "move(1)", _("Next"), id="choice.next", show=False, tooltip=_("The next value")),
        Binding("left,up", "move(-1)", _("Previous"), id="choice.previous", show=False,
                tooltip=_("The previous value")),
    ]  # fmt: skip
    chosen: reactive[int] = reactive(-1, layout=True)

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

    def render(self) -> Text:
        """All values, the one taken reversed and marked."""
        text = Text()
        for number, (_value, words) in enumerate(self._options):
            taken = number == self.chosen
            text.append(f"[{words}]" if taken else f" {words} ", "bold reverse" if taken else "")
            text.append("  ")
        return text

    def action_move(self, step: int) -> None:
        """Take the next or previous value."""
        if self._options:
            count = len(self._options)
            self.chosen = (self.chosen + step) % count if self.chosen >= 0 else (0 if step > 0 else count - 1)

    def on_key(self, event: events.Key) -> None:
        """A first letter takes the next value that begins with it."""
        if event.key == "enter":
            event.stop()
            self.post_message(self.Submitted())
        elif event.character and event.character.isprintable():
            order = [(self.chosen + step) % len(self._options) for step in range(1, len(self._options) + 1)]
            for number in order:
                if self._options[number][1].casefold().startswith(event.character.casefold()):
                    event.stop()
                    self.chosen = number
                    return

    def on_click(self, event: events.Click) -> None:
        """Take the value under the mouse."""
        at = event.get_content_offset(self)
        if at is None or not self.size.width:
            return
        place = 0
        for number, (_value, words) in enumerate(self._options):
            place += len(words) + 4
            if at.y * self.size.width + at.x < place:
                self.chosen = number
                return
