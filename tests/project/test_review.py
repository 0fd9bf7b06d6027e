"""The review pack: what is written for a supervisor, and what becomes of what comes back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import python_calamine

from qualcode.errors import BadInput
from qualcode.exchange import review_cells, review_sheets
from qualcode.exchange.review_pack import Answer, Filled, Kind, Remark, mark_in
from qualcode.i18n import using
from qualcode.project import Project, review
from qualcode.project.deeds import deed, matter
from qualcode.project.leaving import LeakFound
from qualcode.project.reviews.sample import share_of
from tests.project.filling import edit, fill_sheet, fill_word

TEXT = (
    "P: Bagaimana uang kas dikelola?\n"
    "I: Tiap bulan dibacakan Bu Yanti terbuka. Semua boleh lihat bukunya.\n"
    "P: Lalu keputusannya?\n"
    "I: =Dirembug bareng, nggih. Hasilnya ditulis di buku.\n"
)
QUIET = "P: Apa yang kurang?\nI: Saya tidak mau bicara soal uang itu lagi sekarang.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with three codings, one of them of somebody who may not be quoted, and a finding."""
    place = tmp_path_factory.mktemp("review")
    (place / "k1.txt").write_text(TEXT, encoding="utf-8")
    (place / "k2.txt").write_text(QUIET, encoding="utf-8")
    with Project.create(place / "study.qualcode", coder="Rara", title="Kas", language="id") as project:
        project.informants.add("K1", "PGL", aliases=["Bu Yanti"])
        project.informants.add("K2", "PGL")
        for code, name in (("KP-TRN", "Keterbukaan"), ("KP-MSY", "Musyawarah"), ("KP-LAN", "Lainnya")):
            project.codebook.add(code, name_id=name, short_def_id=f"Soal {name}")
        project.sources.add(place / "k1.txt", informants=["K1"])
        project.sources.add(place / "k2.txt", informants=["K2"])
        for source, words, code, text in (
            ("k1.txt", "Tiap bulan dibacakan Bu Yanti terbuka", "KP-TRN", TEXT),
            ("k1.txt", "=Dirembug bareng, nggih", "KP-MSY", TEXT),
            ("k2.txt", "tidak mau bicara soal uang itu lagi", "KP-TRN", QUIET),
        ):
            start = text.index(words)
            project.codings.add(source, start, start + len(words), code)
        project.informants.consent("K2", "given", may_quote=False)
        project.findings.add("Uang kas dibuka tiap bulan.", codes=["KP-TRN"])
        project.findings.link("F1", 1, "supports")
    return place / "study.qualcode"


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Iterator[Project]:
    shutil.copy(made, tmp_path / "study.qualcode")
    with Project.open(tmp_path / "study.qualcode", coder="Rara") as project:
        yield project


