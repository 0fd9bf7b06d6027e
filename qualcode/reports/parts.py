"""Small pieces that several sections of a report share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qualcode.i18n import _, ngettext
from qualcode.reports import words
from qualcode.reports.data import EvidenceQuote, FindingSection, TriangulationReport
from qualcode.reports.document import Cell, Note, Run, Runs, cell, text
from qualcode.reports.painting import long_date
from qualcode.text.leaks import small_cells

LEVELS_FROM = 3
"""Prominence levels are told apart only where this many informants could have spoken."""


QUOTES = "codings"
"""The anchor of the quotes behind the counts of a report."""


def head(*names: str) -> tuple[Cell, ...]:
    """The header row of a table."""
    return tuple(cell(name, bold=True) for name in names)


def reference(value: str, link: str = "", citing: str = "") -> Run:
    """A reference, which is not broken at the end of a line; `citing` is the footnote that says how it is read."""
    return Run(value, link=link, unbroken=True, footnote=text(citing))


def counted(shown: str, behind: tuple[str, ...], *, withheld: int = 0, **look: Any) -> Run:
    """A number that leads to the quotes it was counted from, as far as they are printed.

    Where none of them is, it leads to the quotes of the report, among which it is said how many are not.
    """
    link = behind[0] if behind else QUOTES if withheld else ""
    return Run(shown, link=link, behind=behind, withheld=withheld, **look)


def references(values: Sequence[str], way: Callable[[str], str] = lambda _value: "") -> Cell:
    """A cell of references; `way` is the anchor that each leads to."""
    runs: list[Run] = []
    for value in values:
        runs += [Run("; ")] if runs else []
        runs.append(reference(value, way(value)))
    return Cell(tuple(runs)) if runs else cell("–")


def codings_words(count: int) -> str:
    """How many codings, in words."""
    return ngettext("{n} coding", "{n} codings", count)


def scope_words(finding: FindingSection) -> str:
    """For whom a finding is meant, with the reason, and who set it when; empty where it is meant for everybody."""
    when = " ".join((long_date(finding.scope_day), finding.scope_time)) if finding.scope_day else ""
    by = ", ".join(part for part in (finding.scope_author, when) if part)
    beside = "; ".join(part for part in (finding.scope_reason, by) if part)
    return ", ".join(finding.scope) + (f" ({beside})" if beside and finding.scope else "")


def paraphrase_mark() -> str:
    """What stands beside words that are the researcher's and not the informant's."""
    return "[" + _("researcher's paraphrase") + "]"


def paraphrase_run() -> Run:
    """The mark with its footnote, which a document has at the first of them."""
    why = _(
        "The informant does not want to be quoted; the researcher tells what was said in words of her or his own."
    )
    return Run(paraphrase_mark(), italic=True, footnote=text(why))


def quoted(words: str, paraphrase: bool, before: str = "") -> Runs:
    """Words in a cell: in quotation marks, or in italics behind the mark of a paraphrase."""
    if paraphrase:
        return (*text(before), paraphrase_run(), Run(f" {words} ", italic=True))
    return (Run(f"{before}“{words}” "),)


def quote_notes(citing: str, quote: EvidenceQuote) -> tuple[Runs, ...]:
    """The footnotes of a quote: how its reference is read, and whose the translation is."""
    notes = [citing] if citing else []
    if quote.translation:
        notes.append(_whose_translation())
    return tuple(map(text, notes))


def translated(words: str) -> Runs:
    """The translation of a quote on a line of its own, with the footnote that says whose it is."""
    said = " ".join(words.split())
    return (Run(f"\n{said}", italic=True, footnote=text(_whose_translation())),) if said else ()


def _whose_translation() -> str:
    return _("Quoted in the language it was said in; the translation is the researcher's.")


def paraphrased(count: int) -> str:
    """The sentence that says how many quotes stand in the researcher's words."""
    return ngettext(
        "{n} quote of an informant who does not want to be quoted stands in the researcher's words, marked {mark}.",
        "{n} quotes of informants who do not want to be quoted stand in the researcher's words, marked {mark}.",
        count,
        mark=paraphrase_mark(),
    )


def withheld(count: int) -> str:
    """The sentence that says how many quotes were left out and why."""
    return ngettext(
        "{n} quote is counted but not printed, because the informant does not want to be quoted.",
        "{n} quotes are counted but not printed, because their informants do not want to be quoted.",
        count,
    )


def uncounted(count: int) -> str:
    """The sentence that says how many codings are of words that count for nobody."""
    return ngettext(
        "{n} coding is left out, because an interviewer's words and reflective notes are not counted.",
        "{n} codings are left out, because an interviewer's words and reflective notes are not counted.",
        count,
    )


def not_printed(count: int) -> Run:
    """How many quotes may not be printed, beside those that are."""
    said = ngettext(
        "{n} quote not printed for lack of consent", "{n} quotes not printed for lack of consent", count
    )
    return Run(f"[{said}]", italic=True)


def consent_notes(report: TriangulationReport) -> list[Note]:
    """What a reader has to know of quotes whose words are not printed."""
    said = [withheld(report.withheld)] if report.withheld else []
    said += [paraphrased(report.paraphrased)] if report.paraphrased else []
    return [Note((Run(" ".join(said)),))] if said else []


def small_groups(report: TriangulationReport) -> list[Note]:
    """What the writer has to look at before others read it: groups and roles so small that they name somebody."""
    shown = {
        person.code: {_("Group"): words.column("group", person.group), _("Role"): words.role(person.role)}
        for person in report.informants
    }
    cells = [
        f"{', '.join(value for _name, value in cell.properties)} ({len(cell.people)})"
        for cell in small_cells(shown)
    ]
    if not cells:
        return []
    said = _(
        "Fewer than three informants are: {groups}. Those who know the place may recognise them, with or without a "
        "name: look at their quotes before this report is handed in.",
        groups="; ".join(cells),
    )
    return [Note((Run(said),), "warning")]


def prominence_shade(k: int, n: int) -> int:
    """Shade by prominence: below a third, below two thirds, above; none for too few informants."""
    if n < LEVELS_FROM or k * 3 < n:
        return 0
    return 2 if k * 3 >= 2 * n else 1
