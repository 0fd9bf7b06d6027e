"""`project.crossings`: codes crossed with codes, with outcomes and periods, and links between codings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import product
from uuid import UUID

import numpy as np
from sqlmodel import Session, select

from qualcode.analysis import code_order
from qualcode.analysis import evidence as ev
from qualcode.analysis.columns import Bools, Codings, Ints, owners
from qualcode.analysis.counts import branches_of
from qualcode.analysis.cross_case import cross_case
from qualcode.analysis.frames import Frames
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Code, Coder, Coding, CodingLink, LinkKind
from qualcode.project import material
from qualcode.project.attributes import attribute_column
from qualcode.project.case_tables import CrossCaseTable
from qualcode.project.code_tree import by_row, code_tree
from qualcode.project.crossing_tables import FrameTable
from qualcode.project.crossings import OrderTable
from qualcode.project.facet import Facet, not_one_of
from qualcode.project.figures import CodeHead
from qualcode.project.link_tables import Chain, LinkedCodes, LinkTable
from qualcode.project.lookup import find
from qualcode.project.units_counted import unit_of
from qualcode.store.transaction import table_of

WITHIN, FOLLOWED = "within", "followed"
HOW = (WITHIN, FOLLOWED)
"""How a first code may stand to a second."""
TURN, SOURCE = "turn", "source"
FRAMES = (TURN, SOURCE)
"""What codes of several branches may share."""


class CrossingsFacet(Facet):
    """What stands with what. Codings that count are those of `project.analysis.counts`; nothing is written."""

    def order(
        self, how: str = WITHIN, *, characters: int | None = None, coder: str | None = None
    ) -> OrderTable:
        """Code × code: passages of the first that lie "within" one of the second, or are "followed" by one.

        With `characters` the one that follows begins at most so many behind; without, in the same turn.
        Raises BadInput for another `how` or a negative distance, NotFound for an unknown coder.
        """
        with self.project.read() as session:
            found = material.counting(session, coder)
            codes, parents = code_tree(session)
            name = _name(session, coder)
        codings = by_row(found.codings, codes)
        until = _until(codings, found, how, characters)
        table = code_order.orders(codings, found.attribution, found.counted, parents, until)

        @cache
        def ordered() -> code_order.Ordered:
            return code_order.Ordered(codings, found.attribution, parents, until)

        return OrderTable(
            codes=tuple(codes),
            orders=table,
            followed=how == FOLLOWED,
            behind=lambda first, second: found.columns.id[ordered().of(first, second)].tolist(),
            characters=characters,
            coder=name,
            unit=unit_of(found),
        )

    def in_order(
        self,
        first: str,
        second: str,
        how: str = WITHIN,
        *,
        characters: int | None = None,
        coder: str | None = None,
    ) -> Sequence[UUID]:
        """The ids of the first code's codings that `order` counts, in the order of their places."""
        table = self.order(how, characters=characters, coder=coder)
        with self.project.read() as session:
            one, other = (_row(session, table.codes, code) for code in (first, second))
            ids = table.behind(one, other)
            uid = _uids(session, ids)
        return [uid[one] for one in ids]

    def cross_case(
        self,
        outcome: str,
        *,
        periods: Sequence[str] | None = None,
        codes: Sequence[str] | None = None,
        coder: str | None = None,
    ) -> CrossCaseTable:
        """Code × outcome × period, with the change from the first to the last period within the same people.

        Args:
            outcome: an attribute, of informants, of their group or of the source.
            periods: what codings speak about, from the first to the last; by default those in use, in the order
                in which they were first given.
            codes: show these and what is below them; by default the whole codebook.
            coder: only this coder's codings.

        Raises NotFound for an attribute nobody has, an unknown code or coder; BadInput for a period no coding has.
        """
        with self.project.read() as session:
            found = material.counting(session, coder)
            heads, parents = code_tree(session)
            has = attribute_column(session, found, outcome)
            rows = _branches(session, heads, parents, codes)
            name = _name(session, coder)
        names, period = _periods(found, periods)
        rows_of = found.attribution
        value = has.of_codings(found)
        codings = by_row(found.codings, heads)
        crossed = cross_case(
            codings, rows_of, value, period, len(has.values), len(names), found.counted, parents
        )
        branches = branches_of(parents)

        def told(code: int, outcome: int) -> list[int]:
            when = period[rows_of.coding]
            chosen = (value == outcome) & ((when == 0) | (when == len(names) - 1))
            chosen &= np.isin(rows_of.unit, list(crossed.both[outcome]))
            chosen &= np.isin(codings.code[rows_of.coding], branches[code])
            return list(map(int, found.columns.id[np.unique(rows_of.coding[chosen])]))

        placed = (value >= 0) & (period[rows_of.coding] >= 0)
        group = found.unit_groups()
        shown = np.isin(codings.code[rows_of.coding], rows)
        return CrossCaseTable(
            outcome=has.name,
            outcomes=has.values,
            periods=names,
            codes=tuple(heads),
            rows=tuple(rows),
            crossed=crossed,
            units=tuple(unit.label for unit in found.units),
            groups=tuple(
                len(np.unique(group[placed & (value == place) & (group >= 0)]))
                for place in range(len(has.values))
            ),
            all_groups=len(np.unique(group[placed & (group >= 0)])),
            unplaced=len(np.unique(rows_of.coding[shown & ~placed])),
            told=told,
            coder=name,
            unit=unit_of(found),
        )

    def table(
        self,
        rows: Sequence[str],
        columns: Sequence[str],
        layers: Sequence[str] = (),
        *,
        within: str = TURN,
        coder: str | None = None,
    ) -> FrameTable:
        """Stage × problem, or stage × problem for each actor: codes that share a turn or a source.

        Each of `rows`, `columns` and `layers` are codes; one code with codes below it stands for these.
        Raises BadInput for another `within` or no codes, NotFound for an unknown code or coder.
        """
        if within not in FRAMES:
            raise BadInput(not_one_of("--within", within, FRAMES))
        if not rows or not columns:
            raise BadInput(_("a table needs codes for its rows and for its columns"))
        with self.project.read() as session:
            found = material.counting(session, coder)
            heads, parents = code_tree(session)
            peers = [_peers(session, heads, parents, given) for given in (rows, columns, layers)]
            name = _name(session, coder)
        codings = by_row(found.codings, heads)
        coding, turn, unit, _speaker = owners(codings, found.turns, found.stand_ins, len(found.informants))
        frame = codings.source[coding] if within == SOURCE else turn
        return FrameTable(
            codes=tuple(heads),
            rows=peers[0],
            columns=peers[1],
            layers=peers[2],
            frames=Frames.of(frame, unit, codings.code[coding], _people(found), parents),
            whole_source=within == SOURCE,
            sources=found.units[len(found.informants) :],
            numbers=found.columns.id[coding].astype(np.int64),
            coder=name,
            unit=unit_of(found),
        )

    def links(self, *, coder: str | None = None) -> LinkTable:
        """Links that people made between codings, by code, and chains of cause, problem and solution.

        A problem is a passage that a cause or a solution was linked to; one with several of each gives every chain.
        Raises NotFound for an unknown coder.
        """
        with self.project.read() as session:
            found = material.counting(session, coder)
            heads, _parents = code_tree(session)
            links = session.scalars(select(CodingLink).order_by(table_of(CodingLink).c.id)).all()
            ends = sorted({end for link in links for end in (link.from_coding_id, link.to_coding_id)})
            uid = _uids(session, ends)
        units = _units_of(found, ends)
        row_of = dict(zip(found.columns.id.tolist(), found.codings.code.tolist(), strict=True))
        name = {head.key: head.code for head in heads}
        code = {end: name[row_of[end]] for end in units}
        counting = [link for link in links if {link.from_coding_id, link.to_coding_id} <= units.keys()]

        together: dict[tuple[str, LinkKind, str], list[CodingLink]] = {}
        for link in counting:
            key = code[link.from_coding_id], link.kind, code[link.to_coding_id]
            together.setdefault(key, []).append(link)
        linked = [
            LinkedCodes(
                *key,
                len(some),
                *_heard(units, (link.to_coding_id for link in some), found),
                tuple((uid[link.from_coding_id], uid[link.to_coding_id]) for link in some),
            )
            for key, some in together.items()
        ]
        return LinkTable(
            links=tuple(sorted(linked, key=lambda row: (-row.informants, -row.links, row.first, row.second))),
            chains=tuple(_chains(counting, code, units, uid, found)),
            left_out=len(links) - len(counting),
            names={head.code: head.name for head in heads},
            numbers={uid[end]: end for end in ends},
            unit=unit_of(found),
        )


