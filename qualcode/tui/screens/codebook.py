"""The codebook: codes, categories and themes with what they mean, kept up by keys or mouse."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widgets import Input, Static

from qualcode.analysis.query import Field, Term, written
from qualcode.errors import QualcodeError
from qualcode.i18n import _, language, ngettext
from qualcode.project.code_removal import Under, removal_words
from qualcode.project.codebook_merge import merging_words
from qualcode.project.shortcuts import proposed_shortcut
from qualcode.resources import codebook_names
from qualcode.tui.codebook import (
    CodeTree,
    HistorySheet,
    RemarksSheet,
    Shelf,
    code_form,
    code_values,
    details,
    read_shelf,
)
from qualcode.tui.codebook.form import first_fault
from qualcode.tui.coding_forms import new_short_id
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Answers, Area, Ask, Form, Line, Pick, PickLong, Wrong
from qualcode.tui.going import Go, Where
from qualcode.tui.leaving import export
from qualcode.tui.page import COMMON, Page
from qualcode.tui.painting import one_line
from qualcode.tui.picker import CodePicker

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.codebook import CodeRow


class CodebookPage(Page):
    """The tree on the left, the code in focus beside or below it."""

    DEFAULT_CSS = """
    CodebookPage #sides { layout: horizontal; height: 1fr; }
    CodebookPage CodeTree { width: 3fr; height: 1fr; }
    CodebookPage #about { width: 2fr; height: 1fr; padding: 0 1; border-left: solid $page-rule;
                          scrollbar-size-vertical: 1; }
    CodebookPage.narrow #sides { layout: vertical; }
    CodebookPage.narrow CodeTree { width: 1fr; }
    CodebookPage.narrow #about { width: 1fr; height: 7; border-left: none; border-top: solid $page-rule; }
    CodebookPage.low #about { height: 4; }
    CodebookPage #filter, CodebookPage #filter:focus { display: none; height: 1; border: none; padding: 0 1;
                          background: $surface; }
    CodebookPage.filtering #filter { display: block; }
    CodebookPage #state { height: 1; padding: 0 1; color: $page-muted; }
    CodebookPage #empty { display: none; height: 1fr; content-align: center middle; text-align: center;
                          color: $page-muted; padding: 0 4; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", _("Add"), id="codebook.add", tooltip=_("Make a code, a category or a theme")),
        Binding("e,enter", "edit", _("Edit"), id="codebook.edit", key_display="e",
                tooltip=_("Every field of this code, category or theme")),
        Binding("M", "merge", _("Merge"), id="codebook.merge", tooltip=_("Put what is tagged so under another code")),
        Binding("l", "remarks", _("Remarks"), id="codebook.remarks",
                tooltip=_("What a supervisor would ask about the codebook")),
        Binding("h", "history", _("History"), id="codebook.history", tooltip=_("Who changed this code, and how")),
        Binding("slash,f", "filter", _("Filter"), id="codebook.filter", key_display="/",
                tooltip=_("Show only what holds some words")),
        *COMMON,
        Binding("q", "quotes", _("Quotes"), id="codebook.quotes", show=False,
                tooltip=_("Every passage that bears this code")),
        Binding("t", "view", _("Themes"), id="codebook.view", show=False,
                tooltip=_("The tree of codes, or themes with their categories")),
        Binding("x,delete", "remove", _("Remove"), id="codebook.remove", show=False, key_display="x",
                tooltip=_("Remove this one, after saying what goes with it")),
        Binding("r", "under", _("Put under"), id="codebook.under", show=False,
                tooltip=_("Put this code under another one")),
        Binding("K,shift+up", "shift(-1)", _("Earlier"), id="codebook.earlier", show=False, key_display="K",
                tooltip=_("Move it before the code above it")),
        Binding("J,shift+down", "shift(1)", _("Later"), id="codebook.later", show=False, key_display="J",
                tooltip=_("Move it behind the code below it")),
        Binding("greater_than_sign,shift+right", "nest", _("Nest"), id="codebook.nest", show=False, key_display=">",
                tooltip=_("Put it under the code above it")),
        Binding("less_than_sign,shift+left", "unnest", _("Take out"), id="codebook.unnest", show=False,
                key_display="<", tooltip=_("Put it beside the code it stands under")),
        Binding("c", "categories", _("Categories"), id="codebook.categories", show=False,
                tooltip=_("Say which categories this code belongs to")),
        Binding("m", "memo", _("Memo"), id="codebook.memo", show=False, tooltip=_("Write about this code")),
        Binding("p", "keys", _("Keys"), id="codebook.keys", show=False,
                tooltip=_("Its two letters and its digit in the reader")),
        Binding("i", "import", _("Read in"), id="codebook.import", show=False,
                tooltip=_("Read codes in from a file, or a codebook that comes along")),
        Binding("w", "export", _("Write out"), id="codebook.export", show=False,
                tooltip=_("Write the codebook to a file")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, code: str = "") -> None:
        """`code` is the short id of the code to begin with."""
        super().__init__(desk)
        self._shelf: Shelf | None = None
        self._themed = False
        self._wanted = code
        self._words = ""

    def body(self) -> ComposeResult:
        """Filter, tree and details, and what to do where there is nothing."""
        words = _("words of a name, a short id, a definition or a cue")
        # Disabled until it is asked for, so that the focus never falls into a field nobody sees.
        yield Input(id="filter", placeholder=words, disabled=True)
        yield Static(id="empty", markup=False)
        with Container(id="sides"):
            yield CodeTree()
            with VerticalScroll(id="about", can_focus=False):
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

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        self._shelf = await self.desk.read(read_shelf)
        self._lay()

    def _lay(self) -> None:
        shelf = self._shelf
        if shelf is None:
            return
        tree = self.query_one(CodeTree)
        items = shelf.themed(self._words) if self._themed else shelf.tree(self._words)
        key = ""
        if self._wanted:
            row = next((row for row in shelf.rows if self._wanted in (row.code, f"code:{row.number}")), None)
            key, self._wanted = (f"code:{row.number}" if row else ""), ""
        tree.movable = not self._themed and not self._words
        tree.show(items, key)
        there = bool(items)
        self.query_one("#sides").display = there
        empty = self.query_one("#empty", Static)
        empty.display = not there
        empty.update(self._nothing())
        if there and self.focused is None:
            tree.focus()
        self._tell()

    def _nothing(self) -> str:
        if self._words:
            return _("Nothing holds “{words}”. Esc shows everything again.", words=one_line(self._words, 40))
        if self._themed:
            return _("No categories or themes yet. Press a to make one, t for the codes.")
        return _("No codes yet. Press a to make one, or i to read a codebook in.")

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
            parts.append(ngettext("{n} remark (l)", "{n} remarks (l)", len(shelf.remarks)))
        if self._words:
            parts.append(_("only “{words}”, Esc shows all", words=one_line(self._words, 20)))
        self.query_one("#state", Static).update(" · ".join(parts))

    # -- what is in focus -----------------------------------------------------------------------------------------

    @property
    def row(self) -> CodeRow | None:
        """The code in focus."""
        return self._shelf.row(self.query_one(CodeTree).key) if self._shelf else None

    def on_code_tree_chosen(self) -> None:
        """Say what it means."""
        if self._shelf is not None:
            self.query_one("#words", Static).update(details(self._shelf, self.query_one(CodeTree).key))
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
        if self._themed:
            await self._add_shelf()
            return
        shelf, row = self._shelf, self.row
        if shelf is None:
            return
        # Beside a leaf, under a branch: where a person stands is where the next code is expected.
        parent = "" if row is None else row.parent if row.leaf else row.code
        taken = [code.code for code in shelf.rows]
        first = f"name_{language()}"

        def values(answers: Answers) -> dict[str, object]:
            found = code_values(answers)
            name = answers[first] or answers["name_id"] or answers["name_en"]
            if not found["code"] and name:
                found["code"] = _short_id(parent, name, taken)
            if not found["shortcut"]:
                del found["shortcut"]
            return found

        def check(answers: Answers) -> Wrong:
            return self._check(lambda p: p.codebook.faults(values(answers), parent=parent))

        def write(project: Project, answers: Answers) -> str:
            fields = values(answers)
            return project.codebook.add(str(fields.pop("code")), parent=parent or None, **fields).code

        made = await self.desk.fill(code_form(None, check, parent=parent), "code.add", write)
        if made is not None:
            self._wanted = made[0]
            self._fetch()

    def _check(self, faults: Callable[[Project], Mapping[str, str]]) -> Wrong:
        """What a check of the project says, as a form takes it."""
        try:
            return first_fault(faults(self.desk.project))
        except QualcodeError as error:
            return error.message

    @work
    async def action_edit(self) -> None:
        """Every field."""
        shelf, key = self._shelf, self.query_one(CodeTree).key
        if shelf is None or not key:
            return
        row = shelf.row(key)
        if row is None:
            await self._edit_shelf(key)
            return

        def check(answers: Answers) -> Wrong:
            return self._check(lambda p: p.codebook.faults(code_values(answers), code=row.id))

        def write(project: Project, answers: Answers) -> None:
            fields = code_values(answers)
            if not fields["reason"]:
                del fields["reason"]
            project.codebook.edit(row.id or row.code, new_code=fields.pop("code"), **fields)

        await self.desk.fill(code_form(row, check), "code.edit", write)

    @work
    async def action_keys(self) -> None:
        """Shortcut and digit."""
        row, shelf = self.row, self._shelf
        if row is None or shelf is None:
            return
        taken = {other.shortcut for other in shelf.rows if other.code != row.code}
        proposed = proposed_shortcut(row.code, row.name(language()), taken)
        digits = [("", "–")]
        pinned = {other.pinned: other.code for other in shelf.rows if other.pinned}
        digits += [(str(n), f"{n} {pinned[n]}" if n in pinned else str(n)) for n in range(1, 10)]
        form = Form(
            _("Keys of {code}", code=row.code),
            [
                Line("shortcut", _("Shortcut: two letters after '"), row.shortcut, hint=proposed),
                Pick("pinned", _("Digit that applies it in the reader"), digits, str(row.pinned or "")),
            ],
            check=lambda answers: self._check(
                lambda p: p.codebook.faults({"shortcut": answers["shortcut"]}, code=row.id)
            ),
        )
        await self.desk.fill(
            form, "code.edit", lambda project, answers: project.codebook.edit(row.id or row.code, **answers)
        )

    @work
    async def action_memo(self) -> None:
        """A memo about the code: a new one, or one that is there."""
        row, shelf = self.row, self._shelf
        if row is None or shelf is None:
            return
        memos = {str(memo.number): memo for memo in shelf.memos.get(row.code, ())}
        chosen = ""
        if memos:
            options = [("", _("a new memo")), *((n, one_line(memo.body, 60)) for n, memo in memos.items())]
            answers = await self.app.push_screen_wait(
                Form(
                    _("Memos of {code}", code=row.code),
                    [PickLong("which", _("Memo"), options, "")],
                    button=_("Open"),
                )
            )
            if answers is None:
                return
            chosen = answers["which"]
        memo = memos.get(chosen)
        form = Form(
            _("Memo about {code}", code=row.code), [Area("body", _("Memo"), memo.body if memo else "")]
        )
        if memo is not None:
            number = memo.number
            await self.desk.fill(
                form,
                "memo.edit",
                lambda project, answers: project.notes.edit_memo(number, body=answers["body"]),
            )
        else:
            await self.desk.fill(
                form,
                "memo.add",
                lambda project, answers: project.notes.add_memo(answers["body"], code=str(row.id)),
            )

    # -- merging and removing -------------------------------------------------------------------------------------

    @work
    async def action_merge(self) -> None:
        """Choose the code that stays, see what moves, then do it."""
        row, shelf = self.row, self._shelf
        if row is None or shelf is None:
            return
        into = await self._pick(_("Merge {code} into …", code=row.code), {row.number})
        if into is None:
            return
        told = await self.desk.read(lambda project: project.codebook.merging(str(row.id), into))
        lines = [_("Merge {code} into {into}?", code=told.code, into=told.into), ""]
        lines += [f"· {line}" for line in merging_words(told)]
        lines += ["", _("One undo (u) takes all of it back.")]
        if await self.app.push_screen_wait(Ask("\n".join(lines))):
            done = await self.desk.write("code.merge", lambda p: p.codebook.merge(str(row.id), into))
            if done is not None:
                self._wanted = into
                self._fetch()

    @work
    async def action_remove(self) -> None:
        """Say what goes with it, then do it."""
        shelf, key = self._shelf, self.query_one(CodeTree).key
        if shelf is None or not key:
            return
        row = shelf.row(key)
        if row is None:
            await self._remove_shelf(key)
            return
        rule = Under.REFUSE
        if not row.leaf:
            rules = [("up", _("move up in its place")), ("remove", _("are removed, too"))]
            form = Form(
                _("Remove {code}", code=row.code),
                [Pick("children", _("The codes under it"), rules, "up")],
                button=_("Go on"),
            )
            answers = await self.app.push_screen_wait(form)
            if answers is None:
                return
            rule = Under(answers["children"])
        told = await self.desk.read(lambda project: project.codebook.removal(str(row.id), children=rule))
        lines = [_("Remove {code}?", code=row.code), "", *(f"· {line}" for line in removal_words(told))]
        lines += ["", _("One undo (u) takes all of it back.")]
        if await self.app.push_screen_wait(Ask("\n".join(lines))):
            await self.desk.write(
                "code.remove",
                lambda project: project.codebook.remove(str(row.id), with_codings=True, children=rule),
            )

    async def _pick(self, title: str, but: set[int]) -> str | None:
        """Another code, by its short id."""
        if self._shelf is None:
            return None
        cards = [card for number, card in self._shelf.cards.items() if number not in but]
        picked = await self.app.push_screen_wait(CodePicker(cards, (), title, may_create=False))
        if picked is None or not picked.keys:
            return None
        return self._shelf.cards[picked.keys[0]].code

    # -- moving ---------------------------------------------------------------------------------------------------

    def action_shift(self, step: int) -> None:
        """Before or behind its neighbour."""
        row, siblings = self._siblings()
        if row is not None:
            place = siblings.index(row.code) + step
            if 0 <= place < len(siblings):
                self._move(row.code, row.parent, place)

    def action_nest(self) -> None:
        """Under the code before it."""
        row, siblings = self._siblings()
        if row is not None and (place := siblings.index(row.code)) > 0:
            self._move(row.code, siblings[place - 1], None)

    def action_unnest(self) -> None:
        """Behind the code it stands under."""
        row, _siblings = self._siblings()
        if row is None or not row.parent or self._shelf is None:
            return
        above = next(other for other in self._shelf.rows if other.code == row.parent)
        beside = [other.code for other in self._shelf.rows if other.parent == above.parent]
        self._move(row.code, above.parent, beside.index(above.code) + 1)

    @work
    async def action_under(self) -> None:
        """Under a code that is picked."""
        row = self.row
        if row is not None and not self._themed:
            into = await self._pick(_("Put {code} under …", code=row.code), {row.number})
            if into is not None:
                self._move(row.code, into, None)

    def _siblings(self) -> tuple[CodeRow | None, list[str]]:
        row = self.row
        if row is None or self._shelf is None or self._themed:
            return None, []
        return row, [other.code for other in self._shelf.rows if other.parent == row.parent]

    @work(exclusive=True, group="move")
    async def _move(self, code: str, parent: str, position: int | None) -> None:
        done = await self.desk.write(
            "code.move", lambda project: project.codebook.move(code, parent or None, position=position)
        )
        if done is not None:
            self._wanted = code
            self._fetch()

    def on_code_tree_dragging(self, event: CodeTree.Dragging) -> None:
        """Say what letting go would do."""
        row = self._shelf.row(event.key) if self._shelf and event.key else None
        if row is None or self._shelf is None:
            self._tell()
            return
        target = self._shelf.row(event.target)
        if target is None:
            words = _("{code}: to the end, outermost", code=row.code)
        elif event.before:
            words = _("{code}: before {other}", code=row.code, other=target.code)
        else:
            words = _("{code}: under {other} (at the left edge: before it)", code=row.code, other=target.code)
        self.query_one("#state", Static).update(words)

    def on_code_tree_dropped(self, event: CodeTree.Dropped) -> None:
        """Move the code to where it was let go."""
        shelf = self._shelf
        row = shelf.row(event.key) if shelf else None
        if row is None or shelf is None:
            return
        target = shelf.row(event.target)
        if target is None:
            self._move(row.code, "", None)
        elif event.before:
            siblings = [c.code for c in shelf.rows if c.parent == target.parent and c.code != row.code]
            self._move(row.code, target.parent, siblings.index(target.code))
        else:
            self._move(row.code, target.code, None)

    # -- categories and themes ------------------------------------------------------------------------------------

    @work
    async def action_categories(self) -> None:
        """Which categories the code belongs to."""
        row, shelf = self.row, self._shelf
        if row is None or shelf is None:
            return
        known = [category.name for category in shelf.categories]
        form = Form(
            _("Categories of {code}", code=row.code),
            [
                Line("names", _("Categories, separated by ;"), "; ".join(shelf.categories_of(row.code)),
                     hint=_("a new name makes a category"), known=known)
            ],
            quote=", ".join(known),
        )  # fmt: skip
        await self.desk.fill(
            form,
            "category.set",
            lambda project, answers: project.codebook.set_categories(
                str(row.id), answers["names"].split(";")
            ),
        )

    async def _add_shelf(self) -> None:
        shelf = self._shelf
        if shelf is None:
            return
        kinds = [("category", _("category")), ("theme", _("theme"))]
        form = Form(
            _("New category or theme"),
            [
                Line("name", _("Name"), needed=True),
                Pick("kind", _("Kind"), kinds, "category"),
                Line("theme", _("Theme of the category"), known=[theme.name for theme in shelf.themes]),
                Line("codes", _("Codes of the category, separated by ;")),
                Area("note", _("Note")),
            ],
        )

        def write(project: Project, answers: Answers) -> None:
            if answers["kind"] == "theme":
                project.codebook.add_theme(answers["name"], note=answers["note"])
                return
            project.codebook.add_category(
                answers["name"],
                codes=_parts(answers["codes"]),
                theme=answers["theme"] or None,
                note=answers["note"],
            )

        await self.desk.fill(form, "category.set", write)

    async def _edit_shelf(self, key: str) -> None:
        shelf = self._shelf
        if shelf is None:
            return
        if category := shelf.category(key):
            form = Form(
                _("Category {name}", name=one_line(category.name, 40)),
                [
                    Line("name", _("Name"), category.name, needed=True),
                    Line(
                        "theme",
                        _("Theme"),
                        category.theme or "",
                        known=[theme.name for theme in shelf.themes],
                    ),
                    Line("codes", _("Codes, separated by ;"), "; ".join(category.codes)),
                    Area("note", _("Note"), category.note),
                ],
            )
            await self.desk.fill(
                form,
                "category.set",
                lambda project, answers: project.codebook.edit_category(
                    category.id,
                    **{**answers, "codes": _parts(answers["codes"])},  # type: ignore[arg-type]
                ),
            )
        elif theme := shelf.theme(key):
            form = Form(
                _("Theme {name}", name=one_line(theme.name, 40)),
                [Line("name", _("Name"), theme.name, needed=True), Area("note", _("Note"), theme.note)],
            )
            await self.desk.fill(
                form, "theme.set", lambda project, answers: project.codebook.edit_theme(theme.uid, **answers)
            )

    async def _remove_shelf(self, key: str) -> None:
        shelf = self._shelf
        if shelf is None:
            return
        if category := shelf.category(key):
            question = _(
                "Remove the category {name}? Its codes stay. This can be undone.", name=category.name
            )
            if await self.app.push_screen_wait(Ask(question)):
                await self.desk.write("category.remove", lambda p: p.codebook.remove_category(category.id))
        elif theme := shelf.theme(key):
            question = _("Remove the theme {name}? Its categories stay. This can be undone.", name=theme.name)
            if await self.app.push_screen_wait(Ask(question)):
                await self.desk.write("theme.remove", lambda p: p.codebook.remove_theme(theme.uid))

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
        names = codebook_names()
        form = Form(
            _("Read a codebook in"),
            [Line("file", _("A file (.yaml, .csv), or a name: {names}", names=", ".join(names)), known=names,
                  needed=True)],
            button=_("Read"),
        )  # fmt: skip
        done = await self.desk.fill(
            form, "codebook.import", lambda project, answers: project.codebook.import_(answers["file"])
        )
        if done is not None:
            said = _(
                "{added} codes added, {changed} changed",
                added=len(done[0].added),
                changed=len(done[0].changed),
            )
            self.app.notify(said, timeout=4, markup=False)

    @work
    async def action_export(self) -> None:
        """The codebook to a file."""
        form = Form(
            _("Write the codebook to a file"),
            [Line("file", _("A file that ends in .yaml or .csv"), hint="codebook.yaml", needed=True)],
            button=_("Write"),
        )

        answers = await self.app.push_screen_wait(form)
        if not answers:
            return
        file = answers["file"]
        try:
            written = await export(
                self.app, self.desk, lambda p, accept: p.codebook.export(file, accept_leaks=accept)
            )
        except QualcodeError as error:
            self.app.notify(error.message, severity="error", timeout=10, markup=False)
            return
        if written is not None:
            self.app.notify(_("Written: {file}", file=file), timeout=4, markup=False)


def _parts(given: str) -> list[str]:
    return [part.strip() for part in given.split(";") if part.strip()]


def _short_id(parent: str, name: str, taken: list[str]) -> str:
    """A short id for a new code called `name` under `parent`."""
    if not parent:
        return new_short_id(name, taken)
    known = {code.casefold() for code in taken}
    stem = f"{parent}-{new_short_id(name, ())}"
    free = (stem if n == 1 else f"{stem}{n}" for n in range(1, len(known) + 3))
    return next(code for code in free if code.casefold() not in known)
