"""The results of triangulation in the person's language, for every face that shows them."""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.analysis import stance as s
from qualcode.analysis import triangulation as t
from qualcode.analysis.counted import share
from qualcode.i18n import _, ngettext

COMPARED = (t.METHOD, t.WAVE, t.CODER)
"""The ways that count only what is there twice."""
SIGNS = (s.PLUS, s.MINUS, s.MIXED, s.SPLIT, s.SILENT, s.NO_UNIT, s.NOT_ASKED, s.LEFT_OUT)


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


def symbol_words(symbol: str, by: str = t.GROUP) -> str:
    """What a cell's symbol means, for legends and screen readers."""
    if symbol == s.NO_UNIT and by in COMPARED:
        return not_compared(by)
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


def not_compared(by: str) -> str:
    """Why nobody stands in a column whose way compares what is there twice, though a source may be there."""
    return {
        t.METHOD: _("nothing here that another method looked at too"),
        t.WAVE: _("nobody here who spoke at another time too"),
        t.CODER: _("nothing here that another coder read too"),
    }[by]


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


def units_words(row: t.Row, unit: str | None) -> str:
    """How many units take a stance, of those that could: "3 of 9 informants"."""
    k, n = row.units
    return ngettext("{k} of {n} unit", "{k} of {n} units", n, k=k) if unit is None else share(unit, k, n)


def definitions() -> dict[str, str]:
    """What each figure and sign of the plain document means."""
    units = _("informants, sessions of focus groups or, by method, observations and documents")
    return {
        "unit": _("what n counts; none where people stand beside observations and documents"),
        "verdict": _(
            "what all columns come to; one contrary unit blocks agreement, and nothing is decided by majority"
        ),
        "direction": _("whether those that agree support (+) or contradict (-) the claim"),
        "dissonance": _("between columns, within one, or both"),
        "coverage": _("columns that take a stance / columns that could"),
        "units": _("different units with a stance / different units that could take one"),
        "silent": _("columns that could have spoken and did not"),
        "pairs": _("how each two columns stand to each other"),
        "lenient": _("pairs of columns that agree but for the strict rule"),
        "outside": _("stances that stand in no column and count in no cell"),
        "cells.n": units,
        "cells.k": _("those who support, contradict or qualify it, of those who could"),
        "cells.plus": _("of k, those who only support it"),
        "cells.minus": _("of k, those who only contradict it"),
        "cells.mixed": _("of k, those who qualify it or speak for and against it"),
        "cells.level": _(
            "k of n: low under a third, mid under two thirds, else high; none below three units"
        ),
        "cells.documents": _("documents and observations with a stance that are not in n"),
        "cells.units": _("who takes which stance, documents beside the count among them"),
        "cells.codings": _("numbers of the codings that are the evidence of the cell"),
        "cells.query": _("the query that finds just these quotes; none without evidence"),
        **{f"cells.symbol {sign}": symbol_words(sign) for sign in SIGNS},
        "source": source_of_method(),
    }


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
