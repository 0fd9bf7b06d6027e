"""The drawn graph: a shape per group, a dash per tie class, the chosen node's ties bright and the others set back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from qualcode.i18n import _, ngettext
from qualcode.tui.graph.braille import Braille
from qualcode.tui.graph.inks import tie_style
from qualcode.tui.graph.parts import DASHES, Drawing, Node, TieClass
from qualcode.tui.painting import one_line

_CROWDED = 20
_SAMPLES = {
    TieClass.BONDING: "⣀⣀⣀",
    TieClass.BRIDGING: "⣀⡀⢀⣀",
    TieClass.LINKING: "⡀⡀⡀",
    TieClass.UNDEFINED: "⡀ ⡀",
    TieClass.NEGATIVE: "⣀ ⣀",
    TieClass.SHARED: "⣀⣀⡀⣀",
    TieClass.MENTION: "⡀⡀",
}


def class_name(tie_class: TieClass) -> str:
    """A tie class in the person's language."""
    return {
        TieClass.BONDING: _("bonding"),
        TieClass.BRIDGING: _("bridging"),
        TieClass.LINKING: _("linking"),
        TieClass.UNDEFINED: _("class undefined"),
        TieClass.NEGATIVE: _("negative"),
        TieClass.SHARED: _("share words"),
        TieClass.MENTION: _("mentioned by"),
    }[tie_class]


