"""Project files with any name in any folder, and what SQLite calls them on each system."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from qualcode.project import Project
from qualcode.store import backup
from qualcode.store.engine import file_uri


@pytest.mark.parametrize(
    "name", ["é 100% #1? %41&x=y;'z'", "a?mode=memory", "日本語 🙂", "e\u0301 tetap", "[ab] {c}"]
)
def test_a_name_may_hold_every_sign_the_system_allows(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    path = folder / f"{name}.qualcode"
    with Project.create(path, coder="ana") as project:
        project.informants.add("K1", "A")
    assert [file.name for file in folder.iterdir()] == [path.name]
    with Project.open(path, write=False) as project:
        assert [row.id for row in project.informants.list()] == ["K1"]
    copy = folder / f"copy {name}.qualcode"
    backup.copy(path, copy)
    with Project.open(copy) as project:
        project.informants.add("K2", "A")
        assert not project.history.check()
    assert sorted(file.name for file in folder.iterdir()) == sorted([path.name, copy.name])


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        (PurePosixPath("/a b/ü?#%.q"), "file:///a%20b/%C3%BC%3F%23%25.q"),
        (PureWindowsPath("C:\\Users\\Sri Asih\\a#b.q"), "file:///C:/Users/Sri%20Asih/a%23b.q"),
        (PureWindowsPath("\\\\server\\bersama\\a.q"), "file:////server/bersama/a.q"),
    ],
)
def test_sqlite_is_given_no_host_and_no_sign_that_it_would_take_for_something_else(path, uri):
    assert file_uri(path) == uri


def test_sqlite_opens_what_it_is_given(tmp_path):
    path = tmp_path / "ü ?#%41&.db"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE t (x)")
    with closing(sqlite3.connect(file_uri(Path(path).resolve()) + "?mode=ro", uri=True)) as opened:
        assert opened.execute("SELECT count(*) FROM t").fetchone() == (0,)
