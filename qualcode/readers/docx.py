"""Word documents, word for word: tracked insertions, tables, text boxes, content controls; deletions left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from qualcode.i18n import ngettext
from qualcode.readers.columns import row_block
from qualcode.readers.guard import Archive, attribute, local, words_xml, xml
from qualcode.readers.reading import Block, Extract
from qualcode.text.normal import normalise

_OFF = {"0", "false", "off", "none"}
_WRAPPERS = {
    "ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo", "ruby",
    "rubyBase", "oMath", "oMathPara", "body", "r",
}  # fmt: skip
_MARKS = {
    "tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad",
}  # fmt: skip

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


@dataclass
class _Style:
    heading: int = 0
    bold: bool = False


@dataclass
class _Paragraph:
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[Block] = field(default_factory=list)

    def add(self, text: str, bold: bool) -> None:
        if text:
            self.pieces.append((text, bold))


class _Document:
    """One walk over a document's XML."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self.styles = styles
        self.skipped: Counter[str] = Counter()
        self.tables = 0
        self.repaired = 0

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """The paragraphs and table rows below `parent`, in order."""
        for child in parent:
            name = local(child)
            if name == "p":
                yield from self.paragraph(child)
            elif name == "tbl":
                yield from self.table(child)
            elif name in ("del", "moveFrom"):
                self.skipped["deleted"] += 1
            elif name == "AlternateContent":
                yield from self.blocks(_chosen(child))
            elif name in _WRAPPERS:
                yield from self.blocks(child)

    def paragraph(self, element: etree._Element) -> Iterator[Block]:
        """The lines of a paragraph, then those of the text boxes anchored in it."""
        style, listed = self._paragraph_style(element)
        found = _Paragraph()
        self._runs(element, style.bold, found)
        for number, (text, bold) in enumerate(_split(found.pieces)):
            done = normalise(text)
            self.repaired += done.repaired
            bold = bold if len(done.text) == len(text) else [(0, len(done.text))] * bool(bold)
            yield Block(done.text, tuple(bold), style.heading, listed and number == 0)
        yield from found.boxes

    def table(self, element: etree._Element) -> Iterator[Block]:
        """One block a row, its cells divided by tabs; the paragraphs of a cell by line breaks."""
        self.tables += 1
        number = self.tables
        for row in self._rows(element):
            cells = ["\n".join(block.text for block in self.blocks(cell)) for cell in self._cells(row)]
            yield row_block(cells, number)

    def _rows(self, element: etree._Element) -> Iterator[etree._Element]:
        for child in element:
            if local(child) == "tr":
                if any(local(mark) == "del" for part in child if local(part) == "trPr" for mark in part):
                    self.skipped["deleted"] += 1
                else:
                    yield child
            elif local(child) in _WRAPPERS:
                yield from self._rows(child)

    def _cells(self, row: etree._Element) -> Iterator[etree._Element]:
        for child in row:
            if local(child) == "tc":
                yield child
            elif local(child) in _WRAPPERS:
                yield from self._cells(child)

    def _runs(self, parent: etree._Element, bold: bool, found: _Paragraph) -> None:
        for child in parent:
            name = local(child)
            if name == "t":
                found.add(child.text or "", bold)
            elif name in _MARKS and local(parent) == "r":
                found.add(_MARKS[name], bold)
            elif name == "sym":
                found.add(_symbol(child), bold)
            elif name in ("del", "moveFrom"):
                self.skipped["deleted"] += 1
            elif name == "r":
                self._runs(child, _bold(child, "rPr", bold, self.styles), found)
            elif name == "AlternateContent":
                self._drawn(_chosen(child), bold, found)
            elif name in ("drawing", "pict", "object"):
                self._drawn(child, bold, found)
            elif name in ("footnoteReference", "endnoteReference"):
                self.skipped["notes"] += 1
            elif name == "commentReference":
                self.skipped["comments"] += 1
            elif name in _WRAPPERS or str(child.tag).startswith(_MATH):
                self._runs(child, bold, found)

    def _drawn(self, element: etree._Element, bold: bool, found: _Paragraph) -> None:
        boxes = [box for box in element.iter() if local(box) == "txbxContent"]
        for box in boxes:
            # A box inside a box, or doubled by a fallback inside it, is reached through the outer one.
            if not any(local(outer) in ("txbxContent", "Fallback") for outer in _between(box, element)):
                found.boxes += self.blocks(box)
        if any(local(part) in ("blip", "imagedata", "OLEObject", "chart") for part in element.iter()):
            self.skipped["images"] += 1
        elif not boxes:
            self._runs(element, bold, found)

    def _paragraph_style(self, element: etree._Element) -> tuple[_Style, bool]:
        style, listed = _Style(), False
        for properties in element:
            if local(properties) == "pPr":
                for child in properties:
                    if local(child) == "pStyle":
                        style = self.styles.get(attribute(child, "val") or "", style)
                    elif local(child) == "numPr":
                        listed = True
                    elif local(child) == "outlineLvl":
                        style = replace(style, heading=_level(child) or style.heading)
        return style, listed


