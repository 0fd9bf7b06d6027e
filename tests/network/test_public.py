"""The functions anybody can check, on plain NetworkX graphs, against published and worked values."""

from __future__ import annotations

import math
import subprocess
import sys
from collections import Counter

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.network import (
    brokerage_roles,
    constraint,
    effective_size,
    efficiency,
    ei_index,
    expected_ei,
    tie_classes,
)

from .kube import LEVELS, PEOPLE, TIES


def kube() -> nx.Graph:
    graph = nx.Graph((pair[:2], pair[2:]) for pair in TIES)
    for group, people in PEOPLE.items():
        for person in people.split():
            graph.add_node(person, group=group, level=LEVELS[group])
    return graph


def near(value: float | None, tolerance: float = 0.0006) -> object:
    return pytest.approx(value, abs=tolerance)


# -- published values --------------------------------------------------------------------------------


def test_effective_size_and_efficiency_of_borgattis_ego() -> None:
    """Borgatti 1997, Connections 20(1)."""
    graph = nx.Graph(["ab", "ae", "af", "ag", "bd", "bg", "cg", "dg", "eg", "fg"])
    assert effective_size(graph)["g"] == near(4.66667) and efficiency(graph)["g"] == near(0.77778)


@pytest.mark.parametrize("ego", [False, True])
@pytest.mark.parametrize(
    ("shadow", "published"),
    [
        (False, [1.125, 0.926, 0.766, 0.648, 0.560, 0.493, 0.439, 0.396, 0.361]),
        (True, [1.125, 0.840, 0.684, 0.590, 0.529, 0.486, 0.455, 0.431, 0.411]),
    ],
)
def test_constraint_of_complete_and_shadow_ego_networks(
    shadow: bool, published: list[float], ego: bool
) -> None:
    """Everett & Borgatti 2020, table 1; 2 to 10 alters, whom nobody else is tied to."""
    for alters, expected in enumerate(published, start=2):
        graph = nx.star_graph(alters) if shadow else nx.complete_graph(alters + 1)
        if shadow:
            graph.add_edges_from((1, other) for other in range(2, alters + 1))
        assert constraint(graph, ego=ego)[0] == near(expected)


def test_brokers_of_five_nodes_as_sna_counts_them() -> None:
    """R's sna 2.8; groups 1 1 2 2 3."""
    graph = nx.DiGraph(["ab", "ae", "bc", "bd", "ca", "cd", "de", "eb", "ec"])
    nx.set_node_attributes(graph, dict(zip("abcde", "11223", strict=True)), "group")
    roles = brokerage_roles(graph, "group")
    table = {role: [roles[node][role] for node in "abcde"] for role in roles["a"]}
    assert table == {
        "coordinator": [0, 0, 0, 0, 0],
        "gatekeeper": [1, 0, 1, 0, 0],
        "representative": [0, 2, 0, 1, 0],
        "consultant": [0, 0, 1, 0, 1],
        "liaison": [1, 1, 1, 1, 2],
    }
    assert [sum(roles[node].values()) for node in "abcde"] == [2, 3, 3, 2, 3]


def test_ei_of_two_triangles_and_a_bridge() -> None:
    graph = nx.Graph(["ab", "bc", "ca", "de", "ef", "fd", "cd"])
    nx.set_node_attributes(graph, dict(zip("abcdef", "111222", strict=True)), "group")
    assert ei_index(graph, "group") == near(-5 / 7)


# -- the worked example ------------------------------------------------------------------------------


