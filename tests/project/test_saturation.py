"""Saturation over a whole project: order, whose words count, inductive codes, groups, and its warnings."""

from __future__ import annotations

from datetime import date

import pytest

from qualcode.errors import BadInput, NotFound
from qualcode.model import Code, CodeOrigin, Method
from qualcode.project import Project
from qualcode.project.lookup import find
from tests.project.test_analysis import add_source, code_turn

DAYS = ["2024-03-05", "2024-03-01", "2024-03-02", "2024-03-03", "2024-03-04", "2024-03-06", "2024-03-07"]


@pytest.fixture
def heard(project: Project) -> Project:
    """Seven informants, A0 the first in the project and the fifth by date, and an eighth nobody coded."""
    for number, day in enumerate([*DAYS, None]):
        who = f"A{number}"
        project.informants.add(who, "PGL" if number < 4 else "PEM")
        add_source(project, f"{who}.md", ["?", who, "?", who])
        if day:
            project.sources.edit(f"{who}.md", collected_on=date.fromisoformat(day))
    for number, code in (
        (1, "KP"),
        (2, "KP-TRN"),
        (3, "KP-TRN"),
        (4, "KP"),
        (0, "KP-MSY"),
        (5, "KP"),
        (6, "KP"),
    ):
        code_turn(project, f"A{number}.md", 1, code)
    return project


def test_units_are_in_the_order_they_were_heard(heard: Project) -> None:
    table = heard.analysis.saturation(base=2, run=2)
    assert [step.unit for step in table.steps] == ["A1", "A2", "A3", "A4", "A0", "A5", "A6"]
    assert table.figure.new == (1, 1, 0, 0, 1, 0, 0)
    assert (table.notation, table.uncoded) == ("2+2", ("A7",))
    other = heard.analysis.saturation(base=4, order="coded")
    assert [step.unit for step in other.steps] == ["A1", "A2", "A3", "A4", "A0", "A5", "A6"]
    document = table.as_json()
    assert (document["notation"], document["n"], document["base_codes"]) == ("2+2", 7, 2)
    assert document["units"][4] == {  # type: ignore[index]
        "number": 5, "unit": "A0", "id": "A0", "source": str(heard.sources.get("A0.md").id), "date": "2024-03-05", "new": 1, "curve": 3, "codes": ["KP-MSY"],
        "query": "only:KP-MSY informant:A0 counted:yes",
    }  # fmt: skip
    for step, told in zip(table.steps, document["units"], strict=True):  # type: ignore[arg-type]
        found = heard.quotes.find(told["query"]) if told["query"] else []
        assert {quote.code for quote in found} == {code.code for code in step.found}
    assert document["runs"][0] == {"first": 3, "last": 4, "new": 0, "ratio": 0.0, "confirms": True}  # type: ignore[index]
    assert "at 2+2: 2 units, and units 3–4 bring 0 new codes (0/2 of" in table.verdict_words()
    assert table.verdict_words().endswith("; 1 new code after that point (A0)") and document["new_after"] == 1
    assert (heard.analysis.saturation(base=5).late_words(), other.as_json()["new_after"]) == ("", 0)


def test_what_is_undefined_says_why_and_never_gives_a_number(heard: Project) -> None:
    group = heard.analysis.saturation(group="PGL")
    assert (group.notation, group.figure.n, group.as_json()["reason"]) == (None, 4, "TOO_FEW")
    assert "a base of 4 with a run of 2 needs 6" in group.verdict_words()
    late = heard.analysis.saturation(base=5, threshold=0.0)
    assert (late.notation, late.figure.base_codes) == ("5+2", 3)
    assert "not reached" in heard.analysis.saturation(base=3, run=3, threshold=0.0).verdict_words()
    inductive = heard.analysis.saturation(codes="inductive")
    assert (inductive.as_json()["reason"], inductive.figure.curve[-1]) == ("EMPTY_BASE", 0)
    assert "no code is found in the first 4 units" in inductive.verdict_words()


def test_warnings_stand_beside_the_result(heard: Project) -> None:
    heard.write(
        "code.update", lambda tx: tx.update(find(tx.session, Code, "KP"), origin=CodeOrigin.INDUCTIVE)
    )
    code_turn(heard, "A7.md", 1, "KP")
    lines = "\n".join(heard.analysis.saturation(base=2).warnings())
    assert "2 of 3 codes found were in the codebook beforehand" in lines
    assert "Without a date, so put last: A7." in lines
    assert "2 groups are taken as one set" in lines
    assert "69–76%" in lines
    only = heard.analysis.saturation(base=2, codes="inductive")
    assert (only.deductive, only.figure.curve[-1], only.notation) == (0, 1, "2+2")


