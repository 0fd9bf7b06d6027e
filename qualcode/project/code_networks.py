"""Codes as a network: which informant mentions which, and which codes share words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis import evidence as ev
from qualcode.analysis.counted import INFORMANTS, session_remark, several, single
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.network.codes import (
    DOCUMENT,
    INFORMANT,
    SESSION,
    CodeGraphMeasures,
    CodeTie,
    code_graph,
    measure_codes,
)
from qualcode.network.graph import InformantGraph, Node, Tie
from qualcode.network.layout import Positions, layout
from qualcode.network.measures import reason_words
from qualcode.project.crossings import MeetingTable
from qualcode.project.figures import CountTable
from qualcode.project.names import unique

if TYPE_CHECKING:
    import networkx as nx  # twelve megabytes: at run time only where there is a network

CODES, CODE_INFORMANT = "codes", "code-informant"
CODE_NETWORKS = (CODES, CODE_INFORMANT)


@dataclass(frozen=True)
class CodeNetwork:
    """A graph of codes; of a branch the codes at its ends, since one above them holds what they hold."""

    of: str
    """`codes` or `code-informant`."""
    graph: nx.Graph
    unit: str = INFORMANTS
    """Whom it counts: one of the units of `analysis.counted`."""
    apart: tuple[tuple[str, str], ...] = ()
    """Those who speak in focus groups only and are no node, each with the sessions that are."""

    def measures(self) -> CodeGraphMeasures:
        """Degree, betweenness and core of every node; density and parts of the whole."""
        return measure_codes(self.graph, bipartite=self.of == CODE_INFORMANT)

    def positions(self) -> Positions:
        """Where each node stands, from 0 to 1, the same at every run; see `network.layout`."""
        nodes = (Node(key, key, kind) for key, kind in self.graph.nodes(data="kind"))
        ties = (Tie(f"{a} {b}", a, b, self.of) for a, b in self.graph.edges)
        return layout(InformantGraph.of(nodes, ties))

    def definitions(self) -> dict[str, str]:
        """What each number means, in the current language."""
        who = several(self.unit)
        if self.of == CODES:
            return {
                "degree": _("how many other codes share words with it"),
                "informants": _("{who} in whose words passages of both codes share characters", who=who),
                "segments": _("pairs of passages that share characters; shown, and never ranks"),
                "density": _("pairs of codes that share words, of all pairs"),
                "components": _("parts that no tie joins"),
                "betweenness": _("share of shortest paths between others that run through it"),
                "core": _(
                    "the largest k such that it is in a part where each has k ties to the others of it"
                ),
            }
        return {
            "degree": _("of a code the {who} that mention it, of each of these the codes mentioned", who=who),
            "informants": _("1: one {one}", one=single(self.unit)),
            "segments": _("different coded passages; shown, and never ranks"),
            "density": _("codes mentioned by {who}, of all codes × all {who}", who=who),
            "components": _("parts that no tie joins"),
            "betweenness": _("share of shortest paths between others that run through it"),
            "core": _("the largest k such that it is in a part where each has k ties to the others of it"),
        }

    def reason(self) -> str | None:
        """Why there is no tie, in the current language; None where there is one."""
        if self.graph.number_of_edges():
            return None
        if not self.graph.number_of_nodes():
            return _("Nothing has been coded yet, so there is no network of codes.")
        return _("no two codes share any words") if self.of == CODES else _("no informant mentions a code")

    def warnings(self) -> list[str]:
        """What has to stand beside every number of this graph."""
        alone = [f"{code} ({sessions})" for code, sessions in self.apart]
        told = session_remark(self.unit) if alone else ""
        return [
            *([told + " " + _("Counted so: {who}.", who=", ".join(alone))] if told else []),
            _(
                "Which codes stand together follows from how passages were cut and coded, not from people alone."
            ),
            _("The graph supports the quoted evidence and never replaces it."),
        ]

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints; a measure that does not exist is null and says why."""
        found = self.measures()
        why = {}
        if found.density.reason is not None:
            why["density"] = reason_words(found.density.reason)
        nodes = []
        for node, data in self.graph.nodes(data=True):
            between = found.betweenness[node]
            if between.reason is not None:
                why[f"{node}.betweenness"] = reason_words(between.reason)
            nodes.append(
                {
                    "id": node,
                    **data,
                    "degree": found.degree[node],
                    "betweenness": None if between.value is None else round(between.value, 6),
                    "core": found.core[node],
                }
            )
        return {
            "of": self.of,
            "unit": self.unit,
            "reason": self.reason(),
            "nodes": nodes,
            "ties": [{"from": a, "to": b, **data} for a, b, data in self.graph.edges(data=True)],
            "measures": {
                "nodes": self.graph.number_of_nodes(),
                "ties": self.graph.number_of_edges(),
                "density": None if found.density.value is None else round(found.density.value, 6),
                "possible": found.possible,
                "components": [list(part) for part in found.components],
            },
            "undefined": why,
            "definitions": self.definitions(),
            "warnings": self.warnings(),
        }

    def renamed(self, replace: Callable[[str], str]) -> CodeNetwork:
        """The same graph as an export shows it: no real name in a label."""
        import networkx as nx

        labels = {node: replace(label) for node, label in self.graph.nodes(data="label")}
        ids = {node: f"{node.partition(':')[0]}:{label}" for node, label in labels.items()}
        graph = nx.relabel_nodes(self.graph, unique(self.graph, ids.__getitem__))
        for node, data in graph.nodes(data=True):
            data["label"] = node.partition(":")[2]
        apart = tuple((code, replace(sessions)) for code, sessions in self.apart)
        return CodeNetwork(self.of, graph, self.unit, apart)

    def words(self) -> Iterable[tuple[str, str]]:
        """(where, text) of everything in it that a person wrote."""
        for label in dict(self.graph.nodes(data="label")).values():
            yield _("node {name}", name=label), label

    def text(self, suffix: str) -> str:
        """The graph as .graphml; raises BadInput for another suffix."""
        import networkx as nx

        if suffix.lower() != ".graphml":
            raise BadInput(_("a graph of codes is written to .graphml, not {given}", given=suffix or "''"))
        return "\n".join(nx.generate_graphml(self.graph)) + "\n"


