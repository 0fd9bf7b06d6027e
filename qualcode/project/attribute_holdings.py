"""The attributes a project holds: whose they are, of which kind, and whether chance chose whom they are of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from qualcode.errors import BadInput, NotFound
from qualcode.i18n import _
from qualcode.model import Attribute, Group, Informant, Source, ValueKind
from qualcode.project.attribute_cells import kind_word
from qualcode.project.attribute_tables import GROUP, INFORMANT, OWNERS, SOURCE
from qualcode.project.attributes import shown, spellings
from qualcode.store.transaction import table_of

RANDOM = frozenset(
    ["random", "random sample", "simple random sample", "acak", "sampel acak", "sampel acak sederhana"]
)
"""How an informant was chosen, where it was by chance; any other words say that it was not."""
MIXED = "mixed"


@dataclass(frozen=True)
class Held:
    """One attribute of one kind of owner: its values by id of the owner."""

    name: str
    owner: str
    kinds: frozenset[ValueKind]
    values: Mapping[int, Any]

    @property
    def kind(self) -> str:
        """text, number, date or yes-no; mixed where its values are of several."""
        return kind_word(next(iter(self.kinds))) if len(self.kinds) == 1 else MIXED


def owners_of(session: Session) -> dict[str, list[tuple[str, Any]]]:
    """Names and records of everything that can have attributes."""
    informants = session.scalars(select(Informant).order_by(table_of(Informant).c.id))
    groups = session.scalars(select(Group).order_by(table_of(Group).c.id))
    sources = session.scalars(select(Source).order_by(table_of(Source).c.id))
    return {
        INFORMANT: [(one.code, one) for one in informants],
        GROUP: [(one.name, one) for one in groups],
        SOURCE: [(one.name, one) for one in sources],
    }


def held_in(session: Session, spelt: Collection[str] | None = None) -> list[Held]:
    """Every attribute of each kind of owner, in the order they were first given; or those `spelt` so."""
    values: dict[tuple[str, str], dict[int, Any]] = {}
    kinds: dict[tuple[str, str], set[ValueKind]] = {}
    names: dict[tuple[str, str], str] = {}
    table = table_of(Attribute)
    owners = [table.c[f"{owner}_id"] for owner in OWNERS]
    rows = select(table.c.name, table.c.kind, table.c.value, *owners).order_by(table.c.id)
    if spelt is not None:
        rows = rows.where(table.c.name.in_(spelt))
    for row in session.execute(rows):
        for owner in OWNERS:
            if (id_ := getattr(row, f"{owner}_id")) is not None:
                key = row.name.casefold(), owner
                names.setdefault(key, row.name)
                values.setdefault(key, {})[id_] = row.value
                kinds.setdefault(key, set()).add(row.kind)
    return [Held(names[key], key[1], frozenset(kinds[key]), values[key]) for key in names]


def named(session: Session, name: str) -> list[Held]:
    """The attribute of this name, whatever its case, of each kind of owner; raises NotFound."""
    return held_in(session, spellings(session, name))


def of_informants(session: Session, name: str) -> Held:
    """The attribute of informants of this name; raises NotFound."""
    for one in named(session, name):
        if one.owner == INFORMANT:
            return one
    raise NotFound(_("no informant has the attribute {name}", name=name))


def groups_of(session: Session) -> dict[int, str]:
    """The group of each informant, by id."""
    names = {group.id: group.name for group in session.scalars(select(Group))}
    return {one.id: names[one.group_id] for one in session.scalars(select(Informant))}


def is_random(session: Session, one: Held) -> bool:
    """Whether chance chose everybody who has an attribute."""
    if one.owner != INFORMANT or not one.values:
        return False
    people = session.scalars(select(Informant).where(table_of(Informant).c.id.in_(list(one.values))))
    return all(person.sampling.strip().casefold() in RANDOM for person in people)


def numbers_of(session: Session, name: str) -> dict[tuple[str, int], float]:
    """An attribute's numbers by owner."""
    found: dict[tuple[str, int], float] = {}
    for one in named(session, name):
        if one.kinds != {ValueKind.NUMBER}:
            raise BadInput(_("{name} is not of numbers only", name=one.name))
        found |= {(one.owner, id_): float(value) for id_, value in one.values.items()}
    return found


def reached_by(session: Session, name: str, wanted: str) -> dict[tuple[str, int], bool]:
    """Whether each owner of an attribute has one of its values."""
    found: dict[tuple[str, int], bool] = {}
    said = " ".join(wanted.split()).casefold()
    for one in named(session, name):
        found |= {(one.owner, id_): shown(value).casefold() == said for id_, value in one.values.items()}
    return found
