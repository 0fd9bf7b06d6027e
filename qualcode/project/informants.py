"""`project.informants`: who speaks, in which group, with which attributes and consent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import select

from qualcode.errors import BadInput
from qualcode.exchange.problems import FileProblems, Problem
from qualcode.exchange.tables import read_table
from qualcode.i18n import _
from qualcode.model import (
    Consent,
    ConsentStatus,
    Group,
    Informant,
    InformantRole,
)
from qualcode.project.facet import one_of
from qualcode.project.groups import Groups, a_level, attribute, attributes_by, ensure_group, set_attributes
from qualcode.project.lookup import find
from qualcode.project.namesakes import a_new_name
from qualcode.project.real_names import add_names, forget_names, is_name_of_somebody, names_known
from qualcode.store.transaction import Transaction, table_of


@dataclass(frozen=True)
class InformantRow:
    """An informant as lists show one; no real names."""

    uid: UUID
    number: int
    id: str
    """The code a person gave, as K1."""
    group: str
    level: int | None
    """The informant's own level, else the group's."""
    role: str
    position: str
    sampling: str
    sampling_reason: str
    consent: str
    may_quote: bool
    attributes: Mapping[str, Any] = field(default_factory=dict)


class InformantsFacet(Groups):
    """Informants and their groups."""

    def add(
        self,
        code: str,
        group: str,
        *,
        level: int | None = None,
        role: str | InformantRole = InformantRole.MAIN,
        position: str = "",
        sampling: str = "",
        sampling_reason: str = "",
        attributes: Mapping[str, Any] | None = None,
        aliases: Iterable[str] = (),
    ) -> Informant:
        """Add an informant; a group named first is created. Raises BadInput where the code is taken."""

        def work(tx: Transaction) -> Informant:
            informant = tx.insert(
                Informant(
                    code=_free_code(tx, code),
                    group_id=ensure_group(tx, group).id,
                    level=a_level(level),
                    role=one_of(InformantRole, role, "role"),
                    position=position,
                    sampling=sampling,
                    sampling_reason=sampling_reason,
                )
            )
            for name, value in (attributes or {}).items():
                tx.insert(attribute(name, value, informant_id=informant.id))
            add_names(tx, informant, aliases)
            return informant

        return self.project.write("informant.add", work, summary=code)

    def edit(
        self,
        informant: str | int,
        *,
        group: str | None = None,
        attributes: Mapping[str, Any] | None = None,
        aliases: Iterable[str] = (),
        forget: Iterable[str] = (),
        **values: Any,
    ) -> Informant:
        """Change code, group, level, role, position, sampling, sampling_reason, note or attributes of one.

        An attribute set to None is taken away; `aliases` come to the real names that are known already, and those to
        `forget` are taken out of them. Raises BadInput where one of these is none.
        """
        names, gone = [*aliases], [*forget]

        def work(tx: Transaction) -> Informant:
            found = find(tx.session, Informant, informant)
            unknown = set(values) - {
                "code",
                "level",
                "role",
                "position",
                "sampling",
                "sampling_reason",
                "note",
            }
            if unknown:
                raise BadInput(_("an informant has no {field}", field=", ".join(sorted(unknown))))
            if "code" in values:
                values["code"] = _free_code(tx, values["code"], but=found.id)
            if "level" in values:
                values["level"] = a_level(values["level"])
            if "role" in values:
                values["role"] = one_of(InformantRole, values["role"], "role")
            if group is not None:
                values["group_id"] = ensure_group(tx, group).id
            set_attributes(tx, attributes or {}, informant_id=found.id)
            forget_names(tx, found, gone)
            add_names(tx, found, names)
            return tx.update(found, **values)

        return self.project.write("informant.edit", work, summary=str(informant))

    def remove(self, informant: str | int) -> None:
        """Remove an informant with consent, attributes and ties; codings and turns stay, no longer anyone's."""
        with self.project.read() as session:
            gone = find(session, Informant, informant)
        self.project.write(
            "informant.remove",
            lambda tx: tx.delete(find(tx.session, Informant, str(gone.uid))),
            summary=str(gone.uid),
        )

    def real_names(self, informant: str | int) -> Sequence[str]:
        """What somebody is really called, in the order given: to be changed, and shown nowhere else."""
        with self.project.read() as session:
            return names_known(session, find(session, Informant, informant))

    def list(self) -> list[InformantRow]:
        """Every informant, by group and code."""
        with self.project.read() as session:
            groups = {g.id: g for g in session.scalars(select(Group))}
            consents = {c.informant_id: c for c in session.scalars(select(Consent))}
            attributes = attributes_by(session, "informant_id")
            informants = session.scalars(select(Informant).order_by(table_of(Informant).c.id)).all()
            return [
                InformantRow(
                    uid=i.uid,
                    number=i.id,
                    id=i.code,
                    group=groups[i.group_id].name,
                    level=i.level if i.level is not None else groups[i.group_id].level,
                    role=i.role.value,
                    position=i.position,
                    sampling=i.sampling,
                    sampling_reason=i.sampling_reason,
                    consent=consents[i.id].status.value if i.id in consents else ConsentStatus.PENDING.value,
                    may_quote=consents[i.id].may_quote if i.id in consents else True,
                    attributes=attributes.get(i.id, {}),
                )
                for i in informants
            ]

    def import_csv(self, file: str | Path) -> Sequence[Informant]:
        """Add informants from a CSV: id and group, optionally level, role, position; other columns are attributes.

        Columns of real names (`alias`, `nama`, `panggilan` …) are kept apart; several names are parted by semicolons.

        One action: all rows, or none. Raises FileProblems with every row that does not fit.
        """
        name, rows = read_table(Path(file), None, ("id", "group"))
        if not rows:
            raise BadInput(_("{path} has no rows", path=name))

        def work(tx: Transaction) -> list[Informant]:
            added: list[Informant] = []
            problems: list[Problem] = []
            for row in rows:
                try:
                    added.append(_insert_row(tx, {name: cell.strip() for name, cell in row.cells.items()}))
                except BadInput as error:
                    problems.append(Problem(row.line, error.message))
            if problems:
                raise FileProblems(name, problems)
            return added

        return self.project.write("informant.import", work)

    def consent(
        self,
        informant: str | int,
        status: str | ConsentStatus,
        *,
        given_on: date | None = None,
        form: str = "",
        may_quote: bool = True,
        note: str = "",
    ) -> Consent:
        """Record what an informant agreed to, in place of what stood there before."""

        def work(tx: Transaction) -> Consent:
            found = find(tx.session, Informant, informant)
            values: dict[str, Any] = {
                "status": one_of(ConsentStatus, status, "status"),
                "given_on": given_on,
                "form": form,
                "may_quote": may_quote,
                "note": note,
            }
            old = tx.first(Consent, table_of(Consent).c.informant_id == found.id)
            return tx.update(old, **values) if old else tx.insert(Consent(informant_id=found.id, **values))

        return self.project.write("informant.consent", work, summary=str(informant))


