"""Who sits in which column of a table of counts, and the query that gives a column's quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from sqlmodel import Session

from qualcode.analysis import counts as counting
from qualcode.analysis import evidence as ev
from qualcode.analysis.columns import NOBODY, Ints
from qualcode.analysis.query import NONE, And, Field, Node, Not, Term
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import Method
from qualcode.project.attributes import attribute_column, seated
from qualcode.project.citations import Citations
from qualcode.project.facet import not_one_of
from qualcode.project.material import Material

GROUP, INFORMANT, METHOD, WAVE, ATTRIBUTE = "group", "informant", "method", "wave", "attr"
WAYS = (GROUP, INFORMANT, METHOD, WAVE)
"""What codes are crossed with, besides `attr:NAME`."""

COUNTED = Term(Field.COUNTED, "yes")
HELD = Not(Term(Field.COUNTED, "no"))
"""Somebody's or something's words, of literature too, which count in no figure."""


@dataclass(frozen=True)
class Seating:
    """Who sits where in a table of counts."""

    names: Sequence[str]
    """The columns: a group's id, an informant's code, a method, the number of a wave, a value."""
    terms: Sequence[Node]
    """What a query says to get the codings of each column."""
    total: Node
    """The same for all columns together."""
    found: Material
    place: Callable[[Material], Ints]
    """The column of each row of a material's attribution, or -1: of the one above, or a part of it."""
    seats: Sequence[tuple[int, int]]
    """Rows of units and columns; units that nobody coded sit, too."""
    counted: frozenset[str]
    """Kinds of units that are in n."""
    kinds: tuple[str, ...] = ()
    """By informant: the kind of unit of each column."""
    apart: tuple[tuple[str, str], ...] = ()
    """By informant: those who speak in focus groups only, each with the sessions they are counted in."""
    ids: tuple[str, ...] = ()
    """By informant: an informant's code, or the lasting id of the source that a column is."""
    untotalled: tuple[int, ...] = ()
    """Columns that are in no total: literature, by method."""

    @cached_property
    def column(self) -> Ints:
        """The column of each row of the attribution, or -1."""
        return self.place(self.found)

    def table(self) -> counting.Seats:
        """The seats as arrays, with those of codings whose unit nobody announced."""
        width = len(self.names)
        used = (self.found.attribution.unit * width + self.column)[self.column != NOBODY]
        own = np.array(self.seats, dtype=np.int64).reshape(-1, 2)
        keys = counting.distinct(np.concatenate([used, own[:, 0] * width + own[:, 1]]))
        unit, column = keys // max(width, 1), keys % max(width, 1)
        kinds = np.array([one.kind in self.counted for one in self.found.units], dtype=np.bool_)
        return counting.Seats(unit, column, kinds[unit])


def seating(by: str, found: Material, session: Session) -> Seating:
    """The seating by group, informant, method, wave or `attr:NAME`.

    Raises: BadInput for another way, NotFound for an attribute that nobody has.
    """
    way, colon, name = by.partition(":")
    match way:
        case "group" if not colon:
            return _by_group(found)
        case "informant" if not colon:
            return _by_informant(found)
        case "method" if not colon:
            return _by_method(found)
        case "wave" if not colon:
            return _by_wave(found)
        case "attr" if name.strip():
            return _by_attribute(found, session, name)
    raise BadInput(not_one_of("--by", by, (*WAYS, "attr:…")))


def _by_group(found: Material) -> Seating:
    names = [group.name for group in found.groups]
    terms = [Term(Field.GROUP, name) for name in names]
    seats = [(unit, group) for unit, _source, _speaker, group in seated(found)]
    seats, place, rest = _with_a_rest(found, seats, len(names), Material.unit_groups)
    if rest:
        names.append(_("without group"))
        terms.append(Term(Field.GROUP, NONE))
    works = {source.group_id for source in found.sources if source.method == Method.LITERATURE}
    has_works = [group.id in works for group in found.groups] + [None in works] * rest
    asked = [And((t, COUNTED)) if holds else t for t, holds in zip(terms, has_works, strict=True)]
    return Seating(names, asked, COUNTED, found, place, seats, found.counted_kinds)


def _with_a_rest(
    found: Material, seats: list[tuple[int, int]], columns: int, place: Callable[[Material], Ints]
) -> tuple[list[tuple[int, int]], Callable[[Material], Ints], bool]:
    """Seats and columns where those without one sit in one of their own behind the others, and if there are any."""
    rest = any(seat == NOBODY for _unit, seat in seats) or bool((place(found) == NOBODY).any())

    def seat_all(part: Material) -> Ints:
        column = place(part)
        if not rest and (column == NOBODY).any():
            raise ValueError("a coding has no column")
        return np.where(column == NOBODY, columns, column)

    return [(unit, columns if seat == NOBODY else seat) for unit, seat in seats], seat_all, rest


