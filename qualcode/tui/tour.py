"""A tour of under two minutes over the pages of the open project; what it does there it takes back."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.css.query import NoMatches
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Button, Static

from qualcode.i18n import _
from qualcode.tui.desk import Desk
from qualcode.tui.going import Go, Spot, Where, place_name
from qualcode.tui.reader import Reader
from qualcode.tui.said_keys import key_for
from qualcode.tui.screens.transcript import TranscriptPage

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.tui.app import QualcodeApp

_PATIENCE_SECONDS = 6.0
"""How long a page may take to fetch what it shows before the tour speaks all the same."""

_HEAD = 2
"""Rows of the running head, which says whether all is saved."""

NEXT, PREVIOUS, LEAVE = "next", "previous", "leave"


@dataclass(frozen=True)
class Step:
    """One stop of the tour."""

    where: Where
    mark: str
    """Selector of what is spoken of."""
    said: str
    binding: str = ""
    """What does what is said here, where going on does it."""
    deed: str = ""
    """What going on does: `code` or `undo`; only in a sample study."""


def steps(*, sample: bool) -> list[Step]:
    """The stops; in a person's own project nothing is coded."""
    coding = [
        Step(
            Where.TRANSCRIPT, "PinBar",
            _("One key codes it. This line shows the codes on the digits: press {key}, and the first of them is put on "
              "the sentence. {code} finds any other code by its name.",
              key=key_for("reader.code_1"), code=key_for("transcript.code")),
            "reader.code_1", "code",
        ),
        Step(
            Where.TRANSCRIPT, "RunningHead",
            _("The corner says saved: it is on disk already. {key} takes back what you did last, as often as you like, "
              "and the journal tells both. Press it now.", key=key_for("page.undo")),
            "page.undo", "undo",
        ),
    ]  # fmt: skip
    own = [
        Step(
            Where.TRANSCRIPT, "PinBar",
            _("A digit puts its code on the sentence, {code} finds any other code by its name, and {key} takes back what "
              "you did last. The tour does nothing of it in your own project.",
              code=key_for("transcript.code"), key=key_for("page.undo")),
        )
    ]  # fmt: skip
    return [
        Step(Where.CONTENTS, "DataTable",
             _("Your sources: how far each is coded, and when it was last touched. Below them stands what waits. {key} "
               "opens a source; a click chooses one, and a click on the chosen one opens it, as in every list and matrix.",
               key=key_for("contents.read"))),
        Step(Where.TRANSCRIPT, "Reader",
             _("The highlighted sentence is what the next key works on. {next} and {back} go on; {word}, {sentence}, "
               "{turn} and {answer} choose word, sentence, turn and answer; so does the mouse.",
               next=key_for("reader.next"), back=key_for("reader.previous"), word=key_for("reader.word"),
               sentence=key_for("reader.sentence"), turn=key_for("reader.turn"), answer=key_for("reader.answer"))),
        *(coding if sample else own),
        Step(Where.QUOTES, "QuoteList",
             _("Every coded passage, found by code, group, method or words. {key} leads to its place in the "
               "transcript.", key=key_for("quotes.open"))),
        Step(Where.FINDINGS, "#claims",
             _("A finding is a claim of one sentence, with quotes for it, against it or qualifying it. Where sources "
               "differ, you write why.")),
        Step(Where.MATRIX, "TriangulationMatrix",
             _("The findings against the groups of informants: where they agree, where they differ, who says nothing "
               "of it. {key} opens the quotes behind a cell.", key=key_for("matrix.open"))),
        Step(Where.NETWORK, "GraphCanvas",
             _("Who trusts, helps or knows whom, as informants told it. {key} changes to a matrix and to a list.",
               key=key_for("network.view"))),
        Step(Where.REPORT, "Vertical",
             _("All of it as Word, PDF, HTML or Markdown, every count traceable to its quotes. That is the tour. "
               "{help} shows the keys of any page, {commands} every command, {tour} this tour.",
               help=key_for("page.help"), commands=key_for("app.commands"), tour=key_for("app.tour"))),
    ]  # fmt: skip


