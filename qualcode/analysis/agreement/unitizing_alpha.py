"""Krippendorff's earlier alpha for unitizing, code by code: how far apart the ends of the coders' segments lie.

Source: Krippendorff 2004, Content Analysis, second edition, section 11.5 (after Krippendorff 1995, Sociological
Methodology 25:47-76). Its differences are squares of characters, so that a long segment missed weighs more than many
short ones; `u_alpha` of the third edition counts characters instead. Each code is a continuum of its own: segments of
different codes may overlap.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from qualcode.analysis.agreement.result import Agreement, Reason, undefined
from qualcode.analysis.agreement.unitizing import Segment, checked


class Stretch(NamedTuple):
    """A segment of the code, or a gap between two of them."""

    start: int
    stop: int
    coded: bool


def unitizing_alpha(
    spans: Mapping[Any, Iterable[Segment]] | Sequence[Iterable[Segment]], length: int
) -> Agreement:
    """Unitizing alpha of the segments of each coder over a text of `length` characters.

    `spans` has for every coder the segments (start, end, code). The value takes all codes together: the sum of what
    was observed over the sum of what chance would give. Figures: `by_code`, for each code its `value`, `observed` and
    `expected`. Raises BadInput where segments of one code by one coder overlap, are empty or leave the text.
    """
    coders = [list(row) for row in (spans.values() if isinstance(spans, Mapping) else spans)]
    if len(coders) < 2:
        return undefined("unitizing alpha", Reason.ONE_CODER, length)
    codes = sorted(
        {code for row in coders for *_place, code in row}, key=lambda code: (str(code), repr(code))
    )
    if not codes:
        return undefined("unitizing alpha", Reason.UNUSED, length)
    by_code: dict[Hashable, dict[str, Any]] = {}
    for code in codes:
        rows = [_continuum(checked((s for s in row if s[2] == code), length), length) for row in coders]
        observed, expected = _observed(rows, length), _expected(rows, length)
        by_code[code] = {
            "value": 1 - observed / expected if expected else None,
            "observed": observed,
            "expected": expected,
        }
    observed = sum(figures["observed"] for figures in by_code.values())
    expected = sum(figures["expected"] for figures in by_code.values())
    return Agreement(
        "unitizing alpha", 1 - observed / expected if expected else None, length,
        None if expected else Reason.ALL_SAME, observed, expected, {"by_code": by_code},
    )  # fmt: skip


def _continuum(segments: list[Segment], length: int) -> list[Stretch]:
    """The whole text as segments and gaps in turn; where two segments touch there is no gap between them."""
    row: list[Stretch] = []
    at = 0
    for start, stop, _code in segments:
        if at < start:
            row.append(Stretch(at, start, False))
        row.append(Stretch(start, stop, True))
        at = stop
    if at < length:
        row.append(Stretch(at, length, False))
    return row


def _apart(one: Stretch, other: Stretch) -> int:
    """Their difference in squared characters: of the ends of two segments, or of one that falls within a gap."""
    if one.coded and other.coded and one.start < other.stop and other.start < one.stop:
        return (one.start - other.start) ** 2 + (one.stop - other.stop) ** 2
    if one.coded != other.coded:
        unit, gap = (one, other) if one.coded else (other, one)
        if gap.start <= unit.start and unit.stop <= gap.stop:
            return (unit.stop - unit.start) ** 2
    return 0


def _observed(rows: list[list[Stretch]], length: int) -> float:
    total = sum(
        _apart(one, other)
        for i, row in enumerate(rows)
        for j, beside in enumerate(rows)
        if i != j
        for one in row
        for other in beside
    )
    return total / (len(rows) * (len(rows) - 1) * length**2)


def _expected(rows: list[list[Stretch]], length: int) -> float:
    """What segments and gaps of these lengths would give at places left to chance."""
    units = [stretch.stop - stretch.start for row in rows for stretch in row if stretch.coded]
    gaps = [stretch.stop - stretch.start for row in rows for stretch in row if not stretch.coded]
    total = 0.0
    for unit in units:
        among_units = (len(units) - 1) / 3 * (2 * unit**3 - 3 * unit**2 + unit)
        total += among_units + unit**2 * sum(gap - unit + 1 for gap in gaps if gap >= unit)
    whole = len(rows) * length
    pairs = whole * (whole - 1) - sum(unit * (unit - 1) for unit in units)
    return 2 / length * total / pairs if pairs else 0.0
