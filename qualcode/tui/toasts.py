"""Notices lie over no button of what is asked: what can wait goes, what cannot goes up."""

from __future__ import annotations

from typing import Any

from textual.screen import ModalScreen, Screen

_ABOVE = "-above"
"""The class of a rack whose notices lie at the top of the screen."""


def make_way(screen: Screen[Any]) -> None:
    """Have no notice lie over the buttons of a question or form; what was only told goes, a failure goes up.

    A key shows afterwards what went.
    """
    toasts = [toast for toast in screen.query("Toast") if toast.region.area]
    if not toasts or not isinstance(screen, ModalScreen):
        return
    buttons = [button.region for button in screen.query("Button, .foot")]
    if not any(toast.region.overlaps(button) for toast in toasts for button in buttons):
        return
    if any(toast.has_class("-error") for toast in toasts):
        screen.query_one("ToastRack").add_class(_ABOVE)
    else:
        screen.app.clear_notifications()
