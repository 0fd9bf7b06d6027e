"""Triangulation, counts and the graph over a whole project file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import pytest

from qualcode import i18n
from qualcode.errors import BadInput, NotFound
from qualcode.model import (
    Code,
    Coder,
    Evidence,
    Method,
    Participation,
    ScopeMark,
    Source,
    Stance,
    Subject,
    TextVersion,
    Turn,
    TurnKind,
    TurnRole,
)
from qualcode.project import Project

PEOPLE = {"PEM": ["P1", "P2"], "PDP": ["D1"], "PGL": ["K1", "K2", "K3", "K4"], "MAS": ["M1", "M2"]}
TURN = 20
"""Every turn of these texts is so many code points long, one after the other."""


def add_source(
    project: Project,
    name: str,
    turns: Sequence[str | None],
    *,
    method: Method = Method.INTERVIEW,
    wave: int = 1,
    group: str | None = None,
    about: str | None = None,
    site: str = "",
) -> None:
    """A source whose turns are an informant's, "?" the interviewer's, "!" reflective, None nobody's."""
    informants = {row.id: row.number for row in project.informants.list()}
    groups = {row.name: row.id for row in project.informants.groups()}
    body = "".join(f"{number:<{TURN - 1}}\n" for number, _who in enumerate(turns))

    def work(tx):  # type: ignore[no-untyped-def]
        source = tx.insert(
            Source(name=name, method=method, wave=wave, group_id=groups[group] if group else None, site=site)
        )
        digest = hashlib.sha256(body.encode()).hexdigest()
        version = tx.insert(
            TextVersion(
                source_id=source.id, body=body, sha256=digest, length=len(body), line_starts=b"\0" * 4
            )
        )
        if about:
            tx.insert(Subject(source_id=source.id, group_id=groups[about]))
        spoken = sorted({who for who in turns if who and who not in "?!"})
        tx.insert_all([Participation(source_id=source.id, informant_id=informants[who]) for who in spoken])
        for number, who in enumerate(turns):
            role = (
                TurnRole.INTERVIEWER
                if who == "?"
                else TurnRole.OTHER
                if who in (None, "!")
                else TurnRole.INFORMANT
            )
            tx.insert(
                Turn(
                    text_version_id=version.id,
                    number=number + 1,
                    label_start=number * TURN,
                    start=number * TURN,
                    stop=number * TURN + TURN,
                    speaker=who if who != "!" else None,
                    role=role,
                    kind=TurnKind.REFLECTIVE if who == "!" else TurnKind.SPEECH,
                    informant_id=informants.get(who or ""),
                )
            )

    project.write("source.add", work)


def code_turn(project: Project, source: str, turn: int, code: str = "KP-TRN", **more: str) -> int:
    """Tag one turn (or its first half where something stands there already); gives the coding's number."""
    start = turn * TURN
    return project.codings.add(source, start, start + TURN - 2, code, **more).id


@pytest.fixture
def study(project: Project) -> Project:
    """Nine informants in four groups, each interviewed once: interviewer, informant, interviewer, informant."""
    levels = {"PEM": 3, "PDP": 2, "PGL": 1, "MAS": 1}
    for group, people in PEOPLE.items():
        for who in people:
            if who not in ("K1", "P1"):
                project.informants.add(who, group, level=levels[group])
            add_source(project, f"{who}.md", ["?", who, "?", who])
    return project


def link(project: Project, finding: str, links: str) -> None:
    """`"K1S M1C"`: a coding of that informant's next turn, linked with the stance."""
    stances = {"S": "supports", "C": "contradicts", "Q": "qualifies"}
    used: dict[str, int] = {}
    for word in links.split():
        who = word[:2]
        codes = ["KP-TRN", "KP-MSY", "KP"]
        coding = code_turn(project, f"{who}.md", 1, codes[used.get(who, 0)])
        used[who] = used.get(who, 0) + 1
        project.findings.link(finding, coding, stances[word[2]])


