"""The informant graph: drawn, one person's surroundings, as a matrix, as a table of ties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ContentSwitcher, DataTable, Static

from qualcode.errors import QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_path
from qualcode.tui.coding_forms import tie_form, tie_types
from qualcode.tui.desk import reason_of
from qualcode.tui.doing import CalledOff
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.forms import Ask, Form, Line, Pick, PickLong
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.graph import Drawing, GraphCanvas, Node, Sociomatrix, Tie, TieClass
from qualcode.tui.graph.canvas import class_name
from qualcode.tui.leaving import export
from qualcode.tui.page import COMMON, Page
from qualcode.tui.painting import decimal, one_line

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.facet import Progress
    from qualcode.project.figures import NetworkFigure
    from qualcode.project.sociogram import TieRow

_VIEWS = ("canvas", "matrix", "ties")


class NetworkPage(Page):
    """Three views of the same ties; Tab goes from one to the next."""

    DEFAULT_CSS = """
    NetworkPage ContentSwitcher { height: 1fr; }
    NetworkPage DataTable { height: 1fr; padding: 0 1; }
    NetworkPage #facts { height: auto; max-height: 3; padding: 0 1; background: $surface; }
    NetworkPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                         color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "view(1)", _("Other view"), id="network.view", priority=True,
                tooltip=_("Drawing, matrix, table of ties")),
        Binding("shift+tab", "view(-1)", _("View before"), id="network.view_back", show=False, priority=True,
                tooltip=_("The view before")),
        Binding("a", "add", _("Add tie"), id="network.add", tooltip=_("Record a tie")),
        Binding("g", "focal", _("Group"), id="network.focal", show=False,
                tooltip=_("Only the ties of one group, or all")),
        Binding("w", "export", _("Export"), id="network.export", tooltip=_("Write the graph to a file")),
        Binding("x,delete", "remove", _("Remove"), id="network.remove", show=False, tooltip=_("Remove a tie")),
        *COMMON,
    ]  # fmt: skip

    def body(self) -> ComposeResult:
        """The three views."""
        with ContentSwitcher(initial="canvas"):
            yield GraphCanvas(id="canvas")
            yield Sociomatrix(id="matrix")
            yield FittedTable(id="ties")
        yield Static(id="empty", markup=False)
        yield Static(id="facts", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Network")

    def on_mount(self) -> None:
        """Fetch the graph."""
        self._ties: dict[str, TieRow] = {}
        self._focal: str | None = None
        self._figure: NetworkFigure | None = None
        self.query_one(GraphCanvas).focus()

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        focal = self._focal
        try:
            with self.begun() as doing:
                figure, ties = await self.desk.read(lambda project: _laid_out(project, focal, doing))
        except CalledOff:
            self._called_off()
            return
        self._figure = figure
        self._ties = {str(row.id): row for row in ties}
        drawing = _drawing(figure)
        self.query_one(GraphCanvas).show(drawing)
        self.query_one(Sociomatrix).show(drawing)
        kinds = dict(tie_types())
        inside = {tie.key for tie in figure.shown.ties}
        listed = [row for row in ties if str(row.id) in inside]
        lines = [
            [
                row.a + (" →" if row.directed else ""),
                row.b,
                kinds.get(row.type, row.type),
                class_name(_class_of(row)),
                str(len(row.evidence)),
                one_line(row.evidence[0].text, 60) if row.evidence else "",
            ]
            for row in listed
        ]
        self.query_one(FittedTable).show(_heads(), lines, keys=[str(row.id) for row in listed])
        self._show_empty(_no_ties() if not figure.graph.nodes else "")
        self._say("")

    def _called_off(self) -> None:
        """What was drawn stays; where nothing was, the page says how to go on."""
        if self._figure is None:
            self._show_empty(_("Called off. Go back and come again to see the network."))

    def _show_empty(self, instead: str) -> None:
        """Words instead of the graph, or the graph."""
        empty = self.query_one("#empty", Static)
        empty.update(instead)
        empty.display = bool(instead)
        self.query_one(ContentSwitcher).display = not instead

    def _say(self, about: str) -> None:
        figure = self._figure
        if figure is None:
            return
        shares = figure.measures.shares
        parts = []
        for name in ("bonding", "bridging", "linking"):
            value = shares.share(name).value
            words = "–" if value is None else f"{value:.0%}"
            parts.append(f"{class_name(TieClass(name))} {shares.counts[name]} ({words})")
        ei = figure.measures.ei.value
        parts.append("E-I " + ("–" if ei is None else decimal(ei, signed=True)))
        density = figure.measures.density.value
        words = _("density") + " " + ("–" if density is None else decimal(density))
        parts.append(words if self._focal is None else f"{words} ({_('whole network')})")
        whose = _("whole network") if self._focal is None else _("ties of {group}", group=self._focal)
        text = Text(f"{whose}: " + " · ".join(parts), no_wrap=True, overflow="ellipsis")
        if about:
            text.append("\n" + about)
        self.query_one("#facts", Static).update(text)

    def on_graph_canvas_chosen(self, message: GraphCanvas.Chosen) -> None:
        """Say where this one stands."""
        self._say(self._about(message.node.id))

    def _about(self, node: str) -> str:
        if self._figure is None or node not in self._figure.measures.of_node:
            return ""
        mine = self._figure.measures.of_node[node]
        between = mine.betweenness.value
        words = "–" if between is None else decimal(between)
        ties = ngettext("{n} tie", "{n} ties", mine.degree)
        return f"{node}: {ties} · " + _("betweenness {value}", value=words)

    def on_graph_canvas_opened(self, message: GraphCanvas.Opened) -> None:
        """Show the quotes behind somebody's ties."""
        node = message.node.id
        self._quotes(node, [row for row in self._ties.values() if node in (row.a, row.b)])

    def on_sociomatrix_opened(self, message: Sociomatrix.Opened) -> None:
        """Show the quotes behind a pair's ties."""
        rows = [self._ties[tie.kind] for tie in message.ties if tie.kind in self._ties]
        self._quotes(f"{message.row.label} – {message.column.label}", rows)

    def on_sociomatrix_chosen(self, message: Sociomatrix.Chosen) -> None:
        """Name the pair."""
        kinds = dict(tie_types())
        words = ", ".join(
            kinds.get(self._ties[t.kind].type, "") for t in message.ties if t.kind in self._ties
        )
        self._say(f"{message.row.label} – {message.column.label}" + (f": {words}" if words else ""))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Show the quotes behind a tie."""
        row = self._ties.get(str(event.row_key.value))
        if row is not None:
            self._quotes(f"{row.a} – {row.b}", [row])

    @work
    async def _quotes(self, title: str, rows: list[TieRow]) -> None:
        spans = [(row, span) for row in rows for span in row.evidence]
        if not spans:
            self.app.notify(_("No quote is recorded for this"), timeout=3, markup=False)
            return
        options = [
            (str(number), f"{row.a}–{row.b} · {span.source_name} · {one_line(span.text, 80)}")
            for number, (row, span) in enumerate(spans)
        ]
        full = [span.text for _row, span in spans]
        form = Form(title, [PickLong("quote", _("Quotes"), options, "0", details=full)], button=_("Go there"))
        answers = await self.app.push_screen_wait(form)
        if answers and answers["quote"]:
            span = spans[int(answers["quote"])][1]
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(span.source), span.start, span.end)))

    def action_view(self, step: int) -> None:
        """The next view."""
        switcher = self.query_one(ContentSwitcher)
        place = (_VIEWS.index(switcher.current or _VIEWS[0]) + step) % len(_VIEWS)
        switcher.current = _VIEWS[place]
        self.query_one(f"#{_VIEWS[place]}").focus()

    @work
    async def action_add(self) -> None:
        """Record a tie without a quote."""
        chosen = self.query_one(GraphCanvas).chosen
        await tie_form(self.app, self.desk, Spot(""), "", chosen.id if chosen else "")

    @work
    async def action_focal(self) -> None:
        """Only the ties of one group, or all again."""
        if self._focal is None:
            groups = await self.desk.read(
                lambda project: [group.name for group in project.informants.groups()]
            )
            if not groups:
                return
            options = [(name, name) for name in groups]
            form = Form(
                _("Ties of which group?"),
                [PickLong("group", _("Group"), options, groups[0])],
                button=_("Show"),
            )
            answers = await self.app.push_screen_wait(form)
            self._focal = answers["group"] if answers and answers["group"] else None
        else:
            self._focal = None
        self._fetch()

    @work
    async def action_export(self) -> None:
        """Write what is shown to a file for Gephi or as a picture."""
        project, focal = self.desk.project, self._focal
        folder, name = project.path.parent, project.sharing.file_name(f"{project.path.stem}-network")
        kinds = [
            (".svg", _("Picture (svg)")),
            (".graphml", "GraphML"),
            (".gexf", "GEXF (Gephi)"),
        ]
        form = Form(
            _("Write the graph"),
            [
                Pick("kind", _("Format"), kinds, ".svg", needed=True),
                Line("file", _("Where to put it (a folder or a file)"), str(folder), needed=True),
            ],
            button=_("Write"),
        )
        answers = await self.app.push_screen_wait(form)
        if answers is None:
            return
        file = typed_path(answers["file"])
        if file.is_dir():
            file /= name + answers["kind"]
        elif not file.suffix:
            file = file.with_name(file.name + answers["kind"])
        try:
            written = await export(
                self.app,
                self.desk,
                lambda project, accepted: (
                    project.analysis.export_network(file, focal, accept_leaks=accepted),
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

    @work
    async def action_remove(self) -> None:
        """Remove the tie in the table, or one of the chosen node's."""
        rows = self._rows_here()
        if not rows:
            return
        kinds = dict(tie_types())
        options = [(str(row.id), f"{row.a} – {row.b} · {kinds.get(row.type, row.type)}") for row in rows]
        chosen: str | None = options[0][0]
        if len(rows) > 1:
            form = Form(
                _("Remove which tie?"), [PickLong("tie", _("Tie"), options, chosen or "")], button=_("Remove")
            )
            answers = await self.app.push_screen_wait(form)
            chosen = answers["tie"] if answers else None
        elif not await self.app.push_screen_wait(
            Ask(_("Remove the tie {tie}? This can be undone.", tie=options[0][1]))
        ):
            return
        if chosen:
            await self.desk.write("tie.remove", lambda project: _remove(project, chosen))

    def _rows_here(self) -> list[TieRow]:
        table = self.query_one(DataTable)
        if self.query_one(ContentSwitcher).current == "ties":
            if not table.row_count:
                return []
            key = table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value
            return [self._ties[str(key)]]
        node = self.query_one(GraphCanvas).chosen
        return [row for row in self._ties.values() if node and node.id in (row.a, row.b)]


def _no_ties() -> str:
    return _("No ties yet. Press a to record one here, or i on a quote in a transcript.")


def _laid_out(
    project: Project, focal: str | None, progress: Progress
) -> tuple[NetworkFigure, Sequence[TieRow]]:
    """The graph and its ties."""
    progress(0, 2, _("reading the ties"))
    ties = project.ties.list()
    progress(1, 2, _("measuring and drawing"))
    figure = project.analysis.network(focal)
    progress(2, 2, _("measuring and drawing"))
    return figure, ties


def _heads() -> list[str]:
    """The columns of the table of ties."""
    return [_("From"), _("To"), _("Kind"), _("Class"), _("Quotes"), _("First quote")]


def _remove(project: Project, tie: str) -> None:
    project.ties.remove(tie)


def _class_of(row: TieRow) -> TieClass:
    return TieClass.NEGATIVE if row.negative else TieClass(row.tie_class)


def _drawing(figure: NetworkFigure) -> Drawing:
    """The figure as plain values; a tie's kind is its id, by which its quotes are found."""
    graph = figure.shown
    nodes = [Node(n.key, n.label, n.group or "", mentioned=not n.interviewed) for n in graph.nodes]
    ties = [
        Tie(
            t.a,
            t.b,
            TieClass.NEGATIVE if t.negative else TieClass(graph.class_of(t)),
            directed=t.directed,
            kind=t.key,
        )
        for t in graph.ties
    ]
    order = tuple(dict.fromkeys(n.group or "" for n in figure.graph.nodes))
    return Drawing(nodes, ties, figure.positions, figure.group_names, order)
