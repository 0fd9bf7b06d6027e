"""What bringing a filled-in pack home would do, row by row; nothing is written here."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlmodel import Session, select

from qualcode.exchange.review_pack import (
    CHOICES,
    Answer,
    Choice,
    Filled,
    Kind,
    Mark,
    choice_of,
    choice_word,
    heading,
)
from qualcode.i18n import _
from qualcode.model import (
    Code,
    Coder,
    CodeStatus,
    Coding,
    Comment,
    Evidence,
    Finding,
    FindingStatus,
    Record,
    Source,
)
from qualcode.model.values import value_word
from qualcode.project.places import Place, place
from qualcode.project.reviews.shown import Digests
from qualcode.store.transaction import table_of

MODELS: dict[Kind, type[Code | Coding | Finding]] = {
    Kind.CODE: Code,
    Kind.CODING: Coding,
    Kind.FINDING: Finding,
}
STATUS: dict[tuple[Kind, Choice], CodeStatus | FindingStatus] = {
    (Kind.CODE, Choice.APPROVE): CodeStatus.APPROVED,
    (Kind.CODE, Choice.CHANGE): CodeStatus.REVIEW,
    (Kind.FINDING, Choice.APPROVE): FindingStatus.FINAL,
    (Kind.FINDING, Choice.CHANGE): FindingStatus.TENTATIVE,
}
"""What a decision makes of the status."""

Target = tuple[int | None, int | None, int | None]
"""Code, coding and finding of a comment; one of them is its."""

_SIGN = b"qcrv"
_ORDER = tuple(Choice)


class Fate(enum.StrEnum):
    """What becomes of a row."""

    DONE = "done"
    """The decision is carried out, a comment kept."""
    NOTED = "noted"
    """A comment without a decision is kept."""
    KEPT = "kept"
    """The decision cannot be carried out; it is kept in words, as a comment that waits."""
    KNOWN = "known"
    """It was brought home before."""
    REFUSED = "refused"
    """Nothing of it can be taken; it stays in the file."""


@dataclass(frozen=True)
class ReviewRow:
    """One row or card of a file, and what becomes of it."""

    where: str
    on: str
    """code, coding or finding; empty where that cannot be told."""
    about: str
    """The code, the passage's place and code, or F1."""
    decision: str
    """One of `Choice`, or empty."""
    comment: str
    fate: str
    said: str
    """What happens, or why it cannot, in words."""


def told(row: ReviewRow) -> str:
    """What becomes of a row, and how or why, in words."""
    words = {
        Fate.DONE: _("carried out"),
        Fate.NOTED: "",
        Fate.KEPT: _("only kept in words"),
        Fate.KNOWN: "",
        Fate.REFUSED: _("not taken"),
    }
    return ": ".join(filter(None, (words[Fate(row.fate)], row.said)))


@dataclass(frozen=True)
class Thread:
    """A comment to be written."""

    id: UUID
    """Made of what is said, so that the same answer is known again."""
    body: str
    settled: bool = False


@dataclass(frozen=True)
class Step:
    """A row with what is to be written for it."""

    row: ReviewRow
    record: Record | None = None
    choice: Choice | None = None
    """To be carried out."""
    code: Code | None = None
    """To be given instead."""
    threads: tuple[Thread, ...] = ()

    @property
    def writes(self) -> bool:
        """Whether anything is written for it."""
        return bool(self.choice or self.threads)


