"""Spans: pairs of code point offsets, half-open `[start, end)`."""

from __future__ import annotations

from collections.abc import Iterable

Span = tuple[int, int]


def overlap(a: Span, b: Span) -> int:
    """How many code points `a` and `b` share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def contains(outer: Span, inner: Span) -> bool:
    """Whether `inner` lies wholly in `outer`."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same ground in as few spans as possible, in order; empty spans go, touching ones join."""
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
