"""The graph as a matrix: one row and one column a node, the sign of the tie's class where they cross."""

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

from qualcode.i18n import _
from qualcode.tui.graph.canvas import class_name
from qualcode.tui.graph.inks import tie_style
from qualcode.tui.graph.parts import MARKS, Drawing, Node, Tie, TieClass
from qualcode.tui.painting import one_line


class Sociomatrix(ScrollView, can_focus=True):
    """Nodes stand in the order given, as by group; the first row and column stay while the rest scrolls."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Sociomatrix { background: $background; color: $foreground; height: 1fr; scrollbar-size: 1 1; }
    Sociomatrix > .matrix--muted { color: $page-muted; }
    Sociomatrix > .matrix--band { background: $surface; }
    Sociomatrix:ansi > .matrix--muted { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"matrix--muted", "matrix--band"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "move(1,0)", _("Right"), id="sociomatrix.right", show=False, tooltip=_("One column right")),
        Binding("left,h", "move(-1,0)", _("Left"), id="sociomatrix.left", show=False, tooltip=_("One column left")),
        Binding("down,j", "move(0,1)", _("Down"), id="sociomatrix.down", show=False, tooltip=_("One row down")),
        Binding("up,k", "move(0,-1)", _("Up"), id="sociomatrix.up", show=False, tooltip=_("One row up")),
        Binding("enter", "open", _("Open"), id="sociomatrix.open", show=False, tooltip=_("Show the ties of this pair")),
    ]  # fmt: skip

    class PairMessage(Message):
        """Two nodes, in the order row and column, and the ties between them."""

        def __init__(self, matrix: Sociomatrix, row: Node, column: Node, ties: Sequence[Tie]) -> None:
            super().__init__()
            self.matrix = matrix
            self.row = row
            self.column = column
            self.ties = ties

        @property
        def control(self) -> Sociomatrix:
            """The matrix it happened in."""
            return self.matrix

    class Chosen(PairMessage):
        """The cursor stands on another pair."""

    class Opened(PairMessage):
        """A person pressed Enter on a pair."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._drawing = Drawing((), (), {})
        self._people: list[Node] = []
        self._ties: dict[tuple[str, str], list[Tie]] = {}
        self._name_width = 6
        self._cell_width = 2
        self._row = 0
        self._column = 0

    def show(self, drawing: Drawing) -> None:
        """Show another graph; nodes of one group come together, in the order the groups first appear."""
        groups = drawing.groups()
        self._drawing = drawing
        self._people = sorted(drawing.nodes, key=lambda node: (groups.index(node.group), node.mentioned))
        self._ties = {}
        for tie in drawing.ties:
            self._ties.setdefault((tie.source, tie.target), []).append(tie)
            if not tie.directed:
                self._ties.setdefault((tie.target, tie.source), []).append(tie)
        self._name_width = min(max((cell_len(node.label) for node in self._people), default=4), 18) + 7
        self._cell_width = 3 if len(self._people) <= 24 else 2
        self._row = min(self._row, max(len(self._people) - 1, 0))
        self._column = min(self._column, max(len(self._people) - 1, 0))
        self.virtual_size = Size(
            self._name_width + self._cell_width * len(self._people) + 1, len(self._people) + 1
        )
        self.refresh()

    def legend(self) -> str:
        """What the signs that stand in it mean, on one line; empty where only numbers do."""
        present = {tie.tie_class for tie in self._drawing.ties if not tie.sign}
        # "mengikat (bonding)": the word of the literature is the shorter one.
        said = [
            f"{MARKS[one]} {class_name(one).rpartition('(')[2].removesuffix(')')}"
            for one in TieClass
            if one in present
        ]
        if any(tie.confirmed for tie in self._drawing.ties):
            said.append("✓ " + _("both say so"))
        if any(len(ties) > 1 for ties in self._ties.values()):
            said.append("+ " + _("several ties"))
        return " · ".join(said)

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The numbers on top, then one row a node."""
        base, width, left = self.rich_style, self.size.width, self.scroll_offset.x
        muted = self.get_component_rich_style("matrix--muted")
        row = y - 1 + self.scroll_offset.y
        if y == 0:
            head = Segment(" " * self._name_width, base)
            cells = [
                Segment(
                    f"{n + 1:<{self._cell_width}}"[: self._cell_width],
                    base + Style(bold=True) if n == self._column else muted,
                )
                for n in range(len(self._people))
            ]
        elif 0 <= row < len(self._people):
            node = self._people[row]
            name = f"{row + 1:>3} {self._drawing.shape(node)} {one_line(node.label, self._name_width - 7)}"
            head = Segment(name, base + Style(bold=True) if row == self._row else base)
            cells = [self._cell_of(row, column, base, muted) for column in range(len(self._people))]
        else:
            return Strip.blank(width, base)
        names = Strip([head]).adjust_cell_length(self._name_width, base)
        # No half of a cell at the right edge: a number without its last digit would be another one.
        room = max(width - self._name_width, 0) // self._cell_width * self._cell_width
        body = Strip(cells).crop_extend(left, left + room, base)
        return Strip([*names, *body]).adjust_cell_length(width, base).simplify()

    def _cell_of(self, row: int, column: int, base: Style, muted: Style) -> Segment:
        a, b = self._people[row], self._people[column]
        ties = self._ties.get((a.id, b.id), [])
        if row == column:
            sign, style = "╲", muted
        elif ties:
            tie = ties[0]
            beside = "✓" if any(one.confirmed for one in ties) else "+" if len(ties) > 1 else ""
            sign = ((tie.sign or MARKS[tie.tie_class]) + beside)[: self._cell_width]
            style = base + tie_style(self, ties[0].tie_class) + Style(bold=True)
        else:
            sign, style = "·", muted
        if a.group == b.group:
            style += self.get_component_rich_style("matrix--band", partial=True)
        if (row, column) == (self._row, self._column):
            style = base + Style(reverse=True, bold=True)
        return Segment(f"{sign:<{self._cell_width}}", style)

    def action_move(self, x: int, y: int) -> None:
        """Go to the next pair in a direction."""
        last = len(self._people) - 1
        self._row, self._column = max(0, min(self._row + y, last)), max(0, min(self._column + x, last))
        # The head row and the names lie over the first row and columns; the pair must not hide under them.
        deep, wide = (
            self.scrollable_content_region.height - 1,
            self.scrollable_content_region.width - self._name_width,
        )
        left = self._column * self._cell_width
        top = min(max(self.scroll_offset.y, self._row - deep + 1), self._row)
        begin = min(max(self.scroll_offset.x, left + self._cell_width - wide), left)
        self.scroll_to(x=begin, y=top, animate=False, force=True, immediate=True)
        self.refresh()
        self._post(self.Chosen)

    def tell(self) -> None:
        """Say which pair is in focus."""
        self._post(self.Chosen)

    def action_open(self) -> None:
        """Say that a person wants to see the ties of this pair."""
        self._post(self.Opened)

    def on_click(self, event: events.Click) -> None:
        """Choose the pair under the mouse; open it where it is the chosen one already."""
        row = event.y - 1 + self.scroll_offset.y
        column = (event.x - self._name_width + self.scroll_offset.x) // self._cell_width
        if (
            0 <= row < len(self._people)
            and 0 <= column < len(self._people)
            and event.y
            and event.x >= self._name_width
        ):
            opened = (row, column) == (self._row, self._column)
            self._row, self._column = row, column
            self.refresh()
            self._post(self.Opened if opened else self.Chosen)

    def _post(self, kind: type[PairMessage]) -> None:
        if self._people:
            row, column = self._people[self._row], self._people[self._column]
            self.post_message(kind(self, row, column, self._ties.get((row.id, column.id), [])))