def read_docx(data: bytes) -> Extract:
    """The paragraphs, rows and boxes of a Word document. Raises Unreadable."""
    archive = Archive(data)
    document = _Document(_styles(archive))
    root, replaced = words_xml(archive.read(_main_part(archive)))
    blocks = [block for body in root for block in document.blocks(body)]
    return Extract(
        blocks, "block", warnings=skipped_warnings(document.skipped), repaired=document.repaired + replaced
    )


def skipped_warnings(skipped: Counter[str]) -> tuple[str, ...]:
    """One line for each kind of content that was seen and not read."""
    lines = []
    if n := skipped["deleted"]:
        lines.append(ngettext("{n} tracked deletion was left out", "{n} tracked deletions were left out", n))
    if n := skipped["comments"]:
        lines.append(ngettext("{n} comment was not read", "{n} comments were not read", n))
    if n := skipped["notes"]:
        lines.append(ngettext("{n} footnote was not read", "{n} footnotes were not read", n))
    if n := skipped["images"]:
        lines.append(ngettext("{n} picture was not read", "{n} pictures were not read", n))
    return tuple(lines)


def _main_part(archive: Archive) -> str:
    if "_rels/.rels" in archive.parts:
        for relation in xml(archive.read("_rels/.rels")):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return str(relation.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _styles(archive: Archive) -> dict[str, _Style]:
    if "word/styles.xml" not in archive.parts:
        return {}
    found: dict[str, _Style] = {}
    parents: dict[str, str] = {}
    for element in xml(archive.read("word/styles.xml")):
        if local(element) != "style":
            continue
        key, style = attribute(element, "styleId") or "", _Style()
        for child in element.iter():
            if local(child) == "name":
                named = re.fullmatch(r"heading (\d)|title", (attribute(child, "val") or "").lower())
                style.heading = int(named[1] or 1) if named else style.heading
            elif local(child) == "basedOn":
                parents[key] = attribute(child, "val") or ""
            elif local(child) == "outlineLvl":
                style.heading = _level(child) or style.heading
            elif local(child) == "b":
                style.bold = attribute(child, "val") not in _OFF
        found[key] = style
    for key, style in found.items():
        parent, seen = parents.get(key), {key}
        while parent in found and parent not in seen:
            seen.add(parent)
            style.heading = style.heading or found[parent].heading
            style.bold = style.bold or found[parent].bold
            parent = parents.get(parent)
    return found


def _level(element: etree._Element) -> int:
    value = attribute(element, "val") or ""
    return int(value) + 1 if value.isdigit() and int(value) < 9 else 0


def _bold(run: etree._Element, properties: str, inherited: bool, styles: dict[str, _Style]) -> bool:
    bold = inherited
    for child in run:
        if local(child) == properties:
            for mark in child:
                if local(mark) == "rStyle":
                    bold = bold or styles.get(attribute(mark, "val") or "", _Style()).bold
                elif local(mark) == "b":
                    bold = attribute(mark, "val") not in _OFF
    return bold


def _symbol(element: etree._Element) -> str:
    try:
        return chr(int(attribute(element, "char") or "", 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _chosen(element: etree._Element) -> etree._Element:
    """The first alternative that holds text; both hold the same words."""
    for child in element:
        if any(local(part) in ("txbxContent", "t") for part in child.iter()):
            return child
    return element[0] if len(element) else element


def _between(inner: etree._Element, outer: etree._Element) -> Iterator[etree._Element]:
    for ancestor in inner.iterancestors():
        if ancestor is outer:
            return
        yield ancestor


def _split(pieces: list[tuple[str, bool]]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    text, spans = "", list[tuple[int, int]]()
    for piece, bold in pieces:
        for number, part in enumerate(piece.split("\n")):
            if number:
                yield text, spans
                text, spans = "", []
            if part and bold:
                if spans and spans[-1][1] == len(text):
                    spans[-1] = (spans[-1][0], len(text) + len(part))
                else:
                    spans.append((len(text), len(text) + len(part)))
            text += part
    yield text, spans
