"""Transcripts and field notes: line by line with the text's own numbers, who speaks, and the codes in the margin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qualcode.i18n import _
from qualcode.reports import words
from qualcode.reports.appendix.binding import Front
from qualcode.reports.document import (
    GAP,
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.painting import long_date, whole
from qualcode.reports.parts import head
from qualcode.reports.remarks import Remark, beside

INTERVIEWER = "interviewer"

AT_ONCE = 8
"""Lines in one row: a row is not parted by the end of a page."""

FIGURE_SPACE = "\N{FIGURE SPACE}"


@dataclass(frozen=True, slots=True)
class Margin:
    """A code beside the line its passage begins on."""

    code: str
    lines: str
    """All lines of the passage, as "45-47"."""
    paraphrase: str
    interpretation: str

    @property
    def last(self) -> int:
        """The last of its lines."""
        return int(re.split(r"\D+", self.lines)[-1])


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
    remarks: tuple[Remark, ...] = ()
    """Comments on passages that begin on it, where the report is to show them."""


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

    def places(self) -> Iterator[tuple[str, tuple[str, list[int]]]]:
        """Reference of each text, with what anchors of its rows begin with, and the line each row begins with."""
        for number, one in enumerate(self.texts, 1):
            firsts = [part[0].number for part in _parts(one.lines)]
            yield one.reference, (_row_anchor(f"{self.name}-{number}"), firsts)


def transcripts(body: Transcripts, _front: Front) -> Iterator[Block]:
    """A heading, what is known of it and the numbered lines; each text begins on a page of its own."""
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
        if number > 1:
            yield PageBreak()
        who = ", ".join(one.informants) or words.column("group", one.group)
        yield Heading(
            f"{one.reference}, {words.method(one.method)}: {who}", level=2, kind="plain", anchor=anchor
        )
        if told := tuple((name, text(value)) for name, value in _facts(one) if value):
            yield Facts(told)
        if one.lines:
            yield _table(one, anchor, _over(body.name))
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


def _over(name: str) -> str:
    """What stands over the words of a text."""
    return _("Field notes") if name == "fieldnotes" else _("Verbatim transcript")


def _table(one: Transcript, anchor: str, over: str) -> Table:
    wide = len(str(one.lines[-1].number))
    speak = {line.speaker for line in one.lines}
    named = bool(
        speak - {""}
    )  # A field note has no speakers: a column for them would be empty from end to end.
    note = _(
        "A code stands beside the words its passage begins in, with the lines from its first to its last."
    )
    if INTERVIEWER in speak:
        note += " " + _("{short} is the interviewer.", short=_("Int."))
    return Table(
        _("{reference} with codes", reference=one.reference),
        (*((Column(0.5),) if named else ()), Column(6.9), Column(1.2)),
        (head(*((_("Speaker"),) if named else ()), _("Lines") + GAP + over, _("Codes")),),
        tuple(_rows(one.lines, wide, _row_anchor(anchor), named)),
        anchor=f"{anchor}-lines",
        note=text(note),
        dense=True,
    )


def _row_anchor(text: str) -> str:
    """What the anchors of a text's rows begin with; the number of the first line follows."""
    return f"{text}-l"


def _rows(lines: Sequence[Line], wide: int, anchor: str, named: bool) -> Iterator[Row]:
    """A row for what somebody says, or some lines of it; what was noted of a passage stands below its end.

    Who says it stands before it where the speakers are `named`.
    """
    waiting: list[Margin] = []
    for part in _parts(lines):
        yield _row(part, wide, f"{anchor}{part[0].number}", named)
        waiting += [one for line in part for one in line.margin if one.paraphrase or one.interpretation]
        last = max(part[-1].number, part[-1].until)
        yield from (_noted(one, named) for one in waiting if one.last <= last)
        waiting = [one for one in waiting if one.last > last]
    yield from (_noted(one, named) for one in waiting)


def _parts(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that share a row, blank ones left out: a new speaker begins one, and so does a page that must be parted."""
    part: list[Line] = []
    for line in lines:
        if not (line.said or line.margin or line.until):
            continue
        if part and (line.speaker or line.until or part[-1].until or len(part) == AT_ONCE):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _row(part: Sequence[Line], wide: int, anchor: str, named: bool) -> Row:
    speaker = _("Int.") if part[0].speaker == INTERVIEWER else part[0].speaker
    said: list[Run] = []
    for line in part:
        number = str(line.number) if line.until <= line.number else f"{line.number}-{line.until}"
        lead = ("\n" if said else "") + number.rjust(wide, FIGURE_SPACE) + GAP
        said.append(Run(lead))
        said.append(Run(_("[not printed]"), italic=True) if line.until else Run(line.said))
    return Row(
        (
            *((cell(speaker, bold=True),) if named else ()),
            Cell(tuple(said), numbers=tuple(line.number for line in part)),
            Cell(tuple(_beside(part)), numbers=tuple(line.number for line in part for _one in line.margin)),
        ),
        anchor,
        comments=beside(remark for line in part for remark in line.remarks),
    )


def _beside(part: Sequence[Line]) -> Iterator[Run]:
    """The codes that begin here, each with its lines."""
    first = True
    for one in (one for line in part for one in line.margin):
        if not first:
            yield Run("\n")
        yield Run(one.code, code=True)
        yield Run(" ")
        yield Run(one.lines, unbroken=True)
        first = False


def _noted(one: Margin, named: bool) -> Row:
    """The condensed fact and the interpretation of a passage."""
    told = [Run(one.code, code=True), Run(" ("), Run(one.lines, unbroken=True), Run(")")]
    for name, note in ((_("condensed"), one.paraphrase), (_("interpretation"), one.interpretation)):
        if note:
            told += [Run(f"; {name}: "), Run(note, italic=True)]
    return Row((*((cell(),) if named else ()), Cell(tuple(told), span=2, shade=1)), continues=True)
