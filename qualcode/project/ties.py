"""`project.ties`: who is tied to whom, by the quotes that show it, and the actors who were only mentioned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.errors import Ambiguous, BadInput, NotFound
from qualcode.i18n import _
from qualcode.model import (
    Actor,
    Group,
    Informant,
    Source,
    TextVersion,
    Tie,
    TieEvidence,
    TieType,
    Valence,
)
from qualcode.project.facet import Facet, one_of
from qualcode.project.groups import ensure_group
from qualcode.project.lookup import find
from qualcode.project.real_names import add_names, forget_names, names_known
from qualcode.project.sociogram import TieRow, ends_of, level_of, tie_rows, tie_waves
from qualcode.store.transaction import Transaction, table_of
from qualcode.text.clusters import snap

Span = tuple[str | int, int, int]
"""A source and a stretch of its text in code points, half-open."""


@dataclass(frozen=True)
class ActorRow:
    """A mentioned actor as lists show it; no alias."""

    id: UUID
    number: int
    name: str
    group: str | None
    level: int | None
    kind: str
    note: str


class TiesFacet(Facet):
    """Ties and mentioned actors."""

    def add(
        self,
        a: str,
        b: str,
        kind: str | TieType,
        *,
        directed: bool = False,
        strength: int | None = None,
        valence: str | Valence | None = None,
        nominated_by: str | None = None,
        note: str = "",
        evidence: Iterable[Span | str] = (),
        mention: bool = False,
    ) -> Tie:
        """Tie `a` to `b`, each an informant's code or an actor's name, and give the tie.

        Args:
            kind: trust, aid, info, kinship, money, authority, cooperation or conflict.
            strength: 1 weak … 3 strong.
            valence: "weakens" makes a tie negative; a conflict is negative unless it "strengthens".
            evidence: passages that show it, as (source, start, stop) or "source:start:stop".
            mention: whoever is not known yet is added as a mentioned actor, in the same action.

        Raises BadInput for ends that are the same, a tie that stands already or a span outside its text, NotFound
        and Ambiguous for unknown ends and sources.
        """
        spans = [as_span(span) for span in evidence]

        def work(tx: Transaction) -> Tie:
            named = _end_or_new if mention else (lambda tx, given: end(tx.session, given))
            ends = _ends(named(tx, a), named(tx, b))
            tie = Tie(
                **ends,
                type=one_of(TieType, kind, "type"),
                directed=directed,
                strength=_strength(strength),
                valence=None if valence is None else one_of(Valence, valence, "valence"),
                nominated_by=None if nominated_by is None else find(tx.session, Informant, nominated_by).id,
                note=note,
            )
            _no_twin(tx, tie)
            tx.insert(tie)
            tx.insert_all([_proof(tx, tie, span) for span in spans])
            return tie

        return self.project.write("tie.add", work)

    def edit(
        self,
        tie: str | int | UUID,
        *,
        a: str | None = None,
        b: str | None = None,
        kind: str | TieType | None = None,
        evidence: Iterable[Span | str] | None = None,
        **values: Any,
    ) -> Tie:
        """Change a tie's ends, type, directed, strength, valence, nominated_by or note; what is not named stays.

        `evidence` takes the place of all passages there were. None clears strength, valence and nominated_by.
        """
        spans = None if evidence is None else [as_span(span) for span in evidence]
        unknown = set(values) - {"directed", "strength", "valence", "nominated_by", "note"}
        if unknown:
            raise BadInput(_("a tie has no {field}", field=", ".join(sorted(unknown))))

        def work(tx: Transaction) -> Tie:
            found = find(tx.session, Tie, tie)
            changes = _changes(tx, values)
            if a is not None or b is not None:
                first = _end_of(tx, found, "from") if a is None else end(tx.session, a)
                second = _end_of(tx, found, "to") if b is None else end(tx.session, b)
                changes |= _ends(first, second)
            if kind is not None:
                changes["type"] = one_of(TieType, kind, "type")
            _no_twin(tx, Tie(**{**found.model_dump(), **changes}))
            if spans is not None:
                for old in tx.all(TieEvidence, table_of(TieEvidence).c.tie_id == found.id):
                    tx.delete(old)
                tx.insert_all([_proof(tx, found, span) for span in spans])
            return tx.update(found, **changes)

        return self.project.write("tie.edit", work)

    def add_evidence(self, tie: str | int | UUID, span: Span | str) -> TieEvidence:
        """Add one passage that shows a tie."""
        wanted = as_span(span)

        def work(tx: Transaction) -> TieEvidence:
            return tx.insert(_proof(tx, find(tx.session, Tie, tie), wanted))

        return self.project.write("tie.evidence", work)

    def remove(self, tie: str | int | UUID) -> None:
        """Remove a tie with the record of its passages; the texts stay."""
        self.project.write("tie.remove", lambda tx: tx.delete(find(tx.session, Tie, tie)))

    def list(self) -> list[TieRow]:
        """Every tie in the order they were made, with its class and passages."""
        with self.project.read() as session:
            return tie_rows(session)

    def waves(self) -> Mapping[UUID, Sequence[int]]:
        """The times at which each tie was told; one without a passage was told at none."""
        with self.project.read() as session:
            told = [(one.wave, tie) for one in tie_waves(session) for tie in one.ties]
        return {UUID(tie): [wave for wave, other in told if other == tie] for _wave, tie in told}

    def get(self, tie: str | int | UUID) -> TieRow:
        """One tie; raises NotFound."""
        with self.project.read() as session:
            number = find(session, Tie, tie).id
            return next(row for row in tie_rows(session) if row.number == number)

    def alike(self, tie: str | int | UUID) -> Sequence[TieRow]:
        """The other ties of the same kind between the same two: each end may report its own, others are one twice."""
        with self.project.read() as session:
            number, rows = find(session, Tie, tie).id, tie_rows(session)
        own = next(row for row in rows if row.number == number)
        return [
            row
            for row in rows
            if row.number != number and row.type == own.type and {row.a, row.b} == {own.a, own.b}
        ]

    def add_actor(
        self,
        name: str,
        *,
        group: str | None = None,
        level: int | None = None,
        kind: str = "",
        note: str = "",
        aliases: Iterable[str] = (),
    ) -> Actor:
        """Add somebody or something that was only mentioned; a group named first is created.

        Raises BadInput where the name is empty or taken by an actor or informant.
        """
        real_names = [*aliases]

        def work(tx: Transaction) -> Actor:
            actor = tx.insert(
                Actor(
                    name=_free_name(tx, name),
                    group_id=None if group is None else ensure_group(tx, group).id,
                    level=level,
                    kind=kind,
                    note=note,
                )
            )
            add_names(tx, actor, real_names)
            return actor

        return self.project.write("actor.add", work)

    def edit_actor(
        self,
        actor: str | int | UUID,
        *,
        aliases: Iterable[str] = (),
        forget: Iterable[str] = (),
        **values: Any,
    ) -> Actor:
        """Change name, group (None: of no group), level, kind or note of an actor.

        `aliases` come to the real names known, those to `forget` are taken out of them.
        """
        real_names, gone = [*aliases], [*forget]
        unknown = set(values) - {"name", "group", "level", "kind", "note"}
        if unknown:
            raise BadInput(_("an actor has no {field}", field=", ".join(sorted(unknown))))

        def work(tx: Transaction) -> Actor:
            found = find(tx.session, Actor, actor)
            changes = dict(values)
            if "group" in changes:
                group = changes.pop("group")
                changes["group_id"] = None if group is None else ensure_group(tx, group).id
            if changes.get("name", found.name) != found.name:
                changes["name"] = _free_name(tx, changes["name"], found.id)
            forget_names(tx, found, gone)
            add_names(tx, found, real_names)
            return tx.update(found, **changes)

        return self.project.write("actor.edit", work)

    def real_names(self, actor: str | int | UUID) -> Sequence[str]:
        """What a mentioned actor is really called: to be changed, and shown nowhere else."""
        with self.project.read() as session:
            return names_known(session, find(session, Actor, actor))

    def remove_actor(self, actor: str | int | UUID) -> None:
        """Remove an actor with all its ties."""
        self.project.write("actor.remove", lambda tx: tx.delete(find(tx.session, Actor, actor)))

    def actors(self) -> Sequence[ActorRow]:
        """Every mentioned actor, in the order they were made."""
        with self.project.read() as session:
            groups = {group.id: group for group in session.scalars(select(Group))}
            found = session.scalars(select(Actor).order_by(table_of(Actor).c.id)).all()
            return [
                ActorRow(
                    id=actor.uid,
                    number=actor.id,
                    name=actor.name,
                    group=groups[actor.group_id].name if actor.group_id else None,
                    level=level_of(actor, groups),
                    kind=actor.kind,
                    note=actor.note,
                )
                for actor in found
            ]


def end(session: Session, given: str) -> Informant | Actor:
    """The informant or mentioned actor a person means: by code or name (exact first, then whatever its case) or id."""
    text = str(given).strip()
    people = session.scalars(select(Informant).order_by(table_of(Informant).c.id)).all()
    things = session.scalars(select(Actor).order_by(table_of(Actor).c.id)).all()
    named: list[tuple[str, Informant | Actor]] = [(person.code, person) for person in people]
    named += [(thing.name, thing) for thing in things]
    for hits in (
        [record for name, record in named if name == text],
        [record for name, record in named if name.casefold() == text.casefold()],
        [record for _name, record in named if text.lower() in (str(record.uid), record.uid.hex)],
    ):
        if len(hits) > 1:
            raise Ambiguous(_("{name} is both an informant and an actor; give the id of one", name=text))
        if hits:
            return hits[0]
    raise NotFound(
        _("there is no informant or actor {name}; actors are added with: actor add", name=text or "''")
    )


def _end_or_new(tx: Transaction, given: str) -> Informant | Actor:
    """Whom a person means, or an actor who was only mentioned up to now."""
    try:
        return end(tx.session, given)
    except NotFound:
        return tx.insert(Actor(name=_free_name(tx, given)))


def as_span(given: Span | str) -> Span:
    """A span from "source:start:stop"; the source's name may hold colons. Raises BadInput."""
    if not isinstance(given, str):
        return given
    parts = given.rsplit(":", 2)
    try:
        return parts[0], int(parts[1]), int(parts[2])
    except (IndexError, ValueError):
        raise BadInput(
            _("a passage is source:start:end, as K1.md:120:180, not {given}", given=given)
        ) from None


