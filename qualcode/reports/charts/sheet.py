"""A sheet to draw on, measured in points from its upper left corner, as wide as the text of an A4 page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Literal

from qualcode.reports.charts.colours import DARK, INK
from qualcode.reports.charts.library import ours
from qualcode.reports.charts.plain import plain
from qualcode.reports.painting import painted_line

WIDTH, MARGIN = 391.0, 3.0
"""14 cm with what is left white at each edge."""
LETTERS, SMALL = 9.0, 8.0
STRIPES = "////"
DOTS_PER_INCH = 300


class Sheet:
    """Shapes and words; to be used within `ours`."""

    def __init__(self, height: float) -> None:
        from matplotlib.figure import Figure

        self._drawn = 0
        self._figure = Figure(
            figsize=((WIDTH + 2 * MARGIN) / 72, (height + 2 * MARGIN) / 72), facecolor="white"
        )
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(-MARGIN, WIDTH + MARGIN)
        self._axes.set_ylim(height + MARGIN, -MARGIN)

    def _next(self) -> int:
        """What is drawn later lies above."""
        self._drawn += 1
        return self._drawn

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str,
        *,
        edge: str = "none",
        hatch: str = "",
    ) -> None:
        """A filled rectangle; with a hatch its edge is the hatch's colour."""
        from matplotlib.patches import Rectangle

        self._axes.add_patch(
            Rectangle(
                (x, y),
                width,
                height,
                facecolor=fill,
                edgecolor=edge,
                hatch=hatch or None,
                linewidth=0.5,
                zorder=self._next(),
            )
        )

    def line(
        self,
        points: Sequence[tuple[float, float]],
        width: float = 1.0,
        *,
        colour: str = INK,
        dash: Literal["-", "--"] = "-",
    ) -> None:
        """A line from point to point."""
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        self._axes.add_line(
            Line2D(
                xs,
                ys,
                color=colour,
                linewidth=width,
                linestyle=dash,
                solid_capstyle="butt",
                zorder=self._next(),
            )
        )

    def dot(self, x: float, y: float, radius: float, fill: str = DARK) -> None:
        """A circle with a dark rim."""
        from matplotlib.patches import Circle

        self._axes.add_patch(
            Circle((x, y), radius, facecolor=fill, edgecolor=DARK, linewidth=1.0, zorder=self._next())
        )

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = LETTERS,
        align: str = "left",
        bold: bool = False,
        italic: bool = False,
        colour: str = INK,
        upwards: bool = False,
    ) -> None:
        """Words on the line y, or from there upwards; nothing in them is read as mathematics."""
        self._axes.text(
            x,
            y,
            text,
            fontsize=size,
            ha=align,
            va="baseline",
            fontweight="bold" if bold else "normal",
            fontstyle="italic" if italic else "normal",
            color=colour,
            rotation=90 if upwards else 0,
            parse_math=False,
            zorder=self._next(),
        )

    def bytes(self, kind: str, told: Mapping[str, str]) -> bytes:
        """The sheet as png, svg or pdf; `told` are `title` and `alt`."""
        words = {
            "png": {"Title": told["title"], "Description": told["alt"], "Software": "qualcode"},
            "pdf": {
                "Title": told["title"],
                "Subject": told["alt"],
                "Creator": "qualcode",
                "CreationDate": None,
            },
            "svg": {"Title": told["title"], "Description": told["alt"], "Creator": "qualcode", "Date": None},
        }[kind]
        buffer = BytesIO()
        self._figure.savefig(buffer, format=kind, dpi=DOTS_PER_INCH, metadata=words)
        return buffer.getvalue()

    def plain(self) -> str:
        """The sheet as a report holds it."""
        buffer = BytesIO()
        with ours(**{"svg.fonttype": "none"}):
            self._figure.savefig(buffer, format="svg", metadata={"Date": None})
        return plain(buffer.getvalue())


def width_of(text: str, size: float = LETTERS, *, bold: bool = False) -> float:
    """How wide words are, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    face: Any = FontProperties(size=size, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, face, ismath=False)[0])


def fitted(text: str, width: float, size: float = LETTERS, *, bold: bool = False, most: int = 2) -> list[str]:
    """Words on at most so many lines, cut with … where they find no room; a word too long for a line is cut."""

    def fits(words: str) -> bool:
        return width_of(words, size, bold=bold) <= width

    lines: list[str] = []
    left = painted_line(text)[:400].split()
    while left and len(lines) < most:
        line = left.pop(0)
        while left and fits(f"{line} {left[0]}"):
            line += " " + left.pop(0)
        lines.append(line)
    if left:
        lines[-1] += "…"
    return [line if fits(line) else _cut(line, fits) for line in lines]


def _cut(line: str, fits: Any) -> str:
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(line[:middle] + "…") else (low, middle - 1)
    return line[:low].rstrip("… ") + "…"
