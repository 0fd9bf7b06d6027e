"""Keys that come faster than a form is saved: they wait for the page that it makes room for."""

from __future__ import annotations

from threading import Event
from typing import Any

import pytest
from textual import events
from textual.keys import REPLACED_KEYS, key_to_character
from textual.widgets import Input

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.project.informants import InformantsFacet
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Form
from tests import waiting
from tests.tui.pages import open_app, press, settled


def at_once(app: QualcodeApp, *keys: str) -> None:
    """Keys in one packet: nobody waits between them."""
    assert app._driver is not None
    for key in keys:
        event = events.Key(key, key_to_character(REPLACED_KEYS.get(key, key)))
        event.set_sender(app)
        app._driver.send_message(event)


def title(app: QualcodeApp) -> str:
    return app.screen._title if isinstance(app.screen, Form) else ""


@pytest.mark.parametrize("refused", [False, True], ids=["saved", "refused"])
async def test_keys_behind_the_one_that_saves_a_form_wait_for_the_page(
    project: Project, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    edit, begun, go_on = InformantsFacet.edit, Event(), Event()

    def slowly(self: InformantsFacet, *given: Any, **values: Any) -> Any:
        begun.set()
        go_on.wait(waiting.PATIENCE)
        if refused:
            raise BadInput("tidak")
        return edit(self, *given, **values)

    monkeypatch.setattr(InformantsFacet, "edit", slowly)
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "p", "e", "tab", "tab", "tab")
        assert title(app) == "Informant K1"
        position = app.screen.query_one("#field-position", Input)
        at_once(app, "k", "enter", "down", "e")
        await waiting.until(begun.is_set)
        at_once(app, "tab")  # some come while it is being written
        await waiting.until(lambda: len(app._ahead) == 3)
        assert position.value == "k"
        go_on.set()
        await waiting.until(lambda: not app.keys_wait)
        await settled(app, pilot)
        if refused:
            assert title(app) == "Informant K1"
            assert position.value.startswith("k")
        else:
            assert title(app) == "Informant D1"
            assert app.focused is not None and app.focused.id == "field-level"
            assert {row.id: row.position for row in project.informants.list()}["K1"] == "k"
