"""The informant graph in a report: picture, measures with definitions, everyone's place, and the ties."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.data import Measure, Network, Scope, TieQuote, TieRow
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Note,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
    cell,
    text,
)
from qualcode.reports.painting import number, percent, true_minus, whole
from qualcode.reports.parts import head, not_printed, quoted, reference, references


def graph(network: Network) -> Iterator[Block]:
    """The section on ties between informants."""
    # A study of documents has a graph of actors whom nobody interviewed.
    people = not network.nodes or any(node.interviewed for node in network.nodes)
    title = _("Ties between informants") if people else _("Ties between actors")
    yield Heading(title, anchor="network")
    yield from picture(
        network,
        (
            Run(" " + _("Each tie and the quotes it rests on: ")),
            Run(_("the appendix"), link="ties", label=True),
            Run("."),
        ),
    )


def picture(network: Network, beside: Runs = ()) -> Iterator[Block]:
    """The graph, its measures and everyone's place; `beside` stands behind the sentence on how it is read."""
    if not network.nodes:
        yield Paragraph(text(_("No tie has been recorded yet.")))
        return
    yield Paragraph(
        (
            Run(
                _(
                    "The graph supports quoted evidence and never replaces it. A tie is bonding inside one group, "
                    "bridging between groups of the same level, and linking between groups of different levels."
                )
            ),
            *beside,
        )
    )
    if network.warnings:
        yield Note(text(" ".join(network.warnings)))
    yield Figure(
        network.svg, _("Informants, mentioned actors and their ties"), network.alt, anchor="fig-network"
    )
    for position, scope in enumerate(network.scopes, 1):
        yield _measures(position, scope)
    if network.groups:
        yield _group_indices(network)
    yield Table(
        _("Place of each informant and actor in the graph"),
        (
            Column(1.7),
            Column(1.5),
            Column(1.3),
            Column(0.9, "right"),
            Column(1.5, "right"),
            Column(1.0, "right"),
        ),
        (head(_("Code"), _("Group"), _("Interviewed"), _("Degree"), _("Betweenness"), _("Constraint")),),
        tuple(
            Row(
                (
                    cell(node.code, bold=True),
                    cell(words.column("group", node.group)),
                    cell(_("yes") if node.interviewed else _("mentioned only")),
                    cell(whole(node.degree)),
                    cell(_undefined(node.betweenness)),
                    cell(_undefined(node.constraint)),
                )
            )
            for node in network.nodes
        ),
        anchor="tbl-nodes",
        note=text(
            _(
                "Degree: people somebody is tied to. Betweenness (Freeman 1977): share of shortest paths between "
                "others that pass through somebody. Constraint (Burt 1992): how far somebody's contacts are tied to "
                "each other. All three are of the whole network. A dash is undefined: there is nothing to compute "
                "it from."
            )
        ),
    )


def _measures(position: int, scope: Scope) -> Table:
    return Table(
        scope.title,
        (Column(1.8), Column(0.8, "right"), Column(3.6)),
        (head(_("Measure"), _("Value"), _("Definition")),),
        tuple(
            Row(
                (
                    cell(m.name),
                    cell(_value(m)),
                    cell(true_minus(m.definition) + (f" {m.reason}" if m.reason else "")),
                )
            )
            for m in scope.measures
        ),
        anchor=f"tbl-measures-{position}",
    )


def _group_indices(network: Network) -> Table:
    return Table(
        _("E-I index of each group beside its expected value"),
        (Column(2.2), Column(1.4, "right"), Column(1.4, "right")),
        (head(_("Group"), _("E-I index"), _("Expected E-I (E*)")),),
        tuple(
            Row((cell(words.column("group", one.group)), cell(_said(one.ei)), cell(_said(one.expected))))
            for one in network.groups
        ),
        anchor="tbl-group-ei",
        note=text(
            _(
                "Of the ties that touch the group: −1, all are inside it; 1, all leave it. How far E-I can go depends on the "
                "sizes of groups, so it is read beside E*, which it would be if everybody were tied to everybody."
            )
        ),
    )


def _said(measure: Measure) -> str:
    return measure.reason.strip("()") if measure.value is None and measure.reason else _value(measure)


def _value(measure: Measure) -> str:
    if measure.value is None:
        return _("undefined")
    return percent(measure.value) if measure.share else number(measure.value, measure.places)


def _undefined(value: float | None) -> str:
    return "–" if value is None else number(value)


def ties(network: Network) -> Iterator[Block]:
    """The appendix of ties with the quotes they rest on."""
    if not network.ties:
        return
    yield Heading(_("Ties and their evidence"), kind="appendix", anchor="ties")
    said: dict[TieQuote, list[TieRow]] = {}
    for tie in network.ties:
        for quote in tie.said:
            if quote.text:
                said.setdefault(quote, []).append(tie)
    anchors: dict[str, str] = {}
    for place, quote in enumerate(said, 1):
        anchors.setdefault(quote.reference, f"tie-quote-{place}")
    yield tie_table(network, lambda quote: anchors.get(quote.reference, ""))
    if said:
        yield Table(
            _("Quotes behind the ties"),
            (Column(1.6), Column(5.5)),
            (head(_("Tie"), _("Quote and reference")),),
            tuple(
                Row(
                    (
                        cell("; ".join(dict.fromkeys(map(_pair, of))), bold=True),
                        Cell((*quoted(quote.text, quote.paraphrase), reference(quote.reference))),
                    ),
                    f"tie-quote-{place}",
                )
                for place, (quote, of) in enumerate(said.items(), 1)
            ),
            anchor="tbl-tie-quotes",
            dense=True,
        )


def _evidence(tie: TieRow, way: Callable[[TieQuote], str]) -> Cell:
    """The references of a tie, each leading to the first quote it stands for; then how many may not be quoted."""
    first: dict[str, TieQuote] = {}
    for quote in tie.said:
        if quote.text:
            first.setdefault(quote.reference, quote)
    shown = references(tie.references, lambda one: way(first[one]) if one in first else "")
    kept_back = sum(not quote.text for quote in tie.said)
    return Cell((*shown.runs, Run("\n"), not_printed(kept_back))) if kept_back else shown


def _pair(tie: TieRow) -> str:
    return f"{tie.a} {'→' if tie.directed else '–'} {tie.b}"


def tie_table(network: Network, way: Callable[[TieQuote], str]) -> Table:
    """Each tie with its type, its class and the references of what was said of it; `way` is where a quote stands."""
    return Table(
        _("Ties between informants and actors"),
        (Column(0.7), Column(1.6), Column(1.2), Column(1.7), Column(1.7)),
        (head(_("From"), _("To"), _("Type"), _("Class"), _("Evidence")),),
        tuple(
            Row(
                (
                    cell(tie.a, bold=True),
                    cell(("→ " if tie.directed else "") + tie.b, bold=True),
                    cell(tie.kind),
                    cell(tie.tie_class),
                    _evidence(tie, way),
                )
            )
            for tie in network.ties
        ),
        anchor="tbl-ties",
        dense=True,
    )
