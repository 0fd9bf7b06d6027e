"""Where the text stands on the page: offsets (code points) to rows and cells, and back.

A text that brings its numbered lines ("baris") is set line for line, so that a row on the screen is the line a
citation names; only a line that does not fit is broken once more. Without them it is wrapped at words.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence

import regex
from rich.cells import cell_len

from qualcode.text.clusters import cluster_start
from qualcode.tui.painting import safe

_CLUSTER = regex.compile(r"\X")
# Every character that may take two cells; a text without any is never wider than it is long.
_WIDE = re.compile("[\u1100-\u11ff\u231a-\u27bf\u2b00-\u2bff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
                   "\ufe10-\ufe6f\uff00-\uffe6\U00016fe0-\U0001b2ff\U0001f000-\U0003fffd]")  # fmt: skip


class Layout:
    """One text set in rows of at most `width` cells; immutable."""

    def __init__(self, text: str, width: int, lines: Sequence[int] | None = None) -> None:
        """Set `text`; `lines` are the offsets at which its numbered lines begin, the first being 0."""
        self.text = text
        self.width = width
        self.lines: array[int] = array("L", lines if lines is not None else _paragraphs(text))
        self._wide = not text.isascii() and _WIDE.search(text) is not None
        self.starts: array[int] = array("L")
        """The offset at which each row begins."""
        self._numbered = lines is not None
        self._set()

    @property
    def height(self) -> int:
        """How many rows there are, at least one."""
        return len(self.starts)

    def bounds(self, row: int) -> tuple[int, int]:
        """`[start, end)` of a row, the newline or blank that ends it included."""
        after = row + 1
        return self.starts[row], self.starts[after] if after < len(self.starts) else len(self.text)

    def shown(self, row: int) -> tuple[int, int]:
        """`[start, end)` of what is painted of a row: without its newline and the blanks that do not fit."""
        start, end = self.bounds(row)
        if end > start and self.text[end - 1] == "\n":
            end -= 1
        while end - start > self.width and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def row_of(self, offset: int) -> int:
        """The row that holds `offset`; the end of the text is on the last."""
        return max(bisect_right(self.starts, offset) - 1, 0)

    def line_of(self, offset: int) -> int:
        """The number, from 1, of the numbered line (without any: the paragraph) that holds `offset`."""
        return max(bisect_right(self.lines, offset), 1)

    def line_at_row(self, row: int) -> int:
        """The number of the numbered line that begins with this row, 0 where a line only goes on."""
        if not self._numbered:
            return 0
        number = self.line_of(self.starts[row])
        return number if self.lines[number - 1] == self.starts[row] else 0

    def cell_of(self, offset: int) -> int:
        """The cell, from 0 at the row's first, under which the character at `offset` begins."""
        start, end = self.shown(self.row_of(offset))
        before = self.text[start : min(offset, end)]
        return len(before) if before.isascii() else cell_len(safe(before))

    def offset_at(self, row: int, cell: int) -> int:
        """The start of the character under a cell; beyond the row's end, the last caret stop of the row."""
        row = min(max(row, 0), self.height - 1)
        start, end = self.shown(row)
        shown = self.text[start:end]
        if shown.isascii():
            found = start + min(max(cell, 0), len(shown))
        else:
            found, column = end, 0
            for cluster in _CLUSTER.finditer(shown):
                column += cell_len(safe(cluster.group()))
                if column > cell:
                    found = start + cluster.start()
                    break
        last = self.bounds(row)[1]
        if found == last and row + 1 < self.height:
            # The end of a broken row is the beginning of the next one; the caret stays on the row asked for.
            found = max(cluster_start(self.text, found - 1), start)
        return found

    def _set(self) -> None:
        text, width, push = self.text, self.width, self.starts.append
        ascii_only = text.isascii()
        size = len(text)
        count = len(self.lines)
        for number, start in enumerate(self.lines):
            push(start)
            end = self.lines[number + 1] if number + 1 < count else size
            if end - start <= width and not self._wide:
                continue
            line = text[start:end].rstrip()
            if len(line) <= width and (not self._wide or line.isascii() or cell_len(safe(line)) <= width):
                continue
            if ascii_only or line.isascii() or cell_len(safe(line)) == len(line):
                self._break_plain(start, start + len(line))
            else:
                self._break_clusters(line, start)

    def _break_plain(self, start: int, end: int) -> None:
        text, width, place = self.text, self.width, start
        while end - place > width:
            cut = text.rfind(" ", place, place + width + 1) + 1
            if cut <= place:
                # A combining mark cannot stand alone at the start of a row.
                cut = cluster_start(text, place + width)
                cut = cut if cut > place else place + width
            place = cut
            if place < end:
                self.starts.append(place)

    def _break_clusters(self, line: str, base: int) -> None:
        cells = stop = stop_cells = begin = 0
        for cluster in _CLUSTER.finditer(line):
            wide = cell_len(safe(cluster.group()))
            if cells + wide > self.width and cluster.start() > begin and cluster.group() != " ":
                cut, used = (stop, stop_cells) if stop > begin else (cluster.start(), cells)
                self.starts.append(base + cut)
                cells, begin = cells - used, cut
            cells += wide
            if (
                cluster.group() == " " or wide == 2
            ):  # scripts without blanks may break after any wide character
                stop, stop_cells = cluster.end(), cells


def _paragraphs(text: str) -> array[int]:
    starts = array("L", [0])
    place = text.find("\n") + 1
    while 0 < place < len(text):
        starts.append(place)
        place = text.find("\n", place) + 1
    return starts
