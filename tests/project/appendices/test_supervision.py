"""What supervisors said and what was done about it: by meeting, with references and never with file names."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from qualcode.i18n import using
from qualcode.model import Comment
from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.binding import bind
from qualcode.reports.document import Table, plain
from qualcode.reports.markdown import to_markdown
from qualcode.reports.painting import long_date
from qualcode.reports.remarks import Answer
from qualcode.store.transaction import table_of
from tests.project.conftest import span
from tests.project.filling import fill_sheet


def commented(project: Project, k1: str) -> None:
    project.informants.edit("K1", aliases=["Bu Yanti"])
    coding = project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    project.comments.add("Beda dengan KP-MSY?", code="KP-TRN", round="bimbingan 1", by="Pak Dosen")
    thread = project.comments.add("Ini ucapan Bu Yanti?", coding=coding.uid, round="sempro", by="Pak Dosen")
    project.comments.reply(thread.uid, "Ya, sudah diperiksa.")
    project.comments.resolve(thread.uid)
    project.comments.add("Catatan saya sendiri", code="KP-MSY")


def test_the_revision_table_goes_by_meeting_and_the_card_has_supervisors_only(project: Project, k1: str):
    commented(project, k1)
    found = bind(project, "revisions", "id").parts[0].body
    assert [(r.meeting, r.settled) for r in found.rows] == [
        ("bimbingan 1", False),
        ("sempro", True),
        ("", False),
    ]
    passage = found.rows[1]
    assert passage.about.startswith("KP-TRN (W1/K1/b.") and passage.body == "Ini ucapan Bu [K1]?"
    assert (passage.author, passage.answers[0].body) == ("Pak Dosen", "Ya, sudah diperiksa.")
    card = bind(project, "supervision", "id").parts[0].body
    assert card.authors == ("Pak Dosen",) and len(card.rows) == 2
    shown = to_markdown(project.reports.document("supervision", language="id")).decode()
    assert "1 belum selesai" in shown and "k1.txt" not in shown and "Yanti" not in shown


def test_one_meeting_alone_or_a_sentence_where_there_is_none(project: Project, k1: str):
    commented(project, k1)
    asked = Asked(round="Sempro")
    assert [r.meeting for r in bind(project, "revisions", "id", asked).parts[0].body.rows] == ["sempro"]
    none = to_markdown(
        project.reports.document("revisions", language="id", asked=Asked(round="sidang"))
    ).decode()
    assert "Tidak ada komentar pada sidang." in none


def test_days_are_those_of_the_comments(project: Project, k1: str):
    commented(project, k1)
    row = bind(project, "supervision", "en").parts[0].body.rows[0]
    assert isinstance(row.day, date) and row.day == project.comments.list()[0].created_at.date()


def test_a_supervisor_is_whoever_was_said_to_be_one(project: Project, k1: str):
    commented(project, k1)
    project.coders.set_role("Rara", "supervisor")
    card = bind(project, "supervision", "en").parts[0].body
    assert card.authors == ("Rara",) and [row.body for row in card.rows] == ["Catatan saya sendiri"]
    project.undo()
    assert bind(project, "supervision", "en").parts[0].body.authors == ("Pak Dosen",)


def test_approvals_without_a_word_are_counted_and_a_meeting_is_one_row_with_one_day(
    project: Project, k1: str, tmp_path: Path
):
    project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    project.codings.add(k1, *span("Dirembug bareng, nggih."), "KP-MSY")
    (file,) = project.review.export(tmp_path / "p.xlsx", language="en", what="codings").files
    fill_sheet(file, 2, {"H3": "Accept", "H4": "Accept"})
    project.review.import_(file, by="Pak Dosen", round="bimbingan 1")

    def shown(template: str) -> str:
        return to_markdown(project.reports.document(template, language="en")).decode()

    for template in ("revisions", "supervision"):
        said = shown(template)
        assert "2 coded passages accepted" in said and "KP-TRN" not in said and "Accept\n" not in said
    # What Word dates earlier belongs to the same meeting; its day is the one on which words were said.
    thread = project.comments.add("Beda?", code="KP-TRN", round="Bimbingan 1", by="Pak Dosen")
    earlier = thread.created_at - timedelta(days=3)
    project.write(
        "comment.edit",
        lambda tx: tx.update(tx.first(Comment, table_of(Comment).c.uid == thread.uid), created_at=earlier),
    )
    card = project.reports.document("supervision", language="en")
    (table,) = [block for block in card.blocks if isinstance(block, Table)]
    ((_no, day, _matter, notes, *_rest),) = [[plain(one.runs) for one in row.cells] for row in table.rows]
    with using("en"):
        assert day == long_date(earlier.date())
    assert notes == "2 coded passages accepted\nKP-TRN: Beda?"


def test_a_meeting_at_which_much_was_said_is_summed_up_and_leads_to_the_rest(project: Project, k1: str):
    first = project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    second = project.codings.add(k1, *span("Dirembug bareng, nggih."), "KP-TRN")
    for coding in (first, second):
        project.comments.add("Ganti KP-MSY.", coding=coding.uid, round="sempro", by="Pak Dosen")
    project.comments.add("Beda dengan KP-TRN?", code="KP-MSY", round="sempro", by="Pak Dosen")
    thread = project.comments.add("Kapan?", code="KP-TRN", round="sempro", by="Pak Dosen")
    project.comments.reply(thread.uid, "Nanti.")
    project.comments.reply(thread.uid, "Sudah.")

    def told(template: str = "supervision") -> list[str]:
        blocks = project.reports.document(template, language="id").blocks
        (table,) = [one for one in blocks if isinstance(one, Table) and one.anchor == "supervision-table"]
        (row,) = table.rows
        return [plain(one.runs) for one in row.cells[2:5]]

    matter, notes, followed = told()
    assert matter == "sempro: KP-TRN, KP-MSY" and followed == "Nanti.\nSudah.\n4 belum selesai"
    # All of a code is together, named as in the table of revisions; what was said of two passages stands once.
    assert notes.split("\n") == [
        "KP-TRN (W1/K1/b.2) (W1/K1/b.5): Ganti KP-MSY.",
        "KP-TRN: Kapan?",
        "KP-MSY: Beda dengan KP-TRN?",
    ]
    for number in range(9):
        project.comments.add(f"Saran {number}.", code="KP-TRN", round="sempro", by="Pak Dosen")
    project.comments.resolve(thread.uid)
    matter, notes, followed = told()
    lines = notes.split("\n")
    assert len(lines) == 9 and "KP-MSY: Beda dengan KP-TRN?" in lines
    assert lines[-1] == "dan 4 lagi, di tabel saran dan perbaikan"
    assert followed == "Sudah.\n1 selesai\n12 belum selesai"
    whole = to_markdown(project.reports.document("lampiran", language="id")).decode()
    assert "dan 4 lagi, di @tbl-revisions-table" in whole


@pytest.mark.parametrize(
    ("body", "pages", "words"),
    [
        ("Sudah ditambah (hlm. 45).", "45", "Sudah ditambah"),
        ("Sudah. Hlm 45-47", "45–47", "Sudah."),
        ("Added, pp. 3, 7", "3, 7", "Added"),
        ("Diubah\nhal. xii", "xii", "Diubah"),
        ("p. 45", "45", ""),
        ("See page 45", "45", "See page 45"),
        ("See pages 45 - 47.", "45–47", "See pages 45–47."),
        ("(Penulis, 2019, hlm. 45)", "", "(Penulis, 2019, hlm. 45)"),
        ("step. 4", "", "step. 4"),
        ("ada dalam hal 3", "", "ada dalam hal 3"),
        (" " * 30_000 + "x", "", " " * 30_000 + "x"),
    ],
)
def test_pages_at_the_end_of_an_answer_are_told_apart(body: str, pages: str, words: str):
    answer = Answer("Rara", datetime(2026, 3, 1), body)
    assert (answer.pages, answer.words) == (pages, words)


def test_pages_of_answers_have_a_column_of_their_own(project: Project, k1: str):
    commented(project, k1)
    for said in ("Ditambah (hlm. 12).", "Dipindah, hlm. 14-15", "Dijelaskan lagi (hlm. 12)"):
        project.comments.reply(1, said)
    document = project.reports.document("revisions", language="id")
    (table,) = [one for one in document.blocks if isinstance(one, Table)]
    row = next(one for one in table.rows if not one.section)
    assert plain(row.cells[3].runs) == "12, 14–15"
    assert "hlm." not in plain(row.cells[2].runs) and plain(row.cells[2].runs).startswith("Ditambah (Rara")
    card = to_markdown(project.reports.document("supervision", language="id")).decode()
    assert "Dipindah, hlm. 14–15" in card, "pages are written alike in both"
    assert b"Sumber: olahan peneliti" in project.reports.render("supervision", "md", language="id")
