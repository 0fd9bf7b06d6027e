"""A report as a Word file, the way a careful person would have made it: styles, fields, bookmarks, sections."""

from __future__ import annotations

import unicodedata
from copy import deepcopy
from io import BytesIO
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from qualcode.i18n import _, using
from qualcode.reports import svg
from qualcode.reports.document import (
    Block,
    Cell,
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
    Row,
    Run,
    Runs,
    Table,
    plain,
)
from qualcode.reports.docx_package import (
    LANGUAGE_TAGS,
    field,
    landscape_section,
    new_package,
    packed,
    text_width,
)
from qualcode.reports.painting import painted, painted_line

PARAGRAPH_STYLES = {"body": "Normal", "lead": "Claim", "small": "Remark"}
CELL_STYLES = {"left": "TableText", "centre": "TableTextCentre", "right": "TableTextRight"}
DENSE_STYLES = {align: style.replace("Text", "TextDense") for align, style in CELL_STYLES.items()}
HEADING_STYLES = {
    "section": ("Heading1", "Heading2", "Heading3"),
    "appendix": ("AppendixHeading", "AppendixHeading2", "AppendixHeading2"),
    "plain": ("PlainHeading", "PlainHeading", "PlainHeading"),
}
SHADES = ("", "ECECEC", "D9D9D9", "BFBFBF", "B0B0B0")
SECTION_SHADE = "F2F2F2"
FACTS_NAME_WIDTH = 0.27


def to_docx(document: Document, style: bytes | None = None) -> bytes:
    """`document` as the bytes of a .docx file."""
    with using(document.language):
        word = new_package(document)
        writer = _Writer(document, word)
        writer.write()
        return packed(word)


def bookmark(anchor: str) -> str:
    """The Word bookmark of an anchor; Word allows no hyphen."""
    return anchor.replace("-", "_")


def element(tag: str, value: str = "", /, **attributes: str) -> Any:
    """An element of the `w:` namespace; `value` is its `w:val`."""
    made = OxmlElement(f"w:{tag}")
    if value:
        made.set(qn("w:val"), value)
    for key, one in attributes.items():
        made.set(qn(f"w:{key}"), one)
    return made


