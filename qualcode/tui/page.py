"""What every screen of an open project has: a running head, a foot, help, and a word for terminals that are too small."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from qualcode.i18n import _
from qualcode.tui.desk import Desk, Saving
from qualcode.tui.doing import Doing, told_far
from qualcode.tui.foot import Foot
from qualcode.tui.painting import one_line

HELP = Binding("question_mark,f1", "app.help", _("Help"), id="page.help", key_display="?",
               tooltip=_("The keys of this page"))  # fmt: skip
UNDO = Binding("u,ctrl+z", "undo", _("Undo"), id="page.undo", key_display="u",
               tooltip=_("Take the last change back"))  # fmt: skip
REDO = Binding("U", "redo", _("Redo"), id="page.redo", show=False, tooltip=_("Do it again"))
BACK = Binding(
    "escape", "leave", _("Back"), id="page.back", show=False, tooltip=_("Back to where you came from")
)

COMMON: list[BindingType] = [HELP, replace(UNDO, show=False), REDO, BACK]
"""What every page of a project can do; it stands behind the page's own bindings, also in the foot."""

PATIENCE_SECONDS = 0.3
"""How long something goes on before the page says how far it is: nobody reads what stands there for less."""

SMALLEST = (60, 16)
"""Columns and rows below which nothing is shown but a word."""


class RunningHead(Static):
    """The line on top: project and place on the left, whether all is saved on the right."""

    DEFAULT_CSS = """
    RunningHead { height: 2; padding: 0 1; color: $page-muted; border-bottom: solid $page-rule; width: 1fr; }
    """

    def __init__(self, project: str, place: str) -> None:
        super().__init__(markup=False)
        self._project = project
        self._place = place
        self._saving = Saving.SAVED
        self._doing = ""

    def show(self, place: str | None = None, saving: Saving | None = None, doing: str | None = None) -> None:
        """Another place, or another state; `doing` stands in place of the place while it is not empty."""
        self._place = self._place if place is None else place
        self._saving = self._saving if saving is None else saving
        self._doing = self._doing if doing is None else doing
        self.refresh()

    @property
    def left_out(self) -> str:
        """Project and place, where they do not stand there whole; else nothing."""
        whole = [part for part in (self._project, self._place) if part]
        shown = self.render().plain
        return "" if all(part in shown for part in whole) or self._doing else " · ".join(whole)

    def render(self) -> Text:
        """Both sides on one line."""
        words = {
            Saving.SAVED: _("saved"),
            Saving.PENDING: _("saving …"),
            Saving.FAILED: _("not saved"),
            Saving.READING: _("read-only"),
        }
        right = words[self._saving]
        room = max(self.size.width - len(right) - 2, 8)
        # The place says more than the project, of which a beginning must do.
        least = 4 if self._doing else min(cell_len(self._project), 16) + 3
        place = one_line(self._doing or self._place, max(room - least, 12))
        project = one_line(self._project, max(room - cell_len(place) - 3, 4))
        left = Text.assemble((project, "italic"), ("   " if place else ""), (place, "bold"))
        gap = max(self.size.width - left.cell_len - len(right), 1)
        return Text.assemble(
            left,
            " " * gap,
            (right, "bold" if self._saving in (Saving.FAILED, Saving.READING) else ""),
            no_wrap=True,
        )


class TooSmall(Widget):
    """A word over everything where the window is too small; what lies under it keeps its place and its cursor.

    The app puts one on every screen that comes on top, whatever it is, and its breakpoints say when it is seen.
    """

    SCOPED_CSS = False
    DEFAULT_CSS = """
    Screen { layers: default above; }
    TooSmall { display: none; layer: above; width: 100%; height: 100%; background: $background;
               content-align: center middle; text-align: center; }
    Screen.-thin, Screen.-short { overflow: hidden; }
    .-thin > TooSmall, .-short > TooSmall { display: block; }
    """

    def render(self) -> Text:
        """What the window would need."""
        wide, high = SMALLEST
        return Text(_("The window is too small: qualcode needs {width} × {height}.", width=wide, height=high))