def _by_informant(found: Material) -> Seating:
    heard = set(found.speaking.tolist())
    # Who is not heard for themselves stands behind those who are, sessions of focus groups among these.
    shown = sorted(
        (row for row, unit in enumerate(found.units) if unit.kind in found.counted_kinds),
        key=lambda row: row not in heard,
    )
    of_unit = np.full(len(found.units), NOBODY, dtype=np.int64)
    of_unit[shown] = np.arange(len(shown))
    labels = Citations(found.sources, "")
    others = any(source.method != Method.INTERVIEW for source in found.sources)
    terms: list[Node] = []
    for row in shown:
        if row < len(found.informants):
            whose = Term(Field.INFORMANT, found.units[row].label)
            terms.append(And((whose, Term(Field.METHOD, Method.INTERVIEW))) if others else whose)
        else:
            source = found.sources[row - len(found.informants)]
            terms.append(And((Term(Field.SOURCE, labels.label(source.id)), COUNTED)))
    return Seating(
        [found.units[row].label for row in shown],
        terms,
        COUNTED if found.counts_documents else Not(Term(Field.INFORMANT, NONE)),
        found,
        lambda part: of_unit[part.attribution.unit],
        [(row, int(of_unit[row])) for row in found.speaking.tolist() if of_unit[row] != NOBODY],
        found.counted_kinds,
        tuple(found.units[row].kind for row in shown),
        _apart(found),
        tuple(found.units[row].id for row in shown),
    )


def _apart(found: Material) -> tuple[tuple[str, str], ...]:
    """Informants who are no unit of their own, since they speak in focus groups only, and these."""
    alone = set(found.speaking.tolist())
    sessions: dict[int, list[str]] = {}
    for row, speakers in found.speakers.items():
        if found.sources[row].method == Method.FGD:
            for speaker in speakers - alone:
                sessions.setdefault(speaker, []).append(found.units[len(found.informants) + row].label)
    return tuple((found.informants[row].code, ", ".join(sessions[row])) for row in sorted(sessions))


def _by_method(found: Material) -> Seating:
    used = {source.method.value for source in found.sources}
    names = [method for method in (*ev.FIELD_METHODS, ev.LITERATURE) if method in used]
    of_source = np.array([names.index(s.method.value) for s in found.sources], dtype=np.int64)
    return Seating(
        names,
        [And((Term(Field.METHOD, name), HELD if name == ev.LITERATURE else COUNTED)) for name in names],
        COUNTED,
        found,
        lambda part: of_source[part.codings.source[part.attribution.coding]],
        [(unit, int(of_source[source])) for unit, source, _speaker, _group in seated(found, literature=True)],
        frozenset({ev.INFORMANT, ev.SESSION, ev.SOURCE}),
        untotalled=tuple(place for place, name in enumerate(names) if name == ev.LITERATURE),
    )


def _by_wave(found: Material) -> Seating:
    waves = sorted({source.wave for source in found.sources})
    of_source = np.array([waves.index(source.wave) for source in found.sources], dtype=np.int64)
    return Seating(
        [str(wave) for wave in waves],
        [And((Term(Field.WAVE, str(wave)), COUNTED)) for wave in waves],
        COUNTED,
        found,
        lambda part: of_source[part.codings.source[part.attribution.coding]],
        [(unit, int(of_source[source])) for unit, source, _speaker, _group in seated(found)],
        found.counted_kinds,
    )


def _by_attribute(found: Material, session: Session, name: str) -> Seating:
    has = attribute_column(session, found, name)
    names = list(has.values)
    terms: list[Node] = [Term(Field.ATTRIBUTE, value, has.name, "=") for value in names]
    every = list(seated(found))
    units, sources, speakers, groups = np.array(every, dtype=np.int64).reshape(-1, 4).T
    seats = list(zip(units.tolist(), has.of(speakers, sources, groups).tolist(), strict=True))
    seats, place, rest = _with_a_rest(found, seats, len(names), has.of_codings)
    if rest:
        names.append(_("not recorded"))
        terms.append(Term(Field.ATTRIBUTE, NONE, has.name, "="))
    if any(source.method == Method.LITERATURE for source in found.sources):  # which has attributes, too
        terms = [And((term, COUNTED)) for term in terms]
    return Seating(names, terms, COUNTED, found, place, seats, found.counted_kinds)
