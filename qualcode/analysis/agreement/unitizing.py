"""Agreement about where codes begin and end, over the characters of a text.

Source: Krippendorff, Mathet, Bouvry & Widlöcher 2016, Quality & Quantity 50:2347-2364; Krippendorff 2019, Content
Analysis, section 12.6. Segments of one coder must not overlap, so codes belong to one domain of mutually exclusive
codes. What a coder left out are gaps, and they are compared like a code, but may be cut anywhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qualcode.analysis.agreement.result import Agreement, Reason, undefined
from qualcode.errors import BadInput
from qualcode.i18n import _

Floats = NDArray[np.float64]

Segment = tuple[int, int, Hashable]
"""Start and end in characters, half-open, and the code."""

GAP = 0
"""The row of the gaps in every matrix here."""


def u_alpha(spans: Mapping[Any, Iterable[Segment]] | Sequence[Iterable[Segment]], length: int) -> Agreement:
    """u-alpha of the segments of each coder over a text of `length` characters.

    `spans` has for every coder the segments (start, end, code). Figures: `binary`, the agreement about what is
    coded at all whatever the code; `by_code`, for each code the agreement where it was used ((k)u-alpha) with its
    `coverage`, the share of its characters that another coder gave some code. Raises BadInput where segments of a
    coder overlap, are empty or leave the text.
    """
    coders = list(spans.values()) if isinstance(spans, Mapping) else list(spans)
    rows = [checked(segments, length) for segments in coders]
    if len(rows) < 2:
        return undefined("u-alpha", Reason.ONE_CODER, length)
    codes = sorted({code for row in rows for *_place, code in row}, key=lambda code: (str(code), repr(code)))
    if not codes:
        return undefined("u-alpha", Reason.UNUSED, length)
    place = {code: k + 1 for k, code in enumerate(codes)}
    named = [[(start, end, place[code]) for start, end, code in row] for row in rows]
    observed, expected = _matrices(named, length, len(codes))
    any_code = [[(start, end, 1) for start, end, _code in row] for row in rows]
    binary = _value(*_matrices(any_code, length, 1))
    figures = {"binary": binary, "by_code": _by_code(codes, observed, expected)}
    value = _value(observed, expected)
    off = ~np.eye(len(observed), dtype=bool)
    return Agreement(
        "u-alpha", value, length, Reason.ALL_SAME if value is None else None,
        float(observed[off].sum() / observed.sum()), float(expected[off].sum() / observed.sum()), figures,
    )  # fmt: skip


def checked(segments: Iterable[Segment], length: int) -> list[Segment]:
    """The segments in order."""
    row = sorted(segments, key=lambda segment: segment[:2])
    for before, (start, end, code) in zip([(0, 0, None), *row], row, strict=False):
        if not before[1] <= start < end <= length:
            raise BadInput(
                _("The segment {start}–{end} of “{code}” overlaps another, is empty or leaves the text.",
                  start=start, end=end, code=code)
            )  # fmt: skip
    return row


def _matrices(rows: list[list[tuple[int, int, int]]], length: int, codes: int) -> tuple[Floats, Floats]:
    """Observed and expected coincidences in characters, code × code, row 0 being the gaps."""
    cuts = np.unique(
        [0, length, *(edge for row in rows for start, end, _code in row for edge in (start, end))]
    )
    widths = np.diff(cuts).astype(np.float64)
    used = np.zeros((len(rows), len(widths)), dtype=np.int64)
    squares = np.zeros(codes + 1)
    squares[GAP] = len(rows) * length
    for used_here, row in zip(used, rows, strict=True):
        for start, end, code in row:
            used_here[np.searchsorted(cuts, start) : np.searchsorted(cuts, end)] = code
            squares[code] += (end - start) ** 2
            squares[GAP] -= end - start
    counts = np.zeros((len(widths), codes + 1))
    for used_here in used:
        counts[np.arange(len(widths)), used_here] += 1
    weighted = counts * widths[:, None]
    observed = (weighted.T @ counts - np.diag(weighted.sum(axis=0))) / (len(rows) - 1)
    totals = observed.sum(axis=1)
    whole = totals.sum()
    # A segment is one unit however long it is; a gap can be cut anywhere, so its units are single characters.
    expected = (np.outer(totals, totals) - np.diag(squares)) / (whole - squares.sum() / whole)
    return observed, expected


def _value(observed: Floats, expected: Floats) -> float | None:
    off = ~np.eye(len(observed), dtype=bool)
    chance = expected[off].sum()
    return float(1 - observed[off].sum() / chance) if chance else None


def _by_code(codes: Sequence[Hashable], observed: Floats, expected: Floats) -> dict[Hashable, dict[str, Any]]:
    """(k)u-alpha and coverage of every code; gaps on the other side are left out of both."""
    found: dict[Hashable, dict[str, Any]] = {}
    for k, code in enumerate(codes, start=1):
        seen, chance = observed[1:, k].sum(), expected[1:, k].sum()
        apart, apart_by_chance = seen - observed[k, k], chance - expected[k, k]
        defined = seen > 0 and apart_by_chance > 0
        found[code] = {
            "value": float(1 - (chance / seen) * (apart / apart_by_chance)) if defined else None,
            "coverage": float(seen / observed[:, k].sum()),
        }
    return found
