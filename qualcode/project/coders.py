"""`project.coders`: who codes, and which turns a second coder was given to code again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, select

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Assignment, Coder, Coding, Source
from qualcode.project.facet import Facet
from qualcode.project.lookup import find
from qualcode.project.namesakes import a_new_name
from qualcode.project.turn_columns import counting_turns
from qualcode.store.transaction import Transaction, table_of


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


class CodersFacet(Facet):
    """The people who code, and what they are given to code a second time."""

    def list(self) -> Sequence[CoderRow]:
        """Every coder in the order they were made known, with their codings and assigned turns."""
        with self.project.read() as session:
            found = session.scalars(select(Coder).order_by(table_of(Coder).c.id)).all()
            codings, turns = _by_coder(session, Coding), _by_coder(session, Assignment)
        return [
            CoderRow(one.uid, one.id, one.name, one.role.value, codings.get(one.id, 0), turns.get(one.id, 0))
            for one in found
        ]

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

        Only turns whose words count are given. With `share` below 1 that part of them is drawn at random; the same
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


def _by_coder(session: Session, model: type[Coding | Assignment]) -> dict[int, int]:
    """How many rows each coder has."""
    owner = table_of(model).c.coder_id
    return {coder: count for coder, count in session.execute(select(owner, func.count()).group_by(owner))}


def _turns(session: Session, source: str | int | UUID | Source | None) -> list[int]:
    """Ids of the turns that can be coded again."""
    if source is not None:
        sources: Sequence[Source] = [find(session, Source, source)]
    else:
        sources = session.scalars(select(Source).order_by(table_of(Source).c.id)).all()
    return [turn for turn, *_place in counting_turns(session, sources)]
