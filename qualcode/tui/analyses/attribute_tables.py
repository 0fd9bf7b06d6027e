"""Attributes described, beside quotes, over each other, and divided, as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.text import Text

from qualcode.analysis.counted import share as share_of
from qualcode.i18n import _, language, ngettext
from qualcode.text.figures import limit
from qualcode.tui.analyses.asked import percent
from qualcode.tui.analyses.chart import bars
from qualcode.tui.heat import HeatCell, HeatColumn, HeatRow, share_cell
from qualcode.tui.painting import one_line, safe

if TYPE_CHECKING:
    from qualcode.analysis.descriptive import Interval
    from qualcode.project.descriptions import (
        AttributeCross,
        AttributeRow,
        Description,
        JointCell,
        JointDisplay,
        JointRow,
        ValueForMoney,
    )

SINGLE = 6
"""Different numbers that are counted one by one; of more, stretches are."""
STRETCHES = 6


def owner_word(owner: str) -> str:
    """Whose an attribute is, in the person's language."""
    return {"informant": _("informants"), "group": _("groups"), "source": _("sources")}.get(owner, owner)


def kind_words(kind: str) -> str:
    """Of which kind an attribute is, in the person's language."""
    words = {"text": _("text"), "number": _("number"), "date": _("date"), "yes-no": _("yes or no")}
    return words.get(kind, _("mixed"))


def plain(value: float | None) -> str:
    """A figure with as many decimals as it has, at most two, and thousands apart."""
    if value is None:
        return "–"
    whole = f"{value:,.2f}".rstrip("0").rstrip(".")
    return whole.translate(str.maketrans(",.", ".,")) if language() == "id" else whole


def edges(interval: Interval | None) -> str:
    """An interval in brackets; empty where there is none."""
    if interval is None:
        return ""
    return f"[{percent(limit(interval.low, 3))} – {percent(limit(interval.high, 3))}]"


# -- one attribute -----------------------------------------------------------------------------------------------


def described(one: Description, width: int, *, table: bool) -> Text:
    """An attribute as bars, or (table) as plain columns, with its averages and what shares say."""
    from qualcode.project.descriptions import sampling_words

    row = one.row
    head = _("{name}: recorded for {n} of {of}", name=row.name, n=row.n, of=row.of)
    text = Text.assemble((f"{head} ({owner_word(row.owner)}, {kind_words(row.kind)})", "bold"), "\n")
    counted = _counted(one)
    if counted:
        most = max(count for _label, count, _told in counted) or 1
        if table:
            wide = max(len(label) for label, _count, _told in counted)
            lines = [Text(f"{label:<{wide}}  {count:>5}  {told}") for label, count, told in counted]
        else:
            lines = bars([(label, count / most, f"{count}  {told}") for label, count, told in counted], width)
        text.append_text(Text("\n").join(lines)).append("\n")
    if one.numbers is not None:
        text.append(_averages(one)).append("\n")
    if row.of > row.n:
        text.append(_("not recorded: {n}", n=row.of - row.n) + " · ", "dim")
    return text.append(" ".join(sampling_words(one.random)), "dim")


def _counted(one: Description) -> list[tuple[str, int, str]]:
    """Values with count and share; of many different numbers, stretches of equal length."""
    if one.numbers is None or len(one.values) <= SINGLE:
        return [
            (
                safe(value.value),
                value.count,
                f"{percent(value.share.value, one.row.n)} {edges(value.interval)}".rstrip(),
            )
            for value in one.values
        ]
    known = [(number, value.count) for value in one.values if (number := _figure(value.value)) is not None]
    low, high = min(number for number, _n in known), max(number for number, _n in known)
    step = (high - low) / STRETCHES
    counts = [0] * STRETCHES
    for number, count in known:
        counts[min(int((number - low) / step), STRETCHES - 1)] += count
    return [
        (
            f"{plain(low + n * step)} – {plain(low + (n + 1) * step)}",
            count,
            percent(count / one.row.n, one.row.n),
        )
        for n, count in enumerate(counts)
    ]


