"""What cannot be read is refused in one line, and nothing takes forever."""

from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import NotFound, QualcodeError, Unreadable
from qualcode.i18n import using
from qualcode.readers import read, read_all

from . import build as make

ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def with_type(document: bytes, part: str) -> bytes:
    """The same archive with a document type in front of one part."""
    source = zipfile.ZipFile(BytesIO(document))
    return make.zipped(
        {n: (ENTITY.encode() if n == part else b"") + source.read(n) for n in source.namelist()}
    )


def bomb(part: str) -> bytes:
    return make.zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "content.xml" if part == "odt" else "x": "",
            part: b"<a>" + b"a" * 40_000_000,
        }
    )


ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c><c r="B1" t="inlineStr"><is><t>Apa?</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>K1</t></is></c><c r="B2" t="inlineStr"><is><t>kata</t></is></c></row>'
)
WORD = make.docx(make.p("kata"))
CASES = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n", "empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "random.txt": (bytes(range(256)) * 4, "binary"),
    "zip.txt": (WORD, "named .txt but holds docx"),
    "word.odt": (WORD, "named .odt but holds docx"),
    "paper.docx": (make.pdf("x" * 40), "named .docx but holds pdf"),
    "rich.txt": (rb"{\rtf1 kata}", "named .txt but holds rtf"),
    "plain.docx": (b"hanya teks biasa", "not a .docx file"),
    "plain.pdf": (b"hanya teks biasa", "not a .pdf file"),
    "cut.docx": (WORD[: len(WORD) // 2], "damaged"),
    "cut.odt": (make.odt("<text:p>a</text:p>")[:-40], "damaged"),
    "cut.pdf": (make.pdf("kata " * 20)[:60], "damaged"),
    "cut.rtf": (rb"{\rtf1 kata", "damaged"),
    "bad.docx": (make.zipped({"[Content_Types].xml": "", "word/document.xml": "<a><b></a>"}), "damaged"),
    "none.docx": (make.zipped({"[Content_Types].xml": ""}), "damaged"),
    "locked.docx": (ENCRYPTED, "protected by a password"),
    "locked.xlsx": (ENCRYPTED, "protected by a password"),
    "locked.odt": (make.odt("", manifest="<m><encryption-data/></m>"), "protected by a password"),
    "old.doc": (OLE, "save the file as .docx"),
    "old.docx": (OLE, "not a .docx file"),
    "xxe.docx": (with_type(WORD, "word/document.xml"), "document type"),
    "xxe.odt": (with_type(make.odt("<text:p>a</text:p>"), "content.xml"), "document type"),
    "bomb.docx": (bomb("word/document.xml"), "far more"),
    "bomb.xlsx": (bomb("xl/worksheets/sheet1.xml"), "far more"),
    "stray.xlsx": (make.xlsx(ROWS + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "cell XFD1048576 .*1048576 rows, 16384 col"),
    "apart.xlsx": (make.xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row><row r="900"><c><v>1</v></c></row>'), "cell A900"),
    "column.xlsx": (make.xlsx('<row r="2"><c r="ZZZZZZZ2"><v>1</v></c></row>'), "cell ZZZZZZZ2"),
    "row.xlsx": (make.xlsx('<row r="999999999"><c><v>1</v></c></row>'), "cell A999999999"),
    "long.xlsx": (make.xlsx(f'<row><c r="A{"9" * 5000}"><v>1</v></c></row>'), "cell A9{18}… "),
    "nowhere.xlsx": (make.xlsx('<row><c r="A0"><v>1</v></c></row>'), "damaged"),
    "both.xlsx": (make.xlsx(ROWS, **{"content.xml": "<a/>"}), "damaged"),
    "scan.pdf": (make.pdf("1", "2", "3"), "pictures and no text"),
    "wordless.docx": (make.docx("<w:p/>"), "holds no words"),
    "wordless.vtt": (b"WEBVTT\n\n", "holds no words"),
    "noheader.vtt": (b"kata saja\n", "no subtitles"),
    "headonly.csv": (b"id,Apa?\n", "holds no words"),
    "a.exe": (b"MZ", "not read"),
    "noname": (b"kata", "not read"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_clear_line(name: str, tmp_path: Path) -> None:
    data, reason = CASES[name]
    path = tmp_path / name
    path.write_bytes(data)
    before = time.process_time()
    with pytest.raises(Unreadable, match=reason) as caught:
        read_all(path)
    assert caught.value.message.startswith(f"{name}: ")
    assert "\n" not in caught.value.message and str(tmp_path) not in caught.value.message
    assert time.process_time() - before < 5
    with using("id"), pytest.raises(Unreadable) as indonesian:
        read_all(path)
    assert indonesian.value.message != caught.value.message


def test_an_empty_cell_far_off_keeps_no_workbook_out() -> None:
    [answers] = read_all(make.xlsx(ROWS + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'), "a.xlsx")
    assert answers.informant_hint == "K1" and "kata" in answers.text


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no file"):
        read_all(tmp_path / "tiada.txt")
    with pytest.raises(Unreadable, match="is a folder"):
        read_all(tmp_path)


def test_a_size_that_lies_is_noticed() -> None:
    data = bytearray(
        make.zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<a>" + "a" * 5000})
    )
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises(Unreadable):
        read_all(bytes(data), "a.docx")


def test_zip_names_lead_nowhere(tmp_path: Path) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    parts = {
        "[Content_Types].xml": "",
        "../../jahat.txt": "x",
        "word/document.xml": make.document(make.p("kata")),
    }
    (inside / "a.docx").write_bytes(make.zipped(parts))
    assert read(inside / "a.docx").text == "kata"
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["a.docx"]


def test_ten_megabytes_in_one_paragraph() -> None:
    before = time.process_time()
    found = read(b"musyawarah desa " * 650_000, "a.txt")
    assert len(found.text) > 10_000_000 and len(found.turns) == 1
    assert time.process_time() - before < 8


def test_repairs_are_counted_and_said() -> None:
    found = read(b"P: a\x00b\xed\xa0\x80\nK1: " + b"kata " * 5, "a.txt")
    assert found.text.startswith("P: a\ufffdb\ufffd\nK1: kata")
    assert found.repaired == 2
    assert found.warnings == ("2 damaged characters were replaced",)


@given(
    st.binary(max_size=200), st.sampled_from(["txt", "md", "docx", "odt", "rtf", "vtt", "srt", "csv", "xlsx"])
)
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes, suffix: str) -> None:
    for prefix in (b"", b"WEBVTT\n\n00:01.000 --> 00:02.000\n", b"{\\rtf1 ", b"PK\x03\x04"):
        try:
            found = read_all(prefix + data, f"a.{suffix}")
        except QualcodeError:
            continue
        assert all(reading.text.strip() for reading in found)


@given(
    st.lists(
        st.sampled_from(
            ["P: ", "K1 : ", "[K1] ", "**P** ", "apa?", "\n", "\n\n", "1. ", "# ", "Deskriptif:", "| a | b |", "00:01:02 ",
             "(00:01)", "Nama: X", "👩‍👩‍👧", "\u0301", "12/03/24 10.15 - A: ", "ya", " ", "\t", "\r\n", "- ", "**"]
        ),
        max_size=30,
    ).map("".join),
    st.sampled_from(["a.txt", "a.md"]),
)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_turns_lie_in_order_inside_the_text(text: str, name: str) -> None:
    try:
        (found,) = read_all(text.encode(), name)
    except Unreadable:
        return
    last = 0
    for number, turn in enumerate(found.turns, 1):
        assert last <= turn.label_start <= turn.start < turn.end <= len(found.text)
        assert turn.number == number
        words = found.text[turn.start : turn.end]
        assert words == words.strip()
        last = turn.end
