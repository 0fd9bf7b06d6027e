"""What was acknowledged outlives kills, power cuts and full disks, and damage to texts and codings is noticed."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from qualcode.errors import Busy, QualcodeError, StoreError
from qualcode.model import Code, Coding, Source
from qualcode.project import Project
from qualcode.store import ballast
from tests.store.recording import Entry
from tests.waiting import PATIENCE

SOAK = bool(os.environ.get("QUALCODE_SOAK"))
"""`make soak`: many more rounds."""

KILLS = 1000 if SOAK else 40
CUTS = 600 if SOAK else 40

WORDS = "Tiap bulan dibacakan terbuka, semua boleh melihat bukunya, nggih. Café é 👩‍👩‍👧. "


def study(place: Path) -> Path:
    """A closed project with one long interview and two codes."""
    (place / "k1.txt").write_text("K1: " + WORDS * 400, encoding="utf-8")
    with Project.create(place / "studi kasus é.qualcode", coder="Rara") as project:
        project.informants.add("K1", "PGL")
        project.sources.add(place / "k1.txt", informants=["K1"])
        project.write("code.add", lambda tx: tx.insert_all([Code(code="KP-TRN"), Code(code="KP-MSY")]))
    (place / "k1.txt").unlink()
    return project.path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Such a project."""
    return study(tmp_path)


def uids(path: Path) -> set[UUID]:
    """Codings of a project."""
    with Project.open(path, write=False) as project, project.read() as session:
        return set(session.scalars(select(Coding.uid)))


def problems(path: Path) -> Sequence[str]:
    with Project.open(path, write=False) as project:
        return project.history.check()


# kill

NURSERY = textwrap.dedent(
    """
    import os, sys
    from pathlib import Path
    import qualcode.project.codings, qualcode.store.columns
    from qualcode.project import Project

    def code(path, acks):
        said = os.open(acks, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        project = Project.open(path, coder="Rara")
        begin = max((row.number for row in project.codings.list()), default=0)  # beyond every place taken
        for n in range(100_000):
            place = (begin + n) * 7 % 25_000 + 4
            coding = project.codings.add(1, place, place + 5 + n % 3, ("KP-TRN", "KP-MSY")[n % 2], memo=str(n))
            os.write(said, f"+{coding.uid.hex}\\n".encode())
            if n % 9 == 8:
                project.codings.remove(str(coding.uid))
                os.write(said, f"-{coding.uid.hex}\\n".encode())

    print("ready", flush=True)
    for line in sys.stdin:
        path, acks = line.rstrip("\\n").split("\\t")
        child = os.fork() if hasattr(os, "fork") else 0
        if not child:
            code(path, acks)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)
    """
)


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="sessions are forked, which Windows cannot; test_store kills there"
)
def test_no_acknowledged_coding_is_lost_by_a_kill(path, tmp_path):
    chosen = random.Random(1)
    acks = tmp_path / "said"
    expected: set[UUID] = set()
    whole = path.read_bytes()
    sessions = 0
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as nursery:
        assert nursery.stdin is not None and nursery.stdout is not None
        assert nursery.stdout.readline() == "ready\n"
        for round_ in range(KILLS):
            if round_ % 20 == 0:  # a small project is opened quickly, so that most of the time is coding
                path.write_bytes(whole)
                expected.clear()
            acks.unlink(missing_ok=True)
            nursery.stdin.write(f"{path}\t{acks}\n")
            nursery.stdin.flush()
            child = int(nursery.stdout.readline())
            if round_ % 4:  # in the midst of coding; else anywhere, also while the file is being opened
                wait_for(acks)
            time.sleep(chosen.uniform(0, 0.08))
            os.kill(child, signal.SIGKILL)
            assert nursery.stdout.readline() == "gone\n"
            # A line cut short was not acknowledged; an action cut short may have happened or not.
            said = acks.read_text().split("\n")[:-1] if acks.exists() else []
            expected |= {UUID(line[1:]) for line in said if line[0] == "+"}
            expected -= {UUID(line[1:]) for line in said if line[0] == "-"}
            found = uids(path)
            going = {UUID(said[-1][1:])} if said and said[-1][0] == "+" else set()  # it may be being removed
            assert expected - found <= going
            assert len(found - expected) <= 1
            expected = found
            sessions += bool(said)
            if round_ % 10 == 9:
                assert problems(path) == []
        nursery.stdin.close()
    assert sessions >= KILLS * 3 // 4  # else only openings were killed
    Project.open(path).close()
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(path.name)] == [path.name]


def wait_for(file: Path) -> None:
    """Wait until something stands in a file."""
    until = time.monotonic() + PATIENCE
    while not (file.exists() and file.stat().st_size):
        assert time.monotonic() < until, "nothing was coded"
        time.sleep(0.002)


# power


