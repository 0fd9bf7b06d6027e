"""The real names a project knows and the codes that stand for them; read only in order not to be printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from qualcode.model import (
    Actor,
    Alias,
    Coder,
    Group,
    IdentityField,
    Informant,
    Participation,
    Study,
    Turn,
    TurnRole,
)
from qualcode.readers.labels import ROLE_WORDS, base_word
from qualcode.readers.roles import label_key
from qualcode.store.transaction import table_of
from qualcode.text.aliases import Aliases, is_called, is_office, name_key
from qualcode.text.strangers import strangers

NAME_LABELS = frozenset(["nama", "name", "informan", "responden", "narasumber"])
"""First words of the lines of an identity block that hold a person's name."""

NAMELESS = "?"
"""Stands for the code of those who have none."""

_ASIDE = re.compile(r"\s*[(,;/].*", re.DOTALL)
"""What stands behind a name in an identity block: degrees, remarks, other names."""


@dataclass(frozen=True)
class Names:
    """What a project knows of how people are called."""

    aliases: Aliases
    """What is replaced by codes."""
    watched: Aliases
    """The same, and names of people without a code: what may not be left in an export."""
    actors: Mapping[str, str]
    """Name of each mentioned actor to what an export calls it: informants' names in it are replaced."""
    known: frozenset[str]
    """Keys of names that may stand in an export: codes, what actors are called, those who did the study, its place."""


def names_of(session: Session) -> Names:
    """Aliases of informants and actors, names in identity blocks, and labels and actors that read like names."""
    codes = {informant.id: informant.code for informant in session.scalars(select(Informant))}
    actors = {actor.id: actor.name for actor in session.scalars(select(Actor).order_by(table_of(Actor).c.id))}
    aliases = session.scalars(select(Alias).order_by(table_of(Alias).c.id)).all()
    own, strange = _identities(session, codes)
    own += [(alias.name, codes[alias.informant_id]) for alias in aliases if alias.informant_id is not None]
    theirs = [(alias.name, actors[alias.actor_id]) for alias in aliases if alias.actor_id is not None]

    def label(actor: str) -> str:
        # What stands for somebody may have another's name in it, as "Warung Bu Yanti". The own one stays and is told:
        # there is nothing to put in its place.
        return Aliases([*own, *((name, other) for name, other in theirs if other != actor)]).replace(actor)

    shown = unique(actors.values(), label)
    known = [*own, *((name, shown[actor]) for name, actor in theirs)]
    called = [label for label in _labels(session) if names_somebody(label, codes.values())]
    called += [name for name in shown.values() if is_called(name)]
    return Names(
        aliases=Aliases(known),
        watched=Aliases(
            [*known, *((name, NAMELESS) for name in strange)], called=[(name, NAMELESS) for name in called]
        ),
        actors=shown,
        known=frozenset(_open(session, [*codes.values(), *shown.values()])),
    )


def names_somebody(label: str, codes: Iterable[str]) -> bool:
    """Whether a speaker's label is most likely a name: no code, and no word for a role or an office."""
    label = label.casefold()
    words = base_word(label_key(label)).split()
    known = {code.casefold() for code in codes}
    return (
        bool(words)
        and len(label) >= 3
        and words[0] not in ROLE_WORDS
        and not known.intersection(re.findall(r"[\w.-]+", label))
        and not is_office(label)
    )


def unique(values: Iterable[str], change: Callable[[str], str]) -> dict[str, str]:
    """Each value to what becomes of it, numbered where two would become the same."""
    changed: dict[str, str] = {}
    taken: set[str] = set()
    for value in values:
        new = free = change(value)
        number = 2
        while free in taken:
            free, number = f"{new} ({number})", number + 1
        taken.add(free)
        changed[value] = free
    return changed


def _labels(session: Session) -> Iterable[str]:
    """Labels before the words of everybody but the interviewer."""
    turns = table_of(Turn)
    found = select(turns.c.speaker).where(turns.c.speaker.is_not(None), turns.c.role != TurnRole.INTERVIEWER)
    return session.scalars(found.distinct().order_by(turns.c.speaker))


def _open(session: Session, shown: Iterable[str]) -> Iterator[str]:
    """Keys of names that are no secret.

    These are the names given, each word of the names of coders, researchers and interviewers, and words of places and
    groups, as a chairman may be called by what he leads, but not names behind an honorific in them.
    """
    turns = table_of(Turn)
    asked = select(turns.c.speaker).where(turns.c.speaker.is_not(None), turns.c.role == TurnRole.INTERVIEWER)
    signed = [*session.scalars(select(table_of(Coder).c.name)), *session.scalars(asked.distinct())]
    places = []
    for study in session.scalars(select(Study)):
        signed.append(study.researcher)
        places.append(study.site)
    for group in session.scalars(select(Group)):
        places += [group.name, group.label, group.label_en]
    for place in places:
        hidden = {word for start, stop in strangers(place) for word in place[start:stop].split()}
        signed += [word for word in re.findall(r"\w+", place) if word not in hidden]
    for name in signed:
        yield from map(name_key, name.split())
    yield from map(name_key, [*shown, *signed])


def _identities(session: Session, codes: Mapping[int, str]) -> tuple[list[tuple[str, str]], list[str]]:
    """Names in identity blocks: with the code of a source's only informant, and those of sources of several."""
    speakers: dict[int, list[str]] = {}
    for part in session.scalars(select(Participation)):
        speakers.setdefault(part.source_id, []).append(codes[part.informant_id])
    own: list[tuple[str, str]] = []
    strange: list[str] = []
    for line in session.scalars(select(IdentityField).order_by(table_of(IdentityField).c.id)):
        words = line.label.casefold().split()
        who = speakers.get(line.source_id, [])
        if words and words[0] in NAME_LABELS:
            name = _ASIDE.sub("", line.value)
            if len(who) == 1:
                own.append((name, who[0]))
            elif name.casefold() not in {code.casefold() for code in codes.values()}:
                strange.append(name)
    return own, strange
