"""A sheet of a report's workbook: set up for printing, rows as high as their words, cells that look and link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from qualcode.reports import heights
from qualcode.reports.document import Cell, Comment, Document, Run, Runs, Table
from qualcode.reports.docx_tables import SHADES
from qualcode.reports.painting import long_date, painted_line
from qualcode.reports.widths import wideness
from qualcode.reports.xlsx_cells import fitted, is_formula, number, units, whole_text

LINKS = 65_000
"""Links a sheet may have; what stands beyond is not linked."""

PAPERS = {"a4": 9, "f4": 14}
"""Excel's numbers of the sheets of paper; 14 is folio."""

HEAD_SHADE = "D9D9D9"
LETTERS = 10.0
"""Points of the letters in a cell."""
SHORT_TEXT = 255
"""Characters of a footer, a property or a description."""

_RULE = "A6A6A6"
_INCH = 2.54
_CHARACTER = 5.25
"""Points of one unit of a column's width."""
_LINE = 1.28
"""Height of a line over the size of its letters."""
_TALLEST = 409.0
"""Points a row can be high."""


def place(sheet: str, row: int = 0, column: int = 0) -> str:
    """A cell as a link names it."""
    return f"'{sheet}'!{chr(ord('A') + column)}{row + 1}"


def leading(runs: Runs) -> str:
    """The anchor that the first run with one leads to; empty where none does."""
    return next((run.link for run in runs if run.link), "")


class Formats:
    """The looks of cells, each made once for a workbook."""

    def __init__(self, book: Workbook, font: str) -> None:
        self._book, self._font = book, font
        self._made: dict[tuple[Any, ...], Format] = {}

    def get(
        self,
        *,
        bold: bool = False,
        italic: bool = False,
        shade: str = "",
        align: str = "left",
        size: float = LETTERS,
        shown: str = "",
        text: bool = False,
        linked: bool = False,
        wrapped: bool = True,
        ruled: bool = True,
        indent: int = 0,
    ) -> Format:
        """A format; `shown` is that of a number, `text` keeps what looks like a formula text when it is edited."""
        key = bold, italic, shade, align, size, shown, text, linked, wrapped, ruled, indent
        if key not in self._made:
            # Numbers at the right do not run into words at the left of the next column.
            indent = indent or int(align == "right")
            wanted: Mapping[str, Any] = {
                "font_name": self._font,
                "font_size": size,
                "bold": bold,
                "italic": italic,
                "align": "center" if align == "centre" else align,
                "valign": "top",
                "text_wrap": wrapped,
                "num_format": shown or "General",
                "quote_prefix": text,
                "underline": int(linked),
                "indent": indent,
                **({"bg_color": f"#{shade}"} if shade else {}),
                **({"border": 1, "border_color": f"#{_RULE}"} if ruled else {}),
            }
            self._made[key] = self._book.add_format(dict(wanted))
        return self._made[key]


