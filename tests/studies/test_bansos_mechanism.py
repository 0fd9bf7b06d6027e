"""Documents on the mechanism of social assistance: stages, actors, problems, improvements, a codebook from an outline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode import Project, resources
from qualcode.analysis.labels import verdict_words
from qualcode.exchange.codebook import depths
from qualcode.exchange.codebook_lint import LintKind, lint
from qualcode.project.codes import read_codebook
from qualcode.project.crossing_tables import FrameTable
from qualcode.project.study import build_study
from qualcode.reports.words import row_verdict

NAME = "bansos-mechanism"
OUTLINE = resources.study_path(NAME) / "outline.md"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp(NAME) / "mechanism.qualcode"
    build_study(resources.study_path(NAME), path, language="id")
    with Project.open(path, coder="Rara") as project:
        yield project


def cells(table: FrameTable) -> dict[tuple[str, str], tuple[int, int]]:
    """Paragraphs and documents of every cell that has any."""
    found = {}
    for row in table.rows:
        for column in table.columns:
            cell = table.cell(row, column)
            assert cell.informants == 0  # documents alone speak here
            if cell.frames:
                found[table.codes[row].code, table.codes[column].code] = (cell.frames, cell.documents)
    return found


def test_eight_documents_by_seven_makers_are_coded(study: Project) -> None:
    sources = study.sources.list()
    assert [row.method for row in sources] == ["document"] * 8
    assert len({row.group for row in sources}) == 7
    codings = study.codings.list()
    assert len(codings) == 153
    assert all(row.counted and row.informant is None for row in codings)
    assert study.history.check() == []


def test_stages_meet_actors_and_problems_by_document(study: Project) -> None:
    actors = cells(study.crossings.table(["TH"], ["AK"]))
    assert actors["A", "AK-DES"] == (5, 4)
    assert actors["C", "AK-BNK"] == actors["D", "AK-PDS"] == (6, 6)
    assert actors["E", "AK-AWS"] == (5, 4)
    assert ("D", "AK-BNK") not in actors
    problems = cells(study.crossings.table(["TH"], ["PB"]))
    assert problems == {
        ("A", "PB-DAT"): (4, 4), ("A", "PB-INE"): (3, 3), ("A", "PB-EXE"): (3, 3),
        ("B", "PB-POL"): (2, 2),
        ("C", "PB-DAT"): (1, 1), ("C", "PB-POL"): (1, 1), ("C", "PB-LIT"): (1, 1),
        ("D", "PB-DEP"): (3, 3), ("D", "PB-INT"): (2, 2),
        ("E", "PB-LIT"): (1, 1),
    }  # fmt: skip


def test_every_problem_has_a_direction_of_improvement(study: Project) -> None:
    table = study.crossings.links()
    solves = {(row.first, row.second): row.links for row in table.links if row.kind == "solution_to"}
    assert solves == {
        ("AP-PDN", "PB-DAT"): 3, ("AP-LIT", "PB-LIT"): 2, ("AP-NTR", "PB-POL"): 2, ("AP-PBD", "PB-DEP"): 2,
        ("AP-PBD", "PB-INT"): 2, ("AP-SGH", "PB-EXE"): 2, ("AP-SGH", "PB-INE"): 1, ("AP-TRS", "PB-EXE"): 1,
        ("AP-TRS", "PB-INE"): 1,
    }  # fmt: skip
    assert len(table.chains) == 10


def test_actors_are_tied_by_quotes(study: Project) -> None:
    ties = study.ties.list()
    assert len(ties) == 21 and all(tie.evidence for tie in ties)
    kinds = Counter(str(tie.type) for tie in ties)
    assert kinds == {"info": 10, "authority": 5, "money": 2, "aid": 2, "cooperation": 1, "conflict": 1}
    assert [tie.b for tie in ties if tie.negative] == ["Agen penyalur"]
    assert {row.name for row in study.ties.actors()} >= {
        "Kementerian",
        "Ketua RT",
        "Bank penyalur",
        "Pendamping",
    }


def test_documents_alone_never_make_an_agreement(study: Project) -> None:
    by_group = study.analysis.triangulate("group").rows
    assert [row.verdict for row in by_group] == ["NO_DATA"] * 3
    assert {verdict_words(row) for row in by_group} == {"no data from people, documents only"}
    printed = [row_verdict(finding.row) for finding in study.reports.data("en").findings]
    assert set(printed) == {"no data from people, documents only"}
    own = [row.adjudicated for row in study.findings.list()]
    assert own == ["PARTIAL", "DISSONANCE", None]


def test_the_report_shows_the_tables_the_improvements_and_the_network(study: Project, tmp_path: Path) -> None:
    study.reports.write(tmp_path / "r.md", language="en", guarded=True)
    report = (tmp_path / "r.md").read_text(encoding="utf-8")
    for heading in ("Stage by actor", "Stage by problem", "Problems and directions of improvement"):
        assert f" {heading} {{#section" in report
    assert "fig-network" in report and "Tim pengawas warga" in report
    table = report.split(" Stage by actor {#", 1)[1]
    assert "The unit is the document" in table and "paragraph): a number" not in table
    assert "[**4**](#section1-q2) 5 paragraphs" in table  # documents first, their paragraphs beside
    prominence = report.split("{#prominence}", 1)[1].split("\n# ", 1)[0]
    assert "then by the number" not in report and "0/0" not in prominence
    assert "Documents by aspect" in prominence and "informants" not in prominence
    rows = [line for line in prominence.splitlines() if line.startswith("| ")]
    assert rows[0].startswith("| **Rank** |") and rows[1].startswith("| 1 | `AP` |")
    assert "[8/8]" in rows[1] and rows[2].startswith("| 2= | `TH` |")
    assert "| **Documents** |" in report.split("{#codebook}", 1)[1].split("{#prominence}", 1)[0]


def test_documents_are_counted_where_nobody_speaks(study: Project) -> None:
    table = study.analysis.counts()
    assert table.unit == "document" and table.as_json()["unit"] == "document"
    assert "documents" in table.definitions()["n"]
    row = next(n for n, code in enumerate(table.codes) if code.code == "TH")
    total = table.counts.totals[row]
    assert (total.k, total.n, total.segments, total.documents) == (8, 8, 52, 0)
    ranked = study.analysis.prominence()
    assert [(one.rank, one.code, one.plus, one.n, one.reach) for one in ranked[:2]] == [
        (1, "AP", 8, 8, (7, 7)),
        (2, "TH", 0, 8, (7, 7)),
    ]
    figure = study.analysis.figure("prominence", language="en")
    assert "documents" in figure.caption and "informants" not in figure.caption
    by_document = study.analysis.counts("informant")
    assert len(by_document.columns) == 8 and by_document.counts.totals[row] == total
    assert any(cell.informants for _a, _b, cell in study.analysis.cooccurrence().pairs())


def test_the_outline_is_the_codebook_four_levels_deep(study: Project) -> None:
    outline, book = read_codebook(OUTLINE), read_codebook(NAME)
    assert [(code.code, code.parent, code.name_id, code.name_en) for code in outline.codes] == [
        (code.code, code.parent, code.name_id, code.name_en) for code in book.codes
    ]
    assert max(depths(outline.codes).values()) == 4
    targeting = next(code for code in outline.codes if code.code == "A")
    for label in ("Tujuan:", "Sumber data:", "Kanal pengaduan:", "Arah perbaikan:"):
        assert label in targeting.full_def_id
    made = study.codebook.import_(OUTLINE)
    assert (len(made.added), len(made.changed), len(made.same)) == (0, 0, 64)


def test_lint_advises_on_depth_and_condemns_nothing() -> None:
    book = read_codebook(NAME)
    remarks = lint(book.codes)
    assert {remark.kind for remark in remarks} == {LintKind.TOO_MANY, LintKind.TOO_DEEP}
    assert all(
        code.typical_id and code.atypical_en and code.not_when_en and code.cues_id for code in book.leaves
    )


def test_all_files_say_they_are_invented() -> None:
    for file in Path(resources.study_path(NAME)).iterdir():
        words = file.read_text(encoding="utf-8").casefold()
        assert "rekaan" in words and "invented" in words, file.name
