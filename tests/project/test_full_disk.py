"""A disk that is full: a person is told in one line, nothing is lost, and a source can be removed to make room."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import StoreError
from qualcode.project import Project
from qualcode.store import ballast, snapshots
from qualcode.tui.app import QualcodeApp
from qualcode.tui.recent import Memory
from tests.tui.test_app import rows, settled

WORDS = "K1: Tiap bulan dibacakan terbuka, semua boleh melihat bukunya. "


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A file system of 24 MB that holds the project and the snapshots; ballast is on board."""
    place = tmp_path / "stik USB"
    place.mkdir()
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk can be mounted by root on Linux only")
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(place / "cadangan"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(ballast, "AMPLE", 2 * ballast.SIZE)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.fixture(params=[0, 400_000], ids=["nothing", "little"])
def left(request: pytest.FixtureRequest) -> int:
    """Bytes that are left: none, with which a project cannot even be opened, or some, with which nothing is removed."""
    return int(request.param)


@pytest.fixture
def full(disk: Path, left: int) -> Path:
    """A project with two sources and codings on a disk on which hardly anything is left."""
    with Project.create(disk / "studi", coder="Rara") as project:
        project.informants.add("K1", "PGL")
        project.codebook.add("KP", name_id="Kepercayaan")
        for name in ("a.txt", "b.txt"):
            (disk / name).write_text(WORDS * 600 + name, encoding="utf-8")
            project.sources.add(disk / name, informants=["K1"])
            project.codings.add_many(
                [{"source": name, "start": n, "stop": n + 9, "code": "KP"} for n in range(4, 900)]
            )
            (disk / name).unlink()
    Project.open(project.path, snapshot_after=snapshots.ALWAYS).close()
    assert ballast.path().exists()
    with (disk / "film.mp4").open("wb") as film:
        film.write(bytes(shutil.disk_usage(disk).free - left))
    return project.path


def test_a_source_is_removed_where_the_disk_is_full(full: Path, left: int) -> None:
    with Project.open(full, snapshot_after=snapshots.ALWAYS) as project:
        if left:
            with pytest.raises(StoreError, match="disk is full; nothing was changed") as told:
                project.sources.remove("a.txt")
            assert "\n" not in told.value.message and len(project.sources.list()) == 2
        assert "some room was set free" in project.keeper.notice
        project.sources.remove("a.txt")
        assert [row.name for row in project.sources.list()] == ["b.txt"]
        assert project.history.check() == []
    assert "no backup was made" in project.keeper.notice
    assert [p.name for p in full.parent.glob("studi*")] == [full.name]


def test_without_ballast_a_disk_without_any_room_can_still_be_read(
    full: Path, left: int, tmp_path: Path
) -> None:
    ballast.path().unlink()
    with (full.parent / "lagu.mp3").open("wb") as song:
        song.write(bytes(ballast.SIZE))
    before = full.read_bytes()
    if not left:
        with pytest.raises(StoreError, match="the disk is full; nothing was changed"):
            Project.open(full, write=True)
        with Project.open(full, write=False) as project:  # to read takes no room
            assert len(project.sources.list()) == 2 and project.history.check() == []
            assert project.history.backup(tmp_path / "luar").name == "luar.qualcode"
        assert full.read_bytes() == before
        assert [p.name for p in full.parent.glob("studi*")] == [full.name]
    (full.parent / "lagu.mp3").unlink()
    with Project.open(full, write=False) as project:
        assert project.history.check() == []


async def test_the_app_says_that_the_disk_is_full_and_that_there_is_room_again(full: Path, left: int) -> None:
    app = QualcodeApp(Project.open(full, snapshot_after=snapshots.ALWAYS), Memory())
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(app, pilot)
        if left:
            await pilot.press("delete")
            await settled(app, pilot)
            await pilot.press("y")
            await settled(app, pilot)
            assert "not saved" in rows(app) and "disk is full" in " ".join(rows(app).split())
        app.clear_notifications()
        await pilot.pause()
        assert "some room was set free" in " ".join(rows(app).split())
        await pilot.press("delete")
        await settled(app, pilot)
        await pilot.press("y")
        await settled(app, pilot)
        assert app.desk is not None
        assert [row.name for row in app.desk.project.sources.list()] == ["b.txt"]
        await app.action_quit()
    with Project.open(full, write=False) as project:
        assert len(project.codings.list()) == 896 and project.history.check() == []
