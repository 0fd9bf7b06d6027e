"""The triangulation matrix: a row a finding, a column a group (method, wave), and the verdict at the end.

Set as a printed table: claims wrapped, a rule under the head, white space between rows, signs that need no colour.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.strip import Strip

from qualcode.i18n import _
from qualcode.tui.grid import HEAD, CellGrid, fit
from qualcode.tui.painting import one_line, safe

_CLAIM_LINES = 3


class Tone(Enum):
    """How a verdict is set; the words say the same."""

    AGREE = "agree"
    MIXED = "mixed"
    CONFLICT = "conflict"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column says to a finding."""

    symbol: str
    """`+`, `-`, `±`, `≠`, `0`, `NA` or `TT`."""
    k: int
    """Units that report."""
    n: int
    """Units that could."""
    note: str = ""
    """One more line, as `+1 dok`; of a blank cell its word, shown where it fits whole."""


@dataclass(frozen=True, slots=True)
class Row:
    """One finding."""

    id: Hashable
    """What the owner knows it by."""
    number: str
    """Its running number, as F1."""
    claim: str
    """The claim in full."""
    cells: Sequence[Cell]
    """One a column."""
    verdict: str
    """In the person's language."""
    tone: Tone
    """How the verdict is set."""
    coverage: str = ""
    """Columns that report, as 3/4."""
    own: str = ""
    """The verdict a person gave beside the computed one."""
    remarks: Sequence[str] = ()
    """What else has to be known of it, a line each, as who refused it."""


@dataclass
class _Set:
    """A row as it is set: claim and status in lines, and the screen row it begins on."""

    row: Row
    lines: list[str] = field(default_factory=list)
    status: list[tuple[str, Tone | None, bool]] = field(default_factory=list)
    """What stands in the last column; its tone, None for what a person said, and whether it is bold."""
    top: int = 0

    @property
    def height(self) -> int:
        deepest = max((1 + bool(cell.n) + bool(cell.note) for cell in self.row.cells), default=2)
        return max(len(self.lines), len(self.status), deepest, 2) + 1


