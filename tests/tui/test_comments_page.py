"""Comments in the app: where they wait, how they are answered and settled, and where they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import DataTable, Input, OptionList, TextArea

from qualcode.project import Project
from qualcode.tui.going import Go, Where
from qualcode.tui.reader import Reader
from tests.tui.keys_pressed import Keys, presses
from tests.tui.pages import TALK, open_app, rows, settled

FIRST = (TALK.index("Kami"), TALK.index(" Kasnya"))


@pytest.fixture
def study(project: Project) -> Project:
    """A supervisor has commented on a coding, a code and a finding; the researcher is at it."""
    project.codings.add("K1.txt", *FIRST, "KP-MSY")
    project.findings.add("Kas dibuka.")
    project.coder = "Bu Dosen"
    project.comments.add("Yakin?", coding=1, round="bimbingan 3")
    project.comments.add("Definisi?", code="KP-TRN", round="sempro")
    project.comments.add("Tipis.", finding="F1")
    project.coder = "Rini"
    return project


async def write(keys: Keys, words: str) -> None:
    keys.app.screen.query_one(TextArea).text = words
    await keys.type("ctrl+s")


@presses("comments.go", "comments.reply", "comments.settle", "comments.add", "comments.filter", "comments.edit",
         "comments.remove", "comments.import")  # fmt: skip
async def test_from_what_waits_to_the_place_the_answer_and_the_end(study: Project, tmp_path: Path) -> None:
    shared = study.sharing.share(tmp_path / "salinan").path
    with Project.open(shared, coder="Bu Dosen") as copy:
        copy.comments.add("Dari salinan.", code="KP")
    async with open_app(study) as (app, pilot):
        keys, comments = Keys(app, pilot), study.comments
        waiting = app.screen.query_one("#waiting", OptionList)
        waiting.highlighted = waiting.get_option_index("comments")
        waiting.focus()
        await keys.type("enter")
        assert "bimbingan 3" in rows(app) and "“Kami musyawarah setiap bulan.”" in rows(app)
        for place in ("TranscriptPage", "CodebookPage", "FindingsPage"):
            await keys("comments.go", back=False)
            assert type(app.screen).__name__ == place
            if place == "TranscriptPage":
                assert app.screen.query_one(Reader).target == FIRST
            await keys.type("escape", "down")
        app.screen.query_one(DataTable).move_cursor(row=0)
        await settled(app, pilot)
        await keys("comments.reply", back=False)
        await keys.type("Y", "a", "escape")
        assert "not saved" in rows(app)
        await keys.type("enter")
        assert app.screen.query_one(TextArea).text == "Ya"  # kept: that answer is in focus
        await keys.type("escape", "y")
        assert type(app.screen).__name__ == "CommentsPage"
        await keys("comments.reply", back=False)
        await write(keys, "Ya, Bu.")
        assert "↳ Rini" in rows(app) and "Ya, Bu." in rows(app)
        await keys("comments.settle")
        assert [row.status for row in comments.list()] == ["resolved", "open", "open"]
        app.screen.query_one(DataTable).move_cursor(row=2)
        await settled(app, pilot)
        await keys("comments.edit", back=False)
        await keys.type("enter")
        assert app.screen.query_one(TextArea).text == "Ya, Bu."
        assert app.screen.query_one(TextArea).cursor_location == (0, len("Ya, Bu."))
        await write(keys, "Ya, sudah.")
        await keys("comments.remove", back=False)
        await keys.type("enter", "y")
        assert comments.get(1).replies == ()
        await keys.type("u")
        assert comments.get(1).replies[0].body == "Ya, sudah."
        await keys("comments.filter", back=False)
        await keys.type("down", "ctrl+s")
        assert "Comments: open" in rows(app) and "Yakin?" not in rows(app)
        await keys("comments.add", back=False)
        assert rows(app).count("F1 · Kas dibuka.") == 1  # what the chosen one is on is not offered twice
        await keys.type("enter")
        await write(keys, "Saya cari lagi.")
        assert comments.list()[-1].about == "F1" and "Saya cari lagi." in rows(app)
        await keys("comments.import", back=False)
        await keys.type(*str(shared), "enter")
        assert "Dari salinan." in rows(app)
        assert [notice.message for notice in app._notifications] == ["1 new comment · 0 new answers"]


@presses("transcript.comment", "codebook.comment", "findings.comment")
async def test_they_are_written_where_the_thing_is_and_a_sign_stays_there(study: Project) -> None:
    study.comments.remove(3, by="Bu Dosen")
    async with open_app(study) as (app, pilot):
        keys = Keys(app, pilot)
        await keys.type("enter", "right_square_bracket")
        assert "! K1: Kami" in rows(app) and "1 open comment" in rows(app)
        await keys("transcript.comment", back=False)
        await keys.type("enter")
        assert type(app.screen).__name__ == "CommentsPage" and "Yakin?" in rows(app)
        await keys.type("s", "escape")
        assert "open comment" not in rows(app) and "! K1" not in rows(app)
        await keys.type("M", "enter")
        await write(keys, "Giliran ini penting.")
        assert "* K1: Kami" in rows(app) and "1 memo" in rows(app)
        await keys.type("escape")
        for where, quote in ((Where.CODEBOOK, ""), (Where.FINDINGS, "“Kas dibuka.”")):
            app.screen.post_message(Go(where))
            await settled(app, pilot)
            await keys(f"{where.value}.comment", back=False)
            assert quote in rows(app)
            if where is Where.FINDINGS:  # somebody else says it at this machine
                assert "Comment as Rini" in rows(app)
                app.screen.query_one("#field-by", Input).value = "bu dosen"
            await write(keys, "Mengapa?")
            if where is Where.FINDINGS:
                assert "! 1 open comment (d)" in rows(app)
            await keys.type("escape")
        assert [(row.on, row.body, row.coder) for row in study.comments.list()[2:]] == [
            ("code", "Mengapa?", "Rini"),
            ("finding", "Mengapa?", "Bu Dosen"),
        ]
        app.screen.post_message(Go(Where.COMMENTS))
        await settled(app, pilot)
        app.screen.query_one(DataTable).move_cursor(row=3)
        await settled(app, pilot)
        await keys.type("r")
        assert "Answer as Bu Dosen to Bu" in rows(app)
        await keys.type("escape")
        await keys.type("x", "y")
        assert len(study.comments.list()) == 3


@presses("memos.go")
async def test_a_memo_leads_to_its_turn(study: Project) -> None:
    turn = study.sources.place("K1.txt").turns[3]
    study.notes.add_memo("Keluar.", source="K1.txt", turn=4)
    async with open_app(study) as (app, pilot):
        keys = Keys(app, pilot)
        app.screen.post_message(Go(Where.MEMOS))
        await settled(app, pilot)
        await keys("memos.go", back=False)
        assert app.screen.query_one(Reader).target == (turn.start, turn.stop)


async def test_without_a_comment_or_with_none_that_fits_the_page_says_what_to_do(project: Project) -> None:
    async with open_app(project) as (app, pilot):
        keys = Keys(app, pilot)
        await keys.type("o")
        assert "No comments yet" in rows(app)
        await keys.type("f", "down", "ctrl+s")
        assert "No comment fits the filter" in rows(app)
