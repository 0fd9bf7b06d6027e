"""The first page: recent projects, a new one, one from a file, the sample study. Loads no database layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from qualcode.i18n import _
from qualcode.tui.forms import Form, Line
from qualcode.tui.page import HELP, SMALLEST
from qualcode.tui.painting import one_line
from qualcode.tui.recent import Memory

_SHOWN = 8


class HomePage(Screen[Any]):
    """What a person may begin with."""

    DEFAULT_CSS = """
    HomePage { align: center middle; background: $background; }
    HomePage > Vertical { width: 64; max-width: 96%; height: auto; max-height: 100%; }
    HomePage #title { text-align: center; text-style: bold; color: $foreground; }
    HomePage #motto { text-align: center; color: $page-muted; margin-bottom: 1; }
    HomePage .rule { text-align: center; color: $primary; height: 1; margin-bottom: 1; }
    HomePage OptionList, HomePage OptionList:focus { height: auto; max-height: 14; border: none; background: $background; padding: 0 1; }
    HomePage #too-small { display: none; width: 1fr; height: 1fr; content-align: center middle; }
    HomePage.-small > * { display: none; }
    HomePage.-small > #too-small { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", _("New"), id="home.new", tooltip=_("Begin a new project")),
        Binding("o", "file", _("Open"), id="home.open", tooltip=_("Open a project file")),
        Binding("d", "sample", _("Sample"), id="home.sample", tooltip=_("Build the sample study and open it")),
        HELP,
        Binding("q", "app.quit", _("Quit"), id="home.quit", tooltip=_("Leave qualcode")),
    ]  # fmt: skip

    class OpenRequested(Message):
        """A person wants to open a project."""

        def __init__(self, path: Path) -> None:
            super().__init__()
            self.path = path

    class NewRequested(OpenRequested):
        """A person wants a new project at this path."""

        def __init__(self, path: Path, title: str, coder: str, codebook: str) -> None:
            super().__init__(path)
            self.title = title
            self.coder = coder
            self.codebook = codebook

    class SampleRequested(OpenRequested):
        """A person wants the sample study built at this path."""

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory

    def compose(self) -> ComposeResult:
        """A title page."""
        yield Static(_("The window is too small: qualcode needs {width} × {height}.").format(
            width=SMALLEST[0], height=SMALLEST[1]), id="too-small")  # fmt: skip
        with Vertical():
            yield Static("q u a l c o d e", id="title")
            yield Static(_("from interviews to a triangulated report"), id="motto")
            yield Static("❦", classes="rule")
            yield OptionList(*self._options())
        yield Footer(show_command_palette=False)

    def _options(self) -> list[Option | None]:
        options: list[Option | None] = []
        for number, row in enumerate(self._memory.recent[:_SHOWN]):
            text = Text(one_line(row.title, 60), "bold", no_wrap=True, overflow="ellipsis")
            where = str(Path(row.path)).replace(str(Path.home()), "~")
            text.append(f"\n{one_line(where, 56)}", "dim" if Path(row.path).exists() else "dim strike")
            options.append(Option(text, id=f"recent-{number}"))
        if options:
            options.append(None)
        options.append(Option(Text(_("New project")), id="new"))
        options.append(Option(Text(_("Open a project file")), id="open"))
        options.append(Option(Text(_("Build the sample study (KUBE)")), id="sample"))
        return options

    def on_mount(self) -> None:
        """The latest project first."""
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = 0

    def on_resize(self, event: events.Resize) -> None:
        """Say so where there is no room."""
        self.set_class(event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1], "-small")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line."""
        match event.option.id:
            case "new":
                self.action_new()
            case "open":
                self.action_file()
            case "sample":
                self.action_sample()
            case str(recent):
                row = self._memory.recent[int(recent.removeprefix("recent-"))]
                self.post_message(self.OpenRequested(Path(row.path)))
            case None:
                pass

    @work
    async def action_new(self) -> None:
        """Begin a new project."""
        form = Form(
            _("New project"),
            [
                Line("title", _("Title of the study"), needed=True),
                Line("path", _("Project file"), hint="~/skripsi.qualcode", needed=True),
                Line("coder", _("Your name as coder"), needed=True),
                Line("codebook", _("Codebook to begin with (a name or a file)"), "social-capital"),
            ],
            button=_("Begin"),
        )
        answers = await self.app.push_screen_wait(form)
        if answers:
            path = Path(answers["path"]).expanduser()
            self.post_message(
                self.NewRequested(path, answers["title"], answers["coder"], answers["codebook"])
            )

    @work
    async def action_file(self) -> None:
        """Open a project file."""
        form = Form(
            _("Open"),
            [Line("path", _("Project file"), hint="~/skripsi.qualcode", needed=True)],
            button=_("Open"),
        )
        answers = await self.app.push_screen_wait(form)
        if answers:
            self.post_message(self.OpenRequested(Path(answers["path"]).expanduser()))

    @work
    async def action_sample(self) -> None:
        """Build the sample study and open it."""
        path = Path.cwd() / "kube.qualcode"
        form = Form(
            _("Sample study"),
            [Line("path", _("Where to put it"), str(path), needed=True)],
            quote=_("An invented study of a community business group; all persons and words are made up."),
            button=_("Build"),
        )
        answers = await self.app.push_screen_wait(form)
        if answers:
            self.post_message(self.SampleRequested(Path(answers["path"]).expanduser()))
