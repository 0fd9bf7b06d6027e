"""A caret stands only between whole characters."""

from __future__ import annotations

import time

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.text.clusters import cluster_end, cluster_start, next_cluster, previous_cluster, snap

HARD = [
    "e\u0301",
    "👩‍👩‍👧",
    "🇮🇩🇮",
    "👍🏽",
    "\r\n",
    "\n",
    "\u200d",
    "ك",
    "ש",
    "ที่",
    "ꦧꦱ꧀ꦗ",
    "각",
    "한",
    "क्ष",
    "a",
    " ",
    "❤️",
    "1️⃣",
    "\u0600",
]
texts = st.lists(st.sampled_from(HARD) | st.characters(exclude_categories=["Cs"]), max_size=15).map("".join)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_boundaries_are_those_of_the_whole_text(text: str) -> None:
    truth = [0] + [found.end() for found in regex.finditer(r"\X", text)]
    for offset in range(len(text) + 1):
        start = max(b for b in truth if b <= offset)
        end = min(b for b in truth if b >= offset)
        assert (cluster_start(text, offset), cluster_end(text, offset)) == (start, end)
        assert next_cluster(text, offset) == min((b for b in truth if b > offset), default=len(text))
        assert previous_cluster(text, offset) == max((b for b in truth if b < offset), default=0)


def test_snapping_grows_to_whole_characters_only() -> None:
    text = "saya 👩‍👩‍👧 dan 🇮🇩 e\u0303q"
    family = text.index("👩")
    assert snap(text, family + 1, family + 2) == (family, family + 5)
    flag = text.index("🇮")
    assert snap(text, flag, flag + 1) == (flag, flag + 2)
    assert snap(text, 0, 5) == (0, 5)  # blanks are kept
    assert snap(text, 3, 3) == (3, 3)
    assert snap("\r\n", 1, 1) == (0, 0)


@pytest.mark.parametrize("span", [(-1, 2), (0, 9), (3, 2)])
def test_spans_outside_the_text_are_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError):
        snap("kata", *span)


def test_a_place_in_ten_megabytes_is_found_at_once() -> None:
    for unit in ("kata ", "ꦧꦱꦗ", "ที่นี่", "한국", "漢字"):
        text = unit * (5_000_000 // len(unit))
        before = time.process_time()
        for offset in range(4_000_000, 4_000_500):
            snap(text, offset, offset + 1)
        assert time.process_time() - before < 0.5, unit
