"""Appendices that print what was said: lines as citations have them, codes at their lines, names and consent kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.appendices.binding import bind
from qualcode.project.citations import Citations
from qualcode.project.report_quotes import Passages
from qualcode.reports.appendix.binding import bound
from qualcode.reports.best import best, shortened
from qualcode.reports.document import Table, plain
from qualcode.reports.markdown import to_markdown
from tests.project.conftest import span

OPENED = "Tiap bulan dibacakan terbuka."
TALKED = "Dirembug bareng, nggih."


def body(project: Project, name: str):  # type: ignore[no-untyped-def]
    return bind(project, name, "id").parts[0].body


def painted(project: Project, name: str, language: str = "id") -> str:
    return to_markdown(project.reports.document(name, language=language)).decode()


@pytest.fixture
def coded(project: Project, k1: str) -> Project:
    """K1 is called Yanti; two passages, one of them evidence of F1 and in a category of a theme."""
    project.informants.edit("K1", aliases=["Bu Yanti"])
    opened = project.codings.add(k1, *span(OPENED), "KP-TRN", paraphrase="Bu Yanti membuka kas.")
    project.codings.add(k1, *span(TALKED), "KP-MSY")
    project.findings.add("Kas dibuka.", codes=["KP-TRN"])
    project.findings.link(1, opened.uid, "supports")
    project.codebook.add_category("Keterbukaan", codes=["KP-TRN"], theme="Kepercayaan")
    return project


def test_each_line_has_the_number_that_citations_name(coded: Project, k1: str):
    (text,) = body(coded, "transcripts").texts
    at = coded.sources.place(k1)
    assert [line.number for line in text.lines] == list(range(1, len(at.line_starts) + 1))
    said = {line.number: line.said for line in text.lines}
    for words in (OPENED[:20], TALKED[:10]):
        first = int(at.lines(*span(words)).split("-")[0])
        assert words in said[first]
    assert "I:" not in " ".join(said.values()), "the label stands in a column of its own"
    assert {line.speaker for line in text.lines} >= {"interviewer", "K1"}


def test_codes_stand_at_the_line_their_passage_begins_on(coded: Project, k1: str):
    (text,) = body(coded, "transcripts").texts
    beside = {one.code: line.number for line in text.lines for one in line.margin}
    at = coded.sources.place(k1)
    assert beside == {
        "KP-TRN": int(at.lines(*span(OPENED)).split("-")[0]),
        "KP-MSY": int(at.lines(*span(TALKED)).split("-")[0]),
    }
    (noted,) = [one for line in text.lines for one in line.margin if one.paraphrase]
    assert noted.paraphrase == "Bu [K1] membuka kas."


def test_a_name_is_replaced_where_it_stands_and_moves_no_line(project: Project, tmp_path):  # type: ignore[no-untyped-def]
    words = (
        "P: Siapa?\nI: "
        + "Kata demi kata sampai baris penuh sekali lalu datang Bu Yanti Kusuma membawa buku.\n"
    )
    (tmp_path / "k2.txt").write_text(words, encoding="utf-8")
    project.informants.edit("K1", aliases=["Yanti Kusuma"])
    project.sources.add(tmp_path / "k2.txt", informants=["K1"])
    (text,) = body(project, "transcripts").texts
    at = project.sources.place("k2.txt")
    said = " ".join(line.said for line in text.lines)
    assert "Yanti" not in said and "Kusuma" not in said and said.count("[K1]") == 1
    assert len(text.lines) == len(at.line_starts)
    assert said.endswith("membawa buku.")


def test_lines_of_whoever_may_not_be_quoted_are_one_that_says_so(coded: Project):
    coded.informants.consent("K1", "refused")
    (text,) = body(coded, "transcripts").texts
    printed = " ".join(line.said for line in text.lines)
    assert "dibacakan" not in printed and "Dirembug" not in printed
    assert "Bagaimana uang kas" in printed, "the interviewer's words may be"
    assert {one.code for line in text.lines if line.until for one in line.margin} == {"KP-TRN", "KP-MSY"}
    shown = painted(coded, "transcripts")
    assert "[tidak dicetak]" in shown.replace("\\", "")
    assert "Pwc. ialah pewawancara" in shown


def test_a_field_note_has_no_column_for_speakers_it_does_not_name(project: Project, tmp_path):  # type: ignore[no-untyped-def]
    (tmp_path / "o.txt").write_text("Teras rumah ketua.\nBuku kas dibuka.\n", encoding="utf-8")
    project.sources.add(tmp_path / "o.txt", method="observation", group="KUBE")
    shown = painted(project, "fieldnotes")
    assert "Buku kas dibuka" in shown and "Baris\N{EN SPACE}Catatan lapangan" in shown
    assert "Penutur" not in shown and "ialah pewawancara" not in shown


def test_the_coding_table_leads_from_the_words_to_category_theme_and_finding(coded: Project):
    rows = {row.code: row for row in body(coded, "reduction").rows}
    opened = rows["KP-TRN"]
    assert (opened.quote, opened.categories, opened.themes, opened.findings) == (
        *(OPENED, ("Keterbukaan",), ("Kepercayaan",)),
        ("F1",),
    )
    assert opened.branch == "KP Kepercayaan" and opened.reference.startswith("(W1/K1/b.")
    assert rows["KP-MSY"].findings == ()


def test_what_may_not_be_printed_is_counted_and_a_paraphrase_says_whose_words_it_is(coded: Project):
    coded.informants.consent("K1", "refused")
    found = body(coded, "reduction")
    assert [(row.quote, row.paraphrase) for row in found.rows] == [("Bu [K1] membuka kas.", True)]
    assert found.withheld == 1
    assert "parafrase peneliti" in painted(coded, "reduction")


def test_codings_of_an_interviewers_words_are_left_out_and_counted(coded: Project, k1: str):
    def said(template: str) -> str:
        return coded.reports.render(template, "md", language="en").decode()

    sentence = "1 coding is left out, because an interviewer's words and reflective notes are not counted."
    assert sentence not in said("reduction")
    coded.codings.add(k1, *span("Lalu keputusannya?"), "KP-TRN")
    assert sentence in said("reduction") and "Lalu" not in said("reduction")
    assert sentence in said("triangulation")


def test_an_example_in_the_codebook_that_is_somebodys_silenced_words_is_left_out(coded: Project):
    coded.codebook.edit("KP-TRN", typical_id=OPENED + " Semua boleh lihat bukunya.", use_when_id="kas dibuka")
    entry = next(one for one in body(coded, "codebook").entries if one.code == "KP-TRN")
    assert entry.example.startswith("Tiap bulan") and entry.use_when == "kas dibuka"
    coded.informants.consent("K1", "refused")
    entry = next(one for one in body(coded, "codebook").entries if one.code == "KP-TRN")
    assert "Tiap bulan" not in entry.example


def test_a_cell_of_triangulation_has_symbol_count_and_its_best_quote(coded: Project):
    shown = painted(coded, "by-source")
    assert "+ (1/1)" in shown and OPENED in shown and "(W1/K1/b." in shown
    assert "belum" not in shown.split("Kas dibuka.")[0].rsplit("|", 1)[-1]


def test_where_there_is_one_time_alone_that_is_said_and_not_that_findings_lack(coded: Project):
    said = painted(coded, "by-time", "en")
    assert "this study does not have that" in said and "No finding" not in said
    coded.findings.remove(1)
    assert "No finding has been written yet" in painted(coded, "by-time", "en")


def test_what_the_program_computed_is_no_conclusion(coded: Project):
    coded.findings.edit(1, explanation="Kas memang dibuka.")
    binding = bind(coded, "by-source", "id")
    (part,) = binding.parts
    told = replace(part.body.matrix.rows[0], remarks=("hanya satu yang menyinggungnya", "cakupan kecil"))
    for by in ("group", "method"):
        body = replace(part.body, by=by, matrix=replace(part.body.matrix, rows=(told,)))
        shown = to_markdown(bound(replace(binding, parts=(replace(part, body=body),)))).decode()
        assert "**Yang perlu diketahui:** hanya satu yang menyinggungnya; cakupan kecil." in shown
        assert ("**Kesimpulan:** Kas memang dibuka." in shown) == (by == "group")
        assert shown.count("Kesimpulan:") == (by == "group")


def test_the_best_quote_is_whole_and_in_the_informants_own_words():
    from qualcode.reports.appendix.interviews import Reply
    from qualcode.reports.data import EvidenceQuote

    def quote(text: str, paraphrase: bool = False) -> EvidenceQuote:
        return EvidenceQuote("c", text, "(W1)", "supports", "K1", "A", "interview", paraphrase=paraphrase)

    short, long, own = quote("kata " * 5), quote("kata " * 100), quote("kata " * 20, True)
    assert best([long, short, own]) is short
    assert best([long, own]) is long and best([]) is None
    assert shortened(long.text).endswith("kata […]") and len(shortened(long.text)) < 210
    assert Reply("").quote == ""


@pytest.mark.parametrize("name", ["transcripts", "reduction", "codebook", "by-source"])
def test_hostile_words_are_painted_and_nothing_breaks(project: Project, tmp_path, name: str):  # type: ignore[no-untyped-def]
    hostile = "I: \x1b[31mmerah\u202e terbalik " + "x" * 10_000 + " <b>&amp;</b> =HYPERLINK(1) שלום\n"
    (tmp_path / "k3.txt").write_text(hostile, encoding="utf-8")
    project.sources.add(tmp_path / "k3.txt", informants=["K1"])
    text = project.sources.text("k3.txt")
    project.codings.add("k3.txt", text.index("merah"), len(text) - 1, "KP-TRN")
    for format in ("docx", "html"):
        made = project.reports.render(name, format)
        assert b"\x1b[31m" not in made and made == project.reports.render(name, format)


def test_references_lead_to_the_line_that_is_bound_with_them(coded: Project):
    def rows(document):  # type: ignore[no-untyped-def]
        return [row for block in document.blocks if isinstance(block, Table) for row in block.rows]

    whole = coded.reports.document("lampiran", language="id")
    anchored = {row.anchor: plain(row.cells[1].runs) for row in rows(whole) if row.anchor}
    cited = [
        (plain(row.cells[1].runs), whole.resolve(run).link)
        for row in rows(whole)
        for cell in row.cells
        for run in cell.runs
        if run.text.startswith("(W1/K1/b.")
    ]
    assert len(cited) >= 3, "the coding table, and the finding by source"
    for _said, link in cited:
        assert link.startswith("transcripts-1-l")
        assert OPENED[:20] in anchored[link] or TALKED[:10] in anchored[link]
    alone = coded.reports.document("reduction")
    assert not any(alone.resolve(run).link for row in rows(alone) for cell in row.cells for run in cell.runs)
    page = coded.reports.render("lampiran", "html", language="id").decode()
    assert f'<a href="#{cited[0][1]}"><span class="u">' in page and f'<tr id="{cited[0][1]}"' in page


def test_rows_of_literature_are_said_to_be_in_no_number(coded: Project, tmp_path: Path):
    (tmp_path / "l.txt").write_text("Kas terbuka menumbuhkan percaya.", encoding="utf-8")
    coded.sources.add(tmp_path / "l.txt", method="literature")
    coded.codings.add("l.txt", 0, 11, "KP-TRN")
    whole = coded.reports.document("lampiran", language="en")
    notes = {block.anchor: plain(block.note) for block in whole.blocks if isinstance(block, Table)}
    assert "1 row of the coding table is of literature" in notes["codebook-table"]
    assert notes["reduction-table"].startswith("1 row is of literature"), "and none stands under two codes"
    assert "more rows" not in notes["codebook-table"]


def test_a_reference_is_read_back_whatever_its_form(project: Project, k1: str):
    with project.read() as session:
        sources = Passages(session).material.sources
    for template, read in (
        ("(W{n}/{informant}/b.{lines})", ("W1", 45)),
        ("[{source}, {informant}: {lines}]", ("W1", 45)),
        ("(No. {n} l. {lines} {wave} {date})", ("W1", 45)),
        ("(W{n})", None),
    ):
        citations = Citations(sources, template)
        for people in (["K1"], [], ["K1", "K2"]):
            assert citations.read(citations.cite(sources[0].id, people, "45-52")) == read
    assert citations.read("said by somebody") is None


def test_numbers_lead_to_the_rows_of_the_coding_table(coded: Project, k1: str):
    coded.codings.add(k1, *span("Dirembug bareng, nggih."), "KP-TRN")
    whole = coded.reports.document("lampiran", language="id")
    runs = {
        (block.anchor, row.cells[0].runs[0].text): run
        for block in whole.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row.cells
        for run in cell.runs
        if run.behind
    }
    table = next(
        block for block in whole.blocks if isinstance(block, Table) and block.anchor == "reduction-table"
    )
    coded_as = {row.anchor: plain(row.cells[2].runs)[:6] for row in table.rows if row.anchor}
    behind = {
        code: [coded_as[anchor] for anchor in run.behind]
        for (anchor, code), run in runs.items()
        if anchor == "codebook-table"
    }
    assert behind["KP-TRN"] == ["KP-TRN", "KP-TRN"] and behind["KP-MSY"] == ["KP-MSY"]
    assert behind["KP"] == ["KP-TRN", "KP-TRN", "KP-MSY"]
    branch = next(run for (anchor, code), run in runs.items() if (anchor, code) == ("codebook-table", "KP"))
    assert (branch.text, branch.repeated) == ("2 bagian teks", 1), "one passage stands under both"
    (found,) = [run for (anchor, _number), run in runs.items() if anchor.startswith("by-group")]
    assert [coded_as[anchor] for anchor in found.behind] == ["KP-TRN"]
    assert all(whole.resolve(run).link for run in runs.values())
    notes = {block.anchor: plain(block.note) for block in whole.blocks if isinstance(block, Table)}
    assert "dapat lebih banyak daripada angkanya" in notes["codebook-table"]
    assert notes["reduction-table"].startswith("Bagian teks dengan beberapa kode dimuat pada tiap kodenya")
    coded.informants.consent("K1", "given", may_quote=False)
    page = coded.reports.render("lampiran", "html", language="id").decode()
    assert 'data-beside="1 lagi tidak boleh dikutip."><em>2 ' in page
