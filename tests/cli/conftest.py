"""The command line run inside the test process, and a small project made with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from qualcode.cli.main import main

TEXT = """\
Peneliti: Bagaimana ceritanya, Bu?
Informan: Kami saling percaya. Iuran dicatat dan dibaca tiap bulan. 🙂
Peneliti: Selalu begitu?
Informan: Tidak selalu, pernah catatan hilang.
"""
"""Invented; the smiling face makes bytes, UTF-16 units and code points differ."""

OTHER = """\
Peneliti: Apa peran dinas?
Informan: Kami hanya mendampingi, iuran mereka urus sendiri. Gotong royong mereka jalan.
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document it printed."""
        assert self.code == 0, self.err
        assert self.err == ""
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def nobody_in_particular(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No settings of the person who runs the tests reach them, and each test keeps its own backups."""
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path_factory.mktemp("snapshots")))
    monkeypatch.setenv("QUALCODE_LANG", "en")
    for name in ("QUALCODE_CODER", "QUALCODE_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; words may be paths and numbers."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, snapshots: Path) -> Path:
    """A folder with two texts and a project of two groups that holds them."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "W01.md").write_text(TEXT, encoding="utf-8")
    (folder / "W02.txt").write_text(OTHER, encoding="utf-8")
    path = str(folder / "P.qualcode")
    for words in (
        ["new", path, "--codebook", "social-capital", "--coder", "ana", "--lang", "id"],
        ["informant", "add", path, "K1", "--group", "PGL", "--level", "1", "--attr", "umur=41"],
        ["informant", "add", path, "D1", "--group", "DIN", "--level", "3", "--role", "key"],
        ["source", "add", path, str(folder / "W01.md"), "--informant", "K1", "--date", "2024-05-01"],
        ["source", "add", path, str(folder / "W02.txt"), "--informant", "D1"],
    ):
        assert main(["--lang", "en", *words]) == 0, words
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """The project, to be changed at will."""
    return _copy(built, tmp_path)


def _span(words: str, text: str = TEXT) -> str:
    """Where `words` stand, as `--span` takes it; offsets count code points."""
    start = text.index(words)
    return f"{start}:{start + len(words)}"


@pytest.fixture
def span_of() -> Callable[[str], str]:
    """Gives the span of words in W01.md."""
    return _span


@pytest.fixture(scope="session")
def built_and_coded(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Such a folder, whose project has two codings and a finding they speak for and against."""
    folder = tmp_path_factory.mktemp("coded")
    project = _copy(built, folder)
    path = str(project)
    trust = ["--source", "W01.md", "--span", _span("Kami saling percaya"), "--code", "KP-AGT"]
    own = ["--source", "W02.txt", "--span", _span("iuran mereka urus sendiri", OTHER), "--code", "KP-TRN"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path_factory.mktemp("snapshots")))
        patch.delenv("QUALCODE_CODER", raising=False)
        for words in (
            ["code", "add", path, *trust, "--valence", "strengthens"],
            ["code", "add", path, *own, "--coder", "budi", "--valence", "weakens"],
            ["finding", "add", path, "Trust shows in fees.", "--code", "KP-AGT", "--code", "KP-TRN"],
            ["finding", "link", path, "F1", "--coding", "1", "--stance", "supports"],
            ["finding", "link", path, "F1", "--coding", "2", "--stance", "contradicts"],
        ):
            assert main(["--lang", "en", *words]) == 0, words
    return folder


@pytest.fixture
def coded(built_and_coded: Path, project: Path) -> Path:
    """The project with those codings, to be changed at will."""
    return _copy(built_and_coded, project.parent)


@pytest.fixture(scope="session")
def study(tmp_path_factory: pytest.TempPathFactory, snapshots: Path) -> Path:
    """A folder with the sample study and its reports as `demo` leaves it, not to be changed."""
    folder = tmp_path_factory.mktemp("demo") / "deep" / "er"
    assert main(["demo", "--at", str(folder), "--no-open", "--lang", "en"]) == 0
    return folder


def _copy(folder: Path, to: Path) -> Path:
    for file in ("P.qualcode", "W01.md", "W02.txt"):
        shutil.copy(folder / file, to / file)
    return to / "P.qualcode"
