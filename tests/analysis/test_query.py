"""The query language: what is read, what is written back, and where a mistake is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.query import (
    EVERYTHING,
    And,
    Field,
    Near,
    Node,
    Not,
    Or,
    QueryError,
    Term,
    both,
    parse,
    terms,
    word,
    written,
)
from qualcode.analysis.query_guide import guide
from qualcode.i18n import using

A, B, C = (Term(Field.CODE, name) for name in "ABC")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", EVERYTHING),
        ("   ", EVERYTHING),
        ("A", A),
        ("A B", And((A, B))),
        ("A and B dan C", And((A, B, C))),
        ("A or B C", Or((A, And((B, C))))),
        ("(A atau B) C", And((Or((A, B)), C))),
        ("A AND NOT B", And((A, Not(B)))),
        ("not not A", Not(Not(A))),
        ("bukan (A B)", Not(And((A, B)))),
        ("A,B", Or((A, B))),
        ("A near:50 B", And((A, Near(50, B)))),
        ("near:turn (A or B)", Near(None, Or((A, B)))),
        ("dekat:giliran A", Near(None, A)),
        ('"buku kas"', Term(Field.TEXT, "buku kas")),
        ("“kas”", Term(Field.TEXT, "kas")),
        ("KP-*", Term(Field.CODE, "KP-*")),
        ('code:"a b"', Term(Field.CODE, "a b")),
        ("code:and", Term(Field.CODE, "and")),
        ("wave:1,2", Or((Term(Field.WAVE, "1"), Term(Field.WAVE, "2")))),
        ('kelompok:"RT 02"', Term(Field.GROUP, "RT 02")),
        ("group:kosong", Term(Field.GROUP, "none")),
        ("attr:umur>=40", Term(Field.ATTRIBUTE, "40", "umur", ">=")),
        ("attr:umur", Term(Field.ATTRIBUTE, "", "umur")),
        ('ciri:"usaha=utama"!=x', Term(Field.ATTRIBUTE, "x", "usaha=utama", "!=")),
        ("dihitung:ya", Term(Field.COUNTED, "yes")),
        ("koding:12,3", Term(Field.CODING, "12,3")),
    ],
)
def test_what_is_written_is_read(text: str, tree: Node) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "place", "problem"),
    [
        ("A and", (2, 5), "something must follow and"),
        ("or A", (0, 2), "something must stand before or"),
        ("A and or B", (6, 8), "something must stand before or"),
        ("(A", (0, 1), "never closed"),
        ("A)", (1, 2), "never opened"),
        ("()", (1, 2), "something must stand before )"),
        ('A "kas', (2, 3), "quotation mark is never closed"),
        ('""', (0, 2), "nothing between"),
        ("grup:X", (0, 5), "did you mean group:?"),
        ("coding:3,x", (9, 10), "by their numbers, as coding:3,5"),
        ("coding:3,,4", (9, 10), "by their numbers"),
        ("A zzz:X", (2, 6), "one of only: informant: group:"),
        ("group:", (0, 6), "needs a value right behind the colon"),
        ("wave:1,,2", (7, 8), "a value is missing beside a comma"),
        ("near:x A", (5, 6), "number of characters or turn"),
        ("near:5", (0, 6), "something must follow near:5"),
        ("attr:=3", (5, 7), "attr:umur>=40"),
        ("attr:umur>", (9, 10), "a value must follow >"),
        ("A dekat B", (2, 7), "dekat is written near:50 B"),
        ("A near 20 B", (2, 6), "near is written near:20 B"),
        ("A umur>40", (2, 9), "attr:umur>40"),
        (">40", (0, 3), "attr:umur>40"),
    ],
)
def test_a_mistake_is_told_in_one_line_at_its_place(text: str, place: tuple[int, int], problem: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert (caught.value.start, caught.value.stop) == place
    assert problem in caught.value.problem
    assert caught.value.message == f"query, character {place[0] + 1}: {caught.value.problem}"


def test_a_query_is_written_in_the_language_spoken() -> None:
    tree = parse('KP not JR near:turn NM group:none attr:umur=40,50 "kas" (A or B) counted:yes')
    assert written(tree) == 'KP not JR near:turn NM group:none attr:umur=40,50 "kas" (A or B) counted:yes'
    with using("id"):
        said = written(tree)
        assert said == (
            'KP bukan JR dekat:giliran NM kelompok:kosong ciri:umur=40,50 "kas" (A atau B) dihitung:ya'
        )
        assert parse(said) == tree


def test_values_are_written_as_they_would_be_typed_and_read_in_both_languages() -> None:
    tree = parse(
        "method:interview,dokumentasi,FGD valence:+ valence:kosong source:interview attr:ikut=yes,no"
    )
    assert written(tree) == (
        "method:interview,document,fgd valence:strengthens valence:none source:interview attr:ikut=yes,no"
    )
    with using("id"):
        said = written(tree)
        assert said == (
            "teknik:wawancara,dokumen,fgd valensi:menguatkan valensi:kosong berkas:interview ciri:ikut=yes,no"
        )
    assert parse(said) == tree


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_example_of_the_guide_can_be_read(language: str) -> None:
    with using(language):
        examples = guide()
        assert all(parse(query) and told for query, told in examples)
        assert {word(name) + ":" for name in Field} - {"code:", "text:", "kode:", "kata:"} <= {
            found for query, told in examples for found in re.findall(r"\w+:", f"{query} {told}")
        }


def test_terms_say_whether_they_are_asked_for() -> None:
    asked = {term.value: wanted for term, wanted in terms(parse("A not (B or not C) near:5 coder:X"))}
    assert asked == {"A": True, "B": False, "C": True, "X": True}


def test_queries_are_joined_flat() -> None:
    assert both(parse("A B"), C) == And((A, B, C))
    assert both(A) == A
    assert both(EVERYTHING) == EVERYTHING


values = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=12
)
plain = values.map(
    lambda text: " ".join(text.replace('"', "").replace("“", "").replace("”", "").split())
).filter(bool)
UNLIKE = (Field.ATTRIBUTE, Field.COUNTED, Field.CODING)
leaves = st.one_of(
    st.builds(Term, st.sampled_from([f for f in Field if f not in UNLIKE]), plain),
    st.builds(Term, st.just(Field.CODING), st.lists(st.integers(1, 99).map(str), min_size=1).map(",".join)),
    st.builds(Term, st.just(Field.ATTRIBUTE), plain, plain, st.sampled_from(["=", "!=", ">", "<="])),
)
trees = st.recursive(
    leaves,
    lambda part: st.one_of(
        part.map(Not),
        st.builds(Near, st.none() | st.integers(0, 999), part),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        st.lists(part, min_size=2, max_size=3).map(lambda parts: both(*parts)),
    ),
    max_leaves=6,
)


def _meaning(node: Node) -> Node:
    """The tree with what reads the same made the same: ors in ors, words that stand for others."""
    match node:
        case Or(parts):
            flat: list[Node] = []
            for part in map(_meaning, parts):
                flat += part.parts if isinstance(part, Or) else (part,)
            return Or(tuple(flat))
        case And(parts):
            return both(*map(_meaning, parts))
        case Not(part):
            return Not(_meaning(part))
        case Near(distance, part):
            return Near(distance, _meaning(part))
    return node


@settings(max_examples=150, deadline=None)
@given(trees)
def test_every_tree_is_read_back_from_its_words(tree: Node) -> None:
    for language in ("en", "id"):
        with using(language):
            assert _meaning(parse(written(tree))) == _meaning(tree)
