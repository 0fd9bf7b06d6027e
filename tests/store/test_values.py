"""Records that are made by the thousand: the same values as any other record, without a session's bookkeeping."""

from __future__ import annotations

import pytest
from sqlmodel import select

from qualcode.model import Code, Coding, Source, TextVersion
from qualcode.store.store import Store
from qualcode.store.transaction import load, table_of


@pytest.fixture
def store(tmp_path):
    Store.create(tmp_path / "studi.qualcode")
    opened = Store(tmp_path / "studi.qualcode", write=True)
    yield opened
    opened.close()


def _tagged(tx, n=3):
    source = tx.insert(Source(name="W1.txt"))
    tx.insert(TextVersion(source_id=source.id, body="kata " * 40, sha256="", length=200, line_starts=b""))
    code = tx.insert(Code(code="KP", label="Kepercayaan"))
    row = {
        "source_id": source.id,
        "code_id": code.id,
        "coder_id": tx.coder.id,
        "valence": None,
        "created_at": tx.at,
    }
    texts = dict.fromkeys(("period", "memo", "paraphrase", "interpretation", "translation", "review"), "")
    return tx.insert_rows(Coding, [{**row, **texts, "start": at, "stop": at + 4} for at in range(n)])


def test_written_and_loaded_rows_are_the_records_a_session_gives(store):
    made = store.write("coding.import", _tagged, coder="Rara").result()
    with store.read() as session:
        loaded = load(session, Coding, order=(table_of(Coding).c.id,))
        asked = list(session.scalars(select(Coding).order_by(table_of(Coding).c.id)))
    assert made == loaded == asked
    assert [one.model_dump() for one in loaded] == [one.model_dump() for one in asked]


def test_a_loaded_record_can_be_changed_and_deleted_like_any_other(store):
    store.write("coding.import", _tagged, coder="Rara").result()
    with store.read() as session:
        first, second, _third = load(session, Coding, order=(table_of(Coding).c.id,))
    changed = store.write(
        "coding.edit", lambda tx: tx.update(first, memo="lihat lagi"), coder="Rara"
    ).result()
    store.write("coding.remove", lambda tx: tx.delete(second), coder="Rara").result()
    assert (changed.memo, changed.uid) == ("lihat lagi", first.uid)
    store.undo("Rara").result()
    with store.read() as session:
        assert [c.memo for c in load(session, Coding, order=(table_of(Coding).c.id,))] == [
            "lihat lagi",
            "",
            "",
        ]


def test_rows_get_ids_in_order_and_uids_of_their_own(store):
    made = store.write("coding.import", lambda tx: _tagged(tx, 50), coder="Rara").result()
    assert [one.id for one in made] == list(range(1, 51))
    assert len({one.uid for one in made}) == 50
    assert sorted(one.uid for one in made) == [one.uid for one in made]
