"""Codes counted over groups, informants or methods: by who speaks of them, and by segments.

Who speaks is what counts (a talkative informant must not win); segments are shown beside it and rank nothing.
A code is a topic, so a cell shows who mentions it and with what valence, never a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.columns import MIXED_VALENCE, STRENGTHENS, WEAKENS, Attribution, Bools, Codings, Ints


@dataclass(frozen=True)
class Seats:
    """Who sits in which column, one row per unit and column, whether or not anything of theirs is coded."""

    unit: Ints
    column: Ints
    counted: Bools
    """True where the unit is in the column's n; False for documents beside informants."""


@dataclass(frozen=True)
class CodeCell:
    """One code in one column."""

    n: int
    """Units of the column."""
    k: int
    """Of these, units with the code."""
    plus: int
    """Of these, with valence strengthening only, ..."""
    minus: int
    """... weakening only, ..."""
    mixed: int
    """... both. A unit whose codings bear no valence mentions the code and is in none of the three."""
    segments: int
    """Different coded spans of those units; one span tagged by two coders is one segment."""
    documents: int = 0
    """Documents and observations with the code, beside the n."""
    document_segments: int = 0

    @property
    def quotes(self) -> int:
        """Different coded spans of documents too: what a page of quotes opens."""
        return self.segments + self.document_segments

    def as_json(self) -> dict[str, int]:
        """The cell as plain numbers."""
        return {
            "n": self.n,
            "k": self.k,
            "plus": self.plus,
            "minus": self.minus,
            "mixed": self.mixed,
            "segments": self.segments,
            "documents": self.documents,
            "document_segments": self.document_segments,
        }


@dataclass(frozen=True)
class CodeCounts:
    """A code × column table. `cells[code][column]`; `totals[code]` counts each unit once over all columns."""

    cells: tuple[tuple[CodeCell, ...], ...]
    totals: tuple[CodeCell, ...]

    def reach(self, code: int) -> tuple[int, int]:
        """Columns where at least one unit has the code, whatever its valence, of those that have units."""
        present = [cell for cell in self.cells[code] if cell.n]
        return sum(cell.k > 0 for cell in present), len(present)


@dataclass(frozen=True)
class Prominence:
    """A code's place among its peers."""

    rank: int
    """1 is the most prominent; equal places share a number and the next one is skipped."""
    code: int
    plus: int
    """Units that strengthen it, of `n`; also the first thing that ranks."""
    n: int
    reach: tuple[int, int]
    """Columns in which somebody speaks of it, of those in which somebody speaks; ranks where `plus` is equal."""
    k: int
    """Units that mention it at all: shown, ranks nothing."""
    segments: int
    """Shown, ranks nothing."""


def count(
    codings: Codings,
    attribution: Attribution,
    column: Ints,
    seats: Seats,
    columns: int,
    parents: Sequence[int],
) -> CodeCounts:
    """Count every code in every column; a parent counts the union of itself and all below it.

    `column` has one entry per row of `attribution` (-1: in no column) and `parents` one per code (-1: a root).
    A unit whose codings on a code strengthen in one place and weaken in another is mixed.
    """
    tally = CodeTally(seats, columns, parents)
    tally.put(codings, attribution, column)
    return tally.counts()


