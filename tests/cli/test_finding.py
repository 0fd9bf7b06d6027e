"""`finding`, `tie`, `actor`, `guide`, `memo`: what is recorded beside codings."""

from __future__ import annotations

import pytest


def test_a_listed_finding_has_the_keys_programs_rely_on(run, coded):
    (row,) = run("finding", "list", coded, "--json").json
    codings = [c["id"] for c in run("code", "list", coded, "--json").json]
    assert (row["claim"], row["codes"]) == ("Trust shows in fees.", ["KP-AGT", "KP-TRN"])
    assert [(e["coding"], e["stance"]) for e in row["evidence"]] == list(
        zip(codings, ["supports", "contradicts"], strict=True)
    )
    assert len(row["id"]) == 36


def test_a_finding_is_told_in_full(run, project):
    assert (
        run("guide", "research-question", project, "Bagaimana kepercayaan?", "--en", "How is trust?").code
        == 0
    )
    words = [
        "--research-question",
        1,
        "--theme",
        "Kepercayaan",
        "--indicator",
        "musyawarah",
        "--status",
        "final",
    ]
    row = run("finding", "add", project, "Percaya itu penting.", *words, "--json").json
    known = {k: row[k] for k in ("number", "research_question", "theme", "indicator", "status")}
    assert known == {
        "number": 1,
        "research_question": 1,
        "theme": "Kepercayaan",
        "indicator": "musyawarah",
        "status": "final",
    }


def test_evidence_changes_its_stance_and_goes(run, coded):
    coding = run("code", "list", coded, "--json").json[0]["id"]
    changed = run("finding", "link", coded, "F1", "--coding", coding, "--stance", "qualifies", "--json").json
    assert (changed["coding"], changed["stance"]) == (coding, "qualifies")
    figure = run("finding", "link", coded, 1, "--figure", "prominence", "--note", "9 dari 9", "--json").json
    assert (figure["figure"], figure["stance"]) == ("prominence", None)
    assert len(run("finding", "unlink", coded, "F1", "--coding", 1, "--json").json["evidence"]) == 2
    assert len(run("finding", "unlink", coded, "F1", figure["id"], "--json").json["evidence"]) == 1


def test_the_interviewers_words_are_no_evidence(run, coded, span_of):
    run("code", "add", coded, "--source", "W01.md", "--span", span_of("Selalu begitu?"), "--code", "KP-AGT")
    ran = run("finding", "link", coded, "F1", "--coding", 3, "--stance", "supports")
    assert ran.code == 2
    assert "informants" in ran.err


def test_a_person_explains_and_adjudicates(run, coded):
    assert (
        run("finding", "explain", coded, "F1", "Beda kedudukan.", "--json").json["explanation"]
        == "Beda kedudukan."
    )
    assert run("finding", "adjudicate", coded, "F1", "PARTIAL").code == 2  # not without a reason
    row = run(
        "finding",
        "adjudicate",
        coded,
        "F1",
        "partial",
        "--reason",
        "Dinas tidak melihat.",
        "--coder",
        "budi",
        "--json",
    ).json
    assert (row["adjudicated"], row["adjudication_reason"], row["adjudicated_by"]) == (
        "PARTIAL",
        "Dinas tidak melihat.",
        "budi",
    )
    assert run("finding", "adjudicate", coded, "F1", "--json").json["adjudicated"] is None


def test_scope_and_member_checks(run, coded):
    assert run("finding", "mark", coded, "F1", "not_asked", "--informant", "D1").code == 2  # D1 has evidence
    assert run("finding", "mark", coded, "F1", "in_scope", "--group", "PGL").code == 2
    assert (
        run("finding", "check", coded, "F1", "K1", "confirmed", "--date", "2024-07-01", "--json").json[
            "result"
        ]
        == "confirmed"
    )


