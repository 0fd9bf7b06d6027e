"""Claims, evidence with stances, scope, adjudication, member checks."""

from __future__ import annotations

import pytest

from qualcode.errors import BadInput
from qualcode.reports.parts import scope_words
from qualcode.tui.case_lines import case_lines
from tests.project.conftest import span


@pytest.fixture
def coding(project, k1):
    return project.codings.add(k1, *span("terbuka"), "KP-TRN")


def test_a_finding_with_evidence_and_figure(project, coding):
    project.notes.add_research_question("Bagaimana kepercayaan?")
    finding = project.findings.add(
        " Kas  terbuka ", codes=["KP-TRN"], research_question=1, theme="Kepercayaan", indicator="kas"
    )
    project.findings.link("F1", coding.uid, "supports", note="jelas")
    project.findings.link_figure("f1", "prominence", note="k+ dari n")
    (row,) = project.findings.list()
    assert (row.id, row.claim, row.codes, row.research_question, row.theme) == (
        finding.uid, "Kas terbuka", ("KP-TRN",), 1, "Kepercayaan",
    )  # fmt: skip
    assert [(e.coding, e.stance, e.figure) for e in row.evidence] == [
        (coding.uid, "supports", None),
        (None, None, "prominence"),
    ]


def test_linking_again_changes_the_stance(project, coding):
    project.findings.add("Kas terbuka")
    project.findings.link("F1", coding.uid, "supports")
    project.findings.link("F1", coding.uid, "qualifies")
    assert [e.stance for e in project.findings.list()[0].evidence] == ["qualifies"]
    project.undo()
    assert [e.stance for e in project.findings.list()[0].evidence] == ["supports"]


def test_only_informants_words_are_evidence(project, k1):
    question = project.codings.add(k1, *span("uang kas"), "KP-TRN")
    project.findings.add("Kas terbuka")
    with pytest.raises(BadInput, match="only informants' words"):
        project.findings.link("F1", question.uid, "supports")


def test_unlinking_by_coding_or_by_its_own_number(project, coding):
    project.findings.add("Kas terbuka")
    project.findings.link("F1", coding.uid, "supports")
    project.findings.unlink("F1", str(coding.uid))
    assert not project.findings.list()[0].evidence
    evidence = project.findings.link("F1", coding.uid, "supports")
    project.findings.unlink("F1", evidence.id)
    assert not project.findings.list()[0].evidence
    with pytest.raises(BadInput, match="no evidence"):
        project.findings.unlink("F1", 999)


def test_an_own_verdict_needs_a_reason_and_keeps_who_and_when(project):
    project.findings.add("Kas terbuka")
    with pytest.raises(BadInput, match="reason"):
        project.findings.adjudicate("F1", "PARTIAL")
    project.findings.adjudicate("F1", "partial", "Dokumen lebih lemah")
    (row,) = project.findings.list()
    assert (row.adjudicated, row.adjudicated_by) == ("PARTIAL", "Rara")
    project.findings.adjudicate("F1", None)
    assert project.findings.list()[0].adjudicated is None


