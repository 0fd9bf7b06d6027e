"""What starts from a quote beside its code: memos, comments, ties, evidence, who speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from qualcode.i18n import _
from qualcode.tui.coding_forms import (
    Marking,
    evidence_form,
    findings_with,
    link_evidence,
    marking_form,
    speakers_form,
    tie_form,
)
from qualcode.tui.comment_forms import comment_on
from qualcode.tui.forms import Area, Form, PickLong
from qualcode.tui.going import Spot
from qualcode.tui.painting import one_line
from qualcode.tui.question_form import question_form
from qualcode.tui.screens.transcript.reading import ReadingPage

if TYPE_CHECKING:
    from qualcode.project import Project
    from qualcode.project.notes import MemoRow


class Remarks(ReadingPage):
    """What is written down about a passage."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mark", _("Memo"), id="transcript.memo", tooltip=_("Memo, valence and period of the coding here")),
        Binding("M", "remark", _("Memo on …"), id="transcript.remark", show=False,
                tooltip=_("Memo on this turn, this source or a code")),
        Binding("d", "comment", _("Comment"), id="transcript.comment", show=False,
                tooltip=_("Comment on the coding here, or read what was commented")),
        Binding("i", "tie", _("Tie"), id="transcript.tie", tooltip=_("Record a tie that this quote shows")),
        Binding("E", "evidence", _("Evidence"), id="transcript.evidence",
                tooltip=_("Make the coding here evidence of a finding")),
        Binding("r", "speakers", _("Speakers"), id="transcript.speakers", show=False,
                tooltip=_("Say who speaks under each label")),
        Binding("Q", "question", _("Question"), id="transcript.question", show=False,
                tooltip=_("Say which question of the guide is asked here")),
    ]  # fmt: skip

    @work
    async def action_mark(self) -> None:
        """Memo, valence and period of the coding here."""
        span = await self.one_of(_("Which coding?"))
        if span is None:
            return
        row = await self.desk.read(lambda project: project.codings.get(str(span.id)))
        await self.desk.fill(
            marking_form(row),
            "coding.edit",
            lambda project, answers: Marking.of(answers).write(project, str(span.id)),
        )

    @work
    async def action_remark(self) -> None:
        """A memo on the turn, the source or a code: a new one, or one's own from before."""
        if self._source is None:
            return
        source, turn = self._spot.source, self._position.turn if self._position else None
        about: list[tuple[str, dict[str, str | int]]] = []
        if turn is not None:
            said = " · ".join(filter(None, (_("turn {n}", n=turn.number), turn.speaker)))
            about.append((said, {"source": source, "turn": turn.number}))
        about.append((self._source.name, {"source": source}))
        codes = {span.code for span in self.written_here()}
        about += [(card.name, {"code": card.code}) for key, card in self._cards.items() if key in codes]
        memos = await self.desk.read(lambda project: [_own_memo(project, place) for _name, place in about])
        options = [
            (str(n), f"{name} · {one_line(memo.body, 40)}" if memo else name)
            for n, ((name, _place), memo) in enumerate(zip(about, memos, strict=True))
        ]
        form = Form(_("Memo on what?"), [PickLong("about", _("Memo on"), options, "0")], button=_("Write"))
        answers = await self.app.push_screen_wait(form)
        if answers is None or not answers["about"]:
            return
        number = int(answers["about"])
        (name, place), memo = about[number], memos[number]
        writing = Form(
            _("Memo on {name}", name=one_line(name, 40)),
            [Area("body", _("Memo"), memo.body if memo else "")],
            about=str(memo.id) if memo else " ".join(f"{kind}={of}" for kind, of in place.items()),
        )
        if memo is not None:
            await self.desk.fill(
                writing,
                "memo.edit",
                lambda project, given: project.notes.edit_memo(memo.number, body=given["body"]),
            )
        else:
            await self.desk.fill(
                writing,
                "memo.add",
                lambda project, given: project.notes.add_memo(given["body"], **place),  # type: ignore[arg-type]
            )

    @work
    async def action_comment(self) -> None:
        """Comment on the coding here, or go to a comment that it has."""
        span = await self.one_of(_("Comment on which coding?"))
        if span is not None:
            card = self._cards.get(span.code) if isinstance(span.code, int) else None
            quote = self.reader.text[span.start : span.end]
            await comment_on(self, card.name if card else "?", quote, coding=str(span.id))

    @work
    async def action_tie(self) -> None:
        """Record a tie that what is highlighted shows."""
        start, end = self.reader.target
        if self._source is None or start == end:
            return
        spot = Spot(self._spot.source, start, end)
        turn = self._position.turn if self._position else None
        await tie_form(self.app, self.desk, spot, self.reader.text[start:end], turn.speaker if turn else "")

    @work
    async def action_evidence(self) -> None:
        """Make the coding here evidence of a finding."""
        span = await self.one_of(_("Which coding is evidence?"))
        if span is None:
            return
        findings, held = await self.desk.read(lambda project: findings_with(project, [str(span.id)]))
        form = evidence_form(findings, self.reader.text[span.start : span.end], held)
        linked = await self.desk.fill(
            form, "finding.link", lambda project, answers: link_evidence(project, answers, [str(span.id)])
        )
        if linked is not None:
            self.app.notify(linked[0].words, timeout=4, markup=False)

    @work
    async def action_speakers(self) -> None:
        """Say who speaks under each label."""
        if self._source is not None and await speakers_form(self.app, self.desk, self._source):
            self._open()

    @work
    async def action_question(self) -> None:
        """Say which question of the guide is asked here."""
        turn = self._position.turn if self._position else None
        if turn is not None and await question_form(
            self.desk, str(self._spot.source), turn.number, self.reader.text
        ):
            self._open()


def _own_memo(project: Project, place: dict[str, str | int]) -> MemoRow | None:
    """One's own last memo on just that."""
    found = project.notes.memos_on(**place)  # type: ignore[arg-type]
    return next((memo for memo in reversed(found) if memo.author == project.coder), None)
