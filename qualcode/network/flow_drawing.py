"""What leads to what, as a standalone SVG picture.

A box says by its shape and in words what it is, an arrow by its dash, so that nothing rests on colour. The same links
give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from qualcode.i18n import _
from qualcode.network.drawing import FONT, INK, PAPER, PRINT_WIDTH, SOFT
from qualcode.network.flow import (
    BEFORE,
    CAUSE,
    GAP,
    LETTERS,
    LINE,
    PADDING,
    POINT,
    SMALL,
    SOLUTION,
    Arrow,
    Box,
    Shape,
    layers_of,
    ordered,
    placed,
    wide_of,
)
from qualcode.network.placing import Point

DASHES = {CAUSE: "", SOLUTION: "9 5", BEFORE: "2 4"}
HEAD = 11.0


def flow_svg(boxes: Sequence[Box], arrows: Sequence[Arrow], width: float = PRINT_WIDTH) -> str:
    """The picture with its legend, in the current language; `boxes` are both ends of every arrow."""
    order = ordered(layers_of(arrows), arrows)
    shapes = placed(boxes, arrows, order, width)
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


def role_words(role: str) -> str:
    """What a box is, in the current language; empty stands for a problem."""
    return {CAUSE: _("cause"), SOLUTION: _("solution"), BEFORE: _("event"), "": _("problem")}[role]


def _box_svg(shape: Shape) -> list[str]:
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


def _arrow_svg(arrow: Arrow, shapes: Mapping[str, Shape], arrows: Sequence[Arrow]) -> list[str]:
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


def _reach(one: Shape, other: Shape, shapes: Mapping[str, Shape]) -> float:
    """How far apart two boxes of a column are, 0 to 1: an arrow between them leaves the column the further."""
    column = [shape.middle for shape in shapes.values() if shape.left == one.left]
    return abs(one.middle - other.middle) / ((max(column) - min(column)) or 1.0)


def _side(arrow: Arrow, shape: Shape, shapes: Mapping[str, Shape]) -> int:
    """The side of a box an arrow meets: 1 right, -1 left; within a column left if it runs down, right if it runs up."""
    one, other = shapes[arrow.first], shapes[arrow.second]
    if one.left == other.left:
        return -1 if one.top < other.top else 1
    beyond = other if shape is one else one
    return 1 if beyond.left > shape.left else -1


def _port(shape: Shape, arrow: Arrow, shapes: Mapping[str, Shape], arrows: Sequence[Arrow]) -> float:
    """Where an arrow meets the side of a box: spread over it, in the order of what is at the other ends."""
    key, side = shape.box.key, _side(arrow, shape, shapes)
    own = [one for one in arrows if key in (one.first, one.second) and _side(one, shape, shapes) == side]

    def beyond(one: Arrow) -> tuple[float, str, str, str]:
        other = shapes[one.second if one.first == key else one.first]
        return other.middle, one.first, one.second, one.kind

    own.sort(key=beyond)
    return shape.top + shape.height * (own.index(arrow) + 1) / (len(own) + 1)


def _legend(
    shapes: Iterable[Shape], arrows: Sequence[Arrow], top: float, width: float
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
            x += 38 + wide_of(role_words(role), SMALL) + 22
    for kind in kinds:
        reach = 52 + wide_of(says[kind], SMALL) + 22
        if x + reach > width:
            x, y = 4.0, y + 24
        dash = f' stroke-dasharray="{DASHES[kind]}"' if DASHES[kind] else ""
        parts.append(f'<path d="M {_n(x)} {_n(y)} h 34" stroke="{SOFT}" stroke-width="1.7"{dash}/>')
        parts.append(_head((x + 44, y), (x + 34, y)))
        parts.append(_text((x + 52, y + 4), says[kind], SMALL, anchor="start"))
        x += reach
    if any(arrow.count > 1 for arrow in arrows):
        said = _("×n: linked n times")
        if x + wide_of(said, SMALL) > width:
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


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _xy(point: Point) -> str:
    return f"{_n(point[0])},{_n(point[1])}"
