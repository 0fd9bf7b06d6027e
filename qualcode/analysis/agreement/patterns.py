"""From codings to judgements: for every code, who used it in how much of what was compared.

A pattern is a set of coders written as bits, coder 0 being 1, coder 1 being 2 and so on: pattern 3 of two coders
says that both used the code, pattern 0 that neither did. Counts are arrays codes × patterns, in units or characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.columns import Ints

MOST_CODERS = 12
"""Patterns double with every coder."""


@dataclass(frozen=True)
class Sample:
    """What is compared: stretches of text that every compared coder was given, in order, none overlapping.

    All arrays have the same length; offsets are code points, half-open; sources are rows of the caller's list.
    """

    source: Ints
    start: Ints
    end: Ints

    def __len__(self) -> int:
        return len(self.source)

    @property
    def characters(self) -> int:
        """All of it, in code points."""
        return int((self.end - self.start).sum())


@dataclass(frozen=True)
class Marks:
    """Codings, one per row: `code` counts 0 … codes - 1, `coder` 0 … coders - 1."""

    source: Ints
    start: Ints
    end: Ints
    code: Ints
    coder: Ints


def used_in(marks: Marks, sample: Sample, codes: int) -> NDArray[np.int16]:
    """For every stretch and code the pattern of coders who used it there: an array stretches × codes.

    A coding that touches a stretch by one character uses its code there.
    """
    edges = _Line(marks, sample)
    first = np.searchsorted(edges.sample_end, edges.start, side="right")
    behind = np.searchsorted(edges.sample_start, edges.end, side="left")
    touched = np.maximum(behind - first, 0)
    row = np.repeat(np.arange(len(touched)), touched)
    stretch = np.arange(len(row)) - np.repeat(np.cumsum(touched) - touched, touched) + first[row]
    found = np.zeros((len(sample), codes), dtype=np.int16)
    np.bitwise_or.at(found, (stretch, marks.code[row]), (1 << marks.coder[row]).astype(np.int16))
    return found


def count_units(used: NDArray[np.int16], coders: int) -> Ints:
    """Stretches with each pattern, codes × patterns."""
    codes = used.shape[1]
    keys = used.astype(np.int64) + (np.arange(codes, dtype=np.int64) << coders)
    return np.bincount(keys.ravel(), minlength=codes << coders).reshape(codes, 1 << coders).astype(np.int64)


def count_characters(marks: Marks, sample: Sample, codes: int, coders: int) -> Ints:
    """Characters with each pattern, codes × patterns.

    Every edge of a coding is one 64-bit number, so that the only work that grows faster than the codings is a sort.
    """
    table = np.zeros((codes, 1 << coders), dtype=np.int64)
    for part, stretches in _parts(marks, sample):
        table += _count_part(part, stretches, codes, coders)
    table[:, 0] = sample.characters - table[:, 1:].sum(axis=1)
    return table


def differing(marks: Marks, sample: Sample, coders: int) -> Sample:
    """The stretches of characters in which a code was used by some coders and not by others, cut wherever who used
    what changes and at the edges of the sample's stretches, in order.
    """
    start, end, total = _Line(marks, sample).within()
    top = int(marks.code.max(initial=0)) + 1
    lane = marks.coder * top + marks.code
    edge, step = _merged(lane * (total + 1) + start, lane * (total + 1) + end)
    owner, place = np.divmod(edge, total + 1)
    coder, code = np.divmod(owner, top)
    order = np.lexsort((place, code))
    place, code = place[order], code[order]
    pattern = np.cumsum((step << coder)[order])
    until = np.append(place[1:], 0)
    disputed = (pattern != 0) & (pattern != (1 << coders) - 1) & (until > place)
    first, last = place[disputed], until[disputed]
    bounds = np.concatenate([[0], np.cumsum(sample.end - sample.start)])
    cuts = np.unique(np.concatenate([first, last, bounds]))
    depth = np.bincount(np.searchsorted(cuts, first), minlength=len(cuts))
    depth -= np.bincount(np.searchsorted(cuts, last), minlength=len(cuts))
    here = np.flatnonzero(np.cumsum(depth) > 0)
    stretch = np.searchsorted(bounds, cuts[here], side="right") - 1
    moved = sample.start[stretch] - bounds[stretch]
    return Sample(sample.source[stretch], cuts[here] + moved, cuts[here + 1] + moved)


_TOGETHER = 50_000
"""Codings worked on at once, so that what is made on the way stays in the processor's cache."""


def _parts(marks: Marks, sample: Sample) -> Iterator[tuple[Marks, Sample]]:
    """Codings and stretches of a few sources at a time."""
    order = np.argsort(marks.source, kind="stable") if np.any(np.diff(marks.source) < 0) else None
    source = marks.source if order is None else marks.source[order]
    low = 0
    while low < len(source):
        last = source[min(low + _TOGETHER, len(source)) - 1]
        high = int(np.searchsorted(source, last, side="right"))
        here = slice(low, high) if order is None else order[low:high]
        there = slice(*np.searchsorted(sample.source, [source[low], last + 1]).tolist())
        yield (
            Marks(*(getattr(marks, field.name)[here] for field in fields(Marks))),
            Sample(*(getattr(sample, field.name)[there] for field in fields(Sample))),
        )
        low = high


