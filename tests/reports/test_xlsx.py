"""Workbooks, read back with a program that did not write them, and their XML where it does not tell enough."""

from __future__ import annotations

import re
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from types import ModuleType

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from qualcode.i18n import using
from qualcode.reports import render
from qualcode.reports.arranging import arranged
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Comment,
    Document,
    Figure,
    Heading,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.layout import Layout
from qualcode.reports.painting import number as shown
from qualcode.reports.painting import percent, whole
from qualcode.reports.triangulation import triangulation
from qualcode.reports.xlsx_cells import LONGEST, SheetNames, fitted, number, units

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def document(*blocks: Block, language: str = "id", **more: object) -> Document:
    created = datetime(2024, 3, 12, 9, 30, tzinfo=UTC)
    return Document("Judul", "Anak judul", language, created, tuple(blocks), **more)  # type: ignore[arg-type]


def table(*rows: Row | str, caption: str = "Isi", anchor: str = "t") -> Table:
    made = tuple(Row((cell(row), cell("x"))) if isinstance(row, str) else row for row in rows)
    return Table(caption, (Column(2), Column(1)), ((cell("Kode"), cell("Nilai")),), made, anchor=anchor)


def sheets(data: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def xml(data: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


@pytest.fixture(scope="module")
def report(samples: ModuleType) -> Document:
    return arranged(triangulation(samples.sample("id")))


@pytest.fixture(scope="module")
def data(report: Document) -> bytes:
    return render(report, "xlsx")


class TestOfAWholeReport:
    def test_every_table_and_figure_has_a_sheet_with_all_its_rows(self, report: Document, data: bytes):
        read = list(sheets(data).values())[2:]
        blocks = [block for block in report.blocks if isinstance(block, Table | Figure)]
        assert len(read) == len(blocks)
        for rows, block in zip(read, blocks, strict=True):
            assert str(rows[0][0]).endswith(block.caption)
            if isinstance(block, Table):
                assert len(rows) >= 1 + len(block.header) + len(block.rows)

    def test_what_is_said_outside_tables_stands_on_a_sheet_of_its_own(self, report: Document, data: bytes):
        said = "\n".join(str(value) for row in list(sheets(data).values())[1] for value in row)
        quotes = [block for block in report.blocks if isinstance(block, Quote)]
        assert len(quotes) > 3 and all(q.text in said and q.reference in said for q in quotes)
        assert all(block.text in said for block in report.blocks if isinstance(block, Heading))

    def test_every_link_leads_to_a_cell_that_is_there(self, data: bytes):
        read = sheets(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        links = [link for name in names for link in xml(data, name).iter(f"{S}hyperlink")]
        assert len(links) > 2 * len(names)
        for link in links:
            sheet, column, row = re.fullmatch(r"'([^']+)'!([AB])(\d+)", link.get("location")).groups()
            assert read[sheet][int(row) - 1]["AB".index(column)] != ""

    def test_it_is_dated_by_the_project_and_not_by_the_clock(self, data: bytes):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            core = archive.read("docProps/core.xml").decode()
            assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert core.count("2024-03-12T09:30:00Z") == 2


def test_a_number_leads_to_the_row_of_its_quotes_and_stays_a_number():
    many = Table(
        "Angka",
        (Column(),),
        ((cell("n"),),),
        (Row((Cell((Run("12", link="q2", behind=("q2",)),)),)),),
        anchor="angka",
    )
    quotes = table(Row((cell("satu"), cell("a")), "q1"), Row((cell("dua"), cell("b")), "q2"))
    data = render(document(many, quotes), "xlsx")
    assert sheets(data)["Tabel 1 Angka"][2] == [12.0]
    link = xml(data, "xl/worksheets/sheet2.xml").findall(f".//{S}hyperlink")[1]
    assert (link.get("ref"), link.get("location")) == ("A3", "'Tabel 2 Isi'!A4")
    assert sheets(data)["Tabel 2 Isi"][3][0] == "dua"


def test_formulas_stay_words_even_when_somebody_edits_them():
    told = ["=1+1", "+62 812", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")', "＝1"]
    data = render(document(table(*told)), "xlsx")
    page = xml(data, "xl/worksheets/sheet2.xml")
    assert [row[0] for row in sheets(data)["Tabel 1 Isi"][2 : 2 + len(told)]] == told
    assert not list(page.iter(f"{S}f"))
    formats = xml(data, "xl/styles.xml").find(f"{S}cellXfs")
    cells = [one for one in page.iter(f"{S}c") if re.fullmatch(r"A[3-9]", one.get("r"))]
    assert [(one.get("t"), formats[int(one.get("s"))].get("quotePrefix")) for one in cells] == [
        ("s", "1")
    ] * 7


def test_hostile_words_are_read_back_as_they_were_without_what_no_page_can_show():
    told = "<b>&amp; _x000D_ \x00\x1b\u202eevil ' \" 👩‍👩‍👧 السلام ꦗꦮ\r\nbaris"
    data = render(document(table(told, caption=told), Paragraph(text(told))), "xlsx")
    read = sheets(data)
    kept = "<b>&amp; _x000D_ \ufffd\ufffd\ufffdevil ' \" 👩‍👩‍👧 السلام ꦗꦮ\nbaris"
    assert list(read.values())[2][2][0] == kept and read["Teks"][2][1] == kept


def test_a_cell_that_is_too_long_is_cut_and_says_so():
    assert fitted("x" * LONGEST) == "x" * LONGEST
    cut = fitted("👩" * LONGEST)
    assert units(cut) in (LONGEST, LONGEST - 1) and cut.endswith(")") and "�" not in cut
    data = render(document(table("y" * 40_000)), "xlsx")
    assert str(sheets(data)["Tabel 1 Isi"][2][0]).endswith(
        "(dipotong di sini: sebuah sel tidak memuat lebih)"
    )


@pytest.mark.parametrize(
    ("said", "language", "value"),
    [
        ("12", "id", (12.0, "0")),
        ("0,40", "id", (0.4, "0.00")),
        ("−0,5", "id", (-0.5, "0.0")),
        ("2.400.000", "id", (2_400_000.0, "#,##0")),
        ("2,400", "en", (2400.0, "#,##0")),
        ("12,5%", "id", (0.125, "0.0%")),
        ("2.40", "en", (2.4, "0.00")),
        ("2.40", "id", None),
        ("0,40", "en", None),
        ("001", "id", None),
        ("-5", "id", None),
        ("1/2", "id", None),
        ("0812345678", "id", None),
        ("3578123456789012", "id", None),
        ("12.30", "id", None),
        ("٣", "id", None),
        (" 1", "id", None),
        ("F1", "id", None),
    ],
)
def test_only_what_is_written_as_our_numbers_are_is_one(said, language, value):
    assert number(said, language) == value


@pytest.mark.parametrize("language", ["id", "en"])
def test_numbers_that_the_report_writes_come_back(language):
    with using(language):
        told = {
            shown(-1234.5): -1234.5,
            whole(1_234_567): 1_234_567,
            percent(0.0625): 0.063,
            shown(0.125): 0.13,
        }
    assert {said: round(number(said, language)[0], 6) for said in told} == told


def test_names_of_sheets_are_short_without_signs_and_never_twice():
    names = SheetNames()
    long = "Tabel 1 Temuan [F1]: menurut kelompok/informan?"
    made = [
        names.name(long),
        names.name(long.upper()),
        names.name("a'b*c"),
        names.name("History"),
        names.name("[]"),
    ]
    assert made[2:] == ["a b c", "History (2)", "–"]
    assert made[0] == "Tabel 1 Temuan F1 menurut…" and made[1].endswith("… (2)")
    assert all(len(name) <= 31 for name in made) and len({name.casefold() for name in made}) == 5


def test_comments_and_footnotes_are_kept():
    remark = Comment("Apa buktinya?", "Pembimbing", datetime(2024, 3, 1, tzinfo=UTC))
    noted = Row((Cell((Run("dua", footnote=text("kata beliau")),)), cell("1")), comments=(remark,))
    data = render(document(table(noted), Paragraph(text("Isi."), comments=(remark,))), "xlsx")
    assert sheets(data)["Tabel 1 Isi"][2][0] == "dua [catatan kaki: kata beliau]"
    for name in ("xl/comments1.xml", "xl/comments2.xml"):
        said = "".join(xml(data, name).itertext())
        assert "Pembimbing, 1 Maret 2024: Apa buktinya?" in said


def test_a_table_is_set_up_to_be_filtered_scrolled_and_printed():
    joined = replace(table("a", "b"), header=((cell("Dua", span=2),), (cell("Kode"), cell("Nilai"))))
    page = xml(render(document(joined, layout=Layout(paper="f4")), "xlsx"), "xl/worksheets/sheet2.xml")
    assert page.find(f"{S}autoFilter").get("ref") == "A3:B5"
    assert page.find(f".//{S}pane").get("ySplit") == "3"
    setup = page.find(f"{S}pageSetup")
    assert (setup.get("orientation"), setup.get("paperSize"), setup.get("fitToHeight")) == (
        "landscape",
        "14",
        "0",
    )
    assert {one.get("ref") for one in page.iter(f"{S}mergeCell")} == {"A1:B1", "A2:B2", "A7:B7"}


def test_ten_thousand_quotes_take_less_than_three_seconds():
    said = "Tiap tanggal lima buku kas dibacakan di depan semua anggota, jadi tidak ada yang ditutup-tutupi. "
    rows = [Row((cell(said * 2 + str(n)), cell(str(n))), f"q{n}") for n in range(10_000)]
    made = document(table(*rows))
    start = time.process_time()
    data = render(made, "xlsx")
    assert time.process_time() - start < 3
    assert sheets(data)["Tabel 1 Isi"][10_001][1] == 9_999.0
