"""`project.coders`: who codes, and which turns a second coder was given to code again."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Table, func
from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _, ngettext
from qualcode.model import Assignment, Coder, CoderRole, Coding, Event, EventKind, Method, Source
from qualcode.model.nouns import noun
from qualcode.project.facet import Facet, one_of
from qualcode.project.lookup import find
from qualcode.project.namesakes import a_new_name
from qualcode.store.changes import Change
from qualcode.store.transaction import Transaction, referring, table_of

REMOVED = "coder.remove"
"""The entry of the history that takes a coder away."""


@dataclass(frozen=True)
class CoderRow:
    """A coder as lists show it."""

    id: UUID
    number: int
    name: str
    role: str
    codings: int
    turns: int
    """Turns assigned; 0 for a first coder, who has all of them."""


@dataclass(frozen=True)
class Compared:
    """Who is compared where nobody was named."""

    coders: Sequence[Coder]
    left_out: Mapping[str, int]
    """Others who coded, with their codings: nobody gave them turns, so what they did not code says nothing."""
    silent: Sequence[str] = ()
    """Who was given turns and has coded nothing yet, where two others can be compared."""

    @property
    def names(self) -> Sequence[str]:
        """Of those who are compared."""
        return [coder.name for coder in self.coders]

    def remark(self, naming: str) -> str:
        """Who is not compared and why, in a line; empty where nobody is. `naming` is how one is compared all the same."""
        if self.silent:
            return " ".join(
                filter(None, (waiting_words(self.silent), replace(self, silent=()).remark(naming)))
            )
        if not self.left_out:
            return ""
        who = "; ".join(
            ngettext("{name}: {n} coding", "{name}: {n} codings", n, name=name)
            for name, n in self.left_out.items()
        )
        return _("Not compared, as no turns are assigned: {who}. {naming}", who=who, naming=naming)


def waiting_words(names: Sequence[str]) -> str:
    """That these are not compared because they have coded nothing yet."""
    return _("Not compared, as nothing is coded yet by: {who}.", who=", ".join(names))


class CodersFacet(Facet):
    """The people who code, and what they are given to code a second time."""

    def list(self) -> Sequence[CoderRow]:
        """Every coder in the order they were made known, with their codings and assigned turns; not who was removed."""
        with self.project.read() as session:
            gone = _removed(session)
            every = session.scalars(select(Coder).order_by(table_of(Coder).c.id)).all()
            found = [one for one in every if one.id not in gone]
            codings, turns = _by_coder(session, Coding), _by_coder(session, Assignment)
        return [
            CoderRow(one.uid, one.id, one.name, one.role.value, codings.get(one.id, 0), turns.get(one.id, 0))
            for one in found
        ]

    def compared(self) -> Compared:
        """Who is compared where nobody is named: whoever was given turns, and the first coder."""
        with self.project.read() as session:
            return compared(session)

    def rename(self, coder: str | UUID, name: str) -> Coder:
        """Give a coder another name; the history has it from then on too.

        Who renames themselves goes on under the new name, and cannot undo that but by another renaming. Raises
        NotFound; BadInput where the name is somebody's already or cannot be a name.
        """
        with self.project.read() as session:
            old = find(session, Coder, coder)
            new = a_new_name(session, Coder, " ".join(name.split()), but=old.id)
            taken = session.scalars(select(Coder).where(table_of(Coder).c.name == new)).first()
        if not new:
            raise BadInput(_("a coder needs a name"))
        if taken is not None and taken.id != old.id:
            raise BadInput(_("there is a coder {name} already", name=new))
        own = old.name == self.project.coder

        def work(tx: Transaction) -> Coder:
            tx.summary = f"{old.name} → {new}"
            return tx.update(tx.get(Coder, old.id), name=new)

        renamed = self.project.write("coder.rename", work, kind=EventKind.BASELINE if own else EventKind.DO)
        if own:
            self.project.coder = new
            self.project.store.database.sign(new)
        return renamed

    def set_role(self, coder: str | UUID, role: str | CoderRole) -> Coder:
        """Say whether somebody codes or supervises: a supervisor's comments stand on the supervision card.

        Raises NotFound; BadInput for a role that there is not.
        """
        wanted = one_of(CoderRole, role, "role")

        def work(tx: Transaction) -> Coder:
            found = find(tx.session, Coder, coder)
            tx.summary = f"{found.name}: {wanted.value}"
            return tx.update(found, role=wanted)

        return self.project.write("coder.role", work)

    def remove(self, coder: str | UUID) -> str:
        """Take away a coder on whom nothing hangs; gives the name. What they did once stays in the history.

        They are back as soon as they do something. Raises NotFound; BadInput with what hangs on them, and for whoever
        acts.
        """
        with self.project.read() as session:
            gone = find(session, Coder, coder)
        if gone.name == self.project.coder:
            raise BadInput(_("{name} acts here: choose who acts instead first", name=gone.name))

        def work(tx: Transaction) -> str:
            events = table_of(Event)
            hangs = [
                f"{n} {noun(child.name)}"
                for child, column in referring(table_of(Coder))
                if child is not events and (n := _count(tx.session, child, column, gone.id))
            ]
            if hangs:
                raise BadInput(_("{name} cannot be removed: {what}", name=gone.name, what=", ".join(hangs)))
            tx.summary = gone.name
            if tx.count(Event, events.c.coder_id == gone.id):
                # The history names them, so the row stays; that they were removed is an entry of it.
                tx.summary = str(gone.uid)
                tx.changes.append(
                    Change(Coder.__tablename__, gone.id, {"name": gone.name}, {"name": gone.name})
                )
            else:
                tx.delete(gone)
            return gone.name

        return self.project.write(REMOVED, work)

    def act(self, name: str) -> str:
        """From now on the coder called `name` does what is done through this project; gives the name as it is known.

        Somebody who is not known yet is made known by the first thing they do. Raises BadInput where the name is
        another's but for its case, or cannot be a name.
        """
        with self.project.read() as session:
            name = a_new_name(session, Coder, " ".join(name.split()))
        if not name:
            raise BadInput(_("a coder needs a name"))
        self.project.coder = name
        self.project.store.database.sign(name)
        return name

    def assign(
        self,
        coder: str,
        source: str | int | UUID | Source | None = None,
        *,
        share: float = 1.0,
        seed: int = 1,
    ) -> int:
        """Give a coder turns to code a second time, of one source or of all; gives how many are new.

        Only turns whose words count are given, and those of literature, which is never compared, only where its
        source is named. With `share` below 1 that part of them is drawn at random; the same
        `seed` draws the same turns. A name not known yet is made known. From then on the coder's codings are
        compared and no longer counted, so the last coder without assignments is refused one. Raises NotFound for
        an unknown source, BadInput for a share that is not above 0 and at most 1.
        """
        if not 0 < share <= 1:
            raise BadInput(_("a share lies above 0 and is 1 at most, as 0.2"))
        name = " ".join(coder.split())
        if not name:
            raise BadInput(_("a coder needs a name"))

        def work(tx: Transaction) -> int:
            whom = tx.first(Coder, table_of(Coder).c.name == name) or tx.insert(Coder(name=name))
            first = [one for one in tx.all(Coder) if one.id not in _by_coder(tx.session, Assignment)]
            if first == [whom]:
                raise BadInput(
                    _("{name} is the first coder: with turns assigned nothing would be counted", name=name)
                )
            turns = _turns(tx.session, source)
            drawn = random.Random(seed).sample(turns, max(round(share * len(turns)), min(len(turns), 1)))
            known = {one.turn_id for one in tx.all(Assignment, table_of(Assignment).c.coder_id == whom.id)}
            new = sorted(set(drawn) - known)
            tx.insert_all(Assignment(coder_id=whom.id, turn_id=turn) for turn in new)
            return len(new)

        return self.project.write("coder.assign", work)

    def unassign(self, coder: str | UUID, source: str | int | UUID | Source | None = None) -> int:
        """Take assigned turns back, of one source or all; gives how many. The coder's codings stay."""

        def work(tx: Transaction) -> int:
            whom = find(tx.session, Coder, coder)
            turns = None if source is None else set(_turns(tx.session, source))
            held = tx.all(Assignment, table_of(Assignment).c.coder_id == whom.id)
            gone = [one for one in held if turns is None or one.turn_id in turns]
            for one in gone:
                tx.delete(one)
            return len(gone)

        return self.project.write("coder.unassign", work)


