"""Triangulation by coder, and by method within groups."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis.evidence import CONTRADICTS, QUALIFIES, SUPPORTS, Claim, Evidence, Unit, Voice
from qualcode.analysis.triangulation import CODER, GROUP_METHOD, Column, Row, nested, triangulate

STANCE = {"S": SUPPORTS, "C": CONTRADICTS, "Q": QUALIFIES}
PEOPLE = ("K1", "K2", "D1")
UNITS = [Unit(person, person) for person in PEOPLE]
VOICES = {p: Voice(p, f"interview {p}", "interview", "PGL" if p[0] == "K" else "PDP") for p in PEOPLE}
READERS = {f"interview {person}": ("ana", "budi") for person in PEOPLE}


def stances(words: str) -> list[Evidence]:
    """`"ana:K1S budi:K1C"` as evidence for the claim f."""
    found = (word.partition(":") for word in words.split())
    return [Evidence("f", VOICES[what[:2]], STANCE[what[2]], who) for who, _colon, what in found]


def by_coder(evidence: list[Evidence], names: tuple[str, ...] = ("ana", "budi"), **more: object) -> Row:
    more.setdefault("readers", READERS)
    columns = [Column(name, name) for name in names]
    table = triangulate(CODER, columns, UNITS, VOICES.values(), [Claim("f")], evidence, **more)  # type: ignore[arg-type]
    return table.rows[0]


def test_coders_who_read_the_same_agree_differ_or_say_nothing() -> None:
    same = by_coder(stances("ana:K1S budi:K1S"))
    assert (same.verdict, same.units, same.coverage) == ("AGREEMENT", (1, 3), (2, 2))
    apart = by_coder(stances("ana:K1S ana:K2S budi:K1C"))
    assert (apart.verdict, apart.dissonance, apart.pairs["ana", "budi"]) == (
        "DISSONANCE",
        "between",
        "DISSONANCE",
    )
    assert "coders disagree" not in apart.flags, "each coder has a column, in which nobody else speaks"
    alone = by_coder(stances("ana:K1S"))
    assert (alone.verdict, alone.silent, alone.pairs["ana", "budi"]) == (
        "UNTRIANGULATED",
        ("budi",),
        "SILENCE",
    )


def test_what_only_one_coder_read_is_no_comparison() -> None:
    readers = {"interview K1": ("ana", "budi"), "interview K2": ("ana",)}
    row = by_coder(stances("ana:K1S ana:K2C budi:K1S"), readers=readers)
    assert row.verdict == "AGREEMENT" and [stance.unit.key for stance in row.outside] == ["K2"]
    assert by_coder(stances("ana:K1S budi:K2S"), readers=None).verdict == "NO_DATA"


def test_a_pair_of_coders_compares_what_both_read() -> None:
    readers = {
        "interview K1": ("ana", "budi"),
        "interview K2": ("ana", "citra"),
        "interview D1": ("budi", "citra"),
    }
    row = by_coder(
        stances("ana:K1S budi:K1S ana:K2C citra:K2C"), names=("ana", "budi", "citra"), readers=readers
    )
    assert row.cells["ana"].symbol == "≠" and row.pairs["ana", "budi"] == "AGREEMENT"
    assert row.pairs["ana", "citra"] == "AGREEMENT" and row.pairs["budi", "citra"] == "NA"


NOTE = Voice("note", "note", "observation", None, subjects=frozenset({"group:PGL"}))
LETTER = Voice("letter", "letter", "document", "PDP")
BOOK = Voice("book", "book", "literature", "PDP")
ALL = [
    *UNITS,
    Unit("note", "note", "source"),
    Unit("letter", "letter", "source"),
    Unit("book", "book", "literature"),
]
GRID = [
    nested(group, method) for group in ("PGL", "PDP") for method in ("interview", "observation", "document")
]


def crossed(evidence: list[Evidence], columns: list[Column] = GRID, claim: Claim | None = None) -> Row:
    voices = [*VOICES.values(), NOTE, LETTER, BOOK]
    return triangulate(GROUP_METHOD, columns, ALL, voices, [claim or Claim("f")], evidence).rows[0]


def test_methods_stand_within_their_group_and_each_group_has_a_row_of_its_own() -> None:
    row = crossed(
        [*stances("a:K1S a:K2S a:D1S"), Evidence("f", NOTE, CONTRADICTS), Evidence("f", BOOK, CONTRADICTS)]
    )
    assert (row.cells["PGL × interview"].symbol, row.cells["PGL × observation"].symbol) == ("+", "-")
    assert row.cells["PDP × document"].symbol == "0" and row.cells["PGL × document"].symbol == "NA"
    assert row.verdict == "DISSONANCE" and [stance.unit.key for stance in row.outside] == ["book"]
    assert row.parts is not None and list(row.parts["PGL"].cells) == [
        f"PGL × {m}" for m in ("interview", "observation", "document")
    ]
    assert row.parts["PGL"].verdict == "DISSONANCE" and row.parts["PDP"].verdict == "UNTRIANGULATED"


def test_the_three_blanks_stay_apart_within_a_group() -> None:
    row = crossed(stances("a:K1S"), claim=Claim("f", not_asked=frozenset({"D1"})))
    blanks = [row.cells[f"PDP × {method}"].symbol for method in ("interview", "observation", "document")]
    assert blanks == ["TT", "NA", "0"]


some = st.lists(
    st.tuples(st.sampled_from(["ana", "budi"]), st.sampled_from(PEOPLE), st.sampled_from("SCQ")), max_size=8
).map(lambda links: stances(" ".join(f"{who}:{person}{stance}" for who, person, stance in links)))
few = settings(max_examples=60, deadline=None)


def outcome(row: Row) -> tuple[object, ...]:
    return row.verdict, row.direction, row.dissonance, row.coverage, row.units, row.pair_counts()


@few
@given(some)
def test_renaming_coders_renames_columns_and_nothing_else(evidence: list[Evidence]) -> None:
    other = {"ana": "zed", "budi": "abe"}
    renamed = [replace(item, coder=other[item.coder]) for item in evidence]
    readers = {source: [other[name] for name in names] for source, names in READERS.items()}
    row, again = by_coder(evidence), by_coder(renamed, names=("zed", "abe"), readers=readers)
    assert outcome(row) == outcome(again)
    assert [c.symbol for c in row.cells.values()] == [c.symbol for c in again.cells.values()]


@few
@given(some, st.integers(0, 10**6))
def test_order_and_repetition_change_no_nested_row(evidence: list[Evidence], seed: int) -> None:
    shuffle = random.Random(seed)
    row = crossed(evidence)
    mixed = crossed(shuffle.sample(evidence * 2, k=2 * len(evidence)), shuffle.sample(GRID, k=len(GRID)))
    assert outcome(row) == outcome(mixed)
    assert outcome(row)[:5] == outcome(crossed(evidence, [*GRID, nested("SWA", "interview")]))[:5]


@few
@given(some)
def test_turning_every_stance_round_turns_every_way_round(evidence: list[Evidence]) -> None:
    turned = {SUPPORTS: CONTRADICTS, CONTRADICTS: SUPPORTS, QUALIFIES: QUALIFIES}
    mirrored = [replace(item, stance=turned[item.stance]) for item in evidence]
    sign = {"+": "-", "-": "+"}
    for cross in (by_coder, crossed):
        row, mirror = cross(evidence), cross(mirrored)
        assert (mirror.verdict, mirror.dissonance) == (row.verdict, row.dissonance)
        assert mirror.direction == (sign[row.direction] if row.direction else None)
        for key, cell in row.cells.items():
            assert mirror.cells[key].symbol == sign.get(cell.symbol, cell.symbol)


@few
@given(some, st.sampled_from(PEOPLE))
def test_one_denial_ends_an_agreement_every_way(evidence: list[Evidence], who: str) -> None:
    for cross in (by_coder, crossed):
        if cross(evidence).direction == "+":
            assert cross(evidence + stances(f"ana:{who}C")).direction != "+"
