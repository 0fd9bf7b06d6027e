"""The card of value for money, as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.i18n import _, ngettext
from qualcode.reports.document import Block, Column, Note, Row, Table, cell, text
from qualcode.reports.painting import number
from qualcode.reports.parts import head
from qualcode.reports.sections.data import RatioRow, ValueBody
from qualcode.reports.sections.place import At
from qualcode.reports.sections.shown import amount

ECONOMY, EFFICIENCY, EFFECTIVENESS, COST_PER = "economy", "efficiency", "effectiveness", "cost_per"


def value(body: ValueBody, at: At) -> Iterator[Block]:
    """Each ratio with what it is made of; what is undefined says why."""
    yield Table(
        _("Value for money"),
        (Column(1.3), Column(2.1), Column(2.6), Column(2.0)),
        (head(_("Measure"), _("Formula"), _("From"), _("Result")),),
        tuple(_row(one, body.measure) for one in body.rows),
        anchor=at("value"),
        note=text(_("Formulas after Mardiasmo; sums are of the rows that have both numbers.")),
    )
    yield Note(
        text(_("The ratios say what things cost and whether targets were met; they measure no impact."))
    )


def _row(one: RatioRow, unit: str) -> Row:
    name, formula = {
        ECONOMY: (_("Economy"), _("spent / budget × 100; below 100 is saved")),
        EFFICIENCY: (_("Efficiency"), _("cost / result × 100; below 100 is efficient")),
        EFFECTIVENESS: (_("Effectiveness"), _("result / target × 100")),
        COST_PER: (_("Cost per unit"), _("cost of all / number who reached it")),
    }[one.kind]
    result = one.result.why
    if one.result.value is not None and one.kind == COST_PER:
        result = f"{amount(one.result.value, unit)} – {_('no impact, nothing to compare with')}"
    elif one.result.value is not None:
        result = number(one.result.value, 1) + "%"
    return Row(
        (
            cell(name, bold=True),
            cell(formula),
            cell(_from(one, unit)),
            cell(result, bold=one.result.value is not None),
        )
    )


def _from(one: RatioRow, unit: str) -> str:
    if not one.above or not one.below:
        return "–"
    # Of a cost per success what stands below the line is a number of owners and no money.
    money = {"effectiveness": ("", ""), COST_PER: (unit, "")}.get(one.kind, (unit, unit))
    said = f"{one.above} {amount(one.top, money[0])} / {one.below} {amount(one.bottom, money[1])}"
    said += f"; n = {one.n}"
    if one.left_out:
        said += "; " + ngettext(
            "{n} row with only one of the two is left out",
            "{n} rows with only one of the two are left out",
            one.left_out,
        )
    return said