def _uids(session: Session, codings: Sequence[int]) -> dict[int, UUID]:
    """The ids made once of these codings, a few hundred at a time: a query takes only so many values."""
    table = table_of(Coding)
    found: dict[int, UUID] = {}
    for start in range(0, len(codings), 500):
        part = select(table.c.id, table.c.uid).where(table.c.id.in_(codings[start : start + 500]))
        found |= {number: uid for number, uid in session.execute(part)}
    return found


def _chains(
    links: Sequence[CodingLink],
    code: dict[int, str],
    units: dict[int, set[int]],
    uid: dict[int, UUID],
    found: material.Material,
) -> list[Chain]:
    causes: dict[int, set[str]] = {}
    solutions: dict[int, set[str]] = {}
    for link in links:
        if link.kind is not LinkKind.BEFORE:
            side = causes if link.kind is LinkKind.CAUSE_OF else solutions
            side.setdefault(link.to_coding_id, set()).add(code[link.from_coding_id])
    passages: dict[tuple[str | None, str, str | None], set[int]] = {}
    for problem in causes.keys() | solutions.keys():
        before: Iterable[str | None] = causes.get(problem) or {None}
        after: Iterable[str | None] = solutions.get(problem) or {None}
        for cause, solution in product(before, after):
            passages.setdefault((cause, code[problem], solution), set()).add(problem)
    chains = [
        Chain(
            cause,
            problem,
            solution,
            len(some),
            *_heard(units, some, found),
            tuple(uid[coding] for coding in sorted(some)),
        )
        for (cause, problem, solution), some in passages.items()
    ]
    return sorted(
        chains,
        key=lambda row: (row.problem, -row.informants, -row.passages, row.cause or "", row.solution or ""),
    )


