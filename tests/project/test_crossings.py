"""Crossings over a whole project: order, outcome × period, branches that meet, and links between codings."""

from __future__ import annotations

from uuid import UUID

import pytest

from qualcode.analysis.query import among
from qualcode.errors import BadInput, NotFound
from qualcode.model import Attribute, Code, Group, Method
from qualcode.project import Project
from qualcode.project.lookup import find
from tests.project.test_analysis import TURN, add_source, code_turn


@pytest.fixture
def study(project: Project) -> Project:
    """Two groups, one of which succeeded; each informant speaks four turns, two of them the interviewer's."""

    def codes(tx):  # type: ignore[no-untyped-def]
        top = tx.insert(Code(code="ST", name_en="Stage"))
        tx.insert_all([Code(code="ST-A", parent_id=top.id), Code(code="ST-B", parent_id=top.id)])

    project.write("code.add", codes)
    for who, group in (("K2", "PGL"), ("P2", "PEM")):
        project.informants.add(who, group)
    for who in ("K1", "K2", "P1", "P2"):
        add_source(project, f"{who}.md", ["?", who, "?", who])

    def outcomes(tx):  # type: ignore[no-untyped-def]
        for group, value in (("PGL", "berhasil"), ("PEM", "gagal")):
            tx.insert(Attribute(name="hasil", value=value, group_id=find(tx.session, Group, group).id))

    project.write("attribute.set", outcomes)
    return project


def opened(study: Project, query: str) -> set[UUID]:
    """The codings that a cell opens."""
    return {coding.id for quote in study.quotes.find(query) for coding in quote.codings}


def uids(study: Project, *numbers: int) -> set[UUID]:
    return {coding.id for quote in study.quotes.find(among(numbers)) for coding in quote.codings}


def test_codes_in_an_order_lead_to_their_quotes(study: Project) -> None:
    outer = study.codings.add("K1.md", TURN, 2 * TURN - 2, "KP-TRN")
    inner = study.codings.add("K1.md", TURN + 2, TURN + 6, "ST-A")
    after = study.codings.add("K1.md", TURN + 10, TURN + 12, "ST-B")
    within = study.crossings.order()
    document = within.as_json()
    told = {(row["first"], row["second"]): row for row in document["pairs"]}  # type: ignore[index]
    row = told["ST-A", "KP-TRN"]
    assert (row["informants"], row["segments"], row["first_segments"], row["mention"]) == (1, 1, 1, 1)
    assert ("KP-TRN", "ST-A") not in told and ("ST-A", "ST") not in told
    assert study.crossings.in_order("ST", "KP") == [inner.uid, after.uid]
    for how in ({}, {"characters": 4}):
        followed = study.crossings.order("followed", **how)  # type: ignore[arg-type]
        pairs = [(followed.codes[a].code, followed.codes[b].code) for a, b, _cell in followed.pairs()]
        assert pairs == [("ST-A", "ST-B")]
    assert study.crossings.order("followed", characters=3).pairs() == []
    assert study.crossings.in_order("ST-A", "ST-B", "followed") == [inner.uid]
    assert opened(study, followed.query(*followed.pairs()[0][:2])) == {inner.uid}
    outside = study.codings.add("K1.md", TURN + 10, 2 * TURN + 8, "ST-A")  # meets KP-TRN and is not within it
    table = study.crossings.order()
    at = {code.code: row for row, code in enumerate(table.codes)}
    assert opened(study, table.query(at["ST-A"], at["KP-TRN"])) == {inner.uid}
    assert outside.uid not in opened(study, table.query(at["ST"], at["KP"])) == {inner.uid, after.uid}
    assert table.query(at["KP-TRN"], at["ST-B"]) == ""
    assert outer.uid not in study.crossings.in_order("ST", "KP")


