"""Codes against codes, in any order or in one, as the page of matrices shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.analysis.counted import how_many, several, share
from qualcode.i18n import _, ngettext
from qualcode.tui.analyses.asked import (
    FOLLOWED,
    INFORMANTS,
    JACCARD,
    OVERLAP,
    SEGMENTS,
    Asked,
    C,
    how_word,
    title_of,
    wanted_rows,
    why_empty,
)
from qualcode.tui.analyses.tabled import Shown
from qualcode.tui.heat import HeatCell, HeatColumn, HeatRow
from qualcode.tui.painting import decimal, one_line
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project.crossings import MeetingTable, OrderTable
    from qualcode.project.figures import CodeHead
    from qualcode.project.spreadsheets import Sheet


def meetings(table: MeetingTable, asked: Asked) -> Shown:
    count = asked.counted

    def said(a: int, b: int) -> tuple[str, float, bool] | None:
        cell = table.cell(a, b)
        if cell is None:
            return None
        if count in (JACCARD, C):
            value = cell.jaccard if count == JACCARD else cell.coefficient
            if value is None:
                return "–", 0.0, True
            return decimal(value) + ("!" if count == C and cell.unequal else ""), value, not value
        beside = f"+{cell.documents}" if cell.documents and count == INFORMANTS else ""
        number = cell.informants if count == INFORMANTS else cell.segments
        return f"{number}{beside}", float(number), not number and not beside

    used = {row for a, b, _cell in table.pairs() for row in (a, b)}
    wanted = wanted_rows(table.codes, asked.depth, used)
    legend = {
        INFORMANTS: _("documents with both codes in the same words · one branch: ·")
        if table.of_documents
        else _(
            "{who} with both codes in the same words · +n documents · one branch: ·", who=several(table.unit)
        ),
        SEGMENTS: _("pairs of passages that share characters; they rank nothing · one branch: ·"),
        JACCARD: _("J = documents with both / with either, 0 to 1 · one branch: ·")
        if table.of_documents
        else _("J = {who} with both / with either, 0 to 1 · one branch: ·", who=several(table.unit)),
        C: _("c counts passages, may exceed 1 and ranks nothing · ! one code over 5 times as frequent"),
    }[count]
    return _square(
        asked, table.codes, wanted, said, legend,
        name="cooccurrence",
        unit=table.unit,
        sheet=lambda: table.table(count, wanted),
        words=lambda a, b: _meeting_words(table, a, wanted[b], count),
        query=lambda a, b: table.query(a, wanted[b]) if table.cell(a, wanted[b]) else "",
    )  # fmt: skip


def orders(table: OrderTable, asked: Asked) -> Shown:
    count = asked.counted

    def said(a: int, b: int) -> tuple[str, float, bool] | None:
        cell = table.cell(a, b)
        if cell is None:
            return None
        beside = f"+{cell.documents}" if cell.documents and count == INFORMANTS else ""
        number = cell.informants if count == INFORMANTS else cell.segments
        return f"{number}{beside}", float(number), not number and not beside

    used = {row for a, b, _cell in table.pairs() for row in (a, b)}
    wanted = wanted_rows(table.codes, asked.depth, used)
    legend = _("row first, column second: {how} · one branch: ·", how=how_word(asked.how, asked.characters))
    return _square(
        asked, table.codes, wanted, said, legend,
        name=asked.how,
        unit=table.unit,
        sheet=lambda: table.table(count, wanted),
        words=lambda a, b: _order_words(table, a, wanted[b], asked),
        query=lambda a, b: table.query(a, wanted[b]) if table.cell(a, wanted[b]) else "",
    )  # fmt: skip


def _square(
    asked: Asked,
    codes: Sequence[CodeHead],
    wanted: Sequence[int],
    said: Callable[[int, int], tuple[str, float, bool] | None],
    legend: str,
    *,
    name: str,
    unit: str,
    sheet: Callable[[], Sheet],
    words: Callable[[int, int], Text],
    query: Callable[[int, int], str],
) -> Shown:
    """The same codes down and across; `said` gives words, number and whether it is nothing, or None for no pair."""
    found = {(a, b): said(a, b) for a in wanted for b in wanted}
    most = max([1e-9, *(cell[1] for cell in found.values() if cell)])
    if asked.counted in (JACCARD, C):
        most = max(most, 1.0)
    rows = []
    for a in wanted:
        line = [found[a, b] for b in wanted]
        cells = [
            HeatCell("·", quiet=True) if cell is None else HeatCell(cell[0], cell[1] / most, cell[2])
            for cell in line
        ]
        rows.append(HeatRow(a, codes[a].code, codes[a].name, codes[a].depth, cells, HeatCell("")))
    return Shown(
        title=title_of(asked, _("codes"), unit),
        name=name,
        sheet=sheet,
        columns=[HeatColumn(codes[row].code, codes[row].code) for row in wanted],
        rows=rows,
        legend=legend,
        empty=why_empty(codes, wanted),
        more="" if asked.how == OVERLAP else how_word(asked.how, asked.characters),
        words=words,
        query=query,
        silent=_("Two codes of one branch are no pair"),
    )


def _meeting_words(table: MeetingTable, first: int, second: int, count: str) -> Text:
    text = _pair(table.codes, first, second)
    cell = table.cell(first, second)
    if cell is None:
        return text.append(_("one branch: every passage of the lower code is one of the higher"))
    if table.of_documents:
        parts = [ngettext("{n} document", "{n} documents", cell.informants)]
    else:
        parts = [how_many(table.unit, cell.informants)]
        parts += [ngettext("{n} document", "{n} documents", cell.documents)] if cell.documents else []
    parts.append(ngettext("{n} pair of passages", "{n} pairs of passages", cell.segments))
    parts.append(_("{k} of {n} mention both somewhere", k=cell.both, n=cell.either))
    parts.append("J –" if cell.jaccard is None else f"J {decimal(cell.jaccard)}")
    if count == C:
        means = table.definitions()
        parts.append("c –" if cell.coefficient is None else f"c {decimal(cell.coefficient)}")
        parts += [means["unequal"]] if cell.unequal else []
        parts.append(f"c = {means['c']}")
    return text.append(" · ".join(parts))


def _order_words(table: OrderTable, first: int, second: int, asked: Asked) -> Text:
    text = _pair(table.codes, first, second, " → " if asked.how == FOLLOWED else " ⊂ ")
    cell = table.cell(first, second)
    if cell is None:
        return text.append(_("one branch: every passage of the lower code is one of the higher"))
    if table.of_documents:
        parts = [ngettext("{k} of {n} document", "{k} of {n} documents", cell.mention, k=cell.informants)]
    else:
        parts = [share(table.unit, cell.informants, cell.mention)]
        parts += [ngettext("{n} document", "{n} documents", cell.documents)] if cell.documents else []
    parts.append(
        _("{k} of {n} passages of {code}", k=cell.segments, n=cell.first, code=table.codes[first].code)
    )
    if cell.segments:
        parts.append(_("{key} shows the passages", key=key_for("matrix.open")))
    return text.append(" · ".join(parts))


def _pair(codes: Sequence[CodeHead], first: int, second: int, between: str = " × ") -> Text:
    names = between.join(f"{codes[n].code} {one_line(codes[n].name, 28)}" for n in (first, second))
    return Text.assemble((names, "bold"), "\n")