class TriangulationMatrix(CellGrid[Row]):
    """Findings against columns; the arrows move from cell to cell, Enter opens one."""

    DEFAULT_CSS = """
    TriangulationMatrix { background: $background; color: $foreground; height: 1fr; scrollbar-size: 1 1;
                          overflow: hidden scroll; padding: 0 1; }
    TriangulationMatrix > .matrix--muted { color: $page-muted; }
    TriangulationMatrix > .matrix--rule { color: $page-rule; }
    TriangulationMatrix > .matrix--row { background: $surface; }
    TriangulationMatrix > .matrix--agree { color: $success; }
    TriangulationMatrix > .matrix--mixed { color: $warning; }
    TriangulationMatrix > .matrix--conflict { color: $error; }
    TriangulationMatrix:ansi > .matrix--muted { text-style: dim; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "matrix--muted",
        "matrix--rule",
        "matrix--row",
        "matrix--agree",
        "matrix--mixed",
        "matrix--conflict",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: Sequence[str] = ()
        self._short: Sequence[str] = ()
        self._sets: list[_Set] = []
        self._claim = 24
        self._cell = 8
        self._verdict = 16

    # -- what the owner tells and asks ----------------------------------------------------------------------------

    def show(self, columns: Sequence[str], rows: Sequence[Row], short: Sequence[str] = ()) -> None:
        """Show other findings; each row has one cell a column. `short` names stand where the full ones do not fit."""
        self._columns = columns
        self._short = short or columns
        self._sets = [_Set(row) for row in rows]
        self._keep_cursor()
        self._set()
        self._told(opened=False)

    @property
    def chosen(self) -> Row | None:
        """The finding under the cursor."""
        return self._sets[self._row].row if self._sets else None

    def choose(self, row_id: Hashable) -> None:
        """Put the cursor on a finding."""
        for number, one in enumerate(self._sets):
            if one.row.id == row_id:
                self.action_move(0, number - self._row)

    # -- setting and painting -------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Set it for another width."""
        self._set()

    def notify_style_update(self) -> None:
        """Colours changed."""
        super().notify_style_update()
        self.refresh()

    def _set(self) -> None:
        width = self.scrollable_content_region.width
        if width < 20:
            return
        verdicts = [cell_len(one.row.verdict) for one in self._sets]
        self._verdict = min(max([*verdicts, 10]) + 2, 26 if width >= 100 else 18)
        room, count = width - 5 - self._verdict, max(len(self._columns), 1)
        longest = max((cell_len(name) for name in self._columns), default=4) + 2
        if longest * count > room - min(44, room // 2):
            short = max((cell_len(name) for name in self._short), default=4) + 1
            longest = min(short, max((room - 20) // count, 8))
        self._cell = max(7, longest)
        self._claim = max(18, room - self._cell * len(self._columns) - 2)
        top = 0
        for one in self._sets:
            one.lines = _wrap(one.row.claim, self._claim - 1)
            one.status = _status(one.row, self._verdict - 1)
            one.top = top
            top += one.height
        self.virtual_size = Size(width, top + HEAD)
        self._scroll_columns()
        self.refresh()

    @property
    def _visible(self) -> int:
        """How many columns fit at once."""
        room = self.scrollable_content_region.width - 5 - self._claim - self._verdict - 2
        return max(room // self._cell, 1)

    def render_line(self, y: int) -> Strip:
        """The head and its rule stay; under them the findings scroll."""
        base, width = self.rich_style, self.size.width
        if y == 0:
            segments = self._head()
        elif y == 1:
            rule = self.get_component_rich_style("matrix--rule")
            segments = [Segment("─" * width, rule)]
        else:
            segments = self._body(y - HEAD + self.scroll_offset.y)
        return Strip(segments).adjust_cell_length(width, base).simplify()

    def _head(self) -> list[Segment]:
        base, muted = self.rich_style, self.get_component_rich_style("matrix--muted")
        fits = all(cell_len(name) < self._cell for name in self._columns)
        names = self._columns if fits else self._short
        more = "‹" if self._first else " "
        segments = [Segment(fit("    " + _("Finding"), 4 + self._claim), muted), Segment(f" {more}", muted)]
        for column in self._shown_columns():
            name = one_line(names[column], self._cell - 1)
            here = column == self._column
            segments.append(Segment(fit(name, self._cell), base + Style(bold=True) if here else muted))
        if self._shown_columns().stop < len(self._columns):
            last = segments[-1]
            segments[-1] = Segment(fit(last.text.rstrip(), self._cell - 1) + "›", last.style)
        return [*segments, Segment(" ", muted), Segment(_("Status"), muted)]

    def _body(self, line: int) -> list[Segment]:
        number = bisect_right([one.top for one in self._sets], line) - 1
        if number < 0 or line - self._sets[number].top >= self._sets[number].height - 1:
            return []
        one, inner = self._sets[number], line - self._sets[number].top
        chosen = number == self._row
        band = self.get_component_rich_style("matrix--row", partial=True) if chosen else Style()
        base = self.rich_style + band
        muted = self.get_component_rich_style("matrix--muted") + band
        claim = one.lines[inner] if inner < len(one.lines) else ""
        rubric = base + Style(bold=True)
        segments = [
            Segment(fit(one.row.number if inner == 0 else "", 4), rubric if chosen else muted),
            Segment(fit(claim, self._claim + 2), base),
        ]
        for column in self._shown_columns():
            cell = one.row.cells[column]
            text, style = self._cell_line(cell, inner, base, muted)
            text = "" if cell_len(text) > self._cell else text
            if chosen and column == self._column and inner < 2:
                segments.append(
                    Segment(fit(text, self._cell - 1), base + Style(reverse=True, bold=inner == 0))
                )
                segments.append(Segment(" ", base))
            else:
                segments.append(Segment(fit(text, self._cell), style))
        segments.append(Segment(" ", base))
        verdict, style = "", muted
        if inner < len(one.status):
            verdict, tone, bold = one.status[inner]
            style = base if tone is None else self._tone(tone) + band
            style += Style(bold=bold)
        if chosen and self._column == len(self._columns) and inner < 2:
            style = base + Style(reverse=True, bold=inner == 0)
        return [*segments, Segment(fit(one_line(verdict, self._verdict - 1), self._verdict), style)]

    @staticmethod
    def _cell_line(cell: Cell, inner: int, base: Style, muted: Style) -> tuple[str, Style]:
        if inner == 0:
            quiet = cell.symbol in ("0", "NA", "TT", "LC")
            return f" {cell.symbol}", muted if quiet else base + Style(bold=True)
        if inner == 1 and cell.n:
            return f" {cell.k}/{cell.n}", muted
        if inner == (2 if cell.n else 1):
            return " " + cell.note, muted
        return "", muted

    def _tone(self, tone: Tone) -> Style:
        if tone is Tone.QUIET:
            return self.get_component_rich_style("matrix--muted")
        return self.get_component_rich_style(f"matrix--{tone.value}")

    # -- what the cursor goes over --------------------------------------------------------------------------------

    @property
    def _count(self) -> tuple[int, int]:
        return len(self._sets), len(self._columns)

    def _place(self, row: int) -> tuple[int, int]:
        return self._sets[row].top, self._sets[row].height

    def _at(self, x: int, line: int) -> tuple[int, int]:
        row = bisect_right([one.top for one in self._sets], line) - 1
        place = (x - 4 - self._claim - 2) // self._cell
        if place < 0:
            return row, -1
        column = self._first + place if place < self._visible else len(self._columns)
        return row, min(column, len(self._columns))


def symbol_names(by: str = "") -> Mapping[str, str]:
    """What each sign of a cell means, in the person's language, where columns are `by` method, wave or coder too."""
    return {
        "+": _("all support"),
        "-": _("all contradict"),
        "±": _("with qualification"),
        "≠": _("divided"),
        "0": _("silent"),
        "NA": _("not comparable") if by in ("method", "wave", "coder") else _("no source"),
        "TT": _("not asked"),
        "LC": _("out of scope"),
    }


def _status(row: Row, width: int) -> list[tuple[str, Tone | None, bool]]:
    """The lines of the last column: what was computed, what a person decided, the coverage, and what else is to know."""
    lines: list[tuple[str, Tone | None, bool]] = [
        (line, row.tone, True) for line in _wrap(row.verdict, width)
    ]
    lines += [(line, None, True) for line in _wrap(row.own, width)] if row.own else []
    lines += [(line, Tone.QUIET, False) for line in _wrap(row.coverage, width)] if row.coverage else []
    return lines + [(one_line(remark, width), None, True) for remark in row.remarks]


def _wrap(claim: str, width: int) -> list[str]:
    """At most three lines of at most `width` cells; an ellipsis where more is left out."""
    lines = [""]
    words = safe(" ".join(claim.split())).split(" ")
    for word in words:
        joined = f"{lines[-1]} {word}".strip()
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(one_line(word, width))
    if len(lines) > _CLAIM_LINES:
        lines = lines[:_CLAIM_LINES]
        lines[-1] = one_line(lines[-1], width - 1).rstrip("…") + "…"
    return lines
