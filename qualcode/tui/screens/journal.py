"""The change log: what happened in the project and who did it, with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.binding import Binding, BindingType

from qualcode.i18n import _, ngettext
from qualcode.project.deeds import deed, way
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Ask
from qualcode.tui.listed import ListedPage, moment
from qualcode.tui.page import COMMON, RunningHead
from qualcode.tui.painting import safe

if TYPE_CHECKING:
    from qualcode.project.history import EventRow


class JournalPage(ListedPage):
    """The change log: who did what and when, and back to any entry."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "back_to", _("Undo to here"), id="journal.back_to",
                tooltip=_("Take back everything you did after this entry")),
        Binding("m", "mine", _("Only mine"), id="journal.mine", tooltip=_("Only your own entries, or everybody's")),
        *COMMON,
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._mine = False
        self._standing: frozenset[int] = frozenset()

    def place(self) -> str:
        """This page."""
        return _("Change log")

    def nothing(self) -> str:
        """There is always the beginning; a filter may leave nothing."""
        return _("Nothing was done yet. What you do is listed here, with a way back.")

    @work(exclusive=True, group="fetch")
    async def fetch(self) -> None:
        """Read the log."""
        coder = self.desk.project.coder if self._mine else None
        rows, standing = await self.desk.read(
            lambda project: (project.history.log(coder=coder)[::-1], project.history.standing())
        )
        self._standing = frozenset(standing)
        heads = [_("No."), _("When"), _("Who"), _("What"), ""]
        lines = [[str(r.number), moment(r.at), r.coder, deed(r.action), self._state(r)] for r in rows]
        self.query_one(RunningHead).show(place=_("Change log") + (f": {coder}" if coder else ""))
        quiet = {n for n, row in enumerate(rows) if self._state(row)}
        self.fill(rows, heads, lines, quiet)

    def _state(self, row: EventRow) -> str:
        """Whether an entry of one's own stands; for the others, how it came about."""
        if row.kind != "do":
            return way(row.kind)
        mine = row.coder == self.desk.project.coder
        return _("taken back") if mine and row.number not in self._standing else ""

    def in_full(self, row: EventRow) -> Text:
        """An entry in words."""
        text = Text()
        text.append(f"{row.number} · {deed(row.action)}", "bold")
        text.append(f" · {row.coder} · {row.at.astimezone():%Y-%m-%d %H:%M:%S}\n")
        if row.summary:
            text.append(safe(" ".join(row.summary.split())) + "\n")
        later = sum(number > row.number for number in self._standing)
        if later:
            said = ngettext("{n} action of yours came after it", "{n} actions of yours came after it", later)
            text.append(said, "dim")
        return text

    def action_mine(self) -> None:
        """Only one's own entries, or everybody's."""
        self._mine = not self._mine
        self.fetch()

    @work
    async def action_back_to(self) -> None:
        """Take back everything one did after the chosen entry, if the person is sure."""
        row: EventRow | None = self.chosen
        if row is None:
            return
        later = sum(number > row.number for number in self._standing)
        if not later:
            self.app.notify(_("nothing to take back after entry {n}", n=row.number), timeout=4, markup=False)
            return
        question = ngettext(
            "Take back the {n} action you did after entry {entry}? Redo (U) does it again.",
            "Take back the {n} actions you did after entry {entry}? Redo (U) does them again, one by one.",
            later,
            entry=row.number,
        )
        if await self.app.push_screen_wait(Ask(question)):
            done = await self.desk.write("undo", lambda project: project.history.undo_to(row.number))
            if done is not None:
                said = ngettext("{n} action taken back", "{n} actions taken back", done[0])
                self.app.notify(said, timeout=4, markup=False)
