"""Attributes counted and crossed, as values and as JSON: every figure with its n, its meaning, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.analysis.descriptive import CrossTable, Figure, Interval, Ratio, Summary, reason_words
from qualcode.i18n import _
from qualcode.project.quotes import Quote

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


def sampling_words(random: bool) -> list[str]:
    """What shares say of those who were not asked."""
    if random:
        return [_("Intervals (Wilson, 95 %) hold because chance chose who was asked.")]
    return [_("Shares describe those who were asked and nobody else: this is no random sample, so no interval is given.")]  # fmt: skip


def definitions() -> dict[str, str]:
    """What each figure means, in the current language."""
    return {
        "n": _("those for whom it is recorded; shares and averages are of these"),
        "missing": _("those for whom it is not recorded"),
        "share": _("count / n"),
        "interval": _("Wilson's interval of the share at 95 %, of a random sample only"),
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
            "kind": self.kind,
            "values": list(self.values),
            "random_sample": self.random,
            "rows": rows,
            "undefined": why,
            "definitions": {
                "n": _("informants with this value who speak in any source"),
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


@dataclass(frozen=True)
class ValueForMoney:
    """The ratios that were asked for, by name, and the attributes they are of."""

    ratios: Mapping[str, Ratio]
    attributes: Mapping[str, Sequence[str]]

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

    def as_json(self) -> dict[str, Any]:
        """The plain document the command line prints."""
        why: dict[str, str] = {}
        ratios = {}
        for name, ratio in self.ratios.items():
            if ratio.reason is not None:
                why[name] = reason_words(ratio.reason)
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
