"""Every memo of the project, wherever it hangs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import DataTable

from qualcode.i18n import _
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Area, Ask, Form, Line, Pick
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.listed import ListedPage, moment
from qualcode.tui.page import COMMON, key_of
from qualcode.tui.painting import one_line, safe
from qualcode.tui.writing_out import write_out

if TYPE_CHECKING:
    from qualcode.project.notes import MemoRow


class MemosPage(ListedPage):
    """Every memo, newest first."""

    of_one = frozenset({"memos.go", "memos.edit", "memos.remove"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", _("Add"), id="memos.add", tooltip=_("Write a memo")),
        Binding("enter,g", "go", _("Go there"), id="memos.go", priority=True, key_display="⏎",
                tooltip=_("Go to what this memo is on; one that is on nothing is changed")),
        Binding("e", "edit", _("Edit"), id="memos.edit", tooltip=_("Change this memo")),
        Binding("x,delete", "remove", _("Remove"), id="memos.remove", key_display="x",
                tooltip=_("Remove this memo")),
        *COMMON,
        Binding("w", "write_out", _("Write"), id="memos.export", show=False,
                tooltip=_("Write every memo to a Markdown file, names replaced by codes")),
    ]  # fmt: skip

    def __init__(self, desk: Desk, memo: str = "") -> None:
        """`memo` is the lasting id of the one to begin with."""
        super().__init__(desk)
        self._first = memo

    def place(self) -> str:
        """This page."""
        return _("Memos")

    def nothing(self) -> str:
        """What to do."""
        return _(
            "No memos yet. Press {key} to write one, or write one on a passage in a transcript.",
            key=key_of(self, "memos.add"),
        )

    @work(exclusive=True, group="fetch")
    async def fetch(self) -> None:
        """Read the memos."""
        rows = (await self.desk.read(lambda project: project.notes.memos()))[::-1]
        heads = [_("When"), _("Who"), _("Kind"), _("About"), _("Memo")]
        # Of the time or the year, half would be cut off.
        year, day = (
            ("2024-" if self.size.width < 80 else ""),
            ("" if self.size.width >= 100 else "2024-05-01"),
        )
        lines = [
            [
                moment(r.created_at)[len(year) : len(day) or None],
                r.author,
                kind_name(r.kind),
                r.about or "–",
                one_line(r.title or r.body, 200),
            ]
            for r in rows
        ]
        self.fill(rows, heads, lines, set())
        if (ids := [str(row.id) for row in rows]) and self._first in ids:
            self.query_one(DataTable).move_cursor(row=ids.index(self._first))
        self._first = ""

    def in_full(self, row: MemoRow) -> Text:
        """A memo as it was written."""
        text = Text()
        about = f" · {row.about}" if row.about else ""
        text.append(f"{safe(row.title or kind_name(row.kind))}{safe(about)}\n", "bold")
        for line in row.body.split("\n"):
            text.append(safe(line) + "\n")
        return text

    def on_data_table_row_selected(self) -> None:
        """A second click on the same row goes there."""
        self.action_go()

    def action_go(self) -> None:
        """Go to what the memo is on: the turn, coding, source, code, finding or informant."""
        row: MemoRow | None = self.chosen
        if row is None:
            return
        if row.source is not None:
            start, end = (-1, -1) if row.start is None or row.end is None else (row.start, row.end)
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(row.source), start, end)))
        elif row.finding is not None:
            self.post_message(Go(Where.FINDINGS, finding=str(row.finding)))
        elif row.code is not None:
            self.post_message(Go(Where.CODEBOOK, finding=row.code))
        elif row.informant is not None:
            self.post_message(Go(Where.PEOPLE))
        else:
            self.action_edit()

    @work
    async def action_add(self) -> None:
        """Write a memo that hangs on nothing."""
        await self.desk.fill(
            _memo_form(_("New memo"), None),
            "memo.add",
            lambda project, answers: project.notes.add_memo(
                answers["body"], kind=answers["kind"], title=answers["title"]
            ),
        )

    @work
    async def action_edit(self) -> None:
        """Change the chosen memo."""
        row: MemoRow | None = self.chosen
        if row is not None:
            await self.desk.fill(
                _memo_form(_("Change this memo"), row),
                "memo.edit",
                lambda project, answers: project.notes.edit_memo(
                    row.number, body=answers["body"], title=answers["title"], kind=answers["kind"]
                ),
            )

    @work
    async def action_remove(self) -> None:
        """Take it away, if the person is sure."""
        row: MemoRow | None = self.chosen
        if row is not None and await self.app.push_screen_wait(
            Ask(_("Remove this memo? This can be undone."))
        ):
            await self.desk.write("memo.remove", lambda project: project.notes.remove_memo(row.number))

    @work
    async def action_write_out(self) -> None:
        """Every memo to a file, as it may leave the project."""
        await write_out(
            self,
            _("Write the memos to a file"),
            _("memo"),
            [(".md", "Markdown")],
            lambda project, file, _answers, progress, accepted: project.notes.export_memos(
                file, accept_leaks=accepted, progress=progress
            ),
        )


def _memo_form(title: str, row: MemoRow | None) -> Form:
    from qualcode.model import MemoKind

    kinds = [(kind.value, kind_name(kind.value)) for kind in MemoKind]
    return Form(
        title,
        [
            Area("body", _("Words"), row.body if row else ""),
            Line("title", _("Title"), row.title if row else ""),
            Pick("kind", _("Kind"), kinds, row.kind if row else "concept"),
        ],
        about=str(row.id) if row else "new memo",
    )


def kind_name(kind: str) -> str:
    """What a memo is about, in the person's language."""
    return {
        "concept": _("concept"),
        "method": _("method"),
        "reflexive": _("reflexive"),
        "theory": _("theory"),
        "supervisor": _("supervisor"),
    }.get(kind, kind)
