"""What pages of figures have in common: ways by digits, a table of cells with their words, quotes and a CSV file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.widgets import Static

from qualcode.i18n import _
from qualcode.tui.analyses.way_bar import WayBar
from qualcode.tui.cut import Cut
from qualcode.tui.desk import Desk
from qualcode.tui.doing import CalledOff, Doing
from qualcode.tui.forms import Answers
from qualcode.tui.going import Go, Where
from qualcode.tui.grid import CellChosen, CellOpened
from qualcode.tui.heat import HeatColumn, HeatMatrix, HeatRow
from qualcode.tui.page import Page, RunningHead, spoken
from qualcode.tui.said_keys import key_for
from qualcode.tui.writing_out import write_out

if TYPE_CHECKING:
    from pathlib import Path

    from qualcode.project import Project
    from qualcode.project.facet import Progress
    from qualcode.project.spreadsheets import Sheet


@dataclass(frozen=True)
class Shown:
    """A table as a page shows it; rows bear whole numbers as ids, and columns are counted from 0."""

    title: str
    """What stands at the head of the page."""
    name: str
    """What a file of it is called."""
    sheet: Callable[[], Sheet]
    """What a file of it holds."""
    columns: Sequence[HeatColumn] = ()
    rows: Sequence[HeatRow] = ()
    total: str = ""
    """The head of the last column, which stays; empty where there is none."""
    head: str = ""
    """The head of the rows; empty: codes."""
    legend: str = ""
    empty: str = ""
    """What stands there where there is no table: why, and what to do; `{key}` is the key of `key`."""
    key: str = ""
    """The name of a binding."""
    more: str = ""
    """What stands behind the way that is taken."""
    words: Callable[[int, int], Text] = lambda _row, _column: Text()
    """What a cell says, in words."""
    query: Callable[[int, int], str] = lambda _row, _column: ""
    """What finds the quotes behind a cell."""
    passages: Callable[[int], Sequence[tuple[str, UUID]]] | None = None
    """Codings behind a row, each with what it is there, where no query finds just these."""
    silent: str = ""
    """Why a cell has no quotes, where its query is empty."""


class TablePage(Page):
    """A table of figures, and in words what the cell in focus says; a subclass computes it with `compute`."""

    DEFAULT_CSS = """
    TablePage #words { height: 4; padding: 0 1; background: $surface; overflow-y: auto; scrollbar-size-vertical: 1; }
    TablePage.-low #words { height: 3; }
    TablePage #legend { height: auto; max-height: 2; padding: 0 1; color: $page-muted; }
    TablePage.-lowest #legend { max-height: 1; }
    TablePage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                       color: $page-muted; padding: 0 2; }
    """
    WAYS: Sequence[str] = ()
    """What the page can show, in the order of their digits."""
    PART = ""
    """With a way, the name of its binding."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: Shown | None = None
        """What stands there now."""
        self.shown_for: Any = None
        """What was asked for to get it."""

    def body(self) -> ComposeResult:
        """Ways, table, what the cell says."""
        yield WayBar(self.PART, self.WAYS, self.way_word)
        yield HeatMatrix()
        yield Static(_("reading …"), id="empty", markup=False)
        yield Cut("legend")
        yield Static(id="words", markup=False)

    def on_mount(self) -> None:
        """Begin in the table."""
        self.say(_("reading …"))
        self.query_one(HeatMatrix).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Leave more to the table where there is little room."""
        self.set_class(event.size.height < 30, "-low")
        self.set_class(event.size.height < 20, "-lowest")

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self.fetch()

    # -- what a subclass says -------------------------------------------------------------------------------------

    def way_word(self, way: str, short: bool) -> str:
        """What a way is called."""
        return way

    @property
    def asked(self) -> Any:
        """What is to be shown, as a value; its `way` is one of WAYS."""
        raise NotImplementedError

    def take_back(self, asked: Any) -> None:
        """What is shown is asked for again, for what a person wanted was called off."""

    def compute(self, asked: Any) -> Callable[[Any, Doing], Shown]:
        """What finds it in the project; runs in a thread of its own."""
        raise NotImplementedError

    # -- fetching and showing -------------------------------------------------------------------------------------

    @work(exclusive=True, group="fetch")
    async def fetch(self) -> None:
        """Compute and show what is asked for now."""
        asked = self.asked
        find = self.compute(asked)
        try:
            with self.begun() as doing:
                shown = await self.desk.read(lambda project: find(project, doing))
        except CalledOff:
            if self.shown is None:
                self.say(_("Called off. {key} counts again.", key=key_for(f"{self.PART}.{asked.way}")))
            else:
                self.take_back(self.shown_for)
            return
        self.shown, self.shown_for = shown, asked
        self.show(shown)

    def show(self, shown: Shown) -> None:
        """Show a table that was computed."""
        self.query_one(WayBar).show(self.shown_for.way, shown.more)
        self.query_one(RunningHead).show(place=shown.title)
        self.query_one("#legend", Static).update(shown.legend)
        self.say(shown.empty.replace("{key}", spoken(self, shown.key)))
        if not shown.empty:
            self.query_one(HeatMatrix).show(shown.columns, shown.rows, shown.total, shown.head)

    def say(self, instead: str) -> None:
        """Words instead of the table, or the table."""
        empty = self.query_one("#empty", Static)
        empty.update(instead)
        empty.display = bool(instead)
        self.query_one(HeatMatrix).display = not instead
        if instead:
            self.query_one("#words", Static).update("")

    def on_cell_chosen(self, message: CellChosen[HeatRow]) -> None:
        """Say in words what the cell says."""
        if self.shown is not None and isinstance(message.row.id, int):
            words = self.query_one("#words", Static)
            words.update(self.shown.words(message.row.id, message.column))
            words.scroll_home(animate=False)

    def on_cell_opened(self, message: CellOpened[HeatRow]) -> None:
        """Show the quotes behind the cell."""
        if self.shown is None or not isinstance(message.row.id, int):
            return
        query = self.shown.query(message.row.id, message.column)
        if query:
            self.post_message(Go(Where.QUOTES, query=query))
        elif self.shown.silent:
            self.app.notify(self.shown.silent, timeout=3, markup=False)

    @work
    async def action_write(self) -> None:
        """Write what is seen to a CSV file."""
        if self.shown is not None and not self.shown.empty:
            await write_table(self, self.shown.name, self.shown.sheet)


async def write_table(page: Page, name: str, sheet: Callable[[], Sheet]) -> None:
    """Ask where to, and write a table there as a CSV file; what could tell who somebody is stops it."""

    def write(project: Project, file: Path, _answers: Answers, progress: Progress, accepted: bool) -> None:
        progress(0, 1, _("writing"))
        project.analysis.export_sheet(*sheet(), file, accept_leaks=accepted)

    await write_out(page, _("Write the table"), _in_words(name), [(".csv", "CSV")], write, people=True)


def _in_words(name: str) -> str:
    """What a table is of, as files are called in the person's language; codes and attributes are what they are."""
    known = {
        "group": _("group"),
        "informant": _("informant"),
        "method": _("method"),
        "wave": _("wave"),
        "attr": _("attribute"),
        "cooccurrence": _("co-occurrence"),
        "density": _("density"),
        "rank": _("ranks"),
        "overlap": _("overlapping"),
        "within": _("near each other"),
        "followed": _("one after the other"),
        "period": _("period"),
        "table": _("table"),
        "case": _("outcome"),
        "branches": _("branches"),
        "chains": _("chains"),
        "links": _("links"),
        "saturation": _("saturation"),
    }
    return "-".join(known.get(part, part) for part in name.split("-"))
