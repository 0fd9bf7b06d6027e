"""A faculty's own Word file as the form of a report: its page, styles, numbering, header and footer stay.

Its text goes. Our styles are looked for among its own, by the names that Word gives them in every language and by
their ids; those it does not have are added, made on its own normal text and headings.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from docx.oxml.ns import qn

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.reports.docx_found import Found, lists_of, name_of
from qualcode.reports.docx_guard import checked
from qualcode.reports.layout import Layout, Margins

EXPECTED = {
    "Title": "Title",
    "Heading1": "Heading 1",
    "Heading2": "Heading 2",
    "Heading3": "Heading 3",
    "Caption": "Caption",
    "Quote": "Quote",
    "TOC1": "TOC 1",
    "FootnoteText": "Footnote Text",
}
"""Styles that a template for theses has; where one is missing, ours is told of."""

LISTS = {"Heading1": (0, "1"), "Heading2": (1, "1"), "Heading3": (2, "1"), "ListBullet": (0, "3")}
"""Level and list of ours that our styles count by."""

LEFT = frozenset({"TableText", "TableCaption", "TOC1", "TOC2", "TableofFigures", "Remark", "FooterSmall"})
"""Styles that are set ragged where the normal text is justified: narrow columns, and lines that end in a number."""

TWIPS = 1440 / 2.54
SIDES = ("left", "top", "right", "bottom")
_KEPT = (
    RELATIONSHIP.STYLES,
    RELATIONSHIP.NUMBERING,
    RELATIONSHIP.SETTINGS,
    RELATIONSHIP.THEME,
    RELATIONSHIP.FONT_TABLE,
    RELATIONSHIP.WEB_SETTINGS,
)
_KEPT_OF_FILE = (
    RELATIONSHIP.OFFICE_DOCUMENT,
    RELATIONSHIP.CORE_PROPERTIES,
    RELATIONSHIP.EXTENDED_PROPERTIES,
)
_DROPPED_SETTINGS = (
    "attachedTemplate", "documentProtection", "writeProtection", "trackRevisions", "mailMerge", "rsids", "docVars",
    "footnotePr", "endnotePr", "linkStyles", "revisionView", "zoom", "savePreviewPicture", "updateFields",
)  # fmt: skip
"""Settings of the text that goes, of how it was made, or that call for something outside."""


_NUMBER_OF_PAGE = re.compile(r"\bPAGE\b", re.IGNORECASE)


def _fields(edge: Any) -> str:
    """What the fields of a header or footer show, however Word parted their words."""
    simple = (one.get(qn("w:instr")) or "" for one in edge.iter(qn("w:fldSimple")))
    parted = "".join(one.text or "" for one in edge.iter(qn("w:instrText")))
    return " ; ".join([*simple, parted, *("PAGE" for _one in edge.iter(qn("w:pgNum")))])


def missing_styles(style: bytes) -> tuple[str, ...]:
    """The names of the styles a thesis needs that the Word file `style` does not have; ours stand in for them.

    Raises BadInput where it cannot be used.
    """
    word = _opened(style)
    found = Found(word, _used(word))
    return tuple(
        name for ours, name in EXPECTED.items() if found.like(ours, name.casefold(), "paragraph") is None
    )


class Template:
    """A faculty's file made ready for a report: without its text, with the styles it lacked."""

    def __init__(self, style: bytes, ours: WordDocument) -> None:
        """`ours` is a file of our own, whose styles and lists stand in for those that are missing.

        Raises BadInput where `style` cannot be used.
        """
        self.word = _opened(style)
        self._numbers: dict[str, str] = {}
        try:
            used = _used(self.word)
            self._clear()
            self._found = Found(self.word, used)
            self.ordered = self._take_lists(ours)
            """The list that numbered points are counted by."""
            self.styles = self._take_styles(ours)
            """The id of each of our styles in this file."""
            self._own = {name: self._found.list_of(self.styles[name]) for name in LISTS}
        except (ValueError, AttributeError, TypeError, KeyError):
            # What no program that writes Word files would write.
            raise BadInput(_("the style file is damaged or cut short")) from None

    @property
    def has_edges(self) -> bool:
        """Whether its header or footer is there at all; then the lines in them are the faculty's."""
        return bool(self._edges())

    @property
    def numbers_pages(self) -> bool:
        """Whether a page of it bears its number."""
        return any(_NUMBER_OF_PAGE.search(_fields(edge)) for edge in self._edges())

    def _edges(self) -> list[Any]:
        section = self.word.sections[0]
        parts = (
            section.header,
            section.footer,
            section.first_page_header,
            section.first_page_footer,
            section.even_page_header,
            section.even_page_footer,
        )
        return [part._element for part in parts if not part.is_linked_to_previous]

    def number_of(self, style: str) -> tuple[int, str] | None:
        """Level and list for a paragraph in a heading or bullet style of the faculty's that counts nothing itself."""
        place = LISTS.get(style)
        if place is None or self.types_number(style) or self._own[style]:
            return None
        level, number = place
        return level, self._numbers[number]

    def types_number(self, style: str) -> bool:
        """Whether the number of a heading must stand in its words: it counts nothing, and the heading above it does.

        A number of ours would begin anew there, because the faculty's list knows nothing of it.
        """
        level = LISTS.get(style, (0, ""))[0]
        above = [
            one for one, (higher, _list) in LISTS.items() if higher < level and one.startswith("Heading")
        ]
        return level > 0 and self._own[style] is None and any(self._own[one] for one in above)

    def number_shown(self, style: str, number: str) -> str:
        """How the faculty's own list writes the number of a heading: "BAB II" for 2; `number` where it is not its own."""
        found = self._own.get(style)
        return self._found.counted(*found, number) if found else number

    def layout(self, layout: Layout) -> Layout:
        """`layout` with the page and the letters of the template, whose page becomes that of `layout` if it asks for one."""
        section = self.word.sections[0]._sectPr
        if layout.sheet_size is not None:
            self._resize(layout.sheet_size)
        size, sides = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
        lengths = {name: abs(int(sides.get(qn(f"w:{name}")))) / TWIPS for name in SIDES}
        lengths["left"] += int(sides.get(qn("w:gutter")) or 0) / TWIPS
        return replace(
            layout,
            sheet_size=(int(size.get(qn("w:w"))) / TWIPS, int(size.get(qn("w:h"))) / TWIPS),
            margins=Margins(**lengths),
            font=self._found.font(),
            size=self._found.size(),
        )

    def _resize(self, sheet: tuple[float, float]) -> None:
        """Give the page another size, lying or upright as it was."""
        size = self.word.sections[0]._sectPr.find(qn("w:pgSz"))
        is_lying = int(size.get(qn("w:w"))) > int(size.get(qn("w:h")))
        for name, length in zip("wh", sorted(sheet, reverse=is_lying), strict=True):
            size.set(qn(f"w:{name}"), str(round(length * TWIPS)))
        size.attrib.pop(qn("w:code"), None)

    def _clear(self) -> None:
        """Take out the text and everything that belonged to it; the last section's page stays."""
        body = self.word.element.body
        sections = body.findall(qn("w:sectPr"))
        if not sections:
            raise BadInput(_("the style file has no page setup"))
        last = sections[-1]
        if not _is_usable(last):
            raise BadInput(_("the style file has no page setup"))
        for change in last.findall(qn("w:sectPrChange")):
            last.remove(change)
        for child in list(body):
            if child is not last:
                body.remove(child)
        headers = {one.get(qn("r:id")) for one in last.iter(qn("w:headerReference"), qn("w:footerReference"))}
        part = self.word.part
        for key, rel in list(part.rels.items()):
            if rel.reltype not in _KEPT and key not in headers:
                del part.rels[key]
        for key, rel in list(part.package.rels.items()):
            if rel.reltype not in _KEPT_OF_FILE:
                del part.package.rels[key]
        settings = self.word.settings.element
        for name in _DROPPED_SETTINGS:
            for one in settings.findall(qn(f"w:{name}")):
                settings.remove(one)
        outside = part.part_related_by(RELATIONSHIP.SETTINGS).rels
        for key in list(outside):
            del outside[key]

    def _take_lists(self, ours: WordDocument) -> str:
        """Add our lists behind the faculty's."""
        numbering = lists_of(self.word)
        kinds = [int(one.get(qn("w:abstractNumId"))) for one in numbering.findall(qn("w:abstractNum"))]
        lists = [int(one.get(qn("w:numId"))) for one in numbering.findall(qn("w:num"))]
        first_kind, first_list = max(kinds, default=0), max(lists, default=0)
        source = ours.part.numbering_part.element
        places = {}
        for kind in source.findall(qn("w:abstractNum")):
            made = deepcopy(kind)
            number = str(int(kind.get(qn("w:abstractNumId"))) + first_kind)
            places[kind.get(qn("w:abstractNumId"))] = number
            made.set(qn("w:abstractNumId"), number)
            for level in made.iter(qn("w:lvl")):
                for named in level.findall(qn("w:pStyle")):
                    level.remove(named)
            after = numbering.findall(qn("w:abstractNum"))
            if after:
                after[-1].addnext(made)
            else:
                numbering.insert(len(numbering.findall(qn("w:numPicBullet"))), made)
        for one in source.findall(qn("w:num")):
            made = deepcopy(one)
            number = str(int(one.get(qn("w:numId"))) + first_list)
            self._numbers[one.get(qn("w:numId"))] = number
            made.set(qn("w:numId"), number)
            kind = made.find(qn("w:abstractNumId"))
            kind.set(qn("w:val"), places[kind.get(qn("w:val"))])
            (numbering.findall(qn("w:num")) or numbering.findall(qn("w:abstractNum")))[-1].addnext(made)
        return places["4"]

    def _take_styles(self, ours: WordDocument) -> dict[str, str]:
        """Find each of our styles among the faculty's, or add it; the ids by ours."""
        places: dict[str, str] = {}
        added: list[Any] = []
        for style in ours.styles.element.findall(qn("w:style")):
            own = style.get(qn("w:styleId"))
            found = self._found.like(
                own, name_of(style), style.get(qn("w:type")), style.get(qn("w:default")) == "1"
            )
            if found is not None:
                places[own] = found
                continue
            made = deepcopy(style)
            made.attrib.pop(qn("w:default"), None)
            places[own] = own if own not in self._found.ids else f"Report{own}"
            made.set(qn("w:styleId"), places[own])
            added.append(made)
        width = str(round(self.layout(Layout()).text_width() * 20))
        for made in added:
            self._fit(made, places)
            for tab in made.iter(qn("w:tab")):
                tab.set(qn("w:pos"), width)
            self.word.styles.element.append(made)
        self._found = Found(self.word)
        return places

    def _fit(self, style: Any, places: dict[str, str]) -> None:
        """Make a style of ours at home among the faculty's: what it is based on, its list, and no first-line indent."""
        own = next(key for key, value in places.items() if value == style.get(qn("w:styleId")))
        for name in ("w:basedOn", "w:next", "w:link"):
            one = style.find(qn(name))
            if one is not None and one.get(qn("w:val")) in places:
                one.set(qn("w:val"), places[one.get(qn("w:val"))])
        for one in style.iter(qn("w:numId")):
            one.set(qn("w:val"), self._numbers.get(one.get(qn("w:val")), "0"))
        based = style.find(qn("w:basedOn"))
        if (
            style.get(qn("w:type")) != "paragraph"
            or based is None
            or based.get(qn("w:val")) != places["Normal"]
        ):
            return
        properties = style.get_or_add_pPr()
        if properties.find(qn("w:numPr")) is None:
            indent = properties.get_or_add_ind()
            if indent.get(qn("w:left")) is None:
                indent.set(qn("w:left"), "0")
            if indent.get(qn("w:hanging")) is None:
                indent.set(qn("w:firstLine"), "0")
        if own in LEFT and properties.find(qn("w:jc")) is None:
            properties.get_or_add_jc().set(qn("w:val"), "left")


def _opened(style: bytes) -> WordDocument:
    """The file, of which every part that is needed is there.

    Raises BadInput where it cannot be used.
    """
    data = checked(style)
    try:
        word = docx.Document(BytesIO(data))
        whole = None not in (word.styles.element, word.settings.element, word.element.body, word.sections[0])
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, NotImplementedError):
        whole = False
    if not whole:
        raise BadInput(_("the style file is damaged or cut short"))
    return word


def _used(word: WordDocument) -> frozenset[str]:
    """The ids of the styles that the text of a file stands in."""
    return frozenset(
        str(one.get(qn("w:val"))) for one in word.element.body.iter(qn("w:pStyle"), qn("w:rStyle"))
    )


def _is_usable(section: Any) -> bool:
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if size is None or margins is None:
        return False
    names = ("w", "h"), SIDES
    numbers = [
        one.get(qn(f"w:{name}"))
        for one, wanted in zip((size, margins), names, strict=True)
        for name in wanted
    ]
    return all(number is not None and number.lstrip("-").isdigit() for number in numbers)
