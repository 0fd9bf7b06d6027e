"""The project: one writer, many readers, nothing acknowledged is lost; of a file also that it is one and ours."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import OperationalError

from qualcode.errors import BadInput, Busy, NotFound, StoreError
from qualcode.model import METADATA, Group, Memo
from qualcode.store import backup, migrate
from qualcode.store.columns import columns
from qualcode.store.engine import APPLICATION_ID, SCHEMA, reading_engine
from qualcode.store.engine import inspect as header
from qualcode.store.store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "ruang kerja – é"
    place.mkdir()
    Store.create(place / "studi.qualcode")
    return place / "studi.qualcode"


def test_a_closed_project_is_one_file(path):
    with_lease = Store(path, write=True, coder="Rara")
    with_lease.write("group.add", lambda tx: tx.insert(Group(name="A")), coder="Rara").result()
    assert len(list(path.parent.iterdir())) > 1
    with_lease.close()
    assert list(path.parent.iterdir()) == [path]
    reader = Store(path, write=False)
    with reader.read() as session:
        assert session.scalar(select(Group.name)) == "A"
    reader.close()
    assert list(path.parent.iterdir()) == [path]


def test_the_file_says_whose_it_is_and_is_durable(path):
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    raw.close()
    store = Store(path, write=True)
    settings = store.maintain(
        lambda c: [c.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("synchronous", "foreign_keys")]
    ).result()
    assert settings == [2, 1]
    store.close()


def test_a_second_writer_is_told_who_holds_it_and_a_reader_reads_on(place):
    first = Store(place, write=True, coder="Rara")
    with pytest.raises(Busy, match="Rara"):
        Store(place, write=True, coder="Bima")
    reader = Store(place, write=False)
    first.write("group.add", lambda tx: tx.insert(Group(name="A")), coder="Rara").result()
    with reader.read() as session:
        assert session.scalar(select(Group.name)) == "A"
    reader.close()
    first.close()
    Store(place, write=True, coder="Bima").close()


def test_readers_cannot_write_and_see_one_state(place):
    store = Store(place, write=True, coder="Rara")
    with store.read() as session:
        assert session.scalars(select(Group.name)).all() == []
        store.write("group.add", lambda tx: tx.insert(Group(name="A")), coder="Rara").result()
        assert session.scalars(select(Group.name)).all() == []
    with pytest.raises(StoreError), store.read() as session:
        session.execute(text("DELETE FROM study"))
    store.close()
    store = Store(place, write=False)
    with pytest.raises(Busy):
        store.write("x", lambda tx: None, coder="Rara").result()
    store.close()


def test_readers_of_a_file_are_held_to_reading_by_sqlite_itself(path):
    engine = reading_engine(path)
    with engine.connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(text("INSERT INTO study DEFAULT VALUES"))
    engine.dispose()


CODER = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from qualcode.model import Memo
    from qualcode.store.store import Store
    store = Store(Path(sys.argv[1]), write=True, coder="Rara")
    for n in range(100000):
        store.write("memo.add", lambda tx: tx.insert(Memo(body=str(n), coder_id=tx.coder.id)), coder="Rara").result()
        print(n, flush=True)
    """
)


