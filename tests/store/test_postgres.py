"""A project on a server: what differs from a file is told and held; copies go both ways."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from qualcode.errors import BadInput, Busy, NotFound, StoreError
from qualcode.model import Code, Group, Memo, Source, TextVersion
from qualcode.project import Project
from qualcode.project.history import restore
from qualcode.store.columns import columns
from qualcode.store.database import is_server
from qualcode.store.store import Store
from qualcode.text.lines import line_starts
from tests.store.test_store import CODER
from tests.waiting import PATIENCE

BODY = "P: Bagaimana kasnya?\nK1: Kas desa dibacakan terbuka, “Ñandu” pun tahu.\n"


@pytest.fixture
def url(server: Callable[..., str]) -> str:
    """An empty project on the server."""
    return server(empty=False)


def fill(project: Project) -> None:
    """A source, codes of which the parent comes after its child, and codings."""

    def work(tx):
        source = tx.insert(Source(name="a.txt", details={"b": 1, "a": [2]}))
        tx.insert(
            TextVersion(
                source_id=source.id,
                body=BODY,
                sha256=hashlib.sha256(BODY.encode()).hexdigest(),
                length=len(BODY),
                line_starts=line_starts(BODY).tobytes(),
            )
        )
        child = tx.insert(Code(code="KP-TRB", label="terbuka"))
        tx.update(child, parent_id=tx.insert(Code(code="KP", label="kas")).id)

    project.write("source.add", work)
    for n in range(4):
        project.codings.add("a.txt", 25 + n, 40, "KP-TRB", memo=f"ü😀 {n}")
    project.codings.remove("4")  # the last id is given, and gone
    project.undo()
    project.codings.remove("4")


def test_a_project_on_a_server_is_made_opened_and_searched(server):
    url = server()
    with Project.create(url, coder="Rara", title="Studi") as project:
        fill(project)
        assert project.study().title == "Studi"
        assert project.path.stem in url
        assert [h.text for h in project.search.find("ñANDU")] == ["Ñandu"]
        assert [h.text for h in project.search.find("baca")] == ["baca"]
        assert project.history.check() == []
    with Project.open(url, write=False) as project:
        assert len(project.codings.list()) == 3
        assert project.coder == "Rara"
    with pytest.raises(BadInput, match="not empty"):
        Project.create(url)
    with Project.open(
        Path(url.replace("?host=/", "?host=%2F")), write=False
    ) as again:  # a path loses slashes
        assert again.study().title == "Studi"


def test_copies_go_from_server_to_file_and_back_and_the_history_still_verifies(server, tmp_path):
    url, file = server(), tmp_path / "copy.qualcode"
    with Project.create(url, coder="Rara") as project:
        fill(project)
        project.history.backup(file)
        head = project.history.head()
        with pytest.raises(BadInput, match="exists already"):
            project.history.backup(file)
    with Project.open(file, coder="Rara") as copied:
        assert copied.history.head() == head
        assert copied.history.check() == []
        assert copied.search.find("terbuka")
        added = copied.codings.add("a.txt", 30, 40, "KP")
        assert added.id == 5  # 4 was given before and is not given again
        copied.undo()
        head = copied.history.head()
    other = server()
    restore(file, other)
    with Project.open(other, coder="Rara") as restored:
        assert restored.history.head() == head
        assert restored.history.check() == []
        assert restored.codings.add("a.txt", 31, 40, "KP").id == 6
    with pytest.raises(BadInput, match="not empty"):
        restore(file, other)


def test_a_copy_that_fails_leaves_the_database_empty(server, tmp_path):
    file = tmp_path / "p.qualcode"
    with Project.create(file, coder="Rara") as project:
        fill(project)
        project.store.maintain(
            lambda c: c.exec_driver_sql("UPDATE coding SET memo = 'a' || char(0) || 'b'")  # SQLite takes NUL
        ).result()
    url = server()
    with pytest.raises((BadInput, StoreError)):
        restore(file, url)
    Project.create(url).close()


def test_the_holder_of_the_right_to_write_is_told_and_a_killed_one_frees_it(url):
    first = Store(url, write=True, coder="Rara")
    with pytest.raises(Busy, match="Rara"):
        Store(url, write=True, coder="Bima")
    first.write("group.add", lambda tx: tx.insert(Group(name="A")), coder="Rara").result()
    reader = Store(url, write=False)
    with reader.read() as session:
        assert session.scalar(text('SELECT name FROM "group"')) == "A"
    reader.close()
    first.close()
    with subprocess.Popen(
        [sys.executable, "-c", CODER.replace("Path(sys.argv[1])", "sys.argv[1]"), url],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(5)]
        os.kill(process.pid, signal.SIGKILL)
        said += process.stdout.readlines()
    store = held(url)
    with store.read() as session:
        bodies = set(session.scalars(text("SELECT body FROM memo")))
    assert {line.strip() for line in said if line.endswith("\n")} <= bodies
    store.close()


def held(url: str) -> Store:
    """The project opened for writing, as soon as the server has noticed that its holder is gone."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return Store(url, write=True, coder="Bima")
        except Busy:
            assert time.monotonic() < until
            time.sleep(0.02)


