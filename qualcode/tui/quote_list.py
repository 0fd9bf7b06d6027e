"""A long list of quotes in groups: three screen rows a quote, painted only where one looks.

Tens of thousands cost what a screenful costs: a quote is made when its rows are painted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.i18n import _, ngettext
from qualcode.text.fold import find_all
from qualcode.tui.painting import one_line, safe
from qualcode.tui.returning import Returning

if TYPE_CHECKING:
    from qualcode.project.quote_rows import Quote, Quotes

LINES = 3
"""Screen rows of a quote: where it stands, and two of its words."""
_HEAD = 2
"""Screen rows of a group's label, with the blank one before it."""
_SIDE = 3
_SIGNS = {"strengthens": "+", "weakens": "−", "mixed": "±"}


class QuoteList(ScrollView, can_focus=True):
    """Quotes with a cursor and marks; Space marks, Enter goes to the place."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    QuoteList { background: $background; color: $foreground; height: 1fr; scrollbar-size: 1 1;
                overflow: hidden scroll; padding: 0 1; }
    QuoteList > .quotes--muted { color: $page-muted; }
    QuoteList > .quotes--label { color: $primary; text-style: bold; }
    QuoteList > .quotes--row { background: $surface; }
    QuoteList > .quotes--hit { text-style: bold underline; }
    QuoteList:ansi > .quotes--muted { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"quotes--muted", "quotes--label", "quotes--row", "quotes--hit"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", _("Read"), id="quotes.open", tooltip=_("Go to this place in the transcript")),
        Binding("space", "mark", _("Mark"), id="quotes.mark", key_display="␣", tooltip=_("Choose this quote with others")),
        Binding("down,j", "move(1)", _("Down"), id="quotes.down", show=False, tooltip=_("Next quote")),
        Binding("up,k", "move(-1)", _("Up"), id="quotes.up", show=False, tooltip=_("Previous quote")),
        Binding("pagedown", "page(1)", _("Page down"), id="quotes.pagedown", show=False, tooltip=_("A page down")),
        Binding("pageup", "page(-1)", _("Page up"), id="quotes.pageup", show=False, tooltip=_("A page up")),
        Binding("home", "move(-999999999)", _("First"), id="quotes.first", show=False, tooltip=_("First quote")),
        Binding("end", "move(999999999)", _("Last"), id="quotes.last", show=False, tooltip=_("Last quote")),
        Binding("right_square_bracket", "group(1)", _("Next group"), id="quotes.next", show=False, key_display="]",
                tooltip=_("First quote of the next group")),
        Binding("left_square_bracket", "group(-1)", _("Group before"), id="quotes.before", show=False, key_display="[",
                tooltip=_("First quote of the group before")),
    ]  # fmt: skip

    class Chosen(Message):
        """The cursor stands on another quote, or marks changed."""

    class Opened(Message):
        """A person pressed Enter on a quote or clicked it twice."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._quotes: Quotes | None = None
        self._tops: list[int] = []
        self._words: Sequence[str] = ()
        self.place = 0
        """The number of the quote under the cursor."""
        self.marked: dict[int, None] = {}
        """Running numbers of the codings that stand for the marked quotes, in the order they were marked."""
        self._lines: dict[tuple[int, int], tuple[str, str, str, str]] = {}
        self._returning = Returning()

    # -- what the owner tells and asks ----------------------------------------------------------------------------

    def show(self, quotes: Quotes, words: Sequence[str] = ()) -> None:
        """Show what a query found; `words` are underlined. The cursor stays on its quote where it is still there.

        What comes back by undo has it.
        """
        before = self._number(self.place)
        self._quotes, self._words = quotes, words
        self._lines.clear()
        self._tops = []
        top = 0
        for group in quotes.groups:
            self._tops.append(top)
            top += LINES * len(group) + (_HEAD if group.label else 0)
        numbers = list(quotes.numbers)
        there = set(numbers)
        self.marked = {number: None for number in self.marked if number in there}
        place = numbers.index(before) if before in there else self.place
        self.place = self._returning.place(self, numbers, self.place, place)
        self.virtual_size = Size(self.scrollable_content_region.width, top)
        self._into_view()
        self.refresh()
        self.post_message(self.Chosen())

    @property
    def chosen(self) -> Quote | None:
        """The quote under the cursor."""
        return self._quotes[self.place] if self._quotes else None

    @property
    def wanted(self) -> list[int]:
        """The codings that stand for the marked quotes; where none is marked, for the one under the cursor."""
        number = self._number(self.place)
        return list(self.marked) or ([] if number is None else [number])

    def mark_all(self) -> None:
        """Mark every quote, or none where all are marked."""
        if self._quotes is not None:
            every = dict.fromkeys(self._quotes.numbers)
            self.marked = {} if len(self.marked) == len(every) else every
            self.refresh()
            self.post_message(self.Chosen())

    def unmark(self) -> None:
        """No quote is marked."""
        self.marked = {}
        self.refresh()

    def _number(self, place: int) -> int | None:
        return self._quotes.numbers[place] if self._quotes and place < len(self._quotes) else None

    # -- painting -------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Set it for another width."""
        self._lines.clear()
        self._into_view()

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A group's label, or a row of a quote."""
        segments = self._segments(y + self.scroll_offset.y)
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style).simplify()

    def _segments(self, line: int) -> list[Segment]:
        quotes = self._quotes
        number = bisect_right(self._tops, line) - 1
        if quotes is None or number < 0:
            return []
        group = quotes.groups[number]
        inner = line - self._tops[number]
        if group.label:
            if inner < _HEAD:
                return self._label(number) if inner == _HEAD - 1 else []
            inner -= _HEAD
        place, row = group.first + inner // LINES, inner % LINES
        return self._row(place, row) if place < group.last else []

    def _label(self, number: int) -> list[Segment]:
        assert self._quotes is not None
        group = self._quotes.groups[number]
        counts = ngettext("{n} quote", "{n} quotes", len(group))
        if group.informants:
            counts += " · " + ngettext("{n} informant", "{n} informants", group.informants)
        room = max(self.size.width - cell_len(counts) - 4, 8)
        return [
            Segment(one_line(group.label, room), self.get_component_rich_style("quotes--label")),
            Segment("  " + counts, self.get_component_rich_style("quotes--muted")),
        ]

    def _row(self, place: int, row: int) -> list[Segment]:
        chosen = place == self.place
        band = self.get_component_rich_style("quotes--row", partial=True) if chosen else Style()
        base = self.rich_style + band
        muted = self.get_component_rich_style("quotes--muted") + band
        code, where, first, second = self._set(place)
        width = self.size.width
        if row == 0:
            sign = ("›" if chosen else " ") + ("●" if self._number(place) in self.marked else " ")
            segments = [Segment(f"{sign} ", base + Style(bold=True)), Segment(code, base + Style(bold=True)),
                        Segment(where, muted)]  # fmt: skip
        else:
            side = Segment(" " * _SIDE, base)
            segments = [side, *self._marked_words(first if row == 1 else second, base)]
        used = sum(cell_len(segment.text) for segment in segments)
        return [*segments, Segment(" " * max(width - used, 0), base)]

    def _marked_words(self, line: str, base: Style) -> list[Segment]:
        """A line with the words that were looked for underlined."""
        places = sorted({hit for word in self._words for hit in find_all(line, word)})
        hit = self.get_component_rich_style("quotes--hit", partial=True)
        segments, at = [], 0
        for start, stop in places:
            if start >= at:
                segments += [Segment(line[at:start], base), Segment(line[start:stop], base + hit)]
                at = stop
        return [*segments, Segment(line[at:], base)]

    def _set(self, place: int) -> tuple[str, str, str, str]:
        """Code, where it stands, and two lines of its words."""
        width = self.size.width
        if (place, width) not in self._lines:
            assert self._quotes is not None
            if len(self._lines) > 2000:
                self._lines.clear()
            self._lines[place, width] = _lines(self._quotes[place], width)
        return self._lines[place, width]

    # -- moving and marking ---------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """Go to another quote."""
        if self._quotes:
            self.place = max(0, min(self.place + step, len(self._quotes) - 1))
            self._into_view()
            self.refresh()
            self.post_message(self.Chosen())

    def action_page(self, way: int) -> None:
        """Go a page down or up."""
        self.action_move(way * max(self.size.height // LINES - 1, 1))

    def action_group(self, way: int) -> None:
        """Go to the first quote of the next group, or of this one, then of the one before."""
        if self._quotes:
            firsts = [group.first for group in self._quotes.groups]
            here = bisect_right(firsts, self.place) - 1
            if way < 0 and self.place > firsts[here]:
                here += 1
            self.action_move(firsts[max(0, min(here + way, len(firsts) - 1))] - self.place)

    def action_mark(self) -> None:
        """Choose this quote with others, or no longer, and go on."""
        number = self._number(self.place)
        if number is None:
            return
        if number in self.marked:
            del self.marked[number]
        else:
            self.marked[number] = None
        self.action_move(1)

    def action_open(self) -> None:
        """Say that a person wants to see the place."""
        if self._quotes:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Choose the quote under the mouse; on its left edge mark it; open it where it is the chosen one already."""
        at = event.get_content_offset(self)
        if at is None or not self._quotes:
            return
        line = at.y + self.scroll_offset.y
        number = bisect_right(self._tops, line) - 1
        group = self._quotes.groups[number]
        inner = line - self._tops[number] - (_HEAD if group.label else 0)
        place = group.first + inner // LINES
        if inner < 0 or place >= group.last:
            return
        before = self.place
        self.action_move(place - before)
        if at.x < _SIDE:
            self.action_mark()
        elif before == place:
            self.action_open()

    def _into_view(self) -> None:
        if not self._quotes:
            return
        number = bisect_right([group.first for group in self._quotes.groups], self.place) - 1
        group = self._quotes.groups[number]
        head = _HEAD if group.label else 0
        top = self._tops[number] + head + LINES * (self.place - group.first)
        above = self._tops[number] if self.place == group.first else top
        height = max(self.size.height, LINES)
        if above < self.scroll_offset.y:
            self.scroll_to(y=above, animate=False, force=True, immediate=True)
        elif top + LINES > self.scroll_offset.y + height:
            self.scroll_to(y=top + LINES - height, animate=False, force=True, immediate=True)


def _lines(quote: Quote, width: int) -> tuple[str, str, str, str]:
    code = f"{quote.code}{_SIGNS.get(quote.valence or '', '')}  "
    parts = [quote.reference]
    if quote.groups:
        parts.append("+".join(quote.groups))
    if not quote.counted:
        parts.append(_("interviewer’s words or notes, not counted"))
    if len(quote.codings) > 1:
        parts.append(" + ".join(coding.coder for coding in quote.codings))
    if any(coding.memo for coding in quote.codings):
        parts.append(_("memo"))
    where = one_line(" · ".join(parts), max(width - cell_len(code) - _SIDE, 8))
    first, second = two_lines(quote.text, max(width - _SIDE - 2, 20))
    return code, where, first, second


def two_lines(text: str, width: int) -> tuple[str, str]:
    """The beginning of a text on two lines of at most `width` cells, with an ellipsis where it goes on."""
    words = safe(" ".join(text[: 8 * width].split())).split(" ")
    lines = [""]
    for place, word in enumerate(words):
        joined = f"{lines[-1]} {word}".strip()
        if cell_len(joined) <= width:
            lines[-1] = joined
        elif len(lines) == 1 and lines[0]:
            lines.append(_cut(word, width))
        else:
            rest = " ".join(words[place:])
            lines[-1] = _cut(f"{lines[-1]} {rest}".strip(), width)
            break
    else:
        if len(text) > 8 * width:
            lines[-1] = _cut(lines[-1] + "…", width)
    return lines[0], lines[1] if len(lines) > 1 else ""


def _cut(text: str, width: int) -> str:
    """`text`, cut to `width` cells with an ellipsis where it is longer."""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) >= width:
        text = text[: max(len(text) - max((cell_len(text) - width) // 2, 1), 0)]
    return text.rstrip() + "…"
