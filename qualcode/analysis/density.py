"""How much of the material a code fills: coded characters of all that count, and passages per thousand words.

Shown beside who speaks of it, and ranks nothing: a long-winded informant fills pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qualcode.analysis.columns import Bools, Codings, Ints, Turns, overlaps
from qualcode.analysis.counts import branches_of, span_numbers

PER = 1000
"""Words that a density is of."""


@dataclass(frozen=True)
class Density:
    """One code, with all below it, in the words that count."""

    segments: int
    """Different passages that hold such words."""
    characters: int
    """Characters that are coded, each once."""
    of_characters: int
    """Characters that count."""
    of_words: int
    """Words that count."""

    @property
    def share(self) -> float | None:
        """Coded characters of all; None where nothing counts."""
        return self.characters / self.of_characters if self.of_characters else None

    @property
    def per_thousand(self) -> float | None:
        """Passages per 1,000 words; None where there are no words."""
        return PER * self.segments / self.of_words if self.of_words else None


def densities(codings: Codings, turns: Turns, words: Sequence[int], parents: Sequence[int]) -> list[Density]:
    """Every code, a parent as the union of itself and all below it; `words` are those of each turn.

    What a coding holds of the interviewer's words, of labels and of headings is no part of it.
    """
    coding, turn = overlaps(codings, turns)
    start = np.maximum(codings.start[coding], turns.start[turn])
    end = np.minimum(codings.end[coding], turns.end[turn])
    width = int(turns.end.max(initial=0)) + 1
    base = codings.source[coding] * width
    order = np.argsort(base + start, kind="stable")
    code = codings.code[coding][order]
    starts, ends = (base + start)[order], (base + end)[order]
    span = span_numbers(codings)[coding][order]
    of_characters, of_words = int((turns.end - turns.start).sum()), sum(words)
    result = []
    for below in branches_of(parents):
        mine: Bools = np.isin(code, below)
        result.append(
            Density(len(np.unique(span[mine])), _covered(starts[mine], ends[mine]), of_characters, of_words)
        )
    return result


def _covered(starts: Ints, ends: Ints) -> int:
    """Characters that lie in any of these stretches, which are ordered by start."""
    if not len(starts):
        return 0
    before = np.concatenate((starts[:1], np.maximum.accumulate(ends)[:-1]))
    return int(np.maximum(ends - np.maximum(starts, before), 0).sum())
