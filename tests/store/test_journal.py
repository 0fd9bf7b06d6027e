"""Any sequence of actions, undone, leaves the project as it was; the chain tells what was tampered with."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from qualcode.errors import BadInput
from qualcode.model import (
    METADATA,
    Code,
    Coding,
    CodingLink,
    Evidence,
    Finding,
    Group,
    Informant,
    LinkKind,
    Memo,
    Source,
    Stance,
    TextVersion,
    Turn,
)
from qualcode.store import journal
from qualcode.store.changes import Change, canonical, encode
from qualcode.store.check import UNJOURNALED, check
from qualcode.store.store import Store
from qualcode.store.transaction import Transaction

BODY = "P: Bagaimana kasnya?\nK1: Dibacakan terbuka tiap bulan.\n"


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but journal and caches."""
    with store.read() as session:
        return {
            table.name: sorted(map(tuple, session.connection().execute(select(table))), key=repr)
            for table in METADATA.sorted_tables
            if table.name not in UNJOURNALED
        }


def add_source(tx: Transaction, n: int) -> None:
    group = tx.first(Group) or tx.insert(Group(name="PGL"))
    who = tx.insert(Informant(code=f"K{n}-{tx.count(Informant)}", group_id=group.id))
    source = tx.insert(Source(name=f"{n}.txt"))
    version = tx.insert(
        TextVersion(source_id=source.id, body=BODY, sha256=sha(BODY), length=len(BODY), line_starts=b"\0" * 4)
    )
    tx.insert(
        Turn(text_version_id=version.id, number=1, label_start=21, start=25, stop=54, informant_id=who.id)
    )


def sha(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def add_coding(tx: Transaction, n: int) -> None:
    source = tx.first(Source)
    code = tx.first(Code) or tx.insert(Code(code="KP"))
    if source is not None and not tx.all(Coding, Coding.start == n):
        tx.insert(
            Coding(
                source_id=source.id, start=n, stop=n + 3, code_id=code.id, coder_id=tx.coder.id, memo="ü😀"
            )
        )


def edit_coding(tx: Transaction, n: int) -> None:
    codings = tx.all(Coding)
    if codings:
        tx.update(codings[n % len(codings)], memo=f"memo {n}", period="before")


def add_evidence(tx: Transaction, n: int) -> None:
    codings = tx.all(Coding)
    if codings:
        finding = tx.insert(Finding(number=tx.count(Finding) + 100 + n, claim="kas terbuka"))
        tx.insert(
            Evidence(
                finding_id=finding.id, coding_id=codings[0].id, coder_id=tx.coder.id, stance=Stance.SUPPORTS
            )
        )
        tx.insert(Memo(body="ingat", coder_id=tx.coder.id, finding_id=finding.id))
        if len(codings) > 1 and not tx.all(CodingLink):
            tx.insert(
                CodingLink(from_coding_id=codings[0].id, to_coding_id=codings[1].id, kind=LinkKind.CAUSE_OF)
            )


def delete_source(tx: Transaction, n: int) -> None:
    sources = tx.all(Source)
    if sources:
        tx.delete(sources[n % len(sources)])


def delete_code(tx: Transaction, n: int) -> None:
    codes = tx.all(Code)
    if codes:
        tx.delete(codes[0])


ACTIONS = [add_source, add_coding, edit_coding, add_evidence, delete_source, delete_code]


@pytest.fixture
def store(place: Path | str) -> Iterator[Store]:
    opened = Store(place, write=True, coder="Rara")
    yield opened
    opened.close()


@settings(max_examples=100 if os.environ.get("QUALCODE_SOAK") else 10)
@given(plan=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 40)), max_size=14))
def test_any_actions_undone_leave_every_table_as_it_was(new_place, plan):
    store = Store(new_place(), write=True, coder="Rara")
    store.write("begin", lambda tx: tx.insert(Group(name="PGL")), coder="Rara").result()
    states = [tables(store)]
    for action, n in plan:
        store.write(action.__name__, lambda tx, a=action, n=n: a(tx, n), coder="Rara").result()
        state = tables(store)
        if state != states[-1]:
            states.append(state)
    for state in reversed(states[:-1]):
        store.undo("Rara").result()
        assert tables(store) == state
    for state in states[1:]:
        store.redo("Rara").result()
        assert tables(store) == state
    with store.read() as session:
        assert list(check(session.connection())) == []
    store.close()


def test_undo_survives_closing_and_opening(store, place):
    store.write("source.add", lambda tx: add_source(tx, 1), coder="Rara").result()
    before = tables(store)
    store.write("coding.add", lambda tx: add_coding(tx, 1), coder="Rara").result()
    store.close()
    again = Store(place, write=True, coder="Rara")
    assert again.undo("Rara").result() == "coding.add"
    assert {k: v for k, v in tables(again).items() if k != "coder"} == {
        k: v for k, v in before.items() if k != "coder"
    }
    again.close()


