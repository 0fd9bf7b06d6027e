"""The real app in a real terminal: tmux types and reads the screen."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.project import Project

pytestmark = pytest.mark.desktop

TALK = "P: Bagaimana awalnya?\n\nK1: Kami musyawarah setiap bulan. Kasnya dibuka semua.\n"
PATIENCE = 60.0


class Terminal:
    """One tmux session of its own server."""

    def __init__(self, folder: Path, width: int, height: int, project: Path) -> None:
        self._tmux = ["tmux", "-S", str(folder / "socket"), "-f", "/dev/null"]
        home = {"XDG_DATA_HOME": str(folder / "data"), "QUALCODE_LANG": "id", "TERM": "xterm-256color"}
        command = f"'{sys.executable}' -m qualcode open '{project}'; echo CODE=$?; sleep 600"
        size = ["-x", str(width), "-y", str(height)]
        # The test runner's workers fix COLUMNS and LINES, which an app takes for the size of its terminal.
        outside = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        subprocess.run(
            [*self._tmux, "new-session", "-d", *size, command], env={**outside, **home}, check=True
        )

    def keys(self, *keys: str) -> None:
        """Type."""
        subprocess.run([*self._tmux, "send-keys", *keys], check=True)

    def screen(self) -> str:
        """What stands there now."""
        return subprocess.run(
            [*self._tmux, "capture-pane", "-p"], capture_output=True, text=True, check=True
        ).stdout

    def wait(self, words: str) -> str:
        """The screen once the words stand on it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if words in (seen := self.screen()):
                return seen
            time.sleep(0.1)
        raise AssertionError(f"{words!r} never came:\n{self.screen()}")

    def close(self) -> None:
        """End the server."""
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)


@pytest.fixture(params=[(80, 24), (120, 36)], ids=["80x24", "120x36"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """The app on a small study, in a terminal of that size."""
    if shutil.which("tmux") is None:
        if os.environ.get("QUALCODE_REQUIRE_DESKTOP"):
            pytest.fail("tmux is not installed")
        pytest.skip("tmux is not installed")
    (tmp_path / "K1.txt").write_text(TALK, encoding="utf-8")
    with Project.create(tmp_path / "studi", coder="Rini", title="Studi kecil") as project:
        project.codebook.add("KP-MSY", name_id="Musyawarah", name_en="Deliberation")
        project.codebook.pin("KP-MSY", 1)
        project.informants.add("K1", "PGL")
        project.sources.add(tmp_path / "K1.txt", informants=["K1"])
        path = project.path
    opened = Terminal(tmp_path, *request.param, path)
    yield opened
    opened.close()


def test_a_sentence_is_coded_undone_and_the_app_left(terminal: Terminal, tmp_path: Path) -> None:
    seen = terminal.wait("K1.txt")
    assert "Studi kecil" in seen and "? Bantuan" in seen.rstrip().splitlines()[-1]
    terminal.keys("Enter")
    terminal.wait("giliran 1")
    terminal.keys("j")
    terminal.wait("giliran 2 · K1 · baris 3 · kalimat 1/2")
    terminal.keys("1")
    seen = terminal.wait("tersimpan")
    terminal.wait("kalimat 2/2")
    terminal.keys("j", "1")
    terminal.wait("Musyawarah")
    terminal.keys("u")
    terminal.wait("Diurungkan")
    terminal.keys("C-q")
    terminal.wait("CODE=0")
    with Project.open(tmp_path / "studi.qualcode", write=False) as project:
        assert [row.text for row in project.codings.list()] == ["Kami musyawarah setiap bulan."]


def test_a_window_made_small_says_so_and_comes_back(terminal: Terminal) -> None:
    terminal.wait("K1.txt")
    subprocess.run([*terminal._tmux, "resize-window", "-x", "50", "-y", "14"], check=True)
    terminal.wait("terlalu kecil")
    subprocess.run([*terminal._tmux, "resize-window", "-x", "90", "-y", "24"], check=True)
    terminal.wait("K1.txt")
