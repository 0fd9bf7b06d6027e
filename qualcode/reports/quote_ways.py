"""From a count to the quotes it was counted from: the rows of the last appendix, by code, column, unit and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qualcode.reports.data import CodedQuote, Toned, TriangulationReport
from qualcode.reports.document import Cell
from qualcode.reports.painting import whole
from qualcode.reports.parts import counted

FIELD_TEXTS = ("observation", "document")


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """Quotes under one code that count alike: for the same unit, from the same source, said by the same people."""

    anchor: str
    quotes: tuple[CodedQuote, ...]
    first: bool
    """The first of its code in its column."""

    @property
    def shown(self) -> CodedQuote:
        """The first of them, which tells what all have in common."""
        return self.quotes[0]

    @property
    def units(self) -> tuple[str, ...]:
        """Whom it counts for, in whatever column."""
        return self.shown.units or (self.shown.unit,)

    @property
    def passages(self) -> tuple[object, ...]:
        """What other rows have alike that hold the same passages, since these count in several columns."""
        return self.shown.code, self.shown.source, self.units, self.shown.informants


class Ways:
    """Where the quotes behind a count stand; a branch leads to those of all codes below it."""

    def __init__(self, report: TriangulationReport | None) -> None:
        """`report` None: a report without quotes, in which no count leads anywhere."""
        codes, codings = (report.codes, report.codings) if report else ((), ())
        self._below = {code.code: code.below or (code.code,) for code in codes}
        self._withheld = {code.code: code.kept_back for code in codes}
        people = {person.code for person in report.informants} if report else set()
        self._kinds = {
            source.reference: "literature" if source.method == "literature" else "document"
            for source in (report.sources if report else ())
            if source.method in (*FIELD_TEXTS, "literature") and source.reference not in people
        }
        self.rows = tuple(_rows(codings))
        """In the order they are printed."""
        self._of: dict[str, list[QuoteRow]] = {}
        for row in self.rows:
            self._of.setdefault(row.shown.code, []).append(row)

    def to(self, code: str, column: str | None = None) -> str:
        """The anchor of the first quote of `code`, in one column or in any; empty where none is printed."""
        return next(iter(self.behind(code, column)), "")

    def behind(self, code: str, column: str | None = None) -> tuple[str, ...]:
        """The anchors of all quotes of `code` and the codes below it, in one column or in all."""
        return _anchors(row for row in self._under(code) if column is None or row.shown.group == column)

    def of_unit(self, unit: str) -> tuple[str, ...]:
        """The anchors of all quotes of an informant, or of a source that speaks for itself."""
        return _anchors(row for row in self.rows if unit in (*row.units, *row.shown.informants))

    def of_source(self, reference: str) -> tuple[str, ...]:
        """The anchors of all quotes from a source."""
        return _anchors(row for row in self.rows if row.shown.source == reference)

    def toned(self, shown: str, code: str, toned: Toned) -> Cell:
        """A cell with a number that leads to the quotes of those who speak of a code with one valence."""
        behind = _anchors(row for row in self._under(code) if not {*toned.units}.isdisjoint(row.units))
        return Cell((counted(shown, behind, withheld=toned.withheld),))

    def cell(self, shown: str, code: str, *, uncounted: tuple[str, ...] = (), shade: int = 0) -> Cell:
        """A cell with a number that leads to the quotes of a code it was counted from."""
        behind = self.behind(code)
        withheld = self._withheld.get(code, 0)
        return Cell((counted(shown, behind, withheld=withheld, uncounted=uncounted),), shade=shade)

    def passages(self, count: int, code: str, *, uncounted: tuple[str, ...] = ()) -> Cell:
        """A cell with how many passages a code has, each counted once, which leads to them under each of their codes."""
        rows = [row for row in _once(self._under(code)) if self.kind(row.shown.unit) not in uncounted]
        withheld = self._withheld.get(code, 0)
        repeated = max(sum(len(row.quotes) for row in rows) + withheld - count, 0)
        behind = self.behind(code)
        run = counted(whole(count), behind, withheld=withheld, uncounted=uncounted, repeated=repeated)
        return Cell((run,))

    def kind(self, unit: str) -> str:
        """What the quotes of an informant or source are from, as `Row.kind` says it."""
        return self._kinds.get(unit, "")

    def _under(self, code: str) -> Iterator[QuoteRow]:
        for below in self._below.get(code, (code,)):
            yield from self._of.get(below, ())


def _rows(codings: Sequence[CodedQuote]) -> Iterator[QuoteRow]:
    """The rows by code and column, in the order these come in; within them by unit."""
    found: dict[tuple[str, str], dict[str, dict[object, list[CodedQuote]]]] = {}
    for quote in codings:
        units = found.setdefault((quote.code, quote.group), {})
        alike = units.setdefault(quote.unit, {})
        alike.setdefault((quote.source, quote.units, quote.informants), []).append(quote)
    number = 0
    for units in found.values():
        first = True
        for alike in units.values():
            for quotes in alike.values():
                number += 1
                yield QuoteRow(f"c{number}", tuple(quotes), first)
                first = False


def _anchors(rows: Iterable[QuoteRow]) -> tuple[str, ...]:
    """The anchors of rows, of those with the same passages only the first."""
    return tuple(row.anchor for row in _once(rows))


def _once(rows: Iterable[QuoteRow]) -> Iterable[QuoteRow]:
    """The rows, of those with the same passages only the first."""
    found: dict[tuple[object, ...], QuoteRow] = {}
    for row in rows:
        found.setdefault(row.passages, row)
    return found.values()
