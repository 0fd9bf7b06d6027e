"""The real names a project knows and the codes that stand for them; read only in order not to be printed."""

from __future__ import annotations

from sqlmodel import Session, select

from qualcode.model import Actor, Alias, IdentityField, Informant, Participation
from qualcode.store.transaction import table_of
from qualcode.text.aliases import Aliases

NAME_LABELS = frozenset(["nama", "name", "informan", "responden", "narasumber"])
"""First words of the lines of an identity block that hold a person's name."""


def aliases_of(session: Session) -> Aliases:
    """Aliases of informants and actors, and the names in identity blocks of sources with one informant."""
    codes = {informant.id: informant.code for informant in session.scalars(select(Informant))}
    actors = {actor.id: actor.name for actor in session.scalars(select(Actor))}
    names = [
        (alias.name, codes[alias.informant_id] if alias.informant_id else actors[alias.actor_id or 0])
        for alias in session.scalars(select(Alias).order_by(table_of(Alias).c.id))
    ]
    speakers: dict[int, list[str]] = {}
    for part in session.scalars(select(Participation)):
        speakers.setdefault(part.source_id, []).append(codes[part.informant_id])
    for line in session.scalars(select(IdentityField).order_by(table_of(IdentityField).c.id)):
        words = line.label.casefold().split()
        who = speakers.get(line.source_id, [])
        if words and words[0] in NAME_LABELS and len(who) == 1:
            names.append((line.value, who[0]))
    return Aliases(names)
