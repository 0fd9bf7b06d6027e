"""A review pack as a Word document: a card for each item, with lists to choose from and places to write in.

Each place is a content control that says by its tag what it belongs to; a bookmark in the card's heading says it once
more, for programs that keep the words of such controls and lose the controls.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from qualcode.exchange.review_pack import (
    CHOICES,
    COMMENT,
    DECISION,
    OTHER,
    Item,
    Kind,
    Mark,
    Pack,
    answering,
    choice_word,
    heading,
    kind_title,
    prompt,
)
from qualcode.exchange.review_prints import prints_of, prints_of_pages
from qualcode.i18n import using
from qualcode.reports.document import Document
from qualcode.reports.docx_package import Package
from qualcode.reports.docx_text import words
from qualcode.reports.painting import painted, painted_line

LABEL, VALUE = 2300, 5637
"""Widths of the two columns of a card, twentieths of a point: together what stands between the margins."""
GROUND, HEAD = "FFF8DC", "E7E6E6"
"""Ground of what is filled in, and of what heads a card."""
MOST = 150_000
"""Entries of all lists of codes together: a document with more is larger than what is read back, and slow in Word."""
PLACES = {
    Kind.CODE: (DECISION, COMMENT),
    Kind.CODING: (DECISION, OTHER, COMMENT),
    Kind.FINDING: (DECISION, COMMENT),
}


def write_word(pack: Pack, created: datetime) -> bytes:
    """The bytes of the document, in the language of the pack; the same pack gives the same bytes."""
    document = Document(pack.title, pack.subtitle, pack.language, created, ())
    package = Package(document)
    with using(pack.language):
        return package.packed([_Writer(pack).body(package)], [], [])


class _Writer:
    """Writes one pack as the body of a Word file."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.controls = 0
        codes = [(str(mark), painted_line(label)) for mark, label in pack.codes]
        # Beyond that the code is written, as the codebook has it.
        self.codes = codes if len(codes) * len(pack.of(Kind.CODING)) <= MOST else []

    def body(self, package: Package) -> str:
        """The whole body."""
        parts = [_paragraph("Title", self.pack.title)]
        if self.pack.subtitle:
            parts.append(_paragraph("Subtitle", self.pack.subtitle))
        rows = [_row(label, self._control(mark, "", (), bookmarked=mark)) for mark, label in answering()]
        rows[0] = rows[0].replace("</w:p>", f"{_small(prints_of_pages(self.pack))}</w:p>", 1)
        parts += [_table(rows), _paragraph("TableEnd", "")]
        numbers = package.new_list()
        parts += [_paragraph("ListNumber", step, numbers) for step in self.pack.steps]
        parts += [_paragraph("Remark", remark) for remark in self.pack.remarks]
        for kind in Kind:
            items = self.pack.of(kind)
            if items:
                parts.append(_paragraph("PlainHeading", kind_title(kind), new_page=True))
                for item in items:
                    parts += [self._card(item), _paragraph("TableEnd", "")]
        return "".join(parts) + package.section(turned=False)

    def _card(self, item: Item) -> str:
        mark = str(item.mark)
        self.controls += 1
        rows = [_head(item.name, mark, self.controls, prints_of(item, self.pack.language))]
        rows += [_row(label, _lines(said)) for label, said in item.fields if said]
        for place in PLACES[item.mark.kind]:
            rows.append(_row(heading(place), self._control(mark, place, self._list(item.mark, place)), True))
        # A card stays on one page where it fits on one: every paragraph of it keeps to the next.
        return _table([row.replace("</w:pPr>", "<w:keepNext/></w:pPr>") for row in rows[:-1]] + rows[-1:])

    def _list(self, mark: Mark, place: str) -> Sequence[tuple[str, str]]:
        if place == DECISION:
            return [(choice.value, choice_word(choice)) for choice in CHOICES[mark.kind]]
        return self.codes if place == OTHER else ()

    def _control(
        self, mark: str, place: str, choices: Sequence[tuple[str, str]], bookmarked: str = ""
    ) -> str:
        """A paragraph with one place to fill in."""
        self.controls += 1
        tag = f"{mark} {place}".strip()
        shown = prompt(place if choices else COMMENT)
        if choices:
            items = "".join(
                f"<w:listItem w:displayText={quoteattr(label)} w:value={quoteattr(value)}/>"
                for value, label in choices
            )
            kind = f"<w:dropDownList>{items}</w:dropDownList>"
        else:
            kind = '<w:text w:multiLine="1"/>'
        control = (
            f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(heading(place) if place else shown)}/>"
            f'<w:tag w:val="{tag}"/><w:id w:val="{self.controls}"/><w:lock w:val="sdtLocked"/>'
            f"<w:showingPlcHdr/>{kind}</w:sdtPr><w:sdtContent>"
            f'<w:r><w:rPr><w:color w:val="7F7F7F"/></w:rPr><w:t xml:space="preserve">{escape(shown)}</w:t></w:r>'
            "</w:sdtContent></w:sdt>"
        )
        if bookmarked:
            control = _bookmarked(control, bookmarked, self.controls)
        return f'<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>{control}</w:p>'


def _paragraph(style: str, text: str, numbers: str = "", *, new_page: bool = False) -> str:
    more = "<w:pageBreakBefore/>" if new_page else ""
    if numbers:
        more += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{numbers}"/></w:numPr>'
    run = f"<w:r>{words(painted(text))}</w:r>" if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{run}</w:p>'


def _lines(text: str) -> str:
    """The words of a field, a paragraph a line."""
    return "".join(_paragraph("TableText", line) for line in text.split("\n"))


def _head(name: str, mark: str, number: int, prints: str) -> str:
    run = f"<w:r><w:rPr><w:b/><w:bCs/></w:rPr>{words(painted(name))}</w:r>"
    # The id once more, small: where a program keeps neither bookmarks nor controls, words are what is left.
    words_ = _bookmarked(run, mark, number) + _small(f"{mark} {prints}")
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr>{words_}</w:p>'
    cell = (
        f'<w:tc><w:tcPr><w:tcW w:w="{LABEL + VALUE}" w:type="dxa"/><w:gridSpan w:val="2"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{HEAD}"/></w:tcPr>{paragraph}</w:tc>'
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"


def _small(text: str) -> str:
    """What is for the program, behind what is for people."""
    look = '<w:rPr><w:noProof/><w:color w:val="BFBFBF"/><w:sz w:val="8"/></w:rPr>'
    return f'<w:r>{look}<w:t xml:space="preserve">   {text}</w:t></w:r>'


def _bookmarked(content: str, name: str, number: int) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def _row(label: str, content: str, answer: bool = False) -> str:
    ground = (
        f'<w:shd w:val="clear" w:color="auto" w:fill="{GROUND}"/>' if answer or "<w:sdt>" in content else ""
    )
    first = _paragraph("TableText", label)
    return (
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        f'<w:tc><w:tcPr><w:tcW w:w="{LABEL}" w:type="dxa"/></w:tcPr>{first}</w:tc>'
        f'<w:tc><w:tcPr><w:tcW w:w="{VALUE}" w:type="dxa"/>{ground}</w:tcPr>{content}</w:tc></w:tr>'
    )


def _table(rows: Sequence[str]) -> str:
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="A6A6A6"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{LABEL + VALUE}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{LABEL}"/><w:gridCol w:w="{VALUE}"/></w:tblGrid>{"".join(rows)}</w:tbl>'
    )
