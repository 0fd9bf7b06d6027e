"""Rows about the app: how soon a transcript is on the page, what a key costs, and what the app holds.

Transcripts of 50 KB, 1 MB and 10 MB with 0, 1,000 and 20,000 codings, beside Textual's own TextArea, read-only, and
an empty app; without a terminal and in one.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from qualcode.project import Project
from tests.bench import corpus
from tests.bench.startup_rows import EMPTY, MARK, until_drawn
from tests.bench.table import ROWS, Result, Row, Times, cpu_of, in_turn, middle, row
from tests.bench.terminal import Terminal, surroundings_in, terminal

SIZES = {"50 KB": 50_000, "1 MB": 1_000_000, "10 MB": 10_000_000}
CODINGS = (0, 1_000, 20_000)
PAINTED = {0: 1.8, 1_000: 1.8, 20_000: 4}
"""How many times the empty app a transcript of 50 KB may take until it is painted, by codings."""
LESS = 0.1
"""What a move may cost of TextArea's at 1 MB."""
REPAINT = 0.025
WORD, SENTENCE = 1_300, 3_000
"""Bytes written to the terminal for one move."""
MEMORY = 120e6
MOVES = 12
CODES = 8


def transcript(size: int) -> str:
    """An invented interview of so many characters: sentences of 5 to 16 words, turns of 1 to 4 sentences."""
    chance = random.Random(size)
    words = [word.strip(".:“").lower() for word in corpus.texts(1)[0].split() if len(word) > 2]
    lines = [f"P: {MARK}?"]
    while sum(map(len, lines)) < min(size, 100_000):
        said = [
            " ".join(chance.choices(words, k=chance.randrange(5, 17))) for _ in range(chance.randrange(1, 5))
        ]
        lines.append(f"{'PK'[len(lines) % 2]}: {' '.join(f'{one.capitalize()}.' for one in said)}")
    text = "\n".join(lines)
    return "\n".join([text] * (size // len(text) + 1))[:size]


# -- a transcript is painted ------------------------------------------------------------------------------------------


def _painted(folder: Path, size: str, in_terminal: bool) -> list[Result]:
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        file = Path(temporary) / "transcript.txt"
        text = transcript(SIZES[size])
        file.write_text(text, encoding="utf-8", newline="\n")

        peaks: dict[tuple[str, int], int] = {}

        def opening(kind: str, codings: int = 0) -> Callable[[], Times]:
            return partial(_opening, kind, file, codings, in_terminal, peaks)

        turns = {"50 KB": 5, "1 MB": 3, "10 MB": 1}[size]
        empty, *ours = in_turn([opening("word"), *(opening("reader", codings) for codings in CODINGS)], turns)
        area = in_turn([opening("area")], 1)[0]
    found = [
        Result(
            times.cpu,
            times.cpu,
            "an empty app",
            empty.cpu,
            at_most=PAINTED[codings] if size == "50 KB" else None,
            note=f"{times.wall * 1e3:.0f} ms on the clock",
            peak=peaks["reader", codings],
            operation=f"{codings:,} codings",
        )
        for codings, times in zip(CODINGS, ours, strict=True)
    ]
    theirs = Result(
        area.cpu,
        area.cpu,
        "an empty app",
        empty.cpu,
        peak=peaks["area", 0],
        operation="TextArea, which has no codings",
    )
    return [*found, theirs]


def _opening(
    kind: str, file: Path, codings: int, in_terminal: bool, peaks: dict[tuple[str, int], int]
) -> Times:
    """From making the app until it is drawn, told by a process that does nothing else."""
    answer = file.with_name("answer.json")
    answer.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.bench.stage", kind, str(file), str(codings), str(answer)]
    if in_terminal:
        with terminal(command, surroundings_in(file.parent)) as screen:
            while not answer.exists() or not answer.read_text():
                screen.rest()
    else:
        subprocess.run([*command, "--headless"], check=True, stdout=subprocess.DEVNULL)
    peaks[kind, codings] = int(answer.with_suffix(".peak").read_text())
    return Times(*json.loads(answer.read_text()))


# -- a source is opened -----------------------------------------------------------------------------------------------


def _opened(folder: Path, size: str) -> list[Result]:
    """From Enter on a source among the contents until its words stand there: database, page and paint."""
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        file, place = Path(temporary) / "transcript.txt", Path(temporary) / "studi.qualcode"
        file.write_text(transcript(SIZES[size]), encoding="utf-8", newline="\n")
        _study(place, file)
        found = []
        for codings in CODINGS:
            _code(place, codings)
            again, peaks = list[float](), list[int]()
            empty = partial(until_drawn, [sys.executable, "-c", EMPTY], surroundings_in(temporary), [])
            turns = {"50 KB": 3, "1 MB": 2, "10 MB": 1}[size]
            ours, limit = in_turn([partial(_entered, place, again, peaks), empty], turns)
            found.append(
                Result(
                    *ours,
                    "an empty Textual app, process start to first screen",
                    limit.wall,
                    at_most=PAINTED[codings] if size == "50 KB" else None,
                    note=f"a second time {statistics.median(again) * 1e3:.0f} ms",
                    peak=max(peaks),
                    operation=f"{codings:,} codings",
                )
            )
    return found


def _entered(place: Path, again: list[float], peaks: list[int]) -> Times:
    """How long the first source that a person opens takes; how long the same takes once more goes to `again`."""
    with _contents(place) as screen:
        before = cpu_of(screen.process.pid)
        os.write(screen.line, b"\r")
        wall = screen.until(MARK)
        took = Times(wall, cpu_of(screen.process.pid) - before)
        screen.rest(0.5)
        os.write(screen.line, b"\x1b")
        screen.until("transcript")
        screen.rest(0.5)
        os.write(screen.line, b"\r")
        again.append(screen.until(MARK))
        peaks.append(screen.memory("VmHWM"))
    return took


# -- keys -------------------------------------------------------------------------------------------------------------


def _keys(folder: Path, size: str) -> list[Result]:
    """Each key in each text, ours and TextArea in turn, so that a busy moment strikes them all."""
    presses, rounds = {"50 KB": (20, 3), "1 MB": (10, 3), "10 MB": (2, 1)}[size]
    theirs, ours = _Pressed("area", size, 0), [_Pressed("reader", size, codings) for codings in CODINGS]
    for _round in range(rounds):
        theirs.press(folder, {"right": presses, "down": presses, "pagedown": presses})
        for reader in ours:
            reader.press(folder, {"right": 20, "down": 20, "pagedown": 10})
    found = []
    for reader in ours:
        bounds: dict[str, dict[str, float]] = {
            "right": {} if size == "50 KB" else {"at_most": LESS},
            "pagedown": {"target": REPAINT} if reader.codings <= 1_000 else {},
        }
        for key, operation, peer in (
            ("right", "caret moved", "TextArea"),
            ("down", "next sentence chosen", "TextArea, a row down"),
            ("pagedown", "every row painted anew", "TextArea"),
        ):
            cpu = reader.middle(key).cpu
            found.append(
                Result(
                    cpu,
                    cpu,
                    peer,
                    theirs.middle(key).cpu,
                    peak=reader.peak,
                    operation=f"{reader.codings:,} codings, {operation}",
                    **bounds.get(key, {}),
                )
            )
    return found


class _Pressed:
    """Keys pressed in processes that do nothing else, and the most memory these have held."""

    def __init__(self, kind: str, size: str, codings: int) -> None:
        self.kind, self.size, self.codings = kind, size, codings
        self.peak = 0
        self._times: dict[str, list[Times]] = {}

    def press(self, folder: Path, keys: Mapping[str, int]) -> None:
        """Press each key so many times in a new process."""
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            file, answer = Path(temporary) / "transcript.txt", Path(temporary) / "answer.json"
            file.write_text(transcript(SIZES[self.size]), encoding="utf-8", newline="\n")
            command = [sys.executable, "-m", "tests.bench.stage", "--headless"]
            told_apart = [self.kind, str(file), str(self.codings), str(answer)]
            presses = [f"{key}:{times}" for key, times in keys.items()]
            subprocess.run([*command, *told_apart, *presses], check=True, stdout=subprocess.DEVNULL)
            for key, found in json.loads(answer.read_text()).items():
                self._times.setdefault(key, []).extend(Times(*one) for one in found)
            self.peak = max(self.peak, int(answer.with_suffix(".peak").read_text()))

    def middle(self, key: str) -> Times:
        """The median time of a press of it in all of them."""
        return middle(self._times[key])


@row("caret moved in 10 MB with 1,000 codings")
def caret_flat(folder: Path) -> Result:
    """The same key in a short text and in a long one, in turn."""

    long, short = (_Pressed("reader", size, 1_000) for size in ("10 MB", "50 KB"))
    for _round in range(4):
        for reader in (long, short):
            reader.press(folder, {"right": 40})
    ours, limit = long.middle("right").cpu, short.middle("right").cpu
    return Result(ours, ours, "the same in 50 KB", limit, at_most=1.25, peak=long.peak)


# -- the app in a terminal --------------------------------------------------------------------------------------------


def _written(folder: Path, size: str) -> list[Result]:
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        file = Path(temporary) / "transcript.txt"
        file.write_text(transcript(SIZES[size]), encoding="utf-8", newline="\n")
        command = [
            sys.executable,
            "-m",
            "tests.bench.stage",
            "area",
            str(file),
            "0",
            str(file.with_name("answer")),
        ]
        with terminal(command, surroundings_in(temporary)) as screen:
            screen.until(MARK)
            moves = {"50 KB": MOVES, "1 MB": MOVES, "10 MB": 2}[size]
            words, rows = _moves(screen, "\x1b[1;5C", moves), _moves(screen, "\x1b[B", moves)
        found, place = list[Result](), Path(temporary) / "studi.qualcode"
        _study(place, file)
        for codings in CODINGS:
            _code(place, codings)
            with _reading(place) as screen:
                for operation, key, peer, target in (
                    ("word", "w", words, WORD),
                    ("sentence", "s", rows, SENTENCE),
                ):
                    screen.press(key)
                    sizes, times = _moves(screen, "j", MOVES)
                    theirs, their_times = statistics.median(peer[0]), statistics.median(peer[1])
                    found.append(
                        Result(
                            statistics.median(sizes),
                            None,
                            "TextArea, a word" if operation == "word" else "TextArea, a row",
                            theirs,
                            target=target,
                            unit="B",
                            note=f"{statistics.median(times) * 1e3:.0f} ms until the last byte, TextArea "
                            f"{their_times * 1e3:.0f} ms; at most {max(sizes) / 1e3:.1f} KB",
                            peak=screen.memory("VmHWM"),
                            operation=f"{codings:,} codings, {operation} move",
                        )
                    )
    return found


def _moves(screen: Terminal, key: str, times: int) -> tuple[list[int], list[float]]:
    pressed = [screen.press(key) for _press in range(times)]
    return [size for size, _seconds in pressed], [seconds for _size, seconds in pressed]


def _study(place: Path, file: Path, units: bool = True) -> None:
    """A project with one transcript; `units`: its words and sentences are kept in it already."""
    with Project.create(place, coder="Rara", title="Studi") as project:
        for n in range(CODES):
            project.codebook.add(f"C{n}", name_id=f"Kode {n}", name_en=f"Code {n}")
        (source,) = project.sources.add(file)
        if units:
            project.suggestions.edges(source)


def _code(place: Path, codings: int) -> None:
    """See that the transcript has so many codings of one to three sentences."""
    with Project.open(place, coder="Rara") as project:
        (source,) = project.sources.list()
        size = len(project.sources.text("1"))
        rows = [
            (source.name, start := n * 7919 % (size - 300), start + 40 + n * 13 % 220, f"C{n % CODES}")
            for n in range(source.codings, codings)  # no place twice: 7919 is prime
        ]
        table = place.with_suffix(".csv")
        with table.open("w", newline="", encoding="utf-8") as written:
            csv.writer(written).writerows([("source", "start", "end", "code"), *rows])
        if rows:
            project.codings.import_csv(table)


@contextlib.contextmanager
def _reading(place: Path) -> Iterator[Terminal]:
    """The app in a terminal, with the only source of a project on its page."""
    with _contents(place) as screen:
        os.write(screen.line, b"\r")
        screen.until(MARK)
        screen.rest(1.0)
        yield screen


@contextlib.contextmanager
def _contents(place: Path) -> Iterator[Terminal]:
    """The app in a terminal, with the contents of a project before a person."""
    command = [sys.executable, "-m", "qualcode", "open", str(place)]
    # A home of its own, so that reading begins at the beginning.
    with (
        tempfile.TemporaryDirectory(dir=place.parent) as home,
        terminal(command, surroundings_in(home)) as screen,
    ):
        screen.until("transcript")
        screen.rest(0.5)
        yield screen


@row("resident memory with a 1 MB transcript and 1,000 codings open, the app in a terminal")
def memory(folder: Path) -> list[Result]:
    """What the app holds once the transcript has come to rest, on the first day and later."""
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        file, place = Path(temporary) / "transcript.txt", Path(temporary) / "studi.qualcode"
        file.write_text(transcript(SIZES["1 MB"]), encoding="utf-8", newline="\n")
        _study(place, file, units=False)
        _code(place, 1_000)
        found = []
        for day in ("first opened, another process telling its sentences", "opened again"):
            with _reading(place) as screen:
                screen.rest(5.0)
                held, peak = screen.memory(), screen.memory("VmHWM")
                found.append(Result(held, target=MEMORY, unit="B", peak=peak, operation=day))
        with terminal([sys.executable, "-c", EMPTY], surroundings_in(temporary)) as screen:
            screen.until(MARK)
            screen.rest()
            empty = screen.memory()
    for one in found:
        one.against, one.limit = "an empty Textual app", empty
    return found


for _size in SIZES:
    _short = _size.replace(" ", "").lower()
    ROWS[f"painted_{_short}"] = Row(
        f"{_size} transcript painted first", partial(_painted, size=_size, in_terminal=False)
    )
    ROWS[f"painted_pty_{_short}"] = Row(
        f"{_size} transcript painted first, in a pty", partial(_painted, size=_size, in_terminal=True)
    )
    ROWS[f"opened_{_short}"] = Row(
        f"{_size} transcript opened in the app, Enter to its words, in a pty", partial(_opened, size=_size)
    )
    ROWS[f"keys_{_short}"] = Row(f"{_size} transcript", partial(_keys, size=_size))
    ROWS[f"written_{_short}"] = Row(f"{_size} transcript, the app in a pty", partial(_written, size=_size))
