"""Rows about analysis: a million codings as columns, and a study as large as a funded project's."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from qualcode.analysis.agreement.patterns import Marks, Sample, count_characters
from qualcode.analysis.agreement.presence import KAPPA, coefficient
from qualcode.analysis.columns import Ints
from qualcode.analysis.cooccurrence import meetings
from qualcode.project import Project, material
from qualcode.project.code_tree import by_row, code_tree
from tests.bench import corpus
from tests.bench.table import Result, Times, in_turn, median, middle, row, timed

FRAME = 1 / 60
"""Seconds a screen shows a picture."""


def _sort(numbers: int) -> Callable[[], Times]:
    """`np.sort` of so many random 64-bit numbers."""
    random = np.random.default_rng(7).integers(0, 1 << 62, numbers)
    return lambda: timed(lambda: np.sort(random))


@row("codes that share words, 60 × 60, over 1,000,000 codings")
def cooccurrence(folder: Path) -> Result:
    """Informants and passages for every pair of codes, from columns and owners."""
    with Project.open(corpus.project(folder), write=False) as project, project.read() as session:
        found = material.load(session)
        codes, parents = code_tree(session)
        codings, owners = by_row(found.codings, codes), found.attribution
        people = np.arange(len(found.units)) < len(found.informants)

        def work() -> None:
            assert meetings(codings, owners, people, parents).informants.sum() > 0

        ours, limit = in_turn([lambda: timed(work), _sort(len(codings))], 11)
    return Result(*ours, "`np.sort` of as many 64-bit numbers", limit.wall, at_most=10)


@row("agreement of 60 codes by 4 coders over the characters of 1,000,000 codings")
def agreement(folder: Path) -> Result:
    """Every pair of coders and every code: who used it over how many characters, and Cohen's kappa of that."""
    with Project.open(corpus.project(folder), write=False) as project, project.read() as session:
        found = material.load(session)
        codes, _parents = code_tree(session)
    codings = by_row(found.codings, codes)
    marks = Marks(codings.source, codings.start, codings.end, codings.code, codings.coder - 1)
    turns = Sample(found.turns.source, found.turns.start, found.turns.end)

    def work() -> None:
        counts = count_characters(marks, turns, corpus.CODES, corpus.CODERS)
        for first in range(corpus.CODERS):
            for second in range(first + 1, corpus.CODERS):
                for table in _of_two(counts, first, second):
                    assert coefficient(KAPPA, table, 2).value is not None

    ours, limit = in_turn([lambda: timed(work), _sort(2 * len(codings))], 11)
    return Result(*ours, "`np.sort` of twice as many 64-bit numbers", limit.wall, at_most=5)


def _of_two(counts: Ints, first: int, second: int) -> Ints:
    """Codes × patterns of all coders as codes × patterns of two of them."""
    patterns = np.arange(counts.shape[1])
    both = (patterns >> first & 1) | (patterns >> second & 1) << 1
    found = np.zeros((len(counts), 4), dtype=np.int64)
    np.add.at(found.T, both, counts.T)
    return found


@row("code × group by informants over 1,000,000 codings")
def code_by_group(folder: Path) -> Result:
    """The table, everything it needs read from the file."""

    def work() -> None:
        with Project.open(corpus.project(folder), write=False) as project:
            assert project.analysis.counts("group").counts.totals[0].n == corpus.SOURCES

    return Result(*median(work, 3), target=1.0)


@row("first page of the quotes of a code, of 1,000,000 codings")
def first_page(folder: Path) -> Result:
    """Found, grouped, counted, and 50 of them with their words, in a project that is open."""
    with Project.open(corpus.project(folder), write=False) as project:

        def work() -> None:
            page = project.quotes.find("C07")[:50]
            assert len(page) == 50 and page[0].text

        started = time.perf_counter()
        work()
        first = time.perf_counter() - started
        ours = median(work, 21)
    return Result(*ours, target=0.010, note=f"the first time {first * 1e3:.0f} ms")


@row("a new coding in the open tables of 1,000,000 codings")
def new_coding(folder: Path) -> list[Result]:
    """From the coding on disk to the whole new table."""
    results = []
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        copy = shutil.copy(corpus.project(folder), Path(temporary) / "copy.qualcode")
        with Project.open(copy, coder="coder 1") as project:
            tables: dict[str, Callable[[], object]] = {
                "code × group": lambda: project.analysis.counts("group"),
                "codes that share words": project.analysis.cooccurrence,
            }
            starts = iter(range(500, 20_000, 37))

            def coded() -> None:
                start = next(starts)
                project.codings.add("W1500.txt", start, start + 391, "C05")

            for name, table in tables.items():
                table()
                ours = median(table, 21, before=coded)
                results.append(Result(*ours, target=FRAME, operation=name))
    return results


@row("a study of 300 texts, 60,000 codings, 60 codes, 2 coders")
def study(folder: Path) -> list[Result]:
    """What QualCoder, qc and Taguette are asked for, in a project that is open."""

    def quotes_with_context(project: Project) -> None:
        found = project.quotes.find("C07")[:]
        around = project.quotes.contexts(found)
        assert len(found) == len(around) > 400 and found[0].text and any(around[0])

    def all_codes(project: Project) -> None:
        table = project.agreement.compare(["coder 1", "coder 2"], unit="character")
        assert table.n > 0 and len(table.rows) == corpus.CODES

    asked: list[tuple[str, Callable[[Project], object], float]] = [
        ("counts by code", lambda project: project.analysis.counts("group"), 0.05),
        ("one code with words and context", quotes_with_context, 0.2),
        ("code × document", lambda project: project.analysis.counts("informant"), 0.3),
        ("codes that share words", lambda project: project.analysis.cooccurrence(), 0.5),
        ("agreement of all codes", all_codes, 0.5),
    ]
    return [_asked(folder, name, work, target) for name, work, target in asked]


def _asked(folder: Path, name: str, work: Callable[[Project], object], target: float) -> Result:
    """The first time in a project that was just opened counts; what is asked again is told beside it."""
    first = []
    for _time in range(4):  # in the first of these Python loads what it needs, which a command's start has
        with Project.open(corpus.study(folder), write=False) as project:
            first.append(timed(lambda project=project: work(project)))
            again = timed(lambda project=project: work(project))
    return Result(*middle(first[1:]), target=target, note=f"again {again.wall * 1e3:.0f} ms", operation=name)