def after_a_cut(
    log: Sequence[Entry], until: int, before: dict[str, bytes], chosen: random.Random, *, syncs: bool
) -> tuple[dict[str, bytes], set[UUID]]:
    """The files as a power cut after `until` entries may leave them, and what had been acknowledged.

    What was written before a file's last sync is there; of what came after, any part, in any order, torn anywhere
    at a sector. Without `syncs` the disk is one that lies.
    """
    files = {name: bytearray(body) for name, body in before.items()}
    waiting: dict[str, list[Entry]] = {}
    said: set[UUID] = set()
    for entry in log[:until]:
        match entry:
            case ("said", uid):
                said.add(uid)
            case ("sync", name) if syncs:
                for written in waiting.pop(name, []):
                    _apply(files, written)
            case ("gone", name):
                files.pop(name, None)
                waiting.pop(name, None)
            case ("write" | "cut", name, *_rest):
                waiting.setdefault(name, []).append(entry)
    for entries in waiting.values():
        share = chosen.choice([0, 0.3, 0.7, 1])
        for entry in entries:
            if chosen.random() < share:
                if entry[0] == "write" and len(entry[3]) > 512 and chosen.random() < 0.3:
                    entry = (*entry[:3], entry[3][: 512 * chosen.randrange(1, len(entry[3]) // 512 + 1)])
                _apply(files, entry)
    return {name: bytes(body) for name, body in files.items()}, said


def _apply(files: dict[str, bytearray], entry: Entry) -> None:
    body = files.setdefault(entry[1], bytearray())
    if entry[0] == "cut":
        del body[entry[2] :]
    else:
        offset, data = entry[2], entry[3]
        body.extend(bytes(max(0, offset + len(data) - len(body))))
        body[offset : offset + len(data)] = data


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], list[Entry]]:
    """The project's file before two sessions of coding, and everything SQLite wrote in them."""
    place = tmp_path_factory.mktemp("recorded")
    path = study(place)
    before = {path.name: path.read_bytes()}
    record = place / "record"
    program = Path(__file__).with_name("recording.py")
    subprocess.run([sys.executable, str(program), str(path), str(record)], check=True)
    log = pickle.loads(record.read_bytes())
    if not any(entry[0] == "sync" for entry in log):
        pytest.skip("this Python carries its own SQLite, whose writes cannot be recorded")
    return before, log


def lost(place: Path, files: dict[str, bytes], said: set[UUID]) -> set[UUID] | None:
    """Acknowledged codings that are not there after a cut; None where the file cannot be read at all."""
    place.mkdir()
    name = next(name for name in files if name.endswith(".qualcode"))
    for file, body in files.items():
        (place / file).write_bytes(body)
    try:
        Project.open(place / name).close()
        with Project.open(place / name, write=False) as project, project.read() as session:
            if project.history.check():
                return None
            return said - set(session.scalars(select(Coding.uid))) - set(session.scalars(select(Source.uid)))
    except QualcodeError:
        return None
    finally:
        shutil.rmtree(place)


def test_no_acknowledged_coding_is_lost_by_a_power_cut(recorded, tmp_path):
    before, log = recorded
    chosen = random.Random(2)
    assert sum(entry[0] == "said" for entry in log) == 126
    for n in range(CUTS):
        until = chosen.randrange(len(log) + 1)
        files, said = after_a_cut(log, until, before, chosen, syncs=True)
        assert lost(tmp_path / f"cut {n}", files, said) == set()


def test_a_disk_that_lies_is_told_from_one_that_does_not(recorded, tmp_path):
    """The simulation itself can fail: without syncs it loses what was acknowledged."""
    before, log = recorded
    chosen = random.Random(3)
    ends = [n for n, entry in enumerate(log) if entry[0] == "said"][5:50:4]
    outcomes = [
        lost(tmp_path / f"lie {n}", *after_a_cut(log, until + 1, before, chosen, syncs=False))
        for n, until in enumerate(ends)
    ]
    assert any(outcome is None or outcome for outcome in outcomes)


def test_a_log_cut_short_loses_only_what_came_after(path, tmp_path):
    """Works on every machine: the log is copied while somebody codes, and cut at any place behind the copy's end."""
    chosen = random.Random(4)
    log = path.with_name(path.name + "-wal")
    with Project.open(path, coder="Rara") as project:
        said: set[UUID] = set()
        for n in range(24):
            said.add(project.codings.add(1, 10 + n, 16 + n, "KP-TRN").uid)
            if n % 4 == 0:
                durable = log.stat().st_size
                files = {path.name: path.read_bytes(), log.name: log.read_bytes()}
                project.codings.add(1, 500 + n, 510 + n, "KP-MSY")
                torn = log.read_bytes()[: durable + chosen.randrange(4096)]
                files[log.name] = torn
                assert lost(tmp_path / f"torn {n}", files, said) == set()


# full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if os.name == "nt" or mount is None or os.geteuid() != 0:
        pytest.skip(
            "a small disk can be mounted by root on Linux only; a limited file size is tested instead"
        )
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(
            f"no small disk can be mounted here ({done.stderr.strip()}); a limited file size is tested instead"
        )
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_loses_nothing_and_can_be_cleaned_up(path, small_disk, monkeypatch):
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(small_disk / "cadangan"))
    monkeypatch.setattr(ballast, "AMPLE", 2 * ballast.SIZE)
    assert ballast.load()
    work = Path(shutil.copy(path, small_disk / "studi.qualcode"))
    project = Project.open(work, coder="Rara")
    said: set[UUID] = set()
    kept: list[UUID] = []
    with (small_disk / "film.mp4").open("wb") as film:
        film.write(bytes(shutil.disk_usage(small_disk).free - 600_000))
    with pytest.raises(StoreError, match="disk is full; nothing was changed") as told:
        for n in range(3000):
            coding = project.codings.add(1, 10 + n, 16 + n, "KP-TRN", memo="catatan panjang " * 60)
            said.add(coding.uid)
            kept.append(coding.uid)
    assert "\n" not in told.value.message and len(said) > 3
    assert {row.id for row in project.codings.list()} == said
    project.codings.remove(str(kept[0]))  # with the ballast gone there is room for this
    assert not ballast.path().exists() and "some room was set free" in project.keeper.notice
    (small_disk / "film.mp4").unlink()
    project.codings.add(1, 4, 8, "KP-TRN")
    project.close()
    assert uids(work) >= said - {kept[0]} and problems(work) == []
    assert sorted(p.name for p in small_disk.iterdir()) == ["cadangan", "studi.qualcode"]


