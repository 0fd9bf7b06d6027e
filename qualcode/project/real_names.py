"""What informants and mentioned actors are really called: kept in a table that no list, export or report reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Actor, Alias, Informant
from qualcode.store.transaction import Transaction, table_of

REAL_NAMES = frozenset(
    [
        "alias",
        "aliases",
        "nama",
        "nama asli",
        "nama lengkap",
        "nama panggilan",
        "panggilan",
        "name",
        "real name",
        "full name",
        "nickname",
    ]
)
"""Properties that say who somebody is; they go where no export reads."""


def is_name_of_somebody(property: str) -> bool:
    """Whether a property of an informant is what the person is called, and so no attribute."""
    return " ".join(property.casefold().replace("_", " ").split()) in REAL_NAMES


def names_known(session: Session, whose: Informant | Actor) -> Sequence[str]:
    """The real names of somebody, in the order in which they were given."""
    table = table_of(Alias)
    return session.scalars(select(table.c.name).where(_belongs(whose)).order_by(table.c.id)).all()


def add_names(tx: Transaction, whose: Informant | Actor, names: Iterable[str]) -> None:
    """Keep real names of somebody apart, each once."""
    known = set(names_known(tx.session, whose))
    given = dict.fromkeys(name for one in names if (name := " ".join(one.split())))
    informant = whose.id if isinstance(whose, Informant) else None
    actor = whose.id if isinstance(whose, Actor) else None
    tx.insert_all(
        Alias(name=name, informant_id=informant, actor_id=actor) for name in given if name not in known
    )


def forget_names(tx: Transaction, whose: Informant | Actor, names: Iterable[str]) -> None:
    """Take real names of somebody out; raises BadInput, which repeats no name, where one is not known."""
    for given in names:
        name = " ".join(given.split())
        old = tx.first(Alias, _belongs(whose), table_of(Alias).c.name == name)
        if old is None:
            who = whose.code if isinstance(whose, Informant) else whose.name
            raise BadInput(_("this is no real name that is known of {who}", who=who))
        tx.delete(old)


def _belongs(whose: Informant | Actor) -> Any:
    table = table_of(Alias)
    owner = table.c.informant_id if isinstance(whose, Informant) else table.c.actor_id
    return owner == whose.id
