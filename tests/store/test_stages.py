"""Kills, full disks and power cuts at every stage of the work: importing, undoing, closing, copying, upgrading."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode.cli.main import main
from qualcode.errors import Busy, QualcodeError, StoreError
from qualcode.model import Code
from qualcode.project import Project
from qualcode.store import backup, snapshots
from qualcode.store.engine import SCHEMA

SOAK = bool(os.environ.get("QUALCODE_SOAK"))
"""`make soak`: many more rounds."""

KILLS = 60 if SOAK else 3
"""Kills of each stage."""

TEXT = "P: Bagaimana kasnya?\nI: " + "Tiap bulan dibacakan terbuka, nggih. " * 300 + "\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with interviews and a closed project that has one of them, a code and one coding."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "files").mkdir()
    for n in range(8):
        (folder / "files" / f"w{n}.txt").write_text(f"{TEXT}{n}\n", encoding="utf-8")
    (folder / "p").mkdir()
    with Project.create(folder / "p" / "studi.qualcode", coder="Rara") as project:
        project.write("code.add", lambda tx: tx.insert(Code(code="KP", name_en="Trust")))
        project.sources.add(folder / "files" / "w0.txt")
        project.codings.add(1, 30, 40, "KP")
    return folder


@pytest.fixture
def path(study: Path, tmp_path: Path) -> Path:
    """The project of a copy of that folder."""
    shutil.copytree(study, tmp_path, dirs_exist_ok=True)
    return tmp_path / "p" / "studi.qualcode"


def state(path: Path) -> tuple[int, int]:
    """How many sources and codings there are, in a project that is whole."""
    with Project.open(path, write=False) as project:
        assert project.history.check() == []
        return len(project.sources.list()), len(project.codings.list())


# kill

STAGES = {
    "import": """
        with Project.open(path, coder="Rara") as project:
            for n in range(1, 8):
                begin()
                project.sources.add(Path(files) / f"w{n}.txt")
                said(n + 1, 1)
        """,
    "undo": """
        with Project.open(path, coder="Rara") as project:
            for n in range(200):
                project.codings.add(1, 50 + n, 60 + n, "KP")
                begin()
                project.undo()
                said(1, 1)
                project.redo()
                project.undo()
        """,
    "close": """
        for n in range(60):
            project = Project.open(path, coder="Rara")
            project.codings.add(1, 50 + n, 60 + n, "KP")
            said(1, n + 2)
            begin()
            project.close()
        """,
    "checkpoint": """
        with Project.open(path, coder="Rara") as project:
            for n in range(200):
                project.codings.add(1, 50 + n, 60 + n, "KP")
                said(1, n + 2)
                begin()
                project.store._writer._database.fold(project.store._writer._engine, last=bool(n % 2))
        """,
    "snapshot": """
        for n in range(60):
            with Project.open(path, coder="Rara", snapshot_after=timedelta(0)) as project:
                project.codings.add(1, 50 + n, 60 + n, "KP")
                said(1, n + 2)
                begin()
        """,
    "backup": """
        with Project.open(path, coder="Rara") as project:
            for n in range(200):
                project.codings.add(1, 50 + n, 60 + n, "KP")
                said(1, n + 2)
                begin()
                project.history.backup(Path(files) / f"b{n}.qualcode")
        """,
    "report": """
        with Project.open(path, coder="Rara") as project:
            for n in range(60):
                begin()
                project.reports.write(Path(files) / "laporan.md", format="md")
                said(1, 1)
        """,
}

NURSERY = textwrap.dedent(
    """
    import json, os, sys
    from datetime import timedelta
    from pathlib import Path
    import alembic.command
    import qualcode.project.codings, qualcode.project.history, qualcode.project.reports, qualcode.project.sources
    import qualcode.readers, qualcode.reports, qualcode.store.columns
    from qualcode.project import Project
    from qualcode.store import migrate
    def begin():
        print("begin", flush=True)
    def said(sources, codings):
        print(sources, codings, flush=True)
    for line in sys.stdin:
        if not hasattr(os, "fork") or not os.fork():
            print(os.getpid(), flush=True)
            doing, path, files = json.loads(line)
            exec(doing)
            sys.exit()
        os.wait()
        print("gone", flush=True)
    """
)
"""Does what it is told in children of its own, since to start Python anew takes longer than what is killed."""


class Nursery:
    """Sessions to be killed; where nothing can be forked, each takes a nursery of its own."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._child = 0

    def begin(self, doing: str, path: Path, files: Path) -> None:
        """Begin a session that runs `doing`."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([textwrap.dedent(doing), str(path), str(files)]) + "\n")
        self._process.stdin.flush()
        self._child = int(self.line())

    def line(self) -> str:
        """What the session says next; nothing once it is gone."""
        assert self._process is not None and self._process.stdout is not None
        line = self._process.stdout.readline()
        return "" if line == "gone\n" else line

    def kill(self) -> list[str]:
        """Kill the session; what it had said that was not read."""
        if hasattr(os, "fork"):
            with suppress(ProcessLookupError):  # it may have ended
                os.kill(self._child, signal.SIGKILL)
            return list(iter(self.line, ""))
        assert self._process is not None
        self._process.kill()
        rest = list(iter(self.line, ""))
        self.close()
        return rest

    def close(self) -> None:
        """Let go of the process."""
        if self._process is not None:
            with self._process as process:
                process.kill()
            self._process = None


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.mark.parametrize("stage", STAGES)
def test_a_kill_at_any_stage_loses_nothing_and_leaves_a_whole_project(
    path, tmp_path, stage, monkeypatch, nursery
):
    snapshots_of_it = tmp_path / "snapshots"
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(snapshots_of_it))
    doing = f"os.environ['QUALCODE_SNAPSHOTS'] = {str(snapshots_of_it)!r}\n" + textwrap.dedent(STAGES[stage])
    chosen = random.Random(stage)
    whole = path.read_bytes()
    for round_ in range(KILLS):
        for left in path.parent.iterdir():
            left.unlink()
        path.write_bytes(whole)
        nursery.begin(doing, path, tmp_path / "files")
        lines = []
        for _begun in range(chosen.randrange(1, 5)):  # in the middle of the stage, at its n-th time
            while (line := nursery.line()) not in ("begin\n", ""):
                lines.append(line)
            assert line, "it had ended before it was killed"
        time.sleep(chosen.uniform(0, (0.003, 0.02)[round_ % 2]))
        lines += nursery.kill()
        counted = [tuple(map(int, line.split())) for line in lines if line[0].isdigit() and line[-1] == "\n"]
        sources, codings = counted[-1] if counted else (1, 1)
        found = state(path)  # what was being done may be done or not
        assert sources <= found[0] <= sources + 1 and codings <= found[1] <= codings + 1
        with Project.open(path, coder="Bima") as project:
            project.codings.add(1, 5, 9, "KP")
        assert state(path)[1] == found[1] + 1
        assert [p.name for p in path.parent.iterdir()] == [path.name]
        for copy in [*snapshots_of_it.glob("**/*.qualcode"), *(tmp_path / "files").glob("b*.qualcode")]:
            state(copy)  # whatever has the name of a copy is one
            if copy.parent.name == "files":
                copy.unlink()


def test_a_kill_while_upgrading_leaves_the_old_project_or_the_new_one(path, tmp_path, nursery):
    from tests.store.test_store import MIGRATION, header_version, versions

    upgrading = """
        begin()
        migrate.migrate(Path(path), Path(files))
        """
    migrations = versions(tmp_path, MIGRATION)
    chosen, whole, seen = random.Random(9), path.read_bytes(), set()
    for _round in range(KILLS * 2):
        for left in path.parent.iterdir():
            left.unlink()
        path.write_bytes(whole)
        nursery.begin(upgrading, path, migrations)
        assert nursery.line() == "begin\n"
        time.sleep(chosen.uniform(0, 0.3))
        nursery.kill()
        version = header_version(path)
        seen.add(version)
        if version == SCHEMA:
            assert state(path) == (1, 1)
        else:
            raw = sqlite3.connect(path)
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert raw.execute("SELECT count(*) FROM coding").fetchall() == [(1,)]
            raw.close()
    assert seen <= {SCHEMA, SCHEMA + 1}


# full disk

SIZE = 12 << 20


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if os.name == "nt" or mount is None or os.geteuid() != 0:
        pytest.skip("a small disk can be mounted by root on Linux only")
    command = [mount, "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no small disk can be mounted here ({done.stderr.strip()})")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


DOING: dict[str, Callable[[Project, Path, Path], object]] = {
    "coding": lambda project, files, disk: project.codings.add_many(
        {"source": 1, "start": n, "stop": n + 5, "code": "KP", "memo": "panjang " * 50} for n in range(60, 2000)
    ),
    "import": lambda project, files, disk: project.sources.add(files / "large.txt"),
    "undo": lambda project, files, disk: project.undo(),
    "backup": lambda project, files, disk: project.history.backup(disk / "b.qualcode"),
    "snapshot": lambda project, files, disk: snapshots.take(project.path, snapshots.Reason.ASKED),
    "report": lambda project, files, disk: project.reports.write(disk / "r.docx", format="docx"),
    "codebook": lambda project, files, disk: project.codebook.export(disk / "c.yaml"),
    "share": lambda project, files, disk: project.sharing.share(disk / "s.qualcode"),
}  # fmt: skip


@pytest.mark.parametrize("doing", DOING)
@pytest.mark.parametrize("room", [0, 5_000, 60_000])
def test_a_disk_that_fills_at_any_stage_is_one_line_and_loses_nothing(
    path, tmp_path, small_disk, doing, room, monkeypatch
):
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(small_disk / "snapshots"))
    (tmp_path / "files" / "large.txt").write_text(TEXT * 12, encoding="utf-8")
    work = Path(shutil.copy(path, small_disk / "studi.qualcode"))
    project = Project.open(work, coder="Rara")
    kept = project.codings.add(1, 44, 50, "KP").uid
    if doing == "undo":
        project.sources.add(tmp_path / "files" / "large.txt")
    before = {row.id for row in project.codings.list()}, len(project.sources.list())
    fill(small_disk / "film.mp4", room)
    failed = ""
    try:
        DOING[doing](project, tmp_path / "files", small_disk)
    except QualcodeError as error:
        failed = error.message
        assert "\n" not in failed and len(failed) < 300
        assert ({row.id for row in project.codings.list()}, len(project.sources.list())) == before
        assert not [p for p in small_disk.iterdir() if p.suffix == ".part" or p.name.startswith(".qualcode")]
    assert failed or room
    project.close()  # the log may have no room to be folded in
    assert state(work)[1] >= 1
    with Project.open(work, write=False) as reader:
        assert kept in {row.id for row in reader.codings.list()}
    (small_disk / "film.mp4").unlink()
    with Project.open(work, coder="Rara") as project:
        project.codings.add(1, 5, 9, "KP")
        assert project.history.check() == []
    assert not any(p.name.endswith(("-wal", "-shm", "-lock", "-holder")) for p in small_disk.iterdir())


def fill(file: Path, room: int) -> None:
    """Fill the disk of `file` with it, but for `room` bytes."""
    with file.open("wb", buffering=0) as film:
        for block in (1 << 16, 4096):
            with suppress(OSError):
                while film.write(bytes(block)) == block:
                    pass
        film.truncate(max(film.tell() - room, 0))


def test_commands_on_a_full_disk_say_one_line(path, small_disk, capsys):
    work = Path(shutil.copy(path, small_disk / "studi.qualcode"))
    fill(small_disk / "film.mp4", 0)
    for words in (
        ["code", "add", str(work), "--source", "1", "--span", "60:70", "--code", "KP"],
        ["backup", str(work), str(small_disk / "b.qualcode")],
        ["report", str(work), "--format", "md", "--out", str(small_disk / "r.md")],
        ["new", str(small_disk / "neu")],
    ):
        code = main(words)
        said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("error:")]
        assert code == 2 and len(said) == 1 and "inside qualcode" not in said[0], (words, said)
    (small_disk / "film.mp4").unlink()
    assert state(work) == (1, 1)
    Project.open(work, coder="Rara").close()  # SQLite may have found no room to put its log away
    assert [p.name for p in small_disk.iterdir()] == ["studi.qualcode"]


# power: a file counts only after it and its name are on the disk


def test_copies_and_exports_are_synced_before_they_get_their_name(path, tmp_path, monkeypatch):
    order: list[tuple[str, str]] = []
    real_sync, real_rename, real_replace = os.fsync, Path.rename, os.replace

    def sync(descriptor: int) -> None:
        with suppress(OSError):
            order.append(("sync", os.readlink(f"/proc/self/fd/{descriptor}")))
        real_sync(descriptor)

    def rename(self: Path, target: Path) -> Path:
        order.append(("name", f"{self}>{target}"))
        return real_rename(self, target)

    def replace(source: Path, target: Path) -> None:
        order.append(("name", f"{source}>{target}"))
        real_replace(source, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("what is synced can be seen on Linux only")
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "snapshots"))
    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(os, "replace", replace)
    with Project.open(path, write=False) as project:
        for make in (
            lambda: project.history.backup(tmp_path / "b.qualcode"),
            lambda: snapshots.take(path, snapshots.Reason.ASKED),
            lambda: project.reports.write(tmp_path / "r.md", format="md"),
            lambda: project.codebook.export(tmp_path / "c.yaml"),
        ):
            order.clear()
            make()
            [named] = [
                n for n, (what, place) in enumerate(order) if what == "name" and not place.endswith(".json")
            ]
            draft, _gt, target = order[named][1].partition(">")
            assert ("sync", draft) in order[:named]  # the content first
            assert ("sync", str(Path(target).parent)) in order[named + 1 :]  # then that it is there


def test_a_copy_that_a_power_cut_interrupts_is_none(path, tmp_path, monkeypatch):
    """At every write of a copy: what stands there under its name is whole, or nothing stands there."""
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "snapshots"))
    for step in ("fsync", "rename", "keep"):

        def cut(*_given: object, step: str = step, **_more: object) -> None:
            raise OSError(5, f"power went at {step}")

        with monkeypatch.context() as patch:
            if step == "fsync":
                patch.setattr(os, "fsync", cut)
            elif step == "rename":
                patch.setattr(Path, "rename", cut)
            else:
                patch.setattr(backup, "keep_name", cut)
            with pytest.raises(StoreError):
                snapshots.take(path, snapshots.Reason.ASKED)
        for copy in (tmp_path / "snapshots").glob("**/*.qualcode"):
            assert state(copy) == (1, 1)
            copy.unlink()
        assert not list((tmp_path / "snapshots").glob("**/*.part"))


# the same file twice

OTHER = """
import json, sys
from qualcode.errors import QualcodeError
from qualcode.project import Project
said = []
for name in sys.argv[1:]:
    try:
        Project.open(name, coder="Bima").close()
        said.append("")
    except QualcodeError as error:
        said.append(f"{type(error).__name__}: {error.message}")
