"""Words of a pack that were changed where they stood: what they were, what they are, and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from qualcode.exchange.review_pack import Altered, Answer, Filled, Item
from qualcode.exchange.review_prints import print_of
from qualcode.i18n import LANGUAGES, _, using

if TYPE_CHECKING:
    from qualcode.project.project import Project

WHOLE = 160
"""Characters of a field that is told whole; of a longer one only what differs is, with some words around it."""
AROUND = 4
"""Words around what differs."""

Shown = Mapping[UUID, Item]
"""What a pack shows of each item, by its id."""


def shown_now(project: Project, filled: Filled) -> Shown:
    """What a pack in the language of this one would show now; nothing where nothing was changed in it."""
    language = filled.language
    if language not in LANGUAGES or not any(one.altered or one.missing for one in filled.answers):
        return {}
    from qualcode.project.reviews.packing import Wanted, packed

    with using(language):
        pack = packed(project, Wanted(), language)
    return {item.mark.id: item for item in pack.items}


def changed_fields(answer: Answer, item: Item | None) -> Iterator[tuple[Altered, bool]]:
    """Fields that read otherwise than they were shown, and whether `was` is how they were shown.

    `item` is what a pack would show now: a field of it is what was shown where its print is in the file.
    """
    fields = {"": item.name, **dict(item.fields)} if item is not None else {}
    was = {
        label: words
        for label, words in fields.items()
        if not words or print_of(label, words) in answer.prints
    }
    for one in answer.altered:
        before = one.was or was.get(one.label, "")
        if one.now or before:  # else it may have been empty all along
            added = bool(fields) and one.label not in fields  # a field of somebody's own
            yield replace(one, was=before), bool(before) or one.label in was or added
    named = {one.label for one in answer.altered}
    for label, words in was.items():
        if words and label not in named and print_of(label, words) in answer.missing:
            yield Altered(label, "", words), True


def change_words(one: Altered, told: bool, *, brief: bool = False) -> str:
    """A change on one line: “was” → “is”; `told` is whether what was is known, `brief` tells what differs only."""
    if not told:
        return _("now “{words}”; what was shown cannot be told any more", words=" ".join(one.now.split()))
    was, now = one.was.split(), one.now.split()
    if brief or max(len(one.was), len(one.now)) > WHOLE:
        was, now = _differing(was, now, 1 if brief else AROUND)
    return " → ".join(f"“{' '.join(words)}”" if words else "–" for words in (was, now))


def _differing(was: list[str], now: list[str], around: int) -> tuple[list[str], list[str]]:
    """Two lists of words without what both begin and end with, but for so many words around what differs."""
    if not was or not now:
        return was, now
    shorter = min(len(was), len(now))
    first = next((n for n in range(shorter) if was[n] != now[n]), shorter)
    last = next((n for n in range(shorter - first) if was[-1 - n] != now[-1 - n]), shorter - first)
    begin, end = max(first - around, 0), max(last - around, 0)

    def cut(words: list[str]) -> list[str]:
        return [*(["…"] if begin else []), *words[begin : len(words) - end], *(["…"] if end else [])]

    return cut(was), cut(now)
