"""How high text stands in the styles of a Word file: read from the file's own styles, ours or a faculty's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from qualcode.reports.document import Runs
from qualcode.reports.docx_found import Found
from qualcode.reports.heights import line_starts, lines
from qualcode.reports.letters import Letters, letters

TWIPS = 20
"""In a point."""

ROOM = 0.995
"""Share of a line that is filled for sure: its last letter may not fit where widths were rounded."""

SINGLE = 240
"""What Word writes for a line as high as the font asks."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A style of paragraphs, in points."""

    font: Letters
    size: float
    before: float
    after: float
    line: float
    """Height of a line."""
    indent: float
    """What is indented on both sides together."""
    hanging: float
    """How far the first line stands out to the left."""
    bold: bool
    italic: bool
    border: float
    """What lines above and below it take."""

    def count(self, runs: Runs, width: float) -> int:
        """The lines that `runs` take between margins `width` apart."""
        return self._lines(runs, width, self.hanging / self.size)

    def hung(self, runs: Runs, width: float) -> int:
        """The lines of what stands behind a number and is indented throughout."""
        return self._lines(runs, width, 0.0)

    def starts(self, runs: Runs, width: float) -> list[tuple[int, int]]:
        """Where each line but the first begins between margins `width` apart: in which run, and where in it."""
        room = (width - self.indent) * ROOM / self.size
        return line_starts(
            runs, room, self.font, self.hanging / self.size, bold=self.bold, italic=self.italic
        )

    def _lines(self, runs: Runs, width: float, first: float) -> int:
        room = (width - self.indent) * ROOM / self.size
        return lines(runs, room, self.font, first, bold=self.bold, italic=self.italic)

    def height(self, runs: Runs, width: float) -> float:
        """Of a paragraph with what stands before and after it."""
        return self.before + self.count(runs, width) * self.line + self.border + self.after


class Measures:
    """The styles of one file by our names for them."""

    def __init__(self, word: WordDocument, names: dict[str, str]) -> None:
        """`names` are the ids that our styles have in the file."""
        self._found = Found(word)
        self._defaults = word.styles.element.find(qn("w:docDefaults"))
        self._names = names
        self._font = self._found.font()
        self._size = self._found.size()
        self._known: dict[str, Measure] = {}
        added = word.settings.element.find(f"{qn('w:compat')}/{qn('w:doNotUseHTMLParagraphAutoSpacing')}")
        self.collapse = added is None or added.get(qn("w:val")) in ("0", "false", "off")
        """Whether of two spaces between paragraphs the larger one holds, as in every file of today."""

    def __getitem__(self, ours: str) -> Measure:
        found = self._known.get(ours)
        if found is None:
            found = self._known[ours] = self._measured(self._names.get(ours, ours))
        return found

    def _measured(self, style: str) -> Measure:
        places = [*self._found.line(style)]
        if self._defaults is not None:
            places.append(self._defaults)
        size = _first(places, "w:rPr", "w:sz", "w:val")
        points = size / 2 if size is not None else self._size
        font = letters(_named(places) or self._font)
        spacing = {
            name: _first(places, "w:pPr", "w:spacing", f"w:{name}") for name in ("before", "after", "line")
        }
        rule = next(
            (
                one.get(qn("w:lineRule"))
                for one in _said(places, "w:pPr", "w:spacing")
                if one.get(qn("w:line"))
            ),
            None,
        )
        line = spacing["line"] if spacing["line"] is not None else SINGLE
        high = ceil(points * font.line * TWIPS) / TWIPS
        if rule == "exact":
            high = line / TWIPS
        elif rule == "atLeast":
            high = max(high, line / TWIPS)
        else:
            high *= line / SINGLE
        left, right, hanging = (
            _first(places, "w:pPr", "w:ind", f"w:{name}") for name in ("left", "right", "hanging")
        )
        counted = self._found.list_of(style)
        if left is None and counted is not None:
            left, hanging = self._found.indent_of(*counted)
        return Measure(
            font=font,
            size=points,
            before=(spacing["before"] or 0) / TWIPS,
            after=(spacing["after"] or 0) / TWIPS,
            line=high,
            indent=((left or 0) + (right or 0)) / TWIPS,
            hanging=(hanging or 0) / TWIPS,
            bold=_is_on(next(_said(places, "w:rPr", "w:b"), None)),
            italic=_is_on(next(_said(places, "w:rPr", "w:i"), None)),
            border=_border(next(_said(places, "w:pPr", "w:pBdr"), None)),
        )


def _is_on(said: Any) -> bool:
    return said is not None and said.get(qn("w:val")) not in ("0", "false", "off")


def _border(sides: Any) -> float:
    """The height of the lines above and below, which Word measures in eighths of a point."""
    found = [] if sides is None else [sides.find(qn(f"w:{side}")) for side in ("top", "bottom")]
    return sum(
        int(one.get(qn("w:space")) or 0) + int(one.get(qn("w:sz")) or 0) / 8
        for one in found
        if one is not None and one.get(qn("w:val")) not in ("nil", "none")
    )


def _said(places: list[Any], kind: str, name: str) -> Iterator[Any]:
    """What the style says, then those it is based on, then the defaults of the file."""
    for place in places:
        properties = place.find(qn(kind)) if place.tag == qn("w:style") else place.find(f".//{qn(kind)}")
        found = None if properties is None else properties.find(qn(name))
        if found is not None:
            yield found


def _first(places: list[Any], kind: str, name: str, key: str) -> int | None:
    for one in _said(places, kind, name):
        value = one.get(qn(key))
        if value is not None and value.lstrip("-").isdigit():
            return int(value)
    return None


def _named(places: list[Any]) -> str:
    """The font a style names; empty where it takes that of the theme or of normal text."""
    for one in _said(places, "w:rPr", "w:rFonts"):
        if name := one.get(qn("w:ascii")):
            return str(name)
        if one.get(qn("w:asciiTheme")):
            return ""
    return ""
