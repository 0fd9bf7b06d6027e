"""The report model: what a report says, free of any file format; every renderer paints this and nothing else.

A document is a sequence of blocks. Text stands in runs, a run may lead to an anchor, and an anchor may sit on a
heading, paragraph, quote, table row, table or figure. Numbers of headings, tables and figures belong to the model
(`Document.labels`), so that "Table 3" is table 3 in every format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Literal

from qualcode.i18n import _, using
from qualcode.reports.layout import Layout, Words
from qualcode.reports.widths import least_widths, shared

Align = Literal["left", "centre", "right"]
HeadingKind = Literal["section", "appendix", "plain"]
ParagraphStyle = Literal["body", "lead", "small"]

ANCHOR = re.compile(r"[a-z][a-z0-9-]{0,37}")
"""Anchors every format can hold: Word's bookmarks are the narrowest (40 characters, no punctuation)."""

BLOCK_QUOTE_WORDS = 40
"""From this many words on a quote stands as a block of its own, as citation styles ask."""

GAP = "\N{EN SPACE}"
"""What stands between the number of a line and its words."""

CELL_PADDING = 9.5
"""Points that stand left and right of the letters in a cell."""

AFTER = "a"
"""The letter behind the number of a table that stands behind others."""

SHORT_ROWS, SHORT_TEXT = 8, 1500
"""A table of so few rows and characters is not parted by the end of a page."""


REMARKS = 2
"""So many paragraphs between a heading and a wide table stand on the turned page with both."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    """A code's name, as KP-TRN."""
    link: str = ""
    """Anchor this run leads to."""
    label: bool = False
    """The run's text is the label of what `link` names, as "Table 3"; `text` is what stands if there is none."""
    unbroken: bool = False
    """Stays on one line, as a reference or a date."""
    behind: tuple[str, ...] = ()
    """Anchors of all the quotes a number was counted from, where `link` leads only to the first of them."""
    uncounted: tuple[str, ...] = ()
    """Kinds of rows among them that stand there and are not in the number."""
    withheld: int = 0
    """Quotes that are in the number and not printed."""
    repeated: int = 0
    """So many more stand there than are in the number: a passage stands under each of its codes and is counted once."""
    footnote: tuple[Run, ...] = ()
    """A footnote that is called right after the text."""


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark in the margin, as of a supervisor, which can be answered in a word processor."""

    text: str
    author: str = ""
    written: datetime | None = None
    """None for the day of the report."""
    thread: str = ""
    """What tells its thread from others; those of one stand one after another."""
    answers: bool = False
    """Answers the first of its thread."""
    settled: bool = False
    """Nothing of its thread is left to do."""
    mark: str = ""
    """What it is on, as a Word document tells it when it comes back."""


def threads(comments: Iterable[Comment]) -> Iterator[list[Comment]]:
    """Comments with the answers to them, for formats that tell a thread in one piece."""
    found: list[Comment] = []
    for one in comments:
        if found and not (one.answers and one.thread == found[0].thread):
            yield found
            found = []
        found.append(one)
    if found:
        yield found


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; sections are numbered 1, 1.1, appendices A, B or as the layout says."""

    text: str
    level: int = 1
    anchor: str = ""
    kind: HeadingKind = "section"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; `lead` is a claim or summary set apart, `small` a remark under something."""

    runs: Runs
    style: ParagraphStyle = "body"
    anchor: str = ""
    comments: tuple[Comment, ...] = ()
    mark: str = ""
    """What a comment on it will be on; empty where the report is not to come back."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words from a source with their reference."""

    text: str
    reference: str
    """As `(W1/K2/b.45-52)`."""
    lead: Runs = ()
    """What stands before the words: who says it, which way it points, under which codes."""
    translation: str = ""
    paraphrase: bool = False
    """The words are the researcher's, because the informant may not be quoted."""
    anchor: str = ""
    language: str = "id"
    comments: tuple[Comment, ...] = ()
    notes: tuple[Runs, ...] = ()
    """What the footnote says that is called right after the reference."""
    mark: str = ""
    """As a paragraph has it."""

    @property
    def cited(self) -> Runs:
        """The reference with the call of its footnote."""
        note = tuple(
            run for number, one in enumerate(self.notes) for run in ((Run(" "),) if number else ()) + one
        )
        return (Run(" ".join(self.reference.split()), unbroken=True, footnote=note),)

    @property
    def is_block(self) -> bool:
        """True where the words must stand apart (40 words and more)."""
        return len(self.text.split()) >= BLOCK_QUOTE_WORDS


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: relative width and alignment."""

    width: float = 1.0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `shade` 0 (none) to 4 (darkest) stays legible in greyscale."""

    runs: Runs
    shade: int = 0
    span: int = 1
    align: Align | None = None
    numbers: tuple[int, ...] = ()
    """Of a text's lines told line by line: for each line of the cell, the number of the one it stands beside.

    A row of such cells may be parted between two lines.
    """

    @property
    def leads(self) -> bool:
        """True where each of its lines begins with its number and a gap: what runs over stands under the words."""
        return bool(self.numbers and self.runs) and GAP in self.runs[0].text


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells; `section` marks one that heads the rows below it."""

    cells: tuple[Cell, ...]
    anchor: str = ""
    section: bool = False
    comments: tuple[Comment, ...] = ()
    continues: bool = False
    """Belongs to the row before it and stays behind it, as more quotes of one group."""
    kind: str = ""
    """What its quotes are from: `document` (observations too), `literature`, or people where it is empty."""
    about: str = ""
    """What its numbers are of, where its first cell does not say so."""
    mark: str = ""
    """As a paragraph has it."""


@dataclass(frozen=True)
class Table:
    """A captioned table; the header rows repeat on every page and rows are not split."""

    caption: str
    columns: tuple[Column, ...]
    header: tuple[tuple[Cell, ...], ...]
    rows: tuple[Row, ...]
    anchor: str = ""
    note: Runs = ()
    """A line under the table: its source, how symbols are read."""
    landscape: bool = False
    dense: bool = False
    """Set close, for long tables that are looked up and not read."""
    upright: bool = False
    """Never on a turned page, even where a long word must be broken."""
    source: str | None = None
    """The line that says where it is from; empty for none, None for that of the layout."""
    after: bool = False
    """Stands behind the tables it belongs to and has the number of the last of them with a letter, as 4a.

    What follows counts on as if it were not there.
    """

    @property
    def is_short(self) -> bool:
        """True where the table is to stay on one page."""
        size = sum(len(plain(cell.runs)) for row in self.rows for cell in row.cells)
        return len(self.rows) <= SHORT_ROWS and size <= SHORT_TEXT

    @cached_property
    def is_told(self) -> bool:
        """True where it tells a text line by line."""
        return any(cell.leads for row in self.rows for cell in row.cells)

    @cached_property
    def least(self) -> tuple[float, ...]:
        """The width of each column's widest word, in units of the letters' size."""
        return tuple(least_widths(len(self.columns), map(_cell_words, (*self.header, *self.bodies))))

    @property
    def bodies(self) -> tuple[tuple[Cell, ...], ...]:
        """The cells of each row."""
        return tuple(row.cells for row in self.rows)

    def widths(self, points: float, letters: float = Layout.table_size) -> list[float]:
        """Widths in points of columns that together are `points` wide, none narrower than its widest word."""
        wished = [column.width for column in self.columns]
        return shared(wished, [one * letters + CELL_PADDING for one in self.least], points)

    @property
    def is_wide(self) -> bool:
        """True where it needs a turned page in the usual layout."""
        return self.is_wide_in(Layout())

    def is_wide_in(self, layout: Layout) -> bool:
        """True where it needs a turned page: because it was asked for, or because its words do not fit."""
        needed = sum(one * layout.cell_letters + CELL_PADDING for one in self.least)
        return not self.upright and (self.landscape or needed > layout.text_width())

    def __post_init__(self) -> None:
        for cells in (*self.header, *(row.cells for row in self.rows)):
            width = sum(cell.span for cell in cells)
            if width != len(self.columns):
                raise ValueError(f"row of {width} columns in a table of {len(self.columns)}: {self.caption}")


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG text, with its caption and what it shows in words."""

    svg: str
    caption: str
    alt: str
    anchor: str = ""
    note: Runs = ()
    width_cm: float = 14.0
    source: str | None = None
    """As of a table."""


