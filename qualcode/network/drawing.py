"""The informant graph as a standalone SVG picture for print, page and screen.

It must read in greyscale and for the colour-blind: groups differ by shape and by a fill of the palette of Okabe
& Ito (2008), classes of ties by dash and width, and only then by colour. Nothing in it depends on a style
sheet, a font that must be there, or the clock: the same graph gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from xml.sax.saxutils import escape, quoteattr

from qualcode.i18n import _, ngettext
from qualcode.model.values import value_word
from qualcode.network.graph import BONDING, BRIDGING, LINKING, UNDEFINED, InformantGraph, Node, Tie
from qualcode.network.layout import Positions
from qualcode.network.placing import Box, Curve, Point, free_curve, label_box

WIDTH, TALLEST, MARGIN = 960.0, 640.0, 56.0
PRINT_WIDTH = 680.0
"""Of a picture that is 14 cm wide in print, so that its letters are 8 points and more."""
RADIUS, SMALLEST = 20.0, 9.0
TEXT, SMALL = 14.0, 13.0
HEAD, HEAD_SMALLEST = 11.0, 5.0
"""Length of an arrow's head."""
FONT = "Noto Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif"
INK, PAPER, SOFT = "#1a1a1a", "#ffffff", "#5c5c5c"
NO_GROUP = "#d9d9d9"
FILLS = ("#56B4E9", "#E69F00", "#009E73", "#F0E442", "#CC79A7", "#D55E00", "#0072B2", "#BBBBBB")

SIDES: tuple[tuple[int, float, float], ...] = (
    (0, 0.0, 1.0),
    (4, 45.0, 1.2),
    (4, 0.0, 1.3),
    (6, 30.0, 1.12),
    (3, -90.0, 1.42),
    (5, -90.0, 1.18),
    (3, 90.0, 1.42),
)
"""Shape of each group in turn: corners (0 a circle), turn in degrees, size that makes areas look alike.
Seven shapes go with eight fills, so that groups of one shape never share a fill."""
NO_GROUP_SIDES = (8, 22.5, 1.08)


@dataclass(frozen=True)
class Stroke:
    """How a class of tie is drawn."""

    colour: str
    width: float
    dash: str = ""


NEGATIVE = "negative"
STROKES = {
    BONDING: Stroke("#3d3d3d", 2.8),
    BRIDGING: Stroke("#0072B2", 2.4, "9 6"),
    LINKING: Stroke("#B34A00", 3.4, "14 5 2.5 5"),
    UNDEFINED: Stroke("#8a8a8a", 1.6, "1.6 4"),
    NEGATIVE: Stroke("#000000", 1.2),
}


@dataclass(frozen=True)
class Line:
    """Everything between two people that is drawn as one line."""

    a: str
    b: str
    kind: str
    ties: tuple[Tie, ...]

    @property
    def arrows(self) -> tuple[bool, bool]:
        """Whether an arrow stands at `a` and at `b`; none where a tie has no direction."""
        if not all(tie.directed for tie in self.ties):
            return False, False
        return any(tie.b == self.a for tie in self.ties), any(tie.b == self.b for tie in self.ties)


def graph_svg(
    graph: InformantGraph,
    positions: Positions,
    group_names: Mapping[str, str] | None = None,
    title: str = "",
    width: float = WIDTH,
) -> str:
    """The picture with its legend, in the current language; `group_names` gives groups longer names there.

    Letters and marks keep their size whatever the `width`, so a narrower picture has larger letters in print.
    What a page needs to move people and take classes of ties away stands in `data-` attributes: of a line its ends,
    class in words, bend and arrows; of a node its key and group in words; of a label whose it is.
    """
    names = group_names or {}
    canvas = _Canvas(graph, positions, width)
    lines = _lines(graph)
    curves = {line: canvas.curve(line, lines) for line in lines}
    body = [part for line in lines for part in canvas.line_svg(line, curves[line])]
    body += [canvas.node_svg(node, _group_words(node.group, names)) for node in graph.nodes]
    body += canvas.labels_svg(list(curves.values()))
    legend, height = _legend(graph, lines, names, canvas.bottom, width)
    name = title or _("Informant graph")
    people = ngettext("{n} person or group", "{n} people or groups", len(graph.nodes))
    pairs = ngettext("{n} line", "{n} lines", len(lines))
    told = ". ".join(filter(None, (f"{people}, {pairs}", ties_words(graph))))
    size = f"{_n(width)} {_n(height)}"
    extent, font = f'width="{_n(width)}" height="{_n(height)}"', f"font-family={quoteattr(FONT)}"
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" {extent} {font} role="img">',
            f"<title>{escape(name)}</title>",
            f"<desc>{escape(told)}</desc>",
            f'<rect width="{_n(width)}" height="{_n(height)}" fill="{PAPER}"/>',
            f'<g class="graph" data-gap="{_n(canvas.gap)}" data-down="{_n(canvas.bottom)}">',
            *body,
            "</g>",
            '<g class="legend">',
            *legend,
            "</g>",
            "</svg>",
            "",
        ]
    )


