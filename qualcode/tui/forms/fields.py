"""The fields of a form: what is asked for, and the widget in which it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea
from textual.widgets.option_list import Option
from textual.widgets.text_area import Selection

from qualcode.tui.forms.choice import Choice
from qualcode.tui.forms.some import Some
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.painting import one_line

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
    private: bool = False
    """Kept nowhere but in the project, so in no draft."""
    goes_with: tuple[str, ...] = ()
    """A field of choices and the values beside which alone these words count: typing them takes the first of them."""


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


@dataclass(frozen=True)
class PickSome:
    """Any number of many values, a line each; `value` and the answer have one on each line, in the list's order."""

    name: str
    label: str
    options: Sequence[tuple[str, str]]
    value: str = ""
    needed: bool = False


Field = Line | Area | Pick | PickLong | PickSome


def widget_of(field: Field) -> Widget:
    """The widget in which `field` is answered, with the value it has now."""
    name = f"field-{field.name}"
    match field:
        case Line():
            suggester = SuggestFromList(field.known, case_sensitive=False) if field.known else None
            return Input(
                field.value, placeholder=field.hint, suggester=suggester, password=field.secret, id=name
            )
        case Area():
            area = TextArea(field.value, id=name, tab_behavior="focus")
            area.set_reactive(TextArea.selection, Selection.cursor(area.document.end))
            return area
        case Pick():
            return Choice(field.options, field.value, id=name)
        case PickLong():
            lines = (Option(Text(one_line(words, 60))) for _value, words in field.options)
            options = MarkedList(*lines, id=name, markup=False)
            values = [value for value, _words in field.options]
            if field.value in values:
                options.highlighted = values.index(field.value)
            return options
        case PickSome():
            return Some(field.options, field.value.split("\n"), id=name)


def answer_in(widget: Widget, field: Field) -> str:
    """What a person answered in the widget of `field`; empty where nothing was."""
    if isinstance(widget, Input):
        return widget.value.strip()
    if isinstance(widget, TextArea):
        return widget.text.strip()
    if isinstance(widget, Choice):
        return widget.value
    if isinstance(widget, Some):
        return "\n".join(widget.taken)
    if isinstance(widget, OptionList) and isinstance(field, PickLong) and widget.highlighted is not None:
        return field.options[widget.highlighted][0]
    return ""


def put_in(widget: Widget, field: Field, answer: str) -> None:
    """Let the widget of `field` have an answer as if a person had given it."""
    if isinstance(widget, Input):
        widget.value = answer
        widget.cursor_position = len(answer)
    elif isinstance(widget, TextArea):
        widget.text = answer
        widget.move_cursor(widget.document.end)
    elif isinstance(widget, Choice) and isinstance(field, Pick):
        values = [value for value, _words in field.options]
        widget.chosen = values.index(answer) if answer in values else widget.chosen
    elif isinstance(widget, OptionList) and isinstance(field, PickLong):
        values = [value for value, _words in field.options]
        widget.highlighted = values.index(answer) if answer in values else widget.highlighted
    elif isinstance(widget, Some):
        widget.take(answer.split("\n"))


def may_be_kept(field: Field) -> bool:
    """Whether an answer may stand in a draft: one of a long list is a place in it, and the list may be another then."""
    return not isinstance(field, PickLong) and not (
        isinstance(field, Line) and (field.secret or field.private)
    )
