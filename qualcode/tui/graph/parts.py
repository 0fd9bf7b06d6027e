"""What a drawn graph consists of, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

SHAPES = "●■▲◆▼★"
"""One shape a group, in the order the groups first appear; a seventh group begins again."""


class TieClass(StrEnum):
    """Where a tie reaches: inside a group, across groups, up to those with power, unknown; or a conflict.

    Between codes: that they share words; between a code and an informant: that it is mentioned.
    """

    BONDING = "bonding"
    BRIDGING = "bridging"
    LINKING = "linking"
    UNDEFINED = "undefined"
    NEGATIVE = "negative"
    SHARED = "shared"
    MENTION = "mention"


MARKS = {
    TieClass.BONDING: "=",
    TieClass.BRIDGING: "~",
    TieClass.LINKING: "^",
    TieClass.UNDEFINED: "?",
    TieClass.NEGATIVE: "×",
    TieClass.SHARED: "&",
    TieClass.MENTION: "m",
}
"""The sign of a tie class in a matrix, so that colour is never the only one; none is the shape of a group."""

HUES = {
    TieClass.BONDING: 0,
    TieClass.BRIDGING: 1,
    TieClass.LINKING: 2,
    TieClass.UNDEFINED: 6,
    TieClass.NEGATIVE: 5,
    TieClass.SHARED: 3,
    TieClass.MENTION: 4,
}
"""The hue of a tie class."""

DASHES = {
    TieClass.BONDING: (1, 0),
    TieClass.BRIDGING: (4, 3),
    TieClass.LINKING: (1, 2),
    TieClass.UNDEFINED: (1, 5),
    TieClass.NEGATIVE: (2, 2),
    TieClass.SHARED: (3, 1),
    TieClass.MENTION: (1, 1),
}
"""Dots drawn and left out in turn, by tie class."""


@dataclass(frozen=True, slots=True)
class Node:
    """An informant or a mentioned actor."""

    id: str
    """What the owner knows it by."""
    label: str
    """What stands beside its sign."""
    group: str = ""
    """Its group; empty where it has none."""
    mentioned: bool = False
    """Whether it was only spoken of and not interviewed."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two nodes, by their ids."""

    source: str
    target: str
    tie_class: TieClass
    directed: bool = False
    """Whether it runs from source to target only."""
    kind: str = ""
    """What the owner knows it by."""
    confirmed: bool = False
    """Whether both ends say so."""
    strength: int | None = None
    """How strong a person judged it to be, 1 to 3."""
    sign: str = ""
    """What stands for it in a matrix; empty: the sign of its class."""

    @property
    def mark(self) -> str:
        """What a picture says of it beside its line: ✓ where both ends say so, and its strength."""
        return ("✓" if self.confirmed else "") + (str(self.strength) if self.strength else "")


@dataclass(frozen=True)
class Drawing:
    """A graph and where its nodes stand: x to the right and y downwards, each from 0 to 1."""

    nodes: Sequence[Node]
    ties: Sequence[Tie]
    places: Mapping[str, tuple[float, float]]
    group_names: Mapping[str, str] = field(default_factory=dict)
    """Groups by what a node calls them, in the words of the legend."""

    order: Sequence[str] = ()
    """Groups in the order of their shapes; what is missing follows as it first appears."""
    alone: frozenset[str] | None = None
    """Of a part of a graph, as one wave: the ids of those without a tie in the whole of it, so that everybody keeps
    the place he or she has there. None: as the ties here are."""

    def groups(self) -> list[str]:
        """The groups in the order of their shapes."""
        return list(dict.fromkeys([*self.order, *(node.group for node in self.nodes)]))

    def shape(self, node: Node) -> str:
        """The sign of a node: the shape of its group, hollow where it was only mentioned."""
        if node.mentioned:
            return "○"
        return SHAPES[self.groups().index(node.group) % len(SHAPES)]

    def degree(self, node_id: str) -> int:
        """How many others it is tied to."""
        return len(self.neighbours(node_id))

    def neighbours(self, node_id: str) -> set[str]:
        """The ids of those it is tied to, in either direction."""
        ends = {tie.target for tie in self.ties if tie.source == node_id}
        return (ends | {tie.source for tie in self.ties if tie.target == node_id}) - {node_id}

    def around(self, node_id: str) -> Drawing:
        """One node, those it is tied to, and the ties among them."""
        kept = self.neighbours(node_id) | {node_id}
        return Drawing(
            [node for node in self.nodes if node.id in kept],
            [tie for tie in self.ties if tie.source in kept and tie.target in kept],
            {node: place for node, place in self.places.items() if node in kept},
            self.group_names,
            self.groups(),
        )