class GraphCanvas(Widget, can_focus=True):
    """A graph with places given from 0 to 1; moving goes to the nearest node in that direction."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    GraphCanvas { background: $background; color: $foreground; height: 1fr; }
    GraphCanvas > .graph--muted { color: $page-muted; }
    GraphCanvas:ansi > .graph--muted { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"graph--muted"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "toward(1,0)", _("Right"), id="graph.right", show=False, tooltip=_("Nearest to the right")),
        Binding("left,h", "toward(-1,0)", _("Left"), id="graph.left", show=False, tooltip=_("Nearest to the left")),
        Binding("down,j", "toward(0,1)", _("Down"), id="graph.down", show=False, tooltip=_("Nearest below")),
        Binding("up,k", "toward(0,-1)", _("Up"), id="graph.up", show=False, tooltip=_("Nearest above")),
        Binding("n", "through(1)", _("Next"), id="graph.next", show=False, tooltip=_("Next by number of ties")),
        Binding("N", "through(-1)", _("Previous"), id="graph.previous", show=False,
                tooltip=_("Previous by number of ties")),
        Binding("e", "ego", _("Ego view"), id="graph.ego", tooltip=_("This one and those it is tied to, or all")),
        Binding("enter", "open", _("Open"), id="graph.open", show=False, tooltip=_("Open what is known of this one")),
    ]  # fmt: skip

    class NodeMessage(Message):
        """A node of the graph."""

        def __init__(self, canvas: GraphCanvas, node: Node) -> None:
            super().__init__()
            self.canvas = canvas
            self.node = node

        @property
        def control(self) -> GraphCanvas:
            """The canvas it happened in."""
            return self.canvas

    class Chosen(NodeMessage):
        """Another node stands under the cursor."""

    class Opened(NodeMessage):
        """A person pressed Enter on a node or clicked it twice."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._whole = Drawing((), (), {})
        self._shown = self._whole
        self._chosen = ""
        self._ego = False
        self._braille: Braille | None = None
        self._inked = True
        """Whether what is drawn has the colours of now."""
        self._cells: dict[str, tuple[int, int]] = {}

    # -- what the owner tells and asks ----------------------------------------------------------------------------

    def show(self, drawing: Drawing, ego: bool | None = None) -> None:
        """Show another graph; `ego` None: only one node's surroundings where there are more than 25 nodes."""
        self._whole = drawing
        self._ego = len(drawing.nodes) > 25 if ego is None else ego
        if self._chosen not in {node.id for node in drawing.nodes}:
            ranked = self._ranked()
            self._chosen = ranked[0].id if ranked else ""
        self._draw()

    @property
    def chosen(self) -> Node | None:
        """The node under the cursor."""
        return next((node for node in self._whole.nodes if node.id == self._chosen), None)

    @property
    def ego(self) -> bool:
        """Whether only the chosen node's surroundings are shown."""
        return self._ego

    def choose(self, node_id: str) -> None:
        """Put the cursor on a node."""
        if node_id in {node.id for node in self._whole.nodes}:
            self._chosen = node_id
            self._draw()
            if chosen := self.chosen:
                self.post_message(self.Chosen(self, chosen))

    # -- painting -------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Draw it again for another size."""
        self._draw()

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        # The styles of parts are only known behind this: drawn when it is painted next.
        self._inked = False
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One row of the canvas; the last is the legend."""
        width, base = self.size.width, self.rich_style
        if not self._inked:
            self._lay()
        if self._braille is None:
            return Strip.blank(width, base)
        if y < self._braille.height:
            return self._braille.strip(y, base).adjust_cell_length(width, base)
        legend = self._ties_legend() if y == self._braille.height else self._groups_legend()
        return Strip(legend).adjust_cell_length(width, base)

    def _draw(self) -> None:
        self._lay()
        self.refresh()

    def _lay(self) -> None:
        self._inked = True
        width, height = self.size.width, self.size.height - 2
        self._shown = self._whole.around(self._chosen) if self._ego and self._chosen else self._whole
        self._braille = None
        if width >= 20 and height >= 4:
            braille = Braille(width, height)
            self._cells = _cells(self._shown, width, height)
            self._draw_ties(braille)
            self._draw_nodes(braille)
            self._draw_marks(braille)
            self._braille = braille

    def _draw_ties(self, braille: Braille) -> None:
        bright = self._chosen
        muted = self.get_component_rich_style("graph--muted", partial=True)
        crowded = len(self._shown.nodes) > _CROWDED
        for tie in sorted(self._shown.ties, key=lambda tie: bright in (tie.source, tie.target)):
            begin, end = self._cells.get(tie.source), self._cells.get(tie.target)
            if begin is None or end is None or tie.source == tie.target:
                continue
            near = bright in (tie.source, tie.target)
            style = muted if crowded and not near else tie_style(self, tie.tie_class, back=not near)
            braille.line(begin, end, style, *DASHES[tie.tie_class])
            if tie.directed and near:
                _arrow(braille, begin, end, style)

    def _draw_marks(self, braille: Braille) -> None:
        """How sure and how strong the chosen node's ties are, in the middle of each where names leave room."""
        for tie in self._shown.ties:
            begin, end = self._cells.get(tie.source), self._cells.get(tie.target)
            if begin is None or end is None or self._chosen not in (tie.source, tie.target):
                continue
            middle = (begin[0] + end[0] - len(tie.mark)) // 2, (begin[1] + end[1]) // 2
            if tie.mark and braille.free(*middle, len(tie.mark)):
                braille.write(*middle, tie.mark, tie_style(self, tie.tie_class) + Style(bold=True))

    def _draw_nodes(self, braille: Braille) -> None:
        ranked = self._ranked(self._shown)
        near = self._shown.neighbours(self._chosen) | {self._chosen}
        for node in reversed(ranked):
            braille.write(*self._cells[node.id], self._shown.shape(node), Style(bold=True))
        ranked.sort(key=lambda node: (node.id != self._chosen, node.id not in near))
        for node in ranked:
            label = one_line(node.label, 18)
            style = Style(bold=node.id == self._chosen, reverse=node.id == self._chosen)
            if node.id not in near and self._chosen:
                style += self.get_component_rich_style("graph--muted", partial=True)
            _write_label(braille, self._cells[node.id], label, style)

    def _ties_legend(self) -> list[Segment]:
        base, muted = self.rich_style, self.get_component_rich_style("graph--muted")
        chosen = self.chosen
        segments = []
        if chosen is not None:
            ties = ngettext("{n} tie", "{n} ties", self._whole.degree(chosen.id))
            segments = [
                Segment(f" {one_line(chosen.label, 24)}", base + Style(bold=True)),
                Segment(f" {ties}  ", muted),
            ]
        present = [one for one in TieClass if one in {tie.tie_class for tie in self._whole.ties}]
        names = {one: class_name(one) for one in present}
        room = self.size.width - sum(segment.cell_length for segment in segments)
        if _width(names) > room:
            # "mengikat (bonding)": where there is no room the word of the literature must do.
            names = {one: name.rpartition("(")[2].removesuffix(")") for one, name in names.items()}
            if _width(names) > room:
                segments = segments[:1]
                room = self.size.width - sum(segment.cell_length for segment in segments)
            while _width(names) > room and (longest := max(names, key=lambda one: cell_len(names[one]))):
                if cell_len(names[longest]) <= 4:
                    break
                names[longest] = one_line(names[longest], cell_len(names[longest]) - 1)
        for one in present:
            segments.append(Segment(f"  {_SAMPLES[one]}", base + tie_style(self, one)))
            segments.append(Segment(f" {names[one]}", muted))
        return segments

    def _groups_legend(self) -> list[Segment]:
        muted = self.get_component_rich_style("graph--muted")
        words, short = [], []
        for group in self._whole.groups():
            known = [node for node in self._whole.nodes if node.group == group and not node.mentioned]
            if known:
                name = self._whole.group_names.get(group, group) or _("no group")
                words.append(f"{self._whole.shape(known[0])} {one_line(name, 24)}")
                short.append(f"{self._whole.shape(known[0])} {one_line(group or _('no group'), 12)}")
        if any(node.mentioned for node in self._whole.nodes):
            words.append("○ " + _("only mentioned"))
            short.append(words[-1])
        if any(tie.confirmed for tie in self._whole.ties):
            words.append("✓ " + _("both ends say so"))
            short.append("✓ " + _("both say so"))
        said = " " + "  ".join(words)
        return [Segment(said if cell_len(said) <= self.size.width else " " + "  ".join(short), muted)]

    def _ranked(self, drawing: Drawing | None = None) -> list[Node]:
        """The nodes with most ties first."""
        drawing = drawing or self._whole
        return sorted(drawing.nodes, key=lambda node: (-drawing.degree(node.id), node.label))

    # -- moving ---------------------------------------------------------------------------------------------------

    def action_through(self, step: int) -> None:
        """Go through the nodes by their number of ties."""
        ids = [node.id for node in self._ranked()]
        if ids:
            self.choose(ids[(ids.index(self._chosen) + step) % len(ids)])

    def action_toward(self, x: int, y: int) -> None:
        """Go to the nearest node in a direction."""
        here = self._cells.get(self._chosen)
        if here is None:
            return
        best: tuple[float, str] | None = None
        for node_id, (column, row) in self._cells.items():
            across, down = (column - here[0]) / 2, float(row - here[1])
            ahead, aside = across * x + down * y, abs(across * y) + abs(down * x)
            if ahead > 0:
                best = min(best or (math.inf, ""), (ahead + 2 * aside, node_id))
        if best:
            self.choose(best[1])

    def action_ego(self) -> None:
        """Only the chosen node and those it is tied to, or all."""
        self._ego = not self._ego
        self._draw()

    def action_open(self) -> None:
        """Say that a person wants to see more of the chosen node."""
        if chosen := self.chosen:
            self.post_message(self.Opened(self, chosen))

    def on_click(self, event: events.Click) -> None:
        """Choose the nearest node; open it where it is the chosen one already."""
        if not self._cells:
            return
        distance, node_id = min(
            (abs(column - event.x) / 2 + abs(row - event.y), node_id)
            for node_id, (column, row) in self._cells.items()
        )
        if distance <= 4:
            if node_id == self._chosen:
                self.action_open()
            else:
                self.choose(node_id)


