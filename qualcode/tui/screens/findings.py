"""Findings with their evidence: claims, stances, the explanation of differences, a person's own verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.i18n import _, ngettext
from qualcode.tui import finding_forms
from qualcode.tui.coding_forms import stances
from qualcode.tui.comment_forms import comment_on
from qualcode.tui.desk import Desk
from qualcode.tui.evidence_quotes import called
from qualcode.tui.finding_words import checked, decided
from qualcode.tui.forms import Ask, Form, Line, Pick
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.page import COMMON, Page, key_of
from qualcode.tui.painting import lines_name, one_line, safe
from qualcode.tui.returning import Returning
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.codings import CodingRow
    from qualcode.project.findings import FindingRow

_SIGNS = {"supports": "+", "contradicts": "−", "qualifies": "±"}


class FindingsPage(Page):
    """Claims above, the evidence of the chosen one below; Tab goes between them."""

    DEFAULT_CSS = """
    FindingsPage Vertical { height: 1fr; }
    FindingsPage OptionList, FindingsPage OptionList:focus { border: none; background: $background; padding: 0 1 0 0;
                              scrollbar-size-vertical: 1; }
    FindingsPage #claims { height: auto; max-height: 40%; }
    FindingsPage #detail { height: auto; max-height: 9; padding: 0 0 0 1; border-top: solid $page-rule;
                           color: $page-muted; scrollbar-size-vertical: 1; }
    FindingsPage #evidence { height: 1fr; min-height: 4; border-top: solid $page-rule; }
    FindingsPage #evidence > .option-list--option-disabled { color: $page-muted; }
    FindingsPage.low #claims { max-height: 4; }
    FindingsPage.low #detail { max-height: 4; }
    FindingsPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                          color: $page-muted; }
    """
    of_one = frozenset({
        "findings.edit", "findings.explain", "findings.verdict", "findings.ready", "findings.check",
        "findings.negative", "findings.scope", "findings.stance", "findings.comment",
        "findings.remove",
    })  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", _("Add"), id="findings.add", tooltip=_("Write a claim")),
        Binding("e", "edit", _("Edit"), id="findings.edit", tooltip=_("Change the claim and what belongs to it")),
        Binding("p", "explain", _("Explain"), id="findings.explain", tooltip=_("Write why sources differ")),
        Binding("v", "verdict", _("Verdict"), id="findings.verdict",
                tooltip=_("Give your own verdict beside the computed one, with a reason")),
        Binding("r", "ready", _("Defence"), id="findings.ready",
                tooltip=_("This finding as it will be defended, and what is open")),
        *COMMON,
        Binding("t", "matrix", _("Matrix"), id="findings.matrix", show=False, tooltip=_("Cross the findings")),
        Binding("m", "check", _("Member check"), id="findings.check", show=False,
                tooltip=_("Record what an informant said of this finding")),
        Binding("n", "negative", _("Negative case"), id="findings.negative", show=False,
                tooltip=_("Write which case does not fit, or where one was looked for")),
        Binding("o", "scope", _("Scope"), id="findings.scope", show=False,
                tooltip=_("Say who was not asked, or for whom the finding is meant")),
        Binding("s", "stance", _("Stance"), id="findings.stance", show=False,
                tooltip=_("Change what this quote does to the claim")),
        Binding("d", "comment", _("Comment"), id="findings.comment", show=False,
                tooltip=_("Comment on this finding, or read what was commented")),
        Binding("x,delete", "remove", _("Remove"), id="findings.remove", show=False,
                tooltip=_("Remove this evidence, or this finding")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, finding: str = "") -> None:
        super().__init__(desk)
        self._finding = finding
        self._rows: Sequence[FindingRow] = ()
        self._quotes: list[tuple[str, str, CodingRow | None]] = []
        self._claims_back, self._quotes_back = Returning(), Returning()

    def body(self) -> ComposeResult:
        """Claims, detail, evidence."""
        said = _("No findings yet. Press {key} to write a claim.", key=key_for("findings.add"))
        yield Static(said, id="empty", markup=False)
        with Vertical():
            yield MarkedList(id="claims")
            with VerticalScroll(id="detail", can_focus=False):
                yield Static(id="detail-words", markup=False)
            yield MarkedList(id="evidence")

    def place(self) -> str:
        """This page."""
        return _("Findings")

    def on_mount(self) -> None:
        """Begin among the claims."""
        self.query_one("#claims").focus()

    def on_resize(self, event: events.Resize) -> None:
        """In a low window the claim and its detail leave room for the evidence."""
        self.set_class(event.size.height < 20, "low")

    def project_changed(self, action: str) -> None:
        """Fetch them again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        self._rows = await self.desk.read(lambda project: project.findings.list())
        claims = self.query_one("#claims", OptionList)
        ids = [str(row.id) for row in self._rows]
        at = self._claims_back.place(self, ids, claims.highlighted or 0)
        if self._finding in ids:
            at, self._finding = ids.index(self._finding), ""
        claims.clear_options()
        claims.add_options([Option(_claim(row, self.size.width - 5), id=str(row.id)) for row in self._rows])
        claims.highlighted = at if ids else None
        self.query_one("#empty").display = not ids
        self.query_one(Vertical).display = bool(ids)
        self.offer(bool(ids))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what belongs to the claim."""
        if event.option_list.id == "claims":
            self._show_finding()

    @property
    def chosen(self) -> FindingRow | None:
        """The finding in focus."""
        place = self.query_one("#claims", OptionList).highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    @work(exclusive=True, group="evidence")
    async def _show_finding(self) -> None:
        row = self.chosen
        if row is None:
            return
        self._quotes, waiting = await self.desk.read(
            lambda project: (
                _evidence(project, row),
                len(project.comments.list(status="open", finding=row.id)),
            )
        )
        self.query_one("#detail-words", Static).update(_detail(self, row, waiting))
        self.query_one("#detail").scroll_home(animate=False)
        listed = self.query_one("#evidence", OptionList)
        at = self._quotes_back.place(
            self, [id_ for _stance, id_, _coding in self._quotes], listed.highlighted or 0
        )
        listed.clear_options()
        listed.add_options(
            [Option(_quote(stance, coding, self.size.width - 5)) for stance, _id, coding in self._quotes]
        )
        listed.highlighted = at if self._quotes else None
        if not self._quotes:
            said = _(
                "No quotes yet. Press {here} on a coding in a transcript, or {there} on the page of quotes.",
                here=key_for("transcript.evidence"),
                there=key_for("quotes.evidence"),
            )
            listed.add_option(Option(Text(said), disabled=True))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a claim goes to its evidence, on evidence to its place."""
        if event.option_list.id == "claims":
            self.query_one("#evidence").focus()
            return
        coding = self._quotes[event.option_index][2]
        if coding is not None:
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(coding.source), coding.start, coding.end)))

    @work
    async def action_add(self) -> None:
        """Write a claim."""
        form = Form(
            _("New finding"),
            [
                Line("claim", _("Claim, in one sentence"), needed=True),
                Line("codes", _("Codes it is about (short ids, separated by spaces)")),
            ],
            about="new finding",
        )
        done = await self.desk.fill(
            form,
            "finding.add",
            lambda project, answers: project.findings.add(answers["claim"], codes=answers["codes"].split()),
        )
        if done is not None:
            self._finding = str(done[0].uid)
            self._fetch()

    @work
    async def action_edit(self) -> None:
        """Change the claim and what belongs to it."""
        if (row := self.chosen) is not None:
            await finding_forms.edit(self.desk, row)

    @work
    async def action_explain(self) -> None:
        """Write why sources differ."""
        if (row := self.chosen) is not None:
            await finding_forms.explain(self.desk, row)

    @work
    async def action_verdict(self) -> None:
        """Give one's own verdict, with a reason."""
        if (row := self.chosen) is not None:
            await finding_forms.adjudicate(self.desk, row)

    @work
    async def action_negative(self) -> None:
        """Write which case does not fit."""
        if (row := self.chosen) is not None:
            await finding_forms.negative_case(self.desk, row)

    @work
    async def action_check(self) -> None:
        """Record a member check."""
        if (row := self.chosen) is not None:
            await finding_forms.member_check(self.desk, row)

    @work
    async def action_scope(self) -> None:
        """Say who was not asked, or for whom it is meant."""
        if (row := self.chosen) is not None:
            await finding_forms.scope(self.desk, row)

    def action_ready(self) -> None:
        """See the finding as it will be defended."""
        row = self.chosen
        self.post_message(Go(Where.READY, finding=str(row.id) if row else ""))

    def action_matrix(self) -> None:
        """Cross the findings."""
        self.post_message(Go(Where.MATRIX))

    def _evidence_here(self) -> tuple[str, str, CodingRow | None] | None:
        listed = self.query_one("#evidence", OptionList)
        if listed.has_focus and listed.highlighted is not None and listed.highlighted < len(self._quotes):
            return self._quotes[listed.highlighted]
        return None

    @work
    async def action_stance(self) -> None:
        """Change what this quote does to the claim."""
        here, row = self._evidence_here(), self.chosen
        if here is None or row is None or here[2] is None:
            self.app.notify(_("Go to a quote below first (Enter on a claim)"), markup=False)
            return
        coding = here[2]
        form = Form(_("Stance"), [Pick("stance", _("What this quote does to the claim"), stances(), here[0], needed=True)],
                    quote=coding.text)  # fmt: skip
        answers = await self.app.push_screen_wait(form)
        if answers:
            done = await self.desk.write(
                "finding.link",
                lambda project: project.quotes.link(f"F{row.number}", [coding.id], answers["stance"]),
            )
            if done is not None:
                self.app.notify(done[0].words, timeout=4, markup=False)

    @work
    async def action_comment(self) -> None:
        """Comment on the finding, or go to a comment that it has."""
        if (row := self.chosen) is not None:
            await comment_on(self, f"F{row.number}", row.claim, finding=str(row.id))

    @work
    async def action_remove(self) -> None:
        """Take the evidence in focus, or the finding, away."""
        here, row = self._evidence_here(), self.chosen
        if row is None:
            return
        if here is not None:
            await self.desk.write(
                "finding.unlink", lambda project: project.findings.unlink(f"F{row.number}", here[1])
            )
        elif await self.app.push_screen_wait(
            Ask(_("Remove finding F{n}? This can be undone.", n=row.number))
        ):
            await self.desk.write("finding.remove", lambda project: project.findings.remove(f"F{row.number}"))


