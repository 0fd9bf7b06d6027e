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

Places = NDArray[np.signedinteger]
Whole = NDArray[np.integer]

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


_TOGETHER = 32_000
"""Codings worked on at once, so that what is made on the way stays in the processor's cache."""


def _parts(marks: Marks, sample: Sample) -> Iterator[tuple[Marks, Sample]]:
    """Codings and stretches of a few sources at a time."""
    disordered = (marks.source[1:] < marks.source[:-1]).any()
    order = np.argsort(marks.source, kind="stable") if disordered else None
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
    word, bits = _side_by_side(int(np.bincount(lane).max(initial=0)), coders)
    if bits == 1:
        edge, step = _merged(lane * (total + 1) + start, lane * (total + 1) + end)
        start, end = edge[step > 0], edge[step < 0]
        owner, start = np.divmod(start, total + 1)
        end = end - owner * (total + 1)
        coder, code = np.divmod(owner, codes)
    who_bits, place_bits = (coders - 1).bit_length() + 1, total.bit_length()
    kind = _kind((codes - 1).bit_length() + place_bits + who_bits)
    begins = code.astype(kind) << place_bits
    begins |= start.astype(kind)
    begins <<= who_bits
    begins |= coder.astype(kind) << 1
    ends = begins + ((end - start).astype(kind) << who_bits) + 1
    kept = np.flatnonzero(end > start)
    events = np.concatenate([begins.take(kept), ends.take(kept)])
    events.sort()
    who = (events >> 1 & ((1 << (who_bits - 1)) - 1)).astype(word)
    step = (1 - 2 * (events & 1).astype(word)) << who * bits
    pattern = _any_open(np.cumsum(step, dtype=word), bits, coders).astype(kind)
    key = (events >> (who_bits + place_bits) << coders | pattern).astype(np.int64)
    # From the last edge of a code to the first of the next nobody uses either, so such lengths fall to nobody.
    length = np.diff(events >> who_bits)
    counts = np.bincount(key[:-1], weights=length, minlength=codes << coders).reshape(codes, 1 << coders)
    counts[:, 0] = 0
    return counts.astype(np.int64)


def _kind(bits: int) -> np.dtype[np.integer]:
    """The narrowest numbers worth having that hold so many bits: half as wide is sorted and added twice as fast."""
    return np.dtype(np.uint32 if bits <= 32 else np.uint64)


def _side_by_side(most: int, coders: int) -> tuple[np.dtype[np.integer], int]:
    """A kind of number and its bits for each coder, in which up to `most` open codings of every coder are counted.

    1 bit where no number is wide enough for that: then codings of one coder and code are to be merged beforehand.
    """
    for width in (32, 64):
        bits = width // coders
        if bits >= max(coders, 2) and most < 1 << bits:
            return _kind(width), bits
    return _kind(coders), 1


def _any_open(counts: Whole, bits: int, coders: int) -> Whole:
    """Coders with a coding that is open, as a pattern; `counts` holds a number of `bits` for each, side by side."""
    if bits == 1:
        return counts
    # The highest bit of a number says whether it was not 0, once all bits below it were added to those it has there.
    below = sum(((1 << (bits - 1)) - 1) << coder * bits for coder in range(coders))
    ones = sum(1 << coder * bits for coder in range(coders))
    found = ((counts & below) + below | counts) >> (bits - 1) & ones
    # Multiplied so, the bit of every coder meets those of the others without a carry: side by side, on top.
    top = bits * (coders - 1)
    return found * sum(1 << top - coder * (bits - 1) for coder in range(coders)) >> top & (1 << coders) - 1


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
    """Sources laid end to end on one line of characters, in the narrowest numbers that hold it."""

    def __init__(self, marks: Marks, sample: Sample) -> None:
        sources = (marks.source, sample.source)
        first = min((int(source.min()) for source in sources if len(source)), default=0)
        last = max(int(source.max(initial=first)) for source in sources)
        width = int(max(marks.end.max(initial=0), sample.end.max(initial=0))) + 1
        kind = np.int32 if (last - first + 1) * width < 2**31 else np.int64

        def laid(source: Ints, *places: Ints) -> list[Places]:
            base = (source - first).astype(kind) * width
            return [base + place.astype(kind) for place in places]

        self.start, self.end = laid(marks.source, marks.start, marks.end)
        self.sample_start, self.sample_end = laid(sample.source, sample.start, sample.end)

    def within(self) -> tuple[Places, Places, int]:
        """Starts and ends of the codings counted in characters of the sample only, and its length.

        What lies outside the sample has no length there, so a coding is cut to it without being split.
        """
        begun, kind = self.sample_start, self.start.dtype
        # Characters of the sample up to the end of each stretch, and how far each stretch is moved on the new line.
        behind = np.zeros(len(begun) + 1, dtype=kind)
        np.cumsum(self.sample_end - begun, out=behind[1:])
        moved = np.zeros_like(behind)
        np.subtract(behind[:-1], begun, out=moved[1:])

        def inside(place: Places, stretch: Ints) -> Places:
            counted: Places = np.minimum(place + moved.take(stretch), behind.take(stretch))
            return counted

        if (self.start[1:] < self.start[:-1]).any():
            first = np.searchsorted(begun, self.start, side="right")
        else:  # as the store gives them, where looking the few up among the many is several times quicker
            reached = np.searchsorted(self.start, begun, side="left")
            first = np.cumsum(np.bincount(reached, minlength=len(self.start) + 1)[:-1])
        start, last, after = inside(self.start, first), first, np.append(begun, np.iinfo(kind).max)
        # Most codings end in the turn they begin in, or the next.
        further = np.flatnonzero(after.take(last) <= self.end)
        while len(further):
            last[further] += 1
            further = further[after.take(last[further]) <= self.end[further]]
        return start, inside(self.end, last), int(behind[-1])
