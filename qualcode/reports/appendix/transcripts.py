"""Transcripts and field notes: line by line with the text's own numbers, who speaks, and the codes in the margin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.painting import long_date, whole
from qualcode.reports.parts import head

INTERVIEWER = "interviewer"


@dataclass(frozen=True, slots=True)
class Margin:
    """A code beside the line its passage begins on."""

    code: str
    lines: str
    """All lines of the passage, as "45-47"."""
    paraphrase: str
    interpretation: str


@dataclass(frozen=True, slots=True)
class Line:
    """A numbered line of a text; `said` is empty where nothing may be printed."""

    number: int
    speaker: str
    """Code of who begins to speak on it, `INTERVIEWER`, or empty."""
    said: str
    margin: tuple[Margin, ...] = ()
    until: int = 0
    """Last of the lines that this one stands for, since they may not be printed; 0 for a line of its own."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text with what is known of how it came about."""

    reference: str
    """As W1."""
    method: str
    informants: tuple[str, ...]
    group: str
    interviewer: bool
    day: date | None
    wave: int | None
    """None where a study has one time of collection."""
    site: str
    minutes: int | None
    situation: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Transcripts:
    """Texts in the order of their references."""

    name: str
    """`transcripts` or `fieldnotes`."""
    texts: tuple[Transcript, ...]

    @property
    def is_empty(self) -> bool:
        """True without a text."""
        return not self.texts


def transcripts(body: Transcripts, _front: Front) -> Iterator[Block]:
    """A heading, what is known of it and the numbered lines, for each text."""
    if body.is_empty:
        yield Paragraph(
            text(
                _("No field note has been read in yet.")
                if body.name == "fieldnotes"
                else _("No interview has been read in yet.")
            )
        )
        return
    for number, one in enumerate(body.texts, 1):
        anchor = f"{body.name}-{number}"
        who = ", ".join(one.informants) or words.column("group", one.group)
        yield Heading(
            f"{one.reference}, {words.method(one.method)}: {who}", level=2, kind="plain", anchor=anchor
        )
        yield Facts(tuple((name, text(value)) for name, value in _facts(one) if value))
        if one.lines:
            yield _table(one, f"{anchor}-lines")
        else:
            yield Paragraph(text(_("The text is empty.")))


def _facts(one: Transcript) -> Iterator[tuple[str, str]]:
    yield _("Informant"), ", ".join(one.informants)
    yield _("Group"), one.group
    yield _("Date"), long_date(one.day) if one.day else ""
    yield _("Time of collection"), words.column("wave", str(one.wave)) if one.wave is not None else ""
    yield _("Place"), one.site
    yield _("Duration (minutes)"), "" if one.minutes is None else whole(one.minutes)
    yield _("Situation"), one.situation


def _table(one: Transcript, anchor: str) -> Table:
    noted = any(margin.paraphrase or margin.interpretation for line in one.lines for margin in line.margin)
    return Table(
        _("{reference} with codes", reference=one.reference),
        (Column(0.4, "right"), Column(0.5), Column(5.0), Column(1.5 if noted else 1.2)),
        (
            head(
                _("Line"),
                _("Speaker"),
                _("What is said"),
                _("Codes, condensed facts, interpretation") if noted else _("Codes"),
            ),
        ),
        tuple(_row(line) for line in one.lines if line.said or line.margin or line.until),
        anchor=anchor,
        dense=True,
    )


def _row(line: Line) -> Row:
    number = f"{line.number}–{line.until}" if line.until > line.number else str(line.number)
    speaker = _("Int.") if line.speaker == INTERVIEWER else line.speaker
    said = Run(_("[not printed]"), italic=True) if line.until else Run(line.said)
    return Row((cell(number), cell(speaker, bold=True), Cell((said,)), Cell(tuple(_beside(line)))))


def _beside(line: Line) -> Iterator[Run]:
    """The codes that begin here, each with its lines where it goes on below, and what was noted of the passage."""
    for place, one in enumerate(line.margin):
        yield Run(("\n" if place else "") + one.code, code=True)
        if one.lines != str(line.number):
            yield Run(f" ({one.lines})")
        for note in (one.paraphrase, one.interpretation):
            if note:
                yield Run(f"\n{note}", italic=True)
