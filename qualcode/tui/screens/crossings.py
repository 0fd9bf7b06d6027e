"""Outcomes by periods, branches of the codebook against each other, and problems with their causes and solutions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from textual import work
from textual.binding import Binding, BindingType

from qualcode.i18n import _
from qualcode.tui.analyses.chosen import keep, recall
from qualcode.tui.analyses.crossing import BRANCHES, CASE, SOURCE, TURN, WAYS, Crossed, crossing, way_word
from qualcode.tui.analyses.tabled import Shown, TablePage
from qualcode.tui.analyses.way_bar import WayBar
from qualcode.tui.desk import Desk
from qualcode.tui.doing import Doing
from qualcode.tui.forms import Field, Form, Line, Pick, PickLong
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.grid import CellOpened
from qualcode.tui.heat import HeatRow
from qualcode.tui.page import COMMON, spoken
from qualcode.tui.painting import lines_name, one_line

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.codings import CodingRow


class CrossingsPage(TablePage):
    """The table that was chosen, and in words what its cell says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "other(1)", _("Table"), id="crossings.by", tooltip=_("The next kind of crossing")),
        Binding("o", "choose", _("Choose"), id="crossings.choose",
                tooltip=_("Choose outcome and periods, or the branches that meet")),
        Binding("n", "layer(1)", _("Layer"), id="crossings.layer", tooltip=_("The next layer of the table")),
        Binding("w", "write", _("Write"), id="crossings.write", tooltip=_("Write the table to a CSV file")),
        *COMMON,
        Binding("p", "layer(-1)", _("Layer before"), id="crossings.layer_before", show=False,
                tooltip=_("The layer before")),
        Binding("B", "other(-1)", _("Table before"), id="crossings.by_before", show=False,
                tooltip=_("The kind of crossing before")),
        *(Binding(str(n), f"way('{way}')", way_word(way), id=f"crossings.{way}", show=False,
                  tooltip=_("Show this table")) for n, way in enumerate(WAYS, 1)),
    ]  # fmt: skip
    WAYS = WAYS
    PART = "crossings"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked: Crossed = recall(desk, "crossings", Crossed())

    def place(self) -> str:
        """This page."""
        return _("Crossings")

    def way_word(self, way: str, short: bool) -> str:
        """What a way is called."""
        return way_word(way, short)

    @property
    def asked(self) -> Crossed:
        """What is to be shown."""
        return self._asked

    def take_back(self, asked: Any) -> None:
        """What is shown is asked for again."""
        self._asked = asked

    def compute(self, asked: Any) -> Callable[[Project, Doing], Shown]:
        """The table of a way."""
        return lambda project, doing: crossing(project, asked, doing)

    def _ask(self, asked: Crossed) -> None:
        self._asked = asked
        keep(self.desk, "crossings", asked)
        self.fetch()

    # -- what a person asks for -----------------------------------------------------------------------------------

    def on_way_bar_taken(self, message: WayBar.Taken) -> None:
        """A click on a way."""
        self.action_way(message.way)

    def action_way(self, way: str) -> None:
        """Show this table."""
        self._ask(replace(self._asked, way=way))

    def action_other(self, step: int) -> None:
        """The next or previous table."""
        self.action_way(WAYS[(WAYS.index(self._asked.way) + step) % len(WAYS)])

    def action_layer(self, step: int) -> None:
        """Another layer of a table that has some."""
        if self._asked.way == BRANCHES and self._asked.layers:
            self._ask(replace(self._asked, layer=self._asked.layer + step))
        else:
            self.app.notify(
                _("This table has no layers; {key} chooses them", key=spoken(self, "crossings.choose")),
                timeout=3,
                markup=False,
            )

    @work
    async def action_choose(self) -> None:
        """Ask what is to be crossed."""
        asked = self._asked
        attributes, coders = await self.desk.read(
            lambda project: (
                list(project.analysis.attributes()),
                [row.name for row in project.coders.list()],
            )
        )
        of_coder = Line("coder", _("Only what this coder set (empty: everybody but second coders)"),
                        asked.coder or "", known=coders)  # fmt: skip
        fields: list[Field] = []
        if asked.way == CASE and attributes:
            fields = [
                PickLong("outcome", _("The attribute that holds the outcome"),
                         [(name, name) for name in attributes], asked.outcome, needed=True),
                Line("periods", _("Periods, the first one first, with commas (empty: those in use)"),
                     ", ".join(asked.periods)),
                Line("codes", _("Codes, with spaces (empty: all)"), " ".join(asked.codes)),
            ]  # fmt: skip
        elif asked.way == BRANCHES:
            fields = [
                Line("rows", _("Rows: a code for what is below it, or several"), " ".join(asked.rows), needed=True),
                Line("columns", _("Columns: the same"), " ".join(asked.columns), needed=True),
                Line("layers", _("Layers: the same (empty: one table)"), " ".join(asked.layers)),
                Pick("within", _("They meet"), [(TURN, _("in one turn")), (SOURCE, _("in one source"))], asked.within),
            ]  # fmt: skip
        answers = await self.app.push_screen_wait(
            Form(way_word(asked.way), [*fields, of_coder], button=_("Count"), seeks=True)
        )
        if answers is None:
            return
        given: dict[str, tuple[str, ...]] = {
            name: tuple(answers[name].replace(",", " ").split())
            for name in ("codes", "rows", "columns", "layers")
            if name in answers
        }
        if "periods" in answers:
            named = (" ".join(part.split()) for part in answers["periods"].split(","))
            given["periods"] = tuple(filter(None, named))
        plain = {name: answers[name] for name in ("outcome", "within") if name in answers}
        self._ask(replace(asked, layer=0, coder=answers["coder"] or None, **given, **plain))  # type: ignore[arg-type]

    # -- the passages behind links --------------------------------------------------------------------------------

    def on_cell_opened(self, message: CellOpened[HeatRow]) -> None:
        """Show the quotes behind the cell; of linked codings the passages themselves."""
        shown = self.shown
        if shown is not None and shown.passages is not None and isinstance(message.row.id, int):
            message.prevent_default()
            self._show_passages(shown.passages(message.row.id))

    @work
    async def _show_passages(self, told: Sequence[tuple[str, UUID]]) -> None:
        """List passages, and go to the one that is chosen."""
        found: list[tuple[str, CodingRow]] = await self.desk.read(
            lambda project: [(what, project.codings.get(uid)) for what, uid in told]
        )
        options = [(str(n), f"{what}: {one_line(row.text, 60)}") for n, (what, row) in enumerate(found)]
        details = [
            f"{row.code} · {row.source_name} {lines_name(row.lines)}: {' '.join(row.text.split())}"
            for _what, row in found
        ]
        form = Form(
            way_word(self._asked.way),
            [PickLong("passage", _("Passages that are linked"), options, "0", details=details)],
            button=_("Read"),
        )
        answers = await self.app.push_screen_wait(form)
        if answers is not None:
            row = found[int(answers["passage"])][1]
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(row.source), row.start, row.end)))