print(json.dumps(said))
"""


def opened_elsewhere(folder: Path, *names: Path | str) -> list[str]:
    """What another process in `folder` is told when it opens each for writing; empty where it could."""
    command = [sys.executable, "-c", OTHER, *map(str, names)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder).stdout)


def test_one_file_by_any_name_has_one_writer(path, tmp_path):
    folder = path.parent
    (tmp_path / "pintas").symlink_to(folder, target_is_directory=True)
    (tmp_path / "pintas.qualcode").symlink_to(path)
    names = [
        path, path.name, f"./{path.name}", path.stem, f"../{folder.name}/{path.name}", f"{folder}//{path.name}",
        tmp_path / "pintas" / path.name, tmp_path / "pintas.qualcode",
    ]  # fmt: skip
    with Project.open(path, coder="Rara") as held:
        for name, told in zip(names, opened_elsewhere(folder, *names), strict=True):
            assert told.startswith("Held") and "Rara" in told, name
        with pytest.raises(Busy, match="Rara"):  # also from within the process
            Project.open(tmp_path / "pintas.qualcode", coder="Bima")
        said = held.codings.add(1, 60, 70, "KP").uid
        with Project.open(tmp_path / "pintas" / path.name, write=False) as reader:
            assert said in {row.id for row in reader.codings.list()}
    assert opened_elsewhere(folder, *names) == [""] * len(names)


@pytest.mark.skipif(not hasattr(os, "link"), reason="there are no hard links here")
def test_a_file_under_two_names_is_read_and_not_written(path, tmp_path):
    os.link(path, tmp_path / "kembar.qualcode")
    for name in (path, tmp_path / "kembar.qualcode"):
        with pytest.raises(StoreError, match="two names"):
            Project.open(name, coder="Rara")
        assert state(name) == (1, 1)
    (tmp_path / "kembar.qualcode").unlink()
    Project.open(path, coder="Rara").close()


def test_a_lock_left_by_another_machine_or_before_a_restart_holds_nobody_up(path):
    path.with_name(path.name + "-lock").write_bytes(b"")
    path.with_name(path.name + "-holder").write_text(
        '{"coder": "Lama", "user": "x", "machine": "lain", "process": 1}', encoding="utf-8"
    )
    with Project.open(path, coder="Rara") as project:
        project.codings.add(1, 60, 70, "KP")
        assert "Rara" in opened_elsewhere(path.parent, path)[0]
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_reading_goes_on_while_somebody_writes_and_sees_one_state(path):
    with Project.open(path, coder="Rara") as project, Project.open(path, write=False) as reader:
        with reader.read() as session:
            from qualcode.store.columns import columns

            before = len(columns(session.connection()))
            for n in range(50):
                project.codings.add(1, 60 + n, 70 + n, "KP")
            assert len(columns(session.connection())) == before
        assert len(reader.codings.list()) == before + 50
        assert main(["code", "list", str(path)]) == 0


def test_a_folder_that_goes_away_is_one_line(path):
    """As when a stick is pulled out."""
    with Project.open(path, write=False) as project:
        shutil.rmtree(path.parent)
        with suppress(StoreError):  # what is open may still be read
            project.codings.list()
    with pytest.raises(QualcodeError, match="no project"):
        Project.open(path)
