"""The sample study of two community groups: outcome of the group, period of what is told, and no cause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode import Project, i18n
from qualcode.project.study import build_study
from qualcode.resources import study_path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study in Indonesian."""
    return build_study(study_path("pokmas"), tmp_path_factory.mktemp("pokmas") / "pokmas", language="id").path


@pytest.fixture(scope="module")
def study(built: Path) -> Iterator[Project]:
    """The study, to be read only."""
    with Project.open(built, write=False) as project:
        yield project


@pytest.fixture(scope="module")
def report(study: Project, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its report in Indonesian; real names would have stopped it."""
    path = tmp_path_factory.mktemp("report") / "pokmas.md"
    study.reports.write(path, language="id")
    return path.read_text(encoding="utf-8")


def test_the_outcome_belongs_to_the_group_and_the_period_to_the_coding(study: Project) -> None:
    (outcome,) = study.attributes.describe("hasil kelompok")
    assert outcome.row.owner == "group"
    assert [(value.value, value.count) for value in outcome.values] == [
        ("berhasil", 1), ("tidak berhasil", 1),
    ]  # fmt: skip
    told = study.codings.list()
    assert len(told) >= 60
    assert {coding.period or "" for coding in told} == {"", "before", "after"}


def test_outcome_by_period_counts_people_and_lists_who_changed(study: Project) -> None:
    table = study.crossings.cross_case("hasil kelompok", periods=["before", "after"]).as_json()
    cells = {
        (row["code"], cell["outcome"], cell["period"]): (cell["k"], cell["n"], cell["plus"], cell["minus"])
        for row in table["rows"]
        for cell in row["cells"]
    }
    two_by_two = [(who, when) for who in ("berhasil", "tidak berhasil") for when in ("before", "after")]
    assert [cells["PKM-PDP", who, when] for who, when in two_by_two] == [
        (3, 5, 0, 3), (3, 5, 3, 0),
        (2, 5, 1, 1), (2, 5, 1, 1),
    ]  # fmt: skip
    assert cells["PKM-KSM", "tidak berhasil", "before"] == (2, 5, 2, 0)
    assert cells["PKM-KSM", "tidak berhasil", "after"] == (3, 5, 0, 3)
    changed = {
        (one["unit"], one["before"], one["after"]) for one in table["changes"] if one["code"] == "PKM-KSM"
    }
    assert changed == {
        ("A4", "weakens", "strengthens"),
        ("B1", "strengthens", "weakens"),
        ("B3", "absent", "weakens"),
        ("B4", "strengthens", "weakens"),
    }
    assert cells["PKM-GHD", "berhasil", "before"] == (5, 5, 0, 5)  # the branch of four indicators


def test_findings_come_out_as_the_sources_speak(study: Project) -> None:
    rows = study.analysis.triangulate().rows
    found = [(row.verdict, row.dissonance or row.direction) for row in rows]
    numbered = [f"F{finding.number}" for finding in study.findings.list()]
    assert dict(zip(numbered, found, strict=True)) == {
        "F1": ("AGREEMENT", "+"),
        "F2": ("DISSONANCE", "within"),
        "F3": ("PARTIAL", None),
        "F4": ("DISSONANCE", "within"),
        "F5": ("AGREEMENT", "+"),
        "F6": ("UNTRIANGULATED", None),
    }


def test_the_report_compares_two_groups_and_names_no_cause(report: str) -> None:
    assert "2 kelompok, bukan sebab-akibat" in report
    for person in ("A1", "A5", "B1", "B5"):
        assert f"**{person} · Pokmas" in report
    for indicator in ("PKM-GHD-MKN", "PKM-GHD-RMH", "PKM-GHD-SKL", "PKM-GHD-WKT"):
        assert f"`{indicator}`" in report
    contrast = report.split("Pemberdayaan dari bawah dan dari atas", 1)[1].split("\n# ", 1)[0]
    assert "Mereka mah udah jadi duluan" in contrast
    assert "Saya pulang dari masjid dikasih tahu, Pak \\[B1\\]" in contrast


def test_in_english_every_section_finds_what_it_names(tmp_path: Path) -> None:
    path = build_study(study_path("pokmas"), tmp_path / "pokmas", language="en").path
    i18n.set_language("en")
    with Project.open(path, write=False) as project:
        sections = project.sections.list()
        assert sections[0].heading == "Outcome and period: livelihood and cooperation"
        assert [section.problem for section in sections] == [""] * len(sections)
