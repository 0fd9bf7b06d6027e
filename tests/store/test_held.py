"""While a project is open nothing in the same process takes its locks away, whatever it reads."""

from __future__ import annotations

import gc
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.store.check import damaged
from qualcode.store.engine import SCHEMA, inspect
from qualcode.text.held import is_held

BESIDE = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT count(*) FROM code').fetchall(); c.close()"
"""Another program that reads the project and closes it, taking itself for the last one if nobody holds a lock."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "study.qualcode"
    with Project.create(place, coder="Rara"):
        return place


def log_survives(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    before = log.stat().st_ino
    subprocess.run([sys.executable, "-c", BESIDE, str(path)], check=True)
    return log.exists() and log.stat().st_ino == before


def test_nothing_that_reads_the_file_beside_it_lets_another_program_take_the_log_away(path: Path) -> None:
    with Project.open(path, coder="Rara") as project:
        project.notes.add_memo("satu")
        assert is_held(path) and log_survives(path)
        for read in (
            lambda: inspect(path),
            lambda: damaged(path),
            lambda: project.sharing.notices(),
            lambda: project.history.check(),
            lambda: project.sources.add(path),
            lambda: project.codebook.import_(path),
            lambda: project.informants.import_csv(path),
            lambda: project.codings.import_csv(path),
            lambda: project.reports.write(path, format="md"),
            lambda: project.notes.export_memos(path),
            lambda: Project.open(path, write=False).close(),
        ):
            try:
                read()
            except QualcodeError as error:
                assert len(error.message.splitlines()) == 1
            assert log_survives(path)
        assert inspect(path) == SCHEMA
        project.notes.add_memo("dua")
    assert not is_held(path)
    with Project.open(path, write=False) as project:
        assert [memo.body for memo in project.notes.memos()] == ["satu", "dua"]


def test_the_open_project_is_no_source_and_no_codebook(path: Path) -> None:
    with Project.open(path, coder="Rara") as project:
        for read in (project.sources.add, project.codebook.import_, project.informants.import_csv):
            with pytest.raises(QualcodeError, match=r"study\.qualcode is the project that is open"):
                read(path)


def test_a_connection_that_is_forgotten_holds_the_file_no_longer(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "p", coder="Rini")
    path = project.path
    project.close()
    assert project.informants.list() == [] and is_held(path)  # what is lazy may be asked for after closing
    del project
    gc.collect()
    assert not is_held(path)
