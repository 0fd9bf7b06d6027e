"""Attributes: described, read in from a table, beside quotes, over each other, and divided: value for money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import DataTable, Static

from qualcode.errors import BadInput
from qualcode.i18n import _
from qualcode.tui.analyses import attribute_tables as tables
from qualcode.tui.analyses.attribute_import import read_attributes
from qualcode.tui.analyses.chosen import keep, recall
from qualcode.tui.analyses.tabled import write_table
from qualcode.tui.analyses.way_bar import WayBar
from qualcode.tui.desk import Desk
from qualcode.tui.doing import CalledOff, Doing
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.forms import Field, Form, Line
from qualcode.tui.going import Go, Where
from qualcode.tui.grid import CellChosen, CellOpened
from qualcode.tui.heat import HeatMatrix, HeatRow
from qualcode.tui.page import COMMON, Page, RunningHead, spoken
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.descriptions import AttributeCross, Description, JointDisplay, ValueForMoney

LIST, JOINT, CROSS, VALUE = "list", "joint", "cross", "value"
WAYS = (LIST, JOINT, CROSS, VALUE)
GROUP = "group"
RATIOS = ("budget", "spent", "cost", "result", "target")


@dataclass(frozen=True)
class Asked:
    """What a person wants to see."""

    way: str = LIST
    attribute: str = ""
    """Empty: the first."""
    codes: tuple[str, ...] = ()
    """Empty: the branches of the codebook."""
    by: str = GROUP
    value: tuple[tuple[str, str], ...] = field(default=())
    """Attributes by what they hold; `per` as NAME=VALUE."""


@dataclass(frozen=True)
class Found:
    """What the project says."""

    described: Sequence[Description]
    joint: JointDisplay | None = None
    cross: AttributeCross | None = None
    value: ValueForMoney | None = None
    why: str = ""
    """Why there is nothing to show, with `{key}` for the key that chooses."""


def way_word(way: str, short: bool = False) -> str:
    """What is shown, in the person's language."""
    if short:
        return {LIST: _("List"), JOINT: _("Quotes"), CROSS: _("Cross"), VALUE: _("Value for money")}[way]
    return {
        LIST: _("Described"),
        JOINT: _("Beside quotes"),
        CROSS: _("Over each other"),
        VALUE: _("Value for money"),
    }[way]


