"""The app at a small study, for tests of its pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from time import monotonic

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.keys import REPLACED_KEYS, _character_to_key, key_to_character
from textual.pilot import Pilot
from textual.screen import ModalScreen

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.recent import Memory
from tests.waiting import until

TALK = """P: Bagaimana awalnya?

K1: Kami musyawarah setiap bulan. Kasnya dibuka semua. Jadi tidak ada yang curiga.

P: Dengan kelurahan?

K1: Belum pernah kerja sama keluar. Ketua RT saja yang sering mampir.
"""

FIRST = (TALK.index("Kami"), TALK.index(" Kasnya"))
SECOND = (TALK.index("Kasnya"), TALK.index(" Jadi"))
LONG = TALK + "".join(
    f"\nP: Lalu yang ke-{n}?\n\nK1: Kami rapat lagi kali ke-{n}. Setelah itu pulang.\n" for n in range(40)
)

PATIENCE = 20.0
"""Seconds; a test that holds up something on purpose looks on all the same after them."""


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
    """Wait until no page is fetching or writing and nothing is left to be dealt with.

    What waits for a person, as a page below a form, is not work. Nothing here waits for an idle machine, as a Pilot
    does, so that it takes no longer where others use the same cores.
    """
    calm, end = 0, monotonic() + PATIENCE
    while calm < 3 and monotonic() < end:
        await _dealt_with(app)
        calm = 0 if _busy(app) or _unpainted(app) else calm + 1
        await asyncio.sleep(0.002 if calm else 0.01)
    if app.is_running and app.screen_stack:
        app.screen._on_timer_update()


def _unpainted(app: QualcodeApp) -> bool:
    """Whether the screen was to be laid out, or called somebody after its next painting; now it is painted."""
    if not (app.is_running and app.screen_stack):
        return False
    screen = app.screen
    left = bool(screen._callbacks or screen._layout_required or screen._recompose_required)
    if left:
        screen._on_timer_update()
    return left


async def _dealt_with(app: QualcodeApp) -> None:
    """Every widget on top has come to the end of the messages it had; those that go away need not."""
    if not (app.is_running and app.screen_stack):
        return
    left, done = 0, asyncio.Event()

    def one() -> None:
        nonlocal left
        left -= 1
        if not left:
            done.set()

    for node in [app, *app.screen.walk_children(with_self=True)]:
        left += node.call_later(one)
    with suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), 1.0)


def _busy(app: QualcodeApp) -> bool:
    """Whether keys wait, something is written, or a worker does anything but wait for a person."""
    if app.keys_wait:
        return True
    if app.desk is not None and app.desk.saving.value == "pending":
        return True
    top = app.screen if app.screen_stack else None
    asks = isinstance(top, ModalScreen) or type(top).__name__ == "BackupsPage"
    return any(worker.is_running and not (asks and _below(worker.node, top)) for worker in app.workers)


def _below(node: DOMNode, top: DOMNode | None) -> bool:
    """Whether a node lies under what is on top; one that is being made hangs on nothing yet."""
    above = node.ancestors_with_self
    return isinstance(above[-1], App) and top not in above


async def resized(app: QualcodeApp, pilot: Pilot[int], width: int, height: int) -> None:
    """Make the window as large and wait until the page has laid itself out in it."""
    await pilot.resize_terminal(width, height)
    await until(lambda: app.screen.size == (width, height), lambda: app.screen.size)
    await settled(app, pilot)


async def press(app: QualcodeApp, pilot: Pilot[int], *keys: str) -> None:
    """Press keys and wait for all that comes of each."""
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        event = events.Key(name, key_to_character(REPLACED_KEYS.get(name, name)))
        event.set_sender(app)
        assert app._driver is not None
        app._driver.send_message(event)
        await settled(app, pilot)


def codings(project: Project) -> list[tuple[str, str]]:
    return [(row.code, row.text) for row in project.codings.list()]


def rows(app: QualcodeApp) -> str:
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips())


def fill(project: Project, folder: Path) -> None:
    """Give a small study something to show on each page."""
    for number in range(2, 10):
        project.codebook.add(f"X{number}", name_id=f"Kode {number}", name_en=f"Kode {number}")
        project.codebook.pin(f"X{number}", number)
    (folder / "K2.txt").write_text(LONG, encoding="utf-8")
    project.sources.add(folder / "K2.txt", informants=["K1"])
    one = project.codings.add("K1.txt", *FIRST, "KP-MSY")
    project.codings.add("K1.txt", *SECOND, "KP-MSY")
    project.codings.add("K1.txt", FIRST[0], FIRST[0] + 4, "NR-LGR")
    project.ties.add("K1", "D1", "aid", evidence=[("K1.txt", *FIRST)])
    project.ties.add_actor("Ketua RT")
    project.ties.add("K1", "Ketua RT", "trust")
    for number in range(3):
        project.findings.add(f"Klaim {number}.")
        project.findings.link(f"F{number + 1}", str(one.uid), "supports")
    project.notes.add_memo("Catatan.", source="K1.txt")
