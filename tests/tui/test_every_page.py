"""What holds on every page: the palette has every key, the foot fits, all words are in the person's language."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.style import Style
from textual.app import SystemCommand
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Footer

import qualcode
from qualcode.project import Project
from qualcode.project.deeds import deed
from qualcode.tui.app import QualcodeApp
from qualcode.tui.going import Go, Spot, Where, place_name
from qualcode.tui.keymap import keymap_path
from qualcode.tui.page import Page
from qualcode.tui.screens.help import HelpPage, keys_of
from tests.tui.pages import open_app, rows, settled
from tests.tui.spoken import left_in_english

PAGES = [where for where in Where if where is not Where.HOME]


@asynccontextmanager
async def at(
    project: Project, where: Where, width: int = 80
) -> AsyncIterator[tuple[QualcodeApp, Pilot[int]]]:
    async with open_app(project, (width, 24)) as (app, pilot):
        if where is not Where.CONTENTS:
            spot = Spot(str(project.sources.list()[0].id)) if where is Where.TRANSCRIPT else None
            app.screen.post_message(Go(where, spot))
            await settled(app, pilot)
        yield app, pilot


def commands(app: QualcodeApp) -> list[SystemCommand]:
    return list(app.get_system_commands(app.screen))


def declared(app: QualcodeApp) -> dict[str, Binding]:
    """Bindings of the page on top and of the widget in focus, by name."""
    found: dict[str, Binding] = {}
    for owner in (app.screen, *([app.focused] if app.focused else [])):
        for cls in type(owner).__mro__:
            for binding in vars(cls).get("BINDINGS", ()):
                if cls.__module__.startswith("qualcode.") and isinstance(binding, Binding):
                    found.setdefault(binding.id or f"{cls.__name__} {binding.key}", binding)
    return found


@pytest.mark.parametrize("where", PAGES)
async def test_palette_help_and_foot_have_what_the_page_can_do_and_the_palette_leads_to_every_page(
    project: Project, where: Where
) -> None:
    async with at(project, where) as (app, pilot):
        offered = {command.title for command in commands(app)}
        helped = {name for group in keys_of(app.screen) for _keys, name, _tip in group.rows}
        shadowed = {a.binding.id for a in app.screen.active_bindings.values()}
        for name, binding in declared(app).items():
            assert binding.id == name, f"{name} has no id"
            if name in getattr(app.screen, "idle", ()):  # nothing to act on, as on an empty page
                assert binding.description not in helped
                assert not any(title.startswith(f"{binding.description}  (") for title in offered), name
                continue
            if name not in shadowed:
                continue
            called = app.screen.command_name(binding) if isinstance(app.screen, Page) else ""
            called = called or binding.description
            assert any(title.startswith(f"{called}  (") for title in offered), name
            assert binding.description in helped or binding.group is not None, name
            assert binding.tooltip, name
        for place in Where:
            if place is not Where.TRANSCRIPT:
                assert f"Go to: {place_name(place)}" in offered
        foot = [key for key in app.screen.query_one(Footer).query("FooterKey") if key.display]
        assert foot and len(foot) <= 8
        told = [key.description for key in foot]  # type: ignore[attr-defined]
        assert where is not Where.SUGGESTIONS or "Accept" not in told
        assert all(key.region.right <= 80 for key in foot)
        await pilot.click(foot[told.index("Help")])
        await settled(app, pilot)
        assert isinstance(app.screen, HelpPage)


async def test_every_page_is_one_key_from_the_contents_or_from_the_page_it_belongs_to(
    project: Project,
) -> None:
    async with open_app(project) as (app, _pilot):
        actions = {active.binding.action for active in app.screen.active_bindings.values()}
    async with at(project, Where.MATRICES) as (app, _pilot):
        further = {active.binding.action for active in app.screen.active_bindings.values()}
    asked_for = {f"go('{where}')" for where in (Where.CROSSINGS, Where.SATURATION, Where.ATTRIBUTES)}
    assert asked_for <= further and not asked_for & actions
    actions |= asked_for
    async with at(project, Where.REPORT) as (app, _pilot):
        assert "sections" in {active.binding.action for active in app.screen.active_bindings.values()}
    for where in PAGES:
        if where not in (Where.CONTENTS, Where.TRANSCRIPT, Where.SECTIONS):
            assert f"go('{where.value}')" in actions, where
    assert "read" in actions


async def test_a_command_of_the_palette_does_what_its_key_does(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        next(c for c in commands(app) if c.title.startswith("Codebook  (")).callback()
        await settled(app, pilot)
        assert type(app.screen).__name__ == "CodebookPage"
        next(c for c in commands(app) if c.title == "Go to: Contents").callback()
        await settled(app, pilot)
        assert type(app.screen).__name__ == "ContentsPage"


def test_no_word_on_any_page_is_english_where_indonesian_is_spoken(project: Project, tmp_path: Path) -> None:
    project.edit_study(language="id")  # reports are in the study's language
    project.close()
    ran = subprocess.run(
        [sys.executable, "-m", "tests.tui.walked", str(project.place)],
        env={**os.environ, "QUALCODE_LANG": "id", "XDG_DATA_HOME": str(tmp_path / "data")},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("==") == len(PAGES) + 2 and "Kode" in ran.stdout
    found = left_in_english(
        ran.stdout, str(project.place), str(keymap_path()), str(Path(__file__).parents[2])
    )
    assert not found, found


def test_every_deed_that_can_be_taken_back_has_words() -> None:
    written = {
        name
        for file in Path(qualcode.__file__).parent.joinpath("project").glob("*.py")
        for name in re.findall(r"""\b(?:write|submit)\(\s*"(\w+\.\w+)\"""", file.read_text(encoding="utf-8"))
    }
    assert len(written) > 60 and [name for name in sorted(written) if deed(name) == name] == []


@pytest.mark.parametrize("where", [Where.PEOPLE, Where.CODEBOOK, Where.FINDINGS, Where.MEMOS])
async def test_without_colour_the_same_is_said_and_what_is_chosen_still_stands_out(
    project: Project, where: Where, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.findings.add("Kas dibuka.")
    project.findings.add("Norma luntur.")
    project.notes.add_memo("Satu")
    project.notes.add_memo("Dua")
    async with at(project, where) as (app, _pilot):
        coloured = rows(app)
    monkeypatch.setenv("NO_COLOR", "1")
    async with at(project, where) as (app, pilot):
        assert rows(app) == coloured
        assert all(
            len(set(colour.get_truecolor())) == 1
            for row in looks(app)
            for style in row
            for colour in (style.color, style.bgcolor)
            if colour is not None and not colour.is_default
        )
        before = looks(app)
        await pilot.press("down")
        await settled(app, pilot)
        after = looks(app)
        # Only signs that are no hue are left: lighter or darker, bold, reverse, or a mark of its own.
        assert before != after or rows(app) != coloured


def looks(app: QualcodeApp) -> list[list[Style]]:
    return [[s.style or Style() for s in strip] for strip in app.screen._compositor.render_strips()]
