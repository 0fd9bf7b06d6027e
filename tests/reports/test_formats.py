"""The painted files: what they hold, that hostile text stays text, and that bytes do not vary."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from lxml import etree, html
from python_calamine import CalamineWorkbook

from qualcode.reports import FORMATS, render
from qualcode.reports.document import (
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
)
from qualcode.reports.docx_package import LANGUAGE_TAGS
from qualcode.reports.markdown import escaped
from qualcode.reports.triangulation import triangulation

HERE = Path(__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

SCRIPT = """
import hashlib, runpy, sys
from qualcode.reports import FORMATS, render
from qualcode.reports.triangulation import triangulation
sample = runpy.run_path(sys.argv[1])["sample"]
for language in ("id", "en"):
    document = triangulation(sample(language))
    for format in FORMATS:
        print(language, format, hashlib.sha256(render(document, format)).hexdigest())
"""

ORDERS = {
    "pPr": [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "widowControl",
        "numPr",
        "pBdr",
        "shd",
        "tabs",
        "bidi",
        "spacing",
        "ind",
        "contextualSpacing",
        "jc",
        "outlineLvl",
        "rPr",
        "sectPr",
    ],
    "rPr": [
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "noProof",
        "color",
        "sz",
        "szCs",
        "vertAlign",
        "rtl",
        "lang",
    ],
    "tblPr": ["tblStyle", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"],
    "tcPr": ["tcW", "gridSpan", "tcBorders", "shd", "vAlign"],
    "trPr": ["cantSplit", "tblHeader"],
    "sectPr": ["footerReference", "type", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid"],
    "style": [
        "name",
        "basedOn",
        "next",
        "uiPriority",
        "semiHidden",
        "qFormat",
        "pPr",
        "rPr",
        "tblPr",
        "tblStylePr",
    ],
    "lvl": ["start", "numFmt", "pStyle", "suff", "lvlText", "lvlJc", "pPr", "rPr"],
    "abstractNum": ["multiLevelType", "lvl"],
}
"""Child elements in the order of the schema of WordprocessingML; LibreOffice forgives what Word does not."""

HOSTILE = (
    '<script>alert(1)</script> & "\'{{7*7}} {% raw %} #import "x" $1$ *b* _i_ `c` [l](http://evil) |x| '
    "=1+1 \x00\x1b\u202eevil \ud800 👩‍👩‍👧 السلام عليكم ꦗꦮ " + "x" * 300
)


def pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\ufffe\u00ad]+", "", text)


def test_same_data_give_the_same_bytes_whatever_the_clock_zone_and_hash_seed():
    outputs = []
    for seed, zone in (("1", "Asia/Jakarta"), ("2", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        command = [sys.executable, "-c", SCRIPT, str(HERE / "sample.py")]
        outputs.append(
            subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
        )
    assert outputs[0] == outputs[1]
    assert len(set(outputs[0].split())) >= 2 * len(FORMATS)


def test_an_unknown_format_is_refused(document):
    with pytest.raises(ValueError):
        render(document, "odt")


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_project_renders(samples, format):
    assert len(render(triangulation(samples.empty("id")), format)) > 500


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_renders_and_stays_text(samples, format):
    data = render(triangulation(samples.hostile(HOSTILE)), format)
    if format == "html":
        page = html.fromstring(data.decode())
        assert not page.xpath("//*[@onload] | //*[@style] | //a[contains(@href, 'evil')]")
        assert len(page.xpath("//script")) == 2, "the words of the page and our script"
        assert "{{7*7}}" in page.text_content() and "\u202e" not in page.text_content()
    elif format == "docx":
        text = "\n".join(p.text for p in docx.Document(BytesIO(data)).paragraphs)
        assert "<script>alert(1)</script>" in text and "\u202e" not in text
    elif format == "pdf":
        assert squeezed('{{7*7}} {% raw %} #import "x" $1$ *b* _i_') in squeezed(pdf_text(data))
    elif format == "xlsx":
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        text = "\n".join(str(cell) for row in book.get_sheet_by_index(1).to_python() for cell in row)
        assert "<script>alert(1)</script>" in text and "\u202e" not in text
    else:
        assert "<script>" not in data.decode().replace("\\<", "").replace("\\>", "")


@pytest.fixture(scope="module")
def data(samples) -> bytes:
    return render(triangulation(samples.sample("id")), "docx")


@pytest.fixture(scope="module")
def body(data) -> etree._Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


@pytest.fixture(scope="module")
def page(samples) -> html.HtmlElement:
    return html.fromstring(render(triangulation(samples.sample("id")), "html").decode())


class TestWord:
    def test_no_paragraph_or_run_is_formatted_by_hand(self, body):
        for name in ("sz", "color", "rFonts", "u", "jc", "spacing", "ind"):
            assert not body.findall(f".//{W}{name}"), name

    def test_every_style_used_is_defined(self, data, body):
        styles = docx.Document(BytesIO(data)).styles
        known = {s.style_id for s in styles}
        used = {e.get(W + "val") for n in ("pStyle", "rStyle", "tblStyle") for e in body.iter(W + n)}
        assert used <= known and {"Heading1", "Quote", "ShortQuote", "TableText", "Warning"} <= used

    def test_page_font_and_language(self, data):
        document = docx.Document(BytesIO(data))
        section = document.sections[0]
        sides = (section.left_margin, section.top_margin, section.right_margin, section.bottom_margin)
        assert [round(side.cm, 1) for side in sides] == [4.0, 3.0, 3.0, 3.0]
        assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
        defaults = document.styles.element.find(f"{W}docDefaults")
        assert defaults.find(f".//{W}rFonts").get(W + "ascii") == "Times New Roman"
        assert defaults.find(f".//{W}sz").get(W + "val") == "24"
        assert defaults.find(f".//{W}lang").get(W + "val") == LANGUAGE_TAGS["id"]

    def test_a_wide_table_has_a_turned_page_with_the_same_footer(self, data, body):
        sections = docx.Document(BytesIO(data)).sections
        assert [s.orientation for s in sections] == [0, 1, 0]
        assert [round(sections[1].top_margin.cm, 1), round(sections[1].left_margin.cm, 1)] == [4.0, 3.0]
        assert len({str(s.footer._element.xml) for s in sections}) == 1
        assert "PAGE" in sections[0].footer._element.xpath("string(.//w:fldSimple/@w:instr)")

    def test_table_heads_repeat_and_rows_hold_together(self, body):
        tables = [
            t for t in body.iter(W + "tbl") if t.find(f".//{W}tblStyle").get(W + "val") == "ReportTable"
        ]
        assert tables
        for table in tables:
            rows = table.findall(W + "tr")
            assert rows[0].find(f".//{W}tblHeader") is not None
            assert all(row.find(f".//{W}cantSplit") is not None for row in rows)

    def test_links_and_cross_references_have_their_bookmarks(self, body):
        marks = {e.get(W + "name") for e in body.iter(W + "bookmarkStart")}
        assert len(marks) == len(list(body.iter(W + "bookmarkStart"))) and max(map(len, marks)) <= 40
        links = {e.get(W + "anchor") for e in body.iter(W + "hyperlink")}
        fields = [e.get(W + "instr").split() for e in body.iter(W + "fldSimple")]
        assert links and links <= marks
        assert {f[1] for f in fields if f[0] == "REF"} <= marks
        assert {f[1] for f in fields if f[0] == "SEQ"} == {"Tabel", "Gambar"}

    def test_properties_stand_in_the_order_word_insists_on(self, data):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = [archive.read(f"word/{name}.xml") for name in ("document", "styles", "numbering")]
        for part in parts:
            for name, order in ORDERS.items():
                for element in etree.fromstring(part).iter(W + name):
                    found = [etree.QName(child).localname for child in element]
                    assert found == sorted(found, key=order.index), (name, found)

    def test_pictures_say_what_they_show(self, body):
        described = body.findall(
            ".//{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
        assert len(described) == 2 and all(d.get("descr") for d in described)

    def test_the_contents_ask_for_the_page_of_every_heading(self, body):
        marks = {e.get(W + "name") for e in body.iter(W + "bookmarkStart")}
        asked = [e.text.split() for e in body.iter(W + "instrText") if "PAGEREF" in e.text]
        assert asked and all(kind == "PAGEREF" and mark in marks for kind, mark, _switch in asked)
        lines = [p for p in body.iter(W + "pStyle") if p.get(W + "val") in ("TOC1", "TOC2")]
        assert len(lines) == len(asked), "a field for each line"

    def test_a_reference_is_not_broken_at_the_end_of_a_line(self, body):
        shown = [r for r in body.iter(W + "r") if r.find(W + "noBreakHyphen") is not None]
        assert shown and all("-" not in "".join(t.text for t in r.iter(W + "t")) for r in shown)
        assert all("/\ufeff" in "".join(t.text for t in r.iter(W + "t")) for r in shown)

    def test_the_program_named_is_ours(self, data):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            assert b"<Application>qualcode</Application>" in archive.read("docProps/app.xml")

    def test_a_short_table_stays_with_itself_and_its_note(self, body):
        for table in body.iter(W + "tbl"):
            if table.find(f".//{W}tblStyle").get(W + "val") == "ReportTable":
                rows = table.findall(W + "tr")
                kept = [all(p.find(f"{W}pPr/{W}keepNext") is not None for p in r.iter(W + "p")) for r in rows]
                assert all(kept[:-1]) or len(rows) > 9

    def test_dates_come_from_the_project(self, data):
        core = docx.Document(BytesIO(data)).core_properties
        assert str(core.created) == str(core.modified) == "2024-03-12 09:30:00+00:00"
        with zipfile.ZipFile(BytesIO(data)) as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


class TestHtml:
    def test_the_policy_allows_our_stylesheet_and_nothing_else(self, page):
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        style = page.xpath("//style")[0].text
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert policy.startswith("default-src 'none'") and f"'sha256-{digest}'" in policy
        assert "unsafe" not in policy and len(page.xpath("//style")) == 1
        (script,) = page.xpath("//script[not(@type)]")
        digest = base64.b64encode(hashlib.sha256(script.text.encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'" in policy

    def test_nothing_points_outside(self, page):
        assert not page.xpath("//link | //img | //iframe | //*[@style] | //@src")
        assert all(href.startswith("#") for href in page.xpath("//@href"))

    def test_every_link_has_its_target(self, page):
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in page.xpath("//@href")} <= set(ids)

    def test_tables_are_captioned_and_their_heads_scoped(self, page):
        for table in page.xpath("//table"):
            assert table.xpath("caption") and table.xpath("thead/tr/th[@scope='col']")
            assert all(th.get("scope") for th in table.xpath(".//th"))

    def test_references_and_dates_stay_on_one_line_and_can_be_searched(self, page):
        tied = [span.text_content() for span in page.xpath("//span[@class='u']")]
        assert "(W1/P1/b.7-10)" in tied and "20 Februari 2024" in tied
        assert not {"\u2060", "\ufeff", "\u2011"} & set(page.text_content())

    def test_quotes_find_their_own_direction(self, page):
        quotes = page.xpath("//blockquote")
        assert quotes and all(q.get("dir") == "auto" for q in quotes)
        assert page.get("lang") == "id"


class TestPdf:
    def test_every_quote_can_be_read(self, document: Document):
        text = squeezed(pdf_text(render(document, "pdf")))
        for quote in (b for b in document.blocks if isinstance(b, Quote)):
            assert squeezed(quote.text) in text and squeezed(quote.reference) in text

    def test_it_is_tagged_and_accessible(self, document: Document):
        data = render(document, "pdf")
        assert (b"pdfuaid" in data and b"/StructTreeRoot" in data) or b"pdfuaid" in data

    def test_a_character_of_no_font_does_not_stop_it(self, samples):
        assert render(triangulation(samples.hostile("🙏🏽 ꦗꦮ 𓀀")), "pdf").startswith(b"%PDF")


class TestMarkdown:
    def test_every_table_row_has_as_many_cells_as_its_head(self, document: Document):
        lines = render(document, "md").decode().split("\n")
        heads = [n for n, line in enumerate(lines) if re.fullmatch(r"\|(:?-{3,}:?\|)+", line)]
        assert len(heads) == sum(isinstance(b, Table) for b in document.blocks)
        for head in heads:
            columns = lines[head].count("|")
            row = head + 1
            while lines[row].startswith("|"):
                assert len(re.findall(r"(?<!\\)\|", lines[row])) == columns
                row += 1

    def test_every_link_has_its_target(self, document: Document):
        text = render(document, "md").decode()
        ids = re.findall(r"\{#([a-z0-9-]+)[ }]", text)
        assert set(re.findall(r"\]\(#([a-z0-9-]+)\)", text)) <= set(ids)
        assert set(re.findall(r"(?<![\w\\])@([a-z0-9-]+)", text)) <= set(ids)
        assert len(ids) == len(set(ids)) and re.search(r"(?<![\w\\])@tbl-", text)

    def test_tables_and_figures_are_numbered_by_quarto(self, document: Document):
        text = render(document, "md").decode()
        for block in document.blocks:
            if isinstance(block, Table):
                assert f"\n\n: {escaped(block.caption)} {{#tbl-{block.anchor.removeprefix('tbl-')}" in text
        word = document.words.table
        assert f'"tbl-title": "{word}", "tbl-prefix": "{word}"' in text

    def test_only_what_something_leads_to_has_a_place_to_lead_to(self):
        rows = tuple(
            Row((cell(words),), anchor) for words, anchor in (("[]{#b}", "a"), ("dua", "b"), ("tiga", "c"))
        )
        table = Table("Satu", (Column(),), ((cell("A"),),), rows)
        led = Paragraph((Run("b.2", link="b"), Run("b.9", link="elsewhere")), anchor="p")
        made = Document("J", "", "id", datetime(2024, 3, 12, tzinfo=UTC), (table, led))
        said = render(made, "md").decode().split("\n")
        assert {r"| \[\]\{\#b\} |", "| []{#b}dua |", "| tiga |", "[b.2](#b)b.9"} <= set(said)

    def test_words_of_another_language_are_in_italics_in_headings_and_captions(self):
        table = Table("Modal bonding_1", (Column(),), (), (Row((cell("satu"),)),), "t")
        blocks = (Heading("Member check", kind="appendix", anchor="m"), table)
        said = render(Document("J", "", "id", datetime(2024, 3, 12, tzinfo=UTC), blocks), "md").decode()
        assert "# Lampiran A. *Member check* {#m}\n" in said
        assert ": Modal bonding\\_1 {#tbl-t}" in said, "part of a longer word is no word"

    def test_footnotes_and_remarks_are_notes_in_their_line(self):
        remark = Comment("Mana ]bukti?", "Pembimbing", datetime(2024, 3, 1, tzinfo=UTC))
        noted = Run("isi", footnote=(Run("kata [beliau]", italic=True),))
        row = Row(
            (Cell((noted,)), Cell((Run("lihat "), Run("", link="t", label=True), Run(".")))),
            "r",
            comments=(remark,),
        )
        table = Table("Satu", (Column(2), Column(1)), ((Cell(()), Cell(())),), (row,), anchor="t")
        after = Paragraph((Run("Tabel", link="t", label=True), Run("-an")))
        made = Document("J", "", "id", datetime(2024, 3, 12, tzinfo=UTC), (table, after))
        lines = render(made, "md").decode().split("\n")
        assert f"|:{'-' * 40}|:{'-' * 20}|" in lines
        assert (
            r"| isi^[*kata \[beliau\]*]^[**Pembimbing, 1 Maret 2024:** Mana \]bukti?] | lihat @tbl-t. |"
            in lines
        )
        assert "[Tabel 1](#tbl-t)\\-an" in lines, "a name that would run into what follows is a link"

    def test_pictures_are_inside(self, document: Document):
        figures = sum(isinstance(b, Figure) for b in document.blocks)
        assert render(document, "md").count(b"](data:image/svg+xml;base64,") == figures

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("a|b*c", "a\\|b\\*c"),
            ("1. x", "1\\. x"),
            ("44.7%", "44.7%"),
            ("- x", "\\- x"),
            ("# x", "\\# x"),
            ("<b>&amp;", "\\<b\\>\\&amp;"),
            ("K1-K2", "K1-K2"),
            ("2024", "2024"),
            ("a. satu", "a\\. satu"),
            ("(2) dua", "(2\\) dua"),
            ("iv) empat", "iv\\) empat"),
            ("--- garis", "\\-\\-- garis"),
            ("{{< include rahasia >}}", "\\{\\{\\< include rahasia \\>\\}\\}"),
            ("A.B", "A.B"),
        ],
    )
    def test_signs_of_markup_are_literal(self, text, shown):
        assert escaped(text) == shown


def test_the_time_for_a_pdf_grows_with_the_rows_and_not_with_their_square(samples):
    def seconds(rows: int) -> float:
        report = samples.sample("id")
        quotes = tuple(replace(report.codings[2], text=f"kata ke-{n}") for n in range(rows))
        document = triangulation(replace(report, codings=quotes))
        start = time.process_time()
        render(document, "pdf")
        return time.process_time() - start

    seconds(10)
    assert seconds(2000) < 14 * seconds(400), "five times the rows; the square would be more than 25 times"
