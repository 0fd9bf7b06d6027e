"""The PDF: pages of the layout, tables that say what they continue, notes at the foot, large reports set quickly."""

from __future__ import annotations

from ctypes import c_float, c_int
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from qualcode.reports import pdf, render
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Comment,
    Contents,
    Document,
    Facts,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    Quote,
    Row,
    Run,
    Table,
    cell,
    text,
)
from qualcode.reports.layout import Layout

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10"><rect width="9" height="9"/></svg>'


def made(*blocks: Block, layout: Layout | None = None) -> Document:
    return Document(
        "T", "", "id", datetime(2024, 3, 12, tzinfo=UTC), blocks, layout=layout or Layout(source_line="")
    )


def table(rows: int, **more: object) -> Table:
    body = tuple(Row((cell(f"r{n}"), cell("kata " * 6)), anchor=f"row-{n}") for n in range(rows))
    return Table("Isi", (Column(), Column(4.0)), ((cell("No"), cell("Isi")),), body, **more)  # type: ignore[arg-type]


def pages(document: Document) -> list[str]:
    with pypdfium2.PdfDocument(render(document, "pdf")) as read:
        return [page.get_textpage().get_text_bounded() for page in read]


@pytest.mark.parametrize("quick", [False, True])
def test_each_further_page_of_a_table_says_what_it_continues(quick: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "MANY_CELLS", 0 if quick else 1000)
    shown = pages(made(table(150), Paragraph(text("Sesudahnya"))))
    assert len(shown) > 2 and "(lanjutan)" not in shown[0]
    assert all("Tabel 1 (lanjutan)" in page and "No" in page for page in shown[1:])
    assert "".join(shown).count("Tabel 1. Isi") == 1
    assert pages(made(table(150), PageBreak(), Paragraph(text("Sesudahnya"))))[-1].count("lanjutan") == 0


@pytest.mark.parametrize("quick", [False, True])
def test_what_stands_in_a_cell_leads_to_a_row_on_its_page(quick: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "MANY_CELLS", 0 if quick else 1000)
    to = [
        Run("(W1/b.9)", link="row-149", unbroken=True),
        Run("3", link="row-0"),
        Run("nihil", link="no-such"),
    ]
    leading = Table("Acuan", (Column(),), (), tuple(Row((Cell((run,)),)) for run in to))
    document = made(table(150), leading, layout=Layout(source_line="", page_start=7))
    shown = pages(document)
    with pypdfium2.PdfDocument(written := render(document, "pdf")) as read:
        led = leads(read, len(shown) - 1)
        row = next(number for number, page in enumerate(shown) if "r149" in page)
        there = read[row].get_textpage()
        top = there.get_charbox(there.get_text_range().index("r149"))[3]
    assert [page for page, _y in led] == [row, 0] and 0 < led[0][1] - top < 15
    assert b"URI" not in written and f"(Halaman {row + 7})".encode() in written
    monkeypatch.setattr(pdf, "MANY_LINKS", 0)
    with pypdfium2.PdfDocument(render(document, "pdf")) as read:
        assert len(leads(read, len(shown) - 1)) == (1 if quick else 2)


def leads(read: pypdfium2.PdfDocument, page: int) -> list[tuple[int, float]]:
    """Where the links of a page lead, from top to bottom: page and height on it."""
    raw, found, position = pypdfium2.raw, [], c_int(0)
    link = raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(read[page], position, link):
        place = raw.FPDFLink_GetDest(read, link)
        has, x, y, zoom = (c_int() for _n in range(3)), c_float(), c_float(), c_float()
        raw.FPDFDest_GetLocationInPage(place, *has, x, y, zoom)
        found.append((raw.FPDFDest_GetDestPageIndex(read, place), y.value))
    return found


def test_no_page_holds_the_source_of_a_table_without_some_of_it(monkeypatch: pytest.MonkeyPatch):
    layout = Layout(source_line="Sumber: {tahun}")
    for quick in (False, True):
        monkeypatch.setattr(pdf, "MANY_CELLS", 0 if quick else 1000)
        for rows in (56, 57) if quick else (39, 40):
            for page in pages(made(table(rows), layout=layout)):
                assert "Sumber" not in page or "kata" in page, (quick, rows)
            end = replace(table(1).rows[0], anchor="", comments=(Comment("Lihat lagi"),))
            noted = replace(table(rows), rows=(*table(rows).rows, end))
            assert all("Lihat lagi" not in page or "kata" in page for page in pages(made(noted)))
        last = Row((Cell((Run("bagian"),), span=2),), section=True)
        ends = [replace(table(9), rows=(*table(9).rows, last)), replace(table(9), rows=())]
        assert all("Sumber" in page for one in ends for page in pages(made(one, layout=layout)))


@pytest.mark.parametrize("quick", [False, True])
def test_rows_that_belong_together_stay_on_one_page(quick: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "MANY_CELLS", 0 if quick else 10_000)
    first = 56 if quick else 39
    tables = [table(rows) for rows in range(first, first + 4)]
    further = [page for one in tables for page in pages(made(one)) if "(lanjutan)" in page]
    assert further and all(page.count("\nr") >= 2 for page in further)
    pairs = [
        Row((cell(f"{word}{n}."), cell("kata " * 30)), continues=word == "simpul")
        for n in range(40)
        for word in ("temuan", "simpul")
    ]
    for above in (0, 1):
        shown = pages(made(*[Paragraph(text("Atas"))] * above, replace(table(0), rows=tuple(pairs))))
        assert len(shown) > 2
        for n in range(40):
            assert [f"temuan{n}." in page for page in shown] == [f"simpul{n}." in page for page in shown]