def of_codes(table: MeetingTable) -> CodeNetwork:
    """Which codes share words, from the table of meetings."""
    codes = table.codes
    ends = [row for row in range(len(codes)) if _is_end([code.depth for code in codes], row)]
    kept = set(ends)
    ties = [
        CodeTie(codes[a].code, codes[b].code, cell.informants, cell.segments)
        for a, b, cell in table.pairs()
        if a in kept and b in kept
    ]
    used = {code for tie in ties for code in (tie.a, tie.b)}
    used |= {codes[row].code for row in ends if int(table.meetings.passages[row])}
    graph = code_graph([codes[row].code for row in ends if codes[row].code in used], ties)
    return CodeNetwork(CODES, graph, table.unit)


def of_mentions(table: CountTable) -> CodeNetwork:
    """Which informant mentions which code, from counts by informant; codes nobody mentions are left out."""
    depths = [code.depth for code in table.codes]
    ties = [
        CodeTie(table.codes[row].code, name, 1, cell.segments)
        for row in range(len(depths))
        if _is_end(depths, row)
        for name, cell in zip(table.columns, table.counts.cells[row], strict=True)
        if cell.k
    ]
    others = {
        name: {ev.SESSION: SESSION, ev.INFORMANT: INFORMANT}.get(kind, DOCUMENT)
        for column, (name, kind) in enumerate(zip(table.columns, table.kinds, strict=True))
        if table.speaks(column)
    }
    graph = code_graph(dict.fromkeys(tie.a for tie in ties), ties, others)
    return CodeNetwork(CODE_INFORMANT, graph, table.unit, table.apart)


def _is_end(depths: list[int], row: int) -> bool:
    """Whether no code stands below this one; rows are in the order of the tree."""
    return row + 1 == len(depths) or depths[row + 1] <= depths[row]
