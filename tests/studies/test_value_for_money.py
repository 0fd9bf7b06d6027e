"""The sample study of value for money: a random survey beside interviews, with the figures it was made for."""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from qualcode import Project, i18n
from qualcode.cli.main import main
from qualcode.errors import NotFound
from qualcode.project.study import build_study
from qualcode.resources import study_path

FOUR = ["VFM-NED", "VFM-TOP", "VFM-BIN", "VFM-AKT"]
"""No needs analysis, top-down, no mentoring, no social accountability."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study in Indonesian."""
    place = tmp_path_factory.mktemp("vfm")
    return build_study(study_path("value-for-money"), place / "vfm", language="id").path


@pytest.fixture(scope="module")
def study(built: Path) -> Iterator[Project]:
    """The study, to be read only."""
    with Project.open(built, write=False) as project:
        yield project


@pytest.fixture(scope="module")
def report(study: Project, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its report in Indonesian; real names would have stopped it."""
    path = tmp_path_factory.mktemp("report") / "vfm.md"
    study.reports.write(path, language="id")
    return path.read_text(encoding="utf-8")


def test_seventeen_of_thirty_eight_go_on_and_none_of_them_grows(study: Project) -> None:
    (status,) = study.attributes.describe("status")
    assert status.random
    (still,) = [value for value in status.values if value.value == "berlanjut"]
    assert (still.count, still.share.n, round(100 * (still.share.value or 0), 1)) == (17, 38, 44.7)
    # Wilson by hand: p = 17/38, z = 1.96, middle (p + z²/2n) / (1 + z²/n)
    p, n, z2 = 17 / 38, 38, 1.959964**2
    half = math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    assert still.interval is not None
    bounds = (still.interval.low, still.interval.high)
    assert bounds == pytest.approx((middle - half, middle + half), abs=1e-6)
    assert bounds == pytest.approx((0.3015, 0.6029), abs=5e-5)
    growth = study.attributes.cross("perkembangan", "status").table
    assert [list(row) for row in growth.counts] == [[0, 17], [21, 0]]  # all of them stagnant


def test_the_counts_by_status_tell_of_how_many_the_status_is_known(
    built: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["counts", str(built), "--by", "attr:status", "--json"]) == 0
    counted = json.loads(capsys.readouterr().out)
    (status,) = counted["attributes"]
    assert [(one["value"], one["count"]) for one in status["values"]] == [("berhenti", 21), ("berlanjut", 17)]
    assert status["n"] == 38
    assert {cell["n"] for row in counted["rows"] for cell in row["cells"].values()} == {4, 5, 6}  # who speak


def test_use_and_sums_are_those_of_the_survey(study: Project) -> None:
    use = study.attributes.cross("pemakaian", "status").table
    assert [list(row) for row in use.counts] == [[17, 6], [4, 11]]
    sums = {}
    for name in ("bantuan 2020", "bantuan 2021", "bantuan diterima", "untuk usaha", "untuk rumah tangga"):
        (found,) = study.attributes.describe(name)
        assert found.numbers is not None
        sums[name] = found.numbers.total.value
    assert sums["bantuan 2020"] == 38 * 2_400_000
    assert sums["bantuan 2021"] == 38 * 1_200_000
    assert sums["bantuan diterima"] == 136_800_000 == sums["untuk usaha"] + sums["untuk rumah tangga"]


def test_the_card_says_what_is_undefined_and_what_a_living_business_cost(study: Project, report: str) -> None:
    ratios = study.attributes.value(
        budget="anggaran", spent="realisasi", cost="bantuan diterima", result="laba setahun",
        per=("status", "berlanjut"),
    ).ratios  # fmt: skip
    assert {name: (ratio.value and round(ratio.value, 1), ratio.n) for name, ratio in ratios.items()} == {
        "economy": (100.0, 38),
        "efficiency": (189.5, 36),  # 129.6 over 68.4 million; two would not tell their profit
        "cost_per": (8_047_058.8, 38),
    }
    card = report.split("Kartu nilai uang: 3E", 1)[1].split("\n# ", 1)[0]
    assert "Rp8.047.059 – bukan dampak, tanpa pembanding" in card
    (undefined,) = [line for line in card.splitlines() if line.startswith("| **Efektivitas**")]
    assert "tak terdefinisi" in undefined


def test_the_four_missing_elements_stand_beside_their_quotes(study: Project, report: str) -> None:
    joint = study.attributes.joint("status", FOUR)
    assert [row.code for row in joint.rows] == FOUR
    for row in joint.rows:
        cells = {cell.value: cell for cell in row.cells}
        assert cells["berlanjut"].n == 4
        assert cells["berhenti"].n == 5
        assert all(cells[value].quotes for value in ("berlanjut", "berhenti"))
    # Nine of the 38 were chosen on purpose: chance says nothing of them, nor of officials.
    assert not joint.random
    assert {cell.interval for row in joint.rows for cell in row.cells} == {None}
    shown = report.split("Empat unsur yang hilang menurut keadaan usaha", 1)[1].split("\n# ", 1)[0]
    assert all(shown.count(f"`{code}`") >= 1 for code in FOUR)
    assert shown.count("“") >= 16
    assert "44,7%" in report
    assert "30,1%" in report
    assert "60,3%" in report


def test_findings_come_out_as_the_sources_speak(study: Project) -> None:
    rows = study.analysis.triangulate().rows
    found = [(row.verdict, row.dissonance or row.direction) for row in rows]
    numbered = [f"F{finding.number}" for finding in study.findings.list()]
    assert dict(zip(numbered, found, strict=True)) == {
        "F1": ("PARTIAL", None),
        "F2": ("PARTIAL", None),
        "F3": ("DISSONANCE", "within"),
        "F4": ("AGREEMENT", "+"),
        "F5": ("PARTIAL", None),
        "F6": ("DISSONANCE", "both"),
        "F7": ("DISSONANCE", "between"),
        "F8": ("PARTIAL", None),
        "F9": ("UNTRIANGULATED", None),
    }
    assert len(study.codings.list()) >= 60
    interviewed = {source.informant for source in study.sources.list() if source.method == "interview"}
    assert len([one for one in interviewed if one and one.startswith("R")]) >= 8


def test_both_survey_tables_hold_the_same_answers() -> None:
    tables = []
    for name in ("survei.csv", "survey.csv"):
        lines = (study_path("value-for-money") / name).read_text(encoding="utf-8").splitlines()
        tables.append(list(csv.reader(line for line in lines if not line.startswith("# "))))
    ours, theirs = tables
    assert len(ours) == len(theirs) == 39
    for row, other in zip(ours[1:], theirs[1:], strict=True):
        assert [cell for cell in row if cell.isdigit() or cell.startswith("R")] == [
            cell for cell in other if cell.isdigit() or cell.startswith("R")
        ]


def test_in_english_every_section_finds_what_it_names(tmp_path: Path) -> None:
    path = build_study(study_path("value-for-money"), tmp_path / "vfm", language="en").path
    i18n.set_language("en")
    with Project.open(path, write=False) as project:
        sections = project.sections.list()
        assert sections[0].heading == "State of the businesses: how many continue"
        assert [section.problem for section in sections] == [""] * len(sections)


def test_a_share_that_backs_a_finding_is_computed_and_leads_to_its_own_table(
    study: Project, report: str
) -> None:
    with i18n.using("id"):
        evidence = [one for row in study.findings.list() for one in row.evidence if one.figure]
    assert [(one.value["k"], one.value["n"]) for one in evidence] == [(17, 38), (23, 38)]
    line = next(line for line in report.splitlines() if "status = berlanjut" in line)
    assert "17 dari 38 (44,7%), selang 95% 30,1% – 60,3%" in line
    assert "section1-values1" in line
    assert any("17/38" in part[:1500] for part in report.split("section1-values1")[1:])


def test_the_network_of_its_only_wave_is_what_its_rows_give_by_hand(study: Project) -> None:
    whole, wave = study.analysis.network().measures, study.analysis.network(wave=1).measures
    group = {row.id: row.group for row in study.informants.list()}
    heard = {code for row in study.sources.list() if row.method == "interview" for code in row.informants}
    inside = sum(n * (n - 1) // 2 for n in Counter(group[code] for code in heard).values())
    every = len(heard) * (len(heard) - 1) // 2
    assert (len(heard), inside, every) == (15, 39, 105)
    pairs = [(group[tie.a], group[tie.b]) for tie in study.ties.list()]
    across = sum(one != other for one, other in pairs)
    for found in (whole, wave):
        assert (
            found.expected_ei.value == pytest.approx((every - 2 * inside) / every) == pytest.approx(27 / 105)
        )
        assert found.ei.value == pytest.approx((2 * across - len(pairs)) / len(pairs)) == pytest.approx(1 / 3)
    with pytest.raises(NotFound):
        study.analysis.network(wave=2)
