"""Words found, in this text or in all, and every place of them coded; which codings are shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from qualcode.i18n import _, ngettext
from qualcode.tui import looks
from qualcode.tui.doing import CalledOff
from qualcode.tui.forms import Form, Line, Pick
from qualcode.tui.going import Go, Spot, Where
from qualcode.tui.picker import CodePicker
from qualcode.tui.said_keys import key_for
from qualcode.tui.screens.transcript.hits import FoundPage, PreviewPage
from qualcode.tui.screens.transcript.narrowing import EVERYONE, MINE, Narrowing, narrowed, narrowing_form
from qualcode.tui.screens.transcript.reading import ReadingPage

if TYPE_CHECKING:
    from qualcode.project.hits import PlannedCoding
    from qualcode.project.search import Hit


class Searching(ReadingPage):
    """Finding words, coding what was found, and showing fewer codings."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "find", _("Find"), id="transcript.find", show=False,
                tooltip=_("Find words in this text or in all")),
        Binding("H", "code_hits", _("Code all hits"), id="transcript.code_hits", show=False,
                tooltip=_("Put a code on every place found, after a look at them")),
        Binding("f", "filter", _("Filter"), id="transcript.filter", show=False,
                tooltip=_("Show codings of one code, coder or speaker only")),
        Binding("b", "everyone", _("All coders"), id="transcript.everyone", show=False,
                tooltip=_("Show the codings of all coders, or only your own")),
    ]  # fmt: skip

    _words = ""
    _all_texts = False

    @work
    async def action_find(self) -> None:
        """Find words and mark them."""
        await self._find()

    async def _find(self) -> bool:
        """Ask for words and find them; whether this page still has to do with what was found."""
        places = [("this", _("this text")), ("all", _("all texts"))]
        form = Form(
            _("Find"),
            [Line("words", _("Words"), self._words), Pick("where", _("Where"), places, "all" if self._all_texts else "this")],
            button=_("Find"),
            seeks=True,
        )  # fmt: skip
        answers = await self.app.push_screen_wait(form)
        if answers is None:
            return False
        self._words, self._all_texts = answers["words"], answers["where"] == "all"
        count = await self.mark_hits(self._words)
        if not self._words:
            return False
        if self._all_texts:
            return await self._show_found()
        if not count:
            self._say_nowhere()
            return False
        found = ngettext(
            "{n} place found; {next} and {back} go through them",
            "{n} places found; {next} and {back} go through them",
            count,
            next=key_for("reader.next_hit"),
            back=key_for("reader.previous_hit"),
        )
        self.app.notify(found, timeout=3, markup=False)
        self.reader.action_hit(1)
        return True

    async def _show_found(self) -> bool:
        words = self._words
        try:
            with self.begun() as doing:
                hits: Sequence[Hit] = await self.desk.read(
                    lambda project: project.search.find(words, progress=doing)
                )
        except CalledOff:
            return False
        finally:
            self._say()
        if not hits:
            self._say_nowhere()
            return False
        chosen = await self.app.push_screen_wait(FoundPage(words, hits))
        if chosen is None:
            return False
        if chosen == FoundPage.CODE:
            await self._code_hits()
            return False
        hit = hits[chosen]
        spot = Spot(str(hit.source), hit.start, hit.end, words)
        if self._source is not None and hit.source == self._source.id:
            self.show(spot)
        else:
            self.post_message(Go(Where.TRANSCRIPT, spot))
        return False

    def _say_nowhere(self) -> None:
        """The words that were looked for are not there."""
        said = (
            _("These words stand in no text.") if self._all_texts else _("These words are not in this text.")
        )
        self.app.notify(said, timeout=3, markup=False)

    def tell_far(self, done: int, of: int, what: str) -> None:
        """Where the page says what is chosen; above the places that are listed over it, where they are."""
        far = _(
            "looking for it: {done} of {of} · {key} calls it off", done=done, of=of, key=key_for("page.back")
        )
        top = self.app.screen
        where = (
            top.query_one("#head", Static)
            if isinstance(top, PreviewPage)
            else self.query_one("#where", Static)
        )
        where.update(far)

    @work
    async def action_code_hits(self) -> None:
        """Code every place of the words found last; without any, ask for them first."""
        if self._words or await self._find():
            await self._code_hits()

    async def _code_hits(self) -> None:
        words, source = self._words, None if self._all_texts else self._spot.source
        if source is not None:
            there = await self.mark_hits(words)
        else:
            there = len(await self.desk.read(lambda project: project.search.find(words)))
        if not there:
            self._say_nowhere()
            return
        picked = await self.app.push_screen_wait(
            CodePicker(list(self._cards.values()), self._recent, words, may_create=False)
        )
        if picked is None:
            return
        card = self._cards[picked.keys[0]]

        async def plan(around: str, parts: bool) -> Sequence[PlannedCoding]:
            try:
                with self.begun() as doing:
                    return await self.desk.read(
                        lambda project: project.codings.plan_hits(
                            words, card.key, source=source, around=around, parts=parts, progress=doing
                        )
                    )
            except CalledOff:
                raise asyncio.CancelledError from None
            finally:
                self._say()

        preview = PreviewPage(words, card.name, plan, await plan("words", False), there)
        wanted: list[PlannedCoding] | None = await self.app.push_screen_wait(preview)
        if wanted:
            done = await self.desk.write(
                "coding.hits", lambda project: project.codings.add_hits(wanted, card.key)
            )
            if done is not None:
                said = ngettext(
                    "{n} place coded; {key} takes all of it back",
                    "{n} places coded; {key} takes all of it back",
                    len(done[0]),
                    key=key_for("page.undo"),
                )
                self.app.notify(self.with_hidden(said, done[0]), timeout=5, markup=False)

    # -- which codings are shown ----------------------------------------------------------------------------------

    @work
    async def action_filter(self) -> None:
        """Show codings of one code, coder or speaker only, or all again."""
        if self._source is None:
            return
        names = sorted((await self.desk.read(looks.coder_names)).values())
        cards = self._cards.values()
        speakers = list(dict.fromkeys(turn.speaker for turn in self._source.turns if turn.speaker))
        mine = self.desk.project.coder
        form = narrowing_form(self._shown, cards, names, speakers, mine)
        answers = await self.app.push_screen_wait(form)
        if answers is not None:
            self._narrow(narrowed(answers, cards, names, mine))

    def action_everyone(self) -> None:
        """Show the codings of all coders, or only one's own."""
        now = self._shown
        coder = MINE if now.coder == EVERYONE else EVERYONE
        said = _("Codings of all coders") if coder == EVERYONE else _("Your own codings only")
        self.app.notify(said, timeout=3, markup=False)
        self._narrow(Narrowing(now.code, coder, now.speaker))

    def action_leave(self) -> None:
        """Take the marks off what was found; show every coding again where some are left out; else leave."""
        busy = self._editing is not None or self.doing is not None
        if not busy and self.reader.hits:
            self.app.notify(_("What was found is not marked any more"), markup=False)
            self.reader.set_hits(())
            self._say()
        elif not busy and self._shown.leaves_out:
            self.app.notify(_("Nothing is filtered any more"), markup=False)
            self._narrow(Narrowing(coder=EVERYONE if self._shown.coder == EVERYONE else MINE))
        else:
            super().action_leave()

    def _narrow(self, shown: Narrowing) -> None:
        self._shown = shown
        self._say()
        self._fetch_all()
