"""What `project.analysis` gives back: tables and the graph with their definitions, as values and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from qualcode import i18n
from qualcode.analysis.counts import CodeCell, CodeCounts, Prominence
from qualcode.analysis.query import Field, Node, Term, both, written
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.network import files
from qualcode.network.drawing import graph_svg
from qualcode.network.graph import BONDING, BRIDGING, LINKING, InformantGraph
from qualcode.network.layout import Positions
from qualcode.network.measures import GraphMeasures, Result, reason_words, warnings
from qualcode.project.names import Names, unique


@dataclass(frozen=True)
class CodeHead:
    """A code as a table's row is headed."""

    key: int
    """Id in the project file."""
    code: str
    name_id: str
    name_en: str
    depth: int
    """0 for a top branch."""

    @property
    def name(self) -> str:
        """The name in the current language, else in the other one, else the code."""
        names = (self.name_id, self.name_en) if i18n.language() == "id" else (self.name_en, self.name_id)
        return names[0] or names[1] or self.code


@dataclass(frozen=True)
class CountTable:
    """Codes counted over columns, in the order of the codebook's tree."""

    by: str
    columns: tuple[str, ...]
    codes: tuple[CodeHead, ...]
    counts: CodeCounts
    terms: tuple[Node, ...]
    """What a query says to get a column's codings."""
    total: Node
    """The same for all columns together."""
    documents: tuple[int, ...] = ()
    """Documents and observations of each column, coded or not; they are not in n."""
    coder: str | None = None
    """Whose codings are counted; None is everybody's but second coders'."""

    def speaks(self, column: int) -> bool:
        """Whether anybody or anything speaks in a column, coded or not; the total stands behind the last one."""
        if not self.codes or column >= len(self.columns):
            return True
        return bool(self.counts.cells[0][column].n or self.documents[column])

    def query(self, code: int, column: int | None = None) -> str:
        """The query that gives the codings behind a cell, or behind the total of a row."""
        where = self.total if column is None else self.terms[column]
        whose = () if self.coder is None else (Term(Field.CODER, self.coder),)
        return written(both(Term(Field.CODE, self.codes[code].code), where, *whose))

    def definitions(self) -> dict[str, str]:
        """What each number of a cell means, in the current language."""
        return {
            "n": _("informants (by method: informants or sources) who speak in the column"),
            "k": _("of n, those with at least one coding of the code or of a code below it"),
            "plus": _("of k, those whose codings strengthen it only"),
            "minus": _("of k, those whose codings weaken it only"),
            "mixed": _("of k, those whose codings do both"),
            "segments": _("different coded passages; shown, and never ranks"),
            "documents": _("documents and observations with the code, which are not in n"),
        }

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints."""
        return {
            "by": self.by,
            "columns": list(self.columns),
            "definitions": self.definitions(),
            "rows": [
                {
                    "code": code.code,
                    "name": code.name,
                    "depth": code.depth,
                    "cells": {
                        name: {**cell.as_json(), "query": self.query(row, column)}
                        for column, (name, cell) in enumerate(
                            zip(self.columns, self.counts.cells[row], strict=True)
                        )
                    },
                    "total": {**self.counts.totals[row].as_json(), "query": self.query(row)},
                }
                for row, code in enumerate(self.codes)
            ],
        }

    def table(self, count: str = "informants") -> tuple[list[str], list[list[str]]]:
        """Heading and rows for a spreadsheet, by `count`: informants or segments; NA is a column without a source."""
        rows = []
        for row, code in enumerate(self.codes):
            cells = [*self.counts.cells[row], self.counts.totals[row]]
            numbers = [
                "NA" if not self.speaks(column) else _number(cell, count) for column, cell in enumerate(cells)
            ]
            rows.append([code.code, code.name, *numbers])
        if count == "informants" and rows:
            n = [*self.counts.cells[0], self.counts.totals[0]]
            rows.append(["n", _("informants who speak in the column"), *(str(cell.n) for cell in n)])
        return [_("Code"), _("Name"), *self.columns, _("Total")], rows


def _number(cell: CodeCell, count: str) -> str:
    return str(cell.k if count == "informants" else cell.segments + cell.document_segments)


@dataclass(frozen=True)
class ProminenceRow:
    """A code's place among its peers."""

    rank: int
    code: str
    name: str
    plus: int
    """Informants who strengthen it, ..."""
    n: int
    """... of so many."""
    reach: tuple[int, int]
    """Groups in which somebody strengthens it, of so many."""
    k: int
    """Informants who mention it at all; this and what follows ranks nothing."""
    minus: int
    mixed: int
    segments: int
    depth: int
    """0 for a top branch of the codebook."""

    @classmethod
    def of(cls, code: CodeHead, place: Prominence, total: CodeCell) -> ProminenceRow:
        """The row of a code in the current language."""
        return cls(
            rank=place.rank,
            code=code.code,
            name=code.name,
            plus=place.plus,
            n=place.n,
            reach=place.reach,
            k=place.k,
            minus=total.minus,
            mixed=total.mixed,
            segments=place.segments,
            depth=code.depth,
        )

    def as_json(self) -> dict[str, object]:
        """The row as a plain object, reach as "3/4"."""
        return {
            "rank": self.rank,
            "code": self.code,
            "name": self.name,
            "plus": self.plus,
            "n": self.n,
            "reach": "{}/{}".format(*self.reach),
            "k": self.k,
            "minus": self.minus,
            "mixed": self.mixed,
            "segments": self.segments,
        }


