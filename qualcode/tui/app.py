"""The app: opens and closes projects, knows the way from page to page, keeps the theme."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.notifications import Notify
from textual.screen import Screen
from textual.worker import get_current_worker

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.tui.going import Go, Spot, Where, place_name
from qualcode.tui.recent import Memory
from qualcode.tui.screens.home import HomePage
from qualcode.tui.themes import DARK, FALLBACK, OURS

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.tui.desk import Desk
    from qualcode.tui.page import Page


class QualcodeApp(App[int]):
    """qualcode in the terminal."""

    TITLE = "qualcode"
    ENABLE_COMMAND_PALETTE = True
    CSS = """
    ToastRack { align-horizontal: right; }
    Toast { max-width: 60; }
    DataTable { background: $background; scrollbar-size: 1 1; overflow-x: hidden; }
    DataTable:focus, OptionList:focus, TextArea:focus, Input:focus { background-tint: $foreground 0%; }
    DataTable > .datatable--header, DataTable:focus > .datatable--header { background: $background; color: $page-muted;
                                     text-style: none; background-tint: $foreground 0%; }
    DataTable > .datatable--cursor { background: $block-cursor-background; color: $block-cursor-foreground; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", _("Quit"), id="app.quit", show=False, priority=True, tooltip=_("Leave qualcode")),
        Binding("ctrl+p", "command_palette", _("Commands"), id="app.commands", show=False, priority=True,
                tooltip=_("Every command by name")),
        Binding("ctrl+t", "next_theme", _("Theme"), id="app.theme", show=False,
                tooltip=_("Dark, light, or the terminal's own colours")),
    ]  # fmt: skip

    def __init__(self, project: Project | None = None, memory: Memory | None = None) -> None:
        super().__init__()
        self.memory = memory or Memory.load()
        for theme in OURS:
            self.register_theme(theme)
        self.theme = self.memory.theme if self.memory.theme in self.available_themes else DARK.name
        self._given = project
        self.desk: Desk | None = None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that are not ours."""
        return FALLBACK

    def on_mount(self) -> None:
        """Home, or the project that was named."""
        self.push_screen(HomePage(self.memory))
        if self._given is not None:
            self._lay_out(self._given)

    # -- opening --------------------------------------------------------------------------------------------------

    def on_home_page_open_requested(self, message: HomePage.OpenRequested) -> None:
        """A project file."""
        self._open(lambda: _open_project(message.path))

    def on_home_page_new_requested(self, message: HomePage.NewRequested) -> None:
        """A new project."""
        self._open(lambda: _new_project(message))

    def on_home_page_sample_requested(self, message: HomePage.SampleRequested) -> None:
        """The sample study."""
        self.notify(_("Building the sample study …"), timeout=4, markup=False)
        self._open(lambda: _sample_project(message.path))

    @work(exclusive=True, group="open")
    async def _open(self, opening: Callable[[], Project]) -> None:
        try:
            project = await asyncio.to_thread(opening)
        except QualcodeError as error:
            self.notify(error.message, severity="error", timeout=10, markup=False)
            return
        self._lay_out(project)

    def _lay_out(self, project: Project) -> None:
        from qualcode.tui.desk import Desk
        from qualcode.tui.screens.contents import ContentsPage

        self.desk = Desk(self, project, self.memory)
        self.memory.open(project.path, self.desk.title)
        self.memory.save()
        self.push_screen(ContentsPage(self.desk))

    async def _put_away(self) -> None:
        """Close the project and everything that lies on home."""
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        await self._close_desk()
        await self.switch_screen(HomePage(self.memory))

    async def action_quit(self) -> None:
        """Finish what is being written, then leave."""
        self.workers.cancel_all()
        await self._close_desk()
        self.memory.save()
        self.exit(0)

    async def _close_desk(self) -> None:
        desk, self.desk = self.desk, None
        if desk is not None:
            await asyncio.to_thread(desk.close)

    # -- saying and asking ----------------------------------------------------------------------------------------

    def on_notify(self, event: Notify) -> None:
        """One notice at a time: a new one takes the place of the last, so that they never cover the page."""
        self.clear_notifications()

    async def push_screen_wait(self, screen: Screen[Any] | str, *, mode: str | None = None) -> Any:
        """Ask by a form; where the page that asks lies under something else by now, the answer is None.

        A key pressed twice starts two workers, and a slow one may ask when the person has gone on already.
        """
        asking = get_current_worker().node
        if isinstance(asking, Screen) and asking is not self.screen:
            return None
        return await super().push_screen_wait(screen, mode=mode)

    # -- going ----------------------------------------------------------------------------------------------------

    async def on_go(self, message: Go) -> None:
        """Go where a page says; a page that lies open already comes to the top."""
        desk = self.desk
        if desk is None:
            return
        if message.where is Where.HOME:
            await self._put_away()
            return
        if message.where is Where.CONTENTS:
            while len(self.screen_stack) > 3:
                await self.pop_screen()
            return
        await self.push_screen(_page(desk, message))

    def action_help(self) -> None:
        """The keys of the page on top."""
        from qualcode.tui.screens.help import HelpPage

        if not isinstance(self.screen, HelpPage):
            self.push_screen(HelpPage(self.screen))

    def action_command_palette(self) -> None:
        """Every command by name; its own words in the person's language."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("Search for a command …"), id="--command-palette"))

    def action_next_theme(self) -> None:
        """Dark, light, then the terminal's own colours."""
        names = [*(theme.name for theme in OURS), "ansi-dark", "ansi-light"]
        place = names.index(self.theme) + 1 if self.theme in names else 0
        self.theme = names[place % len(names)]
        self.memory.theme = self.theme
        self.memory.save()

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
        seen = set[str]()
        for active in screen.active_bindings.values():
            binding = active.binding
            if binding.id and binding.id not in seen and binding.description:
                seen.add(binding.id)
                action, node = binding.action, active.node
                yield SystemCommand(
                    f"{binding.description}  ({self.get_key_display(binding)})",
                    binding.tooltip,
                    lambda action=action, node=node: self.call_later(self.run_action, action, node),
                )


