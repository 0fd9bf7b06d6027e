"""Tagging spans: exact places, whole characters, one transaction each."""

from __future__ import annotations

import pytest

from qualcode.errors import BadInput, NotFound
from tests.project.conftest import K1_TEXT, span


def test_a_coding_keeps_its_exact_words(project, k1):
    coding = project.codings.add(k1, *span("dibacakan terbuka"), "KP-TRN", valence="strengthens", memo="kas")
    row = project.codings.get(coding.uid)
    assert (row.text, row.code, row.coder, row.valence, row.memo) == (
        "dibacakan terbuka", "KP-TRN", "Rara", "strengthens", "kas",
    )  # fmt: skip
    assert (row.informant, row.group, row.counted, row.lines) == ("K1", "PGL", True, "2")


def test_ends_snap_to_whole_characters_and_nothing_else(project, k1):
    start = K1_TEXT.index("👩")
    coding = project.codings.add(k1, start + 1, start + 2, "KP-TRN")
    assert project.codings.get(coding.uid).text == "👩‍👩‍👧"
    spaced = project.codings.add(k1, *span(" Semua boleh "), "KP-TRN")
    assert project.codings.get(spaced.uid).text == " Semua boleh "


@pytest.mark.parametrize("place", [(-1, 3), (3, 3), (5, 2), (0, 10_000)])
def test_a_span_outside_the_text_is_refused(project, k1, place):
    with pytest.raises(BadInput, match="not a stretch"):
        project.codings.add(k1, *place, "KP-TRN")
    assert not project.codings.list()


def test_the_same_coding_twice_is_refused_but_not_anothers(project, k1):
    project.codings.add(k1, *span("terbuka"), "KP-TRN")
    with pytest.raises(BadInput, match="already"):
        project.codings.add(k1, *span("terbuka"), "KP-TRN")
    project.coder = "Bima"
    project.codings.add(k1, *span("terbuka"), "KP-TRN")
    assert [r.coder for r in project.codings.list()] == ["Rara", "Bima"]


def test_interviewers_words_may_be_tagged_and_do_not_count(project, k1):
    coding = project.codings.add(k1, *span("uang kas"), "KP-TRN")
    assert project.codings.get(coding.uid).counted is False
    both = project.codings.add(k1, span("uang kas")[0], span("terbuka")[1], "KP-TRN")
    assert project.codings.get(both.uid).informant == "K1"


def test_lists_by_code_with_everything_below_it(project, k1):
    project.codings.add(k1, *span("terbuka"), "KP-TRN")
    project.codings.add(k1, *span("Dirembug"), "KP-MSY")
    assert [r.code for r in project.codings.list(code="KP")] == ["KP-TRN", "KP-MSY"]
    assert [r.code for r in project.codings.list(code="kp-msy")] == ["KP-MSY"]
    assert len(project.codings.list(group="PGL")) == 2
    assert project.codings.list(group="PEM") == []
    with pytest.raises(NotFound, match="no coder Nobody"):
        project.codings.list(coder="Nobody")


def test_editing_and_undoing(project, k1):
    coding = project.codings.add(k1, *span("terbuka"), "KP-TRN")
    project.codings.edit(coding.uid, code="KP-MSY", valence="weakens", stop=span("terbuka.")[1])
    row = project.codings.get(coding.uid)
    assert (row.code, row.valence, row.text) == ("KP-MSY", "weakens", "terbuka.")
    assert project.undo() == "coding.edit"
    row = project.codings.get(coding.uid)
    assert (row.code, row.valence, row.text) == ("KP-TRN", None, "terbuka")
    assert project.undo() == "coding.add"
    assert project.redo() == "coding.add"
    assert project.codings.get(coding.uid) == row


def test_removing_takes_evidence_along_and_undo_brings_both_back(project, k1):
    coding = project.codings.add(k1, *span("terbuka"), "KP-TRN")
    project.findings.add("Kas terbuka", codes=["KP-TRN"])
    project.findings.link("F1", coding.uid, "supports")
    before = project.findings.list()
    project.codings.remove(coding.uid)
    assert project.findings.list()[0].evidence == ()
    project.undo()
    assert project.findings.list() == before


def test_import_is_all_or_nothing_and_names_the_line(project, k1, tmp_path):
    start, stop = span("terbuka")
    good = (
        f"source,start,end,quote,code,coder,valence\nk1.txt,{start},{stop},terbuka,KP-TRN,Bima,strengthens\n"
    )
    (tmp_path / "good.csv").write_text(good, encoding="utf-8")
    (tmp_path / "bad.csv").write_text(
        good + f"k1.txt,{start},{stop},tertutup,KP-MSY,Bima,\n", encoding="utf-8"
    )
    with pytest.raises(BadInput, match=r"bad\.csv, line 3: the quote is not"):
        project.codings.import_csv(tmp_path / "bad.csv")
    assert not project.codings.list()
    project.codings.import_csv(tmp_path / "good.csv")
    assert [(r.coder, r.text) for r in project.codings.list()] == [("Bima", "terbuka")]
    project.undo()
    assert not project.codings.list()


def test_links_between_codings(project, k1):
    one = project.codings.add(k1, *span("terbuka"), "KP-TRN")
    two = project.codings.add(k1, *span("Dirembug"), "KP-MSY")
    link = project.codings.link(one.uid, "cause_of", two.uid)
    with pytest.raises(BadInput, match="itself"):
        project.codings.link(one.uid, "before", one.uid)
    project.codings.unlink(link.uid)


def test_unknown_words_are_refused(project, k1):
    with pytest.raises(BadInput, match="valence is one of strengthens, weakens, mixed"):
        project.codings.add(k1, 0, 3, "KP", valence="strong")
    with pytest.raises(BadInput, match="a coding has no colour"):
        project.codings.add(k1, 0, 3, "KP", colour="red")
    with pytest.raises(NotFound, match="no code NOPE"):
        project.codings.add(k1, 0, 3, "NOPE")