@dataclass(frozen=True)
class NetworkFigure:
    """The informant graph, measured and laid out; with a focal group, shares and E-I are that group's."""

    graph: InformantGraph
    measures: GraphMeasures
    positions: Positions
    focal: str | None
    group_labels: Mapping[str, str]
    group_labels_en: Mapping[str, str]

    @property
    def shown(self) -> InformantGraph:
        """The graph, or the part that touches the focal group: what pictures and files hold."""
        return self.graph if self.focal is None else self.graph.touching(self.focal)

    def renamed(self, names: Names) -> NetworkFigure:
        """The same figure as an export shows it: no real name in a node, a group or a group's label."""
        groups = unique(self.graph.groups, names.aliases.replace)
        nodes = {node.key: names.actors.get(node.key, node.key) for node in self.graph.nodes}
        graph = InformantGraph.of(
            (
                replace(
                    node,
                    key=nodes[node.key],
                    label=nodes[node.key],
                    group=None if node.group is None else groups[node.group],
                )
                for node in self.graph.nodes
            ),
            (replace(tie, a=nodes[tie.a], b=nodes[tie.b]) for tie in self.graph.ties),
        )
        measures = replace(
            self.measures,
            of_node={nodes[key]: of for key, of in self.measures.of_node.items()},
            group_ei={groups[group]: ei for group, ei in self.measures.group_ei.items()},
        )

        def labels(given: Mapping[str, str]) -> dict[str, str]:
            return {groups.get(name, name): names.aliases.replace(label) for name, label in given.items()}

        return NetworkFigure(
            graph,
            measures,
            {nodes[key]: place for key, place in self.positions.items()},
            None if self.focal is None else groups.get(self.focal, self.focal),
            labels(self.group_labels),
            labels(self.group_labels_en),
        )

    def words(self) -> Iterator[tuple[str, str]]:
        """(where, text) of everything in it that a person wrote."""
        for node in self.shown.nodes:
            yield _("node {name}", name=node.label), node.label
        for group in self.shown.groups:
            yield _("group {name}", name=group), group
            yield _("group {name}", name=group), self.group_names.get(group, "")

    @property
    def group_names(self) -> Mapping[str, str]:
        """Names of groups in the current language, where somebody gave one."""
        if i18n.language() == "en":
            return {**self.group_labels, **self.group_labels_en}
        return {**self.group_labels_en, **self.group_labels}

    def svg(self, title: str = "") -> str:
        """The picture, in the current language."""
        return graph_svg(self.shown, self.positions, self.group_names, title)

    def text(self, suffix: str) -> str:
        """The graph as .graphml, .gexf or .svg; raises BadInput for another suffix."""
        match suffix.lower().removeprefix("."):
            case "graphml":
                return files.graphml(self.shown)
            case "gexf":
                return files.gexf(self.shown, self.positions)
            case "svg":
                return self.svg()
        raise BadInput(_("a graph is written to .graphml, .gexf or .svg, not {given}", given=suffix or "''"))

    def warnings(self) -> list[str]:
        """What has to stand beside every picture and number of this graph."""
        return warnings(self.graph)

    def definitions(self) -> dict[str, str]:
        """What each measure means, in the current language."""
        return {
            "bonding": _("ties inside one group"),
            "bridging": _("ties between groups on the same level"),
            "linking": _("ties between groups on different levels"),
            "undefined": _("ties whose ends have no known group or level; in no share"),
            "ei": _("(external - internal) / all ties, from -1 (all inside groups) to 1 (all between)"),
            "expected_ei": _("E-I if everybody were tied to everybody; follows from the sizes of groups"),
            "density": _("tied pairs of all possible pairs, in the whole network"),
            "assortativity": _("whether ties keep to groups, -1 to 1, in the whole network"),
            "degree": _("how many others somebody is tied to"),
            "betweenness": _("share of shortest paths between others that run through somebody"),
            "constraint": _("how far somebody's contacts are tied to each other; of the whole network"),
            "effective_size": _("contacts without those that lead to the same people"),
        }

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints; a measure that does not exist is null and says why."""
        why: dict[str, str] = {}
        m = self.measures

        def number(name: str, result: Result) -> float | None:
            if result.reason is not None:
                why[name] = reason_words(result.reason)
            return None if result.value is None else round(result.value, 6)

        measures: dict[str, object] = {
            "nodes": m.nodes,
            "mentioned": m.mentioned,
            "pairs": m.pairs,
            "negative": m.negative,
            "counts": dict(m.shares.counts),
            "shares": {n: number(f"shares.{n}", m.shares.share(n)) for n in (BONDING, BRIDGING, LINKING)},
            "ei": number("ei", m.ei),
            "expected_ei": number("expected_ei", m.expected_ei),
            "density": number("density", m.density),
            "assortativity": number("assortativity", m.assortativity),
            "group_ei": {group: number(f"group_ei.{group}", value) for group, value in m.group_ei.items()},
        }
        nodes = []
        for node in self.shown.nodes:
            of, (x, y) = m.of_node[node.key], self.positions[node.key]
            nodes.append(
                {
                    "id": node.key,
                    "label": node.label,
                    "group": node.group,
                    "level": node.level,
                    "interviewed": node.interviewed,
                    "degree": of.degree,
                    "betweenness": number(f"{node.key}.betweenness", of.betweenness),
                    "constraint": number(f"{node.key}.constraint", of.constraint),
                    "effective_size": number(f"{node.key}.effective_size", of.effective_size),
                    "roles": of.roles,
                    "x": x,
                    "y": y,
                }
            )
        return {
            "focal": self.focal,
            "nodes": nodes,
            "ties": [
                {
                    "id": tie.key,
                    "from": tie.a,
                    "to": tie.b,
                    "type": tie.type,
                    "directed": tie.directed,
                    "class": self.shown.class_of(tie),
                    "negative": tie.negative,
                    "strength": tie.strength,
                }
                for tie in self.shown.ties
            ],
            "measures": measures,
            "undefined": why,
            "definitions": self.definitions(),
            "warnings": self.warnings(),
        }
