"""Measures of the informant graph, for the whole network and for a focal group.

A value that does not exist is a `Result` without a value and with a reason, never 0, 1 or nan. All measures
read the positive ties, each pair counted once, unless their docstring says otherwise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.i18n import _, ngettext
from qualcode.network import brokers, grouped, holes
from qualcode.network.brokers import GATEKEEPER, GATEKEEPER_REPRESENTATIVE, REPRESENTATIVE
from qualcode.network.cohesion import cliques, components, confirmations, cores
from qualcode.network.graph import BONDING, BRIDGING, LINKING, TIE_CLASSES, UNDEFINED, InformantGraph

NO_TIES, TOO_FEW_NODES, ISOLATE, ONE_GROUP, NO_GROUPS, SOME_UNDIRECTED, NOT_JUDGED, NO_GROUP = (
    "no ties",
    "too few nodes",
    "isolate",
    "one group",
    "no groups",
    "some ties have no direction",
    "no tie has a strength",
    "of no group",
)


@dataclass(frozen=True)
class Result:
    """A statistic, or the reason why there is none."""

    value: float | None
    reason: str | None = None
    n: int | None = None
    """Of how many pairs an E-I is."""


@dataclass(frozen=True)
class Shares:
    """Tie classes of a set of ties; undefined ones are counted and stay out of the shares, which sum to 1."""

    counts: dict[str, int]
    unit: str
    """What was counted: "pairs" or "ties"."""

    @property
    def defined(self) -> int:
        """How many have a class."""
        return sum(self.counts[name] for name in (BONDING, BRIDGING, LINKING))

    def share(self, name: str) -> Result:
        """The share of bonding, bridging or linking among those that have a class."""
        return Result(self.counts[name] / self.defined) if self.defined else Result(None, NO_TIES)


@dataclass(frozen=True)
class NodeMeasures:
    """Where one node stands; of the whole network, not of its ego network, but where the field says so."""

    key: str
    degree: int
    """Others it is tied to."""
    arrows_in: int
    """Ties that run to it and ..."""
    arrows_out: int
    """... from it; one without direction is both."""
    negative: int
    """Negative ties it has, which are in no other number."""
    strength: Result
    """The sum of the strengths of its pairs, those that somebody judged."""
    betweenness: Result
    closeness: Result
    constraint: Result
    constraint_ego: Result
    """The same on its own network alone, as UCINET has it."""
    effective_size: Result
    efficiency: Result
    core: int
    """The largest k for which it is in a part where everybody is tied to k others of the part (Seidman 1983)."""
    ei: Result
    expected_ei: Result
    roles: dict[str, int]


@dataclass(frozen=True)
class GraphMeasures:
    """What is reported of a graph: the numbers, then those of each group and each node."""

    nodes: int
    mentioned: int
    pairs: int
    grouped_pairs: int
    """Pairs whose ends both belong to a group: the n of assortativity."""
    ei_pairs: int
    """Of these, the pairs that E-I is of; with a focal group those that touch it."""
    negative: int
    """Negative ties, which are in no number here."""
    shares: Shares
    ei: Result
    ei_valued: Result
    """E-I with each pair weighed by its strength; pairs nobody judged are left out."""
    expected_ei: Result
    density: Result
    arc_density: Result
    assortativity: Result
    group_ei: dict[str, Result]
    group_expected_ei: dict[str, Result]
    components: tuple[tuple[str, ...], ...]
    """Parts that no tie joins, largest first."""
    cliques: tuple[tuple[str, ...], ...]
    """Three and more who are all tied to each other and to nobody else in common, largest first."""
    confirmed: dict[str, int]
    """Ties by whether both ends report them; see `cohesion.confirmations`."""
    of_node: dict[str, NodeMeasures]


def measure(graph: InformantGraph, focal: str | None = None) -> GraphMeasures:
    """Every measure of `graph`; with `focal`, shares, E-I and expected E-I are of the ties that touch that group.

    Centralities, density, pairs and assortativity are always those of the whole network.
    """
    in_groups = _in_groups(graph)
    return GraphMeasures(
        nodes=len(graph.nodes),
        mentioned=sum(not node.interviewed for node in graph.nodes),
        pairs=graph.pairs.number_of_edges(),
        grouped_pairs=len(in_groups),
        ei_pairs=sum(focal is None or focal in pair for pair in in_groups),
        negative=len(graph.ties) - len(graph.positive),
        shares=shares(graph, focal=focal),
        ei=ei(graph, focal=focal),
        ei_valued=ei_valued(graph, focal=focal),
        expected_ei=expected_ei(graph, focal=focal),
        density=density(graph),
        arc_density=arc_density(graph),
        assortativity=assortativity(graph),
        group_ei={group: ei(graph, focal=group) for group in graph.groups},
        group_expected_ei={group: expected_ei(graph, focal=group) for group in graph.groups},
        components=components(graph.pairs),
        cliques=cliques(graph.pairs),
        confirmed=confirmations(graph),
        of_node=of_nodes(graph),
    )


def shares(graph: InformantGraph, *, focal: str | None = None, count_types: bool = False) -> Shares:
    """Bonding, bridging, linking and undefined ties; each pair once, or each tie with `count_types`.

    `focal` keeps the ties with at least one end in that group.
    """
    part = graph if focal is None else graph.touching(focal)
    ties = (
        part.positive if count_types else {frozenset((tie.a, tie.b)): tie for tie in part.positive}.values()
    )
    found = Counter(part.class_of(tie) for tie in ties)
    return Shares({name: found[name] for name in TIE_CLASSES}, "ties" if count_types else "pairs")


def ei(graph: InformantGraph, *, focal: str | None = None) -> Result:
    """The E-I index, -1 … 1; see `grouped.ei_index`. `focal` keeps the pairs that touch that group."""
    value = grouped.ei_index(graph.pairs, "group", group=focal)
    touching = sum(focal is None or focal in pair for pair in _in_groups(graph))
    return _or(value, NO_TIES, touching)


def ei_valued(graph: InformantGraph, *, focal: str | None = None) -> Result:
    """The E-I index with each pair weighed by its strength; pairs whose strength nobody judged are left out."""
    import networkx as nx

    valued = nx.Graph()
    valued.add_nodes_from(graph.pairs.nodes(data=True))
    valued.add_edges_from(edge for edge in graph.pairs.edges(data=True) if "strength" in edge[2])
    if not valued.number_of_edges():
        return Result(None, NOT_JUDGED)
    return _or(grouped.ei_index(valued, "group", "strength", group=focal), NO_TIES)


def expected_ei(graph: InformantGraph, *, focal: str | None = None) -> Result:
    """E-I if every possible pair were tied; see `grouped.expected_ei`."""
    return _or(grouped.expected_ei(graph.pairs, "group", group=focal), TOO_FEW_NODES)


def _or(value: float | None, reason: str, n: int | None = None) -> Result:
    return Result(None, reason) if value is None else Result(value, n=n)


def density(graph: InformantGraph) -> Result:
    """Tied pairs of all possible pairs, 2m / N(N - 1) (Wasserman & Faust 1994)."""
    n = len(graph.nodes)
    if n < 2:
        return Result(None, TOO_FEW_NODES)
    if not graph.ties:
        return Result(None, NO_TIES)
    return Result(2 * graph.pairs.number_of_edges() / (n * (n - 1)))


def arc_density(graph: InformantGraph) -> Result:
    """Arcs of all possible arcs, m / N(N - 1); only where every tie has a direction (Wasserman & Faust 1994)."""
    n = len(graph.nodes)
    if n < 2:
        return Result(None, TOO_FEW_NODES)
    if not graph.ties:
        return Result(None, NO_TIES)
    if not all(tie.directed for tie in graph.positive):
        return Result(None, SOME_UNDIRECTED)
    return Result(graph.arcs.number_of_edges() / (n * (n - 1)))


def of_nodes(graph: InformantGraph) -> dict[str, NodeMeasures]:
    """Every measure of every node."""
    pairs, arcs = graph.pairs, graph.arcs
    between, close, roles, core = betweenness(graph), closeness(graph), brokerage(graph), cores(pairs)
    whole, own = holes.constraint(pairs), holes.constraint(pairs, ego=True)
    size, part = holes.effective_size(pairs), holes.efficiency(pairs)
    quarrels = Counter(end for tie in graph.ties if tie.negative for end in (tie.a, tie.b))
    found = {}
    for node in graph.nodes:
        key = node.key
        strengths = [data["strength"] for _a, _b, data in pairs.edges(key, data=True) if "strength" in data]
        no_tie = NO_TIES if node.group is not None else NO_GROUP
        no_pair = TOO_FEW_NODES if node.group is not None else NO_GROUP
        found[key] = NodeMeasures(
            key,
            degree=pairs.degree(key),
            arrows_in=arcs.in_degree(key),
            arrows_out=arcs.out_degree(key),
            negative=quarrels[key],
            strength=Result(float(sum(strengths))) if strengths else Result(None, NOT_JUDGED),
            betweenness=between[key],
            closeness=close[key],
            constraint=_or(whole[key], ISOLATE),
            constraint_ego=_or(own[key], ISOLATE),
            effective_size=_or(size[key], ISOLATE),
            efficiency=_or(part[key], ISOLATE),
            core=core[key],
            ei=_or(
                grouped.ei_index(pairs, "group", ego=key),
                no_tie,
                sum(graph.node[other].group is not None for other in pairs[key]),
            ),
            expected_ei=_or(grouped.expected_ei(pairs, "group", ego=key), no_pair),
            roles=roles[key],
        )
    return found


def betweenness(graph: InformantGraph) -> dict[str, Result]:
    """The share of shortest paths between others that run through a node, 0 … 1 (Freeman 1977)."""
    if len(graph.nodes) < 3:
        return {node.key: Result(None, TOO_FEW_NODES) for node in graph.nodes}
    if not graph.ties:
        return {node.key: Result(None, NO_TIES) for node in graph.nodes}
    import networkx as nx

    values = nx.betweenness_centrality(graph.pairs, normalized=True)
    return {key: Result(float(value)) for key, value in values.items()}


def closeness(graph: InformantGraph) -> dict[str, Result]:
    """Reachable others per step of distance, scaled by the share reached (Wasserman & Faust 1994)."""
    import networkx as nx

    values = nx.closeness_centrality(graph.pairs)
    return {
        key: Result(float(value)) if graph.pairs.degree(key) else Result(None, ISOLATE)
        for key, value in values.items()
    }


def brokerage(graph: InformantGraph) -> dict[str, dict[str, int]]:
    """How often each node stands between two who are not tied, by role; see `brokers.brokerage_roles`.

    A pair that ties without direction join is counted once, and gatekeeper and representative are one role there, named
    so; a tie with a direction counts as it runs. Roles that no tie here can have are left out.
    """
    if graph.directed:
        without = {GATEKEEPER_REPRESENTATIVE} if all(tie.directed for tie in graph.positive) else set[str]()
        found = brokers.roles_told_apart(graph.arcs, "group")
    else:
        without = {GATEKEEPER, REPRESENTATIVE}
        found = brokers.roles_told_apart(graph.pairs, "group")
    return {
        key: {role: n for role, n in roles.items() if role not in without} for key, roles in found.items()
    }


def assortativity(graph: InformantGraph) -> Result:
    """Whether ties keep to groups, -1 … 1 (Newman 2003, Physical Review E 67:026126); grouped pairs only."""
    if not graph.groups:
        return Result(None, NO_GROUPS)
    return assortativity_of(grouped.mixing(graph.pairs, "group"))


def assortativity_of(mixing: Sequence[Sequence[float]]) -> Result:
    """(trace - sum of a_i b_i) / (1 - sum of a_i b_i) of a mixing matrix scaled to sum 1 (Newman 2003)."""
    total = sum(map(sum, mixing))
    if not total:
        return Result(None, NO_TIES)
    rows = [sum(row) / total for row in mixing]
    columns = [sum(row[i] for row in mixing) / total for i in range(len(mixing))]
    chance = sum(a * b for a, b in zip(rows, columns, strict=True))
    if math.isclose(chance, 1):
        return Result(None, ONE_GROUP)
    trace = sum(mixing[i][i] for i in range(len(mixing))) / total
    return Result((trace - chance) / (1 - chance))


def reason_words(reason: str) -> str:
    """Why a measure has no value, in the person's language."""
    return {
        NO_TIES: _("undefined: no ties to count"),
        TOO_FEW_NODES: _("undefined: too few nodes"),
        ISOLATE: _("undefined: tied to nobody"),
        ONE_GROUP: _("undefined: all ties are in one group"),
        NO_GROUPS: _("undefined: nobody belongs to a group"),
        SOME_UNDIRECTED: _("undefined: some ties have no direction"),
        NOT_JUDGED: _("undefined: nobody judged how strong these ties are"),
        NO_GROUP: _("undefined: of no group"),
    }[reason]