def symbols(project: Project, by: str = "group", **more: object) -> dict[str, str]:
    (row,) = project.analysis.triangulate(by, **more).rows  # type: ignore[arg-type]
    return {key: f"{cell.symbol}{cell.k}/{cell.n}" for key, cell in row.cells.items()}


def test_the_worked_rows_come_out_of_a_project_file(study: Project) -> None:
    finding = study.findings.add("Keuangan transparan")
    link(study, "F1", "P1S D1S D1S K1S K2S K3S K4S K4Q M1S")
    document = study.analysis.triangulate().as_json()
    assert sorted(document["columns"]) == ["MAS", "PDP", "PEM", "PGL"]  # type: ignore[arg-type]
    (row,) = document["rows"]  # type: ignore[misc]
    assert (row["finding"], row["claim"]) == (str(finding.uid), "Keuangan transparan")
    assert (row["verdict"], row["coverage"], row["units"]) == ("PARTIAL", "4/4", "7/9")
    assert symbols(study) == {"PGL": "±4/4", "PEM": "+1/2", "PDP": "+1/1", "MAS": "+1/2"}


def test_dissonance_between_groups(study: Project) -> None:
    study.findings.add("Jaringan menjangkau luar")
    link(study, "F1", "P1S D1S K1C K2C K3C M1C")
    (row,) = study.analysis.triangulate().rows
    assert (row.verdict, row.dissonance) == ("DISSONANCE", "between")
    assert row.pairs["PGL", "PEM"] == "DISSONANCE" and row.pairs["PGL", "MAS"] == "AGREEMENT"


def test_nothing_is_written_by_looking(study: Project) -> None:
    study.findings.add("Keuangan transparan")
    link(study, "F1", "K1S P1S")
    study.ties.add("K1", "P1", "trust")
    before = study.path.read_bytes(), study.path.with_name(study.path.name + "-wal").read_bytes()
    study.analysis.triangulate()
    study.analysis.counts()
    study.analysis.prominence()
    study.analysis.network("PGL")
    assert (study.path.read_bytes(), study.path.with_name(study.path.name + "-wal").read_bytes()) == before


def test_scope_and_not_asked_come_from_the_marks(study: Project) -> None:
    study.findings.add("Musyawarah rutin")
    link(study, "F1", "K1S P1S")
    study.findings.mark("F1", ScopeMark.NOT_ASKED, groups=["PDP"])
    study.findings.mark("F1", ScopeMark.NOT_ASKED, informants=["M1"])
    assert symbols(study) == {"PGL": "+1/4", "PEM": "+1/2", "PDP": "TT0/0", "MAS": "00/1"}
    study.findings.add("Kas dipinjam tanpa izin")
    study.findings.link("F2", 1, "supports")
    study.findings.mark("F2", ScopeMark.IN_SCOPE, groups=["PGL"], sources=["D1.md"], reason="kas kelompok")
    _first, row = study.analysis.triangulate().rows
    assert (row.coverage, row.units, row.silent) == ((1, 2), (1, 5), ("PDP",))
    assert row.cells["MAS"].symbol == "LC" and "narrow scope" in row.flags


def test_documents_stand_in_their_producers_column_and_count_nowhere(study: Project) -> None:
    add_source(study, "notulen.docx", [None, None], method=Method.DOCUMENT, group="PGL")
    add_source(study, "catatan.txt", [None, "!"], method=Method.OBSERVATION)
    study.findings.add("Keuangan transparan")
    link(study, "F1", "K1S P1S")
    for name in ("notulen.docx", "catatan.txt"):
        study.findings.link("F1", code_turn(study, name, 0), "contradicts")
    (row,) = study.analysis.triangulate().rows
    assert (row.verdict, row.cells["PGL"].n) == ("AGREEMENT", 4)
    assert [stance.unit.label for stance in row.cells["PGL"].documents] == ["Doc1"]
    assert [stance.unit.label for stance in row.outside] == ["O1"]