def sheets(path: Path) -> dict[str, list[list[str]]]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {
        name: [
            [str(cell) for cell in row]
            for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        for name in book.sheet_names
    }


def parts(path: Path) -> dict[str, bytes]:
    with ZipFile(BytesIO(path.read_bytes())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_pack_is_two_files_that_hold_the_same_and_no_name(study, tmp_path):
    made = study.review.export(tmp_path)
    assert [path.name for path in made.files] == ["study-review.docx", "study-review.xlsx"]
    assert (made.codes, made.codings, made.findings) == (3, 2, 1)
    assert made.remarks == (
        "1 kutipan berkode tidak disertakan: tidak boleh dikutip dan belum ada parafrasenya.",
    )
    found = sheets(made.files[1])
    assert list(found) == ["Petunjuk", "Kode", "Kutipan berkode", "Temuan", "qualcode"]
    keys, heads, first, second = found["Kutipan berkode"]
    assert keys[-3:] == ["qc:decision", "qc:other", "qc:comment"]
    assert heads[-3:] == ["Keputusan", "Kode pengganti", "Komentar"]
    assert first[2] == "Tiap bulan dibacakan Bu [K1] terbuka" and second[2] == "=Dirembug bareng, nggih"
    assert "Pewawancara: Lalu keputusannya?" in second[3] and "⟦=Dirembug" in second[3]
    marks = [mark_in(row[0]) for row in (first, second)]
    assert [mark.kind for mark in marks] == [Kind.CODING] * 2
    assert [mark.id for mark in marks] == [row.id for row in study.codings.list()[:2]]
    assert "[K1] terbuka” (W1/K1/b.2)" in found["Temuan"][2][4]
    word = parts(made.files[0])["word/document.xml"].decode()
    for mark in marks:
        assert f'w:name="{mark}"' in word and f'w:val="{mark} decision"' in word
    for data in (*parts(made.files[0]).values(), *parts(made.files[1]).values()):
        assert b"Yanti" not in data and b"soal uang itu" not in data


def test_no_cell_is_a_formula_only_answers_are_open_and_choices_are_lists(study, tmp_path):
    made = study.review.export(tmp_path / "p.xlsx", what="codings")
    inner = parts(made.files[0])
    sheet = inner["xl/worksheets/sheet2.xml"].decode()
    assert all(b"<f>" not in data for name, data in inner.items() if "worksheets" in name)
    assert "<sheetProtection " in sheet and sheet.count('type="list"') == 2
    assert 'quotePrefix="1"' in inner["xl/styles.xml"].decode()
    assert "vbaProject" not in "".join(inner)


def test_the_same_project_gives_the_same_bytes(study, tmp_path):
    once, again = tmp_path / "a", tmp_path / "b"
    once.mkdir(), again.mkdir()
    one, other = study.review.export(once, language="en"), study.review.export(again, language="en")
    assert [path.read_bytes() for path in one.files] == [path.read_bytes() for path in other.files]


def test_what_could_tell_who_somebody_is_stops_it(study, tmp_path):
    study.codebook.edit("KP-LAN", full_def_id="Hubungi 081234567890.")
    with pytest.raises(LeakFound):
        study.review.export(tmp_path)
    assert not list(tmp_path.glob("*-review.*"))
    assert len(study.review.export(tmp_path, accept_leaks=True).files) == 2


def test_a_sample_has_some_of_every_stratum_and_comes_out_the_same(study):
    def codings(**asked):
        return [str(item.mark) for item in study.review.pack(what="codings", **asked).items]

    assert len(codings(sample="1%", by="code")) == 2 and len(codings(sample="1%", by="group")) == 1
    assert codings(sample=0.5, seed=7) == codings(sample="50%", seed=7)
    assert share_of("12,5 %") == 0.125
    for wrong in ("0", "120%", "banyak", ""):
        with pytest.raises(BadInput, match="20%"):
            share_of(wrong)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"what": "memos"}, "codebook, codings, findings"),
        ({"out": "x.pdf"}, ".docx, .xlsx"),
        ({"out": "no/where"}, "cannot make the folder"),
        ({"language": "jv"}, "--lang"),
        ({"sample": "1%", "by": "wave"}, "--by"),
    ],
)
def test_what_is_asked_wrongly_is_told_before_anything_is_written(study, tmp_path, asked, told):
    if "out" in asked:
        asked = {"out": tmp_path / asked["out"]}
    with pytest.raises(BadInput, match=told):
        study.review.export(**{"out": tmp_path, **asked})
    assert not list(tmp_path.glob("*review*"))


def test_a_project_without_anything_to_review_says_so(tmp_path):
    with (
        using("en"),
        Project.create(tmp_path / "empty.qualcode", coder="Rara") as empty,
        pytest.raises(BadInput, match="nothing to review"),
    ):
        empty.review.export(tmp_path, language="id")


# what comes back


def filled_in(study: Project, folder: Path) -> tuple[Path, Path]:
    """The two files of a pack, filled in alike."""
    word, sheet = study.review.export(folder).files
    marks = [str(item.mark) for item in study.review.pack().items]
    fill_word(
        word,
        {
            "qcname": "Bu Dosen",
            "qcround": "bimbingan 3",
            f"{marks[0]} decision": "Setuju",
            f"{marks[1]} decision": "Perlu diubah",
            f"{marks[1]} comment": "Apa bedanya?",
            f"{marks[3]} decision": "Kode lain",
            f"{marks[3]} other": "KP-LAN · Lainnya",
            f"{marks[4]} decision": "Ragu",
            f"{marks[5]} decision": "Setuju",
        },
    )
    fill_sheet(sheet, 1, {"C4": "Bu Dosen", "C5": "bimbingan 3"})
    fill_sheet(sheet, 2, {"J3": "Setuju", "J4": "Perlu diubah", "K4": "Apa bedanya?"})
    fill_sheet(sheet, 3, {"H3": "Kode lain", "I3": "KP-LAN · Lainnya", "H4": "Ragu"})
    fill_sheet(sheet, 4, {"H3": "Setuju"})
    return word, sheet


def fates(made) -> list[tuple[str, str]]:
    return [(row.about.split(",")[0], row.fate) for row in made.rows]


