"""The supervision card (kartu bimbingan): a row for each meeting, which sums up the comments that belong to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qualcode.i18n import _, ngettext
from qualcode.reports.appendix.binding import Front
from qualcode.reports.appendix.leading import filled
from qualcode.reports.document import Block, Cell, Column, Facts, Paragraph, Row, Run, Runs, Table, cell, text
from qualcode.reports.painting import long_date
from qualcode.reports.parts import head
from qualcode.reports.remarks import Remark, approved, suggesting

_MOST = 8
"""Suggestions, and subjects, that a row tells; a card is read and signed at a glance."""
_PLACES = 3
"""Passages that are named beside words that were said of several."""


@dataclass(frozen=True, slots=True)
class Supervision:
    """Comments of supervisors by meeting and day."""

    rows: tuple[Remark, ...]
    authors: tuple[str, ...]
    """The supervisors."""

    @property
    def is_empty(self) -> bool:
        """True where no supervisor commented."""
        return not self.rows


def supervision(body: Supervision, front: Front) -> Iterator[Block]:
    """Whose card it is, then No., date, matter, notes, what followed and room for initials."""
    yield Facts(
        tuple(
            (name, text(value))
            for name, value in (
                (_("Student"), front.researcher),
                (_("Title"), front.title),
                (_("Institution"), front.institution),
                (_("Supervisors"), ", ".join(body.authors)),
            )
            if value
        )
    )
    if body.is_empty:
        yield Paragraph(
            text(
                _(
                    "No supervisor has commented yet. Comments are made in the program, or come back with a review "
                    "pack."
                )
            )
        )
        return
    meetings = _meetings(body.rows)
    yield Table(
        _("Supervision card"),
        (
            *(Column(0.5, "centre"), Column(1.2), Column(1.4)),
            *(Column(2.6), Column(2.0), Column(0.9)),
        ),
        (
            head(
                _("No."),
                _("Date"),
                _("Matter"),
                _("Notes and suggestions"),
                _("What followed"),
                _("Initials"),
            ),
        ),
        tuple(
            Row(
                (
                    cell(str(number)),
                    cell(long_date(day)),
                    cell(_matter(remarks)),
                    *_told(remarks),
                    cell(),
                )
            )
            for number, (day, remarks) in enumerate(meetings, 1)
        ),
        anchor="supervision-table",
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The same words, said once or more about one code or finding."""

    subject: str
    body: str
    remarks: tuple[Remark, ...]

    @property
    def places(self) -> str:
        """References of the passages, or how many they are; empty where the subject is meant as a whole."""
        said = [place for one in self.remarks if (place := one.about.removeprefix(one.subject).strip())]
        if len(said) > _PLACES:
            return "(" + ngettext("{n} passage", "{n} passages", len(said)) + ")"
        return " ".join(said)


def _meetings(remarks: Sequence[Remark]) -> list[tuple[date, list[Remark]]]:
    """The comments of each meeting with its day, in the order of days; without a meeting those of a day."""
    found: dict[str | date, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.meeting.casefold() or remark.day, []).append(remark)
    return sorted(((_day(said), said) for said in found.values()), key=lambda one: one[0])


def _day(remarks: Sequence[Remark]) -> date:
    """The day on which most was said at a meeting, the earliest of several.

    Comments of Word know when they were written, what stood in a form has the day it was read in: words count first.
    """
    days = Counter(remark.day for remark in suggesting(remarks) or remarks)
    return min(days, key=lambda day: (-days[day], day))


def _told(remarks: Sequence[Remark]) -> tuple[Cell, Cell]:
    """What was said, subject by subject, and what followed; where it is much, so much of each that fits a row."""
    said = _grouped(suggesting(remarks))
    shown = _chosen(said)
    left = sum(len(one.remarks) for one in said) - sum(len(one.remarks) for one in shown)
    return Cell(tuple(_notes(approved(remarks), shown, left))), cell(_followed(remarks, shown, left))


def _grouped(remarks: Sequence[Remark]) -> list[_Said]:
    """What was said, all of a code or finding together; the same words of it once."""
    found: dict[str, dict[str, list[Remark]]] = {}
    for one in remarks:
        found.setdefault(one.subject, {}).setdefault(" ".join(one.body.split()), []).append(one)
    return [
        _Said(subject, same[0].body, tuple(same)) for subject, said in found.items() for same in said.values()
    ]


def _chosen(said: Sequence[_Said]) -> Sequence[_Said]:
    """So many as a row tells, in their order: the first of every subject before the second of any."""
    turns: Counter[str] = Counter()
    ranked = []
    for place, one in enumerate(said):
        ranked.append((turns[one.subject], place))
        turns[one.subject] += 1
    return [said[place] for place in sorted(place for _turn, place in sorted(ranked)[:_MOST])]


def _notes(stays: str, shown: Sequence[_Said], left: int) -> Iterator[Run]:
    """What was said, a line each named as in the table of revisions; approvals without a word are counted."""
    lines: list[Runs] = [text(stays)] if stays else []
    for one in shown:
        about = " ".join(filter(None, (one.subject, one.places)))
        lines.append((Run(f"{about}: ", bold=True), Run(one.body)))
    if left:
        words = ngettext("and {n} more, in {table}", "and {n} more, in {table}", left, table="{table}")
        table = Run(_("the table of suggestions and revisions"), link="revisions-table", label=True)
        lines.append(filled(words, table=(table,)))
    for number, line in enumerate(lines):
        yield from ((Run("\n"),) if number else ()) + line


def _matter(remarks: Sequence[Remark]) -> str:
    meeting = remarks[0].meeting
    kinds = {"code": _("codes"), "coding": _("coded passages"), "finding": _("findings")}
    said = [remark.subject for remark in suggesting(remarks)] or [
        kinds[remark.approves] for remark in remarks
    ]
    subjects = [*dict.fromkeys(said)]
    about = ", ".join(subjects[:_MOST])
    if more := len(subjects[_MOST:]):
        about += " " + ngettext("… and {n} more", "… and {n} more", more)
    return f"{meeting}: {about}" if meeting else about


def _followed(remarks: Sequence[Remark], shown: Sequence[_Said], left: int) -> str:
    """The answers to what is told, the last of each thread where there is more, and how many threads are open."""
    threads = [remark for one in shown for remark in one.remarks]
    said = [answer.said for remark in threads for answer in (remark.answers[-1:] if left else remark.answers)]
    still = sum(not remark.settled for remark in remarks)
    settled = len(suggesting(remarks)) - still
    if left and settled > 0:
        said.append(ngettext("{n} settled", "{n} settled", settled))
    if still:
        said.append(ngettext("{n} still open", "{n} still open", still))
    return "\n".join(dict.fromkeys(said)) or _("settled")