LIMITED = textwrap.dedent(
    """
    import resource, signal, sys
    from pathlib import Path
    from qualcode.errors import StoreError
    from qualcode.project import Project

    path = Path(sys.argv[1])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    project = Project.open(path, coder="Rara")
    limit = path.stat().st_size + 400_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        for n in range(3000):
            print(project.codings.add(1, 10 + n, 16 + n, "KP-TRN", memo="catatan panjang " * 60).uid, flush=True)
    except StoreError as error:
        print("stopped:", error.message)
    project.close()
    """
)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of file sizes")
def test_a_file_that_may_not_grow_loses_nothing(path):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=False
    )
    *said, last = done.stdout.split("\n")[:-1]
    assert last.startswith("stopped:") and done.stderr == "" and len(said) > 3
    assert uids(path) == {UUID(line) for line in said}
    assert problems(path) == []


@pytest.fixture
def read_only(path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A project in a folder where nothing can be written."""
    if os.name == "nt":
        pytest.skip("rights are kept elsewhere on Windows")
    if os.geteuid() != 0:
        path.parent.chmod(0o555)
        yield path
        path.parent.chmod(0o755)
    else:  # root may write everywhere but on a disk that is mounted for reading
        disk: Path = request.getfixturevalue("small_disk")
        work = Path(shutil.copy(path, disk / path.name))
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield work


def test_a_disk_for_reading_is_read_and_gives_a_line(read_only):
    before = read_only.read_bytes()
    assert uids(read_only) == set() and problems(read_only) == []
    with pytest.raises(StoreError, match="cannot write") as told:
        Project.open(read_only)
    assert "\n" not in told.value.message
    assert read_only.read_bytes() == before


# twice


def test_one_file_is_opened_twice_for_reading_only(path, tmp_path):
    held = Project.open(path, coder="Rara")
    script = "import sys; from qualcode.project import Project; Project.open(sys.argv[1], coder='Bima')"
    other = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False
    )
    assert other.returncode == 1 and "qualcode.errors.Held" in other.stderr and "Rara" in other.stderr
    said = held.codings.add(1, 10, 20, "KP-TRN").uid
    assert uids(path) == {said}
    held.close()
    Project.open(path, coder="Bima").close()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_leads_to_the_same_file_and_lease(path, tmp_path):
    elsewhere = tmp_path / "meja"
    elsewhere.mkdir()
    (elsewhere / "pintasan.qualcode").symlink_to(path)
    with Project.open(path, coder="Rara") as held:
        with pytest.raises(Busy, match="Rara"):
            Project.open(elsewhere / "pintasan.qualcode", coder="Bima")
        held.coders.act("Sari")
        with pytest.raises(Busy, match="Sari"):
            Project.open(elsewhere / "pintasan.qualcode", coder="Bima")
        held.codings.add(1, 10, 20, "KP-TRN")
    with Project.open(elsewhere / "pintasan.qualcode", coder="Bima") as project:
        assert len(project.codings.list()) == 1
    assert [p.name for p in elsewhere.iterdir()] == ["pintasan.qualcode"]
