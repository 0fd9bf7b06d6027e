"""The reader widget: the keys and the mouse that move the cursor over the page, and what it says about it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer

from qualcode.text.clusters import cluster_start, next_cluster, previous_cluster
from qualcode.tui.reader.keys import KEYS
from qualcode.tui.reader.page import MEASURE, Cursor
from qualcode.tui.reader.sheet import Sheet
from qualcode.tui.reader.spans import CodedSpan
from qualcode.tui.reader.units import Bounds, TurnLook, Unit, Units


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


class Reader(Sheet, can_focus=True):
    """A transcript on the page; a cursor that takes words, sentences, turns or answers; codes in the margin.

    What is highlighted is what a code would be applied to: the unit under the cursor, or a selection whose edges were
    set by hand.
    """

    BINDINGS: ClassVar[list[BindingType]] = KEYS

    class Moved(Message):
        """The cursor stands elsewhere, or codings under it changed."""

        def __init__(self, reader: Reader, position: Position) -> None:
            super().__init__()
            self.reader = reader
            self.position = position

        @property
        def control(self) -> Reader:
            """The reader it happened in."""
            return self.reader

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

    class StepRequested(Message):
        """A person wants the last change taken back, or done again, after all that was asked for before."""

        def __init__(self, reader: Reader, way: str) -> None:
            super().__init__()
            self.reader = reader
            self.way = way

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
        self._unit = Unit.SENTENCE
        self._anchor: int | None = None
        self._placed = False
        self._chosen: Hashable | None = None
        self._dragging: Timer | None = None
        self._mouse_row = 0
        self._mouse_cell = 0

    # -- what the owner tells it --------------------------------------------------------------------------------

    def load(
        self,
        text: str,
        turns: Sequence[TurnLook] = (),
        line_starts: Sequence[int] | None = None,
        spans: Iterable[CodedSpan] = (),
        words: Bounds | None = None,
        sentences: Bounds | None = None,
        caret: int = 0,
    ) -> None:
        """Show another text. Offsets everywhere are code points into `text`; `line_starts` begins with 0."""
        self._chosen = None
        self._unit = Unit.SENTENCE
        self.set_text(Units(text, turns, words, sentences), line_starts, spans)
        self.go_to(caret)

    def set_units(self, words: Bounds, sentences: Bounds) -> None:
        """Take the language room's words and sentences in place of the plain rule's."""
        self._units.words, self._units.sentences = words, sentences
        if not self._cursor.exact:
            self._stand(self._cursor.caret, settle=not self._placed)

    def go_to(self, offset: int) -> None:
        """Put the cursor on the unit that holds `offset`."""
        self._anchor = None
        self._stand(max(0, min(offset, len(self.text))), settle=True)

    def select(self, start: int, end: int) -> None:
        """Choose exactly `[start, end)`."""
        self._choose(start, end)

    def advance(self) -> None:
        """Go on to the unit behind what is chosen, as after coding it."""
        self._anchor = None
        following = self._units.after(self._unit, self._cursor.end)
        if following:
            self._stand(following[0], settle=True)
        else:
            self._stand(self._cursor.start, settle=True)

    # -- what it can be asked -----------------------------------------------------------------------------------

    @property
    def chosen(self) -> CodedSpan | None:
        """The one coding a person took last, while the cursor has not moved; else the innermost here."""
        if self._chosen is not None and (span := self._index.get(self._chosen)):
            return span
        here = self.spans_here()
        return min(here, key=lambda span: span.end - span.start) if here else None

    def spans_here(self) -> list[CodedSpan]:
        """The codings that touch what is chosen."""
        start, end = self.target
        return self._index.touching(start, max(end, start + 1))

    def position(self) -> Position:
        """Where the cursor is."""
        layout = self._layout
        line = layout.line_of(self.caret) if layout else 1
        number, count = self._units.place(self._unit, self._cursor.start)
        turn = self._units.turn_at(self._cursor.start)
        return Position(turn, line, self._unit, self._cursor.exact, number, count, tuple(self.spans_here()))

    def changed(self) -> None:
        """Say where the cursor is now."""
        if self._page is not None:
            self.post_message(self.Moved(self, self.position()))

    # -- moving -------------------------------------------------------------------------------------------------

    def _show(self, cursor: Cursor) -> None:
        self._chosen = None
        super()._show(cursor)

    def _stand(self, caret: int, settle: bool = False) -> None:
        """Put the caret there and choose the unit around it; `settle`: the caret goes to where the unit begins."""
        start, end = self._units.at(self._unit, caret)
        self._placed = not settle
        self._show(Cursor(start if settle else caret, start, end))

    def _choose(self, anchor: int, caret: int) -> None:
        """Choose exactly what lies between two caret stops; the caret stands at the second."""
        self._anchor = anchor
        self._show(Cursor(caret, min(anchor, caret), max(anchor, caret), exact=True))

    def action_step(self, step: int) -> None:
        """Go to the next or previous unit."""
        self._anchor = None
        cursor = self._cursor
        if step > 0:
            found = self._units.after(self._unit, max(cursor.end, cursor.caret))
        else:
            found = self._units.before(self._unit, cursor.start)
        if found:
            self._placed = False
            self._show(Cursor(found[0], *found))
        else:
            self._stand(cursor.start, settle=True)

    def action_caret(self, step: int) -> None:
        """Move the caret one character."""
        self._anchor = None
        move = next_cluster if step > 0 else previous_cluster
        self._stand(move(self.text, self.caret))

    def action_page(self, step: int) -> None:
        """Move a page on or back."""
        layout = self._layout
        if layout is None:
            return
        jump = max(self.scrollable_content_region.height - 2, 1) * step
        row = max(0, min(layout.row_of(self.caret) + jump, layout.height - 1))
        top = max(0, min(self.scroll_offset.y + jump, layout.height - self.scrollable_content_region.height))
        self.scroll_to(y=top, animate=False, immediate=True)
        self.go_to(layout.starts[row])

    def action_edge(self, side: int) -> None:
        """Go to the beginning or the end of the text."""
        self.go_to(len(self.text) if side > 0 else 0)

    def action_unit(self, unit: str) -> None:
        """Choose the unit here; asked again for the same one, take the next one as well."""
        wanted, cursor = Unit(unit), self._cursor
        if wanted is self._unit and not cursor.exact:
            following = self._units.after(wanted, cursor.end)
            if following:
                self._show(replace(cursor, end=following[1]))
            return
        self._unit, self._anchor = wanted, None
        self._stand(cursor.start if cursor.exact else cursor.caret, settle=True)

    def action_size(self, step: int) -> None:
        """Choose the next larger or smaller kind of unit."""
        units = list(Unit)
        place = units.index(self._unit) + step
        if 0 <= place < len(units):
            caret = self._cursor.caret
            self._unit, self._anchor = units[place], None
            self._stand(caret, settle=step > 0)

    def action_extend(self, unit: str, step: int) -> None:
        """Move one edge of the selection; from a unit it is its end, from a caret put by hand the caret."""
        cursor = self._cursor
        if cursor.exact and self._anchor is not None:
            anchor, caret = self._anchor, cursor.caret
        elif self._placed:
            anchor, caret = cursor.caret, cursor.caret
        else:
            anchor, caret = cursor.start, cursor.end
        self._choose(anchor, self._moved(caret, unit, step))

    def _moved(self, caret: int, unit: str, step: int) -> int:
        if unit == "cluster":
            return (next_cluster if step > 0 else previous_cluster)(self.text, caret)
        if unit == "word":
            if step > 0:
                found = self._units.at(Unit.WORD, caret)
                return max(caret, found[1])
            before = self._units.before(Unit.WORD, caret)
            return before[0] if before else caret
        layout = self._layout
        if layout is None:
            return caret
        return layout.offset_at(layout.row_of(caret) + step, layout.cell_of(caret))

    def action_swap(self) -> None:
        """Let the other edge of the selection be the one that moves."""
        cursor = self._cursor
        if cursor.exact and self._anchor is not None:
            self._choose(cursor.caret, self._anchor)
        else:
            self._choose(cursor.end, cursor.start)

    def action_coded(self, step: int) -> None:
        """Choose the next or previous coding."""
        span = self._index.after(self._cursor.start) if step > 0 else self._index.before(self._cursor.start)
        if span:
            self._take(span)

    def action_overlap(self) -> None:
        """Choose the codings that touch this place one after the other."""
        chosen, cursor = self._chosen, self._cursor
        here = self._index.touching(cursor.start, max(cursor.end, cursor.start + 1))
        if here:
            ids = [span.id for span in here]
            following = (ids.index(chosen) + 1) % len(ids) if chosen in ids else 0
            self._take(here[following])

    def _take(self, span: CodedSpan) -> None:
        self._anchor = span.end
        self._show(Cursor(span.start, span.start, span.end, exact=True))
        self._chosen = span.id
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
            self.post_message(self.CodeRequested(self, start, end, pin))

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
                    self._take(span)
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