def _claim(row: FindingRow, width: int) -> Text:
    quotes = f"{sum(1 for evidence in row.evidence if evidence.coding):>3}"
    refused = [check.informant for check in row.member_checks if check.result == "refused"]
    beside = "  " + _("✗ refused: {who}", who=", ".join(map(safe, refused))) if refused else ""
    words = one_line(row.claim, max(width - 9 - cell_len(beside), 20))
    return Text.assemble((f"F{row.number:<3}", "bold"), (f"{quotes}  ", "dim"), words, (beside, "bold"))


def _detail(page: Page, row: FindingRow, waiting: int) -> Text:
    """What belongs to a claim, with so many comments that wait."""
    parts = [_("final") if row.status == "final" else _("tentative")]
    parts += [", ".join(row.codes)] if row.codes else []
    parts += [_("theme: {name}", name=row.theme)] if row.theme else []
    quotes = ngettext("{n} quote", "{n} quotes", sum(1 for evidence in row.evidence if evidence.coding))
    text = Text.assemble((safe(row.claim), "bold"), "\n", " · ".join([quotes, *parts]))
    if waiting:
        said = ngettext("{n} open comment", "{n} open comments", waiting)
        text.append(f"\n! {said} ({key_of(page, 'findings.comment')})", "bold")
    if row.adjudicated:
        text.append("\n" + _("own: {verdict}", verdict=decided(row, full=True)), "bold")
    for check in row.member_checks:
        text.append("\n" + checked(check), "bold" if check.result == "refused" else "")
    if row.explanation:
        text.append("\n" + _("Explanation: "), "bold").append(safe(row.explanation))
    elif row.evidence:
        text.append("\n" + _("No explanation yet ({key})", key=key_of(page, "findings.explain")))
    return text