def _ends(a: Informant | Actor, b: Informant | Actor) -> dict[str, Any]:
    if type(a) is type(b) and a.id == b.id:
        raise BadInput(_("a tie joins two different people or groups"))
    return {
        "from_informant_id": a.id if isinstance(a, Informant) else None,
        "from_actor_id": a.id if isinstance(a, Actor) else None,
        "to_informant_id": b.id if isinstance(b, Informant) else None,
        "to_actor_id": b.id if isinstance(b, Actor) else None,
    }


def _end_of(tx: Transaction, tie: Tie, side: str) -> Informant | Actor:
    informant = getattr(tie, f"{side}_informant_id")
    if informant is not None:
        return tx.get(Informant, informant)
    return tx.get(Actor, getattr(tie, f"{side}_actor_id"))


def _no_twin(tx: Transaction, tie: Tie) -> None:
    """Refuse a tie that says the same as another: one type between two ends, nominated by one person."""
    for other in tx.all(Tie, table_of(Tie).c.type == tie.type):
        same = ends_of(other) == ends_of(tie) or (
            not tie.directed and not other.directed and ends_of(other) == ends_of(tie)[::-1]
        )
        alike = other.directed == tie.directed and other.nominated_by == tie.nominated_by
        if same and alike and other.id != tie.id:
            raise BadInput(_("there is such a tie already, number {number}", number=other.id))


