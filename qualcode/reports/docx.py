"""A report as a Word file, the way a careful person would have made it: styles, fields, bookmarks, sections."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain, pairwise
from xml.sax.saxutils import quoteattr

from docx.shared import Cm

from qualcode.i18n import _, using
from qualcode.reports import svg
from qualcode.reports.document import (
    AFTER,
    Block,
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
    Run,
    Runs,
    Table,
)
from qualcode.reports.docx_package import Package
from qualcode.reports.docx_pager import HEADING_STYLES, PARAGRAPH_STYLES, Parts
from qualcode.reports.docx_pages import planned, turned_blocks
from qualcode.reports.docx_rows import joined
from qualcode.reports.docx_tables import facts_xml, table_xml
from qualcode.reports.docx_text import (
    FIELD_ENDS,
    LANGUAGE_TAGS,
    Para,
    Text,
    bookmark,
    field_begins,
    page_field,
    simple_field,
)
from qualcode.reports.painting import foreign_set, painted_line


def to_docx(document: Document, style: bytes | None = None) -> bytes:
    """`document` as the bytes of a .docx file, with the page and styles of the Word file `style`.

    Raises BadInput where `style` cannot be used.
    """
    return paged(document, style)[0]


def paged(document: Document, style: bytes | None = None) -> tuple[bytes, int]:
    """The same with the number of pages it comes to, as far as that can be reckoned."""
    package = Package(document, style)
    with using(document.language):
        writer = _Writer(package)
        return writer.written(), writer.plan.last - writer.layout.page_start + 1


class _Writer:
    """Writes the blocks of one document into the body of one Word file."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.document = package.document
        self.layout = self.document.layout
        self.text = Text(self.document, package.style)
        self.body: list[Para | str] = []
        self.turned = turned_blocks(self.document)
        self.landscape = 0 in self.turned
        self.break_before = False
        self.pictures = 0
        self.plan = planned(self.document, package.measures, self.turned)
        self.counted = {Table: False, Figure: False}

    def written(self) -> bytes:
        """The whole file."""
        self._add(self.text.paragraph("Title", (Run(painted_line(self.document.title)),)))
        self._add(self.text.paragraph("Subtitle", (Run(painted_line(self.document.subtitle)),)))
        for position, block in enumerate(self.document.blocks):
            self._turn(position in self.turned)
            self.break_before = self.break_before or position in self.plan.breaks
            self._block(block, position)
        body = (part if isinstance(part, str) else part.xml() for part in self.body)
        last = self.package.section(self.landscape)
        return self.package.packed(
            chain(body, (last,)), self.text.footnotes, self.text.comments, self.text.threads
        )

    def _turn(self, landscape: bool) -> None:
        """End the section where the page must turn."""
        if landscape == self.landscape:
            return
        last = self.body[-1]
        if isinstance(last, str):
            last = Para(self.package.style("TableEnd"))
            self.body.append(last)
        last.section = self.package.section(self.landscape)
        self.landscape, self.break_before = landscape, False

    def _add(self, paragraph: Para) -> None:
        paragraph.new_page, self.break_before = self.break_before, False
        self.body.append(paragraph)

    def _write(
        self,
        style: str,
        runs: Runs,
        anchor: str = "",
        *,
        language: str = "",
        comments: tuple[Comment, ...] = (),
        mark: str = "",
    ) -> None:
        self._add(self.text.paragraph(style, runs, anchor, language=language, comments=comments, mark=mark))

    def _block(self, block: Block, position: int) -> None:
        number = self.document.numbers.get(position, "")
        match block:
            case Heading():
                self._heading(block, number)
            case Paragraph():
                style = PARAGRAPH_STYLES[block.style]
                self._write(style, block.runs, block.anchor, comments=block.comments, mark=block.mark)
            case Quote():
                self._quote(block)
            case Table():
                self._table(block, number, self.plan.parts[position])
            case Figure():
                self._figure(self.plan.figures[position], number)
            case Note():
                head = (Run(_("To do") + ". ", bold=True),) if block.kind == "warning" else ()
                self._write("Warning" if block.kind == "warning" else "Note", head + block.runs)
            case ListBlock():
                self._list(block)
            case Facts():
                self._facts(block, self.plan.parts[position])
            case Contents():
                self._contents(block)
            case PageBreak():
                self.break_before = True

    def _heading(self, block: Heading, number: str) -> None:
        style = HEADING_STYLES[block.kind][block.level - 1]
        typed = self.package.typed_number(style, number)
        before = (Run(f"{typed}\t"),) if typed else ()
        made = self.text.paragraph(style, (*before, *self._line(block.text)), block.anchor)
        made.number = self.package.heading_number(style)
        self._add(made)

    def _line(self, text: str) -> Runs:
        """A heading or caption on one line, the words of another language in italics."""
        return foreign_set((Run(painted_line(text)),), self.layout.foreign)

    def _quote(self, block: Quote) -> None:
        tag = LANGUAGE_TAGS.get(block.language, "") if block.language != self.document.language else ""
        if block.is_block:
            self._write("QuoteLead", block.lead, block.anchor)
            runs = (Run(block.text + " "), *block.cited)
            self._write("Quote", runs, language=tag, comments=block.comments, mark=block.mark)
        else:
            said = Run(f"{block.text} " if block.paraphrase else f"“{block.text}” ")
            runs = (*block.lead, said, *block.cited)
            self._write(
                "ShortQuote", runs, block.anchor, language=tag, comments=block.comments, mark=block.mark
            )
        if block.translation:
            self._write("QuoteTranslation", (Run(f"{_('Translation')}: {block.translation}"),))

    def _caption(self, block: Table | Figure, number: str) -> Para:
        """`Table 1. …` with a counting field, its label in the bookmark that cross-references show."""
        is_table = isinstance(block, Table)
        kind = Table if is_table else Figure
        word = self.document.words.table if is_table else self.document.words.figure
        start = self.layout.table_start if is_table else self.layout.figure_start
        # The first one says where counting begins.
        restart = "" if self.counted[kind] or start == 1 else f" \\r {start}"
        self.counted[kind] = True
        counts, letter = "\\* ARABIC", ""
        if isinstance(block, Table) and block.after:  # Bears the number of the table before it.
            counts, number, letter = "\\c", number.removesuffix(AFTER), AFTER
        field = simple_field(f"SEQ {_sequence(word)} {counts}{restart}", number, self.package.style("Strong"))
        label = self.text.runs((Run(f"{painted_line(word)} ", bold=True),)) + field
        label += self.text.runs((Run(letter, bold=True),)) if letter else ""
        label = self.text.marked(block.anchor or _unnamed(kind, number), label)
        mark = Run(self.layout.caption_mark, bold=True)
        content = label + self.text.runs((mark, *self._line(block.caption)))
        return Para(self.package.style("TableCaption" if is_table else "Caption"), content)

    def _table(self, block: Table, number: str, parts: Parts) -> None:
        """A table, in as many parts as it needs, each but the first on a new page under words that say so."""
        parted = parts.pieces
        bounds = (0, *parts.cuts, len(parted))
        for start, end in pairwise(bounds):
            if start:
                self._add(self._continued(number))
            else:
                self._add(self._caption(block, number))
            keeps = parts.together or (end == len(parted) and bool(block.note))
            rows = joined(parted[start:end])
            self.body.append(table_xml(self.text, block, rows, parts.widths, parts.together, keeps))
        self._write(*(("Remark", block.note) if block.note else ("TableEnd", ())))

    def _continued(self, number: str) -> Para:
        """The words above a further part of a table; its number is the text it had, not counted again."""
        words = self.document.words
        said = f"{painted_line(words.table)} {number} ({painted_line(words.continued)})"
        return Para(self.package.style("TableContinued"), self.text.runs((Run(said, bold=True),)))

    def _figure(self, block: Figure, number: str) -> None:
        png = svg.to_png(block.svg)
        across, down = svg.size(png)
        width, height = (
            Cm(one) for one in self.layout.picture(block.width_cm, down / across, self.landscape)
        )
        picture = self.package.picture(BytesIO(png))
        self.pictures += 1
        name = quoteattr(f"{painted_line(self.document.words.figure)} {number}")
        made = Para(self.package.style("Picture"))
        made.content = _drawing(
            picture,
            self.pictures,
            name,
            quoteattr(painted_line(block.alt)),
            width,
            height,
        )
        self._add(made)
        caption = self._caption(block, number)
        caption.keep = bool(block.note)
        self._add(caption)
        if block.note:
            self._write("Remark", block.note)

    def _list(self, block: ListBlock) -> None:
        number = self.package.new_list() if block.ordered else ""
        for item in block.items:
            paragraph = self.text.paragraph("ListNumber" if block.ordered else "ListBullet", item)
            paragraph.number = (0, number) if number else self.package.heading_number("ListBullet")
            self._add(paragraph)

    def _facts(self, block: Facts, parts: Parts) -> None:
        if self.break_before:
            self._write("TableEnd", ())
        self.body.append(facts_xml(self.text, block, self.layout.text_width(self.landscape), parts.together))
        self._write("TableEnd", ())

    def _contents(self, block: Contents) -> None:
        """A field that lists headings, tables or figures, with the lines and pages it comes to as far as is known."""
        lines = list(self._entries() if block.kind == "headings" else self._listed(block.kind))
        if not lines:
            return
        words = self.document.words
        titles = {"headings": words.contents, "tables": words.tables, "figures": words.figures}
        self._write("TOCHeading", (Run(painted_line(titles[block.kind])),))
        begins = field_begins(
            'TOC \\o "1-2" \\h \\z \\u'
            if block.kind == "headings"
            else f'TOC \\h \\z \\c "{_sequence(words.table if block.kind == "tables" else words.figure)}"'
        )
        for style, said, anchor, position in lines:
            page = self.package.page_number(self.plan.pages[position])
            content = f"{self.text.runs(said)}<w:r><w:tab/></w:r>{page_field(anchor, page)}"
            link = f'<w:hyperlink w:anchor="{bookmark(anchor)}" w:history="1">{content}</w:hyperlink>'
            self._add(Para(self.package.style(style), begins + link))
            begins = ""
        self._add(Para(self.package.style("ContentsEnd"), FIELD_ENDS))

    def _entries(self) -> Iterator[tuple[str, Runs, str, int]]:
        for position, block in enumerate(self.document.blocks):
            if not isinstance(block, Heading) or block.level > 2 or not block.anchor:
                continue
            number = self.document.numbers.get(position, "")
            if block.kind == "section":
                number = self.package.number_shown(HEADING_STYLES[block.kind][block.level - 1], number)
            if block.kind == "appendix" and block.level == 1:
                number = f"{painted_line(self.document.words.appendix)} {number}."
            before = (Run(f"{number}  "),) if number else ()
            yield f"TOC{block.level}", (*before, *self._line(block.text)), block.anchor, position

    def _listed(self, kind: str) -> Iterator[tuple[str, Runs, str, int]]:
        wanted = Table if kind == "tables" else Figure
        word = self.document.words.table if kind == "tables" else self.document.words.figure
        for position, block in enumerate(self.document.blocks):
            if isinstance(block, wanted):
                number = self.document.numbers[position]
                before = Run(f"{painted_line(word)} {number}{self.layout.caption_mark}")
                yield (
                    "TableofFigures",
                    (before, *self._line(block.caption)),
                    block.anchor or _unnamed(wanted, number),
                    position,
                )


def _unnamed(kind: type, number: str) -> str:
    """The bookmark of a table or figure that nobody refers to."""
    return f"{'t' if kind is Table else 'f'}-number-{number}"


def _sequence(word: str) -> str:
    """The name of a counting field: one word."""
    return re.sub(r"\W+", "_", word) or "_"


def _drawing(picture: str, number: int, name: str, alt: str, width: int, height: int) -> str:
    """A picture in the line; a side that says nothing LibreOffice takes for 3.2 mm."""
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{number}" name={name} descr={alt}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
