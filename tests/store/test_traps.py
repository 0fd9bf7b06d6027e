"""Where SQLite and PostgreSQL differ by themselves, a project is the same on both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from qualcode.errors import BadInput, QualcodeError
from qualcode.model import Code, Coding, Event, Group, Memo, Source, Valence
from qualcode.project import Project
from qualcode.store.store import Store
from qualcode.store.transaction import table_of


@pytest.fixture
def store(place: Path | str) -> Iterator[Store]:
    opened = Store(place, write=True, coder="Rara")
    yield opened
    opened.close()


@pytest.fixture
def project(place: Path | str) -> Iterator[Project]:
    with Project.open(place, coder="Rara") as opened:
        yield opened


def kept(store: Store, model: type[Group | Code | Memo]) -> list[object]:
    with store.read() as session:
        return list(session.scalars(select(model).order_by(table_of(model).c.id)))


def test_an_id_given_by_hand_is_not_given_again_and_none_twice(store, place):
    def by_hand(tx):
        first = tx.insert(Group(name="A"))
        return first, tx.insert(Group(name="B"))

    first, second = store.write("x", by_hand, coder="Rara").result()
    assert second.id == first.id + 1
    store.write("x", lambda tx: tx.delete(second), coder="Rara").result()
    store.undo("Rara").result()  # comes back with the id it had
    store.undo("Rara").result()
    again = store.write("x", lambda tx: tx.insert(Group(name="C")), coder="Rara").result()
    assert again.id > second.id
    store.close()
    reopened = Store(place, write=True, coder="Rara")
    assert reopened.write("x", lambda tx: tx.insert(Group(name="D")), coder="Rara").result().id > again.id
    reopened.close()


@pytest.mark.parametrize(
    "unfit",
    [
        lambda tx: tx.insert(Memo(body="a\0b", coder_id=tx.coder.id)),
        lambda tx: tx.insert(Memo(body="a\ud83d b", coder_id=tx.coder.id)),
        lambda tx: tx.insert(Coding(source_id=1, start="abc", stop=9, code_id=1, coder_id=1)),
        lambda tx: tx.insert(Coding(source_id=1, start=1.5, stop=9, code_id=1, coder_id=1)),
        lambda tx: tx.insert(Coding(source_id=1, start=1, stop=2**31, code_id=1, coder_id=1)),
        lambda tx: tx.insert(Coding(source_id=1, start=1, stop=2**80, code_id=1, coder_id=1)),
        lambda tx: tx.insert(Coding(source_id=1, start=9, stop=4, code_id=1, coder_id=1)),
        lambda tx: tx.insert(Coding(source_id=1, start=-1, stop=4, code_id=1, coder_id=1)),
        lambda tx: tx.insert(Coding(source_id=77, start=1, stop=4, code_id=1, coder_id=1)),
        lambda tx: tx.insert(Code(code="KP")),
        lambda tx: tx.insert(Code(code=None)),
        lambda tx: tx.update(tx.all(Code)[0], code="K\0P"),
        lambda tx: tx.update(tx.all(Code)[0], parent_id=2**40),
        lambda tx: tx.update(tx.all(Code)[0], parent_id=77),
    ],
    ids=["nul", "surrogate", "text for a number", "half", "int4", "int8", "turned round", "below 0", "no source",
         "twice", "nothing", "nul later", "int4 later", "no code"],
)  # fmt: skip
def test_what_one_database_would_take_and_the_other_not_is_refused_by_both_in_one_line(store, unfit):
    def begin(tx):
        tx.insert(Code(code="KP"))
        tx.insert(Source(name="a.txt"))

    store.write("begin", begin, coder="Rara").result()
    with store.read() as session:
        before = [session.execute(select(table_of(m))).all() for m in (Code, Coding, Memo, Event)]
    with pytest.raises(QualcodeError) as told:
        store.write("x", unfit, coder="Rara").result()
    assert "\n" not in told.value.message
    with store.read() as session:
        assert [session.execute(select(table_of(m))).all() for m in (Code, Coding, Memo, Event)] == before
    store.write("x", lambda tx: tx.insert(Code(code="KQ")), coder="Rara").result()


def test_words_from_outside_lose_nul_and_halves_of_characters_on_reading(project, tmp_path):
    (tmp_path / "a.txt").write_bytes("P: Ya?\nI: Kas\0 desa 👍\n".encode())
    [source] = project.sources.add(tmp_path / "a.txt")
    assert "\0" not in project.sources.text(source) and "👍" in project.sources.text(source)


def test_names_differ_by_case_and_are_found_whatever_their_case(project):
    project.codebook.add("ÑANDU", name_en="a")
    project.codebook.add("kp%_", name_en="b")
    assert project.codebook.show("ñandu").code == "ÑANDU"
    with pytest.raises(BadInput):
        project.codebook.show("kp%")
    with pytest.raises(BadInput):
        project.codebook.show("kpxx")


def test_what_is_empty_comes_in_the_same_order(store):
    def begin(tx):
        tx.insert(Code(code="KP"))
        tx.insert(Source(name="a.txt"))
        return [
            tx.insert(Coding(source_id=1, start=n, stop=n + 1, code_id=1, coder_id=tx.coder.id, valence=valence)).start
            for n, valence in enumerate((Valence.WEAKENS, None, Valence.STRENGTHENS, None))
        ]  # fmt: skip

    store.write("x", begin, coder="Rara").result()
    with store.read() as session:
        found = session.scalars(select(Coding).order_by(table_of(Coding).c.id)).all()
    assert [c.valence for c in found] == [Valence.WEAKENS, None, Valence.STRENGTHENS, None]


def test_names_are_in_the_order_of_code_points_whatever_the_servers_language(store):
    names = ["b", "A", "a", "Z", "é", "B", "_", "Ñ", "z", "10", "9"]
    store.write("x", lambda tx: tx.insert_all([Group(name=n) for n in names]), coder="Rara").result()
    with store.read() as session:
        assert session.scalars(select(Group.name).order_by(table_of(Group).c.name)).all() == sorted(names)


def test_moments_are_aware_and_come_back_as_they_were(store):
    at = datetime(2024, 5, 1, 23, 59, 59, 123456, tzinfo=UTC)
    memo = store.write(
        "x", lambda tx: tx.insert(Memo(body="x", coder_id=tx.coder.id, created_at=at)), coder="Rara"
    ).result()
    source = store.write(
        "x", lambda tx: tx.insert(Source(name="a", collected_on=date(2024, 5, 1))), coder="Rara"
    ).result()
    with store.read() as session:
        assert session.get(Memo, memo.id).created_at == at
        assert session.get(Source, source.id).collected_on == date(2024, 5, 1)
    with pytest.raises((QualcodeError, StatementError, ValueError)):
        store.write(
            "x",
            lambda tx: tx.insert(Memo(body="y", coder_id=tx.coder.id, created_at=datetime(2024, 5, 1))),
            coder="Rara",
        ).result()
    assert [m.body for m in kept(store, Memo)] == ["x"]


def test_what_others_refer_to_is_not_deleted_behind_the_journal(store):
    def begin(tx):
        tx.insert(Code(code="KP"))
        tx.insert(Source(name="a.txt"))
        tx.insert(Coding(source_id=1, start=0, stop=1, code_id=1, coder_id=tx.coder.id))

    store.write("x", begin, coder="Rara").result()
    with pytest.raises(BadInput, match="does not fit"):
        store.maintain(lambda c: c.execute(text("DELETE FROM code"))).result()
    with store.read() as session:
        assert session.scalar(text("SELECT count(*) FROM coding")) == 1


def test_details_keep_the_order_and_kind_of_what_is_in_them(store):
    details = {"b": 1, "a": [2, None, True, 0.5, "é😀"], "": {}}
    store.write("x", lambda tx: tx.insert(Source(name="a.txt", details=details)), coder="Rara").result()
    with store.read() as session:
        [found] = session.scalars(select(Source)).all()
    assert found.details == details and list(found.details) == list(details)
