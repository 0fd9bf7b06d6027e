"""Long tables of a Word file: set in parts that say what they continue, or kept together."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import docx
import pytest
from lxml import etree

from qualcode.reports import render
from qualcode.reports.arranging import arranged
from qualcode.reports.document import (
    CELL_PADDING,
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
    plain,
    text,
)
from qualcode.reports.docx_divided import divided
from qualcode.reports.docx_package import Package
from qualcode.reports.docx_pager import FACTS_NAME_WIDTH, ROW_LINE, TOP_LINE, Pager, Parts
from qualcode.reports.docx_pages import Plan, planned, turned_blocks
from qualcode.reports.docx_rows import joined, pieces
from qualcode.reports.docx_sized import BESIDE
from qualcode.reports.docx_text import FIRST_COMMENT
from qualcode.reports.docx_widths import steady
from qualcode.reports.heights import lines
from qualcode.reports.layout import Layout, Words
from qualcode.reports.letters import letters

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10" width="20" height="10"><rect width="9" height="9"/></svg>'


def made(*blocks: Block, layout: Layout | None = None, language: str = "id") -> Document:
    return Document(
        "T", "", language, datetime(2024, 3, 12, tzinfo=UTC), blocks, layout=layout or Layout(source_line="")
    )


def table(rows: int, sections: tuple[int, ...] = (), words: str = "kata", **more: object) -> Table:
    body = tuple(
        Row((Cell(text(f"bagian {n}"), span=2),), section=True)
        if n in sections
        else Row((cell(str(n)), cell(words)))
        for n in range(rows)
    )
    heads = (cell("No"), cell("Isi"))
    return Table("Isi", (Column(), Column(4.0)), (heads,), body, **more)  # type: ignore[arg-type]


def plan_of(document: Document) -> Plan:
    return planned(document, Package(document).measures, turned_blocks(document))


def parted(document: Document) -> dict[int, Parts]:
    return plan_of(document).parts


def written(document: Document, name: str = "document") -> etree._Element:
    with zipfile.ZipFile(BytesIO(render(document, "docx"))) as archive:
        return etree.fromstring(archive.read(f"word/{name}.xml"))


def paragraphs(body: etree._Element, style: str) -> list[str]:
    return [
        "".join(t.text or "" for t in p.iter(W + "t"))
        for p in body.iter(W + "p")
        if p.find(f"{W}pPr/{W}pStyle") is not None and p.find(f"{W}pPr/{W}pStyle").get(W + "val") == style
    ]


class TestLines:
    def test_words_are_as_wide_as_in_times(self):
        times, other = letters("Times New Roman"), letters("a font nobody knows")
        assert round(times.width("kata"), 3) == 1.666 and times.width("WM") > 3 * times.width("li")
        assert letters("TIMES new Roman ") is times
        assert times.width("kata") < letters("Arial").width("kata") <= other.width("kata")
        assert letters("Bookman Old Style").width("kata pengantar") > 1.2 * times.width("kata pengantar")

    def test_italics_are_as_wide_as_italics_are(self):
        times = letters("Times New Roman")
        assert times.width("caranya", italic=True) > 1.05 * times.width("caranya")
        assert letters("Arial").width("caranya", italic=True) == letters("Arial").width("caranya")
        said = "kata caranya adalah bagian"
        room = times.width(said) + 0.01
        assert lines((Run(said),), room) == 1
        assert lines((Run(said, italic=True),), room) == lines((Run(said),), room, italic=True) == 2

    @pytest.mark.parametrize(
        ("said", "room", "count"),
        [
            ("", 10, 1),
            ("a", 10, 1),
            ("aaa aaa", 1.4, 2),
            ("aaa aaa", 3, 1),
            ("a\na\na", 10, 3),
            ("m" * 100, 10, 8),
        ],
    )
    def test_lines_end_where_no_word_fits(self, said: str, room: float, count: int):
        assert lines((Run(said),), room) == count

    def test_a_reference_is_not_parted_and_a_hyphen_may_be(self):
        assert lines((Run("aa aa-aa"),), 1.9) == 2 + 1
        assert lines((Run("aa "), Run("aa aa", unbroken=True)), 2.2) == 2


class TestParts:
    def test_every_row_is_in_one_part_and_sections_head_rows(self):
        sections = tuple(range(0, 200, 7))
        parts = parted(made(table(200, sections)))[0]
        assert len(parts.cuts) > 3 and parts.cuts == tuple(sorted(set(parts.cuts)))
        assert not any(cut - 1 in sections for cut in parts.cuts), "no heading of rows at the foot of a page"
        assert 200 - parts.cuts[-1] >= 3

    def test_more_fits_on_a_longer_page_and_less_of_taller_rows(self):
        first = parted(made(table(200)))[0].cuts[1]
        assert parted(made(table(200), layout=Layout(paper="f4", source_line="")))[0].cuts[1] > first
        assert parted(made(table(200, words="kata " * 80)))[0].cuts[1] < first

    def test_what_takes_less_than_half_a_page_stays_together(self):
        lead = [Paragraph(text("kata " * 300)) for _n in range(2)]
        assert parted(made(*lead, table(10)))[2] == Parts((), together=True)

    def test_a_long_table_goes_to_a_new_page_where_little_is_left(self):
        lead = Paragraph(text("kata " * 380))
        plan = plan_of(made(lead, Heading("Judul"), table(100)))
        assert plan.breaks == {1}, "its heading goes with it"
        assert plan.pages == {0: 1, 1: 2, 2: 2}
        assert plan.parts[2].cuts[0] > parted(made(table(100)))[0].cuts[0] - 3
        assert plan_of(made(lead, PageBreak(), table(100))).breaks == set()

    def test_what_leads_to_a_thing_goes_with_it_and_a_picture_keeps_its_source(self):
        tall = PICTURE.replace("20 10", "20 12").replace('"10"', '"12"')
        lead = Paragraph(text("kata " * 300))
        figure = Figure(tall, "Gambar itu", "alt", note=text("Sumber: ini"))
        facts = Facts(tuple((f"Nama {n}", text("nilai")) for n in range(9)))
        claim = Paragraph(text("Temuan."), style="lead")
        plan = plan_of(made(lead, Heading("Judul"), figure))
        assert plan.breaks == {1} and plan.pages == {0: 1, 1: 2, 2: 2}
        plan = plan_of(made(Paragraph(text("kata " * 340)), Heading("Temuan"), claim, facts))
        assert plan.breaks == {1} and plan.pages == {0: 1, 1: 2, 2: 2, 3: 2} and plan.parts[3].together
        body = written(made(figure))
        kept = [p for p in body.iter(W + "p") if p.find(f"{W}pPr/{W}keepNext") is not None]
        assert ["".join(p.itertext()) for p in kept] == ["Gambar 1. Gambar itu"], "the picture by its style"

    def test_a_short_table_that_is_higher_than_a_page_is_parted_too(self):
        assert parted(made(table(7, words="a\n" * 20)))[0].cuts

    def test_the_letters_of_a_wide_font_take_more_lines(self):
        first = parted(made(table(60, words="kata " * 40)))[0].cuts[0]
        wide = Layout(font="Bookman Old Style", source_line="")
        assert parted(made(table(60, words="kata " * 40), layout=wide))[0].cuts[0] < first

    def test_numbered_lines_are_parted_between_two_lines(self):
        def lines_of(first: int) -> Row:
            numbers = range(first, first + 8)
            said = "\n".join(f"{n}\N{EN SPACE}kata" for n in numbers)
            beside = Cell(text(f"KP {first}\nJR {first + 5}"), numbers=(first, first + 5))
            return Row((cell("K1"), Cell(text(said), numbers=tuple(numbers)), beside), anchor=f"r{first}")

        rows = tuple(lines_of(8 * n + 1) for n in range(20))
        transcript = Table("T", (Column(), Column(4.0), Column()), (), rows, dense=True)
        all_lines = pieces(rows)
        whole = [[plain(one.runs) for one in row.cells] for row in joined(all_lines)]
        assert len(all_lines) == 160 and whole == [[plain(one.runs) for one in row.cells] for row in rows]
        above, below = joined(all_lines[:4]), joined(all_lines[4:8])
        assert [plain(one.runs) for one in above[0].cells][2] == "KP 1" and above[0].anchor == "r1"
        assert [plain(one.runs)[:3] for one in below[0].cells] == ["K1", "5\N{EN SPACE}k", "JR "]
        cuts = parted(made(transcript))[0].cuts
        assert any(cut % 8 for cut in cuts) and not any(cut % 8 in (1, 7) for cut in cuts), "no line alone"
        body = written(made(transcript))
        hanging = paragraphs(body, "TableLines")
        assert len(hanging) == 160 and hanging[0] == "1kata"
        style = next(
            one for one in written(made(transcript), "styles") if one.get(W + "styleId") == "TableLines"
        )
        indent = style.find(f"{W}pPr/{W}ind")
        assert indent.get(W + "left") == indent.get(W + "hanging") == str(round((3 * 0.5 + 0.6) * 10 * 20))

    def test_numbered_lines_in_the_first_column_stand_there_once(self):
        lead = Cell(
            text("1\N{EN SPACE}kata\n2\N{EN SPACE}kata\n3-9\N{EN SPACE}[tidak dicetak]"), numbers=(1, 2, 3)
        )
        rows = (Row((lead, cell("KP")), anchor="r1", comments=(Comment("Baca lagi"),)),)
        body = written(made(Table("T", (Column(4.0), Column()), (), rows)))
        assert paragraphs(body, "TableLines") == ["1kata", "2kata", "3-9 [tidak dicetak]"]
        assert [one.get(W + "name") for one in body.iter(W + "bookmarkStart")].count("r1") == 1

    @pytest.mark.parametrize(("font", "size"), [("Times New Roman", 10.0), ("Arial", 9.5)])
    def test_a_numbered_line_stays_on_one_line(self, font, size):
        said = "yang PKH mau bikin kelompok. Saya sih mikirnya arisan saja, ya"
        numbers = tuple(range(101, 109))
        lead = Cell(text("\n".join(f"{n}\N{EN SPACE}{said}" for n in numbers)), numbers=numbers)
        codes = Cell(text("JR-BRI 101-102"), numbers=(101,))
        told = Table("T", (Column(0.5), Column(6.9), Column(1.2)), (), (Row((cell("Penutur"), lead, codes)),))
        document = made(told, layout=Layout(font=font, source_line=""))
        measures = Package(document).measures
        assert measures["TableLines"].size == measures["TableTextLines"].size == size
        assert measures["TableText"].size == 10.0
        sized = Pager(document, measures, False).sized(told)
        assert measures["TableLines"].count(text(said), sized.widths[1]) == 1
        assert sum(sized.columns) == pytest.approx(document.layout.text_width())

    def test_a_report_that_comes_to_a_wide_table_at_once_begins_turned(self):
        said = Paragraph(text("Satu kalimat."))
        assert turned_blocks(made(said, table(3, landscape=True))) == {0, 1}
        assert turned_blocks(made(said, PageBreak(), table(3, landscape=True))) == {2}
        body = written(made(said, table(3, landscape=True)))
        assert [one.get(W + "orient") for one in body.iter(W + "pgSz")] == ["landscape"]

    def test_a_part_has_room_for_a_line_that_breaks_where_none_was_reckoned(self):
        document = made(table(200))
        measures, layout = Package(document).measures, document.layout
        cell, again = measures["TableText"], measures["TableContinued"]
        first, second = parted(document)[0].cuts[:2]
        row = cell.line + cell.before + cell.after + ROW_LINE
        filled = again.before + again.line + again.after + TOP_LINE + row + (second - first) * row
        assert filled + cell.line < layout.text_height() < filled + 3 * row
        assert 60 * cell.line > 60 * cell.size * 1.149, "a line is a whole number of twips"

    def test_a_list_has_entries_below_its_heading_on_its_page(self):
        tables = [table(1, anchor=f"t{n}") for n in range(60)]
        for lead, is_moved in ((15, False), (28, True)):
            front = (Paragraph(text("kata\n" * lead)), Contents("tables"), PageBreak())
            plan = plan_of(made(*front, *tables))
            assert (1 in plan.breaks) == is_moved and plan.pages[1] == 1 + is_moved

    def test_what_is_free_below_a_text_does_not_go_over_to_the_next_page(self):
        document = made()
        pager = Pager(document, Package(document).measures, turned=False)
        pager.text(pager.height + 4, after=10)
        assert (pager.page, pager.used) == (1, pager.height)
        pager.begin()
        assert pager.page == 2, "no page between them"
        pager.text(2.5 * pager.height, after=10)
        assert pager.page == 4 and round(pager.used - pager.height / 2, 6) == 0

    def test_names_that_break_in_their_column_are_reckoned(self):
        document = made()
        pager = Pager(document, Package(document).measures, turned=False)
        column = FACTS_NAME_WIDTH * pager.width - CELL_PADDING
        wide = Facts((("m" * int(column / 7.78 + 1), text("x")),))
        assert pager.facts(wide) > 1.5 * pager.facts(Facts((("m", text("x")),)))

    def test_a_row_with_a_footnote_that_is_taller_than_a_page_stands_alone(self):
        rows = (
            Row((cell("1"), Cell((Run("kata " * 3000, footnote=text("ini")),)))),
            Row((cell("2"), cell("x"))),
        )
        tall = Table("Isi", (Column(), Column(4.0)), (), rows)
        assert parted(made(tall))[0].cuts == (1,)

    def test_a_tall_row_is_parted_where_much_of_a_page_would_stay_empty(self):
        words = " ".join(f"kata{n}" for n in range(400))
        comment = Comment("Baca lagi", "Dosen")
        rows = tuple(
            Row((cell(f"B{n}"), cell(words), cell("sedikit")), anchor=f"r{n}", comments=(comment,))
            for n in range(5)
        )
        document = made(Table("Isi", (Column(), Column(4.0), Column()), (), rows))
        parts = parted(document)[0]
        shown = joined(parts.pieces[: parts.cuts[0]]), joined(parts.pieces[parts.cuts[0] : parts.cuts[1]])
        above, below = shown[0][-1], shown[1][0]
        assert above.anchor and above.comments and not below.anchor and not below.comments
        assert f"{plain(above.cells[1].runs)} {plain(below.cells[1].runs)}" == words
        assert plain(below.cells[0].runs) == plain(above.cells[0].runs), "its name again"
        assert plain(above.cells[2].runs) == "sedikit" and not below.cells[2].runs
        said = [one for row in written(document).iter(W + "tr") for one in row.itertext() if "kata" in one]
        assert " ".join(said) == " ".join([words] * 5)

    def test_what_goes_on_of_a_row_is_named_once_more(self):
        words = " ".join(f"kata{n}" for n in range(60))
        counted = "\n".join(("KP-PGR", "Kepercayaan", *(f"baris {n}" for n in range(8))))
        row = Row((cell(counted), cell(words)))
        measure = Package(made()).measures["TableText"]
        above, below = divided(row, [120.0, 60.0], measure, 5 * measure.line)
        assert plain(above.cells[0].runs) == "\n".join(counted.split("\n")[:5])
        assert plain(below.cells[0].runs) == "\n".join(("KP-PGR", *counted.split("\n")[5:]))
        numbered = Row((cell("12"), cell("K3\nKetua"), cell(words)))
        above, below = divided(numbered, [20.0, 60.0, 60.0], measure, 5 * measure.line)
        assert [plain(one.runs) for one in below.cells[:2]] == ["12", "K3"]
        assert (
            not divided(Row((cell(words), cell("a"))), [60.0, 60.0], measure, 5 * measure.line)[1]
            .cells[0]
            .runs[0]
            .text.startswith("kata0 ")
        ), "no name that is parted itself"

    def test_tables_that_flow_are_whole_and_nothing_is_fixed_to_a_page(self):
        blocks = (Heading("Satu"), table(60, words="kata " * 40), Heading("Dua"), table(200), Heading("Tiga"))
        flowing = made(*blocks, layout=Layout(source_line="", part_tables=False))
        plan, whole = plan_of(flowing), plan_of(made(*blocks))
        assert not plan.breaks and not any(parts.cuts for parts in plan.parts.values())
        assert abs(plan.last - whole.last) <= 1 < plan.last, "its pages are counted"
        body = written(flowing)
        assert len(list(body.iter(W + "tbl"))) == 2 and "lanjutan" not in "".join(body.itertext())
        assert not list(body.iter(W + "pageBreakBefore")) and list(body.iter(W + "tblHeader"))

    def test_what_is_concluded_of_a_row_stays_with_it(self):
        for lead in range(60, 68):
            body = [Row((cell(str(n)), cell("kata"))) for n in range(lead)]
            body += [Row((Cell(text("Kesimpulan"), span=2),), continues=True)]
            body += [Row((cell("x"), cell("kata"))) for _n in range(9)]
            cuts = parted(made(Table("Isi", (Column(), Column(4.0)), (), tuple(body))))[0].cuts
            assert cuts and lead not in cuts

    def test_a_figure_becomes_a_little_smaller_to_fit_and_no_more_than_that(self):
        tall = PICTURE.replace("20 10", "20 20").replace('"10"', '"20"')
        widths = []
        for lines_before in (4, 9, 14):
            lead = Paragraph(text("kata\n" * lines_before))
            plan = plan_of(made(lead, Figure(tall, "Gambar itu", "alt")))
            widths.append((plan.figures[1].width_cm, plan.pages[1]))
        (whole, first), (less, same), (again, next_page) = widths
        assert whole == again == 14.0 and 0.75 * 14 <= less < 14 and (first, same, next_page) == (1, 1, 2)

    def test_lists_are_set_close_where_that_saves_a_page(self):
        def spaced(count: int) -> tuple[str, int]:
            document = made(
                Contents("tables"), PageBreak(), *(table(1, anchor=f"t{n}") for n in range(count))
            )
            style = next(
                one for one in written(document, "styles") if one.get(W + "styleId") == "TableofFigures"
            )
            plan = plan_of(document)
            return style.find(f"{W}pPr/{W}spacing").get(W + "line"), plan.pages[2]

        assert [spaced(count) for count in (20, 42, 60)] == [("264", 2), ("240", 2), ("264", 3)]

    def test_lists_are_set_close_in_a_facultys_template_too(self):
        word = docx.Document()
        word.styles["Normal"].paragraph_format.line_spacing = 1.5
        style = BytesIO()
        word.save(style)

        def line(count: int) -> float:
            blocks = (Contents("tables"), PageBreak(), *(table(1, anchor=f"t{n}") for n in range(count)))
            return Package(made(*blocks), style.getvalue()).measures["TableofFigures"].line

        usual, close, again = (line(count) for count in (20, 37, 49))
        assert close < usual == again

    def test_a_figure_gives_way_to_a_short_table_that_follows(self):
        tall = PICTURE.replace("20 10", "20 20").replace('"10"', '"20"')
        widths, pages = [], []
        for rows in (4, 12, 16):
            plan = plan_of(made(Figure(tall, "Gambar itu", "alt"), table(rows)))
            widths.append(plan.figures[0].width_cm)
            pages.append(plan.pages[1])
        assert widths[0] == widths[2] == 14.0 and 0.75 * 14 <= widths[1] < 14 and pages == [1, 1, 2]

    def test_words_that_return_do_not_fill_a_line_to_the_last_hair(self):
        document = made()
        measure = Package(document).measures["TableText"]
        wide = measure.font.width("program yang melepas") * measure.size
        body = tuple(Row((cell("program yang melepas"), cell("kata " * 30))) for _n in range(5))
        block = Table("Isi", (Column(), Column(4.0)), (), body)
        for room in (wide - 0.2, wide, wide + 0.2):
            columns = steady(block, [room + BESIDE, 300.0], measure)
            assert sum(columns) == pytest.approx(room + BESIDE + 300)
            assert measure.count(text("program yang melepas"), columns[0] - BESIDE) == 1
        assert steady(block, [wide / 2, 300.0], measure) == [wide / 2, 300.0]

    def test_a_part_says_what_it_continues_and_has_the_head(self):
        body = written(made(table(120, anchor="tbl-x"), table(2)))
        tables = [t for t in body.iter(W + "tbl")]
        again = paragraphs(body, "TableContinued")
        assert again and set(again) == {"Tabel 1 (lanjutan)"} and len(tables) == len(again) + 2
        assert all(t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for t in tables)
        assert sum(len(t.findall(W + "tr")) - 1 for t in tables) == 122
        sequences = [f for f in body.iter(W + "fldSimple") if "SEQ" in f.get(W + "instr")]
        assert len(sequences) == 2, "a part is not counted again"
        assert (
            paragraphs(written(made(table(120), language="en")), "TableContinued")[0] == "Table 1 (continued)"
        )


class TestFields:
    def test_counting_begins_where_the_user_says(self):
        layout = Layout(table_start=7, page_start=55, caption_mark=" ", source_line="").with_appendices_from(
            "5"
        )
        blocks = (Heading("Lampiran itu", kind="appendix", anchor="a"), table(2, anchor="t"), table(1))
        document = made(*blocks, Paragraph((Run("?", link="t", label=True),)), layout=layout)
        body = written(document)
        fields = [f.get(W + "instr").split() for f in body.iter(W + "fldSimple")]
        assert [f for f in fields if f[0] == "SEQ"] == [
            ["SEQ", "Tabel", "\\*", "ARABIC", "\\r", "7"],
            ["SEQ", "Tabel", "\\*", "ARABIC"],
        ]
        assert paragraphs(body, "TableCaption")[0] == "Tabel 7 Isi"
        assert next(body.iter(W + "pgNumType")).get(W + "start") == "55"
        numbering = written(document, "numbering")
        level = next(
            one
            for one in numbering.iter(W + "lvl")
            if one.find(W + "lvlText").get(W + "val") == "Lampiran %1."
        )
        assert (level.find(W + "start").get(W + "val"), level.find(W + "numFmt").get(W + "val")) == (
            "5",
            "decimal",
        )

    def test_contents_are_fields_of_words_own_with_the_pages_they_come_to(self):
        figure = Figure(PICTURE, "Gambar itu dan coding", "alt")
        lists = (Contents(), Contents("tables"), Contents("figures"))
        heading = Heading("Satu", kind="appendix", anchor="a")
        document = made(
            *lists, PageBreak(), heading, table(1, anchor="t"), PageBreak(), table(1), figure,
            layout=Layout(page_start=7, source_line=""),
        )  # fmt: skip
        body = written(document)
        assert paragraphs(body, "TOCHeading") == ["Daftar isi", "Daftar tabel", "Daftar gambar"]
        assert paragraphs(body, "TOC1") == ["Lampiran A.  Satu8"]
        assert paragraphs(body, "TableofFigures") == [
            "Tabel 1. Isi8",
            "Tabel 2. Isi9",
            "Gambar 1. Gambar itu dan coding9",
        ]
        instructions = [(e.text or "").split() for e in body.iter(W + "instrText")]
        assert [" ".join(one) for one in instructions if one[0] == "TOC"] == [
            'TOC \\o "1-2" \\h \\z \\u',
            'TOC \\h \\z \\c "Tabel"',
            'TOC \\h \\z \\c "Gambar"',
        ]
        marks = {e.get(W + "name") for e in body.iter(W + "bookmarkStart")}
        assert {one[1] for one in instructions if one[0] == "PAGEREF"} <= marks
        kinds = [e.get(W + "fldCharType") for e in body.iter(W + "fldChar")]
        assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 3 + 4
        assert not any(e.get(W + "dirty") for e in body.iter(W + "fldChar")), "Word would ask when it opens"
        assert not list(written(document, "settings").iter(W + "updateFields"))
        assert not paragraphs(written(made(Contents("tables"))), "TOCHeading"), "no list of nothing"
        italic = [
            "".join(r.itertext())
            for r in body.iter(W + "r")
            if r.find(f"{W}rPr/{W}rStyle[@{W}val='Emphasis']") is not None
        ]
        assert italic == ["coding", "coding"], "in the list and in the caption"

    def test_page_counting_begins_once_over_turned_pages(self):
        document = made(table(1), table(1, landscape=True), table(1), layout=Layout(page_start=9))
        pages = [one.get(W + "start") for one in written(document).iter(W + "pgNumType")]
        assert pages == ["9", None, None]


class TestNotes:
    def test_footnotes_are_words_own(self):
        note = text("Catatan & rujukan.")
        rows = (Row((Cell((Run("sel", footnote=text("Di dalam sel.")),)),)),)
        document = made(
            Paragraph((Run("kata", footnote=note), Run(" lain"))), Table("c", (Column(),), (), rows)
        )
        calls = [e.get(W + "id") for e in written(document).iter(W + "footnoteReference")]
        notes = {n.get(W + "id"): "".join(n.itertext()).strip() for n in written(document, "footnotes")}
        assert calls == ["1", "2"] and notes["1"] == "Catatan & rujukan." and notes["2"] == "Di dalam sel."
        assert (
            {n.get(W + "id") for n in written(document, "settings").iter(W + "footnote")}
            == {"-1", "0"}
            <= set(notes)
        )

    def test_comments_stand_at_quotes_paragraphs_and_rows(self):
        said = Comment("Setuju?\nPeriksa lagi <ini>", "Dosen Contoh", datetime(2024, 3, 1, 8, 0, tzinfo=UTC))
        rows = (Row((cell("x"),), comments=(said,)),)
        document = made(
            Paragraph(text("p"), comments=(said, Comment("tanpa nama"))),
            Quote("q", "(W1)", comments=(said,)),
            Table("c", (Column(),), (), rows),
        )
        body = written(document)
        ids = [
            [e.get(W + "id") for e in body.iter(W + name)]
            for name in ("commentRangeStart", "commentReference")
        ]
        assert ids == [[str(FIRST_COMMENT + n) for n in range(4)]] * 2
        assert [c.get(W + "id") for c in written(document, "comments")] == ids[0]
        comments = list(written(document, "comments"))
        assert [c.get(W + "initials") for c in comments] == ["DC", "-", "DC", "DC"]
        assert [c.get(W + "date") for c in comments][:2] == ["2024-03-01T08:00:00Z", "2024-03-12T00:00:00Z"]
        assert "".join(comments[0].itertext()) == "Setuju?Periksa lagi <ini>"

    def test_foreign_words_are_italic_in_headings_captions_and_text_but_not_in_quotes(self):
        document = made(
            Heading("Hasil member check"),
            Paragraph(text("coding")),
            Quote("kata coding saya", "(W1)"),
            table(1),
        )
        italic = [
            "".join(r.itertext())
            for r in written(document).iter(W + "r")
            if r.find(f"{W}rPr/{W}rStyle") is not None
            and r.find(f"{W}rPr/{W}rStyle").get(W + "val") == "Emphasis"
        ]
        assert italic == ["member check", "coding"]

    def test_foreign_words_in_cells_are_italic_where_the_cell_is_in_the_language_of_the_report(self):
        said = ("Ikatan ke dalam (bonding)", "Trust that is guarded", "“kata coding saya”")
        block = Table("Isi", (Column(),), (), tuple(Row((cell(one),)) for one in said))
        shown = arranged(made(block)).blocks[0]
        assert isinstance(shown, Table)
        assert [run.text for row in shown.rows for run in row.cells[0].runs if run.italic] == ["bonding"]


HOSTILE = '<w:p/> & "\' ]]> {x} #import "y" \x00\x1b\u202e\ud800 السلام ' + "m" * 300


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_what_people_write_around_a_report_stays_text(format: str):
    words = Words(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    layout = Layout(
        words=words, source_line=HOSTILE, caption_mark=HOSTILE, font='"/><w:b/>', foreign=(HOSTILE, "(")
    )
    said = Comment(HOSTILE, HOSTILE)
    crowded = Table(
        HOSTILE, (Column(),) * 70, (), (Row(tuple(cell("mm") for _n in range(70)), comments=(said,)),) * 20
    )
    document = made(
        Contents("tables"),
        Heading(HOSTILE, kind="appendix", anchor="a"),
        Paragraph((Run("x", footnote=text(HOSTILE)), Run("?", link="a", label=True)), comments=(said,)),
        crowded,
        Figure(PICTURE, HOSTILE, HOSTILE),
        layout=layout,
    )
    data = render(document, format)
    assert data == render(document, format), "the same bytes"
    if format == "docx":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
        assert all(etree.fromstring(part) is not None for part in parts.values())
        assert (
            b"&lt;w:p/&gt;" in parts["word/comments.xml"] and b"&lt;w:p/&gt;" in parts["word/footnotes.xml"]
        )


def test_five_thousand_quotes_are_painted_quickly():
    import time

    words = (
        "Tiap tanggal lima buku kas dibacakan di depan semua anggota, jadi tidak ada yang ditutup-tutupi. "
        * 2
    )
    rows = tuple(
        Row(
            (cell(f"K{n}"), Cell((Run(f"“{words}{n}” "), Run(f"(W{n}/K1/b.1-2)", unbroken=True)))),
            anchor=f"r{n}",
        )
        for n in range(4000)
    )
    quotes = tuple(Quote(f"{words} {n}", f"(W1/K1/b.{n})", lead=(Run("K1", bold=True),)) for n in range(1000))
    document = made(Table("c", (Column(), Column(6.0)), (), rows), *quotes)
    start = time.process_time()
    data = render(document, "docx")
    assert time.process_time() - start < 4.0
    assert len(re.findall(rb"word/document.xml", data)) == 2
