"""Codes put on what is chosen: by a digit, two letters, the picker, several at once, in the informant's words."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message

from qualcode.i18n import _
from qualcode.tui.coding_forms import new_short_id
from qualcode.tui.forms import Form, Line, Pick
from qualcode.tui.painting import one_line
from qualcode.tui.picker import CodePicker, Picked
from qualcode.tui.reader import CodedSpan, Reader
from qualcode.tui.said_keys import key_for
from qualcode.tui.screens.transcript.bars import PinBar
from qualcode.tui.screens.transcript.reading import ReadingPage

if TYPE_CHECKING:
    from qualcode.model import Coding
    from qualcode.project import Project


class Applying(ReadingPage):
    """What tags what is chosen; it is shown at once, and taken back where it cannot be written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "pick", _("Code"), id="transcript.code", tooltip=_("Choose a code for what is highlighted")),
        Binding("space", "pick_several", _("Several"), id="transcript.several", show=False, key_display="␣",
                tooltip=_("Choose several codes for what is highlighted")),
        Binding("v", "in_vivo", _("In vivo"), id="transcript.in_vivo", show=False,
                tooltip=_("Make a code of the words themselves")),
        Binding("P", "pin", _("Pin"), id="transcript.pin", show=False, tooltip=_("Put a code on a digit")),
    ]  # fmt: skip

    _pending = itertools.count(1)

    def on_mount(self) -> None:
        """Codes are put on at once: keys typed right behind them begin from where that leads."""
        self.reader.heed = self._heed

    def _heed(self, message: Message) -> None:
        if isinstance(message, Reader.CodeRequested):
            self._code_on_digit(message)
        elif isinstance(message, Reader.LettersTyped):
            self._code_by_letters(message)

    def _code_on_digit(self, message: Reader.CodeRequested) -> None:
        """A digit or the key for the code used last."""
        if message.pin:
            card = self._digits.get(message.pin)
            if card is None:
                self.app.notify(
                    _(
                        "No code is on {digit}; {key} puts one there",
                        digit=message.pin,
                        key=key_for("transcript.pin"),
                    ),
                    markup=False,
                )
                return
            key = card.key
        elif self._recent:
            key = self._recent[0]
        else:
            self.action_pick()
            return
        self.apply_codes(message.start, message.end, [key])

    def on_reader_spelling(self, message: Reader.Spelling) -> None:
        """Show which codes the letters typed so far may mean."""
        letters = message.letters
        meant = [
            card for card in self._cards.values() if letters is not None and card.letters.startswith(letters)
        ]
        self.query_one(PinBar).spell(letters, meant)

    def _code_by_letters(self, message: Reader.LettersTyped) -> None:
        """The two letters of a code."""
        for card in self._cards.values():
            if card.letters == message.letters:
                self.apply_codes(message.start, message.end, [card.key])
                return
        self.app.notify(
            _("No code has the letters {letters}", letters=message.letters), timeout=3, markup=False
        )

    def apply_codes(self, start: int, end: int, keys: Sequence[int]) -> None:
        """Show codings at once, write them as one action, and take them back where that fails."""
        if self._editing is not None:
            self.app.notify(
                _(
                    "{keep} keeps the new edges, {leave} the old ones",
                    keep=key_for("transcript.keep_edges"),
                    leave=key_for("page.back"),
                ),
                timeout=3,
                markup=False,
            )
            return
        self._use(*keys)
        shown = [CodedSpan(f"pending-{next(self._pending)}", start, end, key) for key in keys]
        for span in shown:
            self.reader.add_span(span)
        chosen = self.reader.target
        self.reader.advance()
        source, ahead = self._spot.source, self.reader.target

        def write(project: Project) -> Sequence[Coding]:
            if len(keys) == 1:
                return [project.codings.add(source, start, end, keys[0])]
            return project.codings.add_codes(source, start, end, keys)

        self._settle_codings(shown, self.desk.submit(write), chosen, ahead)

    @work
    async def _settle_codings(
        self,
        shown: list[CodedSpan],
        future: Future[Sequence[Coding]],
        chosen: tuple[int, int],
        ahead: tuple[int, int],
    ) -> None:
        done = await self.desk.settle("coding.add", future)
        if done is None and self.reader.target == ahead != chosen:
            # What could not be coded is chosen again, for another try, unless a person went on meanwhile.
            self.reader.go_to(chosen[0])
            if self.reader.target != chosen:
                self.reader.select(*chosen)
        for span in shown:
            self.reader.remove_span(span.id)
        written = done[0] if done is not None else ()
        self._written += 1
        for coding in self.shown_of(written):
            self.reader.add_span(CodedSpan(coding.uid, coding.start, coding.stop, coding.code_id))
        if said := self.with_hidden("", written):
            self.app.notify(said, markup=False)

    def _use(self, *keys: int) -> None:
        """These codes were used last, the first of them before the others; those on no digit take a free one."""
        self._recent = [keys[0], *(other for other in self._recent if other != keys[0])]
        self._lay_on_digits(keys)

    def command_name(self, binding: Binding) -> str:
        """A digit is called by the code that is on it."""
        digit = binding.id.removeprefix("reader.code_") if binding.id else ""
        card = self._digits.get(int(digit)) if digit.isdecimal() else None
        return f"{digit} · {card.code} {one_line(card.name)}" if card else super().command_name(binding)

    def on_pin_bar_taken(self, message: PinBar.Taken) -> None:
        """A click on a code does what its digit does."""
        self.reader.action_code(message.digit)

    @work
    async def action_pick(self) -> None:
        """Choose a code for what is highlighted."""
        await self._pick(several=False)

    @work
    async def action_pick_several(self) -> None:
        """Choose several codes for what is highlighted."""
        await self._pick(several=True)

    async def _pick(self, several: bool) -> None:
        start, end = self.reader.target
        if start == end or self._source is None:
            return
        digits = {digit: card.key for digit, card in self._digits.items()}
        picker = CodePicker(
            list(self._cards.values()),
            self._recent,
            self.reader.text[start:end],
            several=several,
            digits=digits,
        )
        picked: Picked | None = await self.app.push_screen_wait(picker)
        if picked is None:
            return
        if not picked.new_name:
            self.apply_codes(start, end, picked.keys)
            return
        name, also = picked.new_name, picked.keys
        self._coded_anew(
            await self.desk.write(
                "coding.in_vivo", lambda project: self._code_anew(project, start, end, name, also)
            )
        )

    @work
    async def action_in_vivo(self) -> None:
        """Make a code of the words themselves."""
        start, end = self.reader.target
        words = one_line(self.reader.text[start:end], 60)
        if start < end and self._source is not None:
            form = Form(
                _("Code in the informant's words"),
                [Line("name", _("Name"), words, needed=True)],
                about=f"in vivo {self._source.id} {start} {end}",
            )
            self._coded_anew(
                await self.desk.fill(
                    form,
                    "coding.in_vivo",
                    lambda project, answers: self._code_anew(project, start, end, answers["name"]),
                )
            )

    def _code_anew(
        self, project: Project, start: int, end: int, name: str, also: Sequence[int] = ()
    ) -> Coding:
        from qualcode.project.in_vivo import code_in_vivo

        short = new_short_id(name, [card.code for card in self._cards.values()])
        return code_in_vivo(project, self._spot.source, start, end, short, name, also=also)

    def _coded_anew(self, done: tuple[Coding] | None) -> None:
        """The new code is the one used last; it and its coding are fetched as any change is."""
        if done is not None:
            self._use(done[0].code_id)
            self.reader.advance()
            if said := self.with_hidden("", done):
                self.app.notify(said, markup=False)

    @work
    async def action_pin(self) -> None:
        """Put a code on a digit."""
        on = {digit: card.key for digit, card in self._digits.items()}
        picker = CodePicker(list(self._cards.values()), self._recent, "", may_create=False, digits=on)
        picked = await self.app.push_screen_wait(picker)
        if picked is None:
            return
        card = self._cards[picked.keys[0]]
        held = {digit: f"{digit} {on.code}" for digit, on in self._digits.items() if on.pinned}
        digits = [(str(digit), held.get(digit, str(digit))) for digit in range(1, 10)]
        form = Form(
            _("Pin {code}", code=card.name),
            [Pick("digit", _("Digit, with the code that is pinned to it"), digits, str(card.pinned or ""), needed=True)],
        )  # fmt: skip
        answers = await self.app.push_screen_wait(form)
        if answers:
            digit = int(answers["digit"])
            done = await self.desk.write("code.pin", lambda project: project.codebook.pin(card.key, digit))
            if done is not None:
                said = _("{code} is on {digit}", code=card.code, digit=digit)
                self.app.notify(said, timeout=3, markup=False)
