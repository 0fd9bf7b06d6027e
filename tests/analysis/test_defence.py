"""What is open about a finding, and what an examiner will ask: facts of the rows, in a fixed order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.analysis import defence as d
from qualcode.analysis import triangulation as tri
from qualcode.analysis.defence_words import hole_advice, hole_name, question_words
from qualcode.analysis.evidence import CONTRADICTS, QUALIFIES, SUPPORTS, Claim, Evidence, Unit, Voice

PEOPLE = {"P1": "PEM", "P2": "PEM", "D1": "PDP", "K1": "PGL", "K2": "PGL"}
UNITS = [*(Unit(person, person) for person in PEOPLE), Unit("note", "note", "source")]
VOICES = {
    person: Voice(person, f"talk {person}", "interview", group, subjects=frozenset({f"group:{group}"}))
    for person, group in PEOPLE.items()
}
VOICES["k1"] = replace(VOICES["K1"], source="talk K1 again", wave=2)
VOICES["O1"] = Voice("note", "note", "observation", None, subjects=frozenset({"group:PGL"}))
STANCE = {"S": SUPPORTS, "C": CONTRADICTS, "Q": QUALIFIES}
COLUMNS = {
    tri.GROUP: ("PEM", "PDP", "PGL"),
    tri.METHOD: ("interview", "observation"),
    tri.WAVE: ("1", "2"),
    tri.CODER: ("ana",),
}


def rows(words: str, claim: Claim | None = None) -> d.Rows:
    """`"K1S D1C"` crossed every way; `k1` is K1 heard again, `O1` a note about the group PGL."""
    evidence = [Evidence("f", VOICES[word[:2]], STANCE[word[2]], "ana") for word in words.split()]
    return {
        by: tri.triangulate(
            by,
            [tri.Column(name, name) for name in names],
            UNITS,
            VOICES.values(),
            [claim or Claim("f")],
            evidence,
        ).rows[0]
        for by, names in COLUMNS.items()
    }


DONE = d.Case(
    explained=True,
    negative_case=True,
    checks={"confirmed": ["K1"]},
    methods=("interview", "observation"),
    quotable=3,
)


def kinds(words: str, case: d.Case = DONE, claim: Claim | None = None) -> dict[str, tuple[str, ...]]:
    return {hole.kind: hole.names for hole in d.holes(rows(words, claim), case)}


def test_a_finding_that_is_done_has_no_hole_but_the_one_person_it_rests_on() -> None:
    assert kinds("P1S D1S K1S") == {d.ONE_PERSON: ("PDP",)}
    assert kinds("P1S K1S") == {d.SILENT_GROUPS: ("PDP",)}


def test_what_nobody_wrote_is_open() -> None:
    bare = replace(DONE, explained=False, negative_case=False, checks={}, quotable=0)
    found = kinds("P1S D1C K1S", bare)
    assert {d.UNEXPLAINED, d.UNCHECKED, d.NO_NEGATIVE_CASE, d.NOT_QUOTABLE} < set(found)
    assert list(found) == [kind for kind in d.HOLES if kind in found], (
        "what is to be closed first stands first"
    )
    assert d.UNEXPLAINED not in kinds("P1S D1S K1S", bare), "where all agree nothing has to be explained"
    assert d.UNEXPLAINED in kinds("P1S D1S K1S k1C", bare), "a change has to be"
    assert kinds("", bare) == {d.NO_EVIDENCE: ()}


def test_who_was_not_asked_is_no_silence() -> None:
    found = kinds("P1S K1S", claim=Claim("f", not_asked=frozenset({"D1"})))
    assert found == {d.NOT_ASKED_GROUPS: ("PDP",)}


def test_one_coder_who_takes_the_same_words_both_ways_is_told() -> None:
    def taken(*given: tuple[str, str, tuple[int, int]]) -> bool:
        evidence = [Evidence("f", VOICES["K1"], what, who, passage=at) for what, who, at in given]
        row = tri.triangulate(
            tri.GROUP, [tri.Column("PGL", "PGL")], UNITS, VOICES.values(), [Claim("f")], evidence
        ).rows[0]
        every = dict.fromkeys((tri.METHOD, tri.WAVE, tri.CODER), row) | {tri.GROUP: row}
        return d.FOR_AND_AGAINST in {hole.kind for hole in d.holes(every, DONE)}

    assert taken((SUPPORTS, "ana", (0, 9)), (CONTRADICTS, "ana", (0, 9)))
    assert not taken((SUPPORTS, "ana", (0, 9)), (CONTRADICTS, "budi", (0, 9))), (
        "that is a matter of two coders"
    )
    assert not taken((SUPPORTS, "ana", (0, 9)), (CONTRADICTS, "ana", (20, 29)))


def test_member_checks_methods_and_scope() -> None:
    case = replace(
        DONE, checks={"refused": ["P1"], "pending": ["K2"], "corrected": ["D1"]}, methods=("interview",)
    )
    found = kinds("P1S P2S K1S K2S", case, Claim("f", scope=frozenset({"P1", "P2", "K1", "K2"})))
    assert found == {
        d.ONE_METHOD: ("interview",),
        d.REFUSED: ("P1",),
        d.UNREASONED_SCOPE: (),
        d.PENDING: ("K2",),
    }
    assert kinds("P1S P2S K1S", replace(DONE, negated=True)) == {d.SILENT_GROUPS: ("PDP",), d.NEGATED: ()}
    alone = kinds("K1S", replace(DONE, explained=False, checks={"corrected": ["K1"]}))
    assert alone[d.ONE_GROUP] == ("PGL",) and alone[d.CORRECTED] == ("K1",)


@pytest.mark.parametrize(
    ("words", "case", "kind", "names"),
    [
        ("", DONE, d.NO_EVIDENCE, ()),
        ("P1S K1S", replace(DONE, adjudicated=tri.PARTIAL), d.OVERRULED, ()),
        ("P1S K1S D1S", replace(DONE, adjudicated=tri.AGREEMENT), d.REPEATED, ()),
        ("K1S K2C", DONE, d.SPLIT, ("PGL",)),
        ("K1S P1C", DONE, d.BETWEEN, ("PGL",)),
        ("K1S K2C P1S", DONE, d.WITHIN, ("PGL",)),
        ("K1S P1S", replace(DONE, checks={"refused": ["K2"]}), d.REFUSED, ("K2",)),
        ("K1S k1C P1S", DONE, d.CHANGED, ("K1",)),
        ("K1S", DONE, d.ALONE, ("PGL",)),
        ("K1C P1C", DONE, d.DENIED, ()),
        ("K1Q P1S", DONE, d.CONDITIONS, ("PGL",)),
        ("K1S P1S", DONE, d.SILENCE, ("PDP",)),
        ("K1S P1S D1S", replace(DONE, methods=("interview",)), d.ONE_WAY, ("interview",)),
        ("K1S P1S D1S", replace(DONE, negative_case=False), d.NO_CONTRARY, ()),
        ("K1S P1S D1S", DONE, d.REPEATED, ()),
    ],
)
def test_the_question_follows_from_the_rows(
    words: str, case: d.Case, kind: str, names: tuple[str, ...]
) -> None:
    asked = d.question(rows(words), case)
    assert (asked.kind, asked.names) == (kind, names)
    said = question_words(asked, computed="A", own="B")
    assert said.endswith("?") and all(name in said for name in names)


def test_two_of_a_kind_make_a_comparison() -> None:
    enough = d.sufficiency(rows("K1S k1S O1S P1S"), 2)
    assert enough == d.Sufficiency(groups=2, methods=2, waves=2, coders=2) and all(enough.met().values())
    scarce = d.sufficiency(rows("K1S K2S O1S"), 1)
    assert scarce.met() == {"group": False, "method": True, "wave": False, "coder": False}
    assert d.sufficiency(rows("P1S O1S"), 0).methods == 1, "two topics are no two views of one"


def test_every_hole_has_a_name_and_a_way_to_close_it() -> None:
    assert (
        len({hole_name(kind) for kind in d.HOLES})
        == len({hole_advice(kind) for kind in d.HOLES})
        == len(d.HOLES)
    )


some = st.lists(st.tuples(st.sampled_from(sorted(VOICES)), st.sampled_from("SCQ")).map("".join), max_size=8)
cases = st.builds(
    d.Case,
    explained=st.booleans(),
    negative_case=st.booleans(),
    checks=st.sampled_from([{}, {"refused": ["K1"]}, {"confirmed": ["K1"]}]),
    methods=st.sampled_from([(), ("interview",), ("interview", "observation")]),
    adjudicated=st.sampled_from([None, tri.PARTIAL]),
    quotable=st.integers(0, 2),
)


@settings(max_examples=60, deadline=None)
@given(some, cases)
def test_there_is_always_one_question_and_writing_only_closes_holes(words: list[str], case: d.Case) -> None:
    crossed = rows(" ".join(words))
    assert d.question(crossed, case).kind in d.QUESTIONS
    before = {hole.kind for hole in d.holes(crossed, case)}
    written = replace(case, explained=True, negative_case=True)
    assert {hole.kind for hole in d.holes(crossed, written)} <= before
    assert d.sufficiency(crossed, 0).groups == crossed[tri.GROUP].coverage[0]
    if words and crossed[tri.GROUP].verdict != tri.NO_DATA:
        more = rows(" ".join([*words, "P1C", "K1C", "D1C"]))
        assert d.SILENT_GROUPS not in {hole.kind for hole in d.holes(more, case)}


def test_documents_are_evidence_although_nobody_was_asked():
    found = kinds("O1S", replace(DONE, methods=("observation",), checks={}))
    assert found == {d.DOCUMENTS_ONLY: ("note",), d.SILENT_GROUPS: ("PEM", "PDP", "PGL")}
    asked = d.question(rows("O1S"), DONE)
    assert (asked.kind, asked.names) == (d.DOCUMENTS_ONLY, ("note",))
    assert d.NO_EVIDENCE in kinds("", replace(DONE, quotable=0))
