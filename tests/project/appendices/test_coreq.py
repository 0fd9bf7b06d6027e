"""COREQ: what the project knows is filled in with where it is from; what it cannot know stays empty."""

from __future__ import annotations

from datetime import date

from qualcode.i18n import using
from qualcode.project import Project
from qualcode.project.appendices.binding import bind
from qualcode.reports.appendix.coreq import answers
from qualcode.reports.appendix.coreq_items import domains
from qualcode.reports.document import Table, plain
from tests.project.conftest import span


def test_there_are_32_items_in_three_domains_each_with_a_name_of_its_own():
    items = [item for _name, group in domains() for item in group]
    assert [item.number for item in items] == list(range(1, 33))
    assert len({item.name for item in items}) == len({item.asks for item in items}) == 32
    assert [len(group) for _name, group in domains()] == [8, 15, 9]


def test_an_empty_project_fills_in_what_it_has_and_leaves_pages_blank(project: Project):
    found = bind(project, "coreq", "en")
    known = answers(found.parts[0].body, found.front)
    assert known[12].said == "2 informants." and known[25].said == "2 codes in 1 branch."
    assert not {1, 2, 9, 11, 13, 15, 18, 23, 29, 30} & set(known)
    table = next(
        block for block in project.reports.document("coreq", language="en").blocks if isinstance(block, Table)
    )
    asked = [row for row in table.rows if not row.section]
    assert len(asked) == 32 and not any(plain(row.cells[3].runs) for row in asked)
    assert sum(bool(row.cells[2].runs) for row in asked) == len(known)


def test_figures_are_those_of_the_project_and_nobody_is_named(project: Project, k1: str):
    project.informants.edit("K1", sampling="purposif lewat Bu Yanti", aliases=["Bu Yanti"])
    project.sources.edit(k1, collected_on=date(2026, 3, 12), site="Balai warga", duration_minutes=45)
    project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    project.codings.add(k1, *span("Dirembug bareng, nggih."), "KP-MSY")
    project.findings.add("Kas dibuka.", codes=["KP-TRN"])
    project.findings.link(1, 1, "supports")
    project.findings.member_check(1, "K1", "confirmed")
    found = bind(project, "coreq", "id")
    with using("id"):
        known = answers(found.parts[0].body, found.front)
    assert known[10].said == "purposif lewat Bu [K1] (1)."
    assert (known[14].said, known[21].said) == (
        "Balai warga.",
        "45 menit, rata-rata 45; diketahui untuk 1 dari 1.",
    )
    assert "12 Maret 2026" in known[16].said
    assert known[28].said.startswith("1 dari 1 temuan")
    assert known[29].said.startswith("2 kutipan dicetak beserta rujukannya, misalnya (W1/K1/b.")
    assert "Yanti" not in " ".join(one.said for one in known.values())


def test_what_may_not_be_quoted_is_counted(project: Project, k1: str):
    project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    project.informants.consent("K1", "given", may_quote=False)
    body = bind(project, "coreq", "id").parts[0].body
    assert (body.quotes, body.withheld) == (0, 1)


def test_it_is_bound_only_where_somebody_asks_for_it(project: Project):
    assert "coreq" not in [part.name for part in bind(project, "lampiran", "en").parts]
