"""The app: opens and closes projects, knows the way from page to page, keeps the theme."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, work
from textual.app import SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.keys import key_to_character
from textual.notifications import Notify
from textual.screen import ModalScreen, Screen
from textual.worker import NoActiveWorker, get_current_worker

from qualcode.errors import Barred, Held, QualcodeError
from qualcode.i18n import _
from qualcode.tui.going import Go, Where, place_name
from qualcode.tui.keymap import load_keymap
from qualcode.tui.page import SMALLEST, TooSmall, spoken
from qualcode.tui.pages import page_of
from qualcode.tui.painting import Guard
from qualcode.tui.recent import Memory
from qualcode.tui.said_keys import use_keys
from qualcode.tui.screens.home import HomePage
from qualcode.tui.terminal_cursor import TerminalCursor, to_caret, wanted
from qualcode.tui.themes import DARK, FALLBACK, OURS, theme_words
from qualcode.tui.toasts import make_way
from qualcode.tui.typeahead import TypeaheadApp

if TYPE_CHECKING:
    from textual.command import Provider

    from qualcode.project import Project
    from qualcode.tui.desk import Desk
    from qualcode.tui.tour import Tour

_SIGNS = {"enter": "⏎", "space": "␣", "right": "→"}
"""How keys are shown that type nothing to be seen."""
_LOW = 20
"""Rows of a window below which a notice would cover a form's buttons."""


def _everything() -> type[Provider]:
    from qualcode.tui.palette import Everything

    return Everything