def compared(session: Session) -> Compared:
    """Whoever was given turns, and of those who code without the one with most codings: the first coder.

    Where nobody was given turns it is everybody who coded, of whom `AgreementFacet.compare` says that.
    """
    turns, codings = _by_coder(session, Assignment), _by_coder(session, Coding)
    gone = _removed(session)
    every = session.scalars(select(Coder).order_by(table_of(Coder).c.id)).all()
    known = [coder for coder in every if coder.id not in gone]
    free = [coder for coder in known if coder.id in codings and coder.id not in turns]
    if not turns:
        return Compared(free, {})
    readers = [coder for coder in free if coder.role is not CoderRole.SUPERVISOR]
    first = max(readers, key=lambda coder: codings[coder.id], default=None)
    asked = [coder for coder in known if coder is first or coder.id in turns]
    begun = [coder for coder in asked if coder.id in codings]
    left_out = {coder.name: codings[coder.id] for coder in free if coder is not first}
    if len(begun) < 2:
        return Compared(asked, left_out)
    return Compared(begun, left_out, [coder.name for coder in asked if coder not in begun])


def coder_named(tx: Transaction, name: str | None) -> Coder:
    """The coder called `name`, made known where there is none; without a name whoever acts.

    Raises BadInput where the name is another's but for its case, or cannot be a name.
    """
    if name is None or name == tx.coder.name:
        return tx.coder
    name = a_new_name(tx.session, Coder, " ".join(name.split()))
    if not name:
        raise BadInput(_("a coder needs a name"))
    return tx.first(Coder, table_of(Coder).c.name == name) or tx.insert(Coder(name=name))


