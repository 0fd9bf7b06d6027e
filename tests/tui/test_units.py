from __future__ import annotations

import pytest

from qualcode.tui.reader.units import Bounds, TurnLook, Unit, Units

TEXT = "P: Apa kabar? Siapa yang ikut?\nK1: Baik. Kami semua ikut, tidak ada yang absen.\n\nP: Lalu?\nK1: Sudah.\n"


def turns() -> list[TurnLook]:
    found = []
    start = 0
    for number, line in enumerate(TEXT.splitlines(keepends=True)):
        if line.strip():
            label = line.index(" ") + 1
            found.append(
                TurnLook(
                    start,
                    start + len(line) - 1,
                    number + 1,
                    line[: label - 2],
                    0,
                    start + label,
                    line[0] == "P",
                )
            )
        start += len(line)
    return found


def words(units: Units, stretch: tuple[int, int] | None) -> str | None:
    return None if stretch is None else units.text[slice(*stretch)]


@pytest.mark.parametrize("with_arrays", [False, True])
def test_walking_forward_and_back_meets_the_same_sentences(with_arrays: bool) -> None:
    units = Units(TEXT, turns())
    if with_arrays:
        parts = [
            "Apa kabar?",
            "Siapa yang ikut?",
            "Baik.",
            "Kami semua ikut, tidak ada yang absen.",
            "Lalu?",
            "Sudah.",
        ]
        starts = [TEXT.index(part) for part in parts]
        ends = [start + len(part) for start, part in zip(starts, parts, strict=True)]
        units = Units(TEXT, turns(), sentences=Bounds(starts, ends))
    forward = [units.at(Unit.SENTENCE, 0)]
    while (following := units.after(Unit.SENTENCE, forward[-1][1])) is not None:
        forward.append(following)
    assert [words(units, one) for one in forward][:3] == ["Apa kabar?", "Siapa yang ikut?", "Baik."]
    back = [forward[-1]]
    while (earlier := units.before(Unit.SENTENCE, back[-1][0])) is not None:
        back.append(earlier)
    assert back[::-1] == forward


def test_a_unit_leaves_the_speakers_label_out() -> None:
    units = Units(TEXT, turns())
    assert (
        words(units, units.at(Unit.TURN, TEXT.index("K1") + 1))
        == "Baik. Kami semua ikut, tidak ada yang absen."
    )


def test_an_answer_is_the_question_with_its_reply() -> None:
    units = Units(TEXT, turns())
    assert words(units, units.at(Unit.ANSWER, TEXT.index("Baik"))) == TEXT[3 : TEXT.index("\n\n")]
    assert words(units, units.after(Unit.ANSWER, TEXT.index("\n\n"))) == "Lalu?\nK1: Sudah."


def test_the_place_counts_sentences_within_their_turn() -> None:
    units = Units(TEXT, turns())
    assert units.place(Unit.SENTENCE, TEXT.index("Kami")) == (2, 2)
    assert units.place(Unit.SENTENCE, TEXT.index("Lalu")) == (1, 1)


def test_without_turns_a_paragraph_is_the_turn() -> None:
    units = Units("Satu. Dua.\n\nTiga.")
    assert words(units, units.at(Unit.TURN, 0)) == "Satu. Dua."
    assert words(units, units.after(Unit.TURN, 10)) == "Tiga."
    assert units.at(Unit.SENTENCE, 0) == (0, 5)


def test_an_empty_text_and_a_text_of_blanks_have_no_units() -> None:
    for text in ("", "  \n \n"):
        units = Units(text)
        assert units.at(Unit.SENTENCE, 0) == (0, 0)
        assert units.after(Unit.WORD, 0) is None
        assert units.before(Unit.WORD, len(text)) is None


def test_the_plain_rule_looks_only_around_the_place() -> None:
    text = "kata " * 400_000
    units = Units(text)
    assert units.at(Unit.WORD, 1_500_000) == (1_500_000, 1_500_004)
    assert words(units, units.before(Unit.WORD, 1_500_000)) == "kata"
    start, end = units.at(Unit.SENTENCE, 1_500_002)
    assert end - start < 10_000
