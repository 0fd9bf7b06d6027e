"""A canvas of braille dots, two by four in each cell, with letters laid over it."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


class Braille:
    """`width` by `height` cells; a cell has one style for its dots, that of the last line drawn through it."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self._dots = [[0] * width for _row in range(height)]
        self._inks: list[list[Style | None]] = [[None] * width for _row in range(height)]
        self._letters: dict[tuple[int, int], tuple[str, Style]] = {}

    def line(
        self, begin: tuple[int, int], end: tuple[int, int], style: Style, drawn: int = 1, left_out: int = 0
    ) -> None:
        """A line between the middles of two cells, `drawn` dots and `left_out` in turn."""
        x0, y0, x1, y1 = begin[0] * 2, begin[1] * 4 + 2, end[0] * 2, end[1] * 4 + 2
        steps = max(abs(x1 - x0), abs(y1 - y0), 1)
        for step in range(steps + 1):
            if step % (drawn + left_out) >= drawn:
                continue
            x, y = round(x0 + (x1 - x0) * step / steps), round(y0 + (y1 - y0) * step / steps)
            column, row = x // 2, y // 4
            if 0 <= column < self.width and 0 <= row < self.height:
                self._dots[row][column] |= _DOTS[y % 4][x % 2]
                self._inks[row][column] = style

    def write(self, column: int, row: int, text: str, style: Style) -> None:
        """Letters over whatever is there, each in as many cells as it takes."""
        place = column
        for letter in text:
            wide = cell_len(letter)
            if place >= 0 and place + wide <= self.width and 0 <= row < self.height:
                for cell in range(place, place + wide):
                    self._letters[cell, row] = (letter if cell == place else "", style)
            place += wide

    def free(self, column: int, row: int, length: int) -> bool:
        """Whether `length` letters fit there with a blank on either side and nothing under them."""
        return (
            0 <= row < self.height
            and column >= 0
            and column + length <= self.width
            and not any((place, row) in self._letters for place in range(column - 1, column + length + 1))
        )

    def crossed(self, column: int, row: int, length: int) -> int:
        """How many cells of that stretch a line runs through."""
        return sum(1 for place in range(column, column + length) if self._dots[row][place])

    def strip(self, row: int, base: Style) -> Strip:
        """One row of it."""
        segments = []
        for column in range(self.width):
            if letter := self._letters.get((column, row)):
                segments.append(Segment(letter[0], base + letter[1]))
            elif dots := self._dots[row][column]:
                segments.append(Segment(chr(0x2800 + dots), base + (self._inks[row][column] or Style())))
            else:
                segments.append(Segment(" ", base))
        return Strip(segments).simplify()
