"""The audit trail: decisions with their reasons and no daily work, what was taken back left out, the chain checked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from qualcode.project import Project
from qualcode.project.appendices.binding import bind
from qualcode.reports.appendix.trail import Trail
from qualcode.reports.markdown import to_markdown
from qualcode.store import transaction
from tests.project.conftest import span


def told(project: Project) -> Trail:
    body = bind(project, "trail", "id").parts[0].body
    assert isinstance(body, Trail)
    return body


@pytest.fixture
def later(project: Project, k1: str, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project in which what follows happens on Sunday, 5 January 2031."""
    project.informants.edit("K1", aliases=["Bu Yanti"])
    monkeypatch.setattr(transaction, "now", lambda: datetime(2031, 1, 5, 9, tzinfo=UTC))
    return project


def test_decisions_stand_with_reason_and_those_of_a_kind_together(later: Project, k1: str):
    later.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    later.findings.add("Kas dibuka.", codes=["KP-TRN"])
    later.findings.add("Rembuk jalan.", codes=["KP-MSY"])
    later.codebook.edit("KP-TRN", name_id="Keterbukaan", reason="saran Bu Yanti")
    later.codebook.edit("KP-MSY", name_id="Rembuk")
    later.undo()
    found = told(later)
    assert [(one.about, one.reason) for one in found.decisions if one.day == date(2031, 1, 5)] == [
        (("F1", "F2"), ""),
        (("KP-TRN",), "saran Bu [K1]"),
    ]
    assert [(one.code, one.version, one.reason) for one in found.versions] == [("KP-TRN", 2, "saran Bu [K1]")]
    week = found.weeks[-1]
    assert week.first == date(2030, 12, 30)
    assert (week.codings, week.codebook, week.findings) == (1, 3, 2)  # the undoing is an entry too
    assert sum(
        one.codings + one.codebook + one.findings + one.data + one.notes + one.others for one in found.weeks
    ) == len(later.history.log())


def test_an_own_verdict_stands_beside_the_computed_one(later: Project):
    later.findings.add("Kas dibuka.", codes=["KP-TRN"])
    later.findings.adjudicate(1, "PARTIAL", reason="Baru satu orang")
    (one,) = told(later).overrides
    assert (one.finding, one.computed, one.verdict, one.coder) == ("F1", "NO_DATA", "PARTIAL", "Rara")
    shown = to_markdown(later.reports.document("trail", language="id")).decode()
    assert "selaras sebagian" in shown and "Baru satu orang" in shown and "5 Januari 2031" in shown


def test_memos_have_their_titles_only_and_none_of_who_withdrew(later: Project):
    later.notes.add_memo("Saya tetangga Bu Yanti.", kind="reflexive", title="Posisi saya di sebelah Bu Yanti")
    later.notes.add_memo("Tentang konsep.", kind="concept", title="Konsep")
    later.notes.add_memo("Kata K1.", kind="method", title="Wawancara ulang", informant="K1")
    assert [one.name for one in told(later).memos] == ["Posisi saya di sebelah Bu [K1]", "Wawancara ulang"]
    places = [place for place, _words in later.reports.words("en", template="trail")]
    assert "appendix Audit trail" in places and f"title of the memo of {date(2031, 1, 5)}" in places
    later.informants.consent("K1", "withdrawn")
    assert [one.name for one in told(later).memos] == ["Posisi saya di sebelah Bu [K1]"]
    assert "tetangga" not in to_markdown(later.reports.document("trail", language="id")).decode()


def test_the_chain_is_checked_and_its_head_printed(later: Project):
    later.findings.add("Kas dibuka.", codes=["KP-TRN"])
    found = told(later)
    assert found.problems == () and found.coders == ("Rara",)
    assert found.tally.entries == len(later.history.log())
    assert later.history.head() in to_markdown(later.reports.document("trail", language="en")).decode()


def test_an_untouched_project_has_none(tmp_path):  # type: ignore[no-untyped-def]
    with Project.create(tmp_path / "empty.qualcode", coder="Rara") as project:
        assert told(project).is_empty
        assert "trail" in bind(project, "lampiran", "en").left_out
