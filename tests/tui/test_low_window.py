"""What is said in a window of few rows."""

from __future__ import annotations

from qualcode.project import Project
from qualcode.tui.forms import Ask
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
