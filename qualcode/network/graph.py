"""The informant graph: who is tied to whom, and what kind of social capital each tie is.

A tie is bonding inside a group, bridging between groups on one level, linking between groups on different
levels (Woolcock & Narayan 2000); where a group or level is unknown its class is undefined, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx

BONDING, BRIDGING, LINKING, UNDEFINED = "bonding", "bridging", "linking", "undefined"
TIE_CLASSES = (BONDING, BRIDGING, LINKING, UNDEFINED)


@dataclass(frozen=True)
class Node:
    """An informant, or an actor who was only mentioned."""

    key: str
    label: str
    group: str | None = None
    level: int | None = None
    """Vertical position: 0 member, 1 board, 2 facilitator …; None where unknown."""
    interviewed: bool = True
    """False for an actor who was only mentioned, and is drawn dashed."""


@dataclass(frozen=True)
class Tie:
    """One recorded tie from `a` to `b` (node keys); undirected ties read the same both ways."""

    key: str
    a: str
    b: str
    type: str
    directed: bool = False
    negative: bool = False
    """A conflict or a broken tie: drawn, and left out of every share and measure."""
    strength: int | None = None
    """1 weak … 3 strong; None where nobody judged."""
    confirmed: bool | None = None
    """Whether the other end said so too; None where it cannot be known (not interviewed)."""


def class_between(a: tuple[Any, Any], b: tuple[Any, Any]) -> str:
    """bonding, bridging, linking or undefined, from (group, level) of the two ends; None is unknown."""
    if a[0] is None or b[0] is None:
        return UNDEFINED
    if a[0] == b[0]:
        return BONDING
    if a[1] is None or b[1] is None:
        return UNDEFINED
    return BRIDGING if a[1] == b[1] else LINKING


def tie_class(a: Node, b: Node) -> str:
    """bonding, bridging, linking or undefined, from the groups and levels of the two ends."""
    return class_between((a.group, a.level), (b.group, b.level))


@dataclass(frozen=True)
class InformantGraph:
    """Nodes and ties in a fixed order, with the simple graphs that measures are taken from."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    @classmethod
    def of(cls, nodes: Iterable[Node], ties: Iterable[Tie]) -> InformantGraph:
        """A graph sorted by keys, so that the order of records changes no picture and no file.

        Raises ValueError for a tie whose ends are missing or the same.
        """
        sorted_nodes = tuple(sorted(nodes, key=lambda node: node.key))
        sorted_ties = tuple(sorted(ties, key=lambda tie: (tie.a, tie.b, tie.type, tie.key)))
        known = {node.key for node in sorted_nodes}
        if len(known) != len(sorted_nodes):
            raise ValueError("two nodes have the same key")
        for tie in sorted_ties:
            if tie.a == tie.b or not {tie.a, tie.b} <= known:
                raise ValueError(f"tie {tie.key} does not join two known nodes")
        return cls(sorted_nodes, sorted_ties)

    @cached_property
    def node(self) -> dict[str, Node]:
        """Nodes by key."""
        return {node.key: node for node in self.nodes}

    @cached_property
    def positive(self) -> tuple[Tie, ...]:
        """The ties that shares and measures are made of."""
        return tuple(tie for tie in self.ties if not tie.negative)

    @cached_property
    def pairs(self) -> nx.Graph:
        """Undirected and simple: several types of tie between two people are one pair; no negative ties.

        Nodes bear `group` and `level`; a pair bears `strength`, that of its strongest tie, where one was judged.
        """
        import networkx as nx  # twelve megabytes that a list of ties has no use for

        graph = nx.Graph()
        self._seat(graph)
        for tie in self.positive:
            graph.add_edge(tie.a, tie.b)
            if tie.strength is not None:
                pair = graph.edges[tie.a, tie.b]
                pair["strength"] = max(tie.strength, pair.get("strength", 0))
        return graph

    @cached_property
    def arcs(self) -> nx.DiGraph:
        """Directed and simple: an undirected tie runs both ways; no negative ties. Nodes as in `pairs`.

        An arc of an undirected tie bears `undirected`.
        """
        import networkx as nx  # twelve megabytes that a list of ties has no use for

        graph = nx.DiGraph()
        self._seat(graph)
        for tie in self.positive:
            graph.add_edge(tie.a, tie.b)
            if not tie.directed:
                graph.add_edges_from([(tie.a, tie.b), (tie.b, tie.a)], undirected=True)
        return graph

    def _seat(self, graph: nx.Graph) -> None:
        graph.add_nodes_from((node.key, {"group": node.group, "level": node.level}) for node in self.nodes)

    @property
    def directed(self) -> bool:
        """Whether any positive tie has a direction."""
        return any(tie.directed for tie in self.positive)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that have nodes, in order of name."""
        return tuple(sorted({node.group for node in self.nodes if node.group is not None}))

    def class_of(self, tie: Tie) -> str:
        """The class of a tie of this graph."""
        return tie_class(self.node[tie.a], self.node[tie.b])

    def touching(self, group: str) -> InformantGraph:
        """The focal graph: the ties with at least one end in `group`, all members, and whoever they reach."""
        members = {node.key for node in self.nodes if node.group == group}
        ties = tuple(tie for tie in self.ties if {tie.a, tie.b} & members)
        kept = members.union(*({tie.a, tie.b} for tie in ties))
        return InformantGraph(tuple(node for node in self.nodes if node.key in kept), ties)

    def around(self, key: str) -> InformantGraph:
        """The ego graph: a node, its neighbours and the ties among all of them."""
        kept = {key}.union(*({tie.a, tie.b} for tie in self.ties if key in (tie.a, tie.b)))
        ties = tuple(tie for tie in self.ties if {tie.a, tie.b} <= kept)
        return InformantGraph(tuple(node for node in self.nodes if node.key in kept), ties)
