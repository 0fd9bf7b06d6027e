"""Who stands between two who are not tied, by role, on any NetworkX graph."""

from __future__ import annotations

from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

from qualcode.i18n import _

if TYPE_CHECKING:
    import networkx as nx

COORDINATOR, GATEKEEPER, REPRESENTATIVE, CONSULTANT, LIAISON = ROLES = (
    "coordinator",
    "gatekeeper",
    "representative",
    "consultant",
    "liaison",
)


def brokerage_roles(graph: nx.Graph, attribute: str) -> dict[Any, dict[str, int]]:
    """How often each node stands between two who are not tied, by role (Gould & Fernandez 1989).

    For a → b → c without a → c, with the groups of a, b and c (`attribute` of nodes): coordinator AAA, gatekeeper
    ABB, representative AAB, consultant ABA, liaison ABC. Triples with somebody of no group are left out. In an
    undirected graph each pair a, c is counted once; gatekeeper and representative cannot be told apart there and are
    one role, counted as gatekeeper, so that representative is 0. All counts are 0 for somebody who brokers nothing.
    Source: Gould, R. V. & Fernandez, R. M. (1989), Sociological Methodology 19:89-126.
    """
    group = dict(graph.nodes(data=attribute))
    found = {}
    for broker in graph:
        counts = found[broker] = dict.fromkeys(ROLES, 0)
        if group[broker] is None:
            continue
        for a, c in _open_pairs(graph, broker):
            if group[a] is not None and group[c] is not None:
                role = _role(group[a], group[broker], group[c])
                merged = role == REPRESENTATIVE and not graph.is_directed()
                counts[GATEKEEPER if merged else role] += 1
    return found


def role_words(role: str) -> str:
    """A role of brokerage after Gould and Fernandez in the person's language."""
    return {
        "coordinator": _("coordinator"),
        "gatekeeper": _("gatekeeper"),
        "representative": _("representative"),
        "gatekeeper/representative": _("gatekeeper or representative"),
        "consultant": _("consultant"),
        "liaison": _("liaison"),
    }[role]


def _open_pairs(graph: nx.Graph, broker: Any) -> list[tuple[Any, Any]]:
    if not graph.is_directed():
        pairs = combinations([node for node in graph[broker] if node != broker], 2)
        return [(a, c) for a, c in pairs if not graph.has_edge(a, c)]
    to, behind = set(graph.predecessors(broker)), set(graph.successors(broker))
    return [
        (a, c)
        for a, c in permutations((to | behind) - {broker}, 2)
        if a in to and c in behind and not graph.has_edge(a, c)
    ]


def _role(a: Any, b: Any, c: Any) -> str:
    if a == b == c:
        return COORDINATOR
    if b == c:
        return GATEKEEPER
    if a == b:
        return REPRESENTATIVE
    return CONSULTANT if a == c else LIAISON
