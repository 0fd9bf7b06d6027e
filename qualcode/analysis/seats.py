"""Who sits in which column of a triangulation: by group, method, time, coder, or method within a group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from qualcode.analysis.evidence import FIELD_METHODS, Voice, heard_again, joined_by_subject

GROUP, METHOD, WAVE, CODER, GROUP_METHOD = "group", "method", "wave", "coder", "group-method"
WAYS = (GROUP, METHOD, WAVE, CODER, GROUP_METHOD)


@dataclass(frozen=True)
class Column:
    """A group, a method, a wave, a coder, or a method within a group."""

    key: str
    label: str
    group: str = ""
    """Of a method within a group: the group."""
    method: str = ""
    """Of a method within a group: the method."""


@dataclass(frozen=True)
class Seats:
    """The column of each voice that counts; voices that are not here stand beside the table."""

    column: Mapping[Voice, str]
    topics: Mapping[Voice, frozenset[str]] = field(default_factory=dict)
    """What the row can be taken apart by: the subjects several methods looked at, the groups of nested columns."""


def nested(group: str, method: str) -> Column:
    """The column of a method within a group."""
    key = f"{group} × {method}"
    return Column(key, key, group, method)


def readings(voices: Iterable[Voice], readers: Mapping[str, Collection[str]]) -> set[Voice]:
    """The voices as each coder read them; `readers` are the names of coders by source."""
    return {replace(voice, reader=name) for voice in voices for name in readers.get(voice.source, ())}


def seats(by: str, voices: Collection[Voice]) -> Seats:
    """Seat `voices` by one of `WAYS`; by coder they are `readings`. Raises ValueError for another way.

    A comparison needs the same thing seen twice. By method a voice counts where another method looked at the same
    subject, by wave where its unit speaks at least twice, by coder where another coder read the same source.
    """
    field_voices = [voice for voice in voices if voice.method in FIELD_METHODS]
    if by == METHOD:
        subjects = joined_by_subject(voices)
        return Seats({voice: voice.method for voice in subjects}, subjects)
    if by == WAVE:
        return Seats({voice: str(voice.wave) for voice in heard_again(voices)})
    if by == GROUP:
        return Seats({voice: voice.group for voice in field_voices if voice.group is not None})
    if by == CODER:
        return Seats({voice: voice.reader for voice in _read_again(field_voices)})
    if by == GROUP_METHOD:
        told_of = {voice: group for voice in field_voices if (group := _group_of(voice)) is not None}
        return Seats(
            {voice: nested(group, voice.method).key for voice, group in told_of.items()},
            {voice: frozenset({group}) for voice, group in told_of.items()},
        )
    raise ValueError(f"cannot triangulate by {by!r}")


def _read_again(voices: Iterable[Voice]) -> set[Voice]:
    """The readings of sources that at least two coders read: only these can show a difference."""
    known = [voice for voice in voices if voice.reader]
    readers: dict[str, set[str]] = {}
    for voice in known:
        readers.setdefault(voice.source, set()).add(voice.reader)
    return {voice for voice in known if len(readers[voice.source]) > 1}


def _group_of(voice: Voice) -> str | None:
    """The voice's own group; of a source nobody's, the one group it is about."""
    about = [subject.partition(":")[2] for subject in voice.subjects if subject.startswith("group:")]
    return voice.group or (about[0] if len(about) == 1 else None)
