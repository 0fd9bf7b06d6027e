"""Undo puts the cursor on what came back, redo on the neighbour of what went."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widget import Widget
from textual.widgets import DataTable, OptionList

from qualcode.project import Project
from qualcode.tui.codebook import CodeTree
from qualcode.tui.forms import Ask, Form
from qualcode.tui.going import Go, Where
from qualcode.tui.quote_list import QuoteList
from qualcode.tui.returning import Returning
from tests.tui.pages import fill, open_app, press, settled


def test_only_what_a_step_brings_back_moves_the_cursor() -> None:
    shown, returning = Widget(), Returning()
    shown.steps = 0  # type: ignore[attr-defined]
    shown.__class__ = type("Shown", (Widget,), {"screen": property(lambda self: self)})

    def place(keys: str, at: int, *, stepped: bool = False) -> int:
        shown.steps += stepped  # type: ignore[attr-defined]
        return returning.place(shown, list(keys), at)

    assert place("abc", 1) == 1
    assert place("ac", 1) == 1  # b was removed: its neighbour
    assert place("abc", 1, stepped=True) == 1 and place("abc", 2) == 2
    assert place("ab", 2) == 1  # the last went
    assert place("abc", 0, stepped=True) == 2  # c came back
    assert place("ab", 2, stepped=True) == 1  # done again
    assert place("xab", 1) == 1  # something new that nobody took back
    assert place("xba", 1, stepped=True) == 2  # an order that was taken back: the record keeps it
    assert place("", 2, stepped=True) == 0


@pytest.mark.parametrize(
    ("where", "go"), [(Where.CODEBOOK, 3), (Where.MEMOS, 1), (Where.FINDINGS, 1), (Where.QUOTES, 1)]
)
async def test_undo_leads_to_what_came_back(project: Project, tmp_path: Path, where: Where, go: int) -> None:
    fill(project, tmp_path)
    for words in ("satu", "dua"):
        project.notes.add_memo(words)
    async with open_app(project) as (app, pilot):
        app.screen.post_message(Go(where))
        await settled(app, pilot)

        def here() -> object:
            listed = app.screen.focused
            if isinstance(listed, DataTable):
                return listed.coordinate_to_cell_key(listed.cursor_coordinate).row_key.value
            if isinstance(listed, OptionList):
                assert listed.highlighted is not None
                return listed.get_option_at_index(listed.highlighted).id
            if isinstance(listed, QuoteList):
                return listed.wanted
            assert isinstance(listed, CodeTree)
            return listed.key

        await press(app, pilot, *["down"] * go)
        before = here()
        if where is Where.QUOTES:  # where nothing is removed: it goes elsewhere
            assert app.desk is not None
            coding = str(app.screen.query_one(QuoteList).wanted[0])
            await app.desk.write("coding.remove", lambda opened: opened.codings.remove(coding))
            await settled(app, pilot)
        await press(app, pilot, "delete")
        if isinstance(app.screen, Form):
            await press(app, pilot, "ctrl+s")
        if isinstance(app.screen, Ask):
            await press(app, pilot, "y")
        beside = here()
        assert beside != before
        await press(app, pilot, "home", "u")
        assert here() == before
        await press(app, pilot, "U")
        assert here() == beside
