"""Everything a page shows of one graph, whichever it is: the drawing, its ties and measures as tables, and the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.tui.graph.parts import Drawing


@dataclass(frozen=True)
class Measure:
    """One column of the table of measures."""

    name: str
    """Its heading, short."""
    definition: str
    values: Mapping[str, str]
    """By the key of a row, as it is shown; a row that it says nothing of is missing."""
    why: Mapping[str, str] = field(default_factory=dict)
    """By the key of a row, the reason why there is no value."""
    n: str = ""
    """Of how many it is."""

    def cell(self, row: str) -> str:
        """What stands in a row: the value, – where it is undefined, nothing where it says nothing."""
        return self.values.get(row, "–" if row in self.why else "")


@dataclass(frozen=True)
class Measures:
    """The table of measures: a row a node, then those of groups and of the whole."""

    rows: Sequence[tuple[str, str]]
    """Key and name of each."""
    columns: Sequence[Measure]


@dataclass(frozen=True)
class Picture:
    """One graph, ready to be shown."""

    drawing: Drawing
    heads: Sequence[str]
    """Of the table of ties."""
    lines: Sequence[Sequence[str]]
    keys: Sequence[str]
    """By which a line is known."""
    numbers: Sequence[int]
    """Columns of the table that hold figures."""
    measures: Measures
    facts: str
    """The measures of the whole, on one line."""
    about: Mapping[str, str]
    """What is to be said of each node."""
    warnings: Sequence[str]
    ties: Mapping[str, str] = field(default_factory=dict)
    """What is to be said of each line of the table, by its key."""
    few: str = ""
    """What to do next where the graph is too small to say anything; empty where it is not."""
