"""Words and sentences of a text told by another process, so that this one keeps its memory and its time.

spaCy takes some sixty megabytes that are never given back, and while it cuts ten megabytes of text no other thread of
the process gets on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from threading import Lock

from qualcode.language.units import pack

_SERVE = "from qualcode.language.aside import serve; serve()"


class Aside:
    """Asks another process, and can call it off."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._asked: set[subprocess.Popen[bytes]] = set()

    def units(
        self, text: str, language: str, *, abbreviations: Sequence[str], breaks: Sequence[int]
    ) -> tuple[bytes, bytes] | None:
        """Words and sentences as `pipeline.units` tells them, packed.

        None where it was called off or the process cannot be had.
        """
        asked = json.dumps([text, language, list(abbreviations), list(breaks)]).encode()
        try:
            process = subprocess.Popen(
                [sys.executable, "-c", _SERVE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            return None
        with self._lock:
            self._asked.add(process)
        try:
            said, _nothing = process.communicate(asked)
        finally:
            with self._lock:
                self._asked.discard(process)
        if process.returncode != 0:
            return None
        size = int.from_bytes(said[:8], "big")
        return said[8 : 8 + size], said[8 + size :]

    def call_off(self) -> None:
        """Let every process that was asked go; what waits for one gets None."""
        with self._lock:
            for process in self._asked:
                process.kill()


def serve() -> None:
    """Answer one question of `Aside` on standard input: the size of the packed words, then words and sentences."""
    from qualcode.language.pipeline import units

    text, language, abbreviations, breaks = json.loads(sys.stdin.buffer.read())
    made = units(text, language, abbreviations=tuple(abbreviations), breaks=tuple(breaks))
    words = pack(made.words)
    sys.stdout.buffer.write(len(words).to_bytes(8, "big") + words + pack(made.sentences))
