"""Rows about entering much at once: texts, their sentences, tables of codings."""

from __future__ import annotations

import csv
import shutil
import sqlite3
import statistics
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

from qualcode.project import Project
from tests.bench import corpus
from tests.bench.store_rows import small_project
from tests.bench.table import Result, Times, in_turn, peak_memory, row, timed

DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
RATE = 400_000
"""Characters of text per second of processor time, at the least."""
CODINGS, CODED = 60_000, 20
"""Rows of the table, and how many sources they lie in."""


@row(f"import {corpus.FILES} texts of 30 KB: text, turns, hash, search index")
def import_texts(folder: Path) -> Result:
    """Text files read in as one action, from the call until all is on disk."""
    files = corpus.files(folder)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        place = Path(temporary)
        project: Project | None = None

        def fresh() -> None:
            nonlocal project
            if project is not None:
                project.close()
                project.path.unlink()
            project = Project.create(place / "studi", coder="Rara")

        def work() -> None:
            assert project is not None and len(project.sources.add(*files)) == len(files)

        def ours() -> Times:
            fresh()
            return timed(work)

        ours()
        peak = peak_memory()
        assert project is not None
        project.close()
        filled = project.path.rename(place / "filled.qualcode")
        project = None
        bare = _raw(filled, place / "raw.db", ("text_version", "turn", "original_file"))
        read, reading, sqlite = in_turn(
            [ours, lambda: timed(lambda: [file.read_bytes() for file in files]), bare], 3
        )
        project.close()
    return Result(
        *read,
        "reading the files",
        reading.wall,
        target=3,
        note=f"SQLite alone, with the same rows and index {sqlite.wall:.2f} s",
        peak=peak,
    )


@row("sentence units of the same, in the worker")
def sentence_units(folder: Path) -> Result:
    """Words and sentences worked out and kept, in a thread beside the one that draws; judged by processor time."""
    files = corpus.files(folder)
    with (
        tempfile.TemporaryDirectory(dir=folder) as temporary,
        Project.create(Path(temporary) / "studi", coder="Rara") as project,
    ):
        sources = project.sources.add(*files)

        def work(these: Sequence[Any]) -> None:
            for source in these:
                assert len(project.suggestions.units(source).sentences) > 50

        parts = [sources[start::4] for start in range(4)]
        times = [timed(lambda part=part: _in_worker(lambda: work(part))) for part in parts]
        read = sum(len(project.sources.text(source)) for source in sources)
    # The first quarter also loads spaCy and is not counted.
    cpu = statistics.median(one.cpu for one in times[1:]) * len(parts)
    return Result(cpu, cpu, target=read / RATE, note=f"{read / cpu / 1e6:.2f} MB/s, at least {RATE / 1e6:g}")


@row("load 60,000 codings from CSV")
def import_codings(folder: Path) -> Result:
    """A table checked and journaled as one action, from the call until it is on disk."""
    rows = [(f"W{1 + n % CODED:04}.txt", n // CODED * 9, n // CODED * 9 + 50, "KP") for n in range(CODINGS)]
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        place = Path(temporary)
        table, empty, full = place / "codings.csv", place / "small.qualcode", place / "full.qualcode"
        with table.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("source", "start", "end", "code"), *rows])
        small_project(place, CODED).close()
        project: Project | None = None

        def fresh() -> None:
            nonlocal project
            if project is not None:
                project.close()
            shutil.copyfile(empty, full)
            project = Project.open(full, coder="Rara")

        def work() -> None:
            assert project is not None and len(project.codings.import_csv(table)) == CODINGS

        def ours() -> Times:
            fresh()
            return timed(work)

        ours()
        peak = peak_memory()
        assert project is not None
        project.close()
        filled = project.path.rename(place / "filled.qualcode")
        project = None
        loaded, raw = in_turn([ours, _raw(filled, place / "raw.db", ("coding",))], 5)
        project.close()
    return Result(*loaded, "raw SQLite insert", raw.wall, at_most=6, target=3, peak=peak)


def _in_worker(work: Callable[[], None]) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001  raised again below, where somebody sees it
            failed.append(error)

    worker = Thread(target=run)
    worker.start()
    worker.join()
    if failed:
        raise failed[0]


def _raw(project: Path, target: Path, tables: Sequence[str]) -> Callable[[], Times]:
    """A measure of SQLite with the same rows, indexes and durability, without anything around it.

    It fills a new file in one transaction, rows in the order of their ids; texts are indexed as ours are.
    """
    with closing(sqlite3.connect(project)) as raw:
        marks = ", ".join("?" * len(tables))
        schema = [
            sql
            for (sql,) in raw.execute(
                f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({marks}) ORDER BY rowid", tables
            )
            if sql
        ]
        rows = {name: raw.execute(f"SELECT * FROM {name} ORDER BY id").fetchall() for name in tables}
        texts = (
            raw.execute("SELECT id, body FROM text_version").fetchall() if "text_version" in tables else []
        )
        if texts:
            schema += raw.execute("SELECT sql FROM sqlite_master WHERE name = 'text_search'").fetchone()
    opened: list[sqlite3.Connection] = []

    def fresh() -> None:
        for file in target.parent.glob(target.name + "*"):
            file.unlink()
        opened.append(sqlite3.connect(target))
        opened[0].executescript(DURABLE + ";".join(schema))

    def insert() -> None:
        with opened[0] as raw:
            for name, these in rows.items():
                if these:
                    raw.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(these[0]))})", these)
            raw.executemany("INSERT INTO text_search(rowid, body) VALUES (?, ?)", texts) if texts else None

    def measure() -> Times:
        fresh()
        times = timed(insert)
        opened.pop().close()
        return times

    return measure
