"""GraphML and GEXF: what another program reads back is the graph."""

from __future__ import annotations

import io

import networkx as nx
from lxml import etree

from qualcode.network.files import gexf, graphml
from qualcode.network.graph import InformantGraph, Node, Tie

from .kube import nodes, ties


def graph() -> InformantGraph:
    shop = Node("toko", 'Toko "Rukun" & <Jaya>', None, None, interviewed=False)
    more = [
        Tie("m", "K1", "toko", "money", directed=True, strength=3),
        Tie("c", "K1", "K2", "conflict", negative=True),
    ]
    return InformantGraph.of([*nodes(), shop], [*ties(), *more])


def test_graphml_keeps_types_labels_and_every_tie() -> None:
    read = nx.read_graphml(io.BytesIO(graphml(graph()).encode()), force_multigraph=True)
    assert read.nodes["K1"] == {"label": "K1", "group": "PGL", "level": 1, "interviewed": True}
    assert read.nodes["toko"] == {"label": 'Toko "Rukun" & <Jaya>', "interviewed": False}
    assert read.number_of_edges() == 12
    (money,) = read.get_edge_data("K1", "toko").values()
    assert (money["type"], money["class"], money["weight"], money["strength"]) == (
        "money",
        "undefined",
        3.0,
        3,
    )
    (kin,) = read.get_edge_data("K4", "M1").values()
    assert (kin["class"], kin["weight"], kin["negative"]) == ("bridging", 1.0, False)


def test_a_mixture_is_undirected_and_each_tie_says_whether_it_has_a_direction() -> None:
    read = nx.read_graphml(io.BytesIO(graphml(graph()).encode()), force_multigraph=True)
    assert not read.is_directed()
    assert [(a, b) for a, b, tie in read.edges(data=True) if tie["directed"]] == [("K1", "toko")]
    arrows = InformantGraph.of(nodes(), [Tie("x", "P1", "K1", "authority", directed=True)])
    assert nx.read_graphml(io.BytesIO(graphml(arrows).encode())).is_directed()
    assert nx.read_gexf(io.BytesIO(gexf(arrows).encode()), version="1.3").is_directed()


def test_networkx_reads_the_gexf() -> None:
    read = nx.read_gexf(io.BytesIO(gexf(graph()).encode()), version="1.3")
    assert read.number_of_nodes() == 10 and read.number_of_edges() == 12
    assert read.nodes["K1"]["label"] == "K1" and read.nodes["K1"]["group"] == "PGL"


def test_gexf_keeps_labels_classes_and_positions() -> None:
    root = etree.fromstring(gexf(graph()).encode())
    assert root.get("version") == "1.3"
    found = {node.get("id"): node for node in root.findall(".//{*}node")}
    assert found["toko"].get("label") == 'Toko "Rukun" & <Jaya>'
    assert len({(p.get("x"), p.get("y")) for p in root.findall(".//{*}position")}) == 10
    edges = root.findall(".//{*}edge")
    assert len(edges) == 12 and len({edge.get("id") for edge in edges}) == 12
    linking = [e for e in edges if e.find(".//{*}attvalue[@for='class']").get("value") == "linking"]
    assert {(e.get("source"), e.get("target")) for e in linking} == {("K1", "D1"), ("D1", "P1")}
    titles = {a.get("title"): a.get("type") for a in root.findall(".//{*}attribute")}
    assert titles["level"] == "integer" and titles["interviewed"] == "boolean"


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert graphml(graph()) == graphml(graph()) and gexf(graph()) == gexf(graph())