def test_the_worked_example() -> None:
    graph = kube()
    assert ei_index(graph, "group") == near(-0.4)
    assert expected_ei(graph, "group") == near((28 - 8) / 36)
    of_group = {name: ei_index(graph, "group", group=name) for name in PEOPLE}
    assert of_group == {"PEM": 0, "PDP": 1, "PGL": -0.5, "MAS": 1}
    classes = Counter(tie_classes(graph, "group", "level").values())
    assert classes == {"bonding": 7, "linking": 2, "bridging": 1}
    whole = constraint(graph)
    for node, value in {"K1": 0.5495, "K2": 0.8071, "D1": 0.5, "P2": 1.0}.items():
        assert whole[node] == near(value)
    assert whole["M2"] is None and effective_size(graph)["M2"] is None
    for node, value in {"K1": 2.5, "D1": 2.0, "K2": 1.0}.items():
        assert effective_size(graph)[node] == near(value)
    roles = brokerage_roles(graph, "group")
    assert {n: roles[n]["gatekeeper"] + roles[n]["representative"] for n in ("K1", "K4", "P1", "D1")} == {
        "K1": 3, "K4": 3, "P1": 1, "D1": 0,
    }  # fmt: skip
    assert roles["D1"]["liaison"] == 1 and sum(roles["D1"].values()) == 1
    assert set(roles["K2"].values()) == {0}


def test_the_focal_group_of_the_worked_example() -> None:
    classes = tie_classes(kube(), "group", "level")
    touching = Counter(kind for (a, b), kind in classes.items() if {a, b} & set(PEOPLE["PGL"].split()))
    assert touching == {"bonding": 6, "bridging": 1, "linking": 1}


def test_the_ego_network_gives_another_constraint_than_the_whole() -> None:
    """K2 sits in a clique of four, one of whom has ties further out."""
    assert constraint(kube())["K2"] == near(0.8071)
    assert constraint(kube(), ego=True)["K2"] == near(0.926)
    assert constraint(kube(), ego=True)["M2"] is None


# -- traps -------------------------------------------------------------------------------------------


def test_ties_are_counted_unless_a_weight_is_named() -> None:
    graph = nx.Graph()
    graph.add_nodes_from([("a", {"group": 1}), ("b", {"group": 1}), ("c", {"group": 2})])
    graph.add_edge("a", "b", weight=5, value=3)
    graph.add_edge("b", "c", weight=1)
    assert ei_index(graph, "group") == 0
    assert ei_index(graph, "group", weight="weight") == near((1 - 5) / 6)
    assert ei_index(graph, "group", "value") == near((1 - 3) / 4)  # where there is none a tie weighs 1
    graph.edges["b", "c"]["weight"] = -1
    assert ei_index(graph, "group", weight="weight") == -1  # a negative tie is in no share
    assert constraint(graph) == constraint(nx.Graph(["ab", "bc"]))
    assert constraint(graph)["b"] != constraint(graph, weight="value")["b"]


def test_several_ties_between_two_are_one_and_to_oneself_none() -> None:
    graph = nx.MultiGraph([("a", "b"), ("b", "a"), ("b", "c"), ("c", "c"), ("d", "d")])
    nx.set_node_attributes(graph, {"a": 1, "b": 1, "c": 2, "d": 2}, "group")
    assert ei_index(graph, "group") == 0
    assert tie_classes(graph, "group", "level") == {("a", "b"): "bonding", ("b", "c"): "undefined"}
    assert effective_size(graph) == {"a": 1, "b": 2, "c": 1, "d": None}
    assert constraint(graph)["d"] is None and constraint(graph)["b"] == 0.5
    assert brokerage_roles(graph, "group")["b"]["gatekeeper"] == 1


def test_a_missing_group_or_level_is_never_guessed() -> None:
    graph = nx.Graph(["ab", "bc", "cd", "ae"])
    nx.set_node_attributes(graph, {"a": 1, "b": 1, "c": 2, "d": 3}, "group")
    nx.set_node_attributes(graph, {"a": 0, "b": 3, "c": 3, "e": 0}, "level")
    assert tie_classes(graph, "group", "level") == {
        ("a", "b"): "bonding",
        ("b", "c"): "bridging",
        ("c", "d"): "undefined",
        ("a", "e"): "undefined",
    }
    assert ei_index(graph, "group") == near(1 / 3)  # the tie to e is left out
    assert expected_ei(graph, "group") == near((5 - 1) / 6)  # and e is not among the possible pairs
    assert expected_ei(graph, "group", ego="e") is None
    assert sum(brokerage_roles(graph, "group")["a"].values()) == 0


