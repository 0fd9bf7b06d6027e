"""Focus groups on social assistance: chains, four strategies, the bad case beside the good one, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode import Project, resources
from qualcode.exchange.codebook_lint import lint
from qualcode.project.codes import read_codebook
from qualcode.project.study import build_study
from qualcode.tui.analyses.asked import Asked, title_of

NAME = "bansos-fgd"
STRATEGIES = {
    "L-INT": {"M-DAT": 3, "M-DUP": 3},
    "L-DIG": {"M-KOR": 3, "M-TDK": 2},
    "L-PAR": {"M-KOR": 3, "M-TRS": 2, "M-KNF": 1},
    "L-LAT": {"M-DAT": 1, "M-DUP": 1, "M-KNF": 1, "M-TDK": 1},
}
"""By strategy, how many links tie it to each problem."""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    path = tmp_path_factory.mktemp(NAME) / "fgd.qualcode"
    build_study(resources.study_path(NAME), path, language="en")
    with Project.open(path, write=False) as project:
        yield project


@pytest.fixture(scope="module")
def report(study: Project, tmp_path_factory: pytest.TempPathFactory) -> str:
    out = tmp_path_factory.mktemp("report") / "fgd.md"
    study.reports.write(out, language="en", guarded=True)
    return out.read_text(encoding="utf-8")


def section(report: str, heading: str) -> str:
    """What stands under a heading of the first level."""
    return report.split(f" {heading} {{#section", 1)[1].split("\n# ", 1)[0]


def test_three_sessions_of_fourteen_officials_are_coded(study: Project) -> None:
    assert [(row.method, len(row.informants)) for row in study.sources.list()] == [
        ("fgd", 5), ("fgd", 4), ("fgd", 5),
    ]  # fmt: skip
    codings = study.codings.list()
    assert len(codings) == 100
    assert all(row.counted for row in codings)  # nothing of the moderator's is coded
    used = Counter(row.code for row in codings)
    assert (used["I-STJ"], used["I-SGH"], used["K-BRK"], used["K-BAK"]) == (17, 13, 6, 6)
    assert study.history.check() == []


def test_problems_are_chained_to_their_causes_and_solutions(study: Project) -> None:
    table = study.crossings.links()
    assert (len(table.links), len(table.chains), table.left_out) == (27, 20, 0)
    chains = {(row.cause, row.problem, row.solution): row.informants for row in table.chains}
    assert chains["S-PDT", "M-DAT", "L-INT"] == 3  # told in each session
    assert chains["S-AWS", "M-KOR", "L-DIG"] == chains["S-AWS", "M-KOR", "L-PAR"] == 3
    assert chains["S-POL", "M-DAT", None] == 1  # nobody knows a way out of favours before an election
    solves: dict[str, dict[str, int]] = {}
    for row in table.links:
        if row.kind == "solution_to":
            solves.setdefault(row.first, {})[row.second] = row.links
    assert solves == STRATEGIES


def test_sessions_agree_on_data_and_differ_on_devices(study: Project) -> None:
    rows = study.analysis.triangulate("group").rows
    assert [row.verdict for row in rows] == ["PARTIAL", "AGREEMENT", "DISSONANCE", "AGREEMENT"]
    assert rows[0].units == (3, 3)  # a session is one unit, whoever speaks in it


def test_the_report_shows_chains_strategies_and_the_contrast(report: str) -> None:
    chains = section(report, "Chains of problem, cause and solution")
    assert "→ solves →" in chains and "Social service offices" in chains and "section1-flow" in chains
    for strategy, problems in STRATEGIES.items():
        row = next(line for line in chains.splitlines() if line.startswith(f"| `{strategy}` **"))
        assert all(f"`{problem}`" in row for problem in problems), strategy
    contrast = section(report, "The northern town beside the village in Central Java")
    bad = next(line for line in contrast.splitlines() if "loket dibakar" in line)
    assert "Bad case" in bad
    assert any("dibacakan satu-satu" in line and "Good case" in line for line in contrast.splitlines())
    assert "Menyambungkan itu gampang" in section(report, "Who agrees, who objects")


def test_the_codebook_leaves_nothing_to_ask_and_all_files_say_they_are_invented() -> None:
    book = read_codebook(NAME)
    assert lint(book.codes) == []
    assert all(
        code.typical_id and code.atypical_en and code.not_when_en and code.cues_id for code in book.leaves
    )
    for file in Path(resources.study_path(NAME)).iterdir():
        words = file.read_text(encoding="utf-8").casefold()
        assert "rekaan" in words and "invented" in words, file.name


def test_the_study_builds_in_indonesian_too(tmp_path: Path) -> None:
    build_study(resources.study_path(NAME), tmp_path / "fgd.qualcode", language="id")
    with Project.open(tmp_path / "fgd.qualcode", write=False) as project:
        assert [row.problem for row in project.sections.list()] == ["", "", ""]
        assert project.codings.list()[0].translation


def test_the_session_is_counted_and_its_speakers_are_named_beside_it(study: Project, report: str) -> None:
    counts = study.analysis.counts("informant")
    assert counts.unit == "session"
    assert {total.n for total in counts.counts.totals} == {3}  # and not 14 people beside them
    assert [counts.speaks(n) for n in range(len(counts.columns))][:4] == [True] * 3 + [
        False
    ]  # sessions first
    assert "counting sessions" in title_of(Asked("informant"), "informants", counts.unit)
    row = [code.code for code in counts.codes].index("M-KNF")
    cells = dict(zip(counts.columns, counts.counts.cells[row], strict=True))
    assert (cells["S1"].n, cells["FGD2"].n) == (0, 1)
    said = counts.as_json()["rows"][row]["cells"]["S1"]  # type: ignore[index]
    assert said["query"] is None and "FGD2" in said["reason"]

    graph = study.analysis.code_network("code-informant").graph
    assert [kind for _node, kind in graph.nodes(data="kind") if kind != "code"] == ["session"] * 3
    found = study.quotes.find("code:M group:DSK").tally
    assert (found.unit, found.informants, found.of_informants, found.speakers) == ("session", 2, 3, 4)
    assert study.attributes.joint("sex", ["M-KNF"]).unit == "session"

    holes = [hole for one in study.defence.list() for hole in one.holes if hole.kind == "one-person cells"]
    # C1 and R1 spoke in the one session of their group.
    assert {name for hole in holes for name in hole.names} <= {"Paying bank"}
    assert "| **S1** | Social service offices | key | 1 | 0 |" not in report
    assert "2 of 3 sessions" in report and "of 3 informants" not in report
    assert "(C1, R1)" in report
