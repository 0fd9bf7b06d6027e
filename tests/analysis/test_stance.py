"""One unit's stance: conditions, change, contradiction, sessions, and coders who disagree."""

from __future__ import annotations

import pytest

from qualcode import i18n
from qualcode.analysis import labels, stance
from qualcode.analysis.evidence import CONTRADICTS, QUALIFIES, SUPPORTS, Claim, Evidence, Unit, Voice
from qualcode.analysis.stance import unit_stance
from qualcode.analysis.triangulation import Column, triangulate

K1 = Unit("K1", "K1")
FIRST, SECOND = Voice("K1", "one", "interview", "PGL", 1), Voice("K1", "two", "interview", "PGL", 2)


def said(voice: Voice, what: str, **more: object) -> Evidence:
    return Evidence("f", voice, what, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stances", "sense", "symbol"),
    [
        ([SUPPORTS], stance.AFFIRMS, "+"),
        ([CONTRADICTS], stance.DENIES, "-"),
        ([QUALIFIES], stance.CONDITIONS_ONLY, "±"),
        ([SUPPORTS, QUALIFIES], stance.SUPPORTS_IF, "±"),
        ([CONTRADICTS, QUALIFIES], stance.DENIES_IF, "±"),
        ([SUPPORTS, CONTRADICTS], stance.SELF_CONTRADICTING, "±"),
    ],
)
def test_stances_of_one_unit(stances: list[str], sense: str, symbol: str) -> None:
    result = unit_stance(K1, [said(FIRST, what) for what in stances])
    assert (result.sense, result.symbol) == (sense, symbol)


def test_opposite_stances_of_different_waves_or_periods_are_a_change() -> None:
    assert unit_stance(K1, [said(FIRST, SUPPORTS), said(SECOND, CONTRADICTS)]).sense == stance.CHANGED
    before_and_after = [said(FIRST, SUPPORTS, period="before"), said(FIRST, CONTRADICTS, period="after")]
    assert unit_stance(K1, before_and_after).sense == stance.CHANGED


def test_a_change_is_not_guessed_from_a_period_nobody_set() -> None:
    half_known = [said(FIRST, SUPPORTS, period="before"), said(FIRST, CONTRADICTS)]
    assert unit_stance(K1, half_known).sense == stance.SELF_CONTRADICTING
    same_time = [said(FIRST, SUPPORTS), said(SECOND, CONTRADICTS), said(SECOND, SUPPORTS)]
    assert unit_stance(K1, same_time).sense == stance.SELF_CONTRADICTING


def test_coders_who_differ_on_the_same_words_do_not_make_the_informant_contradict_herself() -> None:
    same_words = [
        said(FIRST, SUPPORTS, coder="ana", passage=(10, 40)),
        said(FIRST, CONTRADICTS, coder="budi", passage=(15, 45)),
    ]
    result = unit_stance(K1, same_words)
    assert (result.sense, result.symbol, result.coders_disagree) == (stance.CODERS_DISAGREE, "±", True)
    other_words = [same_words[0], said(FIRST, CONTRADICTS, coder="budi", passage=(90, 99))]
    result = unit_stance(K1, other_words)
    assert (result.sense, result.coders_disagree) == (stance.SELF_CONTRADICTING, False)


def test_the_row_flags_coders_who_differ_and_each_coder_can_be_read_alone() -> None:
    evidence = [
        said(FIRST, SUPPORTS, coder="ana", passage=(10, 40)),
        said(FIRST, CONTRADICTS, coder="budi", passage=(10, 40)),
    ]
    columns = [Column("PGL", "PGL")]
    row = triangulate("group", columns, [K1], [FIRST], [Claim("f")], evidence).rows[0]
    assert "coders disagree" in row.flags
    alone = triangulate("group", columns, [K1], [FIRST], [Claim("f")], evidence, coder="budi").rows[0]
    assert alone.cells["PGL"].symbol == "-" and "coders disagree" not in alone.flags


def test_a_session_is_one_unit_with_its_speakers_shown() -> None:
    session = Unit("fgd", "FGD 1", "session", members=6)
    voice = Voice("fgd", "fgd", "fgd", "PGL")
    evidence = [said(voice, SUPPORTS, speaker=f"K{i}") for i in range(4)]
    evidence.append(said(voice, CONTRADICTS, speaker="K9"))
    row = triangulate("group", [Column("PGL", "PGL")], [session], [voice], [Claim("f")], evidence).rows[0]
    cell = row.cells["PGL"]
    assert (cell.symbol, cell.k, cell.n) == ("±", 1, 1)
    (shown,) = cell.unit_stances
    assert (shown.sense, shown.tally) == (stance.DIVIDED, (4, 1, 0))
    assert labels.sense_words(shown) == "participants differ (6 participants: 4 +, 1 -)"
    with i18n.using("id"):
        assert labels.sense_words(shown) == "peserta berbeda pendapat (6 peserta: 4 +, 1 -)"


def test_one_session_in_two_columns_is_flagged_as_not_independent() -> None:
    session = Unit("fgd", "FGD 1", "session", members=2)
    voices = [Voice("fgd", "fgd", "fgd", group) for group in ("PGL", "MAS")]
    evidence = [said(voice, SUPPORTS, speaker=voice.group) for voice in voices]
    columns = [Column("PGL", "PGL"), Column("MAS", "MAS")]
    row = triangulate("group", columns, [session], voices, [Claim("f")], evidence).rows[0]
    assert "one session in several columns" in row.flags and row.units == (1, 1)
