"""Informants, groups, consent; the guide and its ledger; memos."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qualcode.errors import BadInput, NotFound
from qualcode.exchange.problems import FileProblems
from qualcode.i18n import using
from qualcode.project import Project
from qualcode.reports.document import Table, plain


def test_an_informant_with_a_new_group_and_typed_attributes(project):
    project.informants.add(
        "M1",
        "MAS",
        role="supporting",
        attributes={"umur": "43", "pendidikan": "SMP", "hp": "0812", "lahir": "1980-02-01"},
    )
    row = project.informants.list()[-1]
    assert (row.id, row.group, row.role) == ("M1", "MAS", "supporting")
    assert dict(row.attributes) == {"umur": 43, "pendidikan": "SMP", "hp": "0812", "lahir": "1980-02-01"}
    assert [g.name for g in project.informants.groups()] == ["PGL", "PEM", "MAS"]


def test_editing_an_informant(project):
    project.informants.edit("K1", group="MAS", level=0, attributes={"umur": 40})
    project.informants.edit("K1", attributes={"umur": None})
    row = project.informants.list()[0]
    assert (row.group, row.level, dict(row.attributes)) == ("MAS", 0, {})
    with pytest.raises(BadInput, match="no shoe"):
        project.informants.edit("K1", shoe=42)


def test_a_level_falls_back_to_the_groups(project):
    project.informants.edit_group("PEM", level=3, label="Pemerintah", focal=False)
    project.informants.add("P2", "PEM")
    assert project.informants.list()[-1].level == 3


def test_a_group_has_attributes_is_added_once_and_removed_when_nobody_is_in_it(project):
    project.informants.add_group("MAS", label="Masyarakat", level=0, attributes={"anggota": "40"})
    project.informants.edit_group("MAS", focal=True, attributes={"lama": "2020", "anggota": None})
    row = project.informants.group_rows()[-1]
    assert (row.id, row.label, row.level, row.focal, row.informants) == ("MAS", "Masyarakat", 0, True, 0)
    assert dict(row.attributes) == {"lama": 2020}
    assert dict(project.informants.list()[0].attributes) == {}
    assert {one.id: one.informants for one in project.informants.group_rows()}["PGL"] == 1
    for wrong in ("MAS", "mas", " "):
        with pytest.raises(BadInput):
            project.informants.add_group(wrong)
    for wrong in ("PGL", " "):
        with pytest.raises(BadInput):
            project.informants.edit_group("MAS", name=wrong)
    with pytest.raises(BadInput, match="no shoe"):
        project.informants.add_group("BRU", shoe=42)
    with pytest.raises(BadInput, match="1 informant is in PGL"):
        project.informants.remove_group("PGL")
    project.informants.remove_group("MAS")
    assert [one.id for one in project.informants.group_rows()] == ["PGL", "PEM"]
    project.undo()
    row = project.informants.group_rows()[-1]
    assert (row.id, row.focal, dict(row.attributes)) == ("MAS", True, {"lama": 2020})


def test_a_code_is_given_once_and_a_failed_add_leaves_no_group(project):
    with pytest.raises(BadInput, match="informant K1 already"):
        project.informants.add("K1", "NEW")
    assert "NEW" not in [g.name for g in project.informants.groups()]


def test_importing_informants_names_the_bad_line(project, tmp_path):
    (tmp_path / "i.csv").write_text("id;group;level;umur\nA1;X;2;30\nA2;;1;\n", encoding="utf-8")
    with pytest.raises(BadInput, match="line 3"):
        project.informants.import_csv(tmp_path / "i.csv")
    assert [i.id for i in project.informants.list()] == ["K1", "P1"]
    (tmp_path / "i.csv").write_text("id;group;level;umur\nA1;X;2;30\n", encoding="utf-8")
    project.informants.import_csv(tmp_path / "i.csv")
    assert dict(project.informants.list()[-1].attributes) == {"umur": 30}


def test_consent_is_kept_and_can_change(project):
    assert project.informants.list()[0].consent == "pending"
    project.informants.consent("K1", "given", form="tertulis")
    project.informants.consent("K1", "given", may_quote=False)
    row = project.informants.list()[0]
    assert (row.consent, row.may_quote) == ("given", False)


def test_removing_an_informant_keeps_the_words(project, k1):
    project.informants.remove("K1")
    assert {t.informant for t in project.sources.turns(k1)} == {None}
    project.undo()
    assert "K1" in {t.informant for t in project.sources.turns(k1)}


def test_the_guide_and_who_was_asked(project, tmp_path):
    project.notes.add_research_question("Bagaimana kepercayaan?", text_en="How is trust?")
    (tmp_path / "g.csv").write_text(
        "no,focus,indicator,question,group,method,research_question\n1,Kepercayaan,kas,Bagaimana kas?,PGL,,1\n",
        encoding="utf-8",
    )
    project.notes.import_guide(tmp_path / "g.csv")
    project.notes.import_guide(tmp_path / "g.csv")
    project.notes.set_asked("K1", 1, "asked")
    project.notes.set_asked("K1", 1, "not_applicable")
    (row,) = project.notes.guide()
    assert (row.number, row.group, row.research_question, dict(row.asked)) == (
        1,
        "PGL",
        1,
        {"K1": "not_applicable"},
    )
    with pytest.raises(NotFound):
        project.notes.set_asked("K9", 1, "asked")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_guide_as_a_report_prints_it_is_read(project: Project, tmp_path: Path, language: str):
    project.notes.import_guide(_written(tmp_path, [["question", "group"], ["Bagaimana kas?", "PGL"]]))
    project.notes.import_guide(_written(tmp_path, [["question", "method"], ["Siapa hadir?", "observation"]]))
    before = project.notes.guide()
    table = next(
        b for b in project.reports.document("guide", language=language).blocks if isinstance(b, Table)
    )
    printed = [[plain(cell.runs) for cell in cells] for cells in (*table.header, *table.bodies)]
    project.notes.import_guide(_written(tmp_path, printed))
    assert project.notes.guide() == before
    with using("en"), pytest.raises(FileProblems, match="unknown column warna"):
        project.notes.import_guide(_written(tmp_path, [["Pertanyaan", "Warna"], ["Apa?", ""]]))


def _written(folder: Path, rows: list[list[str]]) -> Path:
    with (folder / "guide.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return folder / "guide.csv"


def test_memos_say_what_they_are_about(project, k1):
    project.notes.add_memo("Kas dibaca tiap bulan", kind="concept", title="Kas", code="KP-TRN", source=k1)
    project.notes.add_memo("Saya tetangganya", kind="reflexive")
    first, second = project.notes.memos()
    assert (first.about, first.author, second.kind) == ("KP-TRN, k1.txt", "Rara", "reflexive")
    assert "## Kas" in project.notes.export_memos()
    project.notes.edit_memo(first.id, body="baru")
    project.notes.remove_memo(second.id)
    assert [m.body for m in project.notes.memos(kind="concept")] == ["baru"]
    with pytest.raises(BadInput, match="words"):
        project.notes.add_memo("  ")


def test_real_names_are_added_forgotten_and_in_no_list(project):
    project.informants.edit("K1", aliases=["Bu  Contoh", "Contoh Wati"])
    project.informants.edit("K1", aliases=["Wati"], forget=["Bu Contoh"])
    assert list(project.informants.real_names("K1")) == ["Contoh Wati", "Wati"]
    assert project.undo() == "informant.edit"
    assert list(project.informants.real_names("K1")) == ["Bu Contoh", "Contoh Wati"]
    with pytest.raises(BadInput) as refused:
        project.informants.edit("K1", aliases=["Baru"], forget=["Tiada"])
    assert "Tiada" not in refused.value.message and len(project.informants.real_names("K1")) == 2
    assert "Contoh" not in repr(project.informants.list())
    project.ties.add_actor("bendahara", aliases=["Pak Contoh"])
    project.ties.edit_actor("bendahara", forget=["Pak Contoh"])
    assert not project.ties.real_names("bendahara")