def test_answers_come_home_as_one_action_once_from_either_file(study, tmp_path):
    word, sheet = filled_in(study, tmp_path)
    before, events = study.codings.list(), len(study.history.log())
    tried = [study.review.import_(file, dry_run=True) for file in (word, sheet)]
    said = [(row.about, row.decision, row.comment, row.fate, row.said) for row in tried[0].rows]
    assert said == [(row.about, row.decision, row.comment, row.fate, row.said) for row in tried[1].rows]
    assert [row.said for row in tried[0].rows] == [
        "status: draft → approved",
        "status: draft → in review",
        "KP-TRN → KP-LAN",
        "marked: to be looked at again",
        "status: tentative → final",
    ]
    assert study.comments.list() == [] and len(study.history.log()) == events
    made = study.review.import_(word)
    assert (made.who, made.round, made.rows) == ("Bu Dosen", "bimbingan 3", tried[0].rows)
    assert [code.status for code in study.codebook.list()] == ["approved", "review", "draft"]
    assert [row.code for row in study.codings.list()] == ["KP-LAN", "KP-MSY", "KP-TRN"]
    assert study.findings.get("F1").status == "final"
    threads = study.comments.list()
    assert [(one.about.split(",")[0], one.status, one.body) for one in threads] == [
        ("KP-TRN", "resolved", "Approve"),
        ("KP-MSY", "open", "Needs change.\nApa bedanya?"),
        ("KP-LAN", "resolved", "Other code: KP-TRN → KP-LAN"),
        ("KP-MSY", "open", "Not sure"),
        ("F1", "resolved", "Approve"),
    ]
    assert {(one.coder, one.round) for one in threads} == {("Bu Dosen", "bimbingan 3")}
    assert {row.name: row.role for row in study.coders.list()}["Bu Dosen"] == "supervisor"
    event = next(one for one in study.history.log() if one.action == "review.import")
    assert (event.action, event.coder, event.summary) == ("review.import", "Rara", "Bu Dosen")
    assert deed(event.action) != event.action and matter(event.action) == "memo"
    for file in (word, sheet):
        assert {row.fate for row in study.review.import_(file).rows} == {"known"}
    assert len(study.comments.list()) == 5 and len(study.history.log()) == events + 1
    assert study.undo() == "review.import"
    assert study.codings.list() == before and study.comments.list() == []
    assert study.history.check() == []
    assert study.review.import_(sheet, by="Pak Dosen", round="sempro").who == "Pak Dosen"


def answer(
    kind: str, number: int, decision: str = "", comment: str = "", other: str = "", **more
) -> Callable:
    """An answer to the item of a kind with that number, counted from 0, of a pack."""

    def made(pack) -> Answer:
        mark = pack.of(Kind(kind))[number].mark
        return Answer(f"{kind}{number}", mark, decision, other, comment=comment, **more)

    return made


@pytest.fixture
def came(study, monkeypatch):
    """Brings answers home as if they had been read from a file; they are to what a pack shows when it is called."""
    pack = study.review.pack(language="en")

    def bring(*answers: Callable, by: str = "Bu Dosen"):
        monkeypatch.setattr(
            review, "read_pack", lambda _path: Filled(by, "", tuple(one(pack) for one in answers))
        )
        return study.review.import_("x.docx")

    return bring


def test_what_changed_meanwhile_is_not_touched_and_its_answers_are_kept_in_words(study, came):
    study.codebook.edit("KP-MSY", short_def_id="Lain sama sekali")
    study.codebook.edit("KP-TRN", new_code="KP-BUKA")
    study.codings.edit(1, stop=study.codings.get(1).end - 8)
    study.codings.remove(2)
    study.findings.edit("F1", claim="Uang kas dibuka tiap pekan.")
    made = came(
        answer("c", 0, "Approve"),
        answer("c", 1, "Approve", "Bagus"),
        answer("g", 0, "Take away"),
        answer("g", 1, "Accept", "Tepat"),
        answer("f", 0, "approve"),
    )
    assert [(row.about.split(",")[0], row.fate) for row in made.rows] == [
        ("KP-BUKA", "done"),
        ("KP-MSY", "kept"),
        ("KP-BUKA", "kept"),
        ("KP-MSY", "kept"),
        ("F1", "kept"),
    ]
    assert made.rows[3].said == "it is not in the project any more; kept as a comment on KP-MSY"
    assert len(study.codings.list()) == 2 and study.findings.get("F1").status == "tentative"
    bodies = [one.body for one in study.comments.list(code="KP-MSY")]
    assert bodies[0].startswith("Approve (not carried out: it was changed") and bodies[0].endswith(
        ").\nBagus"
    )
    assert bodies[1:] == ["On what is not in the project any more (KP-MSY, k1.txt, line 5):\nAccept\nTepat"]
    assert [code.status for code in study.codebook.list()] == ["approved", "draft", "draft"]


def test_two_supervisors_who_differ_are_both_kept_and_nothing_is_decided(study, came):
    came(answer("g", 0, "Accept"), answer("g", 1, "Other code", other="kp-lan"), answer("c", 0, "Approve"))
    made = came(
        answer("g", 0, "Take away", "Salah."),
        answer("g", 1, "Accept"),
        answer("c", 0, "Approve"),
        by="Pak Dosen",
    )
    assert [row.fate for row in made.rows] == ["kept", "kept", "done"]
    assert made.rows[0].said == "Bu Dosen decided otherwise: Accept"
    assert [row.code for row in study.codings.list()] == ["KP-TRN", "KP-LAN", "KP-TRN"]
    assert [one.coder for one in study.comments.list(coding=1)] == ["Bu Dosen", "Pak Dosen"]