class Page(Screen[Any]):
    """A screen with a running head and a foot; a subclass gives the body with `body`.

    What takes long is done inside `begun`: the head says how far it is, the keys go on, Escape calls it off, and so
    does leaving the page.
    """

    doing: Doing | None = None
    """What goes on now."""
    idle: frozenset[str] = frozenset()
    """Names of bindings that have nothing to act on now: foot, help and palette leave them out; the keys say why."""
    of_one: ClassVar[frozenset[str]] = frozenset()
    """Names of bindings that act on the one in focus, and so on nothing where the page is empty."""
    steps = 0
    """How often something was taken back or done again while the page is there; lists go by it, see `Returning`."""
    about = ""
    """What the page is about, where it is about one thing: its lasting id."""

    DEFAULT_CSS = """
    Page { background: $background; layout: vertical; }
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._stale = True

    def offer(self, there: bool) -> None:
        """Whether there is one to act on: where not, foot, help and palette leave out what would."""
        self.idle = frozenset() if there else self.of_one
        self.refresh_bindings()

    def compose(self) -> ComposeResult:
        """Head, body, foot."""
        yield RunningHead(self.desk.title, self.place())
        yield from self.body()
        yield Foot()

    def body(self) -> ComposeResult:
        """What the page is about."""
        yield from ()

    def place(self) -> str:
        """What the running head says."""
        return ""

    def on_mount(self) -> None:
        """Listen to what becomes of writes."""
        self.desk.stated.subscribe(self, self._stated)
        self.desk.changed.subscribe(self, self._changed)
        self._stated(self.desk.saving)

    def _stated(self, saving: Saving) -> None:
        self.query_one(RunningHead).show(saving=saving)

    def _changed(self, action: str) -> None:
        self.steps += action in ("undo", "redo")
        if self.is_current:
            self.project_changed(action)
        else:
            self._stale = True

    def on_screen_resume(self) -> None:
        """Fetch what is shown, at first and when something changed while another page or form lay on top."""
        if self._stale:
            self._stale = False
            self.project_changed("resume")

    def command_name(self, binding: Binding) -> str:
        """What the palette calls a key where that hangs on what the page shows; empty: as anywhere."""
        return ""

    def project_changed(self, action: str) -> None:
        """Show the project as it is now; `action` is what was done, as `coding.add`."""

    @contextmanager
    def begun(self) -> Iterator[Doing]:
        """The `progress` of something long; whatever ends the worker that waits for it ends the thread as well."""
        told: list[tuple[int, int, str]] = []

        def show(*far: Any) -> None:
            told[:] = [far]
            if doing is self.doing and doing.age > PATIENCE_SECONDS and self.is_attached:
                self.tell_far(*far)

        self.doing = doing = Doing(show)
        waiting = self.set_timer(PATIENCE_SECONDS, lambda: show(*told[0]) if told else None)
        try:
            yield doing
        finally:
            waiting.stop()
            doing.call_off()
            if self.doing is doing:
                self.doing = None
                if self.is_attached:
                    self.query_one(RunningHead).show(doing="")

    def tell_far(self, done: int, of: int, what: str) -> None:
        """Say how far something is that goes on long enough to be read."""
        self.query_one(RunningHead).show(doing=told_far(done, of, what))

    @property
    def busy(self) -> bool:
        """Whether something goes on for so long that it is said: what a key interrupts must be seen."""
        return self.doing is not None and self.doing.age > PATIENCE_SECONDS

    def action_leave(self) -> None:
        """Call off what goes on for long; where nothing does, go back."""
        if self.doing is not None and self.busy:
            self.doing.call_off()
            self.query_one(RunningHead).show(doing=_("calling it off …"))
        else:
            self.dismiss()

    def action_undo(self) -> None:
        """Take the last change back."""
        self._step("undo", self.desk.submit(lambda project: project.undo()))

    def action_redo(self) -> None:
        """Do the last change that was taken back again."""
        self._step("redo", self.desk.submit(lambda project: project.redo()))

    @work
    async def _step(self, way: str, future: Future[str]) -> None:
        from qualcode.project.deeds import deed

        done = await self.desk.settle(way, future)
        if done is not None:
            said = _("Undone: {action}") if way == "undo" else _("Done again: {action}")
            self.app.notify(said.format(action=deed(done[0])), markup=False)


def spoken(screen: Screen[Any], name: str) -> str:
    """The key of `key_of` as a sentence says it: Ctrl+S and Esc, where the foot says ^s and esc."""
    key = key_of(screen, name)
    if key.startswith("^") and len(key) > 1:
        return f"Ctrl+{key[1:].upper() if len(key) == 2 else key[1:]}"
    return key.capitalize() if len(key) > 1 and key.isalpha() else key


def key_of(screen: Screen[Any], name: str) -> str:
    """The key that does what the binding of that name does, as a person has it now; empty where none does."""
    found = (active.binding for active in screen.active_bindings.values() if active.binding.id == name)
    return next((screen.app.get_key_display(binding) for binding in found), "")
