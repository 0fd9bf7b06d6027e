"""The change log: what happened in the project and who did it, with a way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import work
from textual.binding import Binding, BindingType

from qualcode.i18n import _, ngettext
from qualcode.project.deeds import matter, matters, told, way
from qualcode.text.fold import fold
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Ask, Form, Line, PickLong
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.listed import ListedPage, moment
from qualcode.tui.page import COMMON, RunningHead, key_of
from qualcode.tui.painting import lines_name, one_line, safe
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project.history import EventRow
    from qualcode.project.subjects import Subject


class JournalPage(ListedPage):
    """The change log: who did what and when, and back to any entry."""

    of_one = frozenset({"journal.go", "journal.back_to"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,g", "go", _("Go there"), id="journal.go", priority=True, key_display="⏎",
                tooltip=_("Go to the passage, memo, finding or code that this entry is about")),
        Binding("f", "filter", _("Filter"), id="journal.filter",
                tooltip=_("Only entries of one coder, of one kind, or with some words")),
        Binding("b", "back_to", _("Undo to here"), id="journal.back_to",
                tooltip=_("Take back everything you did after this entry")),
        Binding("m", "mine", _("Only mine"), id="journal.mine", tooltip=_("Only your own entries, or everybody's")),
        *COMMON,
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._coder = ""
        self._matter = ""
        self._words = ""
        self._coders: Sequence[str] = ()
        self._standing: frozenset[int] = frozenset()
        self._subjects: Mapping[int, Subject] = {}

    def place(self) -> str:
        """This page."""
        return _("Change log")

    def nothing(self) -> str:
        """There is always the beginning, so it is the filter that leaves nothing."""
        return _("No entry is like that. Press {key} to look for others.", key=key_of(self, "journal.filter"))

    @work(exclusive=True, group="fetch")
    async def fetch(self) -> None:
        """Read the log."""
        found, subjects, standing = await self.desk.read(
            lambda project: (
                project.history.log()[::-1],
                project.history.subjects(),
                project.history.standing(),
            )
        )
        self._standing, self._subjects = frozenset(standing), subjects
        self._coders = sorted({row.coder for row in found})
        rows = [row for row in found if self._wanted(row)]
        heads = [_("No."), _("When"), _("Who"), _("What"), _("State")]
        long = 0 if self.size.width >= 100 else len("2024-")  # of what was done, half would be cut off
        lines = [[str(r.number), moment(r.at)[long:], r.coder, self._told(r), state(r)] for r in rows]
        matter_words = dict(matters()).get(self._matter, "")
        words = f"“{one_line(self._words, 20)}”" if self._words else ""
        only = " · ".join(part for part in (self._coder, matter_words, words) if part)
        self.query_one(RunningHead).show(place=_("Change log") + (f": {only}" if only else ""))
        quiet = {n for n, row in enumerate(rows) if not row.in_force}
        self.fill(rows, heads, lines, quiet)

    def _wanted(self, row: EventRow) -> bool:
        """Whether the filter lets an entry through."""
        return (
            self._coder in ("", row.coder)
            and self._matter in ("", matter(row.action))
            and fold(self._words) in fold(f"#{row.number} {self._told(row)}")
        )

    def _subject(self, row: EventRow) -> Subject | None:
        return self._subjects.get(row.number if row.target is None else row.target)

    def _told(self, row: EventRow) -> str:
        """What an entry did, and to what, on one line."""
        about = self._subject(row)
        return told(row.kind, row.action, row.target, "" if about is None else about_words(about))

    def in_full(self, row: EventRow) -> Text:
        """An entry in words."""
        text = Text()
        about = self._subject(row)
        name = "" if about is None else safe(about.name)
        text.append(f"#{row.number} {told(row.kind, row.action, row.target, name)}", "bold")
        how = state(row)
        text.append(f" · {how}" if how else "")
        text.append(f" · {row.coder} · {row.at.astimezone():%Y-%m-%d %H:%M:%S}\n", "dim")
        if about is not None and about.source_name:
            text.append(place_words(about))
            if about.more:
                text.append(" · " + ngettext("and {n} passage more", "and {n} passages more", about.more))
            text.append("\n")
        if about is not None and about.words:
            text.append(f"“{one_line(about.words)}”\n", "italic")
        later = sum(number > row.number for number in self._standing)
        if later:
            said = ngettext("{n} action of yours came after it", "{n} actions of yours came after it", later)
            text.append(said, "dim")
        return text

    def on_data_table_row_selected(self) -> None:
        """A second click on the same row goes there."""
        self.action_go()

    def action_go(self) -> None:
        """Go to the passage, memo, finding or code that the entry is about, where it is still there."""
        row: EventRow | None = self.chosen
        if row is None:
            return
        about = self._subject(row)
        if about is not None and about.source is not None:
            self.post_message(Go(Where.TRANSCRIPT, Spot(str(about.source), about.start, about.end)))
        elif about is not None and about.memo is not None:
            self.post_message(Go(Where.MEMOS, finding=str(about.memo)))
        elif about is not None and about.finding is not None:
            self.post_message(Go(Where.FINDINGS, finding=str(about.finding)))
        elif about is not None and about.code:
            self.post_message(Go(Where.CODEBOOK, finding=about.code))
        else:
            said = _("This entry is about no passage, memo, finding or code that is still there.")
            self.app.notify(said, timeout=4, markup=False)

    @work
    async def action_filter(self) -> None:
        """Only entries of one coder, of one kind, or with some words."""
        form = Form(
            _("Which entries?"),
            [
                Line("words", _("With these words (a code, a source, what was done, a number as #6)"), self._words),
                PickLong("matter", _("About"), [("", _("everything")), *matters()], self._matter),
                PickLong("coder", _("By"), [("", _("everybody")), *((c, c) for c in self._coders)], self._coder),
            ],
            button=_("Show"),
        )  # fmt: skip
        answers = await self.app.push_screen_wait(form)
        if answers is not None:
            self._words, self._matter, self._coder = (
                answers["words"].strip(),
                answers["matter"],
                answers["coder"],
            )
            self.fetch()

    def action_mine(self) -> None:
        """Only one's own entries, or everybody's."""
        mine = self.desk.project.coder
        self._coder = "" if self._coder == mine else mine
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
            "Take back the {n} action you did after entry {entry}? Redo ({key}) does it again.",
            "Take back the {n} actions you did after entry {entry}? Redo ({key}) does them again, one by one.",
            later,
            key=key_for("page.redo"),
            entry=row.number,
        )
        if await self.app.push_screen_wait(Ask(question)):
            done = await self.desk.write("undo", lambda project: project.history.undo_to(row.number))
            if done is not None:
                said = ngettext("{n} action taken back", "{n} actions taken back", done[0])
                self.app.notify(said, timeout=4, markup=False)


def state(row: EventRow) -> str:
    """Whether an action stands now; empty for what takes back or does again, which is neither."""
    if row.kind == "baseline":
        return way(row.kind)
    return "" if row.in_force is None else _("in force") if row.in_force else _("undone")


def place_words(about: Subject) -> str:
    """Where a passage stands."""
    return one_line(about.source_name, 60) + (f" {lines_name(about.lines)}" if about.lines else "")


def about_words(about: Subject) -> str:
    """What an entry was about, on one line: codes, place, first words."""
    parts = [one_line(about.name, 60)]
    parts += [place_words(about)] if about.source_name else []
    parts += [f"+{about.more}"] if about.more else []
    parts += [f"“{one_line(about.words, 60)}”"] if about.words else []
    return " · ".join(parts)
