"""Graphs of codes: which are mentioned by whom, and which share words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.network.cohesion import components, cores
from qualcode.network.measures import NO_TIES, TOO_FEW_NODES, Result

if TYPE_CHECKING:
    import networkx as nx  # twelve megabytes: at run time only where there is a network

CODE, INFORMANT, SESSION, DOCUMENT = "code", "informant", "session", "document"


@dataclass(frozen=True)
class CodeTie:
    """A line of such a graph."""

    a: str
    """A code."""
    b: str
    """Another code, or an informant."""
    informants: int
    """Informants in whose words both codes share characters; 1 where `b` is an informant."""
    segments: int
    """Passages in which they do."""


@dataclass(frozen=True)
class CodeGraphMeasures:
    """What is reported of a graph of codes."""

    density: Result
    """Ties of all possible ones: of codes × informants, or of pairs of codes."""
    possible: int
    """How many these are."""
    components: tuple[tuple[str, ...], ...]
    degree: dict[str, int]
    betweenness: dict[str, Result]
    core: dict[str, int]


def code_graph(
    codes: Iterable[str], ties: Iterable[CodeTie], others: Mapping[str, str] | None = None
) -> nx.Graph:
    """A graph whose nodes are named `code:…` and `informant:…`, with `kind` and `label`; ties as edges with numbers.

    With `others`, kinds by name, the graph is bipartite: every tie joins a code to an informant, a session of a focus
    group or a document.
    """
    import networkx as nx

    graph = nx.Graph()
    kinds = others or {}
    graph.add_nodes_from((f"{CODE}:{name}", {"kind": CODE, "label": name}) for name in codes)
    graph.add_nodes_from((f"{kind}:{name}", {"kind": kind, "label": name}) for name, kind in kinds.items())
    graph.add_edges_from(
        (
            f"{CODE}:{tie.a}",
            f"{kinds.get(tie.b, CODE)}:{tie.b}",
            {"informants": tie.informants, "segments": tie.segments},
        )
        for tie in ties
    )
    return graph


def measure_codes(graph: nx.Graph, *, bipartite: bool) -> CodeGraphMeasures:
    """Degree, betweenness (Freeman 1977), cores and density of a graph of codes; ties are counted, not weighed."""
    import networkx as nx

    size = graph.number_of_nodes()
    codes = sum(kind == CODE for _node, kind in graph.nodes(data="kind"))
    possible = codes * (size - codes) if bipartite else size * (size - 1) // 2
    if size < 3:
        between = {node: Result(None, TOO_FEW_NODES) for node in graph}
    else:
        between = {node: Result(float(value)) for node, value in nx.betweenness_centrality(graph).items()}
    return CodeGraphMeasures(
        density=Result(graph.number_of_edges() / possible) if possible else Result(None, NO_TIES),
        possible=possible,
        components=components(graph),
        degree=dict(graph.degree()),
        betweenness=between,
        core=cores(graph),
    )
