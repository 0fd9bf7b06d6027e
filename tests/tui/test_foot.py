"""What the foot and sentences say of keys is what the keys do, where a person writes as well."""

from __future__ import annotations

from textual.widgets import Input

from qualcode.project import Project
from qualcode.tui.forms import Form
from qualcode.tui.page import spoken
from qualcode.tui.screens.help import HelpPage
from tests.tui.pages import open_app, press, rows


async def test_help_is_f1_where_a_question_mark_is_written(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        assert "? Help" in rows(app)
        await press(app, pilot, "q", "slash")
        assert isinstance(app.focused, Input)
        assert "F1 Help" in rows(app) and "? Help" not in rows(app)
        before = app.focused.value
        await press(app, pilot, "question_mark")
        assert app.focused.value == f"{before}?"
        await press(app, pilot, "f1")
        assert isinstance(app.screen, HelpPage)


async def test_sentences_name_the_keys_that_a_person_has(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        assert (spoken(app.screen, "app.quit"), spoken(app.screen, "page.help")) == ("Ctrl+Q", "?")
        assert (spoken(app.screen, "app.tour"), spoken(app.screen, "contents.add")) == ("F2", "a")
        assert spoken(app.screen, "no.binding") == ""
        app.set_keymap({"form.done": "f6", "people.add": "n"})
        await press(app, pilot, "p", "n")
        assert isinstance(app.screen, Form) and "F6 does it · Esc leaves" in rows(app)
        await press(app, pilot, "f1")
        assert isinstance(app.screen, HelpPage) and "F6" in rows(app)
