"""A report that went out with comments comes back from Word: what was new in its margin is on what it was written beside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from qualcode.errors import BadInput
from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from tests.project.conftest import span
from tests.project.filling import edit

WITH = Asked(comments=True)


@pytest.fixture
def study(project: Project, k1: str) -> Project:
    """Two passages as evidence of a finding; comments on a code and on one of them."""
    read = project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    talked = project.codings.add(k1, *span("Dirembug bareng, nggih."), "KP-MSY")
    finding = project.findings.add("Uang dibuka.")
    for coding in (read, talked):
        project.findings.link(finding.number, coding.uid, "supports")
    project.comments.add("Beda dengan KP-MSY?", code="KP-TRN", round="sempro", by="Pak Dosen")
    thread = project.comments.add("Siapa bilang?", coding=read.uid, by="Pak Dosen")
    project.comments.reply(thread.uid, "K1, b. 4.")
    return project


def answered(file: Path, *said: tuple[str, str]) -> None:
    """Set comments of a supervisor behind words of a report, (words, comment)."""

    def beside(text: str) -> str:
        for number, (words, _comment) in enumerate(said, 9001):
            at = text.index("</w:r>", text.index(words)) + len("</w:r>")
            anchor = f'<w:r><w:commentReference w:id="{number}"/></w:r>'
            text = text[:at] + anchor + text[at:]
        return text

    def written(text: str) -> str:
        new = "".join(
            f'<w:comment w:id="{number}" w:author="Pak Dosen" w:date="2026-03-0{number - 9000}T08:00:00Z">'
            f"<w:p><w:r><w:t>{comment}</w:t></w:r></w:p></w:comment>"
            for number, (_words, comment) in enumerate(said, 9001)
        )
        return text.replace("</w:comments>", new + "</w:comments>")

    edit(file, "word/document.xml", beside)
    edit(file, "word/comments.xml", written)


@pytest.mark.parametrize("template", ["triangulation", "reduction"])
def test_new_comments_of_a_report_come_home_to_what_they_stand_beside(
    study: Project, tmp_path: Path, template: str
):
    file = study.reports.write(tmp_path / "bab4.docx", template=template, asked=WITH)
    with pytest.raises(BadInput, match=r"no new comment in bab4\.docx"):
        study.review.import_(file)
    said = [("Tiap bulan", "Ini kutipan lain."), ("Dirembug bareng", "Sudah tepat.")]
    if template == "triangulation":
        said += [("Uang dibuka.", "Terlalu umum."), ("Codes by group", "Tabel ini?")]
    answered(file, *said)
    study.comments.resolve(1)  # what stood in it then reads otherwise now
    before = {row.id for row in study.comments.list()}
    made = study.review.import_(file, round="bimbingan 4")
    assert (made.who, made.round, "It is a report" in made.remarks[0]) == ("Pak Dosen", "bimbingan 4", True)
    if template == "reduction":
        assert made.rows[0].where.startswith("beside “1 “Tiap bulan dibacakan terbuka")
    new = [row for row in study.comments.list() if row.id not in before]
    places = {row.body: (row.on, row.code or row.about, f"{row.created_at:%d}") for row in new}
    expected = {
        "Ini kutipan lain.": ("coding", "KP-TRN", "01"),
        "Sudah tepat.": ("coding", "KP-MSY", "02"),
        "Terlalu umum.": ("finding", "F1", "03"),
    }
    assert places == {words: place for words, place in expected.items() if words in dict(said).values()}
    memos = [memo.body for memo in study.notes.memos()]
    lost = [re.fullmatch("beside “.*Codes by group.*”: Tabel ini[?]", body) is not None for body in memos]
    assert lost == [True] * (template == "triangulation")
    if memos:
        assert [row.fate for row in study.review.import_(file).rows] == ["known"]
    else:
        with pytest.raises(BadInput, match="no new comment"):
            study.review.import_(file)
    study.undo()
    assert {row.id for row in study.comments.list()} == before


def test_a_report_that_does_not_come_back_names_nothing_and_another_projects_is_refused(
    study: Project, tmp_path: Path
):
    plain = study.reports.write(tmp_path / "plain.docx")
    names: list[str] = []
    edit(plain, "word/document.xml", lambda text: (names.extend(re.findall('w:name="qr', text)), text)[1])
    assert not names
    with pytest.raises(BadInput, match="can be read back that was written with comments"):
        study.review.import_(plain)
    file = study.reports.write(tmp_path / "bab4.docx", asked=WITH)
    answered(file, ("Tiap bulan", "Ini kutipan lain."))
    with (
        Project.create(tmp_path / "other.qualcode", coder="Rara") as other,
        pytest.raises(BadInput, match="nothing that"),
    ):
        other.review.import_(file, by="Pak Dosen")
