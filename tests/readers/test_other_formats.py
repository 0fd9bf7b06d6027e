"""PDF, subtitles, surveys, Markdown, identity blocks."""

from __future__ import annotations

import hashlib
import time
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from qualcode.errors import Unreadable
from qualcode.readers import Reading, assign_roles, read, read_all

from . import build as make


def said(found: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


def test_pdf() -> None:
    found = read(
        make.pdf(
            "P: Apa kabar, Bu Yanti?\nK1: Baik sekali, Mbak.", "dan sehat semua.\nP: Syukurlah kalau begitu."
        ),
        "a.pdf",
    )
    assert said(found) == [
        ("P", "Apa kabar, Bu Yanti?"),
        ("K1", "Baik sekali, Mbak.\ndan sehat semua."),
        ("P", "Syukurlah kalau begitu."),
    ]
    found = read(make.pdf("kata " * 30, ""), "a.pdf")
    assert found.warnings == ("1 page without text was not read",)


def test_pdfs_of_another_writer(shared_data: Path) -> None:
    found = read(shared_data / "transcripts" / "pdpilot_pdf" / "P1.pdf")
    assert found.speakers == ("Dan", "Participant")
    assert len(found.turns) > 80


def test_vtt() -> None:
    data = (
        b"WEBVTT - judul\r\n\r\nNOTE catatan\r\n\r\nSTYLE\r\n::cue {}\r\n\r\n1\r\n00:01.000 --> 00:02.500 align:start\r\n"
        b"<v Bu Yanti>Halo &amp; <i>pagi</i></v>\r\n\r\n00:00:03.000 --> 00:00:04.000\r\nlagi ya\r\n\r\n"
        b"01:00:05.000 --> 01:00:06.000\r\n<v.loud Rina>Satu</v><v Bu Yanti>dua</v>\r\n"
    )
    found = read(data, "a.vtt")
    assert found.text == "Bu Yanti: Halo & pagi\nlagi ya\nRina: Satu\nBu Yanti: dua"
    assert said(found) == [("Bu Yanti", "Halo & pagi\nlagi ya"), ("Rina", "Satu"), ("Bu Yanti", "dua")]
    assert [(t.time_start_ms, t.time_end_ms) for t in found.turns] == [
        (1000, 4000),
        (3_605_000, 3_606_000),
        (3_605_000, 3_606_000),
    ]


def test_zoom_subtitles(shared_data: Path) -> None:
    found = read(shared_data / "transcripts" / "zoom_vtt_mit" / "meeting001_transcript.vtt")
    assert len(found.speakers) == 5
    assert found.turns[0].time_start_ms == 4859 and found.turns[0].time_end_ms == 7410
    assert found.text.startswith("Andrew Knight: Okay, so we're recording. We're streaming\n")


def test_srt() -> None:
    data = b"\xef\xbb\xbf1\n00:00:01,000 --> 00:00:02,500\nRina: Halo\n\n2\n00:00:03,000 --> 00:00:04,000\nYanti: <i>Nggih</i>\n\n3\n00:00:05,000 --> 00:00:06,000\nRina: Siap\n"
    found = read(data, "a.srt")
    assert said(found) == [("Rina", "Halo"), ("Yanti", "Nggih"), ("Rina", "Siap")]
    assert (found.turns[1].time_start_ms, found.turns[1].time_end_ms) == (3000, 4000)


def test_subtitles_without_names_are_turns_of_nobody() -> None:
    data = b"WEBVTT\n\n00:01.000 --> 00:02.000\nhalo\n\n00:03.000 --> 00:04.000\npagi\n"
    assert [(t.speaker, t.time_start_ms) for t in read(data, "a.vtt").turns] == [(None, 1000), (None, 3000)]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_survey_rows(sign: str) -> None:
    lines = [
        ["id", "Nama", "Cap waktu", "Apa peran Ibu?", "Sejak kapan?"],
        ["K1", "Yanti", "2024", '"Ketua, ""dua"" kali\nlagi"', ""],
        ["K2", "Warni", "2024", "Kas", "2019"],
    ]
    first, second = read_all("\n".join(sign.join(line) for line in lines).encode(), "s.csv")
    assert (first.name, first.informant_hint) == ("s.csv#K1", "K1")
    assert first.identity == {"Nama": "Yanti"} and first.metadata == {"Cap waktu": "2024"}
    assert first.text == '1. Apa peran Ibu?\nKetua, "dua" kali\nlagi\n\n2. Sejak kapan?\n'
    spoken = [(t.question_number, t.emphasis_question, second.text[t.start : t.end]) for t in second.turns]
    assert spoken == [
        (1, True, "Apa peran Ibu?"),
        (1, False, "Kas"),
        (2, True, "Sejak kapan?"),
        (2, False, "2019"),
    ]
    assert assign_roles(second.turns, ["K2"])[1] == ("informant", "K2")
    with pytest.raises(Unreadable, match="2 rows"):
        read("\n".join(sign.join(line) for line in lines).encode(), "s.csv")


def test_survey_in_a_workbook() -> None:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Jawaban")
        for number, row in enumerate(
            [["Responden", "Apa?", "Berapa?"], ["K1", "Itu", 3], ["K2", "Ini", 4.5]]
        ):
            sheet.write_row(number, 0, row)
        book.add_worksheet("Kosong")
    first, second = read_all(out.getvalue(), "s.xlsx")
    assert first.text == "1. Apa?\nItu\n\n2. Berapa?\n3"
    assert second.text.endswith("4.5") and second.informant_hint == "K2"


def test_what_is_said_about_who_answers_is_no_question() -> None:
    head = "No,Nama Anda,Usia (tahun),Kelompok,Cap waktu,No HP aktif,Apa manfaatnya?,Ceritakan pengalaman Ibu"
    (found,) = read_all(f"{head}\n1,Bu Yanti,45,Pengelola,2024,0812,Banyak.,Panjang.\n".encode(), "s.csv")
    assert found.text == "1. Apa manfaatnya?\nBanyak.\n\n2. Ceritakan pengalaman Ibu\nPanjang."
    assert found.identity == {"Nama Anda": "Bu Yanti", "Usia (tahun)": "45", "No HP aktif": "0812"}
    assert found.metadata == {"No": "1", "Kelompok": "Pengelola", "Cap waktu": "2024"}
    assert (found.group_hint, found.informant_hint, found.survey) == ("Pengelola", None, True)
    (found,) = read_all(b"id;Kode informan;Nama informan;Apa?\n7;K1;Yanti;Itu.\n", "s.csv")
    assert found.informant_hint == "K1" and found.identity == {"id": "7", "Nama informan": "Yanti"}


def test_a_file_with_one_part_keeps_its_name() -> None:
    assert [found.name for found in read_all(b"kode,Apa?\nK1,Itu.\n", "s.csv")] == ["s.csv"]


@pytest.mark.parametrize(
    "rows", ['K1,"Itu.\nK2,Ini.\n', 'K1,"Itu.\nK2,"Ini."\n', 'K1,"a ""b""\nK2,x\n', 'K1,"Itu""\n']
)
def test_a_quotation_mark_left_open_is_told_with_its_line(rows: str) -> None:
    with pytest.raises(Unreadable, match="line 3 opens a quotation mark"):
        read_all(f'kode,"Apa?"\nK0,"a\u00e1, ""b"""\n{rows}'.encode(), "s.csv")


def test_a_table_file_can_be_a_transcript() -> None:
    (found,) = read_all(b"No;Pelaku;Percakapan\n1;P;Apa?\n2;K1;Itu, ya.\n", "t.csv")
    assert said(found)[1:] == [("P", "Apa?"), ("K1", "Itu, ya.")]
    assert found.name == "t.csv"


def test_front_matter_is_not_text() -> None:
    found = read(
        b"---\njudul: Rapat\ntanggal: 2024-05-01\nNama: Bu X\nkunci: [a, b]\n---\n\n# Isi\n\nKata.\n",
        "a.md",
    )
    assert found.text == "# Isi\n\nKata.\n"
    assert found.metadata == {"judul": "Rapat", "tanggal": "2024-05-01", "kunci": "a, b"}
    assert found.identity == {"Nama": "Bu X"}
    for text in ("---\nbukan yaml: [\n---\nKata.", "---\n- a\n---\nKata.", "---\nKata tanpa akhir"):
        assert read(text.encode(), "a.md").text == text


@pytest.mark.parametrize(
    "block",
    [
        "Nama : Bu Yanti\nUmur: 45 tahun\nAlamat : Jl. Mawar 3\nNo. HP : 0812\n",
        "1. Nama\t: Bu Yanti\n2. Umur\t: 45 tahun\n3. Alamat\t: Jl. Mawar 3\n4. No. HP\t: 0812\n",
        "Nama: Bu Yanti, Umur: 45 tahun, Alamat: Jl. Mawar 3, No. HP: 0812\n",
        "**Nama**: Bu Yanti\n- Umur: 45 tahun\nAlamat: Jl. Mawar 3\nNo. HP: 0812\n",
    ],
)
def test_the_identity_block_becomes_fields(block: str) -> None:
    talk = "P: Siapa nama Ibu?\nK1: Nama: Yanti.\nP: Oh."
    found = read(f"Transkrip 1\n{block}\n{talk}".encode(), "a.txt")
    assert found.identity == {
        "Nama": "Bu Yanti",
        "Umur": "45 tahun",
        "Alamat": "Jl. Mawar 3",
        "No. HP": "0812",
    }
    assert found.text == f"Transkrip 1\n\n{talk}"
    assert found.speakers == ("P", "K1")


def test_an_identity_table_becomes_fields() -> None:
    body = make.table(("Nama", ":", "Bu Yanti"), ("Umur", ":", "45")) + make.p("P: Apa?") + make.p("K1: Itu.")
    found = read(make.docx(body), "a.docx")
    assert found.identity == {"Nama": "Bu Yanti", "Umur": "45"}
    assert found.text == "P: Apa?\nK1: Itu."


def test_the_value_of_a_field_may_stand_on_the_next_line() -> None:
    talk = "P: Apa?\nK1: Itu.\nP: Oh."
    head = "Transkrip 1\nNama:\nBu Yanti\nAlamat:\nJl. Mawar 5\nRT 03 RW 02\nHP: 0812\nUmur:\nWawancara kedua\n\n"
    found = read(f"{head}{talk}".encode(), "a.txt")
    assert found.identity == {
        "Nama": "Bu Yanti",
        "Alamat": "Jl. Mawar 5, RT 03 RW 02",
        "HP": "0812",
        "Umur": "",
    }
    assert found.text == f"Transkrip 1\nWawancara kedua\n\n{talk}"


def test_a_letter_keeps_its_address() -> None:
    text = "DINAS SOSIAL\nAlamat: Jl. Mawar 3\nTelepon: 123\n\nDengan hormat, kami undang."
    assert read(text.encode(), "a.txt").text == text


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"kata\r\n")
    found = read(path)
    assert found.sha256 == hashlib.sha256(b"kata\r\n").hexdigest()
    assert found.original == b"kata\r\n" and found.text == "kata\n" and found.name == "a.txt"


@pytest.mark.parametrize(
    "name",
    [
        "CAMILLERI_18OCT91_fromscan.txt",
        "CORR_21NOV91_fromscan.txt",
        "GIBBONS_28OCT91_corrected.txt",
        "MASTERS_26FEB92.txt",
    ],
)
def test_old_transcripts_lose_no_word(shared_data: Path, name: str) -> None:
    path = shared_data / "transcripts" / "western_sydney_ccby" / name
    found = read(path)
    assert found.text.split() == path.read_bytes().decode("cp1252").split()
    assert found.repaired == 0 and "\r" not in found.text
    covered = "".join(found.text[t.start : t.end] for t in found.turns)
    assert "".join(covered.split()) == "".join(found.text.split())


def test_a_very_long_column_name_is_read_quickly() -> None:
    before = time.process_time()
    read_all(("anda " * 20_000 + "x,b?\n1,2\n").encode(), "s.csv")
    assert time.process_time() - before < 5
