"""Long work goes on beside the keys, says how far it is, and is called off with Escape."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from qualcode.project import Project
from qualcode.readers import read_all
from qualcode.tui.app import QualcodeApp
from qualcode.tui.doing import CalledOff, Doing
from qualcode.tui.forms import Form
from qualcode.tui.going import Go, Where
from qualcode.tui.page import Page, RunningHead
from qualcode.tui.screens.contents import ContentsPage
from qualcode.tui.screens.report import ReportPage
from tests import waiting
from tests.tui.pages import open_app, reading, settled


async def until(pilot: Pilot[int], holds: Callable[[], bool]) -> None:
    """Wait for something that another thread brings about."""
    await pilot.pause()
    await waiting.until(holds)
    await pilot.pause()


async def test_work_is_told_to_the_screen_and_ends_at_the_step_after_it_was_called_off():
    told: list[tuple[int, int, str]] = []
    doing = Doing(lambda *far: told.append(far))
    await asyncio.to_thread(doing, 1, 3, "a")
    await asyncio.sleep(0)
    assert told == [(1, 3, "a")]
    doing.call_off()
    with pytest.raises(CalledOff):
        doing(2, 3, "b")
    doing(0, 3, "begun again")


def test_a_call_that_raises_leaves_no_source(project: Project, tmp_path):
    files = [tmp_path / f"K{n}.txt" for n in range(2, 6)]
    for file in files:
        file.write_text(f"P: Ya?\nK1: Berkas {file.name}.\n", encoding="utf-8")
    before, seen = len(project.sources.list()), list[int]()

    def progress(done: int, of: int, _what: str) -> None:
        assert of == 8
        seen.append(done)
        if done == 6:
            raise CalledOff("x")

    with pytest.raises(CalledOff):
        project.sources.add(*files, progress=progress)
    assert seen == list(range(7)) and len(project.sources.list()) == before
    assert len(project.sources.add(*files, progress=lambda *far: None)) == 4


async def test_escape_calls_off_reading_files_in_and_the_form_stays(project: Project, tmp_path, monkeypatch):
    going, go_on = Event(), Event()

    def slow(file):
        going.set()
        assert go_on.wait(2 * waiting.PATIENCE)
        return read_all(file)

    monkeypatch.setattr("qualcode.project.sources.read_all", slow)
    names = []
    for n in range(2, 5):
        file = tmp_path / f"K{n}.txt"
        file.write_text(f"P: Ya?\nK1: Berkas {n}.\n", encoding="utf-8")
        names.append(str(file))
    before = len(project.sources.list())
    async with open_app(project) as (app, pilot):
        await until(pilot, lambda: isinstance(app.screen, ContentsPage))
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, Form))
        form = app.screen
        form.query_one("#field-files", Input).value = "; ".join(names)
        await pilot.press("ctrl+s")
        await until(pilot, going.is_set)
        await until(pilot, lambda: "0 of 3 · K2.txt" in str(form.query_one(".hint", Static).render()))
        await pilot.press("escape")
        go_on.set()
        await until(pilot, lambda: "called off" in str(form.query_one(".error", Static).render()))
        assert app.screen is form and len(project.sources.list()) == before
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ContentsPage))
        assert len(project.sources.list()) == before + 3


async def test_escape_calls_off_a_report_and_then_leaves_the_page(project: Project, monkeypatch):
    going, go_on = Event(), Event()

    def slow(facet, *args, progress, **options):
        progress(1, 3, "step")
        going.set()
        assert go_on.wait(2 * waiting.PATIENCE)
        progress(2, 3, "next")
        raise AssertionError("not called off")

    monkeypatch.setattr("qualcode.project.reports.ReportsFacet.write", slow)
    async with open_app(project) as (app, pilot):
        app.screen.post_message(Go(Where.REPORT))
        await settled(app, pilot)
        page = app.screen
        assert isinstance(page, ReportPage)
        await pilot.press("ctrl+s")
        await until(pilot, going.is_set)
        await until(pilot, lambda: "Esc calls it off" in str(page.query_one("#step", Static).render()))
        await pilot.press("escape")
        go_on.set()
        await until(pilot, lambda: "called off" in str(page.query_one("#step", Static).render()))
        assert app.screen is page
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ContentsPage))


async def test_escape_calls_off_looking_through_all_texts_and_the_page_stays(project: Project, monkeypatch):
    going, go_on = Event(), Event()

    def slow(facet, words, *, progress, **options):
        progress(1, 300, "K1")
        going.set()
        assert go_on.wait(2 * waiting.PATIENCE)
        progress(2, 300, "K2")
        raise AssertionError("not called off")

    async with reading(project) as (app, pilot):
        monkeypatch.setattr("qualcode.project.search.SearchFacet.find", slow)
        page = app.screen
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, Form))
        app.screen.query_one("#field-words", Input).value = "kas"
        await pilot.press("tab", "right", "enter")
        await until(pilot, going.is_set)
        where = page.query_one("#where", Static)
        await until(pilot, lambda: "1 of 300" in str(where.render()))
        caret = page.reader.caret
        await pilot.press("j")
        await until(pilot, lambda: page.reader.caret > caret)
        await pilot.press("escape")
        go_on.set()
        await until(pilot, lambda: "of 300" not in str(where.render()))
        assert app.screen is page


def test_a_search_tells_each_text_it_looks_through(project: Project):
    told: list[tuple[int, int, str]] = []
    assert project.search.find("musyawarah", progress=lambda *far: told.append(far))
    assert [far[:2] for far in told] == [(0, 1)]


LONG = {
    Where.QUOTES: ("qualcode.project.quotes.QuotesFacet.find", ()),
    Where.MATRICES: ("qualcode.tui.screens.matrices.crossed", ()),
    Where.NETWORK: ("qualcode.tui.screens.network._laid_out", ()),
    Where.AGREEMENT: ("qualcode.project.agreement.AgreementFacet.compare", ()),
    Where.SUGGESTIONS: ("qualcode.project.suggestions.SuggestionsFacet.look", ("f",)),
}


@pytest.mark.parametrize("where", LONG)
async def test_what_a_page_asks_says_how_far_it_is_and_ends_by_escape_and_by_leaving(
    project: Project, monkeypatch, where: Where
):
    going, go_on, ended = Event(), Event(), list[str]()

    def slow(*given, progress=None, **options):
        progress = progress or given[-1]
        progress(1, 300, "K1")
        going.set()
        assert go_on.wait(2 * waiting.PATIENCE)
        try:
            progress(2, 300, "K2")
        except CalledOff:
            ended.append("called off")
            raise

    place, keys = LONG[where]
    monkeypatch.setattr(place, slow)

    async def shown_at_once(app: QualcodeApp, pilot: Pilot[int]) -> Page:
        """The page, while it asks."""
        going.clear()
        go_on.clear()
        app.screen.post_message(Go(where))
        await until(pilot, lambda: isinstance(app.screen, Page) and not isinstance(app.screen, ContentsPage))
        page = app.screen
        assert isinstance(page, Page)
        await pilot.press(*keys)
        await until(pilot, going.is_set)
        return page

    async def shown(app: QualcodeApp, pilot: Pilot[int]) -> Page:
        """The page, while it says how far it is."""
        page = await shown_at_once(app, pilot)
        await until(pilot, lambda: "K1 1/300 · Esc" in str(page.query_one(RunningHead).render()))
        if where is Where.SUGGESTIONS:
            assert "K1 1/300" in str(page.query_one("#empty", Static).content), "not that nothing goes on"
        return page

    async with open_app(project) as (app, pilot):
        page = await shown(app, pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "calling it off" in str(page.query_one(RunningHead).render()))
        go_on.set()
        await until(pilot, lambda: ended == ["called off"] and page.doing is None)
        assert app.screen is page and "300" not in str(page.query_one(RunningHead).render())
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ContentsPage))

        left = await shown(app, pilot)
        app.pop_screen()
        await until(pilot, lambda: left.doing is None)
        go_on.set()
        await until(pilot, lambda: len(ended) == 2)

        monkeypatch.setattr("qualcode.tui.page.PATIENCE_SECONDS", 2 * waiting.PATIENCE)
        await shown_at_once(app, pilot)
        await pilot.press("escape")  # nothing is said to go on: back is back
        await until(pilot, lambda: isinstance(app.screen, ContentsPage))
        go_on.set()
        await until(pilot, lambda: len(ended) == 3)
    assert project.suggestions.list() == []
