"""Groups of informants, which are the columns of source triangulation; attributes of whoever has some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.model import Attribute, Group, Informant, ValueKind
from qualcode.project.facet import Facet
from qualcode.project.lookup import find
from qualcode.project.namesakes import a_new_name
from qualcode.project.real_names import is_name_of_somebody
from qualcode.store.transaction import Transaction, table_of


@dataclass(frozen=True)
class GroupRow:
    """A group as lists show one."""

    uid: UUID
    number: int
    id: str
    """The short name a person gave, as PGL."""
    label: str
    label_en: str
    level: int | None
    focal: bool
    note: str
    informants: int
    attributes: Mapping[str, Any] = field(default_factory=dict)


_GROUP_FIELDS = frozenset({"name", "label", "label_en", "level", "focal", "note"})


class Groups(Facet):
    """The groups that informants are in."""

    def groups(self) -> Sequence[Group]:
        """Every group, in the order they were made: the columns of source triangulation."""
        with self.project.read() as session:
            return list(session.scalars(select(Group).order_by(table_of(Group).c.id)).all())

    def group_rows(self) -> Sequence[GroupRow]:
        """Every group with what is known of it, in the order they were made."""
        with self.project.read() as session:
            attributes = attributes_by(session, "group_id")
            own = table_of(Informant).c.group_id
            sizes = {group: n for group, n in session.execute(select(own, func.count()).group_by(own))}
            groups = session.scalars(select(Group).order_by(table_of(Group).c.id)).all()
            return [
                GroupRow(
                    uid=one.uid,
                    number=one.id,
                    id=one.name,
                    label=one.label,
                    label_en=one.label_en,
                    level=one.level,
                    focal=one.focal,
                    note=one.note,
                    informants=sizes.get(one.id, 0),
                    attributes=attributes.get(one.id, {}),
                )
                for one in groups
            ]

    def add_group(self, name: str, *, attributes: Mapping[str, Any] | None = None, **values: Any) -> Group:
        """Add a group with label, label_en, level, focal or note; raises BadInput where there is one of that name."""
        _known_fields(values)

        def work(tx: Transaction) -> Group:
            called = a_new_name(tx.session, Group, name)
            if tx.first(Group, table_of(Group).c.name == called) is not None:
                raise BadInput(_("there is a group {name} already", name=called))
            made = ensure_group(tx, name)
            set_attributes(tx, attributes or {}, group_id=made.id)
            return _changed_group(tx, made, values)

        return self.project.write("group.add", work, summary=name)

    def edit_group(self, group: str, *, attributes: Mapping[str, Any] | None = None, **values: Any) -> Group:
        """Set name, label, label_en, level, focal, note or attributes of a group; a group named first is created.

        An attribute set to None is taken away.
        """
        _known_fields(values)

        def work(tx: Transaction) -> Group:
            found = ensure_group(tx, group)
            set_attributes(tx, attributes or {}, group_id=found.id)
            return _changed_group(tx, found, values)

        return self.project.write("group.edit", work, summary=group)

    def remove_group(self, group: str | int) -> None:
        """Remove a group in which nobody is, with its attributes; raises BadInput where somebody is in it.

        Actors and documents of the group stay, and are of no group then.
        """

        def work(tx: Transaction) -> None:
            found = find(tx.session, Group, group)
            if count := tx.count(Informant, table_of(Informant).c.group_id == found.id):
                raise BadInput(
                    ngettext(
                        "{n} informant is in {name}: give that one another group first",
                        "{n} informants are in {name}: give them another group first",
                        count,
                        name=found.name,
                    )
                )
            tx.delete(found)

        self.project.write("group.remove", work, summary=str(group))


def ensure_group(tx: Transaction, name: str) -> Group:
    """The group called `name`, made where there is none; raises BadInput where one differs only by case."""
    if not name.strip():
        raise BadInput(_("a group needs a name"))
    name = a_new_name(tx.session, Group, name)
    return tx.first(Group, table_of(Group).c.name == name) or tx.insert(Group(name=name))


def a_level(given: int | None) -> int | None:
    """A level as it was given; raises BadInput where it is none."""
    if given is not None and given < 0:
        raise BadInput(_("a level is a whole number from 0, not {given}", given=given))
    return given


def _known_fields(values: Mapping[str, Any]) -> None:
    if unknown := set(values) - _GROUP_FIELDS:
        raise BadInput(_("a group has no {field}", field=", ".join(sorted(unknown))))


def _changed_group(tx: Transaction, group: Group, values: Mapping[str, Any]) -> Group:
    changed = dict(values)
    if "level" in changed:
        changed["level"] = a_level(changed["level"])
    if "name" in changed:
        changed["name"] = _free_group(tx, changed["name"], group)
    return tx.update(group, **changed)


def _free_group(tx: Transaction, given: str, group: Group) -> str:
    name = a_new_name(tx.session, Group, given, but=group.id)
    if not name.strip():
        raise BadInput(_("a group needs a name"))
    known = tx.first(Group, table_of(Group).c.name == name)
    if known is not None and known.id != group.id:
        raise BadInput(_("there is a group {name} already", name=name))
    return name


def attribute(
    name: str,
    value: Any,
    *,
    informant_id: int | None = None,
    group_id: int | None = None,
    source_id: int | None = None,
) -> Attribute:
    """An attribute whose kind follows from its value: true/false, a number, an ISO date, else text."""
    if not name.strip():
        raise BadInput(_("an attribute needs a name"))
    if informant_id is not None and is_name_of_somebody(name):
        raise BadInput(_("a real name is no attribute: give it with --alias, so that it is kept apart"))
    kind, plain = _typed(value)
    return Attribute(
        name=name.strip(),
        kind=kind,
        value=plain,
        informant_id=informant_id,
        group_id=group_id,
        source_id=source_id,
    )


def set_attributes(tx: Transaction, values: Mapping[str, Any], **owner: int) -> None:
    """Give an owner attributes in place of those of the same name; None takes one away."""
    table = table_of(Attribute)
    ((column, id_),) = owner.items()
    for name, value in values.items():
        old = tx.first(Attribute, table.c[column] == id_, table.c.name == name)
        if old is not None:
            tx.delete(old)
        if value is not None:
            tx.insert(attribute(name, value, **owner))


def _typed(value: Any) -> tuple[ValueKind, Any]:
    match value:
        case bool():
            return ValueKind.BOOLEAN, value
        case int() | float():
            return ValueKind.NUMBER, value
        case date():
            return ValueKind.DATE, value.isoformat()
    text = str(value).strip()
    try:
        number = float(text)
        if text.lstrip("+-")[:1].isdigit() and not (
            text.lstrip("+-").startswith("0") and text.isdigit() and len(text) > 1
        ):
            return ValueKind.NUMBER, int(number) if number.is_integer() and "." not in text else number
    except (ValueError, OverflowError):
        pass
    try:
        return ValueKind.DATE, date.fromisoformat(text).isoformat()
    except ValueError:
        return ValueKind.TEXT, text


def attributes_by(session: Session, owner: str) -> dict[int, dict[str, Any]]:
    """Attributes by the id of whom they are of; `owner` is the column that says who that is."""
    found: dict[int, dict[str, Any]] = {}
    table = table_of(Attribute)
    for row in session.scalars(select(Attribute).where(table.c[owner].is_not(None)).order_by(table.c.id)):
        found.setdefault(getattr(row, owner), {})[row.name] = row.value
    return found
