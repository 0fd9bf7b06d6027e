"""The interview matrix: an answer runs to the next question, its best passage stands, and blanks are kept apart."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qualcode.project import Project
from qualcode.project.appendices.binding import bind
from qualcode.reports.appendix.interviews import Interviews, QuestionRow, Reply
from tests.project.conftest import span


def replies(project: Project) -> dict[int, dict[str, tuple[str, str, int]]]:
    found = bind(project, "interviews", "id").parts[0].body
    return {
        row.number: {
            who: (reply.status, reply.quote, reply.passages)
            for who, reply in zip(found.informants, row.replies, strict=True)
        }
        for row in found.rows
    }


def asked(project: Project, k1: str, folder: Path) -> None:
    """Two questions, linked to the interviewer's turns of K1; P1 was not asked the first."""
    (folder / "guide.csv").write_text(
        "question,focus\nBagaimana kas?,Kepercayaan\nBagaimana keputusan?,\n", encoding="utf-8"
    )
    project.notes.import_guide(folder / "guide.csv")
    project.notes.set_asked("P1", 1, "not_asked")
    project.notes.set_asked("P1", 2, "asked")
    interviewer = [turn.number for turn in project.sources.turns(k1) if turn.role == "interviewer"]
    for number, turn in enumerate(interviewer, 1):
        project.sources.correct_turn(k1, turn, question=number)


def test_an_answer_has_its_best_passage_or_its_beginning(project: Project, k1: str, tmp_path: Path):
    asked(project, k1, tmp_path)
    project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    project.codings.add(k1, *span("bulan"), "KP-TRN")
    shown = replies(project)
    assert shown[1]["K1"] == ("answered", "Tiap bulan dibacakan terbuka.", 2)
    assert shown[2]["K1"] == ("answered", "Dirembug bareng, nggih. Café é juga.", 0)
    assert (shown[1]["P1"][0], shown[2]["P1"][0]) == ("not_asked", "asked")


def test_words_of_whoever_may_not_be_quoted_are_not_printed(project: Project, k1: str, tmp_path: Path):
    asked(project, k1, tmp_path)
    project.informants.consent("K1", "withdrawn")
    coding = project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    assert replies(project)[1]["K1"][:2] == ("answered", "")
    project.codings.edit(coding.uid, paraphrase="Kas dibuka tiap bulan.")
    assert replies(project)[1]["K1"][:2] == ("answered", "Kas dibuka tiap bulan.")
    assert replies(project)[2]["K1"][:2] == ("answered", "")


def test_who_was_neither_asked_nor_heard_has_no_column():
    found = Interviews(
        ("K1", "P1"),
        (
            QuestionRow(1, "", "Kas?", (Reply("asked"), Reply(""))),
            QuestionRow(2, "", "Lalu?", (Reply(""), Reply(""))),
        ),
    )
    assert found.heard.informants == ("K1",) and [len(row.replies) for row in found.heard.rows] == [1, 1]
    assert not found.is_empty and replace(found, rows=found.rows[1:]).is_empty
