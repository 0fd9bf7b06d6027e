"""Pages say what they count, what they hide and what can be done where they are empty."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.drivers.headless_driver import HeadlessDriver
from textual.screen import Screen
from textual.widgets import Static

from qualcode.project import Project
from qualcode.tui.analyses.asked import Asked
from qualcode.tui.analyses.counted import crossed
from qualcode.tui.going import Go, Where
from qualcode.tui.terminal_cursor import HIDE, SHOW, wanted
from tests.tui.pages import TALK, open_app, reading, resized, rows, settled


def test_by_method_observations_are_not_said_to_be_informants(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "catatan.txt"
    file.write_text("Rapat dimulai malam hari.\n", encoding="utf-8")
    project.sources.add(file, method="observation")
    (seen,) = (row for row in project.sources.list() if row.method == "observation")
    project.codings.add(str(seen.id), 0, 5, "KP")
    shown = crossed(project, Asked(way="method"))
    names = [column.name for column in shown.columns]
    assert "counting units" in shown.title
    assert "or of n documents or observations" in shown.legend
    first = shown.rows[0].id
    assert isinstance(first, int)
    assert "1 of 1 observation" in shown.words(first, names.index("observation")).plain
    assert "0 of 1 informant" in shown.words(first, names.index("interview")).plain
    assert "1 of 2 units" in shown.words(first, len(names)).plain
    assert "counting informants" in crossed(project, Asked(way="group")).title


async def test_an_empty_page_of_agreement_offers_what_leads_on(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        app.screen.post_message(Go(Where.AGREEMENT))
        await settled(app, pilot)
        assert "Press a to give" in str(app.screen.query_one("#empty", Static).render())
        foot = rows(app).splitlines()[-1]
        assert "a Assign" in foot
        assert "Differences" not in foot and "Confused" not in foot


async def test_what_a_page_asked_for_does_not_go_on_where_the_page_is_gone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(project) as (app, _pilot):
        desk = app.desk
        assert desk is not None
        assert await desk.read(lambda _project: 1) == 1
        gone = SimpleNamespace(node=Screen())
        monkeypatch.setattr("qualcode.tui.desk.get_current_worker", lambda: gone)
        with pytest.raises(asyncio.CancelledError):
            await desk.read(lambda _project: 2)


async def test_the_reader_keeps_saying_that_others_codings_are_hidden(project: Project) -> None:
    project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    project.coders.act("Bima")
    async with reading(project) as (app, pilot):
        assert "own only (b)" in rows(app)
        app.clear_notifications()
        await pilot.press("exclamation_mark")
        await settled(app, pilot)
        assert "Only your own codings are shown: 1" in rows(app)
        await pilot.press("escape")
        await resized(app, pilot, 120, 30)
        await settled(app, pilot)
        await pilot.press("j")
        await settled(app, pilot)
        assert "own codings only (b shows all)" in rows(app)
        await pilot.press("b")
        await settled(app, pilot)
        assert "own codings only" not in rows(app)


async def test_the_terminals_own_cursor_is_shown_where_the_caret_is_for_whoever_asks(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_CURSOR", "1")
    written: list[str] = []

    def write(_driver: HeadlessDriver, text: str) -> None:
        written.extend(sign for sign in (SHOW, HIDE) if sign in text)

    monkeypatch.setattr(HeadlessDriver, "write", write)
    async with open_app(project) as (app, pilot):
        assert SHOW not in written, "a page of lines has no caret"
        for key, sign in (("enter", SHOW), ("slash", SHOW), ("escape", SHOW), ("escape", HIDE)):
            await pilot.press(key)
            await settled(app, pilot)
            assert written[-1] == sign, key
        await pilot.press("enter")
        await settled(app, pilot)
        written.clear()
        app.app_resume_signal.publish(app)
        await settled(app, pilot)
        assert written == [SHOW], "the driver hides it when it starts again"
    monkeypatch.delenv("QUALCODE_CURSOR")
    assert not wanted()
