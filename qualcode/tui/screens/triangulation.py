"""Findings crossed over groups, methods, times, coders, or methods within groups, with the quotes behind every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from qualcode.i18n import _
from qualcode.tui import finding_forms
from qualcode.tui.evidence_quotes import show_quotes
from qualcode.tui.finding_words import checked, decided, standing_line
from qualcode.tui.going import Go, Where
from qualcode.tui.grid import CellChosen, CellOpened
from qualcode.tui.matrix import Cell, Row, Tone, TriangulationMatrix, symbol_names
from qualcode.tui.page import COMMON, Page, RunningHead
from qualcode.tui.painting import one_line, safe
from qualcode.tui.said_keys import key_for
from qualcode.tui.source_forms import method_name

if TYPE_CHECKING:
    from qualcode.analysis.triangulation import Column, Triangulation
    from qualcode.analysis.triangulation import Row as Crossed
    from qualcode.project import Project
    from qualcode.project.finding_scope import Scope
    from qualcode.project.findings import FindingRow

_WAYS = ("group", "method", "wave", "coder", "group-method")
_TONES = {"AGREEMENT": Tone.AGREE, "PARTIAL": Tone.MIXED, "DISSONANCE": Tone.CONFLICT}
_BLANKS = ("0", "NA", "TT", "LC")
_WIDE = 112
"""Columns in which every sign has room beside the others."""


@dataclass(frozen=True)
class Shown:
    """What is on the page: the table that was crossed, and what people said of its findings."""

    table: Triangulation
    findings: Mapping[str, FindingRow]
    groups: Mapping[str, str]
    """Groups by their short names, in the person's language."""
    scopes: Mapping[str, Scope]
    """For whom findings are meant, where somebody said so."""

    def name(self, column: Column) -> str:
        """A column's heading where there is room."""
        if column.method:
            return f"{self.groups.get(column.group, column.group)} × {method_name(column.method)}"
        return self._words(column, self.groups.get(column.label, column.label))

    def short(self, column: Column) -> str:
        """A column's heading where there is little."""
        if column.method:
            return f"{column.group[:3]}·{method_name(column.method)[:3]}"
        return self._words(column, column.label)

    def _words(self, column: Column, name: str) -> str:
        if self.table.by == "method":
            return method_name(column.label)
        return _("time {n}", n=column.label) if self.table.by == "wave" else name