def test_a_unit_with_evidence_cannot_leave_the_scope(project, coding):
    project.findings.add("Kas terbuka")
    project.findings.link("F1", coding.uid, "supports")
    with pytest.raises(BadInput, match="cannot leave the scope"):
        project.findings.mark("F1", "in_scope", groups=["PEM"])
    with pytest.raises(BadInput, match="cannot leave the scope"):
        project.findings.mark("F1", "not_asked", informants=["K1"])
    project.findings.mark("F1", "not_asked", informants=["P1"], reason="tidak sempat")
    with pytest.raises(BadInput, match="needs a reason"):
        project.findings.mark("F1", "in_scope", groups=["PGL", "PEM"], reason=" ")
    assert not project.reports.data().findings[0].scope, "refused, so nothing is left of it"
    project.findings.mark("F1", "in_scope", groups=["PGL", "PEM"], reason="hanya yang memegang kas")
    section = project.defence.ready("F1").section
    said = scope_words(section)
    assert said.endswith(f"{section.scope_time})") and section.scope_day is not None
    assert "(hanya yang memegang kas; Rara, " in said, "printed with who said so and when"
    [told] = case_lines_of(project, "F1", "hanya yang memegang kas")
    assert said in told
    with pytest.raises(BadInput, match="needs a reason"):
        project.findings.unmark("F1")
    project.findings.unmark("F1", "juga berlaku bagi yang lain")
    section = project.defence.ready("F1").section
    said = scope_words(section)
    assert said.startswith("everybody again (juga berlaku bagi yang lain; Rara, ")
    assert not section.not_asked and project.analysis.triangulate(finding="F1").rows[0].units[1] > 0
    [scope] = project.findings.scopes().values()
    assert (scope.units, scope.reason, scope.by) == ((), "juga berlaku bagi yang lain", "Rara") and scope.at
    project.findings.unmark("F1")  # what was printed once stays
    assert project.findings.scopes() == {scope_of(project, "F1"): scope}
    project.findings.mark("F1", "in_scope", groups=["PGL", "PEM"], reason="lagi")
    assert project.defence.ready("F1").section.scope == ("PGL", "PEM")
    project.findings.add("Iuran tertib")
    project.findings.mark(
        "F2", "in_scope", groups=["PGL"]
    )  # before any evidence a scope is part of the claim


def scope_of(project, finding):
    return project.findings.get(finding).id


def case_lines_of(project, finding, words):
    lines = case_lines(project.defence.ready(finding), project.findings.get(finding))
    return [str(line.text) for line in lines if words in str(line.text)]


def test_numbers_go_on_and_editing_keeps_the_rest(project):
    project.findings.add("Satu")
    project.findings.add("Dua", codes=["KP-TRN"])
    project.findings.edit("F2", codes=["KP-MSY"], status="final")
    project.findings.explain("F2", "karena")
    row = project.findings.list()[1]
    assert (row.number, row.claim, row.codes, row.status, row.explanation) == (
        2, "Dua", ("KP-MSY",), "final", "karena",
    )  # fmt: skip
    project.findings.remove("F1")
    assert [r.number for r in project.findings.list()] == [2]


def test_member_checks(project):
    project.findings.add("Satu")
    check = project.findings.member_check("F1", "K1", "confirmed", note="betul")
    assert check.note == "betul"
    with pytest.raises(BadInput, match="result is one of"):
        project.findings.member_check("F1", "K1", "maybe")


def test_a_figure_keeps_what_it_said_when_it_was_linked(project, coding):
    project.findings.add("Kepercayaan paling menonjol", codes=["KP-TRN"])
    project.codings.edit(coding.uid, valence="strengthens")
    kept = project.findings.link_figure("F1", "prominence")
    assert kept.value["KP"] == {"rank": 1, "plus": 1, "k": 1, "n": 1}
    project.codings.remove(coding.uid)
    assert project.findings.list()[0].evidence[0].value == kept.value
    assert project.findings.link_figure("F1", "table").query == {"by": "group", "codes": ["KP-TRN"]}
    network = project.findings.link_figure("F1", "network")
    assert network.value["counts"] == {"bonding": 0, "bridging": 0, "linking": 0, "undefined": 0}


def test_a_new_finding_and_its_evidence_are_one_action(project, coding, k1):
    question = project.codings.add(k1, *span("Bagaimana"), "KP-TRN")
    with pytest.raises(BadInput):
        project.quotes.link(None, [coding.id, question.id], "supports", claim="Kas dibuka.")
    assert project.findings.list() == []
    project.quotes.link(None, [coding.id], "supports", claim="Kas dibuka.")
    assert [row.coding for row in project.findings.get("F1").evidence] == [coding.uid]
    assert project.undo() == "finding.link"
    assert project.findings.list() == []
