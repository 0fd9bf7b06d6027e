"""The palette knows what the whole app can do, wherever one is."""

from __future__ import annotations

from textual.command import CommandList

from qualcode.i18n import using
from qualcode.project import Project
from qualcode.tui.palette import Palette, elsewhere
from qualcode.tui.screens.codebook import CodebookPage
from tests.tui.pages import open_app
from tests.waiting import until


async def test_what_another_page_does_is_found_by_its_words_and_leads_there(project: Project) -> None:
    async with open_app(project, (100, 30)) as (app, pilot):

        def found() -> list[str]:
            return [str(option.prompt) for option in app.screen.query_one(CommandList).options]

        for words, wanted in (("journal", "Go to: "), ("merge", "Codebook: ")):
            app.action_command_palette()
            await until(lambda: isinstance(app.screen, Palette))
            await pilot.press(*words)
            await until(lambda wanted=wanted: any(wanted in line for line in found()), found)
            if words == "journal":
                await pilot.press("escape")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, CodebookPage), lambda: app.screen)


def test_every_page_says_what_it_can_do() -> None:
    every = elsewhere("en")
    assert len(every) > 100 and all(one.name and one.words.strip() for one in every)
    with using("id"):
        assert any("jurnal" in one.words for one in elsewhere("id"))
