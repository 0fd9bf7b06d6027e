"""Bindings pressed by name: the key must be in force, and pressing it must change what is seen or kept."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from textual.command import CommandPalette
from textual.pilot import Pilot

from qualcode import i18n
from qualcode.resources import codebook_names
from qualcode.tui.app import QualcodeApp
from qualcode.tui.reader import Reader
from qualcode.tui.screens.help import HelpPage
from tests.tui.pages import press, rows
from tests.tui.spoken import left_in_english

Test = Callable[..., Awaitable[None]]

_named: set[str] = set()
_pressed: set[str] = set()


def presses(*names: str) -> Callable[[Test], Test]:
    """A test that presses the bindings of these names; it fails where one of them was not pressed."""
    _named.update(names)

    def wrap(test: Test) -> Test:
        @functools.wraps(test)
        async def watched(*args: Any, **more: Any) -> None:
            _pressed.clear()
            await test(*args, **more)
            assert set(names) <= _pressed, sorted(set(names) - _pressed)

        return watched

    return wrap


def every_name() -> set[str]:
    """The names of all bindings that some test presses."""
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        if "@presses(" in file.read_text(encoding="utf-8"):
            import_module(f"tests.tui.{file.stem}")
    return set(_named)


class Keys:
    """Presses bindings by name, one after the other."""

    def __init__(self, app: QualcodeApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot

    async def __call__(self, *names: str, back: bool = True) -> None:
        """Press each; what it opened is left by Escape where `back`."""
        for name in names:
            depth = len(self.app.screen_stack)
            before = self.state()
            await self.type(self.key(name))
            _pressed.add(name)
            assert self.state() != before, f"{name} did nothing:\n{rows(self.app)}"
            self.listen(name)
            while back and (now := len(self.app.screen_stack)) > depth:
                await self.type("escape")
                if len(self.app.screen_stack) > now:  # asked whether what is in a form may go
                    await self.type("y")

    def key(self, name: str) -> str:
        """A key that does it now, by the page or by the list in focus that tells the page."""
        for key, active in self.app.screen.active_bindings.items():
            if active.binding.id == name and active.enabled:
                return key
        nodes = [self.app.screen, *self.app.screen.query("*")]
        found = [binding for node in nodes for _key, binding in node._bindings if binding.id == name]
        assert found, f"{name} is not in force on {self.app.screen}"
        return found[0].key

    async def type(self, *keys: str) -> None:
        """Press keys and wait for what comes of them."""
        await press(self.app, self.pilot, *keys)

    def listen(self, name: str) -> None:
        """Nothing that is said now is in another language than the person's; bindings have tests of their own."""
        app = self.app
        if i18n.language() != "id" or isinstance(app.screen, HelpPage | CommandPalette) or not app.is_running:
            return
        said = rows(app).splitlines()[:-1]  # the last line is the foot
        said += [f"{notice.title} {notice.message}" for notice in app._notifications]
        given = [str(Path.cwd()), *(row.path for row in app.memory.recent), *codebook_names()]
        given += [_as_cut(row.path, rows(app)) for row in app.memory.recent]
        found = left_in_english("\n".join(said), *given)
        assert not found, (name, found)

    def state(self) -> tuple[Any, ...]:
        """What is seen and kept."""
        app = self.app
        head = app.desk.project.history.head() if app.desk else ""
        reader = app.screen.query(Reader)
        cursor = (
            (reader.first()._cursor, reader.first()._anchor, reader.first().scroll_offset.y) if reader else ()
        )
        focus = app.screen.focused
        told = [(notice.message, notice.raised_at) for notice in app._notifications]
        return (rows(app), head, cursor, app.theme, app.screen, focus, told, app._exit, app.clipboard)


def _as_cut(path: str, shown: str) -> str:
    """As much of a path as a narrow field shows."""
    return next((path[:size] for size in range(len(path), 12, -1) if path[:size] in shown), path)
