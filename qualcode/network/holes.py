"""Structural holes after Burt, on any NetworkX graph: constraint, effective size, efficiency.

The ties of a node are read in both directions at once, as Burt does. A tie from a node to itself is none, and
somebody without ties has no value: None.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from qualcode.network.grouped import weighed_ties

if TYPE_CHECKING:
    import networkx as nx

Strengths = dict[Any, dict[Any, float]]
"""z_ij + z_ji by node and neighbour."""


def constraint(graph: nx.Graph, ego: bool = False, weight: str | None = None) -> dict[Any, float | None]:
    """Burt's constraint of each node: sum over neighbours j of (p_ij + sum over q of p_iq p_qj) squared.

    p is the share of a node's ties that one neighbour takes (Burt 1992, Structural Holes). It is above 0, small
    where contacts are not tied to each other, and can exceed 1 with two contacts. On the whole network; with `ego`
    each node on its own network only (the node, its neighbours and the ties among them), as UCINET does, which gives
    other values wherever neighbours have ties further out. Ties are counted unless `weight` names an attribute of
    edges.
    """
    strengths = _strengths(graph, weight)
    whole = None if ego else _shares(strengths)
    return {node: _constraint(node, strengths, whole) for node in graph}


def _constraint(node: Any, strengths: Strengths, whole: Strengths | None) -> float | None:
    contacts = strengths[node]
    if not contacts:
        return None
    shares = _shares(_around(strengths, {node, *contacts})) if whole is None else whole
    own = shares[node]
    return sum(
        (own[j] + sum(own[q] * shares[q].get(j, 0.0) for q in contacts if q != j)) ** 2 for j in contacts
    )


def effective_size(graph: nx.Graph, weight: str | None = None) -> dict[Any, float | None]:
    """Contacts of each node without their redundancy, between 0 and as many as there are contacts.

    The sum over contacts j of 1 - sum over q of p_iq m_jq, where m_jq is the tie of j and q beside the strongest of j
    (Burt 1992). With ties neither weighed nor directed this is n - 2t/n with t ties among n contacts (Borgatti 1997,
    Connections 20(1):35-38).
    """
    strengths = _strengths(graph, weight)
    return {node: _effective_size(node, strengths) for node in graph}


def _effective_size(node: Any, strengths: Strengths) -> float | None:
    contacts = strengths[node]
    if not contacts:
        return None
    total = sum(contacts.values())
    redundant = 0.0
    for j in contacts:
        strongest = max(strengths[j].values())
        redundant += sum(contacts[q] * strengths[j].get(q, 0.0) for q in contacts if q != j) / strongest
    return len(contacts) - redundant / total


def efficiency(graph: nx.Graph, weight: str | None = None) -> dict[Any, float | None]:
    """Effective size per contact of each node, 0 … 1 (Burt 1992)."""
    strengths = _strengths(graph, weight)
    sizes = {node: _effective_size(node, strengths) for node in graph}
    return {node: None if size is None else size / len(strengths[node]) for node, size in sizes.items()}


def _strengths(graph: nx.Graph, weight: str | None) -> Strengths:
    found: Strengths = {node: {} for node in graph}
    for (a, b), value in weighed_ties(graph, weight).items():
        for one, other in ((a, b), (b, a)):
            found[one][other] = found[one].get(other, 0.0) + value
    return found


def _shares(strengths: Strengths) -> Strengths:
    totals = {node: sum(to.values()) for node, to in strengths.items()}
    return {
        node: {other: value / totals[node] for other, value in to.items()} for node, to in strengths.items()
    }


def _around(strengths: Strengths, kept: AbstractSet[Any]) -> Strengths:
    return {
        node: {other: value for other, value in strengths[node].items() if other in kept} for node in kept
    }