class AttributesPage(Page):
    """A list with the attribute in focus below it, or what it is crossed with."""

    DEFAULT_CSS = """
    AttributesPage DataTable { height: 4fr; padding: 0 1; }
    AttributesPage #about { height: 5fr; padding: 0 1; background: $surface; scrollbar-size-vertical: 1; }
    AttributesPage.-joint #about { height: 40%; }
    AttributesPage.-cross #about { height: 3; }
    AttributesPage.-value #about { background: $background; }
    AttributesPage #words { height: auto; }
    AttributesPage #legend { height: auto; max-height: 2; padding: 0 1; color: $page-muted; }
    AttributesPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                            color: $page-muted; padding: 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", _("Quotes"), id="attributes.open", priority=True, key_display="⏎",
                tooltip=_("From an attribute to its quotes, from a figure to the quotes behind it")),
        Binding("b", "other(1)", _("Table"), id="attributes.by", tooltip=_("The next way to look at attributes")),
        Binding("o", "choose", _("Choose"), id="attributes.choose",
                tooltip=_("Choose attributes, codes, or what was planned, spent and reached")),
        Binding("i", "import", _("Import"), id="attributes.import",
                tooltip=_("Read a table of attributes in, CSV or XLSX; what does not fit is told line by line")),
        Binding("t", "table", _("Figures"), id="attributes.table", tooltip=_("Bars, or plain figures")),
        *COMMON,
        Binding("w", "write", _("Write"), id="attributes.write", tooltip=_("Write the table to a CSV file")),
        Binding("B", "other(-1)", _("Table before"), id="attributes.by_before", show=False,
                tooltip=_("The way before to look at attributes")),
        *(Binding(str(n), f"way('{way}')", way_word(way), id=f"attributes.{way}", show=False,
                  tooltip=_("Look at attributes so")) for n, way in enumerate(WAYS, 1)),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked: Asked = recall(desk, "attributes", Asked())
        self._found: Found | None = None
        self._filled: Asked | None = None
        """What was asked for to get what stands there."""
        self._plain = False
        self._lines: Sequence[tables.JointLine] = ()

    def body(self) -> ComposeResult:
        """Ways, a table of one kind or another, and the one in focus below."""
        yield WayBar("attributes", WAYS, way_word)
        yield FittedTable()
        yield HeatMatrix()
        yield Static(_("reading …"), id="empty", markup=False)
        yield Static(id="legend", markup=False)
        with VerticalScroll(id="about"):
            yield Static(id="words", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Attributes")

    def on_mount(self) -> None:
        """Begin with a word that something is read."""
        self._lay(None, _("reading …"))

    def on_resize(self, event: events.Resize) -> None:
        """Bars as wide as there is room."""
        self.call_after_refresh(self._explain)

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self._fetch()

    # -- fetching and showing -------------------------------------------------------------------------------------

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        asked = self._asked

        def find(project: Project, doing: Doing) -> Found:
            doing(0, 1, _("counting"))
            return looked(project, asked)

        try:
            with self.begun() as doing:
                self._found = await self.desk.read(lambda project: find(project, doing))
        except CalledOff:
            if self._filled is None:
                self._lay(None, _("Called off. {key} counts again.", key=key_for(f"attributes.{asked.way}")))
            else:
                self._asked = self._filled
            return
        self._fill(self._found, asked)

    def _fill(self, found: Found, asked: Asked) -> None:
        self.query_one(WayBar).show(asked.way, named(found, asked))
        head = _("Attributes") if asked.way == LIST else way_word(asked.way)
        self.query_one(RunningHead).show(place=head)
        self._lay(asked.way, found.why.replace("{key}", spoken(self, _key(found, asked))))
        anew, self._filled = self._filled != asked, asked
        if found.why:
            return
        table, legend = self.query_one(FittedTable), self.query_one("#legend", Static)
        if asked.way == LIST:
            heads, lines = tables.list_lines([one.row for one in found.described])
            names = [one.row.name.casefold() for one in found.described]
            table.show(heads, lines, numbers=(3, 4, 5))
            if asked.attribute.casefold() in names:
                table.move_cursor(row=names.index(asked.attribute.casefold()))
            legend.update("")
        elif found.joint is not None:
            heads, lines, self._lines = tables.joint_lines(found.joint)
            table.show(heads, lines, numbers=(2,))
            if anew:
                table.move_cursor(row=0)
            said = _("k of n who speak and have the value; the first quote stands beside it")
            legend.update(f"{said} · n: {found.joint.counts}")
        elif found.cross is not None:
            columns, rows = tables.cross_cells(found.cross)
            known: Any = found.cross.as_json()
            self.query_one(HeatMatrix).show(columns, rows, "n", found.cross.first)
            missing = f"{known['definitions']['missing']}: {known['missing']}"
            legend.update(" · ".join([_("(%) of the row"), missing, *known["warnings"]]))
        self.call_after_refresh(self._explain)

    def _lay(self, way: str | None, instead: str) -> None:
        """Show what this way needs, or words in its place."""
        shown = {"#empty": bool(instead), "#legend": way in (JOINT, CROSS), "#about": way is not None,
                 "FittedTable": way in (LIST, JOINT), "HeatMatrix": way == CROSS}  # fmt: skip
        for name, wanted in shown.items():
            self.query_one(name).display = wanted if name == "#empty" else wanted and not instead
        self.query_one("#empty", Static).update(instead)
        for one in WAYS:
            self.set_class(one == way, f"-{one}")
        first = {CROSS: "HeatMatrix", VALUE: "#about"}.get(way or "", "FittedTable")
        if self.is_current:
            self.query_one(first).focus()

    def on_data_table_row_highlighted(self) -> None:
        """Say the one in focus in full."""
        self._explain()

    def on_cell_chosen(self, message: CellChosen[HeatRow]) -> None:
        """Say in words what the cell says."""
        self._explain()

    def _explain(self) -> None:
        found, way = self._found, self._asked.way
        if found is None or found.why or not self.is_attached:
            return
        at, matrix, text = self.query_one(DataTable).cursor_row, self.query_one(HeatMatrix), Text()
        if way == LIST and at < len(found.described):
            width = max(self.query_one("#about").size.width - 2, 20)
            text = tables.described(found.described[at], width, table=self._plain)
        elif way == JOINT and found.joint is not None and at < len(self._lines):
            text = tables.joint_words(found.joint, *self._lines[at])
        elif way == CROSS and found.cross is not None and matrix.chosen is not None:
            text = tables.cross_words(found.cross, int(str(matrix.chosen.id)), matrix.column)
        elif way == VALUE and found.value is not None:
            text = tables.value_card(found.value)
        self.query_one("#words", Static).update(text)
        self.query_one("#about").scroll_home(animate=False)

    # -- what a person asks for -----------------------------------------------------------------------------------

    def on_data_table_row_selected(self) -> None:
        """A second click on the same row opens it."""
        self.action_open()

    def on_cell_opened(self, message: CellOpened[HeatRow]) -> None:
        """A second click on the same cell opens it."""
        self.action_open()

    def action_open(self) -> None:
        """From an attribute to its quotes; from a figure to the quotes behind it."""
        found, at, matrix = self._found, self.query_one(DataTable).cursor_row, self.query_one(HeatMatrix)
        if found is None or found.why:
            return
        if self._asked.way == LIST:
            self._ask(replace(self._here(), way=JOINT))
        elif self._asked.way == JOINT and at < len(self._lines):
            self.post_message(Go(Where.QUOTES, query=self._lines[at][1].query))
        elif found.cross is not None and matrix.chosen is not None:
            row, last = int(str(matrix.chosen.id)), len(found.cross.table.columns)
            if matrix.column < last:
                self.post_message(Go(Where.QUOTES, query=found.cross.query(row, matrix.column)))

    def _here(self) -> Asked:
        """What is asked for, with the attribute in focus where the list is shown."""
        found, at = self._found, self.query_one(DataTable).cursor_row
        if self._asked.way != LIST or found is None or at >= len(found.described):
            return self._asked
        return replace(self._asked, attribute=found.described[at].row.name)

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        keep(self.desk, "attributes", asked)
        self._fetch()

    def on_way_bar_taken(self, message: WayBar.Taken) -> None:
        """A click on a way."""
        self.action_way(message.way)

    def action_way(self, way: str) -> None:
        """Look at attributes so."""
        self._ask(replace(self._here(), way=way))

    def action_other(self, step: int) -> None:
        """The next or previous way."""
        self.action_way(WAYS[(WAYS.index(self._asked.way) + step) % len(WAYS)])

    def action_leave(self) -> None:
        """From another way back to the list, from there to where one came from."""
        if not self.busy and self._asked.way != LIST:
            self.action_way(LIST)
        else:
            super().action_leave()

    def action_table(self) -> None:
        """Bars, or plain figures."""
        self._plain = not self._plain
        self._explain()

    @work
    async def action_import(self) -> None:
        """Read a table of attributes in."""
        await read_attributes(self.desk)

    @work
    async def action_choose(self) -> None:
        """Ask what is to be shown."""
        asked = self._here()
        known = list(dict.fromkeys(one.row.name for one in self._found.described)) if self._found else []
        attribute = Line("attribute", _("Attribute"), asked.attribute, known=known, needed=True)
        values = dict(asked.value)
        fields: Sequence[Field] = {
            CROSS: [attribute, Line("by", _("Over which: an attribute, or group"), asked.by, known=[GROUP, *known], needed=True)],
            VALUE: [
                *(Line(name, _ratio_label(name), values.get(name, ""), known=known) for name in RATIOS),
                Line("per", _("Cost for each that has this value"), values.get("per", ""),
                     hint=_("e.g. {example}", example="status=berlanjut")),
            ],
        }.get(asked.way, [attribute, Line("codes", _("Codes, with spaces (empty: the branches)"), " ".join(asked.codes))])  # fmt: skip
        way = JOINT if asked.way == LIST else asked.way
        answers = await self.app.push_screen_wait(Form(way_word(way), fields, button=_("Count")))
        if answers is None:
            return
        if way == VALUE:
            self._ask(replace(asked, value=tuple((name, said) for name, said in answers.items() if said)))
            return
        codes = tuple(answers.get("codes", " ".join(asked.codes)).replace(",", " ").split())
        self._ask(
            replace(
                asked, way=way, attribute=answers["attribute"], codes=codes, by=answers.get("by", asked.by)
            )
        )

    @work
    async def action_write(self) -> None:
        """Write what is shown to a CSV file."""
        from qualcode.project.descriptions import description_table

        found, asked = self._found, self._asked
        if found is None or found.why:
            return
        match asked.way:
            case "joint" if found.joint is not None:
                await write_table(self, f"{found.joint.attribute}-code", found.joint.table)
            case "cross" if found.cross is not None:
                await write_table(self, f"{found.cross.first}-{found.cross.second}", found.cross.sheet)
            case "value" if found.value is not None:
                await write_table(self, "value", found.value.table)
            case _:
                await write_table(self, "attributes", lambda: description_table(found.described))


def looked(project: Project, asked: Asked) -> Found:
    """What the project says; where it cannot, why and what to do."""
    described = project.attributes.describe()
    if not described:
        return Found(
            described,
            why=_("No attributes yet: age, work, status or anything else of informants, groups and sources.")
            + "\n"
            + _("{key} reads a table of them in."),
        )
    name = asked.attribute or described[0].row.name
    try:
        match asked.way:
            case "joint":
                return _beside_quotes(project, described, name, asked.codes)
            case "cross":
                return Found(described, cross=project.attributes.cross(name, asked.by))
            case "value":
                return _divided(project, described, dict(asked.value))
    except BadInput as error:
        return Found(described, why=f"{error.message}\n" + _("Press {key} to choose anew."))
    return Found(described)


def _beside_quotes(
    project: Project, described: Sequence[Description], name: str, codes: Sequence[str]
) -> Found:
    wanted = codes or [row.code for row in project.codebook.list(counts=False) if row.depth == 1]
    if not wanted:
        return Found(described, why=_("The codebook is empty, so there is nothing to put beside it."))
    found = project.attributes.joint(name, wanted)
    if not found.values:
        return Found(described, why=_("Nobody who has {name} speaks in a source.", name=found.attribute))
    return Found(described, joint=found)


def _divided(project: Project, described: Sequence[Description], values: dict[str, str]) -> Found:
    if not values:
        why = _("Which attributes hold what was planned, spent and reached? Press {key} to choose them.")
        return Found(described, why=why)
    per, _equals, value = values.pop("per", "").partition("=")
    pair = (per.strip(), value.strip()) if per.strip() and value.strip() else None
    return Found(described, value=project.attributes.value(**values, per=pair))


def named(found: Found, asked: Asked) -> str:
    """What stands behind the way that is taken."""
    if found.joint is not None:
        return found.joint.attribute
    if found.cross is None:
        return ""
    second = _("group") if found.cross.second == "group" else found.cross.second
    return f"{found.cross.first} × {second}"


def _key(found: Found, asked: Asked) -> str:
    return "attributes.choose" if found.described else "attributes.import"


def _ratio_label(name: str) -> str:
    return {
        "budget": _("What was planned to be spent"),
        "spent": _("What was spent"),
        "cost": _("What the result cost"),
        "result": _("What was reached"),
        "target": _("What was to be reached"),
    }[name]