def warnings(graph: InformantGraph) -> list[str]:
    """What has to be printed beside every picture and table of this graph."""
    lines = [
        _("The network is not a census: it holds those who were interviewed and those they mentioned."),
        _("No significance tests are made at this number of people."),
        _("The graph supports the quoted evidence and never replaces it."),
    ]
    if any(not node.interviewed for node in graph.nodes):
        lines.insert(1, _("How central somebody is who was not interviewed is an artefact of who was."))
    classes = shares(graph)
    if classes.counts[UNDEFINED]:
        lines.append(_("Ties whose ends have no known group or level have no class and are in no share."))
    grouped_pairs = len(_in_groups(graph))
    if grouped_pairs != classes.defined:
        lines.append(
            ngettext(
                "{n} pair of two groups lacks a level: it is in E-I (of {ei} pairs), which asks for groups only, and in "
                "no share (of {shares} pairs); so E-I is not 1 - 2 × bonding here.",
                "{n} pairs of two groups lack a level: they are in E-I (of {ei} pairs), which asks for groups only, and "
                "in no share (of {shares} pairs); so E-I is not 1 - 2 × bonding here.",
                grouped_pairs - classes.defined,
                ei=grouped_pairs,
                shares=classes.defined,
            )
        )
    return lines


def _in_groups(graph: InformantGraph) -> list[tuple[str | None, str | None]]:
    """The groups of the ends of each pair that has both."""
    ends = [(graph.node[a].group, graph.node[b].group) for a, b in graph.pairs.edges]
    return [pair for pair in ends if None not in pair]
