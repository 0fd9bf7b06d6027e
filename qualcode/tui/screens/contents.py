"""The open project at a glance: its sources, how far each is coded, and where to go from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import DataTable, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.i18n import _, ngettext
from qualcode.tui.coder_form import choose_coder
from qualcode.tui.desk import Desk, Saving
from qualcode.tui.fitted_table import RowTable
from qualcode.tui.forms import Ask
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.page import BACK, COMMON, Page, RunningHead, key_of, spoken
from qualcode.tui.painting import fitted, one_line
from qualcode.tui.returning import Returning
from qualcode.tui.sharing import share
from qualcode.tui.source_forms import edit_source, method_name, read_in

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.overview import Overview, Waiting

_HIGH, _LOW = 4, 2
"""Lines for what is to be known of how the project is kept, in a window of some height and in a low one."""

LEAVING_SECONDS = 3.0
"""How soon behind the first press a second one closes the project."""


class SourceTable(RowTable):
    """The sources; tells when there is another number of lines for them."""

    class Fitted(Message):
        """The table has been laid out anew."""

    def on_resize(self) -> None:
        """Tell the page."""
        self.post_message(self.Fitted())


class ContentsPage(Page):
    """Sources as a table of contents; other pages by one key."""

    DEFAULT_CSS = """
    ContentsPage DataTable { height: 1fr; padding: 0 1; }
    ContentsPage #tally, ContentsPage #kept { height: auto; padding: 0 1; color: $page-muted; }
    ContentsPage #tally { text-wrap: nowrap; text-overflow: ellipsis; }
    ContentsPage #kept { max-height: 4; }
    ContentsPage #waiting, ContentsPage #waiting:focus { display: none; height: auto; max-height: 6; padding: 0 1;
        border: none; border-top: solid $page-rule; background: $background; scrollbar-size-vertical: 1; }
    ContentsPage.-low #waiting, ContentsPage.-low #waiting:focus { max-height: 3; border-top: none; }
    ContentsPage.-low #kept { max-height: 2; }
    ContentsPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                          color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "read", _("Read"), id="contents.read", key_display="⏎", show=False,
                tooltip=_("Open this source")),
        Binding("a", "add", _("Add"), id="contents.add", tooltip=_("Read files in as sources")),
        Binding("f", "go('findings')", _("Findings"), id="contents.findings", tooltip=_("Claims and their evidence")),
        Binding("t", "go('matrix')", _("Matrix"), id="contents.matrix", tooltip=_("Findings against groups")),
        Binding("n", "go('network')", _("Network"), id="contents.network", tooltip=_("The informant graph")),
        Binding("r", "go('report')", _("Report"), id="contents.report", tooltip=_("Write a report")),
        Binding("e", "edit", _("Edit"), id="contents.edit", show=False,
                tooltip=_("Correct name, method, informants, date and wave of this source")),
        *COMMON[:-1],
        replace(BACK, description=_("Projects"), tooltip=_("Close the project by a second press; all is saved")),
        Binding("k", "coder", _("Coder"), id="contents.coder", show=False,
                tooltip=_("As whom you code: choose, or add somebody")),
        Binding("c", "go('codebook')", _("Codebook"), id="contents.codebook", show=False,
                tooltip=_("Codes, categories and themes")),
        Binding("p", "go('people')", _("Informants"), id="contents.people", show=False,
                tooltip=_("Informants and mentioned actors")),
        Binding("q", "go('quotes')", _("Quotes"), id="contents.quotes", show=False,
                tooltip=_("Find coded quotes by codes, people, places and words.")),
        Binding("x", "go('matrices')", _("Matrices"), id="contents.matrices", show=False,
                tooltip=_("Codes against groups, informants, methods, times, attributes and codes")),
        Binding("s", "go('suggestions')", _("Suggestions"), id="contents.suggestions", show=False,
                tooltip=_("Codes proposed by cue words")),
        Binding("m", "go('memos')", _("Memos"), id="contents.memos", show=False,
                tooltip=_("Every memo of the project")),
        Binding("d", "go('ready')", _("Ready for the examination"), id="contents.ready", show=False,
                tooltip=_("Each finding as it will be defended, and what is open")),
        Binding("g", "go('agreement')", _("Agreement"), id="contents.agreement", show=False,
                tooltip=_("How far two or more coders agree")),
        Binding("l", "go('journal')", _("Change log"), id="contents.journal", show=False,
                tooltip=_("What was done, by whom, and back to any point")),
        Binding("b", "go('backups')", _("Backups"), id="contents.backups", show=False,
                tooltip=_("Copies kept by themselves: list them, bring one back")),
        Binding("w", "share", _("Share"), id="contents.share", show=False,
                tooltip=_("Write a copy for others, without real names")),
        Binding("right_curly_bracket", "wait('uncoded')", _("First uncoded"), id="contents.uncoded", show=False,
                tooltip=_("Read the first turn without a code")),
        Binding("v", "wait('reviews')", _("To look at again"), id="contents.reviews", show=False,
                tooltip=_("The first coding whose text was corrected")),
        Binding("o", "go('comments')", _("Comments"), id="contents.comments", show=False,
                tooltip=_("What reviewers remarked, and the answers")),
        Binding("y", "wait('unexplained')", _("Explain"), id="contents.unexplained", show=False,
                tooltip=_("The first finding with evidence and no explanation")),
        Binding("delete", "remove", _("Remove"), id="contents.remove", show=False, tooltip=_("Remove this source")),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kept = ""
        self._left_at = -LEAVING_SECONDS
        self._found: Overview | None = None
        self._wanted = ""
        """The source the cursor goes to as soon as it is listed."""
        self._returning = Returning()

    def body(self) -> ComposeResult:
        """The table, or what to do where it is empty; what waits; what there is."""
        yield SourceTable(cursor_type="row", zebra_stripes=False)
        yield Static(id="empty", markup=False)
        yield MarkedList(id="waiting")
        yield Static(id="tally", markup=False)
        yield Static(id="kept", markup=False)

    def place(self) -> str:
        """This page, and as whom a person codes."""
        return _("Contents · coder {name}", name=one_line(self.desk.project.coder, 24))

    def on_mount(self) -> None:
        """Fetch the sources."""
        self._show_sources(False, _("reading …"))
        self.desk.noticed.subscribe(self, lambda _line: self._show_kept())
        self.watch(self.query_one(DataTable), "scroll_y", self._show_tally, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Use what room there is."""
        self.set_class(event.size.height < 22, "-low")
        self._fill()
        self._show_kept()

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self.query_one(RunningHead).show(place=self.place())
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        self._found, self._kept = await self.desk.read(_looked)
        self._fill()
        self._show_kept()

    def _fill(self) -> None:
        """Show what was found, as wide as the window is now."""
        found = self._found
        if found is None:
            return
        table = self.query_one(DataTable)
        ids = [str(one.row.id) for one in found.sources]
        row = self._returning.place(self, ids, table.cursor_row)
        if self._wanted in ids:
            row, self._wanted = ids.index(self._wanted), ""
        table.clear(columns=True)
        width = self.size.width
        heads = [_("Source"), _("Method"), _("Informant"), _("Group")]
        lines = [
            [
                one.row.name,
                method_name(one.row.method),
                ", ".join(one.row.informants) or "–",
                one.row.group or "–",
            ]
            for one in found.sources
        ]
        touched = _("Touched")
        days = [_moment(one.touched, width >= 100) for one in found.sources]
        if width < 72:  # the informants tell the group, and a name that is cut short tells nothing
            for line in (heads, *lines):
                del line[3]
        long = 20 if width >= 140 else 10 if width >= 110 else 5
        bars = [_bar(one.share, long) for one in found.sources]
        # Neither a day nor a share tells anything once it is cut, so the other columns have what these leave.
        room = width - 8 - max([cell_len(_("Coded")), *(bar.cell_len for bar in bars)])
        room -= max([cell_len(touched), *map(cell_len, days)])
        counts = [Text(str(one.row.codings), "dim", justify="right") for one in found.sources]
        counted = _("Codings") if width >= 100 else ""
        if counted:
            room -= 2 + max(cell_len(counted), *(count.cell_len for count in (*counts, Text())))
        heads, *fit = fitted(heads, lines, room)
        listed = [
            [*map(Text, line), bar, *([count] if counted else []), Text(day)]
            for line, bar, count, day in zip(fit, bars, counts, days, strict=True)
        ]
        for number, name in enumerate([*heads, _("Coded"), *([counted] if counted else []), touched]):
            wide = max([cell_len(name), *(cells[number].cell_len for cells in listed)])
            table.add_column(Text(name, no_wrap=True), width=wide)
        for one, cells in zip(found.sources, listed, strict=True):
            table.add_row(*cells, key=str(one.row.id))
        table.move_cursor(row=row)
        add = key_of(self, "contents.add")
        self._show_sources(
            bool(found.sources), _("No sources yet. Press {key} to read interview files in.", key=add)
        )
        self._show_waiting(found)
        self._show_tally()

    def on_source_table_fitted(self) -> None:
        """Count anew what stands below."""
        self._show_tally()

    def _show_tally(self) -> None:
        """What there is, and how many sources stand below the last that can be seen."""
        if self._found is None or not self.is_attached:
            return
        table = self.query_one(DataTable)
        shown = table.scrollable_content_region.height - table.header_height
        below = table.row_count - round(table.scroll_y) - shown if table.display and shown > 0 else 0
        self.query_one("#tally", Static).update(_tally(self._found, max(below, 0)))

    def _show_waiting(self, found: Overview) -> None:
        """One line for each kind of thing that waits, with the key that leads to it."""
        listed = self.query_one("#waiting", OptionList)
        at = listed.highlighted
        listed.clear_options()
        for name, binding, words in _waiting(found):
            key = key_of(self, f"contents.{binding}")
            text = Text.assemble((f"{key:>3} ", "bold"), one_line(words), no_wrap=True, overflow="ellipsis")
            listed.add_option(Option(text, id=name))
        listed.display = bool(listed.option_count)
        if at is not None and listed.option_count:
            listed.highlighted = min(at, listed.option_count - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on a line goes there."""
        if event.option.id:
            self.action_wait(event.option.id)

    def action_wait(self, name: str) -> None:
        """Go to the first of what waits."""
        found = self._found
        waiting: Waiting | None = getattr(found, name) if found else None
        if waiting is None or not waiting.count:
            self.app.notify(_("Nothing of that kind waits"), timeout=3, markup=False)
            return
        first = waiting.first
        if name == "comments":
            self.post_message(Go(Where.COMMENTS))
        elif first.source is not None:
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(first.source), first.start, first.end)))
        elif first.code:
            self.post_message(Go(Where.CODEBOOK, finding=first.code))
        elif first.finding is not None:
            self.post_message(Go(Where.FINDINGS, finding=str(first.finding)))
        else:
            self.post_message(Go(Where.AGREEMENT if name == "disagreements" else Where.SUGGESTIONS))

    def _show_kept(self) -> None:
        """What a person is to know about how the project is kept; no word of saved where a write failed or none can be."""
        told, width = self.desk.standing(), self.size.width - 2
        saved = ""
        if self._kept and self.desk.saving not in (Saving.FAILED, Saving.READING):
            saved = f"{self._kept} ({key_of(self, 'contents.backups')})"
        text = Text("\n".join(f"! {line}" for line in told), "bold")
        room = (_LOW if self.has_class("-low") else _HIGH) - bool(saved)
        if told and len(text.wrap(self.app.console, max(width, 1))) > room:
            key = key_of(self, "app.notices")
            rest = ngettext("{key} shows it whole", "{n} notices, {key} shows all", len(told), key=key)
            text = Text(f"! {one_line(told[0], width - cell_len(rest) - 5)} · {rest}", "bold")
        if saved:
            text.append("\n" if text else "").append(one_line(saved, width), "not bold")
        self.query_one("#kept", Static).update(text)

    def _stated(self, saving: Saving) -> None:
        super()._stated(saving)
        self._show_kept()

    def _show_sources(self, any_there: bool, instead: str) -> None:
        """The table, or words instead of it."""
        table, empty = self.query_one(DataTable), self.query_one("#empty", Static)
        empty.update(instead)
        table.display, empty.display = any_there, not any_there
        if any_there and self.focused is None:
            table.focus()

    def _chosen(self) -> str | None:
        table = self.query_one(DataTable)
        if not table.row_count:
            return None
        return table.coordinate_to_cell_key(table.cursor_coordinate).row_key.value

    def on_data_table_row_selected(self) -> None:
        """Enter or a click on the chosen row reads it."""
        self.action_read()

    def action_read(self) -> None:
        """Open this source."""
        if source := self._chosen():
            self.post_message(Go(Where.TRANSCRIPT, Spot(source)))

    def action_go(self, where: str) -> None:
        """Go to another page."""
        self.post_message(Go(Where(where)))

    def on_screen_suspend(self) -> None:
        """Something lies over this page: a first press to leave it is past."""
        self._left_at = -LEAVING_SECONDS

    def action_leave(self) -> None:
        """Call off what goes on; else close the project by a second press, as a first one may be one too many."""
        if self.doing is not None:
            super().action_leave()
        elif monotonic() - self._left_at < LEAVING_SECONDS:
            self.post_message(Go(Where.HOME))
        else:
            self._left_at = monotonic()
            said = _(
                "{key} once more closes the project and leads to all projects", key=spoken(self, "page.back")
            )
            self.app.notify(said, timeout=LEAVING_SECONDS, markup=False)

    @work
    async def action_coder(self) -> None:
        """Choose as whom to code."""
        await choose_coder(self.desk)

    @work
    async def action_share(self) -> None:
        """Write a copy for others."""
        await share(self)

    @work
    async def action_add(self) -> None:
        """Read files in as sources."""
        self._wanted = await read_in(self.desk)
        self._fill()

    @work
    async def action_edit(self) -> None:
        """Put right what is said about this source."""
        if source := self._chosen():
            await edit_source(self.desk, source)

    @work
    async def action_remove(self) -> None:
        """Remove this source, if the person is sure."""
        source = self._chosen()
        if source is None:
            return
        row = await self.desk.read(lambda project: project.sources.get(source))
        question = ngettext(
            "Remove {name} with its {n} coding? This can be undone.",
            "Remove {name} with its {n} codings? This can be undone.",
            row.all_codings,
            name=row.name,
        )
        if await self.app.push_screen_wait(Ask(question)):
            await self.desk.write("source.remove", lambda project: project.sources.remove(source))