class Page:
    """A new sheet."""

    def __init__(
        self,
        book: Workbook,
        name: str,
        document: Document,
        formats: Formats,
        places: Mapping[str, str],
        *,
        upright: bool = False,
    ) -> None:
        """`places` are those of anchors; columns are to be set before anything is put in."""
        self.document, self._formats, self._places = document, formats, places
        self.sheet = book.add_worksheet(name)
        self._links = 0
        self._widths: list[float] = []
        """Of columns, in units of their letters' size."""
        self._lines: dict[int, int] = {}
        """Of each row that has several."""
        layout = document.layout
        sides = layout.sides(not upright)
        self.sheet.set_paper(PAPERS[layout.paper])
        self.sheet.set_margins(*(side / _INCH for side in (sides.left, sides.right, sides.top, sides.bottom)))
        if not upright:
            self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.hide_gridlines(2)
        footer = painted_line(document.footer).replace("&", "&&")
        whole = f"&L&8{footer}&R&P/&N"
        self.sheet.set_footer(whole if footer and units(whole) <= SHORT_TEXT else "&R&P/&N")

    def columns(self, widths: Sequence[float]) -> None:
        """Set the widths of the columns in their own unit, that of a digit."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        letters = LETTERS * wideness(self.document.layout.font)
        self._widths = [width * _CHARACTER / letters for width in widths]

    def columns_of(self, table: Table) -> None:
        """Set them as those of a table on a turned page."""
        layout = self.document.layout
        points = table.widths(layout.text_width(turned=True), layout.cell_letters)
        self.columns([round(max(width / _CHARACTER, 5), 1) for width in points])

    def put(
        self,
        row: int,
        column: int,
        words: str,
        *,
        last: int | None = None,
        to: str = "",
        numbers: bool = False,
        **looks: Any,
    ) -> None:
        """Words in a cell, or in cells joined to the column `last`; or their number, where `numbers` allows it.

        `to` is an anchor or a place in the workbook that they lead to.
        """
        target = to if to.startswith("'") else self._places.get(to, "")
        if target and self._links < LINKS:
            self._links += 1
            looks["linked"] = True
        else:
            target = ""
        found = number(words, self.document.language) if numbers else None
        if found is not None:
            looks["shown"] = found[1]
        words = fitted(words)
        if looks.get("wrapped", True):
            size = looks.get("size", LETTERS) / LETTERS
            needed = self._needed(words, column, last or column, looks.get("bold", False), size)
            if needed > self._lines.get(row, 1):
                self._lines[row] = needed
        form = self._formats.get(text=is_formula(words), **looks)
        if target:
            self.sheet.write_url(row, column, f"internal:{target}", form, words)
        if found is not None:
            self.sheet.write_number(row, column, found[0], form)
        elif words and not target:
            self.sheet.write_string(row, column, words, form)
        elif not words:
            self.sheet.write_blank(row, column, None, form)

    def across(self, row: int, words: str, **looks: Any) -> None:
        """Words over all columns, without rules."""
        last = len(self._widths) - 1
        if last:
            self.sheet.merge_range(row, 0, row, last, "", self._formats.get(ruled=False))
        self.put(row, 0, words, last=last, ruled=False, **looks)

    def cells(
        self, row: int, cells: Sequence[Cell], table: Table, *, bold: bool, shade: str, head: bool = False
    ) -> None:
        """A row of a table.

        Joined cells keep a sheet from being sorted: outside the head there are some only where words need them.
        """
        column = 0
        for one in cells:
            last = column + one.span - 1
            looks: dict[str, Any] = {
                "bold": bold or (bool(one.runs) and all(run.bold for run in one.runs)),
                "shade": SHADES[one.shade] or shade,
                "align": one.align
                or (table.columns[column].align if one.span == 1 else "centre" if head else "left"),
            }
            words = whole_text(self.document, one.runs)
            joined = one.span > 1 and (head or self._needed(words, column, last, looks["bold"]) > 1)
            if joined:
                self.sheet.merge_range(row, column, row, last, "", self._formats.get(**looks))
            else:
                for empty in range(column + 1, last + 1):
                    self.sheet.write_blank(row, empty, None, self._formats.get(**looks))
            self.put(
                row,
                column,
                words,
                last=last,
                to=leading(one.runs),
                numbers=not head and not any(run.code for run in one.runs),
                wrapped=one.span == 1 or joined,
                **looks,
            )
            column = last + 1

    def remark(self, row: int, column: int, comments: Sequence[Comment]) -> None:
        """Remarks on a cell, which a spreadsheet shows beside it."""
        if comments:
            said = fitted("\n\n".join(map(self._said, comments)))
            author = painted_line(comments[0].author)[:50]
            self.sheet.write_comment(row, column, said, {"author": author, "x_scale": 2, "y_scale": 2})

    def finish(self) -> None:
        """Make rows as high as their words: not every program finds that out when it opens a file."""
        for row, lines in self._lines.items():
            self.sheet.set_row(row, min(_TALLEST, round(lines * LETTERS * _LINE + 3, 1)))

    def _needed(self, words: str, column: int, last: int, bold: bool, size: float = 1.0) -> int:
        """How many lines words take in a cell, or in cells joined from one column to another."""
        room = sum(self._widths[column : last + 1]) / size
        if "\n" not in words and len(words) < room:
            return 1
        return heights.lines((Run(words, bold=bold),), room)

    def _said(self, comment: Comment) -> str:
        written: datetime = comment.written or self.document.created
        head = ", ".join(part for part in (painted_line(comment.author), long_date(written.date())) if part)
        return f"{head}: {whole_text(self.document, (Run(comment.text),))}"
