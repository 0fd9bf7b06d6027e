"""English words that have no business where Indonesian is spoken."""

from __future__ import annotations

import re
from functools import cache

from qualcode import i18n
from tests.tui.pages import TALK

WORD = re.compile(r"[^\W\d_]{3,}")
NAME = re.compile(r"\b[a-z]+\.[a-z_0-9]+")
"""What a keymap calls a key, as `reader.next`; it is the same in every language."""
KEPT = {
    # Names of formats, files and keys, and terms that the literature leaves in English.
    "docx", "html", "markdown", "word", "pdf", "enter", "esc", "ctrl", "home", "bonding", "bridging", "linking",
    "qualcode",
}  # fmt: skip
TEXTUALS = {"commands", "copy", "focus", "found", "matches", "palette", "press", "quit", "search", "selected"}
"""What Textual says by itself where nobody stops it."""


def words(*texts: str) -> set[str]:
    return {word.casefold() for text in texts for word in WORD.findall(text)}


@cache
def foreign() -> frozenset[str]:
    """Words of our English messages, and Textual's, that no Indonesian one has."""
    catalogue = i18n._catalogue("id")
    english = words(*catalogue.messages, *catalogue.plurals)
    indonesian = words(
        *catalogue.messages.values(), *(form for forms in catalogue.plurals.values() for form in forms)
    )
    left = (english | TEXTUALS) - indonesian - KEPT - words(TALK, "Musyawarah Norma PGL K1 Studi kecil")
    assert len(left) > 500
    return frozenset(left)


def left_in_english(text: str, *given: str) -> dict[str, list[str]]:
    """Lines that hold such words, with them; `given` is what a person wrote, as names of files."""
    wrong = foreign() - words(*given)
    lines = {line.strip(): words(NAME.sub("", line)) & wrong for line in text.splitlines()}
    return {line: sorted(found) for line, found in lines.items() if found}
