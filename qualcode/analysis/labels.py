"""The results of triangulation in the person's language, for every face that shows them."""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.analysis import stance as s
from qualcode.analysis import triangulation as t
from qualcode.i18n import _, ngettext


def verdict_words(row: t.Row, by: str = t.GROUP) -> str:
    """The verdict of a row as printed, with its direction or the kind of dissonance."""
    if row.verdict == t.AGREEMENT:
        return _("agreement: supports") if row.direction == s.PLUS else _("agreement: contradicts")
    if row.verdict == t.DISSONANCE:
        if by == t.WAVE and row.dissonance == t.BETWEEN and row.changed:
            return _("changed")
        return {
            t.BETWEEN: _("dissonance between columns"),
            t.WITHIN: _("dissonance within a column"),
            t.BOTH: _("dissonance between and within columns"),
        }[row.dissonance or t.BETWEEN]
    if row.verdict == t.UNTRIANGULATED and t.SPLIT_COLUMN in row.flags:
        return _("one source only, and split")
    if nothing := nothing_words(row, by):
        return nothing
    if row.verdict == t.NO_DATA and any(cell.documents for cell in row.cells.values()):
        return _("no data from people, documents only")
    return verdict_name(row.verdict)


def nothing_words(row: t.Row, by: str) -> str:
    """Why there is evidence and still no data: what this way compares is there once only. Empty where it is not so."""
    if row.verdict != t.NO_DATA or row.coverage[1] or not row.outside:
        return ""
    one, none = {
        t.METHOD: (_("one method only"), _("no subject was looked at by two methods")),
        t.WAVE: (_("one time only"), _("nobody spoke at two times")),
        t.CODER: (_("one coder only"), _("no source was read by two coders")),
    }.get(by, ("", ""))
    reason = one if len(row.cells) < 2 else none
    return _("nothing to compare: {reason}", reason=reason) if reason else ""


def reason_words(crossed: t.Triangulation) -> str | None:
    """Why nothing can be compared in this way, with what there is, in one sentence; None where something can."""
    if not crossed.rows:
        return _('No findings yet. To add one: qualcode finding add PROJECT "The claim in one sentence."')
    if len(crossed.columns) > 1:
        return None
    there = crossed.columns[0].label if crossed.columns else ""
    one = {
        t.GROUP: _("Triangulation of sources needs two groups; there is one: {name}."),
        t.METHOD: _("Triangulation of methods needs two methods; there is one: {name}."),
        t.WAVE: _("Triangulation over time needs two times of collection; there is one: time {name}."),
        t.CODER: _("Triangulation of coders needs two who set stances; there is one: {name}."),
        t.GROUP_METHOD: _("Methods within groups need two of them; there is one: {name}."),
    }
    none = {
        t.GROUP: _("Triangulation of sources needs two groups; there is none yet."),
        t.METHOD: _("Triangulation of methods needs two methods; there is no source yet."),
        t.WAVE: _("Triangulation over time needs two times of collection; there is no source yet."),
        t.CODER: _("Triangulation of coders needs two who set stances; nobody has yet."),
        t.GROUP_METHOD: _("Methods within groups need two of them; there is none yet."),
    }
    return one[crossed.by].format(name=there) if there else none[crossed.by]


def lenient_words(pairs: Iterable[tuple[str, str]]) -> str:
    """The pairs of columns that agree but for the strict rule; empty without any."""
    named = ", ".join(f"{a} – {b}" for a, b in pairs)
    return _("agree only without the strict rule: {pairs}", pairs=named) if named else ""


def verdict_name(verdict: str) -> str:
    """A verdict, or the label of a pair of columns, without further detail."""
    return {
        t.AGREEMENT: _("agreement"),
        t.PARTIAL: _("partial agreement"),
        t.DISSONANCE: _("dissonance"),
        t.UNTRIANGULATED: _("one source only"),
        t.NO_DATA: _("no data"),
        t.SILENCE: _("silence"),
        t.NA: _("not comparable"),
    }[verdict]


def symbol_words(symbol: str) -> str:
    """What a cell's symbol means, for legends and screen readers."""
    return {
        s.PLUS: _("all who speak of it support it"),
        s.MINUS: _("all who speak of it contradict it"),
        s.MIXED: _("with conditions or mixed"),
        s.SPLIT: _("some support and some contradict it"),
        s.SILENT: _("silent"),
        s.NO_UNIT: _("no source of this kind"),
        s.NOT_ASKED: _("not asked"),
        s.LEFT_OUT: _("out of scope"),
    }[symbol]


def sense_words(stance: s.UnitStance) -> str:
    """What one unit says about the claim; for a session with its speakers counted."""
    words = {
        s.AFFIRMS: _("supports"),
        s.DENIES: _("contradicts"),
        s.CONDITIONS_ONLY: _("conditions only"),
        s.SUPPORTS_IF: _("supports, with conditions"),
        s.DENIES_IF: _("contradicts, with conditions"),
        s.SELF_CONTRADICTING: _("contradicts itself"),
        s.CHANGED: _("changed"),
        s.DIVIDED: _("participants differ"),
        s.CODERS_DISAGREE: _("coders disagree"),
    }[stance.sense]
    if stance.tally is None:
        return words
    plus, minus, _other = stance.tally
    members = max(stance.unit.members, sum(stance.tally))
    participants = ngettext("{n} participant", "{n} participants", members)
    return f"{words} ({participants}: {plus} +, {minus} -)"


def documents_words(cell: t.Cell) -> str:
    """Documents and observations beside the informants' count, as "+1 doc"; empty without any."""
    return _("+{n} doc", n=len(cell.documents)) if cell.documents else ""


def coverage_words(row: t.Row) -> str:
    """Coverage as printed; columns that scope or the field left out are named by number."""
    reporting, present = row.coverage
    if not present and len(row.cells) < 2:
        return "–"
    if present == len(row.cells):
        return f"{reporting}/{present}"
    return _("{r}/{n} in scope, {all} columns", r=reporting, n=present, all=len(row.cells))


def flag_words(flag: str) -> str:
    """What a reader of the row has to know."""
    return {
        t.SPLIT_COLUMN: _("the only column that reports is split"),
        t.CHANGE: _("somebody's stance changed between waves"),
        t.CODERS_DIFFER: _("coders gave the same words different stances"),
        t.FOR_AND_AGAINST: _("one coder took the same words both as support and as contradiction"),
        t.OUT_OF_SCOPE: _("there is evidence from outside the scope or from somebody marked as not asked"),
        t.NARROW_SCOPE: _("the scope is smaller than all units"),
        t.ONE_SESSION: _("one session speaks in several columns, which are therefore not independent"),
        t.OTHER_SUBJECT: _("the methods differ, but not on one and the same subject"),
        t.TOO_FEW_COLUMNS: _("fewer than two columns could have spoken"),
    }[flag]


def source_of_method() -> str:
    """The line a report prints beside every matrix."""
    return _("adapted from Farmer et al. (2006)")
