"""What the app says in one language, for a process of its own: Home, pages, help, palette and tour, on lines."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from pathlib import Path
from typing import Any

from qualcode import i18n


async def walk(project: Any) -> None:
    from qualcode.tui.going import Go, Spot, Where
    from tests.tui.pages import open_app, press, settled

    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    async with open_app(project, (120, 40)) as (app, pilot):
        source = str(project.sources.list()[0].id)
        for number, where in enumerate(Where):
            if where is Where.HOME:
                continue
            if where is not Where.CONTENTS:
                app.screen.post_message(Go(where, Spot(source) if where is Where.TRANSCRIPT else None))
                await settled(app, pilot)
            print(f"== {number}")
            _tell(app)
            for command in app.get_system_commands(app.screen):
                print(command.title, "|", command.help)
            for key in [a.binding for a in app.screen.active_bindings.values() if a.binding.show]:
                print(key.description, "|", key.tooltip)
            if where is Where.TRANSCRIPT:
                await press(app, pilot, "question_mark")
                _tell(app)
            while len(app.screen_stack) > 3:
                await app.pop_screen()
        await press(app, pilot, "f2")
        print("== F2")
        while app.screen.id == "tour":
            _tell(app)
            await press(app, pilot, "enter")
        await press(app, pilot, "ctrl+c")
        _tell(app)
        await press(app, pilot, "f4", *"zz")
        await asyncio.sleep(0.6)
        _tell(app)


async def begin() -> None:
    """The first page, with a project that went away."""
    from qualcode.tui.app import QualcodeApp
    from qualcode.tui.recent import Memory
    from tests.tui.pages import press, settled

    memory = Memory()
    memory.open(Path("/tidak/ada.qualcode"), "Studi kecil")
    app = QualcodeApp(None, memory)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(app, pilot)
        print("==")
        _tell(app)
        for key in ("n", "o", "d", "b", "enter", "question_mark", "f2"):
            await press(app, pilot, key)
            if key in "no":
                await press(app, pilot, "f9")
            _tell(app)
            while len(app.screen_stack) > 2:
                await press(app, pilot, "escape")


def _tell(app: Any) -> None:
    """What is on the screen, and what was said beside it."""
    from tests.tui.pages import rows

    print(rows(app))
    for notice in app._notifications:
        print(notice.title, "|", notice.message)


def main(place: str, language: str) -> None:
    i18n.set_language(language)
    from qualcode.project import Project

    with Project.open(Path(place)) as project:
        asyncio.run(walk(project))
    asyncio.run(begin())


if __name__ == "__main__":
    main(sys.argv[1], os.environ["QUALCODE_LANG"])
