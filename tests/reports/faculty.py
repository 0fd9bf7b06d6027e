"""A faculty's template made here: Arial, styles with Indonesian ids, a header with a picture, Roman page numbers."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from qualcode.reports.svg import to_png

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30" width="60" height="30">'
    '<rect x="2" y="2" width="56" height="26" fill="#dddddd" stroke="#222222"/></svg>'
)
LIST = """<w:abstractNum {ns} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="BAB %1"/><w:lvlJc w:val="left"/></w:lvl>
</w:abstractNum>"""


def template(change: Callable[[docx.document.Document], None] = lambda _word: None) -> bytes:
    """The template as a .docx; `change` is given it before it is saved."""
    word = docx.Document()
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    normal.paragraph_format.first_line_indent = Cm(1.27)
    normal.element.set(qn("w:styleId"), "Biasa")
    for style in word.styles.element.iter(qn("w:basedOn"), qn("w:next")):
        if style.get(qn("w:val")) == "Normal":
            style.set(qn("w:val"), "Biasa")
    heading = word.styles["Heading 1"]
    heading.font.name = "Arial"
    heading.element.set(qn("w:styleId"), "Judul1")
    for name in ("Quote", "Caption", "Heading 3"):
        word.styles.element.remove(word.styles[name].element)
    numbering = word.part.numbering_part.element
    numbering.insert(0, parse_xml(LIST.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="70"><w:abstractNumId w:val="77"/></w:num>'))
    number = parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="70"/></w:numPr>')
    heading.element.get_or_add_pPr()._insert_numPr(number)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.5), Cm(33)
    section.left_margin, section.right_margin = Cm(4), Cm(2.5)
    section.header.paragraphs[0].add_run().add_picture(BytesIO(to_png(LOGO)), width=Cm(2))
    section.header.paragraphs[0].add_run("Fakultas Karangan")
    pages = OxmlElement("w:pgNumType")
    pages.set(qn("w:fmt"), "lowerRoman")
    pages.set(qn("w:start"), "3")
    section._sectPr.find(qn("w:pgMar")).addnext(pages)
    word.add_paragraph("Kata pengantar yang dihapus")
    word.add_page_break()
    change(word)
    made = BytesIO()
    word.save(made)
    return made.getvalue()


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """`data` with its parts changed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()
