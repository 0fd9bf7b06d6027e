"""Small forms over a page: a few fields, Enter does it, Esc leaves all as it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Button, Input, Label, OptionList, Static, TextArea
from textual.widgets.option_list import Option

from qualcode.i18n import _
from qualcode.tui.painting import one_line, safe

Answers = dict[str, str]

Wrong = str | tuple[str, str]
"""What is wrong with answers: words, or the field that is to be mended and words; empty words where nothing is."""


@dataclass(frozen=True)
class Line:
    """A field of one line; `known` are words that are completed while typing."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    known: Sequence[str] = ()
    needed: bool = False
    secret: bool = False
    """Shown as dots."""


@dataclass(frozen=True)
class Area:
    """A field of several lines."""

    name: str
    label: str
    value: str = ""


@dataclass(frozen=True)
class Pick:
    """One of a few values, each with its words; the first letter of the words takes it."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str = ""
    needed: bool = False


@dataclass(frozen=True)
class PickLong:
    """One of many values, a line each; `details` are shown in full for the one in focus."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str = ""
    needed: bool = False
    details: Sequence[str] = ()


Field = Line | Area | Pick | PickLong


class Choice(Widget, can_focus=True):
    """A few values beside each other; arrows or a first letter take one."""

    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; padding: 0 1; border-left: wide $page-rule; background: $surface; }
    Choice:focus { border-left: wide $primary; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "right,down", "move(1)", _("Next"), id="choice.next", show=False, tooltip=_("The next value")
        ),
        Binding(
            "left,up",
            "move(-1)",
            _("Previous"),
            id="choice.previous",
            show=False,
            tooltip=_("The previous value"),
        ),
    ]
    chosen: reactive[int] = reactive(-1, layout=True)

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = options
        values = [name for name, _words in options]
        self.set_reactive(Choice.chosen, values.index(value) if value in values else -1)

    @property
    def value(self) -> str:
        """The value taken; empty where none is."""
        return self._options[self.chosen][0] if self.chosen >= 0 else ""

    def render(self) -> Text:
        """All values, the one taken reversed and marked."""
        text = Text()
        for number, (_value, words) in enumerate(self._options):
            taken = number == self.chosen
            text.append(f"[{words}]" if taken else f" {words} ", "bold reverse" if taken else "")
            text.append("  ")
        return text

    def action_move(self, step: int) -> None:
        """Take the next or previous value."""
        if self._options:
            count = len(self._options)
            self.chosen = (self.chosen + step) % count if self.chosen >= 0 else (0 if step > 0 else count - 1)

    def on_key(self, event: events.Key) -> None:
        """A first letter takes the next value that begins with it."""
        if event.key == "enter":
            event.stop()
            self.post_message(self.Submitted())
        elif event.character and event.character.isprintable():
            order = [(self.chosen + step) % len(self._options) for step in range(1, len(self._options) + 1)]
            for number in order:
                if self._options[number][1].casefold().startswith(event.character.casefold()):
                    event.stop()
                    self.chosen = number
                    return

    def on_click(self, event: events.Click) -> None:
        """Take the value under the mouse."""
        at = event.get_content_offset(self)
        if at is None or not self.size.width:
            return
        place = 0
        for number, (_value, words) in enumerate(self._options):
            place += len(words) + 4
            if at.y * self.size.width + at.x < place:
                self.chosen = number
                return


