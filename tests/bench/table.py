"""Rows of the bench: what they measure, and how they are told.

A row is a function that takes the folder of the corpus and gives a `Result`; `@row` puts it on the list. Every
row runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class Times(NamedTuple):
    """How long something took, in seconds: on the clock, and of the processors' time."""

    wall: float
    cpu: float


@dataclass
class Result:
    """What one row found; times in seconds on the clock, but for those called `cpu`, or bytes."""

    ours: float
    cpu: float | None = None
    """The processors' time of the same; less than `ours` where the disk or other programs were waited for."""
    against: str = "–"
    limit: float | None = None
    """The time of the limit or peer, measured in the same run."""
    at_most: float | None = None
    """How many times the limit it may take."""
    target: float | None = None
    """How long it may take, whatever the limit."""
    note: str = ""
    unit: str = "s"
    """What `ours`, `limit` and `target` count: seconds, or `B` for bytes."""
    peak: int = 0
    """Bytes of memory at the highest; 0 where nobody could tell."""
    operation: str = ""
    """What was done: the row's title, and what was said here before of one of several results."""

    @property
    def ratio(self) -> float | None:
        """How many times the limit it takes."""
        return self.ours / self.limit if self.limit else None

    @property
    def holds(self) -> bool:
        """Whether it stays below both bounds."""
        quick = self.target is None or self.ours <= self.target
        return quick and (self.at_most is None or self.ratio is None or self.ratio <= self.at_most)


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    title: str
    """What is done, in words."""
    measure: Callable[[Path], Result | list[Result]]

    def __call__(self, folder: Path) -> list[Result]:
        """Measure, with the corpus in `folder`; a row may find several things in one go."""
        found = self.measure(folder)
        results = found if isinstance(found, list) else [found]
        for result in results:
            result.operation = f"{self.title}{': ' if result.operation else ''}{result.operation}"
            result.peak = result.peak or peak_memory()
        return results


ROWS: dict[str, Row] = {}
"""Every row by name, in order."""


def row(title: str) -> Callable[[Callable[[Path], Result | list[Result]]], Row]:
    """Put a row on the list, under the function's name."""

    def put(function: Callable[[Path], Result | list[Result]]) -> Row:
        ROWS[function.__name__] = Row(title, function)
        return ROWS[function.__name__]

    return put


def median(work: Callable[[], Any], runs: int = 7, before: Callable[[], Any] | None = None) -> Times:
    """The median times of several runs, after one that is not counted; `before` runs ahead of each, uncounted."""
    return in_turn([lambda: timed(work)], runs, before)[0]


def in_turn(
    measures: Sequence[Callable[[], Times]], runs: int = 7, before: Callable[[], Any] | None = None
) -> list[Times]:
    """The median times of each measure, taken one after the other, so that a busy moment strikes them all.

    The first turn is not counted.
    """
    found: list[list[Times]] = [[] for _measure in measures]
    gc.collect()
    for _turn in range(runs + 1):
        for times, measure in zip(found, measures, strict=True):
            if before is not None:
                before()
            times.append(measure())
    return [middle(times[1:]) for times in found]


def timed(work: Callable[[], Any]) -> Times:
    """How long `work` takes once; its processors' time is that of all threads of this process."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Times(time.perf_counter() - wall, time.process_time() - cpu)


def middle(times: Sequence[Times]) -> Times:
    """The median of each kind of time."""
    return Times(*(statistics.median(kind) for kind in zip(*times, strict=True)))


def peak_memory() -> int:
    """The most memory this process has held, in bytes; 0 where the system does not tell."""
    if told := memory_of("self"):
        return told
    try:
        import resource
    except ImportError:  # Windows
        return 0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def memory_of(process: int | str, kind: str = "VmHWM") -> int:
    """The most memory a living process has held, or (`VmRSS`) what it holds now; bytes, 0 where there is no /proc.

    What getrusage says on Linux begins with the memory of the process that started it, however large.
    """
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{kind}:")), 0)


def cpu_of(process: int) -> float:
    """Seconds of processors' time that a living process has used; 0 where there is no /proc."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


HEAD = (
    "| operation | measured | processor time | against | limit | ratio | at most | peak memory | holds |",
    "|---|--:|--:|---|--:|--:|--:|--:|---|",
)


def told(results: Sequence[Result]) -> str:
    """The results as a Markdown table."""
    return "\n".join([*HEAD, *(_line(one) for one in results)])


def _line(one: Result) -> str:
    bounds = [f"{one.at_most:g}×"] if one.at_most else []
    bounds += [_told(one.target, one.unit)] if one.target else []
    cells = (
        one.operation + (f" ({one.note})" if one.note else ""),
        _told(one.ours, one.unit),
        _told(one.cpu),
        one.against,
        _told(one.limit, one.unit),
        f"{one.ratio:.{1 if one.ratio >= 0.1 else 3}f}×" if one.ratio else "–",
        ", ".join(bounds) or "–",
        f"{one.peak / 1e6:.0f} MB" if one.peak else "–",
        "yes" if one.holds else "**no**",
    )
    return f"| {' | '.join(cells)} |"


def _told(found: float | None, unit: str = "s") -> str:
    if found is None:
        return "–"
    if unit == "B":
        return f"{found / 1e6:.1f} MB" if found >= 1e6 else f"{found / 1e3:.2f} KB"
    return f"{found:.2f} s" if found >= 1 else f"{found * 1e3:.2f} ms"
