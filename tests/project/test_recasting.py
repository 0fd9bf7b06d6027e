"""Several codes at once, splitting, merging, recoding, and coding every place of some words."""

from __future__ import annotations

import re

import pytest

from qualcode.errors import BadInput
from qualcode.project.hits import is_whole
from tests.project.conftest import K1_TEXT, span


def spans(project):
    return [(row.code, row.text) for row in project.codings.list()]


def test_several_codes_are_one_action_and_one_undo(project, k1):
    project.codings.add(k1, *span("terbuka"), "KP-TRN")
    made = project.codings.add_codes(k1, *span("terbuka"), ["KP-TRN", "KP-MSY", "KP"])
    assert len(made) == 2
    assert {row.code for row in project.codings.list()} == {"KP-TRN", "KP-MSY", "KP"}
    with pytest.raises(BadInput, match="already"):
        project.codings.add_codes(k1, *span("terbuka"), ["KP-TRN", "KP-MSY"])
    project.undo()
    assert spans(project) == [("KP-TRN", "terbuka")]


def test_a_coding_is_cut_where_a_character_begins_and_keeps_its_evidence(project, k1):
    coding = project.codings.add(
        k1, *span("terbuka. 👩‍👩‍👧 Semua"), "KP-TRN", valence="strengthens", memo="kas"
    )
    project.findings.add("Kas terbuka", codes=["KP-TRN"])
    project.findings.link("F1", coding.uid, "supports")
    first, second = project.codings.split(coding.uid, K1_TEXT.index("👩") + 2)
    assert spans(project) == [("KP-TRN", "terbuka. "), ("KP-TRN", "👩‍👩‍👧 Semua")]
    assert first.uid == coding.uid and second.valence == coding.valence and second.memo == "kas"
    # Nobody but a person knows on which half the finding rests.
    assert {row.coding for row in project.findings.get("F1").evidence} == {first.uid, second.uid}
    assert project.codings.hanging(first.uid).cut_words() == "both parts are evidence of F1"
    went = project.codings.remove(second.uid)
    assert went.gone_words() == "with 1 memo, as evidence of F1"
    project.undo()
    assert project.undo() == "coding.split"
    assert [row.coding for row in project.findings.get("F1").evidence] == [coding.uid]
    assert spans(project) == [("KP-TRN", "terbuka. 👩‍👩‍👧 Semua")]


@pytest.mark.parametrize("where", ["Tiap", "terbuka", " Semua"])
def test_a_coding_is_not_cut_outside_or_at_its_edge(project, k1, where):
    coding = project.codings.add(k1, *span("terbuka. 👩‍👩‍👧"), "KP-TRN")
    with pytest.raises(BadInput, match="inside"):
        project.codings.split(coding.uid, K1_TEXT.index(where))


def test_merged_codings_reach_from_the_first_to_the_last_and_lose_nothing(project, k1):
    first = project.codings.add(k1, *span("dibacakan terbuka"), "KP-TRN", memo="satu", valence="strengthens")
    second = project.codings.add(k1, *span("Semua boleh"), "KP-TRN", memo="dua", valence="weakens")
    inside = project.codings.add(k1, *span("terbuka."), "KP-TRN")
    project.findings.add("Kas terbuka", codes=["KP-TRN"])
    project.findings.link("F1", second.uid, "supports")
    kept = project.codings.merge(second.uid, inside.uid, first.uid)
    [row] = project.codings.list()
    assert kept.uid == first.uid
    assert row.text == K1_TEXT[span("dibacakan")[0] : span("boleh")[1]]
    assert row.memo == "satu\ndua" and row.valence == "strengthens" and "weakens" in kept.review
    assert project.findings.get("F1").evidence[0].coding == first.uid
    project.undo()
    assert len(project.codings.list()) == 3


