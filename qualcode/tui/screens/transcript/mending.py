"""Codings mended: taken away, given another code or other edges, cut in two, made one."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from qualcode.i18n import _, ngettext
from qualcode.tui.forms import Ask, Form, PickLong
from qualcode.tui.painting import one_line
from qualcode.tui.picker import CodePicker
from qualcode.tui.reader import CodedSpan
from qualcode.tui.said_keys import key_for
from qualcode.tui.screens.transcript.reading import ReadingPage


class _Cut(Ask):
    """Nothing is lost by it and one undo takes it back, so that Enter says yes."""

    AUTO_FOCUS = "#yes"


class Mending(ReadingPage):
    """What changes codings that are there; each is one action, and one undo."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,delete", "uncode", _("Uncode"), id="transcript.uncode", show=False,
                tooltip=_("Remove the coding here")),
        Binding("C", "recode", _("Recode"), id="transcript.recode", show=False,
                tooltip=_("Give the coding here another code")),
        Binding("e", "edges", _("Edges"), id="transcript.edges", show=False,
                tooltip=_("Move the edges of the coding here")),
        Binding("enter", "keep_edges", _("Keep edges"), id="transcript.keep_edges", show=False,
                tooltip=_("Keep the edges as they are chosen now")),
        Binding("S", "split", _("Split"), id="transcript.split", show=False,
                tooltip=_("Cut the coding here in two before this word")),
        Binding("J", "join", _("Join"), id="transcript.join", show=False,
                tooltip=_("Make one coding of those here with the same code")),
    ]  # fmt: skip

    @work
    async def action_uncode(self) -> None:
        """Take the coding here away; where there are several, ask which."""
        span = await self.one_of(_("Remove which coding?"))
        if span is not None:
            self.reader.remove_span(span.id)
            done = await self.desk.write(
                "coding.remove", lambda project: project.codings.remove(str(span.id))
            )
            if not done:
                self._fetch_all()
            elif went := done[0].gone_words():
                said = _(
                    "Coding of {code} removed, {what} · {key} brings it back",
                    code=one_line(self._named(span), 40),
                    what=went,
                    key=key_for("page.undo"),
                )
                self.app.notify(said, timeout=6, markup=False)

    @work
    async def action_recode(self) -> None:
        """Give the coding here another code."""
        span = await self.one_of(_("Give which coding another code?"))
        if span is None:
            return
        quote = self.reader.text[span.start : span.end]
        cards = [card for card in self._cards.values() if card.key != span.code]
        picked = await self.app.push_screen_wait(CodePicker(cards, self._recent, quote, may_create=False))
        if picked is not None:
            key = picked.keys[0]
            await self.desk.write("coding.recode", lambda project: project.codings.recode(key, str(span.id)))

    # -- edges ----------------------------------------------------------------------------------------------------

    @work
    async def action_edges(self) -> None:
        """Begin to move the edges of the coding here."""
        span = await self.one_of(_("Move the edges of which coding?"))
        if span is not None:
            self.reader.take(span, from_end=True)
            self.call_later(self._edit, span)

    def _edit(self, span: CodedSpan) -> None:
        self._editing = span
        self._say()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter keeps edges only while they are being moved."""
        if action == "keep_edges":
            return self._editing is not None
        return super().check_action(action, parameters)

    @work
    async def action_keep_edges(self) -> None:
        """Give the coding the edges chosen now."""
        span, self._editing = self._editing, None
        start, end = self.reader.target
        self._say()
        if span is not None and start < end and (start, end) != (span.start, span.end):
            await self.desk.write(
                "coding.edit", lambda project: project.codings.edit(str(span.id), start=start, stop=end)
            )

    def action_leave(self) -> None:
        """Leave the edges as they were; else the page."""
        if self._editing is None:
            super().action_leave()
        else:
            span, self._editing = self._editing, None
            self.reader.take(span)

    # -- one and two ----------------------------------------------------------------------------------------------

    @work
    async def action_split(self) -> None:
        """Cut the coding here in two before the word under the cursor, or at an edge set by hand, once both are seen."""
        span = await self.one_of(_("Cut which coding in two?"))
        if span is None:
            return
        at = next((place for place in self.reader.cuts() if span.start < place < span.end), None)
        if at is None:
            said = _("Choose the word with which the second part is to begin")
            self.app.notify(said, timeout=3, markup=False)
            return
        text = self.reader.text
        question = _("Cut “{code}” in two here?", code=one_line(self._named(span), 40))
        halves = f"1  {_ends(text[span.start : at])}\n\n2  {_ends(text[at : span.end])}"
        held = (await self.desk.read(lambda project: project.codings.hanging(str(span.id)))).cut_words()
        asked = "\n\n".join(filter(None, (question, halves, held[:1].upper() + held[1:])))
        if await self.app.push_screen_wait(_Cut(asked)):
            await self.desk.write("coding.split", lambda project: project.codings.split(str(span.id), at))

    @work
    async def action_join(self) -> None:
        """Make one coding of those here with the same code."""
        by_code: dict[object, list[CodedSpan]] = {}
        for span in self.written_here():
            by_code.setdefault(span.code, []).append(span)
        several = [spans for spans in by_code.values() if len(spans) > 1]
        if not several:
            said = _("Choose a stretch that touches two codings with the same code")
            self.app.notify(said, timeout=3, markup=False)
            return
        spans = several[0]
        if len(several) > 1:
            options = [(str(n), self._counted(group)) for n, group in enumerate(several)]
            form = Form(_("Join the codings of which code?"), [PickLong("code", _("Code"), options, "0")],
                        button=_("Join"))  # fmt: skip
            answers = await self.app.push_screen_wait(form)
            if not answers or not answers["code"]:
                return
            spans = several[int(answers["code"])]
        ids = [str(span.id) for span in spans]
        await self.desk.write("coding.merge", lambda project: project.codings.merge(*ids))

    def _counted(self, spans: list[CodedSpan]) -> str:
        count = ngettext("{n} coding", "{n} codings", len(spans))
        return f"{one_line(self._named(spans[0]), 40)} · {count}"


def _ends(words: str) -> str:
    """How words begin and how they end, on a line or two."""
    parts = one_line(words.strip()).split(" ")
    return one_line(" ".join([*parts[:6], "…", *parts[-6:]] if len(parts) > 14 else parts), 160)