def test_a_row_is_held_only_by_what_there_is_room_for():
    tall = [Row((cell(f"r{n}"), cell("kata " * 700)), continues=n % 2 == 1) for n in range(4)]
    section = Row((Cell((Run("bagian"),), span=2),), section=True)
    shown = "".join(pages(made(replace(table(0), rows=(*tall, section, *tall, section)))))
    assert shown.count("kata") == 5600


@pytest.mark.parametrize(("count", "together"), [(9, range(9)), (14, range(3))])
def test_a_list_of_facts_is_parted_only_where_it_is_long_and_never_after_one(count: int, together: range):
    facts = Facts(tuple((f"nama{n}", text(f"isi{n}.")) for n in range(count)))
    blocks = [
        one
        for above in range(15, 32)
        for one in (*[Paragraph(text("Atas"))] * above, Heading("Temuan", level=2), facts, PageBreak())
    ]
    shown = pages(made(*blocks))
    assert len(shown) > 20
    for page in shown:
        assert page.count("isi") != 1 and len({f"isi{n}." in page for n in together}) == 1
        assert "Temuan" not in page or "isi2." in page


def test_paper_numbers_and_words_follow_the_layout():
    layout = Layout(
        paper="f4", page_start=55, table_start=7, caption_mark=" ", source_line="Sumber: {tahun}"
    ).with_appendices_from("5")
    document = made(
        Heading("Judul", kind="appendix", anchor="a"), table(2), Contents("tables"), layout=layout
    )
    with pypdfium2.PdfDocument(render(document, "pdf")) as read:
        assert [round(side / 72 * 2.54, 1) for side in read[0].get_size()] == [21.5, 33.0]
        shown = read[0].get_textpage().get_text_bounded()
    assert "Lampiran 5. Judul" in shown and "Tabel 7 Isi" in shown and "Sumber: 2024" in shown
    assert "Daftar tabel" in shown and "\n55" in shown.replace("\r", "")


def test_footnotes_and_comments_stand_at_the_foot_of_the_page():
    said = Comment("Periksa #lagi [ini]", "Dosen Contoh", datetime(2024, 3, 1, tzinfo=UTC))
    rows = (Row((cell("sel"),), comments=(said,)),)
    shown = pages(
        made(
            Paragraph((Run("Kata", footnote=text("Catatan kaki.")),), comments=(said,)),
            Quote("Kutipan", "(W1)", comments=(said,)),
            Table("c", (Column(),), (), rows),
        )
    )[0]
    assert (
        "Catatan kaki." in shown
        and shown.count("Komentar (Dosen Contoh, 1 Maret 2024): Periksa #lagi [ini]") == 3
    )


def test_lists_of_tables_and_figures_name_them():
    figure = Figure(PICTURE, "Gambar itu", "alt")
    shown = pages(made(Contents("tables"), Contents("figures"), table(1), figure))[0]
    assert "Daftar gambar" in shown and "Tabel\xa01. Isi ." in shown and "Gambar\xa01. Gambar itu ." in shown


def test_a_large_report_is_set_the_quick_way_and_says_the_same(monkeypatch: pytest.MonkeyPatch):
    rows = (
        Row((cell("K1", bold=True), Cell((Run("kata", link="row-1"),)), cell("3"))),
        Row((Cell((Run("bagian"),), span=3),), section=True),
        Row((cell("K2"), cell(""), cell("")), anchor="row-1", comments=(Comment("Lihat"),)),
    )
    columns = (Column(), Column(3.0), Column(1.0, "right"))
    wide = Table("c", columns, ((cell("A"), cell("B"), cell("C")),), rows, anchor="tbl-x")
    long = Table("d", (Column(),), ((cell("A"),),), (Row((cell("kata " * 3000),)),))
    document = made(wide, long)
    usual = pages(document)
    monkeypatch.setattr(pdf, "MANY_CELLS", 5)
    quick = pages(document)
    assert set(" ".join(quick).split()) == set(" ".join(usual).split())
    assert "".join(quick).count("kata") == "".join(usual).count("kata"), (
        "a row taller than a page is not cut off"
    )


def test_what_is_set_the_quick_way_stands_where_it_stands_otherwise(monkeypatch: pytest.MonkeyPatch):
    often = Cell((Run("Pwc.", bold=True),))
    rows = [
        Row((cell(str(n)), often, cell(f"Isi{n} " + "kata " * 30), cell(f"F{n % 3}"))) for n in range(96, 104)
    ]
    rows.append(Row((cell("8"), cell("lain"), cell("Lihat"), cell("ya\ntidak"))))
    rows.append(Row((cell(), cell(), Cell((Run("Catatan"),), span=2, shade=1))))
    columns = (Column(0.6, "right"), Column(), Column(3.0), Column(1.0, "centre"))
    heads = (cell("No"), cell("Penutur"), cell("Baris"), cell("Temuan"))
    document = made(Table("c", columns, (heads,), tuple(rows), dense=True))
    seen = (
        "No\r",
        "Baris",
        "Temuan",
        "96",
        "103",
        "8",
        "Pwc.",
        "lain",
        "Isi97",
        "F1",
        "Lihat",
        "ya",
        "Catatan",
    )

    def places() -> dict[str, float]:
        with pypdfium2.PdfDocument(render(document, "pdf")) as read:
            page = read[0].get_textpage()
            text = page.get_text_range()
            return {word: page.get_charbox(text.index(word))[0] for word in seen if word in text}

    usual = places()
    monkeypatch.setattr(pdf, "MANY_CELLS", 5)
    quick = places()
    assert len(usual) >= len(seen) - 1 and usual.keys() == quick.keys()
    assert {word: x - usual[word] for word, x in quick.items() if abs(x - usual[word]) > 0.5} == {}
