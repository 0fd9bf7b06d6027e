"""One question over a page."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from qualcode.i18n import _


class Ask(ModalScreen[bool]):
    """One question with yes and no, or with other words for the two; what changes nothing is in focus."""

    DEFAULT_CSS = """
    Ask { align: center middle; background: $background 60%; }
    Ask > Vertical { width: 56; max-width: 94%; height: auto; max-height: 98%; padding: 0 2; background: $background;
                     border: round $border; }
    Ask VerticalScroll { height: auto; max-height: 100%; margin: 1 0; scrollbar-size-vertical: 1; }
    Ask VerticalScroll Static { padding-right: 1; }
    Ask Horizontal { dock: bottom; height: auto; align-horizontal: right; }
    Ask Button { margin-left: 1; min-width: 10; }
    """
    AUTO_FOCUS = "#no"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss(False)", _("No"), id="ask.no", show=False, tooltip=_("Change nothing")),
        Binding("y", "dismiss(True)", _("Yes"), id="ask.yes", show=False, tooltip=_("Do it")),
        Binding("left,right", "other_button", _("Other button"), id="ask.other", show=False,
                tooltip=_("From one button to the other")),
    ]  # fmt: skip

    def __init__(self, question: str, *, yes: str = "", no: str = "") -> None:
        super().__init__()
        self._question = question
        self._yes = yes or _("Yes")
        self._no = no or _("No")

    def compose(self) -> ComposeResult:
        """The question, which scrolls where it is long, and two buttons."""
        with Vertical():
            with VerticalScroll():
                yield Static(self._question, markup=False)
            with Horizontal():
                yield Button(self._no, id="no", compact=True)
                yield Button(self._yes, id="yes", variant="primary", compact=True)

    def action_other_button(self) -> None:
        """From one button to the other."""
        self.query_one("#yes" if self.focused is self.query_one("#no") else "#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        self.dismiss(event.button.id == "yes")