def _page(desk: Desk, message: Go) -> Page:
    """The page for a place; its module is loaded now."""
    match message.where:
        case Where.TRANSCRIPT:
            from qualcode.tui.screens.transcript import TranscriptPage

            return TranscriptPage(desk, message.spot or Spot(""))
        case Where.PEOPLE:
            from qualcode.tui.screens.people import PeoplePage

            return PeoplePage(desk)
        case Where.NETWORK:
            from qualcode.tui.screens.network import NetworkPage

            return NetworkPage(desk)
        case Where.FINDINGS:
            from qualcode.tui.screens.findings import FindingsPage

            return FindingsPage(desk, message.finding)
        case Where.MATRIX:
            from qualcode.tui.screens.triangulation import TriangulationPage

            return TriangulationPage(desk)
        case Where.SUGGESTIONS:
            from qualcode.tui.screens.suggestions import SuggestionsPage

            return SuggestionsPage(desk)
        case Where.REPORT:
            from qualcode.tui.screens.report import ReportPage

            return ReportPage(desk)
    raise ValueError(message.where)


def _open_project(path: Path) -> Project:
    from qualcode.project import Project

    return Project.open(path)


def _new_project(message: HomePage.NewRequested) -> Project:
    from qualcode.project import Project

    project = Project.create(message.path, coder=message.coder, title=message.title)
    if message.codebook:
        try:
            project.codebook.import_(message.codebook)
        except QualcodeError:
            project.close()
            raise
    return project


def _sample_project(path: Path) -> Project:
    from qualcode.project import Project
    from qualcode.project.study import build_study
    from qualcode.resources import study_path

    built = build_study(study_path("kube"), path)
    return Project.open(built.path)
