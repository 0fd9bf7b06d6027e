"""Fills in review packs the way a supervisor's spreadsheet or Word would leave them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile


def edit(path: Path, part: str, change: Callable[[str], str], add: Mapping[str, str] | None = None) -> None:
    """Change one part of a file, and put others in."""
    with ZipFile(path) as archive:
        inner = {name: archive.read(name) for name in archive.namelist()}
    inner[part] = change(inner[part].decode()).encode()
    inner |= {name: text.encode() for name, text in (add or {}).items()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in inner.items():
            archive.writestr(name, data)


def fill_sheet(path: Path, sheet: int, cells: Mapping[str, str]) -> None:
    """Write words into empty cells of a sheet (from 1); one that begins with `=` becomes a formula."""

    def change(text: str) -> str:
        for cell, words in cells.items():
            made = f"<f>{escape(words[1:])}</f><v>1</v>" if words.startswith("=") else ""
            made = made or f"<is><t>{escape(words)}</t></is>"
            kind = "" if words.startswith("=") else ' t="inlineStr"'
            text, n = re.subn(rf'<c r="{cell}"( s="\d+")?/>', rf'<c r="{cell}"\1{kind}>{made}</c>', text)
            assert n == 1, cell
        return text

    edit(path, f"xl/worksheets/sheet{sheet}.xml", change)


def fill_word(path: Path, places: Mapping[str, str]) -> None:
    """Write words into the controls of a document, by their tags."""

    def change(text: str) -> str:
        for tag, words in places.items():
            made = f'\\1\\2<w:sdtContent><w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:sdtContent>'
            text, n = re.subn(
                rf'(<w:tag w:val="{tag}"/>(?:(?!</w:sdtPr>).)*?)<w:showingPlcHdr/>((?:(?!</w:sdtPr>).)*</w:sdtPr>)'
                r"<w:sdtContent>.*?</w:sdtContent>",
                made,
                text,
                flags=re.DOTALL,
            )
            assert n == 1, tag
        return text

    edit(path, "word/document.xml", change)
