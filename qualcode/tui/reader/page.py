"""One row of the reader as cells: gutter, text with its codes, lanes and labels.

Painting knows nothing of keys or scrolling; it is given a row and a cursor and gives a strip.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from qualcode.text.clusters import next_cluster
from qualcode.tui.painting import one_line, safe
from qualcode.tui.reader.inks import Inks
from qualcode.tui.reader.layout import Layout
from qualcode.tui.reader.spans import CodedSpan, CodeLook, SpanIndex
from qualcode.tui.reader.units import Stretch, Units

MEASURE = 60
"""Cells in a full line of text: the length of a numbered line."""
WIDE = 110
"""From this width on there is room for names in the margins."""
_REPEAT = 8
_KEPT_BESIDE = 500
_DEPTHS = 3  # codes over each other that look different; more look like so many
_UNKNOWN = CodeLook("?", "?", 0)
_offset = itemgetter(0)
_STRONG = Style(bold=True)

_MARKED = re.compile(r"(\*{1,3}|_{1,3})(?=\S)(.*?)\1(\s*:?\s*)")
"""A label that Markdown sets in bold or italics."""

MEMO = "*"
COMMENT = "!"
"""What stands beside a row where something is noted; where both begin in it, the comment, which waits."""


def _plain_label(label: str) -> str:
    """A speaker's label without the signs of Markdown, as wide as with them: no other word moves."""
    marked = _MARKED.fullmatch(label)
    return label if marked is None else f"{marked[2]}{marked[3]}".ljust(len(label))


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the reader is and what a code would be applied to."""

    caret: int
    """Where the caret stands."""
    start: int
    """`[start, end)` is what a code would be applied to."""
    end: int
    exact: bool = False
    """Whether the edges were set by hand rather than taken from a unit."""


@dataclass(frozen=True, slots=True)
class Frame:
    """How the width of the page is divided, in cells."""

    width: int
    margin: int
    gutter: int
    text: int
    lanes: int
    labels: int

    @classmethod
    def fit(cls, width: int, measure: int, lanes: int) -> Frame:
        """The frame for a page of `width` cells; wide pages get names in the margins and stand in the middle."""
        gutter = 20 if width >= WIDE else 10
        # Whole names where there is room, but never so that the text leaves the middle by much.
        labels = min(24 + (width - WIDE) // 3, 48) if width >= WIDE else 0
        text = max(min(measure, width - gutter - lanes - 2 - labels), 10)
        used = gutter + text + 1 + lanes + 1 + labels
        return cls(width, max((width - used) // 2, 0), gutter, text, lanes, labels)

    @property
    def text_at(self) -> int:
        """The cell at which the text begins."""
        return self.margin + self.gutter

    @property
    def lanes_at(self) -> int:
        """The cell at which the lanes begin."""
        return self.text_at + self.text + 1


class Beside(NamedTuple):
    """What a row shows but its words: nothing of it says where the cursor is, which comes by far more often."""

    touching: list[CodedSpan]
    before: list[Segment]
    after: list[Segment]
    width: int
    """Cells of `before` and `after`."""


class Page:
    """Paints the rows of one text."""

    def __init__(self, layout: Layout, frame: Frame, index: SpanIndex, units: Units, inks: Inks) -> None:
        self.layout = layout
        self.frame = frame
        self.index = index
        self.units = units
        self.inks = inks
        self.codes: Mapping[Hashable, CodeLook] = {}
        self.hits: Sequence[Stretch] = ()
        self.signs: Sequence[tuple[int, str]] = ()
        self._beside: dict[int, Beside] = {}

    def row(self, row: int, cursor: Cursor | None) -> Strip:
        """The cells of one row; `cursor` only where it touches the row."""
        start, end = self.layout.bounds(row)
        beside = self._beside.get(row) or self._keep_beside(row, start, end)
        room = self.frame.text + 1
        text = Strip(self._text(row, beside.touching, cursor)).adjust_cell_length(room, self.inks.base)
        segments = Segment.simplify([*beside.before, *text, *beside.after])
        return Strip(segments, beside.width + room).adjust_cell_length(self.frame.width, self.inks.base)

    def forget(self, rows: Iterable[int] | None = None) -> None:
        """What stands beside these rows, or all, is another now: codings, codes, signs or inks changed."""
        if rows is None:
            self._beside.clear()
            return
        for row in rows:
            self._beside.pop(row, None)

    def _keep_beside(self, row: int, start: int, end: int) -> Beside:
        touching = self.index.touching(start, end)
        before = [Segment(" " * self.frame.margin, self.inks.base), *self._gutter(row, start, end)]
        after = self._margin(row, touching, start, end)
        if len(self._beside) >= _KEPT_BESIDE:
            self._beside.clear()
        width = sum(segment.cell_length for segment in (*before, *after))
        self._beside[row] = Beside(touching, before, after, width)
        return self._beside[row]

    def _gutter(self, row: int, start: int, end: int) -> list[Segment]:
        width = self.frame.gutter
        number = self.layout.line_at_row(row)
        line = str(number) if number and number % 5 == 0 else ""
        turn = self.units.turn_beginning(start, end)
        sign = self._sign(start, end)
        noted = [Segment(sign, self.inks.base + _STRONG), Segment(" ", self.inks.gutter)] if sign else []
        if turn is None:
            return [Segment(f"{line:>{width - 2}}{'' if sign else '  '}", self.inks.gutter), *noted]
        count = f"{turn.number:>3} "
        room = width - 2 - len(count)
        name = one_line(turn.speaker, room)
        left = room - cell_len(name)
        tail = f"{line if left > len(line) else '':>{max(left, 0)}}{'' if sign else '  '}"
        style = self.inks.asking if turn.asking else self.inks.speaker(turn.hue)
        return [
            Segment(count, self.inks.gutter),
            Segment(name if left >= 0 else set_cell_size(name, room), style),
            Segment(tail, self.inks.gutter),
            *noted,
        ]

    def _sign(self, start: int, end: int) -> str:
        """The sign of what is noted about something that begins in `[start, end)`; empty where nothing is."""
        if not self.signs:
            return ""
        place = bisect_left(self.signs, start, key=_offset)
        found = {sign for _at, sign in self.signs[place : bisect_left(self.signs, end, place, key=_offset)]}
        return COMMENT if COMMENT in found else MEMO if found else ""

    def _text(self, row: int, touching: list[CodedSpan], cursor: Cursor | None) -> list[Segment]:
        start, end = self.layout.shown(row)
        text = self.layout.text
        cuts = {start, end}
        for span in touching:
            cuts.update((span.start, span.end))
        hits = self._hits(start, end)
        for hit in hits:
            cuts.update(hit)
        turn = self.units.turn_at(max(end - 1, start))
        if turn is not None:
            cuts.update((turn.start, turn.words))
        caret = -1
        if cursor is not None:
            cuts.update((cursor.start, cursor.end))
            caret = cursor.caret
            if start <= caret < end:
                cuts.update((caret, next_cluster(text, caret)))
        # Blanks at the end of a row are neither tinted nor underlined.
        last = start + len(text[start:end].rstrip())
        cuts.add(last)
        points = sorted(cut for cut in cuts if start <= cut <= end)
        inmost = sorted(touching, key=lambda span: span.end - span.start)
        segments = []
        for a, b in itertools.pairwise(points):
            if a >= last and a != caret:
                segments.append(Segment(" " * (b - a), self.inks.base))
                continue
            top, depth = None, 0
            for span in inmost:
                if span.start < b and span.end > a:
                    top, depth = top or span, depth + 1
                    if depth == _DEPTHS:
                        break
            chosen = self._chosen(cursor, a, b)
            style = self.inks.text(
                code=self._look(top).hue if top else -1,
                depth=depth,
                hit=any(h[0] < b and h[1] > a for h in hits),
                asking=turn is not None and turn.asking and a >= turn.start,
                chosen=chosen,
                caret=a == caret,
            )
            named = turn is not None and turn.start <= a < turn.words and top is None and a != caret
            if (
                turn is not None and named and not (turn.asking and chosen)
            ):  # muted ink is too faint on a unit
                style += self.inks.label(turn.hue, turn.asking)
            words = safe(text[a:b])
            if turn is not None and named and not chosen and (a, b) == (turn.start, turn.words):
                words = _plain_label(words)
            segments.append(Segment(words, style))
        if caret >= end and self.layout.row_of(caret) == row:
            segments.append(Segment(" ", self.inks.text(-1, 0, False, False, 0, True)))
        return segments

    @staticmethod
    def _chosen(cursor: Cursor | None, start: int, end: int) -> int:
        if cursor is None or cursor.start >= end or cursor.end <= start:
            return 0
        return 2 if cursor.exact else 1

    def _hits(self, start: int, end: int) -> list[Stretch]:
        if not self.hits:
            return []
        place = max(bisect_right(self.hits, (start, start)) - 1, 0)
        found = []
        while place < len(self.hits) and self.hits[place][0] < end:
            if self.hits[place][1] > start:
                found.append(self.hits[place])
            place += 1
        return found

    def _margin(self, row: int, touching: list[CodedSpan], start: int, end: int) -> list[Segment]:
        """One filled cell a lane, with the code's letter where it begins; names beside them where there is room."""
        inks, lanes = self.inks, self.frame.lanes
        cells: list[Segment] = [Segment(" ", inks.base)] * lanes
        hidden = 0
        begins: list[CodedSpan] = []
        for span in touching:
            look = self._look(span)
            first = span.start >= start
            if first:
                begins.append(span)
            lane = self.index.lane(span)
            if lane >= lanes:
                hidden += 1
                continue
            lettered = first or (row - self.layout.row_of(span.start)) % _REPEAT == 0
            glyph = safe(look.letter[:1]) if lettered else ("╵" if span.end <= end else "│")
            cells[lane] = Segment(glyph, inks.lane(look.hue, bold=lettered))
        more = Segment(f"{min(hidden, 9)}" if hidden else " ", inks.gutter)
        return [*cells, more, *self._labels(begins)]

    def _labels(self, begins: list[CodedSpan]) -> list[Segment]:
        room = self.frame.labels - 2
        if room < 4 or not begins:
            return []
        segments = [Segment(" ", self.inks.base)]
        for number, span in enumerate(begins):
            look = self._look(span)
            left = len(begins) - number - 1
            need = cell_len(look.name) + (4 if left else 0)
            if room < min(need, 8):
                segments.append(Segment(f" +{left + 1}", self.inks.gutter))
                break
            name = one_line(look.name, max(room - (4 if left else 0), 4))
            segments.append(Segment((" " if not number else ", ") + name, self.inks.gutter))
            room -= cell_len(name) + 2
        return segments

    def _look(self, span: CodedSpan) -> CodeLook:
        return self.codes.get(span.code, _UNKNOWN)
