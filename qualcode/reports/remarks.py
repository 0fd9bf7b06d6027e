"""Comments of a project beside what they are on, and what a footnote explains: each once in a document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar, cast

from qualcode.i18n import _, ngettext
from qualcode.reports.document import (
    Block,
    Cell,
    Comment,
    Facts,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Row,
    Runs,
    Table,
)

T = TypeVar("T")

_PAGES = re.compile(
    r"""(?P<before>[\s,;:]*) (?P<open>[(\[]\s*)?
        (?<![\w-]) (?: (?:halaman|pages?)\s | hlm\.?\s* | (?:hal|pp?)(?:\.\s* | (?(open)\s | (?!))) )
        \s* (?P<pages> \d+(?:\s*[-–,]\s*\d+)* | [ivxlc]+(?:\s*[-–]\s*[ivxlc]+)? )
        (?(open)\s*[)\]]) \s*\.?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Pages at the end of an answer: (hlm. 45), p. 45-47, halaman xii."""
_LONGEST = 100
"""Characters at the end of an answer among which pages are looked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody wrote below a comment."""

    author: str
    written: datetime
    body: str

    @property
    def day(self) -> date:
        """When it was written."""
        return self.written.date()

    @property
    def pages(self) -> str:
        """The pages it ends with, as 45–47: where in the thesis that stands now; empty where it names none."""
        found = self._ending
        return re.sub(r"\s*[-–]\s*", "–", " ".join(found["pages"].split())) if found else ""

    @property
    def said(self) -> str:
        """All of it, its pages written as `pages` has them."""
        found = self._ending
        if found is None:
            return self.body
        return self.body[: found.start("pages")] + self.pages + self.body[found.end("pages") :]

    @property
    def words(self) -> str:
        """What it says without its pages; whole where these belong to the sentence, as in "see page 45"."""
        found = self._ending
        if found is None:
            return self.said
        before = self.body[: found.start()].rstrip()
        apart = not before or before[-1] in ".!?…" or found["open"] or set(found["before"]) & set(",;:\n")
        return before if apart else self.said

    @property
    def _ending(self) -> re.Match[str] | None:
        return _PAGES.search(self.body, max(len(self.body) - _LONGEST, 0))


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with its answers."""

    number: int
    """The comment's running number in the project."""
    meeting: str
    """The round it belongs to, as "bimbingan 3"; empty where nobody said."""
    author: str
    written: datetime
    about: str
    """What it is on: a code, a finding, or a code with the reference of the passage."""
    body: str
    answers: tuple[Answer, ...]
    settled: bool
    approves: str = ""
    """code, coding or finding where it only says that this can stay as it is: nothing is suggested; else empty."""
    subject: str = ""
    """The code or finding that `about` begins with."""
    mark: str = ""
    """What it is on, as a report tells it that comes back."""

    @property
    def day(self) -> date:
        """When it was written."""
        return self.written.date()


def suggesting(remarks: Iterable[Remark]) -> list[Remark]:
    """Those that ask for something or say something."""
    return [remark for remark in remarks if not remark.approves]


def approved(remarks: Iterable[Remark]) -> str:
    """How much was approved without a word, in words; empty where nothing was."""
    n = Counter(remark.approves for remark in remarks)
    said = []
    if n["code"]:
        said.append(ngettext("{n} code approved", "{n} codes approved", n["code"]))
    if n["coding"]:
        said.append(ngettext("{n} coded passage accepted", "{n} coded passages accepted", n["coding"]))
    if n["finding"]:
        said.append(ngettext("{n} finding approved", "{n} findings approved", n["finding"]))
    return ", ".join(said)


def beside(remarks: Iterable[Remark]) -> tuple[Comment, ...]:
    """Comments as they stand in a margin: each thread with its meeting and whether it is settled, then its answers."""
    made: list[Comment] = []
    for one in remarks:
        thread = str(one.number)
        state = _("settled") if one.settled else _("still open")
        head = ", ".join(part for part in (one.meeting, state) if part)
        first = Comment(f"[{head}] {one.body}", one.author, one.written, thread, False, one.settled, one.mark)
        made.append(first)
        made += (
            replace(first, text=answer.body, author=answer.author, written=answer.written, answers=True)
            for answer in one.answers
        )
    return tuple(made)


def once(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with each comment at the first place it belongs to, and each footnote where it is first called."""
    seen = _Seen()
    for block in blocks:
        match block:
            case Paragraph():
                yield _with(block, runs=seen.runs(block.runs), comments=seen.comments(block.comments))
            case Quote():
                yield _with(
                    block,
                    lead=seen.runs(block.lead),
                    notes=tuple(note for note in block.notes if seen.first(note)),
                    comments=seen.comments(block.comments),
                )
            case Table():
                yield _with(block, rows=tuple(map(seen.row, block.rows)))
            case Note():
                yield _with(block, runs=seen.runs(block.runs))
            case ListBlock():
                yield _with(block, items=tuple(map(seen.runs, block.items)))
            case Facts():
                yield _with(block, pairs=tuple((name, seen.runs(value)) for name, value in block.pairs))
            case _:
                yield block


class _Seen:
    """What stands in a document already. What does not change is given back as it is."""

    def __init__(self) -> None:
        self._seen: set[Comment | Runs] = set()

    def first(self, one: Comment | Runs) -> bool:
        """Whether it has not stood anywhere yet."""
        if one in self._seen:
            return False
        self._seen.add(one)
        return True

    def comments(self, given: tuple[Comment, ...]) -> tuple[Comment, ...]:
        """Those that have not stood anywhere yet."""
        return tuple(one for one in given if self.first(one)) if given else given

    def runs(self, given: Runs) -> Runs:
        """The runs with those footnotes only that have not been called yet."""
        if not any(run.footnote for run in given):
            return given
        return tuple(
            replace(run, footnote=()) if run.footnote and not self.first(run.footnote) else run
            for run in given
        )

    def row(self, given: Row) -> Row:
        """The row with both."""
        cells = tuple(map(self._cell, given.cells))
        return _with(given, cells=cells, comments=self.comments(given.comments))

    def _cell(self, given: Cell) -> Cell:
        return _with(given, runs=self.runs(given.runs))


def _with(given: T, **values: object) -> T:
    """`given` with these values, itself where none of them is another."""
    if all(getattr(given, name) == value for name, value in values.items()):
        return given
    return cast(T, replace(cast(Any, given), **values))
