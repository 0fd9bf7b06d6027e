"""One source on the page: its words, its codings, and where one is."""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Static

from qualcode.errors import BadInput, QualcodeError
from qualcode.i18n import _, ngettext
from qualcode.project.marks import Mark, marks_of
from qualcode.text.fold import find_all
from qualcode.tui import looks
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Form, PickLong
from qualcode.tui.going import Spot
from qualcode.tui.page import Page, RunningHead, key_of, spoken
from qualcode.tui.painting import one_line
from qualcode.tui.reader import Bounds, CodedSpan, Minimap, Reader, TurnLook
from qualcode.tui.reader.page import COMMENT, MEMO
from qualcode.tui.reader.view import Position
from qualcode.tui.said_keys import key_for
from qualcode.tui.screens.transcript.bars import PinBar, fitted, unit_name, where_words
from qualcode.tui.screens.transcript.narrowing import Narrowing
from qualcode.tui.screens.transcript.slots import on_digits

if TYPE_CHECKING:
    from qualcode.model import Coding
    from qualcode.project import Project

T = TypeVar("T")

_BROAD = 100
"""Columns from which the line that says where one is has room for a sentence."""
KEEP_PLACE = 3.0
"""Seconds between two times at which the place of reading is written down."""


class ReadingPage(Page):
    """The reader with its minimap, its digits, and where one is."""

    DEFAULT_CSS = """
    ReadingPage Horizontal { height: 1fr; }
    ReadingPage Reader { height: 1fr; width: 1fr; scrollbar-size-vertical: 0; }
    ReadingPage #where { height: 1; padding: 0 1; background: $surface; color: $foreground;
                         text-wrap: nowrap; text-overflow: ellipsis; }
    ReadingPage #nothing { display: none; height: 1fr; content-align: center middle; color: $page-muted; }
    """

    def __init__(self, desk: Desk, spot: Spot) -> None:
        super().__init__(desk)
        self._spot = spot
        self._source: looks.Opened | None = None
        self._cards: dict[int, looks.CodeCard] = {}
        self._digits: dict[int, looks.CodeCard] = {}
        self._recent: list[int] = []
        self._shown = Narrowing()
        self._unshown = 0
        self._written = 0
        """How often this page showed codings that it had written itself."""
        self._coders: dict[int, str] = {}
        self._position: Position | None = None
        self._caret = 0
        self._kept = -1
        self._chosen: CodedSpan | None = None
        self._marks: dict[tuple[int, int], Mark] = {}
        self._editing: CodedSpan | None = None
        """The coding whose edges are being moved."""

    def body(self) -> ComposeResult:
        """Text, the whole beside it, digits, where one is."""
        reader = Reader()
        with Horizontal():
            yield reader
            yield Minimap(reader)
        yield Static(_("This source has no words."), id="nothing", markup=False)
        yield PinBar()
        yield Static(id="where", markup=False)

    @property
    def reader(self) -> Reader:
        """The page of text."""
        return self.query_one(Reader)

    def on_mount(self) -> None:
        """Fetch the source, then its words and sentences."""
        self.reader.follow = self._follow
        self.set_interval(KEEP_PLACE, self.keep_place)
        self._open()

    def on_unmount(self) -> None:
        """Remember where reading stopped; nobody waits for words and sentences any more."""
        self._note_place()
        self.desk.project.suggestions.call_off()

    def keep_place(self) -> None:
        """Write down where reading is, so that it is known also where the app is killed; another thread writes."""
        if self._note_place():
            self._write_down(self.desk.memory.saving())

    def _note_place(self) -> bool:
        if self._source is None or self._kept == self._caret:
            return False
        self._kept = self._caret
        self.desk.memory.stop(self.desk.project.place, str(self._source.id), self._caret)
        return True

    @work(thread=True, exclusive=True, group="memory")
    def _write_down(self, save: Callable[[], None]) -> None:
        save()

    # -- fetching -------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="open")
    async def _open(self) -> None:
        source = await self._ask(lambda project: looks.opened(project, self._spot.source))
        self._source = source
        self.query_one(RunningHead).show(place=source.name)
        await self._fetch_codes()
        spans = await self._fetch_spans()
        caret = self.desk.memory.place(self.desk.project.place, str(source.id))
        self.reader.load(source.text, source.turns, source.line_starts, spans, caret=caret)
        blank = not source.text.strip()
        self.query_one("#nothing").display = blank
        self.query_one(Horizontal).display = not blank
        self.reader.focus()
        if self._unshown and not spans:
            told = ngettext(
                "Only your own codings are shown: {n} of others is there; {key} shows it",
                "Only your own codings are shown: {n} of others are there; {key} shows them",
                self._unshown,
                key=key_of(self, "transcript.everyone"),
            )
            self.app.notify(told, timeout=6, markup=False)
        self._show_spot()
        if self._spot.words:
            await self.mark_hits(self._spot.words)
        self._fetch_units()
        self._fetch_marks()

    async def _ask(self, question: Callable[[Project], T]) -> T:
        """What the project says of this source; where the source is not there (any more) the page goes as well."""
        try:
            return await self.desk.ask(question)
        except QualcodeError as error:
            self.app.notify(error.message, severity="error", timeout=10, markup=False)
            if self.is_current:
                self.dismiss()
            raise asyncio.CancelledError from error

    @work(exclusive=True, group="units")
    async def _fetch_units(self) -> None:
        source, turns = self._spot.source, self._source.turns if self._source else ()
        bounds = await self.desk.read(lambda project: _bounds(project, source, turns))
        if bounds is not None:
            self.reader.set_units(*bounds)

    async def _fetch_codes(self) -> None:
        codes, used, in_turn = await self.desk.read(
            lambda project: (
                project.codebook.records(),
                looks.used_codes(project),
                looks.codes_by_first_use(project),
            )
        )
        self._cards = looks.code_cards(codes)
        self.reader.set_codes({key: card.look for key, card in self._cards.items()})
        self._recent = [key for key in self._recent if key in self._cards] or used
        self._lay_on_digits(in_turn)

    def _lay_on_digits(self, used: Sequence[int]) -> None:
        """Codes stay on the digits they had, here and in days to come; those newly used take free ones."""
        place = self.desk.project.place
        pins = {card.pinned: card.uid for card in self._cards.values() if card.pinned}
        self._digits = on_digits(self._cards, self.desk.memory.digits(place, pins), used)
        kept = {digit: card.uid for digit, card in self._digits.items() if not card.pinned}
        if self.desk.memory.keep_digits(place, kept):
            self._write_down(self.desk.memory.saving())
        self.query_one(PinBar).show(self._digits, len(self._cards))

    async def _fetch_spans(self) -> list[CodedSpan]:
        source = self._spot.source
        codings, coders = await self._ask(
            lambda project: (project.codings.of_source(source), looks.coder_names(project))
        )
        self._coders = coders
        shown = self.shown_of(codings)
        self._unshown = len(codings) - len(shown)
        return looks.spans_of(shown)

    def shown_of(self, codings: Sequence[Coding]) -> list[Coding]:
        """Those of codings in this text that are shown."""
        turns = self._source.turns if self._source else ()
        return self._shown.keep(codings, self._cards, self._coders, turns, self.desk.project.coder)

    def with_hidden(self, said: str, codings: Sequence[Coding]) -> str:
        """`said`, and where of codings just made some are not shown that they are not, and what shows them."""
        here = [coding for coding in codings if self._source and coding.source_id == self._source.number]
        hidden = len(here) - len(self.shown_of(here))
        if not (self._shown.leaves_out and hidden):
            return said
        told = ngettext(
            "{n} new coding is hidden by the filter ({words}); {key} shows all",
            "{n} new codings are hidden by the filter ({words}); {key} shows all",
            hidden,
            key=key_for("page.back"),
            words=self._shown.words(),
        )
        return f"{said} · {told}" if said else told

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
            await self._fetch_codes()
            while True:  # what was read before a coding was written does not hold it
                written = self._written
                spans = await self._fetch_spans()
                if written == self._written:
                    break
            self.reader.set_spans(spans)
            self._fetch_marks()

    @work(exclusive=True, group="marks")
    async def _fetch_marks(self) -> None:
        """What is noted about turns and codings."""
        source = self._spot.source
        found = await self.desk.read(lambda project: marks_of(project, source))
        self._marks = {(mark.start, mark.end): mark for mark in found}
        self.reader.set_signs([(mark.start, COMMENT if mark.comments else MEMO) for mark in found])
        self._say()

    def project_changed(self, action: str) -> None:
        """Codings may have come or gone; what this page did itself it has shown already."""
        if action.startswith(("memo.", "comment.")):
            self._fetch_marks()
        elif action not in ("coding.add", "tie.add", "finding.link"):
            self._fetch_all()

    async def mark_hits(self, words: str) -> int:
        """Mark every place of `words` in this text; gives how many there are."""
        text = self.reader.text
        hits = await asyncio.to_thread(lambda: list(find_all(text, words)))
        self.reader.set_hits(hits)
        self._say()
        return len(hits)

    # -- saying where one is --------------------------------------------------------------------------------------

    def on_sheet_painted(self, message: Reader.Painted) -> None:
        """Codings, hits or rows are others."""
        self.query_one(Minimap).recount(message.start, message.end)

    def on_resize(self) -> None:
        """What fits in a line is other."""
        self._say()

    def _follow(self, position: Position) -> None:
        """Say where the cursor is."""
        self._position = position
        self._caret = self.reader.caret
        self._chosen = self.reader.taken  # it may be codings that changed, while one of them stays taken
        if not position.exact:
            self._editing = None
        self.query_one(Minimap).look()
        self._say()

    def on_reader_span_chosen(self, message: Reader.SpanChosen) -> None:
        """A coding was taken."""
        self._chosen = message.span
        self._say()

    def on_reader_none_left(self, message: Reader.NoneLeft) -> None:
        """That way there is nothing more."""
        unit = unit_name(self._position.unit) if self._position else ""
        said = {
            "coded": _("No further coding that way"),
            "uncoded": _("No {unit} without a code that way", unit=unit),
            "same": _("No further coding with this code that way"),
        }
        self.app.notify(said[message.what], timeout=3, markup=False)

    def _say(self) -> None:
        at = self._position
        if at is None:
            return
        line = self.query_one("#where", Static)
        if self._editing is not None:
            said = _(
                "{left} {right} move this edge · {other} the other · {keep} keeps them · {code}",
                left=key_of(self, "reader.extend_left"),
                right=key_of(self, "reader.extend_right"),
                other=key_of(self, "reader.swap"),
                keep=spoken(self, "transcript.keep_edges"),
                code=self._named(self._editing),
            )
            text = Text(said, "bold", no_wrap=True, overflow="ellipsis")
        else:
            start, end = self.reader.target
            parts = where_words(at, end - start, self._hiding(), self._hit())
            cards = [self._cards.get(span.code) if isinstance(span.code, int) else None for span in at.spans]
            names = [(one_line(card.name), one_line(card.tail, 10)) if card else ("?", "?") for card in cards]
            taken = self._chosen.id if self._chosen is not None else None
            chosen = next((n for n, span in enumerate(at.spans) if span.id == taken), None)
            room = line.content_size.width or self.size.width - 2
            text = fitted(parts, names, chosen, self._noted(at), room)
        line.update(text)

    @cached_property
    def _shows_all(self) -> str:
        """The key that shows others' codings; looked for once, as the caret's every step says it."""
        return key_of(self, "transcript.everyone")

    def _hiding(self) -> str:
        """What is left out, in words; of others' codings that are not shown what shows them, short in a narrow window."""
        if self._shown != Narrowing() or not self._unshown:
            return self._shown.words()
        key = self._shows_all
        if self.size.width < _BROAD:
            return _("own only ({key})", key=key)
        return _("own codings only ({key} shows all)", key=key)

    def _noted(self, at: Position) -> list[str]:
        """What is noted here, in words."""
        if not self._marks:
            return []
        places = {(span.start, span.end) for span in at.spans}
        if at.turn is not None:
            places.add((at.turn.words, at.turn.end))
        here = [self._marks[place] for place in places if place in self._marks]
        memos, comments = (sum(mark.memos for mark in here), sum(mark.comments for mark in here))
        said = [ngettext("{n} open comment", "{n} open comments", comments)] if comments else []
        return said + ([ngettext("{n} memo", "{n} memos", memos)] if memos else [])

    def _hit(self) -> tuple[int, int]:
        hits, start = self.reader.hits, self.reader.target[0]
        place = bisect_left(hits, (start, 0))
        return (place + 1, len(hits)) if place < len(hits) and hits[place][0] == start else (0, 0)

    def _named(self, span: CodedSpan) -> str:
        card = self._cards.get(span.code) if isinstance(span.code, int) else None
        name = one_line(card.name) if card else "?"
        return f"›{name}‹" if self._chosen is not None and span.id == self._chosen.id else name

    # -- one of several -------------------------------------------------------------------------------------------

    async def one_of(self, title: str) -> CodedSpan | None:
        """The coding a person means here; where there are several and none was taken, they are asked."""
        here = self.written_here()
        if self._chosen is not None or len(here) < 2:
            if not here:
                self.app.notify(_("There is no coding here"), markup=False)
            return self._chosen or (here[0] if here else None)
        options = [(str(number), self._listed(span)) for number, span in enumerate(here)]
        form = Form(title, [PickLong("span", _("Coded passage"), options, "0")], button=_("Take it"))
        answers = await self.app.push_screen_wait(form)
        return here[int(answers["span"])] if answers and answers["span"] else None

    def written_here(self) -> list[CodedSpan]:
        """The codings that touch what is chosen, without those that are still being written."""
        return [span for span in self.reader.spans_here() if not str(span.id).startswith("pending")]

    def _listed(self, span: CodedSpan) -> str:
        return f"{self._named(span)} · {one_line(self.reader.text[span.start : span.end], 44)}"


def _bounds(project: Project, source: str, turns: Sequence[TurnLook]) -> tuple[Bounds, Bounds] | None:
    """Words and sentences; None where nobody waits for them any more."""
    try:
        return looks.bounds_of(project, source, turns)
    except BadInput:
        return None
