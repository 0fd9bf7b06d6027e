"""Reports of a project: what is read, what is kept back, where files go, and that nothing changes."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from qualcode.errors import BadInput, QualcodeError
from qualcode.i18n import using
from qualcode.model import Code
from qualcode.project import Project
from qualcode.project.page_setup import PageSetup
from qualcode.project.report_findings import denies
from qualcode.reports.document import Table, plain
from qualcode.reports.svg import FONT, clean
from qualcode.reports.table_names import is_known
from tests.project.conftest import K1_TEXT, span

READ_OUT = "Tiap bulan dibacakan terbuka."
TALKED = "Dirembug bareng, nggih."
P1_TEXT = "P: Dan menurut Bapak?\nI: Bu Yanti rajin lapor.\nJarang terlambat.\n"


@pytest.fixture
def told(project: Project, k1: str, tmp_path: Path) -> Project:
    """K1 and P1 interviewed, codings by Rara, a finding that both support; K1 is called Yanti."""
    (tmp_path / "p1.txt").write_text(P1_TEXT, encoding="utf-8")
    project.sources.add(tmp_path / "p1.txt", informants=["P1"])
    project.write("alias.add", _alias)
    project.edit_study(language="id")
    opened = project.codings.add(
        k1, *span(READ_OUT), "KP-TRN", valence="strengthens", translation="Read out openly."
    )
    project.codings.add(k1, *span(TALKED), "KP-MSY", paraphrase="Keputusan diambil bersama.")
    reports = project.codings.add(
        "p1.txt", *span("Bu Yanti rajin lapor.\nJarang terlambat.", P1_TEXT), "KP-TRN"
    )
    project.findings.add("Kas dibuka kepada semua.", codes=["KP-TRN"])
    project.findings.link(1, opened.uid, "supports")
    project.findings.link(1, reports.uid, "supports")
    return project


def _alias(tx):  # type: ignore[no-untyped-def]
    from qualcode.model import Alias, Informant
    from qualcode.store.transaction import table_of

    k1 = tx.first(Informant, table_of(Informant).c.code == "K1")
    tx.insert(Alias(name="Bu Yanti", informant_id=k1.id))


def test_the_kinds_of_reports_are_listed(project: Project):
    rows = project.reports.list()
    names = [row.name for row in rows]
    assert names[:2] == ["triangulation", "ready"] and names[-1] == "lampiran"
    assert all(row.formats == ("docx", "html", "pdf", "xlsx", "md") for row in rows)


def test_a_quote_has_informant_stance_reference_and_no_real_name(told: Project):
    (finding,) = told.reports.data("en").findings
    (p1, k1) = sorted(finding.quotes, key=lambda q: q.unit, reverse=True)
    assert (k1.unit, k1.group, k1.stance, k1.codes) == ("K1", "PGL", "supports", ("KP-TRN",))
    assert k1.text == READ_OUT and k1.translation == "Read out openly."
    assert p1.text == "Bu [K1] rajin lapor. Jarang terlambat.", "lines of one turn run on"
    lines = told.codings.list(informant="K1", code="KP-TRN")[0].lines
    assert k1.reference == f"(W1/K1/l.{lines})" and p1.reference.startswith("(W2/P1/l.")


def test_a_translation_is_for_readers_of_the_other_language(told: Project):
    (finding,) = told.reports.data("id").findings
    assert all(not quote.translation for quote in finding.quotes)


def test_the_matrix_is_the_one_analysis_computes(told: Project):
    report = told.reports.data("en")
    row = told.analysis.triangulate("group").rows[0]
    shown = report.findings[0].row
    assert (shown.verdict, shown.direction, shown.reporting, shown.columns) == ("AGREEMENT", "+", 2, 2)
    assert [(c.symbol, c.k, c.n) for c in shown.cells] == [(c.symbol, c.k, c.n) for c in row.cells.values()]
    assert [len(c.quotes) for c in shown.cells] == [1, 1]
    assert [c.units for c in shown.cells] == [("K1 +",), ("P1 +",)]


def test_who_may_not_be_quoted_is_counted_and_not_printed(told: Project):
    told.informants.consent("K1", "given", may_quote=False)
    report = told.reports.data("en")
    (finding,) = report.findings
    assert finding.withheld == 1 and [q.unit for q in finding.quotes] == ["P1"]
    assert finding.row.k == 2, "the numbers stay"
    assert report.withheld == 1 and report.counted_codings == 3
    assert [q.text for q in report.codings if q.paraphrase] == ["Keputusan diambil bersama."]
    for format in ("html", "md"):
        page = told.reports.render(format=format, language="en").decode()
        assert "dibacakan terbuka" not in page and "Keputusan diambil bersama" in page


def test_the_year_under_tables_is_that_of_the_study(told: Project):
    def said(template: str) -> set[str]:
        page = told.reports.render(template, "md", language="id").decode()
        return set(re.findall(r"olahan peneliti, (\d+)", page))

    last = told.history.last_change()
    assert last is not None and said("triangulation") == {str(last.year)}, "nobody said which"
    told.edit_study(year=2019)
    assert said("triangulation") == said("codebook") == {"2019"}


def test_numbers_whose_quotes_may_not_be_printed_say_so(told: Project):
    more = told.codings.add(
        "k1.txt", *span("Semua boleh lihat bukunya."), "KP-TRN", paraphrase="Buku terbuka."
    )
    told.findings.link(1, more.uid, "supports")
    told.informants.consent("K1", "given", may_quote=False)
    report = told.reports.data("id")
    assert [(len(c.quotes), c.withheld) for c in report.findings[0].row.cells] == [(1, 1), (1, 0)]
    codes = {row.code: [cell.withheld for cell in row.cells] for row in report.code_groups}
    assert codes == {"KP": [1, 0], "KP-TRN": [1, 0], "KP-MSY": [0, 0]}
    page = told.reports.render(format="html", language="id").decode()
    beside = 'data-beside="1 lagi tidak boleh dikutip.">'
    assert page.count(f"{beside}+ (1/1)") == 2, "beside the finding and in the matrix"
    assert f"{beside}1/1" in page and "[1 kutipan tidak dicetak" in page
    said = told.reports.render("by-source", "md", language="id").decode()
    assert said.count("[1 kutipan tidak dicetak") == 1 and "Buku terbuka." in said
    codes = told.reports.render("codebook", "md", language="id").decode()
    assert codes.count("[1 kutipan tidak dicetak") == 2, "under the branch and its code"
    told.codings.edit(more.uid, paraphrase="")
    nothing = told.reports.render("by-source", "md", language="en").decode()
    assert "[2 quotes not printed for lack of consent" in nothing
    assert "f1-g1" in told.reports.document(language="en").anchors, (
        "a number without quotes leads to the reason"
    )


@pytest.mark.parametrize("status", ["refused", "withdrawn"])
def test_without_consent_nothing_is_quoted(told: Project, status: str):
    told.informants.consent("K1", status)
    assert all(q.unit != "K1" for q in told.reports.data().findings[0].quotes)


def test_the_interviewer_is_not_quoted(told: Project):
    told.codings.add("k1.txt", *span("Bagaimana uang kas dikelola?"), "KP-TRN")
    report = told.reports.data()
    assert report.counted_codings == 3 and all("Bagaimana" not in q.text for q in report.codings)


def test_words_tagged_by_two_coders_stand_once(told: Project):
    told.coder = "Bima"
    told.codings.add("k1.txt", *span(READ_OUT), "KP-TRN")
    report = told.reports.data()
    assert sum(q.text == READ_OUT for q in report.codings) == 1


def test_coders_who_differ_about_a_quote_are_named(told: Project):
    coding = told.codings.list(informant="K1", code="KP-TRN")[0]
    told.coder = "Bima"
    told.findings.link(1, coding.id, "contradicts")
    quotes = [q for q in told.reports.data().findings[0].quotes if q.unit == "K1"]
    assert sorted((q.coder, q.stance) for q in quotes) == [("Bima", "contradicts"), ("Rara", "supports")]


def test_coders_and_methods_within_a_group_are_compared_only_where_there_are_several(
    told: Project, tmp_path: Path
):
    assert [m.by for m in told.reports.data("en").matrices] == ["group", "method", "wave"]
    (tmp_path / "o1.txt").write_text("Buku kas tergeletak di meja.", encoding="utf-8")
    told.sources.add(tmp_path / "o1.txt", method="observation", group="PGL")
    told.findings.link(1, told.codings.add("o1.txt", 0, 8, "KP-TRN").uid, "contradicts")
    coding = told.codings.list(informant="K1", code="KP-TRN")[0]
    told.coder = "Bima"
    told.findings.link(1, coding.id, "contradicts")
    report = told.reports.data("en")
    coders, nested = report.matrices[3:]
    assert (coders.by, coders.columns) == ("coder", ("Rara", "Bima"))
    assert [(c.symbol, c.k, c.n, len(c.quotes)) for c in coders.rows[0].cells] == [
        ("+", 1, 1, 1),
        ("-", 1, 1, 1),
    ]
    assert (nested.by, nested.columns) == ("group-method", ("interview", "observation"))
    (row,) = nested.rows
    assert (row.within, [c.symbol for c in row.cells]) == ("PGL", ["±", "-"])
    assert [len(c.quotes) for c in row.cells] == [2, 1]
    page = told.reports.render(format="md", language="en").decode()
    assert "[− (1/1)†](#f1-coder2)" in page and "[− (1/1)†](#f1-group-method2)" in page
    for anchor in ("f1-coder2", "f1-group-method2"):
        assert f"[]{{#{anchor}}}" in page


def test_everything_that_hangs_on_a_finding_is_told(told: Project):
    told.findings.link_figure(1, "prominence", note="kata Bu Yanti")
    told.findings.explain(1, "Karena Bu Yanti teliti.")
    told.findings.adjudicate(1, "PARTIAL", "dua ukuran")
    told.findings.member_check(1, "K1", "confirmed", checked_on=date(2024, 3, 1), note="ya")
    told.findings.edit(1, status="final", theme="Uang", indicator="buku kas")
    (finding,) = told.reports.data("en").findings
    assert finding.explanation == "Karena Bu [K1] teliti."
    assert finding.figures[0].note == "kata Bu [K1]" and finding.figures[0].value == "Trust 1/2"
    assert finding.adjudication and finding.adjudication.author == "Rara" and finding.adjudication.day
    assert finding.member_checks[0].day == date(2024, 3, 1)
    assert (finding.final, finding.theme, finding.indicator) == (True, "Uang", "buku kas")


def test_scope_and_who_was_not_asked_are_printed(told: Project):
    told.informants.add("M1", "MAS")
    told.findings.mark(1, "not_asked", informants=["M1"])
    assert told.reports.data().findings[0].not_asked == ("M1",)


def test_a_branch_leads_to_the_quotes_of_its_codes(told: Project):
    from qualcode.reports.quote_ways import Ways

    report = told.reports.data()
    assert Ways(report).to("KP") == Ways(report).to("KP-TRN") != ""
    assert Ways(report).to("KP", "PGL") and Ways(report).to("KP-MSY", "PEM") == ""


def test_counts_of_people_sources_and_valences_lead_to_just_their_quotes(told: Project):
    told.ties.add("K1", "P1", "trust", evidence=[("p1.txt", *span("Jarang terlambat.", P1_TEXT))])
    told.codings.add("k1.txt", *span("Semua boleh"), "KP-TRN", valence="weakens")
    document = told.reports.document(language="id")
    tables = {block.anchor: block for block in document.blocks if isinstance(block, Table)}
    said = {row.anchor: plain(row.cells[1].runs) for row in tables["tbl-codings"].rows if row.anchor}

    def behind(table: str, row: str, column: int) -> list[str]:
        (cells,) = [
            one.cells for one in tables[table].rows if row in [plain(cell.runs) for cell in one.cells[:2]]
        ]
        return [said[anchor] for anchor in cells[column].runs[0].behind]

    assert [len(behind("tbl-informants", who, 4)) for who in ("K1", "P1")] == [2, 1]
    assert behind("tbl-sources", "W2", 5) == behind("tbl-informants", "P1", 4)
    assert "rajin lapor" in behind("tbl-sources", "W2", 5)[0]
    assert behind("tbl-prominence", "KP-TRN", 3) == behind("tbl-prominence", "KP-TRN", 4) == []
    (both,) = behind("tbl-prominence", "KP-TRN", 5)
    assert READ_OUT in both and "− “Semua boleh”" in both and "Dirembug" not in both
    (evidence,) = [row.cells[4].runs for row in tables["tbl-ties"].rows]
    (quote,) = [row for row in tables["tbl-tie-quotes"].rows if row.anchor == evidence[0].link]
    assert "Jarang terlambat." in plain(quote.cells[1].runs)
    told.informants.consent("P1", "given", may_quote=False)
    page = told.reports.render(format="md", language="id").decode()
    assert "Jarang terlambat" not in page and "kutipan tidak dicetak" in page


def test_groups_are_called_by_their_labels_and_never_alike(told: Project):
    told.informants.edit_group("PGL", label="Warga", label_en="People")
    told.informants.edit_group("PEM", label="Warga")
    assert [g.name for g in told.reports.data("id").groups] == ["Warga", "Warga (PEM)"]
    assert [g.name for g in told.reports.data("en").groups] == ["People", "Warga"]


def test_a_citation_follows_the_studys_template(told: Project):
    told.edit_study(citation="[{informant}, baris {lines}, W{n}]")
    reference = told.reports.data().findings[0].quotes[0].reference
    assert re.fullmatch(r"\[(K1|P1), baris \d+(-\d+)?, W[12]\]", reference)


def test_a_tie_names_its_evidence_by_reference(told: Project):
    told.ties.add("K1", "P1", "trust", evidence=[("k1.txt", *span(READ_OUT))])
    network = told.reports.data("en").network
    assert network and network.ties[0].references[0].startswith("(W1/K1/l.") and "<svg" in network.svg


@pytest.mark.parametrize("format", ["docx", "html", "pdf", "md"])
def test_the_same_project_gives_the_same_bytes_and_is_not_touched(told: Project, format: str):
    path = told.path
    told.close()
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    painted = []
    for _time in range(2):
        with Project.open(path, write=False) as opened:
            painted.append(opened.reports.render(format=format))
            assert opened.history.head() in opened.reports.data().journal_head
    assert painted[0] == painted[1]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


@pytest.mark.parametrize("format", ["docx", "html", "pdf", "md"])
def test_an_empty_project_has_a_report(tmp_path: Path, format: str):
    with Project.create(tmp_path / "empty.qualcode", coder="Rara") as project:
        assert project.reports.render(format=format)


def test_a_report_goes_beside_the_project_or_where_it_is_told(told: Project, tmp_path: Path):
    assert told.reports.write(format="md") == told.path.parent / "study-triangulation.md"
    assert told.reports.write(tmp_path / "x.HTML").read_bytes().startswith(b"<!DOCTYPE html>")
    (tmp_path / "folder").mkdir()
    assert told.reports.write(tmp_path / "folder").name == "study-triangulation.docx"
    assert told.reports.write(str(tmp_path / "y.txt"), format="md").read_bytes().startswith(b"---")


def test_the_language_is_the_studys_unless_another_is_asked_for(told: Project, tmp_path: Path):
    assert "Laporan triangulasi" in told.reports.write(tmp_path / "a.md").read_text(encoding="utf-8")
    english = told.reports.write(tmp_path / "b.md", language="en").read_text(encoding="utf-8")
    assert "Triangulation report" in english


@pytest.mark.parametrize(
    "wrong", [{"format": "odt"}, {"language": "jv"}, {"template": "nothing"}, {"out": "x.odt"}]
)
def test_what_there_is_not_is_refused_in_one_line(told: Project, wrong: dict[str, str]):
    with pytest.raises(BadInput, match="is one of"):
        told.reports.write(**wrong)


def test_a_file_that_cannot_be_written_leaves_everything_as_it_was(told: Project, tmp_path: Path):
    with pytest.raises(BadInput, match="cannot write"):
        told.reports.write(tmp_path / "nowhere" / "x.md")
    blocked = tmp_path / "taken.md"
    (blocked / "inside").mkdir(parents=True)
    names = sorted(tmp_path.iterdir())
    told.reports.write(blocked, format="md")
    assert (blocked / "study-triangulation.md").exists() and sorted(tmp_path.iterdir()) == names


def test_a_report_never_replaces_the_project(told: Project):
    with pytest.raises(BadInput, match="project itself"):
        told.reports.write(told.path, format="md")
    assert told.findings.list()


def test_progress_is_told_from_start_to_end(told: Project):
    steps: list[tuple[int, int]] = []
    told.reports.render(format="md", progress=lambda done, every, _what: steps.append((done, every)))
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_a_change_is_in_the_next_report(told: Project):
    told.reports.data()
    told.findings.edit(1, claim="Kas tertutup.")
    assert told.reports.data().findings[0].claim == "Kas tertutup."


def test_codes_are_told_in_the_language_of_the_report(told: Project):
    told.write(
        "code.edit", lambda tx: tx.update(_code(tx), short_def_id="buka kas", short_def_en="open books")
    )
    by_language = {lang: {c.code: c for c in told.reports.data(lang).codes} for lang in ("id", "en")}
    assert by_language["id"]["KP-TRN"].definition == "buka kas"
    assert by_language["en"]["KP-TRN"].name == "Transparency"


def _code(tx):  # type: ignore[no-untyped-def]
    from qualcode.store.transaction import table_of

    return tx.first(Code, table_of(Code).c.code == "KP-TRN")


@pytest.mark.parametrize(
    ("claim", "negated"),
    [("Kas tidak dibuka.", True), ("Nobody opens it", True), ("Kas dibuka.", False), ("Bukannya", True)],
)
def test_a_claim_with_a_negator_is_noticed(claim: str, negated: bool):
    assert denies(claim) is negated


def test_text_of_the_fixture_is_what_the_offsets_mean():
    start, stop = span(READ_OUT)
    assert K1_TEXT[start:stop] == READ_OUT


def test_the_default_reference_speaks_the_language_of_the_report_and_a_chosen_one_stays(told: Project):
    assert all("/b." in quote.reference for quote in told.reports.data("id").codings)
    assert all("/l." in quote.reference for quote in told.reports.data("en").codings)
    told.edit_study(citation="(W{n}, {informant}, b.{lines})")
    assert all(", b." in quote.reference for quote in told.reports.data("en").codings)


def test_rarely_denies_nothing():
    assert not denies("Dinas jarang hadir.") and not denies("Officials are seldom or rarely seen.")
    assert denies("Dinas jarang hadir dan tidak memantau.")


def test_counts_of_the_field_leave_literature_beside_them(told: Project, tmp_path: Path):
    work = tmp_path / "work.txt"
    work.write_text("Trust grows where accounts are read out.", encoding="utf-8")
    before = told.reports.data("id")
    told.sources.add(work, method="literature")
    told.codings.add("work.txt", 0, 11, "KP-TRN")
    after = told.reports.data("id")
    assert after.counted_codings == before.counted_codings and after.literature_codings == 1
    (was,) = [row for row in before.codes if row.code == "KP-TRN"]
    (now,) = [row for row in after.codes if row.code == "KP-TRN"]
    assert (now.codings, now.own, now.withheld) == (
        was.codings,
        was.own,
        was.withheld,
    ) and now.literature == 1
    cells = [cell for row in after.code_groups if row.code == "KP-TRN" for cell in row.cells]
    assert sum(cell.literature for cell in cells) == 1 and not any(cell.documents for cell in cells)


def test_letters_of_the_graph_are_eight_points_in_print(told: Project):
    told.ties.add("K1", "P1", "trust")
    network = told.reports.data("id").network
    assert network
    width = float(re.search(r'viewBox="0 0 ([\d.]+)', network.svg)[1])  # type: ignore[index]
    printed = clean(network.svg, font=FONT)
    sizes = {float(size) for size in re.findall(r'font-size="([\d.]+)"', printed)}
    assert sizes and min(sizes) * (14 / 2.54 * 72) / width >= 8, "14 cm wide"


def test_a_citation_that_could_tell_who_somebody_is_is_warned_about(told: Project):
    told.edit_study(citation="{source}.{informant}.{date}.b{lines}")
    assert any("who somebody is" in line for line in told.sharing.remarks(people=True))
    told.edit_study(citation="({source}/{informant}/b.{lines})")
    assert not any("who somebody is" in line for line in told.sharing.remarks(people=True))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("({W}/{informant})", "there is no {W}"),
        ("(W{n}/{informant", "not closed"),
        ("({informant}, {lines})", "which source"),
        ("(W{n}\n{lines})", "one line"),
        ("{n}" + "-" * 80, "at most 80"),
        ("{n.__class__}", "there is no"),
    ],
)
def test_a_citation_that_cannot_be_is_refused_and_changes_nothing(told: Project, template: str, said: str):
    before = told.study().citation
    with pytest.raises(BadInput, match=re.escape(said)):
        told.edit_study(citation=template)
    assert told.study().citation == before


@pytest.mark.parametrize(
    ("setup", "said"),
    [
        ({"paper": "a5"}, "--paper is one of"),
        ({"appendices_from": "3b"}, "begin with a number or a letter"),
        ({"tables_from": 0}, "begin with 1 to"),
        ({"style": Path("none.docx")}, "cannot read none.docx"),
        ({"layout": Path("none.yaml")}, "none.yaml"),
    ],
)
def test_pages_that_cannot_be_are_refused_before_anything_is_written(
    told: Project, tmp_path: Path, setup: dict[str, Any], said: str
):
    out = tmp_path / "r.docx"
    with pytest.raises(QualcodeError, match=re.escape(said)):
        told.reports.write(out, setup=PageSetup(**setup))
    with pytest.raises(BadInput, match="not for pdf"):
        told.reports.write(tmp_path / "r.pdf", setup=PageSetup(style=out))
    assert not out.exists()


def test_appendices_tables_and_paper_are_as_they_are_asked_for(told: Project):
    (told.path.parent / "guide.csv").write_text("question\nApa kabar?\n", encoding="utf-8")
    told.notes.import_guide(told.path.parent / "guide.csv")
    asked = PageSetup(paper="f4", appendices_from="3", tables_from=12)
    shown = told.reports.render("lampiran", "md", language="id", setup=asked).decode()
    assert "Lampiran 3" in shown and "Tabel 12" in shown


def test_tables_that_a_layout_names_and_there_are_not_are_told(told: Project, tmp_path: Path):
    layout = tmp_path / "mine.yaml"
    layout.write_text(
        "tables:\n  tbl-informants-table:\n    caption: Orang\n  tbl-nope:\n    caption: X\n", "utf-8"
    )
    setup = PageSetup(layout=layout)
    remark = "mine.yaml, line 4: this report has no table tbl-nope"
    assert "Orang" in told.reports.render("informants", "md", setup=setup).decode()
    assert [one.split(";")[0] for one in told.reports.without_effect] == [remark]
    told.reports.write_apart(tmp_path / "all", format="md", setup=setup)
    assert [one.split(";")[0] for one in told.reports.without_effect] == [remark]
    told.reports.render("informants", "md")
    assert told.reports.without_effect == ()


def test_every_table_of_every_report_goes_by_a_name_that_is_known(told: Project):
    asked = {row.name: told.reports.document(row.name) for row in told.reports.list()}
    names = {one.anchor for made in asked.values() for one in made.blocks if isinstance(one, Table)}
    assert len(names) > 20 and {name for name in names if not is_known(name)} == set()


def test_a_template_of_ones_own_is_written_with_what_a_report_may_say(told: Project, tmp_path: Path):
    file = tmp_path / "bab4.md.j2"
    file.write_text(
        "{% for f in findings %}{{ f.claim }}: {{ f.quotes[0].reference }}{% endfor %}", encoding="utf-8"
    )
    written = told.reports.write_own(file, guarded=True)
    assert written.name == "study-bab4.md"
    said = written.read_text(encoding="utf-8")
    assert said.startswith("Kas dibuka kepada semua.: (W1/K1/b.") and "Yanti" not in said
    file.write_text("baris satu\n{{ findings[0].nothing }}", encoding="utf-8")
    with using("en"), pytest.raises(BadInput, match=r"bab4\.md\.j2, line 2: there is no"):
        told.reports.write_own(file, tmp_path / "lain.md")
    assert not (tmp_path / "lain.md").exists()
