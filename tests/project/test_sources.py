"""Sources: files read in once, all or none, and who speaks in them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from qualcode.errors import Ambiguous, BadInput, NotFound, Unreadable
from qualcode.model import IdentityField, OriginalFile, Participation, TextVersion
from qualcode.project import Project

TALK = (
    "Nama: Bu Yanti\nHP: 0812\n\nP: Apa kabar?\nBu Yanti : Baik, Mbak. 👩‍👩‍👧\nPak RT: Saya juga.\nP: Oh.\n"
)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def roles(project: Project, source: str) -> list[tuple[str | None, str, str | None]]:
    return [(turn.speaker, turn.role, turn.informant) for turn in project.sources.turns(source)]


def test_what_is_said_about_a_source_is_listed(project: Project, talk: Path) -> None:
    project.sources.add(
        talk, informants=["K1"], about=["PEM", "P1"], collected_on=date(2024, 5, 1), wave=2, site="balai"
    )
    (row,) = project.sources.list()
    assert (row.name, row.method, row.informant, row.informants) == ("talk.txt", "interview", "K1", ("K1",))
    assert (row.group, row.about, row.date, row.wave, row.site) == (
        "PGL",
        ("PEM", "P1"),
        date(2024, 5, 1),
        2,
        "balai",
    )
    assert (row.turns, row.codings, row.warnings) == (4, 0, ())
    text = project.sources.text("talk.txt")
    assert row.characters == len(text)
    place = project.sources.place(row.id)
    assert list(place.line_starts)[:2] == [0, text.index("Bu Yanti")]


def test_real_names_and_the_file_stand_apart(project: Project, talk: Path) -> None:
    project.sources.add(talk, informants=["K1"])
    assert "0812" not in project.sources.text("talk.txt")
    with project.read() as session:
        assert [(f.label, f.value) for f in session.scalars(select(IdentityField))] == [
            ("Nama", "Bu Yanti"),
            ("HP", "0812"),
        ]
        assert session.scalars(select(OriginalFile)).one().body == talk.read_bytes()


def test_unmapped_labels_follow_the_rules(project: Project, talk: Path) -> None:
    project.sources.add(talk, informants=["K1"])
    assert roles(project, "talk.txt") == [
        ("P", "interviewer", None),
        ("Bu Yanti", "informant", "K1"),
        ("Pak RT", "informant", "K1"),
        ("P", "interviewer", None),
    ]


def test_labels_can_be_mapped_when_adding_and_later(project: Project, talk: Path) -> None:
    project.sources.add(talk, speakers={"bu yanti": "K1"}, interviewer=["Pak RT"])
    assert roles(project, "talk.txt")[1:3] == [
        ("Bu Yanti", "informant", "K1"),
        ("Pak RT", "interviewer", None),
    ]
    assert project.sources.list()[0].informants == ("K1",)
    project.sources.speakers("talk.txt", {"[Pak RT]": "P1", "P": "K1"}, ["Bu Yanti"])
    assert roles(project, "talk.txt") == [
        ("P", "informant", "K1"),
        ("Bu Yanti", "interviewer", None),
        ("Pak RT", "informant", "P1"),
        ("P", "informant", "K1"),
    ]
    assert project.sources.list()[0].informants == ("K1", "P1")
    project.undo()
    assert roles(project, "talk.txt")[0] == ("P", "interviewer", None)
    assert project.sources.list()[0].informants == ("K1",)


def test_a_label_nobody_carries_is_refused(project: Project, talk: Path) -> None:
    with pytest.raises(BadInput, match="no speaker Bu Rini; it has Bu Yanti, P, Pak RT"):
        project.sources.add(talk, speakers={"Bu Rini": "K1"})
    assert project.sources.list() == []
    project.sources.add(talk)
    with pytest.raises(BadInput, match="no speaker X"):
        project.sources.speakers("talk.txt", interviewer=["X"])


def test_one_turn_can_be_corrected(project: Project, talk: Path) -> None:
    project.sources.add(talk, informants=["K1"])
    project.sources.correct_turn("talk.txt", 3, informant="P1")
    project.sources.correct_turn("talk.txt", 2, role="other")
    assert roles(project, "talk.txt")[1:3] == [("Bu Yanti", "other", None), ("Pak RT", "informant", "P1")]
    with project.read() as session:
        assert len(session.scalars(select(Participation)).all()) == 2
    with pytest.raises(BadInput, match="has no turn 9"):
        project.sources.correct_turn("talk.txt", 9, role="other")
    with pytest.raises(BadInput, match="role is one of"):
        project.sources.correct_turn("talk.txt", 1, role="boss")


def test_a_turn_asks_a_question_of_the_guide_or_none(project: Project, talk: Path, tmp_path: Path) -> None:
    project.sources.add(talk)
    (tmp_path / "guide.csv").write_text("question\nSejak kapan?\n", encoding="utf-8")
    project.notes.import_guide(tmp_path / "guide.csv")

    def asked() -> list[int | None]:
        return [turn.question for turn in project.sources.turns("talk.txt")][:2]

    project.sources.correct_turn("talk.txt", 1, question=1)
    assert asked() == [1, None]
    project.sources.correct_turn("talk.txt", 1, role="other")
    assert asked() == [1, None]
    project.sources.correct_turn("talk.txt", 1, question=0)
    assert asked() == [None, None]
    with pytest.raises(NotFound):
        project.sources.correct_turn("talk.txt", 1, question=9)


def test_all_files_or_none(project: Project, talk: Path, tmp_path: Path) -> None:
    (tmp_path / "rusak.docx").write_bytes(b"PK\x03\x04 rusak")
    with pytest.raises(Unreadable, match=r"rusak\.docx"):
        project.sources.add(talk, tmp_path / "rusak.docx")
    with pytest.raises(NotFound, match="no file"):
        project.sources.add(talk, tmp_path / "tiada.txt")
    with pytest.raises(NotFound, match="informant add K9"):
        project.sources.add(talk, informants=["K9"])
    with pytest.raises(BadInput, match="method is one of"):
        project.sources.add(talk, method="chat")
    with pytest.raises(BadInput, match="at least one file"):
        project.sources.add()
    assert project.sources.list() == []
    with project.read() as session:
        assert session.scalars(select(TextVersion)).all() == []


def test_the_same_file_twice_is_noticed(project: Project, talk: Path, tmp_path: Path) -> None:
    copy = written(tmp_path, "copy.txt", TALK)
    with pytest.raises(BadInput, match="are the same file"):
        project.sources.add(talk, copy)
    project.sources.add(talk)
    with pytest.raises(BadInput, match=r"copy.txt was read in already, as talk.txt \(\d+\)"):
        project.sources.add(copy)
    project.sources.add(talk, again=True)
    assert [row.name for row in project.sources.list()] == ["talk.txt", "talk.txt"]
    with pytest.raises(Ambiguous):
        project.sources.get("talk.txt")


def test_removing_a_source_can_be_undone(project: Project, talk: Path) -> None:
    project.sources.add(talk, informants=["K1"])
    before, text = project.sources.list(), project.sources.text("talk.txt")
    project.sources.remove("talk.txt")
    assert project.sources.list() == []
    project.undo()
    assert project.sources.list() == before
    assert project.sources.text("talk.txt") == text
    assert project.sources.turns("talk.txt")[0].role == "interviewer"


def test_survey_rows_belong_to_whom_the_id_names(project: Project, tmp_path: Path) -> None:
    rows = written(tmp_path, "s.csv", "id,Apa?\nK1,Itu.\nP1,Ini.\n")
    project.sources.add(rows)
    assert [(row.name, row.informant) for row in project.sources.list()] == [
        ("s.csv#K1", "K1"),
        ("s.csv#P1", "P1"),
    ]
    assert roles(project, "s.csv#P1") == [(None, "interviewer", None), (None, "informant", "P1")]
    with project.read() as session:
        assert [f.name for f in session.scalars(select(OriginalFile))] == ["s.csv"]
    strangers = written(tmp_path, "t.csv", "id,Apa?\n1,Itu.\n")
    with pytest.raises(NotFound, match="no informant 1;"):
        project.sources.add(strangers)


def test_survey_rows_belong_to_whom_a_known_name_says(project: Project, tmp_path: Path) -> None:
    project.informants.add("K2", "PGL", aliases=["Bu Yanti"])
    rows = written(
        tmp_path, "s.csv", "nama,kelompok,Apa?\nyanti,PEM,Itu.\nSri,PEM,Ini.\nTuti,lain,Entah.\nK1,,Lagi.\n"
    )
    project.sources.add(rows)
    listed = project.sources.list()
    assert [(row.name, row.informant, row.group) for row in listed] == [
        ("s.csv#2", "K2", "PGL"),
        ("s.csv#3", None, "PEM"),
        ("s.csv#4", None, None),
        ("s.csv#5", "K1", "PGL"),
    ]
    assert roles(project, "s.csv#2") == [(None, "interviewer", None), (None, "informant", "K2")]
    assert [row.warnings for row in listed] == [
        ("2 rows of s.csv are of no known informant; a column kode or informan says whose the answers are",),
        (),
        (),
        (),
    ]


def test_one_informant_does_not_answer_for_all_rows(project: Project, tmp_path: Path) -> None:
    rows = written(tmp_path, "s.csv", "kelompok,Apa?\nA,Itu.\nB,Ini.\n")
    with pytest.raises(BadInput, match=r"s\.csv holds the answers of 2 rows; say whose"):
        project.sources.add(rows, informants=["K1"])
    assert project.sources.list() == []
    one = written(tmp_path, "satu.csv", "kelompok,Apa?\nA,Itu.\n")
    project.sources.add(one, informants=["K1"])
    assert [(row.name, row.informant, row.warnings) for row in project.sources.list()] == [
        ("satu.csv", "K1", ())
    ]


def test_a_file_of_several_parts_is_found_by_them(project: Project, tmp_path: Path) -> None:
    project.sources.add(written(tmp_path, "s.csv", "kode,Apa?\nK1,Itu.\nP1,Ini.\n"))
    with pytest.raises(NotFound, match=r"s\.csv has parts: s\.csv#K1 \(1\), s\.csv#P1 \(2\)"):
        project.sources.get("s.csv")
    project.sources.remove("s.csv#K1")
    assert project.sources.get("s.csv").name == "s.csv#P1"
    with pytest.raises(NotFound, match=r"t\.csv"):
        project.sources.get("t.csv")


def test_documents_and_notes_are_nobodys_words(project: Project, tmp_path: Path) -> None:
    note = written(tmp_path, "o.md", "## Deskriptif\n\nTujuh hadir.\n\n## Reflektif\n\nSaya bosan.\n")
    project.sources.add(note, method="observation", group="BARU")
    turns = project.sources.turns("o.md")
    assert [(t.kind, t.role) for t in turns] == [
        ("heading", "other"),
        ("descriptive", "other"),
        ("heading", "other"),
        ("reflective", "other"),
    ]
    assert project.sources.list()[0].group == "BARU"


def test_repairs_are_kept_as_warnings(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"kata\x00kata " * 5)
    project.sources.add(path)
    assert project.sources.list()[0].warnings == ("5 damaged characters were replaced",)


def test_edits_change_what_is_said_not_the_text(project: Project, talk: Path) -> None:
    project.sources.add(talk)
    before = project.sources.get("talk.txt").sha256
    project.sources.edit("talk.txt", method="fgd", group="PEM", wave=2, name="baru.txt")
    row = project.sources.get("baru.txt")
    assert (row.method, row.group, row.wave, row.sha256) == ("fgd", "PEM", 2, before)
    with pytest.raises(BadInput, match="has no text"):
        project.sources.edit("baru.txt", text="lain")


def test_whoever_is_said_to_speak_later_gets_the_turns_that_nobody_corrected(
    project: Project, talk: Path
) -> None:
    project.informants.add("D2", "DIN")
    project.sources.add(talk, informants=["K1"])

    def said() -> list[tuple[str, str | None]]:
        return [(turn.role, turn.informant) for turn in project.sources.turns("talk.txt")]

    before = said()
    project.sources.correct_turn("talk.txt", 1, role="other")
    corrected = said()
    project.sources.edit("talk.txt", informants=["D2"], method="fgd", wave=2, collected_on=date(2024, 5, 31))
    row = project.sources.get("talk.txt")
    assert (row.informants, row.method, row.wave, row.date) == (("D2",), "fgd", 2, date(2024, 5, 31))
    assert said()[0] == ("other", None) and "K1" not in {who for _role, who in said()}
    assert project.undo() == "source.edit"
    assert said() == corrected and project.sources.get("talk.txt").informants == ("K1",)
    project.undo()
    assert said() == before


def test_nobody_is_taken_out_who_speaks_by_a_persons_word(project: Project, talk: Path) -> None:
    project.informants.add("D2", "DIN")
    project.sources.add(talk, informants=["K1"])
    project.sources.correct_turn("talk.txt", 1, informant="D2")
    with pytest.raises(BadInput, match="D2 speaks in 1 turn"):
        project.sources.edit("talk.txt", informants=["K1"])
    assert set(project.sources.get("talk.txt").informants) == {"K1", "D2"}
    for wrong in ({"wave": 0}, {"name": " "}):
        with pytest.raises(BadInput):
            project.sources.edit("talk.txt", **wrong)


def test_a_document_that_was_an_interview_has_its_unlabelled_words_count_again(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "surat.txt"
    path.write_text("Kami musyawarah setiap bulan.\n", encoding="utf-8")
    project.sources.add(path, method="document")
    assert {turn.role for turn in project.sources.turns("surat.txt")} == {"other"}
    project.sources.edit("surat.txt", method="interview", informants=["K1"])
    assert {(turn.role, turn.informant) for turn in project.sources.turns("surat.txt")} == {
        ("informant", "K1")
    }


def test_a_source_goes_by_its_file_name_without_the_suffix_where_only_one_has_it(
    project: Project, k1: str, tmp_path: Path
):
    assert project.sources.text("K1") == project.sources.text(k1)
    (tmp_path / "1.txt").write_text("I: Lain.\n", encoding="utf-8")
    (tmp_path / "k1.md").write_text("I: Lain lagi.\n", encoding="utf-8")
    project.sources.add(tmp_path / "1.txt")
    assert project.sources.text("1") == project.sources.text(k1), "a number of the list comes before it"
    (tmp_path / "w1.txt").write_text("I: Yang kedua.\n", encoding="utf-8")
    project.sources.add(tmp_path / "w1.txt")
    assert project.sources.text("W1") == project.sources.text(k1), "so does a label"
    project.sources.add(tmp_path / "k1.md")
    with pytest.raises(NotFound):
        project.sources.text("k1")
