"""A shared copy holds every coding at its words and nobody's name."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from qualcode import i18n
from qualcode.errors import BadInput, NotFound
from qualcode.model import (
    IDENTITY,
    Code,
    Coding,
    Source,
    Suggestion,
    TextVersion,
    TieEvidence,
    Turn,
)
from qualcode.project import Project
from qualcode.project.places import place
from qualcode.project.sharing import LeakFound
from qualcode.text.aliases import Aliases

TEXT = (
    "P: Bu Yanti, bagaimana kas RT dikelola?\n"
    "Yanti: Pak Sugeng Riyadi yang pegang, é 👩‍👩‍👧, Yantinya cuma bantu. Rumahe Sugeng Riyadi di sana.\n"
    "P: Siapa saja yang datang ke rumah Bu Yanti kalau ada rapat warga di sana, Mbak Yanti, tiap bulan itu?\n"
    "Yanti: Warga semua. Sugeng\nRiyadi juga. Nuraninya bersih.\n"
)
SECRETS = ("yanti", "sugeng", "riyadi")


@pytest.fixture
def study(project: Project, tmp_path: Path) -> Project:
    """A project in which names stand everywhere a person can write."""
    project.edit_study(title="Kas RT Bu Yanti", notice="Nama dan kata dikarang.")
    project.informants.add(
        "K2",
        "PGL",
        aliases=["Bu Yanti"],
        position="tetangga Sugeng Riyadi",
        attributes={"julukan": "Yanti Kas"},
    )
    project.ties.add_actor("bendahara lama", aliases=["Sugeng Riyadi"], note="dulu Sugeng Riyadi")
    project.ties.add_actor("Warung Bu Yanti")
    (tmp_path / "wawancara_BuYanti.txt").write_text(TEXT, encoding="utf-8")
    name = "wawancara_BuYanti.txt"
    project.sources.add(tmp_path / name, informants=["K2"])
    project.codings.add(name, *at("Pak Sugeng Riyadi yang pegang"), "KP-TRN", memo="Bu Yanti menunjuk")
    project.codings.add(name, *at("cuma bantu"), "KP-MSY")
    project.codings.add(name, *at("Warga semua. Sugeng\nRiyadi juga"), "KP-TRN")
    project.ties.add(
        "K2", "bendahara lama", "trust", evidence=[f"{name}:{at('Yantinya')[0]}:{at('bantu')[1]}"]
    )
    project.notes.add_memo("Yanti ragu soal Sugeng Riyadi.", title="Bu Yanti", source=name)
    finding = project.findings.add("Kas dipegang Sugeng Riyadi", codes=["KP-TRN"])
    project.findings.link(f"F{finding.number}", "1", "supports")

    def suggest(tx):  # type: ignore[no-untyped-def]
        coding = tx.all(Coding)[1]
        start, stop = at("Yantinya")
        tx.insert(
            Suggestion(
                source_id=coding.source_id,
                start=start,
                stop=stop,
                code_id=coding.code_id,
                cue="x",
                word="Yantinya",
            )
        )

    project.write("suggestion.find", suggest)
    return project


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def everything(path: Path) -> str:
    """All text a database file holds, in lower case, free pages and search index included."""
    raw = sqlite3.connect(path)
    dump = "\n".join(raw.iterdump())
    raw.close()
    return (dump + path.read_bytes().decode("utf-8", "replace")).lower()


def test_a_shared_copy_holds_nobodys_name_anywhere(study, tmp_path):
    shared = study.sharing.share(tmp_path / "untuk pembimbing")
    assert shared.path == tmp_path / "untuk pembimbing.qualcode" and not shared.leaks
    said = everything(shared.path)
    assert not [name for name in SECRETS if name in said]
    with Project.open(shared.path, write=False) as copy, copy.read() as session:
        assert copy.history.check() == []
        assert [session.scalars(select(model)).all() for model in IDENTITY] == [[], [], []]
        assert copy.study().title == "Kas RT Bu [K2]"
        assert [s.name for s in copy.sources.list()] == ["wawancara_BuK2.txt"]
        assert {a.name for a in copy.ties.actors()} == {"bendahara lama", "Warung Bu [K2]"}
        assert {row.id: row.position for row in copy.informants.list()}["K2"] == "tetangga [bendahara lama]"


def test_every_span_stands_at_the_same_words_and_line(study, tmp_path):
    shared = study.sharing.share(tmp_path / "a.qualcode")
    replace = Aliases([("Bu Yanti", "K2"), ("Sugeng Riyadi", "bendahara lama")]).replace
    with Project.open(shared.path, write=False) as copy, copy.read() as mine, study.read() as theirs:
        for model in (Coding, Suggestion, TieEvidence, Turn):
            old, new = (session.scalars(select(model).order_by(model.id)).all() for session in (theirs, mine))
            assert [row.uid for row in old] == [row.uid for row in new] and old
            texts = [place(session, session.scalars(select(Source)).one()) for session in (theirs, mine)]
            for before, after in zip(old, new, strict=True):
                assert (
                    replace(texts[0].text[before.start : before.stop])
                    == texts[1].text[after.start : after.stop]
                )
                assert texts[0].lines(before.start, before.stop) == texts[1].lines(after.start, after.stop)
        assert [row.text for row in copy.codings.list()] == [
            "Pak [bendahara lama] yang pegang",
            "cuma bantu",
            "Warga semua. [bendahara lama]\n[bendahara lama] juga",
        ]
        assert [turn.speaker for turn in copy.sources.turns(1)] == ["P", "[K2]", "P", "[K2]"]


def test_the_history_begins_anew_and_names_where_it_came_from(study, tmp_path):
    head = study.history.head()
    shared = study.sharing.share(tmp_path / "a.qualcode")
    assert study.history.head() == head
    with Project.open(shared.path) as copy:
        (event,) = copy.history.log()
        assert (event.action, event.kind, event.coder) == ("project.share", "baseline", "Rara")
        assert head[:12] in event.summary
        assert copy.study().uid != study.study().uid
        with pytest.raises(BadInput, match="nothing to undo"):
            copy.undo()
        copy.codings.add(1, 3, 6, "KP-TRN")
        assert copy.history.check() == []
        assert copy.search.find("bendahara lama") and not copy.search.find("pegang x")


def test_what_could_give_somebody_away_stops_it_and_leaves_nothing(study, tmp_path):
    study.notes.add_memo("HP 0812-3456-7890, surel yanti88@contoh.id")
    study.informants.edit("K2", attributes={"nik": 3501234567890001})
    with pytest.raises(LeakFound) as stopped:
        study.sharing.share(tmp_path / "a.qualcode")
    assert stopped.value.exit_code == 4
    assert {row.kind for row in stopped.value.places} == {
        "phone number",
        "e-mail address",
        "NIK or KK number",
    }
    assert "memo 2" in stopped.value.message and "0812" not in stopped.value.message
    assert "\n" not in stopped.value.message
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("a.qualcode")]
    shared = study.sharing.share(tmp_path / "a.qualcode", accept_leaks=True)
    assert len(shared.leaks) == 3 and shared.path.exists()
    assert {row.kind for row in study.sharing.leaks()} == {row.kind for row in shared.leaks}


def test_leaks_in_a_text_are_named_with_their_line(study, tmp_path):
    (tmp_path / "k1.txt").write_text("P: Nomor?\nK1: 081234567890 itu.\n", encoding="utf-8")
    study.sources.add(tmp_path / "k1.txt", informants=["K1"])
    (row,) = study.sharing.leaks()
    assert (row.where, row.start, row.end) == ("k1.txt, line 2", 14, 26)
    with i18n.using("id"):
        assert study.sharing.leaks()[0].where == "k1.txt, baris 2"


def test_an_export_is_looked_through_before_it_is_written(study):
    with pytest.raises(LeakFound, match="page 2"):
        study.sharing.guard([("page 1", "Bu [K2]"), ("page 2", "kata mbak yanti")])
    assert len(study.sharing.guard([("page 2", "kata mbak yanti")], accept_leaks=True)) == 1
    assert study.sharing.file_name("kutipan Bu Yanti.csv") == "kutipan Bu K2.csv"


def test_a_copy_is_never_written_over_a_file(study, tmp_path):
    (tmp_path / "a.qualcode").write_text("mine")
    with pytest.raises(BadInput, match="exists already"):
        study.sharing.share(tmp_path / "a")
    with pytest.raises(NotFound, match="no folder"):
        study.sharing.share(tmp_path / "none" / "a")
    assert (tmp_path / "a.qualcode").read_text() == "mine"


def test_two_codings_that_end_inside_one_name_both_stay(project, tmp_path):
    project.informants.add("K2", "PGL", aliases=["Yanti"])
    (tmp_path / "t.txt").write_text("K2: ada Yanti di sana\n", encoding="utf-8")
    project.sources.add(tmp_path / "t.txt", informants=["K2"])
    for stop in (10, 11, 13):
        project.codings.add("t.txt", 4, stop, "KP-TRN")
    shared = project.sharing.share(tmp_path / "a.qualcode")
    with Project.open(shared.path, write=False) as copy:
        assert [row.text for row in sorted(copy.codings.list(), key=lambda r: r.number)] == [
            "ada [K2]",
            "ada [K2",
            "ada [K",
        ]
        assert copy.history.check() == []


def test_a_code_that_came_before_its_parent_keeps_its_place(project, tmp_path):
    def turn_round(tx):  # type: ignore[no-untyped-def]
        child = tx.insert(Code(code="ANAK"))
        parent = tx.insert(Code(code="INDUK"))
        tx.update(child, parent_id=parent.id)

    project.write("code.move", turn_round)
    shared = project.sharing.share(tmp_path / "a.qualcode")
    with Project.open(shared.path, write=False) as copy:
        assert copy.history.check() == []
        with copy.read() as session:
            ids = {row.code: (row.id, row.parent_id) for row in session.scalars(select(Code))}
        assert ids["ANAK"][1] == ids["INDUK"][0] > ids["ANAK"][0]


def test_older_texts_are_replaced_too(study, tmp_path):
    body = TEXT.replace("cuma", "hanya")

    def correct(tx):  # type: ignore[no-untyped-def]
        import hashlib

        old = tx.all(TextVersion)[0]
        digest = hashlib.sha256(body.encode()).hexdigest()
        tx.insert(
            TextVersion(
                source_id=old.source_id,
                number=2,
                body=body,
                sha256=digest,
                length=len(body),
                line_starts=old.line_starts,
            )
        )

    study.write("source.correct", correct)
    shared = study.sharing.share(tmp_path / "a.qualcode")
    assert not [name for name in SECRETS if name in everything(shared.path)]


PIECES = st.lists(
    st.sampled_from(["Yanti", "Bu ", "Sugeng Riyadi", " ", "\n", "kas ", "é", "👩‍👩‍👧", ", "]),
    min_size=3,
    max_size=30,
)


@settings(max_examples=5)
@given(pieces=PIECES, seed=st.integers(0, 1000))
def test_any_text_with_any_codings_is_shared_whole(tmp_path_factory, pieces, seed):
    place_ = tmp_path_factory.mktemp("share")
    text = "K2: mulai " + "".join(pieces) + " selesai\n"
    (place_ / "t.txt").write_text(text, encoding="utf-8")
    with Project.create(place_ / "p", coder="Rara") as project:
        project.informants.add("K2", "PGL", aliases=["Yanti"])
        project.ties.add_actor("A1", aliases=["Sugeng Riyadi"])
        project.sources.add(place_ / "t.txt", informants=["K2"])
        text = project.sources.text(1)
        project.write("code.add", lambda tx: tx.insert(Code(code="KP")))
        chosen = random.Random(seed)
        for _number in range(6):
            start = chosen.randrange(len(text) - 1)
            try:
                project.codings.add(1, start, chosen.randrange(start + 1, len(text)), "KP")
            except BadInput:
                continue  # the same place twice
        before = project.codings.list()
        shared = project.sharing.share(place_ / "a", accept_leaks=True)
    with Project.open(shared.path, write=False) as copy:
        assert copy.history.check() == []
        assert [row.id for row in copy.codings.list()] != [] or not before
        assert {row.id for row in copy.codings.list()} == {row.id for row in before}
        assert Aliases([("Yanti", "K2"), ("Sugeng Riyadi", "A1")]).edits(copy.sources.text(1)) == []


def test_small_groups_are_named(study):
    assert {cell.properties for cell in study.sharing.small_cells()} >= {
        (("group", "PGL"),),
        (("group", "PEM"),),
    }
    with i18n.using("id"):
        assert "hanya 1 orang dengan kelompok = PEM" in {cell.line for cell in study.sharing.small_cells()}


def test_a_speaker_who_is_called_by_name_is_told(project, tmp_path):
    for name, label in (
        ("a.txt", "Tarmini"),
        ("b.txt", "Narasumber"),
        ("c.txt", "Informan K1"),
        ("d.txt", "N"),
    ):
        (tmp_path / name).write_text(
            f"P: Apa kabar?\n{label}: Baik.\nP: Lalu?\n{label}: Begitu.\n", encoding="utf-8"
        )
        project.sources.add(tmp_path / name, informants=["K1"], speakers={label: "K1"})
    with pytest.raises(LeakFound) as stopped:
        project.sharing.share(tmp_path / "s")
    (place_,) = stopped.value.places
    assert (place_.where, place_.excerpt) == ("a.txt, line 2", "T••••••")
