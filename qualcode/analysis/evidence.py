"""What triangulation reads: who speaks where, and which words stand for or against a claim.

Plain values, so that the definition in `triangulation` can be read, tested and reused without a project.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

SUPPORTS, CONTRADICTS, QUALIFIES = "supports", "contradicts", "qualifies"
STANCES = (SUPPORTS, CONTRADICTS, QUALIFIES)

INFORMANT, SOURCE, SESSION, LITERATURE = "informant", "source", "session", "literature"
KINDS = (INFORMANT, SOURCE, SESSION, LITERATURE)

FIELD_METHODS = ("interview", "fgd", "observation", "document")
"""Methods that bring data from the field, in column order; literature corroborates and is none of them."""


@dataclass(frozen=True)
class Unit:
    """Who or what is counted once: an informant, a focus group session, or a source that speaks for itself."""

    key: str
    label: str
    kind: str = INFORMANT
    """`informant`, `session`, `source` (document, observation) or `literature`."""
    members: int = 0
    """Participants of a session; 0 for everything else."""

    @property
    def id(self) -> str:
        """What it goes by outside: an informant's code, or the lasting id of a source."""
        return self.key.removeprefix("source:")


@dataclass(frozen=True)
class Voice:
    """A unit speaking in a source; a session whose speakers come from two groups has a voice for each."""

    unit: str
    source: str
    method: str
    group: str | None = None
    """The informant's group; the producer of a document; None where nobody said."""
    wave: int | None = 1
    """When the source was collected, counted from 1; None where unknown."""
    subjects: frozenset[str] = frozenset()
    """What the source is about, as keys such as `informant:K1`, `group:PGL`, `site:RW 02`."""
    reader: str = ""
    """By coder: who read it; elsewhere nobody in particular."""
    speakers: frozenset[str] = frozenset()
    """Of a session: those of this group who speak in it."""


@dataclass(frozen=True)
class Claim:
    """A finding's sentence and the units it can be true of."""

    key: str
    text: str = ""
    scope: frozenset[str] | None = None
    """Units in scope; None is all. A unit with evidence is in scope whatever this says."""
    not_asked: frozenset[str] = frozenset()
    """Units a person marked as never asked about it."""


@dataclass(frozen=True)
class Evidence:
    """One stance a person gave to one quote."""

    claim: str
    voice: Voice
    stance: str
    coder: str = ""
    period: str | None = None
    """The time spoken about (before, after), not the time of speaking."""
    passage: tuple[int, int] | None = None
    """The quote as `[start, end)` in code points of the voice's source."""
    speaker: str | None = None
    """Who of a session's participants said it."""

    def __post_init__(self) -> None:
        if self.stance not in STANCES:
            raise ValueError(f"no such stance: {self.stance!r}")

    def shares_words_with(self, other: Evidence) -> bool:
        """Whether both stances are about the same words of the same source."""
        if self.passage is None or other.passage is None or self.voice.source != other.voice.source:
            return False
        return self.passage[0] < other.passage[1] and other.passage[0] < self.passage[1]


def joined_by_subject(voices: Iterable[Voice]) -> dict[Voice, frozenset[str]]:
    """The voices whose subject was also studied by another method, each with the subjects it shares.

    This is the restriction that makes methods comparable: the same thing, looked at with different means.
    """
    methods: dict[str, set[str]] = {}
    voices = [voice for voice in voices if voice.method in FIELD_METHODS]
    for voice in voices:
        for subject in voice.subjects:
            methods.setdefault(subject, set()).add(voice.method)
    shared = {
        voice: frozenset(subject for subject in voice.subjects if len(methods[subject]) > 1)
        for voice in voices
    }
    return {voice: subjects for voice, subjects in shared.items() if subjects}


def heard_again(voices: Collection[Voice]) -> set[Voice]:
    """The voices of units that speak in at least two waves: only these can show a change."""
    waves: dict[str, set[int]] = {}
    for voice in voices:
        if voice.wave is not None:
            waves.setdefault(voice.unit, set()).add(voice.wave)
    return {v for v in voices if v.wave is not None and len(waves[v.unit]) > 1}
