"""What bringing a filled-in pack home would do, row by row; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from sqlmodel import Session

from qualcode.exchange.review_pack import (
    CHOICES,
    Altered,
    Answer,
    Choice,
    Filled,
    Kind,
    Lost,
    Remark,
    choice_of,
    choice_word,
    item_heading,
)
from qualcode.i18n import _
from qualcode.model import Code, Record
from qualcode.project.reviews.changed_words import Shown, change_words, changed_fields
from qualcode.project.reviews.decisions import Decisions
from qualcode.project.reviews.fates import Fate, Note, ReviewRow, Step, Thread, answer_id, kind_name
from qualcode.project.reviews.gone import Gone, kept_where
from qualcode.project.reviews.settling import answered_differently, settled
from qualcode.project.reviews.signing import Signing
from qualcode.project.reviews.standing import Standing


class Plan:
    """The steps that answers lead to, against what is in the project now.

    Args:
        session: of the project.
        who: name of the one who answers.
        shown: what a pack would show now, for words that were changed in place.
    """

    def __init__(self, session: Session, who: str, shown: Shown) -> None:
        self._who, self._shown = who, shown
        self._standing = Standing(session)
        self._decisions = Decisions(self._standing, who)
        self._gone = Gone(self._standing)
        self._signing = Signing(self._standing.coders.values(), who)

    def knows(self, filled: Filled) -> bool:
        """Whether any item of a file is in this project, or was."""
        every = (answer.mark or answer.astray for answer in filled.answers)
        marks = [mark for mark in every if mark is not None]
        return any(self._standing.record(mark) for mark in marks) or any(map(self._gone.was_here, marks))

    def steps(self, filled: Filled) -> list[Step]:
        """A step for each row that says something, in the order of the file."""
        answers = [answer for answer in filled.answers if not answer.empty]
        double = answered_differently(answers)
        steps: list[Step] = []
        for answer in answers:
            steps += self._of(answer, double.get(answer.mark, ()) if answer.mark else ())
        steps += [self._lost(lost) for lost in filled.lost]
        return settled(steps, self._standing)

    def _of(self, answer: Answer, also: Sequence[str]) -> Iterator[Step]:
        """The steps of one answer: to itself, to what others remark beside it, to words that were changed."""
        own = tuple(one for one in answer.remarks if not self._signing.author(one.author))
        others = [one for one in answer.remarks if self._signing.author(one.author)]
        mine = replace(answer, remarks=own)
        record = self._standing.record(answer.mark) if answer.mark is not None else None
        if mine.decision or mine.other or mine.comment or mine.remarks or mine.faults:
            if record is not None:
                yield self._step(mine, record, also)
            else:
                yield self._unplaced(mine, None)
        for remark in others:
            if record is not None:
                yield self._beside(answer, record, remark)
            else:
                yield self._unplaced(answer, remark)
        if answer.mark is not None:
            for one, told in changed_fields(answer, self._shown.get(answer.mark.id)):
                yield self._changed(answer, record, one, told)

    def _step(self, answer: Answer, record: Record, also: Sequence[str]) -> Step:
        """The step of an answer to something that is there."""
        mark = answer.mark
        assert mark is not None
        choice = choice_of(mark.kind, answer.decision) if answer.decision else None
        row = self._row(answer, record, choice, _said(answer))
        other, fault = self._decisions.other(answer, choice)
        if answer.decision and choice is None:
            allowed = ", ".join(choice_word(one) for one in CHOICES[mark.kind])
            fault = _("“{given}” is none of: {allowed}", given=answer.decision, allowed=allowed)
        fault = fault or (answer.faults[0] if answer.faults else "")
        if choice is not None and not fault:
            fault = self._decisions.hindrance(mark, record, choice, other, also)
        return self._decided(answer, row, record, choice, other, fault)

    def _decided(
        self,
        answer: Answer,
        row: ReviewRow,
        record: Record,
        choice: Choice | None,
        other: Code | None,
        fault: str,
    ) -> Step:
        """The step of an answer to something that is there; with a `fault` its decision is kept in words only."""
        body = self._decisions.body(record, choice, other, answer, fault)
        threads = []
        if body:
            done = bool(choice) and not fault and not answer.comment
            done = done and choice not in (Choice.CHANGE, Choice.UNSURE)
            threads.append(Thread(self._id(answer, choice, choice), body, done))
        threads += [
            Thread(self._remark_id(answer, one.words), one.words, at=one.at) for one in answer.remarks
        ]
        new = tuple(thread for thread in threads if thread.id not in self._standing.known)
        if not threads:  # formulas in place of answers, and nothing else
            return Step(replace(row, said=fault))
        # A decision that was brought home is not carried out again, whatever was done since.
        if not new:
            return Step(_known(row))
        if body and threads[0] not in new:
            choice = None
        if fault and (choice or answer.decision or answer.other):
            return Step(replace(row, fate=Fate.KEPT, said=fault), record, threads=new)
        if choice is None:
            said = _("kept as a comment")
            return Step(
                replace(row, fate=Fate.NOTED, said=f"{said}; {fault}" if fault else said), record, threads=new
            )
        doing = self._decisions.doing(record, choice, other)
        return Step(replace(row, fate=Fate.DONE, said=doing), record, choice, other, new)

    def _beside(self, answer: Answer, record: Record, remark: Remark) -> Step:
        """The step of what somebody else remarks on something that is there."""
        author = self._signing.author(remark.author)
        row = replace(self._row(answer, record, None, remark.words), author=author)
        thread = Thread(
            self._remark_id(answer, remark.words, author), remark.words, author=author, at=remark.at
        )
        if thread.id in self._standing.known:
            return Step(_known(row))
        said = _("kept as a comment of {who}", who=author)
        return Step(replace(row, fate=Fate.NOTED, said=said), record, threads=(thread,))

    def _changed(self, answer: Answer, record: Record | None, one: Altered, told: bool) -> Step:
        """The step of words that were changed where they stood: a comment, for the words stay as they are."""
        author = self._signing.author(one.author)
        field = one.label or item_heading()
        brief = f"{field}: {change_words(one, told, brief=True)}"
        row = replace(self._row(answer, record, None, brief), author=author)
        if record is None:
            # Nobody can tell what was shown; a passage's words may be gone because somebody took them back.
            return Step(replace(row, said=_("it is not in the project any more")))
        body = _("In the words of “{field}”: {change}", field=field, change=change_words(one, told))
        thread = Thread(self._remark_id(answer, body, author), body, author=author, at=one.at)
        if thread.id in self._standing.known:
            return Step(_known(row))
        assert answer.mark is not None
        if answer.mark.kind is Kind.CODING:
            said = _("what somebody said is never changed; kept as a comment")
        else:
            said = _("not put into the project; kept as a comment")
        return Step(replace(row, fate=Fate.NOTED, said=said), record, threads=(thread,))

    def _unplaced(self, answer: Answer, remark: Remark | None) -> Step:
        """The step of an answer, or of one remark on it, to what is gone or cannot be told."""
        author = self._signing.author(remark.author) if remark else ""
        mark = answer.mark
        choice = choice_of(mark.kind, answer.decision) if mark and answer.decision and not remark else None
        said = remark.words if remark else _said(answer)
        decided = "" if remark else ": ".join(filter(None, (_decision(answer, choice), answer.other)))
        row = replace(self._row(answer, None, choice, said), author=author)
        if mark is None:
            why = _("the id of the row is gone, so nobody can tell what it is about; kept in a memo")
            if answer.astray:
                why = _("its words are not those of its hidden id; nothing is carried out, kept in a memo")
            if not decided and not said:
                return Step(replace(row, said=answer.faults[0]))
            row = replace(row, comment=" · ".join(filter(None, (decided, said))))
            return self._noted(row, answer.where, why)
        if not decided and not said:
            return Step(replace(row, said=answer.faults[0]))
        refuge = self._gone.refuge(mark)
        row = replace(row, about=refuge.about)
        lines = "\n".join(filter(None, (decided, said)))
        body = _("On what is not in the project any more ({what}):", what=refuge.about or answer.where)
        body = f"{body}\n{lines}"
        id_ = self._remark_id(answer, lines, author) if remark else self._id(answer, choice, None)
        before = set() if remark else {self._id(answer, choice, choice)}
        if self._standing.known & {id_, *before}:
            return Step(_known(row))
        why = kept_where(refuge, self._standing)
        if refuge.record is None:
            row = replace(row, comment=" · ".join(filter(None, (decided, said))))
            return self._noted(row, refuge.about or answer.where, why, refuge.source, refuge.turn)
        thread = Thread(id_, body, author=author, at=remark.at if remark else None)
        return Step(replace(row, fate=Fate.KEPT, said=why), refuge.record, threads=(thread,))

    def _lost(self, lost: Lost) -> Step:
        """The step of words that stand beside no item."""
        row = ReviewRow(lost.where, "", "", "", lost.remark.words, Fate.REFUSED, "")
        row = replace(row, author=self._signing.author(lost.remark.author))
        return self._noted(row, lost.where, _("it stands beside no item; kept in a memo"))

    def _noted(
        self, row: ReviewRow, about: str, why: str, source: int | None = None, turn: int | None = None
    ) -> Step:
        """The step of words that only a memo can keep."""
        who = f"{row.author}: " if row.author else ""
        line = f"{about}: {who}{' / '.join(row.comment.split(chr(10)))}"
        if line in self._standing.noted:
            return Step(_known(row))
        return Step(replace(row, fate=Fate.KEPT, said=why), note=Note(line, source, turn))

    def _row(self, answer: Answer, record: Record | None, choice: Choice | None, said: str) -> ReviewRow:
        """The row of an answer of which nothing is taken yet."""
        on = kind_name(answer.mark.kind) if answer.mark is not None else ""
        about = self._standing.about(record) if record is not None else ""
        return ReviewRow(answer.where, on, about, choice.value if choice else "", said, Fate.REFUSED, "")

    def _id(self, answer: Answer, choice: Choice | None, kept: Choice | None) -> UUID:
        """The id of the comment that keeps an answer: the same answer of the same person has the same one.

        `kept` is the decision it is to be known for by those who answer later.
        """
        return answer_id(
            (
                str(answer.mark),
                self._who,
                choice.value if choice else answer.decision,
                answer.other,
                answer.comment,
            ),
            kept,
        )

    def _remark_id(self, answer: Answer, words: str, author: str = "") -> UUID:
        return answer_id((str(answer.mark), author or self._who, words), None)


def _said(answer: Answer) -> str:
    """What was said in words of one's own."""
    return "\n".join(filter(None, (answer.comment, *(one.words for one in answer.remarks))))


def _decision(answer: Answer, choice: Choice | None) -> str:
    return choice_word(choice) if choice else answer.decision


def _known(row: ReviewRow) -> ReviewRow:
    return replace(row, fate=Fate.KNOWN, said=_("brought home before"))