def _free_code(tx: Transaction, given: str, but: int | None = None) -> str:
    if not given.strip():
        raise BadInput(_("an informant needs a code, as K1"))
    code = a_new_name(tx.session, Informant, given, but)
    known = tx.first(Informant, table_of(Informant).c.code == code)
    if known is not None and known.id != but:
        raise BadInput(_("there is an informant {code} already", code=code))
    return code


def _insert_row(tx: Transaction, row: dict[str, str]) -> Informant:
    """An informant from a row of a table; what is no column of ours is an attribute."""
    code, group = row.pop("id", ""), row.pop("group", "")
    if not code or not group:
        raise BadInput(_("an informant needs id and group"))
    code, level = _free_code(tx, code), row.pop("level", "")
    if level and not (level.isascii() and level.isdigit() and len(level) < 10):
        raise BadInput(_("a level is a whole number from 0, not {given}", given=level))
    informant = tx.insert(
        Informant(
            code=code,
            group_id=ensure_group(tx, group).id,
            level=int(level) if level else None,
            role=one_of(InformantRole, row.pop("role", "") or "main", "role"),
            position=row.pop("position", ""),
        )
    )
    for name, value in row.items():
        if value and is_name_of_somebody(name):
            add_names(tx, informant, value.split(";"))
        elif value:
            tx.insert(attribute(name, value, informant_id=informant.id))
    return informant
