"""OpenDocument texts, word for word; tracked deletions, notes and comments left out with a count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from qualcode.errors import Unreadable
from qualcode.i18n import _
from qualcode.readers.columns import row_block
from qualcode.readers.docx import skipped_warnings
from qualcode.readers.guard import Archive, attribute, local, words_xml
from qualcode.readers.reading import Block, Extract
from qualcode.text.normal import normalise

_BLANKS = re.compile(r"[ \t\r\n]+")
_SKIPPED = {"note": "notes", "annotation": "comments", "image": "images", "object": "images"}


class _Document:
    """One walk over `office:text`."""

    def __init__(self, bold_styles: set[str]) -> None:
        self.bold_styles = bold_styles
        self.skipped: Counter[str] = Counter()
        self.repaired = 0
        self.tables = 0

    def blocks(self, parent: etree._Element, listed: bool = False) -> Iterator[Block]:
        """The paragraphs and table rows below `parent`, in order."""
        for child in parent:
            name = local(child)
            if name in ("p", "h"):
                yield from self.paragraph(child, listed)
            elif name == "table":
                self.tables += 1
                yield from self._rows(child, self.tables)
            elif name == "tracked-changes":
                self.skipped["deleted"] += sum(local(part) == "deletion" for part in child.iter())
            elif name in _SKIPPED:
                self.skipped[_SKIPPED[name]] += 1
            elif name:
                yield from self.blocks(child, listed or name == "list-item")

    def paragraph(self, element: etree._Element, listed: bool) -> Iterator[Block]:
        """The lines of a paragraph, then those of the text boxes anchored in it."""
        heading = int(attribute(element, "outline-level") or 1) if local(element) == "h" else 0
        boxes: list[Block] = []
        pieces = list(self._words(element, self._is_bold(element, False), boxes))
        for number, (text, bold) in enumerate(_lines(pieces)):
            done = normalise(text)
            self.repaired += done.repaired
            if len(done.text) != len(text):
                bold = [(0, len(done.text))] * bool(bold)
            yield Block(done.text, tuple(bold), heading, listed and number == 0)
        yield from boxes

    def _rows(self, table: etree._Element, number: int) -> Iterator[Block]:
        for child in table:
            if local(child) == "table-row":
                cells = [cell for cell in child if local(cell) in ("table-cell", "covered-table-cell")]
                yield row_block(
                    ["\n".join(block.text for block in self.blocks(cell)) for cell in cells], number
                )
            elif local(child).startswith("table-") and local(child) != "table-column":
                yield from self._rows(child, number)

    def _words(self, parent: etree._Element, bold: bool, boxes: list[Block]) -> Iterator[tuple[str, bool]]:
        yield _BLANKS.sub(" ", parent.text or ""), bold
        for child in parent:
            name = local(child)
            if name == "s":
                yield "\0" * min(int(attribute(child, "c") or 1), 1000), bold
            elif name == "tab":
                yield "\t", bold
            elif name == "line-break":
                yield "\n", bold
            elif name in _SKIPPED:
                self.skipped[_SKIPPED[name]] += 1
            elif name == "text-box":
                boxes += self.blocks(child)
            elif name not in ("", "ruby-text"):
                yield from self._words(child, self._is_bold(child, bold), boxes)
            yield _BLANKS.sub(" ", child.tail or ""), bold

    def _is_bold(self, element: etree._Element, inherited: bool) -> bool:
        return inherited or (attribute(element, "style-name") or "") in self.bold_styles


def read_odt(data: bytes) -> Extract:
    """The paragraphs, rows and boxes of an OpenDocument text. Raises Unreadable."""
    archive = Archive(data)
    manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.parts else b""
    if b"encryption-data" in manifest:
        raise Unreadable(_("the file is protected by a password; save it without one"))
    root, replaced = words_xml(archive.read("content.xml"))
    document = _Document(_bold_styles(root))
    texts = [part for body in root if local(body) == "body" for part in body]
    blocks = [block for text in texts for block in document.blocks(text)]
    return Extract(
        blocks, "block", warnings=skipped_warnings(document.skipped), repaired=document.repaired + replaced
    )


def _bold_styles(root: etree._Element) -> set[str]:
    return {
        attribute(style, "name") or ""
        for style in root.iter()
        if local(style) == "style" and any(attribute(part, "font-weight") == "bold" for part in style)
    }


def _lines(pieces: list[tuple[str, bool]]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    # Blanks of the XML collapse as OpenDocument says; NUL stands for one that was written out as text:s.
    text, spans = "", list[tuple[int, int]]()
    for piece, bold in pieces:
        for number, part in enumerate(piece.split("\n")):
            if number:
                yield text.rstrip(" ").replace("\0", " "), spans
                text, spans = "", []
            if not text or text[-1] == " ":
                part = part.lstrip(" ")
            if part and bold:
                spans.append((len(text), len(text) + len(part)))
            text += part
    yield text.rstrip(" ").replace("\0", " "), spans
