"""Coded spans: which of them touch a stretch of text, and in which lane of the margin each one is drawn."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

_BUCKET = 2048
_FAR = 1 << 62


@dataclass(frozen=True, slots=True)
class CodedSpan:
    """One coding as the page shows it."""

    id: Hashable
    """What the owner knows the coding by."""
    start: int
    """Offset of its first code point."""
    end: int
    """Offset behind its last."""
    code: Hashable
    """Which code; the reader is told its letter, name and hue apart."""


@dataclass(frozen=True, slots=True)
class CodeLook:
    """How a code shows itself."""

    letter: str
    """One or two cells that stand for it in the margin."""
    name: str
    """Its name, for labels and the status line."""
    hue: int
    """Which of the seven hues; a theme shares one with its codes."""


class SpanIndex:
    """The spans of one text in buckets of 2,048 code points, each in the lowest lane free on all its rows.

    A span over the whole document costs one entry a bucket, so that asking and adding cost the same in a short
    interview and in ten megabytes.
    """

    def __init__(self, lanes: int, row_of: Callable[[int], int]) -> None:
        """`lanes` is how many fit beside the text; what finds none free has lane `lanes` (counted, not drawn)."""
        self.lanes = lanes
        self._row_of = row_of
        self._spans: dict[Hashable, CodedSpan] = {}
        self._lane: dict[Hashable, int] = {}
        self._buckets: defaultdict[int, list[CodedSpan]] = defaultdict(list)
        self._order: list[tuple[int, int, int]] = []
        self._by_order: dict[tuple[int, int, int], CodedSpan] = {}
        self._keys: dict[Hashable, tuple[int, int, int]] = {}
        self._serial = 0

    def __len__(self) -> int:
        return len(self._spans)

    def __contains__(self, span_id: object) -> bool:
        return span_id in self._spans

    def replace(self, spans: Iterable[CodedSpan]) -> None:
        """Forget what was there and take these."""
        self._spans.clear()
        self._buckets.clear()
        self._order.clear()
        self._by_order.clear()
        self._keys.clear()
        for span in spans:
            self._enter(span)
        self._order.sort()
        self.lay_out(self._row_of)

    def add(self, span: CodedSpan) -> None:
        """Take one more; the lanes of the others stay. One with a known id replaces it."""
        if span.id in self._spans:
            self.remove(span.id)
        first, last = self._rows(span)
        taken = {
            self._lane[other.id]
            for other in self.touching(*self._reach(span))
            if self._row_of(other.start) <= last and self._rows(other)[1] >= first
        }
        self._enter(span)
        insort(self._order, self._order.pop())
        self._lane[span.id] = next((lane for lane in range(self.lanes) if lane not in taken), self.lanes)

    def remove(self, span_id: Hashable) -> CodedSpan | None:
        """Forget one; gives what it was, None where there was none."""
        span = self._spans.pop(span_id, None)
        if span is None:
            return None
        self._lane.pop(span_id, None)
        for bucket in _buckets(span):
            self._buckets[bucket].remove(span)
        key = self._keys.pop(span_id)
        del self._by_order[key]
        del self._order[bisect_left(self._order, key)]
        return span

    def get(self, span_id: Hashable) -> CodedSpan | None:
        """The span with that id."""
        return self._spans.get(span_id)

    def lane(self, span: CodedSpan) -> int:
        """The lane it is drawn in."""
        return self._lane[span.id]

    def touching(self, start: int, end: int) -> list[CodedSpan]:
        """Every span that shares a code point with `[start, end)`, by where it begins, the longer first."""
        if start >= end:
            return []
        first, last = start // _BUCKET, (end - 1) // _BUCKET
        found = [s for s in self._buckets.get(first, ()) if s.start < end and s.end > start]
        if last > first:
            seen = {span.id for span in found}
            for bucket in range(first + 1, last + 1):
                for span in self._buckets.get(bucket, ()):
                    if span.id not in seen and span.start < end and span.end > start:
                        seen.add(span.id)
                        found.append(span)
        found.sort(key=lambda span: (span.start, -span.end))
        return found

    def covered(self, edges: Sequence[int]) -> list[int]:
        """How many code points between each two of `edges` (ascending) any span covers, in one walk over the spans."""
        counts = [0] * (len(edges) - 1)
        first = bisect_left(self._order, (edges[0], -_FAR, 0))
        order = [(span.start, span.end) for span in self.touching(edges[0], edges[0] + 1)]
        order += [(start, -stop) for start, stop, _serial in self._order[first:]]
        place, cell = edges[0], 0
        for start, stop in order:
            if start >= edges[-1]:
                break
            place = max(place, start)
            while place < min(stop, edges[-1]):
                while edges[cell + 1] <= place:
                    cell += 1
                reach = min(stop, edges[cell + 1])
                counts[cell] += reach - place
                place = reach
        return counts

    def after(self, offset: int) -> CodedSpan | None:
        """The first span that begins behind `offset`."""
        place = bisect_left(self._order, (offset + 1, -_FAR, 0))
        return self._by_order[self._order[place]] if place < len(self._order) else None

    def before(self, offset: int) -> CodedSpan | None:
        """The last span that begins before `offset`."""
        place = bisect_left(self._order, (offset, -_FAR, 0))
        return self._by_order[self._order[place - 1]] if place else None

    def lay_out(self, row_of: Callable[[int], int]) -> None:
        """Give every span its lane anew for rows as `row_of` says; two spans on one row never share a lane."""
        self._row_of = row_of
        free = list(range(self.lanes))
        busy: list[tuple[int, int]] = []
        self._lane.clear()
        for key in self._order:
            span = self._by_order[key]
            first, last = self._rows(span)
            while busy and busy[0][0] < first:
                heappush(free, heappop(busy)[1])
            if free:
                lane = heappop(free)
                heappush(busy, (last, lane))
            else:
                lane = self.lanes
            self._lane[span.id] = lane

    def _enter(self, span: CodedSpan) -> None:
        self._serial += 1
        key = (span.start, -span.end, self._serial)
        self._spans[span.id] = span
        self._keys[span.id] = key
        self._by_order[key] = span
        self._order.append(key)
        for bucket in _buckets(span):
            self._buckets[bucket].append(span)

    def _rows(self, span: CodedSpan) -> tuple[int, int]:
        return self._row_of(span.start), self._row_of(max(span.end - 1, span.start))

    def _reach(self, span: CodedSpan) -> tuple[int, int]:
        # Neighbours on the same rows count as well: a row is never longer than a bucket.
        return max(span.start - _BUCKET // 4, 0), span.end + _BUCKET // 4


def _buckets(span: CodedSpan) -> range:
    return range(span.start // _BUCKET, max(span.end - 1, span.start) // _BUCKET + 1)