def _cells(drawing: Drawing, width: int, height: int) -> dict[str, tuple[int, int]]:
    """Cells for places from 0 to 1, spread over the whole canvas; no two nodes share one.

    Nodes without ties stand in the last rows: wherever a layout puts them, they would only push the others together.
    """
    cells: dict[str, tuple[int, int]] = {}
    if drawing.alone is None:
        tied = [node for node in drawing.nodes if drawing.degree(node.id)] or list(drawing.nodes)
    else:
        tied = [node for node in drawing.nodes if node.id not in drawing.alone]
    ids = {node.id for node in tied}
    alone = [node for node in drawing.nodes if node.id not in ids]
    places = {node.id: drawing.places.get(node.id, (0.5, 0.5)) for node in tied}
    # Of a part, the places of the whole, in which nobody moves.
    whole = [place for key, place in drawing.places.items() if key not in (drawing.alone or ())]
    whole = list(places.values()) if drawing.alone is None else whole
    xs, ys = [x for x, _y in whole] or [0.0], [y for _x, y in whole] or [0.0]
    label = max((min(cell_len(node.label), 18) for node in drawing.nodes), default=0)
    rows = min(math.ceil(len(alone) * (label + 4) / (width - 3)), max(height // 4, 1))
    room, deep = max(width - 6 - label, 8), height - 3 - (rows + 1 if alone else 0)
    taken: set[tuple[int, int]] = set()
    for node_id, (x, y) in places.items():
        across = (x - min(xs)) / (max(xs) - min(xs)) if max(xs) > min(xs) else 0.5
        down = (y - min(ys)) / (max(ys) - min(ys)) if max(ys) > min(ys) else 0.5
        cell = 3 + round(across * room), 1 + round(down * max(deep, 1))
        while cell in taken:
            cell = (cell[0] + 2, cell[1]) if cell[0] + 2 < width else (3, (cell[1] + 1) % height)
        taken.add(cell)
        cells[node_id] = cell
    in_row = math.ceil(len(alone) / max(rows, 1))
    for number, node in enumerate(alone):
        step = max((width - 6) // in_row, 2)
        cells[node.id] = (3 + number % in_row * step, height - rows + number // in_row)
    return cells


def _write_label(braille: Braille, cell: tuple[int, int], label: str, style: Style) -> None:
    """Beside the sign where it covers least, else above or below; left out where there is no room at all."""
    column, row = cell
    length = cell_len(label)
    spots = [
        (column + 2, row),
        (column - length - 1, row),
        (max(column - length // 2, 0), row - 1),
        (max(column - length // 2, 0), row + 1),
    ]
    free = [
        (braille.crossed(*spot, length), rank, spot)
        for rank, spot in enumerate(spots)
        if braille.free(*spot, length)
    ]
    if free:
        braille.write(*min(free)[2], label, style)


def _arrow(braille: Braille, begin: tuple[int, int], end: tuple[int, int], style: Style) -> None:
    """A head on a directed tie, two cells before where it ends."""
    across, down = end[0] - begin[0], end[1] - begin[1]
    length = max(abs(across), abs(down))
    if length < 4:
        return
    part = 1 - 2 / length
    sideways = abs(across) > 2 * abs(down)
    head = ("▸" if across > 0 else "◂") if sideways else ("▾" if down > 0 else "▴")
    braille.write(round(begin[0] + across * part), round(begin[1] + down * part), head, style)


def _width(names: Mapping[TieClass, str]) -> int:
    """Cells that the samples and names of the legend take."""
    return sum(cell_len(name) + len(_SAMPLES[one]) + 3 for one, name in names.items())
