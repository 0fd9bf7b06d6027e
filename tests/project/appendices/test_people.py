"""Appendices about informants: codes and never names, ages in spans, consent as it stands, checks with their answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.binding import bind
from qualcode.reports.markdown import to_markdown


@pytest.fixture
def met(project: Project, k1: str) -> Project:
    """K1 with an age to the year and a name; P1 without anything recorded."""
    project.informants.edit(
        "K1",
        attributes={"Usia": 47, "jenis kelamin": "perempuan"},
        position="ketua, Bu Yanti",
        aliases=["Bu Yanti"],
    )
    return project


def painted(project: Project, name: str, language: str = "id") -> str:
    return to_markdown(project.reports.document(name, language=language)).decode()


def body(project: Project, name: str):  # type: ignore[no-untyped-def]
    return bind(project, name, "id", Asked()).parts[0].body


def test_an_age_to_the_year_becomes_a_span_and_a_name_a_code(met: Project):
    row = next(one for one in body(met, "informants").rows if one.informant == "K1")
    assert (row.age, row.sex, row.position) == ("40–49", "perempuan", "ketua, Bu [K1]")
    assert "Yanti" not in painted(met, "informants") and "40–49" in painted(met, "informants")


def test_each_conversation_stands_with_its_reference_day_place_and_length(met: Project, k1: str):
    met.sources.edit(k1, collected_on=date(2026, 3, 12), site="Balai warga", duration_minutes=45)
    row = next(one for one in body(met, "informants").rows if one.informant == "K1")
    (meeting,) = row.meetings
    assert (meeting.reference, meeting.day, meeting.site, meeting.minutes) == (
        *("W1", date(2026, 3, 12), "Balai warga"),
        45,
    )
    assert "12 Maret 2026" in painted(met, "informants")
    assert "12 March 2026" in painted(met, "informants", "en")


def test_whoever_withdrew_may_not_be_quoted(met: Project):
    met.informants.consent("K1", "withdrawn", form="tertulis, Bu Yanti")
    row = next(one for one in body(met, "consent").rows if one.informant == "K1")
    assert (row.status, row.may_quote, row.form) == ("withdrawn", False, "tertulis, Bu [K1]")
    assert "0 dari 2" in painted(met, "consent")


def test_a_refused_check_stands_like_any_other_and_unchecked_findings_are_named(met: Project):
    met.findings.add("Kas dibuka.", codes=["KP-TRN"])
    met.findings.add("Bu Yanti dipercaya.", codes=["KP-TRN"])
    met.findings.member_check(2, "K1", "refused", note="Bu Yanti keberatan", checked_on=date(2026, 4, 1))
    checks = body(met, "memberchecks")
    assert [(c.informant, c.number, c.outcome, c.comment) for c in checks.rows] == [
        ("K1", "F2", "refused", "Bu [K1] keberatan")
    ]
    assert checks.unchecked == ("F1",)
    assert "ditolak" in painted(met, "memberchecks")


def test_captions_of_photographs_come_from_sources_and_carry_no_name(met: Project, k1: str, tmp_path: Path):
    (tmp_path / "foto.csv").write_text(
        f"source,foto\n{k1},Bu Yanti membacakan kas | Buku kas terbuka\n", encoding="utf-8"
    )
    met.attributes.import_table(tmp_path / "foto.csv")
    rows = body(met, "photos").rows
    assert [(row.caption, row.reference) for row in rows] == [
        ("Bu [K1] membacakan kas", "W1"),
        ("Buku kas terbuka", "W1"),
    ]
