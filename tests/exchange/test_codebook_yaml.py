"""Codebooks as YAML: what is wrong is told with its line, what is right comes back unchanged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.errors import BadInput
from qualcode.exchange.codebook import CodebookFile, CodeSpec
from qualcode.exchange.codebook_yaml import dump_codebook, load_codebook
from qualcode.exchange.problems import FileProblems

TWO = """\
codebook: two
codes:
  - code: A
    name: {id: Satu, en: One}
    codes:
      - code: A-1
        name: Uno
        cues: {id: [percaya, =belum siap]}
        changed_at: 2026-01-31
"""


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(FileProblems) as caught:
        load_codebook(text, "book.yaml")
    return [(problem.line, problem.text) for problem in caught.value.problems]


def test_a_nested_codebook_is_read_with_parents_first() -> None:
    book = load_codebook(TWO)
    parent, child = book.codes
    assert (book.name, parent.code, parent.parent, child.parent) == ("two", "A", "", "A")
    assert (parent.name("id"), parent.name("en"), child.name("id"), child.name("en")) == (
        "Satu",
        "One",
        "Uno",
        "Uno",
    )
    assert child.cues_id == ("percaya", "=belum siap")
    assert child.changed_on == date(2026, 1, 31)
    assert book.leaves == (child,)


def test_a_parent_may_be_named_and_come_later() -> None:
    book = load_codebook("codebook: b\ncodes:\n- {code: B, name: b, parent: A}\n- {code: A, name: a}\n")
    assert [code.code for code in book.codes] == ["A", "B"]


def test_every_problem_is_told_with_its_line() -> None:
    text = """\
codebook: bad
codes:
  - code: A
    nmae: {id: x}
    colour: red
    cues: [a]
  - code: a
    name: {id: Lagi, fr: encore}
    type: felt
    version: first
  - name: {id: Tanpa kode}
  - code: C
    name: c
    parent: Z
    short_def: [no]
    shortcut: abc
    cues: {id: [one; two]}
    changed_at: yesterday
    colour: #00ff00
    colour: "#00ff00"
"""
    found = problems(text)
    lines = {line for line, _text in found}
    assert lines == {3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19, 20}
    texts = dict(found)
    assert "did you mean name?" in texts[4]
    assert "line 3" in texts[7]
    assert "quotes" in texts[19]
    assert "twice" in texts[20]


def test_the_message_is_one_line_with_the_first_problem_and_a_count() -> None:
    with pytest.raises(BadInput) as caught:
        load_codebook("codebook: x\ncodes:\n- {code: A, name: a, colur: '#000000'}\n- code: B\n", "book.yaml")
    assert caught.value.message == (
        "book.yaml, line 3: unknown field colur (did you mean colour?) (and 1 more problem)"
    )
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 1, "empty"),
        ("# nothing but a comment\n", 1, "empty"),
        ("codes:\n\t- code: A\n", 2, "tab"),
        ("codebook: [a\n", 2, "not YAML"),
        ("- a\n", 1, "a list"),
        ("just words\n", 1, "text"),
        ("codebook: a\ncodes: []\n", 2, "no code"),
        ("codebook: a\n", 1, "codes is missing"),
        ("codebook: a\x07\n", 1, "control character"),
        ("[" * 3000, 1, "deep"),
        ("codebook: a\ncodes: {A: b}\n", 2, "a list"),
        (
            "codebook: a\ncodes:\n- {code: A, name: a, parent: B}\n- {code: B, name: b, parent: A}\n",
            3,
            "under itself",
        ),
        ("codebook: a\n---\ncodebook: b\n", 2, "not YAML"),
    ],
)
def test_what_is_no_codebook_is_refused_in_one_line(text: str, line: int, word: str) -> None:
    first_line, first = problems(text)[0]
    assert first_line == line
    assert word in first


def test_aliases_cannot_make_a_file_grow() -> None:
    bomb = "codebook: a\ncodes:\n- &a {code: A, name: a}\n- *a\n- &c {code: C, name: c, codes: [*c]}\n"
    assert [line for line, text in problems(bomb) if "aliases" in text] == [
        3,
        5,
    ]  # an alias is told where its anchor stands


def test_problems_are_told_in_indonesian() -> None:
    with i18n.using("id"):
        assert problems("") == [(1, "berkasnya kosong")]


def test_a_file_that_is_not_there_or_no_text_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"there is no file .*none\.yaml"):
        load_codebook(tmp_path / "none.yaml")
    (tmp_path / "zip.yaml").write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    with pytest.raises(BadInput, match=r"zip\.yaml: .*binary"):
        load_codebook(tmp_path / "zip.yaml")
    with pytest.raises(BadInput, match="cannot be read"):
        load_codebook(tmp_path)


WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"), exclude_characters="\ufeff"),
    max_size=150,
).map(str.strip)
LINES = st.lists(WORDS, max_size=3).map(lambda parts: "\n".join(parts).strip())
CUES = st.lists(WORDS.map(lambda w: w.replace(";", "").strip("= ").strip()).filter(bool), max_size=3).map(
    tuple
)


@given(
    names=st.lists(WORDS.filter(bool), min_size=1, max_size=4),
    text=LINES,
    cues=CUES,
    day=st.none() | st.dates(date(1900, 1, 1)),
)
@settings(max_examples=60, deadline=None)
def test_any_codebook_comes_back_equal(
    names: list[str], text: str, cues: tuple[str, ...], day: date | None
) -> None:
    codes = tuple(
        CodeSpec(f"C-{n}", f"C-{n - 1}" if n else "", name, name[::-1].strip(), short_def_id=text, cues_en=cues,
                 cue_excludes=cues, colour="#0a0b0c", version=n + 1, changed_on=day, reason=text)
        for n, name in enumerate(names)
    )  # fmt: skip
    book = CodebookFile("b", codes, version="1.0", description_en=text, references=cues)
    written = dump_codebook(book)
    assert load_codebook(written) == book
    assert dump_codebook(load_codebook(written)) == written


def test_values_that_yaml_takes_for_something_else_stay_text() -> None:
    odd = (
        "yes",
        "null",
        "1.0",
        "2026-01-01",
        "# no",
        "- item",
        "a: b",
        "=x",
        "'q'",
        '"q"',
        "~",
        "&a",
        "*a",
        "!t",
        "%d",
    )
    codes = tuple(CodeSpec(f"C{n}", name_id=text, short_def_en=text) for n, text in enumerate(odd))
    book = CodebookFile("1.0", codes, author="no")
    assert load_codebook(dump_codebook(book)) == book