def ties_words(graph: InformantGraph) -> str:
    """Every line of the picture by its class: "bonding: K1 – K2, K1 → K3. linking: …"; empty without any.

    A tie of two directions is ↔, one without a direction –.
    """
    signs = {(False, False): "–", (True, False): "←", (False, True): "→", (True, True): "↔"}
    told: dict[str, list[str]] = {}
    for line in _lines(graph):
        ends = (graph.node[key].label for key in (line.a, line.b))
        told.setdefault(line.kind, []).append(f" {signs[line.arrows]} ".join(ends))
    return ". ".join(f"{class_words(kind)}: {', '.join(told[kind])}" for kind in STROKES if kind in told)


def group_fill(groups: Sequence[str], group: str | None) -> str:
    """The fill of a group, by its place among the graph's groups; #rrggbb."""
    return NO_GROUP if group is None else FILLS[groups.index(group) % len(FILLS)]


class _Canvas:
    """Positions in pixels, and the pieces drawn on them."""

    def __init__(self, graph: InformantGraph, positions: Positions, width: float) -> None:
        self.graph, self.width = graph, width
        xs = [positions[node.key][0] for node in graph.nodes] or [0.0]
        ys = [positions[node.key][1] for node in graph.nodes] or [0.0]
        wide, tall = max(xs) - min(xs), max(ys) - min(ys)
        across, down = width - 2 * MARGIN, TALLEST * width / WIDTH - 2 * MARGIN
        scale = min(across / wide if wide else math.inf, down / tall if tall else math.inf)
        scale = 0.0 if math.isinf(scale) else scale
        left = (width - wide * scale) / 2
        self.at: dict[str, Point] = {
            node.key: (
                left + (positions[node.key][0] - min(xs)) * scale,
                MARGIN + (positions[node.key][1] - min(ys)) * scale,
            )
            for node in graph.nodes
        }
        self.bottom = tall * scale + 2 * MARGIN
        nearest = min((math.dist(a, b) for a, b in combinations(self.at.values(), 2)), default=math.inf)
        self.radius = max(SMALLEST, min(RADIUS, nearest * 0.27))
        self.gap = self.radius * 1.25
        """Between the middle of a node and the end of a line."""

    def curve(self, line: Line, lines: Sequence[Line]) -> Curve:
        taken = [other for other in lines if {other.a, other.b} == {line.a, line.b}].index(line)
        others = [place for key, place in self.at.items() if key not in (line.a, line.b)]
        return free_curve(self.at[line.a], self.at[line.b], others, self.radius * 1.5, taken)

    def line_svg(self, line: Line, curve: Curve) -> list[str]:
        stroke = STROKES[line.kind]
        width = stroke.width * max(0.6, self.radius / RADIUS)
        at_a, at_b = line.arrows
        gap = self.gap
        free = math.dist(curve.start, curve.end) - 2 * gap
        # Between two who stand close, the heads of both ends leave a stretch of the line between them.
        head = min(HEAD, max(HEAD_SMALLEST, free * 0.36)) if at_a and at_b else HEAD
        visible = curve.between(gap + (head if at_a else 0) * 0.73, gap + (head if at_b else 0) * 0.73)
        path = " ".join(
            ["M", _xy(visible.start), "Q", _xy(visible.middle), _xy(visible.end)],
        )
        dash = f' stroke-dasharray="{stroke.dash}"' if stroke.dash else ""
        words = f"{self.graph.node[line.a].label} – {self.graph.node[line.b].label}: "
        words += ", ".join(sorted({value_word(tie.type) for tie in line.ties}))
        opening = (
            f'<g class="tie {line.kind}" data-a={quoteattr(line.a)} data-b={quoteattr(line.b)} '
            f'data-class={quoteattr(class_words(line.kind))} data-bend="{_bend(curve):.2f}" '
            f'data-arrows="{"a" * at_a}{"b" * at_b}">'
        )
        parts = [
            opening,
            f"<title>{escape(words)}</title>",
            f'<path d="{path}" fill="none" stroke="{stroke.colour}" stroke-width="{_n(width)}"{dash}/>',
        ]
        ends = curve.between(gap, gap)
        parts += [_arrow(ends.start, visible.start, stroke.colour, head)] if at_a else []
        parts += [_arrow(ends.end, visible.end, stroke.colour, head)] if at_b else []
        parts += [_cross(curve.at(0.5))] if line.kind == NEGATIVE else []
        return [*parts, "</g>"]

    def node_svg(self, node: Node, group: str) -> str:
        x, y = self.at[node.key]
        shape = _shape(self.graph, node.group, (x, y), self.radius, node.interviewed)
        inside = ""
        if self._fits(node):
            inside = _text((x, y + TEXT * 0.36), node.label, TEXT, "middle", bold=True)
        return (
            f'<g class="node" data-key={quoteattr(node.key)} data-group={quoteattr(group)} '
            f'data-x="{_n(x)}" data-y="{_n(y)}"><title>{escape(_node_words(node, group))}</title>{shape}{inside}</g>'
        )

    def labels_svg(self, curves: Sequence[Curve]) -> list[str]:
        frame = Box(4, 4, self.width - 4, self.bottom - 4)
        r = self.radius * 1.2
        taken = [Box(x - r, y - r, x + r, y + r) for x, y in self.at.values()]
        parts = []
        for node in self.graph.nodes:
            if self._fits(node):
                continue
            rows = _wrapped(node.label)
            size = max(map(_width, rows)) + 2, len(rows) * TEXT * 1.15
            box = label_box(self.at[node.key], r, size, taken, curves, frame)
            taken.append(box)
            middle = (box.left + box.right) / 2
            for number, row in enumerate(rows):
                spot = middle, box.top + TEXT * (0.9 + 1.15 * number)
                parts.append(_text(spot, row, TEXT, "middle", halo=True, of=node.key))
        return parts

    def _fits(self, node: Node) -> bool:
        return _width(node.label) <= self.radius * 1.5


