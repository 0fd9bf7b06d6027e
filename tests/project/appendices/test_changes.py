"""What changed: the net difference of two states, old and new side by side, without anybody's words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from qualcode.errors import BadInput, QualcodeError
from qualcode.i18n import using
from qualcode.project import Project
from qualcode.project.appendices.asked import Asked
from qualcode.project.appendices.binding import bind
from qualcode.project.appendices.differing import moment
from qualcode.reports.appendix.changes import Changes, CodingCount, Recoded
from qualcode.reports.markdown import to_markdown
from qualcode.store import transaction
from tests.project.conftest import span


def told(project: Project, since: str = "") -> Changes:
    body = bind(project, "changes", "id", Asked(since=since)).parts[0].body
    assert isinstance(body, Changes)
    return body


@pytest.fixture
def later(project: Project, k1: str, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project in which what follows happens in 2031."""
    project.informants.edit("K1", aliases=["Bu Yanti"])
    project.codings.add(k1, *span("Tiap bulan dibacakan terbuka."), "KP-TRN")
    project.codings.add(k1, *span("Dirembug bareng, nggih."), "KP-TRN")
    project.findings.add("Kas dibuka.", codes=["KP-TRN"])
    monkeypatch.setattr(transaction, "now", lambda: datetime(2031, 1, 5, 9, tzinfo=UTC))
    return project


def test_a_code_stands_with_old_and_new_and_its_reason(later: Project):
    later.codebook.edit("KP-TRN", name_id="Keterbukaan kas Bu Yanti", reason="saran Bu Yanti")
    (row,) = told(later, "2031-01-01").codes
    assert (row.what, row.how, row.day.isoformat(), row.reason) == (
        *("KP-TRN", "changed", "2031-01-05"),
        "saran Bu [K1]",
    )
    assert [(e.before, e.after) for e in row.edits] == [("Transparansi", "Keterbukaan kas Bu [K1]")]
    shown = to_markdown(
        later.reports.document("changes", language="id", asked=Asked(since="2031-01-01"))
    ).decode()
    assert "Transparansi → Keterbukaan" in shown and "1 Januari 2031" in shown and "Yanti" not in shown


def test_what_came_and_went_is_not_told_and_what_was_taken_back_did_not_happen(later: Project, k1: str):
    coding = later.codings.add(k1, *span("Semua boleh lihat bukunya."), "KP-MSY")
    later.codings.remove(coding.uid)
    later.codebook.edit("KP-MSY", name_id="Rembuk")
    later.undo()
    found = told(later, "2031-01-01")
    assert found.is_empty
    assert (
        "Tidak ada yang berubah."
        in to_markdown(
            later.reports.document("changes", language="id", asked=Asked(since="2031-01-01"))
        ).decode()
    )


def test_codings_are_counted_by_code_and_coder_and_a_merger_says_where_to(later: Project, k1: str):
    later.codings.add(k1, *span("Semua boleh lihat bukunya."), "KP-MSY")
    later.codebook.merge("KP-TRN", "KP-MSY")
    found = told(later, "2031-01-01")
    assert found.codings == (CodingCount("KP-MSY", "Rara", 1, 0),)
    assert found.recoded == (Recoded("KP-TRN", "KP-MSY", "Rara", 2),)
    assert [(row.what, row.how, row.into) for row in found.codes] == [("KP-TRN", "merged", "KP-MSY")]


def test_findings_have_their_verdict_and_evidence_and_no_quotes(later: Project, k1: str):
    later.findings.link(1, 1, "supports")
    later.findings.adjudicate(1, "PARTIAL", reason="Baru satu orang")
    later.findings.edit(1, claim="Kas dibuka tiap bulan.", explanation="Tiap bulan dibacakan terbuka.")
    (row,) = told(later, "2031-01-01").findings
    assert (row.what, row.added, row.removed, row.reason) == ("F1", 1, 0, "Baru satu orang")
    assert [(e.before, e.after) for e in row.edits] == [
        ("Kas dibuka.", "Kas dibuka tiap bulan."),
        ("", "selaras sebagian"),
        ("", ""),
    ]
    shown = to_markdown(
        later.reports.document("changes", language="id", asked=Asked(since="2031-01-01"))
    ).decode()
    assert "dibacakan" not in shown


def test_nothing_of_who_withdrew_is_told_nor_a_file_name(later: Project, k1: str):
    later.codings.add(k1, *span("Semua boleh lihat bukunya."), "KP-MSY")
    later.informants.consent("K1", "withdrawn")
    found = told(later)
    assert [row.what for row in found.people] == ["P1"]
    assert not found.codings and not found.texts
    later.informants.consent("K1", "given")
    found = told(later)
    assert [(row.what, row.how) for row in found.texts] == [("W1", "added")]
    assert "k1.txt" not in to_markdown(later.reports.document("changes", language="en")).decode()


def test_words_that_may_not_be_quoted_are_not_told_either(later: Project):
    later.codebook.edit("KP-TRN", short_def_id="Tiap bulan dibacakan terbuka Semua boleh lihat bukunya")
    later.informants.consent("K1", "given", may_quote=False)
    (edit,) = told(later, "2031-01-01").codes[0].edits
    assert edit.after == "[tidak boleh dikutip]"


def test_since_is_a_day_or_a_backup(project: Project):
    assert moment(project, "") is None
    assert moment(project, "2026-03-31") == datetime(2026, 3, 31, tzinfo=UTC)
    path = project.sharing.snapshot()
    assert path is not None
    found = moment(project, path.name)
    assert found is not None and found.tzinfo is not None
    assert moment(project, "1") == moment(project, str(path)) == found
    with using("en"), pytest.raises(BadInput, match=r"is a day.* not kemarin"):
        bind(project, "changes", "id", Asked(since="kemarin"))


def test_since_may_be_a_copy_that_somebody_made(later: Project, tmp_path: Path):
    copy = later.history.backup(tmp_path / "copy.qualcode")
    assert told(later, str(copy)).is_empty
    later.codebook.edit("KP-TRN", name_id="Keterbukaan")
    assert [row.what for row in told(later, str(copy)).codes] == ["KP-TRN"]
    with Project.create(tmp_path / "other.qualcode", coder="Rara"):
        pass
    with using("en"), pytest.raises(BadInput, match="copy of another project"):
        moment(later, str(tmp_path / "other.qualcode"))
    (tmp_path / "text.txt").write_text("no project", "utf-8")
    with pytest.raises(QualcodeError):
        moment(later, str(tmp_path / "text.txt"))
