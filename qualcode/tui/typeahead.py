"""Keys that come faster than pages: each waits until the one before it has done all it does.

Several keys arrive in one packet over SSH, from a script or on a busy machine. Textual gives each to whatever has the
focus at that moment, and so the letters of a name behind the key that opens a form would be keys of the page beneath.
"""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import TypeVar

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen

Result = TypeVar("Result")

OPENING_SECONDS = 2.0
"""How long keys wait for an action that may still ask something."""

LOST_SECONDS = 0.3
"""How long they wait where what had the focus has gone with all that was sent to it."""

_LOOK_SECONDS = 0.01


class Passed(Message):
    """Sent behind a key on the same way, up to the app: it arrives when everybody is done with the key."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class TypeaheadApp(App[Result]):
    """An app that hands out keys and pasted text one after the other.

    A key is done with when nobody on its way is busy with it any more, nor with what they asked of each other because
    of it; when the page or form that it brings up is there; when an action it began, which may still have to read what
    it asks about, has asked or ended; and when the form that it saves is done with. Only a key that calls that off, or
    leaves the app, does not wait, and then what was typed before it goes nowhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._under_way = False
        self._typed_at = self._sent_at = 0.0
        self._typed_on: Screen[object] | None = None
        self._sent_on: Screen[object] | None = None
        self._begun_before: frozenset[int] = frozenset()
        self._rounds = self._number = 0
        self._back = False
        self._looking = False

    @property
    def keys_wait(self) -> bool:
        """Whether something was typed that nobody got yet."""
        return bool(self._ahead)

    async def on_event(self, event: events.Event) -> None:
        """Keep back what is typed while a key is under way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif self._is_saving() and self._ends_it(event):
            self._ahead.clear()
            await super().on_event(event)
        elif self._under_way or self._is_saving():
            if not self._under_way:
                self._begin()
            self._ahead.append(event)
            await self._go_on()
        else:
            await self._hand_out(event)

    async def on_passed(self, message: Passed) -> None:
        """Everybody on the way is done with the key."""
        message.stop()
        if message.number == self._number:
            self._back = True
            await self._go_on()

    def _begin(self) -> None:
        self._under_way = True
        self._typed_at, self._typed_on, self._rounds = monotonic(), self.screen, 0
        self._begun_before = frozenset(id(worker) for worker in self.workers)

    async def _hand_out(self, event: events.Key | events.Paste) -> None:
        self._begin()
        goes_to = self.focused or self.screen
        await super().on_event(event)
        self._send(goes_to)

    def _send(self, goes_to: DOMNode) -> None:
        self._rounds += 1
        self._number += 1
        self._back = False
        self._sent_at, self._sent_on = monotonic(), self.screen
        goes_to.post_message(Passed(self._number))

    async def _go_on(self) -> None:
        """Hand out what was typed next, where the key before it is done with; else look again soon."""
        if self._is_saving():
            self._typed_at = monotonic()
            self._look_later()
            return
        now, moved = monotonic(), self.screen is not self._sent_on
        if now - self._typed_at < OPENING_SECONDS:
            # A second round, for what was asked of each other in the first; another one for a page that came up.
            if moved or (self._rounds < 2 if self._back else now - self._sent_at > LOST_SECONDS):
                self._send(self.focused or self.screen)
            if not self._back or self._is_opening():
                self._look_later()
                return
        self._under_way = False
        if self._ahead:
            await self._hand_out(self._ahead.popleft())

    def _is_opening(self) -> bool:
        """Whether an action that the key began may still ask something."""
        if self.screen is not self._typed_on or any(
            getattr(page, "doing", None) for page in self.screen_stack
        ):
            return False
        return any(
            worker.is_running and worker.name.startswith("action_") and id(worker) not in self._begun_before
            for worker in self.workers
        )

    def _is_saving(self) -> bool:
        """Whether the form on top is being saved: it takes no keys, and is about to make room for its page."""
        return bool(self.screen_stack) and getattr(self.screen, "is_keeping", False)

    def _ends_it(self, event: events.Key | events.Paste) -> bool:
        """Whether a key calls off what is being saved, or leaves the app."""
        active = self.screen.active_bindings.get(event.key) if isinstance(event, events.Key) else None
        action = active.binding.action if active else ""
        return action == "quit" or (action == "leave" and getattr(self.screen, "call_off", None) is not None)

    def _look_later(self) -> None:
        if self._ahead and not self._looking:
            self._looking = True
            self.set_timer(_LOOK_SECONDS, self._look)

    async def _look(self) -> None:
        self._looking = False
        if self._under_way:
            await self._go_on()
