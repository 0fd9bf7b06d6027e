"""What `project.analysis` gives back: tables and the graph with their definitions, as values and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode import i18n
from qualcode.analysis.counted import DOCUMENTS, INFORMANTS, session_remark, several
from qualcode.analysis.counts import CodeCell, CodeCounts, Prominence
from qualcode.analysis.query import Field, Node, Term, both, written
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.network import files
from qualcode.network.drawing import graph_svg
from qualcode.network.graph import InformantGraph
from qualcode.network.layout import Positions
from qualcode.network.measures import GraphMeasures, Result, Shares, density, ei, shares, warnings
from qualcode.project import network_document
from qualcode.project.names import Names, unique
from qualcode.project.sociogram import WaveTies, of_wave


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


def no_codebook() -> str:
    """Why nothing can be counted without codes, and what to do."""
    return _("The codebook is empty, so nothing is counted. Next: qualcode codebook import PROJECT FILE.")


def no_codings() -> str:
    """Why all counts are 0, and what to do."""
    return _(
        "Nothing has been coded yet, so all counts are 0. Next: qualcode open PROJECT, or qualcode code add."
    )


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
    unit: str = INFORMANTS
    """What n counts: one of the units of `analysis.counted`."""
    kinds: tuple[str, ...] = ()
    """By informant: whether a column is an informant, a session or a source."""
    apart: tuple[tuple[str, str], ...] = ()
    """By informant: those who speak in focus groups only, each with the sessions they are counted in."""
    ids: tuple[str, ...] = ()
    """By informant: an informant's code, or the lasting id of a session's or document's source."""

    @property
    def of_documents(self) -> bool:
        """Whether documents are counted where else informants are, since the study holds nobody's talk."""
        return self.unit == DOCUMENTS

    def reason(self) -> str | None:
        """Why there is nothing to read in the table, and what to do; None where there is."""
        if not self.codes:
            return no_codebook()
        if not self.columns:
            return _(
                "There are no columns to count over yet. Next: qualcode informant add and qualcode source add."
            )
        if not any(cell.segments or cell.document_segments for cell in self.counts.totals):
            return no_codings()
        return None

    def speaks(self, column: int) -> bool:
        """Whether anybody or anything speaks in a column, coded or not; the total stands behind the last one."""
        if not self.codes or column >= len(self.columns):
            return True
        return bool(self.counts.cells[0][column].n or self.documents[column])

    def why_na(self, column: int) -> str | None:
        """Why nothing can be said of a column, in the current language; None where something can."""
        if self.speaks(column):
            return None
        sessions = dict(self.apart).get(self.columns[column])
        if sessions is None:
            return _("no source")
        return _("speaks in focus groups only, and is counted there: {sessions}", sessions=sessions)

    def query(self, code: int, column: int | None = None) -> str:
        """The query that gives the codings behind a cell, or behind the total of a row."""
        where = self.total if column is None else self.terms[column]
        whose = () if self.coder is None else (Term(Field.CODER, self.coder),)
        return written(both(Term(Field.CODE, self.codes[code].code), where, *whose))

    def definitions(self) -> dict[str, str]:
        """What each number of a cell means, in the current language."""
        if self.of_documents:
            who = {
                "n": _("documents and observations of the column; nobody's talk is in this study"),
                "documents": _("none: documents are in n, and literature is in no figure"),
            }
        else:
            who = {
                "n": self._who(),
                "documents": _(
                    "documents and observations with the code, which are not in n; literature is in no figure"
                ),
            }
        return {
            "n": who["n"],
            "k": _("of n, those with at least one coding of the code or of a code below it"),
            "plus": _("of k, those whose codings strengthen it only"),
            "minus": _("of k, those whose codings weaken it only"),
            "mixed": _("of k, those whose codings do both"),
            "segments": _("different coded passages; shown, and never ranks"),
            "documents": who["documents"],
            "reach": reach_words(),
            "rank": _("by plus (k+ of n), then by reach; equal ones share a rank"),
        }

    def _who(self) -> str:
        if self.by == "method":
            return _("{who} heard in the column, or documents and observations of it", who=several(self.unit))
        return _("{who} heard in the column", who=several(self.unit))

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints."""
        return {
            "by": self.by,
            "unit": self.unit,
            "reason": self.reason(),
            "columns": list(self.columns),
            "definitions": self.definitions(),
            "remark": session_remark(self.unit),
            "apart": dict(self.apart),
            "ids": dict(zip(self.columns, self.ids, strict=True)) if self.ids else {},
            "rows": [
                {
                    "code": code.code,
                    "name": code.name,
                    "depth": code.depth,
                    "cells": {
                        name: {
                            **cell.as_json(),
                            "query": self.query(row, column) if self.speaks(column) else None,
                            "reason": self.why_na(column),
                        }
                        for column, (name, cell) in enumerate(
                            zip(self.columns, self.counts.cells[row], strict=True)
                        )
                    },
                    "total": {**self.counts.totals[row].as_json(), "query": self.query(row)},
                }
                for row, code in enumerate(self.codes)
            ],
        }

    def table(
        self, count: str = "informants", wanted: Sequence[int] | None = None
    ) -> tuple[list[str], list[list[str]]]:
        """Heading and rows for a spreadsheet, by `count`: informants or segments; NA is a column without a source.

        `wanted` are the codes to be told, by their rows; by default all.
        """
        rows = []
        for row, code in enumerate(self.codes):
            if wanted is not None and row not in wanted:
                continue
            cells = [*self.counts.cells[row], self.counts.totals[row]]
            numbers = [
                "NA" if not self.speaks(column) else _number(cell, count) for column, cell in enumerate(cells)
            ]
            rows.append([code.code, code.name, *numbers])
        if count == "informants" and rows:
            n = [*self.counts.cells[0], self.counts.totals[0]]
            who = _("documents of the column") if self.of_documents else self._who()
            rows.append(["n", who, *(str(cell.n) for cell in n)])
        return [_("Code"), _("Name"), *self.columns, _("Total")], rows


def reach_words() -> str:
    """What the groups reached are, in the current language."""
    return _("groups that have the code, whatever its valence, of those that have a source")


def _number(cell: CodeCell, count: str) -> str:
    return str(cell.k if count == "informants" else cell.segments + cell.document_segments)


@dataclass(frozen=True)
class ProminenceRow:
    """A code's place among its peers."""

    rank: int
    code: str
    name: str
    plus: int
    """Informants who strengthen it (documents, where the study holds nobody's talk), ..."""
    n: int
    """... of so many."""
    reach: tuple[int, int]
    """Groups in which somebody speaks of it, of so many in which somebody speaks."""
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


