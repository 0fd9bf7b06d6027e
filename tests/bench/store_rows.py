"""Rows about the project file: saving, opening, loading, searching."""

from __future__ import annotations

import csv
import os
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

from qualcode.model import Code, Source, TextVersion
from qualcode.project.lookup import find
from qualcode.project.places import place
from qualcode.project.project import Project
from qualcode.store.columns import columns
from qualcode.store.transaction import Transaction
from qualcode.text.lines import line_starts
from tests.bench import corpus
from tests.bench.table import Result, median, row


@row
def apply(folder: Path) -> Result:
    """A code applied, from the call until it is on disk, one after the other."""
    with tempfile.TemporaryDirectory(dir=folder) as place_, small_project(Path(place_)) as project:
        with project.read() as session:
            source, code = find(session, Source, 1), find(session, Code, 1)
        ours, sync = [], []
        with open(Path(place_) / "file", "wb", buffering=0) as file:
            for n in range(400):
                started = time.perf_counter()
                project.codings.submit(source, n * 9, n * 9 + 40, code).result()
                ours.append(time.perf_counter() - started)
                started = time.perf_counter()
                file.write(bytes(4096))
                durable(file.fileno())
                sync.append(time.perf_counter() - started)
        return Result(
            "apply a code, durable",
            statistics.median(ours[20:]),
            "fdatasync of 4 KB",
            statistics.median(sync[20:]),
            at_most=4,
            note=f"p99 {sorted(ours)[-4] * 1e3:.1f} ms",
        )


def durable(descriptor: int) -> None:
    """Have the system put what was written on the disk."""
    getattr(os, "fdatasync", os.fsync)(descriptor)


@row
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
        return Result("open a 30 KB transcript with 333 codings", median(work, 25), target=0.005)


@row
def load_columns(folder: Path) -> Result:
    """Every coding as columns, from the packs in the file."""
    with closing(sqlite3.connect(corpus.project(folder))) as raw:
        limit = median(lambda: raw.execute("SELECT body FROM pack").fetchall())
    with Project.open(corpus.project(folder), write=False) as project:

        def work() -> None:
            with project.read() as session:
                assert len(columns(session.connection())) > 990_000

        return Result(
            "1,000,000 codings of 3,000 sources into columns",
            median(work),
            "the same blobs from SQLite",
            limit,
            at_most=3,
        )


@row
def import_codings(folder: Path) -> Result:
    """60,000 codings from a CSV, checked and journaled, as one action."""
    rows = [(f"W{n % 20}.txt", n // 20 * 9, n // 20 * 9 + 50, "KP") for n in range(60_000)]
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        place_ = Path(temporary)
        with (place_ / "codings.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("source", "start", "end", "code"), *rows])
        with small_project(place_, sources=20) as project:
            ours = median(
                lambda: project.codings.import_csv(place_ / "codings.csv"),
                runs=3,
                before=lambda: project.undo() if project.codings.of_source(1) else None,
            )
        with closing(sqlite3.connect(place_ / "small.qualcode")) as raw:
            codings = raw.execute("SELECT * FROM coding").fetchall()
            schema = [
                sql
                for (sql,) in raw.execute(
                    "SELECT sql FROM sqlite_master WHERE tbl_name IN ('coding') ORDER BY rowid"
                )
                if sql
            ]
        with closing(sqlite3.connect(place_ / "raw.db")) as raw:
            raw.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; " + ";".join(schema))

            def insert() -> None:
                with raw:
                    raw.executemany(
                        f"INSERT INTO coding VALUES ({', '.join('?' * len(codings[0]))})", codings
                    )

            def clear() -> None:
                with raw:
                    raw.execute("DELETE FROM coding")

            limit = median(insert, runs=5, before=clear)
    return Result("load 60,000 codings from CSV", ours, "raw SQLite insert", limit, at_most=6, target=3)


@row
def search_word(folder: Path) -> Result:
    """A rare word: the first page is the whole answer, so that every text counts."""
    with Project.open(corpus.project(folder), write=False) as project:
        whole = "\n".join(corpus_texts(folder))

        def limit() -> None:
            assert whole.find(corpus.RARE + "x") < 0

        def work() -> None:
            assert len(project.search.find(corpus.RARE, limit=50)) == 3

        started = time.perf_counter()
        work()
        first = time.perf_counter() - started
        return Result(
            "search a word in 90 MB, first page with exact places",
            median(work),
            "str.find over the text in memory",
            median(limit),
            at_most=3,
            note=f"the first time {first * 1e3:.0f} ms",
        )


@row
def search_common(folder: Path) -> Result:
    """A word that stands everywhere, also inside others."""
    with Project.open(corpus.project(folder), write=False) as project:
        whole = "\n".join(corpus_texts(folder))

        def work() -> None:
            assert len(project.search.find("tadi", limit=50)) == 50

        return Result(
            "search a common word in 90 MB, first page",
            median(work),
            "str.find over the text in memory",
            median(lambda: whole.find(corpus.RARE + "x")),
            at_most=3,
        )


def corpus_texts(folder: Path) -> list[str]:
    """The texts of the corpus."""
    with closing(sqlite3.connect(corpus.project(folder))) as raw:
        return [body for (body,) in raw.execute("SELECT body FROM text_version ORDER BY id")]


def small_project(folder: Path, sources: int = 1) -> Project:
    """A project with some texts of 30,000 characters and one code, all entered through the journal."""
    project = Project.create(folder / "small.qualcode", coder="Rara")
    texts = corpus.texts(sources)

    def add(tx: Transaction) -> None:
        for n, body in enumerate(texts):
            source = tx.insert(Source(name=f"W{n}.txt"))
            tx.insert(
                TextVersion(
                    source_id=source.id,
                    body=body,
                    sha256="",
                    length=len(body),
                    line_starts=line_starts(body).tobytes(),
                )
            )

        tx.insert(Code(code="KP", label="Keterbukaan"))

    project.write("source.add", add)
    return project
