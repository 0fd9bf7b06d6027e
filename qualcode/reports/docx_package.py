"""The Word file around the words: styles, numbering, pages, footer, properties, and bytes that do not vary."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm
from lxml import etree

from qualcode.i18n import using
from qualcode.reports.document import Document, Table
from qualcode.reports.docx_found import written
from qualcode.reports.docx_lines import told_size
from qualcode.reports.docx_measures import SINGLE, Measures
from qualcode.reports.docx_pages import end_of_lists, turned_blocks
from qualcode.reports.docx_style import Template
from qualcode.reports.docx_tables import TOLD_STYLE
from qualcode.reports.docx_text import LANGUAGE_TAGS, NAMESPACES, simple_field
from qualcode.reports.layout import Layout, Margins
from qualcode.reports.letters import letters
from qualcode.reports.painting import painted_line

TEMPLATES = Path(__file__).parent / "templates"

APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{name}</Application></Properties>"
)

_CLOSE = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
NEWER = (
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15"'
)
"""What threads of comments are said in; a Word that is too old for them reads past it."""

THREADS = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml",
    "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
)
"""Type and relationship of the part that says which comment answers which."""

SEPARATORS = (
    f'<w:footnote w:type="separator" w:id="-1"><w:p>{_CLOSE}<w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    f"<w:p>{_CLOSE}<w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)

HERE = "qualcode-body"
"""What stands for the body in a file whose parts are being put together."""

HEADING_POINTS = {"Title": 6.0, "Subtitle": 1.0, "Heading1": 2.0, "TOCHeading": 2.0}
"""How much larger than the text a style is."""

LISTS = ("TOC1", "TOC2", "TableofFigures")
"""Styles of the lines of contents."""

LINE_GAP = 0.6
"""Between the number of a line and its words, in units of the letters' size."""

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_UNUSED = (RELATIONSHIP.THUMBNAIL, RELATIONSHIP.CUSTOM_XML)
_CREATED = {"{http://www.w3.org/2001/XMLSchema-instance}type": "dcterms:W3CDTF"}