def test_documents_and_the_interviewer_bring_nothing_and_a_focus_group_is_one_unit(heard: Project) -> None:
    add_source(heard, "notulen.md", [None], method=Method.DOCUMENT, group="PGL")
    code_turn(heard, "notulen.md", 0, "KP-MSY")
    code_turn(heard, "A1.md", 0, "KP-MSY")
    add_source(heard, "fgd.md", ["A1", "A2"], method=Method.FGD)
    code_turn(heard, "fgd.md", 0, "KP-TRN")
    table = heard.analysis.saturation(base=2)
    assert [step.unit for step in table.steps][-1] == "FGD1"
    assert table.figure.new == (1, 1, 0, 0, 1, 0, 0, 0)
    code_turn(heard, "fgd.md", 1, "KP-MSY")
    heard.sources.edit("fgd.md", collected_on=date(2024, 2, 1))
    units = heard.analysis.saturation(base=2).as_json()["units"]
    for unit in units[:2]:  # type: ignore[index]
        assert {quote.code for quote in heard.quotes.find(unit["query"])} == set(unit["codes"])
    assert units[0]["id"] == str(heard.sources.get("FGD1").id)  # type: ignore[index]
    assert set(heard.sources.labels().values()) >= {"FGD1", "Doc1", "W1"}
    assert [(unit["unit"], unit["codes"]) for unit in units[:2]] == [  # type: ignore[index]
        ("FGD1", ["KP-TRN", "KP-MSY"]),
        ("A1", ["KP"]),
    ]
    assert [s.method for s in heard.sources.list()].count(Method.DOCUMENT) == 1


@pytest.mark.parametrize(
    "wrong", [{"base": 0}, {"run": 0}, {"threshold": 1.0}, {"codes": "some"}, {"order": "name"}]
)
def test_values_that_mean_nothing_are_refused(project: Project, wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput):
        project.analysis.saturation(**wrong)  # type: ignore[arg-type]


def test_an_empty_project_has_a_reason(project: Project) -> None:
    table = project.analysis.saturation()
    assert (table.notation, table.figure.n, table.as_json()["reason"]) == (None, 0, "TOO_FEW")
    with pytest.raises(NotFound):
        project.analysis.saturation(group="nobody")


def test_a_second_interview_is_a_unit_at_its_own_date(heard: Project) -> None:
    add_source(heard, "A1-2.md", ["A1", "?"])
    heard.sources.edit("A1-2.md", collected_on=date(2024, 6, 14))
    heard.codebook.add("NB", name_id="Baru")
    code_turn(heard, "A1-2.md", 0, "NB")
    table = heard.analysis.saturation(base=2, run=2)
    again = table.steps[-1]
    assert table.steps[0].unit == "A1 W2" and again.unit.startswith("A1 W") and again.id == "A1"
    assert (again.when, [code.code for code in again.found]) == (date(2024, 6, 14), ["NB"])
    assert (table.figure.n, table.figure.new, table.notation) == (8, (1, 1, 0, 0, 1, 0, 0, 1), "2+2")
    assert [quote.source_name for quote in heard.quotes.find(again.query())] == ["A1-2.md"]
    assert "Interviewed more than once, each time a unit of its own at its date: A1." in table.warnings()
    assert (table.unit, "an interview that is coded" in table.definitions()["unit"]) == ("interview", True)


def test_where_nobody_speaks_documents_are_the_units(project: Project) -> None:
    for number, day in enumerate((3, 1, 2)):
        add_source(project, f"d{number}.md", [None], method=Method.DOCUMENT)
        project.sources.edit(f"d{number}.md", collected_on=date(2024, 3, day))
        code_turn(project, f"d{number}.md", 0, ("KP", "KP-TRN", "KP")[number])
    add_source(project, "pustaka.md", [None], method=Method.LITERATURE)
    code_turn(project, "pustaka.md", 0, "KP-MSY")
    table = project.analysis.saturation(base=1, run=1)
    assert (table.unit, [step.unit for step in table.steps]) == ("document", ["Doc2", "Doc3", "Doc1"])
    assert (table.figure.new, table.notation, table.uncoded) == ((1, 1, 0), "2+1", ())
    assert [quote.source_name for quote in project.quotes.find(table.steps[0].query())] == ["d1.md"]
    assert "nobody's talk is in this study" in table.definitions()["unit"]
