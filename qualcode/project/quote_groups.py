"""In what groups and in what order quotes stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlmodel import Session

from qualcode.analysis.columns import NOBODY, Ints
from qualcode.analysis.counts import changes
from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.project.attributes import attribute_column
from qualcode.project.facet import not_one_of
from qualcode.project.figures import CodeHead
from qualcode.project.material import Material, speaks_alone
from qualcode.project.quote_terms import VALENCES

NO_GROUPS = "none"
GROUPINGS = (
    NO_GROUPS,
    "code",
    "informant",
    "group",
    "source",
    "method",
    "wave",
    "coder",
    "valence",
    "period",
)
"""By what quotes are grouped, besides `attr:NAME`."""
SORTS = ("place", "code", "informant", "wave", "length", "newest")
"""In what order quotes stand within a group."""


class Same:
    """The rows of all codings of each quote, by the row that stands for it: its first coding.

    Args:
        numbers: running numbers of codings.
        quotes: the quote that each is a coding of.
        rows: where they stand among all.
    """

    def __init__(self, numbers: NDArray[np.int32], quotes: Ints, rows: Ints) -> None:
        # Where each coding is a quote of its own, as nearly always, they are in order already.
        single = bool(np.all(np.diff(quotes) > 0))
        order = np.arange(len(quotes)) if single else np.lexsort((numbers, quotes))
        self._codings = rows[order]
        self._first = np.flatnonzero(changes(quotes[order]))
        self.rows = self._codings[self._first]
        """Of the quotes, by their numbers."""
        self._by_row = np.arange(len(rows)) if single else np.argsort(self.rows)

    def of(self, rows: Ints) -> tuple[Ints, Ints]:
        """Pairs of a quote's place among `rows` and the row of one of its codings."""
        at = self._by_row[np.searchsorted(self.rows[self._by_row], rows)]
        sizes = np.diff(self._first, append=len(self._codings))[at]
        offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return np.repeat(np.arange(len(rows)), sizes), self._codings[
            np.repeat(self._first[at], sizes) + offset
        ]


@dataclass(frozen=True)
class Grouping:
    """The group of each quote, as a number; groups stand in the order of their numbers."""

    of: Ints
    names: Sequence[tuple[str, str]]
    """Key and label of each group."""

    def in_order(self, places: Ints) -> Grouping:
        """The same for quotes in another order."""
        return Grouping(self.of[places], self.names)


def grouping(
    by: str,
    session: Session,
    found: Material,
    rows: Ints,
    heads: Sequence[CodeHead],
    coders: Mapping[int, str],
    same: Same,
) -> Grouping:
    """The groups of the quotes that `rows` of the codings stand for.

    Whose words are several people's stands in a group of those together. Raises BadInput for another `by`,
    NotFound for an attribute that nobody has.
    """
    known, cols = found.codings, found.columns
    way, colon, name = by.partition(":")
    if by == NO_GROUPS:
        return Grouping(np.zeros(len(rows), dtype=np.int64), [("", "")])
    if by == "code":
        code_row = {head.key: row for row, head in enumerate(heads)}
        of = np.array([code_row[int(key)] for key in known.code[rows]], dtype=np.int64)
        return Grouping(of, [(head.code, f"{head.code} {head.name}") for head in heads])
    if by == "source":
        return Grouping(known.source[rows], [(str(s.uid), s.name) for s in found.sources])
    if by == "method":
        methods = list(dict.fromkeys(s.method.value for s in found.sources))
        at = np.array([methods.index(s.method.value) for s in found.sources], dtype=np.int64)
        return Grouping(at[known.source[rows]], [(m, method_words(m)) for m in methods])
    if by == "wave":
        waves = np.array([s.wave for s in found.sources], dtype=np.int64)[known.source[rows]]
        names = [(str(n), _("time {n}", n=n)) for n in range(int(waves.max(initial=0)) + 1)]
        return Grouping(waves, names)
    if by == "informant":
        index, value = _owned(found, rows, owners(found))
        return _together(len(rows), index, value, lambda n: _person(found, n), _("counts for nobody"))
    if by == "group":
        index, value = _owned(found, rows, found.unit_groups())
        return _together(len(rows), index, value, lambda n: found.groups[n].name, _("without group"))
    if way == "attr" and colon and name.strip():
        has = attribute_column(session, found, name)
        index, value = _owned(found, rows, has.of_codings(found))
        return _together(len(rows), index, value, lambda n: has.values[n], _("not recorded"))
    if by in ("coder", "valence", "period"):
        index, row = same.of(rows)
        if by == "coder":
            return _together(len(rows), index, cols.coder[row].astype(np.int64), lambda n: coders[n], "")
        if by == "valence":
            value = np.where(cols.valence[row] == 0, NOBODY, cols.valence[row]).astype(np.int64)
            return _together(
                len(rows), index, value, lambda n: valence_words(VALENCES[n]), _("without valence")
            )
        value = np.where(cols.period[row] == 0, NOBODY, cols.period[row]).astype(np.int64)
        return _together(len(rows), index, value, lambda n: cols.periods[n], _("without period"))
    raise BadInput(not_one_of("--group-by", by, (*GROUPINGS, "attr:…")))