class TriangulationPage(Page):
    """The matrix, what its signs mean, and in words what the chosen cell says."""

    DEFAULT_CSS = """
    TriangulationPage #legend { height: auto; max-height: 2; padding: 0 1; color: $page-muted; }
    TriangulationPage #words { height: 4; padding: 0 1; background: $surface; overflow-y: auto;
                               scrollbar-size-vertical: 1; }
    TriangulationPage.low #words { height: 3; }
    TriangulationPage.high #words { height: 7; }
    TriangulationPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                               color: $page-muted; }
    """
    of_one = frozenset({
        "triangulation.ready", "triangulation.verdict", "triangulation.finding", "triangulation.check",
    })  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "other(1)", _("Columns"), id="triangulation.by",
                tooltip=_("By group, method, time, coder, or by method within groups")),
        Binding("r", "ready", _("Defence"), id="triangulation.ready",
                tooltip=_("This finding as it will be defended, and what is open")),
        Binding("v", "verdict", _("Verdict"), id="triangulation.verdict",
                tooltip=_("Give your own verdict beside the computed one, with a reason")),
        Binding("f", "finding", _("Finding"), id="triangulation.finding", tooltip=_("Open this finding")),
        *COMMON,
        Binding("B", "other(-1)", _("Columns before"), id="triangulation.by_before", show=False,
                tooltip=_("The way before")),
        Binding("s", "strict", _("Strict"), id="triangulation.strict", show=False,
                tooltip=_("Agreement asks for the same prominence too (Farmer), or not")),
        Binding("m", "check", _("Member check"), id="triangulation.check", show=False,
                tooltip=_("Record what an informant said of this finding")),
    ]  # fmt: skip

    def body(self) -> ComposeResult:
        """The matrix, or what to do where there are no findings."""
        yield TriangulationMatrix()
        yield Static(
            _(
                "No findings yet. Press {here} on a coding in a transcript, or {there} on the page of findings.",
                here=key_for("transcript.evidence"),
                there=key_for("findings.add"),
            ),
            id="empty",
            markup=False,
        )
        yield Static(_("reading …"), id="legend", markup=False)
        yield Static(id="words", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Triangulation")

    def on_mount(self) -> None:
        """Fetch it."""
        self._by = 0
        self._strict: bool | None = None
        self._shown: Shown | None = None
        self._standing: Mapping[str, str] = {}
        self.query_one(TriangulationMatrix).focus()

    def on_resize(self, event: events.Resize) -> None:
        """In a low window the words leave room for the matrix, and the legend has the signs that occur."""
        self.set_class(event.size.height < 20, "low")
        self.set_class(event.size.height >= 30, "high")
        self._explain_signs()

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        by, strict = _WAYS[self._by], self._strict
        shown = self._shown = await self.desk.read(lambda project: _crossed(project, by, strict))
        rows = [_row(row, shown) for row in shown.table.rows]
        place = f"{_('Triangulation')}: {way_name(by)}" + (f" · {_('strict')}" if shown.table.strict else "")
        self.query_one(RunningHead).show(place=place)
        matrix = self.query_one(TriangulationMatrix)
        self.query_one("#empty").display = not rows
        for part in (matrix, self.query_one("#legend"), self.query_one("#words")):
            part.display = bool(rows)
        self.offer(bool(rows))
        columns = shown.table.columns
        matrix.show([shown.name(one) for one in columns], rows, [shown.short(one) for one in columns])
        self._explain_signs()
        if rows:
            self._stand()

    def _explain_signs(self) -> None:
        if self._shown is not None:
            all_ = self.size.width >= _WIDE
            self.query_one("#legend", Static).update(_legend(self._shown, all_))

    @work(exclusive=True, group="standing")
    async def _stand(self) -> None:
        """How much there is to compare hangs on every way at once, and may come later than the table."""
        found = await self.desk.read(lambda project: project.defence.list())
        self._standing = {one.number: standing_line(one.standing) for one in found}
        self._tell(self.query_one(TriangulationMatrix).column)

    def on_cell_chosen(self, message: CellChosen[Row]) -> None:
        """Say in words what the cell says."""
        self._tell(message.column)

    def _tell(self, column: int) -> None:
        shown, row = self._shown, self.query_one(TriangulationMatrix).chosen
        crossed = self._of(row)
        if shown is None or row is None or crossed is None:
            return
        if column < len(shown.table.columns):
            text = _about_cell(row, crossed, shown, column)
        else:
            text = _about_row(row, crossed, shown, self._standing.get(row.number, ""))
        self.query_one("#words", Static).update(text)

    def _of(self, row: Row | None) -> Crossed | None:
        rows = self._shown.table.rows if self._shown and row else ()
        return next((crossed for crossed in rows if row and crossed.finding == row.id), None)

    @property
    def chosen(self) -> FindingRow | None:
        """The finding under the cursor."""
        row = self.query_one(TriangulationMatrix).chosen
        return None if row is None or self._shown is None else self._shown.findings.get(str(row.id))

    # -- what can be done -----------------------------------------------------------------------------------------

    def on_cell_opened(self, message: CellOpened[Row]) -> None:
        """Show the quotes behind the cell, or open the finding behind a verdict."""
        shown, crossed = self._shown, self._of(message.row)
        if crossed is None or shown is None:
            return
        if message.column >= len(shown.table.columns):
            self.action_finding()
        else:
            column = shown.table.columns[message.column]
            self._quotes(crossed.finding, column.key, f"{message.row.number} · {shown.name(column)}")

    @work
    async def _quotes(self, finding: str, column: str, title: str) -> None:
        await show_quotes(self, title, finding, _WAYS[self._by], column)

    def action_other(self, step: int) -> None:
        """Other columns: groups, methods, times, coders, methods within groups."""
        self._by = (self._by + step) % len(_WAYS)
        self._fetch()

    def action_strict(self) -> None:
        """Ask for the same prominence too, or not; the study's own setting stays as it is."""
        self._strict = not (self._shown is not None and self._shown.table.strict)
        said = (
            _("Strict: agreement asks for the same prominence too")
            if self._strict
            else _("Plain: agreement asks for the same direction")
        )
        self.app.notify(said, timeout=4, markup=False)
        self._fetch()

    def action_finding(self) -> None:
        """Open the chosen finding."""
        if (row := self.chosen) is not None:
            self.post_message(Go(Where.FINDINGS, finding=str(row.id)))

    def action_ready(self) -> None:
        """See the chosen finding as it will be defended."""
        if (row := self.chosen) is not None:
            self.post_message(Go(Where.READY, finding=str(row.id)))

    @work
    async def action_verdict(self) -> None:
        """Give one's own verdict, with a reason."""
        if (row := self.chosen) is not None:
            await finding_forms.adjudicate(self.desk, row)

    @work
    async def action_check(self) -> None:
        """Record a member check."""
        if (row := self.chosen) is not None:
            await finding_forms.member_check(self.desk, row)

    def lore(self) -> tuple[str, Sequence[tuple[str, str]]]:
        """What the signs mean, for the help."""
        from qualcode.analysis.labels import source_of_method, symbol_words

        signs = [(sign, symbol_words(sign)) for sign in symbol_names()]
        counted = _("those who support, contradict or qualify it, of those who could")
        return _("Signs"), [*signs, ("k/n", counted), ("", source_of_method())]


def way_name(by: str) -> str:
    """What the columns are, in the person's language."""
    return {
        "group": _("by source (groups)"),
        "method": _("by method"),
        "wave": _("by time"),
        "coder": _("by coder"),
        "group-method": _("by group and method"),
    }[by]


def _crossed(project: Project, by: str, strict: bool | None) -> Shown:
    from qualcode.i18n import language

    labels = {}
    for group in project.informants.groups():
        first, second = (group.label_en, group.label) if language() == "en" else (group.label, group.label_en)
        labels[group.name] = first or second or group.name
    findings = {str(row.id): row for row in project.findings.list()}
    scopes = {str(finding): scope for finding, scope in project.findings.scopes().items()}
    return Shown(project.analysis.triangulate(by, strict=strict), findings, labels, scopes)


def _row(crossed: Crossed, shown: Shown) -> Row:
    from qualcode.analysis.labels import coverage_words, documents_words, verdict_words

    known = shown.findings[crossed.finding]
    cells = []
    for column in shown.table.columns:
        cell = crossed.cells[column.key]
        note = documents_words(cell) or (
            symbol_names(shown.table.by)[cell.symbol] if cell.symbol in _BLANKS else ""
        )
        if cell.documents_only:
            cells.append(Cell(note, cell.k, cell.n, _("documents only")))
            continue
        cells.append(Cell(cell.symbol, cell.k, cell.n, note))
    refused = [check.informant for check in known.member_checks if check.result == "refused"]
    return Row(
        crossed.finding,
        f"F{known.number}",
        known.claim,
        cells,
        verdict_words(crossed, shown.table.by),
        _TONES.get(crossed.verdict, Tone.QUIET),
        coverage_words(crossed),
        _("own: {verdict}", verdict=decided(known)) if known.adjudicated else "",
        [_("✗ refused: {who}", who=", ".join(refused))] if refused else [],
    )


def _legend(shown: Shown, every: bool) -> Text:
    """The signs that occur, or `every` sign, each with its word; where nothing is compared, that."""
    from qualcode.analysis.labels import flag_words, reason_words
    from qualcode.analysis.stance import LEFT_OUT
    from qualcode.analysis.triangulation import TOO_FEW_COLUMNS

    text = Text()
    if shown.table.rows and (why := reason_words(shown.table)) is not None:
        text.append(f"! {why}  ", "bold")
    elif shown.table.rows and all(TOO_FEW_COLUMNS in row.flags for row in shown.table.rows):
        text.append(f"! {flag_words(TOO_FEW_COLUMNS)}  ", "bold")
    cells = [cell for row in shown.table.rows for cell in row.cells.values()]
    there = {cell.symbol for cell in cells if not cell.documents_only}
    for sign, words in symbol_names(shown.table.by).items():
        if sign not in there and (not every or sign == LEFT_OUT):  # which would take a second line
            continue
        text.append(sign, "bold").append(f" {words}  ")
    return text


def _about_cell(row: Row, crossed: Crossed, shown: Shown, number: int) -> Text:
    """What one column says, unit by unit."""
    from qualcode.analysis.labels import sense_words, symbol_words, verdict_words

    column = shown.table.columns[number]
    cell = crossed.cells[column.key]
    text = Text.assemble((f"{row.number} · {shown.name(column)}: ", "bold"))
    text.append(
        _("documents only")
        if cell.documents_only
        else f"{cell.symbol} {symbol_words(cell.symbol, shown.table.by)}"
    )
    text.append(f" · {cell.k}/{cell.n}" if cell.n else "")
    if cell.one_person:
        text.append(" · " + _("one unit only"), "bold")
    said = [f"{safe(one.unit.label)}: {sense_words(one)}" for one in (*cell.unit_stances, *cell.documents)]
    if said:
        text.append("\n" + " · ".join(said))
    if column.group and (part := (crossed.parts or {}).get(column.group)):
        text.append("\n" + _("within {group}: {verdict}", group=column.group, verdict=verdict_words(part)))
    return text


def _about_row(row: Row, crossed: Crossed, shown: Shown, standing: str) -> Text:
    """What all columns come to, what a person made of it, and what has to be known beside."""
    from qualcode.analysis.labels import flag_words, lenient_words, units_words
    from qualcode.project.finding_scope import scope_words

    known = shown.findings[crossed.finding]
    text = Text.assemble((f"{row.number} · {row.verdict}", "bold"), f" · {row.coverage}")
    text.append(f" · {units_words(crossed, shown.table.unit)}")
    if crossed.silent:
        silent = [shown.name(one) for one in shown.table.columns if one.label in crossed.silent]
        text.append(" · " + _("silent: {columns}", columns=", ".join(silent)))
    if (scope := shown.scopes.get(crossed.finding)) is not None:
        text.append(f"\n{_('Scope')}: {safe(scope_words(scope))}")
    if known.adjudicated:
        text.append("\n" + _("own: {verdict}", verdict=decided(known, full=True)), "bold")
    for check in known.member_checks:
        if check.result != "confirmed":
            text.append("\n" + checked(check), "bold" if check.result == "refused" else "")
    for flag in sorted(crossed.flags):
        text.append(f"\n! {flag_words(flag)}")
    name = {column.label: shown.name(column) for column in shown.table.columns}
    if lenient := lenient_words((name[a], name[b]) for a, b in crossed.lenient):
        text.append(f"\n! {lenient}")
    text.append(f"\n{standing}" if standing else "")
    text.append(("\n" + _("Negative case: ") + one_line(known.negative_case)) if known.negative_case else "")
    return text
