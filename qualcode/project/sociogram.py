"""Ties as they are read: rows for lists, and the informant graph made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from qualcode.i18n import _
from qualcode.model import (
    Actor,
    Group,
    Informant,
    Method,
    Participation,
    Source,
    TextVersion,
    Tie,
    TieEvidence,
    TieType,
    Turn,
    Valence,
)
from qualcode.network import graph as net
from qualcode.store.transaction import table_of

YES, NO, CANNOT_BE = "yes", "no", "cannot be"

HEARD_IN = (Method.INTERVIEW, Method.FGD, Method.OBSERVATION)
"""Methods by which a person is heard; a document or literature is nobody's talk."""


@dataclass(frozen=True)
class TieSpan:
    """A passage that shows a tie."""

    id: UUID
    source: UUID
    source_name: str
    start: int
    end: int
    text: str


@dataclass(frozen=True)
class TieRow:
    """A tie as lists show it; ends are informants' codes or actors' names."""

    id: UUID
    number: int
    a: str
    b: str
    type: str
    directed: bool
    tie_class: str
    """bonding, bridging, linking or undefined: computed from groups and levels, never stored."""
    negative: bool
    strength: int | None
    valence: str | None
    nominated_by: str | None
    confirmed: str | None
    """Whether the other end says so too: yes, no, or cannot be (not interviewed); None where nobody nominated."""
    note: str
    evidence: Sequence[TieSpan]

    def as_json(self) -> dict[str, Any]:
        """The row with the keys of the command line: `a` and `b` as from and to, `tie_class` as class."""
        names = {"a": "from", "b": "to", "tie_class": "class"}
        return {names.get(name, name): value for name, value in asdict(self).items()}


def alike_words(others: Sequence[TieRow]) -> str:
    """That ties of this kind stood between the two before, and who told of each."""
    told = ", ".join(
        _("number {n}, told by {who}", n=row.number, who=row.nominated_by)
        if row.nominated_by
        else _("number {n}", n=row.number)
        for row in others
    )
    return _("There is such a tie between them already: {ties}. Two of a kind count once.", ties=told)


def graph(session: Session) -> net.InformantGraph:
    """The graph of who was heard or is in a tie; nodes go by code or name, ties by their UUID.

    An informant whom nobody heard and no tie mentions, as a respondent of a survey, is no node: nothing could be known
    of the ties of such a person, who would yet stand in every number of possible pairs. Nor is an actor of no tie, who
    may have been added only so that a name is replaced.
    """
    groups = {group.id: group for group in session.scalars(select(Group))}
    informants = session.scalars(select(Informant).order_by(table_of(Informant).c.id)).all()
    actors = session.scalars(select(Actor).order_by(table_of(Actor).c.id)).all()
    records = session.scalars(select(Tie).order_by(table_of(Tie).c.id)).all()
    heard = _heard(session, records)
    tied = {one for tie in records for one in ends_of(tie)}
    nodes = [
        net.Node(i.code, i.code, groups[i.group_id].name, level_of(i, groups), interviewed=i.id in heard)
        for i in informants
        if i.id in heard or (i.id, None) in tied
    ]
    for actor in actors:
        if (None, actor.id) not in tied:
            continue
        group = groups[actor.group_id].name if actor.group_id else None
        nodes.append(net.Node(actor.name, actor.name, group, level_of(actor, groups), interviewed=False))
    names = _names(session)
    said = _confirmations(records, heard)
    ties = [
        net.Tie(
            str(tie.uid),
            names["from", tie.id],
            names["to", tie.id],
            tie.type.value,
            tie.directed,
            is_negative(tie),
            tie.strength,
            {YES: True, NO: False}.get(said[tie.id] or ""),
        )
        for tie in records
    ]
    return net.InformantGraph.of(nodes, ties)


@dataclass(frozen=True)
class WaveTies:
    """What was told in one wave of collection."""

    wave: int
    interviewed: frozenset[str]
    """Codes of the informants who spoke then."""
    ties: frozenset[str]
    """Keys of the ties of which a passage was told then."""


def tie_waves(session: Session) -> tuple[WaveTies, ...]:
    """Every wave that has a source, in order. A tie without a passage is in none; one told twice is in both."""
    sources, proofs, ties = table_of(Source), table_of(TieEvidence), table_of(Tie)
    found: dict[int, tuple[set[str], set[str]]] = {
        wave: (set(), set()) for wave in sorted(session.scalars(select(sources.c.wave).distinct()))
    }
    codes = {i.id: i.code for i in session.scalars(select(Informant))}
    for wave, informant in _hearings(session):
        found[wave][0].add(codes[informant])
    told = (
        select(sources.c.wave, ties.c.uid)
        .select_from(proofs)
        .join(sources, proofs.c.source_id == sources.c.id)
        .join(ties, proofs.c.tie_id == ties.c.id)
        .distinct()
    )
    for wave, uid in session.execute(told):
        found[wave][1].add(str(uid))
    return tuple(WaveTies(wave, frozenset(who), frozenset(what)) for wave, (who, what) in found.items())


def of_wave(graph: net.InformantGraph, wave: WaveTies) -> net.InformantGraph:
    """The same nodes, so that waves compare, with who was heard and the ties that were told in one wave."""
    nodes = (replace(node, interviewed=node.key in wave.interviewed) for node in graph.nodes)
    return net.InformantGraph(tuple(nodes), tuple(tie for tie in graph.ties if tie.key in wave.ties))