def test_outcome_by_period_with_change_in_the_same_people(study: Project) -> None:
    code_turn(study, "K1.md", 1, "KP-TRN", period="sebelum", valence="weakens")
    code_turn(study, "K1.md", 3, "KP-TRN", period="sesudah", valence="strengthens")
    code_turn(study, "K2.md", 1, "KP-MSY", period="sesudah")
    fell = code_turn(study, "P1.md", 1, "KP-TRN", period="sebelum")
    rose = code_turn(study, "P1.md", 3, "KP-MSY", period="sesudah")
    code_turn(study, "P2.md", 1, "KP-TRN")
    table = study.crossings.cross_case("hasil")
    assert (table.outcomes, table.periods) == (("berhasil", "gagal"), ("sebelum", "sesudah"))
    document = table.as_json()
    row = next(row for row in document["rows"] if row["code"] == "KP-TRN")  # type: ignore[attr-defined]
    assert [(cell["k"], cell["n"]) for cell in row["cells"]] == [(1, 1), (1, 2), (1, 1), (0, 1)]
    assert row["change"] == {
        "berhasil": {"n": 1, "gained": 0, "lost": 0, "turned": 1, "kept": 0},
        "gagal": {"n": 1, "gained": 0, "lost": 1, "turned": 0, "kept": 0},
    }
    for cell in row["cells"]:
        assert len(study.quotes.find(cell["query"])) == cell["segments"]
    at = {code.code: row for row, code in enumerate(table.codes)}
    assert opened(study, table.query(at["KP"], 1)) == uids(
        study, fell, rose
    )  # of P1 alone, who tells of both
    assert table.query(at["ST"], 1) == ""
    leaf = [one for one in document["changes"] if one["code"] == "KP-TRN"]  # type: ignore[attr-defined]
    assert [(one["unit"], one["before"], one["after"]) for one in leaf] == [
        ("K1", "weakens", "strengthens"),
        ("P1", "mentioned", "absent"),
    ]
    assert table.warnings() == [
        "2 groups, not cause and effect.",
        "1 coding without one of these periods or without an outcome is left out.",
    ]
    for who, age in (("K1", "tua"), ("K2", "muda")):
        study.informants.edit(who, attributes={"umur": age})
    one_group = study.crossings.cross_case("umur")
    assert one_group.groups == (1, 1) and one_group.warnings()[0] == "1 group, not cause and effect."
    back = study.crossings.cross_case("hasil", periods=["sesudah", "sebelum"], codes=["KP-TRN"])
    assert back.crossed.changes[back.rows[0]][1].gained == 1
    assert [back.codes[row].code for row in back.rows] == ["KP-TRN"]


def test_an_outcome_without_periods_has_a_reason(study: Project) -> None:
    table = study.crossings.cross_case("hasil")
    assert table.periods == ()
    assert "berhasil: nobody speaks of both periods, so no change is known." in table.warnings()
    with pytest.raises(NotFound):
        study.crossings.cross_case("warna")
    with pytest.raises(BadInput, match="no coding speaks of the period kemarin"):
        study.crossings.cross_case("hasil", periods=["kemarin"])


def test_branches_meet_in_a_turn_or_a_source(study: Project) -> None:
    add_source(study, "notulen.md", [None, None], method=Method.DOCUMENT, group="PGL")
    for source, turn, code in (
        ("K1.md", 1, "ST-A"), ("K1.md", 1, "KP-TRN"), ("K1.md", 3, "KP-MSY"),
        ("notulen.md", 0, "ST-A"), ("notulen.md", 1, "KP-TRN"),
        ("P1.md", 0, "ST-A"), ("P1.md", 0, "KP-TRN"),
    ):  # fmt: skip
        code_turn(study, source, turn, code)
    turns = study.crossings.table(["ST"], ["KP"])
    assert [turns.codes[row].code for row in turns.rows] == ["ST-A", "ST-B"]
    (cell,) = turns.as_json()["cells"]  # type: ignore[misc]
    assert (cell["row"], cell["column"]) == ("ST-A", "KP-TRN")
    assert (cell["frames"], cell["informants"], cell["documents"]) == (1, 1, 0)
    assert [quote.code for quote in study.quotes.find(cell["query"])] == ["KP-TRN", "ST-A"]
    whole = study.crossings.table(["ST"], ["KP"], within="source").as_json()["cells"]
    told = {(one["row"], one["column"]): one["sources"] for one in whole}  # type: ignore[attr-defined]
    assert told == {("ST-A", "KP-TRN"): ["W1", "Doc1"], ("ST-A", "KP-MSY"): ["W1"]}
    for one in whole:  # type: ignore[attr-defined]
        quotes = study.quotes.find(one["query"])
        assert {str(quote.source) for quote in quotes} == set(one["ids"])
        assert {quote.code for quote in quotes} == {one["row"], one["column"]}
    layered = study.crossings.table(["ST"], ["KP-TRN"], ["KP-MSY"], within="source").as_json()["cells"]
    assert [(one["layer"], one["frames"]) for one in layered] == [("KP-MSY", 1)]  # type: ignore[attr-defined]
    for wrong in ({"rows": [], "columns": ["KP"]}, {"rows": ["ST"], "columns": ["KP"], "within": "page"}):
        with pytest.raises(BadInput):
            study.crossings.table(**wrong)  # type: ignore[arg-type]


