"""The form that says which question of the interview guide a turn asks: the interview matrix is made of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from qualcode.i18n import _
from qualcode.text.addresses import typed_path
from qualcode.tui.desk import Desk
from qualcode.tui.forms import Form, Line, PickLong
from qualcode.tui.painting import one_line

if TYPE_CHECKING:
    from qualcode.project.notes import QuestionRow
    from qualcode.project.source_rows import TurnRow


async def question_form(desk: Desk, source: str, number: int, text: str) -> bool:
    """Ask which question is put where a person reads, and record it; whether it was.

    Args:
        source: the id of what is read.
        number: of the turn that is read; on an answer it is the interviewer's turn before it that asks.
        text: what is read, whole.
    """
    guide, turns = await desk.read(lambda project: (project.notes.guide(), project.sources.turns(source)))
    if not guide:
        if await _guide_form(desk) is None:
            return False
        guide = await desk.read(lambda project: project.notes.guide())
    turn = asking_at(turns, number)
    asked: dict[int, list[int]] = {}
    for one in turns:
        if one.question is not None:
            asked.setdefault(one.question, []).append(one.number)
    form = Form(
        _("Question of turn {n}", n=turn.number),
        [
            PickLong(
                "question",
                _("What is said from here on answers it, until a turn asks another question."),
                choices(guide, asked),
                str(turn.question or 0),
                details=_in_full(guide),
            )
        ],
        quote=one_line(text[turn.start : turn.end], 200),
    )
    done = await desk.fill(
        form,
        "source.turn",
        lambda project, answers: project.sources.correct_turn(
            source, turn.number, question=int(answers["question"])
        ),
    )
    return done is not None


def asking_at(turns: Sequence[TurnRow], number: int) -> TurnRow:
    """The interviewer's turn that turn `number` is or answers; that turn itself where no interviewer spoke before."""
    before = [turn for turn in turns if turn.number <= number]
    return next((turn for turn in reversed(before) if turn.role == "interviewer"), before[-1])


async def _guide_form(desk: Desk) -> object:
    """Ask for the file of a guide where there is none to choose from, and read it in."""
    form = Form(
        _("The interview guide"),
        [Line("file", _("Its file (.csv)"), needed=True)],
        note=_(
            "There is none yet. A table with the columns no, focus and question; only the last must be there."
        ),
        button=_("Read in"),
    )
    return await desk.fill(
        form, "guide.import", lambda project, answers: project.notes.import_guide(typed_path(answers["file"]))
    )


def choices(guide: Sequence[QuestionRow], asked: Mapping[int, Sequence[int]]) -> list[tuple[str, str]]:
    """No question, then each of the guide with the turns that ask it already."""
    listed = [("0", _("no question of the guide"))]
    for row in guide:
        turns = ", ".join(map(str, asked.get(row.number, ())))
        mark = f"[{turns}] " if turns else ""
        listed.append((str(row.number), f"{row.number}. {mark}{one_line(row.question, 60)}"))
    return listed


def _in_full(guide: Sequence[QuestionRow]) -> list[str]:
    return ["", *(": ".join(part for part in (row.focus, row.question) if part) for row in guide)]
