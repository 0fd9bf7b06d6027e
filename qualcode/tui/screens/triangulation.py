"""Findings crossed over groups, methods or times, with the quotes behind every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from qualcode.i18n import _
from qualcode.tui.coding_forms import stances
from qualcode.tui.forms import Form, PickLong
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.grid import CellChosen, CellOpened
from qualcode.tui.matrix import Cell, Row, Tone, TriangulationMatrix, symbol_names
from qualcode.tui.page import COMMON, Page, RunningHead
from qualcode.tui.painting import lines_name, one_line
from qualcode.tui.source_forms import method_name

if TYPE_CHECKING:
    from qualcode.analysis.triangulation import Row as Crossed
    from qualcode.analysis.triangulation import Triangulation
    from qualcode.project import Project
    from qualcode.project.codings import CodingRow

_WAYS = ("group", "method", "wave")
_TONES = {"AGREEMENT": Tone.AGREE, "PARTIAL": Tone.MIXED, "DISSONANCE": Tone.CONFLICT}


class TriangulationPage(Page):
    """The matrix, and in words what the chosen cell says."""

    DEFAULT_CSS = """
    TriangulationPage #words { height: 3; padding: 0 1; background: $surface; }
    TriangulationPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                               color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "other", _("Columns"), id="triangulation.by", tooltip=_("By group, by method, by time")),
        Binding("f", "finding", _("Finding"), id="triangulation.finding", tooltip=_("Open this finding")),
        *COMMON,
    ]

    def body(self) -> ComposeResult:
        """The matrix, or what to do where there are no findings."""
        yield TriangulationMatrix()
        yield Static(
            _("No findings yet. Press e on a coding in a transcript, or a on the page of findings."),
            id="empty",
            markup=False,
        )
        yield Static(id="words", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Triangulation")

    def on_mount(self) -> None:
        """Fetch it."""
        self._by = 0
        self._crossed: Triangulation | None = None
        self._silence = ""
        self.query_one(TriangulationMatrix).focus()

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        by = _WAYS[self._by]
        crossed, numbers, labels = await self.desk.read(lambda project: _crossed(project, by))
        self._crossed = crossed
        names = [_column_name(by, column.label, labels) for column in crossed.columns]
        rows = [_row(row, crossed, f"F{numbers[row.finding]}") for row in crossed.rows]
        self.query_one(RunningHead).show(place=f"{_('Triangulation')}: {way_name(by)}")
        self.query_one("#empty").display = not rows
        matrix = self.query_one(TriangulationMatrix)
        matrix.display = bool(rows)
        self._names = names
        matrix.show(names, rows, [_short_name(by, column.label) for column in crossed.columns])

    def on_cell_chosen(self, message: CellChosen[Row]) -> None:
        """Say in words what the cell says."""
        text = Text(no_wrap=False)
        row = message.row
        if message.column < len(row.cells):
            cell = row.cells[message.column]
            meaning = symbol_names().get(cell.symbol, cell.symbol)
            text.append(f"{row.number} · {self._names[message.column]}: ", "bold")
            text.append(f"{cell.symbol} {meaning}")
            text.append(f" · {cell.k}/{cell.n}" if cell.n else "").append(
                f" · {cell.note}" if cell.note else ""
            )
        else:
            crossed = self._of(row)
            text.append(f"{row.number} · {row.verdict}", "bold").append(f" · {row.coverage}")
            if crossed is not None and crossed.silent:
                text.append(" · " + _("silent: {columns}", columns=", ".join(crossed.silent)))
            if crossed is not None:
                text.append(" · " + _("{k} of {n} informants", k=crossed.units[0], n=crossed.units[1]))
        self.query_one("#words", Static).update(text)

    def _of(self, row: Row) -> Crossed | None:
        rows = self._crossed.rows if self._crossed else ()
        return next((crossed for crossed in rows if crossed.finding == row.id), None)

    def on_cell_opened(self, message: CellOpened[Row]) -> None:
        """Show the quotes behind the cell, or open the finding behind a verdict."""
        crossed = self._of(message.row)
        if crossed is None or self._crossed is None:
            return
        if message.column >= len(self._crossed.columns):
            self.post_message(Go(Where.FINDINGS, finding=crossed.finding))
        else:
            column = self._crossed.columns[message.column].key
            self._quotes(crossed, column, f"{message.row.number} · {self._names[message.column]}")

    @work
    async def _quotes(self, crossed: Crossed, column: str, title: str) -> None:
        by = _WAYS[self._by]
        quotes = await self.desk.read(lambda project: quotes_of(project, crossed.finding, by, column))
        if not quotes:
            self.app.notify(_("No quotes here"), timeout=3, markup=False)
            return
        words = dict(stances())
        options = []
        for number, (stance, row) in enumerate(quotes):
            where = f"{row.informant or row.source_name} {lines_name(row.lines)}"
            options.append((str(number), f"{words[stance]} · {where} · {one_line(row.text, 70)}"))
        full = [row.text for _stance, row in quotes]
        form = Form(title, [PickLong("quote", _("Quotes"), options, "0", details=full)], button=_("Go there"))
        answers = await self.app.push_screen_wait(form)
        if answers and answers["quote"]:
            row = quotes[int(answers["quote"])][1]
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(row.source), row.start, row.end)))

    def action_other(self) -> None:
        """Other columns: groups, methods, times."""
        self._by = (self._by + 1) % len(_WAYS)
        self._fetch()

    def action_finding(self) -> None:
        """Open the chosen finding."""
        row = self.query_one(TriangulationMatrix).chosen
        if row is not None:
            self.post_message(Go(Where.FINDINGS, finding=str(row.id)))


def way_name(by: str) -> str:
    """What the columns are, in the person's language."""
    return {"group": _("by source (groups)"), "method": _("by method"), "wave": _("by time")}[by]


def quotes_of(project: Project, finding: str, by: str, column: str) -> list[tuple[str, CodingRow]]:
    """Stance and coding of each piece of evidence that lies in a column."""
    found = []
    methods = {row.id: row for row in project.sources.list()}
    for evidence in project.findings.get(finding).evidence:
        if evidence.coding is None or evidence.stance is None:
            continue
        coding = project.codings.get(evidence.coding)
        source = methods[coding.source]
        where = {"group": coding.group, "method": source.method, "wave": str(source.wave)}[by]
        if where == column:
            found.append((evidence.stance, coding))
    return found


def _crossed(project: Project, by: str) -> tuple[Triangulation, dict[str, int], dict[str, str]]:
    from qualcode.i18n import language

    numbers = {str(row.id): row.number for row in project.findings.list()}
    labels = {}
    for group in project.informants.groups():
        first, second = (group.label_en, group.label) if language() == "en" else (group.label, group.label_en)
        labels[group.name] = first or second or group.name
    return project.analysis.triangulate(by), numbers, labels


def _column_name(by: str, label: str, labels: dict[str, str]) -> str:
    if by == "method":
        return method_name(label)
    return _("time {n}", n=label) if by == "wave" else labels.get(label, label)


def _short_name(by: str, label: str) -> str:
    return method_name(label) if by == "method" else label


def _row(row: Crossed, crossed: Triangulation, number: str) -> Row:
    from qualcode.analysis.labels import coverage_words, documents_words, verdict_words

    cells = []
    for column in crossed.columns:
        cell = row.cells[column.key]
        cells.append(Cell(cell.symbol, cell.k, cell.n, documents_words(cell)))
    coverage = coverage_words(row)
    tone = _TONES.get(row.verdict, Tone.QUIET)
    return Row(row.finding, number, row.claim, cells, verdict_words(row, crossed.by), tone, coverage)
