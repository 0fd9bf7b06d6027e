"""What holds a network together: parts, cliques and cores of any NetworkX graph; and which ties both ends report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx  # twelve megabytes: at run time only where there is a network

    from qualcode.network.graph import InformantGraph, Tie

BOTH_ENDS, ONE_END, CANNOT_BE, NOT_SAID = "yes", "no", "cannot be", "not recorded"
CONFIRMATIONS = (BOTH_ENDS, ONE_END, CANNOT_BE, NOT_SAID)


def components(graph: nx.Graph) -> tuple[tuple[Any, ...], ...]:
    """The parts that no tie joins, whatever the direction of ties; largest first, each sorted."""
    import networkx as nx

    return _in_order(nx.connected_components(graph.to_undirected(as_view=True)))


def cliques(graph: nx.Graph, least: int = 3) -> tuple[tuple[Any, ...], ...]:
    """Maximal sets of at least `least` nodes that are all tied to each other (Luce & Perry 1949); largest first.

    Of an undirected graph; one with ties from nodes to themselves gives the same.
    """
    import networkx as nx

    return _in_order(found for found in nx.find_cliques(graph) if len(found) >= least)


def cores(graph: nx.Graph) -> dict[Any, int]:
    """For each node the largest k of a part in which everybody has k ties (Seidman 1983); 0 for an isolate."""
    import networkx as nx

    plain = nx.Graph(graph.to_undirected(as_view=True))
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    return dict(nx.core_number(plain))


def _in_order(found: Any) -> tuple[tuple[Any, ...], ...]:
    parts = [tuple(sorted(part, key=str)) for part in found]
    return tuple(sorted(parts, key=lambda part: (-len(part), [str(node) for node in part])))


def confirmations(graph: InformantGraph) -> dict[str, int]:
    """Positive ties by whether both ends report them, as `confirmation` says.

    Reports of both ends about one type of tie are one tie.
    """
    said: dict[tuple[frozenset[str], str], set[str]] = {}
    for tie in graph.positive:
        said.setdefault((frozenset((tie.a, tie.b)), tie.type), set()).add(confirmation(graph, tie))
    found = Counter(next(name for name in CONFIRMATIONS if name in known) for known in said.values())
    return {name: found[name] for name in CONFIRMATIONS}


def confirmation(graph: InformantGraph, tie: Tie) -> str:
    """yes (both ends say so), no (one does, and both were interviewed), cannot be (an end was only mentioned), or
    not recorded (nobody noted who said so)."""
    if tie.confirmed is not None:
        return BOTH_ENDS if tie.confirmed else ONE_END
    both_asked = graph.node[tie.a].interviewed and graph.node[tie.b].interviewed
    return NOT_SAID if both_asked else CANNOT_BE
