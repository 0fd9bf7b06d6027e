"""What stands in the cell of a workbook: words that stay words, and numbers where a cell is nothing else."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from qualcode.i18n import _
from qualcode.reports.document import Document, Runs
from qualcode.reports.painting import painted

LONGEST = 32_767
"""UTF-16 units a cell can hold."""

SHEET_NAME = 31
"""The same of a sheet's name."""

_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""A cell that begins so would be a formula once somebody has edited it."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'#!\"]")
_MINUS = "\N{MINUS SIGN}"


def is_formula(text: str) -> bool:
    """True where a spreadsheet would take `text`, typed into a cell, for a formula."""
    return text.startswith(_FORMULA)


def whole_text(document: Document, runs: Runs) -> str:
    """The words of a cell with labels filled in, footnotes behind what they belong to, and nothing unfit to show."""
    parts: list[str] = []
    for given in runs:
        parts.append(document.resolve(given).text)
        if given.footnote:
            parts.append(f" [{_('footnote')}: {whole_text(document, given.footnote)}]")
    return painted("".join(parts))


def fitted(text: str) -> str:
    """`text` where a cell can hold it, else its beginning and a remark that it goes on."""
    if len(text) <= LONGEST // 2 or units(text) <= LONGEST:
        return text
    remark = " […] " + _("(cut off here: a cell holds no more)")
    room = (LONGEST - units(remark)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + remark


def units(text: str) -> int:
    """How long `text` is for a spreadsheet: characters outside the basic plane count twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def number(text: str, language: str) -> tuple[float, str] | None:
    """The value of a number that `painting` wrote in `language`, and the format that shows it so; None for all else.

    Thousands are grouped or not, never half; what begins with 0 and goes on, as 001, is a name and not a number.
    """
    found = _form(language).fullmatch(text)
    if found is None:
        return None
    sign, integer, fraction, share = found.groups()
    digits = integer.replace(",", "").replace(".", "")
    value = Decimal(f"{digits}.{fraction or 0}")
    shown = "#,##0" if len(digits) < len(integer) else "0"
    shown += f".{'0' * len(fraction)}" if fraction else ""
    if share:
        value, shown = value / 100, shown + "%"
    return float(-value if sign else value), shown


@cache
def _form(language: str) -> re.Pattern[str]:
    group, point = (r"\.", ",") if language == "id" else (",", r"\.")
    integer = rf"0|[1-9]\d{{0,8}}|[1-9]\d{{0,2}}(?:{group}\d{{3}}){{1,3}}"
    return re.compile(rf"({_MINUS})?({integer})(?:{point}(\d{{1,9}}))?(%)?", re.ASCII)


class SheetNames:
    """Names for sheets: as long as they may be, with nothing in them that a name may not have, none twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, wanted: str) -> str:
        """A name as like `wanted` as can be."""
        plain = " ".join(_NOT_IN_NAMES.sub(" ", painted(wanted)).split()) or "–"
        count, made = 1, _short(plain, SHEET_NAME)
        # "History" is a name Excel keeps for itself.
        while made.casefold() in self._taken or made.casefold() == "history":
            count += 1
            behind = f" ({count})"
            made = _short(plain, SHEET_NAME - len(behind)) + behind
        self._taken.add(made.casefold())
        return made


def _short(text: str, most: int) -> str:
    """The beginning of `text`, ended between words where one is not too far back."""
    if units(text) <= most:
        return text
    room = (most - 1) * 2
    cut = text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore")
    before = cut.rpartition(" ")[0]
    return (before if len(before) > most // 2 else cut).rstrip(" ,;.–-") + "…"
