"""Real names become codes in every form people say them, and other words stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.text.aliases import Aliases

NAMES = (("Bu Yanti", "K1"), ("Sugeng", "K2"), ("Sugeng Riyadi", "K2"), ("Pak Lurah", "P1"), ("Nur", "M1"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Bu Yanti datang", "Bu [K1] datang"),
        ("kata mbak yanti ya begitu", "kata mbak [K1] ya begitu"),
        ("YANTI!", "[K1]!"),
        ("rumah Yantinya jauh", "rumah [K1]nya jauh"),
        ("Yanti-nya", "[K1]-nya"),
        ("Mas Sugeng  Riyadi dan Sugeng", "Mas [K2] dan [K2]"),
        ("H. Sugeng", "H. [K2]"),
        ("Pak Haji Sugeng", "Pak Haji [K2]"),
        ("Sugeng's shop", "[K2]'s shop"),
        ("Pak Lurah bilang lurah lain juga", "Pak [P1] bilang lurah lain juga"),
        ("nuraninya, nurut, sinur", "nuraninya, nurut, sinur"),
        ("Nurlah yang tahu", "[M1]lah yang tahu"),
        ("(Yanti), “yanti”", "([K1]), “[K1]”"),
        ("Yantı", "[K1]"),
        ("", ""),
    ],
)
def test_names_are_replaced_as_whole_words(text, shown):
    assert Aliases(NAMES).replace(text) == shown


def test_a_name_of_two_people_shows_both_codes():
    assert Aliases([("Sri", "K1"), ("Bu Sri", "K2")]).replace("Bu Sri dan Sri") == "Bu [K1/K2] dan [K1/K2]"


def test_signs_in_a_name_are_no_pattern():
    assert Aliases([("A.*", "K1"), ("(x", "K2")]).replace("Abc A.* (x") == "Abc [K1] [K2]"


def test_without_names_nothing_changes():
    assert Aliases([("  ", "K1")]).replace("Bu Yanti") == "Bu Yanti"


@settings(max_examples=40)
@given(st.text(), st.sampled_from(["Yanti", "yanti", "YANTI"]), st.text())
def test_no_spelling_of_a_name_between_other_signs_survives(before, name, after):
    text = f"{before} {name} {after}"
    assert f" {name} " not in Aliases(NAMES).replace(text)
