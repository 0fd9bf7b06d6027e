"""Codes counted over groups, informants or methods: by who speaks of them, and by segments.

Who speaks is what counts (a talkative informant must not win); segments are shown beside it and rank nothing.
A code is a topic, so a cell shows who mentions it and with what valence, never a verdict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
        """Columns where at least one unit strengthens the code, of those that have units."""
        present = [cell for cell in self.cells[code] if cell.n]
        return sum(cell.plus > 0 for cell in present), len(present)


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
    """Columns in which somebody strengthens it; ranks where `plus` is equal."""
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
    branches = branches_of(parents)
    seen = column >= 0
    rows, unit, column = attribution.coding[seen], attribution.unit[seen], column[seen]
    seat = _seat_of(unit * columns + column, seats.unit * columns + seats.column)
    code = codings.code[rows]
    marks = [
        with_branches(table, branches)
        for table in marks_of(seat, code, codings.valence[rows], len(seats.unit), len(parents))
    ]
    counted = seats.counted[seat]
    spans = span_numbers(codings)[rows]
    segments = _segments(code[counted], column[counted], spans[counted], columns, branches)
    beside = _segments(code[~counted], column[~counted], spans[~counted], columns, branches)

    table: list[list[CodeCell]] = [[] for _ in parents]
    for place in [*range(columns), columns]:
        here = np.ones(len(seats.unit), dtype=np.bool_) if place == columns else seats.column == place
        units, documents = here & seats.counted, here & ~seats.counted
        n = len(np.unique(seats.unit[units]))
        k, plus, minus, mixed = _tallies(seats.unit, units, marks)
        others = _tallies(seats.unit, documents, marks)[0]
        for c, cells in enumerate(table):
            numbers = (k[c], plus[c], minus[c], mixed[c], segments[c, place], others[c], beside[c, place])
            cells.append(CodeCell(n, *map(int, numbers)))
    return CodeCounts(tuple(tuple(cells[:-1]) for cells in table), tuple(cells[-1] for cells in table))


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


def _seat_of(wanted: Ints, keys: Ints) -> Ints:
    """The row of `keys` that holds each wanted key."""
    order = np.argsort(keys, kind="stable")
    places = np.searchsorted(keys[order], wanted)
    if len(wanted) and (places.max() >= len(keys) or np.any(keys[order][places] != wanted)):
        raise ValueError("a coding's unit has no seat in its column")
    return order[places]


def marks_of(seat: Ints, code: Ints, valence: Ints, seats: int, codes: int) -> list[Bools]:
    """Seat × code: whether it is mentioned, strengthened, weakened; mixed is both."""
    result = []
    for chosen in (
        valence >= 0,
        np.isin(valence, (STRENGTHENS, MIXED_VALENCE)),
        np.isin(valence, (WEAKENS, MIXED_VALENCE)),
    ):
        table = np.zeros((seats, codes), dtype=np.bool_)
        table[seat[chosen], code[chosen]] = True
        result.append(table)
    return result


def with_branches(table: Bools, branches: Sequence[Ints]) -> Bools:
    """Seat × code with each code as the union of itself and all below it."""
    if not branches:
        return table
    return np.stack([table[:, codes].any(axis=1) for codes in branches], axis=1)


def _tallies(unit: Ints, chosen: Bools, marks: Sequence[Bools]) -> tuple[Ints, Ints, Ints, Ints]:
    """k, k+, k- and k± per code over the chosen seats, each unit once."""
    once = []
    for table in marks:
        by_unit = np.zeros((int(unit.max(initial=0)) + 1, table.shape[1]), dtype=np.bool_)
        np.logical_or.at(by_unit, unit[chosen], table[chosen])
        once.append(by_unit)
    seen, plus, minus = once
    tallies = (seen, plus & ~minus, minus & ~plus, plus & minus)
    k, k_plus, k_minus, k_mixed = (table.sum(axis=0, dtype=np.int64) for table in tallies)
    return k, k_plus, k_minus, k_mixed


def span_numbers(codings: Codings) -> Ints:
    """The same number for codings of the same span."""
    order = np.lexsort((codings.end, codings.start, codings.source))
    new = np.zeros(len(codings), dtype=np.int64)
    for part in (codings.source, codings.start, codings.end):
        new[1:] |= np.diff(part[order]) != 0
    numbers = np.empty(len(codings), dtype=np.int64)
    numbers[order] = np.cumsum(new)
    return numbers


def _segments(code: Ints, column: Ints, span: Ints, columns: int, branches: Sequence[Ints]) -> Ints:
    """Different spans per code and column; the last column counts each span once over all."""
    result = np.zeros((len(branches), columns + 1), dtype=np.int64)
    width = int(span.max(initial=0)) + 1
    packed = np.unique((code * columns + column) * width + span)
    code, column, span = packed // width // columns, packed // width % columns, packed % width
    edges = np.searchsorted(code, np.arange(len(branches) + 1))
    for number, codes in enumerate(branches):
        rows = np.concatenate([np.arange(edges[c], edges[c + 1]) for c in codes])
        places = np.unique(column[rows] * width + span[rows]) // width
        result[number, :columns] = np.bincount(places, minlength=columns)
        result[number, columns] = len(np.unique(span[rows]))
    return result
