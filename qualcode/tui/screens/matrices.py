"""Codes against groups, informants, methods, times, attributes and each other; a cell opens its quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from qualcode.analysis.query import NONE, Node, Term
from qualcode.errors import QualcodeError
from qualcode.i18n import _, language, ngettext
from qualcode.project.facet import Progress, unwatched
from qualcode.text.addresses import typed_path
from qualcode.tui.desk import Desk, reason_of
from qualcode.tui.doing import CalledOff
from qualcode.tui.forms import Form, Line
from qualcode.tui.going import Go, Where
from qualcode.tui.grid import CellChosen, CellOpened
from qualcode.tui.heat import HeatCell, HeatColumn, HeatMatrix, HeatRow
from qualcode.tui.leaving import export
from qualcode.tui.page import COMMON, Page, RunningHead
from qualcode.tui.painting import decimal, one_line

if TYPE_CHECKING:
    from qualcode.analysis.counts import CodeCell
    from qualcode.project import Project
    from qualcode.project.crossings import MeetingTable
    from qualcode.project.figures import CountTable

WAYS = ("group", "informant", "method", "wave", "attr", "cooccurrence")


def way_word(way: str, short: bool = False) -> str:
    """What the columns are, in the person's language."""
    words = {
        "group": _("Groups"),
        "informant": _("Informants"),
        "method": _("Methods"),
        "wave": _("Times"),
        "attr": _("Attributes"),
        "cooccurrence": _("Codes that meet"),
    }
    return _("Codes") if short and way == "cooccurrence" else words[way]


class WayBar(Static):
    """What the columns may be, each with its digit; a click takes one."""

    DEFAULT_CSS = (
        "WayBar { height: 1; padding: 0 1; color: $page-muted; text-wrap: nowrap; text-overflow: ellipsis; }"
    )

    class Taken(Message):
        """A person clicked a way."""

        def __init__(self, way: str) -> None:
            super().__init__()
            self.way = way

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._way = WAYS[0]
        self._more = ""
        self._ends: list[int] = []

    def show(self, way: str, more: str = "") -> None:
        """Another way is taken; `more` stands behind its name."""
        self._way, self._more = way, more
        self.refresh()

    def render(self) -> Text:
        """All of them, the one taken reversed."""
        text = Text(no_wrap=True, overflow="ellipsis")
        self._ends = []
        narrow = self.size.width < 100
        for digit, way in enumerate(WAYS, 1):
            name = way_word(way, short=narrow)
            here = way == self._way
            if here and self._more:
                name = f"{name} {one_line(self._more, 14 if narrow else 30)}"
            text.append(f" {digit} {name} ", Style(reverse=True, bold=True) if here else Style())
            self._ends.append(text.cell_len)
        return text

    def on_click(self, event: events.Click) -> None:
        """Take the way under the mouse."""
        at = event.get_content_offset(self)
        if at is not None:
            for way, end in zip(WAYS, self._ends, strict=False):
                if at.x < end:
                    self.post_message(self.Taken(way))
                    return


@dataclass(frozen=True)
class Shown:
    """What the page shows: numbers, and of each cell its words and its query."""

    columns: Sequence[HeatColumn]
    rows: Sequence[HeatRow]
    total: str
    attributes: Sequence[str]
    table: CountTable | MeetingTable


