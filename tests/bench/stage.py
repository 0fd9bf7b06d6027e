"""A widget alone on a screen: the reader, Textual's own TextArea, or one word; here or in a process of its own.

    python -m tests.bench.stage KIND FILE CODINGS ANSWER   `reader`, `area` or `word`, in this terminal
    python -m tests.bench.stage --headless KIND …          without any
    python -m tests.bench.stage --headless KIND FILE CODINGS ANSWER right:30 pagedown:20

It writes to the file ANSWER how long the app took to be drawn for the first time; in a terminal it then stays. With
keys behind it, it writes how long each press of each took until it was drawn. What is drawn is known by the screen's
own hook, so that no time of waiting is counted as work.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

HEADLESS = "--headless" in sys.argv or __name__ != "__main__"
if HEADLESS:
    os.environ.setdefault("TEXTUAL_FPS", "1000")  # a key is drawn at once and not with the next frame

from qualcode.tui import keep_apart  # noqa: I001  Textual reads what it sets when it is first imported
from textual import events
from textual.app import App, ComposeResult
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static, TextArea

from qualcode.tui.reader import Bounds, CodedSpan, CodeLook, Reader, TurnLook
from qualcode.tui.themes import DARK, FALLBACK
from tests.bench.table import Times, peak_memory

SIZE = (120, 36)
"""Columns and lines of the screen."""
CODES = 8
PATIENCE = 120.0
_WORD, _SENTENCE = re.compile(r"\w+"), re.compile(r"[^\s.?][^.?\n]*[.?]?")


class Area(TextArea):
    """The text area as a person would read a transcript in it."""

    painted = False

    def __init__(self, text: str) -> None:
        super().__init__(text, read_only=True, soft_wrap=True)

    def render_line(self, y: int) -> Strip:
        """As it is; the first line that is painted counts as painted."""
        self.painted = True
        return super().render_line(y)


class Sheet(Reader):
    """The reader as it is on its page, with a text on it as soon as it stands."""

    DEFAULT_CSS = "Sheet { scrollbar-size-vertical: 0; }"
    painted = False

    def __init__(
        self, text: str, turns: list[TurnLook], spans: list[CodedSpan], words: Bounds, sentences: Bounds
    ) -> None:
        super().__init__()
        self._given = text, turns, spans, words, sentences

    def on_mount(self) -> None:
        """Take the text."""
        text, turns, spans, words, sentences = self._given
        self.set_codes({n: CodeLook("ABCDEFGH"[n], f"Code {n}", n) for n in range(CODES)})
        self.load(text, turns, None, spans, words, sentences)

    def render_line(self, y: int) -> Strip:
        """As it is; a line painted with the text set counts as painted."""
        self.painted = self.painted or self.rows > 0
        return super().render_line(y)


class Word(Static):
    """All that an empty app shows."""

    painted = False

    def render_line(self, y: int) -> Strip:
        """As it is."""
        self.painted = True
        return super().render_line(y)


class Stage(App[None]):
    """An app with one widget."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.register_theme(DARK)
        self.theme = DARK.name
        self.drawn = asyncio.Event()
        self.first: Callable[[], None] | None = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The variables of our own themes."""
        return FALLBACK

    def compose(self) -> ComposeResult:
        """The widget."""
        yield self.widget

    def on_mount(self) -> None:
        """The keys go to it."""
        self.widget.focus()

    def post_display_hook(self) -> None:
        """Something was drawn."""
        self.drawn.set()
        if self.first is not None and getattr(self.widget, "painted", False):
            self.first()
            self.first = None


def widget_for(kind: str, text: str, codings: int = 0) -> Callable[[], Widget]:
    """Makes the widget; what it is to show is made up here already."""
    if kind == "word":
        return lambda: Word("Keterbukaan")
    if kind == "area":
        return lambda: Area(text)
    held, spoken = spans(len(text), codings), turns(text)
    words, sentences = _bounds(_WORD, text), _bounds(_SENTENCE, text)
    return lambda: Sheet(text, spoken, held, words, sentences)


def _bounds(kind: re.Pattern[str], text: str) -> Bounds:
    found = [match.span() for match in kind.finditer(text)]
    return Bounds([start for start, _end in found], [end for _start, end in found])


def opened(widget: Callable[[], Widget], answer: Path) -> None:
    """Run an app with this widget, and write how long it took to be drawn for the first time."""
    wall, cpu = time.perf_counter(), time.process_time()

    def first() -> None:
        took = [time.perf_counter() - wall, time.process_time() - cpu]
        _tell(took, answer)
        if HEADLESS:
            app.exit()

    app = Stage(widget())
    app.first = first
    app.run(headless=HEADLESS, size=SIZE if HEADLESS else None)


def _tell(found: object, answer: Path) -> None:
    """Write what was found, and beside it how much memory this process has held."""
    answer.with_suffix(".peak").write_text(str(peak_memory()))
    answer.write_text(json.dumps(found))


def pressing(widget: Callable[[], Widget], keys: Mapping[str, int]) -> dict[str, list[Times]]:
    """How long each of so many presses of each key takes until it is drawn; one more, the first, is not counted."""
    return asyncio.run(_pressing(widget, keys))


async def _pressing(widget: Callable[[], Widget], keys: Mapping[str, int]) -> dict[str, list[Times]]:
    app = Stage(widget())
    found: dict[str, list[Times]] = {}
    async with app.run_test(size=SIZE) as pilot:
        while not getattr(app.widget, "painted", False):
            await asyncio.sleep(0.02)
        await pilot.pause()
        for key, presses in keys.items():
            found[key] = [await _press(app, key) for _press_ in range(presses + 1)][1:]
    return found


async def _press(app: Stage, key: str) -> Times:
    await asyncio.sleep(0.02)  # whatever is still to be drawn of the press before is
    app.drawn.clear()
    wall, cpu = time.perf_counter(), time.process_time()
    app.post_message(events.Key(key, key if len(key) == 1 else None))
    await asyncio.wait_for(app.drawn.wait(), PATIENCE)
    return Times(time.perf_counter() - wall, time.process_time() - cpu)


def spans(size: int, codings: int) -> list[CodedSpan]:
    """Invented codings of one to three sentences."""
    chance = random.Random(codings)
    starts = [chance.randrange(max(size - 300, 1)) for _coding in range(codings)]
    return [
        CodedSpan(n, start, start + chance.randrange(40, 260), n % CODES) for n, start in enumerate(starts)
    ]


def turns(text: str) -> list[TurnLook]:
    """A turn a line; whoever is called P asks."""
    made, place = list[TurnLook](), 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = place + len(line)
        made.append(TurnLook(place, end, number, line[:1], 1, min(place + 3, end), line.startswith("P")))
        place = end + 1
    return made


def main(kind: str, file: str, codings: str, answer: str, *keys: str) -> None:
    """The widget in the terminal that there is, or in none."""
    widget = widget_for(kind, Path(file).read_text(encoding="utf-8"), int(codings))
    keep_apart()
    if keys:
        found = pressing(widget, {key: int(presses) for key, presses in (one.split(":") for one in keys)})
        _tell(found, Path(answer))
    else:
        opened(widget, Path(answer))


if __name__ == "__main__":
    main(*[word for word in sys.argv[1:] if word != "--headless"])