class CodeTally:
    """Codes over columns, counted so that the codings of a source can be taken out and others put in.

    Everything in it is a sum over sources, so that one new coding costs what its source holds and not the project.
    """

    def __init__(
        self, seats: Seats, columns: int, parents: Sequence[int], untotalled: Sequence[int] = ()
    ) -> None:
        """`untotalled` are columns that stand beside the others and are in no total."""
        self._seats, self._columns, self._parents = seats, columns, parents
        self._totalled = ~np.isin(np.arange(columns), untotalled)
        self._branches = branches_of(parents)
        keys = seats.unit * columns + seats.column
        self._order = np.argsort(keys, kind="stable")
        self._keys = keys[self._order]
        self._marks = np.zeros((3, len(seats.unit), len(parents)), dtype=np.int32)
        """Codings that mention, strengthen, weaken, by seat and code."""
        self._segments = np.zeros((2, len(parents), columns + 1), dtype=np.int64)
        """Different spans, of units that are not in n and of those that are; the last column is all together."""

    def put(self, codings: Codings, attribution: Attribution, column: Ints, sign: int = 1) -> None:
        """Add the codings of whole sources, or take them out with a `sign` of -1.

        Raises ValueError where a coding's unit has no seat in its column.
        """
        seen = column >= 0
        rows, unit, column = attribution.coding[seen], attribution.unit[seen], column[seen]
        seat = self._seat_of(unit * self._columns + column)
        code, valence = codings.code[rows], codings.valence[rows]
        at = seat * len(self._parents) + code
        for marks, chosen in zip(self._marks, _MARKING, strict=True):
            add_at(marks, at[chosen[valence]], sign)
        counted = self._seats.counted[seat]
        spans = span_numbers(codings)[rows]
        for kind in (0, 1):
            here = counted == kind
            self._segments[kind] += sign * _segments(
                code[here], column[here], spans[here], self._totalled, self._parents
            )

    def counts(self) -> CodeCounts:
        """The table as it is now."""
        marks = [with_branches(table > 0, self._branches) for table in self._marks]
        units, documents = self._seats.counted, ~self._seats.counted
        people, others = self._tallies(marks, units), self._tallies(marks, documents)[:, :, :1]
        beside, segments = (table[:, :, np.newaxis] for table in self._segments)
        # Codes × columns × the fields of a cell behind its n.
        numbers = np.concatenate([people, segments, others, beside], axis=2).tolist()
        n = [*np.bincount(self._seats.column[units], minlength=self._columns).tolist()]
        n.append(len(np.unique(self._seats.unit[units & self._totalled[self._seats.column]])))
        table = [tuple(CodeCell(size, *cell) for size, cell in zip(n, row, strict=True)) for row in numbers]
        return CodeCounts(tuple(row[:-1] for row in table), tuple(row[-1] for row in table))

    def _seat_of(self, wanted: Ints) -> Ints:
        places = np.searchsorted(self._keys, wanted)
        if len(wanted) and (places.max() >= len(self._keys) or np.any(self._keys[places] != wanted)):
            raise ValueError("a coding's unit has no seat in its column")
        return self._order[places]

    def _tallies(self, marks: Sequence[Bools], chosen: Bools) -> Ints:
        """k, k+, k- and k± over the chosen seats: codes × columns and one for all × 4, each unit once."""
        found = np.zeros((len(self._parents), self._columns + 1, 4), dtype=np.int64)
        if not chosen.any():
            return found
        column, unit = self._seats.column[chosen], self._seats.unit[chosen]
        order = np.argsort(column, kind="stable")
        edges = np.searchsorted(column[order], np.arange(self._columns + 1))
        by_column = [table[chosen][order] for table in marks]
        order = np.argsort(unit, kind="stable")
        order = order[self._totalled[column[order]]]
        first = np.flatnonzero(np.diff(unit[order], prepend=-1))
        once = [np.logical_or.reduceat(table[chosen][order], first) for table in marks]
        for kind, table in enumerate(_told_apart(by_column)):
            sums = np.zeros((len(table) + 1, len(self._parents)), dtype=np.int32)
            np.cumsum(table, axis=0, out=sums[1:])
            found[:, :-1, kind] = (sums[edges[1:]] - sums[edges[:-1]]).T
        for kind, table in enumerate(_told_apart(once) if len(first) else ()):
            found[:, -1, kind] = table.sum(axis=0)
        return found


def _told_apart(marks: Sequence[Bools]) -> tuple[Bools, Bools, Bools, Bools]:
    """Mentioned at all, strengthened only, weakened only, both."""
    seen, plus, minus = marks
    return seen, plus & ~minus, minus & ~plus, plus & minus


def prominence(counts: CodeCounts, codes: Sequence[int]) -> list[Prominence]:
    """Rank `codes` (peers: leaves, or branches) by units that strengthen them, then by reach; ties stay ties.

    Presence of a code is mention, not strength, so valence decides; how often something is said does not.
    """
    keys = {code: (counts.totals[code].plus, counts.reach(code)[0]) for code in codes}
    ranked = sorted(codes, key=lambda code: (keys[code][0], keys[code][1]), reverse=True)
    return [
        Prominence(
            rank=1 + sum(other > keys[code] for other in keys.values()),
            code=code,
            plus=counts.totals[code].plus,
            n=counts.totals[code].n,
            reach=counts.reach(code),
            k=counts.totals[code].k,
            segments=counts.totals[code].segments,
        )
        for code in ranked
    ]