def test_nothing_is_guessed_from_what_does_not_fit(study, came):
    made = came(
        answer("g", 0, "mungkin"),
        answer("g", 1, "Other code"),
        answer("c", 0, "Approve"),
        answer("c", 0, "Needs change"),
        answer("c", 1, "Approve"),
        answer("c", 1, "Approve"),
        answer("f", 0, other="KP-TRN", comment="Kurang bukti."),
        answer("c", 2, faults=("a formula",)),
        lambda _pack: Answer("row 9", None, "Setuju"),
    )
    assert [row.fate for row in made.rows] == [
        "kept",
        "kept",
        "kept",
        "kept",
        "done",
        "known",
        "kept",
        "refused",
        "kept",
    ]
    assert [(memo.kind, memo.author, memo.body) for memo in study.notes.memos()] == [
        ("supervisor", "Bu Dosen", "row 9: Setuju")
    ]
    told = [row.said for row in made.rows]
    assert told[0].startswith("“mungkin” is none of") and told[1].startswith("no code is named")
    assert told[2] == "answered differently in this file: c0, c0" and "the id of the row is gone" in told[8]
    assert [code.status for code in study.codebook.list()] == ["draft", "approved", "draft"]
    assert study.comments.list(finding="F1")[0].body.endswith("\nKurang bukti.")
    unknown = came(answer("g", 0, "Other code", other="KP-GAK"))
    assert (unknown.rows[0].fate, unknown.rows[0].said) == ("kept", "there is no code KP-GAK")


def test_what_is_taken_away_leaves_what_was_said_about_it_on_the_code(study, came):
    study.comments.add("Yakin?", coding=1, by="Bima")
    made = came(answer("g", 0, "Take away", "Bukan soal ini."))
    assert made.rows[0].said.endswith("no evidence any more of F1")
    assert [(one.coder, one.on) for one in study.comments.list(code="KP-TRN")] == [
        ("Bima", "code"),
        ("Bu Dosen", "code"),
    ]
    assert [row.fate for row in came(answer("g", 0, "Take away", "Bukan soal ini.")).rows] == ["known"]
    study.undo()
    assert study.comments.list(coding=1)[0].body == "Yakin?" and study.findings.get("F1").evidence


def test_words_about_what_is_gone_go_to_what_is_left_of_it_and_are_known_again(study, came):
    row = study.codings.get(1)
    study.codings.add(row.source, row.start, row.end, "KP-LAN")
    said = [
        answer("g", 0, "Not sure", "Hm."),
        answer("g", 1, "Not sure", remarks=(Remark("Lihat.", "Bu Tiga"), Remark("Ya.", "USER-PC"))),
        answer("c", 1, comment="Perlu?"),
        answer("f", 0, "Approve"),
    ]
    study.codings.remove(1, 2)
    study.codebook.remove("KP-MSY")
    study.findings.remove("F1")
    for fate in ("kept", "known"):
        made = came(*said)
        assert {str(one.fate) for one in made.rows} == {fate}
    assert [one.body for one in study.comments.list()] == [
        "On what is not in the project any more (KP-TRN, k1.txt, line 2):\nNot sure\nHm."
    ]
    assert study.comments.list()[0].about == "KP-LAN, k1.txt, line 2"
    memos = {memo.about or "": memo.body.split("\n") for memo in study.notes.memos()}
    assert memos[""] == ["KP-MSY: Perlu?", "F1: Approve"]
    (turn,) = memos.keys() - {""}
    assert "k1.txt" in turn and memos[turn] == [
        "?, k1.txt, line 5: Not sure · Ya.",
        "?, k1.txt, line 5: Bu Tiga: Lihat.",
    ]
    assert [row.name for row in study.coders.list()] == ["Rara", "Bu Dosen"]
    assert study.undo() == "review.import" and not study.notes.memos() and not study.comments.list()


def test_several_rows_on_one_thing_that_is_taken_away_lose_no_word(study, came):
    made = came(
        answer("g", 0, comment="Lihat lagi."),
        answer("g", 0, "Take away", "Satu."),
        answer("g", 0, "Take away", "Dua."),
    )
    assert [row.fate for row in made.rows] == ["noted", "done", "noted"]
    bodies = [one.body.split("\n")[-1] for one in study.comments.list(code="KP-TRN")]
    assert sorted(bodies) == ["Dua.", "Lihat lagi.", "Satu."] and len(study.codings.list()) == 2


