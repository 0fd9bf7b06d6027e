"""Sections that cross codes: outcomes by periods, codes compared, branches over each other, links; counted by hand."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode.errors import BadInput, NotFound
from qualcode.i18n import using
from qualcode.model import Attribute, Code, Group, SectionKind
from qualcode.network.flow import MOST_ARROWS, Arrow, strongest
from qualcode.project import Project
from qualcode.project.lookup import find
from qualcode.project.report_data import report_data
from qualcode.project.report_gathering import Gathering
from qualcode.project.report_quotes import Passages
from qualcode.project.report_sections.kinds import KINDS
from qualcode.reports.document import Document, Figure, Note, Paragraph, Table, plain
from qualcode.reports.markdown import to_markdown
from qualcode.reports.quote_ways import Ways
from qualcode.reports.sections.crossing_data import (
    CaseBody,
    ChainRow,
    CodeName,
    CompareBody,
    LinkRow,
    LinksBody,
    TableBody,
)
from qualcode.reports.sections.data import SectionQuote
from qualcode.reports.sections.links import links as paint_links
from qualcode.reports.sections.place import At
from qualcode.reports.triangulation import triangulation
from tests.reports.sample import empty
from tests.reports.test_triangulation import runs

GOLDEN = Path(__file__).parent / "crossing_sections"
"""The sections as Markdown; `QUALCODE_SECTIONS=write` writes them anew, to be read before they are kept."""

HOSTILE = '=HYPERLINK("x") <b>tebal</b> | *bintang* \u202eterbalik'

SAID: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "K1": (
        ("Dulu kami menunggu perintah kelurahan.", "TD", "sebelum", "weakens"),
        ("Sekarang warga sendiri yang memutuskan.", "BU", "sesudah", "strengthens"),
        ("Datanya lama karena tidak ada yang mengawasi.", "MS-DAT", "", ""),
    ),
    "K2": (
        ("Waktu itu tinggal menerima.", "TD", "sebelum", ""),
        ("Yang mengusulkan ya kami.", "BU", "sesudah", "strengthens"),
    ),
    "P1": (
        ("Dari dulu disuruh saja.", "TD", "sebelum", ""),
        ("Waktu itu pernah rembuk.", "BU", "sebelum", ""),
        ("Sampai sekarang disuruh.", "TD", "sesudah", ""),
        ("Tempel saja daftarnya di balai.", "SL-PUB", "", ""),
    ),
    "P2": ((HOSTILE, "TD", "sesudah", ""),),
}
"""Who says what, under which code, about which period, with which valence."""


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Two community groups, one of which succeeded; everything in it is made up."""
    place = tmp_path_factory.mktemp("crossed")
    with Project.create(place / "pokmas.qualcode", coder="Rara") as project:
        project.edit_study(language="id", title="Dua kelompok (rekaan)")

        def start(tx):  # type: ignore[no-untyped-def]
            for top, below in {
                "PM": ("BU", "TD"),
                "MS": ("MS-DAT", "MS-GND"),
                "SL": ("SL-PUB",),
                "SB": ("SB-AWS",),
            }.items():
                parent = tx.insert(Code(code=top, name_id=NAMES[top], name_en=NAMES[top]))
                tx.insert_all(
                    [Code(code=c, parent_id=parent.id, name_id=NAMES[c], name_en=NAMES[c]) for c in below]
                )

        project.write("code.add", start)
        for who, group in (("K1", "Mekar"), ("K2", "Mekar"), ("P1", "Layu"), ("P2", "Layu")):
            project.informants.add(who, group)

        def outcomes(tx):  # type: ignore[no-untyped-def]
            for group, value in (("Mekar", "berhasil"), ("Layu", "gagal")):
                tx.insert(Attribute(name="hasil", value=value, group_id=find(tx.session, Group, group).id))

        project.write("attribute.set", outcomes)
        made: dict[tuple[str, str], int] = {}
        for who, said in SAID.items():
            body = "".join(f"P: Bagaimana?\nI: {words}\n" for words, _code, _period, _valence in said)
            (place / f"{who}.txt").write_text(body, encoding="utf-8")
            project.sources.add(place / f"{who}.txt", informants=[who])
            text = project.sources.text(f"{who}.txt")
            for words, code, period, valence in said:
                begin = text.index(words)
                more = {"valence": valence} if valence else {}
                made[who, code] = project.codings.add(
                    f"{who}.txt", begin, begin + len(words), code, period=period, **more
                ).id
        lines = project.sources.text("K1.txt")
        weak = "tidak ada yang mengawasi"
        cause = project.codings.add("K1.txt", lines.index(weak), lines.index(weak) + len(weak), "SB-AWS").id
        project.codings.link(cause, "cause_of", made["K1", "MS-DAT"])
        project.codings.link(made["P1", "SL-PUB"], "solution_to", made["K1", "MS-DAT"])
        project.informants.consent("K2", "given", may_quote=False)
        project.sections.add("case", outcome="hasil", codes=["PM"])
        project.sections.add("compare", codes=["BU", "TD"])
        project.sections.add("table", rows=["SB"], columns=["MS"])
        project.sections.add("links")
        yield project


