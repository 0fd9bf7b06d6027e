"""The worked example of a business group: nine informants, four groups, ten ties, one isolate."""

from __future__ import annotations

from qualcode.network.graph import InformantGraph, Node, Tie

LEVELS = {"PEM": 3, "PDP": 2, "PGL": 1, "MAS": 1}
PEOPLE = {"PEM": "P1 P2", "PDP": "D1", "PGL": "K1 K2 K3 K4", "MAS": "M1 M2"}
TIES = ["K1K2", "K1K3", "K1K4", "K2K3", "K2K4", "K3K4", "K1D1", "D1P1", "P1P2", "K4M1"]


def nodes() -> list[Node]:
    return [
        Node(key, key, group, LEVELS[group]) for group, people in PEOPLE.items() for key in people.split()
    ]


def ties() -> list[Tie]:
    return [Tie(pair, pair[:2], pair[2:], "trust") for pair in TIES]


def kube() -> InformantGraph:
    return InformantGraph.of(nodes(), ties())
