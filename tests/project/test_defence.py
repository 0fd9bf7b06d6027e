"""A finding as it will be defended, out of a project file: quotes with consent kept, names replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode import i18n
from qualcode.errors import NotFound
from qualcode.model import Assignment, Code, Coder, Coding, TextVersion, Turn
from qualcode.project import Project
from qualcode.store.transaction import table_of

TALKS = {
    "K1": "**Peneliti:** Apa kabar?\n**K1:** Kas dibaca terbuka setiap bulan di depan semua anggota.\n",
    "K2": "**Peneliti:** Apa kabar?\n**K2:** Kas dibaca.\n",
    "P1": "**Peneliti:** Apa kabar?\n**P1:** Saya belum pernah melihat buku kas itu dibuka.\n",
}
GROUPS = {"K1": "PGL", "K2": "PGL", "P1": "PEM"}


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """Three interviews in two groups, each with a coding; M1 of a third group is interviewed and says nothing of it."""
    known = {row.id for row in project.informants.list()}
    for who, text in {**TALKS, "M1": "**M1:** Tidak ada yang perlu saya katakan.\n"}.items():
        if who not in known:
            project.informants.add(who, GROUPS.get(who, "MAS"), level=1)
        file = tmp_path / f"{who} talk.md"
        file.write_text(text, encoding="utf-8")
        project.sources.add(file, informants=[who])
        if who in GROUPS:
            start = text.index(f"**{who}:** ") + len(f"**{who}:** ")
            project.codings.add(file.name, start, len(text) - 1, "KP-TRN")
    project.findings.add("Keuangan transparan", codes=["KP-TRN"])
    for number, stance in ((1, "supports"), (2, "supports"), (3, "contradicts")):
        project.findings.link("F1", number, stance)
    return project


def test_the_case_of_a_finding(study: Project) -> None:
    case = study.defence.ready("F1")
    assert (case.number, case.verdict, case.own_verdict) == ("F1", "dissonance between columns", "")
    assert {cell.column: (cell.symbol, cell.k, cell.n) for cell in case.who} == {
        "PGL": ("+", 2, 2),
        "PEM": ("-", 1, 1),
        "MAS": ("0", 0, 1),
    }
    assert case.strongest is not None and case.strongest.text.startswith("Kas dibaca terbuka"), (
        "the longer one"
    )
    assert case.contrary is not None and case.contrary.unit == "P1"
    assert case.question.startswith("For the claim: PGL. Against it: PEM.")
    found = {hole.kind: hole.names for hole in case.holes}
    assert found == {
        "no explanation": (),
        "silent groups": ("MAS",),
        "one-person cells": ("PEM",),
        "one method": ("interview",),
        "not checked": (),
        "no negative case": (),
    }
    assert {by: standing.met for by, standing in case.standing.items()} == {
        "group": True,
        "method": False,
        "wave": False,
        "coder": False,
    }
    with i18n.using("id"):
        assert study.defence.list()[0].question.startswith("Yang mendukung: PGL.")
    with pytest.raises(NotFound):
        study.defence.ready("F9")


def test_writing_closes_holes_and_a_refusal_opens_one(study: Project) -> None:
    study.findings.explain("F1", "Yang satu hadir dalam rapat, yang lain tidak.")
    study.findings.edit("F1", negative_case="P1")
    study.findings.member_check("F1", "P1", "refused", note="Bukan begitu")
    study.findings.adjudicate("F1", "partial", "P1 berbicara tentang tahun lain")
    case = study.defence.ready("F1")
    assert [hole.kind for hole in case.holes] == [
        "silent groups",
        "one-person cells",
        "one method",
        "refused",
    ]
    assert case.own_verdict == "partial agreement" and "“partial agreement”" in case.question
    document = case.as_json()
    assert document["verdict"] == "DISSONANCE" and document["adjudication"] is not None


def test_who_may_not_be_quoted_is_not_quoted(study: Project) -> None:
    study.informants.consent("K1", status="withdrawn")
    case = study.defence.ready("F1")
    assert case.strongest is not None and case.strongest.text == "Kas dibaca." and case.section.withheld == 1
    assert case.who[0].k == 2, "what was said still counts"


def test_coders_are_comparable_where_they_coded_the_same_turns(study: Project) -> None:
    def second(tx):  # type: ignore[no-untyped-def]
        budi = tx.insert(Coder(name="Budi"))
        first = tx.get(Coding, 1)
        version = tx.first(TextVersion, table_of(TextVersion).c.source_id == first.source_id)
        for turn in tx.all(Turn, table_of(Turn).c.text_version_id == version.id):
            tx.insert(Assignment(coder_id=budi.id, turn_id=turn.id))
        other = tx.first(Code, table_of(Code).c.code == "KP-MSY")
        tx.insert(
            Coding(
                source_id=first.source_id,
                start=first.start,
                stop=first.stop,
                code_id=other.id,
                coder_id=budi.id,
            )
        )

    study.write("code.add", second)
    assert study.defence.ready("F1").standing["coder"].n == 2


def test_nothing_to_defend_is_an_answer(project: Project) -> None:
    assert project.defence.list() == ()
    project.findings.add("Belum ada bukti")
    (case,) = project.defence.list()
    assert [hole.kind for hole in case.holes] == ["no evidence"] and case.strongest is None is case.contrary


def test_the_case_can_be_printed_with_consent_kept_and_the_same_bytes_twice(study: Project) -> None:
    study.informants.consent("K1", status="withdrawn")
    page = study.reports.render("ready", "md", language="en")
    assert page == study.reports.render("ready", "md", language="en")
    words = page.decode()
    for said in ("Ready for the examination", "explanation missing", "For the claim: PGL", "Kas dibaca."):
        assert said in words
    assert "Kas dibaca terbuka" not in words
    assert "Penguji akan bertanya" in study.reports.render("ready", "html", language="id").decode()
    told = [text for _where, text in study.reports.words("en", template="ready")]
    assert "Keuangan transparan" in told and not any("terbuka setiap bulan" in text for text in told)
