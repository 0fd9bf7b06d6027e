"""Groups beside their informants: added, described, removed when nobody is in them, and brought back."""

from __future__ import annotations

from textual.widgets import Input

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Ask, Form
from tests.tui.pages import open_app, press, rows


def fill(app: QualcodeApp, **values: str) -> None:
    for name, value in values.items():
        app.screen.query_one(f"#field-{name}", Input).value = value


async def test_a_group_is_added_changed_removed_and_brought_back(project: Project) -> None:
    async with open_app(project, (100, 30)) as (app, pilot):
        await press(app, pilot, "p")
        assert "2 groups" in rows(app)
        await press(app, pilot, "g")
        fill(app, name="MAS", label="Masyarakat", level="x")
        await press(app, pilot, "ctrl+s")
        assert "a level is a whole number" in rows(app)
        fill(app, level="0", attributes="anggota=40")
        await press(app, pilot, "ctrl+s")
        assert "Masyarakat" in rows(app) and "anggota: 40" in rows(app)

        await press(app, pilot, "down", "down", "e")  # behind both informants, the group of the first
        assert app.screen.query_one("#field-name", Input).value == "PGL"
        fill(app, name="MAS")
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, Form) and "there is a group MAS already" in rows(app)
        fill(app, name="PENGELOLA", level="1", label_en="Managers", note="catatan")
        app.screen.query_one("#field-focal").focus()
        await press(app, pilot, "y", "enter")
        row = project.informants.group_rows()[0]
        assert (row.id, row.level, row.label_en, row.focal, row.note, row.informants) == (
            "PENGELOLA", 1, "Managers", True, "catatan", 1,
        )  # fmt: skip
        assert "Managers" in rows(app) and "studied" in rows(app)
        assert project.informants.list()[0].level == 1

        await press(app, pilot, "x")
        (told,) = app._notifications
        assert told.message.startswith("1 informant is in PENGELOLA")
        await press(app, pilot, "down", "down", "x")
        assert isinstance(app.screen, Ask)
        await press(app, pilot, "y")
        assert [one.id for one in project.informants.group_rows()] == ["PENGELOLA", "PDP"]
        await press(app, pilot, "u")
        assert project.informants.group_rows()[-1].attributes == {"anggota": 40}
        assert "Masyarakat" in rows(app)
