"""Geometry of the drawn graph: lines that miss other nodes, labels that miss everything."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]

BENDS = (0.0, 0.14, -0.14, 0.26, -0.26, 0.4, -0.4)
"""How far a line may leave the straight, in parts of its length; the straightest free one is taken."""
SAMPLES = 16


@dataclass(frozen=True)
class Box:
    """A rectangle that a label or node covers."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area both cover."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0) * max(height, 0)

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


@dataclass(frozen=True)
class Curve:
    """A quadratic curve; `middle` is its control point."""

    start: Point
    middle: Point
    end: Point

    def at(self, t: float) -> Point:
        """The point at `t`, 0 to 1."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        x, y = zip(self.start, self.middle, self.end, strict=True)
        return a * x[0] + b * x[1] + c * x[2], a * y[0] + b * y[1] + c * y[2]

    def points(self) -> list[Point]:
        """Points along the curve, ends included."""
        return [self.at(step / SAMPLES) for step in range(SAMPLES + 1)]

    def between(self, first: float, last: float) -> Curve:
        """The stretch that is left when `first` and `last` (lengths) are cut from its ends."""
        length = math.dist(self.start, self.end) or 1.0
        t, u = first / length, 1 - last / length
        start, end = self.at(t), self.at(u)
        blend = [
            (1 - t) * (1 - u) * a + (t * (1 - u) + u * (1 - t)) * b + t * u * c
            for a, b, c in zip(self.start, self.middle, self.end, strict=True)
        ]
        return Curve(start, (blend[0], blend[1]), end)


def bent(start: Point, end: Point, bend: float) -> Curve:
    """The curve from `start` to `end` that leaves the straight by `bend` of its length."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    middle = (start[0] + end[0]) / 2 - dy * bend, (start[1] + end[1]) / 2 + dx * bend
    return Curve(start, middle, end)


def free_curve(start: Point, end: Point, others: Iterable[Point], room: float, taken: int = 0) -> Curve:
    """The straightest curve that stays `room` away from other nodes; with `taken` it bends beside the first line."""
    others = list(others)

    def crowding(curve: Curve) -> float:
        near = (math.dist(point, other) for point in curve.points() for other in others)
        return sum(room - distance for distance in near if distance < room)

    curves = [bent(start, end, bend) for bend in BENDS[3 * taken :]]
    least = min(crowding(curve) for curve in curves)
    return next(curve for curve in curves if crowding(curve) <= least + 1e-9)


def label_box(
    centre: Point, radius: float, size: Point, taken: Sequence[Box], lines: Sequence[Curve], frame: Box
) -> Box:
    """Where a label of `size` beside a node at `centre` covers least of what is drawn already."""
    width, height = size
    reach, diagonal = radius + 4, radius * 0.75 + 3
    x, y = centre
    spots = [
        (x + reach, y - height / 2),
        (x - reach - width, y - height / 2),
        (x - width / 2, y + reach),
        (x - width / 2, y - reach - height),
        (x + diagonal, y + diagonal),
        (x + diagonal, y - diagonal - height),
        (x - diagonal - width, y + diagonal),
        (x - diagonal - width, y - diagonal - height),
    ]
    boxes = [Box(left, top, left + width, top + height) for left, top in spots]

    def cost(box: Box) -> float:
        covered = sum(box.overlap(other) for other in taken)
        crossed = sum(box.holds(point) for line in lines for point in line.points())
        outside = width * height - box.overlap(frame)
        return 4 * covered + 30 * crossed + 20 * outside

    return min(boxes, key=cost)
