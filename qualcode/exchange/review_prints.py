"""Prints of the words a review pack shows: by them it is seen in what comes back which words were changed in place.

A print is five hexadecimal digits of a field's heading and words. Those of an item stand beside its mark, as words,
which every program keeps; what was shown can then be told from what the project shows now, where that is the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from qualcode.exchange.review_pack import Altered, Item, Mark, Pack, digest, kind_title, mark_in
from qualcode.text.normal import REPLACEMENT

COMPARED = 30_000
"""Characters of a field that are compared; a cell of a workbook holds few more."""

_PRINTS = re.compile(r"\s*qw([a-z]{2})-((?:[0-9a-f]{5})+)(?:-([0-9a-f]{5}))?\s*")
_UNSEEN = regex.compile(rf"[\p{{C}}{REPLACEMENT}]")


@dataclass(frozen=True)
class Tag:
    """An id as it stands in a file, with the prints of the words it belongs to."""

    mark: Mark | None
    language: str = ""
    prints: tuple[str, ...] = ()
    """In the order of the item: of what heads it, of its first field, of the others."""
    seal: str = ""
    """What ties the prints to their id; empty in a pack that has none."""

    @property
    def telling(self) -> tuple[str, ...]:
        """The prints that tell an item from all others: of what heads it, and of its first field."""
        return self.prints[:2]

    def fits(self, mark: Mark | None) -> bool:
        """Whether the prints were written for that id, as far as the file tells."""
        return not self.seal or (mark is not None and _seal(mark) == self.seal)


def print_of(label: str, words: str) -> str:
    """The print of a field; what cannot be seen, and how white space is made, does not count."""
    return digest((_seen(label), _seen(words)))


def prints_of(item: Item, language: str) -> str:
    """The prints of an item as they are written: of what heads it, of each field that says something, and the seal."""
    return f"{_written(language, (('', item.name), *item.fields))}-{_seal(item.mark)}"


def prints_of_pages(pack: Pack) -> str:
    """The prints of what a pack says outside its items."""
    kinds = {kind_title(item.mark.kind) for item in pack.items}
    steps = [(f"{number}. {step}", step) for number, step in enumerate(pack.steps, 1)]
    said = (
        pack.title,
        pack.subtitle,
        *pack.remarks,
        *sorted(kinds),
        *(one for both in steps for one in both),
    )
    return _written(pack.language, (("", words) for words in said if words))


def tag_in(text: str) -> Tag:
    """The id and the prints that stand in a text, each where there is one."""
    found = _PRINTS.search(text)
    if found is None:
        return Tag(mark_in(text))
    prints = tuple(found[2][at : at + 5] for at in range(0, len(found[2]), 5))
    return Tag(mark_in(text), found[1], prints, found[3] or "")


def prints_in(text: str) -> tuple[str, frozenset[str]]:
    """The language and the prints that stand in a text; empty where there are none."""
    tag = tag_in(text)
    return tag.language, frozenset(tag.prints)


def prints_free(text: str) -> str:
    """A text without the prints in it."""
    return _PRINTS.sub(" ", text).strip()


def altered(prints: frozenset[str], fields: Iterable[Altered]) -> tuple[Altered, ...]:
    """Those of the fields, as they stand in a file, that were changed.

    Each comes with what tracked changes say was there before (`was`); where there are none, with nothing. Without
    prints only tracked changes tell.
    """
    found = []
    for one in fields:
        if prints:
            if print_of(one.label, one.now) in prints:
                continue
            known = one.was and print_of(one.label, one.was) in prints
            found.append(one if known else Altered(one.label, one.now, "", one.author, one.at))
        elif one.was and _seen(one.was) != _seen(one.now):
            found.append(one)
    return tuple(found)


def _seal(mark: Mark) -> str:
    return digest(("", str(mark)))


def _written(language: str, fields: Iterable[tuple[str, str]]) -> str:
    return f"qw{language}-" + "".join(dict.fromkeys(print_of(*one) for one in fields if _seen(one[1])))


def _seen(words: str) -> str:
    words = " ".join(words.split())
    if not words.isascii():
        words = unicodedata.normalize("NFC", words)
    if not words.isprintable() or REPLACEMENT in words:
        words = " ".join(_UNSEEN.sub("", words).split())
    return words[:COMPARED]
