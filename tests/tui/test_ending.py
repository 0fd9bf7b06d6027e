"""The app whose terminal is closed, or that is told to end, closes its project and backs it up."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.backups import list_snapshots
from tests import waiting

if sys.platform == "win32":
    pytest.skip("terminals are made otherwise on Windows", allow_module_level=True)

import fcntl
import pty
import struct
import termios

PATIENCE = 60.0

LEADER = """
import os, sys
os.close(os.open(os.ttyname(0), os.O_RDWR))  # whoever leads a session and opens a terminal is hung up with it
os.execv(sys.executable, [sys.executable, "-m", "qualcode", *sys.argv[1:]])
"""


class Session:
    """The app on a project, in a terminal of its own whose other end is held here."""

    def __init__(self, path: Path, home: Path, *words: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        outside = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        env = {
            **outside,
            "XDG_DATA_HOME": str(home / "data"),
            "QUALCODE_LANG": "en",
            "TERM": "xterm-256color",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", LEADER, *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=env,
            start_new_session=True,
        )
        os.close(slave)
        self.seen = b""
        self._closing = False
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()

    def _watch(self) -> None:
        with suppress(OSError):
            while not self._closing:
                if select.select([self.master], [], [], 0.1)[0]:
                    self.seen += os.read(self.master, 65536)

    def close(self) -> None:
        """Close the terminal's window."""
        self._closing = True
        self._watcher.join()
        os.close(self.master)

    def wait(self, words: str) -> None:
        """Until the words were drawn."""
        end = time.monotonic() + PATIENCE
        while words.encode() not in self.seen:
            assert time.monotonic() < end, self.seen[-2000:]
            time.sleep(0.05)

    def type(self, keys: str) -> None:
        """Keys into the terminal."""
        os.write(self.master, keys.encode())


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A closed project; what the app leaves beside it is looked at."""
    monkeypatch.setenv("QUALCODE_SNAPSHOTS", str(tmp_path / "cadangan"))
    with Project.create(tmp_path / "studi", coder="Rini", title="Studi kecil") as project:
        project.findings.add("Klaim pertama.")
    yield project.path


@pytest.mark.parametrize("how", ["hangup", "SIGTERM", "SIGHUP"])
def test_an_app_that_is_ended_leaves_one_file_and_a_backup(path: Path, tmp_path: Path, how: str) -> None:
    session = Session(path, tmp_path, "open", str(path))
    session.wait("No sources yet")
    session.wait("no backup yet")
    session.type("u")  # a change: the last action is taken back
    session.wait("Undone")
    if how == "hangup":
        session.close()
    else:
        session.process.send_signal(getattr(signal, how))
    session.process.wait(PATIENCE)
    assert b"Traceback" not in session.seen
    assert [p.name for p in path.parent.iterdir() if p.name.startswith(path.name)] == [path.name]
    with Project.open(path, write=False) as project:
        assert list(project.findings.list()) == []
        (row,) = list_snapshots(path)
        assert project.history.head().startswith(row.head)
    if how != "hangup":
        session.close()


@pytest.mark.parametrize("how", ["SIGHUP", "SIGKILL"])
def test_words_in_an_open_form_outlive_an_app_that_is_ended(path: Path, tmp_path: Path, how: str) -> None:
    session = Session(path, tmp_path, "open", str(path))
    session.wait("No sources yet")
    session.type("m")
    session.wait("No memos yet")
    session.type("a")
    session.wait("New memo")
    session.type("kata yang belum tersimpan")
    session.wait("tersimpan")

    def drafts() -> str:
        return "".join(file.read_text() for file in (tmp_path / "data").rglob("drafts/*.json"))

    if how == "SIGKILL":  # nobody is told, so what stands there is what was written by then
        waiting.wait_until(lambda: "belum tersimpan" in drafts())
    session.process.send_signal(getattr(signal, how))
    session.process.wait(PATIENCE)
    assert "kata yang belum tersimpan" in drafts()
    assert b"Traceback" not in session.seen
    session.close()


def test_a_backup_that_could_not_be_made_is_told_in_the_shell(path: Path, tmp_path: Path) -> None:
    (tmp_path / "cadangan").touch()
    session = Session(path, tmp_path, "open", str(path))
    session.wait("No sources yet")
    session.type("u")
    session.wait("Undone")
    session.type("\x11")
    assert session.process.wait(PATIENCE) == 0
    session.wait("! no backup was made")
    session.close()