class QualcodeApp(TypeaheadApp[int]):
    """qualcode in the terminal."""

    TITLE = "qualcode"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_everything}
    NOTIFICATION_TIMEOUT = 2.5
    """Seconds a plain word stays; it lies under the head, never on the lines that say where one is."""
    HORIZONTAL_BREAKPOINTS = [(0, "-thin"), (SMALLEST[0], "-broad")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (SMALLEST[1], "-high")]  # noqa: RUF012
    CSS = """
    ToastRack { dock: bottom; align: right bottom; margin: 0 0 3 0; }
    ToastRack.-above { dock: top; margin: 0; }
    Toast { width: auto; max-width: 60; margin: 0; padding: 0 1; }
    DataTable { background: $background; scrollbar-size: 1 1; overflow-x: hidden; }
    DataTable:focus, OptionList:focus, TextArea:focus, Input:focus { background-tint: $foreground 0%; }
    Input > .input--placeholder { color: $page-muted; }
    DataTable > .datatable--header, DataTable:focus > .datatable--header { background: $background; color: $page-muted;
                                     text-style: none; background-tint: $foreground 0%; }
    DataTable > .datatable--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    DataTable:nocolor > .datatable--cursor, CodeTree:nocolor > .tree--cursor,
    OptionList:nocolor:focus > .option-list--option-highlighted { text-style: reverse; }
    CommandPalette > Vertical, CommandPalette > Vertical:dark { margin-top: 1; width: 84; max-width: 96%;
                                                                background: $background; }
    CommandPalette #--input, CommandPalette #--input.--list-visible { border: round $border; }
    CommandPalette.-thin Vertical, CommandPalette.-short Vertical { offset-y: 100vh; }
    CommandPalette SearchIcon { display: none; }
    CommandPalette CommandInput, CommandPalette CommandInput:focus { padding: 0 1; border: none; height: 1; }
    CommandPalette CommandList { background: $background; border: none; padding: 0 1; margin: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", _("Quit"), id="app.quit", show=False, priority=True, tooltip=_("Leave qualcode")),
        Binding("ctrl+p,f4", "command_palette", _("Commands"), id="app.commands", show=False, priority=True,
                tooltip=_("Every command by name")),
        Binding("T", "next_theme", _("Theme"), id="app.theme", show=False,
                tooltip=_("Dark, light, high contrast, or the terminal's own colours")),
        Binding("f8", "write_again", _("Write"), id="app.write", show=False,
                tooltip=_("Open the project for writing, where it is only read as somebody else was working in it")),
        Binding("exclamation_mark", "notices", _("Notices"), id="app.notices", key_display="!", show=False,
                tooltip=_("What has to be known about the project, and what this page cuts short, in full")),
        Binding("f2", "tour", _("Tour"), id="app.tour", show=False,
                tooltip=_("What qualcode can do, in less than two minutes")),
    ]  # fmt: skip

    def __init__(
        self,
        project: Project | None = None,
        memory: Memory | None = None,
        held: tuple[str | Path, Held | Barred] | None = None,
    ) -> None:
        """Begin with a project, or with the place of one that cannot be written now, to be read if one likes."""
        super().__init__()
        self.memory = memory or Memory.load()
        for theme in OURS:
            self.register_theme(theme)
        self.theme = self.memory.theme if self.memory.theme in self.available_themes else DARK.name
        self._given = project
        self._held = held
        self._guard = Guard()
        self.desk: Desk | None = None
        self.parting = ""
        """What came up when the last project was closed, for whoever reads next: Home, or the shell."""
        self._tour: Tour | None = None
        self._before: dict[int, Any] = {}
        self._ending: asyncio.Future[None] | None = None
        self._on_top: Screen[Any] | None = None
        self._own_keys: list[str] = []
        """What is wrong with a person's own keys."""
        self.cursor: TerminalCursor | None = None
        """The terminal's own cursor, where a person wants to see it."""
        self._passing = False
        """Whether what was said last is of what a person sees just now, and no failure or warning."""
        self._said = ""
        """What was said last on this page."""

    async def on_event(self, event: events.Event) -> None:
        """While the window is too small nobody sees what a key does: only Escape and the key that leaves do anything."""
        given = isinstance(event, events.InputEvent | events.Paste) and not event.is_forwarded
        if given and self._too_small and not self._seen_or_not(event):
            return
        await super().on_event(event)

    @property
    def _too_small(self) -> bool:
        return self.size.width < SMALLEST[0] or self.size.height < SMALLEST[1]

    def _seen_or_not(self, event: events.Event) -> bool:
        """Whether a key does what it does where nothing can be seen, too."""
        if not isinstance(event, events.Key):
            return False
        bound = self.screen.active_bindings.get(event.key)
        return event.key == "escape" or (bound is not None and bound.binding.id == "app.quit")

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's, and ours behind them."""
        return [*super().get_line_filters(), self._guard]

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that are not ours."""
        return FALLBACK

    def on_mount(self) -> None:
        """Home, or the project that was named."""
        self._listen_for_the_end()
        self.screen_change_signal.subscribe(self, self._came_on_top, immediate=True)
        if wanted() and self._driver is not None:
            self.cursor = TerminalCursor(self._driver.write)
            self.app_resume_signal.subscribe(self, lambda _app: self._show_cursor(anew=True))
        home = HomePage(self.memory)
        self.push_screen(home)
        self._take_keymap()
        if self._given is not None:
            self._lay_out(self._given)
        elif self._held is not None:
            home.read_meanwhile(*self._held)

    def _take_keymap(self) -> None:
        """Use a person's own keys, and tell what is wrong with their file."""
        keymap = load_keymap()
        self.set_keymap(dict(keymap.keys))
        use_keys(keymap.keys)
        self._own_keys = [_("Own keys: {problem}", problem=problem) for problem in keymap.problems]
        if keymap.problems:
            told = "\n".join(keymap.problems[:8])
            self.notify(told, title=_("Own keys"), severity="warning", timeout=15, markup=False)

    # -- opening --------------------------------------------------------------------------------------------------

    def on_home_page_opened(self, message: HomePage.Opened) -> None:
        """A project was opened, made or built."""
        self._lay_out(message.project)

    def on_home_page_backups_requested(self, message: HomePage.BackupsRequested) -> None:
        """The copies kept of a project that is closed, or gone."""
        self._show_backups(message.place, message.title)

    @work(exclusive=True, group="backups")
    async def _show_backups(self, place: str | Path, title: str) -> None:
        """The copies kept of a project; one that is to take its place does."""
        from qualcode.tui.opening import brought_back, opened
        from qualcode.tui.screens.backups import BackupsPage

        chosen = await self.push_screen_wait(BackupsPage(place, title))
        if chosen is None:
            return
        if self.desk is not None:
            await self._put_away()
        said = ""

        def bring_back() -> Project:
            nonlocal said
            project, said = brought_back(place, chosen, self.memory)
            return project

        try:
            project = await opened(bring_back)
        except QualcodeError as error:
            self.notify(error.message, severity="error", timeout=15, markup=False)
            return
        self._lay_out(project, said)

    def _lay_out(self, project: Project, said: str = "") -> None:
        from qualcode.tui.desk import Desk
        from qualcode.tui.screens.contents import ContentsPage

        self.desk = Desk(self, project, self.memory)
        self.desk.notices += self._own_keys
        self.memory.open(project.place, self.desk.title)
        self.memory.save()
        self.push_screen(ContentsPage(self.desk))
        for line in (said, project.keeper.notice):
            if line:
                self.desk.notice(line)
        self._look_around(self.desk)
        if not self.memory.toured:
            self._offer_tour(self.desk)

    @work(group="look")
    async def _look_around(self, desk: Desk) -> None:
        """Tell what is to be known about where the project lies, and about copies of it that went on."""
        from qualcode.tui.opening import load_ahead

        for line in await desk.read(lambda project: project.sharing.notices()):
            desk.notice(line)
        await asyncio.to_thread(load_ahead)

    @work(group="offer")
    async def _offer_tour(self, desk: Desk) -> None:
        """Once, where a sample study is opened for the first time."""
        from qualcode.project.overview import is_sample
        from qualcode.tui.forms import Ask

        if not await desk.read(is_sample):
            return
        self.memory.toured = True
        self.memory.save()
        question = _(
            "New here? A tour of this study takes less than two minutes, and {key} shows it at any time.",
            key=spoken(self.screen, "app.tour"),
        )
        if await self.push_screen_wait(Ask(question + "\n\n" + _("See it now?"))):
            self.action_tour()

    @work(exclusive=True, group="tour")
    async def action_tour(self) -> None:
        """Show round in the open project."""
        from qualcode.tui.tour import Tour

        if self.desk is None:
            self.notify(_("Open a project first, or build the sample study."), timeout=5, markup=False)
            return
        self._tour = Tour(self, self.desk)
        await self._tour.run()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Writing is tried again only where nothing can be written."""
        return action != "write_again" or (self.desk is not None and self.desk.only_reads)

    @work(exclusive=True, group="write")
    async def action_write_again(self) -> None:
        """Open the project for writing; where somebody still holds it, say who."""
        from qualcode.tui.opening import open_project, opened

        desk = self.desk
        if desk is None or not desk.only_reads:
            return
        try:
            known = desk.project
            project = await opened(lambda: open_project(known.place, self.memory, coder=known.coder))
        except Held as held:
            self.notify(_("Still held by {holder}.", holder=held.holder), severity="warning", markup=False)
            return
        except QualcodeError as error:
            self.notify(error.message, severity="error", timeout=10, markup=False)
            return
        await asyncio.to_thread(desk.take_over(project).close)
        self.refresh_bindings()
        self.notify(_("What you do is written from now on."), timeout=4, markup=False)

    async def _put_away(self) -> None:
        """Close the project and everything that lies on home."""
        if self.desk is not None:
            self.desk.leave()
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        await self._close_desk()
        await self.switch_screen(HomePage(self.memory, self.parting))
        self.parting = ""

    async def action_quit(self) -> None:
        """Finish what is being written, then leave."""
        await self._leave_all()
        self.exit(0)

    async def _leave_all(self) -> None:
        if self._tour is not None:
            self._tour.take_back()
        if self.desk is not None:
            self.desk.leave()
        self.workers.cancel_all()
        await self._close_desk()
        self.memory.save()

    async def _close_desk(self) -> None:
        desk, self.desk = self.desk, None
        if desk is not None:
            self.parting = await asyncio.to_thread(desk.close)

    # -- the terminal goes away ----------------------------------------------------------------------------------

    def _listen_for_the_end(self) -> None:
        """Where the terminal is closed or the machine shut down, leave in good order, as `q` does."""
        if threading.current_thread() is not threading.main_thread():
            return
        loop = asyncio.get_running_loop()

        def end(_number: int, _frame: object) -> None:
            loop.call_soon_threadsafe(begin)

        def begin() -> None:
            self._ending = self._ending or asyncio.ensure_future(self._end())

        for name in ("SIGHUP", "SIGTERM", "SIGBREAK"):  # which of them there are depends on the system
            if (number := getattr(signal, name, None)) is not None:
                self._before[number] = signal.signal(number, end)

    async def _end(self) -> None:
        await self._leave_all()
        if _hung_up():
            os._exit(0)  # all is on disk, and whoever wrote to the terminal once more would wait for ever
        self.exit(0)

    def on_unmount(self) -> None:
        """Whoever listened before listens again."""
        while self._before:
            signal.signal(*self._before.popitem())

    # -- saying and asking ----------------------------------------------------------------------------------------

    def _came_on_top(self, screen: Screen[Any]) -> None:
        """Each screen can say that it has no room; what was said of another one does not lie over it.

        What a form said of what it did stays over the page it was about; failures stay wherever one goes.
        """
        if not screen.query_children(TooSmall):
            screen.mount(TooSmall())
            screen.screen_layout_refresh_signal.subscribe(self, make_way)
        before, self._on_top = self._on_top, screen
        back = isinstance(before, ModalScreen) and before not in self.screen_stack
        if not back and not isinstance(screen, ModalScreen):
            self._said = ""
        if (self._passing and not back) or self._has_no_room(screen):
            self.clear_notifications()
        self._show_cursor()

    def on_descendant_focus(self) -> None:
        """The terminal's own cursor goes where the caret is."""
        self._show_cursor()

    def on_descendant_blur(self) -> None:
        """It is hidden where there is no caret."""
        self._show_cursor()

    def _show_cursor(self, *, anew: bool = False) -> None:
        self.call_after_refresh(to_caret, self)  # where it is is known when what came on top is laid out
        if self.cursor is None:
            return
        if anew:
            self.cursor.hidden()
        self.cursor.follow(self.focused if self.screen_stack else None)

    def on_notify(self, event: Notify) -> None:
        """One notice at a time: a new one takes the place of the last, so that they never cover the page.

        What can wait lies over no question in a low window: a key shows it afterwards.
        """
        self.clear_notifications()
        if self.screen_stack and event.notification.severity != "error" and self._has_no_room(self.screen):
            event.prevent_default()
        self._passing = event.notification.severity == "information"
        said = event.notification.message
        self._said = "" if said == _("Nothing is to be told") else said
        if self.screen_stack:
            # Textual leaves them empty, and each would be a row above the next notice.
            self.screen.query("ToastHolder").remove()

    def _has_no_room(self, screen: Screen[Any]) -> bool:
        """Whether a notice would cover what is asked there."""
        return self.size.height < _LOW and isinstance(screen, ModalScreen)

    async def push_screen_wait(self, screen: Screen[Any] | str, *, mode: str | None = None) -> Any:
        """Ask by a form; where the page that asks lies under something else by now, the answer is None.

        A key pressed twice starts two workers, and a slow one may ask when the person has gone on already.
        """
        asking = get_current_worker().node
        if isinstance(asking, Screen) and asking is not self.screen:
            return None
        from qualcode.tui.forms import Form

        if isinstance(screen, Form) and self.desk is not None and not self.desk.only_reads:
            screen.drafts = self.desk.drafts
            screen.within = getattr(self.screen, "about", "")
        return await super().push_screen_wait(screen, mode=mode)

    # -- going ----------------------------------------------------------------------------------------------------

    def pop_screen(self) -> AwaitComplete:
        """Leave the page or form on top; what it still waited for finds it gone.

        Textual ends a page's workers only after everything on the page was taken away, and one that woke in between
        would look for what is not there any more.
        """
        going = self.screen
        try:
            leaving = get_current_worker()
        except NoActiveWorker:
            leaving = None
        for worker in list(self.workers):
            if worker is not leaving and going in worker.node.ancestors_with_self:
                worker.cancel()
        return super().pop_screen()

    async def on_go(self, message: Go) -> None:
        """Go where a page says; a page that lies open already comes to the top."""
        desk = self.desk
        if desk is None:
            return
        if message.where is Where.HOME:
            await self._put_away()
            return
        if message.where is Where.BACKUPS:
            self._show_backups(desk.project.place, desk.title)
            return
        if message.where is Where.CONTENTS:
            while len(self.screen_stack) > 3:
                await self.pop_screen()
            return
        await self.push_screen(page_of(desk, message))

    def action_help(self) -> None:
        """The keys of the page on top."""
        from qualcode.tui.screens.help import HelpPage

        if not isinstance(self.screen, HelpPage):
            self.push_screen(HelpPage(self.screen))

    @work
    async def action_notices(self) -> None:
        """What was told and still stands, and what the page cuts short, the one in focus in full."""
        from qualcode.tui.cut import left_out
        from qualcode.tui.problems import notice_list

        told = self._own_keys if self.desk is None else self.desk.standing()
        told = [*left_out(self.screen), *told]
        told = told or [self._said]
        if any(told):
            await self.push_screen_wait(notice_list(told))
        else:
            self.notify(_("Nothing is to be told"), timeout=3, markup=False)

    def action_command_palette(self) -> None:
        """Every command by name; its own words in the person's language."""
        from qualcode.tui.palette import Palette

        if not isinstance(self.screen, Palette) and self.screen.id != "tour":
            self.push_screen(Palette())

    def action_help_quit(self) -> None:
        """Ctrl+C copies what is chosen; where nothing is, say how to leave."""
        said = _("{key} leaves qualcode.", key=spoken(self.screen, "app.quit"))
        self.notify(said, timeout=4, markup=False)

    def action_next_theme(self) -> None:
        """Dark, light, high contrast, then the terminal's own colours."""
        names = [theme.name for theme in OURS]
        place = names.index(self.theme) + 1 if self.theme in names else 0
        self.theme = names[place % len(names)]
        self.memory.theme = self.theme
        self.memory.save()
        self.notify(_("Theme: {name}", name=theme_words(self.theme)), timeout=2, markup=False)

    def get_key_display(self, binding: Binding) -> str:
        """A key as it stands on the keyboard: F2, not f2; of several keys of a binding, each as itself."""
        given, key = binding.key_display, binding.key.split(",")[0]
        if given and given != (_SIGNS.get(key) or key_to_character(key)):
            # That is of the first key, and this is another.
            binding = replace(binding, key_display=_SIGNS.get(key))
        shown = super().get_key_display(binding)
        return shown.upper() if re.fullmatch(r"f\d+", shown) else shown

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers: places, and whatever the page on top can do, with its key."""
        if self.desk is not None:
            for where in Where:
                if where is not Where.TRANSCRIPT:
                    yield SystemCommand(
                        _("Go to: {place}", place=place_name(where)),
                        "",
                        lambda where=where: screen.post_message(Go(where)),
                    )
        from qualcode.tui.page import Page

        seen, idle = set[str](), getattr(screen, "idle", frozenset[str]())
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.id not in {*seen, *idle} and binding.description:
                seen.add(binding.id)
                action, node = binding.action, active.node
                called = screen.command_name(binding) if isinstance(screen, Page) else ""
                yield SystemCommand(
                    f"{called or binding.description}  ({self.get_key_display(binding)})",
                    binding.tooltip,
                    lambda action=action, node=node: self.call_later(self.run_action, action, node),
                )


def _hung_up() -> bool:
    """Whether the terminal is not there any more."""
    if sys.platform == "win32":
        return False
    import termios

    try:
        termios.tcgetattr(sys.__stderr__ or 2)
    except (termios.error, OSError, ValueError):
        return True
    return False
