"""What an open project keeps for its tables is what somebody who reads everything anew would find."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlmodel import Session, select

from qualcode.analysis.counts import CodeCounts, CodeTally
from qualcode.errors import QualcodeError
from qualcode.model import Informant, Source
from qualcode.project import Project, material, turn_columns
from qualcode.project.study import build_study
from qualcode.resources import study_path
from qualcode.store import journal

WAYS = ("group", "informant", "method", "wave")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "kube.qualcode"
    build_study(study_path("kube"), path, language="id")
    return path


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Iterator[Project]:
    with Project.open(shutil.copy(built, tmp_path / "kube.qualcode"), coder="Rara") as opened:
        yield opened


def tables(project: Project) -> list[object]:
    """Every table that is kept, as plain values."""
    counts = [project.analysis.counts(by).as_json() for by in WAYS]
    return [
        *counts,
        project.analysis.counts("group", coder="Rara").as_json(),
        project.analysis.cooccurrence().as_json(),
    ]


def test_tables_follow_every_change_as_if_read_anew(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    tables(project)
    read = 0

    plain = material.read

    def counting_read(session: Session) -> material.Material:
        nonlocal read
        read += 1
        return plain(session)

    monkeypatch.setattr(material, "read", counting_read)
    sources = [row.name for row in project.sources.list()]
    codes = [
        row.code
        for row in project.codebook.list()
        if not any(r.parent == row.code for r in project.codebook.list())
    ]
    for step in range(12):
        try:
            match step % 4:
                case 0 | 1:
                    start = chance.randrange(900)
                    project.codings.add(
                        chance.choice(sources), start, start + chance.randrange(5, 200), chance.choice(codes)
                    )
                case 2:
                    project.codings.remove(chance.choice(project.codings.list()).id)
                case _:
                    project.undo()
        except QualcodeError:  # a span without words; nothing changed
            continue
    own = tables(project)
    assert read == 0, "a change of codings alone lets the ground be"
    with Project.open(project.path, write=False) as anew:
        assert tables(anew) == own


def test_a_code_made_meanwhile_is_in_the_tables_and_out_of_them_when_it_goes(project: Project) -> None:
    def as_anew() -> bool:
        with Project.open(project.path, write=False) as anew:
            return tables(anew) == tables(project)

    tables(project)
    source, other = str(project.sources.list()[0].id), project.codebook.list()[-1].code
    project.codebook.add("BARU", name_id="Baru", name_en="New")
    project.codings.add(source, 400, 420, "BARU")
    assert as_anew() and project.analysis.counts("group").codes[-1].code == "BARU"
    project.codebook.remove("BARU", with_codings=True)
    project.codings.add(source, 430, 440, other)
    assert as_anew()
    project.undo()
    project.undo()
    assert as_anew() and project.analysis.counts("group").codes[-1].code == "BARU"


def test_what_is_no_coding_is_read_again(project: Project) -> None:
    before = project.analysis.counts("group").as_json()
    project.informants.add("X9", "PGL", level=1)
    project.informants.edit("M1", group="PGL")
    with Project.open(project.path, write=False) as anew:
        assert project.analysis.counts("group").as_json() == anew.analysis.counts("group").as_json()
        assert project.analysis.counts("informant").as_json() == anew.analysis.counts("informant").as_json()
        assert project.analysis.counts("group").as_json() != before


def test_a_session_that_began_before_a_change_sees_what_it_saw(project: Project) -> None:
    with project.read() as session:
        before = material.load(session)
        coding = project.codings.list()[0]
        project.codings.remove(coding.id)
        with project.read() as later:
            assert len(material.load(later).columns) == len(before.columns) - 1
        assert len(material.load(session).columns) == len(before.columns)


def test_the_database_chooses_the_turns_that_python_does(project: Project) -> None:
    with project.read() as session:
        sources = session.scalars(select(Source).order_by(Source.id)).all()
        by_rows = turn_columns.counting_turns(session, sources)
        found = turn_columns.counting_places(session, sources)
    wanted = np.array([[row, start, stop, who or 0] for _turn, row, start, stop, who in by_rows]).T
    assert len(by_rows) > 100
    assert np.array_equal(np.stack(found), wanted)


def test_the_journal_tells_what_was_touched(project: Project) -> None:
    def touched(event: int, most: int = 10**6) -> journal.Touched | None:
        with project.read() as session:
            return journal.touched_since(session.connection(), event, most)

    def last() -> int:
        with project.read() as session:
            return journal.last_event(session.connection())

    event = last()
    assert touched(event) == journal.Touched(frozenset(), frozenset())
    coding = project.codings.list()[0]
    with project.read() as session:
        source = session.scalars(select(Source).where(Source.name == coding.source_name)).one()
        assert session.scalars(select(Informant)).all()
    project.codings.edit(coding.id, memo="lihat lagi")
    project.codings.remove(coding.id)
    found = touched(event)
    assert found is not None and "coding" in found.tables and found.coded == {source.id}
    assert touched(event, 10) is None, "more than it may read is told as everything"


def test_a_table_is_told_before_another_thread_counts_on_in_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = project.analysis.counts("group").as_json()
    other = threading.Thread(target=project.analysis.counts, args=("group",))
    plain = CodeTally.counts

    def interrupted(tally: CodeTally) -> CodeCounts:
        if not other.ident:
            project.codings.remove(project.codings.list()[0].id)
            other.start()
            other.join(0.3)
            assert other.is_alive(), "it waits until this table is told"
        return plain(tally)

    monkeypatch.setattr(CodeTally, "counts", interrupted)
    assert project.analysis.counts("group").as_json() == before
    other.join()
    assert project.analysis.counts("group").as_json() != before
