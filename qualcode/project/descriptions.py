"""Attributes counted and crossed, as values and as JSON: every figure with its n, its meaning, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.analysis.counted import INFORMANTS, MIXED, SESSIONS, several
from qualcode.analysis.descriptive import CrossTable, Figure, Interval, Ratio, Summary, reason_words
from qualcode.analysis.query import Field, Term, both, written
from qualcode.i18n import _
from qualcode.model.values import value_word
from qualcode.project.attribute_tables import GROUP
from qualcode.project.quote_rows import Quote
from qualcode.project.spreadsheets import Sheet, figure

PLACES = 6
"""Decimals of a figure."""


@dataclass(frozen=True)
class AttributeRow:
    """An attribute as lists show it."""

    name: str
    owner: str
    """Whose: informant, group or source."""
    kind: str
    """text, number, date or yes-no; mixed where its values are of several."""
    n: int
    """Owners for whom it is recorded ..."""
    of: int
    """... of so many."""
    values: int
    """Different values."""


@dataclass(frozen=True)
class ValueCount:
    """One value of an attribute."""

    value: str
    count: int
    share: Figure
    interval: Interval | None


@dataclass(frozen=True)
class Description:
    """One attribute of one kind of owner."""

    row: AttributeRow
    random: bool
    """Whether chance chose everybody for whom it is recorded."""
    values: tuple[ValueCount, ...]
    numbers: Summary | None
    """Of numbers only."""

    def as_json(self) -> dict[str, Any]:
        """The plain document the command line prints."""
        why: dict[str, str] = {}
        numbers = None
        if self.numbers is not None:
            numbers = _summary(self.numbers, "numbers", why)
        values = []
        for one in self.values:
            values.append({"value": one.value, "count": one.count, "share": _number(one.share, one.value, why),
                           "interval": _edges(one.interval)})  # fmt: skip
        return {
            "attribute": self.row.name,
            "owner": self.row.owner,
            "kind": self.row.kind,
            "n": self.row.n,
            "of": self.row.of,
            "missing": self.row.of - self.row.n,
            "random_sample": self.random,
            "values": values,
            "numbers": numbers,
            "undefined": why,
            "definitions": definitions(),
            "warnings": sampling_words(self.random),
        }


def description_table(found: Sequence[Description]) -> Sheet:
    """Heading and rows for a spreadsheet: every value with its count, and below them the averages of numbers."""
    heads = [
        _("Attribute"),
        _("Of"),
        _("Value"),
        _("How many"),
        "n",
        _("Share or figure"),
        _("From"),
        _("To"),
    ]
    rows = []
    for one in found:
        head = [one.row.name, one.row.owner]
        for value in one.values:
            edges = ("", "") if value.interval is None else (value.interval.low, value.interval.high)
            told = [figure(edge) if isinstance(edge, float) else "" for edge in edges]
            rows.append(
                [*head, value.value, str(value.count), str(one.row.n), figure(value.share.value), *told]
            )
        if one.numbers is not None:
            rows += [
                [*head, words, "", str(one.numbers.n), figure(getattr(one.numbers, name).value), "", ""]
                for name, words in average_words().items()
            ]
    return heads, rows


def attribute_table(rows: Sequence[AttributeRow]) -> Sheet:
    """Heading and rows for a spreadsheet: every attribute with whose it is and for how many it is recorded."""
    heads = [_("Attribute"), _("Of"), _("Kind"), "n", _("of how many"), _("Values")]
    return heads, [
        [row.name, value_word(row.owner), value_word(row.kind), str(row.n), str(row.of), str(row.values)]
        for row in rows
    ]


def no_attributes() -> str:
    """Why nothing is described where nobody has an attribute, and what to do."""
    return _(
        "No attributes yet: nothing is recorded of informants, groups or sources. Next: qualcode attribute import "
        "PROJECT TABLE.csv."
    )


def average_words() -> dict[str, str]:
    """The figures of numbers by their names, in the order in which they are told, in the current language."""
    return {
        "total": _("Sum"),
        "mean": _("Mean"),
        "deviation": _("Standard deviation"),
        "least": _("Least"),
        "lower_quartile": _("Lower quartile"),
        "median": _("Median"),
        "upper_quartile": _("Upper quartile"),
        "most": _("Most"),
    }


def sampling_words(random: bool) -> list[str]:
    """What shares say of those who were not asked."""
    if random:
        return [_("Intervals (Wilson, 95%) hold because chance chose who was asked.")]
    return [_("Shares describe those who were asked and nobody else: this is no random sample, so no interval is given.")]  # fmt: skip


def definitions() -> dict[str, str]:
    """What each figure means, in the current language."""
    return {
        "n": _("those for whom it is recorded; shares and averages are of these"),
        "missing": _("those for whom it is not recorded"),
        "share": _("count / n"),
        "interval": _("Wilson's interval of the share at 95%, of a random sample only"),
        "mean": _("sum / n"),
        "deviation": _("standard deviation, with n - 1"),
        "median": _("the middle value"),
        "quartiles": _("between neighbours by proportion (Hyndman and Fan, definition 7)"),
    }


@dataclass(frozen=True)
class JointCell:
    """A code among those with one value of an attribute: the figure, and the quotes beside it."""

    value: str
    n: int
    k: int
    plus: int
    minus: int
    mixed: int
    segments: int
    share: Figure
    interval: Interval | None
    query: str
    """What finds the quotes."""
    quotes: tuple[Quote, ...]

    def as_json(self, why: dict[str, str], name: str) -> dict[str, Any]:
        """The cell as plain values."""
        numbers = {field: getattr(self, field) for field in ("n", "k", "plus", "minus", "mixed", "segments")}
        return {
            **numbers,
            "share": _number(self.share, name, why),
            "interval": _edges(self.interval),
            "query": self.query,
            "quotes": [
                {
                    "reference": quote.reference,
                    "text": quote.text,
                    "code": quote.code,
                    "informants": list(quote.informants),
                    "valence": quote.valence,
                    "codings": [coding.number for coding in quote.codings],
                }
                for quote in self.quotes
            ],
        }


@dataclass(frozen=True)
class JointRow:
    """One code over the values of an attribute."""

    code: str
    name: str
    cells: tuple[JointCell, ...]
    mentioned: Summary | None
    """Of a number: the values of the informants who speak of the code, ..."""
    silent: Summary | None
    """... and of those who speak of other things only."""


@dataclass(frozen=True)
class JointDisplay:
    """Codes over the values of an attribute, each figure beside its quotes."""

    attribute: str
    kind: str
    values: tuple[str, ...]
    random: bool
    rows: tuple[JointRow, ...]
    unit: str = INFORMANTS
    """What k and n count: one of the units of `analysis.counted`."""

    @property
    def counts(self) -> str:
        """What n is, in the current language."""
        if self.unit in (SESSIONS, MIXED):
            return _(
                "{who}; of sessions, those in which somebody with this value speaks", who=several(self.unit)
            )
        return _("informants with this value who speak in any source")

    def table(self) -> Sheet:
        """Heading and rows for a spreadsheet: a code and a value a row, with the quotes that stand beside it."""
        heads = [_("Code"), _("Name"), self.attribute, "k", "n", _("Share"), _("From"), _("To"), _("Quotes")]
        rows = []
        for row in self.rows:
            for cell in row.cells:
                edges = (
                    ("", "")
                    if cell.interval is None
                    else (figure(cell.interval.low), figure(cell.interval.high))
                )
                quotes = " / ".join(f"{' '.join(q.text.split())} {q.reference}" for q in cell.quotes)
                numbers = [str(cell.k), str(cell.n), figure(cell.share.value), *edges]
                rows.append([row.code, row.name, cell.value, *numbers, quotes])
        return heads, rows

    def as_json(self) -> dict[str, Any]:
        """The plain document the command line prints."""
        why: dict[str, str] = {}
        rows = []
        for row in self.rows:
            numbers = None
            if row.mentioned is not None and row.silent is not None:
                numbers = {
                    "mentioned": _summary(row.mentioned, f"{row.code}.mentioned", why),
                    "silent": _summary(row.silent, f"{row.code}.silent", why),
                }
            cells = {cell.value: cell.as_json(why, f"{row.code}.{cell.value}") for cell in row.cells}
            rows.append({"code": row.code, "name": row.name, "cells": cells, "numbers": numbers})
        return {
            "attribute": self.attribute,
            "by": "code",
            "unit": self.unit,
            "kind": self.kind,
            "values": list(self.values),
            "random_sample": self.random,
            "rows": rows,
            "undefined": why,
            "definitions": {
                "n": self.counts,
                "k": _("of n, those with at least one coding of the code or of a code below it"),
                "share": _("k / n"),
                "interval": definitions()["interval"],
                "segments": _("different coded passages; shown, and never ranks"),
                "mentioned": _("the attribute among informants who speak of the code"),
                "silent": _("the attribute among informants who speak, but not of the code"),
            },
            "warnings": sampling_words(self.random),
        }


@dataclass(frozen=True)
class AttributeCross:
    """One attribute over another, or over groups."""

    first: str
    second: str
    table: CrossTable

    def query(self, row: int, column: int) -> str:
        """The query that gives the quotes of those who have both values, by their places."""
        values = (str(self.table.rows[row]), str(self.table.columns[column]))
        second = (
            Term(Field.GROUP, values[1])
            if self.second == GROUP
            else Term(Field.ATTRIBUTE, values[1], self.second, "=")
        )
        return written(both(Term(Field.ATTRIBUTE, values[0], self.first, "="), second))

    def sheet(self) -> Sheet:
        """Heading and rows for a spreadsheet, with the sums."""
        found = self.table
        heads = [f"{self.first} × {self.second}", *map(str, found.columns), "n"]
        rows = [
            [str(name), *map(str, found.counts[r]), str(found.row_sums[r])]
            for r, name in enumerate(found.rows)
        ]
        return heads, [*rows, ["n", *map(str, found.column_sums), str(found.n)]]

    def as_json(self) -> dict[str, Any]:
        """The plain document the command line prints."""
        why: dict[str, str] = {}
        found = self.table
        rows = []
        for r, name in enumerate(found.rows):
            cells = {
                str(column): {
                    "count": found.counts[r][c],
                    "of_row": _number(found.of_row(r, c), f"{name}.{column}.of_row", why),
                    "of_column": _number(found.of_column(r, c), f"{name}.{column}.of_column", why),
                }
                for c, column in enumerate(found.columns)
            }
            rows.append({"value": name, "n": found.row_sums[r], "cells": cells})
        sums = zip(found.columns, found.column_sums, strict=True)
        return {
            "attribute": self.first,
            "by": self.second,
            "columns": list(found.columns),
            "rows": rows,
            "column_n": {str(column): n for column, n in sums},
            "n": found.n,
            "missing": found.missing,
            "undefined": why,
            "definitions": {
                "n": _("informants for whom both are recorded"),
                "missing": _("informants for whom one is not"),
                "of_row": _("count / sum of the row"),
                "of_column": _("count / sum of the column"),
            },
            "warnings": [_("Counts describe these informants; no test of significance is made.")],
        }


ECONOMY, EFFICIENCY, EFFECTIVENESS, COST_PER = "economy", "efficiency", "effectiveness", "cost_per"


def ratio_words(name: str) -> str:
    """What a ratio is called, in the current language."""
    return {
        ECONOMY: _("Economy"),
        EFFICIENCY: _("Efficiency"),
        EFFECTIVENESS: _("Effectiveness"),
        COST_PER: _("Cost per unit reached"),
    }[name]


@dataclass(frozen=True)
class ValueForMoney:
    """The ratios that were asked for, by name, and the attributes they are of."""

    ratios: Mapping[str, Ratio]
    attributes: Mapping[str, Sequence[str]]
    unknown: str = ""
    """Why nothing was reached: nobody has the value asked for, and which values there are; empty where somebody has."""

    def why(self, name: str) -> str:
        """Why a ratio has no value; empty where it has one."""
        reason = self.ratios[name].reason
        if reason is None:
            return ""
        return self.unknown if name == COST_PER and self.unknown else reason_words(reason)

    def definitions(self) -> dict[str, str]:
        """What each ratio means, in the current language."""
        return {
            ECONOMY: _("spent / budget × 100; below 100 is saved"),
            EFFICIENCY: _("cost / result × 100, both in one unit; below 100 is efficient"),
            EFFECTIVENESS: _("result / target × 100"),
            COST_PER: _("cost of all / number who reached it; no impact: there is nothing to compare with"),
            "n": _("rows that have both numbers"),
            "left_out": _("rows that have one of the two only"),
        }

    def table(self) -> Sheet:
        """Heading and rows for a spreadsheet: a ratio a row, with what it is of or why there is none."""
        heads = [
            _("Ratio"),
            _("Value"),
            _("Why none"),
            _("Above"),
            _("Below"),
            "n",
            _("Left out"),
            _("Of"),
            _("Meaning"),
        ]
        means = self.definitions()
        return heads, [
            [
                ratio_words(name),
                figure(ratio.value),
                self.why(name),
                figure(ratio.above),
                figure(ratio.below),
                str(ratio.n),
                str(ratio.left_out),
                " / ".join(self.attributes[name]),
                means[name],
            ]
            for name, ratio in self.ratios.items()
        ]

    def as_json(self) -> dict[str, Any]:
        """The plain document the command line prints."""
        why: dict[str, str] = {}
        ratios = {}
        for name, ratio in self.ratios.items():
            if ratio.reason is not None:
                why[name] = self.why(name)
            ratios[name] = {
                "value": None if ratio.value is None else round(ratio.value, PLACES),
                "above": ratio.above,
                "below": ratio.below,
                "n": ratio.n,
                "left_out": ratio.left_out,
                "of": list(self.attributes[name]),
            }
        return {
            "ratios": ratios,
            "undefined": why,
            "definitions": self.definitions(),
            "warnings": [
                _("The ratios say what things cost and whether targets were met; they measure no impact.")
            ],
        }


def _summary(found: Summary, where: str, why: dict[str, str]) -> dict[str, Any]:
    names = ("total", "mean", "deviation", "least", "lower_quartile", "median", "upper_quartile", "most")
    figures = {name: _number(getattr(found, name), f"{where}.{name}", why) for name in names}
    return {"n": found.n, "missing": found.missing, **figures}


def _number(figure: Figure, where: str, why: dict[str, str]) -> float | None:
    if figure.reason is not None:
        why[where] = reason_words(figure.reason)
    return None if figure.value is None else round(figure.value, PLACES)


def _edges(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [round(interval.low, PLACES), round(interval.high, PLACES)]