NAMES = {
    "PM": "Pemberdayaan",
    "BU": "Dari bawah",
    "TD": "Dari atas",
    "MS": "Masalah",
    "MS-DAT": "Data lama",
    "MS-GND": "Penerima ganda",
    "SL": "Strategi",
    "SL-PUB": "Uji publik",
    "SB": "Sebab",
    "SB-AWS": "Pengawasan lemah",
}


def document(project: Project, language: str = "id") -> Document:
    with using(language):
        return triangulation(report_data(project, language))


@pytest.fixture(scope="module")
def painted(crossed: Project) -> Document:
    return document(crossed)


def rows(made: Document, anchor: str) -> list[list[str]]:
    (table,) = (b for b in made.blocks if isinstance(b, Table) and b.anchor == anchor)
    return [[plain(cell.runs) for cell in row.cells] for row in table.rows]


def test_outcome_by_period_with_what_changed_in_the_same_people(painted):
    notes = [plain(block.runs) for block in painted.blocks if isinstance(block, Note)]
    assert "2 kelompok, bukan sebab-akibat." in notes
    assert rows(painted, "section1-cases") == [
        [
            "berhasil",
            "2 informan: K1, K2\nTD Dari atas 2/2 (−1)",
            "2 informan: K1, K2\nBU Dari bawah 2/2 (+2)",
        ],
        [
            "gagal",
            "1 informan: P1\nBU Dari bawah 1/1\nTD Dari atas 1/1",
            "2 informan: P1, P2\nTD Dari atas 2/2",
        ],
    ]
    assert rows(painted, "section1-codes1") == [
        ["PM Pemberdayaan", "2/2 (−1)", "2/2 (+2)", "1/1", "2/2"],
        ["BU Dari bawah", "0/2", "2/2 (+2)", "1/1", "0/2"],
        ["TD Dari atas", "2/2 (−1)", "0/2", "1/1", "2/2"],
    ]
    # Who speaks of both periods, gained, lost, turned, kept.
    assert [*rows(painted, "section1-change")] == [
        ["PM Pemberdayaan", "berhasil", "2", "0", "0", "2", "0"],
        ["PM Pemberdayaan", "gagal", "1", "0", "0", "0", "1"],
        ["BU Dari bawah", "berhasil", "2", "2", "0", "0", "0"],
        ["BU Dari bawah", "gagal", "1", "0", "1", "0", "0"],
        ["TD Dari atas", "berhasil", "2", "0", "2", "0", "0"],
        ["TD Dari atas", "gagal", "1", "0", "0", "0", "1"],
    ]
    changed = rows(painted, "section1-changes")
    assert changed[2] == [
        "TD Dari atas",
        "melemahkan\n− “Dulu kami menunggu perintah kelurahan.” (W1/K1/b.2)",
        "tidak disinggung",
    ]
    assert [row[0] for row in changed if len(row) == 1] == [
        "K1 · Mekar · berhasil", "K2 · Mekar · berhasil", "P1 · Layu · gagal",
    ]  # fmt: skip


