"""Any file to its `Reading`s: looks at suffix and content, reads, finds turns, and says in one line what went wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from qualcode.errors import Unreadable
from qualcode.i18n import _, ngettext
from qualcode.readers.guard import Archive, load
from qualcode.readers.identity import split_identity, take_identity
from qualcode.readers.reading import Block, Extract, Reading
from qualcode.readers.turns import find_marks, text_of, turns_of

SUFFIXES = {
    ".txt": "txt", ".text": "txt", ".md": "md", ".markdown": "md", ".docx": "docx", ".odt": "odt", ".rtf": "rtf",
    ".pdf": "pdf", ".vtt": "vtt", ".srt": "srt", ".csv": "csv", ".xlsx": "xlsx",
}  # fmt: skip
_OLD = {".doc": ".docx", ".xls": ".xlsx", ".dot": ".docx"}
_ZIPPED = ("docx", "odt", "xlsx")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PART = re.compile(
    r"wawancara|interview|transkrip|transcript|informan|narasumber|responden|partisipan", re.IGNORECASE
)


def read(source: str | Path | bytes, name: str | None = None) -> Reading:
    """The one reading of a file, several interviews in a document taken together.

    Raises NotFound, Unreadable; also where a survey holds several rows.
    """
    name, data, extracts = _extracts(source, name)
    if len(extracts) > 1:
        raise Unreadable(_("{name} holds {n} rows; each is a source of its own", name=name, n=len(extracts)))
    return _reading(name, data, extracts[0])


def read_all(source: str | Path | bytes, name: str | None = None) -> list[Reading]:
    """The readings of a file: one; one for each interview of a document that holds several; one for each survey row.

    `name` is the source's name where bytes are given; of several parts each is called `name#2 Heading`.
    Raises NotFound, Unreadable.
    """
    name, data, extracts = _extracts(source, name)
    parts = [part for extract in extracts for part in _parts(extract)]
    if len(parts) == 1:
        parts = [replace(parts[0], name="")]
    return [_reading(name, data, part) for part in parts]


def _extracts(source: str | Path | bytes, name: str | None) -> tuple[str, bytes, list[Extract]]:
    if isinstance(source, bytes):
        data, name = source, name or "text.txt"
    else:
        path = Path(source)
        data, name = load(path), name or normalize("NFC", path.name)  # macOS takes accents apart
    try:
        found = [extract for extract in _reader(name, data)(data) if text_of(extract.blocks).strip()]
        if not found:
            raise Unreadable(_("the file holds no words"))
        return name, data, found
    except Unreadable as error:
        raise Unreadable(f"{name}: {error.message}") from None
    except (RecursionError, MemoryError):
        raise Unreadable(f"{name}: {_('the file is damaged or cut short')}") from None


def _reader(name: str, data: bytes) -> Callable[[bytes], list[Extract]]:
    """The function that reads this content. Raises Unreadable where suffix and content do not agree."""
    suffix = Path(name).suffix.lower()
    kind = SUFFIXES.get(suffix)
    if not data.strip():
        raise Unreadable(_("the file is empty"))
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(_("the file is protected by a password; save it without one"))
        if suffix in _OLD:
            raise Unreadable(
                _("this is the old Office format; save the file as {suffix}", suffix=_OLD[suffix])
            )
    if kind is None:
        known = " ".join(dict.fromkeys(f".{value}" for value in SUFFIXES.values()))
        raise Unreadable(_("files of this kind are not read; use one of {suffixes}", suffixes=known))
    content = _content(data)
    if content and content != kind:
        raise Unreadable(_("the file is named {suffix} but holds {content}", suffix=suffix, content=content))
    if not content and kind in (*_ZIPPED, "pdf", "rtf"):
        raise Unreadable(_("the file is not a {suffix} file, or it is damaged", suffix=suffix))
    return _load_reader(kind)


def _content(data: bytes) -> str | None:
    """The format that the first bytes show, None for plain text or anything unknown."""
    if data.startswith(b"PK\x03\x04"):
        parts = Archive(data).parts
        if any(part.startswith("xl/") for part in parts):
            return "xlsx"
        if "content.xml" in parts:
            return "odt"
        return (
            "docx" if "[Content_Types].xml" in parts or any(p.startswith("word/") for p in parts) else "zip"
        )
    if b"%PDF-" in data[:1024]:
        return "pdf"
    return "rtf" if data.startswith(b"{\\rtf") else None


def _load_reader(kind: str) -> Callable[[bytes], list[Extract]]:
    # Imported here so that reading a text file does not load lxml, PDF and spreadsheet libraries.
    def one(reader: Callable[[bytes], Extract]) -> Callable[[bytes], list[Extract]]:
        return lambda data: [reader(data)]

    match kind:
        case "txt" | "md":
            from qualcode.readers import plain

            return one(plain.read_txt if kind == "txt" else plain.read_md)
        case "docx":
            from qualcode.readers.docx import read_docx

            return one(read_docx)
        case "odt":
            from qualcode.readers.odt import read_odt

            return one(read_odt)
        case "rtf":
            from qualcode.readers.rtf import read_rtf

            return one(read_rtf)
        case "pdf":
            from qualcode.readers.pdf import read_pdf

            return one(read_pdf)
        case "vtt" | "srt":
            from qualcode.readers import cues

            return one(cues.read_vtt if kind == "vtt" else cues.read_srt)
        case _:
            from qualcode.readers import tables

            return tables.read_csv if kind == "csv" else tables.read_xlsx


def _parts(extract: Extract) -> list[Extract]:
    """Several interviews under headings of one document, each by itself; what stands in front goes with the first."""
    blocks = extract.blocks
    heads = [n for n, block in enumerate(blocks) if _heads_interview(block)]
    top = min((blocks[n].heading for n in heads if blocks[n].heading), default=0)
    heads = [n for n in heads if blocks[n].heading == top]
    if len(heads) < 2:
        return [extract]
    ends = [*heads[1:], len(blocks)]
    starts = [0, *heads[1:]]
    cut = [blocks[start:end] for start, end in zip(starts, ends, strict=True)]
    if not all(find_marks(replace(extract, blocks=part))[1] for part in cut):
        return [extract]
    found = []
    for number, (head, part) in enumerate(zip(heads, cut, strict=True), 1):
        title = " ".join(blocks[head].text.strip("#*_ ").split())
        while len(part) > 1 and not part[-1].text.strip():
            part = part[:-1]
        part_extract = replace(extract, blocks=part, name=f"{number} {title}")
        # What was repaired or left out is counted for the file, so it is said once.
        found.append(part_extract if number == 1 else replace(part_extract, repaired=0, warnings=()))
    return found


def _heads_interview(block: Block) -> bool:
    words = block.text.strip()
    return (
        bool((block.heading or block.all_bold) and len(words.split()) <= 12 and _PART.search(words))
        and words[-1] != "?"
    )


def _reading(name: str, data: bytes, extract: Extract) -> Reading:
    marks, spoken = find_marks(extract)
    first = min((mark.block for mark in marks if mark.speaker or mark.question), default=len(extract.blocks))
    identity, filled = take_identity(extract.blocks[:first], transcript=spoken)
    blocks = [block for n, block in enumerate(extract.blocks) if n not in filled]
    while filled and len(blocks) > 1 and not blocks[0].text.strip():
        blocks = blocks[1:]
    if filled:
        marks, spoken = find_marks(replace(extract, blocks=blocks))
    own, metadata = split_identity(extract.metadata)
    warnings = extract.warnings
    if extract.repaired:
        repaired = ngettext(
            "{n} damaged character was replaced", "{n} damaged characters were replaced", extract.repaired
        )
        warnings = (repaired, *warnings)
    return Reading(
        name=f"{name}#{extract.name}" if extract.name else name,
        format=SUFFIXES[Path(name).suffix.lower()],
        sha256=hashlib.sha256(data).hexdigest(),
        text=text_of(blocks),
        turns=turns_of(blocks, marks),
        original=data,
        metadata=metadata,
        identity={**own, **extract.identity, **identity},
        warnings=warnings,
        repaired=extract.repaired,
        informant_hint=extract.informant_hint,
        group_hint=extract.group_hint,
        survey=extract.survey,
    )
