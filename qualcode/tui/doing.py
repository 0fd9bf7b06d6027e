"""Something long that goes on beside the keys: how far it is, and the way to call it off."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Event
from time import monotonic

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.tui.painting import one_line
from qualcode.tui.said_keys import key_for

Show = Callable[[int, int, str], None]
"""Told how many of how many steps are done, and what is done now."""


def told_far(done: int, of: int, what: str) -> str:
    """How far it is, in words."""
    return _(
        "{step} {done}/{of} · {key} calls it off",
        step=one_line(what, 30),
        done=done,
        of=of,
        key=key_for("page.back"),
    )


class CalledOff(BadInput):
    """A person called off what was going on; nothing of it stays."""


class Doing:
    """Given to the work as its `progress`: tells the screen how far it is, and ends the work once it is called off.

    The work calls it in its own thread; a write it is raised in leaves nothing behind.
    """

    def __init__(self, show: Show) -> None:
        self._show = show
        self._loop = asyncio.get_running_loop()
        self._off = Event()
        self._begun = monotonic()

    def begin(self) -> None:
        """It begins now, also where it was called off before."""
        self._off.clear()
        self._begun = monotonic()

    @property
    def age(self) -> float:
        """Seconds since it began."""
        return monotonic() - self._begun

    def __call__(self, done: int, of: int, what: str) -> None:
        """So many steps of so many are done; raises CalledOff."""
        if self._off.is_set():
            self._off.clear()  # it may be begun again
            raise CalledOff(_("called off; nothing was changed"))
        with suppress(RuntimeError):  # the app has gone; what was asked for goes on all the same
            self._loop.call_soon_threadsafe(self._show, done, of, what)

    def call_off(self) -> None:
        """End the work at its next step."""
        self._off.set()
