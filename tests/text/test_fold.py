"""Searching finds exact places, whatever the case and accents."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.text.fold import find_all, fold
from qualcode.text.spans import contains, merge, overlap


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_folding_never_changes_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_folding_is_by_character_not_by_text() -> None:
    assert fold("ÉÇ İẞß Jum’at ΣΑΣ") == "ec ißß jum'at σασ"


def test_places_are_exact() -> None:
    text = "Musyawarah, MUSYAWARAH dan musyawaráh 😀 musyawarah"
    places = list(find_all(text, "musyawarah"))
    assert [text[a:b].casefold()[:5] for a, b in places] == ["musya"] * 4
    assert places[-1] == (len(text) - 10, len(text))
    assert list(find_all("aaaa", "aa")) == [(0, 2), (2, 4)]
    assert list(find_all("aaaa", "")) == []
    assert list(find_all("café", "cafe\u0301")) == [(0, 4)]


def test_spans() -> None:
    assert overlap((0, 5), (3, 9)) == 2 and overlap((0, 3), (3, 9)) == 0
    assert contains((0, 5), (0, 5)) and not contains((0, 5), (4, 6))
    assert merge([(5, 7), (0, 2), (2, 3), (6, 9), (4, 4)]) == [(0, 3), (5, 9)]
