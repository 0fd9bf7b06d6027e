"""Networks of people and of codes: drawn, around one node, as a matrix, as tables of ties and of measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import ContentSwitcher, DataTable, Static

from qualcode.i18n import _, ngettext
from qualcode.tui.coding_forms import tie_form, tie_types
from qualcode.tui.cut import Cut
from qualcode.tui.doing import CalledOff
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.forms import Ask, Form, PickLong
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.graph import GraphCanvas, Node, Sociomatrix
from qualcode.tui.graph.code_picture import network_name, picture_of_codes
from qualcode.tui.graph.few import few_people
from qualcode.tui.graph.measures_table import MeasuresTable
from qualcode.tui.graph.people import picture_of_people
from qualcode.tui.graph.picture import Picture
from qualcode.tui.graph_files import write_codes, write_people
from qualcode.tui.grid import CellOpened
from qualcode.tui.page import COMMON, Page, RunningHead, key_of
from qualcode.tui.painting import one_line
from qualcode.tui.tie_quotes import show_tie_quotes

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.facet import Progress
    from qualcode.project.sociogram import TieRow

_VIEWS = ("canvas", "matrix", "ties", "measures")
_GRAPHS = ("ties", "codes", "code-informant")


class NetworkPage(Page):
    """Four views of the same graph; Tab goes from one to the next, c from people to codes."""

    DEFAULT_CSS = """
    NetworkPage ContentSwitcher { height: 1fr; }
    NetworkPage DataTable { height: 1fr; padding: 0 1; }
    NetworkPage #facts { height: auto; max-height: 3; padding: 0 1; background: $surface; }
    NetworkPage #about { height: 2; padding: 0 1; background: $surface; }
    NetworkPage.high #about { height: 3; }
    NetworkPage #warnings { height: auto; padding: 0 1; color: $page-muted; }
    NetworkPage.measuring #about { height: 4; }
    NetworkPage.low #about { height: 1; }
    NetworkPage.low.measuring #about { height: 3; }
    NetworkPage.low #facts { max-height: 2; }
    NetworkPage.low #warnings { display: none; }
    NetworkPage.all #warnings { display: block; }
    NetworkPage #signs { display: none; height: 1; padding: 0 1; color: $page-muted; text-wrap: nowrap;
                         text-overflow: ellipsis; }
    NetworkPage.signed #signs { display: block; }
    NetworkPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                         color: $page-muted; padding: 0 4; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "view(1)", _("Other view"), id="network.view", priority=True,
                tooltip=_("Drawing, matrix, table of ties, measures")),
        Binding("shift+tab", "view(-1)", _("View before"), id="network.view_back", show=False, priority=True,
                tooltip=_("The view before")),
        Binding("a", "add", _("Add tie"), id="network.add", tooltip=_("Record a tie")),
        Binding("c", "graph", _("Codes"), id="network.graph",
                tooltip=_("Ties of people, codes that share words, who mentions which code")),
        Binding("w", "export", _("Write"), id="network.export", tooltip=_("Write the graph to a file")),
        *COMMON,
        Binding("g", "focal", _("Group"), id="network.focal", show=False,
                tooltip=_("Only the ties of one group, or all")),
        Binding("t", "wave", _("Time"), id="network.wave", show=False,
                tooltip=_("Only the ties that were told at one time; everybody keeps the same place")),
        Binding("x,delete", "remove", _("Remove"), id="network.remove", show=False, tooltip=_("Remove a tie")),
        Binding("i", "warnings", _("Cautions"), id="network.warnings", show=False,
                tooltip=_("What these numbers do not say, in full")),
    ]  # fmt: skip

    def body(self) -> ComposeResult:
        """The four views, and what there is to say."""
        with ContentSwitcher(initial="canvas"):
            yield GraphCanvas(id="canvas")
            yield Sociomatrix(id="matrix")
            yield FittedTable(id="ties")
            yield MeasuresTable(id="measures")
        yield Static(id="signs", markup=False)
        yield Static(id="empty", markup=False)
        yield Cut("facts")
        yield Cut("about")
        yield Static(id="warnings", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Network")

    def on_mount(self) -> None:
        """Fetch the graph."""
        self._ties: dict[str, TieRow] = {}
        self._graph = _GRAPHS[0]
        self._focal: str | None = None
        self._wave: int | None = None
        self._waves: Sequence[int] = ()
        self._picture: Picture | None = None
        self.query_one(GraphCanvas).focus()

    def on_resize(self, event: events.Resize) -> None:
        """In a low window the words leave room for the graph."""
        self.set_class(event.size.height < 20, "low")
        self.set_class(event.size.height >= 30, "high")

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        graph, focal, wave = self._graph, self._focal, self._wave
        try:
            with self.begun() as doing:
                picture, ties, self._waves = await self.desk.read(
                    lambda project: _laid_out(project, graph, focal, wave, doing)
                )
        except CalledOff:
            self._called_off()
            return
        other = self._picture is None or self._picture.heads != picture.heads
        self._picture = picture
        self._ties = {str(row.id): row for row in ties}
        self.query_one(GraphCanvas).show(picture.drawing, None if other else self.query_one(GraphCanvas).ego)
        self.query_one(Sociomatrix).show(picture.drawing)
        self._explain_signs()
        self.query_one(FittedTable).show(
            picture.heads,
            picture.lines,
            keys=picture.keys,
            numbers=picture.numbers,
            spare=(7,) if graph == "ties" else (),  # the first quote: Enter shows all of them
        )
        self.query_one(MeasuresTable).show(picture.measures, _("Node"))
        self.query_one(RunningHead).show(place=self._where())
        self._show_empty(self._few() if not picture.drawing.nodes else "")
        self._say()

    def _where(self) -> str:
        """The graph, and which part of it."""
        parts = [] if self._graph == "ties" else [network_name(self._graph)]
        parts += [self._focal] if self._focal and self._graph == "ties" else []
        parts += [_("time {n}", n=self._wave)] if self._wave is not None and self._graph == "ties" else []
        return _("Network") + (f": {' · '.join(parts)}" if parts else "")

    def _few(self) -> str:
        """What to do next where the graph says little yet; empty where it is a graph."""
        if self._picture is None:
            return ""
        if self._graph != "ties":
            return self._picture.few
        return few_people(self, self._picture, self._focal, self._wave)

    def _called_off(self) -> None:
        """What was drawn stays; where nothing was, the page says how to go on."""
        if self._picture is None:
            self._show_empty(_("Called off. Go back and come again to see the network."))

    def _show_empty(self, instead: str) -> None:
        """Words instead of the graph, or the graph."""
        empty = self.query_one("#empty", Static)
        empty.update(instead)
        empty.display = bool(instead)
        for part in (
            self.query_one(ContentSwitcher),
            *(self.query_one(f"#{name}") for name in ("facts", "about")),
        ):
            part.display = not instead

    def _say(self) -> None:
        """The whole, the one in focus, and what must stand beside them."""
        picture = self._picture
        if picture is None:
            return
        few = self._few()
        text = Text(picture.facts if picture.drawing.ties else "")
        if few:
            text.append(("\n" if text else "") + few, "bold")
        self.query_one("#facts", Static).update(text)
        self.query_one("#about", Static).update(self._about())
        lines = [f"! {line}" for line in picture.warnings]
        if not self.has_class("all"):
            more = ngettext("{n} more", "{n} more", len(lines) - 1)
            beside = f" ({key_of(self, 'network.warnings')}: {more})" if len(lines) > 1 else ""
            lines = [one_line(lines[0], max(self.size.width - 2 - len(beside), 20)) + beside] if lines else []
        self.query_one("#warnings", Static).update("\n".join(lines))

    def _about(self) -> str:
        picture, view = self._picture, self.query_one(ContentSwitcher).current
        if picture is None:
            return ""
        if view == "measures":
            return self.query_one(MeasuresTable).explained()
        if view == "ties":
            row = self._row_here()
            return "" if row is None else picture.ties.get(str(row.id), "")
        if view == "matrix":
            return self._pair
        chosen = self.query_one(GraphCanvas).chosen
        return picture.about.get(chosen.id, "") if chosen else ""

    _pair = ""
    """What is to be said of the pair in focus in the matrix."""

    def on_graph_canvas_chosen(self, message: GraphCanvas.Chosen) -> None:
        """Say where this one stands."""
        self._say()

    def on_sociomatrix_chosen(self, message: Sociomatrix.Chosen) -> None:
        """Name the pair."""
        kinds = dict(tie_types())
        words = ", ".join(
            kinds.get(self._ties[t.kind].type, "") if t.kind in self._ties else t.sign for t in message.ties
        )
        self._pair = f"{message.row.label} – {message.column.label}" + (f": {words}" if words else "")
        self._say()

    def on_cell_chosen(self) -> None:
        """Explain the measure in focus."""
        self._say()

    def on_data_table_row_highlighted(self) -> None:
        """Name the tie in focus."""
        self._say()

    # -- the quotes behind ----------------------------------------------------------------------------------------

    def on_graph_canvas_opened(self, message: GraphCanvas.Opened) -> None:
        """Show the quotes behind somebody's ties, or of a code."""
        self._open_node(message.node)

    def on_cell_opened(self, message: CellOpened[tuple[str, str]]) -> None:
        """From a measure of a node to what stands behind its ties."""
        nodes = self._picture.drawing.nodes if self._picture else ()
        if node := next((one for one in nodes if one.id == message.row[0]), None):
            self._open_node(node)

    def on_sociomatrix_opened(self, message: Sociomatrix.Opened) -> None:
        """Show the quotes behind a pair's ties."""
        if self._graph == "ties":
            rows = [self._ties[tie.kind] for tie in message.ties if tie.kind in self._ties]
            self._quotes(f"{message.row.label} – {message.column.label}", rows)
        elif message.ties:
            self._ask(message.row.id, message.column.id)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Show the quotes behind a tie."""
        if self._graph == "ties":
            row = self._ties.get(str(event.row_key.value))
            if row is not None:
                self._quotes(f"{row.a} – {row.b}", [row])
        elif self._picture is not None:
            for tie in self._picture.drawing.ties:
                if tie.kind == event.row_key.value:
                    self._ask(tie.source, tie.target)

    def _open_node(self, node: Node) -> None:
        if self._graph == "ties":
            self._quotes(node.id, [row for row in self._ties.values() if node.id in (row.a, row.b)])
        else:
            self._ask(node.id)

    def _ask(self, *nodes: str) -> None:
        """Go to the quotes of codes and informants, by the names of their nodes."""
        from qualcode.analysis.query import Field, Term, both, written

        terms = [Term(Field(kind), name) for kind, _colon, name in (node.partition(":") for node in nodes)]
        self.post_message(Go(Where.QUOTES, query=written(both(*terms, Term(Field.COUNTED, "yes")))))

    @work
    async def _quotes(self, title: str, rows: list[TieRow]) -> None:
        await show_tie_quotes(self, title, rows)

    # -- what can be done -----------------------------------------------------------------------------------------

    def action_view(self, step: int) -> None:
        """The next view."""
        switcher = self.query_one(ContentSwitcher)
        place = (_VIEWS.index(switcher.current or _VIEWS[0]) + step) % len(_VIEWS)
        switcher.current = _VIEWS[place]
        self.set_class(_VIEWS[place] == "measures", "measuring")
        self._explain_signs()
        self.query_one(f"#{_VIEWS[place]}").focus()
        if _VIEWS[place] == "matrix":
            self.query_one(Sociomatrix).tell()
        self._say()

    def _explain_signs(self) -> None:
        """What the signs of the matrix mean, below it."""
        legend = self.query_one(Sociomatrix).legend()
        self.query_one("#signs", Static).update(legend)
        self.set_class(bool(legend) and self.query_one(ContentSwitcher).current == "matrix", "signed")

    def action_graph(self) -> None:
        """The next graph: people, codes, codes and informants."""
        self._graph = _GRAPHS[(_GRAPHS.index(self._graph) + 1) % len(_GRAPHS)]
        self._fetch()

    def action_wave(self) -> None:
        """Only the ties of the next time, or all again."""
        if self._picture is None:
            return
        if self._graph != "ties" or len(self._waves) < 2:
            self.app.notify(_("All ties were told at one time"), timeout=3, markup=False)
            return
        every = [None, *self._waves]
        self._wave = every[(every.index(self._wave) + 1) % len(every)] if self._wave in every else None
        self._fetch()

    def action_warnings(self) -> None:
        """All warnings in full, or the first."""
        self.toggle_class("all")
        self._say()

    @work
    async def action_add(self) -> None:
        """Record a tie without a quote."""
        chosen = self.query_one(GraphCanvas).chosen if self._graph == "ties" else None
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
        """Write what is shown to a file, for other programs or as a picture."""
        if self._graph == "ties":
            await write_people(self, self._focal, self._wave)
        else:
            await write_codes(self, self._graph)

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
            await self.desk.write("tie.remove", lambda project: project.ties.remove(chosen))

    def _row_here(self) -> TieRow | None:
        table = self.query_one(FittedTable)
        if not table.row_count:
            return None
        key = table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value
        return self._ties.get(str(key))

    def _rows_here(self) -> list[TieRow]:
        if self._graph != "ties":
            return []
        if self.query_one(ContentSwitcher).current == "ties":
            row = self._row_here()
            return [] if row is None else [row]
        node = self.query_one(GraphCanvas).chosen
        return [row for row in self._ties.values() if node and node.id in (row.a, row.b)]


def _laid_out(
    project: Project, graph: str, focal: str | None, wave: int | None, progress: Progress
) -> tuple[Picture, Sequence[TieRow], Sequence[int]]:
    """The graph, its ties where they are people's, and the times at which any were told."""
    progress(0, 2, _("reading the ties"))
    if graph != "ties":
        network = project.analysis.code_network(graph)
        branches: dict[str, str] = {}
        top = ""
        for code in project.codebook.list(counts=False):
            top = code.code if code.depth == 1 else top
            branches[code.code] = top
        progress(1, 2, _("measuring and drawing"))
        return picture_of_codes(network, branches), (), ()
    ties = project.ties.list()
    progress(1, 2, _("measuring and drawing"))
    figure = project.analysis.network(focal, wave=wave)
    picture = picture_of_people(figure, ties, project.ties.waves())
    progress(2, 2, _("measuring and drawing"))
    return picture, ties, [one.wave for one in figure.waves]
