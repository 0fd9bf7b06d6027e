"""Every binding of the app: named, told in both languages, and on a key that reaches a terminal and a browser alike."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from textual.binding import Binding

from qualcode import i18n
from qualcode.tui.app import QualcodeApp
from qualcode.tui.codebook import CodeTree
from qualcode.tui.foot import MOST, wide
from qualcode.tui.graph import GraphCanvas
from qualcode.tui.grid import CellGrid
from qualcode.tui.keymap import every_binding
from qualcode.tui.page import Page
from qualcode.tui.quote_list import QuoteList
from qualcode.tui.reader import Reader
from qualcode.tui.recent import Memory
from qualcode.tui.screens.home import HomePage
from tests.tui import keys_pressed

ROWS = {row.id: row for row in every_binding()}

CURSOR_IN = {
    "CodebookPage": CodeTree, "CrossingsPage": CellGrid, "MatricesPage": CellGrid, "NetworkPage": GraphCanvas, "QuotesPage": QuoteList,
    "TranscriptPage": Reader, "TriangulationPage": CellGrid,
}  # fmt: skip
"""What has the focus when a page comes up, where it has keys of its own."""

UNSURE = frozenset({
    *(f"ctrl+{key}" for key in ("w", "t", "n", "enter", "i", "m", "h", "b", "j", "tab", "pageup", "pagedown")),
    *(f"ctrl+{digit}" for digit in range(10)), *(f"alt+{digit}" for digit in range(10)),
    *(f"ctrl+shift+{key}" for key in ("w", "t", "n")), "f5", "f11", "f12", "shift+enter", "alt+f4",
})  # fmt: skip
"""What a browser keeps for itself, tmux takes, or a terminal sends as another key or not at all."""


def pages() -> list[type]:
    """Every page, and Home."""
    every_binding()  # loads them all
    found, left = [HomePage], [Page]
    while left:
        below = left.pop().__subclasses__()
        found += [cls for cls in below if cls.__module__.startswith("qualcode.") and not cls.__subclasses__()]
        left += below
    return found


def bindings(cls: type | None) -> list[Binding]:
    """What a page or widget shows at the foot, in that order."""
    found: dict[str, Binding] = {}
    for part in cls.__mro__ if cls is not None else ():
        for binding in vars(part).get("BINDINGS", ()) if part.__module__.startswith("qualcode.") else ():
            found.setdefault(binding.id, binding)
    return [binding for binding in found.values() if binding.show]


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_key_that_every_terminal_and_browser_sends_does_it(name: str) -> None:
    assert set(ROWS[name].keys.split(",")) - UNSURE, f"{name} has only {ROWS[name].keys}"


def test_whatever_a_key_with_control_does_a_plain_one_does() -> None:
    bare = {name for name, row in ROWS.items() if not all("ctrl+" in key for key in row.keys.split(","))}
    assert set(ROWS) - bare == {"app.quit"} and ROWS["home.quit"].keys == "Q"


def test_every_binding_has_a_name_and_says_what_it_does() -> None:
    assert [name for name, row in ROWS.items() if not (row.name.strip() and row.what.strip())] == []
    assert all(name.count(".") == 1 for name in ROWS)


def test_names_and_tips_are_indonesian_where_that_is_spoken() -> None:
    code = (
        "import json; from qualcode import i18n; i18n.set_language('id');"
        "from qualcode.tui.keymap import every_binding;"
        "print(json.dumps({row.id: [row.name, row.what] for row in every_binding()}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    spoken = json.loads(done.stdout)
    known = i18n._catalogue("id").messages
    with i18n.using("id"):
        for name, row in ROWS.items():
            for english, shown in zip((row.name, row.what), spoken[name], strict=True):
                if name.startswith("reader.code_") and english == row.name:
                    assert shown == i18n._("Code {n}", n=name[-1])
                else:
                    assert english in known and shown == known[english], (name, english)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_foot_of_every_page_shows_six_keys_whole_in_eighty_columns_and_help_in_sixty(
    language: str,
) -> None:
    app, known = QualcodeApp(None, Memory()), i18n._catalogue("id").messages
    seen = 0
    for page in pages():
        shown = [*bindings(CURSOR_IN.get(page.__name__)), *bindings(page)]
        shown.sort(key=lambda binding: binding.action != "app.help")
        assert shown[0].action == "app.help", page
        widths = [
            wide(app.get_key_display(one), known[one.description] if language == "id" else one.description)
            for one in shown
        ]
        assert sum(widths[:MOST]) <= 80, (page, widths)
        assert sum(widths[:4]) <= 60, (page, widths)
        seen += 1
    assert seen > 16


def test_every_binding_is_pressed_by_a_test() -> None:
    pressed = keys_pressed.every_name()
    assert sorted(set(ROWS) - pressed) == [], "write a test that presses these, and name them there"
    assert sorted(pressed - set(ROWS)) == [], "there are no such bindings any more"
