"""`project.attributes`: properties of informants, groups and sources: read from tables, counted, crossed, divided."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from sqlmodel import Session, select

from qualcode.analysis import descriptive as d
from qualcode.analysis.columns import NOBODY
from qualcode.analysis.counts import branches_of
from qualcode.errors import BadInput
from qualcode.exchange.problems import FileProblems, Problem
from qualcode.i18n import _
from qualcode.model import Attribute, Code, Study, ValueKind
from qualcode.project import material
from qualcode.project.attribute_cells import kind_word
from qualcode.project.attribute_holdings import (
    RANDOM,
    Held,
    groups_of,
    held_in,
    is_random,
    named,
    numbers_of,
    of_informants,
    owners_of,
    reached_by,
)
from qualcode.project.attribute_tables import (
    GROUP,
    INFORMANT,
    AttributeTable,
    check,
    read_raw,
)
from qualcode.project.attributes import ordered, shown
from qualcode.project.code_tree import code_tree
from qualcode.project.descriptions import (
    COST_PER,
    ECONOMY,
    EFFECTIVENESS,
    EFFICIENCY,
    AttributeCross,
    AttributeRow,
    Description,
    JointCell,
    JointDisplay,
    JointRow,
    ValueCount,
    ValueForMoney,
    no_attributes,
)
from qualcode.project.facet import Facet
from qualcode.project.figures import CountTable
from qualcode.project.lookup import find
from qualcode.project.namesakes import visible
from qualcode.project.real_names import is_name_of_somebody
from qualcode.store.transaction import Transaction, table_of

_NAMES = re.compile(
    r"nama (?:informan|responden|narasumber|partisipan|subjek|ktp)|(?:respondent|informant) name"
)
_TELLING = re.compile(
    r"nik|nip|(?:(?:no|nomor)\.? ?)?(?:ktp|kk|hp|handphone|telp\.?|telepon|wa|whatsapp|rekening)|e-?mail|"
    r"alamat(?: .*)?|address|(?:mobile|phone)(?: number)?"
)
"""Columns that find one person among everybody."""
BESIDE = 2
"""Quotes shown beside a figure."""


@dataclass(frozen=True)
class Imported:
    """What a table of attributes brought."""

    owner: str
    rows: int
    attributes: Mapping[str, str]
    """Kinds by name."""
    added: int
    """Values that were not there."""
    changed: int
    """Values in place of others."""
    alike: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By name: values that differ in capital letters alone, as ya, Ya and YA; they stay as they were written."""

    def remarks(self) -> list[str]:
        """What should be looked at, in the current language."""
        return [
            _(
                "{name}: {values} are different values; where they mean the same, write one of them and read the table "
                "in again",
                name=name,
                values=", ".join(values),
            )
            for name, values in self.alike.items()
        ]


