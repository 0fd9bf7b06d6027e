"""The copies qualcode keeps by itself: a list, the newest first, from which one is brought back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Static

from qualcode.errors import QualcodeError
from qualcode.i18n import _
from qualcode.text.addresses import is_server, typed_path, without_password
from qualcode.tui.doing import Doing, told_far
from qualcode.tui.fitted_table import FittedTable
from qualcode.tui.foot import Foot
from qualcode.tui.forms import Answers, Ask, Form, Line, Pick
from qualcode.tui.page import BACK, HELP, key_of
from qualcode.tui.painting import decimal, one_line

if TYPE_CHECKING:
    from qualcode.project.backups import SnapshotRow
    from qualcode.project.facet import Progress


class BackupsPage(Screen["str | None"]):
    """Gives the name of the snapshot that is to be put in the project's place; what goes beside it is done here."""

    DEFAULT_CSS = """
    BackupsPage { background: $background; layout: vertical; }
    BackupsPage #heading { height: 2; padding: 0 1; color: $page-muted; border-bottom: solid $page-rule; }
    BackupsPage DataTable { height: 1fr; padding: 0 1; }
    BackupsPage #empty { height: 1fr; content-align: center middle; text-align: center; color: $page-muted; padding: 0 4; }
    BackupsPage #said { height: auto; padding: 0 1; color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", _("Bring back"), id="backups.choose", tooltip=_("Bring this backup back")),
        Binding("n", "take", _("New backup"), id="backups.take", tooltip=_("Keep the project as it is now")),
        HELP,
        Binding("escape", "leave", _("Back"), id="page.back", tooltip=BACK.tooltip),
    ]

    doing: Doing | None = None

    def __init__(self, place: str | Path, title: str) -> None:
        super().__init__()
        self._place = place
        self._title = title
        self._rows: Sequence[SnapshotRow] = ()

    def compose(self) -> ComposeResult:
        """Heading, table, a line about what was done."""
        shown = without_password(str(self._place)) if is_server(self._place) else str(self._place)
        heading = Text.assemble((one_line(self._title, 40), "italic"), "   ", (_("Backups"), "bold"))
        heading.append(f"   {one_line(shown.replace(str(Path.home()), '~'), 200)}", "dim")
        heading.no_wrap, heading.overflow = True, "ellipsis"
        yield Static(heading, id="heading")
        yield FittedTable()
        yield Static(_("reading …"), id="empty", markup=False)
        yield Static(id="said", markup=False)
        yield Foot()

    def on_mount(self) -> None:
        """Fetch them."""
        self.query_one(DataTable).display = False
        self._fetch()

    @work(exclusive=True, group="fetch")
    async def _fetch(self) -> None:
        from qualcode.project.backups import list_snapshots

        self._rows = await asyncio.to_thread(list_snapshots, self._place)
        self._show()
        self.query_one("#empty", Static).update(
            _(
                "No backups yet. They are made when a project that was changed is closed; {key} makes one now.",
                key=key_of(self, "backups.take"),
            )
        )

    def _show(self) -> None:
        table = self.query_one(FittedTable)
        lines = [
            [
                str(known.number),
                f"{known.at.astimezone():%Y-%m-%d %H:%M}",
                f"{decimal(known.size / 1e6, places=1)} MB",
                one_line(known.reason, 24),
                one_line(known.changed, 200),
            ]
            for known in self._rows
        ]
        heads = [_("No."), _("When"), _("Size"), _("Why"), _("What changed")]
        table.show(heads, lines, keys=[known.name for known in self._rows], numbers=(0, 1, 2), spare=(2,))
        table.display = bool(self._rows)
        self.query_one("#empty").display = not self._rows
        if self._rows and self.focused is None:
            table.focus()

    def _chosen(self) -> SnapshotRow | None:
        row = self.query_one(DataTable).cursor_row
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def on_data_table_row_selected(self) -> None:
        """Enter or a click on the chosen row."""
        self.action_choose()

    @work
    async def action_choose(self) -> None:
        """Ask how this one is to come back, and do it."""
        known = self._chosen()
        if known is None:
            return
        server = is_server(self._place)
        ways = [("beside", _("beside the project")), ("replace", _("in its place"))]
        folder = Path.cwd() if server else Path(self._place).parent
        form = Form(
            _("Bring back the backup of {when}", when=f"{known.at.astimezone():%Y-%m-%d %H:%M}"),
            [
                Pick("way", _("Where to"), ways[:1] if server else ways, "beside"),
                Line(
                    "folder",
                    _("Folder, where it goes beside"),
                    str(folder),
                    needed=True,
                    goes_with=("way", "beside"),
                ),
            ],
            button=_("Bring back"),
        )
        made: list[Path] = []
        doing = Doing(lambda *far: form.tell(told_far(*far)))
        form.call_off = doing.call_off

        async def keep(answers: Answers) -> str:
            if answers["way"] != "beside":
                return ""
            try:
                made.append(await asyncio.to_thread(self._beside, known.name, answers["folder"], doing))
            except QualcodeError as error:
                return error.message
            return ""

        form.keep = keep
        answers = await self.app.push_screen_wait(form)
        if answers is None:
            return
        if made:
            self._say(_("brought back as {path}", path=made[0]))
            return
        question = _(
            "Put the state of {when} in the project's place? The present state is kept as a backup first.",
            when=f"{known.at.astimezone():%Y-%m-%d %H:%M}",
        )
        if await self.app.push_screen_wait(Ask(question)):
            self.dismiss(known.name)

    def _beside(self, name: str, folder: str, progress: Progress) -> Path:
        from qualcode.project.backups import restore

        return restore(self._place, name, folder=typed_path(folder), progress=progress)[0]

    @work(exclusive=True, group="fetch")
    async def action_take(self) -> None:
        """Keep the project as it is now."""
        from qualcode.project.backups import keep

        doing = self.doing = Doing(lambda *far: self._say(told_far(*far)))
        try:
            taken = await asyncio.to_thread(keep, self._place, progress=doing)
        except QualcodeError as error:
            self._say(error.message)
            return
        finally:
            self.doing = None
            doing.call_off()
        self._say(_("a backup was made") if taken else _("the newest backup holds this state already"))
        self._fetch()

    def _say(self, line: str) -> None:
        self.query_one("#said", Static).update(line)

    def action_leave(self) -> None:
        """Call off what is being kept; where nothing is, go back."""
        if self.doing is not None:
            self.doing.call_off()
        else:
            self.dismiss(None)
