"""The network of a project: everything that is measured of it, wave by wave, and codes as networks."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from qualcode import i18n
from qualcode.errors import BadInput, NotFound
from qualcode.project import Project


def told(project: Project, folder: Path, name: str, wave: int) -> str:
    """A text of that wave, in which K1 speaks."""
    (folder / name).write_text(
        "P: Siapa yang membantu?\nI: Pak lurah membantu kami.\nP: " + name + "\n", encoding="utf-8"
    )
    project.sources.add(folder / name, informants=["K1"], wave=wave)
    return f"{name}:28:50"


@pytest.fixture
def tied(project: Project, tmp_path: Path) -> Project:
    """K1 is tied to K2 in both waves, to P1 in the second; both ends report one tie; a bank was only mentioned."""
    project.informants.add("K2", "PGL", level=1)
    first, second = told(project, tmp_path, "a.txt", 1), told(project, tmp_path, "b.txt", 2)
    project.ties.add("K1", "K2", "aid", nominated_by="K1", strength=3, evidence=[first, second])
    project.ties.add("K2", "K1", "aid", nominated_by="K2", strength=2)
    project.ties.add("K1", "P1", "money", directed=True, nominated_by="K1", strength=1, evidence=[second])
    project.ties.add_actor("Bank keliling", level=3)
    project.ties.add("K2", "Bank keliling", "money", nominated_by="K2")
    project.ties.add("K2", "P1", "conflict")
    project.informants.add("R1", "PGL", level=1)  # answered a survey, was never heard and is in no tie
    project.ties.add_actor("tetangga 1", group="PGL", aliases=["Bu Contoh"])  # so that the name is replaced
    return project


def test_everything_is_measured_with_its_n_its_definition_or_its_reason(tied: Project) -> None:
    known = tied.analysis.network().as_json()
    measures, n, why = known["measures"], known["n"], known["undefined"]
    assert measures["ei"] == 0 and n["ei"] == 2 and measures["negative"] == 1  # type: ignore[index]
    assert measures["ei_valued"] == -0.5  # type: ignore[index]
    assert measures["expected_ei"] == pytest.approx(1 / 3, abs=1e-6)  # type: ignore[index]
    assert n["group_ei"].keys() == measures["group_ei"].keys()  # type: ignore[index]
    assert measures["group_expected_ei"]["PEM"] == 1  # type: ignore[index]
    assert measures["confirmed"] == {"yes": 1, "no": 0, "cannot be": 2, "not recorded": 0}  # type: ignore[index]
    assert measures["arc_density"] is None and "direction" in why["arc_density"]  # type: ignore[index]
    nodes = {node["id"]: node for node in known["nodes"]}  # type: ignore[attr-defined]
    assert (nodes["P1"]["arrows_in"], nodes["P1"]["arrows_out"], nodes["P1"]["negative"]) == (1, 0, 1)
    assert nodes["Bank keliling"]["ei"] is None and "group" in why["Bank keliling.ei"]  # type: ignore[index]
    assert nodes["Bank keliling"]["strength"] is None
    assert not {"R1", "tetangga 1"} & set(nodes) and measures["nodes"] == 4  # type: ignore[index]
    assert [key for key, node in nodes.items() if node["interviewed"]] == ["K1", "K2"]
    said = set(known["definitions"])  # type: ignore[call-overload]
    assert set(nodes["K1"]) - {"id", "label", "group", "level", "interviewed", "x", "y"} <= said
    assert set(measures) - {"nodes", "mentioned", "pairs", "counts", "shares", "group_ei", "group_expected_ei"} <= said  # type: ignore[call-overload]  # fmt: skip
    assert len(known["warnings"]) == 6  # type: ignore[arg-type]  # a mention, an unclassed tie and waves among them


def test_each_wave_stands_by_itself_over_the_same_people(tied: Project) -> None:
    whole, second = tied.analysis.network(), tied.analysis.network(wave=2)
    first_wave, second_wave = whole.waves
    assert (first_wave.wave, first_wave.ties, first_wave.interviewed) == (1, 1, 1)
    assert first_wave.ei.value == -1 and second_wave.ei.value == 0 and second_wave.ties == 2
    assert second.positions == whole.positions and len(second.graph.nodes) == len(whole.graph.nodes)
    assert second.measures.pairs == 2 and second.as_json()["wave"] == 2
    with pytest.raises(NotFound):
        tied.analysis.network(wave=3)


def test_a_wave_in_which_no_tie_was_told_has_no_figures_and_says_so(tied: Project, tmp_path: Path) -> None:
    told(tied, tmp_path, "c.txt", 3)
    third = tied.analysis.network(wave=3).as_json()
    assert "time 3" in str(third["reason"]) and "recorded" not in str(third["reason"])
    assert [node["id"] for node in third["nodes"] if node["interviewed"]] == ["K1"]  # type: ignore[attr-defined]
    assert third["measures"]["density"] is None and third["nodes"][0]["betweenness"] is None  # type: ignore[index]
    assert {"density", "K1.betweenness", "waves.3.density", "waves.3.ei"} <= set(third["undefined"])  # type: ignore[call-overload]


def test_codes_are_a_network_too(project: Project, k1: str, tmp_path: Path) -> None:
    for code, start in (("KP-TRN", 38), ("KP-MSY", 44)):
        project.codings.add(k1, start, 60, code)
    codes = project.analysis.code_network().as_json()
    assert codes["ties"] == [{"from": "code:KP-TRN", "to": "code:KP-MSY", "informants": 1, "segments": 1}]
    assert codes["measures"] == {
        "nodes": 2,
        "ties": 1,
        "density": 1.0,
        "possible": 1,
        "components": [["code:KP-MSY", "code:KP-TRN"]],
    }
    assert codes["nodes"][0]["betweenness"] is None  # type: ignore[index]
    assert "code:KP-TRN.betweenness" in codes["undefined"]  # type: ignore[operator]
    mentions = project.analysis.code_network("code-informant")
    found = mentions.as_json()
    degrees = {node["id"]: node["degree"] for node in found["nodes"]}  # type: ignore[attr-defined]
    assert degrees == {"code:KP-TRN": 1, "code:KP-MSY": 1, "informant:K1": 2}  # P1 has not been heard
    assert found["measures"]["density"] == 1 and found["warnings"]  # type: ignore[index]
    file = project.analysis.export_code_network(tmp_path / "codes.graphml", "code-informant")
    assert nx.read_graphml(file).nodes["informant:K1"]["kind"] == "informant"
    with pytest.raises(BadInput):
        project.analysis.export_code_network(tmp_path / "codes.svg")
    with pytest.raises(BadInput):
        project.analysis.code_network("people")


def test_an_empty_project_says_why_there_is_nothing(project: Project) -> None:
    with i18n.using("en"):
        for of in ("codes", "code-informant"):
            found = project.analysis.code_network(of).as_json()
            assert found["measures"]["density"] is None and found["undefined"]["density"]  # type: ignore[index]
        assert project.analysis.network().waves == ()
