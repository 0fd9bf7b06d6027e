"""Who speaks, by rules that a person can see and correct."""

from __future__ import annotations

import pytest

from qualcode.readers import assign_roles, read_all, speaker_roles


def who(text: str, *participants: str, **more: object) -> list[tuple[str, str | None]]:
    (found,) = read_all(text.encode(), "a.txt")
    return list(assign_roles(found.turns, participants, **more))  # type: ignore[arg-type]


ASKED, K1, SOMEBODY, NOBODY = ("interviewer", None), ("informant", "K1"), ("informant", None), ("other", None)


@pytest.mark.parametrize(
    "label", ["Peneliti", "Pewawancara", "Penanya", "Interviewer", "T", "Q", "Peneliti 1", "peneliti"]
)
def test_words_for_the_interviewer(label: str) -> None:
    assert who(f"{label}: Apa?\nBu Yanti: Itu.\n{label}: Oh.\nBu Yanti: Ya.", "K1") == [ASKED, K1, ASKED, K1]


def test_of_p_and_i_the_one_that_opens_asks() -> None:
    assert who("P: Apa?\nI: Itu.\nP: Oh.", "K1") == [ASKED, K1, ASKED]
    assert who("I: Apa?\nP: Itu.\nI: Oh.", "K1") == [ASKED, K1, ASKED]
    assert who("P: Apa?\nBu Yanti: Itu.\nP: Oh.", "K1") == [ASKED, K1, ASKED]
    assert who("Peneliti: Apa?\nP: Itu.\nPeneliti: Oh.", "K1") == [ASKED, K1, ASKED]


def test_a_label_that_names_a_participant() -> None:
    text = "P: Apa?\n[K1] Itu.\nInforman K2: Ini.\nBu Rini: Bukan.\nP: Oh."
    assert who(text, "K1", "K2") == [ASKED, K1, ("informant", "K2"), SOMEBODY, ASKED]
    assert who("P: Apa?\nk1: Itu.\nP: Oh.\nk1: Ya.", "K1", "K2") == [ASKED, K1, ASKED, K1]


def test_the_mapping_goes_before_the_rules() -> None:
    text = "P: Apa?\nBu Yanti : Itu.\nPak RT: Ini.\nP: Oh."
    found = who(text, "K1", mapping={"bu yanti": "K4", "P": "K1"}, interviewers=["[Pak RT]"])
    assert found == [K1, ("informant", "K4"), ASKED, K1]


def test_head_and_headings_are_nobodys() -> None:
    assert who("Transkrip wawancara\n\nP: Apa?\nK1: Itu.", "K1") == [NOBODY, ASKED, K1]


def test_without_labels_the_method_decides() -> None:
    text = "Satu.\n\nDua."
    assert who(text, "K1") == [K1, K1]
    assert who(text, "K1", "K2") == [SOMEBODY, SOMEBODY]
    assert who(text, method="document") == [NOBODY, NOBODY]
    assert who(text, "K1", method="observation") == [NOBODY, NOBODY]
    assert who("Deskriptif: Hadir tujuh.\nReflektif: Saya bosan.", method="observation") == [NOBODY, NOBODY]


def test_labels_in_order() -> None:
    (found,) = read_all(b"P: Apa?\nBu Yanti: Itu.\nP: Oh.", "a.txt")
    assert speaker_roles(found.turns) == {"P": ASKED, "Bu Yanti": SOMEBODY}
