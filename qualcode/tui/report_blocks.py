"""Blocks of a report on the terminal: headings, words, quotes and tables as wide as there is room; pictures in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from qualcode.i18n import _, ngettext, using
from qualcode.reports.document import (
    Block,
    Cell,
    Comment,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    ListBlock,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Runs,
    Table,
    plain,
)
from qualcode.reports.painting import whole
from qualcode.reports.widths import shared
from qualcode.tui.painting import safe

_GAP = 2
_JUSTIFIED = {"left": "left", "centre": "center", "right": "right"}


def painted(document: Document, width: int, most: int = 0) -> Group:
    """The blocks of a document, none wider than `width` cells.

    With `most` only its beginning, of about as many blocks and rows of tables, and how much there is beyond it.
    """
    shown, tables, rows = beginning(document.blocks, most) if most else (document.blocks, 0, 0)
    parts: list[RenderableType] = []
    with using(document.language):
        for position, block in enumerate(shown):
            parts += [*_block(document, block, width, document.numbers.get(position, "")), Text()]
    if tables:
        parts.append(Text(_beyond(tables, rows), "italic"))
    return Group(*parts)


def beginning(blocks: tuple[Block, ...], most: int) -> tuple[tuple[Block, ...], int, int]:
    """The first blocks, a table cut where it is too long; then how many tables are cut or left out, and their rows."""
    shown: list[Block] = []
    room, tables, rows = most, 0, 0
    for block in blocks:
        if isinstance(block, Table):
            left = max(0, len(block.rows) - max(room, 0))
            tables, rows = tables + bool(left or room <= 0), rows + left
            if room > 0:
                shown.append(replace(block, rows=block.rows[:room]))
            room -= len(block.rows)
        elif room > 0:
            shown.append(block)
            room -= 1
    return tuple(shown), tables, rows


def _beyond(tables: int, rows: int) -> str:
    return ngettext(
        "The preview ends here. {n} table goes on or follows, with {rows} rows more; the file has all of it.",
        "The preview ends here. {n} tables go on or follow, with {rows} rows more; the file has all of them.",
        tables,
        rows=whole(rows),
    )


def as_text(document: Document, width: int) -> str:
    """The same as plain text, its lines ended."""
    from rich.console import Console

    console = Console(width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as caught:
        console.print(painted(document, width))
    return "\n".join(line.rstrip() for line in caught.get().strip("\n").split("\n")) + "\n"


def _block(document: Document, block: Block, width: int, number: str) -> Iterator[RenderableType]:
    match block:
        case Heading():
            before = (
                f"{document.words.appendix} {number}. "
                if block.kind == "appendix" and block.level == 1
                else ""
            )
            yield Text(safe(before + block.text), "bold underline" if block.level == 1 else "bold")
        case Paragraph():
            yield _text(document, block.runs)
            yield from _remarks(block.comments)
        case Quote():
            yield from _quote(document, block)
            yield from _remarks(block.comments)
        case Table():
            yield Text(f"{document.labels.get(block.anchor, _('Table'))}. {safe(block.caption)}", "bold")
            yield from _table(document, block, width)
            if block.note:
                yield _text(document, block.note, "italic")
        case Figure():
            yield Text(f"{document.labels.get(block.anchor, _('Figure'))}. {safe(block.caption)}", "bold")
            yield Text(_("The report has a picture here: {what}", what=safe(block.alt)), "italic")
            if block.note:
                yield _text(document, block.note, "italic")
        case Note():
            head = Text("! ", "bold") if block.kind == "warning" else Text("│ ")
            yield head + _text(document, block.runs)
        case ListBlock():
            for count, item in enumerate(block.items, 1):
                mark = f"{count}. " if block.ordered else "• "
                yield _beside(Text(mark), _text(document, item), len(mark))
        case Facts():
            names = max(cell_len(name) for name, _value in block.pairs) if block.pairs else 0
            for name, value in block.pairs:
                yield _beside(Text(safe(name), "bold"), _text(document, value), min(names + _GAP, width // 2))
        case Contents() | PageBreak():
            return


def _text(document: Document, runs: Runs, style: str = "") -> Text:
    text = Text(style=style)
    for given in runs:
        run = document.resolve(given)
        looks = " ".join(name for name, on in (("bold", run.bold or run.code), ("italic", run.italic)) if on)
        text.append("\n".join(map(safe, run.text.split("\n"))), looks or None)
        if run.footnote:
            text.append(" [").append(_text(document, run.footnote, "italic")).append("]")
    return text


def _quote(document: Document, block: Quote) -> Iterator[RenderableType]:
    said = safe(" ".join(block.text.split()))
    text = _text(document, block.lead)
    text.append(said if block.paraphrase else f"“{said}”").append(" ")
    text.append_text(_text(document, block.cited))
    yield Padding(text, (0, 0, 0, 2))
    if block.translation:
        words = f"{_('Translation')}: {safe(' '.join(block.translation.split()))}"
        yield Padding(Text(words, "italic"), (0, 0, 0, 2))


def _remarks(comments: Iterable[Comment]) -> Iterator[RenderableType]:
    """Comments below what they are on, answers further in."""
    for one in comments:
        said = Text(f"{safe(one.author)}: ", "bold").append(
            safe(" ".join(one.text.split())), "not bold italic"
        )
        yield Padding(said, (0, 0, 0, 6 if one.answers else 4))


def _beside(first: Text, second: Text, wide: int) -> Grid:
    grid = Grid.grid()
    grid.add_column(width=wide)
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(first, second)
    return grid


def _table(document: Document, block: Table, width: int) -> Iterator[RenderableType]:
    """Each row for itself, so that cells over several columns stand over them."""
    widths = _widths(block, width)
    for cells in block.header:
        yield _row(document, block, cells, widths, "bold")
    yield Rule(style="", characters="─", end="")
    for row in block.rows:
        yield _row(document, block, row.cells, widths, "bold" if row.section else "")
        yield from _remarks(row.comments)


def _widths(block: Table, width: int) -> list[int]:
    """Cells of each column with the gap behind it: what its words need, where all fit, else its share."""
    count = len(block.columns)
    least, wished = [1] * count, [1] * count
    for cells in (*block.header, *block.bodies):
        column = 0
        for one in cells:
            if one.span == 1:
                words = plain(one.runs)
                least[column] = max([least[column], *(cell_len(word) for word in words.split())])
                wished[column] = max([wished[column], *(cell_len(line) for line in words.split("\n"))])
            column += one.span
    if sum(wished) + _GAP * count <= width:
        return [one + _GAP for one in wished]
    found = shared(wished, [one + _GAP for one in least], width)
    return [max(int(one), _GAP + 1) for one in found]


def _row(document: Document, block: Table, cells: Sequence[Cell], widths: Sequence[int], style: str) -> Grid:
    grid, column, words = Grid.grid(), 0, []
    for one in cells:
        wide = sum(widths[column : column + one.span])
        justify = _JUSTIFIED[one.align or block.columns[column].align]
        grid.add_column(width=wide, justify=justify, overflow="fold")  # type: ignore[arg-type]
        words.append(Padding(_text(document, one.runs, style), (0, _GAP, 0, 0)))
        column += one.span
    grid.add_row(*words)
    return grid