class MatricesPage(Page):
    """The table, and in words what the chosen cell says."""

    DEFAULT_CSS = """
    MatricesPage #words { height: 3; padding: 0 1; background: $surface; }
    MatricesPage #legend { height: 1; padding: 0 1; color: $page-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    MatricesPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                          color: $page-muted; padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "other(1)", _("Columns"), id="matrices.by", tooltip=_("The next way to cross the codes")),
        Binding("s", "count", _("Count"), id="matrices.count", tooltip=_("Count informants or segments")),
        Binding("d", "depth", _("Depth"), id="matrices.depth",
                tooltip=_("Show all codes, only branches, or only codes in use")),
        Binding("w", "write", _("Write"), id="matrices.write", tooltip=_("Write the table to a CSV file")),
        *COMMON,
        Binding("B", "other(-1)", _("Columns before"), id="matrices.by_before", show=False,
                tooltip=_("The way before to cross the codes")),
        *(Binding(str(n), f"way('{way}')", way_word(way), id=f"matrices.{way}", show=False,
                  tooltip=_("Cross the codes so")) for n, way in enumerate(WAYS, 1)),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._way = WAYS[0]
        self._attribute = 0
        self._count = "informants"
        self._depth = 0
        self._shown: Shown | None = None
        self._shown_way = (self._way, self._attribute, self._count, self._depth)

    def body(self) -> ComposeResult:
        """Ways, table, what the cell says."""
        yield WayBar()
        yield HeatMatrix()
        yield Static(_("reading …"), id="empty", markup=False)
        yield Static(id="legend", markup=False)
        yield Static(id="words", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Matrices")

    def on_mount(self) -> None:
        """Begin in the table."""
        self._say(_("reading …"))
        self.query_one(HeatMatrix).focus()

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self._fetch()

    # -- fetching and showing -------------------------------------------------------------------------------------

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        way, attribute, count, depth = self._way, self._attribute, self._count, self._depth
        try:
            with self.begun() as doing:
                shown = await self.desk.read(
                    lambda project: crossed(project, way, attribute, count, depth, doing)
                )
        except CalledOff:
            self._called_off()
            return
        self._shown, self._shown_way = shown, (way, attribute, count, depth)
        named = (
            shown.attributes[attribute % len(shown.attributes)] if shown.attributes and way == "attr" else ""
        )
        self.query_one(WayBar).show(way, named)
        self.query_one(RunningHead).show(place=_title(way, named, count))
        self.query_one("#legend", Static).update(_legend(way, count))
        if way == "attr" and not shown.attributes:
            self._say(
                _("No attributes yet. On the page of informants e gives somebody age, role or anything else.")
            )
        elif not shown.table.codes:
            self._say(
                _("The codebook is empty. Press c on a sentence of a transcript to make the first code.")
            )
        elif not shown.rows:
            self._say(
                _("No code is in use yet. Press d to see all codes, or code something in a transcript.")
            )
        elif not shown.columns:
            self._say(_("Nothing to cross the codes with yet: add informants and sources first."))
        else:
            self._say("")
            self.query_one(HeatMatrix).show(shown.columns, shown.rows, shown.total)

    def _called_off(self) -> None:
        """The table that was there stays; without one, the page says how to go on."""
        if self._shown is None:
            self._say(_("Called off. A digit counts again."))
        else:
            self._way, self._attribute, self._count, self._depth = self._shown_way

    def _say(self, instead: str) -> None:
        """Words instead of the table, or the table."""
        empty = self.query_one("#empty", Static)
        empty.update(instead)
        empty.display = bool(instead)
        self.query_one(HeatMatrix).display = not instead
        if instead:
            self.query_one("#words", Static).update("")

    def on_cell_chosen(self, message: CellChosen[HeatRow]) -> None:
        """Say in words what the cell says."""
        shown = self._shown
        if shown is not None and isinstance(message.row.id, int):
            self.query_one("#words", Static).update(
                _words(shown, message.row, message.row.id, message.column)
            )

    def on_cell_opened(self, message: CellOpened[HeatRow]) -> None:
        """Show the quotes behind the cell."""
        if self._shown is None or not isinstance(message.row.id, int):
            return
        query = _query(self._shown, message.row.id, message.column)
        if not query:
            self.app.notify(_("Two codes of one branch are no pair"), timeout=3, markup=False)
            return
        self.post_message(Go(Where.QUOTES, query=query))

    # -- what a person asks for -----------------------------------------------------------------------------------

    def on_way_bar_taken(self, message: WayBar.Taken) -> None:
        """A click on a way."""
        self.action_way(message.way)

    def action_way(self, way: str) -> None:
        """Cross the codes so; the digit of attributes again takes the next attribute."""
        self._attribute = self._attribute + 1 if way == self._way == "attr" else self._attribute
        self._way = way
        self._fetch()

    def action_other(self, step: int) -> None:
        """The next or previous way to cross the codes; each attribute is one."""
        attributes = len(self._shown.attributes) if self._shown else 0
        if self._way == "attr" and 0 <= self._attribute % max(attributes, 1) + step < attributes:
            self._attribute = self._attribute % attributes + step
        else:
            self._way = WAYS[(WAYS.index(self._way) + step) % len(WAYS)]
            self._attribute = max(attributes - 1, 0) if step < 0 else 0
        self._fetch()

    def action_count(self) -> None:
        """Count informants or segments."""
        self._count = "segments" if self._count == "informants" else "informants"
        self._fetch()

    def action_depth(self) -> None:
        """All codes, only branches, only codes in use."""
        self._depth = (self._depth + 1) % 3
        said = (_("All codes"), _("Branches only"), _("Codes in use only"))[self._depth]
        self.app.notify(said, timeout=3, markup=False)
        self._fetch()

    @work
    async def action_write(self) -> None:
        """Write the table to a CSV file."""
        if self._shown is None or not self._shown.table.codes:
            return
        table, count = self._shown.table, self._count
        way = table.by.replace(":", "-") if hasattr(table, "by") else self._way
        file = self.desk.project.path.with_name(f"{self.desk.project.path.stem}-{way}.csv")
        form = Form(
            _("Write the table"), [Line("file", _("CSV file"), str(file), needed=True)], button=_("Write")
        )

        answers = await self.app.push_screen_wait(form)
        if answers is None:
            return
        path = typed_path(answers["file"])
        try:
            written = await export(
                self.app,
                self.desk,
                lambda project, accepted: (
                    project.analysis.export_counts(table, path, count, accept_leaks=accepted),
                    project.sharing.remarks(people=True),
                ),
            )
        except QualcodeError as error:
            self.app.notify(reason_of(error), severity="error", timeout=10, markup=False)
            return
        said = [_("Nothing was written.")]
        if written is not None:
            said = [_("Written: {path}", path=written[0]), *written[1]]
        self.app.notify("\n".join(said), timeout=10, markup=False)


def crossed(
    project: Project, way: str, attribute: int, count: str, depth: int, progress: Progress = unwatched
) -> Shown:
    """The table of a way, ready to be shown; `depth` 0 is all codes, 1 branches only, 2 codes in use only."""
    progress(0, 2, _("counting"))
    attributes = project.analysis.attributes()
    if way == "cooccurrence":
        meetings = project.analysis.cooccurrence()
        progress(1, 2, _("setting the table"))
        return _meetings(meetings, attributes, count, depth)
    by = (
        way if way != "attr" else f"attr:{attributes[attribute % len(attributes)]}" if attributes else "group"
    )
    table = project.analysis.counts(by)
    progress(1, 2, _("setting the table"))
    used = {row for row, cell in enumerate(table.counts.totals) if cell.segments + cell.document_segments}
    wanted = [row for row, code in enumerate(table.codes) if _wanted(row, code.depth, depth, used)]
    most = max([1, *(_segments(cell) for row in wanted for cell in table.counts.cells[row])])
    rows = []
    for row in wanted:
        code = table.codes[row]
        cells = [
            _counted(cell, count, most, table.speaks(column))
            for column, cell in enumerate(table.counts.cells[row])
        ]
        total = _counted(table.counts.totals[row], count, most, True)
        rows.append(HeatRow(row, code.code, code.name, code.depth, cells, total))
    labels = _labels(project) if way == "group" else {}
    columns = [
        HeatColumn(column_name(way, name, labels), "–" if _is_rest(term) else column_name(way, name, {}))
        for name, term in zip(table.columns, table.terms, strict=True)
    ]
    return Shown(columns, rows, _("Total"), attributes, table)


def _meetings(table: MeetingTable, attributes: Sequence[str], count: str, depth: int) -> Shown:
    used = {row for a, b, _cell in table.pairs() for row in (a, b)}
    wanted = [row for row, code in enumerate(table.codes) if _wanted(row, code.depth, depth, used)]
    found = {(a, b): table.cell(a, b) for a in wanted for b in wanted}
    number = {pair: (c.informants if count == "informants" else c.segments) for pair, c in found.items() if c}
    most = max([1, *number.values()])
    rows = []
    for a in wanted:
        cells = []
        for b in wanted:
            value = number.get((a, b))
            beside = found[a, b].documents if found[a, b] and count == "informants" else 0  # type: ignore[union-attr]
            if value is None:
                cells.append(HeatCell("·", quiet=True))
            else:
                text = f"{value}+{beside}" if beside else str(value)
                cells.append(HeatCell(text, value / most, quiet=not value and not beside))
        code = table.codes[a]
        rows.append(HeatRow(a, code.code, code.name, code.depth, cells, HeatCell("")))
    columns = [HeatColumn(table.codes[row].code, table.codes[row].code) for row in wanted]
    return Shown(columns, rows, "", attributes, table)


def _wanted(row: int, code_depth: int, depth: int, used: set[int]) -> bool:
    return depth == 0 or (code_depth == 0 if depth == 1 else row in used)


def _segments(cell: CodeCell) -> int:
    return cell.segments + cell.document_segments


def _counted(cell: CodeCell, count: str, most: int, speaks: bool) -> HeatCell:
    if not speaks:
        return HeatCell("NA", quiet=True)
    if count == "segments":
        number = _segments(cell)
        return HeatCell(str(number), number / most, quiet=not number)
    beside = f"+{cell.documents}" if cell.documents else ""
    text = f"{cell.k}/{cell.n}{beside}" if cell.n else beside or "0"
    return HeatCell(text, cell.k / cell.n if cell.n else 0.0, quiet=not cell.k and not cell.documents)


def _labels(project: Project) -> dict[str, str]:
    labels = {}
    for group in project.informants.groups():
        first, second = (group.label_en, group.label) if language() == "en" else (group.label, group.label_en)
        labels[group.name] = first or second or group.name
    return labels


def column_name(way: str, name: str, labels: Mapping[str, str]) -> str:
    """A column in the person's language."""
    if way == "method":
        from qualcode.project.quote_groups import method_words

        return method_words(name)
    return _("time {n}", n=name) if way == "wave" else labels.get(name, name)


