"""What may reach the terminal, and in which colours: safe characters, hues that everybody can tell apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from qualcode.i18n import _, language
from qualcode.text.figures import per_cent, rounded

HUES = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7")
"""The seven colours of Okabe and Ito (2008), told apart with every common kind of colour blindness."""

SPEAKERS_DARK = ("#8FC1E3", "#E5B567", "#8CC9A1", "#E2A0C0", "#C8B6E8", "#D9A58A", "#9FD0CF")
SPEAKERS_LIGHT = ("#1F5A8A", "#7A5200", "#17623F", "#8C2F63", "#553A94", "#8A3F18", "#125E62")
"""Names of speakers on our dark and light page: at least 4.5:1 against it, lightness alike."""

ANSI_DARK = (3, 6, 2, 11, 12, 9, 13)
ANSI_LIGHT = (3, 6, 2, 3, 4, 1, 5)
"""The colour of a 16-colour terminal that stands for each of HUES: bright ones on a dark page, none of them on a
light one, where they could not be read."""

TINT = 0.30
"""How much of a code's hue a coded word's background takes; with more, text falls below 4.5:1 on the dark page."""

_ARROWS = {0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFFF9, 0xFFFC)}
_UNSEEN = {0x200B, 0xFEFF, *range(0xE0000, 0xE0080)}
"""Signs without a cell, in which words can hide; joiners, which letters and emoji need, are not among them."""
_SAFE = (
    {code: 0x2400 + code for code in range(32)}
    | dict.fromkeys((9, 10), 32)
    | {0x7F: 0x2421}
    | dict.fromkeys(range(0x80, 0xA0), 0xFFFD)
    | dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)
    | dict.fromkeys((0x2028, 0x2029), 0x2424)
    | dict.fromkeys(_ARROWS | _UNSEEN, 0x00B7)
)
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\u200b\ufeff\U000e0000-\U000e007f]"
)


def safe(text: str) -> str:
    """`text` with each control, line and direction character as a visible sign, so too what has no cell; one code point for one.

    A transcript can hold escape sequences; the terminal must never see them, and offsets must not move.
    """
    return text.translate(_SAFE) if _UNSAFE.search(text) else text


class Guard(LineFilter):
    """The last look at every line before it is drawn, also at what fields and boxes of Textual's own show.

    What no page made visible is left out: such characters count as no cell, so nothing on the line moves.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments without characters that a terminal would obey."""
        if not any(_UNSAFE.search(segment.text) for segment in segments):
            return segments
        return [Segment(_UNSAFE.sub("", text), style, control) for text, style, control in segments]


def one_line(text: str, limit: int = 0) -> str:
    """`text` safe and on one line, cut with an ellipsis where it takes more than `limit` cells (0: never)."""
    line = safe(" ".join(text.split()))
    return set_cell_size(line, limit - 1).rstrip() + "…" if 0 < limit < cell_len(line) else line


def fitted(
    heads: Sequence[str], rows: Sequence[Sequence[str]], width: int, whole: Collection[int] = ()
) -> list[list[str]]:
    """The lines of a table `width` cells wide, two of them between columns: its heads, then its rows.

    What is too wide is cut with an ellipsis: the widest column gives first, and a head only where no cell can. Columns
    in `whole` are never cut.
    """
    lines = [[one_line(cell) for cell in row] for row in (heads, *rows)]
    widths = [max([4, *(cell_len(line[n]) for line in lines)]) for n in range(len(heads))]
    for least in ([max(cell_len(head), 4) for head in lines[0]], [4] * len(heads)):
        while sum(widths) + 2 * len(widths) > width:
            giving = [n for n, wide in enumerate(widths) if wide > least[n] and n not in whole]
            if not giving:
                break
            widths[max(giving, key=widths.__getitem__)] -= 1
    return [[one_line(cell, widths[n]) for n, cell in enumerate(line)] for line in lines]


def lines_name(lines: str) -> str:
    """Line numbers as they are cited: b.45-52, in English l.45-52."""
    return _("l.{lines}", lines=lines)


def decimal(value: float, signed: bool = False, places: int = 2) -> str:
    """`value` with so many decimals: 0,15 in Indonesian, 0.15 in English; `signed` puts a sign before it."""
    shown = rounded(value, places).replace("-", "−")
    shown = "+" + shown if signed and value >= 0 else shown
    return shown.replace(".", ",") if language() == "id" else shown


def percent(share: float) -> str:
    """A share of one in whole per cent; "<1%" and ">99%" where it is more than none, less than all."""
    return per_cent(share)


def hue(number: int) -> Color:
    """The colour that stands for hue `number`; numbers beyond the seven begin again."""
    return Color.parse(HUES[number % len(HUES)])


def ansi_hue(number: int, dark: bool) -> str:
    """The terminal's own colour that stands for hue `number`, as a style names it."""
    hues = ANSI_DARK if dark else ANSI_LIGHT
    return f"color({hues[number % len(hues)]})"


def legible(colour: Color, page: Color, least: float) -> Color:
    """`colour` on `page` with a contrast of at least `least` to 1 (WCAG 2), as near to what it was as that can be."""
    ink = Color.parse(ink_on(page))
    for step in range(21):
        if contrast(found := colour.blend(ink, step / 20), page) >= least:
            return found
    return ink


def contrast(one: Color, other: Color) -> float:
    """How far two colours lie apart in lightness, from 1 to 21 (WCAG 2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(background: Color) -> str:
    """Black or white, whichever is easier to read on `background` (contrast of WCAG 2)."""
    return "#000000" if _luminance(background) > 0.179 else "#ffffff"


def _luminance(colour: Color) -> float:
    """Relative luminance, 0 to 1; above 0.179 black has more contrast than white."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in colour.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
