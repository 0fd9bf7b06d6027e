"""Rows about the project file: saving one thing, opening, loading, searching."""

from __future__ import annotations

import os
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

from qualcode.model import Code, Source
from qualcode.project import Project
from qualcode.project.lookup import find
from qualcode.project.places import place
from qualcode.store.columns import columns
from tests.bench import corpus
from tests.bench.table import Result, Times, in_turn, median, middle, peak_memory, row, timed

APPLIED = 400
"""How often a code is applied; the first twenty are not counted."""


@row("apply a code, durable")
def apply(folder: Path) -> Result:
    """A code applied, from the call until it is on disk, one after the other."""
    with tempfile.TemporaryDirectory(dir=folder) as temporary, small_project(Path(temporary)) as project:
        with project.read() as session:
            source, code = find(session, Source, 1), find(session, Code, "KP")
        ours, sync = list[Times](), list[Times]()
        with open(Path(temporary) / "file", "wb", buffering=0) as file:
            for n in range(APPLIED):
                ours.append(
                    timed(lambda n=n: project.codings.submit(source, n * 9, n * 9 + 40, code).result())
                )
                file.write(bytes(4096))
                sync.append(timed(lambda: durable(file.fileno())))
        p50 = middle(ours[20:])
        p99 = statistics.quantiles([times.wall for times in ours[20:]], n=100)[-1]
        return Result(
            p50.wall,
            p50.cpu,
            "fdatasync of 4 KB",
            middle(sync[20:]).wall,
            at_most=4,
            note=f"p50; p99 {p99 * 1e3:.1f} ms",
        )


def durable(descriptor: int) -> None:
    """Have the system put what was written on the disk."""
    getattr(os, "fdatasync", os.fsync)(descriptor)


@row("open a 30 KB transcript with 333 codings")
def open_transcript(folder: Path) -> Result:
    """Text, turns, lines and codings of one source, as the reader's screen wants them."""
    with Project.open(corpus.project(folder), write=False) as project:

        def work() -> None:
            with project.read() as session:
                opened = place(session, source)
                assert len(opened.text) == corpus.LENGTH and opened.turns and opened.line_starts
            assert len(project.codings.of_source(source)) > 320

        with project.read() as session:
            source = find(session, Source, 1500)
        return Result(*median(work, 51), target=0.005)


@row("1,000,000 codings of 3,000 sources into columns")
def load_columns(folder: Path) -> Result:
    """Every coding as columns, from the packs in the file."""
    with Project.open(corpus.project(folder), write=False) as project:

        def work() -> None:
            with project.read() as session:
                assert len(columns(session.connection())) > 990_000

        work()
        peak = peak_memory()
        with closing(sqlite3.connect(corpus.project(folder))) as raw:
            ours, limit = in_turn(
                [
                    lambda: timed(work),
                    lambda: timed(lambda: raw.execute("SELECT body FROM pack").fetchall()),
                ],
                15,
            )
    return Result(*ours, "reading the same blobs from SQLite", limit.wall, at_most=3, peak=peak)


@row("search a word in 90 MB, first page with exact places")
def search_word(folder: Path) -> Result:
    """A rare word: the first page is the whole answer, so that every text counts."""
    return _search(folder, corpus.RARE, 3)


@row("search a common word in 90 MB, first page with exact places")
def search_common(folder: Path) -> Result:
    """A word that stands everywhere, also inside others."""
    return _search(folder, "tadi", 50)


def _search(folder: Path, word: str, hits: int) -> Result:
    with Project.open(corpus.project(folder), write=False) as project:

        def work() -> None:
            assert len(project.search.find(word, limit=50)) == hits

        started = time.perf_counter()
        work()
        first = time.perf_counter() - started
        ours, peak = median(work, 15), peak_memory()
    with closing(sqlite3.connect(corpus.project(folder))) as raw:
        whole = "\n".join(body for (body,) in raw.execute("SELECT body FROM text_version ORDER BY id"))
    limit = median(lambda: whole.find(corpus.RARE + "x"), 15)
    return Result(
        *ours,
        "`str.find` over the text in memory",
        limit.wall,
        at_most=3,
        note=f"the first time {first * 1e3:.0f} ms",
        peak=peak,
    )


def small_project(folder: Path, sources: int = 1) -> Project:
    """A project with the first texts of the corpus and one code, all entered as a person would."""
    names = corpus.files(folder)[:sources]
    for name, text in zip(names, corpus.texts(sources), strict=True):
        name.parent.mkdir(exist_ok=True)
        name.write_text(text, encoding="utf-8", newline="\n")
    project = Project.create(folder / "small", coder="Rara", title="Studi kecil")
    project.sources.add(*names)
    project.codebook.add("KP", name_id="Kepercayaan", name_en="Trust")
    return project
