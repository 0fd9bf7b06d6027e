"""Who stands between two who are not tied, by role, on any NetworkX graph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
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
GATEKEEPER_REPRESENTATIVE = "gatekeeper/representative"
"""The two as one, where no direction tells them apart."""
UNDIRECTED = "undirected"
"""What an arc bears that is one half of a tie without direction."""


def brokerage_roles(graph: nx.Graph, attribute: str) -> dict[Any, dict[str, int]]:
    """How often each node stands between two who are not tied, by role (Gould & Fernandez 1989).

    For a → b → c without a → c, with the groups of a, b and c (`attribute` of nodes): coordinator AAA, gatekeeper
    ABB, representative AAB, consultant ABA, liaison ABC. Triples with somebody of no group are left out. In an
    undirected graph each pair a, c is counted once; gatekeeper and representative cannot be told apart there and are
    one role, counted as gatekeeper, so that representative is 0. So it is in a directed graph for a pair that two
    ties without direction join, whose arcs bear `undirected`. All counts are 0 for somebody who brokers nothing.
    Source: Gould, R. V. & Fernandez, R. M. (1989), Sociological Methodology 19:89-126.
    """
    found = {}
    for broker, roles in roles_told_apart(graph, attribute).items():
        merged = roles.pop(GATEKEEPER_REPRESENTATIVE)
        found[broker] = {**roles, GATEKEEPER: roles[GATEKEEPER] + merged}
    return found


def roles_told_apart(graph: nx.Graph, attribute: str) -> dict[Any, dict[str, int]]:
    """`brokerage_roles` with gatekeeper and representative as one further role where they cannot be told apart."""
    group = dict(graph.nodes(data=attribute))
    found = {}
    for broker in graph:
        counts = found[broker] = dict.fromkeys((*ROLES[:3], GATEKEEPER_REPRESENTATIVE, *ROLES[3:]), 0)
        if group[broker] is None:
            continue
        for a, c, told in _open_pairs(graph, broker):
            if group[a] is not None and group[c] is not None:
                role = _role(group[a], group[broker], group[c])
                alike = role in (GATEKEEPER, REPRESENTATIVE) and not told
                counts[GATEKEEPER_REPRESENTATIVE if alike else role] += 1
    return found


def role_words(role: str) -> str:
    """A role of brokerage after Gould and Fernandez in the person's language."""
    return {
        "coordinator": _("coordinator"),
        "gatekeeper": _("gatekeeper"),
        "representative": _("representative"),
        GATEKEEPER_REPRESENTATIVE: _("gatekeeper or representative"),
        "consultant": _("consultant"),
        "liaison": _("liaison"),
    }[role]


def _open_pairs(graph: nx.Graph, broker: Any) -> Iterator[tuple[Any, Any, bool]]:
    """Who is joined by way of the broker and is not tied, each pair once; and whether a direction is told.

    In a directed graph a pair is open from one to the other, and may be open back: these are two, but where both ties
    with the broker have no direction.
    """
    if not graph.is_directed():
        for a, c in combinations([node for node in graph[broker] if node != broker], 2):
            if not graph.has_edge(a, c):
                yield a, c, False
        return
    to, behind = set(graph.predecessors(broker)), set(graph.successors(broker))
    plain = {node for node in to & behind if graph.edges[node, broker].get(UNDIRECTED)}
    for a, c in combinations(sorted((to | behind) - {broker}, key=str), 2):
        ways = [
            (one, other)
            for one, other in ((a, c), (c, a))
            if one in to and other in behind and not graph.has_edge(one, other)
        ]
        if len(ways) == 2 and {a, c} <= plain:
            yield a, c, False
        else:
            yield from ((one, other, True) for one, other in ways)


def _role(a: Any, b: Any, c: Any) -> str:
    if a == b == c:
        return COORDINATOR
    if b == c:
        return GATEKEEPER
    if a == b:
        return REPRESENTATIVE
    return CONSULTANT if a == c else LIAISON
