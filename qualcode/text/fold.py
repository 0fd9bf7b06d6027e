"""Text made alike for searching, without ever changing its length, so that every place found is a place in the text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_ALIKE = {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "‑": "-"}


def fold(text: str) -> str:
    """`text` without case and accents, code point for code point (`ß` stays, as it has no single counterpart)."""
    if text.isascii():
        return text.lower()
    return text.translate({ord(char): _folded(char) for char in set(text)})


def find_all(text: str, needle: str) -> Iterator[tuple[int, int]]:
    """Each place `[start, end)` where `needle` stands, whatever its case and accents; places do not overlap."""
    wanted = fold(unicodedata.normalize("NFC", needle))
    if not wanted:
        return
    folded = fold(text)
    place = folded.find(wanted)
    while place >= 0:
        yield place, place + len(wanted)
        place = folded.find(wanted, place + len(wanted))


def _folded(char: str) -> str:
    char = _ALIKE.get(char, char)
    parts = unicodedata.normalize("NFD", char)
    if len(parts) > 1 and all(unicodedata.combining(mark) for mark in parts[1:]):
        char = parts[0]
    return next((alike for alike in (char.casefold(), char.lower()) if len(alike) == 1), char)
