"""Triangulation by group: the worked table, and what must hold for every table."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis import labels
from qualcode.analysis.evidence import CONTRADICTS, QUALIFIES, SUPPORTS, Claim, Evidence, Unit, Voice
from qualcode.analysis.triangulation import GROUP, Column, Row, Triangulation, pair_label, triangulate
from qualcode.cli.triangulation import cell_words

ROSTER = {"PEM": ["P1", "P2"], "PDP": ["D1"], "PGL": ["K1", "K2", "K3", "K4"], "MAS": ["M1", "M2"]}
COLUMNS = [Column(group, group) for group in ROSTER]
UNITS = [Unit(person, person) for people in ROSTER.values() for person in people]
VOICES = {
    person: Voice(person, f"interview {person}", "interview", group)
    for group, people in ROSTER.items()
    for person in people
}
STANCE = {"S": SUPPORTS, "C": CONTRADICTS, "Q": QUALIFIES}


def links(words: str) -> list[Evidence]:
    """`"K1S M1C"` as evidence for the claim f."""
    return [Evidence("f", VOICES[word[:2]], STANCE[word[2]]) for word in words.split()]


def cross(evidence: list[Evidence], claim: Claim | None = None, **options: object) -> Row:
    table = triangulate(
        GROUP,
        COLUMNS,
        UNITS,
        VOICES.values(),
        [claim or Claim("f")],
        evidence,
        **options,  # type: ignore[arg-type]
    )
    return table.rows[0]


ORACLE = [
    ("P1S D1S D1S K1S K2S K3S K4S K4Q M1S", "+1/2 +1/1 ±4/4 +1/2", "PARTIAL", None, "4/4", "A3 P3"),
    ("P1S D1S K1C K2C K3C M1C", "+1/2 +1/1 -3/4 -1/2", "DISSONANCE", "between", "4/4", "A2 D4"),
    ("K1C K2C K3Q D1C", "0 -1/1 ±3/4 0", "PARTIAL", None, "2/4", "P1 Si4 NA1"),
    ("K4S", "0 0 +1/4 0", "UNTRIANGULATED", None, "1/4", "Si3 NA3"),
    ("P1S P2S D1S K1S K2S K3S M1S M2S", "+2/2 +1/1 +3/4 +2/2", "AGREEMENT", None, "4/4", "A6"),
    ("", "0 0 0 0", "NO_DATA", None, "0/4", "NA6"),
    ("K1S K2C", "0 0 ≠2/4 0", "UNTRIANGULATED", None, "1/4", "Si3 NA3"),
]


@pytest.mark.parametrize(("words", "cells", "verdict", "dissonance", "coverage", "pairs"), ORACLE)
def test_the_worked_table(
    words: str, cells: str, verdict: str, dissonance: str | None, coverage: str, pairs: str
) -> None:
    row = cross(links(words))
    for cell, expected in zip(row.cells.values(), cells.split(), strict=True):
        assert cell.symbol == expected[0]
        if cell.symbol != "0":
            assert f"{cell.k}/{cell.n}" == expected[1:]
    assert (row.verdict, row.dissonance, "{}/{}".format(*row.coverage)) == (verdict, dissonance, coverage)
    short = {"A": "AGREEMENT", "P": "PARTIAL", "D": "DISSONANCE", "Si": "SILENCE", "NA": "NA"}
    expected_counts = dict.fromkeys(short.values(), 0)
    for part in pairs.split():
        name = part.rstrip("0123456789")
        expected_counts[short[name]] = int(part[len(name) :])
    assert row.pair_counts() == expected_counts


def test_agreement_has_a_direction_and_names_who_is_silent() -> None:
    up, down = cross(links("P1S K1S")), cross(links("P1C K1C"))
    assert (up.direction, down.direction) == ("+", "-")
    assert up.silent == ("PDP", "MAS") and up.coverage == (2, 4) and up.units == (2, 9)


def test_one_contrary_voice_splits_a_column_and_nothing_is_outvoted() -> None:
    row = cross(links("K1S K2S K3S K4C P1S"))
    assert row.cells["PGL"].symbol == "≠" and (row.verdict, row.dissonance) == ("DISSONANCE", "within")
    both = cross(links("K1S K4C P1S M1C"))
    assert both.dissonance == "both"


def test_a_lone_split_column_is_untriangulated_and_says_split() -> None:
    assert "split" in cross(links("K1S K2C")).flags
    assert "split" not in cross(links("K1S")).flags


def test_not_asked_is_told_apart_from_silence_and_counts_as_absent() -> None:
    row = cross(links("P1S K1S"), Claim("f", not_asked=frozenset({"D1", "M1"})))
    assert row.cells["PDP"].symbol == "TT" and row.cells["MAS"].symbol == "0" and row.cells["MAS"].n == 1
    assert row.coverage == (2, 3) and row.silent == ("MAS",) and row.units == (2, 7)
    assert row.pairs["PEM", "PDP"] == "NA"


def test_a_scope_takes_columns_away_but_never_evidence() -> None:
    scope = frozenset({"K1", "K2", "K3", "K4", "D1"})
    row = cross(links("K1S D1S"), Claim("f", scope=scope))
    assert row.cells["MAS"].symbol == "LC", "they were there, and the claim is not about them"
    assert row.pairs["PEM", "MAS"] == "NA" and row.coverage == (2, 2) and "narrow scope" in row.flags
    stray = cross(links("K1S M1C"), Claim("f", scope=scope))
    assert stray.cells["MAS"].symbol == "-" and stray.verdict == "DISSONANCE"
    assert "evidence outside the scope" in stray.flags


def test_a_person_marked_not_asked_who_speaks_all_the_same_is_counted() -> None:
    row = cross(links("D1C K1S"), Claim("f", not_asked=frozenset({"D1"})))
    assert row.cells["PDP"].symbol == "-" and "evidence outside the scope" in row.flags


def test_documents_stand_beside_the_informants_and_decide_nothing() -> None:
    letter = Voice("letter", "letter", "document", "PEM")
    note = Voice("note", "note", "observation", None)
    book = Voice("book", "book", "literature", "PEM")
    units = [*UNITS, Unit("letter", "letter", "source"), Unit("note", "note", "source")]
    units.append(Unit("book", "book", "literature"))
    evidence = links("P1S K1S") + [Evidence("f", voice, CONTRADICTS) for voice in (letter, note, book)]
    row = triangulate(GROUP, COLUMNS, units, VOICES.values(), [Claim("f")], evidence).rows[0]
    assert row.verdict == "AGREEMENT" and row.cells["PEM"].symbol == "+"
    assert (row.cells["PEM"].k, row.cells["PEM"].n) == (1, 2)
    assert [stance.unit.key for stance in row.cells["PEM"].documents] == ["letter"]
    assert [stance.unit.key for stance in row.outside] == ["book", "note"]
    alone = [Unit("letter", "letter", "source"), UNITS[-1]]
    voices = [letter, VOICES[UNITS[-1].key]]
    row = triangulate(GROUP, COLUMNS, alone, voices, [Claim("f")], evidence[2:3]).rows[0]
    assert row.cells["PEM"].documents_only and row.cells["PEM"].symbol == "NA" and row.verdict == "NO_DATA"
    assert cell_words(row.cells["PEM"]) == "documents only, +1 doc"


def test_strict_asks_that_levels_of_prominence_agree_too() -> None:
    units = [Unit(f"{g}{i}", f"{g}{i}") for g in "AB" for i in range(3)]
    voices = {u.key: Voice(u.key, u.key, "interview", u.key[0]) for u in units}
    evidence = [Evidence("f", voices[key], SUPPORTS) for key in ("A0", "A1", "A2", "B0")]
    columns = [Column("A", "A"), Column("B", "B")]

    def row(strict: bool) -> Row:
        return triangulate(
            GROUP, columns, units, voices.values(), [Claim("f")], evidence, strict=strict
        ).rows[0]

    plain, strict = row(False), row(True)
    assert (plain.pairs["A", "B"], strict.pairs["A", "B"]) == ("AGREEMENT", "PARTIAL")
    assert plain.verdict == strict.verdict == "AGREEMENT", "the verdict looks at the symbols of the cells"
    assert (plain.lenient, strict.lenient) == ((), (("A", "B"),))
    assert labels.lenient_words(strict.lenient) == "agree only without the strict rule: A – B"


def test_levels_exist_only_from_three_units_on() -> None:
    cells = cross(links("K1S P1S")).cells
    assert cells["PGL"].level == "low" and cells["PEM"].level is None and cells["PDP"].one_person
    assert cross(links("K1S K2S")).cells["PGL"].level == "mid"
    assert cross(links("K1S K2S K3S")).cells["PGL"].level == "high"


def test_only_one_coder_is_read_when_asked() -> None:
    evidence = [replace(links("K1S")[0], coder="ana"), replace(links("P1C")[0], coder="budi")]
    assert cross(evidence, coder="ana").verdict == "UNTRIANGULATED"
    assert cross(evidence).verdict == "DISSONANCE"


def test_the_json_document_has_the_agreed_shape() -> None:
    evidence = links("P1S D1S K1C K2C K3C M1C")
    table = triangulate(GROUP, COLUMNS, UNITS, VOICES.values(), [Claim("f", "Reaches out")], evidence)
    document = table.as_json()
    assert (document["by"], document["columns"]) == ("group", ["PEM", "PDP", "PGL", "MAS"])
    (row,) = document["rows"]  # type: ignore[misc]
    assert row["finding"] == "f" and row["claim"] == "Reaches out" and row["verdict"] == "DISSONANCE"
    assert (row["direction"], row["dissonance"]) == (None, "between")
    assert (row["coverage"], row["units"], row["silent"]) == ("4/4", "6/9", [])
    assert {key: row["cells"]["PGL"][key] for key in ("symbol", "k", "n")} == {"symbol": "-", "k": 3, "n": 4}
    assert row["pairs"]["PEM|PGL"] == "DISSONANCE" and row["pairs"]["PGL|MAS"] == "AGREEMENT"


def test_unknown_ways_and_stances_are_refused() -> None:
    with pytest.raises(ValueError):
        triangulate("mood", COLUMNS, UNITS, VOICES.values(), [Claim("f")], [])
    with pytest.raises(ValueError):
        Evidence("f", VOICES["K1"], "likes")


# -- what must hold for every table ------------------------------------------------------------------

evidence_lists = st.lists(
    st.tuples(st.sampled_from(sorted(VOICES)), st.sampled_from("SCQ")).map("".join), max_size=12
).map(lambda words: links(" ".join(words)))
many = settings(max_examples=150, deadline=None)


def outcome(row: Row) -> tuple[object, ...]:
    return row.verdict, row.direction, row.dissonance, row.coverage, row.units


@many
@given(evidence_lists, st.integers(0, 10**6))
def test_order_of_columns_and_evidence_does_not_matter(evidence: list[Evidence], seed: int) -> None:
    shuffle = random.Random(seed)
    columns = shuffle.sample(COLUMNS, k=len(COLUMNS))
    mixed = shuffle.sample(evidence, k=len(evidence))
    other: Triangulation = triangulate(GROUP, columns, UNITS, VOICES.values(), [Claim("f")], mixed)
    row = cross(evidence)
    assert outcome(row) == outcome(other.rows[0])
    assert row.pair_counts() == other.rows[0].pair_counts()


@many
@given(evidence_lists)
def test_saying_it_more_often_changes_nothing(evidence: list[Evidence]) -> None:
    assert cross(evidence) == cross(evidence * 3)


@many
@given(evidence_lists)
def test_names_of_coders_change_nothing(evidence: list[Evidence]) -> None:
    named = [replace(item, coder=f"coder {number}") for number, item in enumerate(evidence)]
    assert outcome(cross(evidence)) == outcome(cross(named))


@many
@given(evidence_lists, st.sampled_from(sorted(VOICES)))
def test_support_added_to_a_supporting_column_keeps_its_symbol(evidence: list[Evidence], who: str) -> None:
    group = VOICES[who].group
    assert group is not None
    if cross(evidence).cells[group].symbol == "+":
        assert cross(evidence + links(f"{who}S")).cells[group].symbol == "+"


@many
@given(evidence_lists)
def test_turning_every_stance_round_turns_the_direction_and_keeps_the_verdict(
    evidence: list[Evidence],
) -> None:
    turned = {SUPPORTS: CONTRADICTS, CONTRADICTS: SUPPORTS, QUALIFIES: QUALIFIES}
    row = cross(evidence)
    mirror = cross([replace(item, stance=turned[item.stance]) for item in evidence])
    sign = {"+": "-", "-": "+"}
    assert (mirror.verdict, mirror.dissonance) == (row.verdict, row.dissonance)
    assert mirror.direction == (sign[row.direction] if row.direction else None)
    for key, cell in row.cells.items():
        assert mirror.cells[key].symbol == sign.get(cell.symbol, cell.symbol)


@many
@given(evidence_lists)
def test_a_column_of_nobody_changes_nothing(evidence: list[Evidence]) -> None:
    columns = [*COLUMNS, Column("SWA", "SWA")]
    row = triangulate(GROUP, columns, UNITS, VOICES.values(), [Claim("f")], evidence).rows[0]
    assert outcome(row) == outcome(cross(evidence)) and row.cells["SWA"].symbol == "NA"


@many
@given(evidence_lists, st.sampled_from(sorted(VOICES)))
def test_one_denial_ends_an_agreement(evidence: list[Evidence], who: str) -> None:
    row = cross(evidence)
    if row.verdict == "AGREEMENT" and row.direction == "+":
        assert cross(evidence + links(f"{who}C")).verdict != "AGREEMENT"


@many
@given(evidence_lists)
def test_pairs_are_symmetric(evidence: list[Evidence]) -> None:
    cells = list(cross(evidence).cells.values())
    for a in cells:
        for b in cells:
            assert pair_label(a, b) == pair_label(b, a)
