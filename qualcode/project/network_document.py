"""The informant graph as a plain document: every measure with what it means, of how many it is, or why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.network.cohesion import CANNOT_BE, confirmation
from qualcode.network.graph import BONDING, BRIDGING, LINKING
from qualcode.network.measures import NodeMeasures, Result, Shares, reason_words

if TYPE_CHECKING:
    from qualcode.project.figures import NetworkFigure, WaveSlice

PLACES = 6
"""Decimals of a measure."""


def definitions() -> dict[str, str]:
    """What each measure means, in the current language."""
    return {
        "bonding": _("ties inside one group"),
        "bridging": _("ties between groups on the same level"),
        "linking": _("ties between groups on different levels"),
        "undefined": _("ties whose ends have no known group or level; in no share"),
        "shares": _("n is the pairs that have a class: a pair of two groups needs both levels for it"),
        "ei": _(
            "(external - internal) / all ties, from -1 (all inside groups) to 1 (all between); n is the pairs whose "
            "groups are known, whatever their levels"
        ),
        "ei_n": _("the pairs that E-I is of"),
        "ei_valued": _("E-I with each pair weighed by its strength; pairs nobody judged are left out"),
        "expected_ei": _("E-I if everybody were tied to everybody; follows from the sizes of groups"),
        "density": _("tied pairs of all possible pairs, in the whole network"),
        "arc_density": _("arrows of all possible arrows, where every tie has a direction"),
        "assortativity": _("whether ties keep to groups, -1 to 1, in the whole network"),
        "components": _("parts that no tie joins"),
        "cliques": _("three or more who are all tied to each other"),
        "confirmed": _(
            "whether both ends report a tie: yes, no, cannot be (an end was not interviewed), not recorded who said so"
        ),
        "negative": _("negative ties, which are in no other number"),
        "degree": _("how many others somebody is tied to"),
        "arrows_in": _("ties that run to somebody; one without direction runs both ways"),
        "arrows_out": _("ties that run from somebody; one without direction runs both ways"),
        "strength": _("sum of the strengths (1 to 3) of somebody's ties, where they were judged"),
        "betweenness": _("share of shortest paths between others that run through somebody"),
        "closeness": _("how near somebody is to those who can be reached, scaled by how many these are"),
        "constraint": _("how far somebody's contacts are tied to each other; of the whole network"),
        "constraint_ego": _("the same, of somebody's own contacts only"),
        "effective_size": _("contacts without those that lead to the same people"),
        "efficiency": _("effective size per contact"),
        "core": _(
            "the largest k such that somebody is in a part where everybody has k ties to the others of it"
        ),
        "roles": _(
            "how often somebody stands between two who are not tied: inside the own group (coordinator), into it "
            "(gatekeeper), out of it (representative), between two of one other group (consultant), between two others "
            "(liaison); two whom ties without direction join are one pair, for which gatekeeper and representative are one "
            "role, and a tie with a direction counts as it runs"
        ),
    }


def reason(figure: NetworkFigure) -> str | None:
    """Why there is nothing to measure, and what to do; None where there is."""
    if not figure.graph.nodes:
        return _(
            "Nobody was heard yet and no tie is recorded, so there is no network. Next: qualcode informant add, then qualcode tie add."
        )
    if not figure.graph.ties and figure.wave is not None:
        return _("No passage of time {n} shows a tie.", n=figure.wave)
    if not figure.graph.ties:
        return _("No tie has been recorded yet. Next: qualcode tie add PROJECT A B --type TYPE.")
    return None


def document(figure: NetworkFigure) -> dict[str, object]:
    """Nodes, ties, measures, their n, their definitions, the reasons for what is undefined, and the warnings."""
    numbers = _Numbers()
    m = figure.measures
    measures: dict[str, object] = {
        "nodes": m.nodes,
        "mentioned": m.mentioned,
        "pairs": m.pairs,
        "negative": m.negative,
        "counts": dict(m.shares.counts),
        "shares": numbers.shares("shares", m.shares),
        "ei": numbers.of("ei", m.ei),
        "ei_valued": numbers.of("ei_valued", m.ei_valued),
        "expected_ei": numbers.of("expected_ei", m.expected_ei),
        "density": numbers.of("density", m.density),
        "arc_density": numbers.of("arc_density", m.arc_density),
        "assortativity": numbers.of("assortativity", m.assortativity),
        "group_ei": {group: numbers.of(f"group_ei.{group}", value) for group, value in m.group_ei.items()},
        "group_expected_ei": {
            group: numbers.of(f"group_expected_ei.{group}", value)
            for group, value in m.group_expected_ei.items()
        },
        "components": [list(part) for part in m.components],
        "cliques": [list(part) for part in m.cliques],
        "confirmed": dict(m.confirmed),
    }
    return {
        "reason": reason(figure),
        "focal": figure.focal,
        "wave": figure.wave,
        "nodes": [
            {
                "id": node.key,
                "label": node.label,
                "group": node.group,
                "level": node.level,
                "interviewed": node.interviewed,
                **numbers.node(m.of_node[node.key]),
                "x": figure.positions[node.key][0],
                "y": figure.positions[node.key][1],
            }
            for node in figure.shown.nodes
        ],
        "ties": [
            {
                "id": tie.key,
                "from": tie.a,
                "to": tie.b,
                "type": tie.type,
                "directed": tie.directed,
                "class": figure.shown.class_of(tie),
                "negative": tie.negative,
                "strength": tie.strength,
                "confirmed": confirmation(figure.shown, tie),
            }
            for tie in figure.shown.ties
        ],
        "measures": measures,
        "n": {
            "shares": m.shares.defined,
            "ei": m.ei_pairs,
            "group_ei": {group: value.n for group, value in m.group_ei.items()},
            "assortativity": m.grouped_pairs,
            "density": m.nodes * (m.nodes - 1) // 2,
            "confirmed": sum(m.confirmed.values()) - m.confirmed[CANNOT_BE],
        },
        "waves": [numbers.wave(one) for one in figure.waves],
        "undefined": numbers.why,
        "definitions": definitions(),
        "warnings": figure.warnings(),
    }


class _Numbers:
    """Results as numbers, with a record of why some have none."""

    def __init__(self) -> None:
        self.why: dict[str, str] = {}

    def of(self, name: str, result: Result) -> float | None:
        if result.reason is not None:
            self.why[name] = reason_words(result.reason)
        return None if result.value is None else round(result.value, PLACES)

    def shares(self, name: str, shares: Shares) -> dict[str, float | None]:
        return {kind: self.of(f"{name}.{kind}", shares.share(kind)) for kind in (BONDING, BRIDGING, LINKING)}

    def node(self, of: NodeMeasures) -> dict[str, object]:
        def number(name: str, result: Result) -> float | None:
            return self.of(f"{of.key}.{name}", result)

        return {
            "degree": of.degree,
            "arrows_in": of.arrows_in,
            "arrows_out": of.arrows_out,
            "negative": of.negative,
            "strength": number("strength", of.strength),
            "betweenness": number("betweenness", of.betweenness),
            "closeness": number("closeness", of.closeness),
            "constraint": number("constraint", of.constraint),
            "constraint_ego": number("constraint_ego", of.constraint_ego),
            "effective_size": number("effective_size", of.effective_size),
            "efficiency": number("efficiency", of.efficiency),
            "core": of.core,
            "ei": number("ei", of.ei),
            "ei_n": of.ei.n,
            "expected_ei": number("expected_ei", of.expected_ei),
            "roles": of.roles,
        }

    def wave(self, one: WaveSlice) -> dict[str, object]:
        name = f"waves.{one.wave}"
        return {
            "wave": one.wave,
            "interviewed": one.interviewed,
            "ties": one.ties,
            "pairs": one.pairs,
            "counts": dict(one.shares.counts),
            "shares": self.shares(f"{name}.shares", one.shares),
            "ei": self.of(f"{name}.ei", one.ei),
            "ei_n": one.ei.n,
            "density": self.of(f"{name}.density", one.density),
        }
