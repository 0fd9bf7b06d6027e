"""What report `triangulation` says, whatever the format."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

import qualcode.reports
from qualcode import i18n
from qualcode.reports.appendices import WORKS
from qualcode.reports.charts.small import prominence_chart
from qualcode.reports.data import GroupIndex, Measure, MemberCheckRow, ProminenceRow, Scope, Toned
from qualcode.reports.document import Document, Facts, Figure, Note, Quote, Run, Table, plain
from qualcode.reports.triangulation import triangulation


def runs(value: object) -> Iterator[Run]:
    """Every run anywhere in a document."""
    if isinstance(value, Run):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from runs(one)
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from runs(getattr(value, part.name))


def words(document: Document) -> str:
    titles = [getattr(b, name) for b in document.blocks for name in ("text", "caption") if hasattr(b, name)]
    return "\n".join([*titles, *(run.text for run in runs(document.blocks))])


def table(document: Document, anchor: str) -> Table:
    return next(b for b in document.blocks if isinstance(b, Table) and b.anchor == anchor)


def row_texts(document: Document, anchor: str) -> list[list[str]]:
    return [[plain(c.runs) for c in row.cells] for row in table(document, anchor).rows]


@pytest.fixture
def english(samples) -> Document:
    return triangulation(samples.sample("en"))


def test_every_link_leads_somewhere(document):
    linked = {run.link for run in runs(document.blocks) if run.link}
    assert linked and linked <= document.anchors


def test_every_cell_with_a_printed_quote_leads_to_it(english):
    cells = [
        cell
        for anchor in ("tbl-by-group", "tbl-by-method")
        for row in table(english, anchor).rows
        for cell in row.cells[2:-1]
    ]
    counted = [c for c in cells if plain(c.runs)[0] in "+−±≠"]
    linked = [c for c in counted if c.runs[0].link]
    assert len(counted) == 10 and len(linked) == 8, "the two others have no quote linked"
    quotes = [b for b in english.blocks if isinstance(b, Quote)]
    assert len(quotes) == 8 and all(q.anchor in english.anchors for q in quotes)


def test_every_count_of_codes_by_group_leads_to_its_quotes(english):
    shown = [cell for row in table(english, "tbl-code-groups").rows for cell in row.cells[1:]]
    for cell in shown:
        assert bool(cell.runs[0].link) == (not plain(cell.runs).startswith("0/"))


def test_the_matrix_shows_symbol_and_informants(english):
    assert [row[2:] for row in row_texts(english, "tbl-by-group")] == [
        ["+ (1/2)", "+ (1/1)†", "+ (3/4)", "+ (1/2)", "agreement: supports, 4/4\nconfirmed: K1"],
        ["± (1/2)", "0 (0/1)†", "+ (3/4)", "no source", "partial agreement, 2/4"],
        [
            *("0 (0/2)", "− (1/1)†", "+ (3/4)", "not asked"),
            "dissonance between columns, 2/4\nresearcher's own: partial agreement",
        ],
        ["0 (0/2)", "0 (0/1)†", "0 (0/4)", "0 (0/2)", "no data, 0/4"],
    ]


def test_a_missing_explanation_is_a_warning_and_a_written_one_is_printed(english):
    warnings = [plain(b.runs) for b in english.blocks if isinstance(b, Note) and b.kind == "warning"]
    assert sum("nobody has explained" in w for w in warnings) == 1, "F2 has none, F5 has one"
    assert sum("Silence does not support" in w for w in warnings) == 1
    assert sum("No quote is linked" in w for w in warnings) == 1
    assert "Pengelola menilai dari pendapatan." in words(english)


def test_a_computed_and_an_adjudicated_verdict_are_both_printed(english):
    facts = {name: plain(value) for b in english.blocks if isinstance(b, Facts) for name, value in b.pairs}
    assert facts["Status, computed"] == "dissonance between columns"
    adjudicated = "partial agreement (Pembimbing, 10 March 2024). Reason: Dua ukuran yang berbeda"
    assert facts["Status, adjudicated"] == adjudicated


def test_the_row_of_a_finding_shows_a_refusal_and_an_own_verdict_with_reason_author_and_time(samples):
    report = samples.sample("en")
    checks = (
        *report.findings[2].member_checks,
        MemberCheckRow("K3", "refused"),
        MemberCheckRow("K1", "confirmed"),
    )
    decided = replace(report.findings[2].adjudication, time="09:30 UTC")
    findings = (*report.findings[:2], replace(report.findings[2], member_checks=checks, adjudication=decided))
    document = triangulation(replace(report, findings=findings))
    assert row_texts(document, "tbl-findings")[-2:] == [
        [
            "",
            "researcher's own: partial agreement (Pembimbing, 10 March 2024, 09:30 UTC). Reason: Dua ukuran yang berbeda",
        ],
        ["", "member check: refused: K3; confirmed: K1"],
    ]


def test_e_i_of_each_group_stands_beside_what_it_would_be(samples):
    report = samples.sample("en")
    none = Measure("E-I", None, "", "(undefined: no ties to count)")
    groups = (
        GroupIndex("PGL", Measure("E-I", -0.5, ""), Measure("E*", 0.5, "")),
        GroupIndex("MAS", none, Measure("E*", 0.875, "")),
    )
    document = triangulation(replace(report, network=replace(report.network, groups=groups)))
    assert row_texts(document, "tbl-group-ei") == [
        ["PGL", "−0.50", "0.50"],
        ["MAS", "undefined: no ties to count", "0.88"],
    ]


def test_quotes_left_out_are_counted(english):
    notes = [plain(b.runs) for b in english.blocks if isinstance(b, Note)]
    assert sum(n.startswith("2 quotes are counted but not printed") for n in notes) == 2
    assert sum(n.startswith("1 quote is counted but not printed") for n in notes) == 1


def test_undefined_figures_say_why_and_are_no_number(english):
    rows = row_texts(english, "tbl-measures-1")
    assert rows[-1][1] == "undefined" and "all informants are in one group" in rows[-1][2]
    assert [row[1] for row in rows[:3]] == ["0.28", "−0.40", "0.56"]


def test_the_definition_names_its_source_and_states_the_symbols(document):
    text = words(document)
    assert "Farmer" in text and "Krackhardt" in text
    assert [r[0] for r in row_texts(document, "tbl-symbols")][:5] == ["+", "−", "±", "≠", "0"]


def test_the_journal_head_is_told_once_and_in_the_files_own_metadata(document, samples):
    head = samples.sample("id").journal_head
    assert words(document).count(head) == 1
    assert dict(document.properties)["journal-head"] == head and not document.footer


def test_an_empty_project_says_what_is_missing(samples):
    text = words(triangulation(samples.empty("en")))
    for part in (
        "No informant has been entered",
        "codebook is empty",
        "Nothing has been coded",
        "No finding",
    ):
        assert part in text


def test_a_report_speaks_one_language(samples):
    """No sentence of the report itself, only the study's own words, is the same in both languages."""
    empty = [words(triangulation(samples.empty(language))).split("\n") for language in ("id", "en")]
    assert not {t for t in empty[0] if len(t.split()) > 4} & {t for t in empty[1]} - _works()
    full = {words(triangulation(samples.sample(language))) for language in ("id", "en")}
    indonesian, english = sorted(full, key=lambda text: "Findings and their triangulation" in text)
    for sign in ("agreement: supports", "without a group", "dissonance between columns"):
        assert sign in english and not re.search(rf"\b{sign}\b", indonesian), sign
    for sign in ("mendukung", "selaras", "kutipan berkode", "tanpa kelompok"):
        assert sign in indonesian and not re.search(rf"\b{sign}\b", english), sign


