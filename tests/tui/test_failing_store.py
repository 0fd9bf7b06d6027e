"""Where nothing can be written, each kind of write is told as not saved and taken back from the screen."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Any

import pytest
from textual.widgets import Input

from qualcode.errors import StoreError
from qualcode.project import Project
from qualcode.store import store
from qualcode.store.store import Store
from qualcode.tui.forms import Form
from qualcode.tui.going import Go, Where
from qualcode.tui.reader import Reader
from tests.tui.pages import TALK, open_app, reading, rows, settled
from tests.waiting import until

FULL = "the disk is full"
SPAN = (TALK.index("Kami"), TALK.index(" Kasnya"))


@pytest.fixture
def full(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A study with one of each, on a disk that takes nothing more."""
    coding = project.codings.add("K1.txt", *SPAN, "KP-MSY", memo="dulu")
    project.findings.add("Klaim pertama.")
    project.findings.link("F1", str(coding.uid), "supports")
    project.notes.add_memo("Catatan pertama.", source="K1.txt")

    def refuse(_self: Store, _work: Any) -> Future[Any]:
        failed: Future[Any] = Future()
        failed.set_exception(StoreError(FULL))
        return failed

    monkeypatch.setattr(Store, "_submit", refuse)
    return project


@pytest.mark.parametrize("typed", ["1", "'ln", "u"], ids=["digit", "letters", "undo"])
async def test_a_coding_that_could_not_be_kept_is_gone_from_the_page(full: Project, typed: str) -> None:
    before = full.history.head()
    async with open_app(full) as (app, pilot):
        await pilot.press("enter")
        await settled(app, pilot)
        reader = app.screen.query_one(Reader)
        letters = next(card.letters for card in app.screen._cards.values() if card.code == "NR-LGR")  # type: ignore[attr-defined]
        await pilot.press("j")
        chosen = reader.target
        await pilot.press(*(["apostrophe", *letters] if len(typed) > 1 else [typed]))
        await settled(app, pilot)
        await settled(app, pilot)
        assert "not saved" in rows(app).splitlines()[0]
        assert FULL in [notice.message for notice in app._notifications]
        assert len(reader._index) == 1 and reader.target == chosen
    assert full.history.head() == before


@pytest.mark.parametrize("key", ["x", "J", "S"])
async def test_a_coding_that_could_not_be_changed_stands_as_it_was(full: Project, key: str) -> None:
    async with open_app(full) as (app, pilot):
        await pilot.press("enter")
        await settled(app, pilot)
        reader = app.screen.query_one(Reader)
        if key == "x":
            await pilot.press("right_square_bracket", "x")
        elif key == "S":
            await pilot.press("j", "w")
            reader.go_to(TALK.index("setiap"))
            await pilot.press("S")
            await settled(app, pilot)
            await pilot.press("enter")
        else:
            await pilot.press("right_square_bracket", "e", "shift+right", "enter")
        await settled(app, pilot)
        await settled(app, pilot)
        assert "not saved" in rows(app).splitlines()[0]
        assert [(span.start, span.end) for span in reader._index.touching(0, len(TALK))] == [SPAN]


@pytest.mark.parametrize(
    ("where", "keys", "field", "words"),
    [
        (None, ("right_square_bracket", "m"), "period", "sesudah"),
        (None, ("j", "i"), "b", "D1"),
        (None, ("right_square_bracket", "v"), "name", "Kode baru"),
        (Where.FINDINGS, ("a",), "claim", "Klaim kedua."),
        (Where.PEOPLE, ("a",), "code", "K9"),
    ],
    ids=["memo", "tie", "new code", "finding", "informant"],
)
async def test_a_form_that_could_not_be_kept_stays_with_what_was_typed(
    full: Project, where: Where | None, keys: tuple[str, ...], field: str, words: str
) -> None:
    before = full.history.head()
    async with open_app(full, (100, 34)) as (app, pilot):
        if where is None:
            await pilot.press("enter")
        else:
            app.screen.post_message(Go(where))
        await settled(app, pilot)
        await settled(app, pilot)
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        form = app.screen
        assert isinstance(form, Form)
        form.query_one(f"#field-{field}", Input).value = words
        if field == "b":
            await pilot.press("tab", "t")
        if field == "code":
            form.query_one("#field-group", Input).value = "PGL"
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        await settled(app, pilot)
        assert app.screen is form and FULL in rows(app)
        assert form.query_one(f"#field-{field}", Input).value == words
        assert app.desk is not None and app.desk.saving.value == "failed"
        await pilot.press("escape")
        await settled(app, pilot)
        assert "not saved" in rows(app).splitlines()[0]
    assert full.history.head() == before


async def test_a_code_that_could_not_be_moved_or_removed_stands_where_it_was(full: Project) -> None:
    async with open_app(full) as (app, pilot):
        app.screen.post_message(Go(Where.CODEBOOK))
        await settled(app, pilot)
        await settled(app, pilot)
        await pilot.press("down")
        await settled(app, pilot)
        before = [line[:40] for line in rows(app).splitlines()[2:12]]
        await pilot.press("J")
        await settled(app, pilot)
        await settled(app, pilot)
        assert "not saved" in rows(app).splitlines()[0]
        assert [line[:40] for line in rows(app).splitlines()[2:12]] == before


async def test_a_project_that_was_replaced_is_told_of_at_once_and_again_on_leaving(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "IDLE_SECONDS", 0.05)
    other = project.path.with_name("other.qualcode")
    Project.create(other, coder="Bima").close()
    async with reading(project) as (app, pilot):
        await pilot.press("j", "1")
        await settled(app, pilot)
        desk, reader = app.desk, app.screen.query_one(Reader)
        assert desk is not None and len(reader._index) == 1
        other.replace(project.path)
        await until(lambda: bool(desk.notices))
        await settled(app, pilot)
        (line,) = desk.notices
        assert "another file stands at" in line and "not saved" in rows(app).splitlines()[0]
        await pilot.press("j", "1")
        await settled(app, pilot)
        assert len(reader._index) == 1
        assert line in [notice.message for notice in app._notifications if notice.severity == "error"]
        assert await asyncio.to_thread(desk.close) == line
    (kept,) = project.path.parent.glob("*(kept *")
    with Project.open(kept, write=False) as saved:
        assert len(saved.codings.list()) == 1