def test_who_may_not_be_quoted_is_counted_and_not_printed(painted):
    text = to_markdown(painted).decode()
    assert "tinggal menerima" not in text and "Yang mengusulkan" not in text
    assert "1 kutipan tidak dicetak karena tidak ada izin" in rows(painted, "section1-changes")[4][2]
    (good, _bad) = rows(painted, "section2-said1")
    assert "1 kutipan tidak dicetak" in good[1] and rows(painted, "section2-counts1")[0][1] == "2/2 (+2)"


def test_codes_are_compared_side_by_side(painted):
    assert rows(painted, "section2-counts1") == [
        ["BU Dari bawah", "2/2 (+2)", "1/2"],
        ["TD Dari atas", "2/2 (−1)", "2/2"],
    ]
    (table,) = (b for b in painted.blocks if isinstance(b, Table) and b.anchor == "section2-said1")
    assert [plain(cell.runs) for cell in table.header[0]] == ["", "BU Dari bawah", "TD Dari atas"]
    bad = rows(painted, "section2-said1")[1]
    assert bad[:2] == ["Layu", "“Waktu itu pernah rembuk.” (W3/P1/b.4)"]
    assert bad[2].endswith("lainnya: (W3/P1/b.6)"), (
        "two quotes, one of each informant, then the rest by reference"
    )


def test_branches_over_each_other_say_their_unit(painted):
    assert rows(painted, "section3-table1-1") == [["SB-AWS Pengawasan lemah", "1\n1 informan", "–"]]
    (table,) = (b for b in painted.blocks if isinstance(b, Table) and b.anchor == "section3-table1-1")
    assert plain(table.note).startswith("Satuannya giliran bicara")
    (said,) = rows(painted, "section3-quotes")
    assert "SB-AWS “tidak ada yang mengawasi” (W1/K1/b.6)" in said[1] and "MS-DAT “Datanya lama" in said[1]


def test_links_are_chains_strategies_and_a_picture(painted):
    (chain,) = rows(painted, "section4-chains1")
    assert chain == [
        "1",
        "SB-AWS Pengawasan lemah",
        "MS-DAT Data lama",
        "SL-PUB Uji publik",
        "1",
        "1 informan\nMekar, Layu",
    ]
    (trail,) = rows(painted, "section4-trails1")
    assert [part.split(" ")[0] for part in trail[1].split("\n→ ")] == ["SB-AWS", "MS-DAT", "SL-PUB"]
    (strategy,) = rows(painted, "section4-strategies1")
    assert strategy[:3] == ["SL-PUB Uji publik", "MS-DAT Data lama (1)", "Layu"]
    (figure,) = (b for b in painted.blocks if isinstance(b, Figure) and b.anchor == "section4-flow")
    assert figure.alt == (
        "Pengawasan lemah → menyebabkan → Data lama (1); Uji publik → memecahkan → Data lama (1)"
    )
    assert all(words in figure.svg for words in ("MASALAH", "SEBAB", "SOLUSI", "Mekar", "Layu"))


def test_every_number_leads_to_quotes_and_no_way_leads_nowhere(painted):
    linked = {run.link for run in runs(painted.blocks) if run.link}
    assert linked <= painted.anchors
    for anchor in (
        "section1-codes1",
        "section1-change",
        "section2-counts1",
        "section3-table1-1",
        "section4-links1",
    ):
        (table,) = (b for b in painted.blocks if isinstance(b, Table) and b.anchor == anchor)
        first = {"section1-change": 3, "section4-links1": 4}.get(anchor, 1)
        last = 5 if anchor == "section4-links1" else None
        for row in table.rows:
            for cell in row.cells[first:last]:
                said = plain(cell.runs)
                assert bool(cell.runs[0].link) == (not said.startswith(("0", "–"))), (anchor, said)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_sections_are_as_they_were_read_and_agreed(crossed, language):
    text = to_markdown(document(crossed, language)).decode()
    part = text[text.index("{#section1}") :].partition("\\newpage")[0]
    part = re.sub(r"base64,[\w+/=]+", "base64,…", part)
    golden = GOLDEN.with_suffix(f".{language}.md")
    if os.environ.get("QUALCODE_SECTIONS") == "write":
        golden.write_text(part, encoding="utf-8")
    assert part == golden.read_text(encoding="utf-8")


