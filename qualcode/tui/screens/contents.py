"""The open project at a glance: its sources, how far each is coded, and where to go from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from qualcode.i18n import _, ngettext
from qualcode.text.addresses import typed_paths
from qualcode.tui.desk import Desk, Saving
from qualcode.tui.forms import Answers, Ask, Form, Line, Pick
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.page import COMMON, Page
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.source_rows import SourceRow


@dataclass(frozen=True)
class Overview:
    """What the page shows."""

    sources: list[tuple[SourceRow, float]]
    """Each source with the share of its counting words that is coded."""
    informants: int
    findings: int
    unexplained: int
    """Findings with evidence and no explanation."""
    suggestions: int
    ties: int
    kept: str
    """When the last backup was made."""


def overview(project: Project) -> Overview:
    """The project as it stands."""
    shares = project.sources.coded_shares()
    findings = project.findings.list()
    return Overview(
        sources=[(row, shares.get(row.id, 0.0)) for row in project.sources.list()],
        informants=len(project.informants.list()),
        findings=len(findings),
        unexplained=sum(1 for row in findings if row.evidence and not row.explanation),
        suggestions=len(project.suggestions.list()),
        ties=len(project.ties.list()),
        kept=project.sharing.saved_line(),
    )


class ContentsPage(Page):
    """Sources as a table of contents; other pages by one key."""

    DEFAULT_CSS = """
    ContentsPage DataTable { height: 1fr; padding: 0 1; }
    ContentsPage #tally, ContentsPage #kept { height: auto; padding: 0 1; color: $page-muted; }
    ContentsPage #kept { max-height: 4; }
    ContentsPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                          color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "read", _("Read"), id="contents.read", tooltip=_("Open this source"), show=False),
        Binding("a", "add", _("Add"), id="contents.add", tooltip=_("Read files in as sources")),
        Binding("f", "go('findings')", _("Findings"), id="contents.findings", tooltip=_("Claims and their evidence")),
        Binding("t", "go('matrix')", _("Matrix"), id="contents.matrix", tooltip=_("Findings against groups")),
        Binding("n", "go('network')", _("Network"), id="contents.network", tooltip=_("The informant graph")),
        Binding("r", "go('report')", _("Report"), id="contents.report", tooltip=_("Write a report")),
        *COMMON,
        Binding("c", "go('codebook')", _("Codebook"), id="contents.codebook", show=False,
                tooltip=_("Codes, categories and themes")),
        Binding("p", "go('people')", _("Informants"), id="contents.people", show=False,
                tooltip=_("Informants and mentioned actors")),
        Binding("s", "go('suggestions')", _("Suggestions"), id="contents.suggestions", show=False,
                tooltip=_("Codes proposed by cue words")),
        Binding("b", "go('backups')", _("Backups"), id="contents.backups", show=False,
                tooltip=_("Copies kept by themselves: list them, bring one back")),
        Binding("q", "go('quotes')", _("Quotes"), id="contents.quotes", show=False,
                tooltip=_("Find coded quotes by codes, people, places and words.")),
        Binding("x", "go('matrices')", _("Matrices"), id="contents.matrices", show=False,
                tooltip=_("Codes against groups, informants, methods, times, attributes and codes")),
        Binding("delete", "remove", _("Remove"), id="contents.remove", show=False, tooltip=_("Remove this source")),
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._kept = ""

    def body(self) -> ComposeResult:
        """The table, or what to do where it is empty."""
        yield DataTable(cursor_type="row", zebra_stripes=False)
        yield Static(id="empty", markup=False)
        yield Static(id="tally", markup=False)
        yield Static(id="kept", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Contents")

    def on_mount(self) -> None:
        """Fetch the sources."""
        table = self.query_one(DataTable)
        for name in (_("Source"), _("Method"), _("Informant"), _("Group"), _("Coded")):
            table.add_column(name)
        self._show_sources(False, _("reading …"))
        self.desk.noticed.subscribe(self, lambda _line: self._show_kept())

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        found = await self.desk.read(overview)
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        narrow = self.size.width < 100
        for source, share in found.sources:
            table.add_row(
                Text(one_line(source.name, 28 if narrow else 40)),
                Text(method_name(source.method)),
                Text(one_line(", ".join(source.informants) or "–", 14)),
                Text(one_line(source.group or "–", 14)),
                _bar(share, source.codings, 5 if narrow else 10),
                key=str(source.id),
            )
        table.move_cursor(row=row)
        self._show_sources(bool(found.sources), _("No sources yet. Press a to read interview files in."))
        self.query_one("#tally", Static).update(_tally(found))
        self._kept = found.kept
        self._show_kept()

    def _show_kept(self) -> None:
        """What a person is to know about how the project is kept; no word of saved where a write failed."""
        text = Text("\n".join(f"! {line}" for line in self.desk.notices), "bold")
        if self._kept and self.desk.saving is not Saving.FAILED:
            text.append("\n" if text else "").append(f"{self._kept} (b)", "not bold")
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

    def action_leave(self) -> None:
        """Close the project."""
        self.post_message(Go(Where.HOME))

    @work
    async def action_add(self) -> None:
        """Read files in as sources."""
        form = Form(
            _("Read files in"),
            [
                Line(
                    "files",
                    _("Files, separated by ;"),
                    hint="~/wawancara/K1.docx; ~/wawancara/K2.txt",
                    needed=True,
                ),
                Pick("method", _("Method"), [(name, method_name(name)) for name in METHODS], "interview"),
                Line("informants", _("Informants who speak in them (codes, separated by spaces)")),
                Line("group", _("Group that wrote it (documents)")),
            ],
            button=_("Read"),
        )

        def write(project: Project, answers: Answers) -> int:
            files = typed_paths(answers["files"])
            return len(
                project.sources.add(
                    *files,
                    method=answers["method"],
                    informants=answers["informants"].split(),
                    group=answers["group"] or None,
                )
            )

        done = await self.desk.fill(form, "source.add", write)
        if done is not None:
            said = ngettext("{n} source read in", "{n} sources read in", done[0])
            self.app.notify(said, timeout=3, markup=False)

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
            row.codings,
            name=row.name,
        )
        if await self.app.push_screen_wait(Ask(question)):
            await self.desk.write("source.remove", lambda project: project.sources.remove(source))


