"""Line numbers are the same wherever the text is shown."""

from __future__ import annotations

import time

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.text.lines import WIDTH, line_of, line_starts, lines_of

texts = st.lists(
    st.sampled_from(
        ["kata ", "\n", "musyawarah", " ", "x" * 70, "👩‍👩‍👧" * 20, "ꦧꦱ", "e\u0301", "שלום ", "\u00a0"]
    ),
    max_size=40,
).map("".join)


def lines(text: str) -> list[str]:
    starts = line_starts(text)
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


@given(texts)
@settings(max_examples=200, deadline=None)
def test_lines_join_to_the_text_and_fit(text: str) -> None:
    parts = lines(text)
    assert "".join(parts) == text
    boundaries = {0} | {found.end() for found in regex.finditer(r"\X", text)}
    assert set(line_starts(text)) <= boundaries
    for part in parts:
        assert len(part.rstrip(" \n")) <= WIDTH
        assert "\n" not in part[:-1]


def test_words_are_kept_whole_and_long_ones_cut() -> None:
    text = "musyawarah " * 6 + "x" * 130 + " akhir\n\nbaru\n"
    assert lines(text) == [
        "musyawarah " * 5,
        "musyawarah ",
        "x" * 60,
        "x" * 60,
        "x" * 10 + " akhir\n",
        "\n",
        "baru\n",
    ]


def test_an_empty_text_has_one_line() -> None:
    assert list(line_starts("")) == [0]
    assert line_of(line_starts(""), 0) == 1


def test_a_span_knows_its_lines() -> None:
    starts = line_starts("satu\ndua\ntiga")
    assert lines_of(starts, 0, 5) == (1, 1)  # the newline belongs to its line
    assert lines_of(starts, 0, 6) == (1, 2)
    assert lines_of(starts, 9, 13) == (3, 3)
    assert lines_of(starts, 5, 5) == (2, 2)


def test_ten_megabytes_in_one_paragraph() -> None:
    for text in ("musyawarah desa " * 650_000, "x" * 10_000_000):
        before = time.process_time()
        assert len(line_starts(text)) > 160_000
        assert time.process_time() - before < 3