def test_what_is_empty_is_a_sentence_with_its_reason(project):
    def outcome(tx):  # type: ignore[no-untyped-def]
        tx.insert(Attribute(name="hasil", value="gagal", group_id=find(tx.session, Group, "PGL").id))

    project.write("attribute.set", outcome)
    for kind, settings in (
        ("case", {"outcome": "hasil"}),
        ("compare", {"codes": "KP", "by": "attr:HASIL"}),
        ("table", {"rows": "KP-TRN", "columns": "KP-MSY", "within": "source"}),
        ("links", {}),
    ):
        project.sections.add(kind, **settings)
    made = document(project, "en")
    said = [plain(block.runs) for block in made.blocks if isinstance(block, Paragraph)]
    for why in (
        "No coding says which period it speaks of, so there is no before and no after to compare.",
        "No coding of these codes counts for anybody, so there is nothing to compare.",
        "No source bears a code of the rows and one of the columns, so there is nothing to cross.",
        "Nobody has linked a passage to another yet, so there is no chain to show.",
    ):
        assert why in said
    assert not any(isinstance(b, Table) and b.anchor.startswith("section") for b in made.blocks)
    for kind, settings, error in (
        ("case", {"outcome": "warna"}, NotFound),
        ("case", {"outcome": "hasil", "periods": "kemarin"}, BadInput),
        ("compare", {"codes": "KP", "by": "umur"}, BadInput),
        ("table", {"rows": "KP"}, BadInput),
        ("links", {"rows": "KP"}, BadInput),
    ):
        with pytest.raises(error):
            project.sections.add(kind, **settings)


def test_whole_sources_attributes_and_layers(crossed):
    with crossed.read() as session:
        of = Gathering(crossed, Passages(session), {"Mekar": "Pokmas Mekar", "Layu": "Pokmas Layu"}, "id", "")
    table = KINDS[SectionKind.TABLE].gather(
        of, {"rows": ["PM"], "columns": ["MS"], "of": ["SB", "SL"], "within": "source"}
    )
    assert isinstance(table, TableBody) and table.whole_source
    assert [layer.of.code for layer in table.layers if layer.of] == ["SB"]
    assert [code.code for code in table.empty] == ["SL"], "who speaks of a strategy speaks of no problem"
    counts = [
        [(cell.frames, cell.informants, cell.documents) for cell in row] for row in table.layers[0].cells
    ]
    assert counts == [[(1, 1, 0), (0, 0, 0)], [(1, 1, 0), (0, 0, 0)]], "K1 alone"
    said = table.layers[0].cells[0][0].quoted
    assert [quote.code for quote in said.said] == ["BU", "MS-DAT", "SB-AWS"] and not said.references
    by_outcome = KINDS[SectionKind.COMPARE].gather(of, {"codes": ["PM"], "by": "attr:hasil", "quotes": 0})
    assert isinstance(by_outcome, CompareBody) and by_outcome.columns == ("berhasil", "gagal")
    ((good, bad),) = (row.cells for row in by_outcome.rows)
    assert ((good.k, good.n), (bad.k, bad.n)) == ((2, 2), (2, 2))
    assert (good.quoted.withheld, len(good.quoted.references), good.quoted.said) == (2, 2, ())
    every = KINDS[SectionKind.CASE].gather(of, {"outcome": "hasil", "periods": ["sesudah", "sebelum"]})
    assert isinstance(every, CaseBody) and [row.code for row in every.rows] == ["PM", "BU", "TD"]
    assert {change.group for change in every.changes} == {"Pokmas Mekar", "Pokmas Layu"}


