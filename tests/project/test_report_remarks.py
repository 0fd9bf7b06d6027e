"""Comments beside what they are on, for a supervisor; names replaced, consent kept, and none in what is handed in."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.leaving import LeakFound
from qualcode.project.reports import LAMPIRAN, READY
from qualcode.reports.document import Document, Paragraph, Quote, Table, plain, text
from qualcode.reports.markdown import to_markdown
from tests.project.conftest import span

WITH = Asked(comments=True)


@pytest.fixture
def study(project: Project, k1: str) -> Project:
    """Comments on a code, a passage that is evidence, one that is not, and a finding."""
    project.informants.edit("K1", aliases=["Bu Yanti"])
    read = project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    talked = project.codings.add(k1, *span("Dirembug bareng, nggih."), "KP-MSY")
    finding = project.findings.add("Uang dibuka.")
    project.findings.link(finding.number, read.uid, "supports")
    project.comments.add("Beda dengan KP-MSY?", code="KP-TRN", round="sempro", by="Pak Dosen")
    thread = project.comments.add(
        "Ini ucapan Bu Yanti?", coding=read.uid, round="bimbingan 1", by="Pak Dosen"
    )
    project.comments.reply(thread.uid, "Ya, hlm. 61.")
    project.comments.resolve(thread.uid)
    project.comments.add("Siapa yang merembug?", coding=talked.uid, by="Pak Dosen")
    project.comments.add("Untuk siapa?", finding=finding.number, by="Pak Dosen")
    return project


def beside(document: Document) -> list[tuple[str, str]]:
    """What each comment stands beside, and what it says."""
    found = []
    for block in document.blocks:
        if isinstance(block, Quote):
            found += [(block.text, one.text) for one in block.comments]
        if isinstance(block, Paragraph):
            found += [(plain(block.runs), one.text) for one in block.comments]
        if isinstance(block, Table):
            found += [
                (" ".join(plain(cell.runs) for cell in row.cells), one.text)
                for row in block.rows
                for one in row.comments
            ]
    return found


@pytest.mark.parametrize(
    ("template", "places"),
    [
        ("codebook", ["KP-TRN"]),
        ("transcripts", ["dibacakan terbuka", "dibacakan terbuka", "Dirembug bareng"]),
        ("reduction", ["dibacakan terbuka", "dibacakan terbuka", "Dirembug bareng"]),
        ("by-source", ["Uang dibuka."]),
        (READY, ["Uang dibuka.", "dibacakan terbuka", "dibacakan terbuka"]),
        (
            "triangulation",
            ["KP-TRN", "Uang dibuka.", "dibacakan terbuka", "dibacakan terbuka", "Dirembug bareng"],
        ),
    ],
)
def test_comments_stand_beside_what_they_are_on(study: Project, template: str, places: list[str]) -> None:
    found = beside(study.reports.document(template, language="id", asked=WITH))
    assert len(found) == len(places)
    assert all(place in where for place, (where, _said) in zip(places, found, strict=True))
    assert not beside(study.reports.document(template, language="id"))


def test_a_thread_says_its_meeting_and_state_and_stands_once_in_a_bundle(study: Project) -> None:
    said = [said for _where, said in beside(study.reports.document(LAMPIRAN, language="id", asked=WITH))]
    assert sorted(said) == [
        "Ya, hlm. 61.",
        "[belum selesai] Siapa yang merembug?",
        "[belum selesai] Untuk siapa?",
        "[bimbingan 1, selesai] Ini ucapan Bu [K1]?",
        "[sempro, belum selesai] Beda dengan KP-MSY?",
    ]


def test_comments_are_real_ones_in_word_with_author_and_day(study: Project) -> None:
    word = ZipFile(BytesIO(study.reports.render("reduction", language="id", asked=WITH)))
    comments, document = (word.read(f"word/{name}.xml").decode() for name in ("comments", "document"))
    authors = re.findall(r'<w:comment [^>]*w:author="([^"]*)" w:date="(\d{4}-\d\d-\d\d)T', comments)
    assert [who for who, _day in authors] == ["Pak Dosen", "Rara", "Pak Dosen"]
    assert len(re.findall("<w:commentRangeStart", document)) == 3
    plain_word = ZipFile(BytesIO(study.reports.render("reduction", language="id")))
    assert "word/comments.xml" not in plain_word.namelist()


def test_words_of_who_may_not_be_quoted_are_left_out_of_comments(project: Project, k1: str) -> None:
    words = "Tiap bulan dibacakan terbuka. 👩‍👩‍👧 Semua boleh lihat bukunya."
    coding = project.codings.add(k1, *span(words), "KP-TRN")
    project.codings.edit(coding.uid, paraphrase="Kas dibuka.")
    project.comments.add(
        'Apakah "tiap bulan dibacakan terbuka semua boleh lihat bukunya" itu benar?', coding=coding.uid
    )
    project.informants.consent("K1", "given", may_quote=False)
    for template in ("reduction", "transcripts", "revisions"):
        document = project.reports.document(template, language="id", asked=WITH)
        said = to_markdown(document).decode()
        assert "itu benar?" in said and "dibacakan terbuka" not in said, template


def test_a_name_left_in_a_comment_is_told_only_where_the_comment_is_shown(study: Project) -> None:
    study.comments.add("Telepon 081234567890 dulu.", finding=1)
    with pytest.raises(LeakFound):
        study.reports.write(template="by-source", guarded=True, asked=WITH)
    assert study.reports.write(template="by-source", guarded=True).exists()


def test_how_references_are_read_is_a_footnote_at_the_first_of_them(study: Project) -> None:
    document = study.reports.document("reduction", language="id")
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    notes = [
        plain(run.footnote) for row in table.rows for cell in row.cells for run in cell.runs if run.footnote
    ]
    assert notes == [
        "Cara membaca rujukan: sumber, bernomor menurut urutan masuk (W wawancara); kode informan; baris teks."
    ]
    quotes = [block for block in study.reports.document(language="id").blocks if isinstance(block, Quote)]
    assert [len(quote.notes) for quote in quotes] == [1]


def test_answers_hang_on_what_they_answer_and_settled_threads_are_done_in_word(study: Project) -> None:
    word = ZipFile(BytesIO(study.reports.render("reduction", language="id", asked=WITH)))
    comments, threads = (word.read(f"word/{name}.xml").decode() for name in ("comments", "commentsExtended"))
    first, answer, other = re.findall(r'w14:paraId="(\w+)"', comments)
    assert re.findall(r"<w15:commentEx [^>]*>", threads) == [
        f'<w15:commentEx w15:paraId="{first}" w15:done="1"/>',
        f'<w15:commentEx w15:paraId="{answer}" w15:paraIdParent="{first}" w15:done="1"/>',
        f'<w15:commentEx w15:paraId="{other}" w15:done="0"/>',
    ]


def test_what_is_told_at_the_foot_of_a_page_is_one_note_a_thread(study: Project) -> None:
    said = to_markdown(study.reports.document("transcripts", language="id", asked=WITH)).decode()
    (note,) = re.findall(r"\^\[\*\*Pak Dosen.*?61\.\]", said)
    assert note.count("^[") == 1 and "**Rara," in note
    quote = Quote("Ya.", "(W1)", notes=(text("Satu."), text("Dua.")))
    assert [plain(run.footnote) for run in quote.cited] == ["Satu. Dua."]
