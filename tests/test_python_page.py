"""The README keeps its word: its Python is a doctest, and its walk through the commands is walked."""

from __future__ import annotations

import doctest
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from qualcode.cli.main import main

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, and nobody's settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QUALCODE_LANG", "en")
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    return tmp_path


def make_files(walk: str) -> None:
    """The two texts that the walk begins with."""
    for line in walk.splitlines():
        if line.startswith("printf "):
            subprocess.run(line, shell=True, check=True)


def test_the_walk_through_the_commands_can_be_walked(
    own_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (walk,) = blocks("sh")
    make_files(walk)
    for line in walk.splitlines():
        if line.startswith("qualcode "):
            assert main(shlex.split(line)[1:]) == 0, line
    shown = capsys.readouterr()
    assert shown.err == ""
    assert "Kami saling percaya" in shown.out
    assert "dissonance" in shown.out
    made = {path.name for path in own_folder.iterdir()}
    assert {"sukamaju.qualcode", "sukamaju-triangulation.docx", "graf.graphml", "cadangan.qualcode"} <= made


def test_the_spans_of_the_walk_hold_what_a_reader_expects(capsys: pytest.CaptureFixture[str]) -> None:
    (walk,) = blocks("sh")
    make_files(walk)
    found = re.findall(r"--source (\S+) --span (\d+):(\d+)", walk)
    words = [Path(name).read_text(encoding="utf-8")[int(start) : int(end)] for name, start, end in found]
    assert words == ["Kami saling percaya", "Catatannya tidak pernah dibacakan."]


def test_the_python_example_is_true() -> None:
    make_files(blocks("sh")[0])
    (example,) = blocks("python")
    test = doctest.DocTestParser().get_doctest(example, {}, "README.md", "README.md", 0)
    assert test.examples
    said: list[str] = []
    result = doctest.DocTestRunner().run(test, out=said.append)
    assert result.failed == 0, "".join(said)


def test_both_halves_tell_the_limits() -> None:
    assert "## What it does not do" in README
    assert "## Yang tidak dilakukannya" in README


def test_pictures_lie_in_the_tree() -> None:
    places = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert places
    for place in places:
        assert (Path(__file__).resolve().parent.parent / place).is_file(), place
