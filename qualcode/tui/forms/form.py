"""A form over a page: fields under each other, Ctrl+S or Enter does it, Esc leaves all as it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Button, Input, Label, OptionList, Static, TextArea

from qualcode.i18n import _
from qualcode.tui.drafts import Drafts
from qualcode.tui.forms.ask import Ask
from qualcode.tui.forms.fields import (
    Answers,
    Area,
    Field,
    Line,
    PickLong,
    Wrong,
    answer_in,
    may_be_kept,
    put_in,
    widget_of,
)
from qualcode.tui.page import spoken
from qualcode.tui.painting import one_line, safe

DRAFT_SECONDS = 0.5
"""How long words are in a form before they are kept as a draft."""
_WAS = "was: "
"""Before a field's name, in a draft: what the record said when the words were typed."""


class Form(ModalScreen[Answers | None]):
    """A title, fields and two buttons; gives the answers by field name, or None.

    `check` may look at the answers first and say what is wrong. `keep` does what the form is for and gives the reason
    where it cannot; the form stays until that went well. What is typed is kept in `drafts` until then: where the app
    ends in between, the same form about the same thing begins with it the next time.
    """

    DEFAULT_CSS = """
    Form { align: center middle; background: $background 60%; }
    Form > Vertical { width: 72; max-width: 96%; height: auto; max-height: 96%; padding: 0 2; background: $background;
                      border: round $border; border-title-color: $primary; border-title-style: bold; }
    Form .foot { dock: bottom; height: auto; }
    Form VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    Form .quote { color: $page-muted; text-style: italic; margin-bottom: 1; max-height: 4; height: auto; }
    Form .detail { text-style: italic; height: auto; max-height: 6; margin-bottom: 1; }
    Form Label { color: $page-muted; width: 1fr; }
    Form .error { color: $error; height: auto; }
    Form .back { display: none; color: $primary; height: auto; }
    Form Input, Form TextArea, Form OptionList { border: none; border-left: wide $border; background: $surface;
                                                 padding: 0 1; scrollbar-size-vertical: 1; }
    Form Input:focus, Form TextArea:focus, Form OptionList:focus { border: none; border-left: outer $primary;
                                                 background: $panel; background-tint: $foreground 0%; }
    Form Input { height: 1; margin-bottom: 1; }
    Form Input.aside { color: $page-muted; }
    Form Choice { margin-bottom: 1; }
    Form TextArea { height: 4; margin-bottom: 1; }
    Form OptionList { height: auto; max-height: 7; margin-bottom: 1; }
    Form Horizontal { height: auto; align-horizontal: right; }
    Form .hint { width: 1fr; color: $page-muted; }
    Form Button { margin-left: 1; min-width: 10; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Cancel"), id="form.leave", show=False, tooltip=_("Change nothing")),
        Binding("ctrl+s,f9", "done", _("Do it"), id="form.done", show=False, tooltip=_("Do it")),
        # With priority, so that what is typed right behind a Tab lands in the next field and not in this one.
        Binding("tab", "app.focus_next", _("Next field"), id="form.next", show=False, priority=True,
                tooltip=_("The next field")),
        Binding("shift+tab", "app.focus_previous", _("Field before"), id="form.previous", show=False, priority=True,
                tooltip=_("The field before")),
        Binding("left,right", "other_button", _("Other button"), id="form.other", show=False,
                tooltip=_("From one button to the other")),
        Binding("f1", "app.help", _("Help"), id="form.help", show=False, tooltip=_("The keys of this form")),
    ]  # fmt: skip

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        quote: str = "",
        note: str = "",
        button: str = "",
        check: Callable[[Answers], Wrong] | None = None,
        focus: str = "",
        about: str = "",
        seeks: bool = False,
    ) -> None:
        """`about` is the lasting id of what the form is about, or what it makes; without it a draft is found again by
        page, title and quote, so only in the language it was begun in. `note` stands where a quote would, without
        quotation marks.

        A form that `seeks` writes nothing, so leaving it needs no question.
        """
        super().__init__()
        self._title = title
        self._fields = fields
        self._quote = quote
        self._note = note
        self._button = button or _("Save")
        self._check = check
        self._first = focus or (fields[0].name if fields else "")
        self.keep: Callable[[Answers], Awaitable[str]] | None = None
        self.call_off: Callable[[], None] | None = None
        """Ends what `keep` is doing, where that can be ended."""
        self._keeping = False
        self.drafts: Drafts | None = None
        self.about = about
        self.within = ""
        """The lasting id of what the page that asks is about."""
        self._seeks = seeks
        self._begun: Answers = {}
        """What stood in the fields before a person came."""
        self._due: Timer | None = None
        self._from_draft = False
        self._lines = [
            (field, field.goes_with[0], field.goes_with[1:])
            for field in fields
            if isinstance(field, Line) and field.goes_with
        ]
        """The lines that count beside some values of a choice only, that choice and the values."""
        self._followed: Answers = {line.name: line.value for line, _choice, _values in self._lines}
        """What stood in these when the choice followed them last."""

    @property
    def is_keeping(self) -> bool:
        """Whether what the form is for is being done."""
        return self._keeping

    def compose(self) -> ComposeResult:
        """The fields scroll; what is wrong and the buttons stand below, where they can always be seen."""
        with Vertical() as box:
            box.border_title = self._title
            with VerticalScroll(can_focus=False):
                yield from self.body()
            with Vertical(classes="foot"):
                yield Static("", classes="back", markup=False)
                yield Static("", classes="error", markup=False)
                with Horizontal():
                    yield Static(self._hint(), classes="hint", markup=False)
                    yield Button(_("Cancel"), id="cancel", compact=True)
                    yield Button(self._button, id="done", variant="primary", compact=True)

    def body(self) -> ComposeResult:
        """One field under the other."""
        if self._quote:
            # Words that bring quotation marks of their own need none of ours.
            words = one_line(self._quote, 240)
            own = words[:1] in "“\"‘'«" and words[-1:] in "”\"’'»"
            shown = words if own else f"“{words}”"
            yield Static(shown, classes="quote", markup=False)
        if self._note:
            yield Static(one_line(self._note, 240), classes="quote", markup=False)
        for field in self._fields:
            yield Label(field.label, id=f"label-{field.name}", markup=False)
            yield self.widget(field)
            if isinstance(field, PickLong) and field.details:
                yield Static(id=f"detail-{field.name}", classes="detail", markup=False)

    def widget(self, field: Field) -> Widget:
        """The widget in which `field` is answered."""
        return widget_of(field)

    def on_mount(self) -> None:
        """Begin in the first field, with the words of a draft where there is one."""
        self._begun = self._answers()
        if self.drafts is not None:
            self._put_back(self.drafts)
        if self._first:
            # A form that is taller than the screen begins at its top, with the label of the field.
            first = self._first == self._fields[0].name
            for field in self.query(f"#field-{self._first}"):  # none where the app ends in between
                field.focus(scroll_visible=not first)
        for area in self.query(TextArea):
            self.call_after_refresh(area.scroll_cursor_visible)
        for _line, choice, _values in self._lines:
            widget = self.query_one(f"#field-{choice}")
            self.watch(widget, "highlighted" if isinstance(widget, OptionList) else "chosen", self._set_aside)

    def action_done(self) -> None:
        """Give the answers, unless something is missing."""
        if self._keeping:
            return
        self._follow()
        answers = self._answers()
        where, problem = self._wrong(answers)
        self.query_one(".error", Static).update(problem)
        if problem:
            if where:
                self.query_one(f"#field-{where}").focus()
        elif self.keep is None:
            self.dismiss(answers)
        else:
            self._keeping = True
            self._keep(self.keep(answers), answers)

    def _answers(self) -> Answers:
        """What stands in the fields now."""
        return {
            field.name: answer_in(self.query_one(f"#field-{field.name}"), field) for field in self._fields
        }

    def _follow(self) -> None:
        """Words that count beside some values only, and are others than before, take the first of these values."""
        for line, choice, values in self._lines:
            words = answer_in(self.query_one(f"#field-{line.name}"), line)
            if words and words != self._followed[line.name] and self._taken(choice) not in values:
                put_in(self.query_one(f"#field-{choice}"), self._field(choice), values[0])
            self._followed[line.name] = words
        self._set_aside()

    def _set_aside(self) -> None:
        """Words beside another value are kept, and said not to count."""
        for line, choice, values in self._lines:
            field = self.query_one(f"#field-{line.name}", Input)
            aside = bool(field.value.strip()) and self._taken(choice) not in values
            field.set_class(aside, "aside")
            words = _("{field} · not used now", field=line.label) if aside else line.label
            self.query_one(f"#label-{line.name}", Label).update(words)

    def _taken(self, choice: str) -> str:
        return answer_in(self.query_one(f"#field-{choice}"), self._field(choice))

    def _field(self, name: str) -> Field:
        return next(field for field in self._fields if field.name == name)

    def _wrong(self, answers: Answers) -> tuple[str, str]:
        """The field to be mended and what is wrong with it."""
        for field in self._fields:
            if not isinstance(field, Area) and field.needed and not answers[field.name]:
                return field.name, _("{field} is missing", field=field.label)
        found = self._check(answers) if self._check else ""
        return ("", found) if isinstance(found, str) else found

    @work
    async def _keep(self, kept: Awaitable[str], answers: Answers) -> None:
        try:
            reason = await kept
        finally:  # also where it was ended from elsewhere: the form takes keys again
            self._keeping = False
        self.tell(self._hint())
        if reason:
            self.query_one(".error", Static).update(safe(reason))
        else:
            self.dismiss(answers)

    def action_leave(self) -> None:
        """Change nothing; what is being written already is called off, or waited for where it cannot be.

        Where a person changed something, or words came back from a draft, that is asked about first.
        """
        if self._keeping:
            if self.call_off is not None:
                self.call_off()
        elif self._written():
            asked = Ask(_("What you wrote here is not saved."), yes=_("Throw away"), no=_("Keep writing"))
            self.app.push_screen(asked, self._asked)
        else:
            self.dismiss(None)

    def _asked(self, sure: bool | None) -> None:
        if sure:
            self.dismiss(None)

    def _written(self) -> bool:
        """Whether there is something in the form that a person would have to do again.

        A form of choices alone is answered again by a key or two; of a long list one is always in focus.
        """
        if self._seeks or not any(isinstance(field, Line | Area) for field in self._fields):
            return False
        now = self._answers()
        return any(
            now[field.name].split() != self._begun.get(field.name, "").split()
            for field in self._fields
            if not (isinstance(field, PickLong) or (isinstance(field, Line) and field.secret))
        )

    def _is_other(self, field: Field) -> bool:
        """Whether there is another answer in a field than it began with."""
        answer = answer_in(self.query_one(f"#field-{field.name}"), field)
        return answer.split() != field.value.split()

    # -- drafts ---------------------------------------------------------------------------------------------------

    def _draft_name(self) -> str:
        """The same for the same form about the same thing in every language, and it tells nothing of either.

        A thing is known by its id, whatever becomes of its words, or by them where it has none.
        """
        named = [
            type(self).__name__,
            *([self.about] if self.about else [self.within, self._title, self._quote]),
        ]
        for field in sorted(self._fields, key=lambda field: field.name):
            named += [field.name, field.value if isinstance(field, Area) and not self.about else ""]
        return sha256("\0".join(named).encode("utf-8", "surrogatepass")).hexdigest()

    def _put_back(self, drafts: Drafts) -> None:
        """What was typed before the app ended, where the record does not say the same by now."""
        drafts.watch(self.keep_draft)
        draft = drafts.find(self._draft_name())
        if draft is None:
            return
        changed = False
        for field in self._fields:
            answer = draft.answers.get(field.name)
            if answer is not None and may_be_kept(field) and answer.split() != field.value.split():
                if (
                    isinstance(field, Area)
                    and draft.answers.get(_WAS + field.name, field.value) != field.value
                ):
                    # Written anew elsewhere meanwhile: both are there, and which goes a person says.
                    answer, changed = f"{field.value}\n\n{answer}", True
                put_in(self.query_one(f"#field-{field.name}"), field, answer)
                self._from_draft = True
        if not self._from_draft:
            drafts.drop(self._draft_name())
            return
        at = draft.at.astimezone()
        today = at.date() == datetime.now().astimezone().date()
        when = f"{at:%H:%M}" if today else f"{at:%Y-%m-%d %H:%M}"
        line = self.query_one(".back", Static)
        line.update(
            _("This was changed meanwhile: your words of {when}, not saved then, stand below it.", when=when)
            if changed
            else _("Words of {when} that were not saved are back.", when=when)
        )
        line.display = True

    def keep_draft(self) -> None:
        """Keep what is not saved yet, or nothing where all is as it was."""
        if self._due is not None:
            self._due.stop()
            self._due = None
        if self.drafts is None or not self.is_attached:
            return
        others = [field for field in self._fields if may_be_kept(field) and self._is_other(field)]
        if any(isinstance(field, Line | Area) for field in others):
            answers = {
                field.name: answer_in(self.query_one(f"#field-{field.name}"), field) for field in others
            }
            was = {_WAS + field.name: field.value for field in others if isinstance(field, Area)}
            self.drafts.keep(self._draft_name(), {**answers, **was})
        else:
            self.drafts.drop(self._draft_name())

    def on_input_changed(self) -> None:
        """Something was typed: keep it soon, and not in the way of the next key."""
        self._follow()
        self._keep_soon()

    def on_text_area_changed(self) -> None:
        """Something was typed: keep it soon, and not in the way of the next key."""
        self._keep_soon()

    def _keep_soon(self) -> None:
        if self.drafts is not None and self._due is None:
            self._due = self.set_timer(DRAFT_SECONDS, self.keep_draft)

    def dismiss(self, result: Any = None) -> Any:
        """Saved or thrown away: either way no draft is left."""
        if self.drafts is not None:
            self.drafts.unwatch(self.keep_draft)
            self.drafts.drop(self._draft_name())
            self.drafts = None
        return super().dismiss(result)

    # -- saying ---------------------------------------------------------------------------------------------------

    def tell(self, words: str) -> None:
        """Say beside the buttons how far it is."""
        if self.is_attached:
            self.query_one(".hint", Static).update(words)

    def _hint(self) -> str:
        done, leave = spoken(self, "form.done"), spoken(self, "form.leave")
        return _("{done} does it · {leave} cancels", done=done, leave=leave)

    def on_input_submitted(self) -> None:
        """Enter in a line does it."""
        self.action_done()

    def on_choice_submitted(self) -> None:
        """Enter in a choice does it."""
        self.action_done()

    def on_option_list_option_selected(self) -> None:
        """Enter in a list goes on to the next field, or does it where it is the last."""
        if isinstance(self._fields[-1], PickLong):
            self.action_done()
        else:
            self.focus_next()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show the one in focus in full."""
        for field in self._fields:
            if (
                isinstance(field, PickLong)
                and field.details
                and event.option_list.id == f"field-{field.name}"
            ):
                self.query_one(f"#detail-{field.name}", Static).update(
                    safe(field.details[event.option_index])
                )

    def action_other_button(self) -> None:
        """From one button to the other, where one is in focus."""
        if isinstance(self.focused, Button):
            self.query_one("#done" if self.focused.id == "cancel" else "#cancel").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two buttons."""
        if event.button.id == "done":
            self.action_done()
        else:
            self.action_leave()
