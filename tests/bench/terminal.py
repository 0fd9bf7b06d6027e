"""A pseudo terminal with a program in it: what it writes for a key, when a word stands there, what memory it holds.

Only where there are pseudo terminals: not on Windows.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import struct
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.table import memory_of

SIZE = (36, 120)
"""Lines and columns of the terminal."""
PATIENCE = 90.0
"""Seconds until a screen that never comes is given up."""
QUIET = 0.08
"""Seconds without a byte after which a key is done with."""

ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P][^\x07\x1b]*(?:\x07|\x1b\\)|[^\[\]P])")


@dataclass
class Terminal:
    """The side of a person at the terminal."""

    process: subprocess.Popen[bytes]
    line: int

    def press(self, keys: str) -> tuple[int, float]:
        """How many bytes were written for these keys, and how many seconds after them the last of them came."""
        self.rest()
        started = time.perf_counter()
        os.write(self.line, keys.encode())
        size, last, patience = 0, started, PATIENCE
        while select.select([self.line], [], [], patience)[0]:
            size += len(os.read(self.line, 65536))
            last, patience = time.perf_counter(), QUIET
        return size, last - started

    def rest(self, quiet: float = QUIET) -> bytes:
        """What is written until nothing is for a moment."""
        seen = b""
        while select.select([self.line], [], [], quiet)[0]:
            seen += os.read(self.line, 65536)
        return seen

    def until(self, word: str) -> float:
        """How many seconds it takes until a word stands there."""
        started, seen = time.perf_counter(), b""
        while word.encode() not in ESCAPES.sub(b"", seen):
            if not select.select([self.line], [], [], started + PATIENCE - time.perf_counter())[0]:
                raise TimeoutError(f"{word} never came: {seen[-2000:]!r}")
            seen += os.read(self.line, 65536)
        return time.perf_counter() - started

    def memory(self, kind: str = "VmRSS") -> int:
        """Bytes the program holds now, or (`VmHWM`) has held at most; 0 where the system does not tell."""
        return memory_of(self.process.pid, kind)


@contextlib.contextmanager
def terminal(command: Sequence[str], surroundings: Mapping[str, str]) -> Iterator[Terminal]:
    """`command` in a terminal of its own, killed in the end."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
    process = subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=dict(surroundings), start_new_session=True
    )
    os.close(theirs)
    try:
        yield Terminal(process, ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def surroundings_in(home: Path | str) -> dict[str, str]:
    """What an app in a terminal finds around it: a home of its own, full colours, nothing that moves by itself."""
    return {
        **{name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")},
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "HOME": str(home),
        "XDG_DATA_HOME": str(home),
        "TEXTUAL_ANIMATIONS": "none",
    }
