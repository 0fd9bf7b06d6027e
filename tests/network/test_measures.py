"""Measures against published values, the worked example, and what must hold for every graph."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import i18n
from qualcode.network import measures as m
from qualcode.network.brokers import GATEKEEPER_REPRESENTATIVE
from qualcode.network.graph import InformantGraph, Node, Tie

from .kube import kube, nodes, ties


def of_networkx(graph: nx.Graph, group: dict[object, str] | None = None) -> InformantGraph:
    people = [Node(str(n), str(n), (group or {}).get(n)) for n in graph]
    arcs = [Tie(f"{a}-{b}", str(a), str(b), "trust", graph.is_directed()) for a, b in graph.edges]
    return InformantGraph.of(people, arcs)


def close(result: m.Result, expected: float, tolerance: float = 0.0006) -> bool:
    assert result.value is not None and result.reason is None
    return result.value == pytest.approx(expected, abs=tolerance)


# -- published values --------------------------------------------------------------------------------


def test_florentine_families() -> None:
    """Jackson 2008."""
    graph = of_networkx(nx.florentine_families_graph())
    between = m.betweenness(graph)
    assert close(between["Medici"], 0.522) and close(between["Guadagni"], 0.255)
    assert close(between["Strozzi"], 0.103)
    assert m.of_nodes(graph)["Medici"].degree == 6


def test_krackhardt_kite() -> None:
    """Krackhardt 1990: Diane 3, Fernando 5, Heather 7."""
    graph = of_networkx(nx.krackhardt_kite_graph())
    assert m.of_nodes(graph)["3"].degree / 9 == pytest.approx(0.667, abs=0.0006)
    assert close(m.betweenness(graph)["7"], 0.389) and close(m.closeness(graph)["5"], 0.643)


def test_newman_mixing_matrix() -> None:
    """Newman 2003, table I."""
    mixing = [
        [0.258, 0.016, 0.035, 0.013],
        [0.012, 0.157, 0.058, 0.019],
        [0.013, 0.023, 0.306, 0.035],
        [0.005, 0.007, 0.024, 0.016],
    ]
    assert close(m.assortativity_of(mixing), 0.621, 0.003)


def test_ei_of_two_triangles_and_a_bridge() -> None:
    edges = nx.Graph(["ab", "bc", "ca", "de", "ef", "fd", "cd"])
    graph = of_networkx(edges, dict(zip("abcdef", "111222", strict=True)))
    assert close(m.ei(graph), -5 / 7)


# -- the worked example ------------------------------------------------------------------------------


def test_the_worked_example_as_a_whole() -> None:
    result = m.measure(kube())
    assert result.shares.counts == {"bonding": 7, "bridging": 1, "linking": 2, "undefined": 0}
    shares = [result.shares.share(name).value for name in ("bonding", "linking", "bridging")]
    assert shares == [0.7, 0.2, 0.1]
    assert close(result.ei, -0.4) and close(result.expected_ei, 20 / 36)
    assert close(result.density, 10 / 36) and close(result.assortativity, 0.3684)
    assert {group: value.value for group, value in result.group_ei.items()} == {
        "PEM": 0, "PDP": 1, "PGL": -0.5, "MAS": 1,
    }  # fmt: skip
    assert (result.nodes, result.pairs, result.mentioned, result.negative) == (9, 10, 0, 0)


def test_the_worked_example_around_its_focal_group() -> None:
    result = m.measure(kube(), focal="PGL")
    assert result.shares.counts == {"bonding": 6, "bridging": 1, "linking": 1, "undefined": 0}
    assert close(result.ei, -0.5) and close(result.density, 10 / 36)


def test_the_worked_example_node_by_node() -> None:
    of = m.of_nodes(kube())
    expected = {"K1": 0.4286, "D1": 0.3571, "K4": 0.2143, "P1": 0.2143}
    for key, value in expected.items():
        assert close(of[key].betweenness, value)
    for key, value in {"K1": 0.5495, "K2": 0.8071, "D1": 0.5, "P1": 0.5, "P2": 1.0}.items():
        assert close(of[key].constraint, value)
    for key, value in {"K1": 2.5, "D1": 2.0, "K2": 1.0}.items():
        assert close(of[key].effective_size, value)
    assert of["M2"].constraint == of["M2"].effective_size == m.Result(None, m.ISOLATE)
    assert of["K1"].degree == 4 and of["M2"].degree == 0


def test_the_worked_example_brokers() -> None:
    roles = m.brokerage(kube())
    assert roles["K1"] == {"coordinator": 0, GATEKEEPER_REPRESENTATIVE: 3, "consultant": 0, "liaison": 0}
    assert roles["K4"][GATEKEEPER_REPRESENTATIVE] == 3 and roles["P1"][GATEKEEPER_REPRESENTATIVE] == 1
    assert roles["D1"]["liaison"] == 1 and sum(roles["D1"].values()) == 1


def test_one_tie_with_a_direction_leaves_who_brokers_between_the_others_as_it_was() -> None:
    plain = m.brokerage(kube())
    others = [Node("X1", "X1", "X"), Node("X2", "X2", "X"), Node("X3", "X3", "X")]
    arrow = Tie("x", "X1", "X2", "trust", True)
    mixed = m.brokerage(InformantGraph.of([*nodes(), *others], [*ties(), arrow]))
    for key, roles in plain.items():
        assert mixed[key] == {"gatekeeper": 0, "representative": 0, **roles}
    onward = Tie("y", "X2", "X3", "trust", False)
    way = m.brokerage(InformantGraph.of([*nodes(), *others], [*ties(), arrow, onward]))["X2"]
    assert way["coordinator"] == sum(way.values()) == 1, "as the arrow runs, and not back"
    told = m.brokerage(InformantGraph.of(others, [arrow, Tie("z", "X2", "X3", "trust", True)]))["X2"]
    assert GATEKEEPER_REPRESENTATIVE not in told and told["coordinator"] == 1


# -- definitions -------------------------------------------------------------------------------------


def test_negative_ties_are_counted_apart() -> None:
    quarrel = Tie("q", "M1", "P2", "conflict", negative=True)
    result = m.measure(InformantGraph.of(nodes(), [*ties(), quarrel]))
    assert result.negative == 1 and result.pairs == 10 and close(result.ei, -0.4)


def test_several_types_count_once_unless_asked() -> None:
    graph = InformantGraph.of(nodes(), [*ties(), Tie("m", "K1", "K2", "money"), Tie("r", "K2", "K1", "aid")])
    assert m.shares(graph).counts["bonding"] == 7
    assert m.shares(graph, count_types=True).counts["bonding"] == 9


def test_ties_without_a_class_stay_out_of_the_shares() -> None:
    bank = Node("bank", "bank", "BANK", None, interviewed=False)
    graph = InformantGraph.of([*nodes(), bank], [*ties(), Tie("b", "K1", "bank", "money")])
    shares = m.shares(graph)
    assert shares.counts["undefined"] == 1 and shares.share("bonding").value == 0.7
    assert m.measure(graph).mentioned == 1


def test_constraint_of_the_ego_network_differs_from_that_of_the_whole() -> None:
    k2 = m.of_nodes(kube())["K2"]
    assert close(k2.constraint, 0.8071) and close(k2.constraint_ego, 0.926)


def test_density_of_arcs_needs_every_tie_to_have_a_direction() -> None:
    assert m.arc_density(kube()) == m.Result(None, m.SOME_UNDIRECTED)
    assert close(m.arc_density(of_networkx(nx.DiGraph([("a", "b"), ("b", "c")]))), 2 / 6)


def test_undefined_is_a_reason_and_never_a_number() -> None:
    nobody, one = InformantGraph.of([], []), InformantGraph.of([Node("a", "a", "A")], [])
    for graph in (nobody, one):
        result = m.measure(graph)
        for value in (result.ei, result.expected_ei, result.density, result.assortativity):
            assert value.value is None and value.reason
            assert m.reason_words(value.reason or "")
        assert result.shares.share("bonding") == m.Result(None, m.NO_TIES)
    assert m.of_nodes(one)["a"].betweenness == m.Result(None, m.TOO_FEW_NODES)
    together = InformantGraph.of([Node(k, k, "A") for k in "ab"], [Tie("t", "a", "b", "aid")])
    assert m.assortativity(together) == m.Result(None, m.ONE_GROUP)
    strangers = InformantGraph.of([Node(k, k) for k in "ab"], [Tie("t", "a", "b", "aid")])
    assert m.ei(strangers) == m.Result(None, m.NO_TIES)
    assert m.assortativity(strangers) == m.Result(None, m.NO_GROUPS)
    assert m.closeness(one)["a"] == m.of_nodes(one)["a"].efficiency == m.Result(None, m.ISOLATE)
    assert m.of_nodes(strangers)["a"].ei == m.Result(None, m.NO_GROUP)


def test_ei_of_each_group_and_person_stands_beside_its_expected_value() -> None:
    result = m.measure(kube())
    expected = {group: value.value for group, value in result.group_expected_ei.items()}
    # PGL: 6 pairs inside, 4 x 5 across; PEM: 1 inside, 2 x 7 across; PDP: nobody else inside
    assert expected == pytest.approx({"PEM": 13 / 15, "PDP": 1, "PGL": 14 / 26, "MAS": 13 / 15})
    k1, m2 = result.of_node["K1"], result.of_node["M2"]
    assert close(k1.ei, -0.5) and close(k1.expected_ei, (5 - 3) / 8)
    assert k1.ei.n == 4 and result.ei.n == 10 and result.group_ei["MAS"].n == 1
    assert m2.ei == m.Result(None, m.NO_TIES) and close(m2.expected_ei, (7 - 1) / 8)
    assert result.grouped_pairs == result.ei_pairs == 10 and m.measure(kube(), "MAS").ei_pairs == 1


def test_parts_cliques_and_cores() -> None:
    result = m.measure(kube())
    assert result.cliques == (("K1", "K2", "K3", "K4"),)
    assert [len(part) for part in result.components] == [8, 1] and result.components[1] == ("M2",)
    cores = {key: node.core for key, node in result.of_node.items()}
    assert cores == {"K1": 3, "K2": 3, "K3": 3, "K4": 3, "D1": 1, "P1": 1, "P2": 1, "M1": 1, "M2": 0}


def test_arrows_and_strengths_count_apart() -> None:
    people = [Node(key, key, key.upper()) for key in "abc"]
    graph = InformantGraph.of(
        people,
        [
            Tie("1", "a", "b", "aid", directed=True, strength=3),
            Tie("2", "a", "b", "money", directed=True, strength=1),
            Tie("3", "c", "b", "trust"),
        ],
    )
    of = m.of_nodes(graph)
    assert [(of[k].arrows_in, of[k].arrows_out) for k in "abc"] == [(0, 1), (2, 1), (1, 1)]
    assert of["a"].strength == of["b"].strength == m.Result(3) and of["c"].strength.reason == m.NOT_JUDGED
    assert close(m.ei_valued(graph), 1) and m.ei_valued(kube()) == m.Result(None, m.NOT_JUDGED)


def test_a_valued_index_weighs_pairs_by_their_strongest_tie() -> None:
    people = [Node("a", "a", "A"), Node("b", "b", "A"), Node("c", "c", "C")]
    graph = InformantGraph.of(
        people, [Tie("1", "a", "b", "aid", strength=3), Tie("2", "b", "c", "aid", strength=1)]
    )
    assert close(m.ei(graph), 0) and close(m.ei_valued(graph), -0.5)


def test_a_tie_is_confirmed_when_both_ends_report_it() -> None:
    people = [*(Node(key, key, "A") for key in "abc"), Node("bank", "bank", interviewed=False)]
    reports = [
        Tie("1", "a", "b", "aid", confirmed=True),
        Tie("2", "b", "a", "aid", confirmed=True),
        Tie("3", "a", "c", "aid", confirmed=False),
        Tie("4", "b", "c", "aid"),
        Tie("5", "b", "bank", "money"),
    ]
    counted = m.measure(InformantGraph.of(people, reports)).confirmed
    assert counted == {"yes": 1, "no": 1, "cannot be": 1, "not recorded": 1}


def test_warnings_fit_the_graph_and_the_language() -> None:
    assert len(m.warnings(kube())) == 3
    bank = Node("bank", "bank", interviewed=False)
    with_bank = InformantGraph.of([*nodes(), bank], [*ties(), Tie("b", "K1", "bank", "money")])
    assert len(m.warnings(with_bank)) == 5
    with i18n.using("id"):
        assert not set(m.warnings(with_bank)) & {line for line in english_warnings(with_bank)}


def english_warnings(graph: InformantGraph) -> list[str]:
    with i18n.using("en"):
        return m.warnings(graph)


edges = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda e: e[0] != e[1]), max_size=14)


@settings(max_examples=80, deadline=None)
@given(edges, st.lists(st.sampled_from("ABC"), min_size=7, max_size=7))
def test_what_holds_for_every_graph(drawn: list[tuple[int, int]], groups: list[str]) -> None:
    people = [Node(str(i), str(i), group, ord(group) % 2) for i, group in enumerate(groups)]
    graph = InformantGraph.of(people, [Tie(str(n), str(a), str(b), "aid") for n, (a, b) in enumerate(drawn)])
    shares, ei = m.shares(graph), m.ei(graph)
    assert sum(shares.counts.values()) == graph.pairs.number_of_edges() and not shares.counts["undefined"]
    if drawn:
        total = [shares.share(name).value for name in ("bonding", "bridging", "linking")]
        assert sum(value or 0 for value in total) == pytest.approx(1)
        assert ei.value == pytest.approx(1 - 2 * (total[0] or 0))
    assert all(group != "" for group in graph.groups)
    for node in m.of_nodes(graph).values():
        if not drawn:
            assert node.betweenness.reason == m.NO_TIES
            continue
        assert node.betweenness.value is not None and -1e-9 <= node.betweenness.value <= 1 + 1e-9


def test_ties_without_a_level_are_in_ei_and_in_no_share_and_it_is_said() -> None:
    """Three pairs have a class; one more has two groups, and a level is missing."""
    people = [
        Node("A", "A", "g", 1),
        Node("B", "B", "g", 1),
        Node("C", "C", "h", 1),
        Node("D", "D", "h", None),
    ]
    pairs = [Tie(a + b, a, b, "trust") for a, b in ("AB", "AC", "BC", "AD")]
    graph = InformantGraph.of(people, pairs)
    found = m.measure(graph)
    assert (found.shares.defined, found.ei_pairs) == (3, 4) and found.ei.value == 0.5
    said = [line for line in m.warnings(graph) if "lacks a level" in line]
    assert len(said) == 1 and "of 4 pairs" in said[0] and "of 3 pairs" in said[0]
    assert not any("level:" in line for line in m.warnings(kube()))