def _count_part(marks: Marks, sample: Sample, codes: int, coders: int) -> Ints:
    """Characters with each pattern but that of nobody."""
    start, end, total = _Line(marks, sample).within()
    code, coder = marks.code, marks.coder
    lane = coder * codes + code
    bits = 63 // coders
    beside = bits > coders and int(np.bincount(lane).max(initial=0)) < 1 << (bits - 1)
    if (
        not beside
    ):  # too many coders, or too many codings of one code, to count them side by side in one number
        edge, step = _merged(lane * (total + 1) + start, lane * (total + 1) + end)
        owner, place = np.divmod(edge, total + 1)
        coder, code = np.divmod(owner, codes)
        ends = step < 0
    else:
        kept = end > start
        place = np.concatenate([start[kept], end[kept]])
        code, coder = np.tile(code[kept], 2), np.tile(coder[kept], 2)
        ends = np.repeat([False, True], int(kept.sum()))
    who_bits, place_bits = coders.bit_length() + 1, total.bit_length()
    events = (((code << place_bits) | place) << who_bits) | (coder << 1) | ends
    events.sort()
    where, who = events >> who_bits, (events >> 1) & ((1 << (who_bits - 1)) - 1)
    step = 1 - 2 * (events & 1)
    pattern = _any_open(np.cumsum(step << who * bits), bits, coders) if beside else np.cumsum(step << who)
    key = ((where >> place_bits) << coders) | pattern
    # From the last edge of a code to the first of the next nobody uses either, so such lengths fall to nobody.
    length = np.diff(where, append=where[-1:])
    counts = np.bincount(key, weights=length, minlength=codes << coders).reshape(codes, 1 << coders)
    counts[:, 0] = 0
    return counts.astype(np.int64)


def _any_open(counts: Ints, bits: int, coders: int) -> Ints:
    """Coders with a coding that is open, as a pattern; `counts` holds a number of `bits` for each, side by side.

    With nearly half of what a number holds added, its highest bit says whether it was not 0.
    """
    nearly_half = sum(((1 << (bits - 1)) - 1) << coder * bits for coder in range(coders))
    highest = sum(1 << (coder * bits + bits - 1) for coder in range(coders))
    found = ((counts + nearly_half) & highest) >> (bits - 1)
    pattern = found.copy()
    for coder in range(1, coders):
        pattern |= found >> (bits - 1) * coder
    return pattern & ((1 << coders) - 1)


def _merged(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The edges of the union of intervals on one line, in order, with +1 where it begins and -1 where it ends."""
    kept = end > start
    events = np.concatenate([start[kept] << 1, (end[kept] << 1) | 1])
    events.sort()
    step = 1 - 2 * (events & 1)
    depth = np.cumsum(step)
    # A beginning sorts before an end at the same place, so intervals that touch are one.
    outer = (depth == 0) | ((depth == 1) & (step > 0))
    return events[outer] >> 1, step[outer]


class _Line:
    """Sources laid end to end on one line of characters."""

    def __init__(self, marks: Marks, sample: Sample) -> None:
        first = marks.source.min(initial=np.iinfo(np.int64).max)
        first = min(first, sample.source.min(initial=first))
        width = int(max(marks.end.max(initial=0), sample.end.max(initial=0))) + 1
        base, sample_base = (marks.source - first) * width, (sample.source - first) * width
        self.start, self.end = base + marks.start, base + marks.end
        self.sample_start, self.sample_end = sample_base + sample.start, sample_base + sample.end

    def within(self) -> tuple[Ints, Ints, int]:
        """Starts and ends of the codings counted in characters of the sample only, and its length.

        What lies outside the sample has no length there, so a coding is cut to it without being split.
        """
        widths = self.sample_end - self.sample_start
        # Characters of the sample up to the end of each stretch, and how far each stretch is moved on the new line.
        behind = np.concatenate([[0], np.cumsum(widths)])
        moved = np.concatenate([[0], behind[:-1] - self.sample_start])

        def inside(place: Ints, stretch: Ints) -> Ints:
            counted: Ints = np.minimum(place + moved[stretch], behind[stretch])
            return counted

        begun = self.sample_start
        if np.any(np.diff(self.start) < 0):
            first = np.searchsorted(begun, self.start, side="right")
        else:  # as the store gives them, where looking the few up among the many is several times quicker
            edges = np.searchsorted(self.start, begun, side="left")
            first = np.repeat(np.arange(len(begun) + 1), np.diff(edges, prepend=0, append=len(self.start)))
        last, after = first, np.append(begun, np.iinfo(np.int64).max)
        while (
            further := after[last] <= self.end
        ).any():  # most codings end in the turn they begin in, or the next
            last = last + further
        return inside(self.start, first), inside(self.end, last), int(behind[-1])
