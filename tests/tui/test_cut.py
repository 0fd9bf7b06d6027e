"""What has no room ends in a sign, behind a whole fact, and one key shows it whole."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from qualcode.project import Project
from qualcode.tui.cut import Cut, _end
from qualcode.tui.going import Go, Where
from tests.tui.pages import open_app, resized, rows, settled

FACTS = "a 0.40 (n 10) · b 2/10 (20%) · density 0.31"


@pytest.mark.parametrize(
    ("width", "left"),
    [
        (60, "a 0.40 (n 10) · b 2/10 (20%)"),
        (40, "a 0.40 (n 10) · b 2/10 (20%)"),
        (20, "a 0.40 (n 10)"),
        (14, "a 0.40 (n 10)"),
        (5, "a"),
    ],
)
def test_no_number_is_torn(width: int, left: str) -> None:
    assert FACTS[: _end(FACTS, width)].rstrip() == left


async def test_words_are_whole_where_there_is_room_and_say_where_there_is_none() -> None:
    class Page(App[None]):
        CSS = "Cut { height: auto; max-height: 2; }"

        def compose(self) -> ComposeResult:
            yield Cut("cut")

    app = Page()
    async with app.run_test(size=(30, 8)) as pilot:
        cut = app.query_one(Cut)
        for words, height, left_out in (
            ("", 0, ""),
            ("satu", 1, ""),
            (FACTS, 2, ""),
            (FACTS * 3, 2, FACTS * 3),
        ):
            cut.update(words)
            await pilot.pause()
            assert (cut.size.height, cut.left_out) == (height, left_out)
        assert str(cut.render()).endswith(" …")
        await pilot.resize_terminal(130, 8)
        await pilot.pause()
        assert not cut.left_out


async def test_a_key_shows_whole_what_a_small_window_cuts(project: Project) -> None:
    async with open_app(project, (60, 16)) as (app, pilot):
        app.screen.post_message(Go(Where.NETWORK))
        await settled(app, pilot)
        facts = app.screen.query_one("#facts", Cut)
        facts.update(" · ".join(f"fakta {n}" for n in range(30)))
        await settled(app, pilot)
        assert "… !" in rows(app)
        await pilot.press("exclamation_mark")
        await settled(app, pilot)
        assert "1/2 fakta 0" in rows(app)
        await resized(app, pilot, 100, 30)
        assert "fakta 29" in rows(app)