def _removed(session: Session) -> set[int]:
    """Ids of coders of whom only the history still tells: removed, and nothing done since."""
    events, coders = table_of(Event), table_of(Coder)
    last = {
        summary: (number, kind)
        for number, kind, summary in session.execute(
            select(events.c.id, events.c.kind, events.c.summary)
            .where(events.c.action == REMOVED)
            .order_by(events.c.id)
        )
    }
    taken = {uid: number for uid, (number, kind) in last.items() if kind != EventKind.UNDO}
    if not taken:
        return set()
    latest = dict(
        session.execute(select(events.c.coder_id, func.max(events.c.id)).group_by(events.c.coder_id)).all()
    )
    rows = session.execute(select(coders.c.id, coders.c.uid)).all()
    return {id_ for id_, uid in rows if latest.get(id_, 0) < taken.get(str(uid), 0)}


def _count(session: Session, table: Table, column: str, coder: int) -> int:
    counted = select(func.count()).select_from(table).where(table.c[column] == coder)
    return int(session.execute(counted).scalar_one())


def _by_coder(session: Session, model: type[Coding | Assignment]) -> dict[int, int]:
    """How many rows each coder has."""
    owner = table_of(model).c.coder_id
    return {coder: count for coder, count in session.execute(select(owner, func.count()).group_by(owner))}


def _turns(session: Session, source: str | int | UUID | Source | None) -> list[int]:
    """Ids of the turns that can be coded again."""
    # Brings numpy, which the contents page does not need.
    from qualcode.project.turn_columns import counting_turns

    if source is not None:
        sources: Sequence[Source] = [find(session, Source, source)]
    else:
        field = table_of(Source).c.method != Method.LITERATURE
        sources = session.scalars(select(Source).where(field).order_by(table_of(Source).c.id)).all()
    return [turn for turn, *_place in counting_turns(session, sources)]
