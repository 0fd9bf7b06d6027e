"""Ready for the examination ("siap sidang"): a finding as it will be defended, and what is to be closed before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.i18n import _
from qualcode.tui import finding_forms
from qualcode.tui.case_lines import Line, case_lines
from qualcode.tui.desk import Desk
from qualcode.tui.doing import CalledOff
from qualcode.tui.evidence_quotes import show_quotes
from qualcode.tui.forms import Pick
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.mending import mend
from qualcode.tui.page import COMMON, Page, RunningHead
from qualcode.tui.painting import safe
from qualcode.tui.said_keys import key_for
from qualcode.tui.writing_out import write_out

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.defence import Defence, HoleRow
    from qualcode.project.facet import Progress
    from qualcode.project.findings import FindingRow

_WIDE = 110


@dataclass(frozen=True)
class Case:
    """One finding as it is kept, and as it will be defended."""

    row: FindingRow
    defence: Defence


class ReadyPage(Page):
    """The case of one finding, the examiner's question, and the list of holes; Enter goes to where a line is mended."""

    DEFAULT_CSS = """
    ReadyPage #both { height: 1fr; layout: vertical; }
    ReadyPage OptionList, ReadyPage OptionList:focus { border: none; background: $background; padding: 0 1;
                              scrollbar-size-vertical: 1; }
    ReadyPage OptionList > .option-list--option-disabled { color: $page-muted; }
    ReadyPage #case { height: 1fr; width: 1fr; }
    ReadyPage #side { height: auto; max-height: 60%; border-top: solid $page-rule; }
    ReadyPage #question { height: auto; max-height: 4; padding: 0 1; }
    ReadyPage #holes { height: auto; max-height: 6; }
    ReadyPage.low #question { max-height: 3; }
    ReadyPage.low #holes { max-height: 3; }
    ReadyPage.wide #both { layout: horizontal; }
    ReadyPage.wide #side { width: 46; height: 1fr; max-height: 100%; border-top: none;
                           border-left: solid $page-rule; }
    ReadyPage.wide #question { max-height: 8; padding: 0 1 1 1; }
    ReadyPage.wide #holes { height: 1fr; max-height: 100%; }
    ReadyPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                       color: $page-muted; }
    """
    of_one = frozenset({
        "ready.open", "ready.next", "ready.before", "ready.check", "ready.verdict", "ready.finding",
    })  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", _("Open"), id="ready.open", priority=True, key_display="⏎",
                tooltip=_("From a hole to where it is mended, from a line to what it says")),
        Binding("right,n", "other(1)", _("Next finding"), id="ready.next", key_display="→",
                tooltip=_("The next finding")),
        Binding("left,N", "other(-1)", _("Finding before"), id="ready.before", show=False,
                tooltip=_("The finding before")),
        Binding("m", "check", _("Member check"), id="ready.check",
                tooltip=_("Record what an informant said of this finding")),
        Binding("v", "verdict", _("Verdict"), id="ready.verdict", show=False,
                tooltip=_("Give your own verdict beside the computed one, with a reason")),
        Binding("f", "finding", _("Finding"), id="ready.finding", show=False, tooltip=_("Open this finding")),
        Binding("t", "matrix", _("Matrix"), id="ready.matrix", show=False, tooltip=_("Cross the findings")),
        Binding("w", "write", _("Write"), id="ready.write",
                tooltip=_("Write the report of all findings as they will be defended")),
        *COMMON,
    ]  # fmt: skip

    def __init__(self, desk: Desk, finding: str = "") -> None:
        super().__init__(desk)
        self._finding = finding
        self._at = 0
        self._cases: Sequence[Case] = ()
        self._lines: list[Line] = []

    def body(self) -> ComposeResult:
        """The case, and beside or below it what is open."""
        yield Static(
            _(
                "Nothing to defend yet. Write a claim on the page of findings ({key} on the contents).",
                key=key_for("contents.findings"),
            ),
            id="empty",
            markup=False,
        )
        with Container(id="both"):
            yield MarkedList(id="case", markup=False)
            with Vertical(id="side"):
                yield Static(id="question", markup=False)
                yield MarkedList(id="holes", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Ready for the examination")

    def on_mount(self) -> None:
        """Begin among the holes."""
        self.query_one("#holes").focus()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side where there is room."""
        self.set_class(event.size.width >= _WIDE, "wide")
        self.set_class(event.size.height < 20, "low")

    def project_changed(self, action: str) -> None:
        """Look again: a hole may be closed."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        try:
            with self.begun() as doing:
                self._cases = await self.desk.read(lambda project: _cases(project, doing))
        except CalledOff:
            return
        ids = [str(case.row.id) for case in self._cases]
        if self._finding in ids:
            self._at = ids.index(self._finding)
        self._at = min(self._at, max(len(ids) - 1, 0))
        self.query_one("#empty").display = not ids
        self.query_one("#both").display = bool(ids)
        self.offer(bool(ids))
        if ids:
            self._show()

    @property
    def chosen(self) -> Case | None:
        """The finding on the page."""
        return self._cases[self._at] if self._cases else None

    def _show(self) -> None:
        case = self._cases[self._at]
        one, self._finding = case.defence, str(case.row.id)
        self.query_one(RunningHead).show(
            place=f"{_('Ready for the examination')}: {one.number} ({self._at + 1}/{len(self._cases)})"
        )
        self._lines = case_lines(one, case.row)
        _fill(
            self.query_one("#case", OptionList),
            [Option(line.text, disabled=line.opens is None) for line in self._lines],
        )
        question = Text.assemble((_("An examiner will ask") + ": ", "dim"), (safe(one.question), "bold"))
        self.query_one("#question", Static).update(question)
        holes = [Option(_hole(hole)) for hole in one.holes]
        closed = Option(Text(_("Nothing is open."), "bold"), disabled=True)
        _fill(self.query_one("#holes", OptionList), [_head(len(holes)), *(holes or [closed])])

    # -- what can be done -----------------------------------------------------------------------------------------

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a hole goes to where it is mended, on a line of the case to what it says."""
        case = self.chosen
        if case is None:
            return
        if event.option_list.id == "holes":
            self._mend(case.row, case.defence.holes[event.option_index - 1].kind)
        else:
            self._open(case, self._lines[event.option_index])

    @work
    async def _mend(self, row: FindingRow, kind: str) -> None:
        await mend(self, row, kind)

    @work
    async def _open(self, case: Case, line: Line) -> None:
        match line.opens:
            case "cell":
                title = f"{case.defence.number} · {line.name}"
                await show_quotes(self, title, str(case.row.id), "group", line.name)
            case "quote":
                await self._go_to_quote(case.row, line.number)
            case "claim":
                await finding_forms.edit(self.desk, case.row)
            case "verdict":
                await finding_forms.adjudicate(self.desk, case.row)
            case "explanation":
                await finding_forms.explain(self.desk, case.row)
            case "negative":
                await finding_forms.negative_case(self.desk, case.row)
            case "check":
                await finding_forms.member_check(self.desk, case.row)

    async def _go_to_quote(self, row: FindingRow, number: int) -> None:
        coding = next((e.coding for e in row.evidence if e.number == number), None)
        if coding is not None:
            found = await self.desk.read(lambda project: project.codings.get(coding))
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(found.source), found.start, found.end)))

    def action_open(self) -> None:
        """What Enter does in the list in focus."""
        if isinstance(self.focused, OptionList):
            self.focused.action_select()

    def action_other(self, step: int) -> None:
        """Another finding."""
        if self._cases:
            self._at = (self._at + step) % len(self._cases)
            self._show()

    @work
    async def action_check(self) -> None:
        """Record a member check."""
        if (case := self.chosen) is not None:
            await finding_forms.member_check(self.desk, case.row)

    @work
    async def action_verdict(self) -> None:
        """Give one's own verdict, with a reason."""
        if (case := self.chosen) is not None:
            await finding_forms.adjudicate(self.desk, case.row)

    def action_finding(self) -> None:
        """Open the finding."""
        self.post_message(Go(Where.FINDINGS, finding=self._finding))

    def action_matrix(self) -> None:
        """Cross the findings."""
        self.post_message(Go(Where.MATRIX))

    @work
    async def action_write(self) -> None:
        """Write the report of all findings as they will be defended."""
        if not self._cases:
            self.app.notify(_("There is no finding to write about yet"), timeout=4, markup=False)
            return
        kinds = [(".docx", "Word (docx)"), (".pdf", "PDF"), (".html", "HTML"), (".md", "Markdown")]
        chosen = await self.desk.read(lambda project: project.study().language)
        languages = [("id", _("Indonesian")), ("en", _("English"))]
        await write_out(
            self,
            _("Write the report for the examination"),
            _("ready"),
            kinds,
            lambda project, file, answers, doing, accepted: project.reports.write(
                file,
                template="ready",
                language=answers["language"],
                progress=doing,
                guarded=True,
                accept_leaks=accepted,
            ),
            [Pick("language", _("Language"), languages, chosen, needed=True)],
            people=True,
        )


def _cases(project: Project, progress: Progress) -> list[Case]:
    found = project.defence.list(progress)
    rows = {f"F{row.number}": row for row in project.findings.list()}
    return [Case(rows[one.number], one) for one in found if one.number in rows]


def _fill(listed: OptionList, options: list[Option]) -> None:
    """Other lines; the cursor stays where it was, so that the next hole stands where the last one was closed."""
    at = listed.highlighted or 0
    listed.clear_options()
    listed.add_options(options)
    able = [number for number, option in enumerate(options) if not option.disabled]
    listed.highlighted = next((number for number in able if number >= at), able[-1] if able else None)


def _head(count: int) -> Option:
    return Option(Text(_("To be closed first") + f" ({count})"), disabled=True)


def _hole(hole: HoleRow) -> Text:
    names = f" ({safe(', '.join(hole.names))})" if hole.names else ""
    return Text.assemble(("! ", "bold"), (hole.name, "bold"), f"{names}: {hole.advice}")
