"""Review packs in the app: one is written, filled in elsewhere, looked at and read in."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import Input

from qualcode.project import Project
from qualcode.tui.going import Go, Where
from tests.project.filling import fill_sheet
from tests.tui.keys_pressed import Keys, presses
from tests.tui.pages import TALK, open_app, rows, settled


@presses("comments.review")
async def test_a_pack_goes_out_and_is_read_in_after_a_look(project: Project, tmp_path: Path) -> None:
    project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    project.comments.add("Yakin?", coding=1)
    out = tmp_path / "telaah.xlsx"
    async with open_app(project) as (app, pilot):
        keys = Keys(app, pilot)
        app.screen.post_message(Go(Where.COMMENTS))
        await settled(app, pilot)
        await keys("comments.review", back=False)
        await keys.type("enter")
        assert "Write a review pack" in rows(app)
        app.screen.query_one("#field-file", Input).value = str(out)
        await keys.type("ctrl+s")
        assert out.exists() and not out.with_suffix(".docx").exists()
        fill_sheet(out, 3, {"H3": "Take away"})
        await keys("comments.review", back=False)
        await keys.type("down", "enter")
        app.screen.query_one("#field-file", Input).value = str(out)
        await keys.type("ctrl+s")
        assert "--by NAME" in rows(app)
        app.screen.query_one("#field-by", Input).value = "Bu Dosen"
        await keys.type("ctrl+s")
        assert "taken away" in rows(app) and project.codings.list()
        await keys.type("y")
        assert not project.codings.list()
        assert [notice.message for notice in app._notifications][-1].startswith("1 decision carried out")