def test_undefined_is_none() -> None:
    empty, one = nx.Graph(), nx.Graph()
    one.add_node("a", group=1)
    for graph in (empty, one):
        assert ei_index(graph, "group") is None and expected_ei(graph, "group") is None
    assert constraint(one) == effective_size(one) == efficiency(one) == {"a": None}
    assert constraint(empty) == {} == brokerage_roles(empty, "group") == tie_classes(empty, "group", "level")
    pair = nx.Graph(["ab"])
    nx.set_node_attributes(pair, {"a": 1, "b": 1}, "group")
    assert expected_ei(pair, "group") == -1  # one group only: the index can be nothing else
    assert ei_index(pair, "group", group=2) is None


def test_a_node_that_arrows_only_reach_has_contacts() -> None:
    arrows = nx.DiGraph(["ab", "cb"])
    assert constraint(arrows)["b"] == 0.5 and effective_size(arrows)["b"] == 2
    both_ways = nx.DiGraph(["ab", "ba", "bc", "cb"])
    nx.set_node_attributes(both_ways, {"a": 1, "b": 1, "c": 2}, "group")
    roles = brokerage_roles(both_ways, "group")["b"]
    assert (roles["gatekeeper"], roles["representative"]) == (1, 1)
    assert ei_index(both_ways, "group") == 0


def test_importing_the_room_loads_no_networkx() -> None:
    code = "import sys, qualcode.network, qualcode.network.graph; print('networkx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# -- against networkx, and what holds for every graph ---------------------------------------------------

arcs = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda e: e[0] != e[1]), max_size=16)


@settings(max_examples=40, deadline=None)
@given(arcs, st.booleans())
def test_holes_are_those_of_networkx(drawn: list[tuple[int, int]], directed: bool) -> None:
    graph = (nx.DiGraph if directed else nx.Graph)()
    graph.add_nodes_from(range(7))
    graph.add_edges_from((a, b, {"w": 1 + a + b}) for a, b in drawn)
    for weight in (None, "w"):
        theirs = nx.constraint(graph, list(graph), weight), nx.effective_size(graph, list(graph), weight)
        ours = constraint(graph, weight=weight), effective_size(graph, weight=weight)
        for mine, other in zip(ours, theirs, strict=True):
            for node in graph:
                if graph.degree(node) == 0:
                    assert mine[node] is None
                elif not math.isnan(other[node]):  # theirs has nothing where only arrows come in
                    assert mine[node] == pytest.approx(other[node])


@settings(max_examples=40, deadline=None)
@given(arcs, st.lists(st.sampled_from("ABC"), min_size=7, max_size=7))
def test_what_holds_for_every_graph(drawn: list[tuple[int, int]], groups: list[str]) -> None:
    graph = nx.Graph(drawn)
    graph.add_nodes_from((n, {"group": group, "level": ord(group) % 2}) for n, group in enumerate(groups))
    classes = Counter(tie_classes(graph, "group", "level").values())
    index = ei_index(graph, "group")
    if graph.number_of_edges():
        assert index == pytest.approx(1 - 2 * classes["bonding"] / classes.total())
    else:
        assert index is None
    complete = nx.complete_graph(7)
    complete.add_nodes_from(graph.nodes(data=True))
    assert ei_index(complete, "group") == pytest.approx(expected_ei(graph, "group"))
    assert ei_index(complete, "group", ego=3) == pytest.approx(expected_ei(graph, "group", ego=3))
    assert ei_index(complete, "group", group=groups[0]) == pytest.approx(
        expected_ei(graph, "group", group=groups[0])
    )
    assert constraint(graph, ego=True).keys() == constraint(graph).keys() == set(graph)
