"""Where nodes stand: one picture for one graph, the same on every run and machine.

Positions come from stress majorisation (Gansner, Koren & North 2005) on our own few lines of numpy, because
the layouts of networkx that look as good need scipy. Components are laid out one by one and never overlap.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qualcode.network.graph import InformantGraph

if TYPE_CHECKING:
    import networkx as nx  # twelve megabytes: at run time only where there is a network

Points = NDArray[np.float64]

SEED = 20240
STARTS = 4
STEPS = 300
WITHIN, ACROSS = 1.0, 1.3
"""Ideal lengths of a tie inside a group and of one that leaves it: groups gather a little."""
GAP = 0.9
"""Free space between components, in tie lengths."""

Positions = dict[str, tuple[float, float]]


def layout(graph: InformantGraph, seed: int = SEED) -> Positions:
    """Positions by node key, x to the right and y down, the longer side of the picture running from 0 to 1.

    The order of records does not matter; another `seed` gives another, equally lawful picture.
    """
    if not graph.nodes:
        return {}
    import networkx as nx

    lines = nx.Graph()
    lines.add_nodes_from(node.key for node in graph.nodes)
    for tie in graph.ties:
        inside = graph.node[tie.a].group == graph.node[tie.b].group is not None
        lines.add_edge(tie.a, tie.b, length=WITHIN if inside else ACROSS)
    components = sorted((sorted(part) for part in nx.connected_components(lines)), key=lambda p: (-len(p), p))
    placed = _side_by_side([_component(lines, part, seed) for part in components])
    points = np.concatenate(placed)
    points -= points.min(axis=0)
    size = float(points.max()) or 1.0
    keys = [key for part in components for key in part]
    return {
        key: (round(float(x / size), 4), round(float(y / size), 4))
        for key, (x, y) in zip(keys, points, strict=True)
    }


def _component(lines: nx.Graph, part: list[str], seed: int) -> Points:
    if len(part) == 1:
        return np.zeros((1, 2))
    wanted = _distances(lines, part)
    rng = np.random.default_rng(seed)
    best, least = np.zeros((len(part), 2)), math.inf
    for _start in range(STARTS):
        points = _relaxed(_circle(len(part), rng), wanted)
        stress = _stress(points, wanted)
        if stress < least - 1e-6:
            best, least = points, stress
    return _lying(best)


def _distances(lines: nx.Graph, part: list[str]) -> Points:
    import networkx as nx

    place = {key: number for number, key in enumerate(part)}
    wanted = np.zeros((len(part), len(part)))
    for key in part:
        for other, length in nx.single_source_dijkstra_path_length(lines, key, weight="length").items():
            wanted[place[key], place[other]] = length
    return wanted


def _circle(n: int, rng: np.random.Generator) -> Points:
    turns = rng.permutation(n) / n * 2 * math.pi
    radius = n / 2 / math.pi + 0.2 * rng.random(n)
    return np.stack([np.cos(turns) * radius, np.sin(turns) * radius], axis=1)


def _relaxed(points: Points, wanted: Points) -> Points:
    """Majorise the stress: every node moves to where all others, weighted by 1/d², would have it."""
    weight = 1 / (wanted + np.eye(len(wanted))) ** 2
    np.fill_diagonal(weight, 0)
    for _step in range(STEPS):
        between = points[:, None, :] - points[None, :, :]
        length = np.sqrt((between**2).sum(axis=2))
        pull = wanted / np.maximum(length, 1e-9)
        target = points[None, :, :] + between * pull[:, :, None]
        points = (weight[:, :, None] * target).sum(axis=1) / weight.sum(axis=1)[:, None]
    return points


def _stress(points: Points, wanted: Points) -> float:
    length = np.sqrt(((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))
    weight = 1 / (wanted + np.eye(len(wanted))) ** 2
    return float((weight * (length - wanted) ** 2).sum())


def _lying(points: Points) -> Points:
    """Turned so that the longest extent is horizontal, as pages and terminals are, with the first node left."""
    x, y = (points - points.mean(axis=0)).T
    angle = 0.5 * math.atan2(2 * float((x * y).sum()), float((x * x - y * y).sum()))
    cos, sin = math.cos(angle), math.sin(angle)
    turned = np.stack([x * cos + y * sin, y * cos - x * sin], axis=1)
    if turned[0, 0] > 0:
        turned[:, 0] *= -1
    if turned[0, 1] > 0:
        turned[:, 1] *= -1
    return turned


def _side_by_side(parts: list[Points]) -> list[Points]:
    """Components on shelves: the largest first, the small ones filling rows below it."""
    boxes = [part - part.min(axis=0) for part in parts]
    widest = max(float(box[:, 0].max()) for box in boxes)
    count = sum(len(box) for box in boxes)
    limit = max(widest, 1.2 * math.sqrt(count))
    placed: list[Points] = []
    x, y, height = 0.0, 0.0, 0.0
    for box in boxes:
        width, tall = float(box[:, 0].max()), float(box[:, 1].max())
        if placed and x + width > limit:
            x, y, height = 0.0, y + height + GAP, 0.0
        placed.append(box + np.array([x, y]))
        x, height = x + width + GAP, max(height, tall)
    return placed