class Package:
    """A Word file without words yet: with our styles, or in the template of a faculty."""

    def __init__(self, document: Document, style: bytes | None = None) -> None:
        with using(document.language):
            ours = _ours(document)
        if style is None:
            self._template = None
            self._word = ours
            self.document = document
        else:
            # What is wrong with it is told in the language of the screen.
            self._template = Template(style, ours)
            self._word = self._template.word
            self.document = replace(document, layout=self._template.layout(document.layout))
        self._section = self._word.sections[0]._sectPr
        self._sections = 0
        _start_pages(self._section, document.layout.page_start)
        names = {} if self._template is None else self._template.styles
        _set_lines(self._word.styles.element, self.style(TOLD_STYLE), self.style("TableLines"), self.document)
        self.measures = Measures(self._word, names)
        """How high text stands in the styles of this file."""
        self._close_lists(names)
        with using(document.language):
            if self._template is None or not self._template.has_edges:
                _footer(self._word, document, self.style)
            elif not self._template.numbers_pages:
                _number_pages(self._word, self.style)
            _properties(self._word, document)
            _application(self._word, document)

    def _close_lists(self, names: dict[str, str]) -> None:
        """Set the lists of contents close where that saves a page: a list of one line does not begin one of its own."""
        turned = turned_blocks(self.document)
        last = end_of_lists(self.document, self.measures, turned)
        if last <= self.document.layout.page_start:
            return
        own = {self.style(name) for name in LISTS}
        listed = [
            style
            for style in self._word.styles.element.findall(qn("w:style"))
            if style.get(qn("w:styleId")) in own
        ]
        before = [deepcopy(style) for style in listed]
        for style in listed:
            spacing = style.get_or_add_pPr().get_or_add_spacing()
            for name, said in (("after", "0"), ("line", str(SINGLE)), ("lineRule", "auto")):
                spacing.set(qn(f"w:{name}"), said)
        close = Measures(self._word, names)
        if end_of_lists(self.document, close, turned) < last:
            self.measures = close
            return
        for style, as_it_was in zip(listed, before, strict=True):
            style.getparent().replace(style, as_it_was)

    def page_number(self, page: int) -> str:
        """The number that the page bears which is counted as `page` of the layout: of a template's start and form."""
        found = self._section.find(qn("w:pgNumType"))
        start, form = (
            (None, "") if found is None else (found.get(qn("w:start")), found.get(qn("w:fmt")) or "")
        )
        first = self.document.layout.page_start
        if start is not None and start.isdigit():
            page += int(start) - first
        return written(page, form)

    def style(self, ours: str) -> str:
        """The id in this file of one of our styles."""
        return ours if self._template is None else self._template.styles[ours]

    def heading_number(self, style: str) -> tuple[int, str] | None:
        """Level and list that a paragraph in `style` must name, because a template's style has no number."""
        return None if self._template is None else self._template.number_of(style)

    def typed_number(self, style: str, number: str) -> str:
        """The number of a heading where it must stand in its words; empty where a list counts it."""
        return number if self._template is not None and self._template.types_number(style) else ""

    def number_shown(self, style: str, number: str) -> str:
        """The number of a heading as the file's own list writes it."""
        return number if self._template is None else self._template.number_shown(style, number)

    def new_list(self) -> str:
        """A numbered list of its own that begins at 1."""
        numbering = self._word.part.numbering_part.element
        taken = [int(one.get(qn("w:numId"))) for one in numbering.findall(qn("w:num"))]
        number = str(max(taken) + 1)
        points = "4" if self._template is None else self._template.ordered
        made = parse_xml(
            f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="{points}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
        numbering.findall(qn("w:num"))[-1].addnext(made)
        return number

    def picture(self, stream: BytesIO) -> str:
        """The name by which the body calls a picture."""
        name, _image = self._word.part.get_or_add_image(stream)
        return name

    def section(self, turned: bool) -> str:
        """The properties of the next section; only the first one says where pages begin to count."""
        made = deepcopy(self._section)
        self._sections += 1
        if self._sections > 1:
            for name in ("w:titlePg", "w:type"):
                for one in made.findall(qn(name)):
                    made.remove(one)
            for one in made.findall(qn("w:pgNumType")):
                one.attrib.pop(qn("w:start"), None)
        if turned:
            _turn(made)
        return str(etree.tostring(made, encoding="unicode"))

    def packed(
        self, body: Iterable[str], footnotes: list[str], comments: list[str], threads: Sequence[str] = ()
    ) -> bytes:
        """The file's bytes with `body` in it and the clock taken out of them; `threads` tell which comments answer.

        The body is put in as text, piece by piece: read as a tree it would take ten times the memory.
        """
        root, place = self._word.element, self._word.part.partname.lstrip("/")
        root.replace(root.body, parse_xml(f"<w:body {NAMESPACES}>{HERE}</w:body>"))
        if footnotes:
            self._add(
                "footnotes", CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP.FOOTNOTES, [SEPARATORS, *footnotes]
            )
            _call_separators(self._word.settings.element)
        if comments:
            self._add("comments", CONTENT_TYPE.WML_COMMENTS, RELATIONSHIP.COMMENTS, comments)
            self._put(
                "commentsExtended", f"<w15:commentsEx {NEWER}>{''.join(threads)}</w15:commentsEx>", *THREADS
            )
        written = BytesIO()
        self._word.save(written)
        result = BytesIO()
        with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
            for info in source.infolist():
                entry = zipfile.ZipInfo(info.filename, _ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o600 << 16
                entry.create_system = 3
                data = source.read(info)
                if info.filename != place:
                    target.writestr(entry, data)
                    continue
                before, after = data.decode("utf-8").split(HERE)
                with target.open(entry, mode="w") as part:
                    for piece in chain((before,), body, (after,)):
                        part.write(piece.encode())
        return result.getvalue()

    def _add(self, name: str, content_type: str, kind: str, inner: list[str]) -> None:
        """A part of the file with the notes that the body calls."""
        self._put(name, f"<w:{name} {NAMESPACES} {NEWER}>{''.join(inner)}</w:{name}>", content_type, kind)

    def _put(self, name: str, root: str, content_type: str, kind: str) -> None:
        part = self._word.part
        blob = f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n{root}"
        part.relate_to(Part(PackURI(f"/word/{name}.xml"), content_type, blob.encode(), part.package), kind)


def _ours(document: Document) -> WordDocument:
    """An empty Word document with our styles, the page of the layout and the words of the report's language."""
    word = docx.Document()
    _replace(word.styles.element, "word-styles.xml")
    _replace(word.part.numbering_part.element, "word-numbering.xml")
    tag = LANGUAGE_TAGS[document.language]
    word.styles.element.find(".//" + qn("w:lang")).set(qn("w:val"), tag)
    _letters(word.styles.element, document.layout)
    _appendices(word.part.numbering_part.element, document)
    _settings(word, document.language, tag)
    _page(word.sections[0], document.layout)
    for part in (word.part, word.part.package):
        for key in [key for key, rel in part.rels.items() if rel.reltype in _UNUSED]:
            del part.rels[key]
    return word


def _replace(element: Any, name: str) -> None:
    """Give `element` the children of a file of ours instead of those of python-docx."""
    ours = parse_xml((TEMPLATES / name).read_bytes())
    for child in list(element):
        element.remove(child)
    for child in list(ours):
        element.append(child)


def _letters(styles: Any, layout: Layout) -> None:
    """Fonts, sizes and spacing of the layout in our styles."""
    defaults = styles.find(qn("w:docDefaults"))
    fonts = defaults.find(".//" + qn("w:rFonts"))
    for key in list(fonts.attrib):
        fonts.set(key, layout.font)
    _resize(defaults, layout.size)
    defaults.find(".//" + qn("w:spacing")).set(qn("w:line"), str(round(layout.line_spacing * 240)))
    sizes = {name: layout.size + more for name, more in HEADING_POINTS.items()}
    sizes |= {"Note": layout.size - 1, "Warning": layout.size - 1, "Caption": layout.caption_size}
    sizes |= dict.fromkeys(("TableText", "Remark"), layout.table_size)
    right = str(round(layout.text_width() * 20))
    for style in styles.iter(qn("w:style")):
        if (size := sizes.get(style.get(qn("w:styleId")))) is not None:
            _resize(style, size)
        for tab in style.iter(qn("w:tab")):
            tab.set(qn("w:pos"), right)


def _set_lines(styles: Any, told: str, lines: str, document: Document) -> None:
    """Set numbered lines as far in as the longest number and a gap need, in letters that leave most on one line each."""
    tables = [block for block in document.blocks if isinstance(block, Table) and block.is_told]
    numbers = (cell.numbers[-1] for block in tables for row in block.rows for cell in row.cells if cell.leads)
    digits = len(str(max(numbers, default=0)))
    layout, font = document.layout, letters(document.layout.font)
    hanging = digits * font.width("0") + LINE_GAP
    size = told_size(tables, layout.text_width(), font, layout.table_size, hanging)
    for one in styles.findall(qn("w:style")):
        if one.get(qn("w:styleId")) == told:
            _resize(one, size)
        elif one.get(qn("w:styleId")) == lines:
            indent = one.get_or_add_pPr().get_or_add_ind()
            for side in ("left", "hanging"):
                indent.set(qn(f"w:{side}"), str(round(hanging * size * 20)))


def _resize(element: Any, points: float) -> None:
    for name in ("w:sz", "w:szCs"):
        for one in element.iter(qn(name)):
            one.set(qn("w:val"), str(round(points * 2)))


def _appendices(numbering: Any, document: Document) -> None:
    """How appendices are counted."""
    layout = document.layout
    level = next(
        level
        for level in numbering.iter(qn("w:lvl"))
        if level.find(qn("w:lvlText")).get(qn("w:val")) == "Appendix %1."
    )
    word = painted_line(document.words.appendix).replace("%", "")
    level.find(qn("w:lvlText")).set(qn("w:val"), f"{word} %1.")
    level.find(qn("w:start")).set(qn("w:val"), str(layout.appendix_start))
    if layout.appendix_style == "numbers":
        level.find(qn("w:numFmt")).set(qn("w:val"), "decimal")


def _settings(word: WordDocument, language: str, tag: str) -> None:
    settings = word.settings.element
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    signs = {"w:decimalSymbol": ",", "w:listSeparator": ";"} if language == "id" else {}
    for name, sign in signs.items():
        settings.find(qn(name)).set(qn("w:val"), sign)
    theme = settings.find(qn("w:themeFontLang"))
    theme.attrib.clear()
    theme.set(qn("w:val"), tag)
    for name in ("w:rsids", "w:savePreviewPicture", "w:zoom"):
        found = settings.find(qn(name))
        if found is not None:
            settings.remove(found)


def _call_separators(settings: Any) -> None:
    """Say which footnotes are the lines above the others."""
    for old in settings.findall(qn("w:footnotePr")):
        settings.remove(old)
    made = parse_xml(
        f'<w:footnotePr {NAMESPACES}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    )
    before = next(
        (
            settings.find(qn(name))
            for name in ("w:endnotePr", "w:compat")
            if settings.find(qn(name)) is not None
        ),
        None,
    )
    if before is None:
        settings.append(made)
    else:
        before.addprevious(made)


def _page(section: Any, layout: Layout) -> None:
    width, height = layout.sheet()
    section.page_width, section.page_height = Cm(width), Cm(height)
    sides: Margins = layout.margins
    section.left_margin, section.top_margin = Cm(sides.left), Cm(sides.top)
    section.right_margin, section.bottom_margin = Cm(sides.right), Cm(sides.bottom)
    section.footer_distance = section.header_distance = Cm(1.25)


def _start_pages(section: Any, start: int) -> None:
    if start == 1:
        return
    found = section.find(qn("w:pgNumType"))
    if found is None:
        found = parse_xml(f"<w:pgNumType {NAMESPACES}/>")
        before = next(
            section.find(qn(n))
            for n in ("w:pgBorders", "w:lnNumType", "w:paperSrc", "w:pgMar", "w:pgSz")
            if section.find(qn(n)) is not None
        )
        before.addnext(found)
    found.set(qn("w:start"), str(start))


def _turn(section: Any) -> None:
    """Turn the page: its wide margin, on the left before, is above now, where it is bound."""
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")
    turns = (("left", "top"), ("top", "right"), ("right", "bottom"), ("bottom", "left"))
    sides = {side: margins.get(qn(f"w:{side}")) for side, _new in turns}
    for old, new in turns:
        margins.set(qn(f"w:{new}"), sides[old])


def _footer(word: WordDocument, document: Document, style: Any) -> None:
    """The number of the page, and the report's own line."""
    footer = word.sections[0].footer
    _number(footer.paragraphs[0]._p, style("Footer"))
    if document.footer:
        _styled(footer.add_paragraph(painted_line(document.footer))._p, style("FooterSmall"))


def _number_pages(word: WordDocument, style: Any) -> None:
    """The number of the page below what a faculty's footer says: contents with pages need pages that bear numbers."""
    section = word.sections[0]
    footers = [section.footer]
    if not section.even_page_footer.is_linked_to_previous:
        footers.append(section.even_page_footer)
    for footer in footers:
        own = [] if footer.is_linked_to_previous else footer.paragraphs
        is_empty = len(own) < 2 and not any(one.text.strip() or len(one._p) > 1 for one in own)
        paragraph = footer.paragraphs[0] if is_empty and footer.paragraphs else footer.add_paragraph()
        _number(paragraph._p, style("Footer"))


def _number(paragraph: Any, style: str) -> None:
    _styled(paragraph, style)
    paragraph.append(
        parse_xml(simple_field("PAGE", "1").replace("<w:fldSimple", f"<w:fldSimple {NAMESPACES}", 1))
    )


def _styled(paragraph: Any, style: str) -> None:
    paragraph.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), style)


def _properties(word: WordDocument, document: Document) -> None:
    core = word.core_properties
    core.title = painted_line(document.title)[:255]
    core.subject = painted_line(document.subtitle)[:255]
    core.author = painted_line(document.author)[:255]
    core.last_modified_by = ""
    core.comments = painted_line(document.software)[:255]
    core.keywords = painted_line("; ".join(f"{name}={value}" for name, value in document.properties))[:255]
    core.language = LANGUAGE_TAGS[document.language]
    core.revision = 1
    core.created = core.modified = document.created.replace(tzinfo=None, microsecond=0)


def _application(word: WordDocument, document: Document) -> None:
    """Name the program the file was made with; the part that is there names another one."""
    for rel in word.part.package.rels.values():
        if rel.reltype == RELATIONSHIP.EXTENDED_PROPERTIES:
            name = escape(painted_line(document.software).split(" ")[0])
            rel.target_part._blob = APPLICATION.format(name=name).encode("utf-8")
