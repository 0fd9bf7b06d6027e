"""The informant graph for other programs: GraphML and GEXF as Gephi opens them, byte for byte repeatable.

Attributes are typed and labelled in English in every language, so that a saved Gephi view keeps working.
A file is directed where every tie is; else it is undirected and each tie says in an attribute whether it has a
direction (from source to target), because several readers, networkx among them, refuse a mixture.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape, quoteattr

from qualcode.network.graph import InformantGraph, Node, Tie
from qualcode.network.layout import Positions, layout

Value = str | int | float | bool | None

NODE_FIELDS: dict[str, tuple[str, Callable[[Node], Value]]] = {
    "label": ("string", lambda node: node.label),
    "group": ("string", lambda node: node.group),
    "level": ("int", lambda node: node.level),
    "interviewed": ("boolean", lambda node: node.interviewed),
}
TIE_FIELDS: dict[str, tuple[str, Callable[[InformantGraph, Tie], Value]]] = {
    "type": ("string", lambda _graph, tie: tie.type),
    "class": ("string", lambda graph, tie: graph.class_of(tie)),
    "weight": ("double", lambda _graph, tie: float(tie.strength or 1)),
    "strength": ("int", lambda _graph, tie: tie.strength),
    "negative": ("boolean", lambda _graph, tie: tie.negative),
    "directed": ("boolean", lambda _graph, tie: tie.directed),
}


def graphml(graph: InformantGraph) -> str:
    """GraphML 1.0: node labels, groups and levels, tie types, classes and weights; each tie is an edge."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for name, (kind, _read) in NODE_FIELDS.items():
        lines.append(f'  <key id="n_{name}" for="node" attr.name="{name}" attr.type="{kind}"/>')
    for name, (kind, _value) in TIE_FIELDS.items():
        lines.append(f'  <key id="e_{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>')
    lines.append(f'  <graph edgedefault="{_edges(graph)}">')
    for node in graph.nodes:
        lines.append(f"    <node id={_quoted(node.key)}>")
        for name, (_kind, read) in NODE_FIELDS.items():
            lines += _data(f"n_{name}", read(node))
        lines.append("    </node>")
    for number, tie in enumerate(graph.ties):
        ends = f"source={_quoted(tie.a)} target={_quoted(tie.b)}"
        lines.append(f'    <edge id="e{number}" {ends}>')
        for name, (_kind, value) in TIE_FIELDS.items():
            lines += _data(f"e_{name}", value(graph, tie))
        lines.append("    </edge>")
    lines += ["  </graph>", "</graphml>", ""]
    return "\n".join(lines)


def gexf(graph: InformantGraph, positions: Positions | None = None) -> str:
    """GEXF 1.3 with the positions of our own picture, so that Gephi opens on the same one."""
    positions = positions or layout(graph)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
        f'  <graph defaultedgetype="{_edges(graph)}" mode="static">',
    ]
    lines += _gexf_fields("node", {name: kind for name, (kind, _r) in NODE_FIELDS.items() if name != "label"})
    lines += _gexf_fields("edge", {name: kind for name, (kind, _v) in TIE_FIELDS.items() if name != "weight"})
    lines.append("    <nodes>")
    for node in graph.nodes:
        x, y = positions[node.key]
        lines.append(f"      <node id={_quoted(node.key)} label={_quoted(node.label)}>")
        lines += _gexf_values(
            {name: read(node) for name, (_k, read) in NODE_FIELDS.items() if name != "label"}
        )
        lines.append(f'        <viz:position x="{1000 * x:.1f}" y="{-1000 * y:.1f}" z="0.0"/>')
        lines.append("      </node>")
    lines += ["    </nodes>", "    <edges>"]
    for number, tie in enumerate(graph.ties):
        weight = TIE_FIELDS["weight"][1](graph, tie)
        ends = f"source={_quoted(tie.a)} target={_quoted(tie.b)}"
        named = f"label={_quoted(tie.type)} kind={_quoted(tie.type)}"
        lines.append(f'      <edge id="{number}" {ends} {named} weight="{weight}">')
        values = {name: value(graph, tie) for name, (_k, value) in TIE_FIELDS.items() if name != "weight"}
        lines += _gexf_values(values)
        lines.append("      </edge>")
    lines += ["    </edges>", "  </graph>", "</gexf>", ""]
    return "\n".join(lines)


def _edges(graph: InformantGraph) -> str:
    return "directed" if graph.ties and all(tie.directed for tie in graph.ties) else "undirected"


def _data(key: str, value: Value) -> list[str]:
    return [] if value is None else [f'      <data key="{key}">{escape(_plain(value))}</data>']


def _gexf_fields(of: str, fields: dict[str, str]) -> list[str]:
    kinds = {"int": "integer"}
    rows = [
        f'      <attribute id="{name}" title="{name}" type="{kinds.get(kind, kind)}"/>'
        for name, kind in fields.items()
    ]
    return [f'    <attributes class="{of}">', *rows, "    </attributes>"]


def _gexf_values(values: dict[str, Value]) -> list[str]:
    rows = [
        f'          <attvalue for="{name}" value={_quoted(_plain(value))}/>'
        for name, value in values.items()
        if value is not None
    ]
    return ["        <attvalues>", *rows, "        </attvalues>"]


def _plain(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return quoteattr(text, {"\n": "&#10;", "\t": "&#9;"})
