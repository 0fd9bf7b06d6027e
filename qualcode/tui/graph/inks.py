"""In which colour a tie is drawn: its class's hue, as far from the page as it takes to be seen."""

from __future__ import annotations

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from qualcode.tui.graph.parts import HUES, TieClass
from qualcode.tui.painting import ansi_hue, hue, legible

_NEAR, _FAR = 4.5, 3.0
"""Contrast with the page of what belongs to the chosen node, and of what stands back."""


def tie_style(widget: Widget, tie_class: TieClass, *, back: bool = False) -> Style:
    """The colour of a class of ties in the theme of the app; `back` for those that stand back."""
    number, theme = HUES[tie_class], widget.app.current_theme
    if widget.app.native_ansi_color:
        return Style(color=ansi_hue(number, theme.dark), dim=back or None)
    page = Color.parse(theme.background or "#000000")
    colour = hue(number)
    drawn = legible(colour.blend(page, 0.4), page, _FAR) if back else legible(colour, page, _NEAR)
    return Style(color=drawn.rich_color)