def _figure(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _averages(one: Description) -> str:
    from qualcode.analysis.descriptive import reason_words
    from qualcode.project.descriptions import average_words

    parts = []
    for name, words in average_words().items():
        figure = getattr(one.numbers, name)
        told = reason_words(figure.reason) if figure.reason is not None else plain(figure.value)
        parts.append(f"{words} {told}")
    return " · ".join(parts)


# -- beside quotes -----------------------------------------------------------------------------------------------

JointLine = tuple["JointRow", "JointCell"]


def joint_lines(found: JointDisplay) -> tuple[list[str], list[list[str]], list[JointLine]]:
    """Heads, lines, and what each line is of: a code and a value, the figure beside the first quote."""
    heads = [_("Code"), found.attribute, "k/n", "%", _("Quote")]
    lines, of = [], []
    for row in found.rows:
        for cell in row.cells:
            quote = " ".join(cell.quotes[0].text.split()) if cell.quotes else "–"
            share = f"{percent(cell.share.value, cell.n)} {edges(cell.interval)}".rstrip()
            heard = f"{cell.k}/{cell.n}" if cell.n else "–"
            lines.append([row.code, cell.value, heard, share, quote])
            of.append((row, cell))
    return heads, lines, of


def joint_words(found: JointDisplay, row: JointRow, cell: JointCell) -> Text:
    """A code among those with one value, with its quotes in full."""
    text = Text.assemble(
        (f"{row.code} {one_line(row.name, 40)} × {found.attribute}: {one_line(cell.value, 30)}", "bold"), "\n"
    )
    parts = [_("nobody with this value speaks")]
    if cell.n:
        parts = [
            share_of(found.unit, cell.k, cell.n),
            percent(cell.share.value, cell.n),
            edges(cell.interval),
        ]
    for number, words in (
        (cell.plus, ngettext("{n} strengthens", "{n} strengthen", cell.plus)),
        (cell.minus, ngettext("{n} weakens", "{n} weaken", cell.minus)),
        (cell.mixed, _("{n} both", n=cell.mixed)),
    ):
        parts += [words] if number else []
    parts += [ngettext("{n} quote", "{n} quotes", cell.segments)] if cell.n else []
    text.append(" · ".join(filter(None, parts)) + "\n")
    for quote in cell.quotes:
        text.append(f"“{safe(' '.join(quote.text.split()))}” ", "italic").append(
            safe(quote.reference) + "\n", "dim"
        )
    if row.mentioned is not None and row.silent is not None:
        for words, of in ((_("speak of it"), row.mentioned), (_("do not"), row.silent)):
            mean, middle = plain(of.mean.value), plain(of.median.value)
            text.append(f"{found.attribute}, {words}: n {of.n}, {_('Mean')} {mean}, {_('Median')} {middle}\n")
    return text


# -- over each other ---------------------------------------------------------------------------------------------


def cross_cells(found: AttributeCross) -> tuple[Sequence[HeatColumn], Sequence[HeatRow]]:
    """Columns and rows of a cross-table: counts with their share of the row, the sums last."""
    table = found.table
    rows = []
    for r, name in enumerate(table.rows):
        cells = []
        for c in range(len(table.columns)):
            count, share = table.counts[r][c], table.of_row(r, c).value
            text = f"{count} ({percent(share, 1)})" if share is not None and count else str(count)
            cells.append(share_cell(text, count, table.row_sums[r], quiet=not count))
        rows.append(HeatRow(r, safe(str(name)), "", 0, cells, HeatCell(str(table.row_sums[r]))))
    columns = [HeatColumn(one_line(str(name), 24), one_line(str(name), 11)) for name in table.columns]
    return columns, rows


def cross_words(found: AttributeCross, row: int, column: int) -> Text:
    """A cell in words."""
    table = found.table
    last = column >= len(table.columns)
    second = _("group") if found.second == "group" else found.second
    where = f"{found.first}: {table.rows[row]}" + ("" if last else f" × {second}: {table.columns[column]}")
    text = Text.assemble((one_line(where, 76), "bold"), "\n")
    if last:
        return text.append(ngettext("{n} informant", "{n} informants", table.row_sums[row]))
    parts = [ngettext("{n} informant", "{n} informants", table.counts[row][column])]
    parts.append(_("{share} of the row", share=percent(table.of_row(row, column).value, table.row_sums[row])))
    whole = table.column_sums[column]
    parts.append(_("{share} of the column", share=percent(table.of_column(row, column).value, whole)))
    return text.append(" · ".join(parts))


# -- divided -----------------------------------------------------------------------------------------------------


def value_card(found: ValueForMoney) -> Text:
    """Each ratio with what it is of, or why there is none."""
    from qualcode.analysis.descriptive import reason_words
    from qualcode.project.descriptions import COST_PER, ratio_words

    means, text = found.definitions(), Text()
    for name, ratio in found.ratios.items():
        unit = "" if name == COST_PER else "%"
        text.append(ratio_words(name), "bold").append("  ")
        if ratio.value is None:
            text.append("– " + (reason_words(ratio.reason) if ratio.reason else ""), "bold")
        else:
            text.append(plain(ratio.value) + unit, "bold reverse")
        text.append(f"   {plain(ratio.above)} / {plain(ratio.below)}   n {ratio.n}\n")
        text.append(f"  {' / '.join(found.attributes[name])}: {means[name]}\n", "dim")
        if ratio.left_out:
            text.append(f"  {means['left_out']}: {ratio.left_out}\n", "dim")
        text.append("\n")
    warnings: Any = found.as_json()["warnings"]
    return text.append("\n".join(f"! {line}" for line in warnings))


def list_lines(rows: Sequence[AttributeRow]) -> tuple[list[str], list[list[str]]]:
    """Heads and lines of the list of attributes."""
    heads = [_("Attribute"), _("Of"), _("Kind"), "n", _("of how many"), _("Values")]
    return heads, [
        [row.name, owner_word(row.owner), kind_words(row.kind), str(row.n), str(row.of), str(row.values)]
        for row in rows
    ]
