"""Measures of the informant graph, for the whole network and for a focal group.

A value that does not exist is a `Result` without a value and with a reason, never 0, 1 or nan. All measures
read the positive ties, each pair counted once, unless their docstring says otherwise.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

from qualcode.i18n import _
from qualcode.network.graph import BONDING, BRIDGING, LINKING, TIE_CLASSES, UNDEFINED, InformantGraph

NO_TIES, TOO_FEW_NODES, ISOLATE, ONE_GROUP, NO_GROUPS, SOME_UNDIRECTED = (
    "no ties",
    "too few nodes",
    "isolate",
    "one group",
    "no groups",
    "some ties have no direction",
)

COORDINATOR, GATEKEEPER, REPRESENTATIVE, CONSULTANT, LIAISON = ROLES = (
    "coordinator",
    "gatekeeper",
    "representative",
    "consultant",
    "liaison",
)
GATEKEEPER_REPRESENTATIVE = "gatekeeper/representative"


@dataclass(frozen=True)
class Result:
    """A statistic, or the reason why there is none."""

    value: float | None
    reason: str | None = None


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
    """Where one node stands; of the whole network, not of its ego network."""

    key: str
    degree: int
    betweenness: Result
    constraint: Result
    effective_size: Result
    roles: dict[str, int]


@dataclass(frozen=True)
class GraphMeasures:
    """What is reported of a graph: the numbers, then those of each group and each node."""

    nodes: int
    mentioned: int
    pairs: int
    negative: int
    """Negative ties, which are in no number here."""
    shares: Shares
    ei: Result
    expected_ei: Result
    density: Result
    assortativity: Result
    group_ei: dict[str, Result]
    of_node: dict[str, NodeMeasures]


def measure(graph: InformantGraph, focal: str | None = None) -> GraphMeasures:
    """Every measure of `graph`; with `focal`, shares, E-I and expected E-I are of the ties that touch that group.

    Centralities, density, pairs and assortativity are always those of the whole network.
    """
    return GraphMeasures(
        nodes=len(graph.nodes),
        mentioned=sum(not node.interviewed for node in graph.nodes),
        pairs=graph.pairs.number_of_edges(),
        negative=len(graph.ties) - len(graph.positive),
        shares=shares(graph, focal=focal),
        ei=ei(graph, focal=focal),
        expected_ei=expected_ei(graph, focal=focal),
        density=density(graph),
        assortativity=assortativity(graph),
        group_ei={group: ei(graph, focal=group) for group in graph.groups},
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
    """The E-I index (external - internal) / (external + internal), -1 … 1.

    Krackhardt & Stern 1988 (Social Psychology Quarterly 51:123-140). Pairs with an end outside all groups are
    left out; `focal` keeps the pairs that touch that group.
    """
    part = graph if focal is None else graph.touching(focal)
    ends = [(part.node[a].group, part.node[b].group) for a, b in part.pairs.edges]
    grouped = [(a, b) for a, b in ends if a is not None and b is not None]
    if not grouped:
        return Result(None, NO_TIES)
    external = sum(a != b for a, b in grouped)
    return Result((2 * external - len(grouped)) / len(grouped))


def expected_ei(graph: InformantGraph, *, focal: str | None = None) -> Result:
    """E-I if every possible pair were tied: (X - W) / (X + W), W pairs inside groups and X across.

    It follows from the group sizes alone (Krackhardt & Stern 1988), so it is read beside every E-I. `focal` takes
    the possible pairs that touch that group.
    """
    sizes = Counter(node.group for node in graph.nodes if node.group is not None)
    if focal is None:
        within = sum(math.comb(size, 2) for size in sizes.values())
        total = math.comb(sizes.total(), 2)
    else:
        within = math.comb(sizes[focal], 2)
        total = within + sizes[focal] * (sizes.total() - sizes[focal])
    if not total:
        return Result(None, TOO_FEW_NODES)
    return Result((total - 2 * within) / total)


def density(graph: InformantGraph) -> Result:
    """Tied pairs of all possible pairs, 2m / N(N - 1) (Wasserman & Faust 1994)."""
    n = len(graph.nodes)
    if n < 2:
        return Result(None, TOO_FEW_NODES)
    return Result(2 * graph.pairs.number_of_edges() / (n * (n - 1)))


def arc_density(graph: InformantGraph) -> Result:
    """Arcs of all possible arcs, m / N(N - 1); only where every tie has a direction (Wasserman & Faust 1994)."""
    n = len(graph.nodes)
    if n < 2:
        return Result(None, TOO_FEW_NODES)
    if not all(tie.directed for tie in graph.positive):
        return Result(None, SOME_UNDIRECTED)
    return Result(graph.arcs.number_of_edges() / (n * (n - 1)))


def of_nodes(graph: InformantGraph) -> dict[str, NodeMeasures]:
    """Degree, betweenness, constraint, effective size and brokerage of every node."""
    between = betweenness(graph)
    roles = brokerage(graph)
    return {
        node.key: NodeMeasures(
            node.key,
            degree=graph.pairs.degree(node.key),
            betweenness=between[node.key],
            constraint=constraint(graph, node.key),
            effective_size=effective_size(graph, node.key),
            roles=roles[node.key],
        )
        for node in graph.nodes
    }


def betweenness(graph: InformantGraph) -> dict[str, Result]:
    """The share of shortest paths between others that run through a node, 0 … 1 (Freeman 1977)."""
    if len(graph.nodes) < 3:
        return {node.key: Result(None, TOO_FEW_NODES) for node in graph.nodes}
    values = nx.betweenness_centrality(graph.pairs, normalized=True)
    return {key: Result(float(value)) for key, value in values.items()}


def constraint(graph: InformantGraph, key: str, *, ego: bool = False) -> Result:
    """Burt's constraint, sum over j of (p_ij + sum over q of p_iq p_qj) squared (Burt 1992).

    On the whole network; with `ego` on the node's own network only, as UCINET does.
    """
    pairs = graph.around(key).pairs if ego else graph.pairs
    if not pairs.degree(key):
        return Result(None, ISOLATE)
    return Result(float(nx.constraint(pairs, nodes=[key])[key]))


def effective_size(graph: InformantGraph, key: str) -> Result:
    """Alters without their redundancy, n - 2t/n with t ties among n alters (Borgatti 1997, Connections 20(1))."""
    alters = set(graph.pairs[key])
    if not alters:
        return Result(None, ISOLATE)
    among = graph.pairs.subgraph(alters).number_of_edges()
    return Result(len(alters) - 2 * among / len(alters))


def efficiency(graph: InformantGraph, key: str) -> Result:
    """Effective size per alter (Burt 1992)."""
    size = effective_size(graph, key)
    return size if size.value is None else Result(size.value / len(graph.pairs[key]))


def closeness(graph: InformantGraph) -> dict[str, Result]:
    """Reachable others per step of distance, scaled by the share reached (Wasserman & Faust 1994)."""
    values = nx.closeness_centrality(graph.pairs)
    return {
        key: Result(float(value)) if graph.pairs.degree(key) else Result(None, ISOLATE)
        for key, value in values.items()
    }


def brokerage(graph: InformantGraph) -> dict[str, dict[str, int]]:
    """How often each node stands between two who are not tied, by role (Gould & Fernandez 1989).

    For a → b → c without a → c, with the groups of a, b and c: coordinator AAA, gatekeeper ABB,
    representative AAB, consultant ABA, liaison ABC. Where no tie has a direction each pair is counted once
    and gatekeeper and representative, which then cannot be told apart, are one role. Triples with somebody
    of no group are left out.
    """
    directed = any(tie.directed for tie in graph.positive)
    names = ROLES if directed else (COORDINATOR, GATEKEEPER_REPRESENTATIVE, CONSULTANT, LIAISON)
    found = {node.key: dict.fromkeys(names, 0) for node in graph.nodes}
    group = {node.key: node.group for node in graph.nodes}
    arcs = graph.arcs
    for broker, counts in found.items():
        if directed:
            open_pairs = [
                (a, c)
                for a in arcs.predecessors(broker)
                for c in arcs.successors(broker)
                if a != c and not arcs.has_edge(a, c)
            ]
        else:
            open_pairs = [
                (a, c) for a, c in combinations(graph.pairs[broker], 2) if not graph.pairs.has_edge(a, c)
            ]
        for a, c in open_pairs:
            ends = group[a], group[broker], group[c]
            if None not in ends:
                role = _role(*ends)
                counts[role if role in counts else GATEKEEPER_REPRESENTATIVE] += 1
    return found


def _role(a: str | None, b: str | None, c: str | None) -> str:
    if a == b == c:
        return COORDINATOR
    if b == c:
        return GATEKEEPER
    if a == b:
        return REPRESENTATIVE
    return CONSULTANT if a == c else LIAISON


def assortativity(graph: InformantGraph) -> Result:
    """Whether ties keep to groups, -1 … 1 (Newman 2003, Physical Review E 67:026126); grouped pairs only."""
    groups = graph.groups
    if not groups:
        return Result(None, NO_GROUPS)
    place = {group: number for number, group in enumerate(groups)}
    mixing = [[0.0] * len(groups) for _ in groups]
    for a, b in graph.pairs.edges:
        ends = graph.node[a].group, graph.node[b].group
        if ends[0] is not None and ends[1] is not None:
            mixing[place[ends[0]]][place[ends[1]]] += 1
            mixing[place[ends[1]]][place[ends[0]]] += 1
    return assortativity_of(mixing)


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
    if shares(graph).counts[UNDEFINED]:
        lines.append(_("Ties whose ends have no known group or level have no class and are in no share."))
    return lines
