"""The bench tells the truth about what it was given; that something is quick is not tested here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import date

import pytest

from tests.bench import app_rows, corpus, entry_rows, machine, startup_rows, store_rows, wait_rows
from tests.bench.page import page
from tests.bench.table import HEAD, ROWS, Result, Row, Times, in_turn, median, middle, peak_memory, told


def test_a_ratio_is_judged_by_its_bound_and_a_time_by_its_target():
    assert Result(3.0, against="x", limit=1.0, at_most=3).holds
    assert not Result(3.1, against="x", limit=1.0, at_most=3).holds
    assert Result(3.0, target=3).holds
    assert not Result(3.01, target=3).holds
    assert not Result(4.0, limit=1.0, at_most=6, target=3).holds
    assert Result(9.9).holds and Result(9.9).ratio is None


def test_the_table_says_what_does_not_hold():
    lines = told(
        [
            Result(0.0005, 0.0004, "peer", 0.0002, at_most=4, peak=90_000_000, operation="quick"),
            Result(5.0, target=3, note="why", operation="slow"),
        ]
    ).splitlines()
    assert tuple(lines[:2]) == HEAD
    assert lines[2] == "| quick | 0.50 ms | 0.40 ms | peer | 0.20 ms | 2.5× | 4× | 90 MB | yes |"
    assert lines[3] == "| slow (why) | 5.00 s | – | – | – | – | 3.00 s | – | **no** |"


def test_the_median_leaves_the_first_turn_out_and_takes_measures_in_turn():
    order = []
    given = iter([Times(100, 100), Times(1, 3), Times(3, 1), Times(2, 2)])

    def one():
        order.append("one")
        return next(given)

    def other():
        order.append("other")
        return Times(5, 5)

    assert in_turn([one, other], 3, before=lambda: order.append("before")) == [Times(2, 2), Times(5, 5)]
    assert order == ["before", "one", "before", "other"] * 4
    assert middle([Times(1, 9), Times(2, 8), Times(30, 7)]) == Times(2, 8)


def test_waiting_is_no_work():
    found = median(lambda: time.sleep(0.02), 1)
    assert found.wall >= 0.02 > found.cpu


def test_a_row_names_its_result_and_keeps_a_peak_that_was_taken_in_time():
    assert Row("made", lambda folder: Result(1.0, peak=7))(None) == [Result(1.0, peak=7, operation="made")]
    assert Row("made", lambda folder: Result(1.0))(None)[0].peak == peak_memory() > 1_000_000


def test_a_row_may_find_several_things():
    both = [Result(1.0, operation="this"), Result(2.0, operation="that")]
    assert [one.operation for one in Row("made", lambda folder: both)(None)] == ["made: this", "made: that"]


def test_bytes_are_told_and_judged_as_bytes():
    found = Result(1400, against="peer", limit=10_800, target=1300, unit="B", peak=1)
    assert not found.holds
    assert told([found, Result(2e6, unit="B")]).splitlines()[2:] == [
        "|  | 1.40 KB | – | peer | 10.80 KB | 0.1× | 1.30 KB | 0 MB | **no** |",
        "|  | 2.0 MB | – | – | – | – | – | – | yes |",
    ]


def test_every_bound_has_a_row():
    assert set(ROWS) == {
        "apply", "open_transcript", "load_columns", "search_word", "search_common", "import_texts",
        "sentence_units", "import_codings", "help_page", "home", "caret_flat", "memory",
        "wait_import", "wait_search", "wait_report",
        *(f"{kind}_{size}" for kind in ("painted", "painted_pty", "opened", "keys", "written")
          for size in ("50kb", "1mb", "10mb")),
    }  # fmt: skip
    assert {m.__name__ for m in (app_rows, store_rows, entry_rows, startup_rows, wait_rows)}
    assert all(row.title for row in ROWS.values())


def test_the_page_names_the_machine(tmp_path):
    about = machine.described(tmp_path)
    written = page([Result(1.0, operation="made")], about, date(2026, 1, 2))
    assert "| made | 1.00 s |" in written and "2026-01-02" in written
    assert all(f"- {name}: {value}" in written and value for name, value in about.items())
    assert str(os.cpu_count()) in about["Processor"]


def test_the_corpus_is_the_same_at_every_run_and_its_folder_stands_for_it():
    texts = corpus.texts(2)
    assert texts == corpus.texts(2) and all(len(text) == corpus.LENGTH for text in texts)
    assert corpus.usual_place() == corpus.usual_place()


def test_a_row_can_be_measured_by_itself(tmp_path):
    command = [sys.executable, "-m", "tests.bench", "--inside", "--corpus", str(tmp_path), "apply"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (found,) = [Result(**one) for one in json.loads(done.stdout)]
    assert found.operation == "apply a code, durable" and found.limit and found.cpu > 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo terminals")
def test_a_screen_is_drawn_when_its_word_is_there(tmp_path):
    surroundings = {**os.environ, "TERM": "xterm-256color"}
    words = f"import time; print('\\x1b[1m' + {startup_rows.MARK!r} + '\\x1b[0m', flush=True); time.sleep(60)"
    peaks: list[int] = []
    found = startup_rows.until_drawn([sys.executable, "-S", "-c", words], surroundings, peaks)
    assert 0 < found.wall < 30 and len(peaks) == 1
