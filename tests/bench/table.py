"""Rows of the bench: what they measure, and how they are told.

A row is a function that takes the folder of the corpus and gives a `Result`; `@row` puts it on the list. Every
row runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass
class Result:
    """What one row found; times in seconds."""

    operation: str
    ours: float
    against: str = "–"
    limit: float | None = None
    """The time of the limit or peer."""
    at_most: float | None = None
    """How many times the limit it may take."""
    target: float | None = None
    """How long it may take, whatever the limit."""
    note: str = ""
    peak: int = 0
    """Bytes of memory at the highest."""

    @property
    def ratio(self) -> float | None:
        """How many times the limit it takes."""
        return self.ours / self.limit if self.limit else None

    @property
    def holds(self) -> bool:
        """Whether it stays below both bounds."""
        quick = self.target is None or self.ours <= self.target
        return quick and (self.at_most is None or self.ratio is None or self.ratio <= self.at_most)


Row = Callable[[Path], Result]

ROWS: dict[str, Row] = {}
"""Every row by name, in order."""


def row(function: Row) -> Row:
    """Put a row on the list, under the function's name."""
    ROWS[function.__name__] = function
    return function


def median(work: Callable[[], Any], runs: int = 7, before: Callable[[], Any] | None = None) -> float:
    """The median time of several runs, after one that is not counted; `before` runs ahead of each, uncounted."""
    times = []
    gc.collect()
    for _run in range(runs + 1):
        if before is not None:
            before()
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def peak_memory() -> int:
    """The most memory this process has held, in bytes; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def told(results: list[Result]) -> str:
    """The results as a Markdown table."""
    lines = [
        "| operation | measured | against | limit | ratio | at most | peak memory | holds |",
        "|---|--:|---|--:|--:|--:|--:|---|",
    ]
    for one in results:
        bounds = [f"{one.at_most:g}×"] if one.at_most else []
        bounds += [_time(one.target)] if one.target else []
        lines.append(
            f"| {one.operation}{f' ({one.note})' if one.note else ''} | {_time(one.ours)} | {one.against} "
            f"| {_time(one.limit) if one.limit else '–'} | {f'{one.ratio:.1f}×' if one.ratio else '–'} "
            f"| {', '.join(bounds) or '–'} | {one.peak / 1e6:.0f} MB | {'yes' if one.holds else '**no**'} |"
        )
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.2f} ms"