def test_two_codes_on_the_same_words_are_not_exchanged_for_each_other(study, monkeypatch):
    row = study.codings.get(1)
    study.codings.add(row.source, row.start, row.end, "KP-LAN")
    pack = study.review.pack(what="codings")
    here = [item.mark for item in pack.items if item.mark.id in {row.id, study.codings.get(4).id}]
    answers = tuple(
        Answer(f"{n}", mark, "recode", code)
        for n, (mark, code) in enumerate(zip(here, ("KP-LAN", "KP-TRN"), strict=True))
    )
    monkeypatch.setattr(review, "read_pack", lambda _path: Filled("Bu Dosen", "", answers))
    assert [one.fate for one in study.review.import_("x.docx").rows] == ["kept", "kept"]
    assert [one.code for one in study.codings.list(source="k1.txt")] == ["KP-TRN", "KP-LAN", "KP-MSY"]


def test_rows_and_columns_may_be_moved_renamed_and_deleted(study, tmp_path):
    def read(change: Callable[[str], str]):
        (file,) = study.review.export(tmp_path / "p.xlsx", language="en").files
        fill_sheet(file, 2, {"J3": "Approve", "J4": "Needs change", "K5": "Hm."})
        edit(file, "xl/worksheets/sheet2.xml", change)
        return [
            (row.about, row.decision, row.comment)
            for row in study.review.import_(file, by="Bu Dosen", dry_run=True).rows
        ]

    said = [("KP-TRN", "approve", ""), ("KP-MSY", "change", ""), ("KP-LAN", "", "Hm.")]
    assert read(lambda text: text) == said

    def swapped(text: str) -> str:  # the third and fourth rows, and columns C and J
        text = re.sub(r'"([CJ])(\d+)"', lambda m: f'"{"J" if m[1] == "C" else "C"}{m[2]}"', text)
        for old, new in (("3", "X"), ("4", "3"), ("X", "4")):
            text = re.sub(rf'(r="[A-Z]*){old}"', rf'\g<1>{new}"', text)
        return text

    assert sorted(read(swapped)) == sorted(said)
    assert read(lambda text: re.sub(r'<row r="1".*?</row>', "", text)) == said  # the hidden keys are gone
    assert read(lambda text: re.sub(r'<row r="2".*?</row>', "", text)) == said  # the headings are gone
    assert read(lambda text: re.sub(r'<row r="4".*?</row>', "", text)) == [said[0], said[2]]
    assert read(lambda text: re.sub(r'<c r="A4".*?</c>', "", text))[1] == ("", "", "Needs change")


NOTES = '<comments xmlns="a"><commentList><comment ref="{}3"><text><r><t>{}</t></r></text></comment></commentList></comments>'
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="a/relationships/comments" Target="../comments1.xml"/></Relationships>'
)


def test_notes_on_cells_are_brought_along(study, tmp_path):
    (file,) = study.review.export(tmp_path / "p.xlsx", language="en").files
    parts = {
        "xl/comments1.xml": NOTES.format("C", "Contohnya?"),
        "xl/worksheets/_rels/sheet3.xml.rels": LINKS,
    }
    edit(file, "xl/worksheets/sheet3.xml", str, parts)
    made = study.review.import_(file, by="Bu Dosen", dry_run=True)
    assert [(row.about.split(",")[0], row.fate, row.comment) for row in made.rows] == [
        ("KP-TRN", "noted", "Contohnya?")
    ]


COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:id="7" w:author="HP"><w:p><w:r><w:t>Contohnya?</w:t></w:r></w:p></w:comment>'
    '<w:comment w:id="8" w:author="HP"><w:p><w:r><w:t>Judul bagus.</w:t></w:r></w:p></w:comment>'
    '<w:comment w:id="9" w:author="pak budi" w:date="2026-01-05T08:30:00Z"><w:p><w:r><w:t>Setuju.</w:t></w:r></w:p>'
    "</w:comment></w:comments>"
)


def test_remarks_and_tracked_changes_of_word_are_brought_along(study, tmp_path):
    (file,) = study.review.export(tmp_path / "p.docx", language="en").files
    marks = [str(item.mark) for item in study.review.pack(language="en").items]
    fill_word(file, {f"{marks[0]} decision": "Approve", f"{marks[1]} comment": "Lama"})

    def change(text: str) -> str:
        text = text.replace(
            "Soal Keterbukaan</w:t></w:r>",
            'Soal Keterbukaan</w:t></w:r><w:ins><w:r><w:t> kas</w:t></w:r></w:ins><w:commentRangeStart w:id="7"/><w:commentRangeStart w:id="9"/>',
            1,
        )
        return text.replace(
            ">Lama</w:t></w:r>", ">Baru</w:t></w:r><w:del><w:r><w:delText>Lama</w:delText></w:r></w:del>"
        )

    edit(file, "word/document.xml", change, {"word/comments.xml": COMMENTS})
    study.comments.add("Yakin?", finding="F1", by="Pak Budi")
    made = study.review.import_(file, by="Bu Dosen")
    assert [(row.about, row.fate, row.comment) for row in made.rows] == [
        ("KP-TRN", "done", "Contohnya?"),
        ("KP-TRN", "noted", "Setuju."),
        ("KP-TRN", "noted", "Definition: “… Keterbukaan” → “… Keterbukaan kas”"),
        ("KP-MSY", "noted", "Baru"),
        ("", "kept", "Judul bagus."),
    ]
    assert [(one.status, one.body) for one in study.comments.list(code="KP-TRN")] == [
        ("resolved", "Approve"),
        ("open", "Contohnya?"),
        ("open", "Setuju."),
        ("open", "In the words of “Definition”: “Soal Keterbukaan” → “Soal Keterbukaan kas”"),
    ]
    theirs = next(one for one in study.comments.list() if one.body == "Setuju.")
    assert (theirs.coder, f"{theirs.created_at:%Y-%m-%d %H:%M}") == ("Pak Budi", "2026-01-05 08:30")
    assert [row.author for row in made.rows] == ["", "Pak Budi", "", "", ""]
    assert [memo.body for memo in study.notes.memos()] == ["a comment beside no item: Judul bagus."]
    assert {row.fate for row in study.review.import_(file, by="Bu Dosen").rows} == {"known"}


