"""A report as an Excel workbook: a sheet for each table and figure, one for the text, and one in front that lists them.

Words are always written as text, never as formulas; a cell that is nothing but a number of ours is a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO

import xlsxwriter

from qualcode.i18n import _, using
from qualcode.reports import svg
from qualcode.reports.document import (
    Block,
    Comment,
    Document,
    Facts,
    Figure,
    Heading,
    ListBlock,
    Note,
    Paragraph,
    Quote,
    Row,
    Runs,
    Table,
    text,
)
from qualcode.reports.docx_tables import SECTION_SHADE
from qualcode.reports.painting import long_date, painted_line
from qualcode.reports.xlsx_cells import SheetNames, whole_text
from qualcode.reports.xlsx_page import HEAD_SHADE, SHORT_TEXT, Formats, Page, leading, place

ROWS = 1_000_000
"""Rows of a table on one sheet; a longer one goes on in the next."""

_DOTS = 96 / 2.54
"""Dots of a screen in a centimetre, as Excel counts."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the sheet of text."""

    text: str
    name: str = ""
    """What stands before it: the number of a heading, the name of a fact."""
    reference: str = ""
    looks: str = ""
    """Names of the looks it has: bold, italic, note."""
    anchor: str = ""
    to: str = ""
    """A place in the workbook that it leads to."""
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A table, some rows of one, or a figure, on a sheet of its own."""

    name: str
    caption: str
    block: Table | Figure
    rows: Sequence[Row] = ()


def to_xlsx(document: Document) -> bytes:
    """`document` as a workbook; the same document gives the same bytes."""
    with using(document.language):
        return _Book(document).made()


class _Book:
    """Writes one workbook."""

    def __init__(self, document: Document) -> None:
        self.document = document
        names = SheetNames()
        self._contents = names.name(_("Contents"))
        self._text = names.name(_("Text"))
        self._sheets: dict[int, list[_Sheet]] = {
            position: list(self._sheets_of(block, position, names))
            for position, block in enumerate(document.blocks)
            if isinstance(block, Table | Figure)
        }
        self._places = dict(self._row_places())
        self._lines = {
            position: lines
            for position, block in enumerate(document.blocks)
            if (lines := tuple(self._lines_of(block, position)))
        }
        if all(isinstance(document.blocks[position], Table | Figure | Note) for position in self._lines):
            self._lines = {}
        self._first_row: dict[int, int] = {}
        row = 1
        for position, lines in self._lines.items():
            self._first_row[position] = row
            for line in lines:
                if line.anchor:
                    self._places.setdefault(line.anchor, place(self._text, row, 1))
                row += 1
        self._out = BytesIO()
        self._book = xlsxwriter.Workbook(
            self._out,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._formats = Formats(self._book, document.layout.font)

    def made(self) -> bytes:
        """The bytes of the workbook."""
        self._properties()
        self._write_contents(self._page(self._contents, upright=True))
        if self._lines:
            self._write_text(self._page(self._text, upright=True))
        for sheets in self._sheets.values():
            for sheet in sheets:
                page = self._page(sheet.name)
                if isinstance(sheet.block, Table):
                    self._write_table(page, sheet, sheet.block)
                else:
                    self._write_figure(page, sheet, sheet.block)
        self._book.close()
        return self._out.getvalue()

    def _properties(self) -> None:
        document = self.document
        created = document.created
        if created.tzinfo is not None:
            created = created.astimezone(UTC).replace(tzinfo=None)
        self._book.set_properties(
            {
                "title": painted_line(document.title)[:SHORT_TEXT],
                "subject": painted_line(document.subtitle)[:SHORT_TEXT],
                "author": painted_line(document.author)[:SHORT_TEXT],
                "comments": document.software,
                "created": created,
            }
        )
        for name, value in document.properties:
            self._book.set_custom_property(name, painted_line(value)[:SHORT_TEXT], "text")

    # What goes where

    def _sheets_of(self, block: Table | Figure, position: int, names: SheetNames) -> Iterator[_Sheet]:
        document = self.document
        word = document.words.table if isinstance(block, Table) else document.words.figure
        label = f"{word} {document.numbers[position]}"
        caption = f"{label}{document.layout.caption_mark}{painted_line(block.caption)}"
        name = f"{label} {painted_line(block.caption)}"
        if isinstance(block, Figure):
            yield _Sheet(names.name(name), caption, block)
            return
        for start in range(0, max(1, len(block.rows)), ROWS):
            again = f" ({document.words.continued})" if start else ""
            yield _Sheet(names.name(name), caption + again, block, block.rows[start : start + ROWS])

    def _row_places(self) -> Iterator[tuple[str, str]]:
        for sheets in self._sheets.values():
            if sheets[0].block.anchor:
                yield sheets[0].block.anchor, place(sheets[0].name)
            for sheet in sheets:
                for row, one in enumerate(sheet.rows, _first(sheet.block)):
                    if one.anchor:
                        yield one.anchor, place(sheet.name, row)

    def _lines_of(self, block: Block, position: int) -> Iterator[_Line]:
        match block:
            case Heading():
                counted = self.document.numbers.get(position, "")
                if counted and block.kind == "appendix" and block.level == 1:
                    counted = f"{self.document.words.appendix} {counted}"
                yield _Line(painted_line(block.text), counted, looks="bold", anchor=block.anchor)
            case Paragraph():
                said = self._said(block.runs)
                looks = "italic" if block.style == "small" else ""
                yield _Line(
                    said, looks=looks, anchor=block.anchor, to=leading(block.runs), comments=block.comments
                )
            case Quote():
                words = block.text if block.paraphrase else f"“{block.text}”"
                yield _Line(
                    self._said(block.lead) + whole_text(self.document, text(words)),
                    reference=self._said(block.cited),
                    anchor=block.anchor,
                    to=leading(block.lead),
                    comments=block.comments,
                )
                if block.translation:
                    said = f"{_('Translation')}: {block.translation}"
                    yield _Line(whole_text(self.document, text(said)), looks="italic")
            case Note():
                head = f"{_('To do')}. " if block.kind == "warning" else ""
                yield _Line(head + self._said(block.runs), looks="note", to=leading(block.runs))
            case ListBlock():
                for count, item in enumerate(block.items, 1):
                    mark = f"{count}. " if block.ordered else "• "
                    yield _Line(mark + self._said(item), to=leading(item))
            case Facts():
                for name, value in block.pairs:
                    yield _Line(self._said(value), painted_line(name), to=leading(value))
            case Table() | Figure():
                for sheet in self._sheets[position]:
                    yield _Line(sheet.caption, to=place(sheet.name))

    def _said(self, runs: Runs) -> str:
        return whole_text(self.document, runs)

    # Sheets

    def _page(self, name: str, *, upright: bool = False) -> Page:
        return Page(self._book, name, self.document, self._formats, self._places, upright=upright)

    def _write_contents(self, page: Page) -> None:
        document = self.document
        page.columns((92, 10))
        row = 0
        for words, size in ((document.title, 14), (document.subtitle, 12), (document.author, 10)):
            if words:
                page.put(row, 0, painted_line(words), bold=size > 10, size=size, ruled=False)
                row += 1
        page.put(row, 0, long_date(document.created.date()), ruled=False)
        row += 2
        for position, block in enumerate(document.blocks):
            if isinstance(block, Note):
                line = next(self._lines_of(block, position))
                page.put(row, 0, line.text, shade=SECTION_SHADE, to=line.to)
                row += 1
        row += 1
        page.put(row, 0, _("Contents"), bold=True, shade=HEAD_SHADE)
        page.put(row, 1, _("Rows"), bold=True, shade=HEAD_SHADE, align="right")
        for position, block in enumerate(document.blocks):
            if isinstance(block, Heading) and block.level < 3:
                row += 1
                line = self._lines[position][0]
                words = ". ".join(part for part in (line.name, line.text) if part)
                page.put(row, 0, words, bold=True, to=place(self._text, self._first_row[position]))
                page.put(row, 1, "")
            for sheet in self._sheets.get(position, ()):
                row += 1
                page.put(row, 0, sheet.caption, to=place(sheet.name), indent=1)
                rows = str(len(sheet.rows)) if isinstance(block, Table) else ""
                page.put(row, 1, rows, align="right", numbers=True)
        if document.footer:
            page.put(row + 2, 0, painted_line(document.footer), ruled=False, size=8)
        page.finish()

    def _write_text(self, page: Page) -> None:
        page.columns((18, 90, 18))
        for column, head in enumerate((_("Section"), _("Text"), _("Reference"))):
            page.put(0, column, head, bold=True, shade=HEAD_SHADE)
        page.sheet.freeze_panes(1, 0)
        page.sheet.repeat_rows(0)
        row = 1
        for lines in self._lines.values():
            for line in lines:
                shade = {"note": SECTION_SHADE, "bold": "ECECEC"}.get(line.looks, "")
                bold = line.looks == "bold" or bool(line.name)
                page.put(row, 0, line.name, bold=bold, shade=shade)
                page.put(
                    row,
                    1,
                    line.text,
                    bold=line.looks == "bold",
                    italic=line.looks == "italic",
                    shade=shade,
                    to=line.to,
                )
                page.put(row, 2, line.reference, shade=shade)
                page.remark(row, 1, line.comments)
                row += 1
        page.sheet.autofilter(0, 0, row - 1, 2)
        page.finish()

    def _write_table(self, page: Page, sheet: _Sheet, block: Table) -> None:
        page.columns_of(block)
        page.across(0, sheet.caption, bold=True, to=place(self._contents))
        top = 1
        for cells in block.header:
            page.cells(top, cells, block, bold=True, shade=HEAD_SHADE, head=True)
            top += 1
        page.sheet.freeze_panes(top, 0)
        page.sheet.repeat_rows(1, max(1, top - 1))
        row = top
        for one in sheet.rows:
            shade = SECTION_SHADE if one.section else ""
            page.cells(row, one.cells, block, bold=one.section, shade=shade)
            page.remark(row, 0, one.comments)
            row += 1
        if row > top:
            page.sheet.autofilter(top - 1, 0, row - 1, len(block.columns) - 1)
        below = row + 1
        for line in self._said(block.note).split("\n") if block.note else ():
            page.across(below, line, italic=True)
            below += 1
        page.sheet.print_area(0, 0, max(below - 1, top), len(block.columns) - 1)
        page.finish()

    def _write_figure(self, page: Page, sheet: _Sheet, block: Figure) -> None:
        page.columns((100,))
        page.across(0, sheet.caption, bold=True, to=place(self._contents))
        alt = self._said(text(block.alt))
        said = [alt, *(self._said(block.note).split("\n") if block.note else ())]
        for row, line in enumerate(said, 1):
            page.across(row, line, italic=row > 1)
        png = svg.to_png(block.svg)
        scale = block.width_cm * _DOTS / svg.size(png)[0]
        page.sheet.insert_image(
            len(said) + 2,
            0,
            "figure.png",
            {
                "image_data": BytesIO(png),
                "description": alt[:SHORT_TEXT],
                "x_scale": scale,
                "y_scale": scale,
            },
        )
        page.finish()


def _first(block: Table | Figure) -> int:
    """The row, from 0, in which the rows of a table begin: below its caption and head."""
    return 1 + len(block.header) if isinstance(block, Table) else 0