def places_in_order(
    sort: str, groups: Grouping, found: Material, rows: Ints, spans: Ints, code_row: Mapping[int, int]
) -> Ints:
    """The places of the quotes in order: by group, then as `sort` says, then by source and place."""
    known = found.codings
    if sort == "place" and len(groups.names) == 1 and np.all(np.diff(spans) > 0):
        return np.arange(len(rows))  # a quote a passage, and they come by place
    keys = np.array(sorted(code_row), dtype=np.int64)
    ranks = np.array([code_row[int(key)] for key in keys], dtype=np.int64)
    code = ranks[np.searchsorted(keys, known.code[rows])] if len(rows) else rows
    first: tuple[Ints, ...] = ()
    match sort:
        case "code":
            first = (code,)
        case "informant":
            index, value = _owned(found, rows, owners(found))
            lowest = np.full(len(rows), np.iinfo(np.int64).max)
            np.minimum.at(lowest, index, np.where(value == NOBODY, lowest[index], value))
            first = (lowest,)
        case "wave":
            first = (np.array([s.wave for s in found.sources], dtype=np.int64)[known.source[rows]],)
        case "length":
            first = (known.start[rows] - known.end[rows],)
        case "newest":
            first = (-found.columns.id[rows].astype(np.int64),)
    return np.lexsort((code, known.end[rows], known.start[rows], known.source[rows], *first, groups.of))


def owners(found: Material) -> Ints:
    """For each row of the attribution who speaks: the row of an informant, or of a source behind the informants."""
    rows = found.attribution
    alone = np.array([speaks_alone(source.method) for source in found.sources], dtype=np.bool_)
    itself = (rows.speaker == NOBODY) | alone[found.codings.source[rows.coding]]
    return np.where(itself, rows.unit, rows.speaker)


def _person(found: Material, number: int) -> str:
    here = len(found.informants)
    return found.informants[number].code if number < here else found.sources[number - here].name


def _owned(found: Material, rows: Ints, values: Ints) -> tuple[Ints, Ints]:
    """Pairs of a quote's place and a value of one of its rows of the attribution."""
    places = np.full(len(found.codings), NOBODY, dtype=np.int64)
    places[rows] = np.arange(len(rows))
    index = places[found.attribution.coding]
    return index[index != NOBODY], values[index != NOBODY]


def _together(count: int, index: Ints, value: Ints, label: Callable[[int], str], without: str) -> Grouping:
    """A group for each set of values that a quote has; those without any stand last."""
    index, value = index[value != NOBODY], value[value != NOBODY]
    low = np.full(count, np.iinfo(np.int64).max)
    high = np.full(count, NOBODY, dtype=np.int64)
    np.minimum.at(low, index, value)
    np.maximum.at(high, index, value)
    sets: list[tuple[int, ...]] = [
        (first,) if first == last else () for first, last in zip(low.tolist(), high.tolist(), strict=True)
    ]
    several = np.flatnonzero((low != high) & (high != NOBODY))
    if len(several):
        found: dict[int, set[int]] = {place: set() for place in several.tolist()}
        chosen = np.isin(index, several)
        for place, one in zip(index[chosen].tolist(), value[chosen].tolist(), strict=True):
            found[place].add(one)
        for place, values in found.items():
            sets[place] = tuple(sorted(values))
    every = sorted(set(sets), key=lambda values: (not values, values))
    number = {values: n for n, values in enumerate(every)}
    names = [" + ".join(label(one) for one in values) if values else without for values in every]
    keys = ["" if not values else name for values, name in zip(every, names, strict=True)]
    return Grouping(
        np.array([number[values] for values in sets], dtype=np.int64), list(zip(keys, names, strict=True))
    )


def method_words(method: str) -> str:
    """A method in the current language."""
    return {
        "interview": _("interview"),
        "observation": _("observation"),
        "document": _("document"),
        "fgd": _("focus group"),
        "literature": _("literature"),
    }.get(method, method)


def valence_words(valence: str) -> str:
    """A valence in the current language."""
    return {"strengthens": _("strengthens"), "weakens": _("weakens"), "mixed": _("mixed")}.get(
        valence, valence
    )


def period_words(period: str) -> str:
    """The time a passage speaks of, in the current language; words of a person's own stay as written."""
    words = {"before": _("before"), "after": _("after")}
    return words.get(period.strip().casefold(), period)
