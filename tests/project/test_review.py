"""The review pack: what is written for a supervisor, and what becomes of what comes back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import python_calamine

from qualcode.errors import BadInput
from qualcode.exchange.review_pack import Kind, mark_in
from qualcode.project import Project
from qualcode.project.leaving import LeakFound
from qualcode.project.reviews.sample import share_of

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
        ({"out": "nowhere"}, "no folder"),
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
        Project.create(tmp_path / "empty.qualcode", coder="Rara") as empty,
        pytest.raises(BadInput, match="nothing to review"),
    ):
        empty.review.export(tmp_path, language="en")
