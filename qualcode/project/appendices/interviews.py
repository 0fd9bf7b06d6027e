"""The interview matrix for its appendix: which words answer which question, as turns and the ledger tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlmodel import select

from qualcode.model import Method, Question, TurnRole
from qualcode.project.appendices.asked import Asked
from qualcode.project.places import Place
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_quotes import Passage, joined, span_id
from qualcode.reports.appendix.interviews import ANSWERED, Interviews, QuestionRow, Reply
from qualcode.reports.best import best
from qualcode.text.spans import Span

SPOKEN = (Method.INTERVIEW, Method.FGD)

Answers = Mapping[tuple[int, str], Sequence[tuple[Place, Span]]]
"""By number of the question and code of the informant: places and spans that answer."""


def interviews(of: Gathering, _asked: Asked) -> Interviews:
    """Questions by number over everybody who is an informant, in the order they were entered."""
    guide = of.project.notes.guide()
    answers = _answers(of)
    coded: dict[int, list[Passage]] = {}
    for passage in of.passages.counted:
        coded.setdefault(passage.coding.source_id, []).append(passage)
    people = [informant.code for informant in of.passages.material.informants]
    return Interviews(
        tuple(people),
        tuple(
            QuestionRow(
                row.number,
                of.passages.scrub(row.focus),
                of.passages.scrub(row.question),
                tuple(
                    _reply(of, answers.get((row.number, code), ()), coded, row.asked.get(code, ""))
                    for code in people
                ),
            )
            for row in guide
            if row.method in SPOKEN
        ),
    )


def _answers(of: Gathering) -> Answers:
    """An answer is what an informant says from the turn that asks until a turn that asks another question."""
    with of.project.read() as session:
        numbers = {question.id: question.number for question in session.scalars(select(Question))}
    found: dict[tuple[int, str], list[tuple[Place, Span]]] = {}
    for source in of.passages.material.sources:
        if source.method not in SPOKEN:
            continue
        at = of.passages.places[source.id]
        alone = at.participants[0] if len(at.participants) == 1 else None
        question: int | None = None
        for turn in at.turns:
            if turn.question_id is not None:
                question = numbers[turn.question_id]
            who = turn.informant_id or alone
            if question is not None and turn.role == TurnRole.INFORMANT and who is not None:
                spans = found.setdefault((question, of.passages.people[who]), [])
                spans.append((at, (turn.start, turn.stop)))
    return found


def _reply(
    of: Gathering,
    answer: Sequence[tuple[Place, Span]],
    coded: Mapping[int, Sequence[Passage]],
    status: str,
) -> Reply:
    if not answer:
        return Reply(status)
    passages = {passage.span: passage for passage in _inside(answer, coded)}
    shown = best([passage for passage in passages.values() if passage.text])
    if shown is not None:
        return Reply(
            ANSWERED,
            shown.text,
            shown.reference,
            shown.paraphrase,
            len(passages),
            tuple(span_id(span) for span in sorted(passages)),
        )
    at, (start, stop) = answer[0]
    heard = {of.passages.people[t.informant_id] for t in at.turns_of(start, stop) if t.informant_id}
    words = "" if heard & of.passages.silenced else joined(at, start, stop, of.passages.people)
    return Reply(ANSWERED, of.passages.scrub(words), of.passages.cite(at, start, stop), False, len(passages))


def _inside(
    answer: Sequence[tuple[Place, Span]], coded: Mapping[int, Sequence[Passage]]
) -> Iterator[Passage]:
    """Passages that begin in the answer."""
    for at, (start, stop) in answer:
        for passage in coded.get(at.source.id, ()):
            if start <= passage.coding.start < stop:
                yield passage
