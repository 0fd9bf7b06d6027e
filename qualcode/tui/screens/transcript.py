"""Reading and coding one source."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, ClassVar, TypeVar

from rich.style import Style
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from qualcode.errors import QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.tui import looks
from qualcode.tui.coding_forms import (
    Marking,
    evidence_form,
    link_evidence,
    marking_form,
    new_short_id,
    speakers_form,
    tie_form,
)
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Form, Line, Pick, PickLong
from qualcode.tui.going import Spot
from qualcode.tui.page import BACK, HELP, REDO, UNDO, Page, RunningHead
from qualcode.tui.painting import hue, ink_on, one_line
from qualcode.tui.picker import CodePicker, Picked
from qualcode.tui.reader import CodedSpan, Reader, Unit
from qualcode.tui.reader.view import Position

if TYPE_CHECKING:
    from qualcode.model import Coding
    from qualcode.project import Project

T = TypeVar("T")


class PinBar(Static):
    """The codes on the digits, as many as fit."""

    DEFAULT_CSS = "PinBar { height: 1; padding: 0 1; color: $page-muted; }"

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._cards: dict[int, looks.CodeCard] | None = None

    def show(self, cards: dict[int, looks.CodeCard]) -> None:
        """Other codes on the digits."""
        self._cards = cards
        self.refresh()

    def render(self) -> Text:
        """Digit, letter and name of each."""
        text = Text(no_wrap=True, overflow="ellipsis")
        if self._cards is None:
            return text.append(_("opening …"))
        if not self._cards:
            return text.append(_("No codes yet: c makes one"))
        # Digit, letter, a blank before the name and two behind it; on a narrow screen the letters must do.
        room = (self.size.width - 1) // len(self._cards) - 5
        for digit, card in self._cards.items():
            ground = hue(card.look.hue)
            chip = Style(color=ink_on(ground), bgcolor=ground.hex, bold=True)
            if self.app.native_ansi_color:
                chip = Style(reverse=True)
            text.append(f"{digit}", "bold").append(card.look.letter, chip)
            name = card.name if len(card.name) <= room else card.tail
            if room >= 3:
                text.append(f" {one_line(name, room)}", "" if card.pinned else "dim")
            text.append("  ")
        return text


class TranscriptPage(Page):
    """The reader with its digits, and where one is."""

    DEFAULT_CSS = """
    TranscriptPage Reader { height: 1fr; }
    TranscriptPage #where { height: 1; padding: 0 1; background: $surface; color: $foreground;
                            text-wrap: nowrap; text-overflow: ellipsis; }
    TranscriptPage #nothing { display: none; height: 1fr; content-align: center middle; color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "pick", _("Code"), id="transcript.code", tooltip=_("Choose a code for what is highlighted")),
        Binding("m", "mark", _("Memo"), id="transcript.memo", tooltip=_("Memo, valence and period of the coding here")),
        Binding("i", "tie", _("Tie"), id="transcript.tie", tooltip=_("Record a tie that this quote shows")),
        Binding("e", "evidence", _("Evidence"), id="transcript.evidence",
                tooltip=_("Make the coding here evidence of a finding")),
        UNDO,
        HELP,
        REDO,
        BACK,
        Binding("x,delete", "uncode", _("Uncode"), id="transcript.uncode", show=False,
                tooltip=_("Take the coding here away")),
        Binding("v", "in_vivo", _("In vivo"), id="transcript.in_vivo", show=False,
                tooltip=_("Make a code of the words themselves")),
        Binding("P", "pin", _("Pin"), id="transcript.pin", show=False, tooltip=_("Put a code on a digit")),
        Binding("E", "edges", _("Edges"), id="transcript.edges", show=False,
                tooltip=_("Give the coding here the edges of the selection")),
        Binding("r", "speakers", _("Speakers"), id="transcript.speakers", show=False,
                tooltip=_("Say who speaks under each label")),
        Binding("slash", "find", _("Find"), id="transcript.find", show=False, tooltip=_("Find words in this text")),
        Binding("f", "filter", _("Filter"), id="transcript.filter", show=False,
                tooltip=_("Show one code only, or all again")),
        Binding("b", "everyone", _("All coders"), id="transcript.everyone", show=False,
                tooltip=_("Show the codings of all coders, or only your own")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, spot: Spot) -> None:
        super().__init__(desk)
        self._spot = spot
        self._source: looks.Opened | None = None
        self._cards: dict[int, looks.CodeCard] = {}
        self._digits: dict[int, looks.CodeCard] = {}
        self._recent: list[int] = []
        self._only: int | None = None
        self._everyone = False
        self._pending = itertools.count(1)
        self._position: Position | None = None
        self._caret = 0
        self._chosen: CodedSpan | None = None

    def body(self) -> ComposeResult:
        """Text, digits, where one is."""
        yield Reader()
        yield Static(_("This source has no words."), id="nothing", markup=False)
        yield PinBar()
        yield Static(id="where", markup=False)

    @property
    def reader(self) -> Reader:
        """The page of text."""
        return self.query_one(Reader)

    def on_mount(self) -> None:
        """Fetch the source, then its words and sentences."""
        self._open()

    def on_unmount(self) -> None:
        """Remember where reading stopped."""
        if self._source is not None:
            self.desk.memory.stop(self.desk.project.path, str(self._source.id), self._caret)

    # -- fetching -------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        source = await self._ask(lambda project: looks.opened(project, self._spot.source))
        self._source = source
        self.query_one(RunningHead).show(place=source.name)
        await self._fetch_codes()
        spans = await self._fetch_spans()
        caret = self.desk.memory.place(self.desk.project.path, str(source.id))
        self.reader.load(source.text, source.turns, source.line_starts, spans, caret=caret)
        self.query_one("#nothing").display = not source.text.strip()
        self.reader.display = bool(source.text.strip())
        self.reader.focus()
        self._show_spot()
        self._fetch_units()

    async def _ask(self, question: Callable[[Project], T]) -> T:
        """What the project says of this source; where the source is not there (any more) the page goes as well."""
        try:
            return await self.desk.ask(question)
        except QualcodeError as error:
            self.app.notify(error.message, severity="error", markup=False)
            self.dismiss()
            raise asyncio.CancelledError from error

    @work(exclusive=True, group="units")
    async def _fetch_units(self) -> None:
        source = str(self._spot.source)
        words, sentences = await self.desk.read(lambda project: looks.bounds_of(project, source))
        self.reader.set_units(words, sentences)

    async def _fetch_codes(self) -> None:
        codes, used = await self.desk.read(
            lambda project: (project.codebook.records(), looks.used_codes(project))
        )
        self._cards = looks.code_cards(codes)
        self.reader.set_codes({key: card.look for key, card in self._cards.items()})
        self._digits = _on_digits(self._cards, used)
        self._recent = self._recent or used
        self.query_one(PinBar).show(self._digits)

    async def _fetch_spans(self) -> list[CodedSpan]:
        everyone, only, mine = self._everyone, self._only, self.desk.project.coder
        source = self._spot.source
        codings, coders = await self._ask(
            lambda project: (project.codings.of_source(source), looks.coder_ids(project, mine))
        )
        kept = [
            coding
            for coding in codings
            if (everyone or coding.coder_id in coders) and only in (None, coding.code_id)
        ]
        return looks.spans_of(kept)

    def _show_spot(self) -> None:
        if 0 <= self._spot.start < self._spot.end <= len(self.reader.text):
            self.reader.select(self._spot.end, self._spot.start)

    def show(self, spot: Spot) -> None:
        """Go to a place in this source."""
        self._spot = spot
        self._show_spot()

    @work(exclusive=True, group="spans")
    async def _fetch_all(self) -> None:
        if self._source is not None:
            spans = await self._fetch_spans()
            await self._fetch_codes()
            self.reader.set_spans(spans)

    def project_changed(self, action: str) -> None:
        """Codings may have come or gone; what this page did itself it has shown already."""
        if action not in ("coding.add", "tie.add", "finding.link"):
            self._fetch_all()

    # -- saying where one is --------------------------------------------------------------------------------------

    def on_reader_moved(self, message: Reader.Moved) -> None:
        """Say where the cursor is."""
        self._position = message.position
        self._caret = self.reader.caret
        self._chosen = None
        self._say()

    def on_reader_span_chosen(self, message: Reader.SpanChosen) -> None:
        """A coding was taken."""
        self._chosen = message.span
        self._say()

    def _say(self) -> None:
        at = self._position
        if at is None:
            return
        parts = [_("line {n}", n=at.line)]
        if at.turn is not None:
            parts = [_("turn {n}", n=at.turn.number), at.turn.speaker or "–", *parts]
        if at.exact:
            start, end = self.reader.target
            parts.append(ngettext("{n} character", "{n} characters", end - start))
        elif at.count:
            parts.append(f"{_unit_name(at.unit)} {at.number}/{at.count}")
        else:
            parts.append(_unit_name(at.unit))
        if self._only in self._cards:
            parts.append(_("only {code}", code=self._cards[self._only].code))
        text = Text(" · ".join(parts), no_wrap=True, overflow="ellipsis")
        names = [self._named(span) for span in at.spans]
        if names:
            text.append("  ").append(" · ".join(names), "bold")
        self.query_one("#where", Static).update(text)

    def _named(self, span: CodedSpan) -> str:
        card = self._cards.get(span.code) if isinstance(span.code, int) else None
        name = card.name if card else "?"
        return f"›{name}‹" if self._chosen is not None and span.id == self._chosen.id else name

    # -- coding ---------------------------------------------------------------------------------------------------

    def on_reader_code_requested(self, message: Reader.CodeRequested) -> None:
        """A digit or the key for the code used last."""
        if message.pin:
            card = self._digits.get(message.pin)
            if card is None:
                self.app.notify(_("No code is on {digit}; P puts one there", digit=message.pin), markup=False)
                return
            key = card.key
        elif self._recent:
            key = self._recent[0]
        else:
            self.action_pick()
            return
        self.apply_code(message.start, message.end, key)

    def apply_code(self, start: int, end: int, key: int) -> None:
        """Show a coding at once, write it, and take it back where that fails."""
        self._recent = [key, *(other for other in self._recent if other != key)]
        shown = CodedSpan(f"pending-{next(self._pending)}", start, end, key)
        self.reader.add_span(shown)
        self.reader.advance()
        source = self._spot.source
        self._settle_coding(
            shown, self.desk.submit(lambda project: project.codings.add(source, start, end, key))
        )

    @work
    async def _settle_coding(self, shown: CodedSpan, future: Future[Coding]) -> None:
        done = await self.desk.settle("coding.add", future)
        self.reader.remove_span(shown.id)
        if done is not None:
            coding = done[0]
            self.reader.add_span(CodedSpan(coding.uid, coding.start, coding.stop, coding.code_id))

    def action_undo(self) -> None:
        """Take the last change back."""
        # By way of the reader, as codes come that way: a quick `1 u` must not take back what was done before the 1.
        self.reader.post_message(Reader.StepRequested(self.reader, "undo"))

    def action_redo(self) -> None:
        """Do the last change that was taken back again."""
        self.reader.post_message(Reader.StepRequested(self.reader, "redo"))

    def on_reader_step_requested(self, message: Reader.StepRequested) -> None:
        """Now it is the turn of this step."""
        if message.way == "undo":
            super().action_undo()
        else:
            super().action_redo()

    @work
    async def action_pick(self) -> None:
        """Choose a code for what is highlighted."""
        start, end = self.reader.target
        if start == end:
            return
        picker = CodePicker(list(self._cards.values()), self._recent, self.reader.text[start:end])
        picked: Picked | None = await self.app.push_screen_wait(picker)
        if picked is None:
            return
        if picked.key is not None:
            self.apply_code(start, end, picked.key)
            return
        name = picked.new_name
        self._coded_anew(
            await self.desk.write(
                "coding.in_vivo", lambda project: self._code_anew(project, start, end, name)
            )
        )

    @work
    async def action_in_vivo(self) -> None:
        """Make a code of the words themselves."""
        start, end = self.reader.target
        words = one_line(self.reader.text[start:end], 60)
        if start < end:
            form = Form(_("Code in the informant's words"), [Line("name", _("Name"), words, needed=True)])
            self._coded_anew(
                await self.desk.fill(
                    form,
                    "coding.in_vivo",
                    lambda project, answers: self._code_anew(project, start, end, answers["name"]),
                )
            )

    def _code_anew(self, project: Project, start: int, end: int, name: str) -> Coding:
        from qualcode.project.in_vivo import code_in_vivo

        short = new_short_id(name, [card.code for card in self._cards.values()])
        return code_in_vivo(project, self._spot.source, start, end, short, name)

    def _coded_anew(self, done: tuple[Coding] | None) -> None:
        """The new code is the one used last; it and its coding are fetched as any change is."""
        if done is not None:
            key = done[0].code_id
            self._recent = [key, *(other for other in self._recent if other != key)]
            self.reader.advance()

    @work
    async def action_uncode(self) -> None:
        """Take the coding here away; where there are several, ask which."""
        span = await self._one_of(_("Take which coding away?"))
        if span is not None:
            self.reader.remove_span(span.id)
            if not await self.desk.write(
                "coding.remove", lambda project: project.codings.remove(str(span.id))
            ):
                self._fetch_all()

    async def _one_of(self, title: str) -> CodedSpan | None:
        """The coding a person means here."""
        here = [span for span in self.reader.spans_here() if not str(span.id).startswith("pending")]
        if self._chosen is not None or len(here) < 2:
            if not here:
                self.app.notify(_("There is no coding here"), markup=False)
            return self._chosen or (here[0] if here else None)
        options = [(str(number), self._listed(span)) for number, span in enumerate(here)]
        form = Form(title, [PickLong("span", _("Coded passage"), options, "0")], button=_("Take it"))
        answers = await self.app.push_screen_wait(form)
        return here[int(answers["span"])] if answers and answers["span"] else None

    def _listed(self, span: CodedSpan) -> str:
        return f"{self._named(span)} · {one_line(self.reader.text[span.start : span.end], 44)}"

    @work
    async def action_mark(self) -> None:
        """Memo, valence and period of the coding here."""
        span = await self._one_of(_("Which coding?"))
        if span is None:
            return
        row = await self.desk.read(lambda project: project.codings.get(str(span.id)))
        await self.desk.fill(
            marking_form(row),
            "coding.edit",
            lambda project, answers: Marking.of(answers).write(project, str(span.id)),
        )

    @work
    async def action_edges(self) -> None:
        """Give the coding here the edges of the selection."""
        start, end = self.reader.target
        span = await self._one_of(_("Move the edges of which coding?"))
        if span is not None and start < end:
            await self.desk.write(
                "coding.edit", lambda project: project.codings.edit(str(span.id), start=start, stop=end)
            )

    @work
    async def action_pin(self) -> None:
        """Put a code on a digit."""
        picker = CodePicker(list(self._cards.values()), self._recent, "", may_create=False)
        picked = await self.app.push_screen_wait(picker)
        if picked is None or picked.key is None:
            return
        card = self._cards[picked.key]
        digits = [(str(digit), str(digit)) for digit in range(1, 10)]
        form = Form(_("Pin {code}", code=card.name), [Pick("digit", _("Digit"), digits, needed=True)])
        answers = await self.app.push_screen_wait(form)
        if answers:
            digit = int(answers["digit"])
            await self.desk.write("code.pin", lambda project: project.codebook.pin(card.key, digit))

    # -- from a quote ---------------------------------------------------------------------------------------------

    @work
    async def action_tie(self) -> None:
        """Record a tie that what is highlighted shows."""
        start, end = self.reader.target
        if self._source is None or start == end:
            return
        spot = Spot(self._spot.source, start, end)
        turn = self._position.turn if self._position else None
        await tie_form(self.app, self.desk, spot, self.reader.text[start:end], turn.speaker if turn else "")

    @work
    async def action_evidence(self) -> None:
        """Make the coding here evidence of a finding."""
        span = await self._one_of(_("Which coding is evidence?"))
        if span is None:
            return
        findings = await self.desk.read(lambda project: project.findings.list())
        form = evidence_form(findings, self.reader.text[span.start : span.end])
        linked = await self.desk.fill(
            form, "finding.link", lambda project, answers: link_evidence(project, answers, str(span.id))
        )
        if linked is not None:
            self.app.notify(_("Linked as evidence"), timeout=3, markup=False)

    @work
    async def action_speakers(self) -> None:
        """Say who speaks under each label."""
        if self._source is None:
            return
        if await speakers_form(self.app, self.desk, self._source):
            self._open()

    # -- finding and filtering ------------------------------------------------------------------------------------

    @work
    async def action_find(self) -> None:
        """Find words in this text and mark them."""
        form = Form(_("Find in this text"), [Line("words", _("Words"))], button=_("Find"))
        answers = await self.app.push_screen_wait(form)
        if answers is None:
            return
        from qualcode.text.fold import find_all

        hits = list(find_all(self.reader.text, answers["words"]))
        self.reader.set_hits(hits)
        if answers["words"]:
            found = ngettext("{n} place found; n and N go through them", "{n} places found; n and N go through them",
                             len(hits))  # fmt: skip
            self.app.notify(found, timeout=3, markup=False)
            self.reader.action_hit(1)

    @work
    async def action_filter(self) -> None:
        """Show one code only, or all again."""
        if self._only is None:
            picker = CodePicker(list(self._cards.values()), self._recent, "", may_create=False)
            picked = await self.app.push_screen_wait(picker)
            self._only = picked.key if picked else None
        else:
            self._only = None
        self._fetch_all()

    def action_everyone(self) -> None:
        """Show the codings of all coders, or only one's own."""
        self._everyone = not self._everyone
        said = _("Codings of all coders") if self._everyone else _("Your own codings only")
        self.app.notify(said, timeout=3, markup=False)
        self._fetch_all()


def _on_digits(cards: dict[int, looks.CodeCard], used: Sequence[Hashable]) -> dict[int, looks.CodeCard]:
    """Pinned codes on their digits; free digits take the leaf codes used most, so that none is dead."""
    pinned = {card.pinned: card for card in cards.values() if card.pinned}
    rest = iter(
        card
        for key in (*used, *cards)
        if isinstance(key, int) and (card := cards.get(key)) is not None and card.leaf and not card.pinned
    )
    seen: set[int] = set()
    digits: dict[int, looks.CodeCard] = {}
    for digit in range(1, 10):
        if digit in pinned:
            digits[digit] = pinned[digit]
            continue
        for card in rest:
            if card.key not in seen:
                seen.add(card.key)
                digits[digit] = card
                break
    return digits


def _unit_name(unit: Unit) -> str:
    return {
        Unit.WORD: _("word"),
        Unit.SENTENCE: _("sentence"),
        Unit.TURN: _("turn"),
        Unit.ANSWER: _("answer"),
    }[unit]