def test_a_document_that_lost_its_controls_and_bookmarks_is_still_read(study, tmp_path):
    word, _sheet = filled_in(study, tmp_path)
    before = [row.said for row in study.review.import_(word, dry_run=True).rows]

    def flat(text: str) -> str:
        text = re.sub(r"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt>|</?w:sdtContent>", "", text)
        return re.sub(r"<w:bookmark(Start|End)[^>]*>", "", text)

    edit(word, "word/document.xml", flat)
    made = study.review.import_(word, dry_run=True)
    assert [row.said for row in made.rows] == before and made.who == "Bu Dosen"


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_files_that_are_no_pack_or_would_do_harm_get_one_line(study, tmp_path, suffix):
    (file,) = study.review.export(tmp_path / f"p.{suffix}").files
    whole = file.read_bytes()
    main = "word/document.xml" if suffix == "docx" else "xl/worksheets/sheet2.xml"

    def told(by: str | None = "Bu Dosen") -> str:
        with pytest.raises(BadInput) as caught:
            study.review.import_(file, by=by)
        assert "\n" not in caught.value.message
        return caught.value.message

    assert told().startswith("nothing is filled in")
    file.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in told()
    file.write_bytes(whole)
    edit(file, main, str, {"word/vbaProject.bin": "x"})
    assert "macros" in told()
    file.write_bytes(whole)
    edit(
        file,
        main,
        lambda text: text.replace("?>", "?><!DOCTYPE a>", 1),
    )
    assert "document type" in told() or "damaged" in told()
    file.write_bytes(whole)
    edit(file, main, lambda text: text + " " * 40_000_000)
    assert "unpacks to far more" in told()
    file.write_bytes(whole)
    edit(file, main, lambda text: text.replace("qc", "qd"))
    if suffix == "docx":
        assert "none of its ids" in told()
    for other, wanted in ((".odt", "Word 2007-365 (.docx)"), (".ods", "Excel 2007-365 (.xlsx)")):
        file = file.rename(tmp_path / f"p{other}")
        assert wanted in told()
    renamed = file.rename(tmp_path / "p.pdf")
    with pytest.raises(BadInput, match="a filled-in review pack is"):
        study.review.import_(renamed)


def test_a_pack_of_another_study_or_of_nobody_is_refused(study, tmp_path):
    word, sheet = filled_in(study, tmp_path)
    with (
        Project.create(tmp_path / "other.qualcode", coder="Rara") as other,
        pytest.raises(BadInput, match="nothing that"),
    ):
        other.review.import_(sheet)
    edit(word, "word/document.xml", lambda text: text.replace(">Bu Dosen<", "> <"))
    with pytest.raises(BadInput, match="--by NAME"):
        study.review.import_(word)


def test_ten_thousand_rows_are_looked_through_and_too_many_are_not(study, tmp_path, monkeypatch):
    (file,) = study.review.export(tmp_path / "p.xlsx", what="codings").files
    with monkeypatch.context() as fewer, pytest.raises(BadInput, match="more rows"):
        fewer.setattr(review_cells, "LARGEST", 2)
        study.review.import_(file, by="Bu Dosen")
    more = "".join(
        f'<row r="{r}"><c r="J{r}" t="inlineStr"><is><t>x</t></is></c></row>' for r in range(9, 10_009)
    )
    edit(
        file,
        "xl/worksheets/sheet2.xml",
        lambda text: text.replace("</sheetData>", more + "</sheetData>"),
    )
    made = study.review.import_(file, by="Bu Dosen", dry_run=True)
    assert made.counts["kept"] == 10_000


