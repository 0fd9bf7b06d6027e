from __future__ import annotations

from textual.widgets import DataTable

from qualcode.project import Project
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.going import Go, Where
from qualcode.tui.marked_list import MarkedList
from tests.tui.conftest import Stage
from tests.tui.pages import open_app, resized, rows, settled


async def test_a_table_fits_the_window_also_after_it_was_made_wider_and_keeps_its_cursor(
    project: Project,
) -> None:
    for number in range(3):
        project.notes.add_memo(
            f"Catatan panjang nomor {number} tentang apa yang disepakati di rapat bulanan itu"
        )
    async with open_app(project, (60, 20)) as (app, pilot):
        app.screen.post_message(Go(Where.MEMOS))
        await settled(app, pilot)
        await settled(app, pilot)
        table = app.screen.query_one(FittedTable)
        table.move_cursor(row=2)
        assert "…" in next(row for row in rows(app).splitlines() if "Rini" in row)
        for width in (120, 60):
            await resized(app, pilot, width, 20)
            line = next(row for row in rows(app).splitlines() if "Rini" in row)
            assert ("rapat bulanan itu" in line) is (width == 120)
            assert table.cursor_row == 2 and table.virtual_size.width <= width - 2


async def test_a_column_that_can_be_spared_gives_way_and_the_chosen_row_is_told_in_full(
    project: Project,
) -> None:
    facts = {"pekerjaan": "penjahit rumahan", "usia": 41}
    project.informants.add("PENGELOLA-7", "Kelompok pengelola", role="supporting", level=1, attributes=facts)
    row = len(project.informants.list()) - 1
    async with open_app(project, (60, 20)) as (app, pilot):
        app.screen.post_message(Go(Where.PEOPLE))
        await settled(app, pilot)
        table = app.screen.query_one(FittedTable)
        assert len(table.columns) == 5 and "Attributes" not in rows(app)
        table.move_cursor(row=row)
        await settled(app, pilot)
        assert "usia: 41" in rows(app)
        await resized(app, pilot, 110, 20)
        assert len(table.columns) == 6 and "only mentioned" in rows(app)


async def test_the_contents_are_fitted_anew_too(project: Project) -> None:
    async with open_app(project, (60, 20)) as (app, pilot):
        for width in (120, 60, 80):
            await resized(app, pilot, width, 20)
            line = next(row for row in rows(app).splitlines() if "K1.txt" in row)
            assert ("PGL" in line) is (width >= 72) and "0%" in line
            assert app.screen.query_one(DataTable).virtual_size.width <= width - 2


async def test_words_that_stand_back_come_forward_under_the_cursor(project: Project) -> None:
    for number in range(2):
        project.comments.resolve(project.comments.add(f"Selesai {number}.", code="KP").uid)
    async with open_app(project) as (app, pilot):
        app.screen.post_message(Go(Where.COMMENTS))
        await settled(app, pilot)
        table = app.screen.query_one(FittedTable)

        def styles() -> list[str]:
            return [str(table.get_row_at(row)[0].style) for row in range(2)]

        assert styles() == ["", "dim"]
        table.move_cursor(row=1)
        await settled(app, pilot)
        assert styles() == ["dim", ""]


async def test_the_option_that_would_be_taken_has_a_sign_before_its_first_line() -> None:
    stage = Stage(options := MarkedList("satu\nlanjutan", None, "dua"))
    async with stage.run_test(size=(20, 8)) as pilot:
        for place, marked in ((0, "satu"), (1, "dua")):
            options.highlighted = place
            await pilot.pause()
            shown = [strip.text for strip in stage.screen._compositor.render_strips()]
            assert [row.split("▸")[1].split()[0] for row in shown if "▸" in row] == [marked]
