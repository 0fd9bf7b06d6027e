"""The inbox of codes that cue words propose: nothing is coded until a person says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.i18n import _, ngettext
from qualcode.tui.doing import CalledOff, told_far
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.page import COMMON, Page, key_of
from qualcode.tui.painting import lines_name, one_line, safe
from qualcode.tui.returning import Returning
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.suggestions import Found, SuggestionRow


_OF_ONE = frozenset({"suggestions.accept", "suggestions.reject", "suggestions.read"})
"""What is done with a suggestion, and cannot be where there is none."""


class SuggestionsPage(Page):
    """Suggestions by source and place; the one in focus in full below."""

    DEFAULT_CSS = """
    SuggestionsPage OptionList, SuggestionsPage OptionList:focus { height: 1fr; border: none; background: $background;
                                 padding: 0 1 0 0; scrollbar-size-vertical: 1; }
    SuggestionsPage #full { display: none; height: 7; padding: 0 1; border-top: solid $page-rule; }
    SuggestionsPage #empty { height: 1fr; content-align: center middle; text-align: center; color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "accept", _("Accept"), id="suggestions.accept", priority=True, key_display="⏎",
                tooltip=_("Put the code on this sentence")),
        Binding("x,n,delete", "reject", _("Reject"), id="suggestions.reject", key_display="x",
                tooltip=_("Not here, and do not ask again")),
        Binding("g", "read", _("In the text"), id="suggestions.read", tooltip=_("See it in the transcript")),
        Binding("f", "find", _("Look again"), id="suggestions.find", tooltip=_("Look for cue words in all sources")),
        *COMMON,
    ]  # fmt: skip

    def body(self) -> ComposeResult:
        """The list, or what to do where it is empty."""
        yield MarkedList()
        yield Static(_("reading …"), id="empty", markup=False)
        yield Static(id="full", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Suggestions")

    def on_mount(self) -> None:
        """Begin in the list."""
        self._goes_on = ""
        """What goes on, in words."""
        self._decided: set[UUID] = set()
        """Suggestions that were decided and are being written: they are not shown again."""
        self._rows: Sequence[SuggestionRow] = ()
        self._returning = Returning()
        self.query_one(OptionList).focus()

    def project_changed(self, action: str) -> None:
        """Fetch them again."""
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        rows = await self.desk.read(lambda project: project.suggestions.list())
        self._rows = [row for row in rows if row.id not in self._decided]
        listed = self.query_one(OptionList)
        at = self._returning.place(self, [row.id for row in self._rows], listed.highlighted or 0)
        listed.clear_options()
        listed.add_options([Option(_line(row, self.size.width - 5)) for row in self._rows])
        listed.highlighted = at if self._rows else None
        listed.display = bool(self._rows)
        self.query_one("#full").display = bool(self._rows)
        self._say()
        self._show()

    def _say(self) -> None:
        """What stands in place of suggestions: what goes on, or what to do."""
        empty = self.query_one("#empty", Static)
        empty.display = not self._rows
        empty.update(self._goes_on or self._nothing())
        self.idle = frozenset() if self._rows else _OF_ONE
        self.refresh_bindings()

    def _nothing(self) -> str:
        return _(
            "Nothing waits. Press {key} to look for the codebook's cue words in all sources.",
            key=key_of(self, "suggestions.find"),
        )

    def tell_far(self, done: int, of: int, what: str) -> None:
        """In the head, and where there is nothing else in the middle as well."""
        super().tell_far(done, of, what)
        if not self._rows:
            self.query_one("#empty", Static).update(told_far(done, of, what))

    @property
    def chosen(self) -> SuggestionRow | None:
        """The suggestion in focus."""
        place = self.query_one(OptionList).highlighted
        return self._rows[place] if place is not None and place < len(self._rows) else None

    def on_option_list_option_highlighted(self) -> None:
        """Show it in full."""
        self._show()

    def _show(self) -> None:
        row = self.chosen
        if row is None:
            return
        text = Text.assemble((row.code, "bold"), f"  {row.source_name} {lines_name(row.lines)}\n")
        text.append(_("because of “{word}”", word=one_line(row.word, 40)))
        if row.negated:
            text.append(
                " · " + _("denied by “{word}”: it may weaken the code", word=one_line(row.evidence, 30)),
                "bold",
            )
        text.append("\n" + safe(" ".join(row.text.split())), "italic")
        self.query_one("#full", Static).update(text)

    def action_accept(self) -> None:
        """Tag this sentence with the code."""
        self._decide("suggestion.accept", lambda project, id_: project.suggestions.accept(id_))

    def action_reject(self) -> None:
        """Not here, and do not ask again."""
        self._decide("suggestion.reject", lambda project, id_: project.suggestions.reject(id_))

    def _decide(self, action: str, work: Callable[[Project, str], object]) -> None:
        """Decide the one in focus, which goes from the list at once: the next key is about the next one."""
        row = self.chosen
        if row is None:
            self.app.notify(self._goes_on or self._nothing(), timeout=3, markup=False)
            return
        listed = self.query_one(OptionList)
        place = listed.highlighted or 0
        self._decided.add(row.id)
        self._rows = [one for one in self._rows if one is not row]
        listed.remove_option_at_index(place)
        listed.highlighted = min(place, len(self._rows) - 1) if self._rows else None
        self._show()
        self._write(row.id, action, self.desk.submit(lambda project: work(project, str(row.id))))

    @work
    async def _write(self, id_: UUID, action: str, future: Future[object]) -> None:
        try:
            done = await self.desk.settle(action, future)
        finally:
            self._decided.discard(id_)
        if done is None:
            self._fetch()

    def on_data_table_row_selected(self) -> None:
        """A second click on the same row shows it in the text."""
        self.action_read()

    def action_read(self) -> None:
        """See it in the transcript."""
        row = self.chosen
        if row is not None:
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(row.source), row.start, row.end)))

    @work(exclusive=True, group="look")
    async def action_find(self) -> None:
        """Look for cue words in all sources."""
        self._goes_on = _(
            "Looking for the codebook's cue words in all sources … {key} calls it off.",
            key=key_for("page.back"),
        )
        self._say()
        try:
            with self.begun() as doing:
                found = await self.desk.read(lambda project: project.suggestions.look(progress=doing))
            self._goes_on = _("Looked through everything. Writing down what was found …")
            self._say()
            done = await self.desk.write("suggestion.find", lambda project: _kept(project, found))
        except CalledOff:
            self.app.notify(_("Called off. Nothing was changed."), timeout=3, markup=False)
            return
        finally:
            self._goes_on = ""
            if self.is_attached:
                self._say()
        if done is not None:
            self.app.notify(ngettext("{n} suggestion", "{n} suggestions", done[0]), timeout=3, markup=False)


def _kept(project: Project, found: Found) -> int:
    project.suggestions.keep(found)
    return len(project.suggestions.list())


def _line(row: SuggestionRow, width: int) -> Text:
    head = f"{'¬' if row.negated else ' '} {row.code:<8} "
    where = f"{one_line(row.source_name, 16):<17}"
    return Text.assemble(
        (head, "bold"), (where, "dim"), one_line(row.text, max(width - len(head) - len(where), 10))
    )
