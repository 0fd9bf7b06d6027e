"""Where coders differ: the stretches, and which codes they confuse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.agreement.patterns import Marks, Sample, differing, used_in
from qualcode.model import Source
from qualcode.project.figures import CodeHead
from qualcode.project.places import Place, place

if TYPE_CHECKING:
    from qualcode.project.project import Project


@dataclass(frozen=True)
class Disagreement:
    """A stretch of text that the coders coded differently; offsets in code points, half-open."""

    source: UUID
    source_name: str
    start: int
    end: int
    lines: str
    text: str
    codes: Mapping[str, tuple[str, ...]]
    """What each coder used there, by the coder's name."""
    disputed: tuple[str, ...]
    """Codes that some of them used and others did not."""


@dataclass(frozen=True)
class Confusion:
    """Two codes of which one coder used the first and another the second for the same stretch."""

    coders: tuple[str, str]
    codes: tuple[str, str]
    count: int


class Disagreements(Sequence[Disagreement]):
    """Stretches with a code that some used and others did not, those with the most such codes first.

    There may be thousands; the words of one are read when it is asked for. By character the stretches are those whose
    characters differ, and those with the most characters times codes come first; they are looked for when the first is
    asked for.
    """

    def __init__(
        self,
        project: Project,
        sources: Sequence[Source],
        units: Sample,
        used: NDArray[np.int16],
        leaves: NDArray[np.bool_],
        codes: Sequence[CodeHead],
        coders: tuple[str, ...],
        marks: Marks | None = None,
    ) -> None:
        """`marks` are given where characters are compared."""
        self._project, self._sources, self._units, self._used = project, sources, units, used
        self._codes, self._leaves, self._coders, self._marks = codes, leaves, coders, marks
        self._sample = units
        self._known: tuple[NDArray[np.bool_], NDArray[np.int64]] | None = None
        self._places: dict[int, Place] = {}

    @property
    def by_character(self) -> bool:
        """Whether each is a stretch of which every character differs, and not a turn or sentence."""
        return self._marks is not None

    @property
    def units(self) -> int:
        """Units that differ: turns or sentences, by character their characters."""
        _disputed, worst = self._found()
        if self._marks is None:
            return len(worst)
        return int((self._units.end[worst] - self._units.start[worst]).sum())

    def _found(self) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Which code is disputed in which stretch, and the rows of the stretches in which one is, the worst first."""
        if self._known is None:
            if self._marks is not None:
                leaf = self._leaves[self._marks.code]
                shown = Marks(*(getattr(self._marks, one.name)[leaf] for one in fields(Marks)))
                self._units = differing(shown, self._sample, len(self._coders))
                self._used = used_in(shown, self._units, len(self._codes))
            everyone = (1 << len(self._coders)) - 1
            disputed = (self._used != 0) & (self._used != everyone) & self._leaves
            weight = disputed.sum(axis=1)
            if self._marks is not None:
                weight = weight * (self._units.end - self._units.start)
            worst = np.argsort(-weight, kind="stable")
            self._known = disputed, worst[: int((weight > 0).sum())]
        return self._known

    def about(self, *codes: str) -> Disagreements:
        """Those of them in which each of some codes is disputed, in the same order.

        About a branch they are those in which one coder used it or a code below it and another did not.
        """
        row_of = {head.code: row for row, head in enumerate(self._codes)}
        rows = [row_of[code] for code in codes]
        found = copy(self)
        if not self._leaves[rows].all():
            found._leaves, found._known = self._leaves.copy(), None
            found._leaves[rows] = True
        disputed, worst = found._found()
        for row in rows:
            worst = worst[disputed[worst, row]]
        found._known = disputed, worst
        return found

    def __len__(self) -> int:
        return len(self._found()[1])

    @overload
    def __getitem__(self, at: int) -> Disagreement: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Disagreement]: ...
    def __getitem__(self, at: int | slice) -> Disagreement | Sequence[Disagreement]:
        worst = self._found()[1]
        if isinstance(at, slice):
            return [self._told(int(one)) for one in worst[at]]
        return self._told(int(worst[at]))

    def _told(self, one: int) -> Disagreement:
        row = int(self._units.source[one])
        if row not in self._places:
            with self._project.read() as session:
                self._places[row] = place(session, self._sources[row])
        at, start, end = self._places[row], int(self._units.start[one]), int(self._units.end[one])
        here = [code for code in range(len(self._codes)) if self._used[one, code] and self._leaves[code]]
        return Disagreement(
            at.source.uid,
            at.source.name,
            start,
            end,
            at.lines(start, end),
            at.text[start:end],
            {
                name: tuple(self._codes[code].code for code in here if self._used[one, code] >> bit & 1)
                for bit, name in enumerate(self._coders)
            },
            tuple(self._codes[code].code for code in here if self._found()[0][one, code]),
        )


def confusions(
    used: NDArray[np.int16], codes: Sequence[str], coders: tuple[str, ...]
) -> tuple[Confusion, ...]:
    """Which code one coder used where another used which other one, over all pairs of coders."""
    found: Counter[tuple[int, int, int, int]] = Counter()
    for first in range(len(coders)):
        for second in range(first + 1, len(coders)):
            one, other = used >> first & 1, used >> second & 1
            only_one, only_other = (one > other).astype(np.int64), (other > one).astype(np.int64)
            table = only_one.T @ only_other
            for row, column in zip(*np.nonzero(table), strict=True):
                found[first, second, int(row), int(column)] = int(table[row, column])
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Confusion((coders[first], coders[second]), (codes[row], codes[column]), count)
        for (first, second, row, column), count in ordered
    )