METHODS = ("interview", "observation", "document", "fgd", "literature")


def method_name(method: str) -> str:
    """A method in the person's language."""
    return {
        "interview": _("interview"),
        "observation": _("observation"),
        "document": _("document"),
        "fgd": _("focus group"),
        "literature": _("literature"),
    }.get(method, method)


def _bar(share: float, codings: int, cells: int) -> Text:
    """A share as cells, a percentage, and the number of codings."""
    filled = max(round(share * cells), 1 if share else 0)
    text = Text("▰" * filled).append("▱" * (cells - filled), "dim")
    return text.append(f" {share:>4.0%}").append(f" {codings:>4}", "dim")


def _tally(found: Overview) -> Text:
    """What there is, and what waits."""
    parts = [
        ngettext("{n} source", "{n} sources", len(found.sources)),
        ngettext("{n} informant", "{n} informants", found.informants),
        ngettext("{n} tie", "{n} ties", found.ties),
        ngettext("{n} finding", "{n} findings", found.findings),
    ]
    waiting = []
    if found.suggestions:
        waiting.append(ngettext("{n} suggestion waits (s)", "{n} suggestions wait (s)", found.suggestions))
    if found.unexplained:
        waiting.append(
            ngettext(
                "{n} finding without explanation (f)",
                "{n} findings without explanation (f)",
                found.unexplained,
            )
        )
    text = Text(" · ".join(parts))
    if waiting:
        text.append("\n").append(" · ".join(waiting), "bold")
    return text