def _is_rest(term: Node) -> bool:
    """Whether a column holds what belongs to no other."""
    return isinstance(term, Term) and term.value == NONE


def count_word(count: str) -> str:
    """What is counted, in the person's language."""
    return _("informants") if count == "informants" else _("segments")


def _title(way: str, named: str, count: str) -> str:
    """What crosses the codes, and what is counted."""
    columns = named or way_word(way, short=True).lower()
    return _("Codes × {columns} · counting {units}", columns=columns, units=count_word(count))


def _legend(way: str, count: str) -> str:
    if way == "cooccurrence":
        if count == "informants":
            return _("informants with both codes in the same words · +n documents · one branch: ·")
        return _("pairs of passages that share characters; they rank nothing · one branch: ·")
    if count == "segments":
        return _("coded passages; they rank nothing · NA no source · 0 not mentioned")
    return _("k of n who speak · +n documents · NA no source · 0 not mentioned")


def _query(shown: Shown, row: int, column: int) -> str:
    """The query behind a cell; empty where two codes are no pair."""
    from qualcode.project.crossings import MeetingTable

    if isinstance(shown.table, MeetingTable):
        other = shown.rows[column].id
        assert isinstance(other, int)
        return shown.table.query(row, other) if shown.table.cell(row, other) is not None else ""
    return shown.table.query(row, column if column < len(shown.columns) else None)