class TourCard(ModalScreen[str]):
    """What is said of the page underneath; the page shows, and takes no keys meanwhile."""

    SCOPED_CSS = False  # what is marked is on the page underneath
    DEFAULT_CSS = """
    TourCard, TourCard:ansi { background: transparent; align: center bottom; }
    TourCard.-above { align: center top; }
    TourCard > Vertical { width: 100%; max-width: 100; height: auto; padding: 0 2; background: $background;
                          border: heavy $primary; border-title-color: $primary; border-title-style: bold; }
    TourCard #said { height: auto; }
    TourCard Horizontal { height: 1; margin-top: 1; }
    TourCard Horizontal Static { width: 1fr; height: 1; color: $page-muted; text-wrap: nowrap;
                                 text-overflow: ellipsis; }
    TourCard Button { margin-left: 1; min-width: 8; }
    .-toured { outline-left: heavy $primary; }
    .-toured.-flush { outline-left: none; border-left: heavy $primary; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space,right,down,pagedown", "dismiss('next')", _("Go on"), id="tour.next", show=False,
                priority=True, tooltip=_("To the next stop of the tour")),
        Binding("left,up,backspace,pageup", "dismiss('previous')", _("Back"), id="tour.previous", show=False,
                priority=True, tooltip=_("To the stop before")),
        Binding("escape,q", "dismiss('leave')", _("Leave the tour"), id="tour.leave", show=False, priority=True,
                tooltip=_("Leave the tour; what it coded is taken back, and the journal tells both")),
    ]  # fmt: skip

    def __init__(self, step: Step, number: int, count: int, below: Screen[Any]) -> None:
        super().__init__(id="tour")
        self._below = below
        self._step = step
        self._title = f"{number}/{count} · {place_name(step.where)}"
        self._last = number == count
        self._keys = {key for key, a in below.active_bindings.items() if a.binding.id == step.binding}
        self._marked: Widget | None = None
        with suppress(NoMatches):
            self._marked = below.query(step.mark).first()

    def compose(self) -> ComposeResult:
        """What is said, and the way on."""
        with Vertical() as box:
            box.border_title = self._title
            yield Static(self._step.said, id="said", markup=False)
            with Horizontal():
                words = _(
                    "{key} goes on · {back} back · {leave} leaves",
                    key=key_for(self._step.binding if self._step.deed else "tour.next"),
                    back=key_for("tour.previous"),
                    leave=key_for("tour.leave"),
                )
                yield Static(words, markup=False)
                yield Button(_("Leave the tour"), id="leave", compact=True)
                yield Button(
                    _("Done") if self._last else _("Go on"), id="next", variant="primary", compact=True
                )

    def on_mount(self) -> None:
        """Mark what is spoken of, and stand where that is not covered."""
        self.query_one("#next").focus()
        if self._marked is not None:
            # Where its words begin at its very edge, they make room: an outline would lie on them.
            self._marked.set_class(not self._marked.styles.padding.left, "-flush")
            self._marked.add_class("-toured")
        self.query_one(Vertical).styles.margin = (_HEAD, 0, self._foot(), 0)
        self._stand()
        self.call_after_refresh(self._stand)

    def on_resize(self) -> None:
        """What is spoken of stands elsewhere now."""
        self.call_after_refresh(self._stand)

    def _foot(self) -> int:
        """Rows below that stay to be seen: the keys, and in a text what stands between it and them."""
        high = self.app.size.height
        readers = self._below.query(Reader)
        rows = high - readers.first().region.bottom if readers else 1
        return rows if rows <= high // 5 else 1

    def _spoken(self) -> tuple[int, int]:
        """First and last row of what is not to be covered: the passage in a text, else what is marked."""
        if isinstance(self._marked, Reader):
            return self._marked.target_rows
        region = self._marked.region if self._marked is not None else Region()
        return region.y, region.bottom - 1

    def _stand(self) -> None:
        """At the bottom, or on top where only there the passage or the small thing spoken of is seen."""
        high, box = self.app.size.height, self.query_one(Vertical).outer_size.height
        first, last = self._spoken()
        if last - first > high // 2:  # it is most of the page, and some of it shows either way
            self.set_class(False, "-above")
        else:
            self.set_class(last >= high - self._foot() - box and first > _HEAD, "-above")

    def on_unmount(self) -> None:
        """Nothing is marked any more."""
        if self._marked is not None:
            self._marked.remove_class("-toured", "-flush")

    def on_key(self, event: events.Key) -> None:
        """The key that is spoken of does what it does."""
        if self._step.deed and event.key in self._keys:
            event.stop()
            self.dismiss(NEXT)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """One of the two."""
        self.dismiss(event.button.id or LEAVE)


class Tour:
    """Goes from stop to stop; `run` it in a worker of the app."""

    def __init__(self, app: QualcodeApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk
        self._coded = False
        """Whether a coding of the tour stands in the project."""

    async def run(self) -> None:
        """All stops, until a person leaves; then the contents again."""
        found = await self._desk.read(_start)
        if found is None:
            self._app.notify(
                _(
                    "The tour needs a project with a source in it; {key} on the first page builds the sample study.",
                    key=key_for("home.sample"),
                ),
                timeout=6,
                markup=False,
            )
            return
        sample, spot = found
        stops, at = steps(sample=sample), 0
        try:
            while at < len(stops):
                page = await self._open(stops[at], spot)
                card = TourCard(stops[at], at + 1, len(stops), page)
                answer = await self._app.push_screen_wait(card)
                if answer == NEXT:
                    await self._do(stops[at].deed, page)
                    at += 1
                elif answer == PREVIOUS:
                    await self._taken_back(page)
                    at = max(at - 1, 0)
                else:
                    break
            await self._taken_back(self._app.screen)
        finally:
            self.take_back()
        await self._contents()

    def take_back(self) -> Future[str] | None:
        """Queue the undoing of what the tour did, where something of it stands."""
        if not self._coded:
            return None
        self._coded = False
        return self._desk.submit(lambda project: project.undo())

    async def _open(self, step: Step, spot: Spot) -> Screen[Any]:
        """The page of a stop, when it shows what it has."""
        if not (step.where is Where.TRANSCRIPT and isinstance(self._app.screen, TranscriptPage)):
            await self._contents()
            if step.where is not Where.CONTENTS:
                await self._app.on_go(Go(step.where, spot))
                await self._rest(self._app.screen)
        page = self._app.screen
        if isinstance(page, TranscriptPage) and step.deed != "undo":
            page.reader.go_to(spot.start)
        return page

    async def _contents(self) -> None:
        """Back to the contents."""
        await self._app.on_go(Go(Where.CONTENTS))

    async def _do(self, deed: str, page: Screen[Any]) -> None:
        """What a stop is about, done as by its key."""
        if deed == "code":
            before = await self._desk.read(_codings)
            page.query_one(Reader).action_code(1)
            await self._rest(page)
            self._coded = await self._desk.read(_codings) > before
        elif deed == "undo":
            await self._taken_back(page)

    async def _taken_back(self, page: Screen[Any]) -> None:
        future = self.take_back()
        if future is not None:
            await self._desk.settle("undo", future)
            await self._rest(page)

    async def _rest(self, page: Screen[Any]) -> None:
        """Wait until a page has fetched what it shows and all is written."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE_SECONDS
        await asyncio.sleep(0.05)
        while loop.time() < until:
            if not any(w.is_running and w.node is page for w in self._app.workers) and (
                self._desk.saving.value != "pending"
            ):
                break
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.05)


def _start(project: Project) -> tuple[bool, Spot] | None:
    """Whether it is a sample study, and where the tour reads: the first turn without a code, else the first source."""
    from qualcode.project.overview import overview

    found = overview(project)
    if not found.sources:
        return None
    first = found.uncoded.first
    if first.source is None:
        return found.sample, Spot(str(found.sources[0].row.id), 0, 0)
    return found.sample, Spot(str(first.source), first.start, first.end)


def _codings(project: Project) -> int:
    from qualcode.project.overview import coding_count

    return coding_count(project)
