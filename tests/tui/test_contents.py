"""The contents say as whom one codes, are left by a second press, and cut neither a day nor a share."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import DataTable, Input

from qualcode.project import Project
from qualcode.tui.app import QualcodeApp
from qualcode.tui.forms import Form
from qualcode.tui.going import Go, Where
from qualcode.tui.opening import open_project
from qualcode.tui.recent import Memory
from qualcode.tui.screens import contents
from qualcode.tui.screens.contents import ContentsPage
from qualcode.tui.screens.home import HomePage
from tests.tui.pages import open_app, press, resized, rows, settled


def head(app: QualcodeApp) -> str:
    return rows(app).splitlines()[0]


async def test_another_coder_acts_from_now_on_and_the_next_time(project: Project) -> None:
    project.notes.add_memo("punya Rini")
    async with open_app(project) as (app, pilot):
        assert "Contents · coder Rini" in head(app)
        await press(app, pilot, "k", "ctrl+s")
        assert "coder Rini" in head(app) and project.coder == "Rini"
        await press(app, pilot, "k", "s", "ctrl+s")
        assert isinstance(app.screen, Form) and "give the name of somebody new" in rows(app)
        app.screen.query_one("#field-name", Input).value = " Budi  Contoh "
        await press(app, pilot, "ctrl+s")
        assert "Contents · coder Budi Contoh" in head(app)
        await app.desk.write("memo.add", lambda one: one.notes.add_memo("punya Budi"))  # type: ignore[union-attr]
        assert [row.name for row in project.coders.list()] == ["Rini", "Budi Contoh"]
        assert project.last_actor() == "Budi Contoh"
        await press(app, pilot, "u")
        assert [row.body for row in project.notes.memos()] == ["punya Rini"]  # one's own, and no more
        await press(app, pilot, "u")
        assert [row.body for row in project.notes.memos()] == ["punya Rini"]
    memory, place = Memory.load(), project.place
    project.close()
    with open_project(place, memory) as again:
        assert again.coder == "Budi Contoh"
    async with open_app(open_project(place, memory)) as (app, pilot):
        app.memory = memory
        assert app.desk is not None
        app.desk.memory = memory
        await press(app, pilot, "k")
        app.screen.query_one("#field-name", Input).value = "rini"  # known, whatever its capitals
        await press(app, pilot, "ctrl+s")
        assert "coder Rini" in head(app)
        assert memory.coder(place) == ""
        app.desk.project.close()


async def test_one_press_too_many_leaves_no_project(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app(project) as (app, pilot):
        await press(app, pilot, "p", "escape", "escape")
        assert isinstance(app.screen, ContentsPage)
        (told,) = app._notifications
        assert told.message.startswith("Esc once more closes the project")
        await press(app, pilot, "p")
        assert not app._notifications  # what was said about the contents does not lie over another page
        await press(app, pilot, "escape", "escape")
        assert isinstance(app.screen, ContentsPage)  # that was one press there, not the second one
        monkeypatch.setattr(contents, "LEAVING_SECONDS", 0.0)  # long ago by now
        await press(app, pilot, "escape")
        assert isinstance(app.screen, ContentsPage)
        monkeypatch.undo()
        await press(app, pilot, "escape")
        assert isinstance(app.screen, HomePage)


async def test_days_and_shares_are_whole_in_a_narrow_window(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_moment", lambda _at, long: "2024-05-31 10:00" if long else "2024-05-31")
    file = tmp_path / "wawancara dengan nama berkas yang panjang sekali.txt"
    file.write_text("K1: Kami musyawarah.\n", encoding="utf-8")
    project.sources.add(file, informants=["K1"])
    async with open_app(project, (100, 24)) as (app, pilot):
        for width in (60, 80, 100):
            await resized(app, pilot, width, 24)
            lines = [line for line in rows(app).splitlines() if "%" in line]
            assert len(lines) == 2 and all(" 2024-05-31" in line for line in lines), lines
            assert all(("10:00" in line) == (width == 100) for line in lines)


async def test_the_cursor_goes_to_what_was_read_in(project: Project, tmp_path: Path) -> None:
    for number in (7, 8):
        (tmp_path / f"K{number}.txt").write_text(f"P: Apa kabar?\n\nK1: Baik {number}.\n", encoding="utf-8")
    async with open_app(project) as (app, pilot):
        await pilot.press("a")
        await settled(app, pilot)
        app.screen.query_one("#field-files", Input).value = f"{tmp_path / 'K7.txt'}; {tmp_path / 'K8.txt'}"
        app.screen.query_one("#field-informants", Input).value = "K1"
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        await settled(app, pilot)
        table = app.screen.query_one(DataTable)
        assert table.row_count == 3 and str(table.get_row_at(table.cursor_row)[0]) == "K7.txt"
        await pilot.press("up", "escape")
        app.screen.post_message(Go(Where.MEMOS))
        await settled(app, pilot)
        await pilot.press("escape")
        await settled(app, pilot)
        assert table.cursor_row == 0
        await press(app, pilot, "end")
        assert table.cursor_row == 2
        await press(app, pilot, "home")
        assert table.cursor_row == 0