def test_methods_are_compared_on_one_subject(study: Project) -> None:
    add_source(study, "catatan.txt", [None], method=Method.OBSERVATION, about="PGL")
    study.findings.add("Keuangan transparan")
    link(study, "F1", "K1S P1C")
    study.findings.link("F1", code_turn(study, "catatan.txt", 0), "supports")
    assert symbols(study, "method") == {"interview": "+1/4", "observation": "+1/1"}
    (row,) = study.analysis.triangulate("method").rows
    assert row.verdict == "AGREEMENT" and [stance.unit.key for stance in row.outside] == ["P1"]


def test_a_note_about_a_site_only_is_joined_with_what_was_said_there(study: Project) -> None:
    add_source(study, "K1 lagi.md", ["K1"], site="RW 02")
    add_source(study, "catatan.txt", [None], method=Method.OBSERVATION, site="RW 02")
    study.findings.add("Keuangan transparan")
    study.findings.link("F1", code_turn(study, "catatan.txt", 0), "supports")
    assert symbols(study, "method") == {"interview": "00/1", "observation": "+1/1"}


def test_waves_compare_whoever_was_heard_twice(study: Project) -> None:
    add_source(study, "K1 kedua.md", ["K1"], wave=2)
    study.findings.add("Kesepakatan masih ditaati")
    link(study, "F1", "K1S K2C")
    study.findings.link("F1", code_turn(study, "K1 kedua.md", 0), "contradicts")
    (row,) = study.analysis.triangulate("wave").rows
    assert symbols(study, "wave") == {"1": "+1/1", "2": "-1/1"}
    assert row.changed == ("K1",) and row.units == (1, 1)
    assert symbols(study)["PGL"] == "±2/4"


def test_a_focus_group_is_one_unit_with_its_speakers(study: Project) -> None:
    add_source(study, "fgd.md", ["?", "K1", "K2", "K3"], method=Method.FGD)
    study.findings.add("Keuangan transparan")
    for turn, stance in ((1, "supports"), (2, "supports"), (3, "contradicts")):
        study.findings.link("F1", code_turn(study, "fgd.md", turn), stance)
    (row,) = study.analysis.triangulate().rows
    cell = row.cells["PGL"]
    assert (cell.symbol, cell.k, cell.n) == ("±", 1, 5)
    assert cell.unit_stances[0].tally == (2, 1, 0) and cell.unit_stances[0].unit.members == 3


def test_one_coder_can_be_read_alone(study: Project) -> None:
    study.findings.add("Keuangan transparan")
    link(study, "F1", "K1S")
    with pytest.raises(NotFound):
        study.analysis.triangulate(coder="Nobody")
    (row,) = study.analysis.triangulate(coder="Rara").rows
    assert row.verdict == "UNTRIANGULATED"


def test_coders_are_compared_in_what_both_read(study: Project) -> None:
    study.findings.add("Keuangan transparan")
    link(study, "F1", "K1S K2S")
    (alone,) = study.analysis.triangulate("coder").rows
    assert list(alone.cells) == ["Rara"] and "fewer than two columns" in alone.flags

    def differ(tx):  # type: ignore[no-untyped-def]
        budi = tx.insert(Coder(name="Budi"))
        tx.insert(Evidence(finding_id=1, coding_id=1, coder_id=budi.id, stance=Stance.CONTRADICTS))

    study.write("finding.link", differ)
    (row,) = study.analysis.triangulate("coder").rows
    assert (row.verdict, row.pairs["Rara", "Budi"]) == ("DISSONANCE", "DISSONANCE")
    assert row.units == (1, 1) and [stance.unit.key for stance in row.outside] == ["K2"]
    with pytest.raises(BadInput, match="only one is read"):
        study.analysis.triangulate("coder", coder="Rara")


def test_methods_are_nested_in_groups(study: Project) -> None:
    add_source(study, "catatan.txt", [None], method=Method.OBSERVATION, about="PGL")
    study.findings.add("Keuangan transparan")
    link(study, "F1", "K1S P1S")
    study.findings.link("F1", code_turn(study, "catatan.txt", 0), "contradicts")
    study.findings.mark("F1", ScopeMark.NOT_ASKED, informants=["D1"])
    nested = symbols(study, "group-method")
    assert nested["PGL × interview"] == "+1/4" and nested["PGL × observation"] == "-1/1"
    assert (nested["PDP × interview"], nested["PDP × observation"]) == ("TT0/0", "NA0/0")
    (row,) = study.analysis.triangulate("group-method").rows
    assert row.parts is not None and row.parts["PGL"].verdict == "DISSONANCE"


