"""A filled-in review pack read back from a Word document: lists, places to write in, remarks, tracked changes.

It is read row by row: a place says by its tag what it belongs to; where a program lost the tags, the heading of the
card and the words before the place say it. Of a report that went out with comments, the comments are read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from qualcode.errors import Unreadable
from qualcode.exchange.review_pack import (
    COMMENT,
    DECISION,
    LARGEST,
    NAME,
    OTHER,
    ROUND,
    Altered,
    Answer,
    Filled,
    Lost,
    Mark,
    Remark,
    is_prompt,
    mark_in,
    moment,
    place_of,
    report_mark_in,
    said_by,
    without_prompt,
)
from qualcode.exchange.review_prints import Tag, altered, print_of, prints_free, tag_in
from qualcode.exchange.review_seats import Seat, Seats
from qualcode.i18n import _
from qualcode.readers.guard import Archive, attribute, local, words_xml, xml
from qualcode.text.normal import normalise

if TYPE_CHECKING:
    from lxml import etree

_GONE = {"del", "moveFrom", "Fallback"}
_CAME = {"ins", "moveTo", "Fallback"}
_TRACKED = tuple(f"{{*}}{name}" for name in ("del", "ins", "moveFrom", "moveTo"))
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MACROS = re.compile(r"macroEnabled|vbaProject|ms-office.vba", re.IGNORECASE)


@dataclass
class _Card:
    """What was found of one item so far."""

    where: str
    mark: Mark | None
    tag: Tag = field(default_factory=lambda: Tag(None))
    """What its heading says, with the prints."""
    typed: dict[str, str] = field(default_factory=dict)
    other: Mark | None = None
    remarks: list[Remark] = field(default_factory=list)
    shown: list[Altered] = field(default_factory=list)
    """Its fields as they stand now, each with what stood there before tracked changes."""

    def seat(self, seats: Seats) -> Seat:
        """Give it the id that its words belong to."""
        words = [(one.label, text) for one in self.shown for text in (one.now, one.was) if text]
        self.tag, seat = seats.of(self.tag, frozenset(print_of(*one) for one in words))
        if self.tag.prints:
            self.mark = None if seat is Seat.ASTRAY else self.tag.mark
        return seat

    def answer(self, seat: Seat) -> Answer:
        """What was filled in in it."""
        prints = frozenset() if seat is Seat.ASTRAY else frozenset(self.tag.prints)
        changed = () if seat is Seat.ASTRAY else altered(prints, self.shown)
        seen = {print_of(one.label, words) for one in (*self.shown, *changed) for words in (one.now, one.was)}
        return Answer(
            self.where,
            self.mark,
            self.typed.get(DECISION, ""),
            self.typed.get(OTHER, ""),
            self.other,
            self.typed.get(COMMENT, ""),
            tuple(self.remarks),
            changed,
            prints,
            prints - seen,
            astray=self.tag.mark if seat is Seat.ASTRAY else None,
        )


def read_word(data: bytes) -> Filled:
    """What a supervisor filled in; raises Unreadable for a file that is damaged, does harm or holds macros."""
    archive = Archive(data)
    types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    if _MACROS.search(types) or any(_MACROS.search(part) for part in archive.parts):
        raise Unreadable(_("the file holds macros; save it as .xlsx or .docx without them"))
    root, _replaced = words_xml(archive.read(_main_part(archive)))
    comments = _comments(archive)
    return _of_report(root, comments) or _Reader(comments).read(root)


def _of_report(root: etree._Element, comments: dict[str, Remark]) -> Filled | None:
    """Comments of a report by what they are on; None where the document is none that went out with comments."""
    named = [(one, mark) for one in root.iter("{*}bookmarkStart") if (mark := _report_mark(one)) is not None]
    if not named:
        return None
    beside: dict[Mark, list[Remark]] = {mark: [] for _one, mark in named}
    where: dict[Mark, str] = {}
    lost: dict[str, str] = {}
    for anchor in root.iter("{*}commentRangeStart", "{*}commentReference"):
        number = attribute(anchor, "id") or ""
        if number not in comments:
            continue
        words, mark = _about(anchor)
        said = _("beside “{words}”", words=words)
        if mark is None:
            lost[number] = said
            continue
        where.setdefault(mark, said)
        beside[mark].append(comments.pop(number))
    answers = tuple(Answer(where.get(mark, ""), mark, remarks=tuple(found)) for mark, found in beside.items())
    left = (Lost(lost.get(number, _("a comment beside no item")), one) for number, one in comments.items())
    return Filled("", "", answers, tuple(left), report=True)


def _report_mark(bookmark: etree._Element) -> Mark | None:
    return report_mark_in(attribute(bookmark, "name") or "")


def _about(anchor: etree._Element) -> tuple[str, Mark | None]:
    """The first words of what a comment is anchored in, and what that is about.

    That is a paragraph or the row around it; the nearest mark before the comment counts, as each comment that went out
    has its own, else the first behind it.
    """
    around_it = [*anchor.iterancestors("{*}p", "{*}tr")]
    words = " ".join(_text(around_it[-1]).split())[:60] if around_it else ""
    for around in around_it:
        before: Mark | None = None
        behind: Mark | None = None
        passed = False
        for one in around.iter("{*}bookmarkStart", anchor.tag):
            passed = passed or one is anchor
            mark = _report_mark(one)
            if mark is not None and not passed:
                before = mark
            behind = behind or mark
        if mark := before or behind:
            return words, mark
    return words, None


class _Reader:
    """One walk over a document."""

    def __init__(self, comments: dict[str, Remark]) -> None:
        self.comments = comments
        self.said: dict[str, str] = {NAME: "", ROUND: ""}
        self.cards: list[_Card] = []
        self.language = ""
        self.prints: frozenset[str] = frozenset()
        """Of what stands outside the tables."""

    def read(self, root: etree._Element) -> Filled:
        """Everything that was filled in."""
        placed: set[str] = set()
        rows = 0
        for table in root.iter("{*}tbl"):
            card: _Card | None = None
            for row in _rows(table):
                rows += 1
                if rows > LARGEST * 10:
                    raise Unreadable(_("the file has more rows than a review pack can have"))
                card = self._row(row, card)
                for number in _called(row) if self.comments else ():
                    if card is not None and number in self.comments and number not in placed:
                        placed.add(number)
                        card.remarks.append(self.comments[number])
        seats = Seats(card.tag for card in self.cards)
        seated = [(card, card.seat(seats)) for card in self.cards]
        answers = tuple(card.answer(seat) for card, seat in seated)
        met = Counter(seat for _card, seat in seated)
        lost = [
            Lost(_("a comment beside no item"), remark)
            for number, remark in self.comments.items()
            if number not in placed
        ]
        return Filled(
            self.said[NAME],
            self.said[ROUND],
            answers,
            (*lost, *self._outside(root)),
            self.language,
            met[Seat.FOUND],
            met[Seat.ASTRAY],
        )

    def _outside(self, root: etree._Element) -> Iterator[Lost]:
        """What was written between the tables of a pack that tells what stood there."""
        for paragraph in _paragraphs(root) if self.prints else ():
            words = _text(paragraph)
            if words and print_of("", words) not in self.prints:
                author, at = _who(paragraph)
                yield Lost(_("between the cards"), Remark(words, author, at))

    def _row(self, row: etree._Element, card: _Card | None) -> _Card | None:
        """Take in a row of a card; gives the card it belongs to."""
        cells = [cell for cell in row if local(cell) in ("tc", "sdt")]
        told = [_text(cell) for cell in cells]
        tag = tag_in(" ".join(told))
        words = [prints_free(one) for one in told] if tag.prints else told
        self.language = self.language or tag.language
        mark, place, asked = _tagged(row)
        # An id beside its prints is surer than a bookmark, which goes where somebody pastes it.
        mark = mark or (tag.mark if tag.prints else None) or _bookmarked(row) or tag.mark
        if card is not None and card.tag.prints and place is not None and place not in card.typed:
            mark = (
                card.mark
            )  # a place copied from another card brings its id along; it is read where it stands
        if asked or (len(words) > 1 and (asked := said_by(words[0]))):
            self.said[asked] = self.said[asked] or _value(cells[-1])
            self.prints = self.prints or frozenset(tag.prints)
            return None
        if mark is not None and (card is None or card.mark != mark):
            name = next((text for text in (mark_free(word) for word in words) if text), "")
            card = _Card(_("card “{name}”", name=name[:60]), mark)
            self.cards.append(card)
        if len(cells) == 1:
            if card is not None and mark is not None and tag.prints and not card.tag.prints:
                card.tag = replace(tag, mark=mark)
                card.shown.append(_shown("", mark_free(words[0]), cells[0]))
            if mark is None and place_of(words[0]) is None and words[0]:
                label, _newline, rest = words[0].partition("\n")
                if card is not None and print_of(label, rest) in card.tag.prints:  # two cells made one
                    card.shown.append(Altered(label, rest))
                    return card
                # The heading of another card that has lost its id: nothing below belongs to the card above.
                card = _Card(_("card “{name}”", name=mark_free(words[0])[:60]), None)
                self.cards.append(card)
            return card
        place = place or place_of(words[0] if words else "")
        if place is None:
            if card is not None and len(words) > 1:
                card.shown.append(_shown(words[0], words[-1], cells[-1]))
            return card
        if card is None:
            card = _Card(_("a card without a heading"), None)
            self.cards.append(card)
        card.typed[place] = card.typed.get(place) or _value(cells[-1])
        if place == OTHER and card.other is None and card.typed[place]:
            card.other = _chosen(row, card.typed[place])
        return card


def mark_free(text: str) -> str:
    """The words of a heading without the id, whole or damaged, that stands small behind them."""
    return re.sub(r"\s*qc\S{30,}\s*", " ", text).strip()


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table that were not deleted, not those of tables in it."""
    for element in table:
        if local(element) == "tr":
            properties = [part for part in element if local(part) == "trPr"]
            if not any(local(mark) == "del" for part in properties for mark in part):
                yield element
        elif local(element) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(element)


