"""The index of words never hides a place: whatever is searched, what it leaves out does not hold it."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.model import Source, TextVersion
from qualcode.project import Project
from qualcode.store.transaction import Transaction
from qualcode.text.fold import find_all, fold
from qualcode.text.lines import line_starts

PIECES = [
    "percaya", "di", "per", "kas", "Ma'ruf", "Maʼruf", "Ma’ruf", "ǡ", "Ǡb", "ß", "İ", "a\u0301", "q\u0331", "naïve",
    "_", "-", "‑", " ", " ", "\n", "\u00a0", "x1", "ﬁ", "ſ", "K", "Ñandu", "😀", "ꦗ",
]  # fmt: skip
TEXTS = st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), min_size=1, max_size=5)


def add(tx: Transaction, n: int, body: str) -> None:
    source = tx.insert(Source(name=f"{n}.txt"))
    tx.insert(
        TextVersion(
            source_id=source.id,
            body=body,
            sha256=hashlib.sha256(body.encode()).hexdigest(),
            length=len(body),
            line_starts=line_starts(body).tobytes(),
        )
    )


@pytest.fixture
def project(place: Path | str) -> Iterator[Project]:
    with Project.open(place, coder="Rara") as opened:
        yield opened


@settings(max_examples=25)
@given(texts=TEXTS, needles=st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join)))
def test_every_place_is_found_also_inside_words_and_after_undo(project, texts, needles):
    project.write("source.add", lambda tx: [add(tx, n, body) for n, body in enumerate(texts)])
    for needle in [n for n in [*needles, "perc", "caya", "a"] if n.strip()]:
        found = [(h.source_name, h.start, h.end) for h in project.search.find(needle)]
        assert found == [
            (f"{n}.txt", *span) for n, body in enumerate(texts) for span in find_all(body, needle)
        ]
        assert project.search.find(needle, limit=1) == project.search.find(needle)[:1]
    project.undo()
    assert project.search.find("a") == []


def test_a_rare_word_is_looked_for_in_its_texts_only(tmp_path):
    with Project.create(tmp_path / "p.qualcode", coder="Rara") as project:
        project.write("x", lambda tx: [add(tx, n, f"kas desa nomor {n}") for n in range(20)])
        project.write("x", lambda tx: add(tx, 20, "dipercaya"))
        with project.read() as session:
            few = project.store.database.candidates(session.connection(), fold("Percaya"), range(1, 22))
        assert few == {21}


def test_the_index_spells_letters_as_folding_does():
    raw = sqlite3.connect(":memory:")
    raw.execute("CREATE VIRTUAL TABLE texts USING fts5(body, tokenize='unicode61 remove_diacritics 2')")
    raw.execute("CREATE VIRTUAL TABLE words USING fts5vocab(texts, instance)")
    letters = {
        n: fold(chr(n)) for n in range(sys.maxunicode) if not 0xD800 <= n < 0xE000 and fold(chr(n)).isascii()
    }
    letters = {n: letter for n, letter in letters.items() if letter.isalnum()}
    raw.executemany("INSERT INTO texts (rowid, body) VALUES (?, ?)", [(n, f"q{chr(n)}q") for n in letters])
    spelt = raw.execute("SELECT doc, term FROM words").fetchall()
    raw.close()
    assert {n: fold(word) for n, word in spelt} == {n: f"q{letter}q" for n, letter in letters.items()}