def test_other_ways_are_refused(study: Project) -> None:
    with pytest.raises(BadInput, match="group, method, wave"):
        study.analysis.triangulate("mood")
    with pytest.raises(BadInput, match="group, informant, method"):
        study.analysis.counts("mood")
    with pytest.raises(NotFound):
        study.analysis.network("ZZZ")


def test_the_interviewers_words_count_for_nobody(study: Project) -> None:
    code_turn(study, "K1.md", 0)
    code_turn(study, "K1.md", 1, valence="strengthens")
    study.codings.add("K2.md", 0, 4 * TURN, "KP-TRN", valence="weakens")
    rows = {row["code"]: row for row in study.analysis.counts().as_json()["rows"]}  # type: ignore[attr-defined]
    assert list(rows) == ["KP", "KP-TRN", "KP-MSY"]
    for code in ("KP", "KP-TRN"):
        cell = rows[code]["cells"]["PGL"]
        assert (cell["k"], cell["n"], cell["plus"], cell["minus"], cell["segments"]) == (2, 4, 1, 1, 2)
    assert rows["KP-MSY"]["total"]["k"] == 0 and rows["KP-MSY"]["total"]["n"] == 9


def test_counts_by_informant_and_by_method(study: Project) -> None:
    add_source(study, "catatan.txt", [None, "!"], method=Method.OBSERVATION)
    code_turn(study, "K1.md", 1)
    code_turn(study, "catatan.txt", 0)
    code_turn(study, "catatan.txt", 1)
    by_informant = study.analysis.counts("informant")
    assert sorted(by_informant.columns) == sorted(who for people in PEOPLE.values() for who in people)
    assert sum(cell.k for cell in by_informant.counts.cells[1]) == 1
    by_method = study.analysis.counts("method")
    assert by_method.columns == ("interview", "observation")
    assert [(cell.k, cell.n, cell.segments) for cell in by_method.counts.cells[1]] == [(1, 9, 1), (1, 1, 1)]
    by_group = study.analysis.counts()
    assert by_group.columns[-1] == "without group"
    assert (by_group.counts.cells[1][-1].n, by_group.counts.cells[1][-1].documents) == (0, 1)


def test_prominence_is_by_informants_who_strengthen(study: Project) -> None:
    study.write("code.add", lambda tx: tx.insert(Code(code="JR", name_en="Networks", name_id="Jaringan")))
    for who in ("K1", "P1"):
        code_turn(study, f"{who}.md", 1, valence="strengthens")
    for turn in (1, 3):
        code_turn(study, "K2.md", turn, "JR", valence="strengthens")
    code_turn(study, "K3.md", 1, "JR")
    code_turn(study, "M1.md", 1, "JR", valence="weakens")
    first, second = study.analysis.prominence()
    assert (first.rank, first.code, first.name, first.plus, first.n, first.reach) == (
        1,
        "KP",
        "Trust",
        2,
        9,
        (2, 4),
    )
    assert (second.plus, second.k, second.minus, second.segments) == (1, 3, 1, 4)
    with i18n.using("id"):
        assert [row.name for row in study.analysis.prominence(["KP-MSY", "kp-trn"])] == [
            "Transparansi",
            "Musyawarah",
        ]
    assert [row.code for row in study.analysis.prominence(below="KP")] == ["KP-TRN", "KP-MSY"]
    assert study.analysis.prominence(below="JR") == []


def test_codings_come_as_columns(study: Project) -> None:
    code_turn(study, "K1.md", 1)
    columns = study.analysis.columns()
    assert len(columns) == 1 and columns.start.tolist() == [TURN]


