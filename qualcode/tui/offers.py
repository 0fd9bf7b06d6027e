"""A form whose lines show what may stand in them: letters leave less of it, Enter or a click takes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from qualcode.i18n import _, ngettext
from qualcode.text.fold import fold
from qualcode.tui.forms import Answers, Form, Line, Wrong
from qualcode.tui.painting import one_line
from qualcode.tui.said_keys import key_for


@dataclass(frozen=True)
class Offer:
    """Something that may stand in a line."""

    value: str
    """What the field then answers."""
    words: str
    """How it stands in the list."""
    also: str = ""
    """Another name by which it is known."""
    depth: int = 0
    """How far it stands in, below what it belongs to."""

    def is_called(self, typed: str) -> bool:
        """Whether the letters are all of one of its names."""
        return typed.casefold() in {self.value.casefold(), *([self.also.casefold()] if self.also else [])}


Offered = Callable[[str], Sequence[Offer]]
"""What fits some letters, best first; without letters all there is, in an order to look through."""


_TOLD = 8
"""How many of what may be given are told where something else was."""


def holding(offers: Sequence[Offer], typed: str) -> Sequence[Offer]:
    """Those that hold the letters, those that begin with them first."""
    letters = fold(typed)
    found = [offer for offer in offers if letters in fold(f"{offer.words}\n{offer.also}")]
    return sorted(found, key=lambda offer: bool(letters) and not fold(offer.words).startswith(letters))


def only(known: Mapping[str, Sequence[Offer]]) -> Callable[[Answers], Wrong]:
    """A check that says what may be given, by the name of the line, where something else was."""

    def wrong(answers: Answers) -> tuple[str, str]:
        for name, offers in known.items():
            if answers[name] and not any(offer.is_called(answers[name]) for offer in offers):
                words = [offer.value or offer.also for offer in offers]
                shown = ", ".join(words[:_TOLD])
                if len(words) > _TOLD:
                    shown += " " + ngettext("… and {n} more", "… and {n} more", len(words) - _TOLD)
                return name, _("there is no {given}; one of: {known}", given=answers[name], known=shown)
        return "", ""

    return wrong


class OfferForm(Form):
    """Lines with a list below the one that is in focus; what is marked there is taken with the line."""

    DEFAULT_CSS = """
    OfferForm OptionList { display: none; max-height: 6; margin-bottom: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    OfferForm OptionList.-open { display: block; }
    OfferForm Input.-open { margin-bottom: 0; }
    OfferForm OptionList:ansi > .option-list--option-highlighted { text-style: reverse; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority: what scrolls around the fields would take them.
        Binding("down", "move(1)", _("Next"), id="offers.next", show=False, priority=True, tooltip=_("The next one")),
        Binding("up", "move(-1)", _("Previous"), id="offers.previous", show=False, priority=True,
                tooltip=_("The one before")),
    ]  # fmt: skip

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        offered: Mapping[str, Offered],
        *,
        button: str,
        check: Callable[[Answers], Wrong],
    ) -> None:
        """`offered` says by the name of each line what may stand in it."""
        super().__init__(title, lines, button=button, check=check, seeks=True)
        self._rows = lines
        self._offered = offered
        self._shown: dict[str, Sequence[Offer]] = {}
        self._marked: dict[str, int] = {}
        self._put: dict[str, str] = {line.name: line.value for line in lines}

    def body(self) -> ComposeResult:
        """Label, line and list of each."""
        for line in self._rows:
            yield Label(line.label, markup=False)
            yield self.widget(line)
            offers = OptionList(id=f"offers-{line.name}", markup=False)
            offers.can_focus = False  # a click takes one and leaves the letters where they are typed
            yield offers

    def on_mount(self) -> None:
        """What may stand in each line."""
        for line in self._rows:
            self._list(line.name, line.value)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Open the list of this line and shut the others; on a button nothing moves, or it would miss the mouse."""
        if not isinstance(event.widget, Input):
            return
        for line in self._rows:
            here = event.widget.id == f"field-{line.name}"
            for part in (offers := self._offers(line.name), self.query_one(f"#field-{line.name}")):
                part.set_class(here, "-open")
            if here:
                self.call_after_refresh(offers.scroll_visible, animate=False)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What is marked stands in the line that was left."""
        for line in self._rows:
            if event.widget.id == f"field-{line.name}":
                self._take(line.name)

    @on(Input.Changed)
    def less(self, event: Input.Changed) -> None:
        """Less in the list with each letter."""
        self._list((event.input.id or "").removeprefix("field-"), event.value.strip())

    def action_move(self, step: int) -> None:
        """Mark another one."""
        for offers in self.query("OptionList.-open").results(OptionList):
            if offers.option_count:
                offers.highlighted = ((offers.highlighted or 0) + step) % offers.option_count

    @on(OptionList.OptionSelected)
    def clicked(self, event: OptionList.OptionSelected) -> None:
        """A click takes one; the letters are typed where they were."""
        event.prevent_default()
        self._take((event.option_list.id or "").removeprefix("offers-"))

    @on(OptionList.OptionHighlighted)
    def marked(self, event: OptionList.OptionHighlighted) -> None:
        """A sign before the one that would be taken, as colour alone says too little."""
        name = (event.option_list.id or "").removeprefix("offers-")
        shown = self._shown.get(name, ())
        for number, here in ((self._marked.get(name, -1), False), (event.option_index, True)):
            if 0 <= number < len(shown):
                event.option_list.replace_option_prompt_at_index(number, _line(shown[number], here))
        self._marked[name] = event.option_index

    def action_done(self) -> None:
        """Take what is marked, then give the answers."""
        for line in self._rows:
            self._take(line.name)
        super().action_done()

    def _hint(self) -> str:
        return _(
            "{back} {next} choose · Enter takes it",
            back=key_for("offers.previous"),
            next=key_for("offers.next"),
        )

    def _offers(self, name: str) -> OptionList:
        return self.query_one(f"#offers-{name}", OptionList)

    def _list(self, name: str, typed: str) -> None:
        """What fits what was typed; all of it where it was not typed but taken."""
        shown = self._offered[name]("" if typed == self._put[name] else typed)
        self._shown[name] = shown
        offers = self._offers(name)
        offers.clear_options()
        offers.add_options(Option(_line(offer, False)) for offer in shown)
        if not shown:
            offers.add_option(Option(_("Nothing holds these letters."), disabled=True))
        called = (number for number, offer in enumerate(shown) if offer.is_called(typed))
        offers.highlighted = next(called, 0) if shown else None

    def _take(self, name: str) -> None:
        """What is marked, into the line; letters that nothing holds stay."""
        shown, at = self._shown.get(name, ()), self._offers(name).highlighted
        field = self.query_one(f"#field-{name}", Input)
        if shown and at is not None and at < len(shown) and field.value != shown[at].value:
            self._put[name] = field.value = shown[at].value


def _line(offer: Offer, marked: bool) -> str:
    return f"{'▸' if marked else ' '} {'  ' * offer.depth}{one_line(offer.words)}"
