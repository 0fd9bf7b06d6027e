"""Where quotes stand in a report of appendices: a reference leads to its line, a number to its rows of the coding table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qualcode.reports.appendix.binding import Body
    from qualcode.reports.data import EvidenceQuote

Locate = Callable[[str], tuple[str, int] | None]
"""What a reference is read as: the source's own reference, as W1, and its first line; None where it does not tell."""


def nowhere(_reference: str) -> None:
    """Reads no reference."""


class Places:
    """Anchors of the bound parts; everything leads to nothing where no part has it."""

    def __init__(self, bodies: Iterable[Body] = (), locate: Locate = nowhere) -> None:
        from qualcode.reports.appendix.reduction import Reduction
        from qualcode.reports.appendix.transcripts import Transcripts

        self._locate = locate
        self._lines: dict[str, tuple[str, Sequence[int]]] = {}
        self._cited: dict[str, str] = {}
        self._spans: dict[str, dict[str, str]] = {}
        self._coded: dict[str, list[str]] = {}
        self._works: set[str] = set()
        for body in bodies:
            if isinstance(body, Transcripts):
                self._lines.update(body.places())
            elif isinstance(body, Reduction):
                for number, row in enumerate(body.rows, 1):
                    anchor = row_anchor(number)
                    self._cited.setdefault(row.reference, anchor)
                    self._coded.setdefault(row.code, []).append(anchor)
                    if row.literature:
                        self._works.add(anchor)
                    self._spans.setdefault(row.id, {})[row.code] = anchor

    def line(self, reference: str) -> str:
        """The anchor of the line that a quote begins on, in its transcript or field note."""
        found = self._locate(reference) if self._lines else None
        if found is None or found[0] not in self._lines:
            return ""
        prefix, firsts = self._lines[found[0]]
        place = bisect_right(firsts, found[1])
        return f"{prefix}{firsts[place - 1]}" if place else ""

    def cited(self, reference: str, text: str = "", paraphrase: bool = False) -> str:
        """The anchor of that line, else of the quote's row in the coding table.

        `text` are its words and `paraphrase` whose they are, for a file that is to carry them itself.
        """
        return self.line(reference) or self._cited.get(reference, "")

    def quotes(self, quotes: Iterable[EvidenceQuote]) -> tuple[str, ...]:
        """The anchors of the rows with these quotes, each once, whatever the number of its codes."""
        found: dict[str, None] = {}
        for quote in quotes:
            rows = self._spans.get(span_of(quote), {})
            anchors = [rows[code] for code in quote.codes if code in rows] or list(rows.values())
            found.update(dict.fromkeys(anchors[:1]))
        return tuple(found)

    def spans(self, spans: Iterable[str]) -> tuple[str, ...]:
        """The anchors of the rows with these places, as `Reduced.id` has them: of each the first."""
        return tuple(next(iter(self._spans[one].values())) for one in spans if one in self._spans)

    def coded(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The anchors of the rows under these codes."""
        return tuple(anchor for code in codes for anchor in self._coded.get(code, ()))

    def of_field(self, anchors: Iterable[str]) -> int:
        """How many of these rows are of field data."""
        return sum(anchor not in self._works for anchor in anchors)


def span_of(quote: EvidenceQuote) -> str:
    """The place of a quote in its source, as `Reduced.id` has it: its own id says it first."""
    return "-".join(quote.id.split("-")[:3])


def row_anchor(number: int) -> str:
    """The anchor of a row of the coding table, by its number there."""
    return f"reduction-{number}"
