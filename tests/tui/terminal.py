"""A real terminal under tmux, with the app in it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE = 60.0


class Terminal:
    """One tmux session of its own server."""

    def __init__(self, folder: Path, width: int, height: int, project: Path, language: str = "id") -> None:
        if shutil.which("tmux") is None:
            if os.environ.get("QUALCODE_REQUIRE_DESKTOP"):
                pytest.fail("tmux is not installed")
            pytest.skip("tmux is not installed")
        self._tmux = ["tmux", "-S", str(folder / "socket"), "-f", "/dev/null"]
        self._pid = folder / "pid"
        home = {
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "QUALCODE_LANG": language,
            "TERM": "xterm-256color",
            "TEXTUAL_ANIMATIONS": "none",
        }
        named, app = (
            shlex.quote(str(self._pid)),
            shlex.join([sys.executable, "-m", "qualcode", "open", str(project)]),
        )
        command = f"sh -c {shlex.quote(f'echo $$ > {named}; exec {app}')}; echo CODE=$?; sleep 600"
        size = ["-x", str(width), "-y", str(height)]
        # The test runner's workers fix COLUMNS and LINES, which an app takes for the size of its terminal.
        outside = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        subprocess.run(
            [*self._tmux, "new-session", "-d", *size, command], env={**outside, **home}, check=True
        )

    @property
    def pid(self) -> int:
        """The process of the app."""
        return int(self._pid.read_text())

    def keys(self, *keys: str) -> None:
        """Press keys by tmux's names of them."""
        subprocess.run([*self._tmux, "send-keys", *keys], check=True)

    def type(self, text: str) -> None:
        """Press the keys of these characters."""
        subprocess.run(
            [*self._tmux, "send-keys", "-H", *(f"{byte:02x}" for byte in text.encode())], check=True
        )

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        subprocess.run([*self._tmux, "resize-window", "-x", str(width), "-y", str(height)], check=True)

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
            time.sleep(0.02)
        raise AssertionError(f"{words!r} never came:\n{self.screen()}")

    def close(self) -> None:
        """End the server."""
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)
