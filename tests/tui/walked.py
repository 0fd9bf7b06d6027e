"""Every page in one language, for a process of its own: the words on it, of its help and of the palette, on lines."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from qualcode import i18n


async def walk(project: object) -> None:
    from qualcode.tui.going import Go, Spot, Where
    from tests.tui.pages import open_app, rows, settled

    async with open_app(project, (120, 40)) as (app, pilot):  # type: ignore[arg-type]
        for number, where in enumerate(Where):
            if where is Where.HOME:
                continue
            if where is not Where.CONTENTS:
                source = str(app.desk.project.sources.list()[0].id)  # type: ignore[union-attr]
                app.screen.post_message(Go(where, Spot(source) if where is Where.TRANSCRIPT else None))
                await settled(app, pilot)
                await settled(app, pilot)
            print(f"== {number}")
            print(rows(app))
            for command in app.get_system_commands(app.screen):
                print(command.title, "|", command.help)
            for key in [a.binding for a in app.screen.active_bindings.values() if a.binding.show]:
                print(key.description, "|", key.tooltip)
            while len(app.screen_stack) > 3:
                await app.pop_screen()


def main(place: str, language: str) -> None:
    i18n.set_language(language)
    from qualcode.project import Project

    with Project.open(Path(place)) as project:
        asyncio.run(walk(project))


if __name__ == "__main__":
    main(sys.argv[1], os.environ["QUALCODE_LANG"])