def is_right_to_left(text: str) -> bool:
    """True where the first letter with a direction is written from the right."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


class _Writer:
    """Writes the blocks of one document into the body of one Word file."""

    def __init__(self, document: Document, word: Any) -> None:
        self.document = document
        self.word = word
        self.body = word.element.body
        self.last_section = self.body.find(qn("w:sectPr"))
        self.landscape = False
        self.break_before = False
        self.marks = 0
        self.labelled = {b.anchor for b in document.blocks if isinstance(b, Table | Figure) and b.anchor}

    def write(self) -> None:
        self.body.remove(self.last_section)
        self._add(self._paragraph("Title", (Run(painted_line(self.document.title)),)))
        self._add(self._paragraph("Subtitle", (Run(painted_line(self.document.subtitle)),)))
        for position, block in enumerate(self.document.blocks):
            self._turn(position in self.document.landscape)
            self._block(block, self.document.numbers.get(position, ""))
        if self.landscape:
            self.last_section = landscape_section(self.last_section)
        self.body.append(self.last_section)

    def _turn(self, landscape: bool) -> None:
        """End the section where the page must turn."""
        if landscape == self.landscape:
            return
        section = landscape_section(self.last_section) if self.landscape else deepcopy(self.last_section)
        if self.body[-1].tag != qn("w:p"):
            self.body.append(self._paragraph("TableEnd", ()))
        self._properties(self.body[-1]).append(section)
        self.landscape, self.break_before = landscape, False

    def _add(self, made: Any) -> None:
        if self.break_before and made.tag == qn("w:p"):
            properties = self._properties(made)
            style = properties.find(qn("w:pStyle"))
            properties.insert(0 if style is None else 1, element("pageBreakBefore"))
            self.break_before = False
        self.body.append(made)

    def _block(self, block: Block, number: str) -> None:
        match block:
            case Heading():
                style = HEADING_STYLES[block.kind][block.level - 1]
                self._add(self._paragraph(style, (Run(painted_line(block.text)),), block.anchor))
            case Paragraph():
                self._add(self._paragraph(PARAGRAPH_STYLES[block.style], block.runs, block.anchor))
            case Quote():
                self._quote(block)
            case Table():
                self._table(block, number)
            case Figure():
                self._figure(block, number)
            case Note():
                head = (Run(_("To do") + ". ", bold=True),) if block.kind == "warning" else ()
                style = "Warning" if block.kind == "warning" else "Note"
                self._add(self._paragraph(style, head + block.runs))
            case ListBlock():
                self._list(block)
            case Facts():
                self._facts(block)
            case Contents():
                self._contents()
            case PageBreak():
                self.break_before = True

    @staticmethod
    def _properties(paragraph: Any) -> Any:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            properties = element("pPr")
            paragraph.insert(0, properties)
        return properties

    def _paragraph(self, style: str, runs: Runs, anchor: str = "", language: str = "") -> Any:
        paragraph = element("p")
        properties = element("pPr")
        if style != "Normal":
            properties.append(element("pStyle", style))
        right_to_left = is_right_to_left(plain(runs))
        if right_to_left:
            properties.append(element("bidi"))
        if len(properties):
            paragraph.append(properties)
        content = self._runs(runs, language, right_to_left)
        paragraph.extend(self._marked(anchor, content))
        return paragraph

    def _marked(self, anchor: str, content: list[Any]) -> list[Any]:
        """`content` between the ends of a bookmark."""
        if not anchor:
            return content
        self.marks += 1
        start = element("bookmarkStart", id=str(self.marks), name=bookmark(anchor))
        return [start, *content, element("bookmarkEnd", id=str(self.marks))]

    def _runs(self, runs: Runs, language: str = "", right_to_left: bool = False) -> list[Any]:
        made: list[Any] = []
        for run in map(self.document.resolve, runs):
            if run.label and run.link in self.labelled:
                made.append(field(f"REF {bookmark(run.link)} \\h", run.text, "Hyperlink"))
            elif run.link:
                link = element("hyperlink", anchor=bookmark(run.link), history="1")
                link.append(self._run(run, language, right_to_left))
                made.append(link)
            else:
                made.append(self._run(run, language, right_to_left))
        return made

    @staticmethod
    def _run(run: Run, language: str, right_to_left: bool) -> Any:
        made = element("r")
        style = "Hyperlink" if run.link else "CodeName" if run.code else ""
        if not style and run.bold != run.italic:
            style = "Strong" if run.bold else "Emphasis"
        properties = element("rPr")
        if style:
            properties.append(element("rStyle", style))
        if run.bold and style != "Strong":
            properties.extend((element("b"), element("bCs")))
        if run.italic and style != "Emphasis":
            properties.extend((element("i"), element("iCs")))
        if right_to_left:
            properties.append(element("rtl"))
        if language:
            properties.append(element("lang", language))
        if len(properties):
            made.append(properties)
        for number, line in enumerate(painted(run.text).split("\n")):
            if number:
                made.append(element("br"))
            for column, part in enumerate(line.split("\t")):
                if column:
                    made.append(element("tab"))
                made.extend(_unbroken(part) if run.unbroken else _words(part))
        return made

    def _quote(self, block: Quote) -> None:
        tag = LANGUAGE_TAGS.get(block.language, "") if block.language != self.document.language else ""
        reference = Run(painted_line(block.reference), unbroken=True)
        if block.is_block:
            self._add(self._paragraph("QuoteLead", block.lead, block.anchor))
            self._add(self._paragraph("Quote", (Run(block.text + " "), reference), language=tag))
        else:
            said = Run(f"{block.text} " if block.paraphrase else f"“{block.text}” ")
            self._add(
                self._paragraph("ShortQuote", (*block.lead, said, reference), block.anchor, language=tag)
            )
        if block.translation:
            words = (Run(f"{_('Translation')}: {block.translation}"),)
            self._add(self._paragraph("QuoteTranslation", words))

    def _caption(self, style: str, word: str, number: str, caption: str, anchor: str) -> Any:
        """`Table 1. …` with a counting field, its label in the bookmark that cross-references show."""
        paragraph = element("p")
        paragraph.append(element("pPr"))
        paragraph[0].append(element("pStyle", style))
        label = [
            *self._runs((Run(f"{word} ", bold=True),)),
            field(f"SEQ {word} \\* ARABIC", number, "Strong"),
        ]
        paragraph.extend(self._marked(anchor, label))
        paragraph.extend(self._runs((Run(". ", bold=True), Run(painted_line(caption)))))
        return paragraph

    def _table(self, block: Table, number: str) -> None:
        self._add(self._caption("TableCaption", _("Table"), number, block.caption, block.anchor))
        widths = [round(width * 20) for width in block.widths(text_width(self.landscape) / 20)]
        table = self._grid("ReportTable", widths)
        rows = [*(Row(cells) for cells in block.header), *block.rows]
        for position, row in enumerate(rows):
            table.append(self._row(row, block, widths, heads=position < len(block.header)))
        for row in table.findall(qn("w:tr")) if block.is_short else []:
            if block.note or row is not table[-1]:
                self._keep_with_next(row)
        if block.note:
            self._keep_with_next(table[-1])
        self.body.append(table)
        if block.note:
            self._add(self._paragraph("Remark", block.note))
        else:
            self._add(self._paragraph("TableEnd", ()))

    @staticmethod
    def _grid(style: str, widths: list[int]) -> Any:
        table = element("tbl")
        properties = element("tblPr")
        properties.append(element("tblStyle", style))
        properties.append(element("tblW", w=str(sum(widths)), type="dxa"))
        properties.append(element("tblLayout", type="fixed"))
        properties.append(element("tblLook", "0020", firstRow="1", lastRow="0", noVBand="1"))
        grid = element("tblGrid")
        grid.extend(element("gridCol", w=str(width)) for width in widths)
        table.extend((properties, grid))
        return table

    def _row(self, row: Row, block: Table, widths: list[int], *, heads: bool) -> Any:
        made = element("tr")
        properties = element("trPr")
        properties.append(element("cantSplit"))
        if heads:
            properties.append(element("tblHeader"))
        made.append(properties)
        column = 0
        for cell in row.cells:
            align = cell.align or block.columns[column].align
            shade = SECTION_SHADE if row.section else SHADES[cell.shade]
            width = sum(widths[column : column + cell.span])
            style = (DENSE_STYLES if block.dense else CELL_STYLES)[align]
            anchor = row.anchor if column == 0 else ""
            made.append(self._cell(cell, style, shade, width, anchor, row.section))
            column += cell.span
        return made

    def _cell(self, cell: Cell, style: str, shade: str, width: int, anchor: str, keeps: bool) -> Any:
        made = element("tc")
        properties = element("tcPr")
        properties.append(element("tcW", w=str(width), type="dxa"))
        if cell.span > 1:
            properties.append(element("gridSpan", str(cell.span)))
        if shade:
            properties.append(element("shd", "clear", color="auto", fill=shade))
        paragraph = self._paragraph(style, cell.runs, anchor)
        made.extend((properties, paragraph))
        if keeps:
            self._keep_with_next(made)
        return made

    def _keep_with_next(self, part: Any) -> None:
        """Hold a row or cell on the page of what follows it."""
        for paragraph in part.iter(qn("w:p")):
            properties = self._properties(paragraph)
            if properties.find(qn("w:keepNext")) is None:
                properties.insert(1, element("keepNext"))

    def _figure(self, block: Figure, number: str) -> None:
        png = svg.to_png(block.svg)
        across, down = svg.size(png)
        width = Cm(min(block.width_cm, 14.0))
        height = min(round(width * down / across), Cm(19.0))
        inline = self.word.part.new_pic_inline(BytesIO(png), round(height * across / down), height)
        for side in "TBLR":  # LibreOffice takes a side that says nothing for 3.2 mm
            inline.set(f"dist{side}", "0")
        described = inline.find(qn("wp:docPr"))
        described.set("descr", painted_line(block.alt))
        described.set("name", f"{_('Figure')} {number}")
        run, drawing = element("r"), element("drawing")
        drawing.append(inline)
        run.append(drawing)
        paragraph = self._paragraph("Picture", ())
        paragraph.append(run)
        self._add(paragraph)
        self._add(self._caption("Caption", _("Figure"), number, block.caption, block.anchor))
        if block.note:
            self._add(self._paragraph("Remark", block.note))

    def _list(self, block: ListBlock) -> None:
        number = self._restarted() if block.ordered else ""
        for item in block.items:
            paragraph = self._paragraph("ListNumber" if block.ordered else "ListBullet", item)
            if number:
                numbering = element("numPr")
                numbering.extend((element("ilvl", "0"), element("numId", number)))
                self._properties(paragraph).insert(1, numbering)
            self._add(paragraph)

    def _restarted(self) -> str:
        """A numbered list of its own that begins at 1."""
        numbering = self.word.part.numbering_part.element
        number = str(len(numbering.findall(qn("w:num"))) + 1)
        made = element("num", numId=number)
        made.append(element("abstractNumId", "4"))
        override = element("lvlOverride", ilvl="0")
        override.append(element("startOverride", "1"))
        made.append(override)
        numbering.append(made)
        return number

    def _facts(self, block: Facts) -> None:
        width = text_width(self.landscape)
        first = round(width * FACTS_NAME_WIDTH)
        table = self._grid("FactsTable", [first, width - first])
        for name, value in block.pairs:
            row = element("tr")
            row.append(element("trPr"))
            row[0].append(element("cantSplit"))
            row.append(self._cell(Cell((Run(painted_line(name)),)), "TableText", "", first, "", False))
            row.append(self._cell(Cell(value), "TableText", "", width - first, "", False))
            table.append(row)
        self.body.append(table)
        self._add(self._paragraph("TableEnd", ()))

    def _contents(self) -> None:
        """A line for each heading; the page is a field that the program which lays the pages out fills in.

        There is no TOC field around the lines: LibreOffice shows what is stored in one and counts nothing anew.
        """
        entries = [
            (self.document.numbers.get(position, ""), block)
            for position, block in enumerate(self.document.blocks)
            if isinstance(block, Heading) and block.level < 3 and block.anchor
        ]
        self._add(self._paragraph("TOCHeading", (Run(_("Contents")),)))
        for number, heading in entries:
            self._add(self._entry(number, heading))

    def _entry(self, number: str, heading: Heading) -> Any:
        name = painted_line(heading.text)
        if heading.kind == "appendix" and heading.level == 1:
            name = f"{_('Appendix')} {number}. {name}"
        elif number:
            name = f"{number}  {name}"
        entry = self._paragraph(f"TOC{heading.level}", (Run(name, link=heading.anchor),))
        link = entry.find(qn("w:hyperlink"))
        tab = element("r")
        tab.append(element("tab"))
        page = (
            _mark("begin", dirty="true"),
            _instruction(f"PAGEREF {bookmark(heading.anchor)} \\h"),
            _mark("separate"),
        )
        link.extend((tab, *page, _mark("end")))
        return entry


def _words(text: str) -> list[Any]:
    if not text:
        return []
    words = element("t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [words]


def _unbroken(text: str) -> list[Any]:
    """`text` as words that no line end parts: hyphens of Word's own, and a joiner after each slash.

    The joiner is U+FEFF, which every font of Word has; U+2060 shows as a box in some.
    """
    made: list[Any] = []
    for number, part in enumerate(text.replace(" ", "\N{NO-BREAK SPACE}").split("-")):
        if number:
            made.append(element("noBreakHyphen"))
        made.extend(_words(part.replace("/", "/\N{ZERO WIDTH NO-BREAK SPACE}")))
    return made


def _mark(kind: str, **more: str) -> Any:
    run = element("r")
    run.append(element("fldChar", fldCharType=kind, **more))
    return run


def _instruction(text: str) -> Any:
    run, words = element("r"), element("instrText")
    words.text = f" {text} "
    run.append(words)
    return run
