"""What a transcript, a memo or a name carries can tell the terminal nothing: the bytes that reach it are looked at."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

from qualcode.project import Project

if sys.platform == "win32":
    pytest.skip("terminals are made otherwise on Windows", allow_module_level=True)

from tests.tui.test_ending import PATIENCE, Session

TITLE = "\x1b]0;DIBAJAK\x07"
COLOUR = "\x1b[31;7mMERAH\x1b[0m"
EIGHT_BITS = "\x9b31mC1\x9d0;DIBAJAK\x9c"
TURNED = "\u202eterbalik\u202c\u2066pulau\u2069\u200f"
BAD = f"jahat {TITLE} {COLOUR} {EIGHT_BITS} {TURNED} \x07\x08\x7f usai"
"""What no terminal may be sent from a project."""

TALK = f"P: Lalu bagaimana?\n\nK1: Kami {BAD} rapat. Lalu jahat pulang.\n"

PAGES = {
    "c": ("Codebook", "1 code"), "q": ("Quotes", "1 quote"), "x": ("Matrices", "1 quote"),
    "p": ("Informants", "1 informant"), "n": ("Network", "whole network"), "f": ("Findings", "Explanation"),
    "t": ("Triangulation", "one source only"), "s": ("Suggestions", "because of"), "r": ("Reports", "usual pages"),
}  # fmt: skip
"""The name of each page and what stands on it when all was fetched; before, Escape calls off what is fetched."""
OPENED = {"Codebook": "e", "Informants": "e", "Findings": "e"}
"""Keys that open a form full of it."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A study that carries it in every text a person or a file can bring in."""
    file = tmp_path / "K1.txt"
    file.write_text(TALK, encoding="utf-8")
    with Project.create(tmp_path / "studi", coder="Rini", title=f"Studi {BAD}") as project:
        project.codebook.add(
            "KP-MSY", name_id=f"Musyawarah {BAD}", name_en=f"Deliberation {BAD}",
            short_def_id=BAD, short_def_en=BAD, full_def_en=BAD, typical_en=BAD, use_when_en=BAD, cues_id=["jahat"],
        )  # fmt: skip
        project.codebook.pin("KP-MSY", 1)
        project.informants.add("K1", "PGL", attributes={"catatan": BAD})
        project.sources.add(file, informants=["K1"])
        text = project.sources.place("K1.txt").text
        start, end = text.index("Kami"), text.index(" Lalu jahat")
        coding = project.codings.add("K1.txt", start, end, "KP-MSY", memo=BAD)
        project.ties.add_actor(f"Tokoh {BAD}")
        project.ties.add("K1", f"Tokoh {BAD}", "aid", evidence=[("K1.txt", start, end)], note=BAD)
        project.findings.add(f"Klaim {BAD}")
        project.findings.link("F1", str(coding.uid), "supports")
        project.findings.explain("F1", BAD)
        project.notes.add_memo(f"Catatan {BAD}", source="K1.txt", turn=2)
        project.suggestions.find()
        return project.path


class Watched(Session):
    """A session of which it is asked what came since."""

    def after(self, keys: str, *words: str) -> None:
        """Press keys and wait until the words were drawn because of it."""
        at = len(self.seen)
        self.type(keys)
        end = time.monotonic() + PATIENCE
        while not all(each.encode() in self.seen[at:] for each in words):
            assert time.monotonic() < end, (keys, words, self.seen[at:][-3000:])
            time.sleep(0.02)
        self.quiet()

    def quiet(self) -> None:
        """Until nothing more is drawn."""
        length = -1
        while length != (length := len(self.seen)):
            time.sleep(0.15)


def test_no_page_lets_what_was_brought_in_reach_the_terminal(path: Path, tmp_path: Path) -> None:
    session = Watched(path, tmp_path, "open", str(path))
    try:
        session.wait("K1.txt")
        session.quiet()
        for key, (title, fetched) in PAGES.items():
            session.after(key, title, fetched)
            if title in OPENED:
                session.after(OPENED[title], "Esc cancels")
                session.after("\x1b", title)
            session.after("\x1b", "Contents")
        for title in ("Memos", "Change log", "Agreement"):
            session.after("\x10", "Search")
            session.after(title, title)
            session.after("\r", title)
            session.after("\x1b", "Contents")
        session.after("\r", "turn 1")
        for key, words in (
            ("m", "Period"),
            ("M", "Memo on what"),
            ("c", "Tab marks"),
            ("i", "Of what kind"),
        ):
            session.type("]")
            session.after(key, words)
            session.after("\x1b", "jahat")
        session.after("/", "this text")
        session.after("jahat\ta\r", "2 places")
    finally:
        session.process.kill()
        session.process.wait()
        session.close()
    text = re.sub(
        r"\x1b\]22;\w+\x07", "", session.seen.decode("utf-8", errors="replace")
    )  # the mouse's shape
    for sign in (
        "\x1b]0;DIBAJAK",
        "\x1b[31;7mMERAH",
        *"\x07\x08\x7f\x9b\x9c\x9d\u202e\u202c\u2066\u2069\u200f",
    ):
        at = text.find(sign)
        assert at < 0, f"{sign!r}: {text[max(at - 200, 0) : at + 60]!r}"
    assert "␛" in text and "jahat" in text
