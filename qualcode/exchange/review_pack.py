"""What a supervisor is handed to review without this program, and what stands in it when it comes back.

The pack knows no file format: a workbook and a Word document show the same items and bring back the same answers.
"""

from __future__ import annotations

import enum
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

from qualcode.i18n import LANGUAGES, _, using

LARGEST = 20_000
"""Rows or cards of a file that are looked at; no pack comes near it."""


class Kind(enum.StrEnum):
    """What an item is; the values stand in marks."""

    CODE = "c"
    CODING = "g"
    FINDING = "f"


class Choice(enum.StrEnum):
    """What a supervisor can decide of an item."""

    APPROVE = "approve"
    CHANGE = "change"
    ACCEPT = "accept"
    RECODE = "recode"
    UNSURE = "unsure"
    REMOVE = "remove"


CHOICES = {
    Kind.CODE: (Choice.APPROVE, Choice.CHANGE),
    Kind.CODING: (Choice.ACCEPT, Choice.RECODE, Choice.UNSURE, Choice.REMOVE),
    Kind.FINDING: (Choice.APPROVE, Choice.CHANGE),
}

NAME, ROUND = "qcname", "qcround"
"""Marks of the two places where the supervisor says who answers, and in which meeting."""

DECISION, OTHER, COMMENT = "decision", "other", "comment"
"""The places of an item that are filled in."""

_REPORT_MARK = re.compile(r"qr([cgf])([0-9a-f]{32})_")
_MARK = re.compile(r"qc([cgf])([0-9a-f]{32})([0-9a-f]{5})")


@dataclass(frozen=True)
class Mark:
    """What an item is known by in a file: its lasting id, and a digest of what the supervisor was shown of it.

    Written it has 40 characters, as many as a bookmark of Word may have.
    """

    kind: Kind
    id: UUID
    shown: str
    """Five hexadecimal digits; others when it is read again mean that the thing changed meanwhile."""

    def __str__(self) -> str:
        return f"qc{self.kind.value}{self.id.hex}{self.shown}"


def mark_in(text: str) -> Mark | None:
    """The mark that stands in a text, wherever; None where there is none."""
    found = _MARK.search(text)
    return Mark(Kind(found[1]), UUID(found[2]), found[3]) if found else None


def report_mark(kind: Kind, id: UUID) -> str:
    """What something is known by in a report that may come back: a bookmark's name begins so."""
    return f"qr{kind.value}{id.hex}"


def report_mark_in(name: str) -> Mark | None:
    """The mark that the name of a bookmark of a report tells; None where it tells none."""
    found = _REPORT_MARK.match(name)
    return Mark(Kind(found[1]), UUID(found[2]), "") if found else None


def digest(parts: Iterable[str]) -> str:
    """The digest of what is shown of an item."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:5]


@dataclass(frozen=True)
class Item:
    """One code, coding or finding as it is shown."""

    mark: Mark
    name: str
    """What heads it: a code with its name, a reference, or F1."""
    fields: tuple[tuple[str, str], ...]
    """Headings and words, in order; every item of a kind has the same headings."""


@dataclass(frozen=True)
class Pack:
    """Everything that is handed over."""

    title: str
    subtitle: str
    language: str
    steps: tuple[str, ...]
    """How to fill it in."""
    remarks: tuple[str, ...]
    """What was chosen and what was left out."""
    items: tuple[Item, ...]
    codes: tuple[tuple[Mark, str], ...]
    """Codes that a passage can be given instead, with what they are called."""

    def of(self, kind: Kind) -> Sequence[Item]:
        """The items of one kind, in order."""
        return [item for item in self.items if item.mark.kind is kind]


@dataclass(frozen=True)
class Remark:
    """Words beside an item that were not written into one of its places: a comment of Word, a note on a cell."""

    words: str
    author: str = ""
    """As the program that wrote it has it; empty where it has none."""
    at: datetime | None = None


def moment(given: str) -> datetime | None:
    """A moment as files have it, to the second; None where it is none. Without a zone it is taken for UTC."""
    try:
        at = datetime.fromisoformat(given)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class Altered:
    """Words that were shown to be read and now read otherwise."""

    label: str
    """The heading of the field; empty for what heads the item."""
    now: str
    was: str = ""
    """What was shown, where the file tells it by tracked changes; else empty."""
    author: str = ""
    at: datetime | None = None
    """Who changed it and when, where the file tells."""


@dataclass(frozen=True)
class Answer:
    """What stands beside one item, as it was typed; empty where nothing was."""

    where: str
    """In words: sheet and row, or the card's heading."""
    mark: Mark | None
    """None where the row or card has lost it."""
    decision: str = ""
    other: str = ""
    """The code to be given instead."""
    other_mark: Mark | None = None
    """Its mark, where the code was chosen from the list."""
    comment: str = ""
    remarks: tuple[Remark, ...] = ()
    """Said beside it."""
    altered: tuple[Altered, ...] = ()
    """Words of it that were changed where they stood."""
    prints: frozenset[str] = frozenset()
    """What its fields are known again by, see `review_prints`; none in a file that does not tell."""
    missing: frozenset[str] = frozenset()
    """Of those, the ones of fields that cannot be found any more."""
    faults: tuple[str, ...] = ()
    """What keeps places of it from being taken, in words."""
    astray: Mark | None = None
    """The id it had, where its words contradict it, so that `mark` is None: nobody can tell what it is about."""

    @property
    def empty(self) -> bool:
        """Whether nothing was filled in."""
        said = self.decision or self.other or self.comment or self.remarks or self.altered
        return not (said or self.missing or self.faults)