def branches_of(parents: Sequence[int]) -> list[Ints]:
    """For each code, itself and all codes below it."""
    below: list[list[int]] = [[] for _ in parents]
    for code in range(len(parents)):
        above, steps = code, 0
        while above != -1:
            if steps > len(parents):
                raise ValueError("codes form a circle")
            below[above].append(code)
            above, steps = parents[above], steps + 1
    return [np.array(codes, dtype=np.int64) for codes in below]


_MARKING = (
    np.ones(4, dtype=np.bool_),
    np.isin(np.arange(4), (STRENGTHENS, MIXED_VALENCE)),
    np.isin(np.arange(4), (WEAKENS, MIXED_VALENCE)),
)
"""For each valence whether it mentions, strengthens, weakens."""


def marks_of(seat: Ints, code: Ints, valence: Ints, seats: int, codes: int) -> list[Bools]:
    """Seat × code: whether it is mentioned, strengthened, weakened; mixed is both."""
    result = []
    for chosen in _MARKING:
        table = np.zeros((seats, codes), dtype=np.bool_)
        here = chosen[valence]
        table[seat[here], code[here]] = True
        result.append(table)
    return result


def with_branches(table: Bools, branches: Sequence[Ints]) -> Bools:
    """Seat × code with each code as the union of itself and all below it."""
    whole = table.copy()
    for code, below in enumerate(branches):
        if len(below) > 1:
            whole[:, code] = table[:, below].any(axis=1)
    return whole


def span_numbers(codings: Codings) -> Ints:
    """The same number for codings of the same span, from 0 and in the order of spans."""
    parts = (codings.source, codings.start, codings.end)
    differs = np.zeros(len(codings), dtype=np.bool_)
    ordered = np.ones(len(codings), dtype=np.bool_)
    for part in reversed(parts):
        step = np.diff(part, prepend=part[:1])
        ordered = (step > 0) | ((step == 0) & ordered)
        differs |= step != 0
    if ordered.all():  # as the store gives them
        return np.cumsum(differs)
    order = np.lexsort(parts[::-1])
    differs = np.zeros(len(codings), dtype=np.bool_)
    for part in parts:
        differs |= np.diff(part[order], prepend=part[order][:1]) != 0
    numbers = np.empty(len(codings), dtype=np.int64)
    numbers[order] = np.cumsum(differs)
    return numbers


def with_ancestors(code: Ints, parents: Sequence[int]) -> tuple[Ints, Ints]:
    """Rows of `code` and the codes they stand for: each its own, then those above it."""
    above = np.array(parents, dtype=np.int64)
    rows, codes = [np.arange(len(code), dtype=np.int64)], [code]
    while len(codes[-1]):
        up = above[codes[-1]]
        higher = up >= 0
        rows.append(rows[-1][higher])
        codes.append(up[higher])
    return np.concatenate(rows), np.concatenate(codes)


def add_at(table: NDArray[Any], places: Ints, step: int | Ints) -> None:
    """Add `step` at each of `places`, which count through the cells of `table` and may repeat."""
    cells = table.reshape(-1)
    if len(places) * 4 < len(cells):
        np.add.at(cells, places, step)
    elif isinstance(step, int):
        cells += (step * np.bincount(places, minlength=len(cells))).astype(cells.dtype)
    else:  # sums of whole numbers this small are exact as floats
        cells += np.bincount(places, weights=step, minlength=len(cells)).astype(cells.dtype)


def distinct(keys: Ints) -> Ints:
    """The different values, in order; sorts `keys` in place, which is quicker than `np.unique`."""
    keys.sort()
    return keys[changes(keys)]


def changes(values: NDArray[Any]) -> Bools:
    """Where a value is not the one before it; the first is not."""
    new = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return new


def _segments(code: Ints, column: Ints, span: Ints, totalled: Bools, parents: Sequence[int]) -> Ints:
    """Different spans per code and column; the last column counts each span once over all that are `totalled`."""
    rows, codes = with_ancestors(code, parents)
    columns = len(totalled)
    result = np.zeros((len(parents), columns + 1), dtype=np.int64)
    bits = int(span.max(initial=0)).bit_length()
    for place, width in ((column, columns), (None, 1)):
        if place is None and not totalled.all():
            here = totalled[column[rows]]
            rows, codes = rows[here], codes[here]
        cell = codes * width + (0 if place is None else place[rows])
        places = distinct((cell << bits) | span[rows]) >> bits
        counted = np.bincount(places, minlength=len(parents) * width).reshape(len(parents), width)
        if place is None:
            result[:, -1:] = counted
        else:
            result[:, :-1] = counted
    return result
