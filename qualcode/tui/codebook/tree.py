"""The tree of codes: one line each, with keys and counts; codes are moved by keys or dragged with the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from qualcode.i18n import _
from qualcode.tui.codebook.drag import Drag, Drop
from qualcode.tui.codebook.shelf import Item
from qualcode.tui.painting import hue, ink_on, one_line
from qualcode.tui.returning import Returning

_HEAD = 2
_PULL_SECONDS = 0.08
"""How often the tree scrolls while a code is held at its edge."""


class CodeTree(ScrollView, can_focus=True):
    """Lines of a tree with a cursor; branches open and close."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    CodeTree { background: $background; color: $foreground; scrollbar-size: 1 1; overflow: hidden scroll; padding: 0 1; }
    CodeTree > .tree--muted { color: $page-muted; }
    CodeTree > .tree--rule { color: $page-rule; }
    CodeTree > .tree--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    CodeTree > .tree--remark { color: $warning; }
    CodeTree:ansi > .tree--muted { text-style: dim; }
    CodeTree:ansi > .tree--cursor { text-style: reverse; background: ansi_default; color: ansi_default; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "tree--muted",
        "tree--rule",
        "tree--cursor",
        "tree--remark",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", _("Down"), id="tree.down", show=False, tooltip=_("The next line")),
        Binding("up,k", "move(-1)", _("Up"), id="tree.up", show=False, tooltip=_("The line before")),
        Binding("pagedown", "page(1)", _("Page down"), id="tree.pagedown", show=False, tooltip=_("A page down")),
        Binding("pageup", "page(-1)", _("Page up"), id="tree.pageup", show=False, tooltip=_("A page up")),
        Binding("home", "move(-99999)", _("First"), id="tree.first", show=False, tooltip=_("The first line")),
        Binding("end", "move(99999)", _("Last"), id="tree.last", show=False, tooltip=_("The last line")),
        Binding("right", "unfold", _("Open"), id="tree.open", show=False, tooltip=_("Show what stands under it")),
        Binding("left", "fold", _("Close"), id="tree.close", show=False,
                tooltip=_("Hide what stands under it, or go to what is above")),
    ]  # fmt: skip

    class Chosen(Message):
        """The cursor stands on another line."""

    class Opened(Message):
        """A line was clicked twice."""

    class Dropped(Message):
        """A code was dragged: before the line `target`, under it, or (`target` empty) to the end outermost."""

        def __init__(self, key: str, target: str, before: bool) -> None:
            super().__init__()
            self.key = key
            self.target = target
            self.before = before

    class Dragging(Message):
        """Letting go now would do this; as `Dropped`. `key` is empty where nothing would happen."""

        def __init__(self, key: str, target: str, before: bool) -> None:
            super().__init__()
            self.key = key
            self.target = target
            self.before = before

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: Sequence[Item] = ()
        self._lines: list[Item] = []
        self._shut: set[str] = set()
        self._at = 0
        self._drag: Drag | None = None
        self._over: Drop | None = None
        self._pulling: Timer | None = None
        self._returning = Returning()
        self.movable = True
        """Whether lines can be dragged."""

    # -- what the owner tells and asks ----------------------------------------------------------------------------

    def show(self, items: Sequence[Item], key: str = "") -> None:
        """Show other lines, with the cursor on `key`, else on what comes back by undo, else where it was."""
        back = self._returning.key(self, [item.key for item in items]) if not key else None
        key = key or str(back or "")
        wanted = key or self.key
        self._items = items
        self._shut &= {item.key for item in items if item.branch}
        if key:
            self._open_above(key)
        self._lay(wanted)
        self.post_message(self.Chosen())

    @property
    def key(self) -> str:
        """What the cursor stands on; empty where there is nothing."""
        return self._lines[self._at].key if self._lines else ""

    @property
    def lines(self) -> Sequence[Item]:
        """The lines that can be seen or scrolled to."""
        return self._lines

    def _open_above(self, key: str) -> None:
        line: list[str] = []
        for item in self._items:
            del line[item.depth :]
            if item.key == key:
                self._shut.difference_update(line)
                return
            line.append(item.key)

    def _lay(self, wanted: str) -> None:
        self._lines, hidden = [], -1
        for item in self._items:
            if 0 <= hidden < item.depth:
                continue
            hidden = item.depth if item.key in self._shut else -1
            self._lines.append(item)
        keys = [item.key for item in self._lines]
        at = keys.index(wanted) if wanted in keys else self._at
        self._at = max(0, min(at, len(keys) - 1))
        self._measure()
        self._scroll_to_cursor()
        self.refresh()

    def _measure(self) -> None:
        """How far it scrolls: while a code is dragged one line more, which is the end."""
        lines = len(self._lines) + (self._drag is not None)
        self.virtual_size = Size(max(self.size.width - 3, 1), lines + _HEAD)

    def _scroll_to_cursor(self) -> None:
        top, room = self.scroll_offset.y, self._room
        if self._at < top:
            self.scroll_to(y=self._at, animate=False, force=True, immediate=True)
        elif self._at >= top + room:
            self.scroll_to(y=self._at - room + 1, animate=False, force=True, immediate=True)

    # -- painting -------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._lay(self.key)

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self.refresh()

    def _heads(self) -> list[str]:
        return [_("Keys"), _("Inf."), _("Quotes")]

    def render_line(self, y: int) -> Strip:
        """The head and its rule stay; under them the lines scroll."""
        base, width = self.rich_style, self.scrollable_content_region.width
        widths = [max(cell_len(head), least) for head, least in zip(self._heads(), (6, 4, 5), strict=True)]
        room = max(width - sum(widths) - 9, 12)
        muted = base + self.get_component_rich_style("tree--muted", partial=True)
        if y == 0:
            cells = [_fit(_("Code"), room + 2)]
            cells += [
                (_fit(head, wide) if n == 0 else head.rjust(wide)) + "  "
                for n, (head, wide) in enumerate(zip(self._heads(), widths, strict=True))
            ]
            segments = [Segment("".join(cells), muted)]
        elif y == 1:
            segments = [Segment("─" * width, self.get_component_rich_style("tree--rule"))]
        else:
            number = y - _HEAD + self.scroll_offset.y
            segments = self._line(number, room, widths, base, muted) if number < len(self._lines) else []
            if number == len(self._lines) and self._over is not None and self._over.line == number:
                segments = [Segment("▸ " + _("to the end, outermost"), base + Style(bold=True))]
        return Strip(segments).adjust_cell_length(width, base).simplify()

    def _line(self, number: int, room: int, widths: list[int], base: Style, muted: Style) -> list[Segment]:
        item = self._lines[number]
        here = number == self._at
        band = self.get_component_rich_style("tree--cursor", partial=True) if here else Style()
        base, muted = base + band, (base if here else muted) + band
        over = self._over if self._over is not None and self._over.line == number else None
        edge = " " if over is None else "▔" if over.before else "▸"
        mark = ("▸" if item.key in self._shut else "▾") if item.branch else " "
        lead = f"{'  ' * item.depth}{mark} "
        segments = [Segment(edge, base + Style(bold=True)), Segment(lead, muted)]
        used = 1 + cell_len(lead)
        if item.letter:
            segments += [Segment(f" {item.letter} ", self._chip(item)), Segment(" ", base)]
            used += 4
        weight = Style(bold=item.branch or not item.code, dim=item.quiet and not here)
        tail = f"  {item.code}" if item.code else ""
        name = one_line(item.name, max(room - used - cell_len(tail), 6))
        segments += [Segment(name, base + weight), Segment(tail, muted)]
        used += cell_len(name) + cell_len(tail)
        segments.append(Segment(" " * max(room + 2 - used, 0), base))
        counts = [item.keys, *("" if n is None else str(n) for n in (item.informants, item.segments))]
        for n, (text, wide) in enumerate(zip(counts, widths, strict=True)):
            faint = n > 0 and text == "0"
            shown = _fit(text, wide) if n == 0 else text.rjust(wide)
            segments.append(Segment(shown + "  ", muted if faint or n == 0 else base))
        remark = base + self.get_component_rich_style("tree--remark", partial=True) + band + Style(bold=True)
        segments.append(Segment("!" if item.remarks else " ", remark))
        return segments

    def _chip(self, item: Item) -> Style:
        if self.app.native_ansi_color:
            return Style(reverse=True, bold=True)
        ground = hue(item.hue)
        return Style(color=ink_on(ground), bgcolor=ground.hex, bold=True)

    # -- moving ---------------------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """Go to another line."""
        if self._lines:
            self._go(self._at + step)

    def action_page(self, way: int) -> None:
        """Go a screen on or back."""
        self.action_move(way * max(self.size.height - _HEAD - 1, 1))

    def _go(self, at: int) -> None:
        self._at = max(0, min(at, len(self._lines) - 1))
        self._scroll_to_cursor()
        self.refresh()
        self.post_message(self.Chosen())

    def action_fold(self) -> None:
        """Close this branch; where nothing is open here go to the one above."""
        if not self._lines:
            return
        item = self._lines[self._at]
        if item.branch and item.key not in self._shut:
            self._shut.add(item.key)
            self._lay(item.key)
            return
        above = next((n for n in range(self._at - 1, -1, -1) if self._lines[n].depth < item.depth), None)
        if above is not None:
            self._go(above)

    def action_unfold(self) -> None:
        """Open this branch, or go to the first line in it."""
        if not self._lines:
            return
        item = self._lines[self._at]
        if item.key in self._shut:
            self._shut.discard(item.key)
            self._lay(item.key)
        elif item.branch:
            self._go(self._at + 1)

    # -- the mouse ------------------------------------------------------------------------------------------------

    def _at_mouse(self, event: events.MouseEvent) -> tuple[int, int]:
        """Cells from the top left of the lines that are seen; outside of the tree, too."""
        at = event.get_content_offset_capture(self)
        return at.x, at.y - _HEAD

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the line under the mouse; it may be dragged."""
        x, y = self._at_mouse(event)
        number = y + self.scroll_offset.y
        if y < 0 or number >= len(self._lines):
            return
        item = self._lines[number]
        lead = 2 * item.depth
        self._go(number)
        if item.branch and lead <= x <= lead + 2:
            if item.key in self._shut:
                self.action_unfold()
            else:
                self.action_fold()
        elif self.movable and item.code:
            self._drag = Drag(item.key, number, x, y)
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Show where the code would go; held at an edge, the tree scrolls."""
        if self._drag is None:
            return
        self._drag = self._drag.at(*self._at_mouse(event))
        self._measure()
        self._hold()
        if not self._drag.pull(self._room):
            self._stop_pulling()
        elif self._pulling is None:
            self._pulling = self.set_interval(_PULL_SECONDS, self._pull)

    def _pull(self) -> None:
        if self._drag is not None:
            self.scroll_to(
                y=self.scroll_offset.y + self._drag.pull(self._room),
                animate=False,
                force=True,
                immediate=True,
            )
            self._hold()

    def _stop_pulling(self) -> None:
        if self._pulling is not None:
            self._pulling.stop()
            self._pulling = None

    @property
    def _room(self) -> int:
        return max(self.size.height - _HEAD, 1)

    def _hold(self) -> None:
        """Tell where the code that is dragged would go, where that has changed."""
        if self._drag is None:
            return
        over = self._drag.over(self.scroll_offset.y, self._room, len(self._lines))
        if over != self._over:
            self._over = over
            self.refresh()
            self.post_message(self.Dragging(self._drag.key if over else "", *self._target()))

    def _target(self) -> tuple[str, bool]:
        if self._over is None or self._over.line >= len(self._lines):
            return "", False
        return self._lines[self._over.line].key, self._over.before

    def on_mouse_up(self) -> None:
        """Let go of the code."""
        if self._drag is None:
            return
        self.release_mouse()
        self._stop_pulling()
        key, over, (target, before) = self._drag.key, self._over, self._target()
        self._drag = self._over = None
        self._measure()
        self.refresh()
        self.post_message(self.Dragging("", "", False))
        if over is not None:
            self.post_message(self.Dropped(key, target, before))

    def on_click(self, event: events.Click) -> None:
        """A double click opens the line."""
        if event.chain == 2 and self._lines:
            self.post_message(self.Opened())


def _fit(text: str, width: int) -> str:
    """`text` padded to `width` cells."""
    return text + " " * max(width - cell_len(text), 0)
