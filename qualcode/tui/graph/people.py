"""The informant graph as it is shown: classes, strengths and confirmations of ties, and every measure in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from qualcode.i18n import _, ngettext
from qualcode.network.brokers import role_words as role_name
from qualcode.tui.coding_forms import tie_types
from qualcode.tui.graph.canvas import class_name
from qualcode.tui.graph.parts import Drawing, Node, Tie, TieClass
from qualcode.tui.graph.picture import Measure, Measures, Picture
from qualcode.tui.painting import decimal, one_line, percent

if TYPE_CHECKING:
    from qualcode.network.measures import NodeMeasures, Result
    from qualcode.project.figures import NetworkFigure
    from qualcode.project.sociogram import TieRow

WHOLE = "whole"
"""The row of the whole network in the table of measures."""


def picture_of_people(
    figure: NetworkFigure, ties: Sequence[TieRow], waves: Mapping[UUID, Sequence[int]]
) -> Picture:
    """The graph of the figure, which may be the part of one group or one wave; nobody moves between them.

    `waves` are the times at which each tie was told.
    """
    from qualcode.model.values import value_word

    inside = {tie.key for tie in figure.shown.ties}
    listed = [row for row in ties if str(row.id) in inside]
    kinds = dict(tie_types())
    lines = [
        [
            row.a + (" →" if row.directed else ""),
            row.b,
            kinds.get(row.type, row.type),
            _short(_class_of(row)),
            "" if row.strength is None else str(row.strength),
            "–" if row.confirmed is None else value_word(row.confirmed),
            str(len(row.evidence)),
            one_line(row.evidence[0].text, 60) if row.evidence else "",
        ]
        for row in listed
    ]
    return Picture(
        _drawing(figure, ties),
        [
            _("From"),
            _("To"),
            _("Kind"),
            _("Class"),
            _("Strength"),
            "✓",  # told from both ends
            "n",  # quotes
            _("First quote"),
        ],
        lines,
        [str(row.id) for row in listed],
        (4, 6),
        _measures(figure),
        _facts(figure),
        {key: _about(figure, mine) for key, mine in figure.measures.of_node.items()},
        figure.warnings(),
        {str(row.id): _tie_words(row, kinds, waves.get(row.id, ())) for row in listed},
    )


def _tie_words(row: TieRow, kinds: Mapping[str, str], waves: Sequence[int]) -> str:
    """All that is recorded of a tie but its quotes."""
    from qualcode.model.values import value_word

    way = "→" if row.directed else "–"
    parts = [f"{row.a} {way} {row.b}: {kinds.get(row.type, row.type)}", _short(_class_of(row))]
    parts += [_("strength {n}", n=row.strength)] if row.strength is not None else []
    parts += [value_word(row.valence)] if row.valence else []
    parts += [_("time {n}", n=", ".join(map(str, waves)))] if waves else []
    parts += [_("told by {who}", who=row.nominated_by)] if row.nominated_by else []
    if row.confirmed is not None:
        parts.append(_("the other end says so too: {word}", word=value_word(row.confirmed)))
    parts.append(ngettext("{n} quote", "{n} quotes", len(row.evidence)))
    return " · ".join(parts) + (f" · {row.note}" if row.note else "")


def _class_of(row: TieRow) -> TieClass:
    return TieClass.NEGATIVE if row.negative else TieClass(row.tie_class)


def _short(tie_class: TieClass) -> str:
    """A class in the one word that it shares with the picture."""
    return class_name(tie_class).rpartition("(")[2].removesuffix(")")


def _drawing(figure: NetworkFigure, ties: Sequence[TieRow]) -> Drawing:
    """The figure as plain values; a tie's kind is its id, by which its quotes are found."""
    shown = {tie.key for tie in figure.shown.ties}
    tied = {end for row in ties for end in (row.a, row.b)}
    return Drawing(
        [Node(n.key, n.label, n.group or "", mentioned=not n.interviewed) for n in figure.shown.nodes],
        [
            Tie(row.a, row.b, _class_of(row), row.directed, str(row.id), row.confirmed == "yes", row.strength)
            for row in ties
            if str(row.id) in shown
        ],
        figure.positions,
        figure.group_names,
        tuple(dict.fromkeys(n.group or "" for n in figure.graph.nodes)),
        frozenset(figure.positions) - tied,
    )


def _shown(result: Result, places: Callable[[float], str] = decimal) -> str:
    return "–" if result.value is None else places(result.value)


def _signed(value: float) -> str:
    return decimal(value, signed=bool(round(value, 2)))


def _facts(figure: NetworkFigure) -> str:
    """The whole network, or the ties of a group, with E* beside E-I and the n of each."""
    found = figure.measures
    whose = _("whole network") if figure.focal is None else _("ties of {group}", group=figure.focal)
    whose += " · " + _("time {n}", n=figure.wave) if figure.wave is not None else ""
    parts = []
    for name in ("bonding", "bridging", "linking"):
        value = found.shares.share(name).value
        parts.append(
            f"{_short(TieClass(name))} {found.shares.counts[name]}"
            + ("" if value is None else f"/{found.shares.defined} ({percent(value)})")
        )
    parts.append(_ei_words(found.ei, found.expected_ei))
    possible = found.nodes * (found.nodes - 1) // 2
    density = _("density") + f" {_shown(found.density)} ({found.pairs}/{possible})"
    parts.append(density if figure.focal is None else f"{density} ({_('whole network')})")
    if found.confirmed["yes"]:
        said = sum(found.confirmed.values()) - found.confirmed["cannot be"]  # an end of those was never asked
        parts.append(_("✓ {k} of {n} told from both ends", k=found.confirmed["yes"], n=said))
    parts += [ngettext("{n} negative", "{n} negative", found.negative)] if found.negative else []
    return f"{whose}: " + " · ".join(parts)