@pytest.mark.desktop
def test_office_programs_save_a_filled_in_pack_without_losing_an_answer(study, tmp_path):
    required = os.environ.get("QUALCODE_REQUIRE_DESKTOP") == "1"
    office = shutil.which("soffice")
    if office is None or shutil.which("localc") is None:
        assert not required, "LibreOffice with Calc is required and not installed"
        pytest.skip("no LibreOffice with Calc here")
    for file in filled_in(study, tmp_path):
        before = study.review.import_(file, dry_run=True)
        saved = tmp_path / file.suffix[1:] / file.name
        home = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        words = ["--headless", "--convert-to", file.suffix[1:], "--outdir", str(saved.parent), str(file)]
        subprocess.run([office, home, *words], check=True, capture_output=True, timeout=120)
        assert saved.exists(), f"LibreOffice wrote no {file.suffix}"
        assert study.review.import_(saved, dry_run=True) == before


def test_words_changed_in_place_are_told_was_and_is_and_change_nothing(study, tmp_path):
    word, sheet = study.review.export(tmp_path, language="en").files
    before = study.codebook.list(), study.codings.list(), study.findings.list()

    def words(text: str) -> str:
        text = text.replace(">Soal Keterbukaan<", ">Soal terbuka<").replace(
            ">Tiap bulan dibacakan", ">Tiap pekan dibacakan"
        )
        text = re.sub(r"<w:tr>(?:(?!</w:tr>).)*>Why sources differ<.*?</w:tr>", "", text)
        at = text.rindex("<w:tbl>")
        return text[:at] + "<w:p><w:r><w:t>Secara umum baik.</w:t></w:r></w:p>" + text[at:]

    edit(word, "word/document.xml", words)
    edit(
        sheet,
        "xl/sharedStrings.xml",
        lambda text: text.replace(">Soal Keterbukaan<", ">Soal terbuka<").replace(
            ">Tiap bulan dibacakan", ">Tiap pekan dibacakan"
        ),
    )
    cell = '<c r="F3" t="inlineStr"><is><t>Bila soal kas.</t></is></c>'
    edit(sheet, "xl/worksheets/sheet2.xml", lambda text: re.sub(r'<c r="F3".*?</c>', cell, text))
    said = [
        ("KP-TRN", "Definition: “Soal Keterbukaan” → “Soal terbuka”"),
        ("KP-TRN", "When not to use: – → “Bila soal kas.”"),
        ("KP-TRN", "Quote: “Tiap bulan dibacakan …” → “Tiap pekan dibacakan …”"),
    ]
    told = [study.review.import_(file, by="Bu Dosen", dry_run=True).rows for file in (word, sheet)]
    for rows in told:
        found = [(row.about.split(",")[0], row.comment) for row in rows if row.on]
        assert found == [one for one in said if one in found] and len(found) > 1, found
    assert ("between the cards", "Secara umum baik.", "kept") in [
        (r.where, r.comment, r.fate) for r in told[0]
    ]
    assert ("KP-TRN", said[1][1]) in [(row.about, row.comment) for row in told[1]]
    study.review.import_(word, by="Bu Dosen")
    assert (study.codebook.list(), study.codings.list(), study.findings.list()) == before
    assert [one.body for one in study.comments.list(coding=1)] == [
        "In the words of “Quote”: “Tiap bulan dibacakan Bu [K1] terbuka” → “Tiap pekan dibacakan Bu [K1] terbuka”"
    ]
    assert {row.fate for row in study.review.import_(word, by="Bu Dosen").rows} == {"known"}
    study.undo()
    assert not study.comments.list() and not study.notes.memos()


def test_a_document_that_an_office_in_the_web_saved_is_read_by_its_words(study, tmp_path):
    (file,) = study.review.export(tmp_path / "p.docx", language="en").files

    def webbed(text: str) -> str:
        tag = '<w:sdtPr><w:id w:val="-7"/><w:tag w:val="goog_rdk_0"/></w:sdtPr>'
        text = re.sub(r"<w:sdtPr>.*?</w:sdtPr>", tag, text)
        text = re.sub(r'w:name="qc[^"]*"', 'w:name="kix.x"', text).replace(">choose here<", ">Approve<", 1)
        # Two cells made one, and a heading whose id is damaged.
        text = text.replace(">Definition</w:t></w:r></w:p></w:tc>", ">Definition</w:t></w:r></w:p>", 1)
        at = text.rindex("qcc")
        text = text[:at] + "qc#" + text[at + 3 :]
        return text[:at] + text[at:].replace(">write here<", ">Cek.<", 1)

    edit(file, "word/document.xml", webbed)
    edit(
        file,
        "word/document.xml",
        lambda text: re.sub(r"(Definition</w:t></w:r></w:p>)<w:tc>", r"\1", text, count=1),
    )
    rows = study.review.import_(file, by="Bu Dosen", dry_run=True).rows
    assert [(row.where, row.about, row.decision, row.comment, row.fate) for row in rows] == [
        ("card “KP-TRN”", "KP-TRN", "approve", "", "done"),
        ("card “KP-LAN”", "", "", "Cek.", "kept"),
    ]


