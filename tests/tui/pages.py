"""The app at a small study, for tests of its pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.recent import Memory

TALK = """P: Bagaimana awalnya?

K1: Kami musyawarah setiap bulan. Kasnya dibuka semua. Jadi tidak ada yang curiga.

P: Dengan kelurahan?

K1: Belum pernah kerja sama keluar. Ketua RT saja yang sering mampir.
"""


@asynccontextmanager
async def open_app(
    project: Project, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[QualcodeApp, Pilot[int]]]:
    app = QualcodeApp(project, Memory())
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot
        app.workers.cancel_all()


@asynccontextmanager
async def reading(
    project: Project, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[QualcodeApp, Pilot[int]]]:
    async with open_app(project, size) as (app, pilot):
        await pilot.press("enter")
        await settled(app, pilot)
        yield app, pilot


async def settled(app: QualcodeApp, pilot: Pilot[int]) -> None:
    """Wait until no page is fetching or writing; a form that waits for a person is not work."""
    for _turn in range(200):
        await pilot.pause()
        waiting = [w for w in app.workers if w.is_running and not w.name.startswith("action_")]
        if not waiting and (app.desk is None or app.desk.saving.value != "pending"):
            break
        await asyncio.sleep(0.01)
    await pilot.pause()


def codings(project: Project) -> list[tuple[str, str]]:
    return [(row.code, row.text) for row in project.codings.list()]


def rows(app: QualcodeApp) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())