class AttributesFacet(Facet):
    """Attributes of informants, groups and sources."""

    def import_table(
        self,
        file: str | Path,
        *,
        sheet: str | None = None,
        types: Mapping[str, str] | None = None,
        random_sample: bool = False,
    ) -> Imported:
        """Read attributes from a .csv or .xlsx table: one row an informant (or group, or source), one column each.

        The first of these columns says whose values they are: id, informant, responden …; group, kelompok; source,
        berkas. A value that is there already is replaced, an empty cell leaves what is there. A column is of the kind
        that `types` or its heading (`umur:number`) say, else of the kind the attribute has, else of what most of its
        cells are. With `random_sample` the informants are marked as chosen by chance, so that shares have intervals.

        One action: everything, or nothing. Raises FileProblems with every line that does not fit: wrong kinds,
        unknown and doubled owners, formulas; BadInput for what is no table.
        """
        raw = read_raw(Path(file), sheet)

        def work(tx: Transaction) -> Imported:
            held = held_in(tx.session)
            table = check(
                raw, owners_of(tx.session), _names_known(held), _refused, types or {}, groups_of(tx.session)
            )
            if random_sample:
                _mark_random(tx, raw.name, table)
            return _put(tx, table, held)

        return self.project.write("attribute.import", work, summary=raw.name)

    def list(self) -> Sequence[AttributeRow]:
        """Every attribute of each kind of owner, in the order they were first given."""
        with self.project.read() as session:
            of = {owner: len(records) for owner, records in owners_of(session).items()}
            return [_row(one, of[one.owner]) for one in held_in(session)]

    def reason(self) -> str | None:
        """Why `list` and `describe` are empty, and what to do, in the current language; None where they are not."""
        return None if self.list() else no_attributes()

    def describe(self, name: str | None = None) -> Sequence[Description]:
        """Counts and shares of each value, and of numbers the averages; all attributes, or those called `name`.

        Shares have an interval only where every informant with the attribute was marked as chosen by chance. Raises
        NotFound for an attribute that nobody has.
        """
        with self.project.read() as session:
            found = held_in(session) if name is None else named(session, name)
            of = {owner: len(records) for owner, records in owners_of(session).items()}
            return [_description(one, of[one.owner], is_random(session, one)) for one in found]

    def joint(self, name: str, codes: Sequence[str], *, quotes: int = BESIDE) -> JointDisplay:
        """Codes over the values of an attribute: k of n for each value, with as many `quotes` beside the figure.

        For an attribute of numbers also its averages among informants who speak of the code, and who do not. Shares
        have an interval only where chance chose everybody with the attribute and all of them speak. Raises
        NotFound for an unknown attribute or code, Ambiguous for one of several.
        """
        table = self.project.analysis.counts(f"attr:{name}")
        with self.project.read() as session:
            held = named(session, name)
            keys = [find(session, Code, code).id for code in codes]
            drawn = all(is_random(session, one) for one in held)
            holders = sum(len(one.values) for one in held)
            words = {shown(value) for one in held for value in one.values.values()}
            mine = next((one for one in held if one.owner == INFORMANT), None)
            numbers = None if mine is None or mine.kind != ValueKind.NUMBER else mine.values
            speaking = _Speaking(session) if numbers else None
        rows = [place for place, head in enumerate(table.codes) if head.key in keys]
        known = [place for place, value in enumerate(table.columns) if value in words]
        # Chance chose who was asked the attribute; of those who speak it did only where all of them do.
        random = drawn and all(sum(table.counts.cells[row][at].n for at in known) == holders for row in rows)
        return JointDisplay(
            attribute=held[0].name,
            kind=held[0].kind,
            values=table.columns,
            random=random,
            unit=table.unit,
            rows=tuple(
                JointRow(
                    table.codes[row].code,
                    table.codes[row].name,
                    tuple(
                        self._cell(table, row, column, random and column in known, quotes)
                        for column in range(len(table.columns))
                    ),
                    *(speaking.split(row, numbers) if speaking and numbers else (None, None)),
                )
                for row in rows
            ),
        )

    def _cell(self, table: CountTable, row: int, column: int, random: bool, quotes: int) -> JointCell:
        cell, query = table.counts.cells[row][column], table.query(row, column)
        beside = self.project.quotes.find(query)[:quotes] if quotes and (cell.k or cell.documents) else ()
        return JointCell(
            value=table.columns[column],
            n=cell.n,
            k=cell.k,
            plus=cell.plus,
            minus=cell.minus,
            mixed=cell.mixed,
            segments=cell.segments,
            share=d.share(cell.k, cell.n),
            interval=d.wilson(cell.k, cell.n) if random else None,
            query=query,
            quotes=tuple(beside),
        )

    def cross(self, name: str, by: str) -> AttributeCross:
        """How often values of one attribute of informants meet those of another, or of `group`.

        Raises NotFound for an attribute that no informant has.
        """
        with self.project.read() as session:
            people = [record.id for _name, record in owners_of(session)[INFORMANT]]
            first = of_informants(session, name)
            if by.strip().casefold() == GROUP:
                second, words = GROUP, dict(groups_of(session))
            else:
                other = of_informants(session, by)
                second, words = other.name, {id_: shown(value) for id_, value in other.values.items()}
        own = {id_: shown(value) for id_, value in first.values.items()}
        table = d.cross(
            [own.get(id_) for id_ in people],
            [words.get(id_) for id_ in people],
            ordered(own.values()),
            ordered(words.values()),
        )
        return AttributeCross(first.name, second, table)

    def value(
        self,
        *,
        budget: str | None = None,
        spent: str | None = None,
        cost: str | None = None,
        result: str | None = None,
        target: str | None = None,
        per: tuple[str, str] | None = None,
    ) -> ValueForMoney:
        """Economy, efficiency and effectiveness from attributes of numbers, and the cost per unit that reached something.

        Economy needs `spent` and `budget`, efficiency `cost` and `result`, effectiveness `result` and `target`; `per`,
        as ("status", "continues"), needs `cost` too. A ratio is of the informants, groups or sources that have both
        numbers. Raises NotFound for an attribute nobody has, BadInput where one is not of numbers or too little is
        named for any ratio.
        """
        pairs = {
            ECONOMY: (d.economy, spent, budget),
            EFFICIENCY: (d.efficiency, cost, result),
            EFFECTIVENESS: (d.effectiveness, result, target),
        }
        ratios: dict[str, d.Ratio] = {}
        attributes: dict[str, Sequence[str]] = {}
        unknown = ""
        with self.project.read() as session:
            for ratio, (compute, above, below) in pairs.items():
                if above is not None and below is not None:
                    first, second = numbers_of(session, above), numbers_of(session, below)
                    rows = sorted({*first, *second})
                    ratios[ratio] = compute(
                        [first.get(row) for row in rows], [second.get(row) for row in rows]
                    )
                    attributes[ratio] = (above, below)
            if per is not None and cost is not None:
                costs, reached = numbers_of(session, cost), reached_by(session, *per)
                rows = sorted({*costs, *reached})
                ratios[COST_PER] = d.cost_per(
                    [costs.get(row) for row in rows], [reached.get(row) for row in rows]
                )
                attributes[COST_PER] = (cost, "=".join(per))
                if not any(reached.values()):
                    unknown = _nobody_has(session, *per)
        if not ratios:
            raise BadInput(
                _(
                    "name two: spent and budget, cost and result, result and target, or cost and what it is per"
                )
            )
        return ValueForMoney(ratios, attributes, unknown)


