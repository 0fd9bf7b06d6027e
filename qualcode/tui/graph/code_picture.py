"""A graph of codes as it is shown: which share words, or which informant mentions which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qualcode.i18n import _, ngettext
from qualcode.tui.graph.parts import Drawing, Node, Tie, TieClass
from qualcode.tui.graph.picture import Measure, Measures, Picture
from qualcode.tui.painting import decimal

if TYPE_CHECKING:
    from qualcode.project.code_networks import CodeNetwork

_CODE = "code"


def picture_of_codes(network: CodeNetwork, branches: Mapping[str, str]) -> Picture:
    """The graph with its positions; `branches` are the outermost codes above each code."""
    from qualcode.analysis.counted import heading
    from qualcode.network.measures import reason_words
    from qualcode.project.code_networks import CODES

    graph, means, found = network.graph, network.definitions(), network.measures()
    codes = network.of == CODES
    labels = dict(graph.nodes(data="label"))

    def group(node: str) -> str:
        kind = str(graph.nodes[node]["kind"])
        return branches.get(labels[node], labels[node]) if kind == _CODE else kind

    edges = sorted(
        graph.edges(data=True), key=lambda edge: (-edge[2]["informants"], -edge[2]["segments"], edge[:2])
    )
    kind = TieClass.SHARED if codes else TieClass.MENTION
    drawing = Drawing(
        [Node(key, labels[key], group(key)) for key in graph],
        [
            Tie(a, b, kind, kind=f"{a} {b}", sign=str(data["informants"]) if codes else "")
            for a, b, data in edges
        ],
        network.positions(),
        {"informant": _("informants"), "session": _("sessions"), "document": _("documents")},
    )
    people = ngettext("{n} node", "{n} nodes", graph.number_of_nodes())
    n = f"n = {people}, " + ngettext("{n} pair", "{n} pairs", graph.number_of_edges())
    between = found.betweenness.items()
    columns = [
        Measure(_("ties"), means["degree"], {key: str(value) for key, value in found.degree.items()}, n=n),
        Measure(
            _("between"),
            means["betweenness"],
            {key: decimal(result.value) for key, result in between if result.value is not None},
            {key: reason_words(result.reason) for key, result in between if result.reason is not None},
            n,
        ),
        Measure(_("core"), means["core"], {key: str(value) for key, value in found.core.items()}, n=n),
    ]
    density = found.density
    of = f" ({graph.number_of_edges()}/{found.possible})"
    shown = reason_words(density.reason or "") if density.value is None else decimal(density.value) + of
    facts = [
        people,
        ngettext("{n} pair", "{n} pairs", graph.number_of_edges()),
        _("density") + f" {shown}",
        ngettext("{n} part", "{n} parts", len(found.components)),
    ]
    return Picture(
        drawing,
        [_("Code"), _("Code") if codes else heading(network.unit), heading(network.unit), _("Segments")],
        [[labels[a], labels[b], str(data["informants"]), str(data["segments"])] for a, b, data in edges],
        [f"{a} {b}" for a, b, _data in edges],
        (2, 3),
        Measures([(key, labels[key]) for key in graph], columns),
        f"{network_name(network.of)}: " + " · ".join(facts),
        {key: f"{labels[key]}: " + ngettext("{n} tie", "{n} ties", found.degree[key]) for key in graph},
        network.warnings(),
        few=_few(network),
    )


def network_name(of: str) -> str:
    """Which graph it is, in the person's language."""
    return {
        "ties": _("ties of people"),
        "codes": _("codes that share words"),
        "code-informant": _("who mentions which code"),
    }[of]


def _few(network: CodeNetwork) -> str:
    if not network.graph.number_of_nodes():
        return _("Nothing is coded yet: code an interview first, then see here which codes stand together.")
    if not network.graph.number_of_edges():
        return _("No two codes share words yet: code a passage with two codes to see them tied.")
    return ""
