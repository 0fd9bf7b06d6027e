"""How quotes are cited: (W1/K2/b.45-52), in English l.45-52, or as the study says; sources never go by file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from qualcode.i18n import language
from qualcode.model import Method, Source, Study

PREFIXES = {
    Method.INTERVIEW: "W",
    Method.OBSERVATION: "O",
    Method.DOCUMENT: "Dok",
    Method.FGD: "FGD",
    Method.LITERATURE: "Lit",
}
"""Letters before a source's number; W is an interview ("wawancara")."""

ENGLISH_PREFIXES = {**PREFIXES, Method.DOCUMENT: "Doc"}

OWN_TEMPLATE = Study().citation
"""The template of a study that chose none: its "b." (baris) follows the language, a chosen one stays as it is."""

_NOBODY = re.compile(r"[/,;:.\s-]*\{informant\}")


class Citations:
    """References in the current language, sources numbered within each method in the order they came in.

    Args:
        sources: all sources, in order.
        template: with {n}, {informant} and {lines}, or {source} for letter and number together; `W{n}` means the
            letter that fits the method.
    """

    def __init__(self, sources: Iterable[Source], template: str) -> None:
        english = language() == "en"
        if english and template == OWN_TEMPLATE:
            template = template.replace("b.", "l.")
        prefixes = ENGLISH_PREFIXES if english else PREFIXES
        self._template = template.replace("W{n}", "{source}")
        self._places: dict[int, tuple[str, int]] = {}
        counts: Counter[Method] = Counter()
        for source in sources:
            counts[source.method] += 1
            self._places[source.id] = prefixes[source.method], counts[source.method]

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
