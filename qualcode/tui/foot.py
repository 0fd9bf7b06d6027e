"""The line at the foot: as many keys as fit whole, and the one for help always among them."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

_BLANKS = 3
"""Around a key and behind its words."""
MOST, _WIDE = 6, 100
"""How many keys a person takes in at a glance; from so many columns on there may be more."""


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
        most = MOST if room < _WIDE else len(self._keys)
        for number, key in enumerate(sorted(self._keys, key=lambda key: key.action != "app.help")):
            room -= wide(key.key_display, key.description)
            key.display = room >= 0 and number < most
            if room < 0:
                room = -1  # what stands behind a key that is left out is left out as well


def wide(key: str, words: str) -> int:
    """Cells that a key takes at the foot, with the blanks between it and its neighbours."""
    return cell_len(key) + cell_len(words) + _BLANKS