class Form(ModalScreen[Answers | None]):
    """A title, fields and two buttons; gives the answers by field name, or None.

    `check` may look at the answers first and say what is wrong. `keep` does what the form is for and gives the reason
    where it cannot; the form stays until that went well.
    """

    DEFAULT_CSS = """
    Form { align: center middle; background: $background 60%; }
    Form > Vertical { width: 72; max-width: 96%; height: auto; max-height: 96%; padding: 0 2; background: $background;
                      border: round $border; border-title-color: $primary; border-title-style: bold; }
    Form VerticalScroll { height: auto; max-height: 100%; scrollbar-size-vertical: 1; }
    Form .quote { color: $page-muted; text-style: italic; margin-bottom: 1; max-height: 4; height: auto; }
    Form .detail { text-style: italic; height: auto; max-height: 6; margin-bottom: 1; }
    Form Label { color: $page-muted; }
    Form .error { color: $error; height: auto; }
    Form Input, Form TextArea, Form OptionList { border: none; border-left: wide $page-rule; background: $surface;
                                                 padding: 0 1; scrollbar-size-vertical: 1; }
    Form Input:focus, Form TextArea:focus, Form OptionList:focus { border: none; border-left: wide $primary;
                                                 background: $panel; background-tint: $foreground 0%; }
    Form Input { height: 1; margin-bottom: 1; }
    Form Choice { margin-bottom: 1; }
    Form TextArea { height: 4; margin-bottom: 1; }
    Form OptionList { height: auto; max-height: 7; margin-bottom: 1; }
    Form Horizontal { height: auto; align-horizontal: right; }
    Form .hint { width: 1fr; color: $page-muted; }
    Form Button { margin-left: 1; min-width: 10; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", _("Leave"), id="form.leave", show=False, tooltip=_("Change nothing")),
        Binding("ctrl+s", "done", _("Do it"), id="form.done", show=False, tooltip=_("Do it")),
        # With priority, so that what is typed right behind a Tab lands in the next field and not in this one.
        Binding(
            "tab",
            "app.focus_next",
            _("Next field"),
            id="form.next",
            show=False,
            priority=True,
            tooltip=_("The next field"),
        ),
        Binding(
            "shift+tab",
            "app.focus_previous",
            _("Field before"),
            id="form.previous",
            show=False,
            priority=True,
            tooltip=_("The field before"),
        ),
    ]

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
        """One field under the other."""
        with Vertical() as box:
            box.border_title = self._title
            with VerticalScroll(can_focus=False):
                if self._quote:
                    yield Static(f"“{one_line(self._quote, 240)}”", classes="quote", markup=False)
                for field in self._fields:
                    yield Label(field.label, markup=False)
                    yield _widget(field)
                    if isinstance(field, PickLong) and field.details:
                        yield Static(id=f"detail-{field.name}", classes="detail", markup=False)
                yield Static("", classes="error", markup=False)
            with Horizontal():
                yield Static(self._hint(), classes="hint", markup=False)
                yield Button(_("Cancel"), id="cancel", compact=True)
                yield Button(self._button, id="done", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Begin in the first field."""
        if self._first:
            self.query_one(f"#field-{self._first}").focus()

    def action_done(self) -> None:
        """Give the answers, unless something is missing."""
        if self._keeping:
            return
        answers = {field.name: self._answer(field) for field in self._fields}
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
        """Change nothing; what is being written already is called off, or waited for where it cannot be."""
        if not self._keeping:
            self.dismiss(None)
        elif self.call_off is not None:
            self.call_off()

    def tell(self, words: str) -> None:
        """Say beside the buttons how far it is."""
        if self.is_attached:
            self.query_one(".hint", Static).update(words)

    def _hint(self) -> str:
        return _("Ctrl+S does it · Esc leaves")

    def _answer(self, field: Field) -> str:
        widget = self.query_one(f"#field-{field.name}")
        if isinstance(widget, Input):
            return widget.value.strip()
        if isinstance(widget, TextArea):
            return widget.text.strip()
        if isinstance(widget, Choice):
            return widget.value
        if isinstance(widget, OptionList) and isinstance(field, PickLong) and widget.highlighted is not None:
            return field.options[widget.highlighted][0]
        return ""

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


class Ask(ModalScreen[bool]):
    """One question with yes and no."""

    DEFAULT_CSS = """
    Ask { align: center middle; background: $background 60%; }
    Ask > Vertical { width: 56; max-width: 94%; height: auto; padding: 1 2; background: $background;
                     border: round $border; }
    Ask Horizontal { height: auto; align-horizontal: right; margin-top: 1; }
    Ask Button { margin-left: 1; min-width: 10; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "dismiss(False)", _("No"), id="ask.no", show=False, tooltip=_("Change nothing")),
        Binding("y", "dismiss(True)", _("Yes"), id="ask.yes", show=False, tooltip=_("Do it")),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question and two buttons."""
        with Vertical():
            yield Static(self._question, markup=False)
            with Horizontal():
                yield Button(_("No"), id="no", compact=True)
                yield Button(_("Yes"), id="yes", variant="primary", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        self.dismiss(event.button.id == "yes")


def _widget(field: Field) -> Widget:
    name = f"field-{field.name}"
    match field:
        case Line():
            suggester = SuggestFromList(field.known, case_sensitive=False) if field.known else None
            return Input(
                field.value, placeholder=field.hint, suggester=suggester, password=field.secret, id=name
            )
        case Area():
            return TextArea(field.value, id=name, tab_behavior="focus")
        case Pick():
            return Choice(field.options, field.value, id=name)
        case PickLong():
            options = OptionList(
                *(Option(_plain(words)) for _value, words in field.options), id=name, markup=False
            )
            values: list[Any] = [value for value, _words in field.options]
            if field.value in values:
                options.highlighted = values.index(field.value)
            return options


def _plain(words: str) -> Text:
    """Words as they are, without markup."""
    return Text(one_line(words, 62))