@dataclass(frozen=True)
class Lost:
    """Words that stand beside no item."""

    where: str
    remark: Remark


@dataclass(frozen=True)
class Filled:
    """A pack that came back."""

    name: str
    """Who answers, where that was filled in."""
    round: str
    answers: tuple[Answer, ...]
    lost: tuple[Lost, ...] = ()
    language: str = ""
    """Which the pack was written in; empty where the file does not tell."""
    found_again: int = 0
    """Rows or cards, also unanswered ones, that did not stand beside their id and were found by their words."""
    astray: int = 0
    """Those that could not be found."""
    report: bool = False
    """It is no pack but a report, of which only comments are read."""


def choice_word(choice: Choice) -> str:
    """What a choice is called in the file."""
    words = {
        Choice.APPROVE: _("Approve"),
        Choice.CHANGE: _("Needs change"),
        Choice.ACCEPT: _("Accept"),
        Choice.RECODE: _("Other code"),
        Choice.UNSURE: _("Not sure"),
        Choice.REMOVE: _("Take away"),
    }
    return words[choice]


def choice_of(kind: Kind, typed: str) -> Choice | None:
    """The choice of a kind that somebody typed or picked, in either language; None where it is none."""
    return _known_choices()[kind].get(_plain(typed))


def heading(place: str) -> str:
    """What the place of an answer is called in the file."""
    return {DECISION: _("Decision"), OTHER: _("Code instead"), COMMENT: _("Comment")}[place]


def place_of(typed: str) -> str | None:
    """The place that a heading names, in either language."""
    return _known_headings().get(_plain(typed))


def item_heading() -> str:
    """What heads the names of items in the file."""
    return _("Item")


def is_item_heading(typed: str) -> bool:
    """Whether it is that, in either language."""
    return _plain(typed) in _item_headings()


def prompt(place: str) -> str:
    """What stands in an empty place of a Word document."""
    if place == DECISION:
        return _("choose here")
    return _("choose a code here") if place == OTHER else _("write here")


def is_prompt(text: str) -> bool:
    """Whether a place still holds nothing but its prompt, in either language."""
    return _plain(text) in map(_plain, _known_prompts())


def without_prompt(text: str) -> str:
    """What was written in a place, also where the prompt was left standing before or behind it."""
    if is_prompt(text):
        return ""
    for one in _known_prompts():
        text = text.removeprefix(one).removesuffix(one)
    return text.strip()


def kind_title(kind: Kind) -> str:
    """What the items of a kind are called together."""
    return {Kind.CODE: _("Codes"), Kind.CODING: _("Coded passages"), Kind.FINDING: _("Findings")}[kind]


def answering() -> tuple[tuple[str, str], ...]:
    """Marks and headings of who answers, and when."""
    return (NAME, _("Your name")), (ROUND, _("Meeting (as: supervision 3)"))


def said_by(typed: str) -> str:
    """`NAME` or `ROUND` where a mark or a heading asks for it, in either language; else empty."""
    return _known_questions().get(_plain(typed), "")


def _plain(text: str) -> str:
    return " ".join(text.split()).strip(".…:* ").casefold()


# What a pack says, in every language: a file is asked thousands of times whether it says it.


def _in_each_language(said: Callable[[], Iterable[tuple[str, str]]]) -> dict[str, str]:
    """What each word means, in plain letters; `said` gives (word, meaning) in the current language."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with using(language):
            found |= {_plain(word): meaning for word, meaning in said()}
    return found


@cache
def _known_choices() -> dict[Kind, dict[str, Choice]]:
    meant = _in_each_language(lambda: [(choice_word(one), one.value) for one in Choice])
    meant |= {one.value: one.value for one in Choice}
    return {
        kind: {word: Choice(value) for word, value in meant.items() if value in choices}
        for kind, choices in CHOICES.items()
    }


@cache
def _known_headings() -> dict[str, str]:
    places = (DECISION, OTHER, COMMENT)
    return _in_each_language(lambda: [(heading(one), one) for one in places]) | {one: one for one in places}


@cache
def _known_questions() -> dict[str, str]:
    asked = _in_each_language(lambda: [(label, mark) for mark, label in answering()])
    return asked | {NAME: NAME, ROUND: ROUND}


@cache
def _item_headings() -> frozenset[str]:
    return frozenset(_in_each_language(lambda: [(item_heading(), "")]))


@cache
def _known_prompts() -> tuple[str, ...]:
    found: list[str] = []
    for language in LANGUAGES:
        with using(language):
            found += [prompt(place) for place in (OTHER, DECISION, COMMENT)]
    return tuple(found)
