"""What a person chose on a page, kept as long as the project is open: going away and coming back changes nothing."""

from __future__ import annotations

from typing import Any
from weakref import WeakKeyDictionary

from qualcode.tui.desk import Desk

_CHOSEN: WeakKeyDictionary[Desk, dict[str, Any]] = WeakKeyDictionary()


def recall(desk: Desk, page: str, first: Any) -> Any:
    """What was chosen on a page last, or `first`."""
    return _CHOSEN.get(desk, {}).get(page, first)


def keep(desk: Desk, page: str, choice: Any) -> None:
    """Remember a choice of a page."""
    _CHOSEN.setdefault(desk, {})[page] = choice