def _looked(project: Project) -> tuple[Overview, str]:
    """The project as it stands, and when it was last backed up."""
    from qualcode.project.overview import overview

    return overview(project), project.sharing.saved_line()


def _moment(at: datetime | None, long: bool) -> str:
    """A day; of today, or where there is room, the time as well."""
    if at is None:
        return "–"
    here = at.astimezone()
    if long:
        return f"{here:%Y-%m-%d %H:%M}"
    return f"{here:%H:%M}" if here.date() == datetime.now().astimezone().date() else f"{here:%Y-%m-%d}"


def _bar(share: float, cells: int) -> Text:
    """A share as cells and a percentage."""
    filled = max(round(share * cells), 1 if share else 0)
    return Text("▰" * filled).append("▱" * (cells - filled), "dim").append(f" {share:>4.0%}")


def _tally(found: Overview, below: int) -> Text:
    """What there is, and how many of the sources stand below; one line, so that it takes no room from them."""
    more = f" ({_('{n} more', n=below)} ↓)" if below else ""
    return Text(
        " · ".join(
            [
                ngettext("{n} source", "{n} sources", len(found.sources)) + more,
                ngettext("{n} informant", "{n} informants", found.informants),
                ngettext("{n} tie", "{n} ties", found.ties),
                ngettext("{n} finding", "{n} findings", found.findings),
            ]
        ),
        no_wrap=True,
        overflow="ellipsis",
    )


def _waiting(found: Overview) -> Iterator[tuple[str, str, str]]:
    """Name, binding and words of each kind of thing that waits."""
    if n := found.uncoded.count:
        yield "uncoded", "uncoded", ngettext("{n} turn without a code", "{n} turns without a code", n)
    if n := found.reviews.count:
        yield "reviews", "reviews", ngettext(
            "{n} coding to look at again: its text was corrected",
            "{n} codings to look at again: their text was corrected",
            n,
        )  # fmt: skip
    if n := found.comments.count:
        yield "comments", "comments", ngettext("{n} open comment", "{n} open comments", n)
    if n := found.suggestions.count:
        yield "suggestions", "suggestions", ngettext("{n} suggestion waits", "{n} suggestions wait", n)
    if n := found.unexplained.count:
        said = ngettext("{n} finding without explanation", "{n} findings without explanation", n)
        yield "unexplained", "unexplained", said
    if n := found.disagreements.count:
        said = ngettext(
            "{n} turn that coders coded differently", "{n} turns that coders coded differently", n
        )
        yield "disagreements", "agreement", said
