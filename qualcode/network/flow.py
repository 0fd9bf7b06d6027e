"""What leads to what, as a standalone SVG picture: causes left, problems in the middle, solutions right, and arrows.

Boxes of a column are put in order by where their neighbours stand, sweep by sweep as Sugiyama, Tagawa & Toda 1981 do,
from an order that follows from a seed. Where people only said what comes before what, columns go from earlier to later.
A box says by its shape and in words what it is, an arrow by its dash, so that nothing rests on colour. The same links
give the same bytes.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from qualcode.i18n import _
from qualcode.network.drawing import FONT, INK, PAPER, PRINT_WIDTH, SOFT
from qualcode.network.placing import Point

CAUSE, SOLUTION, BEFORE = "cause_of", "solution_to", "before"
"""How a first box leads to a second."""

MOST_ARROWS, MOST_BOXES, TALLEST_LAYER = 24, 24, 9
"""What one picture holds at most, to be read in print."""
SEED, SWEEPS = 20240, 8
LETTERS, SMALL = 14.0, 12.0
LINE, PADDING, BETWEEN, TOP = 16.5, 8.0, 20.0, 10.0
GAP = 84.0
"""Between columns: room for arrows and the numbers on them."""
COLUMNS = 3
NAME_LINES, GROUP_LINES = 4, 4
"""Lines of a name in its box, and of the groups below it."""
POINT = 20.0
"""How much of a solution its two points take."""
DASHES = {CAUSE: "", SOLUTION: "9 5", BEFORE: "2 4"}
HEAD = 11.0


@dataclass(frozen=True)
class Box:
    """One end of a link."""

    key: str
    name: str
    groups: tuple[str, ...] = ()
    """Who speaks of it, written under its name."""


@dataclass(frozen=True)
class Arrow:
    """The first leads to the second."""

    first: str
    second: str
    kind: str
    count: int
    """How often a person linked the two so."""


@dataclass(frozen=True)
class _Shape:
    """A box in its place."""

    box: Box
    role: str
    rows: tuple[str, ...]
    small: tuple[str, ...]
    left: float
    top: float
    width: float

    @property
    def height(self) -> float:
        return 2 * PADDING + LINE * len(self.rows) + (SMALL + 3) * (len(self.small) + 1)

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    def edge(self, side: int, y: float) -> float:
        """Where its right (1) or left (-1) side stands at a height; a solution comes to a point there."""
        away = POINT * abs(y - self.middle) / self.height if self.role == SOLUTION else 0.0
        return self.left + self.width - away if side > 0 else self.left + away


def strongest(arrows: Sequence[Arrow]) -> list[Arrow]:
    """The arrows that one picture has room for, the first ones given."""
    kept: list[Arrow] = []
    ends: set[str] = set()
    for arrow in arrows:
        if len(kept) < MOST_ARROWS and len(ends | {arrow.first, arrow.second}) <= MOST_BOXES:
            layers = Counter(_layers([*kept, arrow]).values())
            if max(layers.values()) <= TALLEST_LAYER:
                kept.append(arrow)
                ends |= {arrow.first, arrow.second}
    return kept


def flow_svg(boxes: Sequence[Box], arrows: Sequence[Arrow], width: float = PRINT_WIDTH) -> str:
    """The picture with its legend, in the current language; `boxes` are both ends of every arrow."""
    order = _ordered(_layers(arrows), arrows)
    shapes = _placed(boxes, arrows, order, width)
    bottom = max((shape.top + shape.height for shape in shapes.values()), default=0.0) + 16
    lines = [part for arrow in arrows for part in _arrow_svg(arrow, shapes, arrows)]
    legend, height = _legend(shapes.values(), arrows, bottom, width)
    extent = f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" {extent} font-family={quoteattr(FONT)} role="img">',
            f"<title>{escape(_('Problems, their causes and their solutions'))}</title>",
            f'<rect width="{_n(width)}" height="{_n(height)}" fill="{PAPER}"/>',
            *lines,
            *(part for shape in shapes.values() for part in _box_svg(shape)),
            *legend,
            "</svg>",
            "",
        ]
    )


def _layers(arrows: Sequence[Arrow]) -> dict[str, int]:
    """The column of each box."""
    roles = _roles(arrows)
    if any(role != BEFORE for role in roles.values()):
        return {key: {CAUSE: 0, SOLUTION: 2}.get(role, 1) for key, role in roles.items()}
    layer = dict.fromkeys(roles, 0)
    # In a circle of befores nothing is first: steps are counted only as far as there are columns.
    for _step in range(COLUMNS):
        for arrow in arrows:
            layer[arrow.second] = min(max(layer[arrow.second], layer[arrow.first] + 1), COLUMNS - 1)
    return layer


def _ordered(layers: Mapping[str, int], arrows: Sequence[Arrow]) -> list[list[str]]:
    """The boxes of each column from top to bottom, so that few arrows cross."""
    columns: list[list[str]] = [[] for _n in range(max(layers.values(), default=-1) + 1)]
    for key in sorted(layers):
        columns[layers[key]].append(key)
    for column in columns:
        random.Random(SEED).shuffle(column)
    columns = [column for column in columns if column]
    near: dict[str, list[str]] = {}
    for arrow in arrows:
        near.setdefault(arrow.first, []).append(arrow.second)
        near.setdefault(arrow.second, []).append(arrow.first)
    best, least = columns, _crossings(columns, arrows)
    for sweep in range(SWEEPS):
        turned = range(len(columns)) if sweep % 2 == 0 else reversed(range(len(columns)))
        for number in turned:
            place = {key: (n + 0.5) / len(column) for column in columns for n, key in enumerate(column)}
            others = set(near) - set(columns[number])

            def pull(key: str, place: dict[str, float] = place, others: set[str] = others) -> float:
                by = [place[one] for one in near.get(key, ()) if one in others]
                return sum(by) / len(by) if by else place[key]

            columns = [sorted(c, key=pull) if n == number else c for n, c in enumerate(columns)]
        if (now := _crossings(columns, arrows)) < least:
            best, least = columns, now
    return best


def _crossings(columns: Sequence[Sequence[str]], arrows: Sequence[Arrow]) -> int:
    """Pairs of arrows between the same two columns that cross."""
    at = {key: (number, place) for number, column in enumerate(columns) for place, key in enumerate(column)}
    ends = [sorted((at[arrow.first], at[arrow.second])) for arrow in arrows]
    return sum(
        (a[0][1] - b[0][1]) * (a[1][1] - b[1][1]) < 0
        for n, a in enumerate(ends)
        for b in ends[:n]
        if (a[0][0], a[1][0]) == (b[0][0], b[1][0])
    )


def _placed(
    boxes: Sequence[Box], arrows: Sequence[Arrow], order: Sequence[Sequence[str]], width: float
) -> dict[str, _Shape]:
    by_key = {box.key: box for box in boxes}
    roles = _roles(arrows)
    outer = {key for column in (order[:1], order[-1:]) for keys in column for key in keys}
    layers = _layers(arrows)
    bent = any(layers[a.first] == layers[a.second] and a.first in outer for a in arrows)
    # Arrows within the first or the last column run at the edge of the picture.
    edge = GAP * 0.6 if bent else 2.0
    wide = (width - GAP * (len(order) - 1) - 2 * edge) / max(len(order), 1)
    columns = []
    for number, column in enumerate(order):
        left, top, made = edge + number * (wide + GAP), 0.0, []
        for key in column:
            inner = wide - 2 * PADDING - (POINT if roles[key] == SOLUTION else 0)
            rows = _wrapped(by_key[key].name, inner, LETTERS)
            if len(rows) > NAME_LINES:
                rows = [*rows[: NAME_LINES - 1], rows[NAME_LINES - 1][:-1] + "…"]
            small = _groups(by_key[key].groups, inner)
            shape = _Shape(by_key[key], roles[key], tuple(rows), tuple(small), left, top, wide)
            made.append(shape)
            top += shape.height + BETWEEN
        columns.append(made)
    tallest = max((column[-1].top + column[-1].height for column in columns), default=0.0)
    found = {}
    for shapes in columns:
        spare = (tallest - shapes[-1].top - shapes[-1].height) / (len(shapes) + 1)
        for number, shape in enumerate(shapes):
            down = TOP + shape.top + spare * (number + 1)
            found[shape.box.key] = replace(shape, top=down)
    return found


def _groups(groups: Sequence[str], room: float) -> list[str]:
    """As many groups as have room, and how many more there are."""
    for kept in range(len(groups), 0, -1):
        more = f" +{len(groups) - kept}" if kept < len(groups) else ""
        rows = _wrapped(", ".join(groups[:kept]) + more, room, SMALL)
        if len(rows) <= GROUP_LINES:
            return rows
    return rows[:GROUP_LINES] if groups else []


def _roles(arrows: Sequence[Arrow]) -> dict[str, str]:
    """What each box is: a solution solves, a cause is only ever a cause, all others are problems (empty)."""
    ends = {arrow.second for arrow in arrows if arrow.kind in (CAUSE, SOLUTION)}
    found = dict.fromkeys((end for arrow in arrows for end in (arrow.first, arrow.second)), "")
    for arrow in arrows:
        if arrow.kind in (CAUSE, SOLUTION) and arrow.first not in ends:
            found[arrow.first] = arrow.kind
        elif arrow.kind == BEFORE:
            for end in (arrow.first, arrow.second):
                if end not in ends and not found[end]:
                    found[end] = BEFORE
    return found


def role_words(role: str) -> str:
    """What a box is, in the current language; empty stands for a problem."""
    return {CAUSE: _("cause"), SOLUTION: _("solution"), BEFORE: _("event"), "": _("problem")}[role]


def _box_svg(shape: _Shape) -> list[str]:
    middle = shape.left + shape.width / 2
    named = ", ".join((shape.box.name, role_words(shape.role), *shape.box.groups))
    parts = [
        f"<g><title>{escape(named)}</title>",
        _outline(shape.role, shape.left, shape.top, shape.width, shape.height),
    ]
    y = shape.top + PADDING + SMALL - 1
    parts.append(_text((middle, y), role_words(shape.role).upper(), SMALL, spaced=True))
    for row in shape.rows:
        y += LINE
        parts.append(_text((middle, y), row, LETTERS, bold=True))
    for row in shape.small:
        y += SMALL + 3
        parts.append(_text((middle, y), row, SMALL, italic=True))
    return [*parts, "</g>"]


def _outline(role: str, left: float, top: float, width: float, height: float) -> str:
    """A cause is rounded, a problem has corners and a thick line, a solution points to both sides."""
    if role == SOLUTION:
        edge = POINT / 2
        corners = [
            (left, top + height / 2),
            (left + edge, top),
            (left + width - edge, top),
            (left + width, top + height / 2),
            (left + width - edge, top + height),
            (left + edge, top + height),
        ]
        return f'<polygon points="{" ".join(map(_xy, corners))}" fill="#f4f4f4" stroke="{INK}" stroke-width="1.3"/>'
    corner, thick, fill = {CAUSE: (16, 1.3, PAPER), BEFORE: (4, 1.0, PAPER)}.get(role, (0, 2.8, "#e4e4e4"))
    return (
        f'<rect x="{_n(left)}" y="{_n(top)}" width="{_n(width)}" height="{_n(height)}" rx="{corner}" '
        f'fill="{fill}" stroke="{INK}" stroke-width="{thick}"/>'
    )


def _arrow_svg(arrow: Arrow, shapes: Mapping[str, _Shape], arrows: Sequence[Arrow]) -> list[str]:
    one, other = shapes[arrow.first], shapes[arrow.second]
    from_side, to_side = _side(arrow, one, shapes), _side(arrow, other, shapes)
    leaves, arrives = _port(one, arrow, shapes, arrows), _port(other, arrow, shapes, arrows)
    start = one.edge(from_side, leaves), leaves
    tip = other.edge(to_side, arrives) + to_side * 1.5, arrives
    base = tip[0] + to_side * HEAD, tip[1]
    bend = GAP * 0.45 if from_side != to_side else GAP * (0.3 + 0.25 * _reach(one, other, shapes))
    curve = [
        _xy((start[0] + from_side * bend, start[1])),
        _xy((base[0] + to_side * (bend - (HEAD if from_side == to_side else 0)), base[1])),
        _xy(base),
    ]
    dash = f' stroke-dasharray="{DASHES[arrow.kind]}"' if DASHES[arrow.kind] else ""
    thick = 1.2 + 0.5 * min(arrow.count - 1, 4)
    said = f"{one.box.name} → {other.box.name}: {arrow.count}"
    parts = [
        f"<g><title>{escape(said)}</title>",
        f'<path d="M {_xy(start)} C {" ".join(curve)}" fill="none" stroke="{SOFT}" stroke-width="{_n(thick)}"{dash}/>',
        _head(tip, base),
    ]
    if arrow.count > 1:
        parts.append(_text((base[0] + to_side * 9, base[1] - 4), f"×{arrow.count}", SMALL, halo=True))
    return [*parts, "</g>"]


def _reach(one: _Shape, other: _Shape, shapes: Mapping[str, _Shape]) -> float:
    """How far apart two boxes of a column are, 0 to 1: an arrow between them leaves the column the further."""
    column = [shape.middle for shape in shapes.values() if shape.left == one.left]
    return abs(one.middle - other.middle) / ((max(column) - min(column)) or 1.0)


def _side(arrow: Arrow, shape: _Shape, shapes: Mapping[str, _Shape]) -> int:
    """The side of a box an arrow meets: 1 right, -1 left; within a column left if it runs down, right if it runs up."""
    one, other = shapes[arrow.first], shapes[arrow.second]
    if one.left == other.left:
        return -1 if one.top < other.top else 1
    beyond = other if shape is one else one
    return 1 if beyond.left > shape.left else -1


def _port(shape: _Shape, arrow: Arrow, shapes: Mapping[str, _Shape], arrows: Sequence[Arrow]) -> float:
    """Where an arrow meets the side of a box: spread over it, in the order of what is at the other ends."""
    key, side = shape.box.key, _side(arrow, shape, shapes)
    own = [one for one in arrows if key in (one.first, one.second) and _side(one, shape, shapes) == side]

    def beyond(one: Arrow) -> tuple[float, str, str, str]:
        other = shapes[one.second if one.first == key else one.first]
        return other.middle, one.first, one.second, one.kind

    own.sort(key=beyond)
    return shape.top + shape.height * (own.index(arrow) + 1) / (len(own) + 1)


def _legend(
    shapes: Iterable[_Shape], arrows: Sequence[Arrow], top: float, width: float
) -> tuple[list[str], float]:
    """How boxes and arrows are read, below the picture, and the height of the whole."""
    parts = [f'<path d="M 0 {_n(top)} H {_n(width)}" stroke="#c8c8c8" stroke-width="1"/>']
    kinds = [kind for kind in DASHES if any(arrow.kind == kind for arrow in arrows)]
    says = {CAUSE: _("causes"), SOLUTION: _("solves"), BEFORE: _("comes before")}
    x, y = 4.0, top + 22
    for role in (CAUSE, "", SOLUTION, BEFORE):
        if any(shape.role == role for shape in shapes):
            parts.append(_outline(role, x, y - 8, 30, 16))
            parts.append(_text((x + 38, y + 4), role_words(role), SMALL, anchor="start"))
            x += 38 + _wide(role_words(role), SMALL) + 22
    for kind in kinds:
        reach = 52 + _wide(says[kind], SMALL) + 22
        if x + reach > width:
            x, y = 4.0, y + 24
        dash = f' stroke-dasharray="{DASHES[kind]}"' if DASHES[kind] else ""
        parts.append(f'<path d="M {_n(x)} {_n(y)} h 34" stroke="{SOFT}" stroke-width="1.7"{dash}/>')
        parts.append(_head((x + 44, y), (x + 34, y)))
        parts.append(_text((x + 52, y + 4), says[kind], SMALL, anchor="start"))
        x += reach
    if any(arrow.count > 1 for arrow in arrows):
        said = _("×n: linked n times")
        if x + _wide(said, SMALL) > width:
            x, y = 4.0, y + 24
        parts.append(_text((x, y + 4), said, SMALL, anchor="start"))
    return parts, y + 20


def _head(tip: Point, base: Point) -> str:
    points = [tip, (base[0], base[1] - 5), (base[0], base[1] + 5)]
    return f'<polygon points="{" ".join(map(_xy, points))}" fill="{SOFT}"/>'


def _text(
    at: Point,
    words: str,
    size: float,
    *,
    anchor: str = "middle",
    bold: bool = False,
    italic: bool = False,
    halo: bool = False,
    spaced: bool = False,
) -> str:
    style = ' font-weight="600"' if bold else ""
    style += ' font-style="italic"' if italic else ""
    style += f' stroke="{PAPER}" stroke-width="3" paint-order="stroke"' if halo else ""
    style += f' fill="{SOFT if spaced else INK}"'
    return (
        f'<text x="{_n(at[0])}" y="{_n(at[1])}" font-size="{_n(size)}" text-anchor="{anchor}"{style}>'
        f"{escape(words)}</text>"
    )


def _wrapped(words: str, room: float, size: float) -> list[str]:
    """Words over lines that fit `room`; a word that does not fit is broken."""
    rows: list[str] = []
    for word in words.split():
        while word:
            part = word
            while len(part) > 1 and _wide(part, size) > room:
                part = part[:-1]
            if rows and _wide(f"{rows[-1]} {part}", size) <= room:
                rows[-1] += f" {part}"
            else:
                rows.append(part)
            word = word[len(part) :]
    return rows


def _wide(words: str, size: float) -> float:
    """About how wide words are in a sans serif, rather too wide than too narrow."""
    return sum(0.34 if c in "iljtfI.,:;'| ()" else 0.9 if c in "mwMW" else 0.6 for c in words) * size


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _xy(point: Point) -> str:
    return f"{_n(point[0])},{_n(point[1])}"
