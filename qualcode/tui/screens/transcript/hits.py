"""Places where words were found, as a list: to go to one, or to choose which of them get a code."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from rich.cells import cell_len
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from qualcode.i18n import _, ngettext
from qualcode.project.search import CONTEXT
from qualcode.tui.marked_list import MarkedList
from qualcode.tui.painting import lines_name, one_line, safe
from qualcode.tui.said_keys import key_for

if TYPE_CHECKING:
    from qualcode.project.hits import PlannedCoding
    from qualcode.project.search import Hit

Answer = TypeVar("Answer")

_WHITE = re.compile(r"\s+")

_LISTED = 1000
"""Rows that are listed; how many more there are is said."""

_FOUND, _CODED = 24, 16
"""Cells of what stands before words that were found, and before those that would be coded."""


def words_before(place: Hit | PlannedCoding, room: int) -> str:
    """What stands before a place, in just so many cells: from a whole word on, behind a sign where there is more."""
    words = whole = _flat(place.before).lstrip()
    if place.start > len(place.before) or cell_len(whole) > room:
        words = whole[max(len(whole) - room + 2, 0) :]
        while cell_len(words) > room - 2:
            words = words[1:]
        if not whole.removesuffix(words).endswith(" "):
            words = words.partition(" ")[2] or words  # a word as long as the room is torn all the same
        words = "… " + words
    return " " * (room - cell_len(words)) + words


def words_after(place: Hit | PlannedCoding) -> str:
    """What stands behind a place, to a whole word, with a sign where there is more."""
    words = _flat(place.after)
    if len(place.after) < CONTEXT:
        return words.rstrip()
    return (words[: words.rfind(" ")] if " " in words[1:] else words) + " …"


def _flat(words: str) -> str:
    return safe(_WHITE.sub(" ", words))


class HitsPage(ModalScreen[Answer | None], Generic[Answer]):
    """A box with a head, a list and a line of what can be done."""

    DEFAULT_CSS = """
    HitsPage { align: center middle; background: $background 60%; }
    HitsPage > Vertical { width: 110; max-width: 98%; height: 96%; max-height: 40; background: $background;
                          border: round $border; border-title-color: $primary; padding: 0 1; }
    HitsPage #head { height: auto; margin-bottom: 1; }
    HitsPage OptionList, HitsPage OptionList:focus { width: 1fr; height: 1fr; border: none; background: $background;
                          padding: 0; scrollbar-size-vertical: 1; text-wrap: nowrap; text-overflow: ellipsis; }
    HitsPage OptionList:ansi > .option-list--option-highlighted { text-style: reverse; }
    HitsPage #hint { height: auto; max-height: 2; color: $page-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", _("Cancel"), id="hits.leave", show=False, tooltip=_("Change nothing")),
    ]  # fmt: skip

    def compose(self) -> ComposeResult:
        """Head, list, hint."""
        with Vertical() as box:
            box.border_title = self.title_words()
            yield Static(id="head", markup=False)
            yield MarkedList(markup=False)
            yield Static(self.hint(), id="hint", markup=False)

    def on_mount(self) -> None:
        """The rows."""
        self.list_rows()
        self.query_one(OptionList).focus()

    def title_words(self) -> str:
        """What the box is called."""
        raise NotImplementedError

    def hint(self) -> str:
        """Which keys do what."""
        raise NotImplementedError

    def head(self) -> str:
        """How many there are."""
        raise NotImplementedError

    def rows(self) -> Sequence[Text]:
        """One line each, at most `_LISTED`."""
        raise NotImplementedError

    def count(self) -> int:
        """How many there are in all."""
        raise NotImplementedError

    def list_rows(self) -> None:
        """Show the rows as they are now; the one in focus stays."""
        options = self.query_one(OptionList)
        place = options.highlighted or 0
        rows = self.rows()
        options.clear_options()
        options.add_options(Option(row) for row in rows)
        if self.count() > len(rows):
            more = self.count() - len(rows)
            options.add_option(Option(ngettext("… and {n} more", "… and {n} more", more), disabled=True))
        if rows:
            options.highlighted = min(place, len(rows) - 1)
        self.query_one("#head", Static).update(self.head())