def test_what_does_not_fit_is_told_in_one_line_and_leaves_nothing(url):
    store = Store(url, write=True, coder="Rara")
    store.write("x", lambda tx: tx.insert(Code(code="KP")), coder="Rara").result()
    with pytest.raises(BadInput, match="exists already"):
        store.write("x", lambda tx: tx.insert(Code(code="KP")), coder="Rara").result()
    with pytest.raises(BadInput, match="does not fit"):
        store.write("x", lambda tx: tx.insert(Memo(body="x", coder_id=99)), coder="Rara").result()
    with pytest.raises(BadInput, match="NUL"):
        store.write("x", lambda tx: tx.insert(Code(code="a\0b")), coder="Rara").result()
    store.write("x", lambda tx: tx.insert(Code(code="KA")), coder="Rara").result()
    with store.read() as session:
        assert session.scalars(text("SELECT code FROM code ORDER BY code")).all() == ["KA", "KP"]
    store.close()


def test_a_lost_connection_is_told_and_the_next_write_holds_the_right_again(url):
    store = Store(url, write=True, coder="Rara")
    mine = store.maintain(lambda c: c.scalar(text("SELECT pg_backend_pid()"))).result()
    with store.read() as session:
        session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": mine})
    with pytest.raises(StoreError, match="connection"):
        store.write("x", lambda tx: tx.insert(Code(code="KP")), coder="Rara").result()
    store.write("x", lambda tx: tx.insert(Code(code="KP")), coder="Rara").result()
    with pytest.raises(Busy, match="Rara"):
        Store(url, write=True, coder="Bima")
    store.close()


@pytest.mark.parametrize(
    "address",
    ["postgresql://rara:rahasia@127.0.0.1:1/studi", "postgresql://rara:rahasia@nowhere.invalid/studi"],
)
def test_a_server_that_cannot_be_reached_is_one_line_without_the_password(address):
    with pytest.raises(StoreError) as caught:
        Project.open(address)
    assert "cannot reach" in caught.value.message
    assert "rahasia" not in repr(caught.value)
    assert "\n" not in caught.value.message


def test_what_names_no_project_is_refused(server):
    for wrong in ("postgresql://", "postgresql://host", "postgres://ho:st:x/"):
        assert is_server(wrong)
        with pytest.raises(BadInput, match="postgresql://"):
            Project.open(wrong)
    with pytest.raises(NotFound, match="no project"):
        Project.open(server())


def test_columns_follow_the_codings_and_are_kept_at_closing(url):
    with Project.open(url, coder="Rara") as project:
        fill(project)
    with Project.open(url, coder="Rara") as project:
        with project.read() as session:
            assert session.scalar(text("SELECT count(*) FROM pack")) == 1
        rows = [{"source": "a.txt", "start": n, "stop": n + 3, "code": "KP"} for n in range(20)]
        assert [c.id for c in project.codings.add_many(rows)] == list(range(5, 25))
        with project.read() as session:
            assert len(columns(session.connection())) == 23
            assert session.scalar(text("SELECT count(*) FROM coding")) == 23
        project.undo()
        with project.read() as session:
            assert len(columns(session.connection())) == 3


def test_an_error_shows_no_words_of_the_material(url):
    store = Store(url, write=False)
    with pytest.raises((DBAPIError, StoreError)) as caught, store.read() as session:
        session.execute(text("SELECT * FROM nothing WHERE a = :a"), {"a": "rahasia"})
    assert "rahasia" not in str(caught.value)
    store.close()
