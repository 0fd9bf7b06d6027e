"""What stands in a cell of an attribute table: numbers, dates and yes or no as people write them, never guessed.

`1.200` is 1200 in one country and 1.2 in another, `03/04/2024` is in March or in April. Such a cell is read only
where the other cells of its column settle how it is meant; else it is told and nothing is read in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.model import ValueKind
from qualcode.project.facet import not_one_of

Cell = str | int | float | bool | date | None
"""As a file gives it: CSV only text, a workbook typed values."""

NOTHING = frozenset({"", "-", "–", "—", "na", "n/a"})
"""What people write where nothing is recorded."""
_WORDS = {"ya": True, "yes": True, "true": True, "benar": True, "tidak": False, "no": False, "false": False, "salah": False}  # fmt: skip

_POINT = re.compile(r"[+-]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?")
_COMMA = re.compile(r"[+-]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:\.\d{3})+)(?:,\d+)?")
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_RUPIAH = re.compile(r"^Rp\.?\s*|,-$", re.IGNORECASE)
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
FORMULA = tuple("=@＝＠")
_SIGNED = re.compile(r"[+\-＋－]\s*[A-Za-z(@]")
"""A spreadsheet computes `+A1` and `-SUM(…)` too."""

_LARGEST = 1e300
_SHOWN = 40
"""Characters of a cell in a message."""

POINT, COMMA, DAY_FIRST, MONTH_FIRST, PLAIN = "point", "comma", "day first", "month first", "plain"


@dataclass(frozen=True)
class Typed:
    """A column of a table: its kind, its values by line, and what is wrong with it, by line."""

    kind: ValueKind
    values: Mapping[int, Any]
    problems: Sequence[tuple[int, str]]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute this text rather than show it."""
    return text.startswith(FORMULA) or bool(_SIGNED.match(text))


