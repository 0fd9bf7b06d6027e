"""A report made ready to paint: tables as the layout wants them, sources under tables and figures, foreign words.

Painters get what `arranged` gives, so that every format says the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qualcode.errors import BadInput
from qualcode.i18n import _, language, using
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Facts,
    Figure,
    ListBlock,
    Note,
    Paragraph,
    Run,
    Runs,
    Table,
    plain,
)
from qualcode.reports.layout import Layout, TableLayout
from qualcode.reports.painting import foreign_set
from qualcode.reports.table_names import wanted_of

OTHERS = {
    "id": frozenset(("the", "that", "is", "are", "of", "and", "not", "was", "for", "with")),
    "en": frozenset(("yang", "dan", "di", "ke", "dari", "tidak", "itu", "dengan", "untuk", "pada")),
}
"""Words by which a cell shows that it is in another language than the report: no single one of it is foreign there."""


def arranged(document: Document) -> Document:
    """`document` as its layout wants it.

    Raises BadInput where the layout names a column that a table does not have, or leaves a table without columns.
    """
    layout = document.layout
    # What is wrong with the layout is told in the language of the screen.
    blocks = [_placed(block, layout) for block in document.blocks]
    with using(document.language):
        year = document.year or document.created.year
        done = replace(layout, tables={})
        shown = tuple(_block(block, layout, year) for block in blocks)
        return replace(document, blocks=shown, footer=_footer(document), layout=done)


def source_line(layout: Layout, own: str | None, year: int) -> str:
    """The line that says where a table or figure is from, in the language spoken; empty where there is none."""
    said = layout.source_line if own is None else own
    if said is None:
        said = _("Source: the researcher's own work, {year}")
    return said.replace("{year}", str(year)).replace("{tahun}", str(year))


def _footer(document: Document) -> str:
    """The line under every page as the layout wants it."""
    return document.layout.footer.replace("{head}", dict(document.properties).get("journal-head", ""))


def _placed(block: Block, layout: Layout) -> Block:
    wanted = wanted_of(layout.tables, block.anchor) if isinstance(block, Table) else None
    return block if wanted is None or not isinstance(block, Table) else _as_wanted(block, wanted)


def _block(block: Block, layout: Layout, year: int) -> Block:
    def foreign(runs: Runs) -> Runs:
        return foreign_set(runs, layout.foreign)

    def told(runs: Runs) -> Runs:
        # Words that are all in another language stay as they stand.
        own = plain(runs).casefold().split()
        return foreign(runs) if OTHERS[language()].isdisjoint(own) else runs

    def filled(cell: Cell) -> Cell:
        # So do the lines of a text, which are told as they were said.
        return cell if cell.numbers else replace(cell, runs=told(cell.runs))

    match block:
        case Paragraph():
            return replace(block, runs=foreign(block.runs))
        case Note():
            return replace(block, runs=foreign(block.runs))
        case ListBlock():
            return replace(block, items=tuple(map(told, block.items)))
        case Facts():
            return replace(block, pairs=tuple((name, told(runs)) for name, runs in block.pairs))
        case Table():
            header = tuple(
                tuple(replace(cell, runs=foreign(cell.runs)) for cell in cells) for cells in block.header
            )
            note = _sourced(source_line(layout, block.source, year), foreign(block.note))
            rows = tuple(replace(row, cells=tuple(map(filled, row.cells))) for row in block.rows)
            return replace(block, header=header, rows=rows, note=note, source="")
        case Figure():
            note = _sourced(source_line(layout, block.source, year), foreign(block.note))
            return replace(block, note=note, source="")
        case _:
            return block


def _sourced(line: str, note: Runs) -> Runs:
    """The note under a table, its source in a line before it."""
    if not line:
        return note
    return (Run(line), Run("\n"), *note) if note else (Run(line),)


def _as_wanted(table: Table, wanted: TableLayout) -> Table:
    names = [_name(table, position) for position in range(len(table.columns))]
    hidden = {_column(names, name, wanted) for name in wanted.hidden}
    first = list(dict.fromkeys(_column(names, name, wanted) for name in wanted.order))
    kept = [n for n in [*first, *(n for n in range(len(names)) if n not in first)] if n not in hidden]
    if not kept:
        raise BadInput(_("{where}: all columns of the table are hidden", where=wanted.where))
    widths = {_column(names, name, wanted): width for name, width in wanted.widths}
    if kept != sorted(kept) and any(
        _is_joined(cells, len(names)) for cells in (*table.header, *table.bodies)
    ):
        raise BadInput(
            _("{where}: the table has joined cells, so its columns cannot change places", where=wanted.where)
        )
    return replace(
        table,
        caption=wanted.caption or table.caption,
        columns=tuple(Column(widths.get(n, table.columns[n].width), table.columns[n].align) for n in kept),
        header=tuple(_kept(cells, kept) for cells in table.header),
        rows=tuple(replace(row, cells=_kept(row.cells, kept)) for row in table.rows),
        landscape=table.landscape if wanted.landscape is None else wanted.landscape,
        upright=table.upright if wanted.landscape is None else not wanted.landscape,
        source=table.source if wanted.source is None else wanted.source,
    )


def _name(table: Table, position: int) -> str:
    """The heading of a column: that of the lowest header row in which one stands over it alone."""
    for cells in reversed(table.header):
        column = 0
        for cell in cells:
            if column == position and cell.span == 1:
                return plain(cell.runs).strip()
            column += cell.span
    return ""


def _column(names: Sequence[str], name: str, wanted: TableLayout) -> int:
    """The position of the column called `name` or counted so from 1."""
    for position, heading in enumerate(names):
        if heading.casefold() == name.casefold():
            return position
    if name.isascii() and name.isdigit() and 0 < int(name) <= len(names):
        return int(name) - 1
    raise BadInput(
        _(
            "{where}: the table has no column {name}; it has {names}",
            where=wanted.where,
            name=name,
            names=", ".join(heading or str(n) for n, heading in enumerate(names, 1)),
        )
    )


def _is_joined(cells: Sequence[Cell], columns: int) -> bool:
    """Whether some cell spans several columns and yet not all."""
    return any(1 < cell.span < columns for cell in cells)


def _kept(cells: Sequence[Cell], kept: Sequence[int]) -> tuple[Cell, ...]:
    """The cells of the columns that are kept, in their order; joined cells shrink with what they span."""
    owners = [number for number, cell in enumerate(cells) for _n in range(cell.span)]
    made: list[Cell] = []
    last = -1
    for position in kept:
        owner = owners[position]
        if owner == last and cells[owner].span > 1:
            made[-1] = replace(made[-1], span=made[-1].span + 1)
        else:
            made.append(replace(cells[owner], span=1))
        last = owner
    return tuple(made)
