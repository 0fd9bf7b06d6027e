"""How quotes are cited: (W1/K2/b.45-52) or as the study says; sources go by letter and number, never by file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from qualcode.model import Method, Source

PREFIXES = {
    Method.INTERVIEW: "W",
    Method.OBSERVATION: "O",
    Method.DOCUMENT: "Dok",
    Method.FGD: "FGD",
    Method.LITERATURE: "Lit",
}
"""Letters before a source's number; W is an interview ("wawancara")."""

_NOBODY = re.compile(r"[/,;:.\s-]*\{informant\}")


class Citations:
    """References of the sources of a project, numbered within each method in the order they came in.

    Args:
        sources: all sources, in order.
        template: with {n}, {informant} and {lines}, or {source} for letter and number together; `W{n}` means the
            letter that fits the method.
    """

    def __init__(self, sources: Iterable[Source], template: str) -> None:
        self._template = template.replace("W{n}", "{source}")
        self._places: dict[int, tuple[str, int]] = {}
        counts: Counter[Method] = Counter()
        for source in sources:
            counts[source.method] += 1
            self._places[source.id] = PREFIXES[source.method], counts[source.method]

    def label(self, source_id: int) -> str:
        """Letter and number of a source, as W1."""
        letter, number = self._places[source_id]
        return f"{letter}{number}"

    def cite(self, source_id: int, informants: Sequence[str], lines: str) -> str:
        """The reference of a passage; without informants their place in the template is left out."""
        template = self._template if informants else _NOBODY.sub("", self._template)
        values = {
            "source": self.label(source_id),
            "n": str(self._places[source_id][1]),
            "informant": "+".join(informants),
            "lines": lines,
        }
        return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), template)