class Ranking(list[ProminenceRow]):
    """Peers from the most prominent on; empty, with its reason, where nobody was heard of whom they could be told."""

    def __init__(self, rows: Iterable[ProminenceRow] = (), reason: str | None = None) -> None:
        super().__init__(rows)
        self.reason = reason
        """Why there is no rank, in the language it was asked in; None where there are ranks."""


@dataclass(frozen=True)
class WaveSlice:
    """The network as it was told in one wave of collection: the same nodes, the ties with a passage from then."""

    wave: int
    interviewed: int
    """Informants who spoke then."""
    ties: int
    pairs: int
    shares: Shares
    ei: Result
    density: Result
    """Tied pairs of all possible pairs of the whole network."""


def wave_slice(graph: InformantGraph, told: WaveTies, focal: str | None = None) -> WaveSlice:
    """One wave of the network; with `focal` shares and E-I are of the ties that touch that group."""
    part = of_wave(graph, told)
    return WaveSlice(
        wave=told.wave,
        interviewed=len(told.interviewed),
        ties=len(part.ties),
        pairs=part.pairs.number_of_edges(),
        shares=shares(part, focal=focal),
        ei=ei(part, focal=focal),
        density=density(part),
    )


@dataclass(frozen=True)
class NetworkFigure:
    """The informant graph, measured and laid out; with a focal group, shares and E-I are that group's."""

    graph: InformantGraph
    measures: GraphMeasures
    positions: Positions
    focal: str | None
    group_labels: Mapping[str, str]
    group_labels_en: Mapping[str, str]
    wave: int | None = None
    """The wave whose ties these are; None is all ties, also those without a passage."""
    waves: tuple[WaveSlice, ...] = ()
    """Every wave by itself."""

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
            group_expected_ei={groups[group]: ei for group, ei in self.measures.group_expected_ei.items()},
            components=tuple(tuple(nodes[key] for key in part) for part in self.measures.components),
            cliques=tuple(tuple(nodes[key] for key in part) for part in self.measures.cliques),
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
            self.wave,
            self.waves,
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
        lines = warnings(self.graph)
        if self.wave is not None or len(self.waves) > 1:
            lines.append(
                _("A tie is in a wave where a passage of it was told then; one without a passage is in none.")
            )
        return lines

    def definitions(self) -> dict[str, str]:
        """What each measure means, in the current language."""
        return network_document.definitions()

    def as_json(self) -> dict[str, object]:
        """The plain document the command line prints; a measure that does not exist is null and says why."""
        return network_document.document(self)
