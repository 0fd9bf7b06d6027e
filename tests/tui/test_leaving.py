"""What could tell who somebody is stops a report and a graph on screen, too, until the person says otherwise."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.widgets import Input, Static

from qualcode.project import Project
from qualcode.tui.forms import Form
from tests import waiting
from tests.tui.pages import open_app, rows, settled

PHONE = "0812 3456 7890"


async def until(pilot: Any, done: Callable[[], bool]) -> None:
    await pilot.pause()
    await waiting.until(done)
    await pilot.pause()


async def test_a_report_with_a_number_in_it_lists_the_place_and_is_left(
    project: Project, tmp_path: Path
) -> None:
    project.findings.add(f"Telepon {PHONE}.")
    project.findings.add("Kata Bu Sumarni.")
    report = tmp_path / "laporan.md"
    async with open_app(project) as (app, pilot):
        await pilot.press("r")
        await settled(app, pilot)
        app.screen.query_one("#out", Input).value = str(report)
        await pilot.press("m", "enter")
        await until(pilot, lambda: isinstance(app.screen, Form))
        shown = rows(app)
        assert "finding F1: phone number" in shown and "0••• ••••" in shown and PHONE not in shown
        assert "finding F2: name of somebody not registered" in shown and "Sumarni" not in shown
        await pilot.press("down")
        assert "who is only mentioned: page Informants, key o" in rows(app)
        await pilot.press("enter", "enter")  # from the list to the choice, where leaving it is chosen
        await until(pilot, lambda: not isinstance(app.screen, Form))
        await until(
            pilot, lambda: "Nothing was written" in str(app.screen.query_one("#step", Static).content)
        )
        assert not report.exists()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("tab", "w", "enter")
        await until(pilot, lambda: "Written" in str(app.screen.query_one("#step", Static).content))
        assert PHONE in report.read_text(encoding="utf-8")
        assert "only 1 person with group = PGL" in str(app.screen.query_one("#step", Static).content)


async def test_escape_leaves_it(project: Project, tmp_path: Path) -> None:
    project.findings.add(f"Telepon {PHONE}.")
    async with open_app(project) as (app, pilot):
        await pilot.press("r")
        await settled(app, pilot)
        app.screen.query_one("#out", Input).value = str(tmp_path / "laporan.md")
        await pilot.press("m", "enter")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("tab", "w", "escape")
        await until(pilot, lambda: not isinstance(app.screen, Form))
    assert not (tmp_path / "laporan.md").exists()


async def test_a_graph_is_written_without_names_and_asks_about_those_left(
    project: Project, tmp_path: Path
) -> None:
    project.informants.edit("K1", aliases=["Bu Sri"])
    project.ties.add_actor("warung Bu Sri")
    project.ties.add("D1", "warung Bu Sri", "aid")
    async with open_app(project) as (app, pilot):
        await pilot.press("n")
        await settled(app, pilot)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Form))
        app.screen.query_one("#field-file", Input).value = str(tmp_path)
        await pilot.press("enter")
        await until(pilot, lambda: bool(list(tmp_path.glob("*-network.svg"))))
        project.ties.add_actor("Pak Karto")
        project.ties.add("D1", "Pak Karto", "aid")
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Form))
        app.screen.query_one("#field-file", Input).value = str(tmp_path / "graf.graphml")
        await pilot.press("enter")
        await until(pilot, lambda: "node Pak Karto: real name" in rows(app))
        assert not (tmp_path / "graf.graphml").exists()
        await pilot.press("tab", "w", "enter")
        await until(pilot, (tmp_path / "graf.graphml").exists)
    assert "Pak Karto" in (tmp_path / "graf.graphml").read_text(encoding="utf-8")
    (picture,) = tmp_path.glob("*-network.svg")
    drawn = picture.read_text(encoding="utf-8")
    assert "warung Bu [K1]" in drawn and "Sri" not in drawn


async def test_a_graph_that_cannot_be_written_says_why(project: Project, tmp_path: Path) -> None:
    async with open_app(project) as (app, pilot):
        await pilot.press("n")
        await settled(app, pilot)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Form))
        app.screen.query_one("#field-file", Input).value = str(tmp_path / "graf.png")
        await pilot.press("enter")
        await until(pilot, lambda: bool(app._notifications))
        assert ".svg" in next(notice.message for notice in app._notifications)
