"""Notes that somebody stuck on cells of a workbook, with who wrote them and when."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from qualcode.exchange.review_cells import PLACE, text_of
from qualcode.exchange.review_pack import Remark, moment
from qualcode.readers.guard import Archive, attribute, local, xml
from qualcode.text.normal import normalise

if TYPE_CHECKING:
    from lxml import etree

_NOTE, _TALK = "comment", "threadedComment"


def notes_of(archive: Archive, sheet: str) -> dict[int, tuple[Remark, ...]]:
    """Notes on the cells of a sheet, by row.

    Newer programs keep a conversation beside each note; then the note only says that one should look there.
    """
    folder, _slash, file = sheet.rpartition("/")
    links = f"{folder}/_rels/{file}.rels"
    if links not in archive.parts:
        return {}
    said: dict[str, list[tuple[str, Remark]]] = {_NOTE: [], _TALK: []}
    for link in xml(archive.read(links)):
        part = posixpath.normpath(posixpath.join("/" + folder, attribute(link, "Target") or "")).lstrip("/")
        kind = (attribute(link, "Type") or "").rpartition("/")[2]
        if kind in ("comments", _TALK) and part in archive.parts:
            root = xml(archive.read(part))
            authors = _people(archive) if kind == _TALK else _authors(root)
            for name, place, note in _noted(root, authors):
                said[name].append((place, note))
    talked = {place for place, _note in said[_TALK]}
    every = [one for one in said[_NOTE] if one[0] not in talked] + said[_TALK]
    found: dict[int, tuple[Remark, ...]] = {}
    for place, note in every:
        at = PLACE.fullmatch(place)
        if at is not None and note.words:
            found[int(at[2])] = (*found.get(int(at[2]), ()), note)
    return found


def _noted(root: etree._Element, authors: Mapping[str, str]) -> Iterator[tuple[str, str, Remark]]:
    """(kind, cell, note) of everything in a part of notes."""
    for note in root.iter():
        name = local(note)
        if name in (_NOTE, _TALK):
            key = attribute(note, "authorId" if name == _NOTE else "personId") or ""
            author = authors.get(key, "")
            words = normalise(text_of(note)).text.strip()
            # A spreadsheet writes the author above the words.
            words = words.removeprefix(f"{author}:").strip() if author else words
            yield (
                name,
                attribute(note, "ref") or "",
                Remark(words, author, moment(attribute(note, "dT") or "")),
            )


def _authors(root: etree._Element) -> dict[str, str]:
    """Numbers and names of those who wrote notes."""
    return {
        str(number): (one.text or "").strip()
        for part in root
        if local(part) == "authors"
        for number, one in enumerate(part)
    }


def _people(archive: Archive) -> dict[str, str]:
    """Ids and names of those who took part in conversations."""
    return {
        attribute(one, "id") or "": attribute(one, "displayName") or ""
        for part in archive.parts
        if part.startswith("xl/persons/")
        for one in xml(archive.read(part))
    }
