"""The line at the foot: as many keys as fit whole, and the one for help always among them."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

_BLANKS = 3
"""Around a key and behind its words."""


class Foot(Footer):
    """Textual's footer without the keys that would be cut off at the edge; help tells of them."""

    DEFAULT_CSS = "Foot { padding: 0; }"

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)
        self._keys: list[FooterKey] = []

    def compose(self) -> ComposeResult:
        """The keys of where the cursor stands."""
        self._keys = []
        for widget in super().compose():
            if isinstance(widget, FooterKey):
                self._keys.append(widget)
            yield widget
        self._fit()

    def on_resize(self, event: events.Resize) -> None:
        """As many as fit now."""
        self._fit()

    def _fit(self) -> None:
        room = self.app.size.width
        for key in sorted(self._keys, key=lambda key: key.action != "app.help"):
            room -= cell_len(key.key_display) + cell_len(key.description) + _BLANKS
            key.display = room >= 0
            if room < 0:
                room = -1  # what stands behind a key that is left out is left out as well
