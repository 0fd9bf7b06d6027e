"""The styles of the page, made once for a theme and kept, as making one walks the whole tree of widgets."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.style import Style
from textual.color import Color

from qualcode.tui.painting import SPEAKERS_DARK, SPEAKERS_LIGHT, TINT, ansi_hue, hue, ink_on


@dataclass
class Inks:
    """Every style a row is painted with; made anew when the theme changes.

    In a 16-colour theme nothing is blended: codes are coloured letters, what is chosen is reversed.
    """

    base: Style
    """Plain text on the page."""
    paper: Color
    """The page itself."""
    muted: Style
    """Numbers, labels and the interviewer's words."""
    unit: Color
    """Behind the unit under the cursor."""
    selection: Color
    """Behind a selection whose edges were set by hand."""
    hit: Color
    """Behind a place found."""
    dark: bool
    ansi: bool
    _kept: dict[object, Style] = field(default_factory=dict)

    @property
    def gutter(self) -> Style:
        """Numbers and names in the margins."""
        return self.base + self.muted

    @property
    def asking(self) -> Style:
        """The interviewer's name."""
        return self.base + self.muted + Style(italic=True)

    def speaker(self, number: int) -> Style:
        """An informant's name."""
        key = ("speaker", number)
        if key not in self._kept:
            if self.ansi:
                colour = ansi_hue(number, self.dark)
            else:
                colours = SPEAKERS_DARK if self.dark else SPEAKERS_LIGHT
                colour = colours[number % len(colours)]
            self._kept[key] = self.base + Style(color=colour, bold=True)
        return self._kept[key]

    def label(self, number: int, asking: bool) -> Style:
        """What a speaker's label in the text adds to it."""
        return Style(color=self.asking.color if asking else self.speaker(number).color)

    def lane(self, number: int, bold: bool) -> Style:
        """A filled cell of a code's lane; black or white on it by contrast."""
        key = ("lane", number, bold)
        if key not in self._kept:
            if self.ansi:
                filled = Style(color=ansi_hue(number, self.dark), reverse=True, bold=bold)
            else:
                ground = hue(number)
                filled = Style(color=ink_on(ground), bgcolor=ground.rich_color, bold=bold)
            self._kept[key] = self.base + filled
        return self._kept[key]

    def text(self, code: int, depth: int, hit: bool, asking: bool, chosen: int, caret: bool) -> Style:
        """Words of the text: `code` the hue of the innermost one (-1: none),
        `depth` how many lie over each other, `chosen` 0 not, 1 as the unit under the cursor, 2 by hand."""
        key = (code, depth, hit, asking, chosen, caret)
        if key not in self._kept:
            self._kept[key] = self._ansi_text(*key) if self.ansi else self._text(*key)
        return self._kept[key]

    def _text(self, code: int, depth: int, hit: bool, asking: bool, chosen: int, caret: bool) -> Style:
        ground = self.paper
        if code >= 0:
            ground = ground.blend(hue(code), TINT)
        if chosen:
            ground = ground.blend(self.unit if chosen == 1 else self.selection, 0.75)
        if hit:
            ground = self.hit
        # Bold as well: with 256 colours a ground of ours may become the same as a code's tint.
        style = self.base + Style(bgcolor=ground.rich_color, bold=bool(chosen) or None)
        if hit:
            style += Style(color=ink_on(ground), bold=True)
        elif asking and not chosen and code < 0:
            style += self.muted
        return style + _lines(depth) + Style(reverse=caret)

    def _ansi_text(self, code: int, depth: int, hit: bool, asking: bool, chosen: int, caret: bool) -> Style:
        style, inside = self.base, bool(chosen) and caret
        if code >= 0 and not inside:
            style += Style(color=ansi_hue(code, self.dark))
        if asking and code < 0:
            style += self.muted
        if hit:
            style += Style(bold=True, underline=True)
        style += _lines(depth) + Style(reverse=bool(chosen) or caret, bold=chosen == 2 or hit or None)
        # Reversed once more the caret would look as if it were not chosen; without the code's colour it is seen.
        return style + Style(underline=True, bold=True) if inside else style


def _lines(depth: int) -> Style:
    if depth == 2:
        return Style(underline=True)
    return Style(underline2=True) if depth > 2 else Style()
