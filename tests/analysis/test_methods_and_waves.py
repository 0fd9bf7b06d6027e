"""Triangulation by method and by wave: who may be compared with whom."""

from __future__ import annotations

from qualcode import i18n
from qualcode.analysis import labels
from qualcode.analysis.evidence import CONTRADICTS, SUPPORTS, Claim, Evidence, Unit, Voice
from qualcode.analysis.triangulation import CODER, METHOD, WAVE, Column, Row, triangulate

METHODS = [Column(name, name) for name in ("interview", "observation", "document")]
UNITS = [Unit(key, key) for key in ("K1", "K2", "P1")] + [Unit(key, key, "source") for key in ("obs", "doc")]


def interview(who: str, group: str) -> Voice:
    return Voice(who, who, "interview", group, subjects=frozenset({f"informant:{who}", f"group:{group}"}))


K1, K2, P1 = interview("K1", "PGL"), interview("K2", "PGL"), interview("P1", "PEM")
OBSERVED = Voice("obs", "obs", "observation", None, subjects=frozenset({"group:PGL"}))
LETTER = Voice("doc", "doc", "document", "PEM", subjects=frozenset({"group:PEM"}))


def by_method(*evidence: tuple[Voice, str], voices: tuple[Voice, ...] = (K1, K2, P1, OBSERVED)) -> Row:
    links = [Evidence("f", voice, what) for voice, what in evidence]
    return triangulate(METHOD, METHODS, UNITS, voices, [Claim("f")], links).rows[0]


def test_methods_are_joined_on_the_same_subject() -> None:
    row = by_method((K1, SUPPORTS), (P1, CONTRADICTS), (OBSERVED, SUPPORTS))
    assert (row.verdict, row.direction) == ("AGREEMENT", "+")
    assert (row.cells["interview"].k, row.cells["interview"].n) == (1, 2)
    assert row.cells["document"].symbol == "NA"
    assert [stance.unit.key for stance in row.outside] == ["P1"]


def test_an_observation_of_one_informant_is_not_about_her_group() -> None:
    of_k1 = Voice("obs", "obs", "observation", None, subjects=frozenset({"informant:K1"}))
    row = by_method((K1, SUPPORTS), (K2, CONTRADICTS), (of_k1, SUPPORTS), voices=(K1, K2, of_k1))
    assert row.cells["interview"].n == 1 and row.verdict == "AGREEMENT"


def test_a_clash_of_methods_on_different_subjects_is_told_apart() -> None:
    everything = (K1, K2, P1, OBSERVED, LETTER)
    apart = by_method((P1, CONTRADICTS), (OBSERVED, SUPPORTS), voices=everything)
    assert apart.verdict == "DISSONANCE" and "not on one subject" in apart.flags
    together = by_method((K1, CONTRADICTS), (OBSERVED, SUPPORTS), voices=everything)
    assert "not on one subject" not in together.flags
    assert together.parts is not None and together.parts["group:PGL"].verdict == "DISSONANCE"
    assert together.parts["group:PEM"].verdict == "NO_DATA"


def test_without_a_shared_subject_no_method_can_be_crossed() -> None:
    row = by_method((K1, SUPPORTS), voices=(K1, P1))
    assert row.verdict == "NO_DATA" and "fewer than two columns" in row.flags


WAVES = [Column("1", "1"), Column("2", "2")]


def spoke(who: str, wave: int) -> Voice:
    return Voice(who, f"{who} {wave}", "interview", "PGL", wave)


def by_wave(*evidence: tuple[Voice, str], voices: list[Voice]) -> Row:
    links = [Evidence("f", voice, what) for voice, what in evidence]
    return triangulate(WAVE, WAVES, UNITS, voices, [Claim("f")], links).rows[0]


def test_only_units_heard_in_both_waves_are_compared() -> None:
    voices = [spoke("K1", 1), spoke("K1", 2), spoke("K2", 1)]
    row = by_wave((voices[0], SUPPORTS), (voices[1], SUPPORTS), (voices[2], CONTRADICTS), voices=voices)
    assert (row.verdict, row.units) == ("AGREEMENT", (1, 1))
    assert [stance.unit.key for stance in row.outside] == ["K2"]


def test_evidence_that_nothing_can_be_compared_with_is_not_called_no_data() -> None:
    once = Voice("K1", "K1 1", "interview", "PGL", 1)
    evidence = [Evidence("f", once, SUPPORTS, coder="Ana")]
    row = triangulate(WAVE, WAVES[:1], UNITS, [once], [Claim("f")], evidence).rows[0]
    assert labels.verdict_words(row, WAVE) == "nothing to compare: one time only"
    row = triangulate(CODER, [Column("Ana", "Ana")], UNITS, [once], [Claim("f")], evidence).rows[0]
    assert (
        row.verdict == "NO_DATA" and labels.verdict_words(row, CODER) == "nothing to compare: one coder only"
    )
    assert labels.verdict_words(by_wave((once, SUPPORTS), voices=[once]), WAVE).endswith(
        "nobody spoke at two times"
    )
    assert labels.verdict_words(by_wave(voices=[once]), WAVE) == "no data", "without evidence there is none"


def test_a_turn_between_waves_is_called_a_change() -> None:
    voices = [spoke("K1", 1), spoke("K1", 2)]
    row = by_wave((voices[0], SUPPORTS), (voices[1], CONTRADICTS), voices=voices)
    assert (row.dissonance, row.changed) == ("between", ("K1",)) and "changed" in row.flags
    assert labels.verdict_words(row, WAVE) == "changed"
    with i18n.using("id"):
        assert labels.verdict_words(row, WAVE) == "berubah"


def test_two_people_who_differ_in_two_waves_have_not_changed() -> None:
    voices = [spoke(who, wave) for who in ("K1", "K2") for wave in (1, 2)]
    row = by_wave((voices[0], SUPPORTS), (voices[3], CONTRADICTS), voices=voices)
    assert row.verdict == "DISSONANCE" and not row.changed
    assert labels.verdict_words(row, WAVE) == "dissonance between columns"


def test_a_pair_of_three_waves_compares_only_those_present_in_both() -> None:
    voices = [spoke("K1", 1), spoke("K1", 2), spoke("K2", 2), spoke("K2", 3)]
    columns = [*WAVES, Column("3", "3")]
    links = [Evidence("f", voices[0], SUPPORTS), Evidence("f", voices[3], SUPPORTS)]
    row = triangulate(WAVE, columns, UNITS, voices, [Claim("f")], links).rows[0]
    assert row.pairs["1", "3"] == "NA"
