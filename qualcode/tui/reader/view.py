"""The reader widget: the keys and the mouse that move the cursor over the page, and what it says about it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual import events
from textual.actions import parse
from textual.binding import BindingType
from textual.message import Message
from textual.message_pump import MessagePump
from textual.timer import Timer

from qualcode.text.clusters import cluster_start
from qualcode.tui.reader.keys import HELD, KEYS, SHORTCUT
from qualcode.tui.reader.page import MEASURE, Cursor
from qualcode.tui.reader.spans import CodedSpan
from qualcode.tui.reader.units import Stretch, TurnLook, Unit
from qualcode.tui.reader.walker import Walker


@dataclass(frozen=True, slots=True)
class Position:
    """Where the cursor is, in the words of the status line."""

    turn: TurnLook | None
    line: int
    unit: Unit
    exact: bool
    number: int
    """Which unit of the turn, from 1; 0 where there is nothing to count."""
    count: int
    spans: tuple[CodedSpan, ...]
    """The codings that touch what is chosen."""
    taken: int = 1
    """How many units are chosen together."""
    last: tuple[TurnLook, int] | None = None
    """The turn and line in which what is chosen ends, where that is another turn; `line` is then that of its beginning."""


class Reader(Walker):
    """A transcript on the page; a cursor that takes words, sentences, turns or answers; codes in the margin.

    What is highlighted is what a code would be applied to: the unit under the cursor, or a selection whose edges were
    set by hand.
    """

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    class CodeRequested(Message):
        """A person wants a code on `[start, end)`: pinned code 1 to 9, or 0 for the one used last."""

        def __init__(self, reader: Reader, start: int, end: int, pin: int) -> None:
            super().__init__()
            self.reader = reader
            self.start = start
            self.end = end
            self.pin = pin

        @property
        def control(self) -> Reader:
            """The reader it happened in."""
            return self.reader

    class Spelling(Message):
        """The letters of a code as far as they were typed; None: no longer."""

        def __init__(self, reader: Reader, letters: str | None) -> None:
            super().__init__()
            self.reader = reader
            self.letters = letters

        @property
        def control(self) -> Reader:
            """The reader it happened in."""
            return self.reader

    class LettersTyped(Message):
        """A person wants the code with these two letters on `[start, end)`."""

        def __init__(self, reader: Reader, start: int, end: int, letters: str) -> None:
            super().__init__()
            self.reader = reader
            self.start = start
            self.end = end
            self.letters = letters

        @property
        def control(self) -> Reader:
            """The reader it happened in."""
            return self.reader

    class NoneLeft(Message):
        """There is no further `coded` place, `uncoded` one, or one with the `same` code that way."""

        def __init__(self, reader: Reader, what: str) -> None:
            super().__init__()
            self.reader = reader
            self.what = what

        @property
        def control(self) -> Reader:
            """The reader it happened in."""
            return self.reader

    class SpanChosen(Message):
        """A person took one coding, with the mouse in the margin or by going through overlaps."""

        def __init__(self, reader: Reader, span: CodedSpan) -> None:
            super().__init__()
            self.reader = reader
            self.span = span

        @property
        def control(self) -> Reader:
            """The reader it happened in."""
            return self.reader

    def __init__(self, *, measure: int = MEASURE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(measure=measure, id=id, classes=classes)
        self._chosen: Hashable | None = None
        self._around: Stretch = (0, 0)
        self._letters: str | None = None
        self._letter_keys: frozenset[str] = frozenset()
        self._moves: Mapping[str, Callable[[], None]] = {}
        self._dragging: Timer | None = None
        self._mouse_row = 0
        self._mouse_cell = 0
        self.follow: Callable[[Position], None] | None = None
        """Told where the cursor stands whenever it stands elsewhere or codings under it changed.

        A call and no message: those go from one to the next up to the app, which would be a sixth of what a step costs.
        """
        self.heed: Callable[[Message], None] | None = None
        """Takes what is asked for in place of a message, so that it is done before the next key runs."""

    # -- what it can be asked -----------------------------------------------------------------------------------

    @property
    def taken(self) -> CodedSpan | None:
        """The one coding a person took last, while the cursor has not moved and it is there."""
        return None if self._chosen is None else self._index.get(self._chosen)

    @property
    def chosen(self) -> CodedSpan | None:
        """The one coding a person took last, while the cursor has not moved; else the innermost here."""
        if span := self.taken:
            return span
        here = self.spans_here()
        return min(here, key=lambda span: span.end - span.start) if here else None

    def spans_here(self) -> list[CodedSpan]:
        """The codings that touch what is chosen."""
        start, end = self.target
        return self._index.touching(start, max(end, start + 1))

    @property
    def target_rows(self) -> tuple[int, int]:
        """First and last row of the screen on which what is chosen stands; the reader's first where it has no text."""
        layout, top = self._layout, self.region.y
        if layout is None:
            return top, top
        start, end = self.target
        rows = layout.row_of(start), layout.row_of(max(end - 1, start))
        return top + rows[0] - self.scroll_offset.y, top + rows[1] - self.scroll_offset.y

    def position(self) -> Position:
        """Where the cursor is."""
        layout = self._layout
        line = layout.line_of(self.caret) if layout else 1
        number, count = self._units.place(self._unit, self._cursor.start)
        turn = self._units.turn_at(self._cursor.start)
        cursor = self._cursor
        taken = 1 if cursor.exact else self._units.within(self._unit, cursor.start, cursor.end)
        spans = tuple(self.spans_here())
        last, stop = None, cursor.end
        while stop > cursor.start + 1 and self.text[stop - 1].isspace():  # what lies between turns is of none
            stop -= 1
        end = self._units.turn_at(max(stop - 1, cursor.start))
        if layout is not None and turn is not None and end is not None and end.number != turn.number:
            line, last = layout.line_of(cursor.start), (end, layout.line_of(stop - 1))
        return Position(turn, line, self._unit, cursor.exact, number, count, spans, taken, last)

    def changed(self) -> None:
        """Say where the cursor is now."""
        if self._page is not None and self.follow is not None:
            self.follow(self.position())

    # -- moving -------------------------------------------------------------------------------------------------

    def _show(self, cursor: Cursor) -> None:
        self._chosen = None
        super()._show(cursor)

    def action_coded(self, step: int) -> None:
        """Choose the next or previous coding."""
        span = self._index.after(self._cursor.start) if step > 0 else self._index.before(self._cursor.start)
        self._take_or_say(span, "coded")

    def _take_or_say(self, span: CodedSpan | None, what: str) -> None:
        if span is not None:
            self.take(span)
        else:
            self.post_message(self.NoneLeft(self, what))

    def action_same(self, step: int) -> None:
        """Choose the next or previous coding with the code of the one here."""
        here = self.chosen
        if here is None:
            return
        move = self._index.after if step > 0 else self._index.before
        span = move(here.start)
        while span is not None and span.code != here.code:
            span = move(span.start)
        self._take_or_say(span, "same")

    def action_uncoded(self, step: int) -> None:
        """Go to the next or previous unit that no coding touches, past what the interviewer says."""
        self._anchor = None
        cursor = self._cursor
        place = cursor.end if step > 0 else cursor.start
        while found := (self._units.after if step > 0 else self._units.before)(self._unit, place):
            touching = self._index.touching(*found)
            turn = self._units.turn_at(found[0])
            asked = turn is not None and turn.asking and self._unit is not Unit.ANSWER
            if not touching and not asked:
                self._placed = False
                self._show(Cursor(found[0], *found))
                return
            if step > 0:
                place = max([found[1], *(span.end for span in touching)])
            else:
                place = min([found[0], *(span.start for span in touching)])
            if asked and turn is not None:
                place = max(place, turn.end) if step > 0 else min(place, turn.words)
        self.post_message(self.NoneLeft(self, "uncoded"))

    def action_overlap(self) -> None:
        """Choose the codings that touch this place one after the other."""
        chosen, cursor = self._chosen, self._cursor
        if chosen is None:
            self._around = (cursor.start, max(cursor.end, cursor.start + 1))
        around = self._around
        here = self._index.touching(*around)
        if here:
            ids = [span.id for span in here]
            following = (ids.index(chosen) + 1) % len(ids) if chosen in ids else 0
            self.take(here[following])
            self._around = around

    def take(self, span: CodedSpan, *, from_end: bool = False) -> None:
        """Choose one coding; the edge at its beginning is the one that moves, or, `from_end`, the one at its end."""
        caret, self._anchor = (span.end, span.start) if from_end else (span.start, span.end)
        self._show(Cursor(caret, span.start, span.end, exact=True))
        self._chosen = span.id
        self._around = (span.start, span.end)
        self.post_message(self.SpanChosen(self, span))

    def action_hit(self, step: int) -> None:
        """Go to the next or previous place found, round the end."""
        if self._hits:
            here = self._cursor.start
            later = [hit for hit in self._hits if (hit[0] > here if step > 0 else hit[0] < here)]
            found = (later or self._hits)[0 if step > 0 else -1]
            self._choose(found[1], found[0])

    def action_code(self, pin: int) -> None:
        """Ask for a code on what is chosen."""
        start, end = self.target
        if start < end:
            self._ask(self.CodeRequested(self, start, end, pin))

    def _ask(self, message: Message) -> None:
        if self.heed is None:
            self.post_message(message)
        else:
            self.heed(message)

    # -- keys that do not go the long way -------------------------------------------------------------------------

    def on_focus(self) -> None:
        """Know which keys move the cursor and which begins a code's letters, also in a person's own keymap."""
        mine = {
            key: active.binding
            for key, active in self.screen.active_bindings.items()
            if active.node is self and active.enabled
        }
        self._letter_keys = frozenset(key for key, binding in mine.items() if binding.id == SHORTCUT)
        self._moves = {key: self._move(binding.action) for key, binding in mine.items() if binding.id in HELD}

    def _move(self, action: str) -> Callable[[], None]:
        _namespace, name, parameters = parse(action)
        return partial(getattr(self, f"action_{name}"), *parameters)

    def on_blur(self) -> None:
        """What was begun is forgotten."""
        if self._letters is not None:
            self._spell(None)

    def action_shortcut(self) -> None:
        """Wait for the two letters of a code."""
        self._spell("")

    def on_key(self, event: events.Key) -> None:
        """Take the letters of a code before they run as keys, and keys that are held down to move the cursor.

        The key that begins the letters is looked at here and not as a binding only: bindings run later than what is
        typed right behind them arrives. A held key comes thirty times a second: as a binding it would go up to the app
        and down again.
        """
        if self._letters is None:
            if move := self._moves.get(event.key):
                event.stop()
                event.prevent_default()
                move()
            elif event.key in self._letter_keys:
                event.stop()
                event.prevent_default()
                self._spell("")
            return
        event.stop()
        event.prevent_default()
        if event.key == "backspace":
            self._spell(self._letters[:-1])
        elif event.character and event.character.isalnum():
            letters = self._letters + event.character.casefold()
            self._spell(letters if len(letters) < 2 else None)
            if len(letters) == 2:
                self._behind(partial(self._spelled, letters))
        else:
            self._spell(None)

    def _spell(self, letters: str | None) -> None:
        self._letters = letters
        self.post_message(self.Spelling(self, letters))

    def _spelled(self, letters: str) -> None:
        start, end = self.target
        if start < end:
            self._ask(self.LettersTyped(self, start, end, letters))

    def _behind(self, work: Callable[[], object]) -> None:
        """Do `work` behind every key pressed before: they take the same way up to the app, where bindings run."""
        for node in reversed(self.ancestors):
            if isinstance(node, MessagePump):
                work = partial(node.call_later, work)
        work()

    # -- mouse --------------------------------------------------------------------------------------------------

    def _under(self, event: events.MouseEvent) -> None:
        self._mouse_row, self._mouse_cell = event.y, event.x

    def _offset_under(self) -> int:
        layout, page = self._layout, self._page
        assert layout is not None and page is not None
        return layout.offset_at(self._mouse_row + self.scroll_offset.y, self._mouse_cell - page.frame.text_at)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the caret there, or take the coding whose lane is under the mouse."""
        page = self._page
        if page is None or event.button != 1:
            return
        self._under(event)
        lane = event.x - page.frame.lanes_at
        if 0 <= lane < page.frame.lanes:
            start, end = page.layout.bounds(min(event.y + self.scroll_offset.y, page.layout.height - 1))
            for span in self._index.touching(start, end):
                if self._index.lane(span) == lane:
                    self.take(span)
            return
        self.capture_mouse()
        self._anchor = None
        self._stand(cluster_start(self.text, self._offset_under()))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drag: choose from where the button went down; beyond an edge the text comes along."""
        if self.app.mouse_captured is not self or self._page is None:
            return
        self._under(event)
        outside = not 0 <= event.y < self.size.height
        if outside and self._dragging is None:
            self._dragging = self.set_interval(0.05, self._drag_on)
        elif not outside:
            self._end_dragging()
        self._drag()

    def _drag_on(self) -> None:
        step = -1 if self._mouse_row < 0 else 1
        self.scroll_to(y=self.scroll_offset.y + step, animate=False, immediate=True)
        self._drag()

    def _drag(self) -> None:
        anchor = self.caret if self._anchor is None else self._anchor
        caret = self._offset_under()
        if caret != self.caret or self._cursor.exact:
            self._choose(anchor, caret)

    def _end_dragging(self) -> None:
        if self._dragging is not None:
            self._dragging.stop()
            self._dragging = None

    def on_mouse_up(self) -> None:
        """The end of a drag."""
        self._end_dragging()
        self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Twice takes the word, three times the sentence."""
        if self._page is None or event.x >= self._page.frame.lanes_at or event.chain < 2:
            return
        self._under(event)
        self._unit = Unit.WORD if event.chain == 2 else Unit.SENTENCE
        self.go_to(self._offset_under())
