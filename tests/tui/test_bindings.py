"""Every binding of the app: named, told in both languages, and on a key that reaches a terminal and a browser alike."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from qualcode import i18n
from qualcode.tui.keymap import every_binding
from tests.tui import keys_pressed

ROWS = {row.id: row for row in every_binding()}

UNSURE = frozenset({
    *(f"ctrl+{key}" for key in ("w", "t", "n", "enter", "i", "m", "h", "b", "j", "tab", "pageup", "pagedown")),
    *(f"ctrl+{digit}" for digit in range(10)), *(f"alt+{digit}" for digit in range(10)),
    *(f"ctrl+shift+{key}" for key in ("w", "t", "n")), "f5", "f11", "f12", "shift+enter", "alt+f4",
})  # fmt: skip
"""What a browser keeps for itself, tmux takes, or a terminal sends as another key or not at all."""


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_key_that_every_terminal_and_browser_sends_does_it(name: str) -> None:
    assert set(ROWS[name].keys.split(",")) - UNSURE, f"{name} has only {ROWS[name].keys}"


def test_whatever_a_key_with_control_does_a_plain_one_does() -> None:
    bare = {name for name, row in ROWS.items() if not all("ctrl+" in key for key in row.keys.split(","))}
    assert set(ROWS) - bare == {"app.quit"} and ROWS["home.quit"].keys == "q"


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


def test_every_binding_is_pressed_by_a_test() -> None:
    pressed = keys_pressed.every_name()
    assert sorted(set(ROWS) - pressed) == [], "write a test that presses these, and name them there"
    assert sorted(pressed - set(ROWS)) == [], "there are no such bindings any more"
