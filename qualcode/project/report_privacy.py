"""A report without real names in any field of it, and its words as they are looked through before it leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from qualcode.i18n import _
from qualcode.reports.appendix.binding import Part
from qualcode.reports.appendix.changes import Changed
from qualcode.reports.appendix.trail import Titled
from qualcode.reports.appendix.transcripts import Line, Transcript
from qualcode.reports.data import (
    CodedQuote,
    CodeRow,
    EvidenceQuote,
    FindingSection,
    GroupRow,
    InformantRow,
    NodeRow,
    Study,
    TieQuote,
    TieRow,
)
from qualcode.reports.remarks import Remark
from qualcode.reports.sections.data import Section, SectionQuote

T = TypeVar("T")

OURS = frozenset(
    """language journal_head version svg reference references id quotes method role stance valence verdict direction
    dissonance symbol outcome by mark""".split()  # noqa: SIM905
)
"""Fields that hold what this program writes: no words of anybody."""
SIGNED = frozenset({"researcher", "author", "coder", "coders", "second_coders"})
"""Fields in which those who did the study sign with their own names."""
CODES = frozenset({"unit", "units", "informants", "informant", "scope", "not_asked"})
"""Fields of informants' codes, which are what names are replaced by."""


def scrubbed(report: T, change: Callable[[str], str]) -> T:
    """A report, or a part of one, with `change` made in every text that somebody wrote."""
    return _changed(report, change)


def report_words(report: object) -> Iterator[tuple[str, str]]:
    """(where, text) of every text in a report but signatures, in the current language."""
    yield from _words(report, _("report"))


def _changed(value: T, change: Callable[[str], str]) -> T:
    if isinstance(value, str):
        return cast(T, change(value))
    if isinstance(value, tuple):
        return cast(T, tuple(_changed(one, change) for one in value))
    if is_dataclass(value):
        kept = OURS | SIGNED | CODES | ({"code"} if _is_person(value) else set())
        new = {f.name: _changed(getattr(value, f.name), change) for f in fields(value) if f.name not in kept}
        return cast(T, replace(cast(Any, value), **new))
    return value


def _words(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, tuple):
        for one in value:
            yield from _words(one, where)
    elif is_dataclass(value):
        here = _place(value) or where
        if isinstance(value, Transcript):
            yield from _said(value)
            value = replace(value, lines=tuple(replace(line, said="") for line in value.lines))
        for field in fields(value):
            if field.name not in OURS | SIGNED:
                yield from _words(getattr(value, field.name), here)


def _said(transcript: Transcript) -> Iterator[tuple[str, str]]:
    """What is said in a text, turn by turn: a name or a number may stand at the end of one line and go on in the next."""
    turns: list[list[Line]] = []
    for line in transcript.lines:
        if line.speaker or not turns:
            turns.append([])
        turns[-1].append(line)
    for turn in turns:
        first, last = turn[0].number, max(turn[-1].number, turn[-1].until)
        lines = str(first) if first == last else f"{first}-{last}"
        where = _("{source}, line {lines}", source=transcript.reference, lines=lines)
        yield where, " ".join(line.said for line in turn if line.said)


def _place(value: Any) -> str:
    """What a part of a report is called where a place in it is named."""
    match value:
        case Study():
            return _("title page")
        case FindingSection():
            return _("finding {number}", number=value.number)
        case Part():
            return _("appendix {title}", title=value.title)
        case Changed():
            return _("change of {name}", name=value.what)
        case Titled():
            return _("title of the memo of {day}", day=value.day.isoformat())
        case Section():
            return _("section {title}", title=value.title)
        case EvidenceQuote() | CodedQuote() | SectionQuote() | TieQuote():
            return _("quote {reference}", reference=value.reference)
        case CodeRow():
            return _("code {code}", code=value.code)
        case GroupRow():
            return _("group {name}", name=value.name)
        case NodeRow():
            return _("node {name}", name=value.code)
        case Remark():
            return _("comment {n}", n=value.number)
        case TieRow():
            return _("tie {a} – {b}", a=value.a, b=value.b)
    return ""


def _is_person(value: object) -> bool:
    return isinstance(value, InformantRow | NodeRow)