def test_a_killed_writer_loses_nothing_acknowledged_and_frees_its_lease(path):
    for kill_after in (1, 7, 30):
        with subprocess.Popen(
            [sys.executable, "-c", CODER, str(path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            said = [process.stdout.readline() for _ in range(kill_after)]
            os.kill(process.pid, signal.SIGKILL)
            said += process.stdout.readlines()
        complete = [line for line in said if line.endswith("\n")]
        store = Store(path, write=True, coder="Rara")
        with store.read() as session:
            bodies = [
                m.body
                for m in session.scalars(select(Memo).order_by(Memo.id.desc()).limit(len(complete) + 2))
            ]
        assert {line.strip() for line in complete} <= set(bodies)
        store.write("clear", lambda tx: [tx.delete(m) for m in tx.all(Memo)], coder="Rara").result()
        store.close()


def test_what_is_not_a_project_is_refused_in_one_line(tmp_path):
    with pytest.raises(NotFound, match="no project"):
        Store(tmp_path / "none.qualcode", write=False)
    with pytest.raises(StoreError, match="folder"):
        Store(tmp_path, write=False)
    (tmp_path / "text").write_text("not a database at all, and long enough to have a header" * 9)
    with pytest.raises(StoreError, match="not a qualcode project"):
        Store(tmp_path / "text", write=True)
    other = sqlite3.connect(tmp_path / "other.db")
    other.executescript("CREATE TABLE a (b)")
    other.close()
    with pytest.raises(StoreError, match="another program"):
        Store(tmp_path / "other.db", write=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other.db", "text"]


def test_a_newer_file_is_refused(path):
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    with pytest.raises(StoreError, match="newer qualcode"):
        Store(path, write=False)


def test_creating_over_a_file_is_refused(path):
    before = path.read_bytes()
    with pytest.raises(BadInput, match="exists already"):
        Store.create(path)
    assert path.read_bytes() == before


def test_a_backup_is_whole_while_somebody_writes(path, tmp_path):
    store = Store(path, write=True, coder="Rara")
    store.write("group.add", lambda tx: tx.insert(Group(name="A")), coder="Rara").result()
    backup.copy(path, tmp_path / "copy.qualcode")
    store.write("group.add", lambda tx: tx.insert(Group(name="B")), coder="Rara").result()
    store.close()
    copy = Store(tmp_path / "copy.qualcode", write=False)
    with copy.read() as session:
        assert session.scalars(select(Group.name)).all() == ["A"]
    copy.close()
    with pytest.raises(BadInput, match="exists already"):
        backup.copy(path, tmp_path / "copy.qualcode")
    with pytest.raises(NotFound, match="no folder"):
        backup.copy(path, tmp_path / "nowhere" / "copy.qualcode")


MIGRATION = f"""
import sqlalchemy as sa
from alembic import op
revision = "{SCHEMA + 1:04}"
down_revision = "{SCHEMA:04}"
def upgrade():
    with op.batch_alter_table("group", recreate="always") as batch:
        batch.add_column(sa.Column("size", sa.Integer))
"""


def versions(tmp_path: Path, body: str) -> Path:
    """A copy of our migrations with one more in it."""
    import shutil

    place = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, place, ignore=shutil.ignore_patterns("__pycache__"))
    (place / "versions" / "next.py").write_text(body)
    return place


def test_migration_keeps_children_takes_a_snapshot_and_counts_up(path, tmp_path):
    from qualcode.model import Informant

    store = Store(path, write=True)
    store.write(
        "x",
        lambda tx: tx.insert(Informant(code="K1", group_id=tx.insert(Group(name="A")).id)),
        coder="R",
    ).result()
    store.close()
    snapshot = migrate.migrate(path, versions(tmp_path, MIGRATION))
    assert header(snapshot) == SCHEMA
    assert header_version(path) == SCHEMA + 1
    raw = sqlite3.connect(path)
    assert raw.execute("SELECT code FROM informant").fetchall() == [("K1",)]
    assert "size" in [row[1] for row in raw.execute('PRAGMA table_info("group")')]
    raw.close()


def header_version(path: Path) -> int:
    raw = sqlite3.connect(path)
    version = raw.execute("PRAGMA user_version").fetchone()[0]
    raw.close()
    return int(version)


def test_a_failing_migration_changes_nothing(path, tmp_path):
    broken = MIGRATION + '    op.execute("INSERT INTO nowhere VALUES (1)")\n'
    with pytest.raises(StoreError, match="nothing was changed"):
        migrate.migrate(path, versions(tmp_path, broken))
    raw = sqlite3.connect(path)
    assert "size" not in [row[1] for row in raw.execute('PRAGMA table_info("group")')]
    assert header_version(path) == SCHEMA
    raw.close()


def test_a_new_file_has_every_table_of_the_records(path):
    engine = reading_engine(path)
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
    engine.dispose()
    assert set(METADATA.tables) <= names


def test_columns_follow_the_codings(place):
    from qualcode.model import Code, Coding, Source, Valence

    store = Store(place, write=True)

    def begin(tx):
        source, code = tx.insert(Source(name="a")), tx.insert(Code(code="KP"))
        tx.insert(Source(name="empty"))
        return tx.insert_all(
            Coding(
                source_id=source.id, start=n, stop=n + 2, code_id=code.id, coder_id=tx.coder.id,
                valence=Valence.WEAKENS if n == 3 else None, period="before" if n else "",
            )
            for n in (5, 3, 0)
        )  # fmt: skip

    codings = store.write("x", begin, coder="R").result()

    def seen():
        with store.read() as session:
            c = columns(session.connection())
        return list(zip(c.start.tolist(), c.valence.tolist(), [c.periods[p] for p in c.period], strict=True))

    assert seen() == [(0, 0, ""), (3, 2, "before"), (5, 0, "before")]
    store.close()
    store = Store(place, write=True)
    assert store.maintain(lambda c: c.exec_driver_sql("SELECT count(*) FROM pack").scalar()).result() == 2
    store.write("move", lambda tx: tx.update(codings[0], start=1), coder="R").result()
    assert [s for s, _v, _p in seen()] == [0, 1, 3]
    store.undo("R").result()
    assert [s for s, _v, _p in seen()] == [0, 3, 5]
    store.close()
