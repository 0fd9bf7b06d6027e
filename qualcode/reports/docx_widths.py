"""Columns set a little wider where words that return in many rows would fill a line to its last hair.

Nobody knows then whether they take one line or two, and all rows would be reckoned a line too high.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from qualcode.reports.document import Runs, Table
from qualcode.reports.docx_measures import Measure
from qualcode.reports.docx_sized import BESIDE

RETURNING = 4
"""In so many rows at least."""

STEPS = (0.0, 1.5, 3.0, 4.5)
"""Points by which a column may grow, the least that helps."""

CLEAR = 1.01
"""A line that is so much longer holds as much of the words: how they break is sure."""


def steady(block: Table, widths: Sequence[float], measure: Measure) -> list[float]:
    """`widths` of the columns in points, what is free beside the words with them; their sum stays the same."""
    made = list(widths)
    returning = list(_returning(block))
    widest = max(range(len(made)), key=made.__getitem__)
    for column, said in returning:
        if column == widest:
            continue
        room = made[column] - BESIDE
        for step in STEPS:
            if all(
                measure.count(runs, room + step) == measure.count(runs, (room + step) * CLEAR)
                for runs in said
            ):
                made[column] += step
                made[widest] -= step
                break
    return made


def _returning(block: Table) -> Iterator[tuple[int, list[Runs]]]:
    """For each column the words that stand in several of its cells."""
    for column in range(len(block.columns)):
        found = Counter(
            row.cells[column].runs
            for row in block.rows
            if len(row.cells) == len(block.columns) and not row.cells[column].numbers
        )
        said = [runs for runs, count in found.items() if runs and count >= RETURNING]
        if said:
            yield column, said
