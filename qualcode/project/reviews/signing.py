"""Whose words stand in a filled-in pack: those of the one who answers, or of somebody whom the program names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

LONGEST = 80
"""Characters of a name."""

_NOBODY = re.compile(
    "(acer|admin|administrator|anonim|anonymous|apple|asus|author|axioo|computer|dell|guest|hewlett-packard|hp|huawei"
    "|komputer|laptop|lenovo|microsoft account|microsoft office user|msi|office|owner|pc|pemilik|pengguna|penulis"
    "|samsung|tamu|toshiba|unknown|unknown author|user|windows|windows user|xiaomi)?([ -]?pc)?",
    re.IGNORECASE,
)
"""What a program calls whoever never told it a name, and what machines are called as they are sold."""


class Signing:
    """Who says what in a pack that one person answers.

    Args:
        coders: names of those who are known.
        who: the one who answers.
    """

    def __init__(self, coders: Iterable[str], who: str) -> None:
        self._who = who
        self._known = {name.casefold(): name for name in coders}

    def author(self, signed: str) -> str:
        """Who said it, as this project spells the name; empty for the one who answers, and for no person's name."""
        name = "".join(one for one in " ".join(signed.split()) if unicodedata.category(one)[0] != "C")
        name = name[:LONGEST].strip()
        if _NOBODY.fullmatch(name) or name.casefold() == self._who.casefold():
            return ""
        return self._known.get(name.casefold(), name)
