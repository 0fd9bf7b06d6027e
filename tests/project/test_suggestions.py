"""Suggestions by cue words: whose words are looked at, what is left out, and what a person's decision does."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from sqlmodel import select

from qualcode.errors import BadInput, Busy, NotFound
from qualcode.language import pipeline
from qualcode.model import (
    Code,
    CodeStatus,
    Coding,
    Method,
    Source,
    Suggestion,
    TextVersion,
    Turn,
    TurnKind,
    TurnRole,
    Units,
)
from qualcode.project import Project
from qualcode.store.transaction import table_of
from qualcode.text.lines import line_starts

INTERVIEWER, INFORMANT, OTHER = TurnRole.INTERVIEWER, TurnRole.INFORMANT, TurnRole.OTHER

INTERVIEW = [
    ("P: ", "Apakah buku kasnya terbuka, dan ada musyawarah?", INTERVIEWER),
    ("I: ", "Buku kasnya dibacakan 😀 tiap bulan. Terus ya begitu. Kami jarang musyawarah.", INFORMANT),
    ("P: ", "Laporannya bagaimana?", INTERVIEWER),
    ("I: ", "Laporan belum ada. Semua sudah dirembug, Bu.", INFORMANT),
]


def add_source(
    project: Project,
    turns: list[tuple[str, str, TurnRole]],
    *,
    name: str = "k1.txt",
    method: Method = Method.INTERVIEW,
    kinds: list[TurnKind] | None = None,
    **values: Any,
) -> Source:
    """A source written straight into the store, its text one turn a line with the label before it."""
    text = "\n".join(label + words for label, words, _ in turns)

    def work(tx: Any) -> Source:
        source = tx.insert(Source(name=name, method=method, **values))
        starts = line_starts(text)
        version = tx.insert(
            TextVersion(
                source_id=source.id,
                body=text,
                sha256=hashlib.sha256(text.encode()).hexdigest(),
                length=len(text),
                line_starts=starts.tobytes(),
            )
        )
        at = 0
        for number, (label, words, role) in enumerate(turns, 1):
            start = at + len(label)
            tx.insert(
                Turn(
                    text_version_id=version.id,
                    number=number,
                    label_start=at,
                    start=start,
                    stop=start + len(words),
                    speaker=label.strip(": ") or None,
                    role=role,
                    kind=kinds[number - 1] if kinds else TurnKind.SPEECH,
                )
            )
            at = start + len(words) + 1
        return source

    return project.write("source.add", work)


def set_cues(project: Project, **cues: list[str]) -> None:
    """Give codes (TRN for KP-TRN) Indonesian cues."""

    def work(tx: Any) -> None:
        for short, words in cues.items():
            code = tx.first(Code, table_of(Code).c.code == f"KP-{short}")
            tx.update(code, cues_id=words)

    project.write("code.edit", work)


@pytest.fixture
def cued(project: Project) -> Project:
    """The small project with cues and one interview."""
    set_cues(project, TRN=["buku kas", "laporan", "terbuka"], MSY=["musyawarah", "rembug"])
    add_source(project, INTERVIEW)
    return project


def short(rows: Any) -> list[tuple[str, str, bool]]:
    return [(row.code, row.word, row.negated) for row in rows]


def everything(project: Project, model: Any) -> list[dict[str, Any]]:
    with project.read() as session:
        return [dict(r) for r in session.execute(select(table_of(model))).mappings()]


def test_only_the_informants_words_are_cued_by_whole_sentences(cued: Project) -> None:
    rows = cued.suggestions.find("k1.txt")
    assert short(rows) == [
        ("KP-TRN", "Buku kasnya", False),
        ("KP-MSY", "musyawarah", True),
        ("KP-TRN", "Laporan", True),
        ("KP-MSY", "dirembug", False),
    ]
    assert [row.text for row in rows] == [
        "Buku kasnya dibacakan 😀 tiap bulan.",
        "Kami jarang musyawarah.",
        "Laporan belum ada.",
        "Semua sudah dirembug, Bu.",
    ]
    assert [row.evidence for row in rows] == ["", "jarang musyawarah", "Laporan belum ada", ""]
    assert [row.hint for row in rows] == [None, "weakens", "weakens", None]
    assert {row.status for row in rows} == {"pending"}
    assert rows[0].cue == "buku kas"


def test_documents_are_cued_in_unlabelled_text_but_never_in_reflections_or_headings(project: Project) -> None:
    set_cues(project, MSY=["rapat"])
    turns = [
        ("", "Rapat KUBE", OTHER),
        ("", "Rapat dibuka ketua.", OTHER),
        ("", "Menurut saya rapatnya kaku.", OTHER),
    ]
    kinds = [TurnKind.HEADING, TurnKind.DESCRIPTIVE, TurnKind.REFLECTIVE]
    add_source(project, turns, name="note.md", method=Method.OBSERVATION, kinds=kinds)
    add_source(project, turns, name="talk.md", method=Method.INTERVIEW, kinds=kinds)
    assert [(row.source_name, row.text) for row in project.suggestions.find()] == [
        ("note.md", "Rapat dibuka ketua.")
    ]


def test_one_suggestion_for_a_sentence_and_code(project: Project) -> None:
    set_cues(project, TRN=["buku kas", "laporan"], MSY=["laporan"])
    add_source(project, [("I: ", "Buku kas itu, laporan, laporannya juga.", INFORMANT)])
    assert short(project.suggestions.find()) == [
        ("KP-TRN", "Buku kas", False),
        ("KP-MSY", "laporan", False),
    ]


def test_a_sentence_tagged_in_part_with_the_code_is_passed_over(cued: Project) -> None:
    first = cued.suggestions.find()[0]
    cued.codings.add("k1.txt", first.start, first.start + 4, "KP-MSY")
    assert short(cued.suggestions.find())[0][:2] == ("KP-TRN", "Buku kasnya")
    cued.codings.add("k1.txt", first.start, first.start + 4, "KP-TRN")
    assert short(cued.suggestions.find())[0][:2] == ("KP-MSY", "musyawarah")


def test_looking_twice_changes_nothing(cued: Project) -> None:
    first = cued.suggestions.find()
    events = len(cued.history.log())
    assert cued.suggestions.find() == first
    assert len(cued.history.log()) == events


def test_suggestions_follow_the_codebook(cued: Project) -> None:
    cued.suggestions.find()
    set_cues(cued, TRN=["laporan"], MSY=[])
    assert short(cued.suggestions.find()) == [("KP-TRN", "Laporan", True)]

    def retire(tx: Any) -> None:
        tx.update(tx.first(Code, table_of(Code).c.code == "KP-TRN"), status=CodeStatus.RETIRED)

    cued.write("code.edit", retire)
    assert cued.suggestions.find() == []


def test_a_text_without_function_words_is_in_the_studys_language(project: Project) -> None:
    set_cues(project, TRN=["laporan"])
    add_source(project, [("I: ", "Laporan lengkap.", INFORMANT)])
    assert project.suggestions.find() == []
    project.edit_study(language="id")
    assert short(project.suggestions.find()) == [("KP-TRN", "Laporan", False)]


def test_excluded_phrases_and_a_sources_language_are_minded(project: Project) -> None:
    def work(tx: Any) -> None:
        code = tx.first(Code, table_of(Code).c.code == "KP-TRN")
        tx.update(code, cues_id=["bank"], cue_excludes=["bank sampah"], cues_en=["report"])

    project.write("code.edit", work)
    add_source(project, [("I: ", "Ke bank sampah. Ke bank.", INFORMANT)], name="a.txt")
    add_source(
        project, [("I: ", "They never reported. The bank did.", INFORMANT)], name="b.txt", language="en"
    )
    assert short(project.suggestions.find()) == [("KP-TRN", "bank", False), ("KP-TRN", "reported", True)]


def test_accepting_tags_the_sentence_and_leaves_the_valence_to_the_person(cued: Project) -> None:
    rows = cued.suggestions.find()
    denied = next(row for row in rows if row.negated)
    coding = cued.suggestions.accept(denied.id)
    assert (coding.start, coding.stop, coding.valence) == (denied.start, denied.end, None)
    (listed,) = cued.codings.list()
    assert (listed.text, listed.code, listed.coder) == (denied.text, denied.code, "Rara")
    other = cued.suggestions.accept(rows[2].number, valence="weakens")
    assert other.valence == "weakens"
    assert len(cued.suggestions.list()) == 2
    assert [row.id for row in cued.suggestions.list(status="accepted")] == [denied.id, rows[2].id]


def test_a_rejected_suggestion_does_not_come_back(cued: Project) -> None:
    rows = cued.suggestions.find()
    cued.suggestions.reject(rows[0].id, rows[1].number)
    assert [row.id for row in cued.suggestions.find()] == [rows[2].id, rows[3].id]
    assert len(cued.suggestions.list(status="rejected")) == 2
    set_cues(cued, TRN=["buku", "laporan"], MSY=["rembug"])
    assert "buku" not in {row.cue for row in cued.suggestions.find()}


def test_what_was_decided_is_not_decided_again(cued: Project) -> None:
    rows = cued.suggestions.find()
    cued.suggestions.reject(rows[0].id)
    cued.suggestions.accept(rows[1].id)
    for decided in rows[:2]:
        with pytest.raises(BadInput):
            cued.suggestions.accept(decided.id)
        with pytest.raises(BadInput):
            cued.suggestions.reject(rows[2].id, decided.id)
    assert len(cued.suggestions.list()) == 2
    with pytest.raises(NotFound):
        cued.suggestions.accept(99)
    with pytest.raises(BadInput):
        cued.suggestions.accept(rows[2].id, valence="strong")
    with pytest.raises(BadInput):
        cued.suggestions.list(status="maybe")


def test_accepting_where_the_coder_tagged_the_same_span_meanwhile_joins_that_coding(cued: Project) -> None:
    row = cued.suggestions.find()[0]
    coding = cued.codings.add("k1.txt", row.start, row.end, row.code)
    assert cued.suggestions.accept(row.id, valence="strengthens").id == coding.id
    (listed,) = cued.codings.list()
    assert listed.valence == "strengthens"


def test_undo_takes_back_each_step(cued: Project) -> None:
    before = everything(cued, Suggestion)
    rows = cued.suggestions.find()
    waiting = everything(cued, Suggestion)
    cued.suggestions.accept(rows[0].id)
    cued.suggestions.reject(rows[1].id)
    assert cued.undo() == "suggestion.reject"
    assert cued.undo() == "suggestion.accept"
    assert everything(cued, Suggestion) == waiting
    assert everything(cued, Coding) == []
    assert cued.undo() == "suggestion.find"
    assert everything(cued, Suggestion) == before == []
    cued.redo()
    assert everything(cued, Suggestion) == waiting


def test_units_are_kept_and_end_at_turns(cued: Project) -> None:
    made = cued.suggestions.units("k1.txt")
    text = "\n".join(label + words for label, words, _ in INTERVIEW)
    sentences = [text[a:b] for a, b in made.sentences]
    assert sentences[:3] == ["P:", INTERVIEW[0][1], "I:"]
    assert {row["kind"] for row in everything(cued, Units)} == {"word", "sentence"}
    again = cued.suggestions.units("k1.txt")
    assert np.array_equal(again.words, made.words)
    assert np.array_equal(again.sentences, made.sentences)
    assert again.words.dtype == made.words.dtype


def test_kept_units_are_used_until_the_rules_change(cued: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    set_cues(cued, MSY=[])
    cued.suggestions.units("k1.txt")
    versions = {row["version"] for row in everything(cued, Units)}
    cued.edit_study(abbreviations="bulan ada")
    assert len(cued.suggestions.units("k1.txt").sentences) < 12
    rows = everything(cued, Units)
    assert len(rows) == 2
    assert {row["version"] for row in rows}.isdisjoint(versions)
    monkeypatch.setattr(pipeline, "units", lambda *a, **k: pytest.fail("computed again"))
    cued.suggestions.units("k1.txt")


def test_reading_only_still_gives_units_but_no_suggestions(cued: Project) -> None:
    cued.suggestions.find()
    path = cued.path
    cued.close()
    with Project.open(path, write=False) as reader:
        assert len(reader.suggestions.units("k1.txt").words) > 10
        assert len(reader.suggestions.list()) == 4
        with pytest.raises(Busy):
            reader.suggestions.find()


def test_listing_by_code_and_source(cued: Project) -> None:
    add_source(cued, [("I: ", "Ya ada laporan.", INFORMANT)], name="k2.txt")
    cued.suggestions.find()
    assert short(cued.suggestions.list("k2.txt")) == [("KP-TRN", "laporan", False)]
    assert len(cued.suggestions.list(code="KP-MSY")) == 2
    with pytest.raises(NotFound):
        cued.suggestions.find("k3.txt")


def test_listing_and_kept_units_load_no_spacy(cued: Project) -> None:
    cued.suggestions.find()
    path = cued.path
    cued.close()
    code = (
        "import sys; from qualcode import Project\n"
        f"with Project.open({str(path)!r}, write=False) as p:\n"
        "    assert p.suggestions.list() and len(p.suggestions.units('k1.txt').words)\n"
        "print('spacy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