# -- reading in ------------------------------------------------------------------------------------------------


def _names_known(held: Sequence[Held]) -> Any:
    known = {(one.owner, one.name.casefold()): one for one in held}
    spelt = {one.name.casefold(): one.name for one in reversed(held)}

    def look(owner: str, column: str) -> tuple[str, ValueKind | None]:
        one = known.get((owner, column.casefold()))
        kind = next(iter(one.kinds)) if one is not None and len(one.kinds) == 1 else None
        return spelt.get(column.casefold(), column), kind

    return look


def _refused(owner: str, column: str) -> str | None:
    plain = " ".join(column.casefold().replace("_", " ").split())
    if owner == INFORMANT and (is_name_of_somebody(plain) or _NAMES.fullmatch(plain)):
        return _(
            "{column}: a real name is no attribute; informant edit --alias keeps it apart", column=column
        )
    if owner == INFORMANT and _TELLING.fullmatch(plain):
        return _("{column}: tells who somebody is; take this column out of the table", column=column)
    try:
        visible(column)
    except BadInput as error:
        return error.message
    return None


def _mark_random(tx: Transaction, file: str, table: AttributeTable) -> None:
    """Say of the informants of a table that chance chose them; raises where it is known that something else did."""
    if table.owner != INFORMANT:
        raise BadInput(_("only informants are a sample; this is a table of another kind"))
    study = tx.session.scalars(select(Study)).first()
    word = "random sample" if study is not None and study.language == "en" else "sampel acak"
    others = [
        one for one in table.owners if one.sampling.strip() and one.sampling.strip().casefold() not in RANDOM
    ]
    if others:
        raise FileProblems(
            file,
            [
                Problem(1, _("{code} was not chosen by chance but: {how}", code=one.code, how=one.sampling))
                for one in others
            ],
        )
    for one in table.owners:
        if not one.sampling.strip():
            tx.update(one, sampling=word)


