"""Projects of older releases are brought to today's form when they are opened, and are then as if made today."""

from __future__ import annotations

import gzip
from pathlib import Path

from sqlalchemy import create_engine, inspect, select

from qualcode.model import Coding, EventKind, ReportSection, SectionKind
from qualcode.store import check, snapshots
from qualcode.store.database import database_at
from qualcode.store.engine import SCHEMA
from qualcode.store.engine import inspect as header
from qualcode.store.store import Store
from qualcode.store.transaction import table_of


def first(at: Path) -> Path:
    """A project as the first schema left it: one interview with one coding."""
    at.write_bytes(gzip.decompress((Path(__file__).parent / "first.qualcode.gz").read_bytes()))
    return at


def problems(store: Store) -> list[str]:
    with store.database.reading().connect() as connection:
        return list(check.check(connection))


def test_a_project_of_the_first_schema_is_upgraded_whoever_opens_it(tmp_path):
    for write in (True, False):
        path = first(tmp_path / f"lama-{write}.qualcode")
        assert header(path) == 1
        store = Store(path, write=write)
        try:
            with store.read() as session:
                assert len(session.scalars(select(Coding)).all()) == 1
                assert session.scalars(select(ReportSection)).all() == []
            assert problems(store) == []
        finally:
            store.close()
        assert header(path) == SCHEMA
        (kept,) = snapshots.of_place(path)
        assert header(kept.path) == 1


def test_what_the_upgrade_adds_is_journaled_and_undone(tmp_path):
    store = Store(first(tmp_path / "lama.qualcode"), write=True)
    section = ReportSection(position=1, kind=SectionKind.ATTRIBUTE, settings={"name": "status"})
    store.write("section.add", lambda tx: tx.insert(section), coder="Rara", kind=EventKind.DO).result()
    with store.read() as session:
        assert session.scalars(select(ReportSection)).one().settings == {"name": "status"}
    assert problems(store) == []
    store.undo("Rara").result()
    with store.read() as session:
        assert session.scalars(select(ReportSection)).all() == []
    store.close()


def test_a_server_is_upgraded_to_what_a_new_one_has(server):
    url, new = server(False), server(False)
    old = database_at(url)
    engine = old.writing()
    with engine.begin() as connection:
        table_of(ReportSection).drop(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    old.free()
    store = Store(url, write=True)
    store.write(
        "section.add",
        lambda tx: tx.insert(ReportSection(position=1, kind=SectionKind.LINKS)),
        coder="Rara",
    ).result()
    store.close()
    shapes = []
    for place in (url, new):
        engine = create_engine(place.replace("postgresql://", "postgresql+psycopg://"))
        found = inspect(engine)
        with engine.connect() as connection:
            sorting = connection.exec_driver_sql(
                "SELECT column_name, collation_name FROM information_schema.columns "
                "WHERE table_name = 'report_section' ORDER BY 1"
            ).all()
        shapes.append(
            (
                [
                    (one["name"], str(one["type"]), one["nullable"])
                    for one in found.get_columns("report_section")
                ],
                found.get_pk_constraint("report_section"),
                found.get_unique_constraints("report_section"),
                found.get_check_constraints("report_section"),
                sorting,
            )
        )
        engine.dispose()
    assert shapes[0] == shapes[1]
    assert database_at(url).version() == SCHEMA
