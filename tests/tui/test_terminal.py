"""The real app in a real terminal: tmux types and reads the screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.project import Project
from tests.tui.terminal import Terminal

pytestmark = pytest.mark.desktop

TALK = "P: Bagaimana awalnya?\n\nK1: Kami musyawarah setiap bulan. Kasnya dibuka semua.\n"


@pytest.fixture(params=[(80, 24), (120, 36)], ids=["80x24", "120x36"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    """The app on a small study, in a terminal of that size."""
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
    terminal.resize(50, 14)
    terminal.wait("terlalu kecil")
    terminal.resize(90, 24)
    terminal.wait("K1.txt")


def test_letters_in_one_packet_behind_a_key_that_opens_a_form_go_into_the_form(tmp_path: Path) -> None:
    (tmp_path / "K1.txt").write_text(TALK, encoding="utf-8")
    with Project.create(tmp_path / "studi", coder="Rini", title="Studi kecil") as project:
        project.informants.add("K1", "PGL")
        project.sources.add(tmp_path / "K1.txt", informants=["K1"])
    terminal = Terminal(tmp_path, 80, 24, project.path)
    try:
        terminal.wait("K1.txt")
        terminal.keys("Enter")
        terminal.wait("giliran 1")
        terminal.keys("j")
        terminal.wait("kalimat 1/2")
        terminal.type("cguyub rukun\r")
        terminal.wait("kalimat 2/2")
        terminal.type("iBank keliling\tu\r")
        terminal.wait("Hubungan dicatat")
        terminal.keys("C-q")
        terminal.wait("CODE=0")
    finally:
        terminal.close()
    with Project.open(project.path, write=False) as written:
        assert [row.text for row in written.codings.list()] == ["Kami musyawarah setiap bulan."]
        assert [row.name_id for row in written.codebook.list()] == ["guyub rukun"]
        assert [(row.a, row.b, row.type) for row in written.ties.list()] == [("K1", "Bank keliling", "money")]
