"""The case of a finding, line by line: who says what, the quotes for and against it, and what people wrote of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.i18n import _, ngettext
from qualcode.tui.finding_words import checked, decided
from qualcode.tui.matrix import symbol_names
from qualcode.tui.painting import safe

if TYPE_CHECKING:
    from qualcode.project.defence import Defence
    from qualcode.project.findings import FindingRow
    from qualcode.reports.data import CellRow, EvidenceQuote


@dataclass(frozen=True)
class Line:
    """A line, and what Enter on it opens: claim, verdict, cell, quote, explanation, negative, check; None for a head."""

    text: Text
    opens: str | None = None
    name: str = ""
    """Of a cell: the group, as the project calls it."""
    number: int = 0
    """Of a quote: the running number of its evidence."""


def case_lines(one: Defence, row: FindingRow) -> list[Line]:
    """Everything there is to say for and against the finding, in the order in which it is told."""
    from qualcode.reports.parts import scope_words
    from qualcode.reports.words import coverage

    section, matrix = one.section, one.section.row
    lines = [
        Line(Text(f"{one.number}  {safe(row.claim)}", "bold"), "claim"),
        Line(Text.assemble((one.verdict, "bold"), f" · {coverage(matrix)}"), "verdict"),
    ]
    if row.adjudicated:
        lines.append(Line(Text(_("own: {verdict}", verdict=decided(row, full=True))), "verdict"))
    if section.scope:
        lines.append(_head(f"{_('Scope')}: {safe(scope_words(section))}"))
    lines.append(_head(_("Who says what")))
    lines += [Line(_cell(cell), "cell", name=group) for cell, group in zip(one.who, one.groups, strict=True)]
    lines += _quoted(_("Strongest quote"), one.strongest)
    lines += _quoted(_("Contrary quote"), one.contrary)
    if section.withheld:
        said = ngettext("{n} quote may not be printed", "{n} quotes may not be printed", section.withheld)
        lines.append(_head(said))
    for title, words, opens in (
        (_("Explanation"), row.explanation, "explanation"),
        (_("Negative case"), row.negative_case, "negative"),
    ):
        lines += [_head(title), Line(Text(safe(words) if words else _("not written yet")), opens)]
    lines.append(_head(_("Member check")))
    checks = [checked(check) for check in row.member_checks] or [_("none")]
    lines += [Line(Text(words, "bold" if words.startswith("✗") else ""), "check") for words in checks]
    lines.append(_head(_("Enough to compare")))
    lines += [_head(f"{'✓' if standing.met else '–'} {standing.words}") for standing in one.standing.values()]
    return lines


def _head(words: str) -> Line:
    return Line(Text(words))


def _cell(cell: CellRow) -> Text:
    counted = f"{cell.k}/{cell.n}" if cell.n else ""
    alone = cell.symbol == "NA" and bool(cell.others)
    sign = _("documents only") if alone else f"{cell.symbol:<2} {counted:<4}"
    text = Text.assemble((f"{sign} ", "bold"), safe(cell.column))
    units = [*map(safe, cell.units), *cell.others]
    return text.append(": " + (", ".join(units) or symbol_names().get(cell.symbol, "")))


def _quoted(title: str, quote: EvidenceQuote | None) -> list[Line]:
    from qualcode.analysis.evidence import QUALIFIES
    from qualcode.project.defence import evidence_number
    from qualcode.reports.parts import paraphrase_mark
    from qualcode.reports.words import stance

    if quote is None:
        return [_head(f"{title}: {_('none')}")]
    words = f"{safe(quote.text)} {paraphrase_mark()}" if quote.paraphrase else f"“{safe(quote.text)}”"
    return [
        _head(title + (f" ({stance(QUALIFIES)})" if quote.stance == QUALIFIES else "")),
        Line(Text(f"{words} {safe(quote.reference)}"), "quote", number=evidence_number(quote)),
    ]