def test_a_finding_is_edited_and_removed(run, coded):
    row = run("finding", "edit", coded, "F1", "--claim", "Lain.", "--code", "KP-AGT", "--json").json
    assert (row["claim"], row["codes"]) == ("Lain.", ["KP-AGT"])
    assert run("finding", "remove", coded, "F1").code == 0
    assert run("finding", "list", coded, "--json").json == []
    assert len(run("code", "list", coded, "--json").json) == 2


def test_a_listed_tie_has_the_keys_programs_rely_on(run, project, span_of):
    assert run("actor", "add", project, "Bank Desa", "--group", "BANK", "--level", 3).code == 0
    evidence = ["--evidence", f"W01.md:{span_of('Iuran dicatat')}"]
    run("tie", "add", project, "K1", "Bank Desa", "--type", "money", "--directed", "--strength", 2, *evidence)
    (row,) = run("tie", "list", project, "--json").json
    known = {k: row[k] for k in ("from", "to", "type", "directed", "class", "strength")}
    assert known == {
        "from": "K1",
        "to": "Bank Desa",
        "type": "money",
        "directed": True,
        "class": "linking",
        "strength": 2,
    }
    assert row["evidence"][0]["text"] == "Iuran dicatat"


def test_a_name_with_colons_is_split_from_the_right(run, project):
    run("source", "edit", project, "W01.md", "--name", "a:1:2.md")
    row = run(
        "tie", "add", project, "K1", "D1", "--type", "trust", "--evidence", "a:1:2.md:0:8", "--json"
    ).json
    assert (row["evidence"][0]["source_name"], row["evidence"][0]["text"]) == ("a:1:2.md", "Peneliti")


@pytest.mark.parametrize(("level", "kind"), [(1, "bridging"), (3, "linking")])
def test_the_class_of_a_tie_follows_from_levels(run, project, level, kind):
    run("informant", "edit", project, "D1", "--level", level)
    assert run("tie", "add", project, "K1", "D1", "--type", "aid", "--json").json["class"] == kind


def test_ties_and_actors_are_edited_and_removed(run, project):
    run("actor", "add", project, "Warung")
    run("tie", "add", project, "K1", "Warung", "--type", "money")
    assert run("tie", "edit", project, 1, "--type", "aid", "--to", "D1", "--json").json["to"] == "D1"
    assert run("actor", "edit", project, "Warung", "--kind", "toko", "--json").json["kind"] == "toko"
    assert run("tie", "remove", project, 1).code == 0
    assert run("actor", "remove", project, "Warung").code == 0
    assert run("tie", "list", project, "--json").json == run("actor", "list", project, "--json").json == []


def test_a_guide_is_read_and_who_was_asked_is_kept(run, project):
    file = project.with_name("guide.csv")
    file.write_text(
        "no,focus,indicator,question,group\n1,Percaya,iuran,Bagaimana iurannya?,PGL\n", encoding="utf-8"
    )
    assert len(run("guide", "import", project, file, "--json").json) == 1
    run("guide", "asked", project, "K1", 1)
    run("guide", "asked", project, "D1", 1, "--status", "not_asked")
    (row,) = run("guide", "list", project, "--json").json
    assert (row["question"], row["asked"]) == ("Bagaimana iurannya?", {"K1": "asked", "D1": "not_asked"})


def test_memos_are_written_listed_and_exported(run, coded):
    run("memo", "add", coded, "Cek lagi.", "--kind", "theory", "--title", "Teori", "--finding", "F1")
    run("memo", "add", coded, "Catatan lepas.")
    rows = run("memo", "list", coded, "--json").json
    assert [(row["kind"], row["about"]) for row in rows] == [("theory", "F1"), ("concept", "")]
    assert [row["body"] for row in run("memo", "list", coded, "--kind", "theory", "--json").json] == [
        "Cek lagi."
    ]
    file = coded.with_name("memos.md")
    assert run("memo", "export", coded, file).code == 0
    assert "Cek lagi." in file.read_text(encoding="utf-8")
    assert run("memo", "edit", coded, 2, "--text", "Lain.", "--json").json["body"] == "Lain."
    assert run("memo", "remove", coded, 2).code == 0
