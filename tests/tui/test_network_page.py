"""The page of networks: measures with their reasons, what is told from both ends, times, codes, and very small graphs."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.widgets import Static

from qualcode.i18n import using
from qualcode.project import Project
from qualcode.tui.forms import Form
from qualcode.tui.going import Go, Where
from qualcode.tui.graph import GraphCanvas, Sociomatrix
from qualcode.tui.graph.canvas import _cells
from qualcode.tui.graph.few import few_people
from qualcode.tui.graph.measures_table import MeasuresTable
from qualcode.tui.graph.people import WHOLE, picture_of_people, role_name
from qualcode.tui.graph.picture import Picture
from tests.tui.pages import FIRST, TALK, open_app, rows, settled


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """K1 and K2 name each other as kin; K1 is tied to D1 and to somebody only mentioned; M1 stands alone."""
    (tmp_path / "M1.txt").write_text("M1: Saya tidak ikut.\n", encoding="utf-8")
    project.informants.add("K2", "PGL")
    project.informants.add("M1", "MAS", level=1)
    project.sources.add(tmp_path / "M1.txt", informants=["M1"])
    told = [("K1.txt", TALK.index("Kami"), TALK.index(" Kasnya"))]
    project.ties.add("K1", "K2", "kinship", strength=3, nominated_by="K1", evidence=told)
    project.ties.add("K2", "K1", "kinship", strength=3, nominated_by="K2")
    project.ties.add("K1", "D1", "info", directed=True)
    project.ties.add("K1", "Ketua RT", "aid", mention=True)
    project.ties.add("D1", "K2", "conflict")
    file = tmp_path / "K2b.txt"
    file.write_text("K2: Saya ikut.\n", encoding="utf-8")
    project.sources.add(file, informants=["K2"], wave=2)
    project.codings.add("K1.txt", *FIRST, "KP-MSY")
    project.codings.add("K1.txt", *FIRST, "KP-TRN")
    return project


def picture(project: Project, focal: str | None = None, wave: int | None = None) -> Picture:
    ties = project.ties
    return picture_of_people(project.analysis.network(focal, wave=wave), ties.list(), ties.waves())


def column(shown: Picture, name: str):
    return next(one for one in shown.measures.columns if one.name == name)


def test_every_measure_has_its_definition_its_n_and_a_value_or_a_reason(study: Project) -> None:
    shown = picture(study)
    for one in shown.measures.columns:
        assert one.definition and one.n == "n = 5 nodes, 3 pairs", one.name
        assert not set(one.values) & set(one.why)
    assert column(shown, "constraint").why["M1"] == "undefined: tied to nobody"
    assert column(shown, "constraint").cell("M1") == "–" and column(shown, "ties").cell("M1") == "0"
    assert column(shown, "E*").cell(WHOLE) == column(shown, "E*").values[WHOLE] != "–"
    assert (
        column(shown, "E-I").cell("group PGL")
        and "E-I" in shown.about["K1"]
        and "PGL: E-I" in shown.about["K1"]
    )
    assert column(shown, "part").definition.endswith("1: D1, K1, K2, Ketua RT; 2: M1")
    assert column(shown, "negative").values["D1"] == "1" and "1 negative" in shown.facts
    assert "(n 2, E* " in shown.facts and "✓ 1 of 1 told from both ends" in shown.facts
    assert any("not a census" in line for line in shown.warnings)
    roles = study.analysis.network().measures.of_node["K1"].roles
    assert {role_name(role) for role in roles} <= {one.name for one in shown.measures.columns}


def test_a_part_of_the_network_leaves_everybody_in_place(study: Project) -> None:
    whole, part = picture(study), picture(study, wave=1)
    assert [line[0] for line in part.lines] == ["K1"] and "time 1" in part.facts
    places = _cells(whole.drawing, 80, 20)
    assert _cells(part.drawing, 80, 20) == places
    assert _cells(picture(study, wave=2).drawing, 80, 20) == places, "also where nothing was told"
    kin = next(tie for tie in whole.drawing.ties if tie.strength == 3)
    assert (kin.confirmed, kin.mark) == (True, "✓3")


def test_a_very_small_network_says_what_to_do_next(project: Project, tmp_path: Path) -> None:
    page = SimpleNamespace(active_bindings={})

    def said(focal: str | None = None, wave: int | None = None) -> str:
        return few_people(page, picture(project, focal), focal, wave)  # type: ignore[arg-type]

    assert said().startswith("One alone"), "nobody heard D1"
    (tmp_path / "D1.txt").write_text("D1: Saya ikut.\n", encoding="utf-8")
    project.sources.add(tmp_path / "D1.txt", informants=["D1"])
    assert said().startswith("No ties yet") and said(focal="PDP").startswith("No tie touches PDP")
    assert said(wave=1).startswith("No tie was told at time 1")
    tie = project.ties.add("K1", "D1", "aid")
    assert picture(project).ties[str(tie.uid)].startswith("K1 – D1: ")
    assert said().startswith("Two nodes") and column(picture(project), "between").why["K1"]
    project.sources.remove("D1.txt")
    project.informants.remove("D1")
    assert "K1" in said() and said().startswith("One alone")
    project.sources.remove("K1.txt")
    project.informants.remove("K1")
    assert said().startswith("Nobody here yet") and picture(project).measures.rows


async def test_views_measures_times_codes_and_export(study: Project, tmp_path: Path) -> None:
    async with open_app(study, (110, 34)) as (app, pilot):
        app.screen.post_message(Go(Where.NETWORK))
        await settled(app, pilot)
        assert "✓3" in rows(app) and "both ends say so" in rows(app) and "more)" in rows(app)
        await pilot.press("i")
        await settled(app, pilot)
        assert "No significance tests" in rows(app)
        await pilot.press("i", "shift+tab")
        await settled(app, pilot)
        assert app.screen.query_one(MeasuresTable).has_focus
        await pilot.press("right", "right", "right", "end")
        await settled(app, pilot)
        about = str(app.screen.query_one("#about", Static).content)
        assert about.startswith("whole network · E*: +") and "everybody were tied" in about
        await pilot.press("home", "down", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, Form) and "Kami musyawarah" in rows(app)
        await pilot.press("escape", "shift+tab", "shift+tab")
        await settled(app, pilot)
        assert app.screen.query_one(Sociomatrix).has_focus and "= bonding" in rows(app)
        await pilot.press("tab")
        await settled(app, pilot)
        tie = str(app.screen.query_one("#about", Static).content)
        assert re.match(r"\w+ [–→] \w+: \w+ · bonding · .*time 1 · .*\d quotes?", tie), tie
        await pilot.press("tab")
        await settled(app, pilot)
        assert "= bonding" not in rows(app)
        await pilot.press("tab", "t")
        await settled(app, pilot)
        assert "Network: time 1" in rows(app)
        await pilot.press("t")
        await settled(app, pilot)
        assert "No tie was told at time 2. t goes" in rows(app)

        await pilot.press("t", "c")
        await settled(app, pilot)
        assert "codes that share words" in rows(app) and "KP-MSY" in rows(app)
        await pilot.press("tab")
        await settled(app, pilot)
        matrix = app.screen.query_one(Sociomatrix)
        assert "1" in rows(app).splitlines()[3]
        await pilot.press("right", "enter")
        await settled(app, pilot)
        assert matrix and type(app.screen).__name__ == "QuotesPage" and "2 quotes" in rows(app)
        await pilot.press("escape", "c")
        await settled(app, pilot)
        assert "who mentions which code" in rows(app)
        await pilot.press("w")
        await settled(app, pilot)
        app.screen.query_one("#field-file").value = str(tmp_path / "kode.graphml")  # type: ignore[attr-defined]
        await pilot.press("ctrl+s")
        await settled(app, pilot)
        await settled(app, pilot)
        assert (tmp_path / "kode.graphml").exists()
        assert app.screen.query_one(GraphCanvas)
    with using("id"):
        assert "(n 2, E* " in picture(study).facts and "kendala" in picture(study).about["K1"]
