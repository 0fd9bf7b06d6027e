"""What is shown where there is little room or much: nothing is cut in the middle, nothing stands askew."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.color import Color
from textual.widgets import Footer

from qualcode.project import Project
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.going import Go, Where
from qualcode.tui.graph.braille import Braille
from qualcode.tui.graph.inks import tie_style
from qualcode.tui.graph.parts import TieClass
from qualcode.tui.painting import HUES, ansi_hue, contrast, legible, one_line
from qualcode.tui.themes import OURS
from tests.tui.conftest import Stage
from tests.tui.pages import TALK, open_app, rows, settled


@pytest.mark.parametrize("limit", [5, 6, 7, 30])
def test_a_line_is_cut_by_cells_and_not_by_letters(limit: int) -> None:
    cut = one_line("信頼関係 の 構築", limit)
    assert cell_len(cut) <= limit
    assert cut.endswith("…") == (limit < 30)


def test_wide_letters_take_two_cells_of_a_drawing() -> None:
    drawn = Braille(8, 1)
    drawn.write(1, 0, "信頼a", Style())
    assert drawn.strip(0, Style()).text == " 信頼a  "
    assert not drawn.free(5, 0, 1) and drawn.free(7, 0, 1)


@pytest.mark.parametrize("theme", [theme for theme in OURS if not theme.ansi], ids=lambda theme: theme.name)
def test_a_hue_is_changed_no_more_than_it_takes_to_be_seen(theme: object) -> None:
    page = Color.parse(str(theme.background))  # type: ignore[attr-defined]
    for name in HUES:
        found = legible(Color.parse(name), page, 4.5)
        assert contrast(found, page) >= 4.5
        assert found == Color.parse(name) or contrast(Color.parse(name), page) < 4.5


def test_no_bright_colour_stands_for_a_hue_on_a_light_terminal() -> None:
    bright = {f"color({number})" for number in range(8, 16)}
    assert bright.isdisjoint(ansi_hue(number, dark=False) for number in range(7))
    assert {ansi_hue(number, dark=True) for number in range(7)} & bright


async def test_figures_stand_units_under_units_and_ties_take_the_colours_of_the_theme() -> None:
    table = FittedTable()
    stage = Stage(table)
    async with stage.run_test(size=(40, 8)) as pilot:
        table.show(["Code", "n"], [["KP", "7"], ["NR", "110"]], numbers=[1])
        await pilot.pause()
        shown = [strip.text.rstrip() for strip in stage.screen._compositor.render_strips()]
        assert [len(row) for row in shown[:3]] == [len(shown[0])] * 3
        dark = tie_style(table, TieClass.LINKING)
        stage.theme = "qualcode-light"
        await pilot.pause()
        assert tie_style(table, TieClass.LINKING) != dark


async def test_a_foot_shows_whole_keys_only_and_help_among_them(project: Project) -> None:
    project.codings.add("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"), "KP-MSY")
    async with open_app(project, (60, 16)) as (app, pilot):
        app.screen.post_message(Go(Where.QUOTES))
        await settled(app, pilot)
        for width, more in ((60, False), (120, True)):
            await pilot.resize_terminal(width, 16)
            await settled(app, pilot)
            foot = app.screen.query_one(Footer)
            keys = [key for key in foot.query("FooterKey") if key.display]
            assert all(key.region.right <= width for key in keys)
            assert rows(app).splitlines()[-1].endswith("? Help")
            assert ("Group" in rows(app).splitlines()[-1]) is more
