"""Rows about starting: the page of help, and the app until its home is on the screen of a terminal."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from qualcode.project import Project
from tests.bench.table import Result, Times, in_turn, row
from tests.bench.terminal import surroundings_in, terminal

MARK = "Keterbukaan"
"""One word that stands on the first screen of either app: as a title among the recent projects, and alone."""
EMPTY = f"""
from textual.app import App
from textual.widgets import Static

class Empty(App):
    def compose(self):
        yield Static("{MARK}")

Empty().run()
"""


@row("`qualcode --help`")
def help_page(folder: Path) -> Result:
    """The first page a person sees, in a process of its own."""
    script = Path(sys.executable).with_name("qualcode")
    ours = [str(script)] if script.exists() else [sys.executable, "-m", "qualcode"]
    commands = [*ours, "--help"], [sys.executable, "-c", "import typer"]

    def run(command: Sequence[str]) -> Times:
        before, started = _of_children(), time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
            assert process.wait() == 0
        return Times(time.perf_counter() - started, _of_children() - before)

    found, limit = in_turn([partial(run, command) for command in commands], 21)
    return Result(*found, '`python -c "import typer"`', limit.wall, at_most=1.3, peak=_peak_of(commands[0]))


@row("app, process start to first screen of Home, in a pty")
def home(folder: Path) -> Result:
    """Until the title of a recent project is drawn; nothing but the drawing differs from the peer."""
    with tempfile.TemporaryDirectory(prefix="qualcode-home-") as place:
        Project.create(Path(place) / "studi", coder="Rara", title=MARK).close()
        surroundings = surroundings_in(place)
        remember(Path(place) / "studi.qualcode", surroundings)
        commands = [sys.executable, "-m", "qualcode"], [sys.executable, "-c", EMPTY]
        peaks: list[int] = []
        ours, limit = in_turn(
            [partial(until_drawn, command, surroundings, peaks) for command in commands], 11
        )
    return Result(
        *ours,
        "an empty Textual app in the same pty",
        limit.wall,
        at_most=1.5,
        note=f"processor time {ours.cpu / limit.cpu:.2f}×",
        peak=max(peaks[::2]),
    )


def remember(project: Path, surroundings: Mapping[str, str]) -> None:
    """Have the app that starts in `surroundings` know the project as one that was open."""
    words = (
        "from pathlib import Path; from qualcode.tui.recent import Memory; memory = Memory.load(); "
        f"memory.open(Path({str(project)!r}), {MARK!r}); memory.save()"
    )
    subprocess.run([sys.executable, "-c", words], env=dict(surroundings), check=True)


def until_drawn(command: Sequence[str], surroundings: Mapping[str, str], peaks: list[int]) -> Times:
    """How long `command` takes in a terminal of its own until MARK stands there; its peak memory goes to `peaks`."""
    before, started = _of_children(), time.perf_counter()
    with terminal(command, surroundings) as screen:
        screen.until(MARK)
        wall = time.perf_counter() - started
        peaks.append(screen.memory("VmHWM"))
    return Times(wall, _of_children() - before)


def _of_children() -> float:
    """Processor time of the children that have ended; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak_of(command: Sequence[str]) -> int:
    """The most memory `command` holds, asked by a small process: on Linux a child begins with its parent's."""
    words = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, check=True); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    asked = [sys.executable, "-S", "-c", words, *command]
    try:
        used = int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)
    except (subprocess.CalledProcessError, ValueError):  # Windows
        return 0
    return used if sys.platform == "darwin" else used * 1024