def test_links_give_chains_of_cause_problem_and_solution(study: Project) -> None:
    assert study.crossings.links().as_json()["chains"] == []
    cause = code_turn(study, "K1.md", 1, "KP-TRN")
    problem = code_turn(study, "K1.md", 3, "ST-A")
    solution = code_turn(study, "K2.md", 1, "ST-B")
    alone = code_turn(study, "P1.md", 1, "ST-A")
    asked = code_turn(study, "P1.md", 0, "KP-MSY")
    study.codings.link(cause, "cause_of", problem)
    study.codings.link(solution, "solution_to", problem)
    study.codings.link(solution, "solution_to", alone)
    study.codings.link(cause, "before", alone)
    study.codings.link(asked, "cause_of", alone)
    table = study.crossings.links()
    assert [(row.first, row.kind.value, row.second, row.links, row.informants) for row in table.links] == [
        ("ST-B", "solution_to", "ST-A", 2, 2),
        ("KP-TRN", "cause_of", "ST-A", 1, 1),
        ("KP-TRN", "before", "ST-A", 1, 1),
    ]
    assert [(row.cause, row.problem, row.solution, row.passages) for row in table.chains] == [
        (None, "ST-A", "ST-B", 1),
        ("KP-TRN", "ST-A", "ST-B", 1),
    ]
    assert table.left_out == 1
    document = table.as_json()
    told = [opened(study, row["query"]) for row in document["links"] + document["chains"]]  # type: ignore
    assert told == [
        uids(study, *ends)
        for ends in (
            (solution, problem, alone), (cause, problem), (cause, alone), (solution, alone), (cause, problem, solution),
        )
    ]  # fmt: skip


def test_where_nobody_speaks_documents_are_counted(project: Project) -> None:
    for name in ("a.md", "b.md"):
        add_source(project, name, [None, None], method=Method.DOCUMENT, group="PGL")
    for source, turn, code, period in (
        ("a.md", 0, "KP-TRN", "dulu"), ("a.md", 0, "KP-MSY", "dulu"), ("a.md", 1, "KP-TRN", "kini"),
        ("a.md", 1, "KP-MSY", "kini"), ("b.md", 0, "KP-TRN", "dulu"),
    ):  # fmt: skip
        code_turn(project, source, turn, code, period=period)
    table = project.crossings.table(["KP-TRN"], ["KP-MSY"])
    assert table.shown(table.cell(table.rows[0], table.columns[0])) == "1 (2)"
    assert table.legend()[0] == "documents that bear a code of each, in one paragraph"
    order = project.crossings.order()
    (cell,) = [cell for a, _b, cell in order.pairs() if order.codes[a].code == "KP-TRN"]
    assert (cell.informants, cell.mention, cell.documents) == (1, 2, 0)
    assert order.definitions()["mention"] == "documents that bear the first code"

    def outcomes(tx):  # type: ignore[no-untyped-def]
        tx.insert(Attribute(name="hasil", value="baik", group_id=find(tx.session, Group, "PGL").id))

    project.write("attribute.set", outcomes)
    case = project.crossings.cross_case("hasil")
    at = {code.code: row for row, code in enumerate(case.codes)}
    assert [(case.cell(at["KP-TRN"], 0, p).k, case.cell(at["KP-TRN"], 0, p).n) for p in (0, 1)] == [
        (2, 2),
        (1, 1),
    ]
    assert (case.as_json()["unit"], case.definitions()["n"]) == (
        "document",
        "documents with the outcome that tell of the period at all",
    )


def test_an_empty_project_gives_empty_tables(project: Project) -> None:
    assert project.crossings.order("followed").pairs() == []
    assert project.crossings.table(["KP"], ["KP-TRN"]).as_json()["cells"] == []
    assert project.crossings.links().links == ()
    with pytest.raises(BadInput):
        project.crossings.order("beside")
    with pytest.raises(BadInput):
        project.crossings.order("followed", characters=-1)
    with pytest.raises(NotFound):
        project.crossings.table(["KP"], ["NOSUCH"])