def _put(tx: Transaction, table: AttributeTable, held: Sequence[Held]) -> Imported:
    column = f"{table.owner}_id"
    owner_id = table_of(Attribute).c[column]
    ids = [owner.id for owner in table.owners]
    there = {(getattr(row, column), row.name.casefold()): row for row in tx.all(Attribute, owner_id.in_(ids))}
    new, changed = [], 0
    for owner, values in zip(table.owners, table.values, strict=True):
        for name, value in values.items():
            old, kind = there.get((owner.id, name.casefold())), table.kinds[name]
            if old is None:
                new.append(Attribute(name=name, kind=kind, value=value, **{column: owner.id}))
            elif (old.value, old.kind) != (value, kind):
                tx.update(old, value=value, kind=kind)
                changed += 1
    tx.insert_all(new)
    filled = {name for values in table.values for name in values}
    kinds = {name: kind_word(kind) for name, kind in table.kinds.items() if name in filled}
    return Imported(table.owner, len(table.owners), kinds, len(new), changed, _alike(table))


def _alike(table: AttributeTable) -> dict[str, Sequence[str]]:
    """By column the texts that are the same but for capital letters, in the order they were written."""
    spelt: dict[str, dict[str, dict[str, None]]] = {}
    for values in table.values:
        for name, value in values.items():
            if isinstance(value, str):
                said = " ".join(value.split())
                spelt.setdefault(name, {}).setdefault(said.casefold(), {})[said] = None
    found = {
        name: [one for way in ways.values() if len(way) > 1 for one in way] for name, ways in spelt.items()
    }
    return {name: values for name, values in found.items() if values}


# -- counting --------------------------------------------------------------------------------------------------


def _nobody_has(session: Session, name: str, value: str) -> str:
    words = ordered(shown(one) for held in named(session, name) for one in held.values.values())
    known = ", ".join(words[:MOST_NAMED]) + ("…" if len(words) > MOST_NAMED else "")
    return _(
        "undefined: nobody has {name} = {value}; its values are: {known}",
        name=name,
        value=value,
        known=known or "–",
    )


MOST_NAMED = 12
"""Values that are named where the one asked for is none of them."""


def _row(one: Held, of: int) -> AttributeRow:
    different = {shown(value) for value in one.values.values()}
    return AttributeRow(one.name, one.owner, one.kind, len(one.values), of, len(different))


def _description(one: Held, of: int, random: bool) -> Description:
    words = [shown(value) for value in one.values.values()]
    counted = d.frequencies(words, ordered(words))
    return Description(
        row=_row(one, of),
        random=random,
        values=tuple(
            ValueCount(
                str(value),
                count,
                d.share(count, counted.n),
                d.wilson(count, counted.n) if random else None,
            )
            for value, count in counted.counts
        ),
        numbers=d.summary([*one.values.values(), *[None] * (of - len(one.values))])
        if one.kind == ValueKind.NUMBER
        else None,
    )


class _Speaking:
    """Which informants speak of which code; codings of second coders are left out, as in counts."""

    def __init__(self, session: Session) -> None:
        found = material.counting(session)
        heads, parents = code_tree(session)
        self._keys = np.array([head.key for head in heads], dtype=np.int64)
        self._branches = branches_of(parents)
        self._ids = [informant.id for informant in found.informants]
        rows = found.attribution
        self._speaker, self._code = rows.speaker, found.codings.code[rows.coding]
        self._heard = sorted({row for who in found.speakers.values() for row in who})

    def split(self, code: int, values: Mapping[int, Any]) -> tuple[d.Summary, d.Summary]:
        """A number among the informants who speak of a code (by its row in the tree), and among the others who speak."""
        here = np.isin(self._code, self._keys[self._branches[code]]) & (self._speaker != NOBODY)
        mention = set(np.unique(self._speaker[here]).tolist())
        parts: tuple[list[float | None], list[float | None]] = ([], [])
        for row in self._heard:
            parts[row not in mention].append(values.get(self._ids[row]))
        return d.summary(parts[0]), d.summary(parts[1])
