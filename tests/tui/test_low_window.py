"""What is said in a window of few rows."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Ask, Form, Line
from qualcode.tui.recent import Memory
from tests.tui.pages import open_app, press, rows, settled


async def test_no_notice_lies_over_a_question_in_a_low_window_but_a_failure(project: Project) -> None:
    async with open_app(project, (60, 16)) as (app, pilot):

        async def told(words: str, severity: str) -> list[str]:
            app.notify(words, severity=severity, timeout=60)  # type: ignore[arg-type]
            await settled(app, pilot)
            return [notice.message for notice in app._notifications]

        assert await told("a copy is newer", "warning") == ["a copy is newer"]
        app.push_screen(Ask("Is it so?"))
        await settled(app, pilot)
        assert "Is it so?" in rows(app) and not [*app._notifications]
        assert await told("another copy", "warning") == []
        assert await told("not saved", "error") == ["not saved"]
        await press(app, pilot, "escape")


@pytest.mark.parametrize("fields", [4, 5])
async def test_no_notice_lies_over_the_buttons_of_a_form_in_a_window_of_usual_height(
    project: Project, fields: int
) -> None:
    both = "work went on in both copies: here since yesterday and there since the day before, " * 2
    app = QualcodeApp(project, Memory(toured=True))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:

        async def lying() -> list[str]:
            """The words of notices that are seen, none of them over a button."""
            await settled(app, pilot)
            toasts = [toast for toast in app.screen.query("Toast") if toast.region.area]
            for button in app.screen.query(Button):
                assert not any(toast.region.overlaps(button.region) for toast in toasts), rows(app)
            return [notice.message for notice in app._notifications]

        await settled(app, pilot)
        app.notify(both, severity="warning", timeout=60)
        assert await lying() == [both]
        app.push_screen(Form("Relation", [Line(f"f{n}", f"Field {n}") for n in range(fields)]))
        before = await lying()
        app.notify(both, severity="warning", timeout=60)
        assert await lying() == before
        app.notify(both, severity="error", timeout=60)
        assert await lying() == [both]
        await press(app, pilot, "escape")
        assert await lying() == [both]
        app.workers.cancel_all()
