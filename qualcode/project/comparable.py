"""Which coders can be compared, and over what: the turns they were all assigned, and their codings in these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, func
from sqlmodel import Session, select

from qualcode.analysis.agreement import Reason
from qualcode.analysis.agreement.patterns import MOST_CODERS, Marks, Sample, used_in
from qualcode.analysis.columns import Ints
from qualcode.analysis.counts import with_ancestors
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Assignment, Coder, CoderRole, Coding, Method, Source, Turn
from qualcode.project.figures import CodeHead
from qualcode.project.lookup import find
from qualcode.project.turn_columns import counting_places
from qualcode.store.columns import columns
from qualcode.store.transaction import table_of


@dataclass(frozen=True)
class Comparable:
    """Who is compared, over what and with which codings."""

    coders: Sequence[Coder]
    turns: Sample
    """The turns that all of them were assigned; none where nothing can be compared."""
    marks: Marks
    """Their codings, anywhere; the bit of a coder is the place in `coders`."""
    reason: Reason | None
    """Why nothing can be compared."""
    idle: Sequence[Coder]
    """With whom nobody is compared, where that is the reason."""
    aside: Sequence[Coder]
    """Who has coded nothing, where two others remain."""


def comparable(
    session: Session,
    sources: Sequence[Source],
    codes: Sequence[CodeHead],
    parents: Sequence[int],
    given: Sequence[str],
) -> Comparable:
    """What there is to compare of the coders named; a supervisor who was named all the same is not set aside.

    Args:
        sources: of the whole project, by id; rows of `turns` and `marks` are places among them.
        codes: the tree of codes; `parents` are the rows of the codes above them, -1 for none.
        given: names or ids of coders.

    Raises: NotFound for an unknown coder, BadInput for the same one twice and for too many.
    """
    coders: Sequence[Coder] = _coders(session, given)
    aside: list[Coder] = []
    while True:
        turns, reason, idle = _sample(session, sources, coders)
        marks = _marks(session, sources, codes, parents, coders)
        if reason is None and (silent := _silent(marks, turns, coders)):
            turns, reason, idle = _nothing(), Reason.SILENT, silent
        left = [coder for coder in coders if coder.id not in {one.id for one in idle}]
        if not idle or len(left) < 2 or any(one.role is CoderRole.SUPERVISOR for one in idle):
            return Comparable(coders, turns, marks, reason, idle, aside)
        aside += idle
        coders = left


def literature_turns(session: Session, sources: Sequence[Source], coders: Sequence[Coder]) -> int:
    """Turns of literature that all of the coders who were assigned any were assigned."""
    books = table_of(Source).c.method == Method.LITERATURE
    return len(counting_places(session, sources, _common(_assigned(session, coders)), books)[0])


def _coders(session: Session, given: Sequence[str]) -> list[Coder]:
    found = [find(session, Coder, name) for name in given]
    if len({coder.id for coder in found}) < len(found):
        raise BadInput(_("a coder is named twice"))
    if len(found) > MOST_CODERS:
        raise BadInput(_("at most {n} coders can be compared at once", n=MOST_CODERS))
    return found


def _sample(
    session: Session, sources: Sequence[Source], coders: Sequence[Coder]
) -> tuple[Sample, Reason | None, tuple[Coder, ...]]:
    """The turns all of them were assigned, why there are none, and who had nothing to do."""
    assigned = _assigned(session, coders)
    coded = set(session.scalars(select(table_of(Coding).c.coder_id).distinct()))
    idle = tuple(
        coder
        for coder in coders
        if coder.id not in assigned and (coder.id not in coded or coder.role is CoderRole.SUPERVISOR)
    )
    if len(coders) < 2 or idle:
        alone = Reason.ONE_CODER if coders or coded else Reason.NOBODY
        return _nothing(), alone if len(coders) < 2 else Reason.IDLE, idle
    field = table_of(Source).c.method != Method.LITERATURE
    source, start, end, _who = counting_places(session, sources, _common(assigned), field)
    return Sample(source, start, end), None if len(source) else Reason.NO_PAIRABLE, ()


def _common(assigned: Sequence[int]) -> ColumnElement[bool]:
    """Of turns, whether all of these coders were assigned them."""
    # Without any assignment nobody said what a second coder was to code, and what was not coded tells nothing.
    table = table_of(Assignment)
    common = (
        select(table.c.turn_id)
        .where(table.c.coder_id.in_(assigned))
        .group_by(table.c.turn_id)
        .having(func.count(table.c.coder_id.distinct()) == len(assigned))
    )
    return table_of(Turn).c.id.in_(common)


def _assigned(session: Session, coders: Sequence[Coder]) -> Sequence[int]:
    """Ids of those of the coders who were assigned turns."""
    owner = table_of(Assignment).c.coder_id
    return session.scalars(select(owner).where(owner.in_([coder.id for coder in coders])).distinct()).all()


def _nothing() -> Sample:
    nothing = np.zeros(0, dtype=np.int64)
    return Sample(nothing, nothing, nothing)


def _silent(marks: Marks, turns: Sample, coders: Sequence[Coder]) -> tuple[Coder, ...]:
    """Who coded nothing in the turns while another did: has not begun, and says nothing about them."""
    anything = replace(marks, code=np.zeros_like(marks.code))
    said = int(np.bitwise_or.reduce(used_in(anything, turns, 1), axis=None))
    return tuple(coder for bit, coder in enumerate(coders) if said and not said >> bit & 1)


def _marks(
    session: Session,
    sources: Sequence[Source],
    codes: Sequence[CodeHead],
    parents: Sequence[int],
    coders: Sequence[Coder],
) -> Marks:
    """The codings of the compared coders, by rows; what tags a code tags the codes above it too."""
    found = columns(session.connection())
    place_of = {coder.id: bit for bit, coder in enumerate(coders)}
    mine = np.isin(found.coder, list(place_of))
    source = np.searchsorted([one.id for one in sources], found.source[mine])
    code = _looked_up(found.code[mine], [head.key for head in codes])
    coder = _looked_up(found.coder[mine], [coder.id for coder in coders])
    here = np.stack([source, found.start[mine], found.stop[mine], code, coder]).astype(np.int64)
    rows, here_and_above = with_ancestors(code, parents)
    whole = here[:, rows]
    whole[3] = here_and_above
    return Marks(*whole)


def _looked_up(ids: NDArray[np.int32], known: Sequence[int]) -> Ints:
    """The place of each id among those `known`."""
    order = np.argsort(known)
    return order[np.searchsorted(np.array(known)[order], ids)]