class Plan:
    """The steps that answers lead to, against what is in the project now.

    Args:
        session: of the project.
        who: name of the one who answers.
    """

    def __init__(self, session: Session, who: str) -> None:
        self._session, self._who = session, who
        self._digests = Digests(session)
        self._codes = {code.id: code for code in session.scalars(select(Code))}
        self._coders = {coder.id: coder.name for coder in session.scalars(select(Coder))}
        self._known: set[UUID] = set()
        self._decisions: dict[Target, dict[int, Choice]] = {}
        for comment in session.scalars(select(Comment).order_by(table_of(Comment).c.id)):
            self._known.add(comment.uid)
            if decided := decided_by(comment.uid):
                on = comment.code_id, comment.coding_id, comment.finding_id
                self._decisions.setdefault(on, {})[comment.coder_id] = decided
        self._records: dict[Kind, dict[UUID, Record]] = {
            kind: {record.uid: record for record in session.scalars(select(model))}
            for kind, model in MODELS.items()
        }
        self._places: dict[int, Place] = {}
        self._tagged = {
            (one.source_id, one.start, one.stop, one.coder_id, one.code_id): one
            for one in self._records[Kind.CODING].values()
            if isinstance(one, Coding)
        }

    def knows(self, filled: Filled, steps: Sequence[Step]) -> bool:
        """Whether any item of a file is in this project, or any answer in it was brought home before."""
        marks = [answer.mark for answer in filled.answers if answer.mark is not None]
        here = any(mark.id in self._records[mark.kind] for mark in marks)
        return here or any(step.row.fate == Fate.KNOWN for step in steps)

    def steps(self, filled: Filled) -> list[Step]:
        """A step for each row that says something, in the order of the file."""
        answers = [answer for answer in filled.answers if not answer.empty]
        double = _answered_differently(answers)
        steps = [self._step(answer, double.get(answer.mark, ()) if answer.mark else ()) for answer in answers]
        steps += [
            Step(ReviewRow(where, "", "", "", words, Fate.REFUSED, _("it stands beside no item")))
            for where, words in filled.lost
        ]
        return _together(self._without_crossings(_once(steps)))

    def _step(self, answer: Answer, also: Sequence[str]) -> Step:
        mark, said = answer.mark, "\n".join(filter(None, (answer.comment, *answer.remarks)))
        if mark is None:
            typed = " · ".join(filter(None, (answer.decision, answer.other, said)))
            why = _("the id of the row is gone, so nobody can tell what it is about")
            why = answer.faults[0] if answer.faults and not typed else why
            return Step(ReviewRow(answer.where, "", "", "", typed, Fate.REFUSED, why))
        kind = _kind_name(mark.kind)
        choice = choice_of(mark.kind, answer.decision) if answer.decision else None
        record = self._records[mark.kind].get(mark.id)
        row = ReviewRow(answer.where, kind, "", choice.value if choice else "", said, Fate.REFUSED, "")
        if record is None:
            typed = " · ".join(filter(None, (answer.decision, answer.other, said)))
            known = choice is not None and self._id(answer, choice) in self._known
            why = _("brought home before") if known else _("it is not in the project any more")
            return Step(replace(row, comment=typed, fate=Fate.KNOWN if known else Fate.REFUSED, said=why))
        row = replace(row, about=self._about(record))
        other, fault = self._other(answer, choice)
        if answer.decision and choice is None:
            allowed = ", ".join(choice_word(one) for one in CHOICES[mark.kind])
            fault = _("“{given}” is none of: {allowed}", given=answer.decision, allowed=allowed)
        fault = fault or (answer.faults[0] if answer.faults else "")
        if choice is not None and not fault:
            fault = self._hindrance(mark, record, choice, other, also)
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
        body = self._body(record, choice, other, answer, fault)
        threads = []
        if body:
            settled = bool(choice) and not fault and not answer.comment
            settled = settled and choice not in (Choice.CHANGE, Choice.UNSURE)
            threads.append(Thread(self._id(answer, choice), body, settled))
        threads += [Thread(self._remark_id(answer, remark), remark) for remark in answer.remarks]
        new = tuple(thread for thread in threads if thread.id not in self._known)
        if not threads:  # formulas in place of answers, and nothing else
            return Step(replace(row, said=fault))
        # A decision that was brought home is not carried out again, whatever was done since.
        if not new:
            return Step(replace(row, fate=Fate.KNOWN, said=_("brought home before")))
        if body and threads[0] not in new:
            choice = None
        if fault and (choice or answer.decision or answer.other):
            return Step(replace(row, fate=Fate.KEPT, said=fault), record, threads=new)
        if choice is None:
            said = _("kept as a comment")
            return Step(
                replace(row, fate=Fate.NOTED, said=f"{said}; {fault}" if fault else said), record, threads=new
            )
        return Step(
            replace(row, fate=Fate.DONE, said=self._doing(record, choice, other)), record, choice, other, new
        )

    def _hindrance(
        self, mark: Mark, record: Record, choice: Choice, other: Code | None, also: Sequence[str]
    ) -> str:
        """Why a decision is not carried out; empty where it is."""
        if also:
            return _("answered differently in this file: {where}", where=", ".join(also))
        if decided := self._by_others(record, choice):
            return decided
        if isinstance(record, Coding) and other is not None and record.code_id == other.id:
            return _("it has that code already")
        if self._digest(record) != mark.shown:
            if isinstance(record, Coding):
                return _("the passage or its code changed since the pack was written")
            return _("it was changed since the pack was written")
        if isinstance(record, Code) and record.status == CodeStatus.RETIRED:
            return _("the code was retired since the pack was written")
        return ""

    def _by_others(self, record: Record, choice: Choice) -> str:
        """What somebody else decided of the same, where that was something else."""
        for coder, decided in self._decisions.get(target(record), {}).items():
            if self._coders[coder] != self._who and decided is not choice:
                word = choice_word(decided)
                return _("{who} decided otherwise: {decision}", who=self._coders[coder], decision=word)
        return ""

    def _other(self, answer: Answer, choice: Choice | None) -> tuple[Code | None, str]:
        """The code that is to be given instead, or what is wrong with it."""
        if choice is not Choice.RECODE:
            if answer.other:
                field = heading("other")
                return None, _("“{field}” is filled in, but the decision is another", field=field)
            return None, ""
        if not answer.other:
            return None, _("no code is named that it is to be given instead")
        if answer.other_mark is not None:
            chosen = self._records[Kind.CODE].get(answer.other_mark.id)
            if isinstance(chosen, Code):
                return chosen, ""
            return None, _("the code {code} is not in the project any more", code=answer.other)
        typed = answer.other.split(" · ")[0].strip().casefold()
        found = [
            code
            for code in self._codes.values()
            if typed in {name.casefold() for name in (code.code, code.name_id, code.name_en) if name}
        ]
        exact = [code for code in found if code.code.casefold() == typed]
        if len(exact or found) == 1:
            return (exact or found)[0], ""
        if found:
            return None, _("several codes are called {code}", code=answer.other)
        return None, _("there is no code {code}", code=answer.other)

    def _body(
        self, record: Record, choice: Choice | None, other: Code | None, answer: Answer, fault: str
    ) -> str:
        """A decision in words with the comment below it; empty where neither was given."""
        decision = choice_word(choice) if choice else answer.decision
        if answer.other and (choice is not Choice.RECODE or fault):
            decision = f"{decision or '?'}: {answer.other}"
        elif other is not None and isinstance(record, Coding):
            decision += f": {self._codes[record.code_id].code} → {other.code}"
        elif choice is Choice.REMOVE:
            decision += f": {self._about(record)}"
        if fault and decision:
            decision = _("{decision} (not carried out: {why})", decision=decision, why=fault)
        if decision and answer.comment:
            return f"{decision}.\n{answer.comment}"
        return decision or answer.comment

    def _doing(self, record: Record, choice: Choice, other: Code | None) -> str:
        """What is done, in words."""
        if isinstance(record, Coding):
            if choice is Choice.RECODE and other is not None:
                said = f"{self._codes[record.code_id].code} → {other.code}"
                return f"{said}; {_('the two become one')}" if self._twin(record, other) else said
            if choice is Choice.REMOVE:
                shown = ", ".join(f"F{number}" for number in self._findings(record))
                gone = _("taken away; what was said about it goes to the code")
                return f"{gone}; {_('no evidence any more of {findings}', findings=shown)}" if shown else gone
            return _("accepted") if choice is Choice.ACCEPT else _("marked: to be looked at again")
        assert isinstance(record, Code | Finding)
        before, after = record.status.value, STATUS[kind_of_record(record), choice].value
        if before == after:
            return _("status stays: {status}", status=value_word(after))
        return _("status: {before} → {after}", before=value_word(before), after=value_word(after))

    def _without_crossings(self, steps: list[Step]) -> list[Step]:
        """Passages with the same words that would be given each other's codes: neither is touched."""
        moving = {step.record.id: step for step in steps if step.choice is Choice.RECODE and step.record}
        why = _("the same passage is given another code in another row, too")
        found = []
        for step in steps:
            twin = (
                self._twin(step.record, step.code)
                if step.choice is Choice.RECODE and isinstance(step.record, Coding) and step.code
                else None
            )
            if twin is None or twin.id not in moving:
                found.append(step)
                continue
            threads = tuple(replace(one, settled=False) for one in step.threads)
            found.append(
                replace(step, row=replace(step.row, fate=Fate.KEPT, said=why), choice=None, threads=threads)
            )
        return found

    def _twin(self, record: Record, code: Code) -> Coding | None:
        """The same passage of the same coder with that code."""
        assert isinstance(record, Coding)
        found = self._tagged.get((record.source_id, record.start, record.stop, record.coder_id, code.id))
        return found if found is not None and found.id != record.id else None

    def _findings(self, coding: Coding) -> list[int]:
        table, findings = table_of(Evidence), table_of(Finding)
        return sorted(
            set(
                self._session.scalars(
                    select(findings.c.number)
                    .join(Evidence, table.c.finding_id == findings.c.id)
                    .where(table.c.coding_id == coding.id)
                )
            )
        )

    def _about(self, record: Record) -> str:
        if isinstance(record, Code):
            return record.code
        if isinstance(record, Finding):
            return f"F{record.number}"
        assert isinstance(record, Coding)
        at = self._place(record.source_id)
        lines = at.lines(record.start, record.stop)
        where = _("{source}, line {lines}", source=at.source.name, lines=lines)
        return f"{self._codes[record.code_id].code}, {where}"

    def _digest(self, record: Record) -> str:
        body = self._place(record.source_id).text if isinstance(record, Coding) else None
        return self._digests.of(record, body)

    def _place(self, source: int) -> Place:
        if source not in self._places:
            self._places[source] = place(self._session, self._session.get_one(Source, source))
        return self._places[source]

    def _id(self, answer: Answer, choice: Choice | None) -> UUID:
        """The id of the comment that keeps an answer: the same answer of the same person has the same one."""
        decision = choice.value if choice else answer.decision
        return answer_id((str(answer.mark), self._who, decision, answer.other, answer.comment), choice)

    def _remark_id(self, answer: Answer, remark: str) -> UUID:
        return answer_id((str(answer.mark), self._who, remark), None)