def test_codings_that_differ_are_not_merged(project, k1):
    one = project.codings.add(k1, *span("terbuka"), "KP-TRN")
    other = project.codings.add(k1, *span("Semua"), "KP-MSY")
    with pytest.raises(BadInput, match="different codes"):
        project.codings.merge(one.uid, other.uid)
    with pytest.raises(BadInput, match="at least two"):
        project.codings.merge(one.uid, one.uid)
    project.coder = "Bima"
    same = project.codings.add(k1, *span("Semua"), "KP-TRN")
    with pytest.raises(BadInput, match="different coders"):
        project.codings.merge(one.uid, same.uid)


def test_recoding_joins_what_stands_there_already(project, k1):
    one = project.codings.add(k1, *span("terbuka"), "KP-TRN", memo="satu")
    other = project.codings.add(k1, *span("terbuka"), "KP-MSY", memo="dua")
    alone = project.codings.add(k1, *span("Semua"), "KP-TRN")
    made = project.codings.recode("KP-MSY", one.uid, alone.uid)
    assert [coding.uid for coding in made] == [other.uid, alone.uid]
    assert spans(project) == [("KP-MSY", "terbuka"), ("KP-MSY", "Semua")]
    assert project.codings.get(other.uid).memo == "dua\nsatu"
    with pytest.raises(BadInput, match="already"):
        project.codings.recode("KP-MSY", alone.uid)
    assert project.undo() == "coding.recode"
    assert len(project.codings.list()) == 3


def test_every_place_of_words_is_planned_once_and_tagged_as_one_action(project, k1):
    project.codings.add(k1, *span("terbuka"), "KP-TRN")
    planned = project.codings.plan_hits("TERBUKA", "KP-TRN")
    assert [(p.text, p.counted, p.tagged) for p in planned] == [("terbuka", True, True)]
    sentences = project.codings.plan_hits("bu", "KP-TRN", around="sentence", parts=True)
    assert [(p.text, p.hits, p.tagged) for p in sentences] == [
        ("Tiap bulan dibacakan terbuka.", 2, False),
        ("👩‍👩‍👧 Semua boleh lihat bukunya.", 1, False),
        ("Dirembug bareng, nggih.", 1, False),
    ]
    project.codings.add_hits(sentences, "KP-TRN")
    assert len(project.codings.list()) == 1 + len(sentences)
    assert all(p.tagged for p in project.codings.plan_hits("bu", "KP-TRN", around="sentence", parts=True))
    with pytest.raises(BadInput, match="nothing is left"):
        project.codings.add_hits(sentences, "KP-TRN")
    assert project.undo() == "coding.hits"
    assert spans(project) == [("KP-TRN", "terbuka")]


def test_only_whole_words_are_places_unless_parts_are_asked_for(project, k1):
    assert [p.text for p in project.codings.plan_hits("bulan", "KP-TRN")] == ["bulan"]
    assert not project.codings.plan_hits("bu", "KP-TRN")
    found = project.codings.plan_hits("bu", "KP-TRN", parts=True)
    around = [f"{p.before[-3:]}|{p.text}|{p.after[:3]}" for p in found]
    assert around == ["ap |bu|lan", "ter|bu|ka.", "at |bu|kun", "rem|bu|g b"]
    text = "kas, dikasih kasihan Kas-kas kás"
    whole = [(m.start(), m.end()) for m in re.finditer("k.s", text, re.IGNORECASE)]
    assert [text[a:b] for a, b in whole if is_whole(text, a, b)] == ["kas", "Kas", "kas", "kás"]


def test_hits_in_a_turn_take_the_turn_and_say_whether_it_counts(project, k1):
    planned = project.codings.plan_hits("kas", "KP-TRN", around="turn")
    assert [(p.text.strip(), p.counted) for p in planned] == [("Bagaimana uang kas dikelola?", False)]
    with pytest.raises(BadInput, match="around"):
        project.codings.plan_hits("kas", "KP-TRN", around="page")


def test_a_memo_hangs_on_a_turn(project, k1):
    project.notes.add_memo("Nada ragu", source=k1, turn=2)
    assert project.notes.memos()[0].about == "k1.txt, turn 2"
    with pytest.raises(BadInput, match="no turn 9"):
        project.notes.add_memo("x", source=k1, turn=9)
    with pytest.raises(BadInput, match="name the source"):
        project.notes.add_memo("x", turn=1)
