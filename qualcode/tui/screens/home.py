"""The first page: recent projects, a new one, one from a file, the sample study. Loads no database layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.errors import Barred, Held, QualcodeError
from qualcode.i18n import _
from qualcode.i18n.reasons import why
from qualcode.store import shelf
from qualcode.text.addresses import is_server, typed_path, typed_place, with_password
from qualcode.tui.foot import Foot
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.meanwhile import question
from qualcode.tui.opening import new_project, open_project, opened, sample_project
from qualcode.tui.page import HELP, key_of
from qualcode.tui.painting import one_line
from qualcode.tui.recent import Memory, Remembered

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.tui.forms import Answers, Form

PACKAGED = "social-capital"
"""The codebook that comes with qualcode."""

_SHOWN = 8
_ROOM = 28
"""Cells of a name in the line of a form that says what goes on."""
_WIDTH = 64
"""Cells of the title page, where the window has them."""


class HomePage(Screen[Any]):
    """What a person may begin with."""

    DEFAULT_CSS = """
    HomePage { align: center middle; background: $background; }
    HomePage > Vertical { width: 64; max-width: 96%; height: auto; max-height: 100%; }
    HomePage #title { text-align: center; text-style: bold; color: $foreground; }
    HomePage #motto { text-align: center; color: $page-muted; margin-bottom: 1; }
    HomePage .rule { text-align: center; color: $primary; height: 1; margin-bottom: 1; }
    HomePage OptionList, HomePage OptionList:focus { height: auto; max-height: 14; border: none; background: $background; padding: 0 1; }
    HomePage #saved, HomePage #notice { height: auto; max-height: 3; padding: 0 1; color: $page-muted; margin-top: 1; }
    HomePage #notice { color: $foreground; text-style: bold; }
    HomePage.-low .rule, HomePage.-low #motto { display: none; }
    HomePage.-low OptionList, HomePage.-low OptionList:focus { max-height: 10; }
    HomePage.-low #saved, HomePage.-low #notice { margin-top: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", _("New"), id="home.new", tooltip=_("Begin a new project")),
        Binding("o", "file", _("Open"), id="home.open", tooltip=_("Open a project file")),
        Binding("d", "sample", _("Sample"), id="home.sample", tooltip=_("Build a sample study and open it")),
        Binding("b", "backups", _("Backups"), id="home.backups",
                tooltip=_("Copies kept of the chosen project: list them, bring one back")),
        Binding("delete", "drop", _("Take off the list"), id="home.drop", show=False,
                tooltip=_("Take the chosen project off this list; its file stays")),
        HELP,
        Binding("Q", "app.quit", _("Quit"), id="home.quit", tooltip=_("Leave qualcode")),
    ]  # fmt: skip

    class Opened(Message):
        """A project is open and wants a page."""

        def __init__(self, project: Project) -> None:
            super().__init__()
            self.project = project

    class BackupsRequested(Message):
        """A person wants to see the copies kept of a project."""

        def __init__(self, place: str | Path, title: str) -> None:
            super().__init__()
            self.place = place
            self.title = title

    def __init__(self, memory: Memory, notice: str = "") -> None:
        """`notice` is a line about the project that was closed just now; it stays as long as the page."""
        super().__init__()
        self._memory = memory
        self._notice = notice
        self._recent: Sequence[Remembered] = ()
        """The recent projects on the list."""

    def compose(self) -> ComposeResult:
        """A title page."""
        with Vertical():
            yield Static("q u a l c o d e", id="title")
            yield Static(_("from interviews to a triangulated report"), id="motto")
            yield Static("❦", classes="rule")
            yield MarkedList()
            yield Static(id="saved", markup=False)
            if self._notice:
                yield Static(f"! {self._notice}", id="notice", markup=False)
        yield Foot()

    def _options(self) -> list[Option | None]:
        options: list[Option | None] = []
        room = min(_WIDTH, self.app.size.width * 96 // 100) - 6  # blanks around, a sign and a scrollbar
        self._memory.renew()
        self._recent = self._memory.recent[:_SHOWN]
        for number, row in enumerate(self._recent):
            text = Text(one_line(row.title, room), "bold", no_wrap=True, overflow="ellipsis")
            gone = row.gone
            lost = "  " + _("not there any more")
            where = row.path.replace(str(Path.home()), "~")
            text.append(
                f"\n{one_line(where, room - len(lost) if gone else room)}", "dim strike" if gone else "dim"
            )
            if gone:
                text.append(lost, "dim")
            options.append(Option(text, id=f"recent-{number}"))
        if options:
            options.append(None)
        options.append(Option(Text(_("New project")), id="new"))
        options.append(Option(Text(_("Open a project file")), id="open"))
        options.append(Option(Text(_("Build a sample study")), id="sample"))
        return options

    def on_mount(self) -> None:
        """The latest project first."""
        self.query_one(OptionList).focus()
        self.query_one(OptionList).highlighted = 0

    def on_resize(self, event: events.Resize) -> None:
        """Less beside the list where there is little room."""
        self.set_class(event.size.height < 24, "-low")
        self._list()

    def _chosen(self) -> Remembered | None:
        """The recent project on which the cursor stands."""
        options = self.query_one(OptionList)
        if options.highlighted is None:
            return None
        id_ = options.get_option_at_index(options.highlighted).id or ""
        return self._recent[int(id_.removeprefix("recent-"))] if id_.startswith("recent-") else None

    def on_option_list_option_highlighted(self) -> None:
        """When the chosen project was last backed up."""
        row = self._chosen()
        line = ""
        if row is not None:
            last = shelf.last(row.path)
            line = shelf.saved_line(last) if not row.gone else ""
            if row.gone and last is not None:
                line = _("a backup is left: {key} brings it back", key=key_of(self, "home.backups"))
        self.query_one("#saved", Static).update(line)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line."""
        match event.option.id:
            case "new":
                self.action_new()
            case "open":
                self.action_file()
            case "sample":
                self.action_sample()
            case _:
                if row := self._chosen():
                    self._open_recent(row)

    # -- opening --------------------------------------------------------------------------------------------------

    @work(exclusive=True, group="open")
    async def _open_recent(self, row: Remembered) -> None:
        if row.gone:
            from qualcode.tui.forms import Ask

            question = _("{path} is not there any more. Take it off this list?", path=row.path)
            if await self.app.push_screen_wait(Ask(question)):
                self._drop(row)
            return
        self.app.notify(_opening(row.title or row.path), timeout=60, markup=False)
        try:
            project = await opened(lambda: open_project(row.path, self._memory))
            self.app.clear_notifications()
            self.post_message(self.Opened(project))
        except (Held, Barred) as held:
            self.app.clear_notifications()
            await self._read_meanwhile(held, lambda: open_project(row.path, self._memory, write=False))
        except QualcodeError as error:
            if is_server(row.path):
                self._ask_server(row.path, error.message)
            else:
                self.app.notify(error.message, severity="error", timeout=10, markup=False)

    @work(exclusive=True, group="open")
    async def read_meanwhile(self, place: str | Path, held: Held | Barred) -> None:
        """Offer to read a project that was to be opened and is held, or lies where nobody can write."""
        await self._read_meanwhile(held, lambda: open_project(place, self._memory, write=False))

    async def _read_meanwhile(self, held: Held | Barred, reading: Callable[[], Project]) -> None:
        if not await self.app.push_screen_wait(question(held)):
            return
        try:
            self.post_message(self.Opened(await opened(reading)))
        except QualcodeError as error:
            self.app.notify(error.message, severity="error", timeout=10, markup=False)

    @work
    async def _ask_server(self, url: str, reason: str) -> None:
        """Open a project on a server that wants a password, or another address."""
        from qualcode.tui.forms import Form, Line

        form = Form(
            _("Open a project on a server"),
            [
                Line("place", _("Address"), url, needed=True),
                Line("password", _("Password (it is not kept)"), secret=True),
            ],
            quote=reason,
            button=_("Open"),
            focus="password",
        )

        def place(answers: Answers) -> str:
            return with_password(answers["place"], answers["password"])

        await self._fill(
            form,
            lambda answers: open_project(place(answers), self._memory),
            lambda answers: _opening(url),
            lambda answers: open_project(place(answers), self._memory, write=False),
        )

    async def _fill(
        self,
        form: Form,
        opening: Callable[[Answers], Project],
        doing: Callable[[Answers], str],
        reading: Callable[[Answers], Project] | None = None,
    ) -> None:
        """Show a form that opens a project; it stays, with what was typed and the reason, until that went well.

        `doing` says what goes on meanwhile. Where it cannot be written now, `reading` opens it all the same.
        """
        from qualcode.tui.problems import show_problems

        projects: list[Project] = []
        taken: list[tuple[Held | Barred, Answers]] = []

        async def keep(answers: Answers) -> str:
            form.tell(doing(answers))
            try:
                projects.append(await opened(lambda: opening(answers)))
            except (Held, Barred) as held:
                if reading is None:
                    return held.message
                taken.append((held, answers))
            except QualcodeError as error:
                await show_problems(self.app, error)
                return error.message
            except OSError as error:
                return f"{error.filename or ''}: {why(error)}".lstrip(": ")
            return ""

        form.keep = keep
        await self.app.push_screen_wait(form)
        if projects:
            self.post_message(self.Opened(projects[0]))
        for held, answers in taken:
            if reading is not None:
                await self._read_meanwhile(held, partial(reading, answers))

    @work
    async def action_new(self) -> None:
        """Begin a new project."""
        from qualcode.tui.forms import Form, Line, Pick

        form = Form(
            _("New project"),
            [
                Line("title", _("Title of the study"), needed=True),
                Line("path", _("Project file"), str(_free_place()), needed=True),
                Line("coder", _("Your name as coder"), needed=True),
                Pick(
                    "begin",
                    _("Codebook to begin with"),
                    [(PACKAGED, _("social capital")), ("empty", _("empty")), ("file", _("a file"))],
                    PACKAGED,
                    needed=True,
                ),
                Line(
                    "codebook",
                    _("Codebook file, where it is a file"),
                    hint=_example("~/kode.yaml"),
                    goes_with=("begin", "file"),
                ),
            ],
            button=_("Begin"),
            check=lambda answers: (
                ("codebook", _("name the codebook's file, or choose another beginning"))
                if answers["begin"] == "file" and not answers["codebook"]
                else ""
            ),
        )
        await self._fill(
            form,
            lambda answers: new_project(
                answers["path"], answers["title"], answers["coder"], _codebook(answers)
            ),
            lambda answers: _("beginning {name} …", name=one_line(answers["title"], _ROOM)),
        )

    @work
    async def action_file(self) -> None:
        """Open a project file."""
        from qualcode.tui.forms import Form, Line

        form = Form(
            _("Open"),
            [Line("path", _("Project file (it can be dragged into this window)"), hint=_example("~/skripsi.qualcode"),
                  needed=True)],
            button=_("Open"),
        )  # fmt: skip
        await self._fill(
            form,
            lambda answers: open_project(typed_place(answers["path"]), self._memory),
            lambda answers: _opening(Path(answers["path"]).name),
            lambda answers: open_project(typed_place(answers["path"]), self._memory, write=False),
        )

    @work
    async def action_sample(self) -> None:
        """Build one of the sample studies and open it."""
        from qualcode.resources import study_names
        from qualcode.tui.forms import Form, Line, Pick

        words = studies()
        names = [name for name in words if name in study_names()]
        form = Form(
            _("Sample study"),
            [
                Line("path", _("Folder, or file, to put it in"), str(Path.cwd()), needed=True),
                Pick("study", _("Study"), [(name, words[name]) for name in names], names[0], needed=True),
            ],
            quote=_("Invented studies; all persons and words are made up."),
            button=_("Build"),
        )
        await self._fill(
            form,
            lambda answers: sample_project(answers["path"], self._memory, answers["study"]),
            lambda answers: _("Building the sample study …"),
        )

    # -- what is kept ---------------------------------------------------------------------------------------------

    def action_backups(self) -> None:
        """The copies kept of the chosen project."""
        row = self._chosen()
        if row is None:
            self.app.notify(_("choose a project in the list first"), timeout=3, markup=False)
            return
        place = row.path if is_server(row.path) else typed_path(row.path)
        self.post_message(self.BackupsRequested(place, row.title))

    def action_drop(self) -> None:
        """Take the chosen project off the list; its file and backups stay."""
        if row := self._chosen():
            self._drop(row)

    def _drop(self, row: Remembered) -> None:
        self._memory.drop(row)
        self._memory.save()
        self._list()

    def _list(self) -> None:
        """Show what there is to choose, as wide as the window is now; the cursor stays."""
        options = self.query_one(OptionList)
        place = options.highlighted or 0
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = min(place, options.option_count - 1)


def _opening(name: str) -> str:
    """What is said while a project is being opened."""
    return _("opening {name} …", name=one_line(name, _ROOM))


def studies() -> dict[str, str]:
    """The sample studies that can be built, in a few words each; their first letters differ."""
    return {
        "kube": "KUBE",
        "value-for-money": _("value for money"),
        "pokmas": _("two groups (pokmas)"),
        "bansos-fgd": _("focus groups on aid"),
        "bansos-mechanism": _("mechanism of aid"),
    }


def _free_place() -> Path:
    """Where a new project may stand: a file in this folder that is not there yet."""
    name = _("study")
    places = (Path.cwd() / f"{name}{n}.qualcode" for n in ("", *range(2, 100)))
    return next((place for place in places if not place.exists()), Path.cwd() / f"{name}.qualcode")


def _codebook(answers: Answers) -> str:
    """The codebook a new project begins with: the file that was named, or what was chosen; empty is none."""
    return {"file": answers["codebook"], "empty": ""}.get(answers["begin"], answers["begin"])


def _example(words: str) -> str:
    """What stands in a field that is empty, so that nobody takes it for what is in it."""
    return _("e.g. {example}", example=words)
