"""What a person sees as one character (UAX #29 grapheme clusters), found by looking only around a place.

Offsets are code points into the stored text; a boundary is an offset at which a caret may stand.
"""

from __future__ import annotations

import unicodedata

import regex

_CLUSTER = regex.compile(r"\X")
# A boundary that needs no look further back lies between two of these (rules GB6 to GB13 all need another class on
# one side), and between marks and a letter (but behind a virama, rule GB9c, or a joiner, rule GB11).
_PLAIN = regex.compile(r"[\p{GCB=Other}\p{GCB=LV}\p{GCB=LVT}]")
_MARK = regex.compile(r"[\p{GCB=Extend}\p{GCB=SpacingMark}]")
_VIRAMA = 9


def cluster_start(text: str, offset: int) -> int:
    """The last boundary at or before `offset`. Raises ValueError for an offset outside the text."""
    return _around(text, offset)[0]


def cluster_end(text: str, offset: int) -> int:
    """The first boundary at or after `offset`. Raises ValueError for an offset outside the text."""
    return _around(text, offset)[1]


def snap(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` grown to whole clusters and no further; an empty span stays empty.

    Raises ValueError where the span does not lie in the text.
    """
    if start > end:
        raise ValueError((start, end))
    first = cluster_start(text, start)
    return (first, first) if start == end else (first, cluster_end(text, end))


def next_cluster(text: str, offset: int) -> int:
    """The first boundary after `offset`; the end of the text has none after it and gives itself."""
    return cluster_end(text, min(offset + 1, len(text)))


def previous_cluster(text: str, offset: int) -> int:
    """The last boundary before `offset`; the start of the text gives itself."""
    return cluster_start(text, max(offset - 1, 0))


def _around(text: str, offset: int) -> tuple[int, int]:
    if not 0 <= offset <= len(text):
        raise ValueError(offset)
    if offset in (0, len(text)):
        return offset, offset
    place = offset
    while place and not _certain(text, place):
        place -= 1
    while place < offset:
        found = _CLUSTER.match(text, place)
        if found.end() > offset:
            return place, found.end()
        place = found.end()
    return offset, offset


def _certain(text: str, offset: int) -> bool:
    before, after = text[offset - 1], text[offset]
    if before == "\n" or after == "\n":
        return before != "\r"
    if before.isascii() and after.isascii():
        return True
    if not _PLAIN.match(after):
        return False
    while _MARK.match(before) and unicodedata.combining(before) != _VIRAMA and offset > 1:
        offset -= 1
        before = text[offset - 1]
        if _PLAIN.match(before):
            return True
    return bool(_PLAIN.match(before))
