"""A faculty's own template: what is kept of it, what is added, and what is refused in one line."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from types import ModuleType

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.text.paragraph import Paragraph
from lxml import etree

from qualcode.errors import BadInput
from qualcode.i18n import using
from qualcode.project.page_setup import PageSetup, missing_words
from qualcode.reports import render
from qualcode.reports.document import Document
from qualcode.reports.docx_guard import MAIN, TEMPLATE_MAIN
from qualcode.reports.docx_style import missing_styles
from qualcode.reports.layout import Layout
from qualcode.reports.triangulation import triangulation

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OUTSIDE = '<Relationship Id="rId99" Type="http://x/{kind}" Target="{target}" TargetMode="External"/></Relationships>'


@pytest.fixture(scope="module")
def report(samples: ModuleType) -> Document:
    return triangulation(samples.sample("id"))


@pytest.fixture(scope="module")
def styled(faculty: ModuleType, report: Document) -> bytes:
    return render(report, "docx", style=faculty.template())


@pytest.fixture(scope="module")
def body(styled: bytes) -> etree._Element:
    with zipfile.ZipFile(BytesIO(styled)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def style_of(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(W + "val")


def field_of(paragraph: Paragraph) -> str:
    return str(paragraph._p.xpath("string(.//w:fldSimple/@w:instr)")).strip()


class TestKept:
    def test_the_text_goes_and_the_page_header_and_numbers_stay(self, styled: bytes, body: etree._Element):
        word = docx.Document(BytesIO(styled))
        assert "Kata pengantar" not in "".join(p.text for p in word.paragraphs)
        section = word.sections[0]
        assert [round(length.cm, 1) for length in (section.page_width, section.page_height)] == [21.5, 33.0]
        assert section.header.paragraphs[0].text == "Fakultas Karangan"
        assert any("image" in rel.reltype for rel in section.header.part.rels.values())
        assert [field_of(p) for p in section.footer.paragraphs] == ["PAGE"], (
            "it numbers no page: ours, no more"
        )
        pages = [one.attrib for one in body.iter(W + "pgNumType")]
        assert [one.get(W + "fmt") for one in pages] == ["lowerRoman"] * 3
        assert [one.get(W + "start") for one in pages] == ["3", None, None], "each section counts on"

    def test_headings_are_the_facultys_with_its_numbers(self, styled: bytes, body: etree._Element):
        first = [p for p in body.iter(W + "p") if style_of(p) == "Judul1"]
        assert "Penelitian dan informannya" in ["".join(p.itertext()) for p in first]
        assert all(p.find(f"{W}pPr/{W}numPr") is None for p in first), "it counts by its style"
        second = next(p for p in body.iter(W + "p") if style_of(p) == "Heading2")
        assert "".join(second.itertext()).startswith("5.1Temuan"), "no list counts it: a number in words"
        listed = ["".join(p.itertext()) for p in body.iter(W + "p") if style_of(p) == "TOC1"]
        assert listed[1].startswith("BAB II  Ringkasan buku kode")

    def test_what_is_missing_is_added_on_the_facultys_own_text(self, styled: bytes, body: etree._Element):
        styles = {style.style_id: style for style in docx.Document(BytesIO(styled)).styles}
        used = {e.get(W + "val") for n in ("pStyle", "rStyle", "tblStyle") for e in body.iter(W + n)}
        assert used <= set(styles)
        based = {
            style.base_style.style_id
            for name, style in styles.items()
            if name in ("Quote", "Caption", "TableText")
        }
        assert based == {"Biasa"}
        assert styles["AppendixHeading"].base_style.style_id == "Judul1"
        levels = [styles[name].base_style.style_id for name in ("PlainHeading", "PlainHeading2")]
        assert levels == ["Judul1", "Heading2"], "what stands under an appendix looks like its second level"
        indent = styles["TableText"].element.find(f"{W}pPr/{W}ind")
        assert indent.get(W + "firstLine") == "0", "no first-line indent in a cell"

    def test_lists_of_both_live_side_by_side(self, styled: bytes, body: etree._Element):
        with zipfile.ZipFile(BytesIO(styled)) as archive:
            numbering = etree.fromstring(archive.read("word/numbering.xml"))
        lists = [one.get(W + "numId") for one in numbering.iter(W + "num")]
        kinds = [one.get(W + "abstractNumId") for one in numbering.iter(W + "abstractNum")]
        assert len(lists) == len(set(lists)) and len(kinds) == len(set(kinds)) and "70" in lists
        used = {one.get(W + "val") for one in body.iter(W + "numId")}
        assert used and used <= set(lists)
        order = [etree.QName(one).localname for one in numbering if one.tag in (W + "num", W + "abstractNum")]
        assert order == sorted(order), "all kinds before all lists"

    def test_tables_and_contents_are_as_wide_as_the_facultys_page(self, styled: bytes, body: etree._Element):
        with zipfile.ZipFile(BytesIO(styled)) as archive:
            styles = etree.fromstring(archive.read("word/styles.xml"))
        tabs = styles.xpath("//w:style[@w:styleId='TOC1']//w:tab/@w:pos", namespaces={"w": W[1:-1]})
        assert abs(int(tabs[0]) - round(15 / 2.54 * 1440)) < 20
        widths = {int(one.get(W + "w")) for one in body.iter(W + "tblW")}
        assert abs(max(w for w in widths if w < 9000) - round(15 / 2.54 * 1440)) < 20

    def test_the_same_template_gives_the_same_bytes(
        self, faculty: ModuleType, report: Document, styled: bytes
    ):
        assert render(report, "docx", style=faculty.template()) == styled

    def test_a_dotx_a_first_page_and_the_users_own_start_are_taken(
        self, faculty: ModuleType, report: Document
    ):
        dotx = faculty.repacked(
            faculty.template(),
            lambda parts: parts.update(
                {
                    "[Content_Types].xml": parts["[Content_Types].xml"].replace(
                        MAIN.encode(), TEMPLATE_MAIN.encode()
                    )
                }
            ),
        )
        started = replace(report, layout=Layout(page_start=55))
        word = docx.Document(BytesIO(render(started, "docx", style=dotx)))
        assert word.sections[0]._sectPr.find(W + "pgNumType").get(W + "start") == "55"

    def test_a_footer_that_numbers_pages_stays_and_one_that_does_not_gets_a_number(
        self, faculty: ModuleType, report: Document
    ):
        def said(change: Callable[[docx.document.Document], None]) -> list[tuple[str, str]]:
            word = docx.Document(BytesIO(render(report, "docx", style=faculty.template(change))))
            return [(p.text, field_of(p)) for p in word.sections[0].footer.paragraphs]

        def named(word: docx.document.Document) -> None:
            word.sections[0].footer.paragraphs[0].text = "Universitas Karangan"

        def counted(word: docx.document.Document) -> None:
            run = word.sections[0].footer.paragraphs[0].add_run()._r
            for part in (" PA", "GE  \\* Arabic"):
                run.append(OxmlElement("w:instrText"))
                run[-1].text = part

        def of_all(word: docx.document.Document) -> None:
            word.sections[0].footer.paragraphs[0].add_run()._r.append(OxmlElement("w:instrText"))
            word.sections[0].footer.paragraphs[0].runs[0]._r[-1].text = "NUMPAGES"

        assert said(named) == [("Universitas Karangan", ""), ("", "PAGE")]
        assert said(counted) == [("", "")], "numbered already"
        assert said(of_all)[-1] == ("", "PAGE")

    def test_paper_that_is_asked_for_comes_before_the_templates(
        self, faculty: ModuleType, report: Document, tmp_path: Path
    ):
        path = tmp_path / "fakultas.docx"
        path.write_bytes(faculty.template())
        for paper, sheet in (("a4", [21.0, 29.7]), ("", [21.5, 33.0])):
            asked = replace(report, layout=PageSetup(style=path, paper=paper).read())
            section = docx.Document(BytesIO(render(asked, "docx", style=path.read_bytes()))).sections[0]
            assert [round(one.cm, 1) for one in (section.page_width, section.page_height)] == sheet
            assert round(section.right_margin.cm, 1) == 2.5, "margins stay the template's"

    def test_missing_styles_are_named(self, faculty: ModuleType):
        assert missing_styles(faculty.template()) == (
            "Heading 3",
            "Caption",
            "Quote",
            "TOC 1",
            "Footnote Text",
        )

    def test_what_a_template_lacks_is_told_in_one_line_for_word_files_only(
        self, faculty: ModuleType, tmp_path: Path
    ):
        path = tmp_path / "fakultas.docx"
        path.write_bytes(faculty.template())
        setup = PageSetup(style=path)
        assert setup.missing_styles("docx")[:2] == ("Heading 3", "Caption")
        assert setup.missing_styles("md") == PageSetup().missing_styles("docx") == ()
        with using("id"):
            said = missing_words(setup.missing_styles("docx"))
        assert "Heading 3, Caption" in said and "gaya qualcode" in said and "\n" not in said
        assert missing_words(()) == ""

    def test_styles_called_in_indonesian_are_taken_whatever_their_ids(
        self, faculty: ModuleType, report: Document
    ):
        def indonesian(word: docx.document.Document) -> None:
            styles = word.styles
            for name, said in (("Heading 1", "Judul 1"), ("Title", "Judul"), ("List Bullet", "Heading 3")):
                styles[name].element.find(f"{W}name").set(W + "val", said)
            for number, name in enumerate(("Keterangan", "Kutipan", "Teks Catatan Kaki", "Subjudul")):
                styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).element.set(W + "styleId", f"a{number}")
            word.add_paragraph("Pakai", style="Subjudul")

        given = faculty.template(indonesian)
        assert missing_styles(given) == ("TOC 1",)
        word = docx.Document(BytesIO(render(report, "docx", style=given)))
        used = {paragraph.style.style_id for paragraph in word.paragraphs}
        assert {"Judul1", "a0", "a1", "a3"} <= used and not used & {"Caption", "Quote", "Subtitle"}
        assert word.paragraphs[1].style.style_id == "a3", "the one its text stands in, not Word's own"

    def test_a_template_without_lists_header_or_footer_gets_ours(self, faculty: ModuleType, report: Document):
        def bare(word: docx.document.Document) -> None:
            heading = word.styles["Heading 1"].element
            heading.pPr.remove(heading.pPr.numPr)
            for style in word.styles.element.iter(W + "numPr"):
                style.getparent().remove(style)
            for key, rel in list(word.part.rels.items()):
                if rel.reltype in (RELATIONSHIP_TYPE.NUMBERING, RELATIONSHIP_TYPE.HEADER):
                    del word.part.rels[key]
            section = word.sections[0]._sectPr
            for one in section.findall(W + "headerReference"):
                section.remove(one)

        word = docx.Document(BytesIO(render(report, "docx", style=faculty.template(bare))))
        assert "PAGE" in word.sections[0].footer._element.xpath("string(.//w:fldSimple/@w:instr)")
        first = next(p for p in word.paragraphs if p.style.style_id == "Judul1")
        second = next(p for p in word.paragraphs if p.style.style_id == "Heading2")
        levels = [one._p.find(f"{W}pPr/{W}numPr/{W}ilvl").get(W + "val") for one in (first, second)]
        assert levels == ["0", "1"], "headings without numbers get ours"


def relation(
    kind: str, target: str, part: str = "word/_rels/document.xml.rels"
) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        more = OUTSIDE.format(kind=kind, target=target).encode()
        parts[part] = parts[part].replace(b"</Relationships>", more)

    return change


def without(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.pop(name) and None


def with_part(name: str, data: bytes) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: data})


class TestRefused:
    @pytest.mark.parametrize(
        ("change", "said"),
        [
            (relation("attachedTemplate", "http://evil.example/t.dotm"), "outside"),
            (relation("attachedTemplate", "file://server/share/t.dotx"), "outside"),
            (relation("attachedTemplate", "//server/share/t.dotx"), "outside"),
            (relation("image", "http://evil.example/x.png"), "outside"),
            (relation("oleObject", "file:///C:/x"), "outside"),
            (with_part("word/vbaProject.bin", b"x"), "macros"),
            (with_part("word/document.xml", b"<w:document"), "damaged"),
            (with_part("word/styles.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "type declaration"),
            (with_part("word/media/x.bin", bytes(40_000_000)), "unpacks"),
            (without("word/styles.xml"), "damaged"),
            (without("word/document.xml"), "not a Word document"),
            (without("[Content_Types].xml"), "not a Word document"),
        ],
    )
    def test_what_harms_or_is_broken_is_told_in_one_line(
        self, faculty: ModuleType, change: Callable[[dict[str, bytes]], None], said: str
    ):
        with using("en"), pytest.raises(BadInput, match=said) as told:
            missing_styles(faculty.repacked(faculty.template(), change))
        assert "\n" not in told.value.message

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", b"PK\x05\x06" + bytes(18)])
    def test_what_is_no_word_file_is_told(self, data: bytes):
        with pytest.raises(BadInput):
            missing_styles(data)

    def test_what_a_person_clicks_and_where_it_was_made_is_no_harm(
        self, faculty: ModuleType, report: Document
    ):
        given = faculty.template()
        for kind, target in (
            ("hyperlink", "https://kampus.example"),
            ("attachedTemplate", "file:///C:/Normal.dotm"),
        ):
            given = faculty.repacked(given, relation(kind, target))
        made = render(report, "docx", style=given)
        with zipfile.ZipFile(BytesIO(made)) as archive:
            assert not any(b"External" in archive.read(name) for name in archive.namelist())
