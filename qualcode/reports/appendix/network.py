"""The network appendix: the graph of who is tied to whom, its measures, and the quotes each tie rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass

from qualcode.reports import graph
from qualcode.reports.appendix.binding import Front
from qualcode.reports.data import Network
from qualcode.reports.document import Block


@dataclass(frozen=True, slots=True)
class Ties:
    """The graph, or None where a study has none."""

    network: Network | None

    @property
    def is_empty(self) -> bool:
        """True without a tie."""
        return self.network is None or not self.network.nodes


def network(body: Ties, front: Front) -> Iterator[Block]:
    """The picture, the measures with their definitions, everyone's place, and the ties with their evidence."""
    shown = body.network or Network("", "")
    yield from graph.picture(shown)
    if shown.ties:
        yield graph.tie_table(shown, lambda one: front.places.cited(*astuple(one)))
