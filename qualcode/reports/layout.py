"""How a report is laid out: paper, margins, letters, where numbers begin, and tables as a faculty wants them.

A layout is data: it may come from a file of the user's own (`layout_file`), and every painter follows it as far as its
format can. Lengths are centimetres, letters are points.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from qualcode.reports.widths import wideness

Paper = Literal["a4", "f4"]
Numbering = Literal["letters", "numbers"]

PAPERS: Mapping[str, tuple[float, float]] = MappingProxyType({"a4": (21.0, 29.7), "f4": (21.5, 33.0)})
"""Width and height of a sheet; F4 is the folio of Indonesian faculties."""

POINTS = 72 / 2.54
"""Points in a centimetre."""

TALLEST = 0.83
"""Share of the height of the text that a picture takes at most: its caption stands on the same page."""

_LETTER = re.compile(r"([A-Za-z])\1*")


@dataclass(frozen=True, slots=True)
class Margins:
    """Centimetres at each side of an upright page; the left is the wide one, for the binding."""

    left: float = 4.0
    top: float = 3.0
    right: float = 3.0
    bottom: float = 3.0


@dataclass(frozen=True, slots=True)
class Words:
    """Words of captions and headings; an empty one is said in the language of the report."""

    table: str = ""
    figure: str = ""
    appendix: str = ""
    section: str = ""
    continued: str = ""
    contents: str = ""
    tables: str = ""
    """Heading of the list of tables."""
    figures: str = ""
    """Heading of the list of figures."""


@dataclass(frozen=True, slots=True)
class TableLayout:
    """What a user wants otherwise in one table. A column goes by its heading, or by its number counted from 1."""

    caption: str = ""
    order: tuple[str, ...] = ()
    """Columns that come first, in this order; the others follow as they were."""
    hidden: tuple[str, ...] = ()
    widths: tuple[tuple[str, float], ...] = ()
    """Columns with their widths, relative to each other."""
    landscape: bool | None = None
    """On a turned page, or never on one; None leaves it to the width of the words."""
    source: str | None = None
    """The source line under this table; empty for none, None for that of the layout."""
    where: str = ""
    """File and line it was written on, for messages."""


@dataclass(frozen=True)
class Layout:
    """The layout of a report."""

    paper: Paper = "a4"
    sheet_size: tuple[float, float] | None = None
    """Width and height of another sheet than `paper`, as that of a faculty's template."""
    margins: Margins = Margins()
    font: str = "Times New Roman"
    size: float = 12.0
    table_size: float = 10.0
    caption_size: float = 11.0
    line_spacing: float = 1.5
    appendix_style: Numbering = "letters"
    appendix_start: int = 1
    """Number of the first appendix; with letters 3 is C."""
    table_start: int = 1
    figure_start: int = 1
    page_start: int = 1
    part_tables: bool = True
    """Long tables of a Word file are set page by page, each part saying that it goes on; else they flow."""
    source_line: str | None = None
    """Under tables and figures, `{year}` being that of the study; None for the usual words, empty for none."""
    caption_mark: str = ". "
    """What stands between "Table 3" and its caption."""
    footer: str = ""
    """Under every page, `{head}` being the head of the change log."""
    words: Words = Words()
    tables: Mapping[str, TableLayout] = field(default_factory=dict)
    """By the name of the table, with `tbl-` before it or without."""
    foreign: tuple[str, ...] = ()
    """Words of another language beside those known, set in italics in running text."""

    def sheet(self, turned: bool = False) -> tuple[float, float]:
        """Width and height of a page."""
        width, height = self.sheet_size or PAPERS[self.paper]
        return (height, width) if turned else (width, height)

    def sides(self, turned: bool = False) -> Margins:
        """The margins of a page; a turned one is bound at its top, so that its wide margin is there."""
        upright = self.margins
        if not turned:
            return upright
        return Margins(left=upright.bottom, top=upright.left, right=upright.top, bottom=upright.right)

    def text_width(self, turned: bool = False) -> float:
        """Points between the margins at the sides."""
        sides = self.sides(turned)
        return (self.sheet(turned)[0] - sides.left - sides.right) * POINTS

    def text_height(self, turned: bool = False) -> float:
        """Points between the margins above and below."""
        sides = self.sides(turned)
        return (self.sheet(turned)[1] - sides.top - sides.bottom) * POINTS

    def picture(self, width: float, ratio: float, turned: bool = False) -> tuple[float, float]:
        """Width and height in centimetres of a picture that wishes to be `width` wide and is `ratio` times as high."""
        width = min(width, self.text_width(turned) / POINTS)
        height = min(width * ratio, self.text_height(turned) / POINTS * TALLEST)
        return (height / ratio if ratio else width), height

    @property
    def cell_letters(self) -> float:
        """Points by which the widths of words in a table are measured: the wider the font, the more."""
        return self.table_size * wideness(self.font)

    def appendix(self, count: int) -> str:
        """The number of the appendix that is the `count`-th of the report, as Word counts: Z is followed by AA, BB."""
        number = self.appendix_start + count - 1
        if self.appendix_style == "numbers":
            return str(number)
        rounds, letter = divmod(number - 1, 26)
        return chr(ord("A") + letter) * (rounds + 1)

    def with_appendices_from(self, start: str) -> Layout:
        """This layout with appendices that begin at `start`, a number or a letter; ValueError for anything else."""
        start = start.strip()
        if start.isascii() and start.isdigit() and 0 < int(start) < 1000:
            return replace(self, appendix_style="numbers", appendix_start=int(start))
        if _LETTER.fullmatch(start) and len(start) < 4:
            number = ord(start[0].upper()) - ord("A") + 1 + 26 * (len(start) - 1)
            return replace(self, appendix_style="letters", appendix_start=number)
        raise ValueError(start)
