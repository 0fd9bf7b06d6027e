"""The terminal's own cursor, where a person wants to see it: where the caret is, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from rich.control import Control
from textual.app import App
from textual.widget import Widget
from textual.widgets import Input, TextArea

from qualcode.tui.reader import Reader

SHOW, HIDE = "\x1b[?25h", "\x1b[?25l"


def wanted() -> bool:
    """Whether a person asked for it: QUALCODE_CURSOR=1, which `qualcode open --cursor` sets."""
    return os.environ.get("QUALCODE_CURSOR", "") not in ("", "0")


def to_caret(app: App[Any]) -> None:
    """Put the terminal's cursor where the caret is: what lay on top of it left it elsewhere, shown or not."""
    focused = app.focused if app.screen_stack else None
    if isinstance(focused, Reader | Input | TextArea):
        at = app.cursor_position = app.screen.outer_size.clamp_offset(focused.cursor_screen_offset)
        if app._driver is not None:
            app._driver.write(Control.move_to(*at).segment.text)
            app._driver.flush()


class TerminalCursor:
    """Shown while a widget has the focus that tells where its caret is; Textual hides it when the app starts."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._shown = False

    def follow(self, focused: Widget | None) -> None:
        """Show or hide it for the widget that has the focus now."""
        shown = isinstance(focused, Reader | Input | TextArea)
        if shown != self._shown:
            self._shown = shown
            self._write(SHOW if shown else HIDE)

    def hidden(self) -> None:
        """The app has just begun to draw again, and has hidden it."""
        self._shown = False
