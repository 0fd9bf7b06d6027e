"""The page as a widget: a text with its codings and a cursor, and which rows have to be painted again.

What moves the cursor is the business of the reader that is built on it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import ClassVar, Self

from textual import work
from textual.filter import LineFilter
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import get_current_worker

from qualcode.tui.reader.inks import Inks
from qualcode.tui.reader.layout import Layout
from qualcode.tui.reader.page import MEASURE, Cursor, Frame, Page
from qualcode.tui.reader.spans import CodedSpan, CodeLook, SpanIndex
from qualcode.tui.reader.units import Stretch, Units

_LANES = 6
_AT_ONCE = 200_000
"""Code points that are set at once in any script; Latin letters twenty times as many, as they take a tenth of the time."""
_KEPT_ROWS = 4000


class Sheet(ScrollView):
    """Shows a text; painting and moving cost the same in a text of any length."""

    ALLOW_SELECT = False  # the screen's own text selection would compete with ours

    class Painted(Message):
        """Codings, or rows, of `[start, end)` are others now; whoever shows the whole has to look again."""

        def __init__(self, sheet: Sheet, start: int, end: int) -> None:
            super().__init__()
            self.sheet = sheet
            self.start = start
            self.end = end

        @property
        def control(self) -> Sheet:
            """The sheet it happened on."""
            return self.sheet

    DEFAULT_CSS = """
    Sheet { background: $background; color: $foreground; overflow: hidden scroll; scrollbar-size-vertical: 1; }
    Sheet > .sheet--muted { color: $page-muted; }
    Sheet > .sheet--unit { background: $page-unit; }
    Sheet > .sheet--selection { background: $page-selection; }
    Sheet > .sheet--hit { background: $page-hit; }
    Sheet:ansi > .sheet--muted { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "sheet--muted",
        "sheet--unit",
        "sheet--selection",
        "sheet--hit",
    }

    def __init__(self, *, measure: int = MEASURE, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._measure = measure
        self._units = Units("")
        self._lines: Sequence[int] | None = None
        self._codes: Mapping[Hashable, CodeLook] = {}
        self._hits: Sequence[Stretch] = ()
        self._signs: tuple[tuple[int, str], ...] = ()
        self._index = SpanIndex(_LANES, lambda offset: 0)
        self._page: Page | None = None
        self._strips: dict[int, Strip] = {}
        self._drawn: dict[int, Strip] = {}
        self._drawn_for: tuple[list[LineFilter], Inks, int, int] | None = None
        self._inks: Inks | None = None
        self._cursor = Cursor(0, 0, 0)
        self._place = Region()  # on the screen; to ask for it costs as much as a key may

    def changed(self) -> None:
        """The cursor stands elsewhere, or codings under it changed."""

    # -- what the owner tells it --------------------------------------------------------------------------------

    def set_text(self, units: Units, line_starts: Sequence[int] | None, spans: Iterable[CodedSpan]) -> None:
        """Show another text."""
        self._units = units
        self._lines = line_starts
        self._hits, self._signs = (), ()
        self._page = None
        self._cursor = Cursor(0, 0, 0)
        self._index.replace(spans)
        self._set_page()

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
        self.post_message(self.Painted(self, 0, len(self.text)))
        self.changed()

    def add_span(self, span: CodedSpan) -> None:
        """Show one more coding; one with a known id replaces it."""
        old = self._index.get(span.id)
        self._index.add(span)
        for changed in (old, span):
            if changed is not None:
                self._repaint(changed.start, changed.end)
                self.post_message(self.Painted(self, changed.start, changed.end))
        self.changed()

    def remove_span(self, span_id: Hashable) -> None:
        """Show one coding no longer."""
        span = self._index.remove(span_id)
        if span is not None:
            self._repaint(span.start, span.end)
            self.post_message(self.Painted(self, span.start, span.end))
            self.changed()

    def set_hits(self, hits: Sequence[Stretch]) -> None:
        """Mark these places as found: sorted `[start, end)` that do not overlap."""
        self._hits = hits
        if self._page is not None:
            self._page.hits = hits
        self._repaint()
        self.post_message(self.Painted(self, 0, len(self.text)))

    def set_signs(self, signs: Sequence[tuple[int, str]]) -> None:
        """Put MEMO or COMMENT beside the rows that hold these offsets, which ascend."""
        if (new := tuple(signs)) != self._signs:
            self._signs = new
            if self._page is not None:
                self._page.signs = new
            self._repaint()

    @property
    def text(self) -> str:
        """The text on the page."""
        return self._units.text

    @property
    def caret(self) -> int:
        """Where the caret stands."""
        return self._cursor.caret

    @property
    def rows(self) -> int:
        """How many rows the text takes; 0 before it is set."""
        return self._layout.height if self._layout else 0

    def offset_of_row(self, row: int) -> int:
        """Where a row begins; the end of the text behind the last."""
        layout = self._layout
        return layout.starts[row] if layout and row < layout.height else len(self.text)

    def row_of(self, offset: int) -> int:
        """The row that holds `offset`."""
        return self._layout.row_of(offset) if self._layout else 0

    def coded(self, edges: Sequence[int]) -> list[int]:
        """How many code points are coded between each two of `edges`, which ascend."""
        return self._index.covered(edges)

    @property
    def hits(self) -> Sequence[Stretch]:
        """The places found."""
        return self._hits

    @property
    def target(self) -> Stretch:
        """What a code would be applied to; empty where there is nothing."""
        return self._cursor.start, self._cursor.end

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
        if layout is not None and layout.text is self.text and layout.width == frame.text:
            if self._page is None or self._page.frame != frame:
                self._take_layout(layout, frame)
        elif self._long:
            self._lay_out(self.text, self._lines, frame)
        else:
            self._take_layout(Layout(self.text, frame.text, self._lines), frame)

    @property
    def _long(self) -> bool:
        """Whether setting the text takes so long that keys would wait."""
        return len(self.text) > (20 * _AT_ONCE if self.text.isascii() else _AT_ONCE)

    @work(thread=True, exclusive=True, group="layout")
    def _lay_out(self, text: str, lines: Sequence[int] | None, frame: Frame) -> None:
        """Set a long text while the keys go on."""
        layout = Layout(text, frame.text, lines)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._laid_out, layout, frame)

    def _laid_out(self, layout: Layout, frame: Frame) -> None:
        if layout.text is self.text:
            self._take_layout(layout, frame)
            self._reveal()
            self._place_terminal_cursor()
            self.changed()

    def _take_layout(self, layout: Layout, frame: Frame) -> None:
        if layout is not self._layout:
            self._index.lay_out(layout.row_of)
        self._page = Page(layout, frame, self._index, self._units, self._inks_now())
        self._page.codes, self._page.hits, self._page.signs = self._codes, self._hits, self._signs
        self.virtual_size = Size(frame.width, layout.height)
        self._repaint()
        self.post_message(self.Painted(self, 0, len(self.text)))

    def _inks_now(self) -> Inks:
        if self._inks is None:
            component = self.get_component_styles
            self._inks = Inks(
                base=self.rich_style,
                paper=self.background_colors[1],
                muted=self.get_component_rich_style("sheet--muted", partial=True),
                unit=component("sheet--unit").background,
                selection=component("sheet--selection").background,
                hit=component("sheet--hit").background,
                dark=self.app.current_theme.dark,
                ansi=self.app.native_ansi_color,
            )
            if self._page is not None:
                self._page.inks = self._inks
                self._page.forget()
        return self._inks

    def notify_style_update(self) -> None:
        """The theme or a class changed: forget the inks.

        They are made again when a row is painted; here the styles of the component classes are still the old ones.
        """
        super().notify_style_update()
        self._inks = None
        self._strips.clear()
        self._drawn.clear()

    def on_resize(self) -> None:
        """Set the page for another width, the caret still in view."""
        self._place = self.content_region
        self._set_page()
        self._reveal()
        self._place_terminal_cursor()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows of the screen; before the first ones the page is set, so that words are there with the first paint.

        The page has neither border nor padding nor anything else of what Textual's own way looks after in each row at
        each key.
        """
        if self._page is None and self.text and not self._long:
            self._set_page()
        filters, inks, width = self.get_line_filters(), self._inks_now(), self.outer_size.width
        if (drawn := (list(filters), inks, width, self.scroll_offset.y)) != self._drawn_for:
            self._drawn_for = drawn
            self._drawn.clear()
        strips = []
        for y in crop.line_range:
            if (strip := self._drawn.get(y)) is None:
                strip = self.render_line(y).adjust_cell_length(width, inks.base)
                for filter_ in filters:
                    strip = strip.apply_filter(filter_, inks.paper)
                self._drawn[y] = strip
            strips.append(strip)
        return (
            strips if crop.column_span == (0, width) else [strip.crop(*crop.column_span) for strip in strips]
        )

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Paint these parts anew, or all."""
        if not regions:
            self._drawn.clear()
        for region in regions:
            for y in region.line_range:
                self._drawn.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

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
        assert self._page is not None
        if end is None:
            self._page.forget()
            self._strips.clear()
            self.refresh()
            return
        first, last = layout.row_of(start), layout.row_of(max(end - 1, start))
        self._page.forget(range(first, last + 1))
        for row in range(first, last + 1):
            self._strips.pop(row, None)
        self._refresh_rows(first, last)

    def _refresh_rows(self, first: int, last: int) -> None:
        top = self.scroll_offset.y
        first, last = max(first, top), min(last, top + self.size.height - 1)
        if first <= last:
            self.refresh(Region(0, first - top, self.size.width, last - first + 1))

    def _refresh_words(self, rows: Iterable[int], top: int, height: int) -> None:
        """Paint the words of these rows again, each once; what stands beside them says nothing of the cursor.

        That is half of what would go to the terminal, which a person far away waits for.
        """
        assert self._page is not None
        frame = self._page.frame
        if regions := [
            Region(frame.text_at, row - top, frame.text + 1, 1) for row in rows if top <= row < top + height
        ]:
            self.refresh(*regions)

    # -- the cursor ---------------------------------------------------------------------------------------------

    def _show(self, cursor: Cursor) -> None:
        """Put the cursor there and paint what differs."""
        old, self._cursor = self._cursor, cursor
        layout = self._layout
        if layout is None:
            return
        top, height = self.scroll_offset.y, self._place.height
        row = layout.row_of(cursor.caret)
        if self._in_view(row, top, height):
            rows = {layout.row_of(old.caret), row}
            parts = _difference((old.start, old.end), (cursor.start, cursor.end))
            if old.exact != cursor.exact:
                parts.append((cursor.start, cursor.end))
            for start, end in parts:
                first, last = layout.row_of(start), layout.row_of(max(end - 1, start))
                rows.update(range(max(first, top), min(last, top + height - 1) + 1))
            self._refresh_words(rows, top, height)
        else:
            self._turn_to(row, height)
        self._place_terminal_cursor()
        self.changed()

    def _reveal(self) -> None:
        """Scroll so that what is chosen is in view."""
        if (layout := self._layout) is not None:
            row, height = layout.row_of(self._cursor.caret), self._place.height
            if not self._in_view(row, self.scroll_offset.y, height):
                self._turn_to(row, height)

    def _in_view(self, caret: int, top: int, height: int) -> bool:
        layout, cursor = self._layout, self._cursor
        assert layout is not None
        if height < 1:
            return True
        bottom = layout.row_of(max(cursor.end - 1, cursor.start))
        return top <= caret < top + height and (
            bottom < top + height or bottom - caret >= height or cursor.exact
        )

    def _turn_to(self, row: int, height: int) -> None:
        """A third of a page of what was read stays above, so that reading goes on without searching."""
        top = max(0, min(row - height // 3, self.rows - height))
        self.scroll_to(y=top, animate=False, immediate=True)
        self.refresh()

    @property
    def cursor_screen_offset(self) -> Offset:
        """The cell of the caret on the screen, as Textual's own fields tell theirs."""
        layout, page = self._layout, self._page
        if layout is None or page is None:
            return self._place.offset
        row = layout.row_of(self.caret)
        at = Offset(page.frame.text_at + layout.cell_of(self.caret), row - self.scroll_offset.y)
        return self._place.offset + at

    def _place_terminal_cursor(self) -> None:
        """Let the terminal's own cursor follow the caret, for screen readers, magnifiers and input methods."""
        if self.has_focus and self._page is not None:
            self.app.cursor_position = self.cursor_screen_offset

    def on_focus(self) -> None:
        """Take the terminal's cursor along."""
        self._place = self.content_region
        self._place_terminal_cursor()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Scrolling moves the caret's place on the screen."""
        super().watch_scroll_y(old_value, new_value)
        self._place_terminal_cursor()


def _difference(old: Stretch, new: Stretch) -> list[Stretch]:
    """What lies in one of two stretches only."""
    if old[1] <= new[0] or new[1] <= old[0]:
        return [stretch for stretch in (old, new) if stretch[0] < stretch[1]]
    edges = [(min(old[0], new[0]), max(old[0], new[0])), (min(old[1], new[1]), max(old[1], new[1]))]
    return [edge for edge in edges if edge[0] < edge[1]]
