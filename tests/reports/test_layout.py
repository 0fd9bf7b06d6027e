"""Layouts: a user's file, numbers that begin elsewhere, tables as wanted, sources and foreign words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from qualcode.errors import BadInput
from qualcode.exchange.problems import FileProblems
from qualcode.i18n import using
from qualcode.reports.arranging import arranged
from qualcode.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Paragraph,
    Row,
    Run,
    Table,
    cell,
    plain,
    text,
)
from qualcode.reports.layout import Layout, Margins, TableLayout
from qualcode.reports.layout_file import DEFAULT, load_layout
from qualcode.reports.painting import foreign_set
from qualcode.reports.table_names import without_effect


def made(*blocks: Block, layout: Layout | None = None, language: str = "id") -> Document:
    return Document("T", "", language, datetime(2024, 3, 12, tzinfo=UTC), blocks, layout=layout or Layout())


def table(**more: object) -> Table:
    heads = (cell("Kode", bold=True), cell("Kelompok", bold=True), cell("Peran", bold=True))
    rows = (
        Row((cell("K1"), cell("Pengelola"), cell("kunci")), anchor="r1"),
        Row((Cell((Run("Semua"),), span=3),), section=True),
    )
    columns = (Column(1.0), Column(2.0), Column(1.0, "right"))
    return Table("Informan", columns, (heads,), rows, anchor="tbl-x", **more)  # type: ignore[arg-type]


def words(shown: Table) -> list[list[str]]:
    return [[plain(one.runs) for one in cells] for cells in (*shown.header, *shown.bodies)]


class TestFile:
    def test_tables_may_flow_instead_of_being_set_page_by_page(self):
        assert load_layout("page: {part_tables: false}") == Layout(part_tables=False)

    def test_the_line_under_pages_and_the_names_of_lists_are_the_users(self):
        layout = load_layout("page: {footer: 'Keadaan {head}'}\ncaptions: {contents: ISI, tables: TABEL}")
        document = replace(made(layout=layout), properties=(("journal-head", "abc"),))
        assert arranged(document).footer == "Keadaan abc"
        assert (document.words.contents, document.words.tables) == ("ISI", "TABEL")
        assert document.words.figures == "Daftar gambar"
        assert arranged(replace(document, layout=Layout())).footer == ""

    def test_the_packaged_file_says_what_holds_without_one(self):
        assert load_layout(DEFAULT) == Layout()

    def test_every_field_is_read(self):
        layout = load_layout(
            "page: {paper: f4, margins: {left: 3, right: '2,5'}, start: 77}\n"
            + "letters: {font: Arial, size: 11, tables: 9, captions: 10, line_spacing: 2}\n"
            "numbering: {first_appendix: 5, first_table: 12, first_figure: 3}\n"
            "captions: {table: Daftar, mark: '', source_line: 'Olahan, {tahun}', continued: sambungan}\n"
            "foreign_words: [ngemong]\n"
            "tables:\n  tbl-x:\n    caption: C\n    columns: [Peran]\n    hidden: ['2']\n    widths: {Kode: 3}\n"
            "    landscape: yes\n    source: ''\n"
        )
        assert (layout.paper, layout.margins, layout.page_start) == ("f4", Margins(3, 3, 2.5, 3), 77)
        assert (layout.font, layout.size, layout.table_size, layout.caption_size) == ("Arial", 11, 9, 10)
        assert (layout.line_spacing, layout.caption_mark, layout.source_line) == (2, " ", "Olahan, {tahun}")
        assert (layout.appendix_style, layout.appendix_start) == ("numbers", 5)
        assert (layout.table_start, layout.figure_start, layout.foreign) == (12, 3, ("ngemong",))
        assert (layout.words.table, layout.words.continued, layout.words.figure) == (
            "Daftar",
            "sambungan",
            "",
        )
        assert layout.tables["tbl-x"] == TableLayout(
            "C", ("Peran",), ("2",), (("Kode", 3.0),), True, "", layout.tables["tbl-x"].where
        )

    @pytest.mark.parametrize(
        ("given", "line", "part"),
        [
            ("page:\n  papper: a4", 2, "paper"),
            ("page:\n  paper: a5", 2, "a4, f4"),
            ("page:\n  margins: {left: 9, right: 9}", 2, "room"),
            ("letters:\n  size: 400", 2, "400"),
            ("letters:\n  font: '<w:b/>'", 2, "font"),
            ("numbering:\n  first_table: 0", 2, "0"),
            ("numbering:\n  first_appendix: I-a", 2, "I-a"),
            ("tables:\n  A b:\n    caption: x", 2, "A b"),
            ("tables:\n  tbl-x:\n    widths: {Kode: lebar}", 3, "lebar"),
            ("page: [", 1, "YAML"),
        ],
    )
    def test_a_mistake_is_told_with_its_line(self, given: str, line: int, part: str):
        with using("en"), pytest.raises(FileProblems) as told:
            load_layout(given, "mine.yaml")
        assert told.value.problems[0].line == line and part in told.value.message
        assert told.value.message.startswith(f"mine.yaml, line {line}: ")


class TestNumbers:
    def test_numbers_begin_where_the_user_says(self):
        layout = replace(Layout(table_start=7, figure_start=4).with_appendices_from("5"))
        figure = Figure("<svg/>", "c", "a", anchor="fig")
        document = made(Heading("a", kind="appendix", anchor="app"), table(), table(), figure, layout=layout)
        assert [document.numbers[n] for n in range(4)] == ["5", "7", "8", "4"]
        assert document.labels["app"] == "Lampiran 5" and document.labels["fig"] == "Gambar 4"

    @pytest.mark.parametrize(
        ("start", "second"), [("C", "D"), ("z", "AA"), ("AA", "BB"), ("1", "2"), ("12", "13")]
    )
    def test_appendices_count_on_as_word_does(self, start: str, second: str):
        assert Layout().with_appendices_from(start).appendix(2) == second

    @pytest.mark.parametrize("start", ["", "0", "A1", "AB", "-1", "é", "1000"])
    def test_what_is_no_number_of_an_appendix_is_refused(self, start: str):
        with pytest.raises(ValueError):
            Layout().with_appendices_from(start)

    def test_a_turned_page_has_its_wide_margin_above(self):
        layout = Layout(paper="f4")
        assert layout.sides(turned=True) == Margins(3, 4, 3, 3)
        assert layout.sheet(turned=True) == (33.0, 21.5)
        assert round(layout.text_width() / 72 * 2.54, 2) == 14.5

    def test_a_picture_fits_between_the_margins(self):
        assert Layout().picture(14.0, 0.5) == (14.0, 7.0)
        assert Layout(sheet_size=(15.0, 21.0)).picture(14.0, 0.5) == pytest.approx((8.0, 4.0))
        width, height = Layout().picture(14.0, 3.0)
        assert height < 23.7 and width == pytest.approx(height / 3)

    def test_a_table_too_wide_for_a4_may_stand_upright_on_f4(self):
        wide = Table("c", (Column(),) * 7, (tuple(cell("mmmmmm") for _n in range(7)),), ())
        assert wide.is_wide_in(Layout()) and not wide.is_wide_in(Layout(paper="f4"))


class TestTables:
    def wanted(self, **more: object) -> Table:
        layout = Layout(tables={"tbl-x": TableLayout(where="mine.yaml, line 3", **more)})  # type: ignore[arg-type]
        shown = arranged(made(table(), layout=layout)).blocks[0]
        assert isinstance(shown, Table)
        return shown

    def test_columns_change_places_and_width_and_go(self):
        shown = self.wanted(order=("peran", "1"), hidden=("Kelompok",), widths=(("Kode", 4.0),), caption="C")
        assert words(shown) == [["Peran", "Kode"], ["kunci", "K1"], ["Semua"]]
        assert shown.columns == (Column(1.0, "right"), Column(4.0)) and shown.caption == "C"
        assert shown.rows[1].cells[0].span == 2 and shown.rows[0].anchor == "r1"

    def test_a_table_is_turned_or_never(self):
        assert self.wanted(landscape=True).is_wide
        assert not self.wanted(landscape=False).is_wide

    def test_a_column_that_is_not_there_is_told_with_those_that_are(self):
        with using("en"), pytest.raises(BadInput, match=r"mine.yaml, line 3: .* Usia; it has Kode, Kelompok"):
            self.wanted(hidden=("Usia",))
        with pytest.raises(BadInput):
            self.wanted(hidden=("1", "2", "3"))

    def test_joined_heads_shrink_and_keep_their_place(self):
        layout = Layout(tables={"tbl-x": TableLayout(hidden=("b",), where="w")})
        heads = ((Cell(text("ab"), span=2), cell("c")), (cell("a"), cell("b"), cell("c")))
        joined = Table("c", (Column(),) * 3, heads, (), anchor="tbl-x")
        shown = arranged(made(joined, layout=layout)).blocks[0]
        assert isinstance(shown, Table)
        assert words(shown) == [["ab", "c"], ["a", "c"]]
        with pytest.raises(BadInput, match="w"):
            arranged(made(joined, layout=Layout(tables={"tbl-x": TableLayout(order=("c",), where="w")})))


class TestSources:
    def test_tables_and_figures_say_where_they_are_from(self):
        blocks = arranged(made(table(note=text("Catatan.")), Figure("<svg/>", "c", "a"))).blocks
        assert [plain(block.note) for block in blocks] == [  # type: ignore[union-attr]
            "Sumber: olahan peneliti, 2024\nCatatan.",
            "Sumber: olahan peneliti, 2024",
        ]

    def test_the_line_of_a_table_goes_before_that_of_the_layout(self):
        blocks = arranged(
            made(table(source=""), table(source="BPS, {tahun}"), layout=Layout(source_line="x {year}"))
        ).blocks
        assert [plain(block.note) for block in blocks] == ["", "BPS, 2024"]  # type: ignore[union-attr]

    def test_arranging_twice_is_arranging_once(self):
        layout = Layout(tables={"tbl-x": TableLayout(hidden=("Kode",))})
        once = arranged(made(table(), Paragraph(text("hasil member check")), layout=layout))
        assert arranged(once) == once


class TestForeignWords:
    def italics(self, *runs: Run, language: str = "id") -> list[str]:
        with using(language):
            shown = foreign_set(runs, ("ngemong",))
        assert plain(shown) == plain(runs)
        return [run.text for run in shown if run.italic]

    def test_whole_words_whatever_their_case(self):
        assert self.italics(Run("Member check dan sampling; pensampling, codebooks.")) == [
            "Member check",
            "sampling",
        ]
        assert self.italics(Run("ngemong saja")) == ["ngemong"]

    def test_quotes_codes_and_links_stay_as_they_are(self):
        runs = (
            Run("kata K1 “ikut "),
            Run("sampling” dan coding"),
            Run("software", code=True),
            Run("trust", link="x"),
        )
        assert self.italics(*runs) == ["coding"]
        assert self.italics(Run('"software" dan software')) == ["software"]

    def test_each_language_has_its_own(self):
        assert self.italics(Run("gotong royong and sampling"), language="en") == ["gotong royong"]

    def test_a_footnote_stays_behind_the_last_word(self):
        with using("id"):
            shown = foreign_set((Run("lewat sampling", footnote=text("n")),))
        assert [bool(run.footnote) for run in shown] == [False, True]


class TestNames:
    """Tables go by the names of the Markdown, with what Quarto puts before them or without."""

    def shown(self, anchor: str, *named: str) -> tuple[str, list[str]]:
        """The caption of a table at `anchor` under a layout that names tables, and the remarks on it."""
        tables = "".join(f"  {name}:\n    caption: Lain\n" for name in named)
        document = made(replace(table(), anchor=anchor), layout=load_layout(f"tables:\n{tables}", "m.yaml"))
        (block,) = arranged(document).blocks
        assert isinstance(block, Table)
        with using("en"):
            return block.caption, list(without_effect([document]))

    @pytest.mark.parametrize("anchor", ["informants-table", "tbl-informants-table", "tbl-x", "x"])
    def test_both_ways_to_write_a_name_mean_the_same(self, anchor: str):
        for name in (anchor.removeprefix("tbl-"), "tbl-" + anchor.removeprefix("tbl-")):
            assert self.shown(anchor, name) == ("Lain", [])

    def test_a_name_that_no_report_knows_is_told_with_its_line_and_the_names_there_are(self):
        caption, (remark,) = self.shown("informants-table", "codebook-table", "tbl-nope")
        assert caption == "Informan"
        assert remark.startswith(
            "m.yaml, line 4: this report has no table tbl-nope; it has tbl-informants-table"
        )

    def test_tables_of_other_reports_are_passed_over(self):
        assert self.shown("codebook-table", "informants-table", "tbl-transcripts-3-lines")[1] == []
        assert self.shown("tbl-informants", "informants-table", "by-group-1")[1] == []

    def test_but_for_namesakes_and_numbers_beyond_the_last(self):
        assert "it has tbl-informants-table" in self.shown("informants-table", "tbl-informants")[1][0]
        assert self.shown("informants-table", "tbl-informants", "informants-table") == ("Lain", [])
        assert (
            "it has tbl-transcripts-1-lines" in self.shown("transcripts-1-lines", "transcripts-2-lines")[1][0]
        )

    def test_of_many_names_those_are_told_that_are_most_like_it(self):
        tables = [replace(table(), anchor=f"{name}-table") for name in ("informants", "codebook", "guide")]
        layout = load_layout("tables:\n  codeboook:\n    caption: C\n", "m.yaml")
        with using("en"):
            assert "it has tbl-codebook-table … (all" in without_effect([made(*tables, layout=layout)])[0]

    def test_a_report_without_tables_says_so(self):
        document = made(layout=load_layout("tables:\n  nope:\n    caption: C\n", "m.yaml"))
        with using("en"):
            assert list(without_effect([document])) == [
                "m.yaml, line 2: this report has no table, so none called nope"
            ]
