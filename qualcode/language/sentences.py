"""Where sentences begin, by rules over token kinds; linear in the number of tokens.

Rules: a line break always ends a sentence. `.`, `?` and `!` end one, together with closing quotes and brackets
that touch them, unless an abbreviation, a list number (`1. Ketua`) or a quotation that goes on in small letters
(`"Bisa?" kata Pak RT`) says otherwise. Dots of hesitation (`...`) end one only before a capital.
"""

from __future__ import annotations

import unicodedata
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray


class Kind(IntFlag):
    """What a token is to the sentence rules; one token may be several things."""

    WORD = 1
    SPACE = 2
    NEWLINE = 4
    STOP = 8
    DOTS = 16
    OPEN = 32
    CLOSE = 64
    STRAIGHT = 128  # a quotation mark that opens and closes with the same sign
    NEVER = 256  # abbreviation that never ends a sentence
    MAYBE = 512  # abbreviation that ends a sentence before a capital
    UPPER = 1024
    LOWER = 2048
    NUMBER = 4096  # at most three digits and nothing else: may be a list number
    COMMA = 8192


_OPEN = frozenset("“‘«([{„‹¿¡")
_CLOSE = frozenset("”’»)]}›")
_STRAIGHT = frozenset("\"'")
_COMMA = frozenset(",;:")


def kind(token: str, never: frozenset[str], maybe: frozenset[str]) -> int:
    """The kinds of one token, given the abbreviations of `abbreviations.stopped`."""
    if token.isspace():
        return int(Kind.SPACE | Kind.NEWLINE) if "\n" in token else int(Kind.SPACE)
    if len(token) == 1 and not token.isalnum():
        for signs, value in ((_OPEN, Kind.OPEN), (_CLOSE, Kind.CLOSE), (_STRAIGHT, Kind.STRAIGHT)):
            if token in signs:
                return int(value)
        if token in _COMMA:
            return int(Kind.COMMA)
    if not token.strip(".?!…"):
        hesitates = token[0] in ".…" and not token.strip(".…") and token != "."
        return int(Kind.DOTS if hesitates else Kind.STOP)
    first = next((c for c in token if c.isalnum()), "")
    if not first:
        symbol = any(unicodedata.category(c)[0] in "SMCL" for c in token)
        return int(Kind.WORD) if symbol else 0
    value = Kind.WORD
    if first.isupper():
        value |= Kind.UPPER
    elif first.islower():
        value |= Kind.LOWER
    elif len(token) <= 3 and token.isdigit():
        value |= Kind.NUMBER
    if token[-1] == ".":
        low = token.lower()
        if low in never or (len(token) == 2 and token[0].isalpha()):
            value |= Kind.NEVER
        elif low in maybe:
            value |= Kind.MAYBE
        elif token[0].isalnum():
            value |= Kind.STOP
    return int(value)


def sentence_starts(
    kinds: NDArray[np.int32], touching: NDArray[np.bool_], forced: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Indices of the tokens that begin a sentence, ascending, the first always 0; empty for no tokens.

    `kinds[i]` is the `Kind` of token i, `touching[i]` whether nothing lies between token i - 1 and token i,
    `forced` holds token indices that begin a sentence whatever the rules say.
    """
    if not len(kinds):
        return np.zeros(0, dtype=np.int64)
    rules = _Rules(kinds, touching, set() if forced is None else set(forced.tolist()))
    return np.array(rules.starts(), dtype=np.int64)


class _Rules:
    def __init__(self, kinds: NDArray[np.int32], touching: NDArray[np.bool_], forced: set[int]) -> None:
        self._points = np.flatnonzero(kinds & (Kind.STOP | Kind.DOTS | Kind.MAYBE | Kind.NEWLINE)).tolist()
        quotes = np.cumsum((kinds & Kind.STRAIGHT) != 0)
        before_line = np.maximum.accumulate(np.where(kinds & Kind.NEWLINE, quotes, 0))
        # odd: this straight mark is the first, third, … on its line and so opens
        self._nth_quote: list[int] = (quotes - before_line).tolist()
        self._kinds: list[int] = kinds.tolist()
        self._touching: list[bool] = touching.tolist()
        self._forced = forced

    def starts(self) -> list[int]:
        kinds, n = self._kinds, len(self._kinds)
        found = [0]
        forced = iter([*sorted(self._forced), n + 1])
        next_forced = next(forced)
        done = 0
        for point in self._points:
            if point < done:
                continue
            after, closed, hesitates = self._end_of_run(point)
            done = after
            while after < n and kinds[after] & Kind.SPACE and not kinds[after] & Kind.NEWLINE:
                after += 1
            if after >= n:
                break
            while next_forced <= after:
                if next_forced > found[-1]:
                    found.append(next_forced)
                next_forced = next(forced)
            if kinds[after] & Kind.NEWLINE:
                continue  # the line break itself is the next point
            if self._ends(point, after, closed, hesitates, found[-1]) and after > found[-1]:
                found.append(after)
        while next_forced < n:
            if next_forced > found[-1]:
                found.append(next_forced)
            next_forced = next(forced)
        return found

    def _end_of_run(self, i: int) -> tuple[int, bool, bool]:
        """Index behind the run of stops and touching closing signs at i; whether it closes; whether it hesitates."""
        kinds, n = self._kinds, len(self._kinds)
        hesitates = bool(kinds[i] & Kind.DOTS)
        closed = False
        j = i + 1
        if kinds[i] & Kind.NEWLINE:
            return j, closed, hesitates
        while j < n and self._touching[j]:
            if kinds[j] & (Kind.STOP | Kind.DOTS) and not kinds[j] & Kind.WORD:
                hesitates = hesitates and bool(kinds[j] & Kind.DOTS)
            elif kinds[j] & Kind.CLOSE or self._closes(j):
                closed = True
            else:
                break
            j += 1
        return j, closed, hesitates

    def _closes(self, i: int) -> bool:
        return bool(self._kinds[i] & Kind.STRAIGHT) and self._nth_quote[i] % 2 == 0

    def _capital_at(self, i: int) -> bool:
        """Whether token i, behind opening signs, begins with a capital."""
        kinds, n = self._kinds, len(self._kinds)
        while i < n and kinds[i] & (Kind.OPEN | Kind.STRAIGHT):
            i += 1
        return i < n and bool(kinds[i] & Kind.UPPER)

    def _ends(self, point: int, after: int, closed: bool, hesitates: bool, last: int) -> bool:
        kinds = self._kinds
        if kinds[point] & Kind.NEWLINE:
            return True
        if kinds[point] & Kind.MAYBE and not kinds[after] & Kind.MAYBE:
            return self._capital_at(after)
        if hesitates:
            return self._capital_at(after)
        if kinds[point] & Kind.MAYBE or kinds[after] & (Kind.COMMA | Kind.CLOSE):
            return False
        if closed and kinds[after] & Kind.LOWER:
            return False
        return not (point - 1 == last and kinds[last] & Kind.NUMBER)
