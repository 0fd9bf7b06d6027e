"""What a Word file of other people says of its styles and lists."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, cast

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from docx.opc.packuri import PackURI
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from lxml import etree

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"

INDONESIAN = {
    "heading 1": ("judul 1", "judul bab"),
    "heading 2": ("judul 2", "subbab", "sub bab"),
    "heading 3": ("judul 3", "subsubbab", "sub sub bab"),
    "title": ("judul",),
    "subtitle": ("subjudul", "sub judul"),
    "caption": ("keterangan", "keterangan gambar", "keterangan tabel"),
    "quote": ("kutipan", "kutipan langsung"),
    "toc heading": ("judul toc", "judul daftar isi"),
    "toc 1": ("daftar isi 1",),
    "toc 2": ("daftar isi 2",),
    "table of figures": ("tabel gambar", "daftar gambar"),
    "list bullet": ("poin daftar", "daftar poin", "daftar berpoin"),
    "list number": ("nomor daftar", "daftar nomor", "daftar bernomor"),
    "footnote text": ("teks catatan kaki",),
    "footnote reference": ("referensi catatan kaki",),
    "annotation text": ("teks komentar",),
    "annotation reference": ("referensi komentar",),
    "footer": ("kaki halaman",),
    "strong": ("kuat",),
    "emphasis": ("penekanan",),
}
"""What styles of Word are called in Indonesian, by it or by those who make a template by hand."""

ROMAN = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


class Found:
    """The styles of a Word file, by what they are called."""

    def __init__(self, word: WordDocument, used: Collection[str] = ()) -> None:
        """`used` are the ids of styles that the text of the file stands in."""
        self._used = used
        self._root = word.styles.element
        self._themed = _theme_fonts(word)
        self._lists = lists_of(word)
        self._all = self._root.findall(qn("w:style"))
        self.ids = {style.get(qn("w:styleId")): style for style in self._all}

    def like(self, own: str, name: str, kind: str, is_default: bool = False) -> str | None:
        """The id of the style that is called `name`, in Word's language or Indonesian, or is the default of its kind.

        Else that has our id or an Indonesian one. Of several, the one that the file's own text is set in.
        """
        same = [
            style for style in self._all if style.get(qn("w:type")) == kind and style.get(qn("w:styleId"))
        ]
        for style in same:
            if is_default and style.get(qn("w:default")) in ("1", "true", "on"):
                return str(style.get(qn("w:styleId")))
        called = (name, *INDONESIAN.get(name, ()))
        ids = (own.casefold(), *(one.replace(" ", "") for one in called))
        found = [
            str(style.get(qn("w:styleId")))
            for one in called
            for style in same
            if one in (name_of(style), *_aliases(style))
        ]
        found += [
            str(style.get(qn("w:styleId"))) for style in same if style.get(qn("w:styleId")).casefold() in ids
        ]
        return next((one for one in found if one in self._used), found[0] if found else None)

    def list_of(self, style_id: str) -> tuple[str, int] | None:
        """List and level that paragraphs in this style stand in by themselves."""
        for style in self.line(style_id):
            place = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            number = None if place is None else place.find(qn("w:numId"))
            if place is None or number is None:
                continue
            level = place.find(qn("w:ilvl"))
            found = str(number.get(qn("w:val")))
            return None if found == "0" else (found, int(level.get(qn("w:val"))) if level is not None else 0)
        return None

    def indent_of(self, number: str, level: int) -> tuple[int, int]:
        """How far a list sets its paragraphs in on the left, and how far their first line stands out, in twips."""
        form = self._levels(number).get(level)
        indent = None if form is None else form.find(f"{qn('w:pPr')}/{qn('w:ind')}")
        if indent is None:
            return 0, 0
        left, hanging = (indent.get(qn(f"w:{name}")) or "0" for name in ("left", "hanging"))
        return int(left), int(hanging)

    def _levels(self, number: str) -> dict[int, Any]:
        """The levels of a list; none where it cannot be read."""
        kinds = {one.get(qn("w:abstractNumId")): one for one in self._lists.findall(qn("w:abstractNum"))}
        for one in self._lists.findall(qn("w:num")):
            kind = kinds.get(one.find(qn("w:abstractNumId")).get(qn("w:val")))
            if one.get(qn("w:numId")) == number and kind is not None:
                return {int(found.get(qn("w:ilvl"))): found for found in kind.findall(qn("w:lvl"))}
        return {}

    def counted(self, number: str, level: int, shown: str) -> str:
        """The model's number of a heading as the list `number` writes it; as it is where the list cannot be read."""
        levels = self._levels(number)
        form = levels[level].find(qn("w:lvlText")) if level in levels else None
        if form is None:
            return shown
        text = str(form.get(qn("w:val")))
        for place, part in enumerate(shown.split(".")):
            form = levels[place].find(qn("w:numFmt")) if place in levels else None
            text = text.replace(
                f"%{place + 1}", written(int(part), "" if form is None else form.get(qn("w:val")))
            )
        return text.rstrip(". ")

    def font(self) -> str:
        """The font of normal text; empty where the file does not say."""
        for place in self._of_normal():
            fonts = place.find(f".//{qn('w:rPr')}/{qn('w:rFonts')}")
            if fonts is not None and (name := fonts.get(qn("w:ascii"))):
                return str(name)
            if fonts is not None and (theme := fonts.get(qn("w:asciiTheme"))):
                return self._themed.get("major" if theme.startswith("major") else "minor", "")
        return ""

    def size(self) -> float:
        """Points of the letters of normal text."""
        for place in self._of_normal():
            size = place.find(f".//{qn('w:rPr')}/{qn('w:sz')}")
            if size is not None and str(size.get(qn("w:val"))).isdigit():
                return int(size.get(qn("w:val"))) / 2
        return 10.0

    def _of_normal(self) -> Iterator[Any]:
        """Where Word looks for what normal text is like: its style, those it is based on, the file's defaults."""
        for style in self._all:
            if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on"):
                yield from self.line(style.get(qn("w:styleId")))
        yield from self._root.findall(qn("w:docDefaults"))

    def line(self, style_id: str) -> list[Any]:
        """A style and those it is based on; a ring of styles ends where it began."""
        line: list[Any] = []
        while (style := self.ids.get(style_id)) is not None and style not in line:
            line.append(style)
            based = style.find(qn("w:basedOn"))
            if based is None:
                break
            style_id = based.get(qn("w:val"))
        return line