def _changes(tx: Transaction, values: Mapping[str, Any]) -> dict[str, Any]:
    changes = dict(values)
    if "strength" in changes:
        changes["strength"] = _strength(changes["strength"])
    if changes.get("valence") is not None:
        changes["valence"] = one_of(Valence, changes["valence"], "valence")
    if changes.get("nominated_by") is not None:
        changes["nominated_by"] = find(tx.session, Informant, changes["nominated_by"]).id
    return changes


def _strength(strength: int | None) -> int | None:
    if strength is not None and strength not in (1, 2, 3):
        raise BadInput(_("strength is 1 (weak), 2 or 3 (strong), not {given}", given=strength))
    return strength


def _proof(tx: Transaction, tie: Tie, span: Span) -> TieEvidence:
    source = find(tx.session, Source, span[0])
    table = table_of(TextVersion)
    body = tx.session.scalars(
        select(table.c.body).where(table.c.source_id == source.id).order_by(table.c.number.desc()).limit(1)
    ).first()
    if body is None or not 0 <= span[1] < span[2] <= len(body):
        where = {"start": span[1], "end": span[2], "length": len(body or "")}
        raise BadInput(_("{start}:{end} is not a stretch of this text (0:{length})", **where))
    start, stop = snap(body, span[1], span[2])
    return TieEvidence(tie_id=tie.id, source_id=source.id, start=start, stop=stop)


def _free_name(tx: Transaction, name: str, own: int | None = None) -> str:
    text = " ".join(str(name).split())
    if not text:
        raise BadInput(_("an actor needs a name"))
    taken = {i.code.casefold() for i in tx.all(Informant)}
    taken |= {actor.name.casefold() for actor in tx.all(Actor) if actor.id != own}
    if text.casefold() in taken:
        raise BadInput(_("{name} is an informant or actor already", name=text))
    return text
