"""What a reader gives: a `Reading`; and what a format hands to the finder of turns: an `Extract` of blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from qualcode.text.spans import Span

Kind = Literal["speech", "descriptive", "reflective", "heading"]


@dataclass(frozen=True)
class ReadTurn:
    """One turn of a source; offsets are code points into `Reading.text`."""

    number: int
    """Counted from 1 in the order of the text."""
    label_start: int
    """Where label, timestamp or markup sign in front of the words begins; `start` where there is none."""
    start: int
    """First code point of the words."""
    end: int
    """Behind the last code point of the words."""
    speaker: str | None = None
    """The label as written first, without signs; None where nobody is named."""
    time_start_ms: int | None = None
    """When the words begin in the recording, where the file says so."""
    time_end_ms: int | None = None
    """When they end."""
    kind: Kind = "speech"
    """Field notes have descriptive and reflective parts; a heading is nobody's words."""
    question_number: int | None = None
    """The number of the question asked or answered, where questions are numbered."""
    emphasis_question: bool = False
    """A question marked by bold letters, numbering or column and not by a label."""


@dataclass(frozen=True)
class Reading:
    """One source as read from a file."""

    name: str
    """The file name with suffix; of a file that holds several, `file.docx#2 Heading`."""
    format: str
    """The format found, as the suffix without dot (`docx`)."""
    sha256: str
    """Digest of the file's original bytes, in hexadecimal digits."""
    text: str
    """Normalised and never to be changed."""
    turns: tuple[ReadTurn, ...]
    """In the order of the text; they do not overlap."""
    original: bytes = field(repr=False)
    """The file as it was; may hold real names."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Front matter of a Markdown file, columns of a survey that are no answers."""
    identity: Mapping[str, str] = field(default_factory=dict)
    """Real names and the like, taken out of the text."""
    warnings: tuple[str, ...] = ()
    """What was repaired or could not be read, one line each, in the person's language."""
    repaired: int = 0
    """How many characters were replaced by U+FFFD."""
    informant_hint: str | None = None
    """Who answers a survey row, as its id column says."""
    group_hint: str | None = None
    """The group of who answers a survey row, as its column says."""
    survey: bool = False
    """Whether this is a survey's row: one informant's answers."""

    @property
    def speakers(self) -> tuple[str, ...]:
        """The labels in order of first appearance."""
        return tuple(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker is not None))


@dataclass(frozen=True)
class Block:
    """A line or paragraph of a file, or a row of a table; only rows contain `\\n`."""

    text: str
    bold: tuple[Span, ...] = ()
    """Bold places, as offsets into `text`."""
    heading: int = 0
    """Level of a heading, 0 for none."""
    listed: bool = False
    """Whether the word processor numbers the paragraph."""
    cells: tuple[Span, ...] = ()
    """Where the cells of a table row lie."""
    table: int = 0
    """Which table a row belongs to, from 1."""
    question: int = 0
    """Number of the survey question that this line is."""
    times: tuple[int, int] | None = None
    """Milliseconds of the cue that begins here."""
    voice: int = 0
    """Length of the label that a cue's voice tag became."""

    @property
    def all_bold(self) -> bool:
        """Whether every visible character is bold."""
        words = self.text.strip()
        if not words:
            return False
        if self.bold:
            kept = list(self.text)
            for start, end in self.bold:
                kept[start:end] = " " * (end - start)
            return not "".join(kept).strip()
        return (
            len(words) > 4
            and words[:2] in ("**", "__")
            and words[-2:] == words[:2]
            and words[:2] not in words[2:-2]
        )


@dataclass(frozen=True)
class Extract:
    """What a format's reader took out of a file."""

    blocks: list[Block]
    """In order; joined with `\\n` they are the text."""
    paragraphs: Literal["block", "blank", "wrapped"] = "block"
    """What ends an unlabelled paragraph: each block; an empty line; a line that stays short (PDF)."""
    metadata: dict[str, str] = field(default_factory=dict)
    identity: dict[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    repaired: int = 0
    name: str = ""
    """Of a part of a file: what stands behind `#`."""
    informant_hint: str | None = None
    group_hint: str | None = None
    survey: bool = False
