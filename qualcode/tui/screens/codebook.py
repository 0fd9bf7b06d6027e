"""The codebook: codes, categories and themes with what they mean, kept up by keys or mouse."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Input, Static

from qualcode.analysis.query import Field, Term, written
from qualcode.i18n import _, ngettext
from qualcode.tui.codebook import CodeTree, HistorySheet, RemarksSheet, Shelf, details, read_shelf
from qualcode.tui.codebook.categories import add_shelf, edit_membership, edit_shelf, remove_shelf
from qualcode.tui.codebook.endings import another_code, merge_code, remove_code
from qualcode.tui.codebook.files import read_in, write_codebook
from qualcode.tui.codebook.keys import KEYS
from qualcode.tui.codebook.places import Move, Way, drop_words, dropped, moved, nested, shifted, unnested
from qualcode.tui.codebook.upkeep import add_code, edit_code, edit_keys, write_memo
from qualcode.tui.comment_forms import comment_on
from qualcode.tui.desk import Desk
from qualcode.tui.going import Go, Where
from qualcode.tui.page import Page, key_of
from qualcode.tui.painting import one_line
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project.codebook import CodeRow


class CodebookPage(Page):
    """The tree on the left, the code in focus beside or below it."""

    DEFAULT_CSS = """
    CodebookPage #sides { layout: horizontal; height: 1fr; }
    CodebookPage CodeTree { width: 3fr; height: 1fr; }
    CodebookPage #about { width: 2fr; height: 1fr; padding: 0 1; border-left: solid $page-rule;
                          scrollbar-size-vertical: 1; }
    CodebookPage #about:focus { background-tint: $foreground 0%; }
    CodebookPage #words { padding-right: 1; }
    CodebookPage.narrow #sides { layout: vertical; }
    CodebookPage.narrow CodeTree { width: 1fr; }
    CodebookPage.narrow #about { width: 1fr; height: 7; border-left: none; border-top: solid $page-rule; }
    CodebookPage.low #about { height: 4; }
    CodebookPage #filter, CodebookPage #filter:focus { display: none; height: 1; border: none; padding: 0 1;
                          background: $surface; }
    CodebookPage.filtering #filter { display: block; }
    CodebookPage #state { height: 1; padding: 0 1; color: $page-muted; text-wrap: nowrap; text-overflow: ellipsis; }
    CodebookPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                          color: $page-muted; padding: 0 4; }
    """
    of_one = frozenset({
        "codebook.edit", "codebook.merge", "codebook.history", "codebook.quotes", "codebook.remove",
        "codebook.under", "codebook.earlier", "codebook.later", "codebook.nest", "codebook.unnest",
        "codebook.categories", "codebook.memo", "codebook.comment", "codebook.keys",
    })  # fmt: skip
    BINDINGS: ClassVar[list[BindingType]] = KEYS

    def __init__(self, desk: Desk, code: str = "") -> None:
        """`code` is the short id of the code to begin with."""
        super().__init__(desk)
        self._shelf: Shelf | None = None
        self._themed = False
        self._wanted = code
        self._words = ""
        self._due = self._reading = False

    def body(self) -> ComposeResult:
        """Filter, tree and details, and what to do where there is nothing."""
        words = _("words of a name, a short id, a definition or a cue")
        # Disabled until it is asked for, so that the focus never falls into a field nobody sees.
        yield Input(id="filter", placeholder=words, disabled=True)
        yield Static(id="empty", markup=False)
        with Container(id="sides"):
            yield CodeTree()
            with VerticalScroll(id="about"):
                yield Static(id="words", markup=False)
        yield Static(id="state", markup=False)

    def place(self) -> str:
        """This page."""
        return _("Codebook")

    def on_mount(self) -> None:
        """Begin in the tree."""
        self.query_one(CodeTree).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Details go below the tree where there is no room beside it."""
        self.set_class(event.size.width < 110, "narrow")
        self.set_class(event.size.height < 20, "low")

    def project_changed(self, action: str) -> None:
        """Fetch it again."""
        self._fetch()

    def _fetch(self) -> None:
        """Read what there is; while that is being read, once more after it, however much changes meanwhile."""
        self._due = True
        if not self._reading:
            self._reading = True
            self._read()

    @work(group="fetch")
    async def _read(self) -> None:
        try:
            while self._due:
                self._due = False
                self._shelf = await self.desk.read(read_shelf)
                self._lay()
        finally:
            self._reading = False

    def _lay(self) -> None:
        shelf = self._shelf
        if shelf is None:
            return
        tree = self.query_one(CodeTree)
        items = shelf.themed(self._words) if self._themed else shelf.tree(self._words)
        key = ""
        if self._wanted:
            row = next((row for row in shelf.rows if self._wanted in (row.code, f"code:{row.number}")), None)
            key = f"code:{row.number}" if row else ""
            self._wanted = self._wanted if self._due and not row else ""
        tree.movable = not self._themed and not self._words
        tree.show(items, key)
        there = bool(items)
        self.query_one("#sides").display = there
        empty = self.query_one("#empty", Static)
        empty.display = not there
        empty.update(self._nothing())
        self.offer(there)
        if there and self.focused is None:
            tree.focus()
        self._tell()

    def _nothing(self) -> str:
        if self._words:
            return _(
                "Nothing holds “{words}”. {key} shows everything again.",
                words=one_line(self._words, 40),
                key=key_for("page.back"),
            )
        if self._themed:
            return _(
                "No categories or themes yet. Press {add} to make one, {codes} for the codes.",
                add=key_of(self, "codebook.add"),
                codes=key_of(self, "codebook.view"),
            )
        return _(
            "No codes yet. Press {add} to make one, or {read} to read a codebook in.",
            add=key_of(self, "codebook.add"),
            read=key_of(self, "codebook.import"),
        )

    def _tell(self) -> None:
        """The line at the bottom: how many there are, what lint says, what is filtered."""
        shelf = self._shelf
        if shelf is None:
            return
        parts = [ngettext("{n} code", "{n} codes", len(shelf.rows))]
        if shelf.categories or shelf.themes:
            parts.append(ngettext("{n} category", "{n} categories", len(shelf.categories)))
            parts.append(ngettext("{n} theme", "{n} themes", len(shelf.themes)))
        if shelf.remarks:
            key = key_of(self, "codebook.remarks")
            parts.append(ngettext("{n} remark ({key})", "{n} remarks ({key})", len(shelf.remarks), key=key))
        if self._words:
            back = key_for("page.back")
            parts.append(_("only “{words}”, {key} shows all", words=one_line(self._words, 20), key=back))
        else:
            parts.append(_("quotes: those that count, without second coders"))
        self.query_one("#state", Static).update(" · ".join(parts))

    # -- what is in focus -----------------------------------------------------------------------------------------

    @property
    def row(self) -> CodeRow | None:
        """The code in focus."""
        return self._shelf.row(self.query_one(CodeTree).key) if self._shelf else None

    def on_code_tree_chosen(self) -> None:
        """Say what it means."""
        if self._shelf is not None:
            edit = key_of(self, "codebook.edit")
            self.query_one("#words", Static).update(details(self._shelf, self.query_one(CodeTree).key, edit))
            self.query_one("#about").scroll_home(animate=False)

    def on_code_tree_opened(self) -> None:
        """A double click edits."""
        self.action_edit()

    def action_quotes(self) -> None:
        """Go to what is tagged so."""
        row = self.row
        if row is not None:
            self.post_message(Go(Where.QUOTES, query=written(Term(Field.CODE, row.code))))

    def action_view(self) -> None:
        """Codes, or themes."""
        self._themed = not self._themed
        self._lay()

    def action_leave(self) -> None:
        """First end the filter, then go back."""
        if self._words or self.has_class("filtering"):
            self._end_filter("")
        else:
            super().action_leave()

    # -- filter ---------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Type words; the tree shows what holds them."""
        self.add_class("filtering")
        filter_ = self.query_one("#filter", Input)
        filter_.disabled = False
        filter_.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Fewer lines with each letter."""
        self._words = event.value.strip()
        self._lay()

    def on_input_submitted(self) -> None:
        """Enter keeps the filter and goes to the tree."""
        self.query_one(CodeTree).focus()

    def _end_filter(self, words: str) -> None:
        filter_ = self.query_one("#filter", Input)
        filter_.value = words
        filter_.disabled = True
        self.remove_class("filtering")
        self._words = words
        self._lay()
        self.query_one(CodeTree).focus()

    # -- making and changing --------------------------------------------------------------------------------------

    @work
    async def action_add(self) -> None:
        """A code; among themes a category or a theme."""
        if self._shelf is None:
            return
        if self._themed:
            await add_shelf(self.desk, self._shelf)
        else:
            self._go_to(await add_code(self.desk, self._shelf, self.row))

    @work
    async def action_edit(self) -> None:
        """Every field."""
        if self.row is not None:
            await edit_code(self.desk, self.row)
        elif self._shelf is not None:
            await edit_shelf(self.desk, self._shelf, self.query_one(CodeTree).key)

    @work
    async def action_remove(self) -> None:
        """Say what goes with it, then do it."""
        if self.row is not None:
            await remove_code(self.desk, self.row)
        elif self._shelf is not None:
            await remove_shelf(self.desk, self._shelf, self.query_one(CodeTree).key)

    @work
    async def action_merge(self) -> None:
        """Choose the code that stays, see what moves, then do it."""
        if self._shelf is not None and self.row is not None:
            self._go_to(await merge_code(self.desk, self._shelf, self.row))

    @work
    async def action_keys(self) -> None:
        """Shortcut and digit."""
        if self._shelf is not None and self.row is not None:
            await edit_keys(self.desk, self._shelf, self.row)

    @work
    async def action_memo(self) -> None:
        """A memo about the code: a new one, or one that is there."""
        if self._shelf is not None and self.row is not None:
            await write_memo(self.desk, self._shelf, self.row)

    @work
    async def action_comment(self) -> None:
        """Comment on the code, or go to a comment that it has."""
        if (row := self.row) is not None:
            await comment_on(self, row.code, code=row.code)

    @work
    async def action_categories(self) -> None:
        """Which categories the code belongs to."""
        if self._shelf is not None and self.row is not None:
            await edit_membership(self.desk, self._shelf, self.row)

    def _go_to(self, code: str) -> None:
        """Put the cursor on a code, as soon as it is known here; nothing without one."""
        if not code:
            return
        self._wanted = code
        if self._reading:
            return
        if self._shelf is not None and any(row.code == code for row in self._shelf.rows):
            self._lay()
        else:
            self._fetch()

    # -- moving ---------------------------------------------------------------------------------------------------

    def action_shift(self, step: int) -> None:
        """Before or behind its neighbour."""
        self._move(lambda rows, row: shifted(rows, row, step))

    def action_nest(self) -> None:
        """Under the code before it."""
        self._move(nested)

    def action_unnest(self) -> None:
        """Behind the code it stands under."""
        self._move(unnested)

    @work
    async def action_under(self) -> None:
        """Under a code that is picked."""
        row = self.row
        if self._shelf is not None and row is not None and not self._themed:
            into = await another_code(self.desk, self._shelf, _("Put {code} under …", code=row.code), row)
            if into:
                self._move(lambda _rows, row: Move(row.code, into), row)

    def _move(self, way: Way, row: CodeRow | None = None) -> None:
        """Put a code, the one in focus unless another is given, where `way` says; among themes nothing moves.

        It is queued at once and counted from where the moves before it left the codes, shown here already or not.
        """
        row = row or self.row
        if row is None or self._themed:
            return
        self._wanted, number = row.code, row.number
        self._moved(self.desk.submit(lambda project: moved(project, number, way)))

    @work(group="move")
    async def _moved(self, future: Future[None]) -> None:
        await self.desk.settle("code.move", future)

    def on_code_tree_dragging(self, event: CodeTree.Dragging) -> None:
        """Say what letting go would do."""
        row = self._shelf.row(event.key) if self._shelf and event.key else None
        if self._shelf is None or row is None:
            self._tell()
        else:
            self.query_one("#state", Static).update(
                drop_words(row, self._shelf.row(event.target), event.before)
            )

    def on_code_tree_dropped(self, event: CodeTree.Dropped) -> None:
        """Move the code to where it was let go."""
        row = self._shelf.row(event.key) if self._shelf else None
        if self._shelf is not None and row is not None:
            onto = self._shelf.row(event.target)
            self._move(lambda rows, row: dropped(rows, row, onto, event.before), row)

    # -- remarks, history, files ----------------------------------------------------------------------------------

    @work
    async def action_remarks(self) -> None:
        """What a supervisor would ask."""
        shelf = self._shelf
        if shelf is None:
            return
        if not shelf.remarks:
            self.app.notify(_("Nothing to remark on this codebook."), timeout=3, markup=False)
            return
        code = await self.app.push_screen_wait(RemarksSheet(shelf.remarks))
        if code:
            self._themed, self._wanted = False, code
            self._end_filter("")

    @work
    async def action_history(self) -> None:
        """Who changed this code, and how."""
        row = self.row
        if row is not None:
            changes = await self.desk.read(lambda project: project.codebook.history(str(row.id)))
            await self.app.push_screen_wait(HistorySheet(row.code, changes))

    @work
    async def action_import(self) -> None:
        """Codes from a file."""
        await read_in(self.desk)

    @work
    async def action_export(self) -> None:
        """The codebook to a file."""
        await write_codebook(self)