def test_undo_takes_back_the_coders_own_last_action_only(store):
    store.write("source.add", lambda tx: add_source(tx, 1), coder="Rara").result()
    store.write("memo.add", lambda tx: tx.insert(Memo(body="x", coder_id=tx.coder.id)), coder="Bima").result()
    assert store.undo("Rara").result() == "source.add"
    with pytest.raises(BadInput, match="nothing to undo"):
        store.undo("Rara").result()
    assert store.undo("Bima").result() == "memo.add"
    store.close()


def test_undo_refuses_where_others_have_built_on_it(store):
    store.write("source.add", lambda tx: add_source(tx, 1), coder="Rara").result()
    store.write("coding.add", lambda tx: add_coding(tx, 1), coder="Bima").result()
    state = tables(store)
    with pytest.raises(BadInput, match="others have built on it"):
        store.undo("Rara").result()
    assert tables(store) == state
    store.close()


def test_undo_refuses_where_the_row_moved_on(store):
    store.write("source.add", lambda tx: add_source(tx, 1), coder="Rara").result()
    store.write("rename", lambda tx: tx.update(tx.all(Source)[0], name="a"), coder="Rara").result()
    store.write("rename", lambda tx: tx.update(tx.all(Source)[0], name="b"), coder="Bima").result()
    with pytest.raises(BadInput, match="changed since"):
        store.undo("Rara").result()
    store.close()


def test_a_new_action_ends_redo(store):
    store.write("source.add", lambda tx: add_source(tx, 1), coder="Rara").result()
    store.undo("Rara").result()
    store.write("source.add", lambda tx: add_source(tx, 2), coder="Rara").result()
    with pytest.raises(BadInput, match="nothing to redo"):
        store.redo("Rara").result()
    store.close()


def test_a_failed_action_leaves_nothing(store):
    store.write("source.add", lambda tx: add_source(tx, 1), coder="Rara").result()
    state = tables(store)

    def half(tx: Transaction) -> None:
        add_source(tx, 2)
        raise BadInput("no")

    with pytest.raises(BadInput):
        store.write("half", half, coder="Nobody yet").result()
    assert tables(store) == state
    store.close()


def tamper(place: Path | str, sql: str) -> None:
    """Change a project past qualcode; `sql` as SQLite says it."""
    if isinstance(place, Path):
        raw = sqlite3.connect(place)
        raw.executescript(sql)
        raw.close()
        return
    import psycopg

    sql = re.sub(r"zeroblob\((\d+)\)", r"decode(repeat('00', \1), 'hex')", sql)
    sql = sql.replace("decode(repeat('00', 16), 'hex')", "gen_random_uuid()")
    with psycopg.connect(place, autocommit=True) as raw:
        raw.execute(sql)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE event SET action = 'other' WHERE seq = 2", "entry 2 was changed"),
        ("UPDATE event SET at = '2020-01-01 00:00:00.000000' WHERE seq = 2", "entry 2 was changed"),
        ("DELETE FROM event_content WHERE event_id = 2; DELETE FROM event WHERE id = 2", "entry 2 is missing"),
        ("UPDATE event_content SET body = zeroblob(9) WHERE event_id = 2", "content of entry 2 was changed"),
        ("UPDATE coding SET stop = stop + 1", "coding 1 was changed outside qualcode: stop"),
        ("DELETE FROM coding", "coding 1 is missing"),
        ("UPDATE text_version SET body = replace(body, 'terbuka', 'tertutp')", "text of 1.txt is not the one"),
        ("INSERT INTO memo SELECT 9, zeroblob(16), 'concept', '', 'x', 1, null, null, null, null, null, null, '2026-01-01 00:00:00.000000'",
         "memo 9 is in no entry"),
    ],
)  # fmt: skip
def test_check_finds_what_was_changed_behind_its_back(store, place, damage, said):
    store.write("source.add", lambda tx: add_source(tx, 1), coder="Rara").result()
    store.write("coding.add", lambda tx: add_coding(tx, 1), coder="Rara").result()
    with store.read() as session:
        assert list(check(session.connection())) == []
    store.close()
    tamper(place, damage)
    after = Store(place, write=False)
    with after.read() as session:
        assert said in "\n".join(check(session.connection()))
    after.close()


def test_removed_content_leaves_the_chain_whole(store, place):
    store.write("source.add", lambda tx: add_source(tx, 1), coder="Rara").result()
    store.close()
    tamper(place, "DELETE FROM event_content WHERE event_id = 2")
    after = Store(place, write=False)
    with after.read() as session:
        assert list(journal.verify(session.connection())) == []
    after.close()


def test_many_changes_are_encoded_by_parts_into_the_bytes_of_one_whole():
    changes = [Change("coding", n, None, {"memo": f"“{n}”\n"}) for n in range(1001)]
    for some in ([], changes[:1], changes[:500], changes[:501], changes):
        assert encode(some) == canonical([list(change) for change in some])