def _units_of(found: material.Material, codings: Sequence[int]) -> dict[int, set[int]]:
    """Rows of the units each of these codings counts for; one that counts for nobody is left out."""
    rows = found.attribution
    ids = found.columns.id[rows.coding].astype(np.int64)
    chosen = np.isin(ids, codings)
    result: dict[int, set[int]] = {}
    for coding, unit in zip(ids[chosen].tolist(), rows.unit[chosen].tolist(), strict=True):
        result.setdefault(coding, set()).add(unit)
    return result


def _heard(units: dict[int, set[int]], codings: Iterable[int], found: material.Material) -> tuple[int, int]:
    """Informants and documents whose words these codings are."""
    people = _people(found)
    every = {unit for coding in codings for unit in units[coding]}
    informants = sum(bool(people[unit]) for unit in every)
    return informants, len(every) - informants


def _people(found: material.Material) -> Bools:
    return np.array([unit.kind in (ev.INFORMANT, ev.SESSION) for unit in found.units], dtype=np.bool_)


def _until(codings: Codings, found: material.Material, how: str, characters: int | None) -> Ints | None:
    if how not in HOW:
        raise BadInput(not_one_of("--how", how, HOW))
    if characters is not None and characters < 0:
        raise BadInput(_("a distance in characters is 0 or more"))
    if how == WITHIN:
        return None
    if characters is None:
        return code_order.until_turn(codings, found.turns)
    return code_order.until_characters(codings, characters)


def _periods(found: material.Material, given: Sequence[str] | None) -> tuple[tuple[str, ...], Ints]:
    """The periods in their order, and which one each coding speaks about (-1: none of them)."""
    cols = found.columns
    own = [name.strip() for name in cols.periods]
    if given is None:
        first: dict[str, int] = {}
        for number, name in enumerate(own):
            ids = cols.id[cols.period == number]
            if name and len(ids):
                first[name.casefold()] = min(first.get(name.casefold(), int(ids.min())), int(ids.min()))
        known = {name.casefold(): name for name in reversed(own)}
        names = tuple(known[key] for key in sorted(first, key=lambda key: first[key]))
    else:
        names = tuple(dict.fromkeys(name.strip() for name in given))
        used = {own[number].casefold() for number in np.unique(cols.period).tolist()} - {""}
        if missing := [name for name in names if name.casefold() not in used]:
            raise BadInput(
                _(
                    "no coding speaks of the period {name}; there are: {known}",
                    name=missing[0],
                    known=", ".join(sorted(used)) or "–",
                )
            )
    place = {name.casefold(): number for number, name in enumerate(names)}
    of_number = np.array([place.get(name.casefold(), -1) for name in own], dtype=np.int64)
    return names, of_number[cols.period]


def _row(session: Session, codes: Sequence[CodeHead], given: str) -> int:
    key = find(session, Code, given).id
    return next(row for row, code in enumerate(codes) if code.key == key)


def _peers(
    session: Session, codes: Sequence[CodeHead], parents: Sequence[int], given: Sequence[str]
) -> tuple[int, ...]:
    """The rows of the codes; a single one that has codes below it stands for these."""
    rows = tuple(dict.fromkeys(_row(session, codes, code) for code in given))
    if len(rows) == 1:
        below = tuple(row for row, parent in enumerate(parents) if parent == rows[0])
        return below or rows
    return rows


def _branches(
    session: Session, codes: Sequence[CodeHead], parents: Sequence[int], given: Sequence[str] | None
) -> list[int]:
    """The rows of these codes and of all below them."""
    if given is None:
        return list(range(len(codes)))
    branches = branches_of(parents)
    chosen: set[int] = set()
    for code in given:
        chosen.update(branches[_row(session, codes, code)].tolist())
    return sorted(chosen)


def _name(session: Session, coder: str | None) -> str | None:
    return None if coder is None else find(session, Coder, coder).name
