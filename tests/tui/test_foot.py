"""What the foot and sentences say of keys is what the keys do, where a person writes as well."""

from __future__ import annotations

from textual.widgets import Input

from qualcode.project import Project
from qualcode.tui.forms import Form
from qualcode.tui.going import Go, Where
from qualcode.tui.page import spoken
from qualcode.tui.screens.help import HelpPage
from tests.tui.pages import open_app, press, rows, settled


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
        assert isinstance(app.screen, Form) and "F6 does it · Esc cancels" in rows(app)
        await press(app, pilot, "f1")
        assert isinstance(app.screen, HelpPage) and "F6" in rows(app)


async def test_an_empty_page_offers_no_key_that_does_nothing(project: Project) -> None:
    """In its foot; `test_every_page` compares help and palette with the same names."""
    gone = {
        Where.FINDINGS: {"Edit", "Explain", "Verdict", "Defence"},
        Where.MATRIX: {"Defence", "Verdict", "Finding"},
        Where.READY: {"Open", "Next finding", "Member check"},
        Where.QUOTES: {"Open", "Mark", "Evidence", "Copy"},
    }
    async with open_app(project, (120, 24)) as (app, pilot):
        for where, dead in gone.items():
            app.screen.post_message(Go(where))
            await settled(app, pilot)
            told = {key.description for key in app.screen.query("FooterKey") if key.display}  # type: ignore[attr-defined]
            assert "Help" in told and not told & dead, where