def _lines(graph: InformantGraph) -> list[Line]:
    found: dict[tuple[str, str, str], list[Tie]] = {}
    for tie in graph.ties:
        a, b = sorted((tie.a, tie.b))
        found.setdefault((a, b, NEGATIVE if tie.negative else graph.class_of(tie)), []).append(tie)
    return [Line(a, b, kind, tuple(ties)) for (a, b, kind), ties in sorted(found.items())]


def _legend(
    graph: InformantGraph, lines: Sequence[Line], names: Mapping[str, str], top: float, width: float
) -> tuple[list[str], float]:
    """Legend rows below the picture, and the height of the whole."""
    entries: list[tuple[str, str, Node | Stroke | None]] = []
    for group in graph.groups:
        entries.append(("node", _group_words(group, names), Node("", "", group)))
    strangers = [node.interviewed for node in graph.nodes if node.group is None]
    if strangers:
        entries.append(("node", _group_words(None, names), Node("", "", None, interviewed=any(strangers))))
    if not all(node.interviewed for node in graph.nodes):
        entries.append(("node", _("dashed outline: only mentioned"), None))
    counts = {kind: sum(line.kind == kind for line in lines) for kind in STROKES}
    for kind, stroke in STROKES.items():
        if counts[kind]:
            entries.append((kind, f"{class_words(kind)} ({counts[kind]})", stroke))
    if any(any(line.arrows) for line in lines):
        entries.append(("arrow", _("towards whom the tie runs"), None))

    parts = [f'<path d="M {_n(MARGIN)} {_n(top)} H {_n(width - MARGIN)}" stroke="#c8c8c8" stroke-width="1"/>']
    x, y, step, kind_before = MARGIN, top + 24, 26.0, "node"
    for kind, words, sample in entries:
        mark = 24.0 if kind == "node" else 54.0
        wide = mark + 10 + _width(words, SMALL) + 28
        new_block = (kind == "node") != (kind_before == "node")
        if x > MARGIN and (new_block or x + wide > width - MARGIN + 28):
            x, y = MARGIN, y + step
        kind_before = kind
        if kind == "node" and sample is None:
            parts.append(
                f'<circle cx="{_n(x + 12)}" cy="{_n(y)}" r="9" fill="none" stroke="{INK}" stroke-width="1.8" '
                'stroke-dasharray="4 3"/>'
            )
        elif isinstance(sample, Node):
            parts.append(_shape(graph, sample.group, (x + 12, y), 9.0, sample.interviewed))
        elif isinstance(sample, Stroke):
            dash = f' stroke-dasharray="{sample.dash}"' if sample.dash else ""
            parts.append(
                f'<path d="M {_n(x)} {_n(y)} h 50" stroke="{sample.colour}" stroke-width="{sample.width}"{dash}/>'
            )
            parts += [_cross((x + 25, y))] if kind == NEGATIVE else []
        else:
            parts.append(f'<path d="M {_n(x)} {_n(y)} h 42" stroke="{SOFT}" stroke-width="2"/>')
            parts.append(_arrow((x + 50, y), (x + 42, y), SOFT))
        parts.append(_text((x + mark + 8, y + SMALL * 0.36), words, SMALL, "start"))
        x += wide
    return parts, (y + 28 if entries else top)