def _quote(stance: str, coding: CodingRow | None, width: int) -> Text:
    if coding is None:
        return Text.assemble(("▦  ", "bold"), one_line(stance, max(width - 3, 20)))
    who = f"{coding.informant or coding.source_name} {lines_name(coding.lines)} {coding.code}  "
    words = one_line(coding.text, max(width - 3 - len(who), 10))
    return Text.assemble((f"{_SIGNS.get(stance, '?')}  ", "bold"), (who, "dim"), words)


def _evidence(project: Project, row: FindingRow) -> list[tuple[str, str, CodingRow | None]]:
    """Stance (a figure: its words), id, and coding of each piece of evidence."""
    labels = project.sources.labels()
    found: list[tuple[str, str, CodingRow | None]] = []
    for evidence in row.evidence:
        if evidence.coding is not None:
            found.append(
                (
                    evidence.stance or "",
                    str(evidence.id),
                    called(project.codings.get(evidence.coding), labels),
                )
            )
        else:
            words = f"{figure_name(evidence.figure or '')}  {evidence.note}"
            found.append((words, str(evidence.id), None))
    return found


def figure_name(figure: str) -> str:
    """A figure in the person's language."""
    return {"prominence": _("prominence"), "network": _("network"), "table": _("table")}.get(figure, figure)