def answer_id(parts: Iterable[str], choice: Choice | None) -> UUID:
    """An id (UUID version 8, RFC 9562) made of what was said; it tells by itself that it is a decision, and which.

    So a second supervisor's answer is seen to differ from the first one's, also in a copy of the project.
    """
    said = hashlib.sha256("\0".join(parts).encode()).digest()
    raw = bytearray(_SIGN + said[:11] + bytes([_ORDER.index(choice) + 1 if choice else 0]))
    raw[6] = 0x80 | raw[6] & 0x0F
    raw[8] = 0x80 | raw[8] & 0x3F
    return UUID(bytes=bytes(raw))


def decided_by(id_: UUID) -> Choice | None:
    """The decision that the comment with this id keeps; None for any other comment."""
    number = id_.bytes[-1]
    if id_.version != 8 or id_.bytes[:4] != _SIGN or not 0 < number <= len(_ORDER):
        return None
    return _ORDER[number - 1]


def kind_of_record(record: Record) -> Kind:
    """What a record is to a pack."""
    return next(kind for kind, model in MODELS.items() if isinstance(record, model))


def _kind_name(kind: Kind) -> str:
    return {Kind.CODE: "code", Kind.CODING: "coding", Kind.FINDING: "finding"}[kind]


def target(record: Record) -> Target:
    """Code, coding and finding of a comment on a record."""
    place_ = list(MODELS).index(kind_of_record(record))
    return (
        record.id if place_ == 0 else None,
        record.id if place_ == 1 else None,
        record.id if place_ == 2 else None,
    )