def test_a_day_that_a_spreadsheet_made_of_words_is_a_day_and_what_is_no_answer_is_told(study, tmp_path):
    (file,) = study.review.export(tmp_path / "p.xlsx", language="en").files
    fill_sheet(file, 2, {"J3": "=A1+B2"})
    day = '<c r="K4" s="1"><v>46000</v></c><c r="Z4" t="b"><v>1</v></c>'
    edit(file, "xl/worksheets/sheet2.xml", lambda text: re.sub('<c r="K4"[^>]*/>', day, text))
    styles = r'(<cellXfs[^>]*>\s*<xf[^>]*/?>)(\s*<xf )numFmtId="0"'
    edit(file, "xl/styles.xml", lambda text: re.sub(styles, r'\1\2numFmtId="14"', text, count=1))
    rows = study.review.import_(file, by="Bu Dosen", dry_run=True).rows
    assert [(row.about, row.comment, row.fate) for row in rows] == [
        ("KP-TRN", "", "refused"),
        ("KP-MSY", "2025-12-09", "noted"),
    ]
    assert rows[0].said == "Decision: =A1+B2 is a formula or an error, which is no answer"


def moved(text: str, pairs: dict[str, str]) -> str:
    """A sheet whose cells hold what others held."""
    held = {cell: re.search(rf'<c r="{cell}".*?</c>', text)[0] for cell in pairs}
    for cell in pairs:
        text = text.replace(held[cell], f"<<{cell}>>")
    for cell, other in pairs.items():
        text = text.replace(f"<<{cell}>>", held[other].replace(f'"{other}"', f'"{cell}"'))
    return text


def test_rows_sorted_without_their_hidden_ids_are_found_again_by_their_words(study, tmp_path, monkeypatch):
    (file,) = study.review.export(tmp_path / "p.xlsx", language="en").files
    fill_sheet(file, 3, {"H3": "Take away", "H4": "Other code", "I4": "KP-LAN · Lainnya"})
    whole = file.read_bytes()
    straight = study.review.import_(file, by="Bu Dosen", dry_run=True)
    edit(file, "xl/worksheets/sheet3.xml", lambda text: moved(text, {"A3": "A4", "A4": "A3"}))
    made = study.review.import_(file, by="Bu Dosen", dry_run=True)
    assert made.rows == straight.rows and not straight.remarks
    assert [line.partition(" did")[0] for line in made.remarks] == ["2 rows"]
    # Only a column was sorted: nobody can tell what an answer is about.
    file.write_bytes(whole)
    edit(file, "xl/worksheets/sheet3.xml", lambda text: moved(text, {"E3": "E4", "E4": "E3"}))
    assert study.review.import_(file, by="Bu Dosen", dry_run=True).counts["noted"] == 2
    monkeypatch.setattr(review_sheets, "MANY", 2)
    assert study.review.import_(file, by="Bu Dosen", dry_run=True).counts["kept"] == 2
    file.write_bytes(whole)
    edit(file, "xl/worksheets/sheet3.xml", lambda text: moved(text, {"C3": "C4", "C4": "C3"}))
    made = study.review.import_(file, by="Bu Dosen")
    assert [(row.fate, row.about) for row in made.rows] == [("kept", "")] * 2
    assert made.remarks[0].startswith("2 rows have words of others") and not study.comments.list()
    assert [row.code for row in study.codings.list()] == ["KP-TRN", "KP-MSY", "KP-TRN"]
    assert study.notes.memos()[0].body.split("\n")[0] == "Coded passages, row 3: Take away"


def test_an_answer_of_word_belongs_to_the_card_it_stands_in_whatever_ids_say(study, tmp_path):
    (file,) = study.review.export(tmp_path / "p.docx", language="en", what="codings").files
    one, two = (str(item.mark) for item in study.review.pack(what="codings", language="en").items)
    fill_word(file, {f"{one} decision": "Take away"})
    whole = file.read_bytes()

    def fates_of(change: Callable[[str], str]) -> list[tuple[str, str, str]]:
        file.write_bytes(whole)
        edit(file, "word/document.xml", change)
        made = study.review.import_(file, by="Bu Dosen", dry_run=True)
        return [(row.about.split(",")[0], row.decision, row.fate) for row in made.rows]

    def swapped(text: str) -> str:
        return text.replace(one, "#").replace(two, one).replace("#", two)

    assert fates_of(str) == fates_of(swapped) == [("KP-TRN", "remove", "done")]
    # A decision copied from one card to another brings the tag of the first along.
    assert fates_of(lambda text: text.replace(f"{one} decision", f"{two} decision")) == [
        ("KP-TRN", "remove", "done")
    ]
