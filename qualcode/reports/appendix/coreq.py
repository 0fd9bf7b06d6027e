"""The COREQ checklist: what the project knows is filled in with where it is from, the rest is for the researcher."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from qualcode.i18n import _, ngettext
from qualcode.reports import words
from qualcode.reports.appendix.binding import Front
from qualcode.reports.appendix.coreq_items import Item, domains
from qualcode.reports.document import Block, Cell, Column, Paragraph, Row, Run, Table, cell, text
from qualcode.reports.painting import long_date, number, whole
from qualcode.reports.parts import head


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something."""

    name: str
    n: int


@dataclass(frozen=True, slots=True)
class MethodCount:
    """Sources of one method."""

    method: str
    n: int


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """Findings with one verdict."""

    verdict: str
    n: int


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """Member checks that came to the same."""

    outcome: str
    n: int


@dataclass(frozen=True, slots=True)
class Coreq:
    """What a project knows of the 32 items; nothing, or none, where it does not know."""

    sampling: tuple[Count, ...] = ()
    """Ways in which informants were chosen."""
    people: int = 0
    groups: tuple[Count, ...] = ()
    traits: tuple[str, ...] = ()
    """What is recorded of informants, as age."""
    sources: tuple[MethodCount, ...] = ()
    sites: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    questions: int = 0
    focuses: int = 0
    informants: tuple[str, ...] = ()
    """Codes of those who were interviewed more than once."""
    waves: int = 1
    timed: int = 0
    """Transcripts with the times of a recording."""
    spoken: int = 0
    """Interviews and group discussions."""
    notes: int = 0
    """Field notes."""
    reflective: int = 0
    """Passages of them in which the researcher reflects."""
    minutes: tuple[int, ...] = ()
    """How long each conversation took, where it is recorded."""
    saturation: str = ""
    coders: tuple[str, ...] = ()
    second_coders: tuple[str, ...] = ()
    branches: int = 0
    codes: int = 0
    """Codes below the branches, or without any."""
    deductive: int = 0
    inductive: int = 0
    checks: tuple[OutcomeCount, ...] = ()
    checked: int = 0
    """Findings that were shown to somebody."""
    findings: int = 0
    backed: int = 0
    """Findings with evidence."""
    verdicts: tuple[VerdictCount, ...] = ()
    quotes: int = 0
    """Passages that are printed with their reference."""
    references: tuple[str, ...] = ()
    """Of the first of them."""
    withheld: int = 0
    themes: tuple[str, ...] = ()
    deviant: int = 0
    """Findings with a negative case or with dissonance."""
    single: int = 0
    """Codes that one informant alone has."""

    @property
    def is_empty(self) -> bool:
        """Never: a form without answers is there to be filled in."""
        return False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the project knows of an item, and the part of it that knows."""

    said: str
    place: str


def coreq(body: Coreq, front: Front) -> Iterator[Block]:
    """How many items are filled in, then No., item, answer and page, a row over each domain."""
    known = answers(body, front)
    yield Paragraph(
        text(
            ngettext(
                "{n} of 32 items is filled in from the project, with where it is from in italics; look it over. The "
                "others and the pages are for the researcher to fill in.",
                "{n} of 32 items are filled in from the project, with where they are from in italics; look them over. "
                "The others and the pages are for the researcher to fill in.",
                len(known),
            )
        )
    )
    rows: list[Row] = []
    for name, items in domains():
        rows.append(Row((Cell((Run(name, bold=True),), span=4, align="left"),), section=True))
        rows += [_row(item, known.get(item.number)) for item in items]
    yield Table(
        _("COREQ checklist"),
        (Column(0.5, "centre"), Column(2.3), Column(3.3), Column(0.9, "centre")),
        (head(_("No."), _("Item"), _("In this study"), _("Page")),),
        tuple(rows),
        anchor="coreq-table",
        note=text(_("Items after Tong, Sainsbury and Craig (2007), described in words of our own.")),
        source="",
    )


def _row(item: Item, answer: Answer | None) -> Row:
    told = (Run(answer.said), Run(f"\n{answer.place}", italic=True)) if answer else ()
    return Row(
        (cell(str(item.number)), Cell((Run(item.name, bold=True), Run(f"\n{item.asks}"))), Cell(told), cell())
    )


def answers(body: Coreq, front: Front) -> Mapping[int, Answer]:
    """Number of each item that the project knows something of, to what it knows."""
    found = {
        **_sample(body),
        **_collection(body),
        **_coding(body),
        27: (f"qualcode {front.version}", _("from the program")),
        **_results(body),
    }
    return {item: Answer(*one) for item, one in sorted(found.items())}


Told = dict[int, tuple[str, str]]


def _sample(body: Coreq) -> Told:
    told: Told = {}
    place = _("from the list of informants")
    if body.sampling:
        told[10] = _counts(body.sampling) + ".", place
    if body.people:
        told[12] = ngettext("{n} informant.", "{n} informants.", body.people), place
        said = [_counts(body.groups)]
        if body.traits:
            said.append(_("recorded of each: {what}", what=", ".join(body.traits)))
        told[16] = "; ".join(said) + "." + _days(body), place
    return told


def _collection(body: Coreq) -> Told:
    told: Told = {}
    place = _("from what is recorded of each file")
    if body.sites:
        told[14] = "; ".join(body.sites) + ".", place
    if body.questions:
        told[17] = (
            ngettext("{n} question", "{n} questions", body.questions)
            + (ngettext(" on {n} focus", " on {n} focuses", body.focuses) if body.focuses else "")
            + _("; whether they were tried out is for the researcher to say."),
            _("from the interview guide"),
        )
    if body.spoken:
        told[18] = _repeated(body), place
    if body.timed:
        told[19] = (
            _("{n} of {all} transcripts carry the times of a recording.", n=body.timed, all=body.spoken),
            place,
        )
    if body.notes:
        said = ngettext("{n} field note", "{n} field notes", body.notes)
        if body.reflective:
            said += ngettext(
                ", with {n} reflection of the researcher's",
                ", with {n} reflections of the researcher's",
                body.reflective,
            )
        told[20] = said + ".", place
    if body.minutes:
        told[21] = _duration(body), place
    if body.saturation:
        told[22] = body.saturation[:1].upper() + body.saturation[1:] + ".", _("computed from the codings")
    return told


def _coding(body: Coreq) -> Told:
    told: Told = {}
    if body.coders:
        said = ngettext("{n} coder", "{n} coders", len(body.coders)) + f" ({', '.join(body.coders)})"
        if body.second_coders:
            said += _("; coded a second time by {who}", who=", ".join(body.second_coders))
        told[24] = said + ".", _("from the codings")
    if body.codes:
        place = _("from the codebook")
        told[25] = (
            ngettext("{n} code", "{n} codes", body.codes)
            + (ngettext(" in {n} branch", " in {n} branches", body.branches) if body.branches else "")
            + ".",
            place,
        )
        told[26] = (
            _(
                "{deductive} codes from theory, {inductive} from the data.",
                deductive=body.deductive,
                inductive=body.inductive,
            ),
            place,
        )
    return told


def _results(body: Coreq) -> Told:
    told: Told = {}
    if body.checks:
        outcomes = ", ".join(f"{words.outcome(one.outcome)} {one.n}" for one in body.checks)
        told[28] = (
            _(
                "{n} of {all} findings were shown to informants: {outcomes}.",
                n=body.checked,
                all=body.findings,
                outcomes=outcomes,
            ),
            _("from the member checks"),
        )
    if body.quotes:
        said = ngettext(
            "{n} passage is printed with its reference, as {reference}",
            "{n} passages are printed with their reference, as {reference}",
            body.quotes,
            reference=body.references[0],
        )
        if body.withheld:
            said += ngettext(
                "; {n} is withheld for lack of consent",
                "; {n} are withheld for lack of consent",
                body.withheld,
            )
        told[29] = said + ".", _("from the codings")
    if body.findings:
        place = _("from the findings")
        verdicts = ", ".join(f"{words.label(one.verdict)} {one.n}" for one in body.verdicts)
        told[30] = (
            _(
                "{n} of {all} findings rest on linked quotes; across sources: {verdicts}.",
                n=body.backed,
                all=body.findings,
                verdicts=verdicts,
            ),
            place,
        )
        if body.themes:
            told[31] = "; ".join(body.themes) + ".", place
        told[32] = (
            _(
                "Findings with a negative case or dissonance: {n}; codes that one informant alone has: {codes}.",
                n=body.deviant,
                codes=body.single,
            ),
            place,
        )
    return told


def _counts(counts: tuple[Count, ...]) -> str:
    return ", ".join(f"{one.name or words.column('group', '')} ({one.n})" for one in counts)


def _days(body: Coreq) -> str:
    if body.first is None or body.last is None:
        return ""
    kinds = ", ".join(f"{words.method(one.method)} {one.n}" for one in body.sources)
    when = long_date(body.first)
    if body.last != body.first:
        when += f" – {long_date(body.last)}"
    return " " + _("Data: {kinds}, {when}.", kinds=kinds, when=when)


def _repeated(body: Coreq) -> str:
    if not body.informants:
        return _("Nobody was interviewed more than once.")
    return ngettext(
        "{n} informant was interviewed more than once: {who}.",
        "{n} informants were interviewed more than once: {who}.",
        len(body.informants),
        who=", ".join(body.informants),
    )


def _duration(body: Coreq) -> str:
    low, high = min(body.minutes), max(body.minutes)
    mean = number(sum(body.minutes) / len(body.minutes), 0)
    span = whole(low) if low == high else f"{whole(low)}–{whole(high)}"
    return _(
        "{span} minutes, {mean} on average; known of {n} of {all}.",
        span=span,
        mean=mean,
        n=len(body.minutes),
        all=body.spoken,
    )