@dataclass(frozen=True, slots=True)
class Note:
    """A boxed remark; a warning asks the writer to do something before handing in."""

    runs: Runs
    kind: Literal["note", "warning"] = "note"


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list of points."""

    items: tuple[Runs, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values in two columns, without a caption."""

    pairs: tuple[tuple[str, Runs], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A table of contents, or a list of tables or figures, made by each format in its own way."""

    kind: Literal["headings", "tables", "figures"] = "headings"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Quote | Table | Figure | Note | ListBlock | Facts | Contents | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole report."""

    title: str
    subtitle: str
    language: str
    """`id` or `en`."""
    created: datetime
    """Date of the last event of the project: never the clock's."""
    blocks: tuple[Block, ...]
    footer: str = ""
    """A line under every page; the layout says it."""
    author: str = ""
    software: str = "qualcode"
    properties: tuple[tuple[str, str], ...] = field(default=())
    """Names and values kept in the file's own metadata."""
    layout: Layout = field(default_factory=Layout)
    year: int | None = None
    """The year the study says it is of; None for that of `created`."""

    @cached_property
    def words(self) -> Words:
        """The words of captions and headings: those of the layout, else those of the report's language."""
        own = self.layout.words
        with using(self.language):
            return Words(
                table=own.table or _("Table"),
                figure=own.figure or _("Figure"),
                appendix=own.appendix or _("Appendix"),
                section=own.section or _("Section"),
                continued=own.continued or _("continued"),
                contents=own.contents or _("Contents"),
                tables=own.tables or _("List of tables"),
                figures=own.figures or _("List of figures"),
            )

    @cached_property
    def anchors(self) -> frozenset[str]:
        """Every anchor that a run may lead to; ValueError where one is used twice or badly formed."""
        seen: set[str] = set()
        for anchor in _anchors(self.blocks):
            if not ANCHOR.fullmatch(anchor) or anchor in seen:
                raise ValueError(f"anchor {anchor!r}")
            seen.add(anchor)
        return frozenset(seen)

    @cached_property
    def numbers(self) -> dict[int, str]:
        """Position of a block to its number: "2.1" and "A" for headings, "3" for tables and figures."""
        numbers: dict[int, str] = {}
        layout = self.layout
        sections, appendices = [0, 0, 0], [0, 0, 0]
        tables, figures = layout.table_start - 1, layout.figure_start - 1
        for position, block in enumerate(self.blocks):
            if isinstance(block, Heading) and block.kind != "plain":
                counts = appendices if block.kind == "appendix" else sections
                counts[block.level - 1] += 1
                counts[block.level :] = [0] * (3 - block.level)
                parts = [str(n) for n in counts[: block.level]]
                if block.kind == "appendix":
                    parts[0] = layout.appendix(counts[0])
                numbers[position] = ".".join(parts)
            elif isinstance(block, Table):
                tables += not block.after
                numbers[position] = f"{tables}{AFTER}" if block.after else str(tables)
            elif isinstance(block, Figure):
                figures += 1
                numbers[position] = str(figures)
        return numbers

    @cached_property
    def landscape(self) -> frozenset[int]:
        """Positions of the blocks on turned pages: wide tables, the headings before them, a remark between or below.

        A new page between two turned ones is turned too, so that no upright one comes in between.
        """
        turned: set[int] = set()
        for position, block in enumerate(self.blocks):
            if not isinstance(block, Table) or not block.is_wide_in(self.layout):
                continue
            turned.add(position)
            before = position - 1
            while (
                before >= 0
                and position - before <= REMARKS
                and isinstance(self.blocks[before], Paragraph | Note)
            ):
                before -= 1
            if before >= 0 and (before in turned or isinstance(self.blocks[before], Heading)):
                turned.update(range(before, position))
            while before > 0 and isinstance(self.blocks[before - 1], Heading) and before in turned:
                before -= 1
                turned.add(before)
        for position, block in enumerate(self.blocks):
            if position - 1 in turned and isinstance(block, Paragraph) and block.style == "small":
                turned.add(position)
        turned.update(
            position
            for position, block in enumerate(self.blocks)
            if isinstance(block, PageBreak) and {position - 1, position + 1} <= turned
        )
        return frozenset(turned)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Anchor to the label it is cited by: "Table 3", "Section 2.1", "Appendix B"."""
        words = self.words
        labels: dict[str, str] = {}
        for position, block in enumerate(self.blocks):
            if position not in self.numbers or not isinstance(block, Heading | Table | Figure):
                continue
            if isinstance(block, Heading):
                word = words.appendix if block.kind == "appendix" else words.section
            else:
                word = words.table if isinstance(block, Table) else words.figure
            if block.anchor:
                labels[block.anchor] = f"{word} {self.numbers[position]}"
        return labels

    def resolve(self, run: Run) -> Run:
        """`run` with its label filled in, and without a link that leads nowhere."""
        text = self.labels.get(run.link, run.text) if run.label else run.text
        link = run.link if run.link in self.anchors else ""
        if text == run.text and link == run.link:
            return run
        return replace(run, text=text, link=link)


def text(value: str) -> Runs:
    """`value` as one plain run, or none for the empty string."""
    return (Run(value),) if value else ()


def cell(value: str = "", *, link: str = "", bold: bool = False, shade: int = 0, span: int = 1) -> Cell:
    """A cell of one run."""
    return Cell((Run(value, bold=bold, link=link),) if value else (), shade=shade, span=span)


def plain(runs: Runs) -> str:
    """The text of `runs` without their styles."""
    return "".join(run.text for run in runs)


def _cell_words(cells: tuple[Cell, ...]) -> Iterator[tuple[int, str, bool]]:
    """Column, words and boldness of cells that span one column; what must not be broken is one word."""
    column = 0
    for one in cells:
        if one.span == 1:
            for group in _stretches(one.runs):
                bold = any(run.bold or run.code for run in group)
                words = "".join(
                    run.text.replace(" ", "\N{NO-BREAK SPACE}") if run.unbroken else run.text for run in group
                )
                yield column, words, bold
        column += one.span


def _stretches(runs: Runs) -> Iterator[list[Run]]:
    """Runs that share a word are measured together: here all of one boldness."""
    for _bold, group in groupby(runs, key=lambda run: run.bold or run.code):
        yield list(group)


def _anchors(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Heading | Paragraph | Quote | Table | Figure) and block.anchor:
            yield block.anchor
        if isinstance(block, Table):
            yield from (row.anchor for row in block.rows if row.anchor)
