"""Retrieval: every coding by a query, in groups, with its surroundings; evidence and the clipboard from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from qualcode.analysis.query import QueryError, parse
from qualcode.analysis.query_guide import guide
from qualcode.errors import BadInput, QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.tui.codebook import MeaningSheet, read_shelf
from qualcode.tui.coding_forms import evidence_form, findings_with, link_evidence
from qualcode.tui.cut import Cut
from qualcode.tui.desk import Desk, reason_of
from qualcode.tui.doing import CalledOff
from qualcode.tui.forms import Form, PickLong
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.leaving import export
from qualcode.tui.page import COMMON, Page, RunningHead, key_of
from qualcode.tui.painting import safe
from qualcode.tui.query_box import QueryBox, QueryInput, asked_at
from qualcode.tui.query_form import known, put_together, query_form
from qualcode.tui.query_words import in_words
from qualcode.tui.quote_list import QuoteList
from qualcode.tui.quote_words import grouping_words, in_full, searched, sort_words
from qualcode.tui.said_keys import key_for
from qualcode.tui.writing_out import write_out

if TYPE_CHECKING:
    from qualcode.project.quote_rows import Quotes

CLIPBOARD = 70_000
"""Bytes beyond which some terminals cut what they are given for the clipboard."""

_WIDE = 120
_AROUND = ("", "turn", "beside")


class QuotesPage(Page):
    """A query on top, its quotes under it, and beside or below them the chosen one in full."""

    DEFAULT_CSS = """
    QuotesPage #ask { height: 1; padding: 0 1; }
    QuotesPage #ask Static { width: auto; color: $page-muted; }
    QuotesPage #ask Input { border: none; height: 1; padding: 0 1; background: $surface; width: 1fr; }
    QuotesPage #ask Input:focus { border: none; background: $panel; background-tint: $foreground 0%; }
    QuotesPage #tally { height: auto; max-height: 3; padding: 0 1; color: $page-muted; }
    QuotesPage #tally.wrong { max-height: 4; color: $error; text-style: bold; }
    QuotesPage #both { layout: vertical; height: 1fr; }
    QuotesPage #detail { height: 8; border-top: solid $page-rule; padding: 0 1; scrollbar-size-vertical: 1; }
    QuotesPage #detail Static { height: auto; }
    QuotesPage.wide #both { layout: horizontal; }
    QuotesPage.wide #detail { height: 1fr; width: 42%; max-width: 90; border-top: none; border-left: solid $page-rule; }
    QuotesPage.low #detail { height: 4; }
    QuotesPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                        color: $page-muted; padding: 0 2; }
    """
    of_one = frozenset({
        "quotes.open", "quotes.mark", "quotes.evidence", "quotes.copy", "quotes.context",
        "quotes.meaning", "quotes.export", "quotes.all", "quotes.next", "quotes.before",
    })  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "ask", _("Query"), id="quotes.ask", key_display="/", tooltip=_("Write what quotes are wanted")),
        Binding("e", "evidence", _("Evidence"), id="quotes.evidence",
                tooltip=_("Make the marked quotes, or this one, evidence of a finding")),
        Binding("y", "copy", _("Copy"), id="quotes.copy",
                tooltip=_("Copy the marked quotes, or this one, with references; names are replaced by codes")),
        Binding("f", "form", _("Form"), id="quotes.form", tooltip=_("Build the query in a form")),
        Binding("g", "arrange", _("Group"), id="quotes.arrange", tooltip=_("In what groups and order the quotes stand")),
        *COMMON,
        Binding("v", "context", _("Context"), id="quotes.context", show=False,
                tooltip=_("Show more around the quote: its turn, the turns beside it, or nothing")),
        Binding("d", "meaning", _("Meaning"), id="quotes.meaning", show=False,
                tooltip=_("What the code of this quote means")),
        Binding("w", "write_out", _("Write"), id="quotes.export", show=False,
                tooltip=_("Write the marked quotes, or all, to a file with references; names are replaced by codes")),
        Binding("a", "all", _("Mark all"), id="quotes.all", show=False, tooltip=_("Mark every quote, or none")),
        Binding("tab", "other_pane", _("Other pane"), id="quotes.pane", show=False, priority=True,
                tooltip=_("Query, quotes, or the quote in full")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, query: str = "") -> None:
        super().__init__(desk)
        past = asked_at(desk)
        self._given = query
        """The query that another page asked, which is told in plain words."""
        self._query = query or past.query
        self._by, self._sort = ("none", "place") if query else (past.by, past.sort)
        self._around = 0
        self._asked = (self._query, self._by, self._sort)
        self._found: Quotes | None = None
        self._box = QueryBox()

    def body(self) -> ComposeResult:
        """Query, quotes, the chosen one."""
        with Horizontal(id="ask"):
            yield Static(_("Query"), markup=False)
            yield QueryInput(
                self._query,
                asked_at(self.desk),
                self._box,
                _('everything – as: KP-AGT not JR-* group:PGL "kas"'),
            )
        yield Cut("tally")
        with Container(id="both"):
            with Vertical():
                yield QuoteList()
                yield Static(_("reading …"), id="empty", markup=False)
            with VerticalScroll(id="detail", can_focus=True):
                yield Static(id="full", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Quotes")

    def on_mount(self) -> None:
        """Begin among the quotes."""
        self._show_list(_("reading …"))
        self.query_one(QuoteList).focus()

    def lore(self) -> tuple[str, Sequence[tuple[str, str]]]:
        """What the help says beside the keys: how a query is written."""
        return _("How a query is written"), guide()

    def on_resize(self, event: events.Resize) -> None:
        """Side by side where there is room; little of the quote in full where the window is low."""
        self.set_class(event.size.width >= _WIDE, "wide")
        self.set_class(event.size.height < 22, "low")

    # -- fetching and showing -------------------------------------------------------------------------------------

    def project_changed(self, action: str) -> None:
        """Ask again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        query, by, sort = self._query, self._by, self._sort
        try:
            with self.begun() as doing:
                found = await self.desk.ask(
                    lambda project: project.quotes.find(query, group_by=by, sort=sort, progress=doing)
                )
        except CalledOff:
            self._called_off()
            return
        except BadInput as error:
            self._wrong(error)
            return
        self._found, self._asked = found, (query, by, sort)
        past = asked_at(self.desk)
        if query == self._given != "":
            past.add(query)
        else:
            past.keep(query, by, sort)
        self._say(found)
        box = self.query_one("#query", Input)
        if not box.has_focus:  # what was wrong with a query is said no longer
            box.value = query
        self._show_list(self._instead(found))
        self.query_one(QuoteList).show(found, searched(query))
        self._box.known = await self.desk.read(known)

    def _called_off(self) -> None:
        """The quotes that were there stay; without any, the page says how to go on."""
        if self._found is None:
            self._show_list(_("Called off. Press {key} to ask again.", key=key_for("quotes.ask")))
        else:
            self._query, self._by, self._sort = self._asked
            self._say(self._found)

    def _wrong(self, error: BadInput) -> None:
        """Say what is wrong with the query, and mark the place in it."""
        tally, box = self.query_one("#tally", Static), self.query_one("#query", Input)
        text = Text(safe(error.message))
        if self._found is not None:
            before = self._asked[0].strip()
            said = (
                _("below, as before: quotes of {query}", query=before)
                if before
                else _("below, as before: every quote")
            )
            text.append("\n" + safe(said), "not bold dim")
        tally.update(text)
        tally.add_class("wrong")
        if self._found is None:
            self._show_list(_("Correct the query and press Enter; an empty one shows every quote."))
        box.focus()
        if isinstance(error, QueryError) and box.value == self._query:
            box.selection = Selection(error.start, max(error.stop, error.start))
        if self._found is not None:  # what is asked again when something changes is what stands below
            self._query, self._by, self._sort = self._asked

    def _say(self, found: Quotes) -> None:
        from qualcode.project.quote_rows import left_out_words, tally_words

        marked = len(self.query_one(QuoteList).marked)
        said = " · " + ngettext("{n} marked", "{n} marked", marked) if marked else ""
        self.query_one(RunningHead).show(place=self.place() + said)
        text = Text(tally_words(found.tally))
        if (
            ":" in self._given and self._given == self._asked[0]
        ):  # codes and words say themselves what they are
            text = Text(in_words(parse(self._given)) + "\n").append(text)
        if left_out := left_out_words(found.tally):
            text.append("\n" + left_out)
        tally = self.query_one("#tally", Static)
        tally.remove_class("wrong")
        tally.update(text)

    def _instead(self, found: Quotes) -> str:
        """What stands in place of quotes where there are none."""
        if len(found):
            return ""
        if self._given and self._query == self._given:
            asked = in_words(parse(self._given))
            return _(
                "No quotes of {what}. {back} leads back, {key} changes the query.",
                what=asked,
                back=key_for("page.back"),
                key=key_of(self, "quotes.ask"),
            )
        if self._query.strip():
            return _(
                "No quotes. Press {ask} to change the query, or {form} to build it in a form.",
                ask=key_of(self, "quotes.ask"),
                form=key_of(self, "quotes.form"),
            )
        return _(
            "Nothing is coded yet. Open a transcript, go to a sentence and press {key}.",
            key=key_for("transcript.code"),
        )

    def _show_list(self, instead: str) -> None:
        empty = self.query_one("#empty", Static)
        empty.update(instead)
        empty.display = bool(instead)
        self.query_one(QuoteList).display = not instead
        self.query_one("#detail").display = not instead
        self.offer(not instead)

    def on_quote_list_chosen(self) -> None:
        """Show the chosen quote in full."""
        if self._found is not None:
            self._say(self._found)
            self._detail()

    @work(exclusive=True, group="detail")
    async def _detail(self) -> None:
        quote = self.query_one(QuoteList).chosen
        if quote is None:
            self.query_one("#full", Static).update("")
            return
        around = _AROUND[self._around]
        before, after = "", ""
        if around:
            before, after = await self.desk.read(lambda project: project.quotes.context(quote, around))
        self.query_one("#full", Static).update(in_full(quote, before, after))
        self.query_one("#detail", VerticalScroll).scroll_home(animate=False)

    def on_quote_list_opened(self) -> None:
        """Go to the place in the transcript."""
        quote = self.query_one(QuoteList).chosen
        if quote is not None:
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(quote.source), quote.start, quote.end)))

    # -- asking ---------------------------------------------------------------------------------------------------

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the query asks it."""
        self._ask(event.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong with a query is not said over an empty one."""
        tally = self.query_one("#tally", Static)
        if event.value or not tally.has_class("wrong"):
            return
        if self._found is not None:
            self._say(self._found)
        else:
            tally.remove_class("wrong")
            tally.update("")

    def _ask(self, query: str) -> None:
        self._query = query
        box = self.query_one("#query", Input)
        box.value = query
        self.query_one(QuoteList).focus()
        self._fetch()

    def action_ask(self) -> None:
        """Write what quotes are wanted."""
        self.query_one("#query", Input).focus()

    def action_leave(self) -> None:
        """Call off what is asked; from the query back to the quotes; from there to where one came from."""
        box = self.query_one("#query", Input)
        if not self.busy and box.has_focus and self._found is not None:
            self._query, self._by, self._sort = self._asked
            box.value = self._query
            self._say(self._found)
            self.query_one(QuoteList).focus()
        else:
            super().action_leave()

    def action_other_pane(self) -> None:
        """Query, quotes, the quote in full."""
        self.focus_next()

    @work
    async def action_form(self) -> None:
        """Build the query in a form."""
        form = query_form(self.query_one("#query", Input).value, self._box.known)
        answers = await self.app.push_screen_wait(form)
        if answers is not None:
            self._ask(put_together(answers))

    @work
    async def action_arrange(self) -> None:
        """In what groups and order the quotes stand."""
        groups = [*grouping_words(), *((f"attr:{name}", name) for name in self._box.known.attributes)]
        form = Form(
            _("Groups and order"),
            [
                PickLong("by", _("In groups by"), groups, self._by),
                PickLong("sort", _("In the order of"), sort_words(), self._sort),
            ],
            button=_("Show"),
        )
        answers = await self.app.push_screen_wait(form)
        if answers is not None:
            self._by, self._sort = answers["by"], answers["sort"]
            self._fetch()

    def action_context(self) -> None:
        """Show more around the quote."""
        self._around = (self._around + 1) % len(_AROUND)
        said = (_("The quote alone"), _("With its turn"), _("With the turns beside it"))[self._around]
        self.app.notify(said, timeout=2, markup=False)
        self._detail()

    def action_all(self) -> None:
        """Mark every quote, or none."""
        self.query_one(QuoteList).mark_all()

    # -- what becomes of quotes -----------------------------------------------------------------------------------

    @work
    async def action_evidence(self) -> None:
        """Make the marked quotes evidence of a finding, with one stance."""
        listed = self.query_one(QuoteList)
        numbers, quote = listed.wanted, listed.chosen
        if not numbers or quote is None:
            return
        findings, held = await self.desk.read(lambda project: findings_with(project, numbers))
        words = (
            quote.text
            if len(numbers) == 1 and not listed.marked
            else ngettext("{n} quote", "{n} quotes", len(numbers))
        )
        done = await self.desk.fill(
            evidence_form(findings, words, held),
            "finding.link",
            lambda project, answers: link_evidence(project, answers, numbers),
        )
        if done is not None:
            listed.unmark()
            self.app.notify(done[0].words, timeout=4, markup=False)

    @work
    async def action_meaning(self) -> None:
        """What the code of this quote means."""
        quote = self.query_one(QuoteList).chosen
        if quote is None:
            return
        sheet = MeaningSheet(await self.desk.read(read_shelf), quote.code)
        if code := await self.app.push_screen_wait(sheet):
            self.post_message(Go(Where.CODEBOOK, finding=code))

    @work
    async def action_write_out(self) -> None:
        """The marked quotes, or all, to a file, as they may leave the project."""
        listed = self.query_one(QuoteList)
        numbers = listed.wanted if listed.marked else list(self._found.numbers if self._found else ())
        if numbers:
            title = ngettext("Write {n} quote to a file", "Write {n} quotes to a file", len(numbers))
            await write_out(
                self,
                title,
                _("quotes"),
                [(".md", "Markdown"), (".txt", _("plain text"))],
                lambda project, file, _answers, progress, accepted: project.quotes.export(
                    file, numbers, accept_leaks=accepted, progress=progress
                ),
            )

    @work
    async def action_copy(self) -> None:
        """Copy the marked quotes with their references, names replaced by codes."""
        numbers = self.query_one(QuoteList).wanted
        if not numbers:
            return
        try:
            with self.begun() as doing:
                text = await export(
                    self.app,
                    self.desk,
                    lambda project, accepted: project.quotes.cited(
                        numbers, accept_leaks=accepted, progress=doing
                    ),
                )
        except CalledOff:
            text = None
        except QualcodeError as error:
            self.app.notify(reason_of(error), severity="error", timeout=10, markup=False)
            return
        if text is None:
            self.app.notify(_("Nothing was copied."), timeout=3, markup=False)
            return
        self.app.copy_to_clipboard(text)
        said = ngettext("{n} quote copied with its reference; known names are replaced by codes",
                        "{n} quotes copied with their references; known names are replaced by codes",
                        len(numbers))  # fmt: skip
        if len(text.encode()) > CLIPBOARD:
            said += ". " + _(
                "It is long, and some terminals keep only the beginning; {key} writes it to a file",
                key=key_of(self, "quotes.export"),
            )
        self.app.notify(said, timeout=5, markup=False)
