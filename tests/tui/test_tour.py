"""The tour: what it shows, that it changes nothing, that it is offered once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from qualcode import i18n
from qualcode.i18n import using
from qualcode.project import Project
from qualcode.project.study import build_study
from qualcode.resources import study_path
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Ask
from qualcode.tui.recent import Memory
from qualcode.tui.screens.contents import ContentsPage
from qualcode.tui.screens.help import HelpPage
from qualcode.tui.tour import Tour, TourCard, steps
from tests.tui.pages import codings, open_app, rows, settled
from tests.waiting import until


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_study(study_path("kube"), tmp_path_factory.mktemp("study") / "kube").path


@pytest.fixture
def sample(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """The sample study, a copy of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "kube.qualcode"
    path.write_bytes(built.read_bytes())
    with Project.open(path) as project:
        yield project


async def card(app: QualcodeApp, pilot: Pilot[int], number: int) -> TourCard:
    """The stop of that number, once it shows."""
    shows = lambda: isinstance(app.screen, TourCard) and f"{number}/" in app.screen._title
    await until(shows, lambda: f"no stop {number}: {app.screen}")
    await pilot.pause()
    assert isinstance(app.screen, TourCard)
    return app.screen


async def contents(app: QualcodeApp, pilot: Pilot[int]) -> None:
    """Wait until the tour is over."""
    await until(lambda: isinstance(app.screen, ContentsPage), lambda: app.screen)
    await settled(app, pilot)


def standing(project: Project) -> tuple[object, ...]:
    return project.history.standing(), codings(project)


@pytest.mark.parametrize(("language", "size"), [("en", (80, 24)), ("id", (60, 16))], ids=("en", "id"))
async def test_every_stop_marks_what_it_speaks_of_and_nothing_is_changed(
    sample: Project, language: str, size: tuple[int, int]
) -> None:
    before = standing(sample)
    i18n.set_language(language)
    try:
        async with open_app(sample, size) as (app, pilot):
            if isinstance(app.screen, Ask):
                await pilot.press("escape")
            await pilot.press("f2")
            count = len(steps(sample=True))
            for number in range(1, count + 1):
                shown = await card(app, pilot, number)
                marked = app.screen_stack[-2].query(".-toured")
                assert len(marked) == 1, number
                box, mark = shown.query_one("Vertical").region, marked.first().region
                assert not box.contains_region(mark) and mark.size, (number, box, mark)
                said = " ".join(word for row in rows(app).splitlines() for word in row.strip("┃ ").split())
                words = shown._step.said.split()
                assert " ".join(words[:5]) in said and " ".join(words[-2:]) in said, said
                step = shown._step.deed
                await pilot.press({"code": "1", "undo": "u"}.get(step, "enter"))
            await contents(app, pilot)
            assert not app.screen.query(".-toured")
    finally:
        i18n.set_language("en")
    assert standing(sample) == before


def test_the_tour_is_read_in_under_two_minutes() -> None:
    for language in i18n.LANGUAGES:
        with using(language):
            words = sum(len(step.said.split()) for step in steps(sample=True))
        assert words / 180 < 1.8  # slow readers read 180 words in a minute; the rest is for pressing keys


@pytest.mark.parametrize("way", ["escape", "left", "quit", "close"])
async def test_leaving_while_a_coding_stands_takes_it_back(sample: Project, way: str) -> None:
    before = standing(sample)
    async with open_app(sample) as (app, pilot):
        if isinstance(app.screen, Ask):
            await pilot.press("escape")
        await pilot.press("f2")
        for number in (1, 2):
            await card(app, pilot, number)
            await pilot.press("enter")
        await card(app, pilot, 3)
        await pilot.press("1")
        await card(app, pilot, 4)
        assert len(sample.codings.list()) == len(before[1]) + 1  # type: ignore[arg-type]
        if way == "quit":
            await pilot.press("ctrl+q")
        elif way == "close":
            await app._leave_all()
        else:
            await pilot.press(way)
            if way == "left":
                await card(app, pilot, 3)
                await pilot.press("escape")
            await contents(app, pilot)
    with Project.open(sample.place, write=False) as after:
        assert standing(after) == before


async def test_in_a_persons_own_project_the_tour_does_nothing(project: Project) -> None:
    before = project.history.head()
    async with open_app(project) as (app, pilot):
        assert isinstance(app.screen, ContentsPage)
        await pilot.press("f2")
        for number in range(1, len(steps(sample=False)) + 1):
            shown = await card(app, pilot, number)
            assert not shown._step.deed
            await pilot.press("1", "u", "ctrl+p")
            assert app.screen is shown
            await pilot.press("enter")
        await contents(app, pilot)
    assert project.history.head() == before


async def test_it_is_offered_once(sample: Project, tmp_path: Path) -> None:
    async with open_app(sample) as (app, pilot):
        assert isinstance(app.screen, Ask) and "F2" in rows(app)
        assert app.memory.toured
        await pilot.press("y")
        await card(app, pilot, 1)
        await pilot.press("escape")
        await contents(app, pilot)
    kept = json.loads((tmp_path / "data" / "qualcode" / "recent.json").read_text("utf-8"))
    assert kept["toured"] is True and Memory.load().toured
    app = QualcodeApp(sample, Memory.load())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app, pilot)
        assert isinstance(app.screen, ContentsPage)
        app.workers.cancel_all()


async def test_mouse_and_help_lead_through_it(sample: Project) -> None:
    async with open_app(sample) as (app, pilot):
        if isinstance(app.screen, Ask):
            await pilot.press("escape")
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpPage) and "F2 tour" in rows(app)
        await pilot.press("f2")
        await card(app, pilot, 1)
        await pilot.click("#next")
        await card(app, pilot, 2)
        await pilot.click("#leave")
        await contents(app, pilot)


async def test_without_a_source_or_a_project_it_says_what_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with Project.create(tmp_path / "kosong", coder="Rini", title="Kosong") as empty:
        async with open_app(empty) as (app, pilot):
            await pilot.press("f2")
            await settled(app, pilot)
            assert isinstance(app.screen, ContentsPage)
            assert any("sample study" in notice.message for notice in app._notifications)
    bare = QualcodeApp(None, Memory())
    async with bare.run_test() as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert any("sample study" in notice.message for notice in bare._notifications)


def test_taking_back_twice_undoes_once(project: Project) -> None:
    class Once:
        asked = 0

        def submit(self, _work: object) -> None:
            self.asked += 1

    desk = Once()
    tour = Tour(None, desk)  # type: ignore[arg-type]
    tour._coded = True
    tour.take_back()
    tour.take_back()
    assert desk.asked == 1