def _hearings(session: Session) -> set[tuple[int, int]]:
    """(wave, id of the informant) of everybody heard in a source that is people's talk or doing."""
    sources, parts = table_of(Source), table_of(Participation)
    turns, versions = table_of(Turn), table_of(TextVersion)
    named = select(sources.c.wave, parts.c.informant_id).join(sources, parts.c.source_id == sources.c.id)
    spoken = (
        select(sources.c.wave, turns.c.informant_id)
        .join(versions, turns.c.text_version_id == versions.c.id)
        .join(sources, versions.c.source_id == sources.c.id)
        .where(turns.c.informant_id.is_not(None))
    )
    return {
        (wave, informant)
        for who in (named, spoken)
        for wave, informant in session.execute(who.where(sources.c.method.in_(HEARD_IN)).distinct())
    }


def _heard(session: Session, ties: Sequence[Tie]) -> set[int]:
    """Ids of the informants who were heard at any time, or who told of a tie."""
    told = {tie.nominated_by for tie in ties if tie.nominated_by is not None}
    return {informant for _wave, informant in _hearings(session)} | told


def is_negative(tie: Tie) -> bool:
    """Whether a tie is out of every share: weakened by a person's valence, or a conflict nobody called positive."""
    return tie.valence == Valence.WEAKENS or (
        tie.type == TieType.CONFLICT and tie.valence != Valence.STRENGTHENS
    )


def ends_of(tie: Tie) -> tuple[tuple[int | None, int | None], tuple[int | None, int | None]]:
    """Ids of informant and actor at each side; one of the two is None."""
    return (tie.from_informant_id, tie.from_actor_id), (tie.to_informant_id, tie.to_actor_id)


def level_of(who: Informant | Actor, groups: Mapping[int, Group]) -> int | None:
    """The level of somebody: the own one, else the group's; None where nobody knows."""
    if who.level is not None or who.group_id is None:
        return who.level
    return groups[who.group_id].level


def _names(session: Session) -> dict[tuple[str, int], str]:
    """The code or name at each side of each tie."""
    codes = {i.id: i.code for i in session.scalars(select(Informant))}
    actors = {a.id: a.name for a in session.scalars(select(Actor))}
    names = {}
    for tie in session.scalars(select(Tie)):
        for side, (informant, actor) in zip(("from", "to"), ends_of(tie), strict=True):
            names[side, tie.id] = codes[informant] if informant is not None else actors[actor or 0]
    return names


def _confirmations(ties: Sequence[Tie], heard: set[int]) -> dict[int, str | None]:
    """For each tie, whether the end that did not nominate it says the same."""
    said = {
        (frozenset(ends_of(tie)), tie.type, tie.nominated_by) for tie in ties if tie.nominated_by is not None
    }
    found: dict[int, str | None] = {}
    for tie in ties:
        others = [key for key in ends_of(tie) if key != (tie.nominated_by, None)]
        if tie.nominated_by is None or len(others) == 2:
            found[tie.id] = None
        elif others[0][0] not in heard:
            found[tie.id] = CANNOT_BE
        else:
            found[tie.id] = YES if (frozenset(ends_of(tie)), tie.type, others[0][0]) in said else NO
    return found


def tie_rows(session: Session) -> list[TieRow]:
    """Every tie in the order they were made."""
    shape = graph(session)
    names, codes = _names(session), {i.id: i.code for i in session.scalars(select(Informant))}
    ties = session.scalars(select(Tie).order_by(table_of(Tie).c.id)).all()
    said, spans = _confirmations(ties, _heard(session, ties)), _spans(session)
    return [
        TieRow(
            id=tie.uid,
            number=tie.id,
            a=names["from", tie.id],
            b=names["to", tie.id],
            type=tie.type.value,
            directed=tie.directed,
            tie_class=net.tie_class(shape.node[names["from", tie.id]], shape.node[names["to", tie.id]]),
            negative=is_negative(tie),
            strength=tie.strength,
            valence=tie.valence.value if tie.valence else None,
            nominated_by=codes.get(tie.nominated_by or 0),
            confirmed=said[tie.id],
            note=tie.note,
            evidence=tuple(spans.get(tie.id, ())),
        )
        for tie in ties
    ]


def _spans(session: Session) -> dict[int, list[TieSpan]]:
    sources = {source.id: source for source in session.scalars(select(Source))}
    proofs = session.scalars(select(TieEvidence).order_by(table_of(TieEvidence).c.id)).all()
    needed = {proof.source_id for proof in proofs}
    versions = table_of(TextVersion)
    bodies = {
        source_id: body
        for source_id, body in session.execute(
            select(versions.c.source_id, versions.c.body)
            .where(versions.c.source_id.in_(needed))
            .order_by(versions.c.number)
        )
    }
    found: dict[int, list[TieSpan]] = {}
    for proof in proofs:
        source = sources[proof.source_id]
        text = bodies[source.id][proof.start : proof.stop]
        span = TieSpan(proof.uid, source.uid, source.name, proof.start, proof.stop, text)
        found.setdefault(proof.tie_id, []).append(span)
    return found
