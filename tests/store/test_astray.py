"""A project file that is replaced, removed or moved while it is open: nothing that was saved is lost, no file is ruined."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import func, select

from qualcode.cli.opening import writing
from qualcode.errors import QualcodeError, StoreError
from qualcode.model import Event
from qualcode.project import Project
from qualcode.store import backup, store
from qualcode.store.standing import Standing
from tests.waiting import PATIENCE

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows lets nobody replace a file that is open")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a project and a copy of it that went another way."""
    folder = tmp_path_factory.mktemp("made")
    with Project.create(folder / "s.qualcode", coder="Rara") as project:
        project.notes.add_memo("satu")
    shutil.copy(folder / "s.qualcode", folder / "other.qualcode")
    with Project.open(folder / "other.qualcode", coder="Bima") as project:
        for n in range(30):
            project.notes.add_memo(f"lain {n} " * 200)
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """A folder of the same."""
    return Path(shutil.copytree(made, tmp_path / "study"))


def memos(path: Path) -> list[str]:
    with Project.open(path, write=False) as project:
        assert project.history.check() == []
        return [memo.body for memo in project.notes.memos()]


WORKER = textwrap.dedent(
    """
    import sys
    from qualcode.errors import QualcodeError
    from qualcode.project import Project
    for path in sys.argv[1:]:
        with Project.open(path, coder="Rara") as project:
            while line := sys.stdin.readline().strip():
                try:
                    project.notes.add_memo(line)
                    print("saved", flush=True)
                except QualcodeError as error:
                    print(error.message, flush=True)
        print("closed", flush=True)
    """
)


def test_what_was_saved_is_kept_when_another_program_puts_another_file_there(
    made: Path, place: Path, tmp_path: Path
) -> None:
    ways = {
        place: "mv other.qualcode s.qualcode",
        Path(shutil.copytree(made, tmp_path / "study 2")): "rm s.qualcode; cp other.qualcode s.qualcode",
    }
    paths = [str(folder / "s.qualcode") for folder in ways]
    other = memos(made / "other.qualcode")
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as work:

        def answer(line: str) -> str:
            assert work.stdin is not None and work.stdout is not None
            work.stdin.write(line + "\n")
            work.stdin.flush()
            return work.stdout.readline().strip()

        for folder, way in ways.items():
            assert answer("dua") == "saved"
            subprocess.run(["sh", "-c", way], cwd=folder, check=True)
            said = answer("tiga")
            assert said.startswith("another file stands at") and "kept in s (kept " in said
            assert answer("empat") == said
            assert answer("") == "closed"
            kept, *left = sorted(path.name for path in folder.iterdir() if path.name != "other.qualcode")
            assert kept.startswith("s (kept ") and left == ["s.qualcode"]
            assert memos(folder / kept) == ["satu", "dua"]
            assert memos(folder / "s.qualcode") == other
        work.communicate(timeout=PATIENCE)
    assert work.returncode == 0


def renamed(place: Path) -> None:
    place.rename(place.with_name("elsewhere"))


def moved(place: Path) -> None:
    (place / "s.qualcode").rename(place / "t.qualcode")


def moved_and_replaced(place: Path) -> None:
    moved(place)
    shutil.copy(place / "other.qualcode", place / "s.qualcode")


def removed(place: Path) -> None:
    (place / "s.qualcode").unlink()


@pytest.mark.parametrize(
    ("happens", "kept"),
    [
        (renamed, "elsewhere/s.qualcode"),
        (moved, "study/t.qualcode"),
        (moved_and_replaced, "study/t.qualcode"),
        (removed, "study/s (kept *.qualcode"),
        (shutil.rmtree, "snapshots/s (kept *.qualcode"),
    ],
)
def test_it_is_noticed_while_nothing_is_written_and_nothing_is_written_from_then_on(
    place: Path, happens: Callable[[Path], None], kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(place.parent / "snapshots"))
    monkeypatch.setattr(store, "IDLE_SECONDS", 0.05)
    told = threading.Event()
    said: list[str] = []
    with Project.open(place / "s.qualcode", coder="Rara") as project:
        project.keeper.tell = lambda line: (said.append(line), told.set())[0]
        project.notes.add_memo("dua")
        happens(place)
        assert told.wait(PATIENCE)
        (found,) = place.parent.glob(kept)
        assert found.name in said[0]
        with pytest.raises(StoreError) as refused:
            project.notes.add_memo("tiga")
        assert refused.value.message == said[0]
        assert [memo.body for memo in project.notes.memos()] == ["satu", "dua"]
        if happens is moved:  # and back: it is too late, somebody may have had it open meanwhile
            found.rename(place / "s.qualcode")
            found = place / "s.qualcode"
            with pytest.raises(StoreError):
                project.notes.add_memo("tiga")
    assert len(said) == 1 and project.keeper.notice == said[0]
    assert memos(found) == ["satu", "dua"]
    if happens is moved_and_replaced:
        assert len(memos(place / "s.qualcode")) == 31


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open is not moved there")
def test_where_no_system_names_an_open_file_it_is_only_known_to_be_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "s.qualcode"
    file.write_bytes(b"")
    with file.open("rb"):
        standing = Standing(file)
        standing.note()
        file.rename(tmp_path / "t.qualcode")
        monkeypatch.setattr(os.path, "isdir", lambda _path: False)
        monkeypatch.setitem(sys.modules, "fcntl", None)
        assert standing.name() is None and not standing.holds()


def together(project: Project) -> None:
    """Read twice at the same time, for which one connection is not enough."""
    with project.read() as one, project.read() as other:
        for session in (one, other):
            session.scalar(select(func.count()).select_from(Event))


def test_what_another_process_reads_does_not_follow_the_name_to_another_file(place: Path) -> None:
    with Project.open(place / "s.qualcode", coder="Rara") as project:
        project.notes.add_memo("dua")
        with Project.open(place / "s.qualcode", write=False) as reader:
            (place / "other.qualcode").replace(place / "s.qualcode")
            with pytest.raises(QualcodeError, match="another file stands at"):
                together(reader)
            assert "another file stands at" in reader.store.astray
    assert len(memos(place / "s.qualcode")) == 31


def test_where_it_cannot_be_kept_that_is_said_and_tried_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Path] = []

    def refuse(_source: object, target: Path) -> None:
        tried.append(target)
        raise StoreError("the disk is full")

    with Project.open(place / "s.qualcode", coder="Rara") as project:
        project.notes.add_memo("dua")
        (place / "s.qualcode").unlink()
        with monkeypatch.context() as patch:
            patch.setattr(backup, "copy_open", refuse)
            with pytest.raises(StoreError, match="could not be kept: the disk is full"):
                project.notes.add_memo("tiga")
        assert len(tried) == 2
    assert "is kept in" in project.keeper.notice
    (kept,) = place.glob("s (kept *")
    assert memos(kept) == ["satu", "dua"]


def test_a_command_whose_project_went_astray_on_the_way_does_not_end_well(place: Path) -> None:
    with (
        pytest.raises(StoreError, match="what you did since is kept in"),
        writing(place / "s.qualcode") as project,
    ):
        project.notes.add_memo("dua")
        (place / "s.qualcode").unlink()


def test_the_lock_of_another_folder_that_took_the_name_stays(place: Path) -> None:
    with Project.open(place / "s.qualcode", coder="Rara"):
        place.rename(place.with_name("elsewhere"))
        place.mkdir()
        lock = place / "s.qualcode-lock"
        lock.touch()
    assert lock.exists()
