"""Word, OpenDocument and RTF files lose no word."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx as python_docx
import pytest
from docx2python import docx2python

from qualcode.readers import Reading, assign_roles, read, read_all

from . import build as make


def text_of(body: str, **parts: str) -> str:
    return read(make.docx(body, **parts), "a.docx").text


def said(found: Reading) -> list[tuple[str | None, str]]:
    return [(turn.speaker, found.text[turn.start : turn.end]) for turn in found.turns]


def test_tracked_insertions_are_taken_and_deletions_left_out() -> None:
    body = (
        "<w:p><w:r><w:t>satu</w:t></w:r><w:ins><w:r><w:t xml:space='preserve'> dua</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText> tiga</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t> empat</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t xml:space='preserve'> lima</w:t></w:r></w:moveTo></w:p>"
    )
    found = read(make.docx(body), "a.docx")
    assert found.text == "satu dua lima"
    assert found.warnings == ("2 tracked deletions were left out",)


def test_breaks_tabs_hyphens_and_symbols() -> None:
    body = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>anak</w:t><w:noBreakHyphen/><w:t>anak</w:t>"
        "<w:sym w:font='Symbol' w:char='00B1'/></w:r></w:p><w:p/><w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs>"
        "</w:pPr><w:r><w:t>c</w:t></w:r></w:p>"
    )
    assert text_of(body) == "a\tb\nanak\u2011anak±\n\nc"


def test_links_controls_fields_and_formulas() -> None:
    body = (
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:p><w:hyperlink><w:r><w:t>tautan</w:t></w:r>"
        "</w:hyperlink><w:sdt><w:sdtContent><w:r><w:t> isian</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:fldSimple w:instr='PAGE'><w:r><w:t> 7</w:t></w:r></w:fldSimple>"
        "<w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:smartTag><w:r><w:t> pintar</w:t></w:r></w:smartTag></w:p>"
        "</w:sdtContent></w:sdt>"
    )
    assert text_of(body) == "tautan isian 7 pintar"


def test_a_text_box_is_read_once_though_it_stands_twice() -> None:
    box = "<w:txbxContent>" + make.p("kotak satu") + make.p("kotak dua") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>luar</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>" + make.p("sesudah")
    )
    assert text_of(body) == "luar\nkotak satu\nkotak dua\nsesudah"
    old = f"<w:p><w:r><w:pict>{box}</w:pict></w:r></w:p>"
    assert text_of(old) == "\nkotak satu\nkotak dua"


def test_what_is_not_read_is_counted() -> None:
    body = (
        "<w:p><w:r><w:t>kata</w:t><w:footnoteReference w:id='1'/><w:commentReference w:id='1'/></w:r>"
        "<w:r><w:endnoteReference w:id='2'/><w:drawing><a:blip xmlns:a='x'/></w:drawing></w:r></w:p>"
    )
    assert read(make.docx(body), "a.docx").warnings == (
        "1 comment was not read",
        "2 footnotes were not read",
        "1 picture was not read",
    )


def test_tables_are_rows_with_tabs_also_nested_ones() -> None:
    inner = make.table(("x", "y"), ("z", ""))
    body = make.p("atas") + make.table(("a", "b")).replace("</w:tc></w:tr>", f"{inner}</w:tc></w:tr>", 1)
    assert text_of(body) == "atas\na\tb\nx y\nz "


def test_a_table_of_speakers_is_a_conversation() -> None:
    rows = (("No", "Pelaku", "Percakapan"), ("1", "P", "Apa?"), ("2", "K1 :", "Itu."), ("3", "", "Dan itu."))
    found = read(make.docx(make.table(*rows)), "a.docx")
    assert found.text == "No\tPelaku\tPercakapan\n1\tP\tApa?\n2\tK1 :\tItu.\n3\t\tDan itu."
    assert said(found)[1:] == [("P", "Apa?"), ("K1", "Itu."), ("K1", "Dan itu.")]
    unnamed = read(make.docx(make.table(*rows[1:3], ("3", "P", "Oh."))), "a.docx")
    assert said(unnamed) == [("P", "Apa?"), ("K1", "Itu."), ("P", "Oh.")]


def test_a_table_may_only_frame_the_conversation() -> None:
    body = make.table(("Transkrip", "Catatan"), ("P: Apa?", ""), ("K1: Itu.", "lirih"), ("P: Oh.", ""))
    assert said(read(make.docx(body), "a.docx"))[-3:] == [("P", "Apa?"), ("K1", "Itu."), ("P", "Oh.")]


def test_a_table_of_questions_and_answers() -> None:
    rows = (("No", "Pertanyaan", "Jawaban"), ("1", "Apa?", "Itu."), ("2", "Kapan?", "Kemarin."))
    found = read(make.docx(make.table(*rows)), "a.docx")
    spoken = [(t.question_number, t.emphasis_question, found.text[t.start : t.end]) for t in found.turns[1:]]
    assert spoken == [(1, True, "Apa?"), (1, False, "Itu."), (2, True, "Kapan?"), (2, False, "Kemarin.")]


def test_a_table_of_money_is_not_a_conversation() -> None:
    rows = (("Tanggal", "Uraian", "Masuk"), ("5 Mei", "iuran", "10.000"), ("6 Mei", "keripik", "20.000"))
    assert read(make.docx(make.table(*rows)), "a.docx").speakers == ()


def test_bold_questions_and_bold_labels() -> None:
    body = (
        make.p("Apa kabar?", bold=True)
        + make.p("Baik.")
        + make.p("Sejak kapan?", bold=True)
        + make.p("Lama.")
    )
    found = read(make.docx(body), "a.docx")
    assert [role for role, _code in assign_roles(found.turns, ["K1"])] == ["interviewer", "informant"] * 2
    label = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r><w:r><w:tab/><w:t>{}</w:t></w:r></w:p>"
    body = (
        label.format("Peneliti", "Apa?") + label.format("Bu Yanti", "Itu.") + label.format("Peneliti", "Oh.")
    )
    assert said(read(make.docx(body), "a.docx")) == [
        ("Peneliti", "Apa?"),
        ("Bu Yanti", "Itu."),
        ("Peneliti", "Oh."),
    ]


def test_several_interviews_in_one_document() -> None:
    talk = make.p("P: Apa?") + make.p("{}: Itu.") + make.p("P: Oh.")
    body = (
        make.p("Lampiran 5")
        + make.p("Wawancara K1", style="Judul1")
        + make.p("Nama : Bu Yanti")
        + talk.format("K1")
        + make.p("Wawancara K2", style="Judul1")
        + make.p("Nama : Bu Warni")
        + talk.format("K2")
    )
    data = make.docx(body, styles=make.STYLES)
    first, second = read_all(data, "semua.docx")
    assert (first.name, second.name) == ("semua.docx#1 Wawancara K1", "semua.docx#2 Wawancara K2")
    assert first.sha256 == second.sha256
    assert first.text.startswith("Lampiran 5\nWawancara K1\nP: Apa?")
    assert second.text == "Wawancara K2\nP: Apa?\nK2: Itu.\nP: Oh."
    assert (first.identity, second.identity) == ({"Nama": "Bu Yanti"}, {"Nama": "Bu Warni"})
    assert read(data, "semua.docx").text.count("Wawancara") == 2


def test_offsets_hold_for_combining_and_emoji() -> None:
    body = make.p("K1: cafe\u0301 👩‍👩‍👧 ya") + make.p("P: שלום") + make.p("K1: ꦧꦱ")
    assert said(read(make.docx(body), "a.docx")) == [("K1", "café 👩‍👩‍👧 ya"), ("P", "שלום"), ("K1", "ꦧꦱ")]


def test_the_words_are_those_another_reader_finds(shared_data: Path) -> None:
    for path in sorted((shared_data / "transcripts").rglob("*.docx")):
        with docx2python(path) as other:
            expected = other.text.split()
        assert read(path).text.split() == expected


def test_documents_of_another_writer() -> None:
    document = python_docx.Document()
    document.add_heading("Judul", 1)
    document.add_paragraph("P: Apa?", style="List Bullet")
    document.add_paragraph("I: ").add_run("tebal").bold = True
    grid = document.add_table(1, 2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "kiri", "kanan"
    out = BytesIO()
    document.save(out)
    found = read(out.getvalue(), "a.docx")
    assert found.text == "Judul\nP: Apa?\nI: tebal\nkiri\tkanan"
    assert found.turns[0].kind == "heading"


def test_opendocument_text() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>hapus</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:h text:outline-level='1'>Judul</text:h>"
        "<text:p>P:<text:s text:c='2'/>Apa?<text:line-break/>Ya<text:tab/>itu<text:note><text:note-body>"
        "<text:p>kaki</text:p></text:note-body></text:note>.</text:p>\n<text:list><text:list-item>"
        "<text:p>K1:  Itu\n   lagi <text:span>cafe\u0301</text:span></text:p></text:list-item></text:list>"
        "<text:p>P: Oh.<draw:frame><draw:text-box><text:p>kotak</text:p></draw:text-box></draw:frame></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
        "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
    )
    found = read(make.odt(body), "a.odt")
    assert found.text == "Judul\nP:  Apa?\nYa\titu.\nK1: Itu lagi café\nP: Oh.\nkotak\na\tb"
    assert found.warnings == ("1 tracked deletion was left out", "1 footnote was not read")
    assert found.speakers == ("P", "K1")


def test_bold_questions_in_opendocument_text() -> None:
    styles = "<style:style style:name='T1'><style:text-properties fo:font-weight='bold'/></style:style>"
    line = "<text:p><text:span text:style-name='T1'>{}?</text:span></text:p><text:p>{}.</text:p>"
    found = read(make.odt(line.format("Apa", "Itu") + line.format("Kapan", "Kemarin"), styles), "a.odt")
    assert [t.emphasis_question for t in found.turns] == [True, False, True, False]


def test_rich_text() -> None:
    data = rb"{\rtf1\ansi P: Apa kabar\'3f\par K1: Baik \u-10179?\u-8704?, caf\'e9.\par P: Oh.\par}"
    found = read(data, "a.rtf")
    assert said(found) == [("P", "Apa kabar?"), ("K1", "Baik 😀, café."), ("P", "Oh.")]
    assert found.repaired == 0


@pytest.mark.parametrize("name", ["interview1.docx", "interview2.docx"])
def test_real_interviews_have_turns(shared_data: Path, name: str) -> None:
    found = read(shared_data / "transcripts" / "german_haski_mit" / name)
    assert found.speakers[0] == "I" and len(found.speakers) == 3
    roles = dict(
        zip(
            [t.speaker for t in found.turns], assign_roles(found.turns, ["S1", "S2", "S3", "S4"]), strict=True
        )
    )
    assert roles["I"] == ("interviewer", None)
    assert all(roles[label] == ("informant", label) for label in found.speakers[1:])


def test_a_conversation_in_a_table_goes_on_over_pages() -> None:
    head = ("No", "Pelaku", "Percakapan")
    first = make.table(("Transkrip", "", ""), head, ("1", "P", "Apa?"), ("2", "Bu Sri", "Itu."), head)
    second = make.table(("", "", "Dan itu."), ("3", "P", "Oh."))
    members = make.table(("1", "Sari", "Anggota"), ("2", "Tuti", "Anggota"))
    found = read(make.docx(first + make.p("") + second + members), "a.docx")
    spoken = [turn for turn in found.turns if turn.speaker]
    assert [(t.speaker, found.text[t.start : t.end]) for t in spoken] == [
        ("P", "Apa?"),
        ("Bu Sri", "Itu."),
        ("Bu Sri", "Dan itu."),
        ("P", "Oh."),
    ]
    assert [t.kind for t in found.turns if not t.speaker] == ["heading"] * 3 + ["speech"] * 2


def test_one_question_and_answer_with_a_line_break_in_opendocument_text() -> None:
    body = "<text:p>P: Apa itu?<text:line-break/>yang tadi</text:p><text:p>I: Ya</text:p>"
    assert said(read(make.odt(body, ""), "a.odt")) == [("P", "Apa itu?\nyang tadi"), ("I", "Ya")]


def test_characters_that_xml_forbids_are_replaced_and_counted() -> None:
    for body in ("a&#0;b&#xD800;c&#xffff;d", "a\x00b\x01c&#99999999;d"):
        found = read(make.docx(make.p(body)), "a.docx")
        assert (found.text, found.repaired) == ("a\ufffdb\ufffdc\ufffdd", 3)
        assert found.warnings == ("3 damaged characters were replaced",)
    found = read(make.docx(make.p("&#xD83D;&#xDE00; &#55357;&#56832; &#233;")), "a.docx")
    assert (found.text, found.repaired) == ("😀 😀 é", 0)
    found = read(make.odt("<text:p>a&#0;b</text:p>", ""), "a.odt")
    assert (found.text, found.repaired) == ("a\ufffdb", 1)


@pytest.mark.parametrize(
    "rows",
    [
        (("Peneliti", "Informan"), ("Apa?", "Itu.")),
        (("No", "Peneliti", "Informan"), ("1", "Apa?", "Itu.")),
        (("P", ":", "Apa?"), ("I", ":", "Itu.")),
        (("P", "Apa?"), ("I", "Itu.")),
    ],
)
def test_other_tables_that_are_conversations(rows: tuple[tuple[str, ...], ...]) -> None:
    found = read(make.docx(make.table(*rows)), "a.docx")
    roles = [role for role, _code in assign_roles(found.turns, ["K1"])]
    words = [found.text[t.start : t.end] for t in found.turns]
    assert list(zip(roles, words, strict=True))[-2:] == [("interviewer", "Apa?"), ("informant", "Itu.")]
