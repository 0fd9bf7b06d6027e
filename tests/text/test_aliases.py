"""Real names become codes in every form people say them, and other words stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.text.aliases import Aliases, is_called, is_office

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


FULL = (
    ("M. Sugeng Riyadi", "K2"),
    ("Bu Yanti", "K1"),
    ("Abdul-Aziz", "K3"),
    ("Bp. Lurah", "P1"),
    ("Ana", "K4"),
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("M Sugeng Riyadi, M.Sugeng Riyadi", "[K2], [K2]"),
        ("Abdul Aziz dan abdul-aziz", "[K3] dan [K3]"),
        ("Bp.Lurah rawuh, kata Bp. Lurah", "Bp.[P1] rawuh, kata Bp. [P1]"),
        ("yanti88 dan x_yanti_x", "[K1]88 dan x_[K1]_x"),
        ("omahe Yantine", "omahe [K1]ne"),
        ("Yantinese, Sugeng. Riyadi", "Yantinese, Sugeng. Riyadi"),
        ("Yánti", "[K1]"),
        ("Ana banana", "[K4] banana"),
        ("Yanti-Yanti", "[K1]-[K1]"),
    ],
)
def test_initials_hyphens_accents_and_javanese_endings(text, shown):
    assert Aliases(FULL).replace(text) == shown


def test_the_longest_name_wins_and_honorifics_do_not_hide_it():
    names = [("Sri", "K1"), ("Sri Rahayu", "K2"), ("Bu Sri Rahayu Ningsih", "K3")]
    assert (
        Aliases(names).replace("Sri, Sri Rahayu, Sri Rahayu Ningsih, Bu Sri Rahayu")
        == "[K1], [K2], [K3], Bu [K2]"
    )


def test_a_name_broken_over_two_lines_moves_no_line():
    assert Aliases(FULL).replace("kata M. Sugeng \n  Riyadi: ya") == "kata [K2] \n  [K2]: ya"


def test_a_short_name_does_not_eat_codes():
    assert Aliases([("K", "X9")]).replace("K1 dan K") == "K1 dan [X9]"


def test_a_name_that_is_its_own_code_stays():
    assert Aliases([("Warung Tini", "warung tini")]).edits("Warung Tini") == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("wawancara_buYanti-2.docx", "wawancara_buK1-2.docx"),
        ("Bu_Yanti (1).txt", "Bu_K1 (1).txt"),
        ("M.Sugeng.Riyadi.docx", "K2.docx"),
        ("banana_ANA.md", "banana_K4.md"),
        ("nurani.txt", "nurani.txt"),
        ("w1_SugengRiyadi.txt", "w1_SugengRiyadi.txt"),
        ("w1_AbdulAziz.txt", "w1_K3.txt"),
    ],
)
def test_file_names_have_words_in_them_too(name, shown):
    assert Aliases(FULL).file_name(name) == shown


def test_a_code_in_a_file_name_is_a_legal_file_name():
    assert Aliases([("Sri", "K:1"), ("Sri", "K/2")]).file_name("Sri.txt") == "K-1-K-2.txt"


def test_names_that_stand_for_several_are_known():
    assert Aliases([("Sri", "K1"), ("Bu Sri", "K2"), ("Ana", "K3")]).shared == (("K1", "K2"),)
    assert Aliases(NAMES).shared == ()


def test_words_that_are_names_only_behind_an_honorific():
    names = Aliases([], called=[("Sari", "?"), ("Pak Karto", "?")])
    assert names.replace("Bu Sari memeras sari, karto") == "Bu [?] memeras sari, karto"


@pytest.mark.parametrize(
    ("name", "called", "office"),
    [
        ("Pak Karto", True, False),
        ("Pak Lurah", False, True),
        ("Ketua RT", False, True),
        ("Ibu PKK", False, False),
        ("warung kopi", False, False),
        ("Ibu rumah tangga", False, False),
    ],
)
def test_a_name_is_told_from_an_office_by_its_form(name, called, office):
    assert (is_called(name), is_office(name)) == (called, office)


WORDS = st.lists(
    st.sampled_from(
        ["Yanti", "Bu", "M. Sugeng Riyadi", "Ana", " ", "\n", "ya", "é", "👩‍👩‍👧", ".", "nya", "Abdul Aziz"]
    ),
    max_size=25,
).map("".join)


@settings(max_examples=150)
@given(WORDS, st.data())
def test_every_span_moves_with_its_words(text, data):
    done = Aliases(FULL).replaced(text)
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    begin, end = done.span(start, stop)
    assert 0 <= begin <= end <= len(done.text)
    assert done.text == Aliases(FULL).replace(text)
    assert done.text.count("\n") == text.count("\n")
    if not any(edit.start < stop and edit.stop > start for edit in done.edits):
        assert done.text[begin:end] == text[start:stop]
    assert Aliases(FULL).edits(done.text) == []