def is_nothing(cell: Cell) -> bool:
    """Whether a cell says that nothing is recorded."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in NOTHING)


def typed(name: str, cells: Sequence[tuple[int, Cell]], kind: ValueKind | None = None) -> Typed:
    """The filled cells of a column as values of `kind`.

    Without `kind` it is that of at least half of the cells: numbers, dates, or true and false where a workbook says
    so; the rest do not fit and are told. Where neither is, all are text.
    """
    filled = [(line, cell) for line, cell in cells if not is_nothing(cell)]
    kind = kind or _kind_of([cell for _line, cell in filled])
    read = [(line, cell, readings(cell, kind)) for line, cell in filled]
    settled = {next(iter(ways)) for _line, _cell, ways in read if len(ways) == 1} - {PLAIN}
    values: dict[int, Any] = {}
    problems = []
    for line, cell, ways in read:
        meant = ways if len(ways) == 1 else {way: ways[way] for way in ways if way in settled}
        if len(meant) == 1:
            values[line] = next(iter(meant.values()))
        elif ways:
            problems.append((line, _ambiguous(name, cell, ways)))
        else:
            problems.append((line, _unfit(name, cell, kind)))
    return Typed(kind, values, problems)


def _kind_of(cells: Sequence[Cell]) -> ValueKind:
    for kind in (ValueKind.NUMBER, ValueKind.DATE, ValueKind.BOOLEAN):
        # "ya" and "tidak" are words until somebody says that they are all there is.
        fit = [c for c in cells if (kind != ValueKind.BOOLEAN or isinstance(c, bool)) and readings(c, kind)]
        beyond = [c for c in cells if kind == ValueKind.NUMBER and _is_beyond(c)]
        # "nan" alone is somebody's word for nothing; beside figures it stands where a figure belongs.
        figures = len(fit) + len(beyond) if fit or any(re.search(r"\d", str(c)) for c in beyond) else 0
        if figures and 2 * figures >= len(cells):
            return kind
    return ValueKind.TEXT


def readings(cell: Cell, kind: ValueKind) -> dict[str, Any]:
    """The values a cell may mean, by the way of writing; one where there is no doubt, none where it does not fit."""
    match kind:
        case ValueKind.NUMBER:
            return _number(cell)
        case ValueKind.DATE:
            return _date(cell)
        case ValueKind.BOOLEAN:
            if isinstance(cell, bool):
                return {PLAIN: cell}
            word = str(cell).strip().casefold()
            return {PLAIN: _WORDS[word]} if word in _WORDS else {}
    return {PLAIN: _text(cell)}


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _number(cell: Cell) -> dict[str, Any]:
    if isinstance(cell, bool | date) or cell is None:
        return {}
    if _is_beyond(cell):
        return {}
    if isinstance(cell, int | float):
        return {PLAIN: _whole(float(cell))}
    text = _SPACED.sub("", _RUPIAH.sub("", cell.strip()))
    found: dict[str, Any] = {}
    if _POINT.fullmatch(text):
        found[POINT] = _whole(float(text.replace(",", "")))
    if _COMMA.fullmatch(text):
        found[COMMA] = _whole(float(text.replace(".", "").replace(",", ".")))
    return _unless_alike(found)


def _is_beyond(cell: Cell) -> bool:
    """Whether a cell is a figure nobody can reckon with: `1e999`, `nan`, four hundred nines."""
    if isinstance(cell, bool | date) or cell is None:
        return False
    try:
        value = float(re.sub("[., ]", "", cell) if isinstance(cell, str) else cell)
    except OverflowError:
        return True
    except ValueError:
        return False
    return not abs(value) < _LARGEST


def _whole(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _date(cell: Cell) -> dict[str, Any]:
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return {PLAIN: day.isoformat()}
    if not isinstance(cell, str):
        return {}
    text = cell.strip()
    try:
        return {PLAIN: date.fromisoformat(text).isoformat()} if "-" in text else _slashed(text)
    except ValueError:
        return _slashed(text)


def _slashed(text: str) -> dict[str, Any]:
    parts = _SLASHED.fullmatch(text)
    if parts is None:
        return {}
    first, second, year = map(int, parts.groups())
    found = {}
    for way, day, month in ((DAY_FIRST, first, second), (MONTH_FIRST, second, first)):
        try:
            found[way] = date(year, month, day).isoformat()
        except ValueError:
            continue
    return _unless_alike(found)


def _unless_alike(found: dict[str, Any]) -> dict[str, Any]:
    """Two ways of writing that come to the same leave no doubt and settle nothing."""
    values = list(found.values())
    return {PLAIN: values[0]} if len(values) == 2 and values[0] == values[1] else found


def _ambiguous(name: str, cell: Cell, ways: Mapping[str, Any]) -> str:
    one, other = (str(value) for value in ways.values())
    return _(
        "{column}: {text} may mean {one} or {other}; write it so that it can be read in one way only",
        column=name,
        text=cell,
        one=one,
        other=other,
    )


def _unfit(name: str, cell: Cell, kind: ValueKind) -> str:
    text = _text(cell) or "?"
    fields = {"column": name, "text": text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"}
    if kind == ValueKind.NUMBER:
        return _(
            "{column}: expected a number, found {text} (name its kind, {column}=text, and all is read as words)",
            **fields,
        )
    if kind == ValueKind.DATE:
        return _("{column}: expected a date as 2024-05-31, found {text} (name its kind, {column}=text, and all is read as words)", **fields)  # fmt: skip
    return _(
        "{column}: expected yes or no, found {text} (name its kind, {column}=text, and all is read as words)",
        **fields,
    )


def kind_word(kind: ValueKind) -> str:
    """The kind as people name it: text, number, date or yes-no."""
    return "yes-no" if kind == ValueKind.BOOLEAN else kind.value


KINDS = {kind_word(kind): kind for kind in ValueKind} | {kind.value: kind for kind in ValueKind}
"""The kinds a column can have, by each word for them."""


def kind_named(word: str) -> ValueKind:
    """The kind that a person named.

    Raises:
        BadInput: no kind is called so.
    """
    if (kind := KINDS.get(word.strip().casefold())) is None:
        raise BadInput(not_one_of(_("kind"), word, (kind_word(kind) for kind in ValueKind)))
    return kind
