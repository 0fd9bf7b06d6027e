"""Coded spans: which of them touch a stretch of text, and in which lane of the margin each one is drawn."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

_BUCKET = 2048
_FAR = 1 << 62

_Key = tuple[int, int, int, "CodedSpan"]


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
        # By where they begin, the longer first; the serial number keeps spans themselves from being compared.
        self._order: list[_Key] = []
        self._serial: dict[Hashable, int] = {}
        self._last = 0
        self._laying = self._lanes_in_order()

    def __len__(self) -> int:
        return len(self._spans)

    def __contains__(self, span_id: object) -> bool:
        return span_id in self._spans

    def replace(self, spans: Iterable[CodedSpan]) -> None:
        """Forget what was there and take these."""
        order = sorted([(span.start, -span.end, number, span) for number, span in enumerate(spans)])
        self._order, self._last = order, len(order)
        self._spans = {key[3].id: key[3] for key in order}
        self._serial = {key[3].id: key[2] for key in order}
        self._buckets.clear()
        buckets = self._buckets
        for start, stop, _serial, span in order:
            first, last = start // _BUCKET, (-stop - 1) // _BUCKET
            if first >= last:
                buckets[first].append(span)
            else:
                for bucket in range(first, last + 1):
                    buckets[bucket].append(span)
        self.lay_out(self._row_of)

    def add(self, span: CodedSpan) -> None:
        """Take one more; the lanes of the others stay. One with a known id replaces it."""
        if span.id in self._spans:
            self.remove(span.id)
        first, last = self._rows(span)
        taken = {
            self.lane(other)
            for other in self.touching(*self._reach(span))
            if self._row_of(other.start) <= last and self._rows(other)[1] >= first
        }
        self._lay_rest()
        self._last += 1
        self._spans[span.id], self._serial[span.id] = span, self._last
        for bucket in _buckets(span):
            self._buckets[bucket].append(span)
        insort(self._order, (span.start, -span.end, self._last, span))
        self._lane[span.id] = next((lane for lane in range(self.lanes) if lane not in taken), self.lanes)

    def remove(self, span_id: Hashable) -> CodedSpan | None:
        """Forget one; gives what it was, None where there was none."""
        span = self._spans.get(span_id)
        if span is None:
            return None
        self._lay_rest()
        del self._spans[span_id], self._lane[span_id]
        for bucket in _buckets(span):
            self._buckets[bucket].remove(span)
        del self._order[bisect_left(self._order, (span.start, -span.end, self._serial.pop(span_id), span))]
        return span

    def get(self, span_id: Hashable) -> CodedSpan | None:
        """The span with that id."""
        return self._spans.get(span_id)

    def lane(self, span: CodedSpan) -> int:
        """The lane it is drawn in."""
        while (lane := self._lane.get(span.id)) is None:
            next(self._laying)
        return lane

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
        first = bisect_left(self._order, (edges[0], -_FAR))
        order = [(span.start, span.end) for span in self.touching(edges[0], edges[0] + 1)]
        order += [(start, -stop) for start, stop, _serial, _span in self._order[first:]]
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
        place = bisect_left(self._order, (offset + 1, -_FAR))
        return self._order[place][3] if place < len(self._order) else None

    def before(self, offset: int) -> CodedSpan | None:
        """The last span that begins before `offset`."""
        place = bisect_left(self._order, (offset, -_FAR))
        return self._order[place - 1][3] if place else None

    def lay_out(self, row_of: Callable[[int], int]) -> None:
        """Give every span its lane anew for rows as `row_of` says; two spans on one row never share a lane."""
        self._row_of = row_of
        self._lane.clear()
        self._laying = self._lanes_in_order()

    def _lanes_in_order(self) -> Iterator[None]:
        """Give one span after the other its lane; those far down wait until somebody asks for one there."""
        row_of, most, lane_of = self._row_of, self.lanes, self._lane
        free = list(range(most))
        busy: list[tuple[int, int]] = []
        for _start, _stop, _serial, span in self._order:
            start, end = span.start, span.end
            first = row_of(start)
            while busy and busy[0][0] < first:
                heappush(free, heappop(busy)[1])
            if free:
                lane = heappop(free)
                heappush(busy, (row_of(max(end - 1, start)), lane))
            else:
                lane = most
            lane_of[span.id] = lane
            yield

    def _lay_rest(self) -> None:
        for _one in self._laying:
            pass

    def _rows(self, span: CodedSpan) -> tuple[int, int]:
        return self._row_of(span.start), self._row_of(max(span.end - 1, span.start))

    def _reach(self, span: CodedSpan) -> tuple[int, int]:
        # Neighbours on the same rows count as well: a row is never longer than a bucket.
        return max(span.start - _BUCKET // 4, 0), span.end + _BUCKET // 4


def _buckets(span: CodedSpan) -> range:
    return range(span.start // _BUCKET, max(span.end - 1, span.start) // _BUCKET + 1)
