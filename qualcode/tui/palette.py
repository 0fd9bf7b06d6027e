"""Every command by name: Textual's palette with words of ours."""

from __future__ import annotations

from rich.text import Text
from textual.command import CommandList, CommandPalette
from textual.widgets.option_list import Option

from qualcode.i18n import _

_COUNTDOWN_SECONDS = 0.5


class Palette(CommandPalette):
    """The palette, also where it finds nothing, in the person's language."""

    def __init__(self) -> None:
        super().__init__(placeholder=_("Search for a command …"), id="--command-palette")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """As Textual does it; only there could the words be changed."""
        self._stop_no_matches_countdown()

        def say() -> None:
            if search_value:
                words = Text(_("No command is called that"), justify="center")
                none = Option(words, id=self._NO_MATCHES, disabled=True)
                self.query_one(CommandList).add_option(none)
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(_COUNTDOWN_SECONDS, say)
