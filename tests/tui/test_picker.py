from __future__ import annotations

from dataclasses import replace

import pytest

from qualcode.tui.coding_forms import new_short_id
from qualcode.tui.looks import CodeCard
from qualcode.tui.painting import HUES, hue, ink_on, one_line
from qualcode.tui.picker import on_digit, quick_match, ranked
from qualcode.tui.reader import CodeLook


def card(
    key: int, code: str, name: str, definition: str = "", shortcut: str = "", leaf: bool = True
) -> CodeCard:
    return CodeCard(key, code, name, definition, "", shortcut, None, leaf, 1, CodeLook("X", name, 0))


CARDS = [
    card(1, "KP", "Kepercayaan", leaf=False),
    card(2, "KP-TRN", "Transparansi keuangan"),
    card(3, "NR-TUL", "Aturan tertulis"),
    card(4, "NR-SPK", "Kesepakatan lisan", "janji bersama yang tidak tertulis"),
    card(5, "JR-BON", "Ikatan ke dalam", shortcut="ik"),
    card(6, "JR-BRI", "Ikatan ke samping"),
]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("tr", "KP-TRN"),
        ("TR", "KP-TRN"),
        ("sp", "NR-SPK"),
        ("ik", "JR-BON"),  # a shortcut in full, though two names begin so
        ("t", None),  # one letter is never enough
        ("tu", "NR-TUL"),
        ("b", None),
        ("br", "JR-BRI"),
        ("ke", None),  # names begin so, and no short id
        ("jr", None),
        ("+tr", None),  # a new code
        ("zz", None),
    ],
)
def test_letters_mean_a_code_only_where_they_can_mean_no_other(typed: str, code: str | None) -> None:
    found = quick_match(CARDS, typed)
    assert (found.code if found else None) == code


def test_a_name_that_begins_like_a_short_id_leaves_the_choice_open() -> None:
    assert quick_match([*CARDS, card(7, "XX-ABC", "Tradisi")], "tr") is None


def test_a_digit_alone_means_the_code_that_is_on_it() -> None:
    pinned = [*CARDS, replace(card(9, "XX-ABC", "Tradisi"), pinned=4)]
    assert on_digit(pinned, {3: 2}, "3") == CARDS[1]
    assert on_digit(pinned, {}, "4") == pinned[-1] and on_digit(pinned, {4: 2}, "4") == CARDS[1]
    assert [on_digit(pinned, {3: 2}, typed) for typed in ("33", "", "x", "5")] == [None] * 4


def test_the_best_fit_comes_first_and_every_fit_comes() -> None:
    assert next(one.code for one in ranked(CARDS, "tul")) == "NR-TUL"
    assert {one.code for one in ranked(CARDS, "tertulis")} == {"NR-TUL", "NR-SPK"}
    assert "KP-TRN" in [one.code for one in ranked(CARDS, "ktn")]
    assert ranked(CARDS, "zzz") == []


def test_without_letters_branches_come_last() -> None:
    assert [one.code for one in ranked(CARDS, "")] == ["KP-TRN", "NR-TUL", "NR-SPK", "JR-BON", "JR-BRI", "KP"]


def test_a_new_code_gets_a_short_id_nobody_has() -> None:
    assert new_short_id("gotong royong", []) == "GR"
    assert new_short_id("gotong royong", ["gr", "GR2"]) == "GR3"
    assert new_short_id("Arisan", []) == "ARIS"
    assert new_short_id("…", []) == "KODE"


def test_letters_on_a_hue_can_be_read() -> None:
    for number in range(len(HUES)):
        ground = hue(number)
        light, dark = sorted((luminance(ground.rgb), luminance(hue_of(ink_on(ground)))), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_one_line_is_short_safe_and_one_line() -> None:
    assert one_line("a\n b\t\x1b[2J", 0) == "a b ␛[2J"
    assert one_line("satu dua tiga", 8) == "satu du…"
    assert len(one_line("x" * 99, 10)) == 10


def hue_of(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(rgb: tuple[int, int, int]) -> float:
    """Relative luminance of WCAG 2."""
    parts = [part / 255 for part in rgb]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
