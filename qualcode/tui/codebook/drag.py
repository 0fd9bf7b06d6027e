"""A code in the grip of the mouse: over which line it is, and whether the tree is to scroll under it."""

from __future__ import annotations

from dataclasses import dataclass, replace

EDGE = 4
"""Cells at the left edge: letting go there puts a code before the line, further right under it."""


@dataclass(frozen=True)
class Drop:
    """A place to let go."""

    line: int
    """From 0; as many as there are lines for the end."""
    before: bool
    """Before the line, not under it."""


@dataclass(frozen=True)
class Drag:
    """A line that is dragged."""

    key: str
    held: int
    """The number of the line."""
    x: int = 0
    y: int = 0
    """Where the mouse is, in cells from the top left of the lines that are seen; outside of them, too."""

    def at(self, x: int, y: int) -> Drag:
        """The mouse has moved on."""
        return replace(self, x=x, y=y)

    def over(self, top: int, room: int, lines: int) -> Drop | None:
        """Where letting go would put it; None over itself and outside.

        `room` of all `lines` are seen, from line `top`.
        """
        if not 0 <= self.y < room:
            return None
        line = min(top + self.y, lines)
        return None if line == self.held else Drop(line, self.x < EDGE and line < lines)

    def pull(self, room: int) -> int:
        """Lines the tree scrolls at a time: up (negative) on the first line or above it, down on the last or below.

        Further out it goes faster.
        """
        if self.y <= 0:
            return max(self.y - 1, -3)
        return min(self.y - room + 2, 3) if self.y >= room - 1 else 0
