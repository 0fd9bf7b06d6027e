"""Where codings of one code begin and end, laid end to end over the turns that every compared coder was given."""

from __future__ import annotations

import numpy as np

from qualcode.analysis.agreement.patterns import Marks, Sample
from qualcode.analysis.agreement.unitizing import Segment


def segments(marks: Marks, turns: Sample, code: int, coders: int) -> list[list[Segment]]:
    """For each coder the stretches of `code` over the characters of `turns`, in order, none overlapping another.

    A coding is cut at the edges of turns; codings of one coder that overlap count as one stretch.
    """
    begin = np.concatenate([[0], np.cumsum(turns.end - turns.start)])
    found: list[list[Segment]] = []
    for coder in range(coders):
        mine = (marks.code == code) & (marks.coder == coder)
        cut: list[tuple[int, int]] = []
        for source, start, end in zip(
            marks.source[mine].tolist(), marks.start[mine].tolist(), marks.end[mine].tolist(), strict=True
        ):
            touched = (turns.source == source) & (turns.start < end) & (start < turns.end)
            for row in np.flatnonzero(touched).tolist():
                first, last = int(turns.start[row]), int(turns.end[row])
                shift = int(begin[row]) - first
                cut.append((max(start, first) + shift, min(end, last) + shift))
        found.append([(start, end, code) for start, end in _merged(cut)])
    return found


def _merged(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping stretches as one; those that only touch stay two."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged
