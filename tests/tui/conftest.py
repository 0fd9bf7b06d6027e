"""Small apps to hold one widget, and the screen as a grid of text."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget

from qualcode.i18n import set_language
from qualcode.project import Project
from qualcode.tui.themes import FALLBACK, OURS
from tests.tui.pages import TALK


@pytest.fixture(scope="session", autouse=True)
def language_at_hand() -> None:
    """Short texts are cut by this process and not by another one for each test.

    What is imported by then stays: it need not be looked through for garbage while apps come and go, which was a third
    of the time of pressing a key.
    """
    import qualcode.language.pipeline
    import qualcode.tui.screens

    # Names of keys stay as they are when a page is first asked for, whichever test of another language does.
    set_language("en")
    for page in pkgutil.walk_packages(qualcode.tui.screens.__path__, "qualcode.tui.screens."):
        importlib.import_module(page.name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


class Stage(App[None]):
    """An app with one widget on it, that keeps every message the widget posts."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget, theme: str = "qualcode-dark") -> None:
        super().__init__()
        self.widget = widget
        self.heard: list[object] = []
        for ours in OURS:
            self.register_theme(ours)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return FALLBACK

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        self.widget.focus()


@pytest.fixture
def grid() -> Callable[[App[None]], list[str]]:
    """The rows of the screen as text."""

    def rows(app: App[None]) -> list[str]:
        strips = app.screen._compositor.render_strips()
        return [strip.text.rstrip() for strip in strips]

    return rows


@pytest.fixture
def stage() -> Callable[..., Stage]:
    """Makes the app that holds a widget."""
    return Stage


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A small study: one interview with K1, four codes."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    file = tmp_path / "K1.txt"
    file.write_text(TALK, encoding="utf-8")
    with Project.create(tmp_path / "studi", coder="Rini", title="Studi kecil") as made:
        for code, name in (("KP", "Kepercayaan"), ("NR", "Norma")):
            made.codebook.add(code, name_id=name, name_en=name)
        for code, name, parent in (
            ("KP-MSY", "Musyawarah", "KP"),
            ("KP-TRN", "Transparansi", "KP"),
            ("NR-LGR", "Norma luntur", "NR"),
        ):
            made.codebook.add(code, parent=parent, name_id=name, name_en=name, short_def_id="Apa artinya.")
        made.codebook.pin("KP-TRN", 1)
        made.informants.add("K1", "PGL")
        made.informants.add("D1", "PDP", level=2)
        made.sources.add(file, informants=["K1"])
        yield made