def _works() -> set[str]:
    return {part for work in WORKS for part in work}


def test_every_string_of_the_room_is_translated():
    catalogue = i18n._catalogue("id")
    missing = []
    for path in Path(qualcode.reports.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
                source = node.args[0].value
                if source not in catalogue.messages and source not in catalogue.plurals:
                    missing.append(source)
    assert not missing


def test_figures_are_drawn_from_the_counts(english, samples):
    chart = next(b for b in english.blocks if isinstance(b, Figure) and b.anchor == "fig-prominence")
    assert chart.svg.count("<rect") == 3 + 3 * 3 and "8/9" in chart.svg
    assert chart.alt == "Kepercayaan 8/9; Jaringan 4/9; Norma 1/9"


def test_a_network_without_ties_is_a_sentence(samples):
    report = samples.sample("en")
    document = triangulation(replace(report, network=replace(report.network, nodes=(), ties=(), svg="")))
    assert "No tie has been recorded yet." in words(document)
    assert "tbl-ties" not in document.anchors


def test_a_code_says_how_many_of_its_passages_are_printed(samples):
    report = samples.sample("en")
    codes = tuple(
        replace(c, own=7, withheld=1, literature=2) if c.code == "KP-TRN" else c for c in report.codes
    )
    heads = [row[0] for row in row_texts(triangulation(replace(report, codes=codes)), "tbl-codings")]
    assert "KP-TRN Transparansi keuangan · 6 of 7 (1 not printed), +2 literature" in heads


def test_a_number_none_of_whose_quotes_is_printed_leads_to_where_that_is_said(samples):
    report = samples.sample("en")
    first = replace(report.prominence[0], weakens=1, tones=(Toned(), Toned(("K9",), 2), Toned()))
    document = triangulation(replace(report, prominence=(first, *report.prominence[1:])))
    table = next(
        block for block in document.blocks if isinstance(block, Table) and block.anchor == "tbl-prominence"
    )
    (run,) = table.rows[0].cells[4].runs
    assert (run.text, run.behind, document.resolve(run).link) == ("1", (), "codings")


def test_a_paraphrase_is_announced_and_marked(samples):
    document = triangulation(replace(samples.sample("en"), paraphrased=1))
    assert any(
        "stands in the researcher's words" in plain(b.runs) for b in document.blocks if isinstance(b, Note)
    )
    said = [row[1] for row in row_texts(document, "tbl-codings") if len(row) == 2]
    assert any("[researcher's paraphrase] Kas kelompok terbuka." in one for one in said)
    assert "“Kas kelompok terbuka.”" not in words(document)


def test_a_period_is_told_in_the_words_of_the_report(samples):
    for language, shown in (("id", "tentang masa sesudah"), ("en", "about the time after")):
        report = samples.sample(language)
        quotes = tuple(replace(q, period="after") for q in report.findings[0].quotes)
        made = replace(report, findings=(replace(report.findings[0], quotes=quotes),))
        assert shown in words(triangulation(made))


def test_shares_are_percentages_that_add_up(samples):
    report = samples.sample("id")
    shares = tuple(
        Measure(name, value, "", share=True) for name, value in (("a", 0.75), ("b", 0.125), ("c", 0.125))
    )
    network = replace(
        report.network, scopes=(Scope("Semua", (*shares, Measure("E-I", -0.125, "(a - b), -1"))),)
    )
    rows = row_texts(triangulation(replace(report, network=network)), "tbl-measures-1")
    assert [row[1] for row in rows] == ["75,0%", "12,5%", "12,5%", "−0,13"] and rows[-1][2] == "(a − b), −1"


def test_an_undefined_share_has_no_bar() -> None:
    row = ProminenceRow("KP", "Trust", 0, 0, 0, 0, 0, 0, 0, 0)
    labels = ("present", "spoken of", "not spoken of")
    without = prominence_chart([row], labels, "nobody was heard")
    assert "nobody was heard" in without and "0/0" not in without
    assert without.count("<rect") == len(labels)  # the legend alone
    heard = prominence_chart([replace(row, n=2)], labels, "nobody was heard")
    assert "0/2" in heard and heard.count("<rect") > len(labels)
