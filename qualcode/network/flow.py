"""What leads to what: where boxes stand, causes left, problems in the middle, solutions right.

Boxes of a column are put in order by where their neighbours stand, sweep by sweep as Sugiyama, Tagawa & Toda 1981 do,
from an order that follows from a seed. Where people only said what comes before what, columns go from earlier to later.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

CAUSE, SOLUTION, BEFORE = "cause_of", "solution_to", "before"
"""How a first box leads to a second."""

MOST_ARROWS, MOST_BOXES, TALLEST_LAYER = 30, 24, 9
"""What one picture holds at most, to be read in print."""
SEED, SWEEPS = 20240, 8
LETTERS, SMALL = 14.0, 12.0
BOLD = 1.12
"""How much wider bold letters run."""
LINE, PADDING, BETWEEN, TOP = 16.5, 8.0, 20.0, 10.0
GAP = 84.0
"""Between columns: room for arrows and the numbers on them."""
COLUMNS = 3
NAME_LINES, GROUP_LINES = 4, 3
"""Lines of a name in its box, and of the groups below it at least, where all would make the picture too tall."""
TALLEST, LEGEND = 24 / 14, 80.0
"""How much taller than wide a picture may be, to stand on a page, and what of it is above and below the boxes."""
POINT = 20.0
"""How much of a solution its two points take."""


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
class Shape:
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
            layers = Counter(layers_of([*kept, arrow]).values())
            if max(layers.values()) <= TALLEST_LAYER:
                kept.append(arrow)
                ends |= {arrow.first, arrow.second}
    return kept


def layers_of(arrows: Sequence[Arrow]) -> dict[str, int]:
    """The column of each box."""
    roles = roles_of(arrows)
    if any(role != BEFORE for role in roles.values()):
        return {key: {CAUSE: 0, SOLUTION: 2}.get(role, 1) for key, role in roles.items()}
    layer = dict.fromkeys(roles, 0)
    # In a circle of befores nothing is first: steps are counted only as far as there are columns.
    for _step in range(COLUMNS):
        for arrow in arrows:
            layer[arrow.second] = min(max(layer[arrow.second], layer[arrow.first] + 1), COLUMNS - 1)
    return layer


def roles_of(arrows: Sequence[Arrow]) -> dict[str, str]:
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


def ordered(layers: Mapping[str, int], arrows: Sequence[Arrow]) -> list[list[str]]:
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


def placed(
    boxes: Sequence[Box], arrows: Sequence[Arrow], order: Sequence[Sequence[str]], width: float
) -> dict[str, Shape]:
    """Every box in its place, the columns spread over `width` and each centred on the tallest."""
    by_key = {box.key: box for box in boxes}
    roles = roles_of(arrows)
    outer = {key for column in (order[:1], order[-1:]) for keys in column for key in keys}
    layers = layers_of(arrows)
    bent = any(layers[a.first] == layers[a.second] and a.first in outer for a in arrows)
    # Arrows within the first or the last column run at the edge of the picture.
    edge = GAP * 0.6 if bent else 2.0
    wide = (width - GAP * (len(order) - 1) - 2 * edge) / max(len(order), 1)
    lines = max((len(_wrapped(", ".join(box.groups), wide / 2, SMALL)) for box in boxes), default=0)
    columns = _columns(by_key, roles, order, edge, wide, lines)
    while lines > GROUP_LINES and _tallest(columns) > width * TALLEST - LEGEND:
        lines -= 1
        columns = _columns(by_key, roles, order, edge, wide, lines)
    tallest = _tallest(columns)
    found = {}
    for shapes in columns:
        spare = (tallest - shapes[-1].top - shapes[-1].height) / (len(shapes) + 1)
        for number, shape in enumerate(shapes):
            down = TOP + shape.top + spare * (number + 1)
            found[shape.box.key] = replace(shape, top=down)
    return found


def _tallest(columns: Sequence[Sequence[Shape]]) -> float:
    return max((column[-1].top + column[-1].height for column in columns), default=0.0)


def _columns(
    boxes: Mapping[str, Box],
    roles: Mapping[str, str],
    order: Sequence[Sequence[str]],
    edge: float,
    wide: float,
    lines: int,
) -> list[list[Shape]]:
    """The boxes of each column one below the other, with at most so many `lines` of groups each."""
    columns = []
    for number, column in enumerate(order):
        left, top, made = edge + number * (wide + GAP), 0.0, []
        for key in column:
            inner = wide - 2 * PADDING - (POINT if roles[key] == SOLUTION else 0)
            rows = _wrapped(boxes[key].name, inner / BOLD, LETTERS)
            if len(rows) > NAME_LINES:
                rows = [*rows[: NAME_LINES - 1], rows[NAME_LINES - 1][:-1] + "…"]
            small = _groups(boxes[key].groups, inner, lines)
            shape = Shape(boxes[key], roles[key], tuple(rows), tuple(small), left, top, wide)
            made.append(shape)
            top += shape.height + BETWEEN
        columns.append(made)
    return columns


def _groups(groups: Sequence[str], room: float, lines: int) -> list[str]:
    """As many groups as have room, and how many more there are."""
    for kept in range(len(groups), 0, -1):
        more = f" +{len(groups) - kept}" if kept < len(groups) else ""
        rows = _wrapped(", ".join(groups[:kept]) + more, room, SMALL)
        if len(rows) <= lines:
            return rows
    return rows[:lines] if groups else []


def _wrapped(words: str, room: float, size: float) -> list[str]:
    """Words over lines that fit `room`; a word that does not fit is broken."""
    rows: list[str] = []
    for word in words.split():
        while word:
            part = word
            while len(part) > 1 and wide_of(part, size) > room:
                part = part[:-1]
            if rows and wide_of(f"{rows[-1]} {part}", size) <= room:
                rows[-1] += f" {part}"
            else:
                rows.append(part)
            word = word[len(part) :]
    return rows


def wide_of(words: str, size: float) -> float:
    """About how wide words are in a sans serif, rather too wide than too narrow."""
    return sum(0.34 if c in "iljtfI.,:;'| ()" else 0.9 if c in "mwMW" else 0.6 for c in words) * size
