"""Attributes counted, crossed, shown beside quotes and divided, as data of a report's sections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import select

from qualcode.analysis.counted import MIXED, SESSIONS
from qualcode.analysis.descriptive import Figure, Interval, Ratio, Reason, Summary, reason_words
from qualcode.i18n import _
from qualcode.model import Informant
from qualcode.model.values import value_word
from qualcode.project.attribute_facet import BESIDE
from qualcode.project.attribute_holdings import named
from qualcode.project.attribute_tables import GROUP, INFORMANT
from qualcode.project.descriptions import (
    COST_PER,
    ECONOMY,
    EFFECTIVENESS,
    EFFICIENCY,
    Description,
)
from qualcode.project.descriptions import JointCell as Cell
from qualcode.project.report_gathering import Gathering
from qualcode.reports.sections.data import (
    AttributeBody,
    Averages,
    CrossBody,
    CrossRow,
    Distribution,
    JointBody,
    JointCell,
    JointRow,
    Measured,
    RatioRow,
    Share,
    ValueBody,
    ValueRow,
)
from qualcode.store.transaction import table_of


def attribute(of: Gathering, given: Mapping[str, Any]) -> AttributeBody:
    """How an attribute is distributed, for each kind of owner that has it."""
    found = of.project.attributes.describe(given["name"])
    return AttributeBody(
        name=found[0].row.name,
        measure=given.get("unit", ""),
        parts=tuple(
            Distribution(
                owner=value_word(one.row.owner),
                n=one.row.n,
                of=one.row.of,
                random=one.random,
                chosen=_chosen(of, one) if one.row.owner == INFORMANT else (),
                rows=tuple(
                    ValueRow(value.value, share_of(value.count, value.share, value.interval))
                    for value in one.values
                ),
                numbers=None if one.numbers is None else averages(one.numbers),
            )
            for one in found
        ),
    )


def _chosen(of: Gathering, one: Description) -> tuple[tuple[str, int], ...]:
    """How those with an attribute were chosen, the most frequent way first."""
    with of.project.read() as session:
        (held,) = (held for held in named(session, one.row.name) if held.owner == INFORMANT)
        people = session.scalars(
            select(Informant)
            .where(table_of(Informant).c.id.in_(list(held.values)))
            .order_by(table_of(Informant).c.id)
        )
        ways = Counter(" ".join(person.sampling.split()) for person in people)
    return tuple(ways.most_common())


def cross(of: Gathering, given: Mapping[str, Any]) -> CrossBody:
    """One attribute over another, or over groups by what the report calls them."""
    found = of.project.attributes.cross(given["name"], given["by"])
    table = found.table
    columns = [str(column) for column in table.columns]
    over = found.second
    if over == GROUP:
        over, columns = _("group"), [of.groups.get(column, column) for column in columns]
    return CrossBody(
        name=found.first,
        over=over,
        columns=tuple(columns),
        rows=tuple(
            CrossRow(
                str(name),
                table.counts[row],
                tuple(table.of_row(row, column).value for column in range(len(columns))),
            )
            for row, name in enumerate(table.rows)
        ),
        n=table.n,
        missing=table.missing,
    )


def joint(of: Gathering, given: Mapping[str, Any]) -> JointBody:
    """Codes over the values of an attribute, in the order asked for, with quotes that may be printed."""
    quotes = given.get("quotes", BESIDE)
    found = of.project.attributes.joint(given["name"], given["codes"], quotes=0)
    by_code = {row.code: row for row in found.rows}
    rows = [by_code[code] for code in given["codes"]]
    return JointBody(
        name=found.attribute,
        random=found.random,
        counted=found.counts if found.unit in (SESSIONS, MIXED) else "",
        rows=tuple(
            JointRow(
                row.code,
                row.name,
                tuple(_cell(of, cell, quotes) for cell in row.cells),
                None if row.mentioned is None else averages(row.mentioned),
                None if row.silent is None else averages(row.silent),
            )
            for row in rows
        ),
    )


def _cell(of: Gathering, cell: Cell, limit: int) -> JointCell:
    said, withheld = of.quoted(cell.query, limit) if limit else ((), 0)
    return JointCell(
        name=cell.value,
        share=share_of(cell.k, cell.share, cell.interval),
        plus=cell.plus,
        minus=cell.minus,
        mixed=cell.mixed,
        said=said,
        withheld=withheld,
    )


def value(of: Gathering, given: Mapping[str, Any]) -> ValueBody:
    """The three ratios and the cost of one success; those for which nothing is recorded say so."""
    names = {name: given.get(name) for name in ("budget", "spent", "cost", "result", "target")}
    wanted: list[tuple[str, str, str]] = [
        (ECONOMY, "spent", "budget"),
        (EFFICIENCY, "cost", "result"),
        (EFFECTIVENESS, "result", "target"),
    ]
    per = given.get("per")
    enough = (per and names["cost"]) or any(names[above] and names[below] for _kind, above, below in wanted)
    found = (
        of.project.attributes.value(**names, per=None if per is None else (per[0], per[1]))
        if enough
        else None
    )
    ratios: Mapping[str, Ratio] = found.ratios if found is not None else {}
    words = {
        "spent": _("what was spent"),
        "budget": _("a budget"),
        "cost": _("a cost"),
        "result": _("a result"),
        "target": _("a target"),
    }
    rows = []
    for kind, above, below in wanted:
        missing = [words[name] for name in (above, below) if not names[name]]
        rows.append(_ratio(kind, names[above] or "", names[below] or "", ratios.get(kind), missing))
    if per:
        missing = [] if names["cost"] else [words["cost"]]
        rows.append(
            _ratio(
                COST_PER,
                names["cost"] or "",
                " = ".join(per),
                ratios.get(COST_PER),
                missing,
                "" if found is None else found.unknown,
            )
        )
    return ValueBody(measure=given.get("unit", ""), rows=tuple(rows))


def _ratio(
    kind: str, above: str, below: str, ratio: Ratio | None, missing: Sequence[str], unknown: str = ""
) -> RatioRow:
    if ratio is None:
        why = _("undefined: nothing is recorded of {what}", what=_(" and of ").join(missing))
        return RatioRow(kind, above, below, 0, 0, 0, 0, Measured(None, why))
    why = reason_words(ratio.reason) if ratio.reason else ""
    if kind == COST_PER and ratio.reason == Reason.NOTHING_BELOW:
        why = unknown or _("undefined: nobody reached it")
    return RatioRow(
        kind, above, below, ratio.above, ratio.below, ratio.n, ratio.left_out, Measured(ratio.value, why)
    )


def share_of(k: int, share: Figure, interval: Interval | None) -> Share:
    """A share as a section holds it."""
    edges = (None, None) if interval is None else (interval.low, interval.high)
    return Share(k, share.n, share.value, *edges)


def averages(found: Summary) -> Averages:
    """Averages as a section holds them."""
    names = ("total", "mean", "deviation", "least", "lower_quartile", "median", "upper_quartile", "most")
    figures: dict[str, Figure] = {name: getattr(found, name) for name in names}
    return Averages(
        n=found.n,
        **{
            name: Measured(one.value, reason_words(one.reason) if one.reason else "")
            for name, one in figures.items()
        },
    )