@pytest.fixture
def kube(study: Project) -> Project:
    """The worked graph: K1 and P1 have the levels of the fixture."""
    for pair in ["K1K2", "K1K3", "K1K4", "K2K3", "K2K4", "K3K4", "K1D1", "D1P1", "P1P2", "K4M1"]:
        study.ties.add(pair[:2], pair[2:], "trust")
    return study


def test_the_worked_graph_comes_out_of_a_project_file(kube: Project) -> None:
    document = kube.analysis.network().as_json()
    measures = document["measures"]
    assert isinstance(measures, dict)
    assert measures["counts"] == {"bonding": 7, "bridging": 1, "linking": 2, "undefined": 0}
    assert measures["shares"] == {"bonding": 0.7, "bridging": 0.1, "linking": 0.2}
    assert (measures["ei"], measures["expected_ei"], measures["density"]) == (-0.4, 0.555556, 0.277778)
    assert measures["group_ei"] == {"MAS": 1.0, "PDP": 1.0, "PEM": 0.0, "PGL": -0.5}
    nodes = {node["id"]: node for node in document["nodes"]}  # type: ignore[attr-defined]
    assert nodes["K1"]["betweenness"] == pytest.approx(0.4286, abs=0.0001)
    assert nodes["M2"]["constraint"] is None and "M2.constraint" in document["undefined"]  # type: ignore[operator]
    assert {tie["class"] for tie in document["ties"]} == {"bonding", "bridging", "linking"}  # type: ignore[attr-defined]
    assert document["warnings"] and document["definitions"]


def test_a_focal_group_changes_shares_but_not_centralities(kube: Project) -> None:
    whole, focal = kube.analysis.network(), kube.analysis.network("pgl")
    assert focal.measures.shares.counts["bonding"] == 6 and focal.measures.ei.value == -0.5
    assert focal.measures.expected_ei.value == (20 - 6) / 26
    assert focal.measures.of_node == whole.measures.of_node
    assert {node.key for node in focal.shown.nodes} == {"K1", "K2", "K3", "K4", "D1", "M1"}


def test_the_graph_is_written_in_three_forms(kube: Project, tmp_path: Path) -> None:
    kube.informants.edit_group("PGL", label="Pengelola", label_en="Managers")
    kube.ties.add_actor("Bank keliling")
    kube.ties.add("K1", "Bank keliling", "money")
    read = nx.read_graphml(kube.analysis.export_network(tmp_path / "net.graphml"))
    assert read.number_of_nodes() == 10 and read.nodes["Bank keliling"]["interviewed"] is False
    assert "<gexf" in kube.analysis.export_network(tmp_path / "net.gexf").read_text(encoding="utf-8")
    svg = kube.analysis.export_network(tmp_path / "net.SVG", "PGL").read_text(encoding="utf-8")
    assert "Managers" in svg and "P2" not in svg
    with pytest.raises(BadInput):
        kube.analysis.export_network(tmp_path / "net.png")
    with pytest.raises(BadInput):
        kube.analysis.export_network(tmp_path / "missing" / "net.svg")


def test_an_empty_project_has_empty_answers(tmp_path: Path) -> None:
    with Project.create(tmp_path / "empty.qualcode", coder="Rara") as project:
        crossed = project.analysis.triangulate()
        assert crossed.rows == () and crossed.reason() == crossed.as_json()["reason"]
        assert "No findings yet" in str(crossed.reason())
        assert project.analysis.counts().as_json()["rows"] == []
        assert project.analysis.counts("method").columns == project.analysis.counts("informant").columns == ()
        assert project.analysis.prominence() == []
        project.codebook.add("ZZ", name_id="Z")
        ranking = project.analysis.prominence()
        assert ranking == [] and "Nobody has been heard yet" in str(ranking.reason)
        assert "no words that count" in str(project.analysis.densities().reason())
        assert project.analysis.densities().as_json()["reason"] == project.analysis.densities().reason()
        document = project.analysis.network().as_json()
        assert document["nodes"] == [] and document["measures"]["ei"] is None  # type: ignore[index]
        assert "<svg" in project.analysis.network().svg()
