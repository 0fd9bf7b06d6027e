"""Charts of plain characters: they read without colour, and each figure stands beside what is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from qualcode.i18n import _
from qualcode.tui.grid import fit
from qualcode.tui.painting import one_line

EIGHTHS = " ▏▎▍▌▋▊▉"
LONGEST = 48
"""Cells of the longest bar: with more, the eye loses the line."""
WIDEST = 10
"""Cells of a column at most, whatever its label."""
OLD, NEW = "░", "█"
"""What was known before, and what is new."""


def bar(share: float, width: int) -> str:
    """A bar of at most `width` cells for a share from 0 to 1, to an eighth of a cell; anything above 0 is seen."""
    eighths = round(max(0.0, min(share, 1.0)) * width * 8)
    if share > 0:
        eighths = max(eighths, 1)
    return "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()


def bars(rows: Sequence[tuple[str, float, str]], width: int) -> list[Text]:
    """A line for each (label, share of the longest bar from 0 to 1, figures), `width` cells wide."""
    if not rows:
        return []
    labels = min(max(cell_len(label) for label, _share, _told in rows), max(width // 3, 8))
    told = max(cell_len(words) for _label, _share, words in rows)
    room = max(min(width - labels - told - 3, LONGEST), 4)
    lines = []
    for label, share, words in rows:
        line = Text(fit(one_line(label, labels), labels) + " ")
        line.append(fit(bar(share, room), room)).append(" " + words)
        lines.append(line)
    return lines


@dataclass(frozen=True)
class Step:
    """One unit of a curve."""

    label: str
    new: int
    total: int
    """With those of the units before."""


@dataclass(frozen=True)
class Mark:
    """Units that belong together, from the first to the last, counted from 0."""

    first: int
    last: int
    words: str
    short: str = ""
    """Where there is no room for the words."""


def growth(steps: Sequence[Step], width: int, height: int, marks: Sequence[Mark] = ()) -> list[Text]:
    """A curve that grows: for each unit a column of what was known (`░`) and what is new (`█`), its total on top.

    Below stand the units, what each adds, and a line for each mark. `height` is that of the columns and the totals;
    with more units than cells, neighbours share a column.
    """
    if not steps:
        return []
    most = max(steps[-1].total, 1)
    axis = len(str(most)) + 1
    shown, places = _merged(steps, max(width - axis - 1, 1))
    longest = max(cell_len(step.label) for step in shown)
    cell = max(1, min(max(5, longest) + 1, WIDEST, (width - axis - 1) // len(shown)))
    gap = 1 if cell > 1 else 0
    tall = max(height - 1, 2)
    tops = [_rows(step.total, most, tall) for step in shown]
    olds = [
        min(_rows(step.total - step.new, most, tall), top - (step.new > 0))
        for step, top in zip(shown, tops, strict=True)
    ]
    lines = []
    for row in range(tall, -1, -1):
        line = Text(_scale(row, tall, most).rjust(axis - 1) + (" │" if row else " └"))
        for step, top, old in zip(shown, tops, olds, strict=True):
            if row == 0:
                line.append("─" * cell)
            elif row <= top:
                line.append(
                    (NEW if row > old else OLD) * (cell - gap) + " " * gap, "bold" if row > old else ""
                )
            elif row == top + 1 and cell > len(str(step.total)):
                line.append(fit(str(step.total), cell), "dim")
            else:
                line.append(" " * cell)
        lines.append(line)
    before = " " * (axis + 1)
    if cell >= 3:
        lines.append(Text(before + "".join(fit(one_line(step.label, cell - 1), cell) for step in shown)))
        lines.append(Text(before + "".join(fit(f"+{step.new}", cell) for step in shown), "bold"))
    under = Text(before)
    for mark in marks:
        first, last = places[mark.first], places[mark.last]
        span = (last - first + 1) * cell - gap
        fitting = [words for words in (f" {mark.words} ", f" {mark.short} ") if cell_len(words) <= span]
        drawn = (fitting[0] if fitting else "").center(span, "─")
        at = axis + 1 + first * cell
        if cell_len(under.plain) > at:
            lines.append(under)
            under = Text(before)
        under.append(" " * (at - cell_len(under.plain)) + drawn, "dim")
    if marks:
        lines.append(under)
    return lines


def _merged(steps: Sequence[Step], most: int) -> tuple[list[Step], list[int]]:
    """At most so many columns, and the column of each unit."""
    per = -(-len(steps) // most)
    shown = []
    for start in range(0, len(steps), per):
        part = steps[start : start + per]
        shown.append(Step(part[0].label, sum(step.new for step in part), part[-1].total))
    return shown, [number // per for number in range(len(steps))]


def _rows(value: int, most: int, tall: int) -> int:
    """Rows of a column; whatever is above 0 has one."""
    return max(round(value / most * (tall - 1)), 1) if value else 0


def _scale(row: int, tall: int, most: int) -> str:
    return str(most) if row == tall - 1 else "0" if row == 0 else ""


def key_of_growth() -> str:
    """What the signs of `growth` mean."""
    return _("{new} new codes · {old} codes known before · the number on top: codes in all", new=NEW, old=OLD)
