"""Nodes, ties and their class."""

from __future__ import annotations

import random

import pytest

from qualcode.network.graph import InformantGraph, Node, Tie, tie_class

from .kube import kube, nodes, ties


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("PGL", 1), ("PGL", 1), "bonding"),
        (("PGL", 0), ("PGL", 1), "bonding"),
        (("PGL", None), ("PGL", None), "bonding"),
        (("PGL", 1), ("MAS", 1), "bridging"),
        (("PGL", 1), ("PEM", 3), "linking"),
        (("PGL", 1), ("BANK", None), "undefined"),
        (("PGL", 1), (None, 1), "undefined"),
        ((None, 1), (None, 1), "undefined"),
    ],
)
def test_class_of_a_tie(
    a: tuple[str | None, int | None], b: tuple[str | None, int | None], expected: str
) -> None:
    first, second = Node("a", "a", *a), Node("b", "b", *b)
    assert tie_class(first, second) == tie_class(second, first) == expected


def test_records_in_another_order_give_the_same_graph() -> None:
    rng = random.Random(3)
    assert InformantGraph.of(rng.sample(nodes(), 9), rng.sample(ties(), 10)) == kube()


def test_several_types_between_two_people_are_one_pair_and_conflict_is_none() -> None:
    more = [Tie("m", "K1", "K2", "money"), Tie("c", "M1", "M2", "conflict", negative=True)]
    graph = InformantGraph.of(nodes(), [*ties(), *more])
    assert len(graph.ties) == 12 and graph.pairs.number_of_edges() == 10
    assert not graph.pairs.has_edge("M1", "M2")


def test_a_directed_tie_runs_one_way() -> None:
    graph = InformantGraph.of(
        [Node("a", "a"), Node("b", "b"), Node("c", "c")],
        [Tie("1", "b", "a", "aid", directed=True), Tie("2", "b", "c", "trust")],
    )
    assert sorted(graph.arcs.edges) == [("b", "a"), ("b", "c"), ("c", "b")]


def test_the_focal_graph_holds_all_members_and_whoever_they_reach() -> None:
    focal = kube().touching("PGL")
    assert [node.key for node in focal.nodes] == ["D1", "K1", "K2", "K3", "K4", "M1"]
    assert len(focal.ties) == 8
    assert [node.key for node in kube().touching("MAS").nodes] == ["K4", "M1", "M2"]


def test_the_ego_graph_holds_ties_among_the_alters() -> None:
    ego = kube().around("K4")
    assert {node.key for node in ego.nodes} == {"K1", "K2", "K3", "K4", "M1"} and len(ego.ties) == 7


def test_ties_to_nowhere_and_to_oneself_are_refused() -> None:
    with pytest.raises(ValueError):
        InformantGraph.of(nodes(), [Tie("x", "K1", "Z9", "trust")])
    with pytest.raises(ValueError):
        InformantGraph.of(nodes(), [Tie("x", "K1", "K1", "trust")])
    with pytest.raises(ValueError):
        InformantGraph.of([*nodes(), *nodes()], [])
