"""The reader widget: keys, mouse, scrolling, and which rows have to be painted again."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from qualcode.text.clusters import cluster_start, next_cluster, previous_cluster
from qualcode.tui.reader.inks import Inks
from qualcode.tui.reader.keys import KEYS
from qualcode.tui.reader.layout import Layout
from qualcode.tui.reader.page import MEASURE, Cursor, Frame, Page
from qualcode.tui.reader.spans import CodedSpan, CodeLook, SpanIndex
from qualcode.tui.reader.units import Bounds, Stretch, TurnLook, Unit, Units

_LANES = 6
_KEPT_ROWS = 4000


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


class Reader(ScrollView, can_focus=True):
    """A transcript on the page; a cursor that takes words, sentences, turns or answers; codes in the margin.

    What is highlighted is what a code would be applied to: the unit under the cursor, or a selection whose edges were
    set by hand. Moving, selecting and painting cost the same in a text of any length.
    """

    ALLOW_SELECT = False  # the screen's own text selection would compete with ours

    DEFAULT_CSS = """
    Reader { background: $background; color: $foreground; overflow: hidden scroll; scrollbar-size-vertical: 1; }
    Reader > .reader--muted { color: $page-muted; }
    Reader > .reader--unit { background: $page-unit; }
    Reader > .reader--selection { background: $page-selection; }
    Reader > .reader--hit { background: $page-hit; }
    Reader:ansi > .reader--muted { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "reader--muted",
        "reader--unit",
        "reader--selection",
        "reader--hit",
    }

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
        super().__init__(id=id, classes=classes)
        self._measure = measure
        self._units = Units("")
        self._lines: Sequence[int] | None = None
        self._codes: Mapping[Hashable, CodeLook] = {}
        self._hits: Sequence[Stretch] = ()
        self._index = SpanIndex(_LANES, lambda offset: 0)
        self._page: Page | None = None
        self._strips: dict[int, Strip] = {}
        self._inks: Inks | None = None
        self._unit = Unit.SENTENCE
        self._cursor = Cursor(0, 0, 0)
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
        self._units = Units(text, turns, words, sentences)
        self._lines = line_starts
        self._hits = ()
        self._page = None
        self._chosen = None
        self._index.replace(spans)
        self._set_page()
        self._unit = Unit.SENTENCE
        self.go_to(caret)

    def set_units(self, words: Bounds, sentences: Bounds) -> None:
        """Take the language room's words and sentences in place of the plain rule's."""
        self._units.words, self._units.sentences = words, sentences
        if not self._cursor.exact:
            self._stand(self._cursor.caret)

    def set_codes(self, codes: Mapping[Hashable, CodeLook]) -> None:
        """How each code shows itself; a code that is not in it shows as `?`."""
        self._codes = codes
        if self._page is not None:
            self._page.codes = codes
        self._repaint()

    def set_spans(self, spans: Iterable[CodedSpan]) -> None:
        """Show these codings and no others."""
        self._index.replace(spans)
        self._repaint()
        self._tell()

    def add_span(self, span: CodedSpan) -> None:
        """Show one more coding; one with a known id replaces it."""
        old = self._index.get(span.id)
        self._index.add(span)
        for changed in (old, span):
            if changed is not None:
                self._repaint(changed.start, changed.end)
        self._tell()

    def remove_span(self, span_id: Hashable) -> None:
        """Show one coding no longer."""
        span = self._index.remove(span_id)
        if span is not None:
            if self._chosen == span_id:
                self._chosen = None
            self._repaint(span.start, span.end)
            self._tell()

    def set_hits(self, hits: Sequence[Stretch]) -> None:
        """Mark these places as found: sorted `[start, end)` that do not overlap."""
        self._hits = hits
        if self._page is not None:
            self._page.hits = hits
        self._repaint()

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
    def text(self) -> str:
        """The text on the page."""
        return self._units.text

    @property
    def caret(self) -> int:
        """Where the caret stands."""
        return self._cursor.caret

    @property
    def target(self) -> Stretch:
        """What a code would be applied to; empty where there is nothing."""
        return self._cursor.start, self._cursor.end

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

    # -- painting -----------------------------------------------------------------------------------------------

    @property
    def _layout(self) -> Layout | None:
        return self._page.layout if self._page else None

    def _set_page(self) -> None:
        width = self.scrollable_content_region.width
        if width < 20:
            return
        frame = Frame.fit(width, self._measure, _LANES)
        layout = self._layout
        if layout is None or layout.text is not self.text or layout.width != frame.text:
            layout = Layout(self.text, frame.text, self._lines)
            self._index.lay_out(layout.row_of)
        self._page = Page(layout, frame, self._index, self._units, self._inks_now())
        self._page.codes, self._page.hits = self._codes, self._hits
        self.virtual_size = Size(width, layout.height)
        self._repaint()

    def _inks_now(self) -> Inks:
        if self._inks is None:
            component = self.get_component_styles
            self._inks = Inks(
                base=self.rich_style,
                paper=self.background_colors[1],
                muted=self.get_component_rich_style("reader--muted", partial=True),
                unit=component("reader--unit").background,
                selection=component("reader--selection").background,
                hit=component("reader--hit").background,
                dark=self.app.current_theme.dark,
                ansi=self.app.native_ansi_color,
            )
        return self._inks

    def notify_style_update(self) -> None:
        """Make the inks anew: the theme or a class changed."""
        super().notify_style_update()
        self._inks = None
        self._strips.clear()
        if self._page is not None and self.is_attached:
            self._page.inks = self._inks_now()

    def on_resize(self) -> None:
        """Set the page for another width, the caret still in view."""
        self._set_page()
        self._reveal()
        self._place_terminal_cursor()

    def render_line(self, y: int) -> Strip:
        """One row of the screen; rows the cursor does not touch are painted once."""
        row = y + self.scroll_offset.y
        page = self._page
        if page is None or row >= page.layout.height:
            return Strip.blank(self.size.width, self._inks_now().base)
        if self._touched(row):
            return page.row(row, self._cursor)
        if (strip := self._strips.get(row)) is None:
            if len(self._strips) >= _KEPT_ROWS:
                self._strips.clear()
            strip = self._strips[row] = page.row(row, None)
        return strip

    def _touched(self, row: int) -> bool:
        assert self._page is not None
        start, end = self._page.layout.bounds(row)
        cursor = self._cursor
        return (
            start <= cursor.caret < end
            or (cursor.start < end and cursor.end > start)
            or (cursor.caret == end == len(self.text))
        )

    def _repaint(self, start: int = 0, end: int | None = None) -> None:
        """Paint the rows of `[start, end)` again, what is kept of them forgotten."""
        layout = self._layout
        if layout is None:
            return
        if end is None:
            self._strips.clear()
            self.refresh()
            return
        first, last = layout.row_of(start), layout.row_of(max(end - 1, start))
        for row in range(first, last + 1):
            self._strips.pop(row, None)
        self._refresh_rows(first, last)

    def _refresh_rows(self, first: int, last: int) -> None:
        top = self.scroll_offset.y
        first, last = max(first, top), min(last, top + self.size.height - 1)
        if first <= last:
            self.refresh(Region(0, first - top, self.size.width, last - first + 1))

    # -- moving -------------------------------------------------------------------------------------------------

    def _stand(self, caret: int, settle: bool = False) -> None:
        """Put the caret there and choose the unit around it; `settle`: the caret goes to where the unit begins."""
        start, end = self._units.at(self._unit, caret)
        self._placed = not settle
        self._show(Cursor(start if settle else caret, start, end))

    def _choose(self, anchor: int, caret: int) -> None:
        """Choose exactly what lies between two caret stops; the caret stands at the second."""
        self._anchor = anchor
        self._show(Cursor(caret, min(anchor, caret), max(anchor, caret), exact=True))

    def _show(self, cursor: Cursor) -> None:
        old, self._cursor = self._cursor, cursor
        self._chosen = None
        layout = self._layout
        if layout is None:
            return
        if not self._reveal():
            for start, end in _difference((old.start, old.end), (cursor.start, cursor.end)):
                self._refresh_rows(layout.row_of(start), layout.row_of(max(end - 1, start)))
            if old.exact != cursor.exact:
                self._refresh_rows(
                    layout.row_of(cursor.start), layout.row_of(max(cursor.end - 1, cursor.start))
                )
            for caret in {old.caret, cursor.caret}:
                row = layout.row_of(min(caret, len(self.text)))
                self._refresh_rows(row, row)
        self._place_terminal_cursor()
        self._tell()

    def _reveal(self) -> bool:
        """Scroll so that what is chosen is in view; whether that was needed."""
        layout, height = self._layout, self.scrollable_content_region.height
        if layout is None or height < 1:
            return False
        caret = layout.row_of(self._cursor.caret)
        top = self.scroll_offset.y
        bottom = layout.row_of(max(self._cursor.end - 1, self._cursor.start))
        if top <= caret < top + height and (
            bottom < top + height or bottom - caret >= height or self._cursor.exact
        ):
            return False
        # A third of a page of what was read stays above, so that reading goes on without searching.
        self.scroll_to(
            y=max(0, min(caret - height // 3, layout.height - height)), animate=False, immediate=True
        )
        self.refresh()
        return True

    def _place_terminal_cursor(self) -> None:
        """Let the terminal's own cursor follow the caret, for screen readers, magnifiers and input methods."""
        layout, page = self._layout, self._page
        if layout is None or page is None or not self.has_focus:
            return
        row = layout.row_of(self.caret)
        at = Offset(page.frame.text_at + layout.cell_of(self.caret), row - self.scroll_offset.y)
        self.app.cursor_position = self.content_region.offset + at

    def _tell(self) -> None:
        if self._page is not None:
            self.post_message(self.Moved(self, self.position()))

    def on_focus(self) -> None:
        """Take the terminal's cursor along."""
        self._place_terminal_cursor()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolling moves the caret's place on the screen."""
        super().watch_scroll_y(old_value, new_value)
        self._place_terminal_cursor()

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


def _difference(old: Stretch, new: Stretch) -> list[Stretch]:
    """What lies in one of two stretches only."""
    if old[1] <= new[0] or new[1] <= old[0]:
        return [stretch for stretch in (old, new) if stretch[0] < stretch[1]]
    edges = [(min(old[0], new[0]), max(old[0], new[0])), (min(old[1], new[1]), max(old[1], new[1]))]
    return [edge for edge in edges if edge[0] < edge[1]]
