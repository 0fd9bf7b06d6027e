"""The Word file around the words: styles, numbering, page, footer, properties, and bytes that do not vary."""

from __future__ import annotations

import zipfile
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm

from qualcode.i18n import _
from qualcode.reports.document import Document
from qualcode.reports.painting import painted_line

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGE_TAGS = {"id": "id-ID", "en": "en-GB"}

MARGINS = {"left": 4.0, "top": 3.0, "right": 3.0, "bottom": 3.0}
"""Centimetres: 4-3-3-3, the wide side for the binding."""

APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>{name}</Application></Properties>"
)

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_UNUSED = (RELATIONSHIP.THUMBNAIL, RELATIONSHIP.CUSTOM_XML)


def new_package(document: Document) -> WordDocument:
    """An empty Word document with our styles, an A4 page, the footer and the properties of `document`."""
    word = docx.Document()
    _replace(word.styles.element, "word-styles.xml")
    _replace(word.part.numbering_part.element, "word-numbering.xml")
    tag = LANGUAGE_TAGS[document.language]
    word.styles.element.find(".//" + qn("w:lang")).set(qn("w:val"), tag)
    appendix = word.part.numbering_part.element.find(f".//{qn('w:lvlText')}[@{qn('w:val')}='Appendix %1.']")
    appendix.set(qn("w:val"), f"{_('Appendix')} %1.")
    _settings(word, document.language, tag)
    _page(word)
    _footer(word, document)
    _properties(word, document, tag)
    _application(word, document)
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


def _page(word: WordDocument) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin, section.top_margin = Cm(MARGINS["left"]), Cm(MARGINS["top"])
    section.right_margin, section.bottom_margin = Cm(MARGINS["right"]), Cm(MARGINS["bottom"])
    section.footer_distance = section.header_distance = Cm(1.25)


def text_width(landscape: bool) -> int:
    """Twips between the margins; a landscape page is bound at its top, so its wide margin is there."""
    width = (
        29.7 - MARGINS["right"] - MARGINS["bottom"]
        if landscape
        else 21.0 - MARGINS["left"] - MARGINS["right"]
    )
    return round(width / 2.54 * 1440)


def landscape_section(section: Any) -> Any:
    """A copy of a section's properties with the page turned."""
    turned = deepcopy(section)
    size, margins = turned.find(qn("w:pgSz")), turned.find(qn("w:pgMar"))
    width, height = size.get(qn("w:w")), size.get(qn("w:h"))
    size.set(qn("w:w"), height)
    size.set(qn("w:h"), width)
    size.set(qn("w:orient"), "landscape")
    sides = {side: margins.get(qn(f"w:{side}")) for side in MARGINS}
    for old, new in (("left", "top"), ("top", "right"), ("right", "bottom"), ("bottom", "left")):
        margins.set(qn(f"w:{new}"), sides[old])
    return turned


def _footer(word: WordDocument, document: Document) -> None:
    paragraphs = word.sections[0].footer.paragraphs
    paragraphs[0].style = word.styles["footer"]
    paragraphs[0]._p.append(field("PAGE", "1"))
    if document.footer:
        word.sections[0].footer.add_paragraph(painted_line(document.footer), style="Footer Small")


def field(instruction: str, shown: str, style: str = "") -> Any:
    """A Word field with the value it has now, so that nothing asks to be updated."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), f" {instruction} ")
    run = OxmlElement("w:r")
    if style:
        properties = OxmlElement("w:rPr")
        mark = OxmlElement("w:rStyle")
        mark.set(qn("w:val"), style)
        properties.append(mark)
        run.append(properties)
    words = OxmlElement("w:t")
    words.text = shown
    run.append(words)
    simple.append(run)
    return simple


def _properties(word: WordDocument, document: Document, tag: str) -> None:
    core = word.core_properties
    core.title = painted_line(document.title)[:255]
    core.subject = painted_line(document.subtitle)[:255]
    core.author = painted_line(document.author)[:255]
    core.last_modified_by = ""
    core.comments = painted_line(document.software)[:255]
    core.keywords = painted_line("; ".join(f"{name}={value}" for name, value in document.properties))[:255]
    core.language = tag
    core.revision = 1
    core.created = core.modified = document.created.replace(tzinfo=None, microsecond=0)


def _application(word: WordDocument, document: Document) -> None:
    """Name the program the file was made with; the part of python-docx names another one."""
    for rel in word.part.package.rels.values():
        if rel.reltype == RELATIONSHIP.EXTENDED_PROPERTIES:
            name = escape(painted_line(document.software).split(" ")[0])
            rel.target_part._blob = APPLICATION.format(name=name).encode("utf-8")


def packed(word: WordDocument) -> bytes:
    """The file's bytes with the clock taken out of them."""
    written = BytesIO()
    word.save(written)
    result = BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            entry = zipfile.ZipInfo(info.filename, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            target.writestr(entry, source.read(info))
    return result.getvalue()
