"""Words typed into a form outlive the app: they come back in the same form, and go with it."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.widgets import Input, Static, TextArea

from qualcode.i18n import using
from qualcode.project import Project
from qualcode.tui import drafts as module
from qualcode.tui.app import QualcodeApp
from qualcode.tui.drafts import KEPT, Drafts, drafts_folder
from qualcode.tui.forms import Ask, Form
from tests import waiting
from tests.tui.pages import open_app, press, reading, resized, rows


@pytest.fixture(autouse=True)
def own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def again(name: str = "studi") -> Drafts:
    return Drafts(name)


def kept(form: str, name: str = "studi") -> dict[str, str] | None:
    """What another session finds."""
    found = again(name).find(form)
    return None if found is None else dict(found.answers)


def test_a_draft_is_found_by_the_next_session_until_it_is_dropped() -> None:
    drafts = again()
    assert drafts.find("a") is None
    drafts.keep("a", {"body": "kata “K1”"})
    drafts.keep("b", {"body": "lain"})
    drafts.keep("a", {"body": "kata lagi"})
    drafts.close()
    assert (kept("a"), kept("b")) == ({"body": "kata lagi"}, {"body": "lain"})
    assert kept("a", "another study") is None
    other = again()
    other.drop("a")
    other.drop("never there")
    other.close()
    assert (kept("a"), kept("b")) == (None, {"body": "lain"})
    other = again()
    other.drop("b")
    other.close()
    assert list(drafts_folder().iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are others there")
def test_nobody_else_may_read_a_draft() -> None:
    drafts = again()
    drafts.keep("a", {"body": "kata informan"})
    drafts.close()
    (file,) = drafts_folder().iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(drafts_folder().stat().st_mode) == 0o700


def test_two_windows_keep_each_other_s_drafts() -> None:
    one, other = again(), again()
    assert one.find("a") is other.find("b") is None
    one.keep("a", {"body": "satu"})
    one.close()
    other.keep("b", {"body": "dua"})
    other.close()
    assert (kept("a"), kept("b")) == ({"body": "satu"}, {"body": "dua"})


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"\xff\xfe",
        b"[1]",
        b'{"a": 3}',
        b'{"a": {"at": "yesterday", "answers": {}}}',
        b'{"a": {"at": "2026-01-01T00:00:00", "answers": {}}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_holds_no_drafts_and_takes_new_ones(body: bytes) -> None:
    drafts_folder().mkdir(parents=True)
    (drafts_folder() / "studi.json").write_bytes(body)
    assert kept("a") is None
    drafts = again()
    drafts.keep("a", {"body": "baru"})
    drafts.close()
    assert kept("a") == {"body": "baru"}


def test_where_nothing_can_be_written_there_is_no_draft_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "data").touch()
    drafts = again()
    drafts.keep("a", {"body": "kata"})
    drafts.drop("a")
    drafts.close()
    drafts.keep("a", {"body": "kata"})
    assert kept("a") is None


def test_old_drafts_go_also_those_of_other_projects(monkeypatch: pytest.MonkeyPatch) -> None:
    drafts_folder().mkdir(parents=True)
    old = datetime.now(UTC) - KEPT - timedelta(days=1)
    other, mine = drafts_folder() / "lain.json", drafts_folder() / "studi.json"
    body = json.dumps({"a": {"at": old.isoformat(), "answers": {"body": "lama"}}})
    for file in (other, mine):
        file.write_text(body, encoding="utf-8")
    os.utime(other, (old.timestamp(), old.timestamp()))
    assert kept("a") is None
    drafts = again()
    drafts.keep("b", {"body": "baru"})
    drafts.close()
    assert list(drafts_folder().iterdir()) == [mine]
    assert "lama" not in mine.read_text(encoding="utf-8")


def back(app: QualcodeApp) -> str:
    """The line about words that came back; empty where there is none."""
    line = app.screen.query_one(".back", Static)
    return str(line.render()) if line.display else ""


def on_disk() -> str:
    return "".join(file.read_text(encoding="utf-8") for file in drafts_folder().glob("*.json"))


async def test_words_typed_when_the_app_went_away_stand_in_the_form_again(project: Project) -> None:
    number = project.notes.add_memo("lama").id
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "m", "e")
        area = app.screen.query_one(TextArea)
        area.text = "lama dan baru"
        await waiting.until(lambda: "lama dan baru" in on_disk())
        app.screen.query_one("#field-title", Input).value = "Judul"
        assert app.desk is not None
        app.desk.leave()  # as whoever closes the terminal
        app.desk.drafts.close()
    assert "Judul" in on_disk()
    with using("id"):
        async with open_app(project) as (app, pilot):
            await press(app, pilot, "m", "e")
            assert app.screen.query_one(TextArea).text == "lama dan baru"
            assert app.desk is not None
            app.desk.leave()
            app.desk.drafts.close()
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "m", "e")
        assert app.screen.query_one(TextArea).text == "lama dan baru"
        assert app.screen.query_one("#field-title", Input).value == "Judul"
        assert "not saved are back" in back(app)
        assert "not saved are back" in rows(app)
        await press(app, pilot, "ctrl+s")
        assert not isinstance(app.screen, Form)
        assert project.notes.memos()[0].body == "lama dan baru"
        await press(app, pilot, "e")
        assert back(app) == ""
        await press(app, pilot, "escape", "a")
        assert (back(app), app.screen.query_one(TextArea).text) == ("", "")
        await press(app, pilot, "escape")
        await waiting.until(lambda: on_disk() == "")
    assert number == project.notes.memos()[0].number


async def test_words_about_what_was_changed_elsewhere_meanwhile_stand_below_it(project: Project) -> None:
    project.notes.add_memo("lama")
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "m", "e")
        app.screen.query_one(TextArea).text = "lama dan baru"
        assert app.desk is not None
        app.desk.leave()
        app.desk.drafts.close()
    project.notes.edit_memo(1, body="lain")
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "m", "e")
        assert app.screen.query_one(TextArea).text == "lain\n\nlama dan baru"
        assert "changed meanwhile" in back(app)
        await press(app, pilot, "ctrl+s")
        assert project.notes.memos()[0].body == "lain\n\nlama dan baru"
        await press(app, pilot, "e")
        assert back(app) == ""


async def test_words_that_came_back_are_thrown_away_by_nobody_who_is_not_asked(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "p", "e")
        app.screen.query_one("#field-position", Input).value = "Ketua RT"
        app.screen.query_one("#field-names", Input).value = "Nama Karangan"
        app.screen.keep_draft()  # type: ignore[attr-defined]
        await waiting.until(lambda: "Ketua RT" in on_disk())
        assert "Karangan" not in on_disk()
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "p", "down", "e")
        assert (back(app), app.screen.query_one("#field-position", Input).value) == ("", "")
        await press(app, pilot, "escape", "up", "e")
        assert app.screen.query_one("#field-position", Input).value == "Ketua RT"
        await press(app, pilot, "escape")
        assert isinstance(app.screen, Ask)
        await press(app, pilot, "n")
        assert isinstance(app.screen, Form)
        await press(app, pilot, "escape", "y")
        await waiting.until(lambda: on_disk() == "")
        await press(app, pilot, "e")
        assert back(app) == ""
        await press(app, pilot, "escape")


async def test_what_was_typed_into_one_line_is_thrown_away_by_nobody_who_is_not_asked(
    project: Project,
) -> None:
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "f", "a", *"Kas", "escape")
        assert isinstance(app.screen, Ask)
        assert app.focused is app.screen.query_one("#no")
        await press(app, pilot, "right")
        assert app.focused is app.screen.query_one("#yes")
        await press(app, pilot, "left", "enter")
        assert isinstance(app.screen, Form)
        await resized(app, pilot, 50, 14)
        assert "too small" in rows(app) and "Kas" not in rows(app)
        await resized(app, pilot, 80, 24)
        assert "too small" not in rows(app)
        assert app.screen.query_one("#field-claim", Input).value == "Kas"
        app.screen.query_one("#done").focus()
        await press(app, pilot, "left")
        assert app.focused is app.screen.query_one("#cancel")
        await press(app, pilot, "escape", "right", "enter")
        assert not isinstance(app.screen, Form | Ask)
        await press(app, pilot, "a", "escape")  # nothing typed, nothing asked
        assert not isinstance(app.screen, Form | Ask)


async def test_a_draft_that_says_what_is_saved_by_now_is_none(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "p", "e")
        app.screen.query_one("#field-position", Input).value = "Ketua RT"
        app.screen.keep_draft()  # type: ignore[attr-defined]
        await waiting.until(lambda: "Ketua RT" in on_disk())
    first = project.informants.list()[0]
    project.informants.edit(first.id, position="Ketua RT")
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "p", "e")
        assert back(app) == ""
        await waiting.until(lambda: on_disk() == "")


def test_typing_waits_for_no_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    from threading import Event, current_thread, main_thread

    let_go, threads = Event(), []

    def slow(*_args: object) -> None:
        threads.append(current_thread())
        let_go.wait(waiting.PATIENCE)

    monkeypatch.setattr(module, "_write", slow)
    drafts = again()
    drafts.keep("a", {"body": "satu"})
    drafts.keep("a", {"body": "dua"})
    assert drafts.find("a") is not None
    let_go.set()
    drafts.close()
    assert len(threads) == 2 and main_thread() not in threads


async def test_a_name_for_the_words_of_one_passage_comes_back_at_no_other(project: Project) -> None:
    async with reading(project) as (app, pilot):
        await press(app, pilot, "right_square_bracket", "v")
        app.screen.query_one("#field-name", Input).value = "Kas terbuka"
        assert app.desk is not None
        app.desk.leave()
        app.desk.drafts.close()
    with using("id"):
        async with reading(project) as (app, pilot):
            await press(app, pilot, "down", "v")
            assert isinstance(app.screen, Form) and back(app) == ""
            await press(app, pilot, "escape", "up", "v")
            assert app.screen.query_one("#field-name", Input).value == "Kas terbuka"
            await press(app, pilot, "escape", "y")