def _words(shown: Shown, row: HeatRow, code: int, column: int) -> Text:
    """What a cell says, in words."""
    from qualcode.project.crossings import MeetingTable

    table = shown.table
    if isinstance(table, MeetingTable):
        other = shown.rows[column].id
        assert isinstance(other, int)
        return _meeting_words(table, code, other)
    last = column >= len(shown.columns)
    where = shown.total if last else shown.columns[column].name
    text = Text.assemble((f"{row.label} {one_line(row.name, 40)} · {one_line(where, 40)}", "bold"), "\n")
    cell = table.counts.totals[code] if last else table.counts.cells[code][column]
    if not last and not table.speaks(column):
        return text.append(_("no source in this column: nothing can be said"))
    parts = [_("{k} of {n} informants", k=cell.k, n=cell.n)] if cell.n else [_("no informant speaks here")]
    for number, words in (
        (cell.plus, _("{n} strengthen")),
        (cell.minus, _("{n} weaken")),
        (cell.mixed, _("{n} both")),
    ):
        parts += [words.format(n=number)] if number else []
    parts += [ngettext("{n} document", "{n} documents", cell.documents)] if cell.documents else []
    parts.append(ngettext("{n} segment", "{n} segments", _segments(cell)))
    if not _segments(cell):
        parts.append(_("nobody mentions it; whether it was asked is recorded with findings"))
    return text.append(" · ".join(parts))


def _meeting_words(table: MeetingTable, first: int, second: int) -> Text:
    names = " × ".join(f"{table.codes[n].code} {one_line(table.codes[n].name, 28)}" for n in (first, second))
    text = Text.assemble((names, "bold"), "\n")
    cell = table.cell(first, second)
    if cell is None:
        return text.append(_("one branch: every passage of the lower code is one of the higher"))
    parts = [ngettext("{n} informant", "{n} informants", cell.informants)]
    parts += [ngettext("{n} document", "{n} documents", cell.documents)] if cell.documents else []
    parts.append(ngettext("{n} pair of passages", "{n} pairs of passages", cell.segments))
    parts.append(_("{k} of {n} mention both somewhere", k=cell.both, n=cell.either))
    parts.append("J –" if cell.jaccard is None else f"J {decimal(cell.jaccard)}")
    if cell.coefficient is not None:
        parts.append(f"c {decimal(cell.coefficient)}" + (_(" (unequal)") if cell.unequal else ""))
    return text.append(" · ".join(parts))
