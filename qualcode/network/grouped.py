"""Ties inside and between groups, on any NetworkX graph whose nodes bear their group as an attribute.

A tie from a node to itself is none. Several ties between two nodes of a multigraph are one, whose weight is the sum
of theirs; of a directed graph each direction is a tie.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterator
from typing import TYPE_CHECKING, Any

from qualcode.network.graph import class_between

if TYPE_CHECKING:
    import networkx as nx


def weighed_ties(graph: nx.Graph, weight: str | None = None) -> dict[tuple[Any, Any], float]:
    """Every tie once by its ends, with 1 or the sum of `weight` (1 where an edge has none).

    With `weight`, ties whose weight is not above 0 are left out: a negative tie is in no share.
    """
    found: dict[tuple[Any, Any], float] = {}
    directed = graph.is_directed()
    for a, b, data in graph.edges(data=True):
        if a == b:
            continue
        key = (a, b) if directed or (b, a) not in found else (b, a)
        value = 1.0 if weight is None else float(1 if data.get(weight) is None else data[weight])
        found[key] = value if weight is None else found.get(key, 0.0) + value
    return {key: value for key, value in found.items() if value > 0}


def ei_index(
    graph: nx.Graph,
    attribute: str,
    weight: str | None = None,
    *,
    group: Hashable = None,
    ego: Hashable = None,
) -> float | None:
    """The E-I index (external - internal) / (external + internal), -1 all inside groups … 1 all between.

    Krackhardt & Stern 1988 (Social Psychology Quarterly 51:123-140).

    Args:
        attribute: of a node, its group; ties with an end that has none are left out.
        weight: of an edge; without it ties are counted, not weighed.
        group: only the ties with at least one end in this group.
        ego: only the ties of this node.

    None where no tie is left.
    """
    groups = dict(graph.nodes(data=attribute))
    external = internal = 0.0
    for (a, b), value in weighed_ties(graph, weight).items():
        ends = groups[a], groups[b]
        if (
            None in ends
            or (group is not None and group not in ends)
            or (ego is not None and ego not in (a, b))
        ):
            continue
        if ends[0] == ends[1]:
            internal += value
        else:
            external += value
    total = external + internal
    return (external - internal) / total if total else None


def expected_ei(
    graph: nx.Graph, attribute: str, *, group: Hashable = None, ego: Hashable = None
) -> float | None:
    """E-I if every possible pair were tied: (X - W) / (X + W) with W pairs inside groups and X across, -1 … 1.

    It follows from the sizes of the groups alone, isolates among them, and limits what the index can be (Krackhardt
    & Stern 1988), so it is read beside every E-I. Nodes without the attribute are left out. With `group` or `ego` the
    possible pairs that touch that group or node. None where there is no possible pair, or `ego` has no group.
    """
    groups = dict(graph.nodes(data=attribute))
    sizes = Counter(value for value in groups.values() if value is not None)
    everybody = sizes.total()
    if ego is not None:
        own = groups.get(ego)
        within, total = (0, 0) if own is None else (sizes[own] - 1, everybody - 1)
    elif group is not None:
        within = math.comb(sizes[group], 2)
        total = within + sizes[group] * (everybody - sizes[group])
    else:
        within = sum(math.comb(size, 2) for size in sizes.values())
        total = math.comb(everybody, 2)
    return (total - 2 * within) / total if total else None


def tie_classes(graph: nx.Graph, group: str, level: str) -> dict[tuple[Any, Any], str]:
    """The class of each tie by its ends: bonding, bridging, linking or undefined.

    Bonding is inside a group, also between its levels; bridging between groups on one level; linking between groups
    on different levels (Woolcock & Narayan 2000). `group` and `level` are attributes of nodes; where one that is
    needed is missing the class is undefined, never guessed.
    """
    nodes = graph.nodes(data=True)
    place = {node: (data.get(group), data.get(level)) for node, data in nodes}
    return {(a, b): class_between(place[a], place[b]) for a, b in weighed_ties(graph)}


def mixing(graph: nx.Graph, attribute: str) -> list[list[float]]:
    """Ties from group to group as a square table, groups by name; of an undirected graph each tie in both places."""
    groups = dict(graph.nodes(data=attribute))
    names = sorted({value for value in groups.values() if value is not None}, key=str)
    place = {name: number for number, name in enumerate(names)}
    table = [[0.0] * len(names) for _name in names]
    for row, column in _cells(graph, groups, place):
        table[row][column] += 1
    return table


def _cells(graph: nx.Graph, groups: dict[Any, Any], place: dict[Any, int]) -> Iterator[tuple[int, int]]:
    for a, b in weighed_ties(graph):
        if groups[a] is not None and groups[b] is not None:
            yield place[groups[a]], place[groups[b]]
            if not graph.is_directed():
                yield place[groups[b]], place[groups[a]]
