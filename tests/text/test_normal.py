"""Reading bytes and moving offsets: nothing is lost without a count."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import Unreadable
from qualcode.text.normal import normalise, normalise_mapped, read_text, remap

HARD = [
    "e\u0301",
    "👩‍👩‍👧",
    "🇮🇩",
    "👍🏽",
    "\r\n",
    "\r",
    "\n",
    "\ufeff",
    "\x00",
    "\ud83d",
    "ك",
    "שלום",
    "ที่",
    "ꦧꦱ",
    "각",
    "각",
    "q̃",
    "a",
    " ",
]
texts = st.lists(st.sampled_from(HARD) | st.text(max_size=3), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        ("halo é".encode(), "halo é", "utf-8"),
        (b"\xef\xbb\xbfhalo", "halo", "utf-8"),
        ("halo 😀".encode("utf-16"), "halo 😀", "utf-16-le"),
        (b"\xfe\xff" + "halo".encode("utf-16-be"), "halo", "utf-16-be"),
        ("Selamat pagi".encode("utf-16-le"), "Selamat pagi", "utf-16-le"),
        (b"caf\xe9 \x93kata\x94 \x85", "café “kata” …", "cp1252"),
        (b"a\r\nb\rc\n", "a\nb\nc\n", "utf-8"),
        (b"", "", "utf-8"),
    ],
)
def test_bytes_are_read_in_their_encoding(data: bytes, text: str, encoding: str) -> None:
    done = read_text(data)
    assert (done.text, done.encoding, done.repaired) == (text, encoding, 0)


def test_nul_and_lone_surrogates_are_replaced_and_counted() -> None:
    done = read_text(b"a\x00b\xed\xa0\x80c" + b" kata" * 5)
    assert done.text.startswith("a\ufffdb\ufffdc kata")
    assert done.repaired == 2


def test_surrogate_pairs_are_one_character() -> None:
    assert normalise("\ud83d\ude00") == normalise("😀")


def test_a_damaged_place_does_not_turn_utf8_into_cp1252() -> None:
    done = read_text("“kata” é ü".encode() + b"\xff.")
    assert done.text == "“kata” é ü\ufffd."
    assert done.repaired == 1


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04abc",
        bytes(range(256)),
        b"\x00" * 50,
        b"caf\xe9 \x81",
        b"caf\xe9 \x01",
    ],
)
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="binary"):
        read_text(data)


@given(texts)
@settings(max_examples=150, deadline=None)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text).text
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once and "\x00" not in once
    assert once == normalise("\ufeff" + once).text
    once.encode("utf-8")


@given(texts, st.data())
@settings(max_examples=200, deadline=None)
def test_spans_move_with_their_words(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    start, end = sorted((data.draw(ends), data.draw(ends)))
    done, [(a, b)] = remap(text, [(start, end)])
    assert done.text == normalise(text).text
    assert done.repaired == normalise(text).repaired
    assert 0 <= a <= b <= len(done.text)
    _same, places = normalise_mapped(text)
    whole = [places.start(n) for n in range(len(text) + 1)]
    assert whole == sorted(whole)
    if (places.end(start), places.start(end)) == (a, b):  # neither end inside a composed character
        marked = (
            start == 0 and end > 0 and text.startswith("\ufeff")
        )  # a byte order mark is no part of the words
        assert done.text[a:b] == normalise("x" + text[start + marked : end]).text[1:]


def test_crlf_moves_offsets() -> None:
    done, spans = remap("ab\r\ncd\r\ne\u0301f", [(4, 6), (8, 9), (8, 10), (10, 11), (0, 11)])
    assert done.text == "ab\ncd\néf"
    assert [done.text[a:b] for a, b in spans] == ["cd", "é", "é", "f", done.text]


def test_large_texts_are_moved_quickly() -> None:
    text = "kata kata kata e\u0301\r\n" * 60_000
    before = time.process_time()
    normalise_mapped(text)
    assert time.process_time() - before < 8
