"""Literature corroborates and is no field data: it is quoted, and no figure on the field has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qualcode.analysis.counts import CodeCell
from qualcode.project.figures import CountTable
from qualcode.project.overview import overview
from qualcode.project.project import Project

BOOK = "Kas yang dibuka tiap bulan menumbuhkan kepercayaan."


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """Two codes said apart in an interview and beside each other in a work of literature."""
    at = tmp_path_factory.mktemp("literature")
    with Project.create(at / "p.qualcode", coder="Rara") as project:
        project.informants.add("K1", "PGL")
        talk = "I: Bagaimana kas?\nK1: Kas dibuka. Kami percaya."
        for name, text, method in (("W1.txt", talk, "interview"), ("L1.txt", BOOK, "literature")):
            (at / name).write_text(text, encoding="utf-8")
            project.sources.add(at / name, method=method, informants=["K1"] if name == "W1.txt" else [])
        for code in ("KP", "KS"):
            project.codebook.add(code, name_id=code, short_def_id=code)
        for name, words, code in (
            ("W1.txt", "Kas dibuka.", "KS"),
            ("W1.txt", "Kami percaya.", "KP"),
            ("L1.txt", "Kas yang dibuka", "KS"),
            ("L1.txt", "dibuka tiap bulan", "KP"),
        ):
            text = talk if name == "W1.txt" else BOOK
            start = text.index(words)
            project.codings.add(name, start, start + len(words), code)
        yield project


def trust(table: CountTable) -> CodeCell:
    return table.counts.totals[[code.code for code in table.codes].index("KP")]


def test_no_total_has_literature_and_by_method_it_stands_apart(study: Project) -> None:
    for by in ("group", "informant", "wave", "method"):
        cell = trust(study.analysis.counts(by))
        assert (cell.k, cell.n, cell.quotes, cell.documents) == (1, 1, 1, 0), by
    table = study.analysis.counts("method")
    assert table.columns == ("interview", "literature")
    for row, cells in enumerate(table.counts.cells):
        assert (cells[1].n, cells[1].quotes) == (0, 1)
        assert [quote.method for quote in study.quotes.find(table.query(row, 1))] == ["literature"]
        assert [quote.method for quote in study.quotes.find(table.query(row))] == ["interview"]
    assert {row.segments for row in study.codebook.list()} == {1}
    assert {row.segments for row in study.analysis.prominence()} == {1}


def test_codes_do_not_meet_follow_or_fill_words_in_literature(study: Project) -> None:
    meet = study.analysis.cooccurrence().cell(0, 1)
    assert meet is not None and (meet.segments, meet.first, meet.second, meet.coefficient) == (0, 1, 1, 0.0)
    assert not study.analysis.code_network().graph.number_of_edges()
    first, second = (study.analysis.counts().codes[row].code for row in (0, 1))
    followed = study.crossings.order("followed").pairs()
    assert [(cell.informants, cell.documents, cell.segments) for _a, _b, cell in followed] == [(1, 0, 1)]
    assert not study.crossings.order("within").pairs()
    assert study.crossings.table([first], [second], within="source").frames is not None
    table = study.analysis.densities()
    assert table.words == 4 and {one.segments for one in table.densities} == {1}


def test_a_new_coding_in_literature_leaves_the_kept_tables_as_they_are(study: Project) -> None:
    before = study.analysis.counts("group").counts, study.analysis.cooccurrence().pairs()
    by_method = study.analysis.counts("method").counts.totals
    study.codings.add("L1.txt", 0, 3, "KP")
    assert (study.analysis.counts("group").counts, study.analysis.cooccurrence().pairs()) == before
    after = study.analysis.counts("method")
    assert after.counts.totals == by_method
    assert after.counts.cells[[code.code for code in after.codes].index("KP")][1].quotes == 2
    study.undo()


def test_literature_is_drawn_where_it_is_named_and_never_compared(study: Project) -> None:
    assert study.coders.assign("Budi") == 1
    assert study.coders.assign("Budi", "L1.txt") == 1
    study.coders.act("Budi")
    for name, words, text in (("W1.txt", "Kami percaya.", None), ("L1.txt", "Kas yang dibuka", BOOK)):
        start = (text or study.sources.text(name)).index(words)
        study.codings.add(name, start, start + len(words), "KP")
    study.coders.act("Rara")
    table = study.agreement.compare(["Rara", "Budi"])
    assert (table.turns, table.sources, table.literature) == (1, 1, 1)
    assert table.remarks() == ["1 turn of literature is not compared."]
    assert table.as_json()["literature_turns"] == 1
    assert overview(study).disagreements.count == len(table.disagreements) == 1
