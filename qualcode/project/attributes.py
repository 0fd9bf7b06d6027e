"""Attributes ("ciri") as columns: whose value holds for whose words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlmodel import Session, select

from qualcode.analysis.columns import NOBODY, Ints
from qualcode.errors import NotFound
from qualcode.i18n import _
from qualcode.model import Attribute, Method
from qualcode.project.material import Material, speaks_alone
from qualcode.store.transaction import table_of


@dataclass(frozen=True)
class AttributeColumn:
    """One attribute over a material; values are numbered in their order, -1 is none."""

    name: str
    values: tuple[str, ...]
    """The different values as people read them, numbers by size and before words."""
    informant: Ints
    source: Ints
    group: Ints

    def of(self, speaker: Ints, source: Ints, group: Ints) -> Ints:
        """The value that holds for words: of who speaks, else of the source, else of the group; rows or -1 each."""
        own = np.where(speaker == NOBODY, NOBODY, self._at(self.informant, speaker))
        theirs = np.where(group == NOBODY, NOBODY, self._at(self.group, group))
        its = self._at(self.source, source)
        return np.where(own != NOBODY, own, np.where(its != NOBODY, its, theirs))

    def of_codings(self, found: Material) -> Ints:
        """The value for each row of the attribution; a document speaks for itself whoever is quoted in it."""
        rows = found.attribution
        source = found.codings.source[rows.coding]
        alone = np.array([speaks_alone(s.method) for s in found.sources], dtype=np.bool_)
        return self.of(np.where(alone[source], NOBODY, rows.speaker), source, found.unit_groups())

    @staticmethod
    def _at(values: Ints, rows: Ints) -> Ints:
        return values[rows] if len(values) else np.full(len(rows), NOBODY, dtype=np.int64)


def attribute_names(session: Session) -> tuple[str, ...]:
    """The attributes that anybody or anything has, in the order they were first given."""
    table = table_of(Attribute)
    names: dict[str, str] = {}
    for name in session.scalars(select(table.c.name).order_by(table.c.id)):
        names.setdefault(name.casefold(), name)
    return tuple(names.values())


def spellings(session: Session, name: str) -> list[str]:
    """The names that mean the attribute called `name`, whatever their case; raises NotFound where nobody has it."""
    wanted = name.strip().casefold()
    found = [
        one
        for one in session.scalars(select(table_of(Attribute).c.name).distinct())
        if one.casefold() == wanted
    ]
    if not found:
        known = ", ".join(attribute_names(session)) or "–"
        raise NotFound(_("nobody has the attribute {name}; there are: {known}", name=name, known=known))
    return found


def attribute_column(session: Session, found: Material, name: str) -> AttributeColumn:
    """The attribute called `name`, whatever its case; raises NotFound where nobody has it."""
    table = table_of(Attribute)
    columns_of: Any = (table.c.name, table.c.value, table.c.informant_id, table.c.source_id, table.c.group_id)
    wanted = table.c.name.in_(spellings(session, name))
    rows = session.execute(select(*columns_of).where(wanted).order_by(table.c.id)).all()
    values = ordered(shown(row.value) for row in rows)
    number = {value: place for place, value in enumerate(values)}
    places = (
        ("informant_id", {informant.id: row for row, informant in enumerate(found.informants)}),
        ("source_id", {source.id: row for row, source in enumerate(found.sources)}),
        ("group_id", {group.id: row for row, group in enumerate(found.groups)}),
    )
    columns = []
    for owner, row_of in places:
        column = np.full(len(row_of), NOBODY, dtype=np.int64)
        for row in rows:
            if (place := row_of.get(getattr(row, owner))) is not None:
                column[place] = number[shown(row.value)]
        columns.append(column)
    return AttributeColumn(rows[0].name, values, *columns)


def seated(found: Material, *, literature: bool = False) -> Iterable[tuple[int, int, int, int]]:
    """(unit, source, speaker, group) of everybody and everything that speaks, coded or not; rows, -1 for none.

    Literature is told only where it is asked for: it is no field data.
    """
    place = {group.id: number for number, group in enumerate(found.groups)}
    for row, source in enumerate(found.sources):
        if source.method == Method.LITERATURE and not literature:
            continue
        whole, alone = len(found.informants) + row, speaks_alone(source.method)
        for speaker in () if alone else sorted(found.speakers[row]):
            unit = whole if found.itself[row] else speaker
            yield unit, row, speaker, place[found.informants[speaker].group_id]
        if alone or (found.itself[row] and not found.speakers[row]):
            yield whole, row, NOBODY, place.get(source.group_id or 0, NOBODY)


def shown(value: Any) -> str:
    """A value as people read and write it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def ordered(values: Iterable[str]) -> tuple[str, ...]:
    """Different values, numbers by size and before words; words by the alphabet."""

    def key(value: str) -> tuple[int, float, str]:
        number = as_number(value)
        return (1, 0.0, value.casefold()) if number is None else (0, number, value)

    return tuple(sorted({value for value in values if value}, key=key))


def as_number(value: str) -> float | None:
    """The number that stands in `value`, or None."""
    try:
        return float(value.replace(",", ".")) if value[:1] in "+-.0123456789" else None
    except ValueError:
        return None