def _paragraphs(element: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs that stand in no table."""
    for child in element:
        if local(child) == "p":
            yield child
        elif local(child) != "tbl" and local(child) not in _GONE:
            yield from _paragraphs(child)


def _tagged(row: etree._Element) -> tuple[Mark | None, str | None, str]:
    """What the tags of a row say: the item, the place of it, and whether it asks who answers or when."""
    mark: Mark | None = None
    for element in row.iter("{*}tag"):
        tag = attribute(element, "val") or ""
        if asked := said_by(tag.strip()):
            return None, None, asked
        mark = mark or mark_in(tag)
        if mark is not None and (place := place_of(tag.partition(" ")[2])) is not None:
            return mark, place, ""
    return mark, None, ""


def _bookmarked(row: etree._Element) -> Mark | None:
    names = (attribute(one, "name") or "" for one in row.iter("{*}bookmarkStart"))
    return next((mark for name in names if (mark := mark_in(name)) is not None), None)


def _value(cell: etree._Element) -> str:
    """What was filled in in a cell, without what stood there to ask for it."""
    return without_prompt(_text(cell, filled=True))


def _chosen(row: etree._Element, label: str) -> Mark | None:
    """The mark of the entry of a row's list that is called so."""
    for element in row.iter("{*}listItem"):
        if _plain(attribute(element, "displayText") or "") == label:
            return mark_in(attribute(element, "value") or "")
    return None


def _text(element: etree._Element, *, filled: bool = False) -> str:
    """The words of an element as they stand after all tracked changes; `filled` leaves out empty places."""
    return _plain("".join(_pieces(element, filled, _GONE)))


def _shown(label: str, now: str, cell: etree._Element) -> Altered:
    """A field as it stands, with what stood there before tracked changes, where there are any."""
    author, at = _who(cell)
    tracked = next(cell.iter(*_TRACKED), None) is not None
    before = mark_free(prints_free(_plain("".join(_pieces(cell, False, _CAME))))) if tracked else ""
    return Altered(label, now, "" if before == now else before, author, at)


def _who(element: etree._Element) -> tuple[str, datetime | None]:
    """Who made the first tracked change in an element, and when."""
    for one in element.iter(*_TRACKED):
        if author := attribute(one, "author"):
            return author, _moment(one)
    return "", None


def _moment(element: etree._Element) -> datetime | None:
    """When something was written; Word gives its own clock as if that were UTC."""
    return moment(attribute(element, "date") or "")


def _plain(text: str) -> str:
    lines = (" ".join(line.split()) for line in normalise(text).text.split("\n"))
    return "\n".join(lines).strip()


def _pieces(element: etree._Element, filled: bool, without: set[str]) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name in without:
            continue
        if name in ("t", "delText"):
            yield child.text or ""
        elif name in _SIGNS and local(element) == "r":
            yield _SIGNS[name]
        elif name == "sdt" and filled and _unfilled(child):
            continue
        elif name not in ("sdtPr", "pPr", "rPr", "tcPr", "trPr", "instrText"):
            yield from _pieces(child, filled, without)
            if name == "p":
                yield "\n"


def _unfilled(control: etree._Element) -> bool:
    if any(attribute(one, "val") not in ("0", "false") for one in control.iter("{*}showingPlcHdr")):
        return True
    return is_prompt("".join(_pieces(control, False, _GONE)))


def _called(row: etree._Element) -> Iterator[str]:
    """Ids of the comments that are anchored in a row."""
    for element in row.iter("{*}commentRangeStart", "{*}commentReference"):
        yield attribute(element, "id") or ""


def _comments(archive: Archive) -> dict[str, Remark]:
    """Comments of Word by their ids, in order."""
    part = "word/comments.xml"
    if part not in archive.parts:
        return {}
    root, _replaced = words_xml(archive.read(part))
    found = {
        attribute(one, "id") or "": Remark(_text(one), attribute(one, "author") or "", _moment(one))
        for one in root
        if local(one) == "comment"
    }
    return {number: remark for number, remark in found.items() if remark.words}


def _main_part(archive: Archive) -> str:
    if "_rels/.rels" in archive.parts:
        for relation in xml(archive.read("_rels/.rels")):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return str(relation.get("Target") or "").lstrip("/")
    return "word/document.xml"
