"""A list of options whose highlighted one has a sign, as colour alone says too little."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import OptionList

MARK = "▸"


class MarkedList(OptionList):
    """Options that stand in by two cells; a sign stands before the first line of the one that would be taken."""

    DEFAULT_CSS = """
    MarkedList > .option-list--option { padding: 0 0 0 2; }
    """

    def render_line(self, y: int) -> Strip:
        """A line of an option, with the sign where it is the first of the highlighted one."""
        strip = super().render_line(y)
        line = self.scroll_offset.y + y
        if line >= len(self._lines) or self._lines[line] != (self.highlighted, 0) or not strip.cell_length:
            return strip
        first, rest = strip.divide([1, strip.cell_length])
        return Strip.join([Strip([Segment(MARK, segment.style) for segment in first][:1], 1), rest])
