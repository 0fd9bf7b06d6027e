"""Codes against groups, informants, methods, times and attributes, as the page of matrices shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from qualcode.analysis.counted import DOCUMENTS, several, share
from qualcode.analysis.evidence import LITERATURE
from qualcode.analysis.query import NONE, Node, Term
from qualcode.i18n import _, language, ngettext
from qualcode.project.facet import Progress, unwatched
from qualcode.tui.analyses.asked import (
    OVERLAP,
    SEGMENTS,
    Asked,
    heading,
    segments_of,
    title_of,
    wanted_rows,
    way_word,
    why_empty,
)
from qualcode.tui.analyses.pairs import meetings, orders
from qualcode.tui.analyses.ranks import densities, ranks
from qualcode.tui.analyses.tabled import Shown
from qualcode.tui.heat import HeatCell, HeatColumn, HeatRow, share_cell
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.analysis.counts import CodeCell
    from qualcode.project import Project
    from qualcode.project.figures import CountTable


def crossed(project: Project, asked: Asked, progress: Progress = unwatched) -> Shown:
    """The table that is asked for, ready to be shown."""
    progress(0, 2, _("counting"))
    match asked.way:
        case "cooccurrence" if asked.how == OVERLAP:
            shown = meetings(project.analysis.cooccurrence(coder=asked.coder), asked)
        case "cooccurrence":
            shown = orders(
                project.crossings.order(asked.how, characters=asked.characters, coder=asked.coder), asked
            )
        case "density":
            shown = densities(project, asked)
        case "rank":
            shown = ranks(project, asked)
        case _:
            shown = counts(project, asked)
    progress(1, 2, _("setting the table"))
    return shown


def counts(project: Project, asked: Asked) -> Shown:
    way, count = asked.way, asked.counted
    attributes = project.analysis.attributes()
    named = attributes[asked.attribute % len(attributes)] if way == "attr" and attributes else ""
    if way == "attr" and not attributes:
        return nothing(
            asked,
            _(
                "No attributes yet. On the page of informants {edit} gives somebody age, role or anything else.",
                edit=key_for("people.edit"),
            )
            + "\n"
            + _("{key} leads to the page that reads a table of them in."),
        )
    table = project.analysis.counts(f"attr:{named}" if named else way, coder=asked.coder)
    used = {row for row, cell in enumerate(table.counts.totals) if segments_of(cell)}
    wanted = wanted_rows(table.codes, asked.depth, used)
    most = max([1, *(segments_of(cell) for row in wanted for cell in table.counts.cells[row])])
    labels = _labels(project) if way == "group" else {}
    columns = [
        HeatColumn(column_name(way, name, labels), "–" if _is_rest(term) else column_name(way, name, {}))
        for name, term in zip(table.columns, table.terms, strict=True)
    ]
    rows = []
    for row in wanted:
        code = table.codes[row]
        cells = [
            _counted(cell, count, most, table.speaks(column))
            for column, cell in enumerate(table.counts.cells[row])
        ]
        total = _counted(table.counts.totals[row], count, most, True)
        rows.append(HeatRow(row, code.code, code.name, code.depth, cells, total))
    empty = why_empty(table.codes, wanted)
    if not empty and not columns:
        empty = _("Nothing to cross the codes with yet: add informants and sources first.")
    legend = (
        _("coded passages; they rank nothing · NA no source · 0 not mentioned")
        if count == SEGMENTS
        else _("k of n documents, since nobody speaks here · NA no source · 0 not mentioned")
        if table.of_documents
        else _(
            "k of n {who}, or of n documents or observations · +n literature · NA no source · 0 not mentioned",
            who=several(table.unit),
        )
        if way == "method"
        else _(
            "k of n {who} · +n documents · NA heard only in a focus group, or no source · 0 not mentioned",
            who=several(table.unit),
        )
        if table.apart
        else _("k of n {who} · +n documents · NA no source · 0 not mentioned", who=several(table.unit))
    )
    return Shown(
        title=title_of(asked, named or way_word(way, short=True).lower(), table.unit),
        name=table.by.replace(":", "-"),
        sheet=lambda: table.table(count, wanted),
        columns=columns,
        rows=rows,
        total=_("Total"),
        legend=legend,
        empty=empty,
        more=named,
        words=lambda row, column: _count_words(table, columns, row, column),
        query=lambda row, column: table.query(row, column if column < len(columns) else None),
    )


def _counted(cell: CodeCell, count: str, most: int, speaks: bool) -> HeatCell:
    if not speaks:
        return HeatCell("NA", quiet=True)
    if count == SEGMENTS:
        number = segments_of(cell)
        return HeatCell(str(number), number / most, quiet=not number)
    beside = f"+{cell.documents}" if cell.documents else ""
    text = f"{cell.k}/{cell.n}{beside}" if cell.n else beside or "0"
    return share_cell(text, cell.k, cell.n, quiet=not cell.k and not cell.documents)


def _nobody(table: CountTable, column: int) -> str:
    """Why a column has no n, though something of it was read."""
    if table.of_documents or table.columns[column : column + 1] == (LITERATURE,):
        return _("literature corroborates and is in no n")
    return _("nobody speaks here; documents and observations stand beside (+n)")


def _count_words(table: CountTable, columns: Sequence[HeatColumn], code: int, column: int) -> Text:
    last = column >= len(columns)
    where = _("Total") if last else columns[column].name
    text = heading(table.codes[code], where)
    cell = table.counts.totals[code] if last else table.counts.cells[code][column]
    if not last and not table.speaks(column):
        if dict(table.apart).get(table.columns[column]):
            return text.append(table.why_na(column) or "")
        return text.append(_("no source in this column: nothing can be said"))
    parts = [_share(table, column, cell) if cell.n else _nobody(table, column)]
    for number, words in (
        (cell.plus, ngettext("{n} strengthens", "{n} strengthen", cell.plus)),
        (cell.minus, ngettext("{n} weakens", "{n} weaken", cell.minus)),
        (cell.mixed, _("{n} both", n=cell.mixed)),
    ):
        parts += [words] if number else []
    parts += [ngettext("{n} document", "{n} documents", cell.documents)] if cell.documents else []
    parts.append(ngettext("{n} quote", "{n} quotes", segments_of(cell)))
    if not segments_of(cell):
        parts.append(_("nobody mentions it; whether it was asked is recorded with findings"))
    return text.append(" · ".join(parts))


def _share(table: CountTable, column: int, cell: CodeCell) -> str:
    """How many of what the column counts: by method observations and documents are counted themselves."""
    if table.by != "method" or table.of_documents:
        return share(table.unit, cell.k, cell.n)
    match table.columns[column] if column < len(table.columns) else "":
        case "":
            return ngettext("{k} of {n} unit", "{k} of {n} units", cell.n, k=cell.k)
        case "observation":
            return ngettext("{k} of {n} observation", "{k} of {n} observations", cell.n, k=cell.k)
        case "document":
            return share(DOCUMENTS, cell.k, cell.n)
        case _:
            return share(table.unit, cell.k, cell.n)


def column_name(way: str, name: str, labels: Mapping[str, str]) -> str:
    """A column in the person's language."""
    if way == "method":
        from qualcode.project.quote_groups import method_words

        return method_words(name)
    return _("time {n}", n=name) if way == "wave" else labels.get(name, name)


def _labels(project: Project) -> dict[str, str]:
    labels = {}
    for group in project.informants.groups():
        first, second = (group.label_en, group.label) if language() == "en" else (group.label, group.label_en)
        labels[group.name] = first or second or group.name
    return labels


def _is_rest(term: Node) -> bool:
    """Whether a column holds what belongs to no other."""
    return isinstance(term, Term) and term.value == NONE


def nothing(asked: Asked, why: str) -> Shown:
    return Shown(
        title=title_of(asked, way_word(asked.way, short=True).lower()),
        name=asked.way,
        sheet=lambda: ([], []),
        empty=why,
        key="matrices.attributes",
    )
