"""Small apps to hold one widget, and the screen as a grid of text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget

from qualcode.tui.themes import FALLBACK, OURS


class Stage(App[None]):
    """An app with one widget on it, that keeps every message the widget posts."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget, theme: str = "qualcode-dark") -> None:
        super().__init__()
        self.widget = widget
        self.heard: list[object] = []
        for ours in OURS:
            self.register_theme(ours)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACK

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        self.widget.focus()


@pytest.fixture
def grid() -> Callable[[App[None]], list[str]]:
    """The rows of the screen as text."""

    def rows(app: App[None]) -> list[str]:
        strips = app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    return rows


@pytest.fixture
def stage() -> Callable[..., Stage]:
    """Makes the app that holds a widget."""
    return Stage
