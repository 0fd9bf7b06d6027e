"""A form over a page: fields under each other, Ctrl+S or Enter does it, Esc leaves all as it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Label, OptionList, Static, TextArea

from qualcode.i18n import _
from qualcode.tui.forms.ask import Ask
from qualcode.tui.forms.fields import Answers, Area, Field, PickLong, Wrong, answer_in, widget_of
from qualcode.tui.painting import one_line, safe


class Form(ModalScreen[Answers | None]):
    """A title, fields and two buttons; gives the answers by field name, or None.

    `check` may look at the answers first and say what is wrong. `keep` does what the form is for and gives the reason
    where it cannot; the form stays until that went well.
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
    Form Input, Form TextArea, Form OptionList { border: none; border-left: wide $border; background: $surface;
                                                 padding: 0 1; scrollbar-size-vertical: 1; }
    Form Input:focus, Form TextArea:focus, Form OptionList:focus { border: none; border-left: outer $primary;
                                                 background: $panel; background-tint: $foreground 0%; }
    Form Input { height: 1; margin-bottom: 1; }
    Form Choice { margin-bottom: 1; }
    Form TextArea { height: 4; margin-bottom: 1; }
    Form OptionList { height: auto; max-height: 7; margin-bottom: 1; }
    Form Horizontal { height: auto; align-horizontal: right; }
    Form .hint { width: 1fr; color: $page-muted; }
    Form Button { margin-left: 1; min-width: 10; }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Leave"), id="form.leave", show=False, tooltip=_("Change nothing")),
        Binding("ctrl+s,f9", "done", _("Do it"), id="form.done", show=False, tooltip=_("Do it")),
        # With priority, so that what is typed right behind a Tab lands in the next field and not in this one.
        Binding("tab", "app.focus_next", _("Next field"), id="form.next", show=False, priority=True,
                tooltip=_("The next field")),
        Binding("shift+tab", "app.focus_previous", _("Field before"), id="form.previous", show=False, priority=True,
                tooltip=_("The field before")),
    ]  # fmt: skip

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        quote: str = "",
        button: str = "",
        check: Callable[[Answers], Wrong] | None = None,
        focus: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._quote = quote
        self._button = button or _("Save")
        self._check = check
        self._first = focus or (fields[0].name if fields else "")
        self.keep: Callable[[Answers], Awaitable[str]] | None = None
        self.call_off: Callable[[], None] | None = None
        """Ends what `keep` is doing, where that can be ended."""
        self._keeping = False

    def compose(self) -> ComposeResult:
        """The fields scroll; what is wrong and the buttons stand below, where they can always be seen."""
        with Vertical() as box:
            box.border_title = self._title
            with VerticalScroll(can_focus=False):
                yield from self.body()
            with Vertical(classes="foot"):
                yield Static("", classes="error", markup=False)
                with Horizontal():
                    yield Static(self._hint(), classes="hint", markup=False)
                    yield Button(_("Cancel"), id="cancel", compact=True)
                    yield Button(self._button, id="done", variant="primary", compact=True)

    def body(self) -> ComposeResult:
        """One field under the other."""
        if self._quote:
            yield Static(f"“{one_line(self._quote, 240)}”", classes="quote", markup=False)
        for field in self._fields:
            yield Label(field.label, markup=False)
            yield self.widget(field)
            if isinstance(field, PickLong) and field.details:
                yield Static(id=f"detail-{field.name}", classes="detail", markup=False)

    def widget(self, field: Field) -> Widget:
        """The widget in which `field` is answered."""
        return widget_of(field)

    def on_mount(self) -> None:
        """Begin in the first field."""
        if self._first:
            # A form that is taller than the screen begins at its top, with the label of the field.
            first = self._first == self._fields[0].name
            for field in self.query(f"#field-{self._first}"):  # none where the app ends in between
                field.focus(scroll_visible=not first)
        for area in self.query(TextArea):
            self.call_after_refresh(area.scroll_cursor_visible)

    def action_done(self) -> None:
        """Give the answers, unless something is missing."""
        if self._keeping:
            return
        answers = {
            field.name: answer_in(self.query_one(f"#field-{field.name}"), field) for field in self._fields
        }
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

    def _wrong(self, answers: Answers) -> tuple[str, str]:
        """The field to be mended and what is wrong with it."""
        for field in self._fields:
            if not isinstance(field, Area) and field.needed and not answers[field.name]:
                return field.name, _("{field} is missing", field=field.label)
        found = self._check(answers) if self._check else ""
        return ("", found) if isinstance(found, str) else found

    @work
    async def _keep(self, kept: Awaitable[str], answers: Answers) -> None:
        reason = await kept
        self._keeping = False
        self.tell(self._hint())
        if reason:
            self.query_one(".error", Static).update(safe(reason))
        else:
            self.dismiss(answers)

    def action_leave(self) -> None:
        """Change nothing; what is being written already is called off, or waited for where it cannot be.

        Where something was typed into a field of several lines, that is asked about first.
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
        """Whether a field of several lines holds other words than it began with."""
        return any(
            answer_in(self.query_one(f"#field-{field.name}"), field).split() != field.value.split()
            for field in self._fields
            if isinstance(field, Area)
        )

    def tell(self, words: str) -> None:
        """Say beside the buttons how far it is."""
        if self.is_attached:
            self.query_one(".hint", Static).update(words)

    def _hint(self) -> str:
        return _("Ctrl+S does it · Esc leaves")

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

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two buttons."""
        if event.button.id == "done":
            self.action_done()
        else:
            self.action_leave()