def class_words(kind: str) -> str:
    """A class of tie in words."""
    return {
        BONDING: _("bonding"),
        BRIDGING: _("bridging"),
        LINKING: _("linking"),
        UNDEFINED: _("class undefined"),
        NEGATIVE: _("negative"),
    }[kind]


def _group_words(group: str | None, names: Mapping[str, str]) -> str:
    return _("no group") if group is None else names.get(group, group)


def _bend(curve: Curve) -> float:
    """How far the curve leaves the straight, in parts of its length."""
    dx, dy = curve.end[0] - curve.start[0], curve.end[1] - curve.start[1]
    aside_x = curve.middle[0] - (curve.start[0] + curve.end[0]) / 2
    aside_y = curve.middle[1] - (curve.start[1] + curve.end[1]) / 2
    return (aside_y * dx - aside_x * dy) / ((dx * dx + dy * dy) or 1.0)


def _node_words(node: Node, group: str) -> str:
    words = [node.label, group]
    return ", ".join(words if node.interviewed else [*words, _("only mentioned")])


def _shape(graph: InformantGraph, group: str | None, at: Point, radius: float, solid: bool) -> str:
    corners, turn, size = NO_GROUP_SIDES
    if group is not None:
        corners, turn, size = SIDES[graph.groups.index(group) % len(SIDES)]
    paint = f'fill="{group_fill(graph.groups, group)}" stroke="{INK}"'
    paint += (
        ' stroke-width="1.4"' if solid else ' fill-opacity="0.25" stroke-width="1.8" stroke-dasharray="4 3"'
    )
    if not corners:
        return f'<circle cx="{_n(at[0])}" cy="{_n(at[1])}" r="{_n(radius)}" {paint}/>'
    angles = [math.radians(turn + 360 * corner / corners) for corner in range(corners)]
    points = [(at[0] + radius * size * math.cos(a), at[1] + radius * size * math.sin(a)) for a in angles]
    return f'<polygon points="{" ".join(map(_xy, points))}" {paint}/>'


def _arrow(tip: Point, base: Point, colour: str, size: float = HEAD) -> str:
    angle = math.atan2(tip[1] - base[1], tip[0] - base[0])
    wings = [
        (tip[0] - size * math.cos(angle + side), tip[1] - size * math.sin(angle + side))
        for side in (0.42, -0.42)
    ]
    return f'<polygon points="{" ".join(map(_xy, (tip, *wings)))}" fill="{colour}"/>'


def _cross(at: Point) -> str:
    x, y = at
    path = f"M {_xy((x - 5, y - 5))} L {_xy((x + 5, y + 5))} M {_xy((x - 5, y + 5))} L {_xy((x + 5, y - 5))}"
    return f'<path d="{path}" stroke="{STROKES[NEGATIVE].colour}" stroke-width="2"/>'


def _text(
    at: Point,
    words: str,
    size: float,
    anchor: str,
    *,
    bold: bool = False,
    halo: bool = False,
    of: str = "",
) -> str:
    style = ' font-weight="600"' if bold else ""
    style += f" data-of={quoteattr(of)}" if of else ""
    style += (
        f' stroke="{PAPER}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    )
    return (
        f'<text x="{_n(at[0])}" y="{_n(at[1])}" font-size="{_n(size)}" text-anchor="{anchor}" '
        f'fill="{INK}"{style}>{escape(words)}</text>'
    )


def _wrapped(label: str) -> list[str]:
    """A long name over several lines of about 18 characters, broken between words."""
    rows: list[str] = []
    for word in label.split() or [label]:
        if rows and len(rows[-1]) + 1 + len(word) <= 18:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def _width(words: str, size: float = TEXT) -> float:
    """About how wide the words are in a sans-serif font, rather too wide than too narrow."""
    return sum(0.34 if char in "iljtfI.,:;'| ()" else 0.9 if char in "mwMW" else 0.6 for char in words) * size


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _xy(point: Point) -> str:
    return f"{_n(point[0])},{_n(point[1])}"