class FoundPage(HitsPage[int]):
    """Every place of some words in the project; gives the number of the one to go to, or `CODE`."""

    CODE = -1
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,H", "code", _("Code all"), id="hits.code", show=False, tooltip=_("Put a code on every place found")),
    ]  # fmt: skip

    def __init__(self, words: str, hits: Sequence[Hit]) -> None:
        super().__init__()
        self._words = words
        self._hits = hits

    def title_words(self) -> str:
        """The words."""
        return _("Found: {words}", words=one_line(self._words, 40))

    def hint(self) -> str:
        """Going, coding, leaving."""
        return _(
            "Enter goes there · {code} codes all of them · {leave}",
            code=key_for("hits.code"),
            leave=key_for("hits.leave"),
        )

    def head(self) -> str:
        """How many places in how many sources, and in which."""
        counts: dict[str, int] = {}
        for hit in self._hits:
            counts[hit.source_name] = counts.get(hit.source_name, 0) + 1
        places = ngettext("{n} place", "{n} places", len(self._hits))
        sources = ngettext("in {n} source", "in {n} sources", len(counts))
        each = ", ".join(f"{one_line(name, 24)} {n}" for name, n in list(counts.items())[:6])
        return f"{places} {sources}: {each}" + (" …" if len(counts) > 6 else "")

    def count(self) -> int:
        """All of them."""
        return len(self._hits)

    def rows(self) -> Sequence[Text]:
        """Source, lines, and the words between what stands around them."""
        made = []
        for hit in self._hits[:_LISTED]:
            text = Text(no_wrap=True, overflow="ellipsis")
            text.append(f"{one_line(hit.source_name, 16):<16} {lines_name(hit.lines):<9} ", "dim")
            text.append(words_before(hit, _FOUND))
            text.append(safe(" ".join(hit.text.split("\n"))), "bold reverse")
            text.append(words_after(hit))
            made.append(text)
        return made

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go there."""
        self.dismiss(event.option_index)

    def action_code(self) -> None:
        """Code all of them."""
        if self._hits:
            self.dismiss(self.CODE)


class PreviewPage(HitsPage[list["PlannedCoding"]]):
    """What coding every hit would tag; gives the stretches a person left marked.

    Words that do not count, as the interviewer's, and what is tagged already are not marked to begin with.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f9", "take", _("Do it"), id="hits.take", show=False, tooltip=_("Code what is marked")),
        Binding("space", "mark", _("Mark"), id="hits.mark", show=False, tooltip=_("Code this place or leave it out")),
        Binding("A", "mark_all", _("Mark all"), id="hits.mark_all", show=False, tooltip=_("Mark all places, or none")),
        Binding("w", "around('words')", _("Words"), id="hits.words", show=False, tooltip=_("Code the words alone")),
        Binding("s", "around('sentence')", _("Sentences"), id="hits.sentence", show=False,
                tooltip=_("Code the sentences they stand in")),
        Binding("t", "around('turn')", _("Turns"), id="hits.turn", show=False, tooltip=_("Code the turns they stand in")),
        Binding("p", "parts", _("Parts of words"), id="hits.parts", show=False,
                tooltip=_("Whole words only, or parts of longer words too")),
    ]  # fmt: skip

    def __init__(
        self,
        words: str,
        code: str,
        plan: Callable[[str, bool], Awaitable[Sequence[PlannedCoding]]],
        planned: Sequence[PlannedCoding],
        found: int,
    ) -> None:
        """`plan` gives what would be tagged for words, sentence or turn, with or without parts of longer words.

        `planned` is that for whole words, and `found` how many places there are, parts of longer words among them.
        """
        super().__init__()
        self._found = found
        self._words = words
        self._code = code
        self._plan = plan
        self._around = "words"
        self._parts = False
        self._take(planned)

    def _take(self, planned: Sequence[PlannedCoding]) -> None:
        self._planned = planned
        self._marked = {n for n, row in enumerate(planned) if row.counted and not row.tagged}

    def title_words(self) -> str:
        """The code and the words."""
        return _("{code} on every “{words}”", code=one_line(self._code, 30), words=one_line(self._words, 30))

    def hint(self) -> str:
        """Marking, how much, doing it."""
        return _(
            "{mark} marks · {all} all or none · {words} words, {sentences} sentences, {turns} turns · {parts} parts of "
            "words · Enter codes what is marked · {leave}",
            mark=key_for("hits.mark"),
            all=key_for("hits.mark_all"),
            words=key_for("hits.words"),
            sentences=key_for("hits.sentence"),
            turns=key_for("hits.turn"),
            parts=key_for("hits.parts"),
            leave=key_for("hits.leave"),
        )

    def head(self) -> str:
        """How many will be coded, and what the others are."""
        if not self._planned:
            said = _("These words stand in no text.")
            return (
                said
                if self._parts
                else _(
                    "They stand nowhere as whole words; {key} takes parts of words too.",
                    key=key_for("hits.parts"),
                )
            )
        around = {"words": _("words"), "sentence": _("sentences"), "turn": _("turns")}[self._around]
        said = _(
            "{found} found, {n} to code ({around})", found=self._found, n=len(self._marked), around=around
        )
        said += " · " + (_("parts of words too") if self._parts else _("whole words"))
        return ": ".join([said, ", ".join(self._left_out())]) if self._left_out() else said

    def _left_out(self) -> list[str]:
        """Why fewer are coded than were found, each reason with its number."""
        rows = [row for number, row in enumerate(self._planned) if number not in self._marked]
        within = sum(row.hits for row in self._planned)
        inside, together = self._found - within, within - len(self._planned)
        tagged = sum(row.tagged for row in rows)
        silent = sum(not row.counted and not row.tagged for row in rows)
        others = len(rows) - tagged - silent
        reasons = (
            (inside, ngettext("{n} stands inside a longer word", "{n} stand inside longer words", inside)),
            (together, ngettext("{n} stands beside another", "{n} stand beside another", together)),
            (silent, ngettext("{n} stands in words that do not count, as the interviewer’s",
                              "{n} stand in words that do not count, as the interviewer’s", silent)),
            (tagged, ngettext("{n} is coded so already", "{n} are coded so already", tagged)),
            (others, ngettext("{n} is not marked", "{n} are not marked", others)),
        )  # fmt: skip
        return [words for number, words in reasons if number > 0]

    def count(self) -> int:
        """All of them."""
        return len(self._planned)

    def rows(self) -> Sequence[Text]:
        """Mark, source, lines, why it is not marked, words between what stands around them."""
        made = []
        for number, row in enumerate(self._planned[:_LISTED]):
            mark = "=" if row.tagged else ("x" if number in self._marked else " ")
            text = Text(no_wrap=True, overflow="ellipsis")
            text.append(f"[{mark}] ", "bold")
            text.append(f"{one_line(row.source_name, 16):<16} {lines_name(row.lines):<9} ", "dim")
            if not row.counted:
                text.append(f"({_('interviewer’s words or notes, not counted')})" + " ", "italic")
            text.append(words_before(row, _CODED), "dim")
            text.append(one_line(row.text, 60), "bold reverse")
            text.append(words_after(row), "dim")
            made.append(text)
        return made

    def action_mark(self) -> None:
        """Code this place or leave it out."""
        place = self.query_one(OptionList).highlighted
        if place is not None and place < len(self._planned) and not self._planned[place].tagged:
            self._marked ^= {place}
            self.list_rows()
            self.query_one(OptionList).action_cursor_down()

    def action_mark_all(self) -> None:
        """Mark all places, or none."""
        every = {n for n, row in enumerate(self._planned) if not row.tagged}
        self._marked = set() if self._marked == every else every
        self.list_rows()

    @work(exclusive=True)
    async def action_around(self, around: str) -> None:
        """Code the words alone, their sentences or their turns."""
        await self._plan_anew(around, self._parts)

    @work(exclusive=True)
    async def action_parts(self) -> None:
        """Whole words only, or parts of longer words too."""
        await self._plan_anew(self._around, not self._parts)

    async def _plan_anew(self, around: str, parts: bool) -> None:
        planned = await self._plan(around, parts)
        self._around, self._parts = around, parts
        self._take(planned)
        self.list_rows()

    def on_option_list_option_selected(self) -> None:
        """Enter codes what is marked."""
        self.action_take()

    def action_take(self) -> None:
        """Code what is marked, as the key that saves a form."""
        self.dismiss([self._planned[number] for number in sorted(self._marked)])