def _theme_fonts(word: WordDocument) -> dict[str, str]:
    """The fonts of the file's theme: `major` for headings, `minor` for text."""
    try:
        root = etree.fromstring(word.part.part_related_by(RELATIONSHIP.THEME).blob)
    except (KeyError, etree.XMLSyntaxError):
        return {}
    found = (
        (kind, root.find(f".//{{{DRAWING}}}{kind}Font/{{{DRAWING}}}latin")) for kind in ("major", "minor")
    )
    return {kind: one.get("typeface") or "" for kind, one in found if one is not None}


def lists_of(word: WordDocument) -> Any:
    """The lists of the file; an empty set of them where it has none."""
    try:
        return cast(NumberingPart, word.part.part_related_by(RELATIONSHIP.NUMBERING)).element
    except KeyError:
        blob = f'<w:numbering xmlns:w="{qn("w:p")[1:].partition("}")[0]}"/>'.encode()
        part = NumberingPart.load(
            PackURI("/word/numbering.xml"), CONTENT_TYPE.WML_NUMBERING, blob, word.part.package
        )
        word.part.relate_to(part, RELATIONSHIP.NUMBERING)
        return part.element


def written(number: int, form: str) -> str:
    """A number as a list of this form writes it: Roman, a letter, else in digits."""
    if form.endswith("Letter"):
        written = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form.endswith("Roman"):
        written = ""
        for value, letters in ROMAN:
            written += letters * (number // value)
            number %= value
    else:
        return str(number)
    return written.lower() if form.startswith("lower") else written


def name_of(style: Any) -> str:
    """What a style is called, in small letters: the same in Word of every language."""
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"))).strip().casefold()


def _aliases(style: Any) -> list[str]:
    names = style.find(qn("w:aliases"))
    return (
        [] if names is None else [part.strip().casefold() for part in str(names.get(qn("w:val"))).split(",")]
    )
