"""The line at the foot: as many keys as fit whole, and the one for help always among them."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

_BLANKS = 3
"""Around a key and behind its words."""
MOST, _WIDE = 6, 100
"""How many keys a person takes in at a glance; from so many columns on there may be more."""


class _Key(NamedTuple):
    """What is told of a key."""

    key: str
    shown: str
    words: str
    action: str
    enabled: bool
    tooltip: str


class Foot(Footer):
    """Textual's footer without the keys that would be cut off at the edge; help tells of them."""

    DEFAULT_CSS = "Foot { padding: 0; }"

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)
        self._keys: list[_Key] = []

    def compose(self) -> ComposeResult:
        """The keys of where the cursor stands."""
        if not self._bindings_ready:
            return
        self._keys = self._fitting()
        self.styles.grid_size_columns = len(self._keys)
        for key in self._keys:
            widget = FooterKey(
                key.key, key.shown, key.words, key.action, disabled=not key.enabled, tooltip=key.tooltip
            )
            widget.set_reactive(FooterKey.compact, False)
            yield widget

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Look what is to be shown now; at every key pressed it is mostly what was shown before."""
        self._bindings_ready = True
        if screen.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._renew)

    def on_resize(self, event: events.Resize) -> None:
        """As many as fit now."""
        self.call_after_refresh(self._renew)

    async def _renew(self) -> None:
        if self.is_attached and self._bindings_ready and self._fitting() != self._keys:
            await self.recompose()

    def _fitting(self) -> list[_Key]:
        """The keys that can be pressed now and have room, in their order."""
        keys: dict[str, _Key] = {}
        idle = getattr(self.screen, "idle", ())
        for _node, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in keys and binding.id not in idle:
                keys[binding.action] = _Key(
                    binding.key,
                    self.app.get_key_display(binding),
                    binding.description,
                    binding.action,
                    enabled,
                    tooltip,
                )
        room = self.app.size.width
        most = MOST if room < _WIDE else len(keys)
        fitting = set()
        for key in sorted(keys.values(), key=lambda key: key.action != "app.help")[:most]:
            room -= wide(key.shown, key.words)
            if room < 0:
                break  # what stands behind a key that is left out is left out as well
            fitting.add(key)
        return [key for key in keys.values() if key in fitting]


def wide(key: str, words: str) -> int:
    """Cells that a key takes at the foot, with the blanks between it and its neighbours."""
    return cell_len(key) + cell_len(words) + _BLANKS