def test_names_that_try_to_be_something_else_stay_names(crossed, tmp_path):
    for end in ("", "-wal"):  # it is open, and what was written last may stand in the log beside it
        shutil.copy(f"{crossed.path}{end}", tmp_path / f"hostile.qualcode{end}")
    hostile = HOSTILE + "\x07\u2028{{1}} \u0645\u0634\u0643\u0644\u0629"
    with Project.open(tmp_path / "hostile.qualcode", coder="Rara") as project:

        def rename(tx):  # type: ignore[no-untyped-def]
            for code in tx.all(Code):
                tx.update(code, name_id=hostile, name_en=hostile)
            for group in tx.all(Group):
                tx.update(group, label=hostile)
            for attribute in tx.all(Attribute):
                tx.update(attribute, value=f"{attribute.value} {hostile}")

        project.write("code.edit", rename)
        painted = {format: project.reports.render(format=format) for format in ("html", "md", "docx")}
    page = painted["html"].decode()
    assert "<b>tebal" not in page and "&lt;b&gt;tebal" in page and "\u202e" not in page
    plain_text = painted["md"].decode()
    rows_of = [line for line in plain_text.splitlines() if line.startswith("|")]
    assert "\u202e" not in plain_text and not any("| *bintang*" in line or "<b>" in line for line in rows_of)
    assert painted["docx"].startswith(b"PK")


def test_what_comes_before_has_its_quotes_though_no_chain():
    before, after = CodeName("A", "Musyawarah"), CodeName("B", "Keputusan")
    said = [
        SectionQuote(code, "K1", "Mekar", f"(W1/K1/b.{n})", words)
        for n, (code, words) in enumerate((("A", "Rembuk."), ("B", "")))
    ]
    link = LinkRow(before, "mendahului", after, 2, 1, 0, ("Mekar",), (tuple(said),), ("(W2/K2/b.3)",))
    body = LinksBody((), (link,), (), (), "", "", 0, 1)
    with using("id"):
        blocks = list(paint_links(body, At("section1", Ways(empty()))))
    table, quotes = (block for block in blocks if isinstance(block, Table))
    assert table.rows[0].cells[4].runs[0].link == quotes.rows[0].anchor == "section1-link1"
    told = plain(quotes.rows[0].cells[1].runs)
    assert told == (
        "A “Rembuk.” (W1/K1/b.0)\n→ B [1 kutipan tidak dicetak karena tidak ada izin]\nlainnya: (W2/K2/b.3)"
    )
    assert any("1 tautan tidak disertakan" in plain(b.runs) for b in blocks if isinstance(b, Note))


def test_three_hundred_links_stay_legible():
    codes = [CodeName(f"K{n}", f"Masalah nomor {n} dengan nama yang panjang sekali") for n in range(40)]
    links = tuple(
        LinkRow(codes[n % 23], "menyebabkan", codes[23 + n % 17], 300 - n, 3, 1, ("Mekar", "Layu"))
        for n in range(300)
    )
    chains = tuple(ChainRow(one.first, one.second, None, 1, 1, 0, ("Mekar",), (), ()) for one in links)
    arrows = strongest([Arrow(one.first.code, one.second.code, "cause_of", one.links) for one in links])
    assert len(arrows) == MOST_ARROWS or len({end for a in arrows for end in (a.first, a.second)}) >= 17
    body = LinksBody(chains, links, (), (), "<svg xmlns='http://www.w3.org/2000/svg'/>", "", len(arrows), 0)
    with using("id"):
        blocks = list(paint_links(body, At("section1", Ways(empty()))))
    tables = [block for block in blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [40] * 7 + [20] + [40] * 7 + [20]
    assert tables[1].caption.endswith("(lanjutan dari baris 41)") and not any(t.is_wide for t in tables)
    said = " ".join(plain(block.runs) for block in blocks if isinstance(block, Paragraph))
    assert f"{len(arrows)} tautan terkuat dari 300 tautan" in said
