"""Shortcuts of codes: two letters that mean one code, proposed for every new one and free to be changed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from itertools import product
from string import ascii_lowercase


def proposed_shortcut(code: str, name: str, taken: Collection[str]) -> str:
    """Two letters for a new code that none in `taken` has: from the end of its short id, its name, then any.

    Empty only where all 676 pairs of letters are taken.
    """
    owned = {shortcut.casefold() for shortcut in taken}
    return next((pair for pair in _pairs(code, name) if pair not in owned), "")


def _pairs(code: str, name: str) -> Iterator[str]:
    tail = _letters(code.rsplit("-", 1)[-1])
    initials = "".join(_letters(word)[:1] for word in name.split())
    for source in (tail, initials, _letters(name), _letters(code)):
        yield from (source[0] + letter for letter in source[1:])
    first = (tail or _letters(code) or _letters(name))[:1]
    if first:
        yield from (first + letter for letter in ascii_lowercase)
    yield from ("".join(pair) for pair in product(ascii_lowercase, repeat=2))


def _letters(text: str) -> str:
    """The letters of `text` that every keyboard has, small and without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char in ascii_lowercase)
