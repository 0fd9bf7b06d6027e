"""From codings to judgements: for every code, who used it in how much of what was compared.

A pattern is a set of coders written as bits, coder 0 being 1, coder 1 being 2 and so on: pattern 3 of two coders
says that both used the code, pattern 0 that neither did. Counts are arrays codes × patterns, in units or characters.
"""

from __future__ import annotations

from dataclasses import dataclass

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
    start, end, total = _Line(marks, sample).within()
    lane = (marks.coder * codes + marks.code) * (total + 1)
    edge, step = _merged(lane + start, lane + end)
    # Now no coding of a coder overlaps another of the same code, and the coders can be laid side by side.
    owner, place = np.divmod(edge, total + 1)
    coder, code = np.divmod(owner, codes)
    bits = coders.bit_length() + 1
    events = ((code * (total + 1) + place) << bits) | (coder << 1) | (step < 0)
    events.sort()
    where, who = events >> bits, (events >> 1) & ((1 << (bits - 1)) - 1)
    pattern = np.cumsum((1 - 2 * (events & 1)) << who)
    length = np.diff(where, append=where[-1:])
    key = ((where // (total + 1)) << coders) | pattern
    length[pattern == 0] = 0
    counts = np.bincount(key, weights=length, minlength=codes << coders).astype(np.int64)
    table = counts.reshape(codes, 1 << coders)
    table[:, 0] = total - table[:, 1:].sum(axis=1)
    return table


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
        rows = int(max(marks.source.max(initial=-1), sample.source.max(initial=-1))) + 1
        longest = np.zeros(rows, dtype=np.int64)
        np.maximum.at(longest, marks.source, marks.end)
        np.maximum.at(longest, sample.source, sample.end)
        base = np.concatenate([[0], np.cumsum(longest + 1)[:-1]]) if rows else longest
        self.start, self.end = base[marks.source] + marks.start, base[marks.source] + marks.end
        self.sample_start = base[sample.source] + sample.start
        self.sample_end = base[sample.source] + sample.end

    def within(self) -> tuple[Ints, Ints, int]:
        """Starts and ends of the codings counted in characters of the sample only, and its length.

        What lies outside the sample has no length there, so a coding is cut to it without being split.
        """
        widths = self.sample_end - self.sample_start
        before = np.concatenate([[0], np.cumsum(widths)])

        def inside(place: Ints) -> Ints:
            stretch = np.searchsorted(self.sample_start, place, side="right")
            last = np.maximum(stretch - 1, 0)
            reached = np.minimum(place - self.sample_start[last], widths[last])
            counted: Ints = np.where(stretch > 0, before[last] + reached, 0)
            return counted

        if not len(widths):
            nothing = np.zeros_like(self.start)
            return nothing, nothing, 0
        return inside(self.start), inside(self.end), int(before[-1])
