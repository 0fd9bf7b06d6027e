"""A review pack as a workbook: one sheet for each kind of item, ids in a hidden column, all locked but the answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from qualcode.exchange.review_pack import (
    CHOICES,
    COMMENT,
    DECISION,
    OTHER,
    Item,
    Kind,
    Pack,
    answering,
    choice_word,
    heading,
    item_heading,
    kind_title,
)
from qualcode.exchange.review_prints import prints_of, prints_of_pages
from qualcode.exchange.tables import guard
from qualcode.i18n import _, using

WIDE, NARROW, ANSWER, WORDS = 46, 16, 18, 40
"""Widths of columns, in characters: words to read, a name, a choice, words to write."""
LONGEST = 32_000
"""Characters of a cell; a workbook has room for 32,767."""
LINE = 14.5
"""Points of a line of text."""
TALLEST = 400.0
ID = "id"
"""What heads the hidden ids: a column of a table wants a name."""
LISTS = "qualcode"
"""The hidden sheet that choices are taken from."""


def write_workbook(pack: Pack, created: datetime) -> bytes:
    """The bytes of the workbook, in the language of the pack; the same pack gives the same bytes."""
    import xlsxwriter  # only needed here

    stream = BytesIO()
    with using(pack.language):
        book = xlsxwriter.Workbook(
            stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        book.set_properties({"title": pack.title, "created": created.replace(tzinfo=None, microsecond=0)})
        _Book(book, pack).write()
        book.close()
    return stream.getvalue()


class _Book:
    """Writes one pack into one workbook; every cell is written as words, never as a formula."""

    def __init__(self, book: Any, pack: Pack) -> None:
        self.book, self.pack = book, pack
        look = {"text_wrap": True, "valign": "top", "font_name": "Calibri", "font_size": 11}
        box = {**look, "border": 1, "border_color": "#B0B0B0"}
        self.plain = book.add_format(look)
        self.title = book.add_format({**look, "bold": True, "font_size": 16, "text_wrap": False})
        self.strong = book.add_format({**look, "bold": True})
        self.head = book.add_format({**box, "bold": True, "bg_color": "#E7E6E6"})
        self.cell = book.add_format(box)
        self.name = book.add_format({**box, "bold": True})
        # With the prefix a spreadsheet keeps such words as words also when somebody edits the cell.
        self.quoted = {
            self.cell: book.add_format({**box, "quote_prefix": True}),
            self.name: book.add_format({**box, "bold": True, "quote_prefix": True}),
        }
        self.answer = book.add_format({**box, "bg_color": "#FFF8DC", "locked": False})

    def write(self) -> None:
        """All sheets, the instructions first."""
        self._instructions()
        for kind in Kind:
            if items := self.pack.of(kind):
                self._items(kind, items)
        self._lists()

    def _instructions(self) -> None:
        sheet = self.book.add_worksheet(_("Read first"))
        sheet.set_column(0, 0, 2, None, {"hidden": True})
        sheet.set_column(1, 1, 34)
        sheet.set_column(2, 2, 70)
        sheet.write_string(0, 0, prints_of_pages(self.pack))
        sheet.write_string(0, 1, self.pack.title, self.title)
        sheet.write_string(1, 1, self.pack.subtitle, self.book.add_format({"italic": True}))
        row = 3
        for mark, label in answering():
            sheet.write_string(row, 0, mark)
            sheet.write_string(row, 1, label, self.name)
            sheet.write_blank(row, 2, None, self.answer)
            row += 1
        for number, step in enumerate(self.pack.steps, 1):
            row += 1
            self._merged(sheet, row, f"{number}. {step}", self.plain)
        row += 1
        for remark in self.pack.remarks:
            row += 1
            self._merged(sheet, row, remark, self.plain)
        self._finish(sheet)

    def _merged(self, sheet: Any, row: int, words: str, look: Any) -> None:
        sheet.merge_range(row, 1, row, 2, "", look)
        sheet.write_string(row, 1, words, look)
        sheet.set_row(row, _height([(words, 104)]))

    def _lists(self) -> None:
        """A hidden sheet with the words that can be chosen, and the marks of codes."""
        sheet = self.book.add_worksheet(LISTS)
        sheet.hide()
        for place, words in enumerate(self._choices().values()):
            for row, word in enumerate(words):
                self._put(sheet, row, place, word, self.cell)
        for row, (mark, _label) in enumerate(self.pack.codes):
            sheet.write_string(row, len(Kind) + 1, str(mark))
        sheet.protect()

    def _choices(self) -> dict[str, list[str]]:
        """What can be chosen, in the order of the columns of the hidden sheet."""
        words = {kind.value: [choice_word(choice) for choice in CHOICES[kind]] for kind in Kind}
        return words | {OTHER: [label for _mark, label in self.pack.codes]}

    def _range(self, name: str) -> str:
        choices = self._choices()
        letter = chr(ord("A") + list(choices).index(name))
        return f"={LISTS}!${letter}$1:${letter}${max(len(choices[name]), 1)}"

    def _items(self, kind: Kind, items: Sequence[Item]) -> None:
        sheet = self.book.add_worksheet(kind_title(kind))
        places = [DECISION, OTHER, COMMENT] if kind is Kind.CODING else [DECISION, COMMENT]
        shown = [label for label, _words in items[0].fields]
        keys = ["mark", "name", *(f"shown {label}" for label in shown), *places]
        heads = [ID, item_heading(), *shown, *map(heading, places)]
        # The first row, hidden, says which column is which, whatever becomes of the headings.
        for column, key in enumerate(keys):
            sheet.write_string(0, column, f"qc:{key}")
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.set_column(0, 0, 2, None, {"hidden": True})
        widths = [_width(items, place) for place in range(len(shown))]
        sheet.set_column(1, 1, NARROW)
        for place, width in enumerate(widths, 2):
            sheet.set_column(place, place, width)
        first = 2 + len(shown)
        last_row = len(items) + 1
        for place, name in enumerate(places, first):
            sheet.set_column(place, place, WORDS if name == COMMENT else ANSWER)
            if name != COMMENT:
                source = self._range(kind.value if name == DECISION else OTHER)
                sheet.data_validation(2, place, last_row, place, _choosing(source, name))
        for row, item in enumerate(items, 2):
            sheet.write_string(row, 0, f"{item.mark} {prints_of(item, self.pack.language)}")
            self._put(sheet, row, 1, item.name, self.name)
            for place, (_label, words) in enumerate(item.fields, 2):
                self._put(sheet, row, place, words, self.cell)
            for place in range(first, first + len(places)):
                sheet.write_blank(row, place, None, self.answer)
            sheet.set_row(
                row,
                _height([(item.name, NARROW), *((w, widths[n]) for n, (_l, w) in enumerate(item.fields))]),
            )
        sheet.freeze_panes(2, 2)
        # A table is sorted whole, the hidden ids with it, whichever of its columns are selected.
        columns = [{"header": one, "header_format": self.head} for one in heads]
        sheet.add_table(1, 0, last_row, len(heads) - 1, {"columns": columns, "style": None})
        sheet.repeat_rows(1)
        self._finish(sheet)

    def _put(self, sheet: Any, row: int, column: int, words: str, look: Any) -> None:
        words = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
        sheet.write_string(row, column, words, self.quoted[look] if guard(words) != words else look)

    def _finish(self, sheet: Any) -> None:
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.protect(
            "",
            {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True, "objects": True},
        )


def _choosing(source: str, place: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "ignore_blank": True,
        "error_title": heading(place),
        "error_message": _("Please choose from the list; anything else can be said in the comment."),
    }


def _width(items: Sequence[Item], place: int) -> int:
    longest = max(len(item.fields[place][1]) for item in items)
    return WIDE if longest > 60 else max(NARROW, min(longest + 2, 28))


def _height(cells: Sequence[tuple[str, int]]) -> float:
    """Points that a row needs so that every line of (words, width in characters) is seen."""
    lines = max(
        sum(len(line) // max(int(width * 0.95), 1) + 1 for line in words.split("\n"))
        for words, width in cells
    )
    return min(max(lines, 2) * LINE + 3, TALLEST)