def _answered_differently(answers: Sequence[Answer]) -> dict[Mark, list[str]]:
    """Marks that stand in several rows with different decisions, and where."""
    rows: dict[Mark, list[Answer]] = {}
    for answer in answers:
        if answer.mark is not None and (answer.decision or answer.other):
            rows.setdefault(answer.mark, []).append(answer)
    return {
        mark: [one.where for one in found]
        for mark, found in rows.items()
        if len({(one.decision.casefold(), one.other.casefold()) for one in found}) > 1
    }


def _once(steps: list[Step]) -> list[Step]:
    """Each answer once: a row that says the same as one before it writes nothing."""
    seen: set[UUID] = set()
    found = []
    for step in steps:
        new = tuple(thread for thread in step.threads if thread.id not in seen)
        seen.update(thread.id for thread in new)
        if step.threads and not new:
            said = _("the same as in a row before it")
            step = Step(replace(step.row, fate=Fate.KNOWN, said=said))
        found.append(replace(step, threads=new) if step.threads else step)
    return found


def _together(steps: list[Step]) -> list[Step]:
    """What several rows say of one thing hangs on the row whose decision is carried out: that may take it away."""
    carrying: dict[tuple[Kind, int], int] = {}
    for place_, step in enumerate(steps):
        if step.choice is not None and step.record is not None:
            carrying.setdefault((kind_of_record(step.record), step.record.id), place_)
    found = list(steps)
    for place_, step in enumerate(steps):
        if step.record is None:
            continue
        first = carrying.get((kind_of_record(step.record), step.record.id), place_)
        if first == place_:
            continue
        found[first] = replace(found[first], threads=found[first].threads + step.threads)
        row = step.row
        if step.choice is not None:
            said = _("decided the same in a row before it; the comment is kept")
            row = replace(row, fate=Fate.NOTED, said=said)
        found[place_] = Step(row)
    return found
