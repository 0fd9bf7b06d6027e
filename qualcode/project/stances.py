"""The stances people gave, as triangulation reads them: columns, claims with their scope, evidence, who read what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from sqlmodel import Session, select

from qualcode.analysis import evidence as ev
from qualcode.analysis import triangulation as tri
from qualcode.analysis.columns import NOBODY
from qualcode.analysis.seats import readings, seats
from qualcode.model import Coder, Coding, Evidence, Finding, FindingUnit, ScopeMark
from qualcode.project.finding_scope import of_everybody
from qualcode.project.material import Material
from qualcode.store.transaction import table_of


def columns(by: str, session: Session, found: Material) -> Sequence[tri.Column]:
    """The columns of one way to triangulate, those without a voice left out."""
    groups = [group.name for group in found.groups]
    methods = [name for name in ev.FIELD_METHODS if name in {s.method.value for s in found.sources}]
    match by:
        case tri.METHOD:
            names = methods
        case tri.WAVE:
            names = [str(wave) for wave in sorted({source.wave for source in found.sources})]
        case tri.CODER:
            judged = set(session.scalars(select(table_of(Evidence).c.coder_id).distinct()))
            every = session.scalars(select(Coder).order_by(table_of(Coder).c.id))
            names = [coder.name for coder in every if coder.id in judged]
        case tri.GROUP_METHOD:
            return [tri.nested(group, method) for group in groups for method in methods]
        case _:
            names = groups
    return [tri.Column(name, name) for name in names]


def readers(session: Session, found: Material) -> Mapping[str, Collection[str]]:
    """Names of the coders who coded in a source or set a stance on its words, by the source's key."""
    names = {coder.id: coder.name for coder in session.scalars(select(Coder))}
    keys = {source.id: str(source.uid) for source in found.sources}
    coded = zip(found.columns.source.tolist(), found.columns.coder.tolist(), strict=True)
    linked = session.execute(
        select(table_of(Coding).c.source_id, table_of(Evidence).c.coder_id).join(
            Evidence, table_of(Coding).c.id == table_of(Evidence).c.coding_id
        )
    )
    read: dict[str, set[str]] = {}
    for source, coder in {*coded, *(tuple(row) for row in linked)}:
        read.setdefault(keys[source], set()).add(names[coder])
    return read


def claim(session: Session, finding: Finding, found: Material) -> ev.Claim:
    """The finding's sentence with its scope; a marked group stands for its members, an interview for its speakers."""
    marks = session.scalars(select(FindingUnit).where(table_of(FindingUnit).c.finding_id == finding.id)).all()
    units: dict[ScopeMark, set[str]] = {ScopeMark.IN_SCOPE: set(), ScopeMark.NOT_ASKED: set()}
    for mark in marks:
        units[mark.mark] |= _marked(mark, found)
    closed = any(mark.mark == ScopeMark.IN_SCOPE and not of_everybody(mark) for mark in marks)
    return ev.Claim(
        key=str(finding.uid),
        text=finding.claim,
        scope=frozenset(units[ScopeMark.IN_SCOPE]) if closed else None,
        not_asked=frozenset(units[ScopeMark.NOT_ASKED]),
    )


def _marked(mark: FindingUnit, found: Material) -> set[str]:
    if mark.informant_id is not None:
        return {found.units[found.informant_row[mark.informant_id]].key}
    if mark.group_id is not None:
        name = found.group_name.get(mark.group_id)
        return {voice.unit for voice in found.voices if voice.group == name}
    if of_everybody(mark):
        return set()
    source = str(found.sources[found.source_row[mark.source_id or 0]].uid)
    return {voice.unit for voice in found.voices if voice.source == source}


def evidence(session: Session, findings: Iterable[Finding], found: Material) -> list[ev.Evidence]:
    """The codings linked to these findings, once for each unit whose words they hold."""
    return [item for _link, item in _linked(session, findings, found)]


def in_column(session: Session, finding: Finding, by: str, column: str, found: Material) -> Collection[int]:
    """Ids of the evidence records that stand in the column of that key, documents beside the count among them."""
    linked = _linked(session, [finding], found)
    voices = {*found.voices, *(item.voice for _link, item in linked)}
    if by == tri.CODER:
        voices = readings(voices, readers(session, found))
        linked = [
            (link, replace(item, voice=replace(item.voice, reader=item.coder))) for link, item in linked
        ]
    seated = seats(by, {*voices, *(item.voice for _link, item in linked)}).column
    return {link.id or 0 for link, item in linked if seated.get(item.voice) == column}


def quotes(
    session: Session, findings: Iterable[Finding], by: str, found: Material, coder: str | None = None
) -> Mapping[tuple[str, str, str], Sequence[int]]:
    """Numbers of the codings behind each cell, by finding, part and column; the part is "" for the whole row."""
    linked = [(link, item) for link, item in _linked(session, findings, found) if coder in (None, item.coder)]
    voices = {*found.voices, *(item.voice for _link, item in linked)}
    if by == tri.CODER:
        voices = readings(voices, readers(session, found))
        linked = [
            (link, replace(item, voice=replace(item.voice, reader=item.coder))) for link, item in linked
        ]
    seated = seats(by, {*voices, *(item.voice for _link, item in linked)})
    cells: dict[tuple[str, str, str], set[int]] = {}
    for link, item in linked:
        if (column := seated.column.get(item.voice)) is not None:
            for part in ("", *seated.topics.get(item.voice, ())):
                cells.setdefault((item.claim, part, column), set()).add(link.coding_id or 0)
    return {place: sorted(numbers) for place, numbers in cells.items()}


def _linked(
    session: Session, findings: Iterable[Finding], found: Material
) -> list[tuple[Evidence, ev.Evidence]]:
    claims = {finding.id: str(finding.uid) for finding in findings}
    coders = {coder.id: coder.name for coder in session.scalars(select(Coder))}
    row_of = {int(key): row for row, key in enumerate(found.columns.id)}
    owners = found.attribution
    linked = session.execute(
        select(Evidence, table_of(Coding).c.period)
        .join(Coding, table_of(Coding).c.id == table_of(Evidence).c.coding_id)
        .where(table_of(Evidence).c.finding_id.in_(claims))
        .order_by(table_of(Evidence).c.id)
    ).all()
    result = []
    for link, period in linked:
        row = row_of[link.coding_id or 0]
        first, last = np.searchsorted(owners.coding, [row, row + 1])
        for place in range(first, last):
            speaker = int(owners.speaker[place])
            source = int(found.codings.source[row])
            item = ev.Evidence(
                claim=claims[link.finding_id],
                voice=found.voice(source, int(owners.unit[place]), speaker),
                stance=str(link.stance),
                coder=coders[link.coder_id],
                period=link.period or period or None,
                passage=(int(found.codings.start[row]), int(found.codings.end[row])),
                speaker=None if speaker == NOBODY else found.informants[speaker].code,
            )
            result.append((link, item))
    return result
