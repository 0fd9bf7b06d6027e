"""What stands in the n of a table of counts, in words: informants, sessions of focus groups, both, or documents.

The people of one focus group hear one another, so that the session is counted once and they are named beside it.
Tables say what they count in one and the same way, wherever they are shown.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from qualcode.analysis.evidence import INFORMANT, SESSION
from qualcode.i18n import _, ngettext

INFORMANTS, SESSIONS, MIXED, DOCUMENTS = "informant", "session", "informant or session", "document"
"""The `unit` of a table's JSON."""
INTERVIEWS, EVENTS = "interview", "interview or session"
"""Of saturation, where an informant is heard as often as there are interviews; words that head no table."""


def unit_of_kinds(kinds: AbstractSet[str]) -> str | None:
    """The unit of a table that counts units of these kinds; None where things are among them, or nobody is there."""
    if not kinds or kinds - {INFORMANT, SESSION}:
        return None
    return {frozenset({SESSION}): SESSIONS, frozenset({INFORMANT, SESSION}): MIXED}.get(
        frozenset(kinds), INFORMANTS
    )


def people(unit: str) -> str:
    """The unit where people alone are meant, beside whom documents stand."""
    return INFORMANTS if unit == DOCUMENTS else unit


def heading(unit: str) -> str:
    """The head of a column that counts them."""
    return {
        INFORMANTS: _("Informants"),
        SESSIONS: _("Sessions"),
        MIXED: _("Informants and sessions"),
        DOCUMENTS: _("Documents"),
    }[unit]


def several(unit: str) -> str:
    """What is counted, within a sentence: "sessions"."""
    return {
        INFORMANTS: _("informants"),
        SESSIONS: _("sessions"),
        MIXED: _("informants and sessions"),
        DOCUMENTS: _("documents"),
        INTERVIEWS: _("interviews"),
        EVENTS: _("interviews and sessions"),
    }[unit]


def single(unit: str) -> str:
    """One of what is counted, within a sentence: "session"."""
    return {
        INFORMANTS: _("informant"),
        SESSIONS: _("session"),
        MIXED: _("informant or session"),
        DOCUMENTS: _("document"),
        INTERVIEWS: _("interview"),
        EVENTS: _("interview or session"),
    }[unit]


def one(unit: str) -> str:
    """One of what is counted, as the subject of a sentence: "a session"."""
    return {
        INFORMANTS: _("an informant"),
        SESSIONS: _("a session"),
        MIXED: _("an informant or session"),
        DOCUMENTS: _("a document"),
        INTERVIEWS: _("an interview"),
        EVENTS: _("an interview or session"),
    }[unit]


def how_many(unit: str, n: int) -> str:
    """So many of them: "3 sessions"."""
    return {
        INFORMANTS: ngettext("{n} informant", "{n} informants", n),
        SESSIONS: ngettext("{n} session", "{n} sessions", n),
        MIXED: ngettext("{n} informant or session", "{n} informants and sessions", n),
        DOCUMENTS: ngettext("{n} document", "{n} documents", n),
    }[unit]


def share(unit: str, k: int, n: int) -> str:
    """Some of them: "2 of 3 sessions"."""
    return {
        INFORMANTS: ngettext("{k} of {n} informant", "{k} of {n} informants", n, k=k),
        SESSIONS: ngettext("{k} of {n} session", "{k} of {n} sessions", n, k=k),
        MIXED: _("{k} of {n} informants and sessions", k=k, n=n),
        DOCUMENTS: ngettext("{k} of {n} document", "{k} of {n} documents", n, k=k),
    }[unit]


def session_remark(unit: str) -> str:
    """What a table with sessions in n has to say; empty where there are none."""
    if unit not in (SESSIONS, MIXED):
        return ""
    return _("A focus group is one session, whoever speaks in it; its speakers are named beside it.")