def _ei_words(ei: Result, expected: Result) -> str:
    """E-I with the pairs it is of, beside the value to be expected."""
    of = "" if ei.n is None else f"n {ei.n}, "
    return f"E-I {_shown(ei, _signed)} ({of}E* {_shown(expected, _signed)})"


def _about(figure: NetworkFigure, mine: NodeMeasures) -> str:
    """Where one node stands, and the E-I of its group beside what would be expected; its roles are in the table."""
    parts = [
        ngettext("{n} tie", "{n} ties", mine.degree),
        _("betweenness {value}", value=_shown(mine.betweenness)),
        _("constraint {value} (ego {ego})", value=_shown(mine.constraint), ego=_shown(mine.constraint_ego)),
        _("effective size {value}", value=_shown(mine.effective_size)),
        _ei_words(mine.ei, mine.expected_ei),
    ]
    group = figure.graph.node[mine.key].group
    if group is not None and group in figure.measures.group_ei:
        found = figure.measures
        parts.append(f"{group}: {_ei_words(found.group_ei[group], found.group_expected_ei[group])}")
    return f"{mine.key}: " + " · ".join(parts)


def _measures(figure: NetworkFigure) -> Measures:
    found, graph = figure.measures, figure.graph
    means, every = figure.definitions(), list(found.of_node.values())
    people = ngettext("{n} node", "{n} nodes", found.nodes)
    pairs = ngettext("{n} pair", "{n} pairs", found.pairs)
    n = f"n = {people}, {pairs}"

    def counted(name: str, key: str, of: Callable[[NodeMeasures], int], definition: str = "") -> Measure:
        return Measure(name, definition or means[key], {m.key: str(of(m)) for m in every}, n=n)

    def defined(name: str, key: str, of: Callable[[NodeMeasures], Result]) -> Measure:
        return _measure(name, means[key], [(m.key, of(m)) for m in every], n)

    columns = [counted(_("ties"), "degree", lambda m: m.degree)]
    wholes = [(WHOLE, found.ei, found.expected_ei)] + [
        (f"group {group}", value, found.group_expected_ei[group]) for group, value in found.group_ei.items()
    ]
    ei = [(m.key, m.ei) for m in every] + [(key, value) for key, value, _star in wholes]
    star = [(m.key, m.expected_ei) for m in every] + [(key, value) for key, _ei, value in wholes]
    columns.append(_measure("E-I", means["ei"], ei, n, _signed))
    of = {key: str(value.n) for key, value in ei if value.n is not None}
    columns.append(Measure("n E-I", means["ei_n"], of, n=n))
    columns.append(_measure("E*", means["expected_ei"], star, n, _signed))
    if graph.directed:
        columns.append(counted(_("in"), "arrows_in", lambda m: m.arrows_in))
        columns.append(counted(_("out"), "arrows_out", lambda m: m.arrows_out))
    if any(m.strength.value is not None for m in every):
        strengths = [(m.key, m.strength) for m in every]
        columns.append(_measure(_("strength"), means["strength"], strengths, n, "{:.0f}".format))
    if found.negative:
        columns.append(counted(_("negative"), "negative", lambda m: m.negative))
    columns += [
        defined(_("between"), "betweenness", lambda m: m.betweenness),
        defined(_("close"), "closeness", lambda m: m.closeness),
        defined(_("constraint"), "constraint", lambda m: m.constraint),
        defined(_("constr. ego"), "constraint_ego", lambda m: m.constraint_ego),
        defined(_("eff. size"), "effective_size", lambda m: m.effective_size),
        defined(_("efficiency"), "efficiency", lambda m: m.efficiency),
        counted(_("core"), "core", lambda m: m.core),
        _joined(_("part"), means["components"], found.components, n),
        _joined(_("cliques"), means["cliques"], found.cliques, n),
    ]
    whole = [("density", found.density), ("assortativity", found.assortativity)]
    columns += [_measure(_whole_name(key), means[key], [(WHOLE, value)], n) for key, value in whole]
    for role in next(iter(every)).roles if every else ():
        held = partial(_held, role=role)
        columns.append(counted(role_name(role), "roles", held, f"{role_name(role)}: {means['roles']}"))
    rows = [(m.key, graph.node[m.key].label) for m in every]
    rows += [(f"group {group}", _("group {name}", name=group)) for group in found.group_ei]
    return Measures([*rows, (WHOLE, _("whole network"))], columns)


def _whole_name(key: str) -> str:
    return {"density": _("density"), "assortativity": _("assortativity")}[key]


def _measure(
    name: str,
    definition: str,
    results: Sequence[tuple[str, Result]],
    n: str,
    places: Callable[[float], str] = decimal,
) -> Measure:
    from qualcode.network.measures import reason_words

    return Measure(
        name,
        definition,
        {key: places(result.value) for key, result in results if result.value is not None},
        {key: reason_words(result.reason) for key, result in results if result.reason is not None},
        n,
    )


def _held(node: NodeMeasures, role: str) -> int:
    """How often a node stands between two others in this role."""
    return node.roles[role]


def _joined(name: str, definition: str, parts: Sequence[tuple[str, ...]], n: str) -> Measure:
    """The parts or cliques by number: in which of them each node is, and who is in them."""
    member: dict[str, list[str]] = {}
    for number, part in enumerate(parts, 1):
        for key in part:
            member.setdefault(key, []).append(str(number))
    listed = "; ".join(f"{number}: {', '.join(part)}" for number, part in enumerate(parts, 1))
    return Measure(
        name,
        f"{definition}. {listed}" if listed else definition,
        {key: ",".join(numbers) for key, numbers in member.items()} | {WHOLE: str(len(parts))},
        n=n,
    )
